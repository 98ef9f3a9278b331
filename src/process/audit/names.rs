//! Every name that a definition uses exists, and what it says of one thing agrees with what it says of another.

use serde_json::Value as Json;

use super::super::calculator::Ask;
use super::super::definition::{Elsewhere, FromStatus, Named, Need, Step, Wait};
use super::super::pattern::Pattern;
use super::super::prospect::WORDS;
use super::super::visit::{Mention, Mentions};
use super::{Audit, keys};
use crate::diagnostic::{Rule, rule};
use crate::source::Path;

/// The part of a path that the document's id takes.
const ID: &str = "{id}";

impl Audit<'_> {
    /// What a definition says before it comes to statuses and steps.
    pub(super) fn head(&mut self) {
        let definition = &self.kind.definition;
        let file = self.definition.source.name.rsplit('/').next().unwrap_or_default().to_owned();
        if !file.starts_with(&format!("{}.", definition.kind)) {
            let message = format!("the kind is called `{}`, and its file `{file}`", definition.kind);
            self.contradiction(&keys(["kind"]), message);
        }
        if !definition.path.contains(ID) {
            self.contradiction(&keys(["path"]), format!("the path names no `{ID}`"));
        }
        for (index, folder) in definition.belongs.iter().enumerate() {
            if !folder.contains(ID) {
                let message = format!("the folder names no `{ID}`, so nobody's files stand there");
                self.contradiction(&keys(["belongs"]).index(index), message);
            }
        }
        if let Some(field) = &definition.id.from {
            self.field(&keys(["id", "from"]), field);
        }
        let envelope = &definition.envelope;
        for (key, field) in
            [("id", &envelope.id), ("process", &envelope.process), ("status", &envelope.status)]
        {
            self.field(&keys(["envelope", key]), &Pattern::parse(field));
        }
        for (role, field) in &definition.parties {
            self.role(&keys(["parties", role]), role);
            self.field(&keys(["parties", role]), field);
        }
        self.patterns(&keys(["always"]), &definition.always);
        self.sets(&keys(["sets"]), &definition.sets, &[]);
        self.needs(&keys(["needs"]), &definition.needs);
        self.unique();
        self.dates();
        self.warnings();
        for (heading, field) in &definition.columns {
            self.field(&keys(["columns", heading]), field);
        }
        self.waits(&keys(["waits"]), &definition.waits);
    }

    fn unique(&mut self) {
        let Some(unique) = &self.kind.definition.unique else { return };
        self.patterns(&keys(["unique", "by"]), &unique.by);
        if let Some(field) = &unique.unless {
            self.field(&keys(["unique", "unless"]), field);
        }
        self.clause(&keys(["unique", "clause"]), &unique.clause);
    }

    fn dates(&mut self) {
        for (index, order) in self.kind.definition.dates.iter().enumerate() {
            let at = keys(["dates"]).index(index);
            let base = order
                .within
                .as_ref()
                .map_or_else(|| Pattern::parse(""), |list| list.join(&Pattern::parse("*")));
            if let Some(list) = &order.within {
                self.field(&at.key("in"), list);
            }
            self.field(&at.key("earlier"), &base.join(&order.earlier));
            let other = order.beside.as_ref().map(|list| list.join(&Pattern::parse("*")));
            if let Some(list) = &order.beside {
                self.field(&at.key("beside"), list);
            }
            self.field(&at.key("later"), &other.unwrap_or(base).join(&order.later));
            if order.within.is_none() && (order.next || order.beside.is_some()) {
                let message = "which item's neighbour is meant, nothing says (`in`)";
                self.contradiction(&at, message.to_owned());
            }
        }
    }

    fn warnings(&mut self) {
        for (index, warning) in self.kind.definition.warnings.iter().enumerate() {
            let at = keys(["warnings"]).index(index);
            let slugs: Vec<String> = rule::ALL.iter().map(|rule| rule.slug.to_owned()).collect();
            if Rule::named(&warning.rule).is_none() {
                self.name(&at.key("rule"), "rule", &warning.rule, slugs.iter());
            }
            self.mentions(&Mentions::of(&warning.when, &at.key("when")), None);
            self.field(&at.key("at"), &warning.at);
            self.wording(&at.key("say"), &warning.say);
            if let Some(clause) = &warning.clause {
                self.clause(&at.key("clause"), clause);
            }
        }
    }

    pub(super) fn statuses(&mut self) {
        for (name, status) in &self.kind.definition.statuses {
            let at = keys(["statuses", name]);
            self.clauses(&at.key("clause"), &status.clause.0);
            self.needs(&at.key("holds"), &status.holds);
            self.waits(&at.key("waits"), &status.waits);
        }
    }

    pub(super) fn steps(&mut self) {
        for (name, step) in &self.kind.definition.steps {
            let at = keys(["steps", name]);
            for (index, by) in step.by.iter().enumerate() {
                self.role(&at.key("by").index(index).key("role"), &by.role);
            }
            self.wording(&at.key("subject"), &step.subject);
            step.command.iter().for_each(|command| self.wording(&at.key("command"), command));
            self.clauses(&at.key("clause"), &step.clause.0);
            self.way(&at, step);
            self.patterns(&at.key("writes"), &step.writes);
            self.patterns(&at.key("spares"), &step.spares);
            self.sets(&at.key("sets"), &step.sets, &step.writes);
            if let Some(field) = &step.received {
                self.field(&at.key("received"), field);
            }
            self.needs(&at.key("needs"), &step.needs);
        }
    }

    /// From where a step leads to where.
    fn way(&mut self, at: &Path, step: &Step) {
        if let Some(to) = &step.to {
            self.status(&at.key("to"), to);
        }
        let (place, named) = match &step.from {
            FromStatus::But(named) => (at.key("from").key("but"), named.as_slice()),
            FromStatus::These(named) => (at.key("from"), named.0.as_slice()),
            FromStatus::New if step.to.is_none() => {
                let message = "a step that makes a document says where it leads (`to`)";
                return self.contradiction(&at.key("from"), message.to_owned());
            }
            FromStatus::New | FromStatus::Any => return,
        };
        for (index, status) in named.iter().enumerate() {
            self.status(&place.index(index), status);
        }
    }

    /// What is written by itself is something that may be written.
    fn sets(&mut self, at: &Path, sets: &Named<Json>, writes: &[Pattern]) {
        for (field, value) in sets {
            let at = at.key(field);
            let pattern = Pattern::parse(field);
            self.field(&at, &pattern);
            let written = writes.iter().chain(&self.kind.definition.always);
            if !written.into_iter().any(|write| super::fields::meets(write, &pattern)) {
                self.contradiction(&at, format!("the step sets `{field}`, which it does not write"));
            }
            if let Some(other) = Elsewhere::of(value) {
                self.mentions(&Mentions::of(&other.is_there(), &at), None);
                continue;
            }
            let word = value.as_str().and_then(|text| text.strip_prefix('$'));
            match word {
                Some(word) if word.contains('.') => self.field(&at, &Pattern::parse(word)),
                Some(word) if !WORDS.contains(&word) => {
                    let known: Vec<String> = WORDS.iter().map(|word| format!("${word}")).collect();
                    self.name(&at, "word", &format!("${word}"), known.iter());
                }
                Some(_) => {}
                None => self.value(&at, &pattern, value),
            }
        }
    }

    fn value(&mut self, at: &Path, field: &Pattern, value: &Json) {
        if let Some(why) = super::fields::never(self.kind, field, value) {
            self.contradiction(at, why);
        }
    }

    fn needs(&mut self, at: &Path, needs: &[Need]) {
        for (index, need) in needs.iter().enumerate() {
            let at = at.index(index);
            if let Some(when) = &need.when {
                self.mentions(&Mentions::of(when, &at.key("when")), None);
            }
            self.mentions(&Mentions::of(&need.must, &at.key("must")), None);
            for (key, text) in [("say", &need.say), ("help", &need.help)] {
                text.iter().for_each(|text| self.wording(&at.key(key), text));
            }
            if let Some(clause) = &need.clause {
                self.clause(&at.key("clause"), clause);
            }
        }
    }

    fn waits(&mut self, at: &Path, waits: &[Wait]) {
        for (index, wait) in waits.iter().enumerate() {
            let at = at.index(index);
            self.role(&at.key("for"), &wait.role);
            if let Some(when) = &wait.when {
                self.mentions(&Mentions::of(when, &at.key("when")), None);
            }
            if let Some(clock) = &wait.clock {
                self.name(&at.key("clock"), "clock", clock, self.kind.definition.clocks.keys());
            }
            if let Some(since) = &wait.since {
                let mut mentions = Mentions::default();
                mentions.moment(since, &Pattern::parse(""), &at.key("since"));
                self.mentions(&mentions, None);
            }
            if let Some(clause) = &wait.clause {
                self.clause(&at.key("clause"), clause);
            }
        }
    }

    pub(super) fn clocks(&mut self) {
        for (name, clock) in &self.kind.definition.clocks {
            let at = keys(["clocks", name]);
            self.clauses(&at.key("clause"), &clock.clause.0);
            let catalogue = self.catalogue;
            for (index, reader) in clock.audience.iter().enumerate() {
                let place = at.key("audience").index(index);
                self.name(&place, "audience", reader, catalogue.shared.audiences.keys());
            }
            if let Some(list) = &clock.each {
                self.field(&at.key("each"), list);
            }
            self.mentions(&Mentions::of_clock(clock, &at), clock.each.as_ref());
            for (option, ask) in &clock.asks {
                let at = at.key("asks").key(option);
                self.mentions(&of_ask(ask, &at), clock.each.as_ref());
                if let Some(with) = &ask.with {
                    self.name(&at.key("with"), "option", with, clock.asks.keys());
                }
            }
        }
    }
}

/// What an option of the calculator mentions.
fn of_ask(ask: &Ask, at: &Path) -> Mentions {
    let mut mentions = Mentions::default();
    ask.field.0.iter().for_each(|field| mentions.note(at.key("field"), Mention::Field(field.clone())));
    for field in ask.fills.keys() {
        mentions.note(at.key("fills").key(field), Mention::Field(Pattern::parse(field)));
    }
    ask.step.iter().for_each(|step| mentions.note(at.key("step"), Mention::Step(step.clone())));
    mentions
}
