//! Documents that a branch adds beside open ones on its line of which there may be one only: each was right where it was
//! made, and nobody sees the other before they meet.

use std::collections::BTreeSet;

use git2::Oid;

use super::proposal::{Look, Proposed};
use super::rivals::{Rivals, place};
use super::snapshot::{Snapshot, SnapshotError};
use crate::diagnostic::{Finding, Severity, rule};
use crate::process::Kind;
use crate::process::definition::Unique;
use crate::register::entry_at;
use crate::rules::know_of_each_other;

impl Look<'_> {
    /// A warning for each: the keeper decides what becomes of the second one.
    ///
    /// # Errors
    /// An object that can't be read.
    pub(super) fn doubles(
        &self,
        here: &Snapshot,
        tip: Oid,
        commits: &[Proposed],
    ) -> Result<Vec<Finding>, SnapshotError> {
        let base = self.objects.links(self.base)?.tree;
        let theirs = self.objects.links(tip)?.tree;
        let mut rivals = Rivals::default();
        let mut found = Vec::new();
        let paths: BTreeSet<&String> = commits.iter().flat_map(|commit| &commit.documents).collect();
        for path in paths {
            let Some((kind, id)) = here.at(path) else { continue };
            let Some(unique) = &kind.definition.unique else { continue };
            let Some(entry) = entry_at(self.objects, theirs, path)?.filter(|entry| entry.is_file()) else {
                continue;
            };
            if entry_at(self.objects, base, path)?.is_some() {
                continue;
            }
            let Some(data) = self.snapshots.document(self.objects, here, path, entry.oid)? else { continue };
            if place(&kind.definition, &data).is_none() {
                continue;
            }
            rivals.move_to(self.objects, self.snapshots, here, base)?;
            for other in rivals.of(kind, unique, &data) {
                let there = kind.definition.path_of(&other);
                let there = match entry_at(self.objects, base, &there)? {
                    Some(entry) => self.snapshots.document(self.objects, here, &there, entry.oid)?,
                    None => None,
                };
                let known = know_of_each_other(unique, (id, &data), (&other, there.as_deref()));
                found.extend((!known).then(|| self.double(kind, unique, id, &other).in_file(path.clone())));
            }
        }
        Ok(found)
    }

    fn double(&self, kind: &Kind, unique: &Unique, id: &str, other: &str) -> Finding {
        let fields: Vec<String> = unique.by.iter().map(|field| format!("`{field}`")).collect();
        let title = &kind.definition.title;
        let message =
            format!("{title} `{other}` on {} is open for the same {}", self.onto, fields.join(" and "));
        let named =
            unique.unless.as_ref().map(|list| format!(", where it names the other (`{list}: [{other}]`)"));
        Finding::new(&rule::DUPLICATE_DOCUMENT, message)
            .severity(Severity::Warning)
            .clause(unique.clause.clone())
            .of_document(format!("{} {id}", kind.definition.kind))
            .help(format!(
                "whoever comes later adds to the one that is there, or makes theirs anew{}",
                named.unwrap_or_default()
            ))
    }
}
