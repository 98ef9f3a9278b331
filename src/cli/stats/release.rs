//! `iwcp stats --release`: the figures of a quarter as a document of their own, which both bodies approve before anybody
//! else sees it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value as Json;

use super::gather::counted_whole;
use crate::cli::books::Books;
use crate::cli::desk::Desk;
use crate::cli::making::Making;
use crate::cli::step::{Given, make};
use crate::cli::{CliError, Context, Outcome};
use crate::document::Document;
use crate::process::definition::{Measures, Release};
use crate::process::{Kind, Scene, digest};
use crate::register::Settings;
use crate::statistics::{Board, Draft, Key, Limits, Period, ordinal, quarter_of, revisions, told};

/// How far the quarters reach that those of a release may be set beside.
const REACH: i64 = 4;

/// Drafts the release of a quarter, or drafts it anew.
///
/// # Errors
/// Wrong usage: a process without releases, a quarter that is not over, a release that is out.
pub(super) fn run(period: &Period, given: Given, context: &Context) -> Result<Outcome, CliError> {
    let mut books = Books::open(None, context)?;
    books.foresee()?;
    if !books.is_clean(context)? {
        return Ok(Outcome::Findings);
    }
    let today = books.desk.snapshot.zone.date_of(context.commit_time()?.timestamp());
    if period.to >= today {
        let error = CliError::usage(format!("{period} is no quarter that is over"));
        return Err(match quarter_of(today).and_then(|quarter| quarter.before()) {
            Some(last) => error.hint(format!("the last that is over is {last}")),
            None => error,
        });
    }
    let (kind, measures, release) = released(&books.desk)?;
    let issue = Issue { books: &books, kind: &kind, measures, release, context };
    let written = issue.written(period)?;
    issue.record(period, &written, given)
}

/// The kind whose figures are released, and how.
pub(super) fn released(desk: &Desk) -> Result<(Arc<Kind>, &Measures, &Release), CliError> {
    let found = desk.kinds().iter().find_map(|kind| {
        let measures = kind.definition.measures.as_ref()?;
        Some((Arc::clone(kind), measures, measures.release.as_ref()?))
    });
    found.ok_or_else(|| {
        CliError::usage("the process of this register releases no figures")
            .hint("`release` in the `measures` of a process definition says how figures are released")
    })
}

/// What a register asks of a released figure.
pub(super) fn limits(settings: &Settings) -> Limits {
    Limits {
        threshold: u64::from(settings.release_threshold),
        sources: usize::try_from(settings.release_sources).unwrap_or(usize::MAX),
    }
}

struct Issue<'a> {
    books: &'a Books,
    kind: &'a Kind,
    measures: &'a Measures,
    release: &'a Release,
    context: &'a Context,
}

impl Issue<'_> {
    /// What may be told of a quarter.
    fn written(&self, period: &Period) -> Result<Json, CliError> {
        let earlier = self.earlier(period)?;
        let limits = limits(&self.books.desk.snapshot.settings);
        let today = self.books.desk.today(self.context);
        let window = self.books.window(period, None, today)?;
        let commit = self.books.history.commit_of(window.known).ok_or_else(|| {
            CliError::usage(format!("the register was not there yet at the end of {period}"))
                .hint("name a later quarter")
        })?;
        let rolling = period.rolling().ok_or_else(|| CliError::usage("that lies before all calendars"))?;
        let groups = [self.of(period)?, self.of(&rolling)?];
        let [quarter, four] = &groups;
        let draft = Draft {
            measures: self.measures,
            period,
            commit: &commit.to_string(),
            groups: [quarter, four],
            limits,
        };
        let said = earlier.iter().flat_map(told).collect();
        let truth = self.truth(period, &said)?;
        let board = Board { measures: self.measures, truth: &truth, told: &said, limits };
        let hidden = board.hidden(&draft.wishes());
        let revised = match earlier.iter().max_by_key(|release| release.get("period").map(Json::to_string)) {
            Some(last) => self.revised(last, period, limits)?,
            None => Vec::new(),
        };
        Ok(draft.written(&hidden, &revised))
    }

    /// What other releases said that are out.
    fn earlier(&self, period: &Period) -> Result<Vec<Json>, CliError> {
        let desk = &self.books.desk;
        let mut found = Vec::new();
        let own = period.to_string();
        for document in desk.documents(&*desk.kind(&self.release.kind)?)? {
            if document.id != own && self.is_out(&document)? {
                found.extend(self.release.field.value(&document.data).cloned());
            }
        }
        Ok(found)
    }

    fn is_out(&self, document: &Document) -> Result<bool, CliError> {
        let today = self.books.desk.today(self.context);
        self.books.desk.with_world(&document.path, |world| {
            let definition = &document.kind.definition;
            let scene = Scene { definition, before: None, after: &document.data, signer: None, today, world };
            scene.holds(&self.release.out).is_ok()
        })
    }

    /// The figures of a period, as they stood at its end.
    fn of(&self, period: &Period) -> Result<crate::statistics::Group, CliError> {
        let window = self.books.window(period, None, self.books.desk.today(self.context))?;
        counted_whole(self.books, self.kind, window)
    }

    /// The numbers of all quarters that this one's, and those of earlier releases, may be set beside.
    fn truth(
        &self,
        period: &Period,
        said: &BTreeMap<Key, Option<u64>>,
    ) -> Result<BTreeMap<Key, u64>, CliError> {
        let own = ordinal(period);
        let quarters = said.keys().map(|key| key.quarter).chain([own]);
        let (first, last) = quarters.fold((own, own), |(first, last), it| (first.min(it), last.max(it)));
        let mut truth = BTreeMap::new();
        let mut next = Some(period.clone());
        // From the last quarter back: each one is the one before.
        for _ in 0..last.saturating_sub(own) {
            next = next.and_then(|quarter| quarter_of(quarter.to.succ_opt()?));
        }
        while let Some(quarter) = next.filter(|quarter| ordinal(quarter) >= first.saturating_sub(REACH)) {
            for (rolling, period) in [(false, Some(quarter.clone())), (true, quarter.rolling())] {
                let Some(period) = period else { continue };
                for (name, cell) in self.of(&period)?.counts {
                    truth.insert(Key { quarter: ordinal(&quarter), rolling, count: name }, cell.value);
                }
            }
            next = quarter.before();
        }
        Ok(truth)
    }

    /// What of the last release is other, looked at from the end of this quarter.
    fn revised(&self, last: &Json, period: &Period, limits: Limits) -> Result<Vec<Json>, CliError> {
        let quarter = last.get("period").and_then(Json::as_str).and_then(|text| Period::quarter(text).ok());
        let Some(quarter) = quarter.filter(|quarter| quarter.to < period.to) else { return Ok(Vec::new()) };
        let today = self.books.desk.today(self.context);
        let window = self.books.window(&quarter, Some(period.to), today)?;
        let now = counted_whole(self.books, self.kind, window)?;
        Ok(revisions(last, &now, limits))
    }

    /// Makes the step that writes it: the one that makes such a document, or that writes it anew.
    fn record(&self, period: &Period, written: &Json, mut given: Given) -> Result<Outcome, CliError> {
        let desk = &self.books.desk;
        let kind = desk.kind(&self.release.kind)?;
        let id = period.to_string();
        let before = desk.document(&kind, &id)?;
        let status = before.as_ref().and_then(Document::status);
        let step = kind
            .definition
            .steps
            .iter()
            .find(|(_, step)| step.starts_at(status) && step.writes.contains(&self.release.field));
        let Some((step, _)) = step else {
            return Err(CliError::usage(format!("the figures of {id} are {}", status.unwrap_or_default()))
                .hint(format!("`iwcp show {}/{id}` shows them", kind.definition.kind)));
        };
        given.set.push(format!("{}={written}", self.release.field));
        given.set.push(format!("{}={}", self.release.digest, digest(written)));
        let making = match before {
            Some(document) => Making::of(desk, self.context, document, step)?,
            None => Making::new(desk, self.context, Arc::clone(&kind), id, step)?,
        };
        make(&making, None, &given, self.context)
    }
}
