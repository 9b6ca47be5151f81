//! Which paragraphs of two texts belong together.

use std::cmp::Reverse;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::alike::Look;

/// A paragraph to be aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Item<'a> {
    /// What it is; only paragraphs of a kind belong together.
    pub kind: &'a str,
    /// What it says.
    pub text: &'a str,
    /// Whether it stands for the same thing in any text, however it is worded: a title, a date.
    pub sole: bool,
}

/// A paragraph of the old text, of the new text, or one of each that belong together; in reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aligned {
    /// The old and the new wording.
    Pair(usize, usize),
    /// Only in the old text.
    Deleted(usize),
    /// Only in the new text.
    Inserted(usize),
}

/// How alike paragraphs must be to be wordings of one, in thousandths.
const ALIKE: u32 = 400;
/// How alike paragraphs must be to be one that was moved.
const MOVED: u32 = 700;
/// A paragraph shorter than this is not looked for elsewhere: 无。 stands in many places.
const WORTH_LOOKING_FOR: usize = 8;
/// How many pairs of paragraphs are weighed; in longer texts only those that stand near each other are.
const PAIRS: usize = 1 << 22;

/// Aligns the paragraphs of two texts: first those that are the same, then between them those that are alike.
pub fn align(old: &[Item], new: &[Item]) -> Vec<Aligned> {
    let mut aligned = vec![];
    let (mut olds, mut news) = (0, 0);
    let end = DiffOp::Equal { old_index: old.len(), new_index: new.len(), len: 0 };
    for op in capture_diff_slices(Algorithm::Patience, old, new).into_iter().chain([end]) {
        let DiffOp::Equal { old_index, new_index, len } = op else { continue };
        let gap = Gap::new(&old[olds..old_index], &new[news..new_index]).align();
        aligned.extend(gap.into_iter().map(|one| match one {
            Aligned::Pair(old, new) => Aligned::Pair(olds + old, news + new),
            Aligned::Deleted(at) => Aligned::Deleted(olds + at),
            Aligned::Inserted(at) => Aligned::Inserted(news + at),
        }));
        aligned.extend((0..len).map(|at| Aligned::Pair(old_index + at, new_index + at)));
        (olds, news) = (old_index + len, new_index + len);
    }
    aligned
}

/// The paragraphs that were deleted in one place and inserted in another: the old and the new one of each.
pub fn moves(old: &[Item], new: &[Item], aligned: &[Aligned]) -> Vec<(usize, usize)> {
    let long = |item: &Item| item.text.chars().count() >= WORTH_LOOKING_FOR;
    let gone = aligned.iter().filter_map(|one| if let Aligned::Deleted(at) = one { Some(*at) } else { None });
    let mut gone: Vec<_> = gone.filter(|at| long(&old[*at])).map(|at| (at, Look::of(old[at].text))).collect();
    let came = aligned.iter().filter_map(|one| if let Aligned::Inserted(at) = one { Some(*at) } else { None });
    let came: Vec<_> = came.filter(|at| long(&new[*at])).collect();
    let weighed = gone.len().saturating_mul(came.len()) <= PAIRS;
    let mut moves = vec![];
    for new_at in came {
        let look = Look::of(new[new_at].text);
        let weigh = |(place, (at, gone)): (usize, &(usize, Look))| match old[*at] == new[new_at] {
            true => Some((1000, Reverse(place))),
            false if weighed && old[*at].kind == new[new_at].kind => Some((gone.alike(&look), Reverse(place))),
            false => None,
        };
        let best = gone.iter().enumerate().filter_map(weigh).max();
        if let Some((_, Reverse(place))) = best.filter(|(alike, _)| *alike >= MOVED) {
            moves.push((gone.remove(place).0, new_at));
        }
    }
    moves
}

/// Paragraphs between two that are the same in both texts.
struct Gap<'a> {
    old: &'a [Item<'a>],
    new: &'a [Item<'a>],
    old_looks: Vec<Look>,
    new_looks: Vec<Look>,
}

impl<'a> Gap<'a> {
    fn new(old: &'a [Item<'a>], new: &'a [Item<'a>]) -> Self {
        let looks = |items: &[Item]| items.iter().map(|item| Look::of(item.text)).collect();
        let needed = !old.is_empty() && !new.is_empty();
        let (old_looks, new_looks) = if needed { (looks(old), looks(new)) } else { (vec![], vec![]) };
        Self { old, new, old_looks, new_looks }
    }

    /// Aligns them: of all ways that keep the order, the one that makes the most of how alike they are.
    fn align(&self) -> Vec<Aligned> {
        let (rows, columns) = (self.old.len(), self.new.len());
        let steps = self.steps();
        let (mut row, mut column) = (0, 0);
        let (mut aligned, mut came) = (vec![], vec![]);
        while row < rows || column < columns {
            let places = if row < rows { self.near(row) } else { columns..columns };
            let step = match () {
                () if row == rows || column < places.start => Step::New,
                () if column >= places.end => Step::Old,
                () => steps[row][column - places.start],
            };
            // What went stands before what came.
            match step {
                Step::Pair => {
                    aligned.append(&mut came);
                    aligned.push(Aligned::Pair(row, column));
                    (row, column) = (row + 1, column + 1);
                }
                Step::Old => {
                    aligned.push(Aligned::Deleted(row));
                    row += 1;
                }
                Step::New => {
                    came.push(Aligned::Inserted(column));
                    column += 1;
                }
            }
        }
        aligned.append(&mut came);
        aligned
    }

    /// Where in the new text a paragraph is looked for: everywhere, or in a long text around the place that corresponds to its own.
    fn near(&self, row: usize) -> Range<usize> {
        let (rows, columns) = (self.old.len(), self.new.len());
        let reach = if rows * columns <= PAIRS { columns } else { (PAIRS / rows / 2).max(1) };
        let middle = row * columns / rows;
        middle.saturating_sub(reach)..(middle + reach + 1).min(columns)
    }

    /// What is best done at each paragraph of the old text and each near it in the new one.
    fn steps(&self) -> Vec<Vec<Step>> {
        let columns = self.new.len();
        let mut steps = vec![];
        // What the rest of both texts is worth from the row below on, at each column.
        let mut below = vec![0; columns + 1];
        for row in (0..self.old.len()).rev() {
            let places = self.near(row);
            let mut own = vec![Step::Old; places.len()];
            let mut here = below.clone();
            for column in places.clone().rev() {
                let weight = self.weight(row, column);
                let pair = if weight > 0 { below[column + 1] + weight } else { 0 };
                let best = pair.max(below[column]).max(here[column + 1]);
                own[column - places.start] = match best {
                    _ if weight > 0 && best == pair => Step::Pair,
                    _ if best == below[column] => Step::Old,
                    _ => Step::New,
                };
                here[column] = best;
            }
            for column in (0..places.start).rev() {
                here[column] = here[column].max(here[column + 1]);
            }
            steps.push(own);
            below = here;
        }
        steps.reverse();
        steps
    }

    /// What it is worth to take two paragraphs for one; nothing if they are not.
    fn weight(&self, row: usize, column: usize) -> u64 {
        let (old, new) = (self.old[row], self.new[column]);
        if old.kind != new.kind {
            return 0;
        }
        let alike = self.old_looks[row].alike(&self.new_looks[column]);
        match old.sole && new.sole {
            true => u64::from(alike) + 1,
            false if alike >= ALIKE => u64::from(alike),
            false => 0,
        }
    }
}

/// What to do on the way through two texts.
#[derive(Clone, Copy)]
enum Step {
    Pair,
    Old,
    New,
}

#[cfg(test)]
mod tests {
    use super::{Aligned, Item, align, moves};
    use Aligned::{Deleted, Inserted, Pair};
    use proptest::prelude::*;

    fn items<'a>(texts: &[&'a str]) -> Vec<Item<'a>> {
        texts.iter().map(|text| Item { kind: "段落", text, sole: false }).collect()
    }

    const ONE: &str = "全年主动公开政府信息12条，其中门户网站发布8条。";
    const OTHER: &str = "全年主动公开政府信息1,530条，门户网站发布900条。";
    const THIRD: &str = "开展业务培训3次，组织乡镇工作人员跟班学习。";

    #[test]
    fn alike_paragraphs_belong_together_and_others_do_not() {
        assert_eq!(align(&items(&[ONE, THIRD]), &items(&[OTHER])), [Pair(0, 0), Deleted(1)]);
        assert_eq!(align(&items(&[THIRD]), &items(&[ONE])), [Deleted(0), Inserted(0)]);
        let dates = ["2025年1月3日", "二〇二六年三月"].map(|text| [Item { kind: "日期", text, sole: true }]);
        assert_eq!(align(&dates[0], &dates[1]), [Pair(0, 0)]);
        let heading = [Item { kind: "标题", text: ONE, sole: false }];
        assert_eq!(align(&heading, &items(&[ONE])), [Deleted(0), Inserted(0)]);
    }

    #[test]
    fn what_went_stands_before_what_came() {
        assert_eq!(
            align(&items(&["甲", "丙"]), &items(&["乙", "丁", "丙"])),
            [Deleted(0), Inserted(0), Inserted(1), Pair(1, 2)]
        );
    }

    #[test]
    fn a_paragraph_that_was_moved_is_found_again() {
        let (old, new) = (items(&[THIRD, ONE, "无。"]), items(&["无。", ONE, THIRD]));
        let aligned = align(&old, &new);
        assert_eq!(moves(&old, &new, &aligned).len(), 1);
    }

    proptest! {
        #[test]
        fn every_paragraph_stands_once_in_its_order(old in texts(), new in texts()) {
            let (old, new): (Vec<_>, Vec<_>) = (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
            let aligned = align(&items(&old), &items(&new));
            let olds: Vec<_> = aligned.iter().filter_map(|one| match one { Pair(at, _) | Deleted(at) => Some(*at), Inserted(_) => None }).collect();
            let news: Vec<_> = aligned.iter().filter_map(|one| match one { Pair(_, at) | Inserted(at) => Some(*at), Deleted(_) => None }).collect();
            prop_assert_eq!(olds, (0..old.len()).collect::<Vec<_>>());
            prop_assert_eq!(news, (0..new.len()).collect::<Vec<_>>());
        }
    }

    fn texts() -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec("[甲乙丙12]{0,6}", 0..12)
    }
}
