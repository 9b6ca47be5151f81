//! Whether a number in a text is told of anything but the figures of this report: of another year, of a difference, of a share.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::pattern;

/// What part the clauses of a text: what a number belongs to does not stand beyond one.
pub const MARKS: [char; 8] = ['，', '。', '；', '、', '！', '？', '（', '）'];

/// What ends a sentence.
const ENDS: [char; 3] = ['。', '！', '？'];

/// In a clause, what makes its numbers none of the report's figures.
const ELSEWHERE: [&str; 13] =
    ["同比", "比上年", "较上年", "增加", "减少", "增长", "下降", "占", "累计", "上年同期", "去年", "上一年度共", "下一年"];

/// The year that what follows is told of; one that something is compared with is no such year.
static YEAR: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:^|[^0-9比较与同])(?:上年同期|去年|([0-9]{4})年)|上一年度共|下一年"));

/// What is told of a year: what follows up to the next stop, and the parts of that (10件，其中予以公开5件，部分公开2件).
static OF_YEAR: LazyLock<Regex> = LazyLock::new(|| pattern("^[^，；]*(?:[，；]其中.*)?$"));

/// A comparison with another year, or a number of several years, with what is listed after it. A rate is all of a comparison.
static COMPARED: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:同比|[比较与同](?:上年|去年|[0-9]{4}年)|(?:^|[^年内])累计)[^，；%％]*$"));

/// What stands in brackets.
static ASIDE: LazyLock<Regex> = LazyLock::new(|| pattern("（[^（）]*）"));

/// Whether a clause tells of figures that are none of this report's tables.
pub fn is_elsewhere(clause: &str) -> bool {
    ELSEWHERE.iter().any(|other| clause.contains(other))
}

/// Whether words, or the list that they stand in, are told of another year than the report's, against one, or in a clause that
/// [`is_elsewhere`].
pub fn is_of_another(text: &str, words: &Range<usize>, year: u16) -> bool {
    let before = &text[..words.start];
    if is_elsewhere(&text[before.rfind(MARKS).unwrap_or(0)..words.end]) {
        return true;
    }
    let sentence = &before[before.rfind(ENDS).unwrap_or(0)..];
    let sentence = if sentence.contains('）') { ASIDE.replace_all(sentence, "") } else { Cow::Borrowed(sentence) };
    let named = YEAR.captures_iter(&sentence).last();
    let other = named.filter(|named| named.get(1).is_none_or(|number| number.as_str().parse() != Ok(year)));
    let of_year = other.and_then(|other| other.get(0)).is_some_and(|other| OF_YEAR.is_match(&sentence[other.end()..]));
    of_year || COMPARED.is_match(&sentence)
}
