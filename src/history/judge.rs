//! Judges one commit with one parent: its signature, its dates, and either the one step that it makes or the
//! housekeeping that it does. Everything is judged by what stood in the parent's tree.

use std::sync::Arc;

use chrono::NaiveDate;
use git2::Oid;
use serde_json::Value as Json;

use super::authority::succession;
use super::facts::{Facts, Touched};
use super::lost::signed_by;
use super::message::{STEP, Telling};
use super::places::{files, misplaced};
use crate::diagnostic::{Finding, rule};
use crate::process::{Scene, Signer, World, judge};
use crate::register::{Links, short};
use crate::rules::references;

/// The verifier's clock.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    /// Seconds since 1970.
    pub seconds: i64,
}

/// What is known of a commit that another one builds on.
#[derive(Clone, Debug)]
pub(super) struct Ancestor {
    /// Its tree.
    pub tree: Oid,
    /// Its committer date in seconds since 1970.
    pub seconds: i64,
}

impl From<&Links> for Ancestor {
    fn from(links: &Links) -> Self {
        Self { tree: links.tree, seconds: links.seconds }
    }
}

/// What judging a commit found out.
pub(super) struct Verdict {
    /// Everything that is wrong with it.
    pub findings: Vec<Finding>,
    /// The step it makes, where it makes one.
    pub step: Option<String>,
    /// Who signed it, where that is known.
    pub signer: Option<Signer>,
}

/// Judges a commit with one parent. `before` is the touched document as it stood in the parent.
pub(super) fn ordinary(
    facts: &Facts,
    parent: &Ancestor,
    before: Option<&Arc<Json>>,
    world: &dyn World,
    now: Now,
) -> Verdict {
    let mut findings = dates(facts, &[parent], now);
    findings.extend(files(facts));
    findings.extend(illegible(facts));
    findings.extend(misplaced(facts));
    findings.extend(facts.belongings.iter().cloned());
    let (signer, found) = signed_by(facts, &facts.snapshot);
    findings.extend(found);
    findings.extend(succession(facts, signer.as_ref()));
    let step = facts.message.values(STEP).next().map(str::to_owned);
    match facts.touched.as_slice() {
        [] => findings.extend(housekeeping(facts, step.as_deref(), signer.as_ref())),
        [touched] => {
            findings.extend(mixed(facts, touched));
            findings.extend(document(facts, touched, step.as_deref(), signer.as_ref(), before, world));
        }
        several => {
            let names: Vec<String> = several.iter().map(|touched| touched.change.path.clone()).collect();
            findings.push(
                Finding::new(&rule::SEVERAL_STEPS, format!("one commit changes {}", names.join(", ")))
                    .help("make one commit a step: `iwcp step` does"),
            );
            for touched in several {
                findings.extend(removed(touched, facts));
                findings.extend(touched.findings.clone());
            }
        }
    }
    let one = matches!(facts.touched.as_slice(), [_]);
    Verdict { findings: placed(facts, findings), step: step.filter(|_| one), signer }
}

/// Names the commit in findings that do not name one.
pub(super) fn placed(facts: &Facts, findings: Vec<Finding>) -> Vec<Finding> {
    let id = facts.commit.oid.to_string();
    let named = |mut finding: Finding| {
        finding.place.commit.get_or_insert_with(|| id.clone());
        finding
    };
    findings.into_iter().map(named).collect()
}

/// A commit is not earlier than its parents and not later than now.
pub(super) fn dates(facts: &Facts, parents: &[&Ancestor], now: Now) -> Vec<Finding> {
    let mut found = Vec::new();
    let zone = facts.snapshot.zone;
    let own = facts.commit.committer.seconds;
    if let Some(parent) = parents.iter().find(|parent| own < parent.seconds) {
        let message = format!("dated {}, before its parent of {}", zone.show(own), zone.show(parent.seconds));
        found.push(
            Finding::new(&rule::COMMIT_DATE, message).help("a date can't be mended: make the step anew"),
        );
    }
    let tolerance = i64::from(facts.snapshot.settings.clock_tolerance) * 60;
    if own > now.seconds.saturating_add(tolerance) {
        let message = format!("dated {}, later than now ({})", zone.show(own), zone.show(now.seconds));
        found.push(
            Finding::new(&rule::FUTURE_COMMIT, message).help("set the clock right and make the step anew"),
        );
    }
    found
}

/// A message is read here as git shows it: as UTF-8, and to its end.
pub(super) fn illegible(facts: &Facts) -> Option<Finding> {
    let utf8 = |name: &str| name.eq_ignore_ascii_case("UTF-8") || name.eq_ignore_ascii_case("UTF8");
    let message = match &facts.commit.encoding {
        _ if facts.commit.message.contains(&0) => {
            "the message holds a NUL, behind which git shows nothing".to_owned()
        }
        Some(encoding) if !utf8(encoding) => {
            format!("the message is said to be in {encoding}: git shows it otherwise than it is read here")
        }
        _ => return None,
    };
    let help = "make the commit anew with a message in UTF-8: `git config --unset i18n.commitEncoding`";
    Some(Finding::new(&rule::TRAILER_MISMATCH, message).help(help))
}

fn housekeeping(facts: &Facts, step: Option<&str>, signer: Option<&Signer>) -> Vec<Finding> {
    if let Some(step) = step {
        let message = format!("the message claims the step `{step}`, and no document changed");
        return vec![Finding::new(&rule::EMPTY_STEP, message).help("a step is made by `iwcp step`")];
    }
    keeper_only(facts, signer)
}

/// What is no document is kept by the register's keeper alone.
fn keeper_only(facts: &Facts, signer: Option<&Signer>) -> Vec<Finding> {
    let keeper = signer.is_none_or(|signer| facts.snapshot.is_keeper(&signer.role));
    if keeper {
        return Vec::new();
    }
    let person = signer.map(|signer| format!("{} ({})", signer.person, signer.role)).unwrap_or_default();
    let what = facts
        .other
        .first()
        .map_or_else(|| "an empty commit".to_owned(), |change| format!("`{}`", change.path));
    vec![
        Finding::new(&rule::HOUSEKEEPING, format!("{person} changes {what}, which is no document"))
            .help("only the register's keeper changes what is no document: ask them, or leave it out"),
    ]
}

/// A step's commit holds nothing beside its document and further files that belong to it.
fn mixed(facts: &Facts, touched: &Touched) -> Vec<Finding> {
    let definition = &touched.kind.definition;
    let claimed = facts.message.values(STEP).next();
    let attaches = claimed.and_then(|name| definition.steps.get(name)).is_some_and(|step| step.attaches);
    let mut found = Vec::new();
    for change in &facts.other {
        let belongs = attaches && definition.owner_of(&change.path) == Some(touched.id.as_str());
        let path = &change.path;
        let (message, help) = match (belongs, change.old.is_some()) {
            (true, false) => continue,
            (true, true) => (
                format!(
                    "`{path}` stood there before: a step adds files, it neither changes nor removes them"
                ),
                "put it back: `git restore --source=HEAD^ -- PATH`; what has to go is taken away by the register's keeper, in a commit of its own",
            ),
            (false, _) => (
                format!("`{path}` changes in the same commit as {} {}", definition.kind, touched.id),
                "put it into a commit of its own",
            ),
        };
        found.push(Finding::new(&rule::MIXED_COMMIT, message).in_file(path.clone()).help(help));
    }
    found
}

fn document(
    facts: &Facts,
    touched: &Touched,
    step: Option<&str>,
    signer: Option<&Signer>,
    before: Option<&Arc<Json>>,
    world: &dyn World,
) -> Vec<Finding> {
    let name = format!("{} {}", touched.kind.definition.kind, touched.id);
    let of_document = |finding: Finding| match finding.place.document {
        Some(_) => finding,
        None => finding.of_document(&name),
    };
    if let Some(finding) = removed(touched, facts) {
        return vec![of_document(finding)];
    }
    let mut found = touched.findings.clone();
    if let Some(document) = &touched.document {
        let steps = Step { facts, touched, signer, before, world };
        found.extend(references(document, before.map(|before| &**before), world, |_| Vec::new()));
        found.extend(
            steps.judge(step, &document.data).into_iter().map(|finding| finding.locate(&document.tree)),
        );
    }
    found.into_iter().map(of_document).collect()
}

fn removed(touched: &Touched, facts: &Facts) -> Option<Finding> {
    let finding = Finding::new(&rule::DOCUMENT_REMOVED, format!("`{}` was removed", touched.change.path))
        .in_file(touched.change.path.clone())
        .help(format!("a document is never removed: `git revert {}`", short(facts.commit.oid)));
    touched.change.new.is_none().then_some(finding)
}

struct Step<'a> {
    facts: &'a Facts,
    touched: &'a Touched,
    signer: Option<&'a Signer>,
    before: Option<&'a Arc<Json>>,
    world: &'a dyn World,
}

impl Step<'_> {
    fn judge(&self, step: Option<&str>, after: &Json) -> Vec<Finding> {
        let kind = &self.touched.kind;
        let Some(step) = step else { return vec![self.without_step(after)] };
        let before = self.before.map(|before| &**before);
        let today: NaiveDate = self.facts.snapshot.zone.date_of(self.facts.commit.committer.seconds);
        let scene = Scene {
            definition: &kind.definition,
            before,
            after,
            signer: self.signer,
            today,
            world: self.world,
        };
        let mut found = judge(kind, step, &scene);
        let telling = Telling { kind, id: &self.touched.id, step, before, after };
        found.extend(telling.disagreements(&self.facts.message));
        found
    }

    fn without_step(&self, after: &Json) -> Finding {
        let definition = &self.touched.kind.definition;
        let status = |document: Option<&Json>| {
            document.and_then(|document| definition.status_of(document)).map(str::to_owned)
        };
        let (was, is) = (status(self.before.map(|before| &**before)), status(Some(after)));
        if was == is {
            let message = format!(
                "`{}` changes without a step: the message has no trailer `{STEP}`",
                self.touched.change.path
            );
            return Finding::new(&rule::MISSING_TRAILER, message)
                .help("changes of a document are made by `iwcp step`");
        }
        let word = |status: Option<String>| status.unwrap_or_else(|| "nothing".to_owned());
        Finding::new(
            &rule::STATUS_WITHOUT_STEP,
            format!("the status goes from {} to {} without a step", word(was), word(is)),
        )
        .help("a status changes by `iwcp step` only")
    }
}
