//! Where the parts of the form begin: their headings, with their numbers or as Word's own numbering leaves them.

use std::ops::Range;

use super::label::{bare, likeness};
use super::material::{Block, Line};
use super::prose::squeeze;
use crate::compose::numeral::ordinal;
use crate::form::Part;

/// The heading of a part.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The block it begins at.
    pub block: usize,
    /// The block after it.
    pub end: usize,
    /// Which part of the form it is.
    pub part: usize,
    /// Its words, without number.
    pub words: String,
    /// What follows it in its line.
    pub rest: String,
}

/// The longest line that can be a heading, in characters.
const LONGEST: usize = 40;
/// How like the form's a heading is that says the same, and one that says nearly the same under the right number.
const ALIKE: f64 = 0.9;
const NEARLY: f64 = 0.55;
/// The most parts that a report is taken to count.
const MOST: usize = 20;

/// Finds the headings of the parts, in their order; `is_label` tells the words of a table, whose rows have numbers, too.
pub fn find(blocks: &[Block], parts: &[Part], is_label: impl Fn(&str) -> bool) -> Vec<Found> {
    // First those that say what the form says, whatever their number: a report may count its parts otherwise.
    let mut found = in_order(blocks, 0..blocks.len(), 0..parts.len(), |line, next, part| {
        judge(line, next, part, &parts[part].heading, ALIKE)
    });
    // Then, between these, those that say nearly the same under the number of the part.
    for (range, missing) in gaps(&found, blocks.len(), parts.len()) {
        found.extend(in_order(blocks, range, missing, |line, next, part| {
            judge(line, next, part, &parts[part].heading, NEARLY)
        }));
    }
    found.sort_by_key(|heading| heading.block);
    // One that says something else is a heading by its number and its place alone.
    for part in 0..parts.len() {
        let at = found.partition_point(|heading| heading.part < part);
        if found.get(at).is_some_and(|heading| heading.part == part) || found.is_empty() {
            continue;
        }
        let start = at.checked_sub(1).map_or(0, |before| found[before].end);
        let end = found.get(at).map_or(blocks.len(), |next| next.block);
        let other = (start..end).find_map(|block| {
            let Block::Line(line) = &blocks[block] else { return None };
            let words = other(line, part).filter(|words| !is_label(words))?;
            Some(Found { block, end: block + 1, part, words, rest: String::new() })
        });
        found.extend(other);
        found.sort_by_key(|heading| heading.block);
    }
    found
}

/// The headings of some parts among some blocks, one after another.
fn in_order(
    blocks: &[Block],
    range: Range<usize>,
    parts: Range<usize>,
    judge: impl Fn(&Line, Option<&Line>, usize) -> Option<Found>,
) -> Vec<Found> {
    let mut found: Vec<Found> = vec![];
    for at in range.clone() {
        let Block::Line(line) = &blocks[at] else { continue };
        if found.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let next = match blocks.get(at + 1).filter(|_| at + 1 < range.end) {
            Some(Block::Line(next)) => Some(next),
            _ => None,
        };
        let from = found.last().map_or(parts.start, |last| last.part + 1);
        let heading = (from..parts.end).find_map(|part| judge(line, next, part));
        found.extend(heading.map(|heading| Found { block: at, end: at + heading.end, ..heading }));
    }
    found
}

/// The blocks between the headings found, with the parts that must stand there.
fn gaps(found: &[Found], blocks: usize, parts: usize) -> Vec<(Range<usize>, Range<usize>)> {
    let before = std::iter::once((0, 0)).chain(found.iter().map(|heading| (heading.end, heading.part + 1)));
    let after = found.iter().map(|heading| (heading.block, heading.part)).chain([(blocks, parts)]);
    before.zip(after).map(|((start, first), (end, next))| (start..end, first..next)).collect()
}

/// The words of a line with the number of a part, if it can be a heading.
fn other(line: &Line, part: usize) -> Option<String> {
    let text = squeeze(&line.text);
    let words = numbered(&text, part)?;
    let marks = words.contains(['。', '；', '，', '：', ':', '？', '！', '…', '“']);
    let figures = words.ends_with(|c: char| c.is_ascii_digit());
    ((2..=LONGEST).contains(&words.chars().count()) && !marks && !figures).then(|| words.into())
}

/// Whether a line, perhaps with the next, is the heading of a part, so much like it at least; `end` is then how many lines it takes.
fn judge(line: &Line, next: Option<&Line>, part: usize, heading: &str, least: f64) -> Option<Found> {
    let text = line.text.replace(' ', "");
    let wanted = bare(heading);
    let found = |words: &str, lines, rest: &str| {
        // Marks at the end do not belong to a heading.
        let words = words.trim_end_matches(['。', '：', ':']).to_string();
        Some(Found { block: 0, end: lines, part, words, rest: rest.into() })
    };
    let Some(after) = numbered(&text, part) else {
        // 主动公开政府信息情况、 is a line of a sentence that names the parts.
        let ends = !text.ends_with(['、', '，', '；', ',']);
        let words = (0..MOST).find_map(|other| numbered(&text, other)).unwrap_or(&text);
        // （一）主动公开政府信息情况 is a heading within a part.
        let within = words.starts_with(|c: char| matches!(c, '（' | '(') || c.is_ascii_digit());
        let same = ends && !within && words.chars().count() <= LONGEST && likeness(&bare(words), &wanted) > 0.95;
        return if same { found(words, 1, "") } else { None };
    };
    // 六、其他需要报告的事项：无。
    let stop = after.find(['。', '：', ':']).filter(|stop| likeness(&bare(&after[..*stop]), &wanted) > 0.9);
    if let Some(stop) = stop {
        return found(&after[..stop], 1, after[stop..].trim_start_matches(['。', '：', ':']));
    }
    if after.chars().count() > LONGEST || after.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let alone = likeness(&bare(after), &wanted);
    let joined = next.map(|next| format!("{after}{}", next.text.replace(' ', ""))).unwrap_or_default();
    if likeness(&bare(&joined), &wanted) > alone.max(0.95) {
        return found(&joined, 2, "");
    }
    if alone > least { found(after, 1, "") } else { None }
}

/// What follows the number of a part, if a line begins with it.
fn numbered(text: &str, part: usize) -> Option<&str> {
    let number = ordinal(1, part as u64 + 1);
    let after = text.strip_prefix(number.trim_end_matches('、'))?;
    after.strip_prefix(['、', '.', '．', '，', '：'])
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::form::Form;
    use crate::import::text;
    use crate::shelf::Shelf;

    fn found(text: &str) -> Vec<(usize, usize, String, String)> {
        let form = Form::load(&Shelf::templates(None), "2021").unwrap();
        let material = text::read("报告.txt", text.as_bytes()).unwrap();
        let found = find(&material.blocks, &form.law.parts, |words| words == "本年度办理结果");
        found.into_iter().map(|found| (found.block, found.part, found.words, found.rest)).collect()
    }

    #[test]
    fn headings_differ_a_little_and_rows_of_tables_are_none() {
        let text = "总体情况\n二、行政机关主动公开政府信息情况\n三、收到和处理政府信息公开申\n请情况\n一、本年新收政府信息公开申请数量 5\n\
                    三、本年度办理结果\n四、结转下年度继续办理 0\n四、因政府信息公开工作被申请行政复议、提起行政诉讼情况\n\
                    六、其他需要报告的事项：无。";
        let expected = [
            (0, 0, "总体情况", ""),
            (1, 1, "行政机关主动公开政府信息情况", ""),
            (2, 2, "收到和处理政府信息公开申请情况", ""),
            (7, 3, "因政府信息公开工作被申请行政复议、提起行政诉讼情况", ""),
            (8, 5, "其他需要报告的事项", "无。"),
        ];
        assert_eq!(found(text), expected.map(|(block, part, words, rest)| (block, part, words.into(), rest.into())));
    }

    #[test]
    fn a_heading_that_says_something_else_has_its_number_and_its_place() {
        let text = "一、总体情况\n二、主动公开政府信息情况\n三、本年度办理结果\n三、依申请公开\n三、其次，\n五、下一步打算\n改进。\n六、其他事项";
        let found: Vec<_> = found(text).into_iter().map(|(block, part, words, _)| (block, part, words)).collect();
        let expected = [
            (0, 0, "总体情况"),
            (1, 1, "主动公开政府信息情况"),
            (3, 2, "依申请公开"),
            (5, 4, "下一步打算"),
            (7, 5, "其他事项"),
        ];
        assert_eq!(found, expected.map(|(block, part, words)| (block, part, words.into())));
    }

    #[test]
    fn the_first_heading_too_may_say_something_else() {
        let found =
            found("某县2021年政府信息公开工作年度报告\n现报告如下。\n一、解读和推进\n正文。\n二、主动公开政府信息情况");
        assert_eq!(found.iter().map(|(block, part, ..)| (*block, *part)).collect::<Vec<_>>(), [(2, 0), (4, 1)]);
    }

    #[test]
    fn parts_may_be_counted_otherwise() {
        let text = "一、总体情况\n二、工作机制\n四、政府信息公开申请情况\n一、主动公开政府信息情况\n二、收到和处理政府信息公开申请情况\n\
                    三、本年度办理结果\n三、政府信息公开行政复议、行政诉讼情况\n五、其他需要报告的事项";
        let found: Vec<_> = found(text).into_iter().map(|(block, part, ..)| (block, part)).collect();
        assert_eq!(found, [(0, 0), (3, 1), (4, 2), (6, 3), (7, 5)]);
    }

    #[test]
    fn a_heading_within_a_part_is_none_of_a_part() {
        let text = "一、总体情况\n（一）主动公开政府信息情况\n1.其他需要报告的事项\n二、主动公开政府信息情况";
        let found: Vec<_> = found(text).into_iter().map(|(block, part, ..)| (block, part)).collect();
        assert_eq!(found, [(0, 0), (3, 1)]);
    }

    #[test]
    fn a_list_of_contents_is_no_heading() {
        assert_eq!(found("本报告由\n总体情况、\n主动公开政府信息情况、等组成。"), []);
        assert_eq!(found("一、总体情况……1\n一、总体情况\n正文。"), [(1, 0, "总体情况".into(), String::new())]);
    }
}
