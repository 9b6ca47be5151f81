//! How two texts that belong together differ, by words.

use std::hash::Hash;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::Kind;
use super::token::tokens;

/// Words of the old text and those of the new one that stand in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Words of the old text.
    pub old: Range<usize>,
    /// Words of the new text.
    pub new: Range<usize>,
}

/// A piece of two texts laid over each other.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Piece {
    /// Where it stands.
    pub kind: Kind,
    /// What it says.
    pub text: String,
}

/// How many characters may stand between two changes and still be taken for part of them, if they are no more than either: what two
/// other sentences have in common is chance, and reads worse than two sentences.
const ISLAND: usize = 4;

/// Where two sequences of words differ; `length` says how many characters a word has.
pub fn changes<T: Hash + Eq + Ord>(old: &[T], new: &[T], length: impl Fn(&T) -> usize) -> Vec<Change> {
    let mut changes: Vec<Change> = vec![];
    let lengths = [old, new].map(|words| {
        let mut sum = 0;
        let ends = words.iter().map(|word| {
            sum += length(word);
            sum
        });
        std::iter::once(0).chain(ends).collect::<Vec<_>>()
    });
    let extent = |side: usize, words: Range<usize>| lengths[side][words.end] - lengths[side][words.start];
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let mut next = Change { old: op.old_range(), new: op.new_range() };
        // What has grown by the island before it may reach over the one before that.
        while let Some(last) = changes.last() {
            let size = |change: &Change| extent(0, change.old.clone()).max(extent(1, change.new.clone()));
            let between = extent(0, last.old.end..next.old.start);
            if between > ISLAND || between > size(last).min(size(&next)) {
                break;
            }
            next = Change { old: last.old.start..next.old.end, new: last.new.start..next.new.end };
            changes.pop();
        }
        changes.push(next);
    }
    changes
}

/// Two texts laid over each other: what is kept, and at each change what went before what came.
pub fn pieces(old: &str, new: &str) -> Vec<Piece> {
    let (old, new) = (tokens(old), tokens(new));
    let mut pieces = vec![];
    let mut add = |kind, words: &[&str]| {
        if !words.is_empty() {
            pieces.push(Piece { kind, text: words.concat() });
        }
    };
    let mut at = 0;
    for change in changes(&old, &new, |word| word.chars().count()) {
        add(Kind::Kept, &old[at..change.old.start]);
        add(Kind::Deleted, &old[change.old.clone()]);
        add(Kind::Inserted, &new[change.new]);
        at = change.old.end;
    }
    add(Kind::Kept, &old[at..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::{Kind, pieces};
    use proptest::prelude::*;

    fn shown(old: &str, new: &str) -> String {
        pieces(old, new)
            .iter()
            .map(|piece| match piece.kind {
                Kind::Kept => piece.text.clone(),
                Kind::Deleted => format!("[-{}-]", piece.text),
                Kind::Inserted => format!("{{+{}+}}", piece.text),
            })
            .collect()
    }

    #[test]
    fn numbers_change_as_wholes() {
        assert_eq!(
            shown("全年公开12条，办结3件。", "全年公开15条，办结4件。"),
            "全年公开[-12-]{+15+}条，办结[-3-]{+4+}件。"
        );
        assert_eq!(shown("函〔2019〕60号", "函〔2021〕30号"), "函[-〔2019〕60号-]{+〔2021〕30号+}");
        assert_eq!(shown("见a.example。", "见a.example/b。"), "见[-a.example-]{+a.example/b+}。");
    }

    #[test]
    fn chance_islands_are_no_common_text() {
        assert_eq!(shown("基层的人手不足", "专职的队伍不稳"), "[-基层的人手不足-]{+专职的队伍不稳+}");
        assert_eq!(shown("加强培训，注重实效", "加强学习，注重实效"), "加强[-培训-]{+学习+}，注重实效");
    }

    #[test]
    fn equal_texts_are_one_piece() {
        assert_eq!(shown("甲乙", "甲乙"), "甲乙");
        assert_eq!(pieces("", ""), []);
        assert_eq!(shown("", "甲"), "{+甲+}");
    }

    proptest! {
        #[test]
        fn both_texts_are_in_the_pieces(old in "[甲乙丙丁12a.，〔〕号]{0,40}", new in "[甲乙丙丁12a.，〔〕号]{0,40}") {
            let pieces = pieces(&old, &new);
            let without = |kind| pieces.iter().filter(|piece| piece.kind != kind).map(|piece| piece.text.as_str()).collect::<String>();
            prop_assert_eq!(without(Kind::Inserted), old);
            prop_assert_eq!(without(Kind::Deleted), new);
        }
    }
}
