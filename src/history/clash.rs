//! Names in one folder that file systems of Windows and macOS take for the same: checked out there, one file takes the
//! other's place, and what is shown is not what was judged.

use std::collections::{BTreeMap, HashSet};

use super::snapshot::Snapshot;
use crate::diagnostic::{Finding, rule};
use crate::register::{Change, Entry, ObjectError, Objects, Oid, RawTree, as_seen};

/// Looks at every name that a commit adds to what its first parent has.
///
/// # Errors
/// A folder that can't be read.
pub(super) fn clashes(
    objects: &Objects,
    before: Option<Oid>,
    after: Oid,
    snapshot: &Snapshot,
    changed: &[Change],
) -> Result<Vec<Finding>, ObjectError> {
    let mut found = Vec::new();
    let mut told = HashSet::new();
    for change in changed.iter().filter(|change| change.old.is_none() && !change.lossy) {
        let (mut old, mut new) = (before, after);
        for (at, name) in parts(&change.path) {
            let (above, rest) = change.path.split_at_checked(at).unwrap_or_default();
            let folder = objects.tree(new)?;
            let stood = match old {
                Some(old) => objects.tree(old)?.get(name.as_bytes()),
                None => None,
            };
            old = stood.filter(Entry::is_folder).map(|entry| entry.oid);
            // A large folder of numbered documents holds nothing else; what does not belong there is found as such.
            let numbered = rest == name && snapshot.at(&change.path).is_some_and(|(_, id)| is_caseless(id));
            if stood.is_none()
                && !numbered
                && let Some(other) = twin(&folder, name)
                && told.insert((above, name.min(&other).to_owned()))
            {
                found.push(clash(above, name, &other, &change.path));
            }
            match folder.get(name.as_bytes()).filter(|entry| entry.is_folder()) {
                Some(entry) => new = entry.oid,
                None => break,
            }
        }
    }
    Ok(found)
}

/// Looks at files beside each other, wherever they stand. Of two the one is accused that is no document; where neither or
/// both are, each is.
pub fn clashing<'p>(
    paths: impl IntoIterator<Item = &'p str>,
    is_document: impl Fn(&str) -> bool,
) -> Vec<Finding> {
    let mut found = Vec::new();
    // By the folder as it is called and the name as it may be taken: how it is called, and the first file there.
    let mut known: BTreeMap<(&str, String), Vec<(&str, &str)>> = BTreeMap::new();
    for path in paths {
        for (at, name) in parts(path) {
            let (above, _) = path.split_at_checked(at).unwrap_or_default();
            let names = known.entry((above, as_seen(name))).or_default();
            if names.iter().any(|(known, _)| *known == name) {
                continue;
            }
            if let Some((other, there)) = names.first() {
                let (ours, theirs) = (is_document(path), is_document(there));
                found.extend((theirs || !ours).then(|| clash(above, name, other, path)));
                found.extend((ours || !theirs).then(|| clash(above, other, name, there)));
            }
            names.push((name, path));
        }
    }
    found
}

/// The names on a path, each with where it begins.
fn parts(path: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next: usize = 0;
    path.split('/').map(move |name| {
        let at = next;
        next = at.saturating_add(name.len()).saturating_add(1);
        (at, name)
    })
}

fn is_caseless(id: &str) -> bool {
    id.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_alphabetic())
}

/// Another name of the folder that is taken for the same.
fn twin(folder: &RawTree, name: &str) -> Option<String> {
    let plain = is_plain(name.as_bytes());
    let seen = as_seen(name);
    let other =
        folder.iter().map(|(other, _)| other).filter(|other| *other != name.as_bytes()).find(|other| {
            match plain && is_plain(other) {
                true => other.eq_ignore_ascii_case(name.as_bytes()),
                false => as_seen(&String::from_utf8_lossy(other)) == seen,
            }
        })?;
    Some(String::from_utf8_lossy(other).into_owned())
}

/// Whether nothing in a name but the case of its letters may be taken otherwise.
fn is_plain(name: &[u8]) -> bool {
    name.is_ascii() && !name.contains(&b':') && !name.ends_with(b".") && !name.ends_with(b" ")
}

fn clash(above: &str, name: &str, other: &str, path: &str) -> Finding {
    let message = format!("`{above}{name}` and `{above}{other}` are one name on Windows and macOS");
    Finding::new(&rule::NAME_CLASH, message)
        .in_file(path.to_owned())
        .help("give it another name: checked out there, one takes the other's place")
}
