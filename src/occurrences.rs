//! Where words stand in a text, looked up once for all findings about the same words.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Words → the bytes at which they start in one text, in order; one occurrence begins after the end of the other.
#[derive(Debug, Default)]
pub struct Occurrences(Mutex<HashMap<String, Arc<[usize]>>>);

impl Occurrences {
    /// The occurrences of some words in the text, which is the same in every call.
    pub fn of(&self, words: &str, text: &str) -> Arc<[usize]> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(places) = known.get(words) {
            return Arc::clone(places);
        }
        let places: Arc<[usize]> = text.match_indices(words).map(|(at, _)| at).collect();
        known.insert(words.into(), Arc::clone(&places));
        places
    }
}
