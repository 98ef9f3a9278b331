//! The views of an export: for each kind the columns of `iwcp list` as SQL over its documents. A column shows the first
//! value that its pattern finds, as the list does.

use std::sync::Arc;

use crate::process::{Kind, Place};

/// A view for each kind that has columns: its name, and its query.
pub(super) fn views(kinds: &[Arc<Kind>]) -> Vec<(String, String)> {
    let view = |kind: &Arc<Kind>| {
        let definition = &kind.definition;
        let columns = definition.columns.iter().map(|(heading, field)| {
            let name = heading.to_lowercase().replace(' ', "_").replace('"', "\"\"");
            format!("{} AS \"{name}\"", value("data", &field.0))
        });
        let columns: Vec<String> = columns.collect();
        let query =
            format!("SELECT {} FROM documents WHERE kind = {}", columns.join(", "), text(&definition.kind));
        (definition.kind.clone(), query)
    };
    kinds.iter().filter(|kind| !kind.definition.columns.is_empty()).map(view).collect()
}

/// A text in SQL.
fn text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A key in SQLite's own paths.
fn key(key: &str) -> String {
    format!(".\"{}\"", key.replace('"', ""))
}

/// The first value below some JSON that stands where places point, as an expression in SQL.
fn value(json: &str, places: &[Place]) -> String {
    let mut path = "$".to_owned();
    for (at, place) in places.iter().enumerate() {
        match place {
            Place::Key(name) => path.push_str(&key(name)),
            Place::Index(index) => path.push_str(&format!("[{index}]")),
            Place::Last => path.push_str("[#-1]"),
            // What a step is going to append is in no document.
            Place::New | Place::More => return "NULL".to_owned(),
            Place::Any | Place::Below | Place::Where(..) => {
                let rest = places.get(at + 1..).unwrap_or_default();
                return among(&format!("{json} -> {}", text(&path)), place, rest);
            }
        }
    }
    format!("{json} ->> {}", text(&path))
}

/// The same behind an open place: of the items of a list, or of all that stands below.
fn among(json: &str, place: &Place, rest: &[Place]) -> String {
    // Open places within open places each have a name of their own.
    let each = format!("each{}", rest.len());
    // What is no list and no object would be read as an item without a key.
    let inner = format!("(CASE WHEN {each}.type IN ('array', 'object') THEN {each}.value END)");
    let found = if rest.is_empty() { format!("{each}.value") } else { value(&inner, rest) };
    let rows = format!("SELECT {found} FROM json_each({json}) AS {each}");
    match place {
        Place::Where(name, wanted) => {
            let is = format!("{inner} ->> {} = {}", text(&format!("${}", key(name))), text(wanted));
            format!("({rows} WHERE typeof({each}.key) = 'integer' AND {is} ORDER BY {each}.id DESC LIMIT 1)")
        }
        _ => format!(
            "({rows} WHERE {each}.key IS NOT NULL AND {found} IS NOT NULL ORDER BY {each}.id LIMIT 1)"
        ),
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;
    use rusqlite::types::Value;
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::process::Pattern;

    /// What SQLite finds, told as the list would.
    fn found(connection: &Connection, document: &Json, pattern: &Pattern) -> Option<Json> {
        let query = format!("SELECT {} FROM (SELECT ? AS data)", value("data", &pattern.0));
        match connection.query_row(&query, [document.to_string()], |row| row.get(0)).unwrap() {
            Value::Integer(number) => Some(number.into()),
            Value::Text(text) => Some(text.into()),
            _ => None,
        }
    }

    #[test]
    fn a_column_shows_what_the_list_shows() {
        let document = json!({
            "id": "it's", "count": 3, "none": null, "word": "a",
            "keys": [{"until": null}, {"until": "2026", "kind": "old"}, "bare", {"until": "2027", "kind": "new"}],
            "notices": [{"kind": "public", "days": [1, 2]}, {"kind": "public", "days": [3]}, {"kind": "x"}, 7],
            "people": {"one": {"name": "A"}, "two": {"name": "B", "at": [{"x": 5}, {"x": 6}]}},
        });
        let patterns = [
            "id",
            "count",
            "none",
            "word.*",
            "word.x",
            "missing.*",
            "keys.0.until",
            "keys.-1.until",
            "keys.*.until",
            "keys.kind=old.until",
            "keys.kind=none.until",
            "keys.+.until",
            "keys.++",
            "notices.kind=public.days.-1",
            "notices.kind=public.days.*",
            "notices.*.days.0",
            "people.*.name",
            "people.*.at.*.x",
            "people.two.at.x=5",
            "people.one=A",
            "people.**.name",
            "notices.3",
            "notices.3.*",
            "keys.2",
            "keys.2.until",
        ];
        let connection = Connection::open_in_memory().unwrap();
        for pattern in patterns.map(Pattern::parse) {
            let wanted = pattern.value(&document).cloned();
            assert_eq!(found(&connection, &document, &pattern), wanted, "{pattern}");
        }
    }
}
