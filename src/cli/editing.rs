//! `--edit`: the editor on just the fields that a step writes, one line each, with what each means beside it.

use std::fmt::Write as _;

use super::CliError;
use super::editor;
use super::making::Making;
use crate::document::Draft;
use crate::process::definition::Step;
use crate::process::{Pattern, Place};
use crate::source::{Value, parse};

/// Lets the user fill in the fields of a step in the editor, and sets what was filled in.
///
/// # Errors
/// The editor fails, or what was saved can't be read.
pub fn edit_fields(making: &Making<'_>, step: &Step, draft: &mut Draft<'_>) -> Result<(), CliError> {
    let configured = making.desk.register.config_string("core.editor")?;
    let directory = making.desk.register.scratch_dir()?;
    let name = format!("{}.yaml", making.step);
    let saved =
        editor::edit(&editor::chosen(configured.as_deref()), &directory, &name, &form(making, step, draft))?;
    let tree = parse(&name, saved.as_bytes()).map_err(|refusal| {
        let why = refusal.flaws.first().map(|flaw| flaw.message.clone()).unwrap_or_default();
        CliError::usage(format!("what was saved is not YAML: {why}"))
    })?;
    let Value::Mapping(entries) = &tree.root.value else { return Ok(()) };
    let data = tree.to_json();
    for entry in entries {
        match data.get(&entry.key) {
            Some(value) if !value.is_null() => {
                let path = draft.resolve(&entry.key)?;
                draft.set(path, value.clone());
            }
            _ => {}
        }
    }
    Ok(())
}

fn form(making: &Making<'_>, step: &Step, draft: &Draft<'_>) -> String {
    let mut text = format!("# {} {}: {}\n", making.step, making.id, step.title);
    text.push_str("# Fill in what the step needs; what is left empty is left out. Values are YAML.\n");
    for field in making.kind.schema.fields() {
        let pattern = Pattern::parse(&field.pattern);
        let holds = field.types.iter().any(|known| known == "object")
            || !making.kind.schema.below(&field_path(&field.pattern)).is_empty();
        let written = step.writes.iter().find_map(|write| within(write, &pattern));
        let Some(written) = written.filter(|_| !holds) else { continue };
        let Some(path) = draft.first(&written) else { continue };
        let allowed = if field.allowed.is_empty() {
            String::new()
        } else {
            format!(" One of: {}.", field.allowed.join(", "))
        };
        let current = draft
            .given(&path)
            .map(|value| format!(" {}", crate::source::render(&value).trim_end()))
            .unwrap_or_default();
        let _ = write!(text, "\n# {}{allowed}\n{path}:{current}\n", field.summary());
    }
    text
}

fn field_path(pattern: &str) -> crate::source::Path {
    crate::source::Path::parse(&pattern.replace('*', "0"))
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
