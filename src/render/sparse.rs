//! Documents of a kind in which nothing stands but what has to: the required fields, and what a document's condition
//! asks for. Templates are tried with them, since a register's documents begin so.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::example;
use crate::process::Kind;
use crate::process::condition::Condition;
use crate::source::Path;

/// No description asks for one of more alternatives.
const ALTERNATIVES: usize = 16;

/// Fields that are asked for, `*` for the items of lists, and the value that one has to have.
type Asked = BTreeMap<String, Option<Json>>;

/// A document for each way to fulfil a condition; where that asks for a status, with what its definition asks of it.
pub(super) fn sparse(kind: &Kind, when: Option<&Condition>) -> Vec<Json> {
    let asked = when.map_or_else(|| vec![Asked::new()], |when| ways(when, ""));
    let whole = asked.into_iter().flat_map(|asked| {
        let held = held(kind, &asked);
        held.iter().fold(vec![asked], |before, condition| both(&before, &ways(condition, "")))
    });
    whole.map(|asked| object(kind, &Path::root(), &asked)).collect()
}

/// What a document in the status that is asked for holds.
fn held<'k>(kind: &'k Kind, asked: &Asked) -> Vec<&'k Condition> {
    let status = asked.get(&kind.definition.envelope.status).and_then(Option::as_ref).and_then(Json::as_str);
    let status = status.and_then(|status| kind.definition.statuses.get(status));
    let holds = status.into_iter().flat_map(|status| &status.holds);
    holds.filter(|need| need.when.is_none()).map(|need| &need.must).collect()
}

/// Every way to fulfil the one and the other.
fn both(before: &[Asked], more: &[Asked]) -> Vec<Asked> {
    let with = |asked: &Asked| -> Vec<Asked> {
        let join = |more: &Asked| {
            let mut whole = more.clone();
            whole.extend(asked.iter().map(|(path, value)| (path.clone(), value.clone())));
            whole
        };
        more.iter().map(join).collect()
    };
    before.iter().flat_map(with).take(ALTERNATIVES).collect()
}

fn ways(condition: &Condition, base: &str) -> Vec<Asked> {
    let field = |pattern: &dyn ToString| {
        let steps = pattern.to_string();
        let steps = steps.split('.').map(|step| if step.parse::<i64>().is_ok() { "*" } else { step });
        let steps: Vec<&str> = base.split('.').chain(steps).filter(|step| !step.is_empty()).collect();
        steps.join(".")
    };
    match condition {
        Condition::Present(fields) => vec![fields.0.iter().map(|path| (field(path), None)).collect()],
        Condition::Equals(fields) => {
            let value = |wanted: &crate::process::definition::List<Json>| wanted.0.first().cloned();
            vec![fields.iter().map(|(path, wanted)| (field(path), value(wanted))).collect()]
        }
        Condition::Some(within) => {
            let item = format!("{}.*", field(&within.list));
            let mut ways =
                within.fulfils.as_ref().map_or_else(|| vec![Asked::new()], |inner| self::ways(inner, &item));
            ways.iter_mut().for_each(|asked| drop(asked.insert(item.clone(), None)));
            ways
        }
        Condition::All(all) => {
            all.iter().fold(vec![Asked::new()], |before, condition| both(&before, &ways(condition, base)))
        }
        Condition::Any(any) => {
            any.iter().flat_map(|condition| ways(condition, base)).take(ALTERNATIVES).collect()
        }
        // Whatever else it asks, it is not that something stands there.
        _ => vec![Asked::new()],
    }
}

fn object(kind: &Kind, path: &Path, asked: &Asked) -> Json {
    let mut made = Map::new();
    for field in kind.schema.below(path) {
        let below = format!("{}.", field.pattern);
        let is_asked = asked.keys().any(|wanted| *wanted == field.pattern || wanted.starts_with(&below));
        let Some(key) = field.key().filter(|_| field.required || is_asked) else { continue };
        let here = path.key(key);
        let is = |word: &str| field.types.iter().any(|known| known == word);
        let value = match asked.get(&field.pattern) {
            Some(Some(value)) => value.clone(),
            _ if is("object") => object(kind, &here, asked),
            _ if is("array") => Json::Array(items(kind, &here, asked, is_asked)),
            _ => example(field, &here),
        };
        made.insert(key.to_owned(), value);
    }
    Json::Object(made)
}

/// One item, where one is asked for.
fn items(kind: &Kind, list: &Path, asked: &Asked, is_asked: bool) -> Vec<Json> {
    let place = list.index(0);
    let Some(field) = kind.schema.field(&place).filter(|_| is_asked) else { return Vec::new() };
    let is_object = field.types.iter().any(|known| known == "object");
    vec![if is_object { object(kind, &place, asked) } else { example(field, &place) }]
}
