//! What may stand in a register's tree at all: plain files, documents where documents belong, and nothing that makes
//! git or a tool start a program on the machine of whoever checks the register out.

use std::sync::Arc;

use super::facts::Facts;
use crate::diagnostic::{Finding, rule};
use crate::process::{Kind, Library};
use crate::register::{Change, Entry, as_seen};
use crate::rules::misplaced_in;

/// Files by whose presence tools start programs, or fetch and run what others wrote: matched as file systems take names.
const STARTERS: &[(&str, &str)] = &[
    (".gitmodules", "git fetches what it names"),
    (".gitconfig", "git may be told to read it"),
    (".lfsconfig", "git-lfs reads it"),
    (".envrc", "direnv runs it"),
    (".gitattributes", "git runs the filters it names"),
    // Their short names on Windows.
    ("gitmod~1", "Windows takes it for .gitmodules"),
    ("gi7eba~1", "Windows takes it for .gitmodules"),
    ("gitatt~1", "Windows takes it for .gitattributes"),
    ("gi7d29~1", "Windows takes it for .gitattributes"),
];

/// Folders of which the same is true.
const STARTER_FOLDERS: &[(&str, &str)] = &[
    (".husky", "git hooks"),
    (".githooks", "git hooks"),
    (".vscode", "an editor's tasks"),
    (".idea", "an editor's tasks"),
];

/// Findings about modes and about files that start programs, for everything that a commit adds or changes.
pub(super) fn files(facts: &Facts) -> Vec<Finding> {
    let touched = facts.touched.iter().map(|touched| (&touched.change, true));
    let other = facts.other.iter().map(|change| (change, false));
    let mut found = Vec::new();
    for (change, document) in touched.chain(other) {
        let Some(entry) = &change.new else { continue };
        found.extend(nameless(change));
        found.extend(mode(change, entry, document));
        found.extend(starts_programs(change));
    }
    found
}

fn mode(change: &Change, entry: &Entry, document: bool) -> Option<Finding> {
    let what = match entry.mode {
        Entry::FILE => return None,
        Entry::EXECUTABLE if !document => return None,
        Entry::EXECUTABLE => "an executable file",
        Entry::LINK => "a symbolic link",
        Entry::SUBMODULE => "a submodule",
        _ => "of an unusual mode",
    };
    let message = format!("`{}` is {what} ({:o})", change.path, entry.mode);
    Some(
        Finding::new(&rule::FILE_MODE, message)
            .in_file(change.path.clone())
            .help("take it away, or put a plain file in its place: a register holds nothing else"),
    )
}

/// A name that is not UTF-8 is shown as another, and looked for as another.
fn nameless(change: &Change) -> Option<Finding> {
    let finding =
        Finding::new(&rule::INVALID_UTF8, format!("the name of `{}` is not valid UTF-8", change.path));
    change.lossy.then(|| finding.help("give the file another name"))
}

fn starts_programs(change: &Change) -> Option<Finding> {
    let parts: Vec<String> = change.path.split(['/', '\\']).map(as_seen).collect();
    let by_name = STARTERS.iter().find(|(starter, _)| parts.last().is_some_and(|name| name == starter));
    let by_folder = STARTER_FOLDERS.iter().find(|(folder, _)| parts.iter().any(|part| part == folder));
    let (_, why) = by_name.or(by_folder)?;
    let finding =
        Finding::new(&rule::STARTS_PROGRAMS, format!("`{}` may start programs: {why}", change.path));
    Some(finding.in_file(change.path.clone()).help("keep it out of the register"))
}

/// Files that stand where documents are kept and are none.
pub(super) fn misplaced(facts: &Facts) -> Vec<Finding> {
    let library = &facts.snapshot.library;
    let added = facts.other.iter().filter(|change| change.new.is_some());
    added.filter_map(|change| Some(misplaced_in(home(library, &change.path)?, &change.path))).collect()
}

/// The kind that keeps its documents where a path lies.
fn home<'l>(library: &'l Library, path: &str) -> Option<&'l Arc<Kind>> {
    library.versions().flat_map(|catalogue| catalogue.kinds()).find(|kind| kind.definition.is_home_of(path))
}
