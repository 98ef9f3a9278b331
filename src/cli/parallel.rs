//! The same for many things at once, on all processors, with the answers in the order of what was asked.

use std::panic::resume_unwind;
use std::sync::mpsc;
use std::thread;

/// More processors than these are left to others.
const MOST: usize = 8;
/// How many things a worker takes at once.
const RUN: usize = 64;
/// How many runs a worker may be ahead: what waits takes memory.
const AHEAD: usize = 2;

/// How many workers there are.
fn workers() -> usize {
    thread::available_parallelism().map_or(2, usize::from).clamp(1, MOST)
}

/// How many workers [`in_turn`] has use for with so many things.
pub(super) fn workers_for(count: usize) -> usize {
    workers().min(count.div_ceil(RUN)).max(1)
}

/// Applies `one` to each of `items`.
pub(super) fn each<T: Sync, R: Send>(items: &[T], one: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let share = items.len().div_ceil(workers()).max(1);
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

/// Applies `one` to each of `items`, each worker with one of `tools`, and hands the answers over one by one while others
/// are worked out, until one of them is an error.
///
/// # Errors
/// What `take` gives first.
pub(super) fn in_turn<T: Sync, W: Send, R: Send, E>(
    tools: Vec<W>,
    items: &[T],
    one: impl Fn(&W, &T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let (one, workers) = (&one, tools.len().max(1));
    thread::scope(|scope| {
        let mut ready = Vec::new();
        for (first, tool) in tools.into_iter().enumerate() {
            let (send, receive) = mpsc::sync_channel::<Vec<R>>(AHEAD);
            ready.push(receive);
            scope.spawn(move || {
                for run in items.chunks(RUN).skip(first).step_by(workers) {
                    // Nobody receives any more where an error has ended it.
                    if send.send(run.iter().map(|item| one(&tool, item)).collect()).is_err() {
                        return;
                    }
                }
            });
        }
        for receive in (0..items.chunks(RUN).len()).filter_map(|run| ready.get(run % workers)) {
            let Ok(worked) = receive.recv() else { break };
            worked.into_iter().try_for_each(&mut take)?;
        }
        Ok(())
    })
}
