//! Counts again what releases of figures say, from the commit that each of them names. What came out the same once is
//! remembered by its blob, in the git directory: content and commits do not change, and can be counted anew at any time.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::gather::counted_whole;
use super::release::{limits, released};
use crate::cli::books::Books;
use crate::cli::desk::Desk;
use crate::cli::{CliError, Context};
use crate::diagnostic::{Finding, Severity, rule};
use crate::document::Document;
use crate::history::{BUILD, Cache, History, Options, Verification};
use crate::process::Kind;
use crate::process::definition::Measures;
use crate::register::{Oid, Register, Shelf, entry_at};
use crate::statistics::{Draft, Group, Limits, Period, told};

/// The shelf of what came out the same, its file, and how large that may be.
const SHELF: &str = "releases";
const COUNTED: &str = "counted";
const LIMIT: u64 = 1 << 20;

/// What releases say at the tip of a history that was verified and is not so.
///
/// # Errors
/// The environment's.
pub(in crate::cli) fn recount(
    verified: &Verification,
    options: &Options,
    context: &Context,
) -> Result<Vec<Finding>, CliError> {
    let Some(root) = verified.root else { return Ok(Vec::new()) };
    // What can't be opened can't be counted, which verifying has told.
    let Ok(desk) = Desk::open(context).and_then(|desk| desk.at_commit(verified.tip)) else {
        return Ok(Vec::new());
    };
    let Ok((_, _, release)) = released(&desk) else { return Ok(Vec::new()) };
    let mut memory = Memory::of(&desk.register, root, options.cache);
    let mut documents = Vec::new();
    for document in desk.documents(&*desk.kind(&release.kind)?)? {
        let blob = entry_at(&desk.objects, desk.tree, &document.path)?.map(|entry| entry.oid);
        documents.extend(blob.filter(|blob| !memory.has(*blob)).map(|blob| (blob, document)));
    }
    if documents.is_empty() {
        return Ok(Vec::new());
    }
    let history = History::read(&desk.register, desk.tip, options)?;
    let mut books = Books::of(desk, history);
    if options.cache != Cache::Off {
        books.foresee()?;
    }
    let mut findings = Vec::new();
    for (blob, document) in documents {
        match Count::of(&books, &document)?.wrong(&document) {
            Some(finding) => findings.push(finding),
            None => memory.add(blob),
        }
    }
    memory.keep();
    Ok(findings)
}

/// A release, counted again.
struct Count {
    /// The commit that wrote its figures.
    written: String,
    /// What is wrong with it.
    fault: Option<Fault>,
}

enum Fault {
    /// It says something else.
    Differs(String),
    /// It is of a format that is not at hand.
    Format,
}

impl Count {
    fn of(books: &Books, document: &Document) -> Result<Self, CliError> {
        let (kind, measures, release) = released(&books.desk)?;
        let kind = books.desk.snapshot.versioned(&kind, &document.data);
        let measures = kind.definition.measures.as_ref().unwrap_or(measures);
        let said = release.field.value(&document.data);
        let period = said.and_then(|said| said.get("period")?.as_str()).map(Period::quarter);
        let steps = books.steps(&document.path);
        let wrote = release
            .field
            .first(&document.data)
            .and_then(|field| steps.iter().rev().map(|(_, event)| event).find(|event| event.sets(&field)));
        // What is no release has been told, and what no step wrote.
        let (Some(said), Some(Ok(period)), Some(wrote)) = (said, period, wrote) else {
            return Ok(Self { written: String::new(), fault: None });
        };
        let limits = limits_before(books, &wrote.commit)?;
        let counting = Counting { books, kind, measures, said, period: &period, limits };
        Ok(Self { written: wrote.commit.clone(), fault: counting.fault()? })
    }

    fn wrong(self, document: &Document) -> Option<Finding> {
        let id = &document.id;
        let finding = match self.fault? {
            Fault::Differs(how) => {
                let finding =
                    Finding::new(&rule::RELEASE_FIGURES, format!("{id} is not what was counted: {how}"));
                finding.help(format!(
                    "`iwcp stats --release {id} --dry-run` shows what is; nobody should hand this on"
                ))
            }
            Fault::Format => {
                let message = format!(
                    "{id} is of another format than this program counts by, and was not counted again"
                );
                let finding = Finding::new(&rule::RELEASE_FIGURES, message).severity(Severity::Unchecked);
                finding.help("the version of iwcp that wrote it can count it again")
            }
        };
        Some(finding.in_commit(self.written).of_document(document.name()))
    }
}

/// What the register asked of a released figure when a commit was made.
fn limits_before(books: &Books, commit: &str) -> Result<Limits, CliError> {
    let desk = &books.desk;
    let commit = desk.objects.commit(desk.register.resolve(commit)?)?;
    let tree = match commit.parents.first() {
        Some(parent) => desk.objects.links(*parent)?.tree,
        None => commit.tree,
    };
    Ok(limits(&desk.snapshots.of(&desk.objects, tree)?.settings))
}

/// What is counted again, and what was said.
struct Counting<'a> {
    books: &'a Books,
    kind: &'a Kind,
    measures: &'a Measures,
    said: &'a Json,
    period: &'a Period,
    limits: Limits,
}

impl Counting<'_> {
    fn fault(&self) -> Result<Option<Fault>, CliError> {
        let Some(rolling) = self.period.rolling() else { return Ok(None) };
        let groups = [self.group(self.period, None)?, self.group(&rolling, None)?];
        let [quarter, four] = &groups;
        // The day after the quarter: as it stood then, whatever day it is.
        let known = self.books.commits_at(self.period.to)?;
        let commit = self.books.history.commit_of(known).map(|commit| commit.to_string()).unwrap_or_default();
        let draft = Draft {
            measures: self.measures,
            period: self.period,
            commit: &commit,
            groups: [quarter, four],
            limits: self.limits,
        };
        let told = told(self.said);
        // What it keeps silent, it may.
        let silent: BTreeSet<_> =
            told.iter().filter(|(_, value)| value.is_none()).map(|(key, _)| key.clone()).collect();
        let revisions = self.said.get("revisions").and_then(Json::as_array).cloned().unwrap_or_default();
        let counted = draft.written(&silent, &revisions);
        if self.said.get("format") != counted.get("format") {
            return Ok(Some(Fault::Format));
        }
        if let Some(how) = difference(self.said, &counted) {
            return Ok(Some(Fault::Differs(how)));
        }
        let small = draft
            .wishes()
            .into_iter()
            .find(|(key, wish)| !silent.contains(key) && wish.is_small(self.limits));
        if let Some((key, _)) = small {
            let count = &key.count;
            return Ok(Some(Fault::Differs(format!("`{count}` is told, and is small or of few sources"))));
        }
        Ok(self.revised(&revisions)?.map(Fault::Differs))
    }

    /// The figures of a period as they stood at its end, or on a later day.
    fn group(&self, period: &Period, on: Option<NaiveDate>) -> Result<Group, CliError> {
        counted_whole(self.books, self.kind, self.books.window(period, on, self.period.to)?)
    }

    /// What it says of an earlier release that is other now, and is not.
    fn revised(&self, revisions: &[Json]) -> Result<Option<String>, CliError> {
        for revision in revisions {
            let text = |name: &str| revision.get(name).and_then(Json::as_str).unwrap_or_default();
            let (quarter, figure) = (text("period"), text("figure"));
            let now = match Period::quarter(quarter) {
                Ok(period) => {
                    let group = self.group(&period, Some(self.period.to))?;
                    group.counts.get(figure).map(|cell| Json::from(cell.value))
                }
                Err(_) => None,
            };
            if now.is_none() || revision.get("is") != now.as_ref() {
                return Ok(Some(format!("`{figure}` of {quarter} is not what it is said to be now")));
            }
        }
        Ok(None)
    }
}

/// The first thing that is said otherwise than it was counted.
fn difference(said: &Json, counted: &Json) -> Option<String> {
    let members = |of: &Json| of.as_object().cloned().unwrap_or_default();
    let (said, counted) = (members(said), members(counted));
    let names: BTreeSet<&String> = said.keys().chain(counted.keys()).collect();
    let name = names.into_iter().find(|name| said.get(*name) != counted.get(*name))?;
    let (said, counted) = (said.get(name).unwrap_or(&Json::Null), counted.get(name).unwrap_or(&Json::Null));
    match (said.as_array(), counted.as_array()) {
        (Some(said), Some(counted)) => {
            let at = (0..said.len().max(counted.len())).find(|at| said.get(*at) != counted.get(*at))?;
            let figure = said.get(at).or(counted.get(at)).and_then(|item| item.get("figure")?.as_str());
            Some(format!("`{}` comes to something else", figure.unwrap_or(name)))
        }
        _ => Some(format!("`{name}` is {said}, and comes to {counted}")),
    }
}

/// The releases that came out the same, by their blobs.
struct Memory {
    shelf: Option<Shelf>,
    heading: String,
    blobs: BTreeSet<String>,
    new: bool,
}

impl Memory {
    fn of(register: &Register, root: Oid, cache: Cache) -> Self {
        let shelf = (cache != Cache::Off).then(|| register.shelf(SHELF));
        let heading = format!("{BUILD} {root}");
        let text = shelf.as_ref().and_then(|shelf| shelf.read_sealed(COUNTED, LIMIT));
        let mut lines = text.as_deref().unwrap_or_default().lines().map(str::to_owned);
        let blobs = if lines.next().as_ref() == Some(&heading) { lines.collect() } else { BTreeSet::new() };
        Self { shelf, heading, blobs, new: false }
    }

    fn has(&self, blob: Oid) -> bool {
        self.blobs.contains(&blob.to_string())
    }

    fn add(&mut self, blob: Oid) {
        self.new |= self.blobs.insert(blob.to_string());
    }

    /// Where it can't be kept they are counted again the next time.
    fn keep(&self) {
        let Some(shelf) = self.shelf.as_ref().filter(|_| self.new) else { return };
        let lines: String = self.blobs.iter().map(|blob| format!("{blob}\n")).collect();
        shelf.write_sealed(COUNTED, &format!("{}\n{lines}", self.heading));
    }
}
