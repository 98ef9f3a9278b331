//! Takes out of a text what differs from run to run: object ids, keys, folders.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use super::environment::{Seat, world};

/// How many digits of an object id people see.
const SHORT: usize = 7;

/// What a text may mention that differs from run to run.
pub(super) struct Normal {
    ids: BTreeSet<String>,
    replaced: Vec<(String, String)>,
}

impl Normal {
    /// Knows the keys of all persons and the folders of the world.
    pub(super) fn new() -> Self {
        static KEYS: OnceLock<Vec<(String, String)>> = OnceLock::new();
        let keys = KEYS.get_or_init(|| {
            let blob = |key: &str| key.split(' ').nth(1).unwrap_or_default().to_owned();
            let of = |(person, key): (&str, String)| {
                [
                    (blob(&key), format!("[KEY of {person}]")),
                    (fingerprint(person), format!("SHA256:[{person}]")),
                ]
            };
            world().keys().flat_map(of).collect()
        });
        Self { ids: BTreeSet::new(), replaced: keys.clone() }
    }

    /// Has a text replaced wherever it stands.
    pub(super) fn replace(&mut self, text: &str, by: &str) {
        self.replaced.push((text.to_owned(), by.to_owned()));
    }

    /// Has a folder's path replaced.
    pub(super) fn folder(&mut self, folder: &Path, by: &str) {
        self.replace(&folder.display().to_string(), by);
    }

    /// Learns the ids of all objects that a repository holds.
    pub(super) fn learn(&mut self, seat: &Seat<'_>) {
        let ran = seat.run("git cat-file --batch-all-objects --unordered --batch-check='%(objectname)'");
        self.ids.extend(ran.stdout.lines().map(str::to_owned));
    }

    /// The text without what differs.
    pub(super) fn text(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (from, to) in &self.replaced {
            text = text.replace(from, to);
        }
        self.without_ids(&text)
    }

    fn without_ids(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(start) = rest.find(|char: char| char.is_ascii_alphanumeric()) {
            let (before, word) = rest.split_at(start);
            let end = word.find(|char: char| !char.is_ascii_alphanumeric()).unwrap_or(word.len());
            let (word, after) = word.split_at(end);
            out += before;
            out += if self.is_id(word) { "[OID]" } else { word };
            rest = after;
        }
        out + rest
    }

    fn is_id(&self, word: &str) -> bool {
        let hexadecimal = word.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if !hexadecimal || word.len() < SHORT || word.len() > 64 {
            return false;
        }
        let whole = word.len() == 40 || (word.len() == 64 && !word.trim_matches('0').is_empty());
        whole || self.ids.range(word.to_owned()..).next().is_some_and(|id| id.starts_with(word))
    }
}

fn fingerprint(person: &str) -> String {
    let key = world().folder.join("keys").join(format!("{person}.pub"));
    let output = std::process::Command::new("ssh-keygen").arg("-lf").arg(key).output().unwrap();
    let line = String::from_utf8_lossy(&output.stdout).into_owned();
    line.split(' ').nth(1).unwrap_or_default().to_owned()
}

#[test]
fn ids_are_taken_out_and_words_are_not() {
    let ids = BTreeSet::from(["defaced".to_owned() + &"0".repeat(33)]);
    let normal = Normal { ids, replaced: Vec::new() };
    assert_eq!(normal.text("commit defaced: 1234567 is 2026-0001\n"), "commit [OID]: 1234567 is 2026-0001\n");
    assert_eq!(normal.text(&"a".repeat(40)), "[OID]");
    assert_eq!(normal.text(&"a".repeat(64)), "[OID]");
    assert_eq!(normal.text("effaced accede"), "effaced accede");
}
