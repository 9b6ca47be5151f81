//! Sets of characters as bits: a report has thousands of characters, but only some hundreds different ones, in a few stretches.

/// A character, and whether it is set in the Latin file of its face.
pub type Key = (char, bool);

/// How many words of 64 bits a stretch has.
const WORDS: usize = 64;

/// A set of characters, those of the Latin file apart.
#[derive(Clone, Debug, Default)]
pub struct Characters {
    /// Nothing for a stretch of which no character is in the set.
    stretches: Vec<Option<Box<[u64; WORDS]>>>,
}

/// The stretch of a character, the word in it and the bit in that.
fn place((character, latin): Key) -> (usize, usize, u64) {
    let number = (u32::from(character) as usize) << 1 | usize::from(latin);
    (number / 64 / WORDS, number / 64 % WORDS, 1 << (number % 64))
}

impl Characters {
    /// Adds a character.
    pub fn insert(&mut self, key: Key) {
        let (stretch, word, bit) = place(key);
        if stretch >= self.stretches.len() {
            self.stretches.resize(stretch + 1, None);
        }
        self.stretches[stretch].get_or_insert_with(|| Box::new([0; WORDS]))[word] |= bit;
    }

    /// Whether a character is in the set.
    pub fn has(&self, key: Key) -> bool {
        let (stretch, word, bit) = place(key);
        matches!(self.stretches.get(stretch), Some(Some(words)) if words[word] & bit != 0)
    }

    /// Whether a character is in both sets.
    pub fn meets(&self, other: &Self) -> bool {
        let both = self.stretches.iter().zip(&other.stretches).filter_map(|(one, other)| one.as_ref().zip(other.as_ref()));
        both.into_iter().any(|(one, other)| one.iter().zip(other.iter()).any(|(one, other)| one & other != 0))
    }

    /// The characters from one on that are in none of some other sets, in order.
    pub fn outside(&self, first: char, others: &[&Self]) -> Vec<Key> {
        let (from, ..) = place((first, false));
        let mut found = vec![];
        for (stretch, words) in self.stretches.iter().enumerate().skip(from) {
            let Some(words) = words else { continue };
            let others: Vec<_> = others.iter().filter_map(|set| set.stretches.get(stretch)?.as_ref()).collect();
            for (at, bits) in words.iter().enumerate().filter(|(_, bits)| **bits != 0) {
                let mut left = others.iter().fold(*bits, |left, other| left & !other[at]);
                while left != 0 {
                    let number = ((stretch * WORDS + at) * 64) as u32 + left.trailing_zeros();
                    found.extend(char::from_u32(number >> 1).map(|character| (character, number & 1 == 1)));
                    left &= left - 1;
                }
            }
        }
        found.retain(|(character, _)| *character >= first);
        found
    }

    /// The characters in order.
    pub fn all(&self) -> Vec<Key> {
        self.outside('\0', &[])
    }
}

impl Extend<Key> for Characters {
    fn extend<I: IntoIterator<Item = Key>>(&mut self, keys: I) {
        keys.into_iter().for_each(|key| self.insert(key));
    }
}

impl FromIterator<Key> for Characters {
    fn from_iter<I: IntoIterator<Item = Key>>(keys: I) -> Self {
        let mut set = Self::default();
        set.extend(keys);
        set
    }
}

#[cfg(test)]
mod tests {
    use super::Characters;

    #[test]
    fn what_was_put_in_is_there_once_and_in_order() {
        let keys = [('\0', false), ('0', true), ('a', false), ('a', true), ('甲', false), ('\u{10FFFF}', true)];
        let set: Characters = keys.into_iter().rev().chain(keys).collect();
        assert_eq!(set.all(), keys);
        assert!(keys.into_iter().all(|key| set.has(key)) && !set.has(('\0', true)) && !set.has(('甲', true)));
        let other = |key| [key].into_iter().collect::<Characters>();
        assert!(keys.into_iter().all(|key| set.meets(&other(key))));
        assert!([('\0', true), ('乙', false), ('\u{10FFFF}', false)].into_iter().all(|key| !set.meets(&other(key))));
        let others = [other(('0', true)), keys[3..].iter().copied().collect()];
        assert_eq!(set.outside('\0', &[&others[0], &others[1]]), [keys[0], keys[2]]);
        assert_eq!(set.outside('b', &[]), keys[4..]);
    }
}
