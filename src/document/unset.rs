//! Why a field could not be set: an assignment that names nothing, or nothing clear, or whose value can't be read. Such
//! a thing is wrong usage, with what mends it.

use crate::source::{EditError, Path, Segment};

/// Why a field could not be set.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// An assignment is not `FIELD=VALUE`.
    #[error("it is not FIELD=VALUE")]
    NoAssignment(String),
    /// A name that is no field here.
    #[error("there is no field `{field}`{}", hint(.near.as_deref()))]
    UnknownField {
        /// As it was given.
        field: String,
        /// What may have been meant.
        near: Option<String>,
        /// The fields that the step writes.
        writes: Vec<String>,
    },
    /// A short name that several fields have.
    #[error("`{field}` could be {}", .candidates.join(" or "))]
    Ambiguous {
        /// As it was given.
        field: String,
        /// The fields it could be.
        candidates: Vec<String>,
    },
    /// A field of something that the document does not have.
    #[error("`{field}` has no place: there is no `{holder}` in the document")]
    NoPlace {
        /// As it was given.
        field: String,
        /// What would hold it.
        holder: String,
    },
    /// A field that is assigned more than once.
    #[error("`{path}` is given twice")]
    Twice {
        /// As it was given.
        field: String,
        /// Its path.
        path: Path,
    },
    /// A field to take away that does not stand there.
    #[error("there is nothing at `{path}` to take away")]
    Nothing {
        /// As it was given.
        field: String,
        /// Its path.
        path: Path,
    },
    /// A value that is no YAML.
    #[error("the value of `{field}` is not YAML: {why}")]
    Value {
        /// The field.
        field: String,
        /// What is wrong with it.
        why: String,
    },
    /// A path that the document has no place for.
    #[error(transparent)]
    Edit(#[from] EditError),
}

fn hint(near: Option<&str>) -> String {
    near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
}

impl DraftError {
    /// What mends it.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::NoAssignment(field) if field.is_empty() => {
                Some("name the field: `--set FIELD=VALUE`".to_owned())
            }
            Self::NoAssignment(field) => Some(format!("give the value behind an `=`: `--set {field}=…`")),
            Self::UnknownField { near: None, writes, .. } if !writes.is_empty() => {
                Some(format!("the step writes {}", writes.join(", ")))
            }
            Self::Ambiguous { .. } => Some("write it out".to_owned()),
            Self::Twice { .. } => Some("give it once; `LIST.+=…` adds a further item each time".to_owned()),
            Self::Value { field, .. } => {
                Some(format!("quote what is to be taken as it is: `--set {field}='\"…\"'`"))
            }
            Self::Edit(EditError::BeyondEnd { path, .. }) => {
                let list = path.parent().map_or_else(String::new, |_| list_of(path));
                Some(format!("`--set {list}.+=…` adds an item at the end"))
            }
            _ => None,
        }
    }
}

/// The list that a path goes through last.
fn list_of(path: &Path) -> String {
    let at = path.0.iter().rposition(|segment| matches!(segment, Segment::Index(_))).unwrap_or_default();
    Path(path.0.get(..at).unwrap_or_default().to_vec()).to_string()
}
