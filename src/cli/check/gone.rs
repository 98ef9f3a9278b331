//! Documents that stand in the current commit and no longer where `check` looks: whoever reads only what is there would
//! never miss them.

use std::collections::BTreeSet;

use super::ground::Ground;
use crate::cli::CliError;
use crate::diagnostic::{Finding, rule};
use crate::history::SETTINGS;
use crate::register::{Register, walk_files};

/// Finds what is gone. `seen` are the paths of everything that is there, readable or not.
///
/// # Errors
/// An object that can't be read.
pub(super) fn gone(
    register: &Register,
    ground: &Ground,
    seen: &BTreeSet<&str>,
) -> Result<Vec<Finding>, CliError> {
    let Some(tip) = register.head()?.oid else { return Ok(Vec::new()) };
    let objects = register.objects()?;
    let tree = objects.commit(tip)?.tree;
    let version = &ground.settings.process;
    let mut found = Vec::new();
    for file in walk_files(&objects, tree, "") {
        let (path, _) = file?;
        let is_kept = path == SETTINGS || ground.library.at(version, &path).is_some();
        if is_kept && !is_seen(&path, seen) {
            let message = format!("`{path}` is gone: a document is never removed");
            let help = format!("put it back: `git restore --source=HEAD --staged --worktree '{path}'`");
            found.push(Finding::new(&rule::DOCUMENT_REMOVED, message).in_file(&path).help(help));
        }
    }
    Ok(found)
}

/// Whether a path, or a folder above it that can't be read, is there.
fn is_seen(path: &str, seen: &BTreeSet<&str>) -> bool {
    let above = path.char_indices().filter(|(_, char)| *char == '/').filter_map(|(at, _)| path.get(..at));
    seen.contains(path) || above.into_iter().any(|folder| seen.contains(folder))
}
