//! Many rows into tables that other programs read: one SQLite file, or a folder of CSV files. What is half written
//! has another name and goes away; only what is whole takes the name that was asked for.

mod folder;
mod sqlite;

use std::path::{Path, PathBuf};

pub use folder::Folder;
pub use sqlite::Database;

/// A table: its name, and its columns with their types in SQL.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Its name.
    pub name: &'static str,
    /// Its columns.
    pub columns: &'static [(&'static str, &'static str)],
    /// What else SQL is told of it: its key.
    pub key: &'static str,
}

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// Nothing.
    None,
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
}

/// Why rows could not be written.
#[derive(Debug, thiserror::Error)]
pub enum RowsError {
    /// Something stands there already.
    #[error("{} is there already", .0.display())]
    Exists(PathBuf),
    /// A file that can't be written.
    #[error("cannot write {}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// What SQLite says.
    #[error("cannot write the database: {0}")]
    Database(#[from] rusqlite::Error),
    /// What writing CSV gives.
    #[error("cannot write CSV: {0}")]
    Csv(#[from] csv::Error),
}

/// Where rows go.
pub trait Rows {
    /// Adds a row to the table at a place among those that it was made with.
    ///
    /// # Errors
    /// What the medium gives.
    fn row(&mut self, table: usize, fields: &[Field]) -> Result<(), RowsError>;

    /// Makes it whole, under the name that was asked for.
    ///
    /// # Errors
    /// What the medium gives.
    fn finish(self: Box<Self>) -> Result<(), RowsError>;
}

impl From<&str> for Field {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Field {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Field {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl<T: Into<Field>> From<Option<T>> for Field {
    fn from(field: Option<T>) -> Self {
        field.map_or(Self::None, Into::into)
    }
}

/// The name under which something is written before it is whole.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}
