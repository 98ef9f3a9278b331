//! Walks a definition: every name it uses exists, every status can be reached and left, every field is written by
//! some step and has readers. What fails is a finding on the definition's own lines.

use std::collections::BTreeSet;

use super::catalogue::{Catalogue, Kind};
use super::clock::unbind;
use super::definition::{FromStatus, Need, Runs, Wait};
use super::pattern::{Pattern, Place};
use super::visit::Mentions;
use crate::diagnostic::{Finding, Rule, rule};
use crate::schema::nearest;
use crate::source::{Path, Tree};

/// Everything that is wrong with a kind's definition.
pub fn audit(kind: &Kind, catalogue: &Catalogue, tree: &Tree) -> Vec<Finding> {
    let mut audit = Audit { kind, catalogue, tree, found: Vec::new() };
    audit.statuses();
    audit.steps();
    audit.clocks();
    audit.fields();
    audit.reach();
    audit.found
}

struct Audit<'a> {
    kind: &'a Kind,
    catalogue: &'a Catalogue,
    tree: &'a Tree,
    found: Vec<Finding>,
}

impl Audit<'_> {
    fn say(&mut self, rule: &'static Rule, at: &str, message: String) {
        let path = Path::parse(at);
        self.found.push(Finding::new(rule, message).at(self.tree, &path));
    }

    fn name<'n>(&mut self, at: &str, what: &str, name: &str, known: impl Iterator<Item = &'n str> + Clone) {
        if known.clone().any(|other| other == name) {
            return;
        }
        let mut finding =
            Finding::new(&rule::DEFINITION_UNKNOWN_NAME, format!("there is no {what} `{name}`"))
                .at(self.tree, &Path::parse(at));
        if let Some(near) = nearest(name, known) {
            finding = finding.help(format!("did you mean `{near}`?"));
        }
        self.found.push(finding);
    }

    fn clause(&mut self, at: &str, clause: &str) {
        let catalogue = self.catalogue;
        self.name(at, "clause", clause, catalogue.shared.clauses.keys().map(String::as_str));
    }

    fn role(&mut self, at: &str, role: &str) {
        let catalogue = self.catalogue;
        self.name(at, "role", role, catalogue.shared.roles.keys().map(String::as_str));
    }

    fn status(&mut self, at: &str, status: &str) {
        let kind = self.kind;
        self.name(at, "status", status, kind.definition.statuses.keys().map(String::as_str));
    }

    fn field(&mut self, at: &str, field: &Pattern) {
        if field.0.is_empty() || field.to_string().starts_with('$') || names_field(self.kind, field) {
            return;
        }
        let message = format!("the schema has no field `{field}`");
        self.say(&rule::DEFINITION_UNKNOWN_NAME, at, message);
    }

    fn need(&mut self, at: &str, need: &Need) {
        let mut mentions = Mentions::default();
        let root = Pattern::parse("");
        for condition in need.when.iter().chain([&need.must]) {
            mentions.condition(condition, &root);
        }
        self.mentions(at, &mentions, None);
        if let Some(clause) = &need.clause {
            self.clause(at, clause);
        }
    }

    fn mentions(&mut self, at: &str, mentions: &Mentions, each: Option<&Pattern>) {
        let kind = self.kind;
        for field in &mentions.fields {
            self.field(at, &unbind(field, each));
        }
        for (other, field) in &mentions.elsewhere {
            match self.catalogue.kind(other) {
                None => self.name(at, "kind", other, std::iter::empty()),
                Some(there) if !names_field(there, field) => {
                    self.say(&rule::DEFINITION_UNKNOWN_NAME, at, format!("a {other} has no field `{field}`"));
                }
                Some(_) => {}
            }
        }
        mentions.roles.iter().for_each(|role| self.role(at, role));
        for clock in &mentions.clocks {
            self.name(at, "clock", clock, kind.definition.clocks.keys().map(String::as_str));
        }
        for step in &mentions.steps {
            self.name(at, "step", step, kind.definition.steps.keys().map(String::as_str));
        }
    }

    fn statuses(&mut self) {
        let kind = self.kind;
        for (name, status) in &kind.definition.statuses {
            let at = format!("statuses.{name}");
            status.clause.0.iter().for_each(|clause| self.clause(&format!("{at}.clause"), clause));
            status
                .holds
                .iter()
                .enumerate()
                .for_each(|(at_need, need)| self.need(&format!("{at}.holds.{at_need}"), need));
            self.waits(&format!("{at}.waits"), &status.waits);
        }
    }

    fn waits(&mut self, at: &str, waits: &[Wait]) {
        for wait in waits {
            self.role(at, &wait.role);
            let mut mentions = Mentions::default();
            wait.when.iter().for_each(|when| mentions.condition(when, &Pattern::parse("")));
            mentions.clocks.extend(wait.clock.clone());
            self.mentions(at, &mentions, None);
        }
    }

    fn steps(&mut self) {
        let kind = self.kind;
        self.waits("waits", &kind.definition.waits);
        for (name, step) in &kind.definition.steps {
            let at = format!("steps.{name}");
            step.by.iter().for_each(|by| self.role(&format!("{at}.by"), &by.role));
            step.clause.0.iter().for_each(|clause| self.clause(&format!("{at}.clause"), clause));
            step.to.iter().for_each(|to| self.status(&format!("{at}.to"), to));
            if let FromStatus::But(named) = &step.from {
                named.iter().for_each(|status| self.status(&format!("{at}.from"), status));
            }
            if let FromStatus::These(named) = &step.from {
                named.0.iter().for_each(|status| self.status(&format!("{at}.from"), status));
            }
            step.writes.iter().for_each(|field| self.field(&format!("{at}.writes"), field));
            step.sets.keys().for_each(|field| self.field(&format!("{at}.sets"), &Pattern::parse(field)));
            step.received.iter().for_each(|field| self.field(&format!("{at}.received"), field));
            step.needs
                .iter()
                .enumerate()
                .for_each(|(index, need)| self.need(&format!("{at}.needs.{index}"), need));
        }
    }

    fn clocks(&mut self) {
        let kind = self.kind;
        let root = Pattern::parse("");
        for (name, clock) in &kind.definition.clocks {
            let at = format!("clocks.{name}");
            clock.clause.0.iter().for_each(|clause| self.clause(&format!("{at}.clause"), clause));
            let mut mentions = Mentions::default();
            for start in &clock.starts {
                start.when.iter().for_each(|when| mentions.condition(when, &root));
                let moments = start.on.iter().chain(&start.at_latest).chain(&start.at_earliest);
                moments.for_each(|moment| mentions.moment(moment, &root));
            }
            if let Runs::Until(until) = &clock.runs {
                mentions.moment(until, &root);
            }
            clock.stops.iter().for_each(|moment| mentions.moment(moment, &root));
            self.mentions(&at, &mentions, clock.each.as_ref());
        }
    }

    /// Every field is written by some step and has somebody who may read it.
    fn fields(&mut self) {
        let kind = self.kind;
        let definition = &kind.definition;
        let envelope = [&definition.envelope.id, &definition.envelope.process, &definition.envelope.status];
        let writes: Vec<&Pattern> =
            definition.steps.values().flat_map(|step| &step.writes).chain(&definition.always).collect();
        for field in kind.schema.fields() {
            let pattern = Pattern::parse(&field.pattern);
            let first = pattern.0.first().map(ToString::to_string).unwrap_or_default();
            if !envelope.contains(&&first) && !writes.iter().any(|write| meets(write, &pattern)) {
                let message = format!("no step writes `{pattern}`");
                self.say(&rule::DEFINITION_UNWRITTEN_FIELD, "steps", message);
            }
            match &field.audience {
                None => self.say(&rule::DEFINITION_NO_AUDIENCE, "", format!("`{pattern}` names no audience")),
                Some(readers) => {
                    let catalogue = self.catalogue;
                    for reader in readers {
                        self.name(
                            "",
                            "audience",
                            reader,
                            catalogue.shared.audiences.keys().map(String::as_str),
                        );
                    }
                }
            }
        }
    }

    /// Every status can be reached from a new document, and left unless it is final.
    fn reach(&mut self) {
        let kind = self.kind;
        let statuses = &kind.definition.statuses;
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        loop {
            let count = reached.len();
            for step in kind.definition.steps.values() {
                let starts =
                    step.starts_at(None) || reached.iter().any(|status| step.starts_at(Some(status)));
                reached.extend(step.to.as_deref().filter(|_| starts));
            }
            if reached.len() == count {
                break;
            }
        }
        for (name, status) in statuses {
            let at = format!("statuses.{name}");
            if !reached.contains(name.as_str()) {
                self.say(&rule::DEFINITION_UNREACHABLE, &at, format!("no step leads to `{name}`"));
            }
            let left = kind
                .definition
                .steps
                .values()
                .any(|step| step.starts_at(Some(name)) && step.to.as_ref().is_some_and(|to| to != name));
            if !status.is_final && !left {
                self.say(
                    &rule::DEFINITION_DEAD_END,
                    &at,
                    format!("no step leads away from `{name}`, and it is not final"),
                );
            }
        }
    }
}

/// Whether a pattern names a field of the kind's schema, or something above or below one.
fn names_field(kind: &Kind, pattern: &Pattern) -> bool {
    kind.schema.fields().iter().any(|field| meets(&Pattern::parse(&field.pattern), pattern))
}

/// Whether two patterns can name the same node, or one a node above the other's.
fn meets(one: &Pattern, other: &Pattern) -> bool {
    one.0.iter().zip(&other.0).all(|(one, other)| match (one, other) {
        (Place::Below, _) | (_, Place::Below) => true,
        (Place::Key(one), Place::Key(other)) => one == other,
        (Place::Key(_), other) | (other, Place::Key(_)) => *other == Place::Any,
        _ => true,
    })
}
