//! A chunk as it is read: some thousand commits in a row and the steps that they made. Its parts are read when they are
//! asked for, each checked against its digest; whatever does not fit is `None`, and then the chunk is worth nothing.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;
use git2::Oid;

use super::bytes::Reader;
use super::findings::finding;
use super::proofs::proof;
use super::seal::{DIGEST, Digest, Header, Section, digest};
use crate::diagnostic::Finding;
use crate::process::Signer;
use crate::register::Shelf;
use crate::trust::Proof;

/// A commit's flag: it stands on the register's own line.
pub(super) const OWN: u8 = 1;
/// A commit's flag: it made a step.
pub(super) const MADE_STEP: u8 = 2;

/// A chunk.
#[derive(Debug)]
pub(in crate::history) struct Chunk {
    origin: Origin,
    /// Its name.
    pub(super) name: String,
    /// Its beginning.
    pub(super) header: Header,
    width: usize,
    commits: OnceLock<Option<Commits>>,
    table: OnceLock<Option<Table>>,
    blocks: OnceLock<Option<Vec<u8>>>,
}

#[derive(Debug)]
enum Origin {
    /// A file of that name.
    File(Shelf),
    /// Commits, table and blocks.
    Memory([Vec<u8>; 3]),
}

/// The commits of a chunk.
#[derive(Debug)]
pub(super) struct Commits {
    width: usize,
    oids: Vec<u8>,
    /// By place, [`OWN`] and [`MADE_STEP`].
    pub(super) flags: Vec<u8>,
    proofs: Vec<Proof>,
    /// By place, 0 or the place of what its signature proves, from 1.
    signed: Vec<usize>,
    /// What is wrong with which of them.
    pub(super) findings: Vec<(usize, Finding)>,
}

impl Commits {
    /// The id of the commit at a place, as bytes.
    pub(super) fn bytes(&self, at: usize) -> Option<&[u8]> {
        let start = at.checked_mul(self.width)?;
        self.oids.get(start..start.checked_add(self.width)?)
    }

    /// The commit at a place.
    pub(super) fn at(&self, at: usize) -> Option<Oid> {
        Oid::from_bytes(self.bytes(at)?).ok()
    }

    /// What the signature of the commit at a place proves.
    pub(super) fn proof(&self, at: usize) -> Option<&Proof> {
        self.proofs.get(self.signed.get(at)?.checked_sub(1)?)
    }

    /// All commits, as bytes.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.oids.chunks_exact(self.width)
    }
}

/// Names, signers, and where each document's steps stand.
#[derive(Debug)]
pub(super) struct Table {
    steps: Vec<Arc<str>>,
    signers: Vec<Arc<Signer>>,
    /// By path.
    pub(super) documents: HashMap<String, Entry>,
}

/// A document in a chunk.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its blob as the last step left it.
    pub(super) blob: Oid,
    /// Kind and key of what only one open document may have.
    pub(super) rival: Option<(String, String)>,
    offset: usize,
    length: usize,
    digest: Digest,
}

impl Entry {
    /// The bytes of its steps among those of all documents.
    fn of<'b>(&self, all: &'b [u8]) -> Option<&'b [u8]> {
        all.get(self.offset..self.offset.checked_add(self.length)?)
    }
}

/// A step as it stands in a chunk.
pub(super) struct Stored<'b> {
    /// The place of its commit in the chunk.
    pub(super) at: usize,
    /// The step.
    pub(super) step: Arc<str>,
    /// Who signed it.
    pub(super) signer: Arc<Signer>,
    /// The commit's day.
    pub(super) date: NaiveDate,
    /// The day of receipt.
    pub(super) received: NaiveDate,
    /// The document's blob as the step left it.
    pub(super) blob: Oid,
    /// The fields that are new or other.
    pub(super) set: Vec<(&'b str, &'b [u8])>,
    /// The fields that are gone.
    pub(super) gone: Vec<&'b str>,
}

impl Chunk {
    /// A chunk that was just made.
    pub(super) fn in_memory(header: Header, parts: [Vec<u8>; 3], width: usize) -> Self {
        Self::new(Origin::Memory(parts), header.name(), header, width)
    }

    /// The chunk of that name on a shelf, where its beginning is what the name says.
    pub(super) fn on(shelf: &Shelf, name: &str, width: usize) -> Option<Self> {
        let header = Header::parse(&shelf.read_part(name, 0, Header::LENGTH)?)?;
        (header.name() == name)
            .then(|| Self::new(Origin::File(shelf.clone()), name.to_owned(), header, width))
    }

    fn new(origin: Origin, name: String, header: Header, width: usize) -> Self {
        let (commits, table, blocks) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Self { origin, name, header, width, commits, table, blocks }
    }

    /// Puts it on a shelf, and forgets what it holds in memory; whether that worked.
    pub(super) fn store(&mut self, shelf: &Shelf) -> bool {
        let Origin::Memory([commits, table, blocks]) = &self.origin else { return true };
        let written = shelf.write(&self.name, &[&self.header.bytes(), commits, table, blocks]);
        if written {
            self.origin = Origin::File(shelf.clone());
        }
        written
    }

    /// About how many bytes it takes.
    pub(super) fn size(&self) -> usize {
        self.header.commits.length + self.header.table.length + self.header.blocks
    }

    /// The position behind its last commit.
    pub(super) fn end(&self) -> usize {
        self.header.first.saturating_add(self.header.count)
    }

    /// Some bytes of a part, counted from the part's own start.
    fn part(&self, part: usize, offset: usize, length: usize) -> Option<Cow<'_, [u8]>> {
        match &self.origin {
            Origin::Memory(parts) => {
                parts.get(part)?.get(offset..offset.checked_add(length)?).map(Cow::Borrowed)
            }
            Origin::File(shelf) => {
                let before =
                    [0, self.header.commits.length, self.header.commits.length + self.header.table.length];
                let start = Header::LENGTH.checked_add(*before.get(part)?)?.checked_add(offset)?;
                shelf.read_part(&self.name, u64::try_from(start).ok()?, length).map(Cow::Owned)
            }
        }
    }

    fn section(&self, part: usize, section: &Section) -> Option<Cow<'_, [u8]>> {
        self.part(part, 0, section.length).filter(|bytes| digest(bytes) == section.digest)
    }

    /// Its commits.
    pub(super) fn commits(&self) -> Option<&Commits> {
        let read = || {
            let bytes = self.section(0, &self.header.commits)?;
            let mut reader = Reader::new(&bytes);
            let oids = reader.take(self.header.count.checked_mul(self.width)?)?.to_vec();
            let flags = reader.take(self.header.count)?.to_vec();
            let proofs = (0..reader.count()?).map(|_| proof(&mut reader)).collect::<Option<Vec<_>>>()?;
            let signed = (0..self.header.count).map(|_| reader.count()).collect::<Option<Vec<_>>>()?;
            let findings = (0..reader.count()?)
                .map(|_| Some((reader.count()?, finding(&mut reader)?)))
                .collect::<Option<Vec<_>>>()?;
            reader.is_empty().then_some(Commits { width: self.width, oids, flags, proofs, signed, findings })
        };
        self.commits.get_or_init(read).as_ref()
    }

    /// Its table.
    pub(super) fn table(&self) -> Option<&Table> {
        let read = || {
            let bytes = self.section(1, &self.header.table)?;
            let mut reader = Reader::new(&bytes);
            let steps =
                (0..reader.count()?).map(|_| reader.text().map(Arc::from)).collect::<Option<Vec<_>>>()?;
            let signers = (0..reader.count()?).map(|_| signer(&mut reader)).collect::<Option<Vec<_>>>()?;
            let documents =
                (0..reader.count()?).map(|_| self.entry(&mut reader)).collect::<Option<HashMap<_, _>>>()?;
            reader.is_empty().then_some(Table { steps, signers, documents })
        };
        self.table.get_or_init(read).as_ref()
    }

    fn entry(&self, reader: &mut Reader<'_>) -> Option<(String, Entry)> {
        let path = reader.text()?.to_owned();
        let blob = Oid::from_bytes(reader.take(self.width)?).ok()?;
        let kind = reader.option()?.map(str::to_owned);
        let rival = kind.zip(reader.option()?.map(str::to_owned));
        let (offset, length) = (reader.count()?, reader.count()?);
        let digest = reader.take(DIGEST)?.try_into().ok()?;
        Some((path, Entry { blob, rival, offset, length, digest }))
    }

    /// Reads all steps at once, for whoever asks for those of many documents; whether all are what they were.
    pub(super) fn load(&self) -> bool {
        let read = || {
            let all = self.part(2, 0, self.header.blocks)?;
            let sound = |entry: &Entry| Some(digest(entry.of(&all)?) == entry.digest);
            let entries = self.table()?.documents.values();
            entries.map(sound).all(|sound| sound == Some(true)).then(|| all.into_owned())
        };
        match self.origin {
            Origin::Memory(_) => true,
            Origin::File(_) => self.blocks.get_or_init(read).is_some(),
        }
    }

    /// The steps of a document, as bytes.
    pub(super) fn block(&self, entry: &Entry) -> Option<Cow<'_, [u8]>> {
        if let Some(all) = self.blocks.get().and_then(Option::as_ref) {
            return entry.of(all).map(Cow::Borrowed);
        }
        self.part(2, entry.offset, entry.length).filter(|bytes| digest(bytes) == entry.digest)
    }

    /// The steps of a document.
    pub(super) fn steps<'b>(&self, block: &'b [u8]) -> Option<Vec<Stored<'b>>> {
        let table = self.table()?;
        let mut reader = Reader::new(block);
        let mut steps = Vec::new();
        while !reader.is_empty() {
            steps.push(self.stored(&mut reader, table)?);
        }
        Some(steps)
    }

    fn stored<'b>(&self, reader: &mut Reader<'b>, table: &Table) -> Option<Stored<'b>> {
        let at = reader.count().filter(|at| *at < self.header.count)?;
        let step = Arc::clone(table.steps.get(reader.count()?)?);
        let signer = Arc::clone(table.signers.get(reader.count()?)?);
        let (date, received) = (day(reader)?, day(reader)?);
        let blob = Oid::from_bytes(reader.take(self.width)?).ok()?;
        let set = (0..reader.count()?)
            .map(|_| Some((reader.text()?, reader.bytes()?)))
            .collect::<Option<Vec<_>>>()?;
        let gone = (0..reader.count()?).map(|_| reader.text()).collect::<Option<Vec<_>>>()?;
        Some(Stored { at, step, signer, date, received, blob, set, gone })
    }
}

fn signer(reader: &mut Reader<'_>) -> Option<Arc<Signer>> {
    let mut text = || reader.text().map(str::to_owned);
    Some(Arc::new(Signer { participant: text()?, role: text()?, person: text()? }))
}

fn day(reader: &mut Reader<'_>) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(reader.signed()?).ok()?)
}
