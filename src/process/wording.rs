//! The wording that definitions carry, as minijinja templates over a document's fields.

use minijinja::{Environment, UndefinedBehavior};
use serde_json::Value as Json;

/// Fills a template of a definition with a document's fields; one that does not work is shown as it was written.
/// Missing fields come out empty.
pub fn render(template: &str, document: &Json) -> String {
    if !template.contains('{') {
        return template.to_owned();
    }
    environment()
        .render_str(template, minijinja::value::Serde(document))
        .unwrap_or_else(|_| template.to_owned())
}

/// The fields that a template names, by their dotted names.
///
/// # Errors
/// What is wrong with a template that can't be read.
pub(super) fn names(template: &str) -> Result<Vec<String>, String> {
    let environment = environment();
    let read = environment.template_from_str(template).map_err(|error| match error.detail() {
        Some(detail) => detail.to_owned(),
        None => error.kind().to_string(),
    })?;
    let mut names: Vec<String> = read.undeclared_variables(true).into_iter().collect();
    names.sort();
    Ok(names)
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment
}
