//! The parts of a process that can be explained: its clauses, and the steps, statuses, clocks, roles and kinds that
//! cite them. What is said of each is wording, and stands in `templates/explain.md`.

use minijinja::Environment;
use serde_json::{Value as Json, json};

use crate::process::definition::{Clock, Need, Runs, Wait};
use crate::process::{Catalogue, Kind, Pattern};
use crate::schema::Field;

const TEMPLATE: &str = include_str!("../../templates/explain.md");

/// What stands for the number of an item in the name of a field.
const ITEM: &str = "N";

/// A part of a process, and what there is to say of it.
pub struct Topic {
    /// What it is called.
    pub name: String,
    /// What is said of it, as data.
    pub about: Json,
}

impl Topic {
    fn new(topic: &str, name: &str, mut about: Json) -> Self {
        if let Some(members) = about.as_object_mut() {
            members.insert("topic".to_owned(), json!(topic));
            members.insert("name".to_owned(), json!(name));
        }
        Self { name: name.to_owned(), about }
    }

    /// What is said of it, as a page.
    ///
    /// # Errors
    /// A template that does not work.
    pub fn page(&self) -> Result<String, minijinja::Error> {
        let page = Environment::empty().render_str(TEMPLATE, minijinja::value::Serde(&self.about))?;
        Ok(format!("{}\n", page.trim_end()))
    }

    /// Whether it is meant by a name: clauses also by `clause 4`, `cl. 4`, `fig 1` and `Annex 2.9`, everything else with
    /// the word for what it is before it, and a field by the end of its path.
    pub fn is(&self, name: &str) -> bool {
        let topic = self.about.get("topic").and_then(Json::as_str).unwrap_or_default();
        let name = name.strip_prefix(topic).and_then(|rest| rest.strip_prefix(' ')).unwrap_or(name).trim();
        if topic == "clause" {
            plain_clause(&self.name) == plain_clause(name)
        } else if topic == "field" {
            is_end_of(name, &self.name)
        } else {
            // People are told that the keeper mends something: that is a role under another name.
            let keeps = self.about.get("keeper").and_then(Json::as_bool) == Some(true);
            self.name.eq_ignore_ascii_case(name) || (keeps && name.eq_ignore_ascii_case("keeper"))
        }
    }
}

/// Whether a field is named by the end of its path; the number of an item makes no difference.
fn is_end_of(name: &str, path: &str) -> bool {
    let is_place = |part: &&str| *part != ITEM && *part != "+" && part.parse::<i64>().is_err();
    let parts = |text: &'_ str| {
        text.split('.').filter(|part| is_place(part)).map(str::to_lowercase).collect::<Vec<_>>()
    };
    let (name, path) = (parts(name), parts(path));
    !name.is_empty() && path.ends_with(&name)
}

/// A clause's name without what people write differently.
fn plain_clause(name: &str) -> String {
    let name = name.trim().to_lowercase();
    let named = ["clauses", "clause", "cl."].iter().find_map(|word| name.strip_prefix(word));
    let name =
        named.unwrap_or(&name).replace("annex", "a").replace("figure", "fig").replace("paragraph ", "");
    name.chars().filter(|character| character.is_alphanumeric()).collect()
}

/// Everything of a process that can be explained.
pub fn topics(catalogue: &Catalogue) -> Vec<Topic> {
    let kinds = || catalogue.kinds().iter().map(|kind| &**kind);
    let mut found: Vec<Topic> = Vec::new();
    for (name, clause) in &catalogue.shared.clauses {
        let cited: Vec<String> = kinds().flat_map(|kind| citing(kind, name)).collect();
        let number = name.starts_with(|first: char| first.is_ascii_digit());
        let heading = if number { format!("Clause {name}") } else { name.clone() };
        let about = json!({"heading": heading, "title": clause.title, "text": clause.text, "cited": cited});
        found.push(Topic::new("clause", name, about));
    }
    found.extend(kinds().flat_map(steps));
    found.extend(kinds().flat_map(statuses));
    found.extend(kinds().flat_map(fields));
    found.extend(kinds().flat_map(clocks));
    for (name, role) in &catalogue.shared.roles {
        let signs: Vec<String> = kinds().flat_map(|kind| signed_by(kind, name)).collect();
        found.push(Topic::new(
            "role",
            name,
            json!({"title": role.title, "keeper": role.keeper, "signs": signs}),
        ));
    }
    found.extend(kinds().map(|kind| {
        let definition = &kind.definition;
        let list =
            |names: Vec<&String>| names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
        let about = json!({
            "path": definition.path, "statuses": list(definition.statuses.keys().collect()),
            "steps": list(definition.steps.keys().collect()),
        });
        Topic::new("kind", &definition.kind, about)
    }));
    found
}

fn title(kind: &Kind) -> &str {
    &kind.definition.title
}

/// Where a kind cites a clause.
fn citing(kind: &Kind, clause: &str) -> Vec<String> {
    let definition = &kind.definition;
    let cites = |clauses: &[String]| clauses.iter().any(|cited| cited == clause);
    let needs = |needs: &[Need]| needs.iter().any(|need| need.clause.as_deref() == Some(clause));
    let steps = definition.steps.iter().filter(|(_, step)| cites(&step.clause.0) || needs(&step.needs));
    let statuses = definition.statuses.iter().filter(|(_, status)| cites(&status.clause.0));
    let clocks = definition.clocks.iter().filter(|(_, clock)| cites(&clock.clause.0));
    let title = title(kind);
    let steps = steps.map(|(name, step)| format!("step `{name}` of a {title}: {}", step.title));
    let statuses = statuses.map(|(name, status)| format!("status `{name}` of a {title}: {}", status.means));
    let clocks = clocks.map(|(name, clock)| format!("clock `{name}` of a {title}: {}", clock.title));
    steps.chain(statuses).chain(clocks).collect()
}

fn steps(kind: &Kind) -> Vec<Topic> {
    let of_step = |(name, step): (&String, &crate::process::definition::Step)| {
        let by: Vec<&str> = step.by.iter().map(|by| by.role.as_str()).collect();
        let nothing = Json::Object(serde_json::Map::new());
        let writes: Vec<String> = step.writes.iter().map(|field| field.told(&nothing)).collect();
        let mut needs: Vec<&String> = step.needs.iter().filter_map(|need| need.say.as_ref()).collect();
        needs.dedup();
        let about = json!({
            "title": step.title, "kind": title(kind), "by": by.join(", "), "from": step.from.words().trim_start_matches("possible from "),
            "command": step.command.as_ref().map(|command| command.replace("{{ id }}", "ID")),
            "to": step.to.as_deref().unwrap_or("the same status"), "clauses": step.clause.0.join(", "),
            "writes": writes.join(", "), "needs": needs,
        });
        Topic::new("step", name, about)
    };
    kind.definition.steps.iter().map(of_step).collect()
}

/// The fields of a kind, whoever may read them.
fn fields(kind: &Kind) -> Vec<Topic> {
    let definition = &kind.definition;
    let of_field = |field: &Field| {
        let path = Pattern::parse(&field.pattern);
        let writing =
            definition.steps.iter().filter(|(_, step)| step.writes.iter().any(|own| own.meets(&path)));
        let steps: Vec<String> = writing.map(|(name, _)| format!("`{name}`")).collect();
        let always = definition.always.iter().any(|own| own.meets(&path));
        let readers = field.audience.clone().unwrap_or_default().join(", ");
        let about = json!({
            "title": field.summary(), "description": field.description.strip_prefix(field.summary()).unwrap_or(&field.description).trim_start_matches(['.', ' ']), "kind": title(kind), "types": words(field),
            "allowed": field.allowed.join(", "), "example": field.example, "required": field.required, "readers": readers,
            "refers_to": field.refers_to, "steps": if always { "any".to_owned() } else { steps.join(", ") },
        });
        Topic::new("field", &field.pattern.replace('*', ITEM), about)
    };
    // An item of a list is told of with the list.
    let named = |field: &&Field| field.key().is_some();
    kind.schema.fields().iter().filter(named).map(of_field).collect()
}

/// What a field takes, in words.
fn words(field: &Field) -> String {
    let word = |name: &String| match (name.as_str(), field.format.as_deref()) {
        ("string", Some("date")) => "a date (YYYY-MM-DD)",
        ("string", Some("email")) => "a mail address",
        ("string", _) => "text",
        ("integer", _) => "a whole number",
        ("number", _) => "a number",
        ("boolean", _) => "true or false",
        ("array", _) => "a list",
        ("object", _) => "fields of its own",
        _ => "nothing",
    };
    field.types.iter().map(word).collect::<Vec<_>>().join(" or ")
}

fn clocks(kind: &Kind) -> Vec<Topic> {
    let of_clock = |(name, clock): (&String, &Clock)| {
        let runs = match &clock.runs {
            Runs::Days(days) => format!("for {days} calendar days"),
            Runs::Months(1) => "for one calendar month".to_owned(),
            Runs::Months(months) => format!("for {months} calendar months"),
            Runs::Until(_) => "until a day that the document tells".to_owned(),
            Runs::Open => "without an end: no time is set".to_owned(),
        };
        let asks = clock.asks.iter().map(|(name, ask)| format!("`--{name}`: {}", ask.help));
        let why = clock.starts.iter().filter_map(|start| start.why.as_deref());
        let about = json!({
            "title": clock.title, "kind": title(kind), "clauses": clock.clause.0.join(", "), "runs": runs,
            "each": clock.each.as_ref().map(ToString::to_string), "asks": asks.collect::<Vec<_>>(), "why": why.collect::<Vec<_>>(),
        });
        Topic::new("clock", name, about)
    };
    kind.definition.clocks.iter().map(of_clock).collect()
}

fn statuses(kind: &Kind) -> Vec<Topic> {
    let definition = &kind.definition;
    let list = |names: Vec<String>| if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
    let named = |wanted: &dyn Fn(&crate::process::definition::Step) -> bool| {
        let steps = definition.steps.iter().filter(|(_, step)| wanted(step));
        list(steps.map(|(name, _)| format!("`{name}`")).collect())
    };
    let of_status = |(name, status): (&String, &crate::process::definition::Status)| {
        let wait = |wait: &Wait| format!("{}: {}", wait.role, wait.to);
        let about = json!({
            "means": status.means, "kind": title(kind), "final": status.is_final,
            "clauses": status.clause.0.join(", "), "waits": status.waits.iter().map(wait).collect::<Vec<_>>(),
            "here": named(&|step| step.to.as_ref() == Some(name)),
            "away": named(&|step| step.starts_at(Some(name)) && step.to.as_ref().is_some_and(|to| to != name)),
        });
        Topic::new("status", name, about)
    };
    definition.statuses.iter().map(of_status).collect()
}

/// What a role signs of a kind.
fn signed_by(kind: &Kind, role: &str) -> Vec<String> {
    let steps = kind.definition.steps.iter();
    let own = steps.filter(|(_, step)| step.by.iter().any(|by| by.role == role));
    own.map(|(name, step)| format!("`{name}` of a {}: {}", title(kind), step.title)).collect()
}
