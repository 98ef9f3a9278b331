//! Verifies a whole history: walks it from the root, works out facts on all processors while verdicts are given in
//! order, and checks what no single commit shows: the root, its pin, and that nothing verified before is gone.

use std::collections::HashSet;
use std::sync::mpsc;
use std::thread;

use git2::Oid;

use super::facts::{Facts, facts};
use super::hindsight::Hindsight;
use super::judge::Now;
use super::order::Order;
use super::replay::{Replay, unchecked};
use super::snapshot::{SnapshotError, Snapshots};
use crate::diagnostic::{Finding, Severity, rule};
use crate::register::{ObjectError, Objects, Register, RegisterError, ancestry, short};

/// How many commits a worker takes at once.
const RUN: usize = 64;
/// How many runs a worker may be ahead of the verdicts: what waits takes memory.
const AHEAD: usize = 2;

/// What a verification is told.
pub struct Options {
    /// The root that the caller trusts, where one is pinned.
    pub root: Option<Oid>,
    /// The last tip that was verified, where one is remembered.
    pub remembered: Option<Oid>,
    /// Findings of ancestors of this commit are left out.
    pub after: Option<Oid>,
    /// The verifier's clock.
    pub now: Now,
}

/// What a verification found.
#[derive(Debug)]
pub struct Verification {
    /// The first commit, where the history could be walked to it.
    pub root: Option<Oid>,
    /// The commit that was verified, with all its ancestors.
    pub tip: Oid,
    /// How many commits were judged.
    pub commits: usize,
    /// How many steps they made.
    pub steps: usize,
    /// Everything that is wrong, oldest commit first.
    pub findings: Vec<Finding>,
}

impl Verification {
    /// Whether nothing is wrong and everything could be checked; warnings do not count.
    pub fn is_clean(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity == Severity::Warning)
    }
}

/// Verifies `tip` and all its ancestors.
///
/// # Errors
/// A repository that can't be read at all; what is wrong with the history is in the findings.
pub fn verify(register: &Register, tip: Oid, options: &Options) -> Result<Verification, RegisterError> {
    let objects = register.objects()?;
    let mut found = surroundings(register)?;
    let order = match ancestry(&objects, tip, None) {
        Ok(found) => Order::of(found),
        Err(error) => {
            found.push(out_of_reach(register, tip, error));
            return Ok(Verification { root: None, tip, commits: 0, steps: 0, findings: found });
        }
    };
    let root = order.root();
    found.extend(rooted(root, options));
    found.extend(not_rolled_back(&order, options));
    let left_out: HashSet<Oid> = match options.after {
        Some(after) => ancestry(&objects, after, None)
            .map(|found| found.commits.into_iter().collect())
            .unwrap_or_default(),
        None => HashSet::new(),
    };
    let snapshots = Snapshots::default();
    let mut replay = Replay::new(&objects, &snapshots, options.now, &order);
    let mut run = Run { root, left_out: &left_out, found };
    run.all(register, &snapshots, &order, &mut replay)?;
    let hindsight = Hindsight { objects: &objects, snapshots: &snapshots, order: &order, replay: &replay };
    run.look_back(&hindsight, tip, options);
    let commits =
        (0..order.len()).filter_map(|at| order.at(at)).filter(|oid| !left_out.contains(oid)).count();
    Ok(Verification { root, tip, commits, steps: replay.steps, findings: run.found })
}

struct Run<'a> {
    root: Option<Oid>,
    left_out: &'a HashSet<Oid>,
    found: Vec<Finding>,
}

type Worked = Vec<(Oid, Result<Facts, SnapshotError>)>;

impl Run<'_> {
    /// Works out facts on all processors, and gives verdicts in order meanwhile. Each worker takes every so-manieth
    /// run of neighbours, which share trees, and is never more than two runs ahead.
    fn all(
        &mut self,
        register: &Register,
        snapshots: &Snapshots,
        order: &Order,
        replay: &mut Replay<'_>,
    ) -> Result<(), RegisterError> {
        let runs = order.len().div_ceil(RUN);
        let workers = thread::available_parallelism().map_or(2, usize::from).clamp(1, 8).min(runs.max(1));
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
                match receive.recv() {
                    Ok(worked) => self.judge(worked, order, replay),
                    Err(_) => return,
                }
            }
        });
        Ok(())
    }

    /// What the tip shows of the commits behind it.
    fn look_back(&mut self, hindsight: &Hindsight<'_>, tip: Oid, options: &Options) {
        let turned = options.remembered.map(|stood| hindsight.turned_aside(stood)).transpose();
        match (hindsight.in_doubt(tip), turned) {
            (Ok(doubts), Ok(turned)) => {
                let left_out = |finding: &Finding| {
                    let commit = finding.place.commit.as_deref().and_then(|id| Oid::from_str(id).ok());
                    commit.is_some_and(|commit| self.left_out.contains(&commit))
                };
                self.found.extend(doubts.into_iter().filter(|finding| !left_out(finding)));
                self.found.extend(turned.flatten());
            }
            (Err(error), _) | (_, Err(error)) => self.found.push(unchecked(tip, &error)),
        }
    }

    fn judge(&mut self, worked: Worked, order: &Order, replay: &mut Replay<'_>) {
        for (oid, facts) in worked {
            let wanted = !self.left_out.contains(&oid);
            if Some(oid) != self.root && order.is_root(oid) {
                let finding = Finding::new(&rule::SECOND_ROOT, "the history has a second beginning");
                let finding = finding.in_commit(oid.to_string());
                self.found.push(finding.help("leave the branch that brings it in unmerged"));
            }
            match facts.and_then(|facts| replay.next(&facts)) {
                Ok(findings) => self.found.extend(findings.into_iter().filter(|_| wanted)),
                Err(error) => self.found.push(unchecked(oid, &error)),
            }
        }
    }
}

/// Works out one run of commits.
fn work(reader: &Objects, snapshots: &Snapshots, order: &Order, run: usize) -> Worked {
    let start = run.saturating_mul(RUN);
    let commits = (start..start.saturating_add(RUN)).map_while(|at| order.at(at));
    commits.map(|oid| (oid, facts(reader, snapshots, oid))).collect()
}

/// What of the repository itself keeps its history from being what it seems.
fn surroundings(register: &Register) -> Result<Vec<Finding>, RegisterError> {
    let mut found = Vec::new();
    for name in register.replace_refs()? {
        found.push(
            Finding::new(&rule::REPLACE_REF, format!("`{name}` shows something else in an object's place"))
                .help(format!("iwcp does not follow it; remove it: `git update-ref -d {name}`")),
        );
    }
    for name in register.program_settings()? {
        let message = format!("this repository's own configuration makes git start programs: `{name}`");
        found.push(Finding::new(&rule::STARTS_PROGRAMS, message).severity(Severity::Warning).help(format!(
            "iwcp starts none of them, git does; unless it is yours: `git config --unset {name}`"
        )));
    }
    Ok(found)
}

fn out_of_reach(register: &Register, tip: Oid, error: ObjectError) -> Finding {
    if register.is_shallow() {
        let finding = Finding::new(&rule::SHALLOW_HISTORY, "this clone does not hold the whole history");
        return finding.in_commit(tip.to_string()).help("fetch it: `git fetch --unshallow`");
    }
    unchecked(tip, &error.into())
}

fn rooted(root: Option<Oid>, options: &Options) -> Option<Finding> {
    let root = root?;
    match options.root {
        None => Some(
            Finding::new(&rule::UNPINNED_ROOT, format!("the root is not pinned; it is {root}"))
                .help(format!("compare it with what the register's keeper tells you, then: `git config iwcp.root {root}`")),
        ),
        Some(pinned) if pinned != root => Some(
            Finding::new(&rule::ROOT_MISMATCH, format!("the root is {}, not {} as pinned", short(root), short(pinned)))
                .in_commit(root.to_string())
                .help("this is another register, or a forged one: ask its keeper"),
        ),
        Some(_) => None,
    }
}

fn not_rolled_back(order: &Order, options: &Options) -> Option<Finding> {
    let remembered = options.remembered?;
    if order.position(remembered).is_some() {
        return None;
    }
    let message = format!("the history does not hold {}, which was verified here before", short(remembered));
    Some(
        Finding::new(&rule::HISTORY_REWRITTEN, message)
            .in_commit(remembered.to_string())
            .help("it was rewritten or rolled back: ask the register's keeper before you trust it"),
    )
}
