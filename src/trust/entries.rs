//! What a participant's document says about keys, by itself: each entry is a public key that can vouch for somebody,
//! and none stands twice. A private key that was pasted by mistake is told of, never shown.

use serde_json::Value as Json;

use super::{Keys, fields, shared};
use crate::diagnostic::{Finding, rule};
use crate::document::Document;
use crate::process::date;
use crate::source::Path;

/// Why a key entry can vouch for nobody.
#[derive(Clone, Debug)]
pub struct Unusable {
    /// In one sentence, without a full stop; never the entry itself.
    pub why: String,
    /// Whether the entry is a secret, which must not be shown.
    pub is_secret: bool,
}

/// What is wrong with the key entries of participants' documents, alone and beside each other. `fingerprint` tells what
/// signatures by an entry (the key, and the certificate beside it) are known by, or why there are none.
pub fn check(
    documents: &[&Document],
    fingerprint: impl Fn(&str, Option<&str>) -> Result<String, Unusable>,
) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for document in documents {
        for (path, key, certificate) in entries(&document.data) {
            found.extend(fingerprint(key, certificate).err().map(|unusable| tell(document, &path, unusable)));
        }
        found.extend(never(document));
    }
    let held = documents.iter().map(|document| (document.id.as_str(), &*document.data, document.is_open()));
    let keys = Keys::read(held, |text| fingerprint(text, None).ok());
    for (participant, finding) in shared(&Keys::default(), &keys) {
        let document = documents.iter().find(|document| document.id == participant);
        found.extend(document.map(|document| finding.locate(&document.tree).of_document(document.name())));
    }
    found
}

/// Keys that end before they begin: they stand on no day.
fn never(document: &Document) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, person) in fields::people_of(&document.data).enumerate() {
        let keys = person.get(fields::KEYS).and_then(Json::as_array).into_iter().flatten();
        for (number, key) in keys.enumerate() {
            let day = |name: &str| key.get(name).and_then(date);
            let (Some(from), Some(until)) = (day(fields::FROM), day(fields::UNTIL)) else { continue };
            if until < from {
                let message = format!("the key ends on {until}, and begins on {from}: it stands on no day");
                let finding = Finding::new(&rule::KEY_UNUSABLE, message).of_document(document.name());
                let path = fields::entry(at, number).key(fields::UNTIL);
                found.push(finding.at(&document.tree, &path).help(
                    "give a last day that is not before the first; a key that is not to count is revoked",
                ));
            }
        }
    }
    found
}

fn tell(document: &Document, path: &Path, unusable: Unusable) -> Finding {
    let finding = Finding::new(&rule::KEY_UNUSABLE, unusable.why).of_document(document.name());
    match unusable.is_secret {
        // The text of a finding shows the line that it stands on.
        true => finding.in_file(document.path.clone()).help(
            "whoever has seen it can sign: throw the pair away, make a new one (`ssh-keygen -t ed25519`), \
             and enter the file that ends in .pub",
        ),
        false => finding.at(&document.tree, path).help("make one that serves: `ssh-keygen -t ed25519`"),
    }
}

/// The keys of a document as texts, with their places and certificates.
fn entries(document: &Json) -> Vec<(Path, &str, Option<&str>)> {
    let mut found = Vec::new();
    for (at, person) in fields::people_of(document).enumerate() {
        let keys = person.get(fields::KEYS).and_then(Json::as_array).into_iter().flatten();
        for (number, key) in keys.enumerate() {
            if let Some(text) = key.get(fields::KEY).and_then(Json::as_str) {
                let certificate = key.get(fields::CERTIFICATE).and_then(Json::as_str);
                found.push((fields::entry(at, number).key(fields::KEY), text, certificate));
            }
        }
    }
    found
}
