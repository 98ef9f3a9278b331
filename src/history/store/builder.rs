//! A chunk in the making: commits in their order, and the steps that they made, document by document.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use git2::Oid;
use indexmap::IndexSet;
use serde_json::Value as Json;

use super::bytes::{put_bytes, put_count, put_json, put_option, put_signed};
use super::chunk::{Chunk, MADE_STEP, OWN};
use super::findings::put_finding;
use super::proofs::put_proof;
use super::seal::{Header, Seal, Section, digest};
use crate::diagnostic::Finding;
use crate::process::Signer;
use crate::trust::Proof;

/// A commit as it is kept.
pub(in crate::history) struct Noted {
    /// The commit.
    pub commit: Oid,
    /// Whether it stands on the register's own line.
    pub own: bool,
    /// Whether it made a step, be it on a document that can't be read.
    pub step: bool,
    /// When it was committed, in seconds since 1970.
    pub seconds: i64,
    /// What its signature proves, where it holds.
    pub proof: Option<Proof>,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
}

/// A step as it is kept.
pub(in crate::history) struct NotedStep {
    /// Where the document stands.
    pub path: String,
    /// The step.
    pub step: Arc<str>,
    /// Who signed it.
    pub signer: Arc<Signer>,
    /// The commit's day.
    pub date: NaiveDate,
    /// The day of receipt.
    pub received: NaiveDate,
    /// The document's blob as the step left it.
    pub blob: Oid,
    /// The document's fields as the step left them.
    pub fields: Fields,
    /// Kind and key of what only one open document may have, where it is open and has it.
    pub rival: Option<(String, String)>,
}

/// The fields of a document right below its root, each as bytes.
pub(in crate::history) type Fields = Vec<(String, Vec<u8>)>;

/// The fields of a document.
pub(in crate::history) fn fields(document: &Json) -> Fields {
    let field = |(key, value): (&String, &Json)| {
        let mut bytes = Vec::new();
        put_json(&mut bytes, value);
        (key.clone(), bytes)
    };
    document.as_object().into_iter().flatten().map(field).collect()
}

/// A chunk in the making.
pub(super) struct Builder {
    first: usize,
    commits: Vec<u8>,
    flags: Vec<u8>,
    proofs: IndexSet<Proof>,
    /// By commit, 0 or the place of what its signature proves, from 1.
    signed: Vec<u8>,
    findings: Vec<u8>,
    found: usize,
    latest: i64,
    steps: IndexSet<Arc<str>>,
    signers: IndexSet<Arc<Signer>>,
    documents: BTreeMap<String, Block>,
    /// About how many bytes it takes.
    pub(super) weight: usize,
}

#[derive(Default)]
struct Block {
    bytes: Vec<u8>,
    /// The document as the last step left it.
    now: HashMap<String, Vec<u8>>,
    /// Its blob; none, which is written as zeros, where nothing may be said of it without reading it.
    blob: Option<Oid>,
    rival: Option<(String, String)>,
}

impl Builder {
    /// A chunk whose first commit has this position.
    pub(super) fn new(first: usize) -> Self {
        Self {
            first,
            commits: Vec::new(),
            flags: Vec::new(),
            proofs: IndexSet::new(),
            signed: Vec::new(),
            findings: Vec::new(),
            found: 0,
            latest: i64::MIN,
            steps: IndexSet::new(),
            signers: IndexSet::new(),
            documents: BTreeMap::new(),
            weight: 0,
        }
    }

    /// How many commits it has.
    pub(super) fn len(&self) -> usize {
        self.flags.len()
    }

    /// The position behind its last commit.
    pub(super) fn end(&self) -> usize {
        self.first.saturating_add(self.len())
    }

    /// Adds the next commit, and the step that it made, where there is one to keep.
    pub(super) fn add(&mut self, noted: &Noted, step: Option<&NotedStep>) {
        let at = self.len();
        let step_flag = if noted.step { MADE_STEP } else { 0 };
        self.commits.extend_from_slice(noted.commit.as_bytes());
        self.flags.push(step_flag | if noted.own { OWN } else { 0 });
        self.sign(noted.proof.as_ref());
        self.latest = self.latest.max(noted.seconds);
        for finding in &noted.findings {
            put_count(&mut self.findings, at);
            put_finding(&mut self.findings, finding);
            self.found += 1;
        }
        if let Some(step) = step {
            self.step(at, step);
        }
    }

    /// Adds a step of the commit at a place of this chunk; steps of one document come in their order.
    pub(super) fn step(&mut self, at: usize, step: &NotedStep) {
        let name = self.steps.insert_full(Arc::clone(&step.step)).0;
        let signer = self.signers.insert_full(Arc::clone(&step.signer)).0;
        let block = self.documents.entry(step.path.clone()).or_default();
        let start = block.bytes.len();
        let out = &mut block.bytes;
        put_count(out, at);
        put_count(out, name);
        put_count(out, signer);
        put_signed(out, i64::from(step.date.num_days_from_ce()));
        put_signed(out, i64::from(step.received.num_days_from_ce()));
        out.extend_from_slice(step.blob.as_bytes());
        put_changes(out, &block.now, &step.fields);
        block.now = step.fields.iter().cloned().collect();
        block.blob = Some(step.blob);
        block.rival.clone_from(&step.rival);
        // What is written, and the document as it stands meanwhile.
        self.weight += 2 * (block.bytes.len() - start);
    }

    /// Forgets which blob a document is, and so what may be said of it without reading it, until its next step.
    pub(super) fn unsettle(&mut self, path: &str) {
        if let Some(block) = self.documents.get_mut(path) {
            (block.blob, block.rival) = (None, None);
        }
    }

    fn sign(&mut self, proof: Option<&Proof>) {
        let place = proof.map_or(0, |proof| match self.proofs.get_index_of(proof) {
            Some(at) => at.saturating_add(1),
            None => self.proofs.insert_full(proof.clone()).0.saturating_add(1),
        });
        put_count(&mut self.signed, place);
    }

    /// Adds a commit that another chunk has; its steps come by [`Self::step`].
    pub(super) fn take(&mut self, commit: &[u8], flags: u8, proof: Option<&Proof>, seconds: i64) {
        self.sign(proof);
        self.commits.extend_from_slice(commit);
        self.flags.push(flags);
        self.latest = self.latest.max(seconds);
    }

    /// Adds a finding about the commit at a place of this chunk.
    pub(super) fn find(&mut self, at: usize, finding: &Finding) {
        put_count(&mut self.findings, at);
        put_finding(&mut self.findings, finding);
        self.found += 1;
    }

    /// The finished chunk.
    pub(super) fn seal(self, seal: &Seal) -> Option<Chunk> {
        let count = self.flags.len();
        let steps = self.flags.iter().filter(|flags| **flags & MADE_STEP != 0).count();
        let mut commits = self.commits;
        commits.extend_from_slice(&self.flags);
        put_count(&mut commits, self.proofs.len());
        self.proofs.iter().for_each(|proof| put_proof(&mut commits, proof));
        commits.extend_from_slice(&self.signed);
        put_count(&mut commits, self.found);
        commits.extend_from_slice(&self.findings);
        let mut table = Vec::new();
        put_count(&mut table, self.steps.len());
        self.steps.iter().for_each(|step| put_bytes(&mut table, step.as_bytes()));
        put_count(&mut table, self.signers.len());
        for signer in &self.signers {
            for text in [&signer.participant, &signer.role, &signer.person] {
                put_bytes(&mut table, text.as_bytes());
            }
        }
        put_count(&mut table, self.documents.len());
        let mut blocks = Vec::new();
        for (path, block) in &self.documents {
            put_bytes(&mut table, path.as_bytes());
            match &block.blob {
                Some(blob) => table.extend_from_slice(blob.as_bytes()),
                None => table.resize(table.len() + seal.width, 0),
            }
            put_option(&mut table, block.rival.as_ref().map(|(kind, _)| kind.as_str()));
            put_option(&mut table, block.rival.as_ref().map(|(_, key)| key.as_str()));
            put_count(&mut table, blocks.len());
            put_count(&mut table, block.bytes.len());
            table.extend_from_slice(&digest(&block.bytes));
            blocks.extend_from_slice(&block.bytes);
        }
        let section = |bytes: &[u8]| Section { length: bytes.len(), digest: digest(bytes) };
        let header = Header {
            seal: seal.bytes(),
            first: self.first,
            count,
            steps,
            latest: self.latest,
            commits: section(&commits),
            table: section(&table),
            blocks: blocks.len(),
        };
        Some(Chunk::in_memory(header, [commits, table, blocks], seal.width))
    }
}

/// Appends the fields in which a document differs from what it was: those that are new or other, then those gone.
fn put_changes(out: &mut Vec<u8>, before: &HashMap<String, Vec<u8>>, after: &Fields) {
    let changed = || after.iter().filter(|(key, value)| before.get(key) != Some(value));
    put_count(out, changed().count());
    for (key, value) in changed() {
        put_bytes(out, key.as_bytes());
        put_bytes(out, value);
    }
    let gone = || before.keys().filter(|key| !after.iter().any(|(other, _)| other == *key));
    put_count(out, gone().count());
    gone().for_each(|key| put_bytes(out, key.as_bytes()));
}
