//! `iwcp steps`: what may be done with a document now, by whom, and what stands in the way of the rest.

use serde_json::{Value as Json, json};

use super::desk::Desk;
use super::making::Making;
use super::{CliError, Context, Outcome};
use crate::document::Document;
use crate::process::definition::Step;
use crate::process::{Prospect, Scene, prospects};

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
    let desk = Desk::open(context)?;
    let document = desk.find(&args.document, None)?;
    let found = found(&desk, &document, context)?;
    let steps = &document.kind.definition.steps;
    if context.output.is_json() {
        let rows: Vec<Json> =
            found.iter().filter_map(|prospect| Some(as_data(prospect, steps.get(&prospect.step)?))).collect();
        context.output.json(
            "iwcp/steps/1",
            json!({"document": document.id, "status": document.status(), "steps": rows}),
        )?;
        return Ok(Outcome::Fine);
    }
    context.output.heading(&format!("{}: {}", document.name(), document.status().unwrap_or_default()))?;
    for (title, open) in [("possible now", true), ("not yet", false)] {
        let rows: Vec<&Prospect> =
            found.iter().filter(|prospect| prospect.blocked.is_empty() == open).collect();
        if !rows.is_empty() {
            context.output.heading(title)?;
        }
        for prospect in rows {
            if let Some(step) = steps.get(&prospect.step) {
                context.output.line(&told(&args.document, prospect, step))?;
            }
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

fn roles(step: &Step) -> String {
    step.by.iter().map(|by| by.role.as_str()).collect::<Vec<_>>().join(", ")
}

fn told(document: &str, prospect: &Prospect, step: &Step) -> String {
    let mut text = format!("  {} - {} ({})", prospect.step, step.title, roles(step));
    if prospect.blocked.is_empty() {
        let sets: String = prospect.inputs.iter().map(|path| format!(" --set {path}=…")).collect();
        text.push_str(&format!("\n      iwcp step {document} {}{sets}", prospect.step));
    }
    for finding in &prospect.blocked {
        let help = finding.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        text.push_str(&format!("\n      {}{help}", finding.message));
    }
    text
}

fn as_data(prospect: &Prospect, step: &Step) -> Json {
    let inputs: Vec<String> = prospect.inputs.iter().map(ToString::to_string).collect();
    let blocked: Vec<Json> = prospect
        .blocked
        .iter()
        .map(|finding| json!({"rule": finding.rule.slug, "message": finding.message}))
        .collect();
    let by: Vec<&str> = step.by.iter().map(|by| by.role.as_str()).collect();
    json!({
        "step": prospect.step, "title": step.title, "by": by, "to": step.to, "clause": step.clause.0, "inputs": inputs,
        "blocked": blocked,
    })
}
