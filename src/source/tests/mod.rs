//! Tests of the room as a whole: what is refused and where, what edits do to a text, and laws over random input.

mod editing;
mod generate;
mod hostile;
mod laws;
mod parsing;

use super::{Change, Edit, EditError, Path, Tree, edit, parse};

fn tree(text: &str) -> Tree {
    match parse("r.yaml", text.as_bytes()) {
        Ok(tree) => tree,
        Err(refusal) => panic!("{text:?} is refused: {:#?}", refusal.flaws),
    }
}

fn set(path: &str, value: serde_json::Value) -> Edit {
    Edit { path: Path::parse(path), change: Change::Set(value) }
}

fn remove(path: &str) -> Edit {
    Edit { path: Path::parse(path), change: Change::Remove }
}

fn edited(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    edit(&tree(text), edits, &|_, _| None).map(|tree| tree.source.text.to_string())
}
