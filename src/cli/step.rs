//! `iwcp step`: one transition of one document, as one signed commit, or a refusal that changes nothing.

use std::path::PathBuf;

use super::answered::Answered;
use super::asking::{agree, ask, wanting};
use super::desk::Desk;
use super::editing::{Kept, edited};
use super::filled::{self, Filled};
use super::making::{Made, Making, refuses};
use super::standing::{refuse, refused};
use super::{CliError, Context, Outcome};
use crate::diagnostic::{Finding, rule};
use crate::document::{Draft, DraftError, field_of};
use crate::history::RecordError;
use crate::output::Report;
use crate::process::definition::Step;
use crate::process::possible;
use crate::register::{Oid, short};
use crate::rules::without_serials;
use crate::source::{Tree, printable};
use serde_json::json;

/// Makes one step: edits the document, checks it, commits it signed; or refuses with the clause, and nothing changed
///
/// `iwcp steps ID` shows which steps are possible and what they want. Fields are named by their paths
/// (`rounds.0.notice.contact`, `rounds.-1.response.verdict` for the last round) or by a short name among those that
/// the step writes (`verdict`). In a list `+` is a further item, `-1` the last one, and `KEY=VALUE` the last one whose
/// KEY is that VALUE.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The document: its id, or KIND/ID where several kinds have it
    #[arg(value_name = "ID")]
    document: String,
    /// The step
    step: String,
    /// Take what somebody wrote into the document's form (.docx, .md), or changed in a copy of it (.yaml)
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    #[command(flatten)]
    given: Given,
}

/// What a step is given, whichever command makes it.
#[derive(Debug, Default, clap::Args)]
pub struct Given {
    /// Set a field to a YAML value; a field of text takes it as it is written (again and again)
    #[arg(long, value_name = "FIELD=VALUE")]
    pub set: Vec<String>,
    /// Take a field away that the step may write (again and again)
    #[arg(long, value_name = "FIELD")]
    pub unset: Vec<String>,
    /// What the command itself sets, before anything that was given.
    #[arg(skip)]
    pub preset: Vec<String>,
    /// Where that stands in a form that came back.
    #[arg(skip)]
    pub answered: Answered,
    /// Open the editor on the fields that the step writes
    #[arg(long)]
    pub edit: bool,
    /// Say something in the commit's message
    #[arg(short, long, value_name = "TEXT")]
    pub message: Option<String>,
    /// Show the change and the message, and make nothing
    #[arg(long)]
    pub dry_run: bool,
}

impl Given {
    /// Takes what a file says; what is said beside it goes over it.
    pub fn take(&mut self, filled: Filled) {
        self.preset = filled.set;
        self.answered = filled.answered;
    }
}

/// Runs the command.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    let desk = Desk::open(context)?;
    let document = desk.find(&args.document, Some(&args.step))?;
    let mut given = args.given;
    if let Some(file) = &args.from {
        match filled::filled(&document.kind, Some(&document), file, context)? {
            Ok(filled) => given.take(filled),
            Err(other) => return refuse(&[other], context),
        }
    }
    let making = Making::of(&desk, context, document, &args.step)?;
    make(&making, None, &given, context)
}

/// Makes a step with what was given, asking for the rest where somebody can be asked.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn make(
    making: &Making<'_>,
    base: Option<&Tree>,
    given: &Given,
    context: &Context,
) -> Result<Outcome, CliError> {
    if let Some(day) = context.as_of {
        let error = CliError::usage(format!("a step is made now, and not as of {day}"));
        return Err(error.hint("leave `--as-of` out; the days that a step writes are given with `--set`"));
    }
    let Some(step) = making.definition() else { return unknown(making, context) };
    if let Some(outcome) = refused(making.desk, making.desk.tip, None, context)? {
        return Ok(outcome);
    }
    // A step from the wrong status or by the wrong signer is refused before anything is asked of what it writes.
    let early = making.first_refusals()?;
    if refuses(&early) {
        return refuse(&early, context);
    }
    let mut draft = match drafted(making, step, base, given)? {
        Ok(draft) => draft,
        Err(unready) => return refuse(&unready, context),
    };
    if given.edit && !given.set.is_empty() && Kept::of(making)?.is_there() {
        context.output.note("what you wrote before is opened again, and goes over `--set`")?;
    }
    let drawn = match given.edit {
        true => edited(making, base, step, &mut draft).map(|(tree, findings)| (tree, findings, false)),
        false => completed(making, base, &mut draft, &given.answered),
    };
    let answered = given.answered.under(&draft);
    let outcome = drawn.and_then(|drawn| finish(making, base, drawn, given, &answered, context));
    let made = matches!(outcome, Ok(Outcome::Fine)) && !given.dry_run;
    let settled = if given.edit { settle(making, made, context) } else { Ok(()) };
    outcome.and_then(|outcome| settled.map(|()| outcome))
}

/// A document as a step leaves it, what is found about it, and whether somebody was asked for it.
type Drawn = (Tree, Vec<Finding>, bool);

/// Makes the step as it was drawn up, shows it, or refuses it.
fn finish(
    making: &Making<'_>,
    base: Option<&Tree>,
    (tree, findings, asked): Drawn,
    given: &Given,
    answered: &Answered,
    context: &Context,
) -> Result<Outcome, CliError> {
    let findings = findings.into_iter().map(|finding| match base {
        Some(base) => at_home(finding, base, &tree),
        None => answered.at_home(finding, making.before.is_none()),
    });
    let findings = findings.filter(|finding| !answered.covers(finding));
    let findings: Vec<Finding> = answered.findings().cloned().chain(findings).collect();
    if refuses(&findings) {
        return lacking(making, &tree, &findings, context);
    }
    let made = making.ready(tree, given.message.as_deref(), findings)?;
    if given.dry_run {
        return show(making, &made, context);
    }
    if asked {
        agree(making, &made)?;
    }
    record(making, &made, context)
}

/// What somebody wrote into the editor goes when its step is made; until then, nobody has to write it again.
fn settle(making: &Making<'_>, made: bool, context: &Context) -> Result<(), CliError> {
    let kept = Kept::of(making)?;
    match made {
        true => kept.forget(),
        false if kept.is_there() => {
            context.output.note("what you wrote is kept: the same command opens it again")?;
        }
        false => {}
    }
    Ok(())
}

/// Refuses a step as it stands; where it lacks several fields, all of them stand in one line to copy from.
fn lacking(
    making: &Making<'_>,
    tree: &Tree,
    findings: &[Finding],
    context: &Context,
) -> Result<Outcome, CliError> {
    let outcome = refuse(findings, context)?;
    let wanted = wanting(making, tree, findings);
    if wanted.len() > 1 && !context.output.is_json() {
        let note = format!("still wanted: {}; `--edit` opens them in your editor", wanted.join(" "));
        context.output.note(&note)?;
    }
    Ok(outcome)
}

/// What a new document without an id would want, its id among it.
///
/// # Errors
/// Wrong usage, or the environment's.
pub(super) fn nameless(
    making: &Making<'_>,
    base: Option<&Tree>,
    given: &Given,
) -> Result<CliError, CliError> {
    let definition = &making.kind.definition;
    let mut command = vec![format!("iwcp new {} --id {}", definition.kind, making.id)];
    if let Some(step) = making.definition()
        && let Ok(draft) = drafted(making, step, base, given)?
    {
        let tree = making.written(&draft, base)?;
        command.extend(wanting(making, &tree, &making.findings(&tree)?));
    }
    let error = CliError::usage(format!("a {} needs an id", definition.title));
    Ok(error.hint(format!("give one with --id: `{}`", command.join(" "))))
}

/// Refuses a step that the kind does not have.
fn unknown(making: &Making<'_>, context: &Context) -> Result<Outcome, CliError> {
    let Some(before) = &making.before else {
        let steps = making.kind.definition.steps.iter().filter(|(_, step)| step.starts_at(None));
        let error = CliError::usage(format!("no step `{}` makes a new document", making.step));
        return Err(error.or_meant(making.step, steps.map(|(name, _)| name.as_str())));
    };
    let found = making.findings(&before.tree)?.into_iter();
    let found = found.filter(|finding| finding.rule == &rule::UNKNOWN_STEP);
    refuse(&found.map(|finding| with_possible(making, finding)).collect::<Vec<_>>(), context)
}

/// Records a step, and tells of it.
fn record(making: &Making<'_>, made: &Made, context: &Context) -> Result<Outcome, CliError> {
    match making.record(made, &making.desk.signer()?) {
        Ok(recorded) => {
            let new =
                |finding: &&Finding| !made.warnings.iter().any(|known| known.message == finding.message);
            let mut warnings = made.warnings.clone();
            warnings.extend(recorded.findings.iter().filter(new).cloned());
            tell(making, made, recorded.commit, &warnings, &recorded.unfinished, context).map_err(|error| {
                error.hint(format!("the step is made all the same: `git show {}`", short(recorded.commit)))
            })
        }
        Err(RecordError::Refused(findings)) => refuse(&findings, context),
        Err(error) => Err(error.into()),
    }
}

/// Puts a finding on the text that its author wrote, where that is to blame: what the step writes by itself, or was
/// given beside the text, stands in the document alone.
fn at_home(finding: Finding, base: &Tree, made: &Tree) -> Finding {
    let Some(path) = finding.place.path.clone() else { return finding };
    let is_theirs = path.find(&base.to_json()).is_some() || path.find(&made.to_json()).is_none();
    if !is_theirs {
        return finding;
    }
    let on_key = finding.place.span == Some(made.key_span(&path));
    let mut finding = if on_key { finding.at_key(base, &path) } else { finding.at(base, &path) };
    // Further places are those of the other text.
    finding.labels.clear();
    finding
}

/// How an option changes a draft.
type Change<'d> = fn(&mut Draft<'d>, &str) -> Result<(), DraftError>;

/// The draft with everything that was given; or why the step is not possible at all, where that is why something of
/// what it writes has no place.
fn drafted<'d>(
    making: &'d Making<'_>,
    step: &'d Step,
    base: Option<&Tree>,
    given: &Given,
) -> Result<Result<Draft<'d>, Vec<Finding>>, CliError> {
    let mut draft = making.draft(step);
    if let Some(base) = base {
        draft = draft.on(base);
    }
    let presets = given.preset.iter().map(|text| ("--set", text, Draft::preset as Change<'d>));
    let sets = given.set.iter().map(|text| ("--set", text, Draft::assign as Change<'d>));
    let unsets = given.unset.iter().map(|text| ("--unset", text, Draft::unset as Change<'d>));
    for (option, text, change) in presets.chain(sets).chain(unsets) {
        if let Err(error) = change(&mut draft, text) {
            let unready = match error {
                DraftError::NoPlace { .. } => making.as_it_stands(&[&rule::STEP_NEED])?,
                _ => Vec::new(),
            };
            let named = || CliError::from(error).of(&format!("{option} {}", field_of(text)));
            return if refuses(&unready) { Ok(Err(unready)) } else { Err(named()) };
        }
    }
    Ok(Ok(draft))
}

fn with_possible(making: &Making<'_>, finding: Finding) -> Finding {
    let status = making.before.as_ref().and_then(|before| before.status().map(str::to_owned));
    match (finding.help.as_deref(), status) {
        (Some(help), Some(status)) => {
            let both = format!("{help} {}", possible(&making.kind, &status, &making.name()));
            finding.help(both)
        }
        _ => finding,
    }
}

/// Draws up the document, and asks at the terminal for what is still missing.
fn completed(
    making: &Making<'_>,
    base: Option<&Tree>,
    draft: &mut Draft<'_>,
    answered: &Answered,
) -> Result<Drawn, CliError> {
    let mut asked = Vec::new();
    loop {
        let tree = making.written(draft, base)?;
        let findings = making.findings(&tree)?;
        // Whoever has to mend the form is not asked what it does not say yet.
        let may_ask = refuses(&findings) && answered.under(draft).findings().next().is_none();
        let again = may_ask && ask(making, base, draft, &tree, &findings, &mut asked)?;
        if !again {
            return Ok((tree, findings, !asked.is_empty()));
        }
    }
}

fn show(making: &Making<'_>, made: &Made, context: &Context) -> Result<Outcome, CliError> {
    let patch = making.patch(made)?;
    let (patch, message) = (without_serials(&patch), without_serials(&made.message));
    if context.output.is_json() {
        let members = json!({
            "document": making.id, "kind": making.kind.definition.kind, "step": making.step,
            "patch": patch, "message": message, "made": false,
        });
        context.output.json("iwcp/step/1", members)?;
        return Ok(Outcome::Fine);
    }
    context.output.verbatim(&printable::lines(&patch))?;
    context.output.line("")?;
    context.output.verbatim(&printable::lines(&message))?;
    if !made.warnings.is_empty() {
        context.output.findings(&Report::new(&made.warnings))?;
    }
    context.output.note("nothing was changed (--dry-run)")?;
    Ok(Outcome::Fine)
}

fn tell(
    making: &Making<'_>,
    made: &Made,
    commit: Oid,
    warnings: &[Finding],
    unfinished: &[String],
    context: &Context,
) -> Result<Outcome, CliError> {
    let definition = &making.kind.definition;
    let data = made.tree.to_json();
    let status = definition.status_of(&data).unwrap_or_default();
    let before = making.before.as_ref().and_then(|before| before.status().map(str::to_owned));
    if context.output.is_json() {
        let members = json!({
            "document": making.id, "kind": definition.kind, "step": making.step, "path": making.path(),
            "from": before, "to": status, "commit": commit.to_string(), "message": made.message, "made": true,
        });
        context.output.json("iwcp/step/1", members)?;
    } else {
        let subject = made.message.lines().next().unwrap_or_default();
        context.output.line(subject)?;
        let way = match &before {
            Some(before) if before == status => format!("stays {status}"),
            Some(before) => format!("{before} -> {status}"),
            None => format!("{status}, {}", making.path()),
        };
        context.output.line(&format!("  {way}; commit {}", short(commit)))?;
        if !warnings.is_empty() {
            context.output.findings(&Report::new(warnings))?;
        }
        context.output.note(&format!("next: `iwcp steps {}`", making.name()))?;
    }
    for warning in unfinished {
        context.output.warning(warning)?;
    }
    Ok(Outcome::Fine)
}
