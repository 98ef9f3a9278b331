//! The wording that definitions carry, as minijinja templates over a document's fields.

use std::io::{self, Write};

use minijinja::{Environment, UndefinedBehavior};
use serde_json::Value as Json;

use super::tags::{TooMuch, require_short_tags};

/// How much work a template may do; a sentence takes a few dozen.
const FUEL: u64 = 20_000;
/// How many bytes it may come to.
const LONGEST: usize = 64 << 10;

/// Fills a template of a definition with a document's fields; one that does not work is shown as it was written.
/// Missing fields come out empty.
pub fn render(template: &str, document: &Json) -> String {
    if !template.contains('{') || require_short_tags(template).is_err() {
        return template.to_owned();
    }
    let mut text = Bounded(Vec::new());
    let environment = environment();
    let filled = environment
        .template_from_str(template)
        .and_then(|read| read.render_captured_to(minijinja::value::Serde(document), &mut text));
    filled.ok().and_then(|_| String::from_utf8(text.0).ok()).unwrap_or_else(|| template.to_owned())
}

/// Text of no more than a certain length: what a template loops over may be long, and so may each turn be.
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len().saturating_add(bytes.len()) > LONGEST {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The fields that a template names, by their dotted names.
///
/// # Errors
/// What is wrong with a template that can't be read.
pub(super) fn names(template: &str) -> Result<Vec<String>, String> {
    require_short_tags(template).map_err(|TooMuch { message, .. }| message)?;
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
    environment.set_fuel(Some(FUEL));
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment
}

#[cfg(test)]
mod tests {
    use super::render;
    use serde_json::json;

    #[test]
    fn a_template_without_end_is_shown_as_it_was_written() {
        let many = json!({"list": vec![0; 5_000], "name": "x"});
        assert_eq!(render("to {{ name }}", &many), "to x");
        let nested = "{% for a in list %}{% for b in list %}{{ a }}{% endfor %}{% endfor %}";
        assert_eq!(render(nested, &many), nested);
        let wide = format!("{{% for a in list %}}{}{{% endfor %}}", "x".repeat(1_000));
        assert_eq!(render(&wide, &many), wide);
    }
}
