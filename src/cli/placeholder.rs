//! What stands in the place of a value in a command line that somebody is to fill in.

use crate::schema::Field;

/// What stands for a field's value: those that it may have, or what its type is.
pub(super) fn placeholder(field: &Field) -> String {
    if !field.allowed.is_empty() {
        return field.allowed.join("|");
    }
    let is = |name: &str| field.types.iter().any(|known| known == name);
    if field.format.as_deref() == Some("date") {
        return "YYYY-MM-DD".to_owned();
    }
    if field.format.as_deref() == Some("email") {
        return "ADDRESS".to_owned();
    }
    if let Some(kind) = &field.refers_to {
        return kind.to_uppercase();
    }
    let word = match field.types.first().map(String::as_str) {
        _ if is("array") => "'[…]'",
        _ if is("object") => "'{…}'",
        Some("integer" | "number") => "NUMBER",
        Some("boolean") => "true|false",
        _ => "'…'",
    };
    word.to_owned()
}
