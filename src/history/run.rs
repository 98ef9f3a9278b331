//! Works out the facts of a history's commits on all processors, and hands them over in order.

use std::sync::mpsc;
use std::thread;

use git2::Oid;

use super::facts::{Facts, facts};
use super::order::Order;
use super::snapshot::{SnapshotError, Snapshots};
use crate::register::{Objects, Register, RegisterError};

/// How many commits a worker takes at once: neighbours share trees.
const RUN: usize = 64;
/// How many runs a worker may be ahead of the verdicts: what waits takes memory.
const AHEAD: usize = 2;

type Worked = Vec<(Oid, Result<Box<Facts>, SnapshotError>)>;

/// Works out the facts of all new commits, and has each judged, in order. Each worker takes every so-manieth run.
///
/// # Errors
/// A repository that can't be opened once more.
pub(super) fn run(
    register: &Register,
    snapshots: &Snapshots,
    order: &Order,
    mut judge: impl FnMut(Oid, Result<Box<Facts>, SnapshotError>),
) -> Result<(), RegisterError> {
    let runs = order.new_ones().len().div_ceil(RUN);
    let workers = thread::available_parallelism().map_or(2, usize::from).clamp(1, 8).min(runs);
    let mut readers = Vec::new();
    for _ in 0..workers {
        readers.push(register.objects()?);
    }
    thread::scope(|scope| {
        let mut ready = Vec::new();
        for (first, reader) in readers.into_iter().enumerate() {
            let (send, receive) = mpsc::sync_channel::<Worked>(AHEAD);
            ready.push(receive);
            scope.spawn(move || {
                for run in (first..runs).step_by(workers) {
                    // Nobody receives any more where judging has ended early.
                    if send.send(work(&reader, snapshots, order, run)).is_err() {
                        return;
                    }
                }
            });
        }
        for receive in (0..runs).filter_map(|run| ready.get(run % workers)) {
            let Ok(worked) = receive.recv() else { return };
            worked.into_iter().for_each(|(oid, facts)| judge(oid, facts));
        }
    });
    Ok(())
}

/// Works out one run of commits.
fn work(reader: &Objects, snapshots: &Snapshots, order: &Order, run: usize) -> Worked {
    let start = run.saturating_mul(RUN);
    let mut worked = Vec::with_capacity(RUN);
    for oid in (start..start.saturating_add(RUN)).map_while(|at| order.new_ones().get_index(at).copied()) {
        worked.push((oid, facts(reader, snapshots, oid).map(Box::new)));
    }
    worked
}
