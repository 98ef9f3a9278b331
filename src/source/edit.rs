//! Edits of a document that leave everything else as its author wrote it: comments, order, quoting, layout.
//! Every edit is proved: the new text is parsed again, and must hold the old data with the edit applied
//! and nothing else.

use serde_json::{Map, Value as Json};

use super::parse::parse;
use super::path::{Path, Segment};
use super::splice;
use super::tree::Tree;

/// One change at one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// Where.
    pub path: Path,
    /// What.
    pub change: Change,
}

/// What an edit does at its path.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Puts a value there, in place of the old one or as a new one. Mappings and lists on the way that do
    /// not exist yet (or are null) are made; an index that is a list's length appends to it.
    Set(Json),
    /// Takes the value, and its key, away.
    Remove,
}

/// Where a new key belongs among the keys of the mapping at a path: keys with a lower number stand before it.
/// A key without a number goes to the end.
pub type Order<'o> = &'o dyn Fn(&Path, &str) -> Option<usize>;

/// Why an edit was not made. Values of the document never stand in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// There is nothing to remove.
    #[error("there is nothing at `{0}`")]
    Missing(Path),
    /// A key or an index below a single value, or a key of a list.
    #[error("`{0}` cannot be put there: what stands above it is not a mapping or list that could hold it")]
    NoRoom(Path),
    /// An index behind the end of a list.
    #[error("`{path}` lies behind the end of its list, which has {length} {}", if *.length == 1 { "item" } else { "items" })]
    BeyondEnd {
        /// The path asked for.
        path: Path,
        /// How many items the list has.
        length: usize,
    },
    /// The new text would not be a document; the reason as a flaw's message.
    #[error("`{path}` cannot be set so: {reason}")]
    Refused {
        /// The path asked for.
        path: Path,
        /// What the new text would be refused for.
        reason: String,
    },
    /// The layout around the place is one that cannot be edited safely.
    #[error("`{0}` cannot be edited without touching something else; edit the file by hand")]
    Unsafe(Path),
}

/// Applies the edits one after the other; a later one sees what an earlier one did. The result's text differs
/// from `tree`'s only where they ask for it.
///
/// # Errors
/// The first edit that cannot be made; then nothing is.
pub fn edit(tree: &Tree, edits: &[Edit], order: Order<'_>) -> Result<Tree, EditError> {
    let mut current = tree.clone();
    let mut data = current.to_json();
    for edit in edits {
        if matches!(&edit.change, Change::Set(value) if edit.path.find(&data) == Some(value)) {
            continue;
        }
        apply(&mut data, edit)?;
        current = proved(&current, edit, order, &data, true)
            .or_else(|error| proved(&current, edit, order, &data, false).map_err(|_| error))?;
    }
    Ok(current)
}

/// The document with one edit made, if it then holds exactly `data`.
fn proved(
    tree: &Tree,
    edit: &Edit,
    order: Order<'_>,
    data: &Json,
    literals: bool,
) -> Result<Tree, EditError> {
    let path = &edit.path;
    let text = splice::edited(tree, edit, order, literals).ok_or_else(|| EditError::Unsafe(path.clone()))?;
    let edited = parse(&tree.source.name, text.as_bytes()).map_err(|refusal| EditError::Refused {
        path: path.clone(),
        reason: refusal.flaws.first().map(|flaw| flaw.message.clone()).unwrap_or_default(),
    })?;
    match edited.to_json() == *data {
        true => Ok(edited),
        false => Err(EditError::Unsafe(path.clone())),
    }
}

/// What the edit means for the data.
///
/// # Errors
/// Where it has no place, or there is nothing to remove.
pub fn apply(data: &mut Json, Edit { path, change }: &Edit) -> Result<(), EditError> {
    match change {
        Change::Set(value) => put(data, path, 0, value),
        Change::Remove => remove(data, path).ok_or_else(|| EditError::Missing(path.clone())),
    }
}

fn put(at: &mut Json, path: &Path, depth: usize, value: &Json) -> Result<(), EditError> {
    let Some(segment) = path.0.get(depth) else {
        *at = value.clone();
        return Ok(());
    };
    if at.is_null() {
        *at = match segment {
            Segment::Key(_) => Json::Object(Map::new()),
            Segment::Index(_) => Json::Array(Vec::new()),
        };
    }
    let next = match (at, segment) {
        (Json::Object(map), segment) => map.entry(segment.to_string()).or_insert(Json::Null),
        (Json::Array(items), Segment::Index(index)) => {
            let length = items.len();
            if *index == length {
                items.push(Json::Null);
            }
            items.get_mut(*index).ok_or_else(|| EditError::BeyondEnd { path: path.clone(), length })?
        }
        _ => return Err(EditError::NoRoom(path.clone())),
    };
    put(next, path, depth + 1, value)
}

fn remove(data: &mut Json, path: &Path) -> Option<()> {
    let (last, rest) = path.0.split_last()?;
    let holder = rest.iter().try_fold(data, |at, segment| match (at, segment) {
        (Json::Object(map), segment) => map.get_mut(&segment.to_string()),
        (Json::Array(items), Segment::Index(index)) => items.get_mut(*index),
        _ => None,
    })?;
    match (holder, last) {
        (Json::Object(map), segment) => map.shift_remove(&segment.to_string()).map(drop),
        (Json::Array(items), Segment::Index(index)) if *index < items.len() => {
            items.remove(*index);
            Some(())
        }
        _ => None,
    }
}
