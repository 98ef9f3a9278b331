//! A step from its parts to a commit: what `new`, `step`, `participant` and `demo` have in common.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde_json::Value as Json;

use super::around::Around;
use super::desk::Desk;
use super::filling::Filling;
use super::{CliError, Context};
use crate::diagnostic::{Finding, Rule, Severity, rule};
use crate::document::{Document, Draft};
use crate::history::{Now, RecordError, Recorded, Telling, trial_of_keys};
use crate::process::definition::Step;
use crate::process::{self, Kind, Scene, World, differences, judge};
use crate::register::{Person, StepCommit, patch};
use crate::rules;
use crate::signature::Signer;
use crate::source::{Path, Tree, parse};

/// A step that is about to be made.
pub struct Making<'a> {
    /// The register.
    pub desk: &'a Desk,
    /// The document's kind.
    pub kind: Arc<Kind>,
    /// The step's name.
    pub step: &'a str,
    /// The document as it stands; none for a new one.
    pub before: Option<Document>,
    /// Its id.
    pub id: String,
    /// Who signs, where that can be told.
    pub person: Option<process::Signer>,
    /// The moment of the commit.
    pub moment: DateTime<FixedOffset>,
    /// The wall clock.
    pub now: Now,
}

/// A step that can be made: the document as it would be, the message, and what is worth a look.
pub struct Made {
    /// The new text.
    pub tree: Tree,
    /// The commit's message.
    pub message: String,
    /// Warnings.
    pub warnings: Vec<Finding>,
}

impl<'a> Making<'a> {
    /// A step on a document that is there.
    ///
    /// # Errors
    /// A configuration or a date that can't be read.
    pub fn of(
        desk: &'a Desk,
        context: &Context,
        document: Document,
        step: &'a str,
    ) -> Result<Self, CliError> {
        let (kind, id) = (Arc::clone(&document.kind), document.id.clone());
        Self::with(desk, context, kind, id, Some(document), step)
    }

    /// A step that makes a new document.
    ///
    /// # Errors
    /// A configuration or a date that can't be read.
    pub fn new(
        desk: &'a Desk,
        context: &Context,
        kind: Arc<Kind>,
        id: String,
        step: &'a str,
    ) -> Result<Self, CliError> {
        Self::with(desk, context, kind, id, None, step)
    }

    fn with(
        desk: &'a Desk,
        context: &Context,
        kind: Arc<Kind>,
        id: String,
        before: Option<Document>,
        step: &'a str,
    ) -> Result<Self, CliError> {
        let person = desk.person()?;
        let moment = context.commit_time()?;
        let now = Now { seconds: context.now.timestamp() };
        Ok(Self { desk, kind, step, before, id, person, moment, now })
    }

    /// The day of the step.
    pub fn today(&self) -> NaiveDate {
        self.desk.snapshot.zone.date_of(self.moment.timestamp())
    }

    /// Where the document stands.
    pub fn path(&self) -> String {
        self.kind.definition.path_of(&self.id)
    }

    /// The document as people name it on a command line.
    pub fn name(&self) -> String {
        self.kind.definition.called(&self.id)
    }

    /// The step's definition; none where there is no such step.
    pub fn definition(&self) -> Option<&Step> {
        self.kind.definition.steps.get(self.step)
    }

    /// A draft with what the step writes by itself.
    pub fn draft<'d>(&'d self, step: &'d Step) -> Draft<'d> {
        let words = Filling {
            today: self.today(),
            calendar: &self.desk.snapshot.settings.calendar,
            signer: self.person.as_ref(),
            parties: &self.kind.definition.parties,
            desk: self.desk,
        };
        Draft::new(&self.kind, step, self.before.as_ref().map(|before| &*before.data), &words)
    }

    /// The document as a draft leaves it. `base` is the text of a new one, where it was given.
    ///
    /// # Errors
    /// Wrong usage: something that the text has no place for.
    pub fn written(&self, draft: &Draft<'_>, base: Option<&Tree>) -> Result<Tree, CliError> {
        Ok(match (&self.before, base) {
            (Some(before), _) => draft.apply(&before.tree)?,
            (None, Some(base)) => draft.complete(base, &self.id)?,
            (None, None) => draft.create(&self.id)?,
        })
    }

    /// Everything that is wrong with the step as it would be made: what `check` would say of the document, so far as
    /// the step has a part in it, and what the process has against the step.
    ///
    /// # Errors
    /// An object that can't be read.
    pub fn findings(&self, tree: &Tree) -> Result<Vec<Finding>, CliError> {
        self.desk.with_world(&self.path(), |world| self.findings_in(world, tree))
    }

    /// The same with what stands around the document.
    pub fn findings_in(&self, world: &dyn World, tree: &Tree) -> Vec<Finding> {
        let path = self.path();
        let tree = parse(&path, tree.source.text.as_bytes()).unwrap_or_else(|_| tree.clone());
        let document = Document::new(path, self.id.clone(), Arc::clone(&self.kind), tree);
        let name = document.name();
        let content = rules::check(&document, &Around::new(self.desk, world), self.today());
        let scene = self.scene(&document.data, world);
        let keys = trial_of_keys(&self.desk.snapshot, &document, self.person.as_ref(), self.today());
        let step =
            keys.into_iter().chain(self.late(&document.data)).chain(judge(&self.kind, self.step, &scene));
        let step = step.map(|finding| finding.locate(&document.tree).of_document(&name));
        let mut found = joined(self.own(content, &document.data), step.collect());
        if !refuses(&found) {
            found.extend(self.nothing(&document.data));
        }
        found
    }

    /// Dates that the step writes down long after them, as its timeline is going to mark them.
    fn late(&self, after: &Json) -> Vec<Finding> {
        let settings = &self.desk.snapshot.settings;
        let Some(calendar) = self.desk.snapshot.calendars.named(&settings.calendar) else {
            return Vec::new();
        };
        let nothing = Json::Object(serde_json::Map::new());
        let before = self.before.as_ref().map_or(&nothing, |before| &*before.data);
        let (changed, today) = (differences(before, after), self.today());
        let late =
            rules::backdated(&self.kind, changed, after, today, &calendar, settings.backdate_tolerance);
        late.iter().map(|late| late.finding(today)).collect()
    }

    /// That the step would change nothing.
    fn nothing(&self, after: &Json) -> Option<Finding> {
        self.before.as_ref().filter(|before| *before.data == *after)?;
        let message = format!("`{}` would change nothing", self.step);
        let help = format!(
            "give what is to change, `--set FIELD=VALUE`: `iwcp steps {}` shows what it takes",
            self.name()
        );
        Some(Finding::new(&rule::EMPTY_STEP, message).in_file(self.path()).help(help))
    }

    fn scene<'s>(&'s self, after: &'s Json, world: &'s dyn World) -> Scene<'s> {
        Scene {
            definition: &self.kind.definition,
            before: self.before.as_ref().map(|before| &*before.data),
            after,
            signer: self.person.as_ref(),
            today: self.today(),
            world,
        }
    }

    /// The findings that the step has a part in: a fault that stood there before is not its own.
    fn own(&self, mut found: Vec<Finding>, after: &Json) -> Vec<Finding> {
        let Some(before) = &self.before else { return found };
        let changed = differences(&before.data, after);
        let touches = |path: &Path| changed.iter().any(|own| own.is_within(path) || path.is_within(own));
        found.retain(|finding| {
            let by_place = [&rule::UNKNOWN_PARTICIPANT, &rule::DUPLICATE_DOCUMENT].contains(&finding.rule);
            !by_place || finding.place.path.as_ref().is_none_or(touches)
        });
        found
    }

    /// What keeps the step from being made whatever it writes: the status it starts from, and who signs.
    ///
    /// # Errors
    /// An object that can't be read.
    pub fn first_refusals(&self) -> Result<Vec<Finding>, CliError> {
        if let Some(finding) = self.desk.stranger(self.person.as_ref())? {
            return Ok(vec![finding]);
        }
        if self.before.is_none() {
            return self.taken();
        }
        self.as_it_stands(&[&rule::UNKNOWN_STEP, &rule::STEP_FROM, &rule::STEP_ROLE, &rule::STEP_PARTY])
    }

    /// What some rules have against the step as the document stands, before anything is written.
    ///
    /// # Errors
    /// An object that can't be read.
    pub fn as_it_stands(&self, rules: &[&Rule]) -> Result<Vec<Finding>, CliError> {
        let Some(before) = &self.before else { return Ok(Vec::new()) };
        let found = self.desk.with_world(&before.path, |world| {
            judge(&self.kind, self.step, &self.scene(&before.data, world))
        })?;
        let name = before.name();
        let found = found.into_iter().filter(|finding| rules.contains(&finding.rule));
        Ok(found.map(|finding| finding.locate(&before.tree).of_document(&name)).collect())
    }

    /// A new document's id is nobody else's.
    fn taken(&self) -> Result<Vec<Finding>, CliError> {
        let path = self.path();
        if !self.desk.is_there(&path)? {
            return Ok(Vec::new());
        }
        let definition = &self.kind.definition;
        let finding = Finding::new(
            &rule::DUPLICATE_ID,
            format!("the register has a {} `{}` already", definition.title, self.id),
        );
        let help = format!("`iwcp steps {}` shows what may be done with it", self.name());
        Ok(vec![finding.in_file(path).help(help)])
    }

    /// The step as it would be recorded.
    ///
    /// # Errors
    /// A message template that does not work.
    pub fn ready(&self, tree: Tree, text: Option<&str>, warnings: Vec<Finding>) -> Result<Made, CliError> {
        let data = tree.to_json();
        let telling = Telling {
            kind: &self.kind,
            id: &self.id,
            step: self.step,
            before: self.before.as_ref().map(|before| &*before.data),
            after: &data,
        };
        Ok(Made { message: telling.compose(text)?, tree, warnings })
    }

    /// What would change, as a unified diff.
    ///
    /// # Errors
    /// The environment's.
    pub fn patch(&self, made: &Made) -> Result<String, CliError> {
        let before = self.before.as_ref().map(|before| &*before.tree.source.text);
        Ok(patch(&self.path(), before, &made.tree.source.text)?)
    }

    /// Records the step.
    ///
    /// # Errors
    /// Why nothing was recorded.
    pub fn record(&self, made: &Made, signer: &Signer) -> Result<Recorded, RecordError> {
        let commit = StepCommit {
            changes: vec![(self.path(), Some(made.tree.source.text.as_bytes().to_vec()))],
            message: made.message.clone(),
            author: self.desk.register.identity(Person::Author, self.moment)?,
            committer: self.desk.register.identity(Person::Committer, self.moment)?,
        };
        self.desk.recorder(signer, self.now).record(&commit, Some(self.desk.tip))
    }
}

/// What the document and the step have against them, each fault once: the step's own word goes before the general
/// one, since it says what mends it.
fn joined(content: Vec<Finding>, mut legality: Vec<Finding>) -> Vec<Finding> {
    // A value that has not the form it must have can't be what a step needs: its form is told, once.
    let shapes = [&rule::WRONG_TYPE, &rule::VALUE_NOT_ALLOWED, &rule::MALFORMED_VALUE];
    let shapeless: Vec<&Option<Path>> = content
        .iter()
        .filter(|finding| shapes.contains(&finding.rule) && finding.place.path.is_some())
        .map(|finding| &finding.place.path)
        .collect();
    legality
        .retain(|finding| finding.rule != &rule::STEP_CONTENT || !shapeless.contains(&&finding.place.path));
    let general =
        [&rule::MISSING_FIELD, &rule::STATUS_CONTENT, &rule::DUPLICATE_DOCUMENT, &rule::UNKNOWN_PARTICIPANT];
    let lacks = legality.iter().any(|other| other.rule == &rule::STEP_CONTENT);
    let said = |finding: &Finding| {
        let there = |other: &Finding| other.place.path.is_some() && other.place.path == finding.place.path;
        // What the status lacks is what the step did not bring.
        general.contains(&finding.rule)
            && (legality.iter().any(there) || (lacks && finding.rule == &rule::STATUS_CONTENT))
    };
    let once = |finding: &Finding| !legality.contains(finding);
    let mut found: Vec<Finding> =
        content.into_iter().filter(|finding| !said(finding) && once(finding)).collect();
    found.extend(legality);
    found
}

/// Whether findings keep a step from being made.
pub fn refuses(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity != Severity::Warning)
}
