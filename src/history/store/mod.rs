//! Verified history and its events, remembered in the git directory: what was judged once is not judged again, and
//! whoever asks for events reads no blobs. Chunks of commits in a row, each one file named by its digest, and a list of
//! them (`.git/iwcp/history/chunks`). All of it can be thrown away: what was cut or edited, or belongs to another
//! version or another root, or was written by somebody else, is as if it were not there, and costs time only.

mod builder;
mod bytes;
mod chunk;
mod findings;
mod keeper;
mod lives;
mod proofs;
mod seal;

pub(super) use builder::{Noted, fields};
pub(super) use keeper::{Keeper, Pending};
pub(super) use lives::{Kept, Mark, Rival};
pub use seal::BUILD;

use std::sync::{Arc, OnceLock};

use git2::Oid;
use indexmap::IndexSet;

use crate::diagnostic::Finding;
use crate::register::{ObjectError, Objects, Register, Shelf, Stock};
use crate::trust::Proof;
use chunk::{Chunk, Commits, MADE_STEP, OWN};
use seal::{Seal, digest};

/// The folder in which it stands.
const SHELF: &str = "history";
/// The file that names the chunks.
const LIST: &str = "chunks";
const HEADING: &str = "iwcp history";
/// The file that tells what held the objects that were read.
const STOCK: &str = "stock";
/// Neither has more bytes than this.
const LIMIT: u64 = 64 << 20;
/// How far down the tip's own line the last remembered commit is looked for before all of them are.
const NEAR: usize = 256;

/// A remembered history.
#[derive(Debug)]
pub(super) struct Store {
    chunks: Vec<Arc<Chunk>>,
    seal: Seal,
    positions: OnceLock<Option<IndexSet<Oid>>>,
}

impl Store {
    /// What is remembered in a register's git directory, where anything of use is: only as long as the files that hold
    /// what it was read from are what they were: `held` is what they are now.
    pub(super) fn open(register: &Register, held: &Stock) -> Option<Self> {
        let shelf = register.shelf(SHELF);
        let text = shelf.read_sealed(LIST, LIMIT)?;
        let mut lines = text.lines();
        let version = lines.next()?.strip_prefix(HEADING)?.trim();
        let root = register.parse_oid(lines.next()?.strip_prefix("root ")?)?;
        let tip = register.parse_oid(lines.next()?.strip_prefix("tip ")?)?;
        let seal = Seal::new(root);
        if seal.version != version {
            return None;
        }
        let stock = lines.next()?.strip_prefix("stock ")?;
        let stock = shelf.read(STOCK, LIMIT).filter(|bytes| hex(&digest(bytes)) == stock)?;
        if !held.still_holds(&Stock::parse(std::str::from_utf8(&stock).ok()?)?) {
            return None;
        }
        let mut chunks = Vec::new();
        for line in lines {
            chunks.push(Arc::new(Chunk::on(&shelf, line.strip_prefix("chunk ")?, seal.width)?));
        }
        let store = Self { chunks, seal, positions: OnceLock::new() };
        (store.is_whole() && store.at(0) == Some(root) && store.last() == Some(tip)).then_some(store)
    }

    /// Forgets all that is remembered.
    pub(super) fn forget(register: &Register) {
        register.shelf(SHELF).keep_only(&[]);
    }

    /// Whether the chunks are of one seal and follow each other, and their commits can be read.
    fn is_whole(&self) -> bool {
        let seal = self.seal.bytes();
        let mut next = 0;
        self.chunks.iter().all(|chunk| {
            let fits = chunk.header.seal == seal && chunk.header.first == next && chunk.commits().is_some();
            next = chunk.end();
            fits
        })
    }

    /// How many commits are remembered.
    pub(super) fn len(&self) -> usize {
        self.chunks.last().map_or(0, |chunk| chunk.end())
    }

    /// The latest of the commits' dates, in seconds since 1970.
    pub(super) fn latest(&self) -> i64 {
        self.chunks.iter().map(|chunk| chunk.header.latest).max().unwrap_or(i64::MIN)
    }

    fn chunk_of(&self, position: usize) -> Option<(&Commits, usize)> {
        let at = self.chunks.partition_point(|chunk| chunk.end() <= position);
        let chunk = self.chunks.get(at)?;
        Some((chunk.commits()?, position.checked_sub(chunk.header.first)?))
    }

    /// The commit at a position.
    pub(super) fn at(&self, position: usize) -> Option<Oid> {
        let (commits, at) = self.chunk_of(position)?;
        commits.at(at)
    }

    pub(super) fn last(&self) -> Option<Oid> {
        self.at(self.len().checked_sub(1)?)
    }

    /// Whether the commit at a position stands on the register's own line.
    pub(super) fn is_own(&self, position: usize) -> bool {
        let flags = self.chunk_of(position).and_then(|(commits, at)| commits.flags.get(at));
        flags.is_some_and(|flags| flags & OWN != 0)
    }

    /// What the signature of the commit at a position proves.
    pub(super) fn proof(&self, position: usize) -> Option<&Proof> {
        let (commits, at) = self.chunk_of(position)?;
        commits.proof(at)
    }

    /// Where a commit stands.
    pub(super) fn position(&self, oid: Oid) -> Option<usize> {
        if self.last() == Some(oid) {
            return self.len().checked_sub(1);
        }
        let all = || {
            let mut positions = IndexSet::with_capacity(self.len());
            for chunk in &self.chunks {
                positions.extend(chunk.commits()?.iter().filter_map(|bytes| Oid::from_bytes(bytes).ok()));
            }
            (positions.len() == self.len()).then_some(positions)
        };
        self.positions.get_or_init(all).as_ref()?.get_index_of(&oid)
    }

    /// How many of the remembered commits a tip builds on: all up to where its own line meets theirs. Before that
    /// stand its ancestors and no others.
    ///
    /// # Errors
    /// A commit that can't be read.
    pub(super) fn base_of(&self, objects: &Objects, tip: Oid) -> Result<usize, ObjectError> {
        let (mut next, last) = (Some(tip), self.last());
        for _ in 0..NEAR {
            match next {
                Some(oid) if last == Some(oid) => return Ok(self.len()),
                Some(oid) => next = objects.links(oid)?.parents.first().copied(),
                None => break,
            }
        }
        let mut next = Some(tip);
        while let Some(oid) = next {
            if let Some(position) = self.position(oid).filter(|position| self.is_own(*position)) {
                return Ok(position.saturating_add(1));
            }
            next = objects.links(oid)?.parents.first().copied();
        }
        Ok(0)
    }

    /// How many steps the first so many commits made.
    pub(super) fn steps(&self, count: usize) -> usize {
        let of = |chunk: &Arc<Chunk>| match count {
            _ if count >= chunk.end() => chunk.header.steps,
            _ => {
                let flags = chunk.commits().map(|commits| commits.flags.iter());
                let wanted = count.saturating_sub(chunk.header.first);
                flags.into_iter().flatten().take(wanted).filter(|flags| **flags & MADE_STEP != 0).count()
            }
        };
        self.chunks.iter().map(of).sum()
    }

    /// What is wrong with the first so many commits, each with its position.
    pub(super) fn findings(&self, count: usize) -> impl Iterator<Item = (usize, &Finding)> {
        self.chunks
            .iter()
            .filter_map(|chunk| chunk.commits().map(|commits| (chunk.header.first, commits)))
            .flat_map(|(first, commits)| {
                commits.findings.iter().map(move |(at, finding)| (first.saturating_add(*at), finding))
            })
            .filter(move |(position, _)| *position < count)
    }
}

/// Names the chunks that are remembered, and takes away those that are not any more. `stock` is what held the objects
/// before they were read.
fn list(shelf: &Shelf, seal: &Seal, chunks: &[&Chunk], stock: &Stock) {
    let Some(tip) = chunks.last().and_then(|chunk| chunk.commits()?.at(chunk.header.count.checked_sub(1)?))
    else {
        return;
    };
    let stock = stock.text();
    let held = hex(&digest(stock.as_bytes()));
    let mut body = format!("{HEADING} {}\nroot {}\ntip {tip}\nstock {held}\n", seal.version, seal.root);
    chunks.iter().for_each(|chunk| body.push_str(&format!("chunk {}\n", chunk.name)));
    if shelf.write(STOCK, &[stock.as_bytes()]) && shelf.write_sealed(LIST, &body) {
        let mut names: Vec<&str> = chunks.iter().map(|chunk| chunk.name.as_str()).collect();
        names.extend([LIST, STOCK]);
        shelf.keep_only(&names);
    }
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}
