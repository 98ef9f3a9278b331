//! A change is judged by what it touches: what was there before it is worth a look and no more. And where a commit's
//! findings stand in the files that it changes, for what shows them beside the lines of a change.

use git2::Oid;

use super::before::Before;
use super::facts::Facts;
use crate::diagnostic::{Finding, Rule, Severity, rule};
use crate::process::Signer;
use crate::register::{ObjectError, Objects, changes, full_id};
use crate::source::{Source, Span};

/// What is said of a history as a whole, whichever commit it names.
const OF_THE_WHOLE: &[&Rule] =
    &[&rule::ROOT_MISMATCH, &rule::SECOND_ROOT, &rule::HISTORY_REWRITTEN, &rule::REPLACE_REF];

/// Makes warnings of errors in commits that were there before.
pub fn spare(findings: &mut [Finding], before: &Before) {
    for finding in findings.iter_mut().filter(|finding| is_old(finding, before)) {
        finding.severity = Severity::Warning;
    }
}

/// Leaves out what is wrong with commits that were there before, and what is only worth a look in the repository.
pub fn leave_out(findings: &mut Vec<Finding>, before: &Before) {
    let of_here = |finding: &Finding| finding.severity == Severity::Warning && finding.place.commit.is_none();
    findings.retain(|finding| !is_old(finding, before) && !of_here(finding));
}

fn is_old(finding: &Finding, before: &Before) -> bool {
    let commit = finding.place.commit.as_deref().and_then(full_id);
    finding.severity != Severity::Unchecked
        && !OF_THE_WHOLE.contains(&finding.rule)
        && commit.is_some_and(|commit| before.contains(commit))
}

/// Whose doing a commit is, for people: who signed it, else whom it names as its author.
pub(super) fn author(facts: &Facts, signer: Option<&Signer>) -> String {
    match signer {
        Some(signer) => format!("{} ({})", signer.person, signer.participant),
        None => format!("{} <{}> (by name only)", facts.commit.author.name, facts.commit.author.email),
    }
}

/// Puts findings that name a commit and no file on the first line that the commit changes.
pub fn place(objects: &Objects, findings: &mut [Finding]) {
    for finding in findings.iter_mut().filter(|finding| finding.place.span.is_none()) {
        let commit = finding.place.commit.as_deref().and_then(full_id);
        let Some(commit) = commit else { continue };
        // Where the commit can't be read the finding stays where it is: that is what it tells of.
        if let Ok(Some((source, span))) = first_line(objects, commit, finding.file()) {
            finding.place.source = Some(source);
            finding.place.span = Some(span);
        }
    }
}

/// The first line that a commit changes, in a file of that name or in any.
fn first_line(
    objects: &Objects,
    commit: Oid,
    wanted: Option<&str>,
) -> Result<Option<(Source, Span)>, ObjectError> {
    let commit = objects.commit(commit)?;
    let parent = commit.parents.first().map(|parent| objects.commit(*parent)).transpose()?;
    for change in changes(objects, parent.map(|parent| parent.tree), commit.tree)? {
        let Some(new) = change.new.filter(|new| new.is_file()) else { continue };
        if change.lossy || wanted.is_some_and(|wanted| wanted != change.path) {
            continue;
        }
        let text = |oid| -> Result<_, ObjectError> {
            Ok(String::from_utf8(objects.blob(oid, Objects::BLOB_LIMIT)?).unwrap_or_default())
        };
        let after = text(new.oid)?;
        let before = change.old.filter(|old| old.is_file()).map(|old| text(old.oid)).transpose()?;
        let span = differing(&before.unwrap_or_default(), &after);
        return Ok(Some((Source::new(change.path, after), span)));
    }
    Ok(None)
}

/// The first line of a text that another does not begin with, without its line end.
fn differing(before: &str, after: &str) -> Span {
    let same: usize = before
        .split_inclusive('\n')
        .zip(after.split_inclusive('\n'))
        .take_while(|(before, after)| before == after)
        .map(|(_, after)| after.len())
        .sum();
    let line = after.get(same..).unwrap_or_default().lines().next().unwrap_or_default();
    Span::new(same, same.saturating_add(line.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_begins_on_its_first_line() {
        assert_eq!(differing("", "a\nb\n"), Span::new(0, 1));
        assert_eq!(differing("a\nb\n", "a\nxyz\nb\n"), Span::new(2, 5));
        assert_eq!(differing("a\nb\n", "a\n"), Span::new(2, 2));
        assert_eq!(differing("a", "a"), Span::new(1, 1));
    }
}
