//! Remembers a history while it is verified: commits in their order, whole chunks brought to the shelf on the way, so
//! that a million commits need no memory. What could not be checked, or is dated later than now, is told and not
//! remembered, and so is all that builds on it: another day the answer may be another.

use std::sync::{Arc, OnceLock};

use git2::Oid;

use super::builder::{Builder, Fields, Noted, NotedStep};
use super::chunk::{Chunk, Stored};
use super::seal::Seal;
use super::{Kept, SHELF, Store, list};
use crate::diagnostic::{Finding, Severity};
use crate::history::judge::Now;
use crate::history::life::{Lives, Trace};
use crate::history::order::Order;
use crate::register::{Register, Shelf, Stock};

/// About how many bytes a chunk takes at the most.
const CHUNK: usize = 16 << 20;
/// From how many commits on a branch replaces the other one that is remembered.
const WORTH: usize = 512;

/// A step whose day of receipt is not settled before the register's own line has it.
pub(in crate::history) struct Pending {
    /// Where the document stands.
    pub path: String,
    /// The document's fields as the step left them.
    pub fields: Fields,
    /// Kind and key of what only one open document may have.
    pub rival: Option<(String, String)>,
}

/// Remembers a history while it is verified.
pub(in crate::history) struct Keeper {
    shelf: Shelf,
    seal: Seal,
    /// What holds the objects; none where nothing is remembered.
    stock: Option<Stock>,
    now: Now,
    /// The chunks before the first new commit.
    base: Vec<Arc<Chunk>>,
    /// Whether something else is remembered behind the commits that this history builds on.
    forks: bool,
    new: usize,
    done: Vec<Arc<Chunk>>,
    /// How many of `done` may be remembered, once that is settled.
    lasting: Option<usize>,
    builder: Builder,
    waiting: Vec<(Noted, Option<Pending>)>,
}

impl Keeper {
    /// A keeper for the history of a root, of which some commits are remembered; the others, those that are new in the
    /// order, are to be, where `stock` tells what held their objects before they were read. None where what is
    /// remembered can't be read.
    pub(in crate::history) fn new(
        register: &Register,
        root: Oid,
        now: Now,
        stock: Option<Stock>,
        order: &Order,
        kept: Option<&Kept>,
    ) -> Option<Self> {
        let mut base: Vec<Arc<Chunk>> = Vec::new();
        let mut builder = Builder::new(0);
        let mut forks = false;
        if let Some(kept) = kept {
            let (store, count) = (kept.store(), kept.count);
            // A history that holds the remembered tip, as a merge of it does, is no rival of what is remembered.
            forks = store.last().is_some_and(|last| order.position(last).is_none());
            base.extend(store.chunks.iter().take_while(|chunk| chunk.end() <= count).cloned());
            builder = Builder::new(base.last().map_or(0, |chunk| chunk.end()));
            if let Some(cut) = store.chunks.get(base.len()).filter(|chunk| chunk.header.first < count) {
                absorb(&mut builder, cut, count.saturating_sub(cut.header.first))?;
            }
        }
        Some(Self {
            shelf: register.shelf(SHELF),
            seal: Seal::new(root),
            lasting: stock.is_none().then_some(0),
            stock,
            now,
            base,
            forks,
            new: 0,
            done: Vec::new(),
            builder,
            waiting: Vec::new(),
        })
    }

    /// Notes the next commit, and the step that it made.
    pub(in crate::history) fn note(&mut self, noted: Noted, step: Option<Pending>, lives: &Lives) {
        let unsettled = noted.seconds > self.now.seconds
            || noted.findings.iter().any(|finding| finding.severity == Severity::Unchecked);
        if unsettled && self.lasting.is_none() {
            self.close();
            self.lasting = Some(self.done.len());
        }
        let own = noted.own;
        self.new = self.new.saturating_add(1);
        self.waiting.push((noted, step));
        if own {
            self.settle(lives);
        }
    }

    /// Takes what waits into the chunk: the register's own line has it.
    fn settle(&mut self, lives: &Lives) {
        for (noted, pending) in std::mem::take(&mut self.waiting) {
            let step = pending.and_then(|pending| {
                let trace = lives.trace(&pending.path, noted.commit)?;
                Some(step(trace, pending))
            });
            self.builder.add(&noted, step.as_ref());
        }
        if self.builder.weight > CHUNK {
            self.close();
        }
    }

    /// Closes the chunk in the making.
    fn close(&mut self) {
        let next = Builder::new(self.builder.end());
        let full = std::mem::replace(&mut self.builder, next);
        let Some(mut chunk) = (full.len() > 0).then(|| full.seal(&self.seal)).flatten() else { return };
        if self.lasting.is_none() && self.is_worth_it() && chunk.size() > CHUNK / 4 {
            chunk.store(&self.shelf);
        }
        self.done.push(Arc::new(chunk));
    }

    fn is_worth_it(&self) -> bool {
        !self.forks || self.new >= WORTH
    }

    /// Puts on the shelf what may be remembered, and gives the whole history.
    pub(in crate::history) fn finish(mut self) -> Store {
        self.close();
        let lasting = self.lasting.unwrap_or(self.done.len());
        let rest = self.done.split_off(lasting);
        if !self.done.is_empty() && self.is_worth_it() {
            self.remember();
        }
        let chunks = self.base.into_iter().chain(self.done).chain(rest).collect();
        Store { chunks, seal: self.seal, positions: OnceLock::new() }
    }

    fn remember(&mut self) {
        // A chunk that is not much larger than what follows it is made one with it: so there are never many.
        while let Some(merged) = self.merged() {
            self.done = vec![Arc::new(merged)];
            self.base.pop();
        }
        for chunk in &mut self.done {
            if !Arc::get_mut(chunk).is_some_and(|chunk| chunk.store(&self.shelf)) {
                return;
            }
        }
        let Some(stock) = &self.stock else { return };
        let all: Vec<&Chunk> = self.base.iter().chain(&self.done).map(|chunk| &**chunk).collect();
        list(&self.shelf, &self.seal, &all, stock);
    }

    fn merged(&self) -> Option<Chunk> {
        let (last, [only]) = (self.base.last()?, self.done.as_slice()) else { return None };
        let small = last.header.count <= only.header.count.saturating_mul(2);
        if !small || last.size().saturating_add(only.size()) > CHUNK {
            return None;
        }
        let mut builder = Builder::new(last.header.first);
        absorb(&mut builder, last, last.header.count)?;
        absorb(&mut builder, only, only.header.count)?;
        builder.seal(&self.seal)
    }
}

fn step(trace: &Trace, pending: Pending) -> NotedStep {
    NotedStep {
        path: pending.path,
        step: Arc::clone(&trace.step),
        signer: Arc::clone(&trace.signer),
        date: trace.date,
        received: trace.received,
        blob: trace.blob,
        fields: pending.fields,
        rival: pending.rival,
    }
}

/// Takes the first so many commits of a chunk into another.
fn absorb(builder: &mut Builder, chunk: &Chunk, count: usize) -> Option<()> {
    let start = builder.len();
    let commits = chunk.commits()?;
    for (at, (commit, flags)) in commits.iter().zip(&commits.flags).enumerate().take(count) {
        builder.take(commit, *flags, commits.proof(at), chunk.header.latest);
    }
    let findings = commits.findings.iter().filter(|(at, _)| *at < count);
    findings.for_each(|(at, finding): &(usize, Finding)| builder.find(start.saturating_add(*at), finding));
    if !chunk.load() {
        return None;
    }
    for (path, entry) in &chunk.table()?.documents {
        let block = chunk.block(entry)?;
        let mut fields: Fields = Vec::new();
        let stored = chunk.steps(&block)?;
        for stored in stored.iter().take_while(|stored| stored.at < count) {
            apply(&mut fields, stored);
            builder.step(start.saturating_add(stored.at), &kept(path, stored, &fields, entry.rival.clone()));
        }
        // The rival is that of the document as the last step left it: where that one is cut off, or was, it is not known.
        if stored.last().is_some_and(|last| last.at >= count || last.blob != entry.blob) {
            builder.unsettle(path);
        }
    }
    Some(())
}

fn apply(fields: &mut Fields, stored: &Stored<'_>) {
    fields.retain(|(key, _)| !stored.gone.contains(&key.as_str()));
    for (key, value) in &stored.set {
        match fields.iter_mut().find(|(known, _)| known == key) {
            Some((_, known)) => *known = value.to_vec(),
            None => fields.push(((*key).to_owned(), value.to_vec())),
        }
    }
}

fn kept(path: &str, stored: &Stored<'_>, fields: &Fields, rival: Option<(String, String)>) -> NotedStep {
    NotedStep {
        path: path.to_owned(),
        step: Arc::clone(&stored.step),
        signer: Arc::clone(&stored.signer),
        date: stored.date,
        received: stored.received,
        blob: stored.blob,
        fields: fields.clone(),
        rival,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Signer;

    const PATH: &str = "orders/1.yaml";

    fn oid(byte: u8) -> Oid {
        Oid::from_bytes(&[byte; 20]).unwrap()
    }

    fn taken(chunk: &Chunk, count: usize) -> Store {
        let seal = Seal::new(oid(9));
        let mut builder = Builder::new(0);
        absorb(&mut builder, chunk, count).unwrap();
        let chunks = vec![Arc::new(builder.seal(&seal).unwrap())];
        Store { chunks, seal, positions: OnceLock::new() }
    }

    /// The second step closes the document: what a chunk says of it then does not hold of it as the first one left it.
    #[test]
    fn of_a_document_whose_last_step_is_cut_off_nothing_is_known() {
        let signer = Arc::new(Signer { participant: "p".into(), role: "r".into(), person: "n".into() });
        let (date, mut builder) = (chrono::NaiveDate::default(), Builder::new(0));
        for blob in [1, 2].map(oid) {
            let findings = Vec::new();
            let noted = Noted { commit: blob, own: true, step: true, seconds: 0, proof: None, findings };
            let (path, step, signer) = (PATH.to_owned(), Arc::from("s"), Arc::clone(&signer));
            let (received, fields, rival) = (date, Vec::new(), None);
            let step = NotedStep { path, step, signer, date, received, blob, fields, rival };
            builder.add(&noted, Some(&step));
        }
        let whole = builder.seal(&Seal::new(oid(9))).unwrap();
        assert_eq!(taken(&whole, 2).rival(PATH, oid(2)), Some(&None));
        let cut = taken(&whole, 1);
        assert_eq!(cut.rival(PATH, oid(1)), None);
        // Nor after it was taken into another chunk once more.
        assert_eq!(taken(&cut.chunks[0], 1).rival(PATH, oid(1)), None);
    }
}
