//! `--edit`: the editor on just the fields that a step writes, one entry each, with what each means beside it.
//! On a terminal it opens again on what will not do, with what is wrong above it; saved empty, it breaks off.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Map, Value as Json};

use super::CliError;
use super::editor;
use super::making::{Making, refuses};
use super::prompt::terminal;
use crate::diagnostic::Finding;
use crate::document::Draft;
use crate::process::definition::Step;
use crate::process::{Pattern, Place};
use crate::schema::Field;
use crate::source::{Path, Tree, Value, parse, render};

/// How the name of a form begins that is kept.
const UNFINISHED: &str = "unfinished";

/// How a line begins that says what was wrong with the text when it was last saved.
const FAULT: &str = "#! ";

/// Lets the user fill in the fields of a step in the editor, and gives the document as it is then with what is still
/// wrong with it.
///
/// # Errors
/// The user breaks it off, the editor fails, or what was saved can't be read.
pub fn edited(
    making: &Making<'_>,
    base: Option<&Tree>,
    step: &Step,
    draft: &mut Draft<'_>,
) -> Result<(Tree, Vec<Finding>), CliError> {
    let configured = making.desk.register.config_string("core.editor")?;
    let program = editor::chosen(configured.as_deref())?;
    let kept = Kept::of(making)?;
    let name = format!("{}.yaml", making.step);
    let start = draft.clone();
    let empty = making.written(draft, base)?;
    let form = form(making, step, draft, &making.findings(&empty)?);
    let mut text = kept.text()?.unwrap_or_else(|| form.clone());
    loop {
        let saved = match editor::edit(&program, &kept.file, &text) {
            Ok(Some(saved)) => saved,
            unsaved => {
                // What is there is still the empty form, where it was never saved.
                if kept.text()?.is_some_and(|text| text == form) {
                    kept.forget();
                }
                return Err(unsaved.err().unwrap_or_else(CliError::cancelled));
            }
        };
        *draft = start.clone();
        if !says_anything(&saved) {
            kept.forget();
            return Err(CliError::cancelled());
        }
        let read = filled(&saved, &name, draft).and_then(|()| making.written(draft, base));
        let read = read.and_then(|tree| Ok((making.findings(&tree)?, tree)));
        let faults = match &read {
            Ok((findings, _)) if refuses(findings) => findings.iter().map(told).collect(),
            Err(error) if error.kind == super::error::Kind::Usage => vec![error.message.clone()],
            _ => Vec::new(),
        };
        // A text that comes back as it was, or an editor that nobody sits at, would open for ever.
        if faults.is_empty() || saved == text || terminal().is_none() {
            return read.map(|(findings, tree)| (tree, findings));
        }
        text = marked(&saved, &faults);
    }
}

/// What somebody wrote into the form of a step that is not made yet: it is there again when the form is opened again.
pub struct Kept {
    file: PathBuf,
}

impl Kept {
    /// Where it is kept: inside the git directory, for the user's eyes only.
    ///
    /// # Errors
    /// The environment's.
    pub fn of(making: &Making<'_>) -> Result<Self, CliError> {
        let definition = &making.kind.definition;
        // A number that is counted up is another one tomorrow.
        let id = match (&making.before, &definition.id.next) {
            (None, Some(_)) => "new",
            _ => &making.id,
        };
        let name = format!("{UNFINISHED}-{}-{}-{id}.yaml", definition.kind, making.step);
        Ok(Self { file: making.desk.register.scratch_dir()?.join(name.replace('/', "-")) })
    }

    fn text(&self) -> Result<Option<String>, CliError> {
        if !self.is_there() {
            return Ok(None);
        }
        let cannot = |error| CliError::caused(&format!("cannot read {}", self.file.display()), &error);
        // What is no text is shown as such: whoever wrote it can mend it.
        let bytes = std::fs::read(&self.file).map_err(cannot)?;
        Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
    }

    /// Whether there is anything.
    pub fn is_there(&self) -> bool {
        self.file.symlink_metadata().is_ok_and(|about| about.is_file())
    }

    /// The step is made, or nobody wrote anything.
    pub fn forget(&self) {
        // Nothing better can be done about a file that will not go.
        let _ = std::fs::remove_file(&self.file);
    }
}

/// Sets what was filled in; what stands empty is left out.
fn filled(saved: &str, name: &str, draft: &mut Draft<'_>) -> Result<(), CliError> {
    let tree = parse(name, saved.as_bytes()).map_err(|refusal| {
        let flaw = refusal.flaws.first();
        let line = flaw.map_or(1, |flaw| refusal.source.position(flaw.span.start).line);
        let why = flaw.map(|flaw| flaw.message.clone()).unwrap_or_default();
        CliError::usage(format!("line {line} of what was saved is not YAML: {why}"))
    })?;
    let Value::Mapping(entries) = &tree.root.value else {
        return Err(CliError::usage("what was saved has no fields")
            .hint("each field is a line of its own, `FIELD: VALUE`"));
    };
    for entry in entries {
        match &entry.value.value {
            Value::Scalar(scalar) if scalar.to_json().is_null() => draft.leave_out(&entry.key)?,
            _ => draft.fill(&entry.key, &entry.value)?,
        }
    }
    Ok(())
}

/// Whether anything is left of a form.
fn says_anything(saved: &str) -> bool {
    saved.lines().any(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
}

fn told(finding: &Finding) -> String {
    let help = finding.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
    format!("{}{help}", finding.message)
}

/// A saved text with what is wrong with it above it.
fn marked(saved: &str, faults: &[String]) -> String {
    let mut text = String::new();
    for fault in faults.iter().flat_map(|fault| fault.lines()) {
        let _ = writeln!(text, "{FAULT}{fault}");
    }
    for line in saved.lines().filter(|line| !line.starts_with(FAULT)) {
        let _ = writeln!(text, "{line}");
    }
    text
}

fn form(making: &Making<'_>, step: &Step, draft: &Draft<'_>, findings: &[Finding]) -> String {
    let mut text = format!("# {} {}: {}\n", making.step, making.id, step.title);
    text.push_str("# Fill in what the step needs; what is left empty is left out. Values are YAML.\n");
    text.push_str("# Left without saving, or saved without any field: nothing is done.\n");
    for field in making.kind.schema.fields() {
        let pattern = Pattern::parse(&field.pattern);
        let holds = field.types.iter().any(|known| known == "object")
            || !making.kind.schema.below(&field_path(&field.pattern)).is_empty();
        let written = step.writes.iter().find_map(|write| within(write, &pattern));
        let Some(written) = written.filter(|_| !holds) else { continue };
        let Some(path) = draft.first(&written) else { continue };
        let named = |finding: &&Finding| finding.place.path.as_ref() == Some(&path);
        let needed = if findings.iter().any(|finding| named(&finding)) { " Needed." } else { "" };
        let _ = writeln!(text, "\n# {}.{}{needed}", field.summary(), allowed(field));
        items(making, field, &mut text);
        match draft.given(&path) {
            Some(value) => text.push_str(&line(&path, value)),
            None => {
                let _ = writeln!(text, "{path}:");
            }
        }
    }
    text
}

fn line(path: &Path, value: Json) -> String {
    let text = render(&Json::Object(Map::from_iter([(path.to_string(), value)])));
    if text.ends_with('\n') { text } else { text + "\n" }
}

fn allowed(field: &Field) -> String {
    if field.allowed.is_empty() { String::new() } else { format!(" One of: {}.", field.allowed.join(", ")) }
}

/// What an item of a list holds, as a comment to copy from.
fn items(making: &Making<'_>, field: &Field, text: &mut String) {
    let item = field_path(&field.pattern).index(0);
    for (at, known) in making.kind.schema.below(&item).into_iter().enumerate() {
        let Some(key) = known.key() else { continue };
        let mark = if at == 0 { "- " } else { "  " };
        let values = if known.allowed.is_empty() { "…".to_owned() } else { known.allowed.join(" | ") };
        let _ = writeln!(text, "#   {mark}{key}: {values}");
    }
}

fn field_path(pattern: &str) -> Path {
    Path::parse(&pattern.replace('*', "0"))
}

/// A field's pattern with the open places that a step writes to, where it lies at or below one; list items that the
/// step does not itself append have no line of their own.
fn within(write: &Pattern, field: &Pattern) -> Option<Pattern> {
    let open = |place: &Place| !matches!(place, Place::Key(_));
    let head = field.0.get(..write.0.len())?;
    let fits = write.0.iter().zip(head).all(|(one, other)| one == other || (open(one) && open(other)));
    let rest = field.0.get(write.0.len()..).unwrap_or_default();
    (fits && !write.0.contains(&Place::Below) && !rest.iter().any(open))
        .then(|| Pattern(write.0.iter().chain(rest).cloned().collect()))
}
