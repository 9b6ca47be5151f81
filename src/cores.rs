//! Cores that have nothing to do: what can be done side by side of a single report is. In a batch there are none, so that nothing is
//! lost by it.

use std::num::NonZero;
use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, OnceLock};
use std::thread;

/// How many threads compute beside the one that was there first.
static BUSY: AtomicUsize = AtomicUsize::new(0);

/// How many cores there are.
pub fn count() -> usize {
    static COUNT: LazyLock<usize> = LazyLock::new(|| thread::available_parallelism().map_or(1, NonZero::get));
    *COUNT
}

/// Threads that compute for as long as this is there.
pub struct Busy(usize);

impl Busy {
    /// So many threads more.
    pub fn with(threads: usize) -> Self {
        BUSY.fetch_add(threads, Ordering::Relaxed);
        Self(threads)
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        BUSY.fetch_sub(self.0, Ordering::Relaxed);
    }
}

/// Does both, at once if a core has nothing to do.
pub fn beside<A, B: Send>(one: impl FnOnce() -> A, other: impl Fn() -> B + Sync) -> (A, B) {
    match spare() {
        Some(busy) => at_once(busy, one, other),
        None => (one(), other()),
    }
}

/// Does something; what is only done sooner by it, the other, is done beside it if a core has nothing to do, and else left for later.
pub fn ahead<A>(one: impl FnOnce() -> A, other: impl Fn() + Sync) -> A {
    match spare() {
        Some(busy) => at_once(busy, one, other).0,
        None => one(),
    }
}

/// A thread on a core that has nothing to do, if there is one.
fn spare() -> Option<Busy> {
    let busy = Busy::with(1);
    (BUSY.load(Ordering::Relaxed) < count()).then_some(busy)
}

/// Does both at once, or one after the other where the system gives this user no more threads.
fn at_once<A, B: Send>(busy: Busy, one: impl FnOnce() -> A, other: impl Fn() -> B + Sync) -> (A, B) {
    thread::scope(|scope| {
        let elsewhere = || {
            let _busy = busy;
            other()
        };
        let thread = thread::Builder::new().spawn_scoped(scope, elsewhere);
        let one = one();
        (one, thread.map_or_else(|_| other(), |thread| thread.join().unwrap_or_else(|panic| panic::resume_unwind(panic))))
    })
}

/// Makes things by their numbers; from both ends if a core has nothing to do.
pub fn all<T: Send + Sync>(length: usize, make: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let things: Vec<OnceLock<T>> = (0..length).map(|_| OnceLock::new()).collect();
    let put = |at: usize| {
        things[at].get_or_init(|| make(at));
    };
    beside(|| (0..length).for_each(put), || (0..length).rev().for_each(put));
    things.into_iter().filter_map(OnceLock::into_inner).collect()
}

#[cfg(test)]
mod tests {
    use super::{Busy, ahead, all, beside, count};
    use std::sync::OnceLock;
    use std::thread;

    #[test]
    fn both_are_done_whether_a_core_is_free_or_not() {
        let here = || thread::current().id();
        assert_eq!(beside(|| 1, || 2), (1, 2));
        assert_eq!(all(100, |at| at * 2), (0..100).map(|at| at * 2).collect::<Vec<_>>());
        let _busy = Busy::with(count());
        assert_eq!(beside(here, here), (here(), here()));
        assert_eq!(all(3, |_| here()), [here(); 3]);
        let done = OnceLock::new();
        let other = || {
            done.get_or_init(|| 2);
        };
        assert_eq!((ahead(|| 1, other), done.get()), (1, None), "what is left for later is not done");
    }
}
