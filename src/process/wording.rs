//! The wording that definitions carry, as minijinja templates over a document's fields.

use minijinja::{Environment, UndefinedBehavior};
use serde_json::Value as Json;

/// Fills a template of a definition with a document's fields; one that does not work is shown as it was written.
/// Missing fields come out empty.
pub fn render(template: &str, document: &Json) -> String {
    if !template.contains('{') {
        return template.to_owned();
    }
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment
        .render_str(template, minijinja::value::Serde(document))
        .unwrap_or_else(|_| template.to_owned())
}
