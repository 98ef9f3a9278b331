//! Walks a definition: every name it uses exists, nothing in it contradicts the rest, every status can be reached and
//! left, every field is written by some step and has readers. What fails is a finding on the very item that is wrong.

mod circles;
mod fields;
mod figures;
mod names;
mod reach;
mod shared;

use serde_json::Value as Json;

use super::catalogue::{Catalogue, Kind};
use super::pattern::Pattern;
use super::visit::{Mention, Mentions};
use super::wording;
use crate::diagnostic::{Finding, Rule, rule};
use crate::schema::nearest;
use crate::source::{Path, Segment, Tree};

pub(super) use shared::{clash, shared};

/// Everything that is wrong with a kind: `definition` and `schema` are the texts it was read from, `kinds` the names of
/// all kinds beside it, also of those that can't be read.
pub(super) fn audit(
    kind: &Kind,
    catalogue: &Catalogue,
    kinds: &[String],
    definition: &Tree,
    schema: &Tree,
) -> Vec<Finding> {
    let mut audit =
        Audit { kind, catalogue, kinds, definition, schema, shape: schema.to_json(), found: Vec::new() };
    audit.head();
    audit.statuses();
    audit.steps();
    audit.clocks();
    audit.circles();
    audit.figures();
    audit.schema_fields();
    audit.reach();
    audit.found.sort_by_cached_key(|finding| {
        (finding.file().unwrap_or_default().to_owned(), finding.place.span.map_or(0, |span| span.start))
    });
    audit.found
}

struct Audit<'a> {
    kind: &'a Kind,
    catalogue: &'a Catalogue,
    kinds: &'a [String],
    definition: &'a Tree,
    schema: &'a Tree,
    /// The schema as data.
    shape: Json,
    found: Vec<Finding>,
}

/// A path of keys.
fn keys<const N: usize>(names: [&str; N]) -> Path {
    Path(names.into_iter().map(|name| Segment::Key(name.to_owned())).collect())
}

impl Audit<'_> {
    fn say(&mut self, rule: &'static Rule, at: &Path, message: String) {
        let place = spot(self.definition, at);
        self.found.push(Finding::new(rule, message).at(self.definition, &place));
    }

    fn contradiction(&mut self, at: &Path, message: String) {
        self.say(&rule::DEFINITION_CONTRADICTION, at, message);
    }

    fn unknown(&mut self, at: &Path, message: String, near: Option<&str>) {
        let place = spot(self.definition, at);
        let mut finding = Finding::new(&rule::DEFINITION_UNKNOWN_NAME, message).at(self.definition, &place);
        finding.help = near.map(|near| format!("did you mean `{near}`?"));
        self.found.push(finding);
    }

    fn name<'n>(
        &mut self,
        at: &Path,
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'n String> + Clone,
    ) {
        if known.clone().any(|other| other == name) {
            return;
        }
        let near = nearest(name, known.map(String::as_str)).map(str::to_owned);
        self.unknown(at, format!("there is no {what} `{name}`"), near.as_deref());
    }

    fn clause(&mut self, at: &Path, clause: &str) {
        let catalogue = self.catalogue;
        self.name(at, "clause", clause, catalogue.shared.clauses.keys());
    }

    fn clauses(&mut self, at: &Path, clauses: &[String]) {
        for (index, clause) in clauses.iter().enumerate() {
            self.clause(&at.index(index), clause);
        }
    }

    fn role(&mut self, at: &Path, role: &str) {
        let catalogue = self.catalogue;
        self.name(at, "role", role, catalogue.shared.roles.keys());
    }

    fn status(&mut self, at: &Path, status: &str) {
        let kind = self.kind;
        self.name(at, "status", status, kind.definition.statuses.keys());
    }

    fn field(&mut self, at: &Path, field: &Pattern) {
        self.field_of(at, self.kind, field);
    }

    fn patterns(&mut self, at: &Path, fields: &[Pattern]) {
        for (index, field) in fields.iter().enumerate() {
            self.field(&at.index(index), field);
        }
    }

    fn field_of(&mut self, at: &Path, kind: &Kind, field: &Pattern) {
        if fields::names(kind, field) {
            return;
        }
        let near = kind.schema.suggest(&field.to_string()).map(str::to_owned);
        let title = &kind.definition.title;
        self.unknown(at, format!("a {title} has no field `{field}`"), near.as_deref());
    }

    /// A template reads, and names fields of the document.
    fn wording(&mut self, at: &Path, template: &str) {
        match wording::names(template) {
            Ok(names) => names.iter().for_each(|name| self.field(at, &Pattern::parse(name))),
            Err(why) => self.say(&rule::MALFORMED_VALUE, at, format!("the template can't be read: {why}")),
        }
    }

    fn mentions(&mut self, mentions: &Mentions, each: Option<&Pattern>) {
        for (at, mention) in &mentions.0 {
            self.mention(at, mention, self.kind, each);
        }
    }

    fn mention(&mut self, at: &Path, mention: &Mention, kind: &Kind, each: Option<&Pattern>) {
        let own = &self.kind.definition;
        match mention {
            Mention::Field(field) => self.field_of(at, kind, &super::clock::unbind(field, each)),
            Mention::Value(field, value) => {
                if let Some(why) = fields::never(kind, &super::clock::unbind(field, each), value) {
                    self.contradiction(at, why);
                }
            }
            Mention::Kind(name) => self.name(at, "kind", name, self.kinds.iter()),
            Mention::There(name, inner) => {
                let catalogue = self.catalogue;
                if let Some(there) = catalogue.kind(name) {
                    self.mention(at, inner, there, None);
                }
            }
            Mention::Role(role) => self.role(at, role),
            Mention::Clock(clock) => self.name(at, "clock", clock, own.clocks.keys()),
            Mention::Step(step) => self.name(at, "step", step, own.steps.keys()),
        }
    }
}

/// The place of an item, where one value may stand for a list of one.
fn spot(tree: &Tree, at: &Path) -> Path {
    match at.0.last() {
        Some(Segment::Index(0)) if tree.node(at).is_none() => at.parent().unwrap_or_default(),
        _ => at.clone(),
    }
}
