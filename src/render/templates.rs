//! Where templates come from: the program's own (`templates/`), and over them those that a register keeps under the
//! same names. A name that is not there is an error with its file and line, never silence.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

use super::embedded::EMBEDDED;
use crate::process::{TooMuch, require_short_tags};
use crate::source::{Tree, parse};

/// The folder of a register's own wording.
pub const FOLDER: &str = "templates";

/// How much work a template may do before it is given up: one that loops for ever ends.
const FUEL: u64 = 5_000_000;

/// The templates of the program and of a register.
#[derive(Clone, Debug, Default)]
pub struct Templates {
    own: BTreeMap<String, String>,
}

/// A template that does not work.
#[derive(Clone, Debug, thiserror::Error)]
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

    /// The text of a template, the register's own before the program's.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.own.get(name).map(String::as_str).or_else(|| embedded(name))
    }

    /// The program's own text of a template.
    pub fn builtin(name: &str) -> Option<&'static str> {
        embedded(name)
    }

    /// Whether a register has its own.
    pub fn is_own(&self, name: &str) -> bool {
        self.own.contains_key(name)
    }

    /// The names of all templates, in order.
    pub fn names(&self) -> BTreeSet<&str> {
        EMBEDDED.iter().map(|(name, _)| *name).chain(self.own.keys().map(String::as_str)).collect()
    }

    /// How a template is named in messages: with its folder where it is a register's own.
    pub fn file(&self, name: &str) -> String {
        if self.is_own(name) { format!("{FOLDER}/{name}") } else { name.to_owned() }
    }

    /// An error in a template.
    pub(super) fn error(&self, name: &str, error: &minijinja::Error) -> TemplateError {
        // What happens in an included template is told where that says it.
        let mut told = error;
        while let Some(cause) = std::error::Error::source(told).and_then(|cause| cause.downcast_ref()) {
            told = cause;
        }
        let named = [told, error].into_iter().find(|error| error.name().is_some()).unwrap_or(error);
        let message = told.detail().map_or_else(|| told.kind().to_string(), str::to_owned);
        TemplateError { file: self.file(named.name().unwrap_or(name)), line: named.line(), message }
    }

    /// An environment in which templates find each other by name, bounded and strict.
    pub(super) fn environment(&self) -> Result<Environment<'_>, TemplateError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        let syntax = SyntaxConfig::builder().trim_blocks(true).keep_trailing_newline(true).build();
        environment.set_syntax(syntax.map_err(|error| self.error("", &error))?);
        Ok(environment)
    }

    /// Refuses a template that asks more of its parser than any.
    pub(super) fn require_short_tags(&self, name: &str, text: &str) -> Result<(), TemplateError> {
        require_short_tags(text).map_err(|TooMuch { line, message }| TemplateError {
            file: self.file(name),
            line: Some(line),
            message,
        })
    }

    /// Fills a template with values, as plain text; in HTML and SVG no value is markup.
    ///
    /// # Errors
    /// A template that is not there, can't be read, or names something that it is not given.
    pub fn fill(&self, name: &str, values: Value) -> Result<String, TemplateError> {
        let text = self.text(name).ok_or_else(|| self.missing(name))?;
        self.require_short_tags(name, text)?;
        let mut environment = self.environment()?;
        environment.set_auto_escape_callback(|name| match name.rsplit_once('.') {
            Some((_, "html" | "svg")) => AutoEscape::Html,
            _ => AutoEscape::None,
        });
        environment.render_named_str(name, text, values).map_err(|error| self.error(name, &error))
    }

    /// Reads a template's text as YAML.
    pub(super) fn tree(&self, name: &str, text: &str) -> Result<Tree, TemplateError> {
        let file = self.file(name);
        parse(&file, text.as_bytes()).map_err(|refusal| {
            let flaw = refusal.flaws.first();
            let line = flaw.map(|flaw| refusal.source.position(flaw.span.start).line);
            TemplateError { file, line, message: flaw.map(|flaw| flaw.message.clone()).unwrap_or_default() }
        })
    }

    /// The error for a template that is not there.
    pub(super) fn missing(&self, name: &str) -> TemplateError {
        let message = "there is no such template".to_owned();
        TemplateError { file: self.file(name), line: None, message }
    }
}

fn embedded(name: &str) -> Option<&'static str> {
    EMBEDDED.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
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
        templates.add("stats.svg", "{{ it }}");
        assert_eq!(templates.fill("stats.svg", context! { it => "<&>" }).unwrap(), "&lt;&amp;&gt;");
        templates
            .add("due.eml", "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}");
        assert!(templates.fill("due.eml", context! {}).is_err());
    }
}
