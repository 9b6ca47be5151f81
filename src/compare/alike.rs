//! How alike two paragraphs are.

use std::cmp::Ordering;

/// What a paragraph looks like: its pairs of neighbouring characters, sorted. A number is one character, whichever it is: next
/// year's paragraph has others.
pub struct Look(Vec<u64>);

impl Look {
    /// The look of a text.
    pub fn of(text: &str) -> Self {
        let mut characters: Vec<char> = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        characters.dedup_by(|one, other| *one == '0' && *other == '0');
        let number = |c: Option<&char>| c.map_or(0, |c| u64::from(u32::from(*c)));
        let before = [None].into_iter().chain(characters.iter().map(Some));
        let behind = characters.iter().map(Some).chain([None]);
        let mut pairs: Vec<_> = before.zip(behind).map(|(one, other)| number(one) << 32 | number(other)).collect();
        pairs.sort_unstable();
        Self(pairs)
    }

    /// What two paragraphs share of all they have, in thousandths.
    pub fn alike(&self, other: &Self) -> u32 {
        (2000 * self.shared(other) / (self.0.len() + other.0.len())) as u32
    }

    fn shared(&self, other: &Self) -> usize {
        let (one, other) = (&self.0, &other.0);
        let (mut at, mut beside, mut count) = (0, 0, 0);
        while at < one.len() && beside < other.len() {
            let order = one[at].cmp(&other[beside]);
            count += usize::from(order == Ordering::Equal);
            at += usize::from(order != Ordering::Greater);
            beside += usize::from(order != Ordering::Less);
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::Look;

    fn alike(one: &str, other: &str) -> u32 {
        Look::of(one).alike(&Look::of(other))
    }

    #[test]
    fn other_numbers_make_no_other_paragraph() {
        assert_eq!(alike("公开12条。", "公开1530条。"), 1000);
        assert_eq!(alike("", ""), 1000);
        assert_eq!(alike("甲乙", "丙丁"), 0);
        assert!(alike("全年公开信息12条", "全年主动公开信息3条") > 600);
    }
}
