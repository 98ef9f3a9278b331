//! Places for values in a template's text. While a template is read as Markdown a value is only a number between two
//! characters of private use; its text comes in afterwards, so that nothing in it is ever taken for markup.

use serde::Serialize;

use super::block::Inline;
use crate::source::printable;

const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// A value of a document, ready to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Slot {
    /// Its text, without characters that steer or hide; several lines are parted by `\n`.
    pub text: String,
    /// The field that it fills, by its dotted path, where it is a place of a form.
    pub field: Option<String>,
}

impl Slot {
    /// A value that is to be shown.
    pub fn new(text: &str) -> Self {
        // A tab is no more than blanks, and a line ends one way.
        let text = text.replace("\r\n", "\n").replace('\t', "    ");
        // Nothing that is shown can be taken for a place, wherever it is read again.
        let text = text.replace([OPEN, CLOSE], "\u{fffd}");
        Self { text: printable::lines(text.trim_end()).into_owned(), field: None }
    }

    /// A value that is known when everything else is; no value of a document is like it.
    pub(super) fn unknown() -> Self {
        Self { text: OPEN.to_string(), field: None }
    }

    /// What stands in a field of a form.
    pub fn of_field(text: &str, field: &str) -> Self {
        Self { field: Some(field.to_owned()), ..Self::new(text) }
    }
}

/// The mark of a place.
pub(super) fn mark(number: usize) -> String {
    format!("{OPEN}{number}{CLOSE}")
}

/// A template's text with the values in their places, at the end of a line.
pub(super) fn put(text: &str, slots: &[Slot], line: &mut Vec<Inline>) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        push(line, before);
        let (number, behind) = after.split_once(CLOSE).unwrap_or(("", after));
        if let Some(slot) = number.parse().ok().and_then(|at: usize| slots.get(at)) {
            line.push(Inline::Value(slot.clone()));
        }
        rest = behind;
    }
    push(line, rest);
}

fn push(line: &mut Vec<Inline>, text: &str) {
    if !text.is_empty() {
        line.push(Inline::Text(printable::lines(text).into_owned()));
    }
}
