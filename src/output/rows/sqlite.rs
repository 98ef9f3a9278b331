//! Tables as one SQLite file.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};

use super::{Field, Rows, RowsError, Shape, beside};

/// How many statements are kept ready: one a table.
const STATEMENTS: usize = 32;

/// A database in the making.
pub struct Database {
    path: PathBuf,
    part: PathBuf,
    connection: Option<Connection>,
    inserts: Vec<String>,
    finished: bool,
}

impl Database {
    /// A database that is to stand at a path, with tables and views (name and query).
    ///
    /// # Errors
    /// Something that stands there, or can't be made.
    pub fn create(path: &Path, tables: &[Shape], views: &[(String, String)]) -> Result<Self, RowsError> {
        if path.symlink_metadata().is_ok() {
            return Err(RowsError::Exists(path.to_owned()));
        }
        let part = beside(path);
        File::create_new(&part).map_err(|source| RowsError::File { path: part.clone(), source })?;
        let mut database =
            Self { path: path.to_owned(), part, connection: None, inserts: Vec::new(), finished: false };
        let connection = Connection::open(&database.part)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        // It is nobody's before it is whole: a journal would save what is thrown away anyhow.
        connection.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")?;
        for table in tables {
            connection.execute_batch(&definition(table))?;
            let marks = vec!["?"; table.columns.len()].join(", ");
            database.inserts.push(format!("INSERT INTO {} VALUES ({marks})", quoted(table.name)));
        }
        for (name, query) in views {
            connection.execute_batch(&format!("CREATE VIEW {} AS {query};", quoted(name)))?;
        }
        database.connection = Some(connection);
        Ok(database)
    }
}

/// A name in SQL.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn definition(table: &Shape) -> String {
    let columns = table.columns.iter().map(|(name, of)| format!("{} {of}", quoted(name)));
    let mut parts: Vec<String> = columns.collect();
    parts.extend((!table.key.is_empty()).then(|| table.key.to_owned()));
    format!("CREATE TABLE {} ({}) STRICT;", quoted(table.name), parts.join(", "))
}

impl ToSql for Field {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::None => ToSqlOutput::Owned(Value::Null),
            Self::Number(number) => ToSqlOutput::Owned(Value::Integer(*number)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        })
    }
}

impl Rows for Database {
    fn row(&mut self, table: usize, fields: &[Field]) -> Result<(), RowsError> {
        let (Some(connection), Some(insert)) = (&self.connection, self.inserts.get(table)) else {
            return Ok(());
        };
        connection.prepare_cached(insert)?.execute(params_from_iter(fields))?;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), RowsError> {
        if let Some(connection) = self.connection.take() {
            connection.execute_batch("COMMIT;")?;
            connection.close().map_err(|(_, error)| error)?;
        }
        let failed = |source| RowsError::File { path: self.part.clone(), source };
        File::open(&self.part).and_then(|file| file.sync_all()).map_err(failed)?;
        fs::rename(&self.part, &self.path).map_err(failed)?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if !self.finished {
            self.connection = None;
            let _ = fs::remove_file(&self.part);
        }
    }
}
