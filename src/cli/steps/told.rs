//! What may be done, in words and as data: command lines with something in each place that says what belongs there.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use super::trying::Trying;
use crate::cli::placeholder::placeholder;
use crate::document::Draft;
use crate::process::definition::Step;
use crate::process::{Input, Place, Prospect, Way, render};
use crate::source::Path;

/// A document as somebody looks at it.
pub(super) struct View<'a> {
    /// As it was named on the command line.
    pub(super) name: &'a str,
    /// How the program is called from here.
    pub(super) program: &'a str,
    pub(super) trying: &'a Trying<'a>,
}

impl View<'_> {
    pub(super) fn told(&self, prospect: &Prospect, step: &Step) -> String {
        let who = self.trying.who(step).into_iter().map(|(role, party)| match party {
            Some(party) => format!("{role} {party}"),
            None => role,
        });
        let who: Vec<String> = who.collect();
        let clause = step.clause.0.join(", ");
        let clause = if clause.is_empty() { clause } else { format!("; clause {clause}") };
        let to = step.to.as_ref().map(|to| format!("; leads to {to}")).unwrap_or_default();
        let own = if self.trying.own(step) == Some(true) { ", as you may" } else { "" };
        let mut text = format!("  {} - {}", prospect.step, step.title);
        let _ = write!(text, "\n      by {}{own}{clause}{to}", who.join(" or "));
        if let Some(note) = &step.note {
            let _ = write!(text, "\n      note: {note}");
        }
        for way in &prospect.ways {
            self.way(prospect, step, way, &mut text);
        }
        text
    }

    fn way(&self, prospect: &Prospect, step: &Step, way: &Way, text: &mut String) {
        if let Some(command) = self.command(prospect, step, way) {
            let _ = write!(text, "\n      {command}");
        }
        if let Some(free) = self.free(prospect, way) {
            let _ = write!(text, "\n          {free}");
        }
        for (these, those) in &way.instead {
            let (these, those) = (self.arguments(prospect, these), self.arguments(prospect, those));
            let _ = write!(text, "\n          or in place of `{}`: `{}`", these.join(" "), those.join(" "));
        }
        let with = way
            .choice
            .as_ref()
            .map(|(path, values)| format!("with {}={}: ", self.short(prospect, path), alternatives(values)));
        for finding in &way.blocked {
            let help = finding.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
            let _ = write!(text, "\n      {}{}{help}", with.as_deref().unwrap_or_default(), finding.message);
        }
    }

    /// The command that makes a step, where it may be made.
    fn command(&self, prospect: &Prospect, step: &Step, way: &Way) -> Option<String> {
        way.is_possible().then(|| match &step.command {
            Some(command) => render(command, &self.trying.document.data).replacen("iwcp", self.program, 1),
            None => {
                let arguments: String = self
                    .arguments(prospect, &way.inputs)
                    .iter()
                    .map(|argument| format!(" {argument}"))
                    .collect();
                format!("{} step {} {}{arguments}", self.program, self.name, prospect.step)
            }
        })
    }

    fn arguments(&self, prospect: &Prospect, inputs: &[Input]) -> Vec<String> {
        let free: Vec<String> =
            inputs.iter().filter(|input| input.is_any_field).map(|input| input.path.to_string()).collect();
        let argument = |input: &Input| {
            let name = self.short(prospect, &input.path);
            match (input.is_any_field, input.values.as_slice()) {
                (true, _) => "--set FIELD=VALUE".to_owned(),
                (false, []) => format!("--unset {name}"),
                (false, [Json::Array(items)])
                    if !free.is_empty() && items.iter().all(|item| is_among(item, &free)) =>
                {
                    format!("--set {name}='[FIELD]'")
                }
                (false, values) => format!("--set {name}={}", self.placeholder(input, values)),
            }
        };
        inputs.iter().map(argument).collect()
    }

    /// The shortest name by which the step knows a field.
    fn short(&self, prospect: &Prospect, path: &Path) -> String {
        self.drafted(prospect, |draft| draft.name_of(path)).unwrap_or_else(|| path.to_string())
    }

    fn drafted<T>(&self, prospect: &Prospect, tell: impl Fn(&Draft<'_>) -> T) -> Option<T> {
        let making = self.trying.making(&prospect.step).ok()?;
        making.definition().map(|step| tell(&making.draft(step)))
    }

    /// Which fields may stand for `FIELD`, where that is not any.
    fn free(&self, prospect: &Prospect, way: &Way) -> Option<String> {
        let step = self.trying.document.kind.definition.steps.get(&prospect.step)?;
        let anything = step.writes.iter().any(|field| field.0.contains(&Place::Below));
        if !way.is_possible() || way.inputs.iter().all(|input| !input.is_any_field) {
            return None;
        }
        if self.trying.only_own_fields(step) {
            return Some("FIELD is one that your own participant wrote".to_owned());
        }
        let names = self.drafted(prospect, |draft| draft.names()).filter(|_| !anything)?;
        (!names.is_empty()).then(|| format!("FIELD is one of {}", names.join(", ")))
    }

    fn placeholder(&self, input: &Input, values: &[Json]) -> String {
        match (input.is_choice, self.trying.document.kind.schema.field(&input.path)) {
            (true, _) => alternatives(values),
            (false, Some(field)) => placeholder(field),
            (false, None) => "'…'".to_owned(),
        }
    }

    pub(super) fn as_data(&self, prospect: &Prospect, step: &Step) -> Json {
        let by: Vec<&str> = step.by.iter().map(|by| by.role.as_str()).collect();
        let who = self.trying.who(step).into_iter();
        let who: Vec<Json> =
            who.map(|(role, participant)| json!({"role": role, "participant": participant})).collect();
        let first = prospect.ways.first();
        json!({
            "step": prospect.step, "title": step.title, "by": by, "who": who, "own": self.trying.own(step),
            "to": step.to, "clause": step.clause.0, "possible": prospect.is_possible(),
            "inputs": first.map(inputs).unwrap_or_default(),
            "blocked": if prospect.is_possible() { Json::Array(Vec::new()) } else { first.map(blocked).unwrap_or_default() },
            "ways": prospect.ways.iter().map(|way| self.way_as_data(prospect, step, way)).collect::<Vec<_>>(),
        })
    }

    fn way_as_data(&self, prospect: &Prospect, step: &Step, way: &Way) -> Json {
        let choice = way.choice.as_ref().map(|(path, values)| match values.as_slice() {
            [value] => json!({"field": path.to_string(), "value": value}),
            several => json!({"field": path.to_string(), "value": several}),
        });
        let given = way.inputs.iter().map(|input| {
            json!({
                "field": input.path.to_string(), "example": input.values.first(), "values": input.is_choice.then_some(&input.values),
                "any": input.is_any_field,
            })
        });
        let instead = way.instead.iter().map(|(these, those)| {
            json!({"of": self.arguments(prospect, these), "give": self.arguments(prospect, those)})
        });
        json!({
            "choice": choice, "inputs": inputs(way), "given": given.collect::<Vec<_>>(), "blocked": blocked(way),
            "from": way.from, "command": self.command(prospect, step, way), "instead": instead.collect::<Vec<_>>(),
        })
    }
}

fn is_among(item: &Json, paths: &[String]) -> bool {
    item.as_str().is_some_and(|item| paths.iter().any(|path| path == item))
}

/// Values that will do, as one would write one of them.
fn alternatives(values: &[Json]) -> String {
    let word = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    values.iter().map(word).collect::<Vec<_>>().join("|")
}

fn inputs(way: &Way) -> Vec<String> {
    way.inputs.iter().map(|input| input.path.to_string()).collect()
}

fn blocked(way: &Way) -> Json {
    let told = |finding: &crate::diagnostic::Finding| json!({"rule": finding.rule.slug, "message": finding.message, "help": finding.help});
    way.blocked.iter().map(told).collect()
}
