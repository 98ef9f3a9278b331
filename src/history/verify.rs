//! Verifies a whole history: what of it is remembered was judged before, the rest is judged now; and what no single
//! commit shows is checked each time: the root, its pin, and that nothing verified before is gone.

use std::collections::HashSet;

use git2::Oid;

use super::facts::Facts;
use super::hindsight::Hindsight;
use super::judge::Now;
use super::order::Order;
use super::replay::{Replay, unchecked};
use super::run::run;
use super::snapshot::{SnapshotError, Snapshots};
use super::store::{Keeper, Kept, Store};
use crate::diagnostic::{Finding, Severity, rule};
use crate::register::{
    ObjectError, Objects, Register, RegisterError, Stock, ancestry, ancestry_until, short,
};

/// What a verification is told.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The root that the caller trusts, where one is pinned.
    pub root: Option<Oid>,
    /// The last tip that was verified, where one is remembered.
    pub remembered: Option<Oid>,
    /// Findings of ancestors of this commit are left out.
    pub after: Option<Oid>,
    /// The verifier's clock.
    pub now: Now,
    /// What becomes of what was verified before.
    pub cache: Cache,
}

impl Options {
    /// Verifies a whole history by itself.
    pub fn of(root: Option<Oid>, now: Now, cache: Cache) -> Self {
        Self { root, remembered: None, after: None, now, cache }
    }
}

/// How a verification uses what is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cache {
    /// Everything is judged anew, and nothing is remembered.
    Off,
    /// What was verified before is taken as verified, and nothing is added: what is looked at may never get in.
    Read,
    /// What was verified before is taken as verified, and what is new is remembered.
    Kept,
}

/// What a verification found.
#[derive(Debug)]
pub struct Verification {
    /// The first commit, where the history could be walked to it.
    pub root: Option<Oid>,
    /// The commit that was verified, with all its ancestors.
    pub tip: Oid,
    /// How many commits were judged, now or before.
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
    // Without a cache nobody asks for the events, and nothing of them need be kept.
    examine(register, tip, options, options.cache == Cache::Kept).map(|(verification, _)| verification)
}

/// Verifies, and gives what there is of events where they are wanted.
pub(super) fn examine(
    register: &Register,
    tip: Oid,
    options: &Options,
    events: bool,
) -> Result<(Verification, Option<Kept>), RegisterError> {
    let objects = register.objects()?;
    // A shallow clone lacks what it may once have had.
    let cache = if register.is_shallow() { Cache::Off } else { options.cache };
    // Taken before anything is read: what changes meanwhile is noticed next time.
    let stock = if cache == Cache::Off { None } else { register.stock() };
    let kept = stock.and_then(|stock| Kept::of(register, stock, &objects, tip, options.now));
    let stock = stock.filter(|_| cache == Cache::Kept).cloned();
    let examination = Examination { register, objects: &objects, tip, options, stock, events };
    let found = examination.run(kept.clone())?;
    if kept.is_some_and(|kept| kept.is_broken()) {
        Store::forget(register);
        return examination.run(None);
    }
    Ok(found)
}

struct Examination<'a> {
    register: &'a Register,
    objects: &'a Objects,
    tip: Oid,
    options: &'a Options,
    stock: Option<Stock>,
    events: bool,
}

impl Examination<'_> {
    fn run(&self, kept: Option<Kept>) -> Result<(Verification, Option<Kept>), RegisterError> {
        let (register, tip, options) = (self.register, self.tip, self.options);
        let mut findings = surroundings(register)?;
        let known = |oid| kept.as_ref().is_some_and(|kept| kept.holds(oid));
        let order = match ancestry_until(self.objects, tip, known) {
            Ok(found) => Order::of(found, kept.clone()),
            Err(error) => {
                findings.push(out_of_reach(register, tip, error));
                return Ok((Verification { root: None, tip, commits: 0, steps: 0, findings }, None));
            }
        };
        let root = order.root();
        findings.extend(rooted(root, options));
        findings.extend(not_rolled_back(&order, options));
        let left_out = LeftOut::of(self.objects, &order, options.after);
        let snapshots = Snapshots::reading(kept.as_ref().map(|kept| kept.store().clone()));
        let mut replay = Replay::new(self.objects, &snapshots, options.now, &order, kept.clone());
        if let (Some(root), true) = (root, self.events) {
            replay.keeper =
                Keeper::new(register, root, options.now, self.stock.clone(), &order, kept.as_ref());
        }
        let told = kept.iter().flat_map(Kept::findings).filter(|(at, found)| left_out.tells(*at, found));
        findings.extend(told.map(|(_, found)| found.clone()));
        let mut at = order.kept();
        run(register, &snapshots, &order, |oid, facts| {
            let found = judged(&order, &mut replay, root, oid, facts);
            findings.extend(found.into_iter().filter(|found| left_out.tells(at, found)));
            at = at.saturating_add(1);
        })?;
        let hindsight =
            Hindsight { objects: self.objects, snapshots: &snapshots, order: &order, replay: &replay };
        findings.extend(looking_back(&hindsight, &left_out, tip, options));
        let steps = replay.steps.saturating_add(kept.as_ref().map_or(0, Kept::steps));
        let commits = order.len().saturating_sub(left_out.count(&order));
        let verification = Verification { root, tip, commits, steps, findings: gathered(findings) };
        Ok((verification, replay.keeper.take().map(|keeper| Kept::whole(keeper.finish()))))
    }
}

/// What the tip shows of the commits behind it.
fn looking_back(hindsight: &Hindsight<'_>, left_out: &LeftOut, tip: Oid, options: &Options) -> Vec<Finding> {
    let turned = options.remembered.map(|stood| hindsight.turned_aside(stood)).transpose();
    match (hindsight.in_doubt(tip), turned) {
        (Ok(doubts), Ok(turned)) => {
            let doubts = doubts.into_iter().filter(|(at, found)| left_out.tells(*at, found));
            doubts.map(|(_, found)| found).chain(turned.flatten()).collect()
        }
        (Err(error), _) | (_, Err(error)) => vec![unchecked(tip, &error)],
    }
}

/// What is missing is fetched all at once: of the commits that lack something the first is told, and how many others.
fn gathered(mut findings: Vec<Finding>) -> Vec<Finding> {
    let lacks = |finding: &Finding| {
        finding.rule == &rule::MISSING_OBJECT && finding.help.as_deref() == Some(ObjectError::FETCH)
    };
    let commits: HashSet<_> = findings
        .iter()
        .filter(|finding| lacks(finding))
        .map(|finding| finding.place.commit.clone())
        .collect();
    let more = match commits.len().saturating_sub(1) {
        0 => return findings,
        1 => "1 more commit lacks something, too".to_owned(),
        more => format!("{more} more commits lack something, too"),
    };
    let mut told = false;
    findings.retain_mut(|finding| {
        let first = lacks(finding) && !std::mem::replace(&mut told, true);
        if first {
            finding.message = format!("{}; {more}", finding.message);
        }
        first || !lacks(finding)
    });
    findings
}

/// Judges the next commit.
fn judged(
    order: &Order,
    replay: &mut Replay<'_>,
    root: Option<Oid>,
    oid: Oid,
    facts: Result<Box<Facts>, SnapshotError>,
) -> Vec<Finding> {
    let mut found = Vec::new();
    if Some(oid) != root && order.is_root(oid) {
        let finding = Finding::new(&rule::SECOND_ROOT, "the history has a second beginning");
        let finding = finding.in_commit(oid.to_string());
        found.push(finding.help("leave the branch that brings it in unmerged"));
    }
    match facts.and_then(|facts| replay.next(&facts, &mut found)) {
        Ok(()) => found,
        Err(error) => {
            found.push(unchecked(oid, &error));
            replay.pass(oid, &found);
            found
        }
    }
}

/// The commits of which nothing is told: the ancestors of one, and itself.
enum LeftOut {
    Nobody,
    /// Those up to this position.
    UpTo(usize),
    /// Those at these positions.
    These(HashSet<usize>),
}

impl LeftOut {
    fn of(objects: &Objects, order: &Order, after: Option<Oid>) -> Self {
        let Some(after) = after else { return Self::Nobody };
        match order.position(after) {
            Some(position) if order.is_own(after) => Self::UpTo(position),
            _ => {
                let found = ancestry(objects, after, None).map(|found| found.commits).unwrap_or_default();
                Self::These(found.into_iter().filter_map(|oid| order.position(oid)).collect())
            }
        }
    }

    /// Whether a finding about the commit at a position is told: what keeps a history from being what it seems always.
    fn tells(&self, position: usize, finding: &Finding) -> bool {
        let left_out = match self {
            Self::Nobody => false,
            Self::UpTo(last) => position <= *last,
            Self::These(these) => these.contains(&position),
        };
        !left_out || [&rule::SECOND_ROOT, &rule::MISSING_OBJECT].contains(&finding.rule)
    }

    fn count(&self, order: &Order) -> usize {
        match self {
            Self::Nobody => 0,
            Self::UpTo(last) => last.saturating_add(1).min(order.len()),
            Self::These(these) => these.len(),
        }
    }
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
        let what = if name.starts_with("include") { "read further settings" } else { "start programs" };
        let message = format!("this repository's own configuration makes git {what}: `{name}`");
        found.push(Finding::new(&rule::STARTS_PROGRAMS, message).severity(Severity::Warning).help(format!(
            "iwcp starts no program that it names, git does; unless it is yours: `git config --unset {name}`"
        )));
    }
    if let Some(folder) = register.stray_work_tree()? {
        let message = format!(
            "this repository's own configuration has its files elsewhere, in a folder that knows nothing of it: {}",
            folder.display()
        );
        found.push(
            Finding::new(&rule::WORK_TREE_ELSEWHERE, message)
                .help("no step is made there; take it away: `git config --unset core.worktree`"),
        );
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
