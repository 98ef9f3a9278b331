//! Judges the documents of a work tree or an index, all of them beside each other. Each is read twice, first for what the
//! others may know of it: all at once would take more room than a large register may.

use std::sync::Arc;

use chrono::NaiveDate;

use super::ground::{Found, Ground};
use crate::cli::parallel::each;
use crate::diagnostic::{Finding, rule};
use crate::document::Document;
use crate::history::check_keys;
use crate::process::Catalogue;
use crate::rules::{self, Holdings};

/// How many documents are there at once.
const BATCH: usize = 256;

/// What is wrong with documents, and with files that are none. `unreadable` are the paths of files that can't be read.
pub(super) fn judge(
    ground: Ground,
    files: &[Found],
    unreadable: &[String],
    today: NaiveDate,
) -> Vec<Finding> {
    let (holdings, participants) = first(&ground, files, unreadable);
    let found = each(files, |file| match read(&ground, file) {
        Some(Ok(document)) => rules::check(&document, &holdings, today),
        Some(Err(findings)) => findings,
        None => ground.catalogue().into_iter().flat_map(|catalogue| other(catalogue, file)).collect(),
    });
    let mut found: Vec<Finding> = found.into_iter().flatten().collect();
    found.extend(check_keys(&participants.iter().collect::<Vec<_>>()));
    // A version that can't be read is not unknown: its own findings tell.
    found.retain(|finding| !ground.is_partial || finding.rule != &rule::UNKNOWN_PROCESS);
    found.extend(ground.findings);
    found
}

fn read(ground: &Ground, file: &Found) -> Option<Result<Document, Vec<Finding>>> {
    Document::read(&ground.library, &ground.settings.process, &file.path, &file.bytes)
}

/// What documents may know of each other, and the participants, whose keys are judged together.
fn first(ground: &Ground, files: &[Found], unreadable: &[String]) -> (Holdings, Vec<Document>) {
    let settings = &ground.settings;
    let kind = ground.catalogue().map(|catalogue| catalogue.shared.participants.as_str());
    let mut participants = Vec::new();
    let mut holdings = Holdings::new(settings.calendar.clone(), Arc::clone(&ground.calendars));
    let cannot = |path: &str, holdings: &mut Holdings| {
        if let Some((kind, id)) = ground.library.at(&settings.process, path) {
            holdings.add_unreadable(&kind.definition.kind, id);
        }
    };
    unreadable.iter().for_each(|path| cannot(path, &mut holdings));
    for batch in files.chunks(BATCH) {
        for (file, document) in batch.iter().zip(each(batch, |file| read(ground, file))) {
            match document {
                Some(Ok(document)) => {
                    holdings.add(&document);
                    if Some(document.kind.definition.kind.as_str()) == kind {
                        participants.push(document);
                    }
                }
                Some(Err(_)) => cannot(&file.path, &mut holdings),
                None => {}
            }
        }
    }
    (holdings, participants)
}

/// A file that is no document.
fn other(catalogue: &Catalogue, file: &Found) -> Vec<Finding> {
    let misplaced = rules::misplaced_file(catalogue, &file.path);
    let clear = rules::clear_evidence(catalogue, &file.path, &file.bytes);
    misplaced.into_iter().chain(clear).chain(rules::calendar_file(&file.path, &file.bytes)).collect()
}
