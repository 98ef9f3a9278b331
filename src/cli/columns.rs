//! What `iwcp list` shows of documents, remembered by their blobs: the same content shows the same, as long as the
//! definitions are the same and the program is. Can be thrown away; what was cut or edited is as if it were not there.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::CliError;
use super::desk::Desk;
use super::parallel::each;
use crate::history::{BUILD, PROCESSES, SETTINGS};
use crate::process::Kind;
use crate::register::{Oid, Shelf, entry_at, full_id};

/// The folder in which they stand, a file for each kind, and how large that may be.
const SHELF: &str = "columns";
const LIMIT: u64 = 1 << 30;

/// What is shown of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    /// The status that it says it has.
    pub status: Option<String>,
    /// The values of its kind's columns, in their order.
    pub values: Vec<Json>,
}

/// What is remembered of the documents of a kind.
pub(super) struct Columns {
    shelf: Shelf,
    name: String,
    heading: String,
    known: HashMap<Oid, Shown>,
}

impl Columns {
    /// What is remembered of a kind, by the definitions of a desk.
    ///
    /// # Errors
    /// An object that can't be read.
    pub(super) fn of(desk: &Desk, kind: &Kind) -> Result<Self, CliError> {
        let mut heading = format!("iwcp columns {BUILD} {}", kind.definition.kind);
        for name in [SETTINGS, PROCESSES] {
            let oid = entry_at(&desk.objects, desk.tree, name)?.map(|entry| entry.oid.to_string());
            heading.push(' ');
            heading.push_str(oid.as_deref().unwrap_or("-"));
        }
        let shelf = desk.register.shelf(SHELF);
        let name = data_encoding::HEXLOWER.encode(kind.definition.kind.as_bytes());
        let known =
            shelf.read_sealed(&name, LIMIT).and_then(|text| read(&text, &heading)).unwrap_or_default();
        Ok(Self { shelf, name, heading, known })
    }

    /// What is shown of a document with that blob.
    pub(super) fn take(&mut self, blob: Oid) -> Option<Shown> {
        self.known.remove(&blob)
    }

    /// Remembers these instead, by their blobs. Where they can't be, they are worked out again the next time.
    pub(super) fn keep<'s>(&self, all: impl Iterator<Item = (Oid, &'s Shown)>) {
        let mut text = format!("{}\n", self.heading);
        for (blob, shown) in all {
            // JSON on one line holds no line's end.
            text.push_str(&format!("{blob} {}\n", serde_json::json!([shown.status, shown.values])));
        }
        self.shelf.write_sealed(&self.name, &text);
    }
}

fn read(text: &str, heading: &str) -> Option<HashMap<Oid, Shown>> {
    let mut lines = text.lines();
    if lines.next()? != heading {
        return None;
    }
    let lines: Vec<&str> = lines.collect();
    each(&lines, |line| read_line(line)).into_iter().collect()
}

fn read_line(line: &str) -> Option<(Oid, Shown)> {
    let (blob, rest) = line.split_once(' ')?;
    let (status, values) = serde_json::from_str(rest).ok()?;
    Some((full_id(blob)?, Shown { status, values }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_file_is_read_back_as_it_was_or_not_at_all() {
        let oid = full_id("1111111111111111111111111111111111111111").unwrap();
        let shown =
            Shown { status: Some("a\nb".to_owned()), values: vec![json!("x"), json!(null), json!(7)] };
        let text = format!("heading\n{oid} {}\n", json!([shown.status, shown.values]));
        assert_eq!(read(&text, "heading"), Some(HashMap::from([(oid, shown)])));
        assert_eq!(read(&text, "another"), None);
        assert_eq!(read("heading\nnothing\n", "heading"), None);
    }
}
