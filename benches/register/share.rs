//! Where the time of a verified commit goes: each kind of work done alone, on one core, with the program's own library.

use std::hint::black_box;
use std::time::Instant;

use chrono::NaiveDate;
use ed25519_dalek::{Signer, SigningKey};
use iwcp::document::Document;
use iwcp::process::Library;
use iwcp::register::{Objects, Oid, Register, changes};
use iwcp::rules;

use crate::generate::Built;

/// How many signatures are checked for the raw rate.
const SIGNATURES: usize = 20_000;
/// Of how many commits the shares are measured.
const COMMITS: usize = 4_000;

/// How many ed25519 signatures of a commit's size one core of this machine checks in a second, and nothing else.
pub fn raw() -> f64 {
    let key = SigningKey::from_bytes(&[7; 32]);
    let message = [1; 90];
    let (signature, public) = (key.sign(&message), key.verifying_key());
    let start = Instant::now();
    for _ in 0..SIGNATURES {
        public.verify_strict(black_box(&message), black_box(&signature)).unwrap();
    }
    SIGNATURES as f64 / start.elapsed().as_secs_f64()
}

/// Microseconds a commit.
pub struct Shares {
    signature: f64,
    objects: f64,
    yaml: f64,
    rules: f64,
}

impl Shares {
    /// Measures the last commits of a register.
    pub fn of(built: &Built, raw: f64) -> Self {
        let register = Register::open(built.folder()).unwrap();
        let objects = register.objects().unwrap();
        let commits = line(&objects, register.tip().unwrap());
        let count = commits.len() as f64;
        let start = Instant::now();
        let mut files = Vec::new();
        for pair in commits.windows(2) {
            let (before, after) =
                (objects.commit(pair[0]).unwrap().tree, objects.commit(pair[1]).unwrap().tree);
            for change in changes(&objects, Some(before), after).unwrap() {
                let bytes = objects.blob(change.new.unwrap().oid, Objects::BLOB_LIMIT).unwrap();
                files.push((change.path, bytes));
            }
        }
        let read = start.elapsed().as_secs_f64();
        let library = Library::builtin().unwrap();
        let version = library.versions().next().unwrap().shared.process.clone();
        let start = Instant::now();
        let document = |(path, bytes): &(String, Vec<u8>)| Document::read(&library, &version, path, bytes);
        let documents: Vec<Document> = files.iter().filter_map(document).map(Result::unwrap).collect();
        let parsed = start.elapsed().as_secs_f64();
        let today = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        let start = Instant::now();
        for document in &documents {
            black_box((document.check_schema(), rules::alone(document, today)));
        }
        let ruled = start.elapsed().as_secs_f64();
        let each = |seconds: f64| 1e6 * seconds / count;
        Self { signature: 1e6 / raw, objects: each(read), yaml: each(parsed), rules: each(ruled) }
    }

    /// Prints them, and what is left of the whole.
    pub fn print(&self, whole: f64) {
        let rest = whole - self.signature - self.objects - self.yaml - self.rules;
        for (what, share) in [
            ("  the signature", self.signature),
            ("  commits, trees and files read and hashed", self.objects),
            ("  YAML to a tree with places", self.yaml),
            ("  schema and rules", self.rules),
            ("  authority, legality, message, and the rest", rest),
        ] {
            crate::line(what, &format!("{share:.0} µs"), "");
        }
    }
}

/// The last commits of the main line, oldest first.
fn line(objects: &Objects, tip: Oid) -> Vec<Oid> {
    let mut commits = vec![tip];
    while commits.len() < COMMITS {
        let Some(parent) = objects.links(*commits.last().unwrap()).unwrap().parents.first().copied() else {
            break;
        };
        commits.push(parent);
    }
    commits.reverse();
    commits
}
