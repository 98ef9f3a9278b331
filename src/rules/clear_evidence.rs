//! `clear-evidence`: a file that belongs to a document is in git encrypted, or not at all.

use crate::diagnostic::{Finding, rule};
use crate::process::Catalogue;

/// How encrypted files are called.
const ENDING: &str = ".age";
/// How they begin (age-encryption.org/v1, and its armoured form).
const HEADS: [&[u8]; 2] = [b"age-encryption.org/v1\n", b"-----BEGIN AGE ENCRYPTED FILE-----"];

/// A file of a document that is not encrypted, by its name and by its first bytes. Nothing of its content is told.
pub fn clear_evidence(catalogue: &Catalogue, path: &str, head: &[u8]) -> Option<Finding> {
    let kind = catalogue.kinds().iter().find(|kind| kind.definition.owner_of(path).is_some())?;
    let message = match path.ends_with(ENDING) {
        true if is_encrypted(head) => return None,
        true => format!("`{path}` is named like an encrypted file, but it is not encrypted"),
        false => format!("`{path}` belongs to a {} and is not encrypted", kind.definition.title),
    };
    let help =
        "take it out of the repository, of its history too, and attach it encrypted: git keeps everything";
    Some(Finding::new(&rule::CLEAR_EVIDENCE, message).in_file(path).help(help))
}

/// Whether a file begins as an encrypted one does.
pub fn is_encrypted(head: &[u8]) -> bool {
    HEADS.iter().any(|start| head.starts_with(start))
}
