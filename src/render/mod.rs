//! Fills templates: the program's own (`templates/`), and over them those that a register keeps under the same names.
//! What a template may see is decided by who calls; a name that is not there is an error with its line, never silence.

use std::collections::BTreeMap;

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, UndefinedBehavior, Value};

/// The folder of a register's own wording.
pub const FOLDER: &str = "templates";

/// How much work a template may do before it is given up: one that loops for ever ends.
const FUEL: u64 = 1_000_000;

/// The templates of the program.
const EMBEDDED: &[(&str, &str)] = &[("due.eml", include_str!("../../templates/due.eml"))];

/// The templates of the program and of a register.
#[derive(Clone, Debug, Default)]
pub struct Templates {
    own: BTreeMap<String, String>,
}

/// A template that does not work.
#[derive(Debug, thiserror::Error)]
#[error("{file}{}: {message}", .line.map(|line| format!(":{line}")).unwrap_or_default())]
pub struct TemplateError {
    /// The template, with its folder where it is a register's own.
    pub file: String,
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl Templates {
    /// Adds a register's own template of that name; it goes before the program's.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.own.insert(name.into(), text.into());
    }

    /// Fills a template with values.
    ///
    /// # Errors
    /// A template that is not there, can't be read, or names something that it is not given.
    pub fn fill(&self, name: &str, values: Value) -> Result<String, TemplateError> {
        let own = self.own.get(name);
        let file = if own.is_some() { format!("{FOLDER}/{name}") } else { name.to_owned() };
        let embedded = EMBEDDED.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
        let Some(text) = own.map(String::as_str).or(embedded) else {
            let message = "there is no such template".to_owned();
            return Err(TemplateError { file, line: None, message });
        };
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        environment.set_fuel(Some(FUEL));
        environment.set_syntax(
            SyntaxConfig::builder().trim_blocks(true).keep_trailing_newline(true).build().map_err(
                |error| TemplateError { file: file.clone(), line: None, message: error.to_string() },
            )?,
        );
        environment.render_named_str(name, text, values).map_err(|error| TemplateError {
            file,
            line: error.line(),
            message: error.detail().map_or_else(|| error.kind().to_string(), str::to_owned),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use minijinja::context;

    #[test]
    fn a_registers_own_wording_goes_first_and_says_where_it_fails() {
        let mut templates = Templates::default();
        templates.add("due.eml", "Dear {{ who }}");
        assert_eq!(templates.fill("due.eml", context! { who => "desk" }).unwrap(), "Dear desk");
        templates.add("due.eml", "Dear\n{{ whom }}");
        let error = templates.fill("due.eml", context! { who => "desk" }).unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("templates/due.eml", Some(2)));
        assert!(templates.fill("nothing", context! {}).is_err());
        templates
            .add("due.eml", "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}");
        assert!(templates.fill("due.eml", context! {}).is_err());
    }
}
