//! The parts of a process that can be explained: its clauses, and the steps, statuses, clocks, roles and kinds that
//! cite them. What is said of each is wording, and stands in `templates/explain.md`.

use minijinja::Environment;
use serde_json::{Value as Json, json};

use crate::process::definition::{Need, Wait};
use crate::process::{Catalogue, Kind};

const TEMPLATE: &str = include_str!("../../templates/explain.md");

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

    /// Whether it is meant by a name: clauses also by `clause 4`, `cl. 4`, `fig 1` and `Annex 2.9`.
    pub fn is(&self, name: &str) -> bool {
        let clause = self.about.get("topic").and_then(Json::as_str) == Some("clause");
        if clause {
            plain_clause(&self.name) == plain_clause(name)
        } else {
            // People are told that the keeper mends something: that is a role under another name.
            let keeps = self.about.get("keeper").and_then(Json::as_bool) == Some(true);
            self.name.eq_ignore_ascii_case(name) || (keeps && name.eq_ignore_ascii_case("keeper"))
        }
    }
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
    for kind in kinds() {
        found.extend(kind.definition.clocks.iter().map(|(name, clock)| {
            let about =
                json!({"title": clock.title, "kind": title(kind), "clauses": clock.clause.0.join(", ")});
            Topic::new("clock", name, about)
        }));
    }
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
        let writes: Vec<String> = step.writes.iter().map(|field| format!("`{field}`")).collect();
        let mut needs: Vec<&String> = step.needs.iter().filter_map(|need| need.say.as_ref()).collect();
        needs.dedup();
        let about = json!({
            "title": step.title, "kind": title(kind), "by": by.join(", "), "from": step.from.words().trim_start_matches("possible from "),
            "to": step.to.as_deref().unwrap_or("the same status"), "clauses": step.clause.0.join(", "),
            "writes": writes.join(", "), "needs": needs,
        });
        Topic::new("step", name, about)
    };
    kind.definition.steps.iter().map(of_step).collect()
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
