//! Lines → paragraphs → headings with what stands under them. The numbers of headings go; the program puts them again.

use super::material::Line;
use super::text::columns;
use crate::compose::numeral::ordinal;
use crate::report::{Passage, Words};
use crate::style::Style;

/// The longest heading, in characters.
const LONGEST: usize = 60;
/// What ends a sentence.
const STOPS: [char; 4] = ['。', '！', '？', '：'];

/// What no paragraph begins with.
const CLOSING: [char; 12] = ['。', '，', '、', '；', '：', '？', '！', '）', '》', '”', '〕', ')'];
/// How far a paragraph stands in, in columns of half a 汉字, and how much more than the others.
const FURTHER: std::ops::RangeInclusive<usize> = 2..=8;
const LOOSE: usize = 2;

/// How the lines of a text that was taken from pages are set.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// How wide a full line is, in columns of half a 汉字.
    full: usize,
    /// How far lines stand in that go on with a paragraph.
    margin: usize,
    /// How much further most paragraphs begin.
    first: usize,
}

impl Setting {
    /// What most lines of a text have.
    pub fn of<'a>(lines: impl Iterator<Item = &'a Line>) -> Self {
        let (mut widths, mut indents): (Vec<_>, Vec<_>) = lines.map(|line| (columns(&line.text), line.indent)).unzip();
        widths.sort_unstable();
        indents.sort_unstable();
        let at = |all: &[usize], tenths: usize| all.get(all.len() * tenths / 10).copied().unwrap_or(0);
        // Where most paragraphs have one line, few lines begin at the margin.
        let margin = at(&indents, 1);
        let further = indents.iter().map(|indent| indent - margin.min(*indent)).filter(|further| FURTHER.contains(further));
        let further: Vec<usize> = further.collect();
        let runs = further.chunk_by(|one, next| one == next);
        let first = runs.max_by_key(|run| run.len()).map_or(*FURTHER.end(), |run| run[0]);
        Self { full: at(&widths, 7), margin, first }
    }

    /// Whether a line stands in as the first of a paragraph; what stands in much further was only moved by a program.
    fn begins(self, line: &Line) -> bool {
        let most = (self.first + LOOSE).min(*FURTHER.end());
        (*FURTHER.start()..=most).contains(&line.indent.saturating_sub(self.margin))
    }
}

/// Joins lines that end where the page was full; without a setting each line is a paragraph.
pub fn paragraphs(lines: &[&Line], setting: Option<Setting>) -> Vec<Line> {
    let mut found: Vec<Line> = vec![];
    let mut open = false;
    // How many brackets the paragraph has open; one that grew is not read again for each of its lines.
    let mut depth = 0;
    for line in lines {
        let goes_on = setting.is_some() && line.text.starts_with(CLOSING);
        let numbered = || (2..=4).any(|level| numbered(&line.text, level).is_some());
        let starts = !goes_on && (!open || setting.is_none_or(|setting| setting.begins(line)) || numbered());
        match found.last_mut().filter(|_| !starts) {
            Some(last) => {
                let between = if parts_words(&last.text, &line.text) { " " } else { "" };
                last.text.push_str(between);
                last.text.push_str(&line.text);
            }
            None => {
                found.push(Line::clone(line));
                depth = 0;
            }
        }
        depth += brackets(&line.text);
        // A short line ends its paragraph if it ends a sentence, or is a heading.
        let short = setting.is_some_and(|setting| columns(&line.text) + 6 <= setting.full);
        let ends = numbered() || line.text.ends_with(['。', '！', '？', '：', '”', '）']);
        open = !(short && ends) || depth > 0;
    }
    found.iter_mut().for_each(|line| line.text = squeeze(&line.text));
    found
}

/// How many more brackets a text opens than it closes.
fn brackets(text: &str) -> isize {
    let side = |c: char| isize::from(matches!(c, '（' | '(')) - isize::from(matches!(c, '）' | ')'));
    text.chars().map(side).sum()
}

/// Whether a line break stands between two words of Latin letters.
fn parts_words(before: &str, after: &str) -> bool {
    before.ends_with(|c: char| c.is_ascii_alphabetic())
        && after.starts_with(|c: char| c.is_ascii_alphabetic())
        && !before.rsplit(' ').next().is_some_and(|last| last.contains(['/', '@', '.']))
}

/// Leaves out spaces, but between two words of Latin letters or figures.
pub fn squeeze(text: &str) -> String {
    let mut squeezed = String::new();
    for piece in text.split(' ').filter(|piece| !piece.is_empty()) {
        let latin = squeezed.ends_with(|c: char| c.is_ascii_alphanumeric())
            && piece.starts_with(|c: char| c.is_ascii_alphanumeric());
        if latin {
            squeezed.push(' ');
        }
        squeezed += piece;
    }
    squeezed
}

/// The passages of a part.
pub fn passages(paragraphs: &[String], style: &Style) -> Vec<Passage> {
    nest(paragraphs, 2, style)
}

fn nest(paragraphs: &[String], level: usize, style: &Style) -> Vec<Passage> {
    let plain = |text: &String| Passage::Paragraph(words(text));
    let mut heads = vec![];
    for (at, text) in paragraphs.iter().enumerate() {
        if let Some(after) = strip(text, level, heads.len() as u64 + 1) {
            // One number that leads no heading, and these numbers are part of the text.
            let Some(head) = heading(after) else { return paragraphs.iter().map(plain).collect() };
            heads.push((at, head));
        }
    }
    let first = heads.first().map_or(paragraphs.len(), |(at, _)| *at);
    let mut found: Vec<_> = paragraphs[..first].iter().map(plain).collect();
    for (nth, (at, (text, rest))) in heads.iter().enumerate() {
        let end = heads.get(nth + 1).map_or(paragraphs.len(), |(next, _)| *next);
        let run_in = rest.is_some();
        let body: Vec<_> = rest.iter().cloned().chain(paragraphs[at + 1..end].iter().cloned()).collect();
        let body = if level < 4 { nest(&body, level + 1, style) } else { body.iter().map(plain).collect() };
        let usual = style.headings.get(level - 1).is_some_and(|style| style.run_in);
        let told = matches!(body.first(), Some(Passage::Paragraph(_))) && run_in != usual;
        found.push(Passage::Headed { heading: words(text), run_in: told.then_some(run_in), body });
    }
    found
}

/// A heading without its number, and what follows in its line.
fn heading(text: &str) -> Option<(String, Option<String>)> {
    let stop = text.char_indices().find(|(_, c)| STOPS.contains(c));
    let (head, rest) = match stop {
        Some((at, c)) => text.split_at(at + c.len_utf8()),
        None => (text, ""),
    };
    if head.is_empty() || head.chars().count() > LONGEST {
        return None;
    }
    match rest {
        "" => Some((head.into(), None)),
        rest => Some((head.strip_suffix('。').unwrap_or(head).into(), Some(rest.into()))),
    }
}

/// What follows a certain number of a level.
fn strip(text: &str, level: usize, number: u64) -> Option<&str> {
    let ordinal = ordinal(level, number);
    match level {
        3 => text
            .strip_prefix(ordinal.trim_end_matches('.'))?
            .strip_prefix(['.', '．', '、'])
            .filter(|after| !after.starts_with(|c: char| c.is_ascii_digit())),
        _ => text.strip_prefix(&ordinal).or_else(|| text.strip_prefix(&ordinal.replace('（', "(").replace('）', ")"))),
    }
}

/// What follows the number of a level, whichever it is.
fn numbered(text: &str, level: usize) -> Option<&str> {
    let text = text.trim_start();
    text.starts_with(|c: char| matches!(c, '（' | '(') || c.is_ascii_digit())
        .then(|| (1..40).find_map(|number| strip(text, level, number)))
        .flatten()
}

fn words(text: &str) -> Words {
    Words { text: text.into(), path: String::new() }
}

#[cfg(test)]
mod tests {
    use super::{Setting, paragraphs};
    use crate::import::material::{At, Line};

    #[test]
    fn what_a_program_moved_begins_no_paragraph() {
        let full = "按照公开条例和统计报送工作的通知编制本报告";
        // Squeezed marks make `pdftotext` break a line, and move its pieces.
        let rows = [
            (3, "现将全年工作情况报告如下，所列数据包括各部门的"),
            (0, full),
            (7, "（国办发〔2014〕32号）"),
            (20, "，由办公室汇总各部门的报告编制而成的"),
            (0, "文字和数据。"),
            (3, "全年公开信息的数量和上年相比持平，各部门的栏目"),
            (0, "都按时更新。"),
            (2, "公开的渠道比上年有所增加，群众查阅更加方便。"),
        ];
        let lines = rows.map(|(indent, text)| Line { text: text.into(), indent, at: At::Nowhere });
        let lines: Vec<_> = lines.iter().collect();
        let found = paragraphs(&lines, Some(Setting::of(lines.iter().copied())));
        let starts: Vec<_> = found.iter().map(|line| line.text.chars().take(4).collect::<String>()).collect();
        assert_eq!(starts, ["现将全年", "全年公开", "公开的渠"]);
    }
}
