//! Where the parts of the form begin: their headings, with their numbers or as Word's own numbering leaves them.

use super::label::{bare, likeness};
use super::material::{Block, Line};
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
    /// What follows it in its line.
    pub rest: String,
}

/// The longest line that can be a heading, in characters.
const LONGEST: usize = 40;

/// Finds the headings of the parts, in their order.
pub fn find(blocks: &[Block], parts: &[Part]) -> Vec<Found> {
    let mut found: Vec<Found> = vec![];
    for (at, block) in blocks.iter().enumerate() {
        let Block::Line(line) = block else { continue };
        if found.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let next = match blocks.get(at + 1) {
            Some(Block::Line(next)) => Some(next),
            _ => None,
        };
        let from = found.last().map_or(0, |last| last.part + 1);
        let heading = (from..parts.len()).find_map(|part| judge(line, next, part, &parts[part].heading));
        if let Some((part, lines, rest)) = heading {
            found.push(Found { block: at, end: at + lines, part, rest });
        }
    }
    found
}

/// Whether a line, perhaps with the next, is the heading of a part: which, how many lines, and what follows in the last.
fn judge(line: &Line, next: Option<&Line>, part: usize, heading: &str) -> Option<(usize, usize, String)> {
    let text = line.text.replace(' ', "");
    let wanted = bare(heading);
    let Some(after) = numbered(&text, part) else {
        let same = text.chars().count() <= LONGEST && likeness(&bare(&text), &wanted) > 0.95;
        return same.then(|| (part, 1, String::new()));
    };
    // 六、其他需要报告的事项：无。
    let stop = after.find(['。', '：', ':']).filter(|stop| likeness(&bare(&after[..*stop]), &wanted) > 0.9);
    if let Some(stop) = stop {
        let rest = after[stop..].trim_start_matches(['。', '：', ':']);
        return Some((part, 1, rest.into()));
    }
    if after.chars().count() > LONGEST || after.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let alone = likeness(&bare(after), &wanted);
    let joined = next.map(|next| format!("{after}{}", next.text.replace(' ', ""))).unwrap_or_default();
    if alone < 0.95 && likeness(&bare(&joined), &wanted) > alone.max(0.95) {
        return Some((part, 2, String::new()));
    }
    (alone > 0.55).then(|| (part, 1, String::new()))
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

    fn found(text: &str) -> Vec<(usize, usize, String)> {
        let form = Form::load(&Shelf::templates(None), "2021").unwrap();
        let material = text::read("报告.txt", text.as_bytes()).unwrap();
        let found = find(&material.blocks, &form.law.parts);
        found.into_iter().map(|found| (found.block, found.part, found.rest)).collect()
    }

    #[test]
    fn headings_differ_a_little_and_rows_of_tables_are_none() {
        let text = "总体情况\n二、行政机关主动公开政府信息情况\n三、收到和处理政府信息公开申\n请情况\n一、本年新收政府信息公开申请数量 5\n\
                    三、本年度办理结果\n四、结转下年度继续办理 0\n四、因政府信息公开工作被申请行政复议、提起行政诉讼情况\n\
                    六、其他需要报告的事项：无。";
        let plain = |block, part| (block, part, String::new());
        assert_eq!(found(text), [plain(0, 0), plain(1, 1), plain(2, 2), plain(7, 3), (8, 5, "无。".into())]);
    }

    #[test]
    fn a_list_of_contents_is_no_heading() {
        assert_eq!(found("一、总体情况……1\n一、总体情况\n正文。"), [(1, 0, String::new())]);
    }
}
