//! A step's commit message: composed from the step, and read back as a claim that the trees must bear out.
//! Its wording is `templates/commit.txt`.

use minijinja::value::Serde;
use minijinja::{Environment, context};
use serde::Serialize;
use serde_json::Value as Json;

use crate::diagnostic::{Finding, rule};
use crate::process::{Kind, definition::Step, render};
use crate::register::Message;

const TEMPLATE: &str = include_str!("../../templates/commit.txt");

/// The trailer that names the step.
pub(super) const STEP: &str = "Step";
/// The trailer that names the status before and after.
pub(super) const STATUS: &str = "Status";
const PROCESS: &str = "Process";

/// What a document's status is called before there is a document.
const NEW: &str = "(new)";

/// A step as its commit message tells it.
pub struct Telling<'a> {
    /// The document's kind.
    pub kind: &'a Kind,
    /// The document's id.
    pub id: &'a str,
    /// The step's name.
    pub step: &'a str,
    /// The document before; none for a new one.
    pub before: Option<&'a Json>,
    /// The document after.
    pub after: &'a Json,
}

#[derive(Debug, Serialize)]
struct Trailer {
    name: String,
    value: String,
}

impl Telling<'_> {
    /// The whole message, with what the author wants to say between subject and trailers.
    ///
    /// # Errors
    /// A template that does not work.
    pub fn compose(&self, text: Option<&str>) -> Result<String, minijinja::Error> {
        let Some(step) = self.kind.definition.steps.get(self.step) else { return Ok(String::new()) };
        let subject = one_line(&render(&step.subject, self.after));
        let clause = clause(step);
        let trailers = self.trailers(step);
        let text = text.map(str::trim).filter(|text| !text.is_empty());
        let environment = Environment::empty();
        let message = environment.render_str(
            TEMPLATE,
            context! { id => self.id, subject, clause, text, trailers => Serde(&trailers) },
        )?;
        Ok(format!("{}\n", message.trim_end()))
    }

    fn trailers(&self, step: &Step) -> Vec<Trailer> {
        let definition = &self.kind.definition;
        let status = |document: Option<&Json>| {
            document.map_or(NEW, |document| definition.status_of(document).unwrap_or_default()).to_owned()
        };
        let version =
            definition.field(self.after, &definition.envelope.process).unwrap_or(&self.kind.shared.process);
        let clause = clause(step);
        let process =
            if clause.is_empty() { version.to_owned() } else { format!("{version} clause {clause}") };
        let trailer = |name: &str, value: String| Trailer { name: name.to_owned(), value };
        vec![
            trailer(&definition.label, self.id.to_owned()),
            trailer(STEP, self.step.to_owned()),
            trailer(STATUS, format!("{} -> {}", status(self.before), status(Some(self.after)))),
            trailer(PROCESS, process),
        ]
    }

    /// What of the message's trailers does not agree with the step as the trees show it.
    pub fn disagreements(&self, message: &Message) -> Vec<Finding> {
        let Some(step) = self.kind.definition.steps.get(self.step) else { return Vec::new() };
        let mut found = Vec::new();
        for expected in self.trailers(step) {
            let given: Vec<&str> = message.values(&expected.name).collect();
            match given.as_slice() {
                [value] if *value == expected.value => {}
                [] => found.push(
                    Finding::new(
                        &rule::MISSING_TRAILER,
                        format!("the message has no trailer `{}`", expected.name),
                    )
                    .help(format!(
                        "it would be `{}: {}`; `iwcp step` writes it",
                        expected.name, expected.value
                    )),
                ),
                [value] => found.push(
                    Finding::new(
                        &rule::TRAILER_MISMATCH,
                        format!(
                            "the message says `{}: {value}`, the trees say `{}`",
                            expected.name, expected.value
                        ),
                    )
                    .help("`iwcp step` writes trailers that agree"),
                ),
                _ => found.push(Finding::new(
                    &rule::TRAILER_MISMATCH,
                    format!("the message has {} trailers `{}`", given.len(), expected.name),
                )),
            }
        }
        found
    }
}

fn clause(step: &Step) -> String {
    step.clause.0.join(", ")
}

/// Text of a document as it may stand in a subject line.
fn one_line(text: &str) -> String {
    let visible: String = text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}
