//! What was made of files, so that a thousand reports read a form, a layout and a font once.

use std::any::{Any, TypeId};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// Things by type and name; clones share them.
#[derive(Clone, Default)]
pub struct Kept(Arc<Mutex<Things>>);

type Things = BTreeMap<(TypeId, String), Arc<dyn Any + Send + Sync>>;

impl Kept {
    /// The thing of a type and name, made if it is asked for the first time.
    pub fn get<T: Send + Sync + 'static>(&self, name: &str, make: impl FnOnce() -> T) -> Arc<T> {
        let key = (TypeId::of::<T>(), name.to_string());
        if let Some(thing) = self.things(|things| things.get(&key).cloned()).and_then(|thing| thing.downcast().ok()) {
            return thing;
        }
        // Made without the lock, because making one thing may ask for another. Of two made at once the first is kept by both.
        let made: Arc<T> = Arc::new(make());
        let first = self.things(|things| Arc::clone(things.entry(key).or_insert_with(|| made.clone())));
        first.downcast().unwrap_or(made)
    }

    fn things<R>(&self, with: impl FnOnce(&mut Things) -> R) -> R {
        with(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} kept", self.things(|things| things.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::Kept;

    #[test]
    fn a_thing_is_made_once_for_all_clones() {
        let kept = Kept::default();
        assert_eq!(*kept.get("甲", || 1_u8), 1);
        assert_eq!(*kept.clone().get("甲", || 2_u8), 1);
        assert_eq!(*kept.get("甲", || 3_u16), 3);
        assert_eq!(*kept.get("乙", || *kept.get("甲", || 4_u8) + 1), 2);
    }
}
