//! The same for many things at once, on all processors, with the answers in the order of what was asked.

use std::panic::resume_unwind;
use std::thread;

/// More processors than these are left to others.
const MOST: usize = 8;

/// Applies `one` to each of `items`.
pub(super) fn each<T: Sync, R: Send>(items: &[T], one: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let workers = thread::available_parallelism().map_or(2, usize::from).clamp(1, MOST);
    let share = items.len().div_ceil(workers).max(1);
    let one = &one;
    thread::scope(|scope| {
        let shares = items.chunks(share);
        let all: Vec<_> =
            shares.map(|share| scope.spawn(move || share.iter().map(one).collect::<Vec<_>>())).collect();
        all.into_iter()
            .flat_map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    })
}
