//! The fields of a form, and what somebody wrote into them: a form that was filled in as Markdown is read by the same
//! headings and labels under which the program itself writes its fields.

use super::block::{self, Block, Inline, plain};

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What is asked: the heading of the row.
    pub term: String,
    /// What stands before it, where several fields share a row.
    pub label: String,
    /// The field, by its dotted path.
    pub path: String,
    /// What stands there.
    pub text: String,
}

/// The fields of a document's form; earlier rounds, which stand below a heading of their own, are no part of it.
pub(super) fn places(blocks: &[Block]) -> Vec<Place> {
    let mut found = Vec::new();
    for block in blocks.iter().take_while(|block| !matches!(block, Block::Heading(level, _) if *level > 1)) {
        let Block::Form(rows) = block else { continue };
        for (term, details) in rows {
            for line in details.iter().flatten() {
                if let Block::Paragraph(line) = line {
                    found.extend(place(&plain(term), line));
                }
            }
        }
    }
    found
}

/// The one field of a line; a line with several is there to be read only.
fn place(term: &str, line: &[Inline]) -> Option<Place> {
    let fields =
        line.iter().filter(|part| matches!(part, Inline::Value(slot) if slot.field.is_some())).count();
    let (last, before) = line.split_last()?;
    match last {
        Inline::Value(slot) if fields == 1 => Some(Place {
            term: term.to_owned(),
            label: plain(before),
            path: slot.field.clone()?,
            text: slot.text.clone(),
        }),
        _ => None,
    }
}

/// What somebody wrote into a form that is Markdown: the fields, with their texts. What stands under no heading of the
/// form is left out.
pub fn filled(markdown: &str, places: &[Place]) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut row: Vec<&Place> = Vec::new();
    for block in block::read(markdown, &[]) {
        let line = match &block {
            Block::Heading(level, _) if *level > 1 => break,
            Block::Paragraph(line) => line,
            Block::Rule => {
                // What stands behind the form is not in any of its rows.
                row.clear();
                continue;
            }
            _ => continue,
        };
        match line.as_slice() {
            [Inline::Strong(term)] => {
                let term = plain(term);
                row = places.iter().filter(|place| place.term == term).collect();
            }
            _ => answer(&lines(line), &row, &mut found),
        }
    }
    found
}

/// A paragraph below a heading: behind a label it is that field's, else it is the one without a label, or goes on with
/// what came last.
fn answer(text: &str, row: &[&Place], found: &mut Vec<(String, String)>) {
    let labelled = row.iter().filter(|place| !place.label.trim().is_empty());
    let behind = |place: &&&Place| text.starts_with(place.label.trim_end());
    let (path, text) = match labelled.clone().find(behind) {
        Some(place) => (&place.path, text.get(place.label.trim_end().len()..).unwrap_or_default().trim()),
        None => match row.iter().find(|place| place.label.trim().is_empty()) {
            Some(place) => (&place.path, text.trim()),
            None => return,
        },
    };
    if text.is_empty() {
        return;
    }
    match found.last_mut() {
        Some((last, before)) if last == path => {
            before.push_str("\n\n");
            before.push_str(text);
        }
        _ => found.push((path.clone(), text.to_owned())),
    }
}

/// The text of a line, with its breaks.
fn lines(line: &[Inline]) -> String {
    let part = |part: &Inline| match part {
        Inline::Text(text) => text.clone(),
        Inline::Value(slot) => slot.text.clone(),
        Inline::Strong(inner) | Inline::Emphasis(inner) => lines(inner),
        Inline::Break => "\n".to_owned(),
    };
    line.iter().map(part).collect()
}
