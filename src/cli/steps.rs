//! `iwcp steps`: what may be done with a document now, by whom, and what stands in the way of the rest.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use super::desk::Desk;
use super::making::Making;
use super::registers::holding;
use super::{CliError, Context, Outcome};
use crate::document::Document;
use crate::process::definition::Step;
use crate::process::{Prospect, Scene, Signer, Way, prospects};
use crate::source::Path;

/// Shows what may be done now, by whom, what it needs, and what is not possible yet
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The document: its id, or KIND/ID where several kinds have it
    #[arg(value_name = "ID")]
    document: String,
}

/// Runs the command.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    let (desk, document) = holding(&args.document, context)?;
    let found = found(&desk, &document, context)?;
    let person = desk.person()?;
    let status = document.status().unwrap_or_default();
    let view = View { document: &document, name: &args.document, person: person.as_ref() };
    let steps = &document.kind.definition.steps;
    let listed: Vec<(&Prospect, &Step)> =
        found.iter().filter_map(|prospect| Some((prospect, steps.get(&prospect.step)?))).collect();
    if context.output.is_json() {
        let rows: Vec<Json> = listed.iter().map(|(prospect, step)| view.as_data(prospect, step)).collect();
        let members = json!({"document": document.id, "status": document.status(), "steps": rows});
        context.output.json("iwcp/steps/1", members)?;
        return Ok(Outcome::Fine);
    }
    context.output.heading(&format!("{}: {status}", document.name()))?;
    for (title, possible) in [("possible now", true), ("not yet", false)] {
        let mut rows = listed.iter().filter(|(prospect, _)| prospect.is_possible() == possible).peekable();
        if rows.peek().is_some() {
            context.output.heading(title)?;
        }
        for (prospect, step) in rows {
            context.output.line(&view.told(prospect, step))?;
        }
    }
    Ok(Outcome::Fine)
}

fn found(desk: &Desk, document: &Document, context: &Context) -> Result<Vec<Prospect>, CliError> {
    let after = |name: &str, step: &Step| {
        let making = Making::of(desk, context, document.clone(), name).ok();
        let tree = making.and_then(|making| making.written(&making.draft(step), None).ok());
        tree.map_or_else(|| (*document.data).clone(), |tree| tree.to_json())
    };
    desk.with_world(&document.path, |world| {
        let scene = Scene {
            definition: &document.kind.definition,
            before: None,
            after: &document.data,
            signer: None,
            today: desk.today(context),
            world,
        };
        prospects(&document.kind, &scene, after)
    })
}

/// A document as somebody looks at it.
struct View<'a> {
    document: &'a Document,
    /// As it was named on the command line.
    name: &'a str,
    person: Option<&'a Signer>,
}

impl View<'_> {
    /// Who may sign a step: roles, and for a role that is a party of the document whose it is.
    fn who(&self, step: &Step) -> Vec<(String, Option<String>)> {
        let parties = &self.document.kind.definition.parties;
        let party = |role: &str| {
            parties.get(role).and_then(|field| field.text(&self.document.data)).map(str::to_owned)
        };
        step.by.iter().map(|by| (by.role.clone(), party(&by.role))).collect()
    }

    /// Whether whoever sits here may sign it; none where that can't be told.
    fn own(&self, step: &Step) -> Option<bool> {
        let person = self.person?;
        let party = self.document.kind.definition.parties.contains_key(&person.role);
        Some(self.who(step).iter().any(|(role, named)| {
            *role == person.role && (!party || named.as_ref() == Some(&person.participant))
        }))
    }

    fn told(&self, prospect: &Prospect, step: &Step) -> String {
        let who = self.who(step).into_iter().map(|(role, party)| match party {
            Some(party) => format!("{role} {party}"),
            None => role,
        });
        let who: Vec<String> = who.collect();
        let clause = step.clause.0.join(", ");
        let clause = if clause.is_empty() { clause } else { format!("; clause {clause}") };
        let to = step.to.as_ref().map(|to| format!("; leads to {to}")).unwrap_or_default();
        let own = if self.own(step) == Some(true) { ", as you may" } else { "" };
        let mut text = format!("  {} - {}", prospect.step, step.title);
        let _ = write!(text, "\n      by {}{own}{clause}{to}", who.join(" or "));
        if let Some(note) = &step.note {
            let _ = write!(text, "\n      note: {note}");
        }
        for way in &prospect.ways {
            self.way(&prospect.step, way, &mut text);
        }
        text
    }

    fn way(&self, step: &str, way: &Way, text: &mut String) {
        let set = |path: &Path| format!(" --set {path}=…");
        let chosen = way.choice.as_ref().map(|(path, value)| format!(" --set {path}={value}"));
        if way.blocked.is_empty() {
            let sets: String = way.inputs.iter().map(set).collect();
            let _ =
                write!(text, "\n      iwcp step {} {step}{}{sets}", self.name, chosen.unwrap_or_default());
        }
        for finding in &way.blocked {
            let with = way.choice.as_ref().map(|(path, value)| format!("with {path}={value}: "));
            let help = finding.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
            let _ = write!(text, "\n      {}{}{help}", with.unwrap_or_default(), finding.message);
        }
    }

    fn as_data(&self, prospect: &Prospect, step: &Step) -> Json {
        let by: Vec<&str> = step.by.iter().map(|by| by.role.as_str()).collect();
        let who: Vec<Json> = self
            .who(step)
            .into_iter()
            .map(|(role, participant)| json!({"role": role, "participant": participant}))
            .collect();
        let first = prospect.ways.first();
        json!({
            "step": prospect.step, "title": step.title, "by": by, "who": who, "own": self.own(step), "to": step.to,
            "clause": step.clause.0, "possible": prospect.is_possible(),
            "inputs": first.map(inputs).unwrap_or_default(),
            "blocked": if prospect.is_possible() { Json::Array(Vec::new()) } else { first.map(blocked).unwrap_or_default() },
            "ways": prospect.ways.iter().map(way).collect::<Vec<_>>(),
        })
    }
}

fn way(way: &Way) -> Json {
    let choice = way.choice.as_ref().map(|(path, value)| json!({"field": path.to_string(), "value": value}));
    json!({"choice": choice, "inputs": inputs(way), "blocked": blocked(way), "from": way.from})
}

fn inputs(way: &Way) -> Vec<String> {
    let chosen = way.choice.iter().map(|(path, _)| path);
    chosen.chain(&way.inputs).map(ToString::to_string).collect()
}

fn blocked(way: &Way) -> Json {
    let told = |finding: &crate::diagnostic::Finding| json!({"rule": finding.rule.slug, "message": finding.message, "help": finding.help});
    way.blocked.iter().map(told).collect()
}
