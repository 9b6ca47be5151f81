//! Work on many folders on all cores, told in the order in which they were given.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use crate::cores::{self, Busy};

/// Workers to a core: while one waits until its files are on the disk, others compute.
const PER_CORE: usize = 2;

/// Does some work on each item and tells what came of it: in order, each as soon as those before it are told. Once `stop` is set
/// no further item is begun.
pub fn in_order<T: Sync, R: Send>(items: &[T], stop: &AtomicBool, work: impl Fn(&T) -> R + Sync, mut tell: impl FnMut(R)) {
    let one_by_one = |tell: &mut dyn FnMut(R)| {
        let going = items.iter().take_while(|_| !stop.load(Ordering::Relaxed));
        going.for_each(|item| tell(work(item)));
    };
    let workers = cores::count().saturating_mul(PER_CORE).min(items.len());
    if workers < 2 {
        return one_by_one(&mut tell);
    }
    let next = AtomicUsize::new(0);
    let _busy = Busy::with(workers);
    thread::scope(|scope| {
        let (sender, done) = mpsc::channel();
        let start = |_: &usize| {
            let (sender, next, work) = (sender.clone(), &next, &work);
            let worker = move || {
                let take = || {
                    // Looked at first, so that what is begun is always the beginning of the list.
                    let going = !stop.load(Ordering::Relaxed);
                    let at = going.then(|| next.fetch_add(1, Ordering::Relaxed))?;
                    items.get(at).map(|item| (at, item))
                };
                while let Some((at, item)) = take() {
                    // Nobody listens only if the telling has failed.
                    let _ = sender.send((at, work(item)));
                }
            };
            thread::Builder::new().spawn_scoped(scope, worker).is_ok()
        };
        // The system may give this user no more threads.
        if (0..workers).filter(start).count() == 0 {
            return one_by_one(&mut tell);
        }
        drop(sender);
        let mut early = BTreeMap::new();
        let mut turn = 0;
        for (at, result) in done {
            early.insert(at, result);
            while let Some(result) = early.remove(&turn) {
                tell(result);
                turn += 1;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::in_order;
    use std::sync::atomic::{AtomicBool, Ordering};

    #[test]
    fn what_is_done_early_is_told_in_its_turn() {
        let items: Vec<u64> = (0..100).collect();
        let mut told = vec![];
        let work = |item: &u64| {
            // The first ones take longest.
            std::thread::sleep(std::time::Duration::from_micros(2_000 / (item + 1)));
            item * 2
        };
        let stop = AtomicBool::new(false);
        in_order(&items, &stop, work, |result| told.push(result));
        assert_eq!(told, items.iter().map(|item| item * 2).collect::<Vec<_>>());
        in_order(&[] as &[u64], &stop, work, |_| panic!("there is nothing to tell"));
    }

    #[test]
    fn what_was_begun_when_it_is_to_stop_is_told_and_nothing_after_it() {
        let items: Vec<usize> = (0..1000).collect();
        let stop = AtomicBool::new(false);
        let mut told = vec![];
        let work = |item: &usize| {
            stop.fetch_or(*item == 10, Ordering::Relaxed);
            *item
        };
        in_order(&items, &stop, work, |item| told.push(item));
        assert!((11..1000).contains(&told.len()), "{}", told.len());
        assert_eq!(told, items[..told.len()]);
    }
}
