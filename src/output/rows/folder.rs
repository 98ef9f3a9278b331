//! Tables as a folder of CSV files, one a table.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use super::{Field, Rows, RowsError, Shape, beside};

/// A folder of CSV files in the making.
pub struct Folder {
    path: PathBuf,
    part: PathBuf,
    writers: Vec<csv::Writer<BufWriter<File>>>,
    finished: bool,
}

impl Folder {
    /// A folder that is to stand at a path.
    ///
    /// # Errors
    /// Something that stands there, or can't be made.
    pub fn create(path: &Path, tables: &[Shape]) -> Result<Self, RowsError> {
        if path.symlink_metadata().is_ok() {
            return Err(RowsError::Exists(path.to_owned()));
        }
        let part = beside(path);
        let failed = |source| RowsError::File { path: part.clone(), source };
        fs::create_dir(&part).map_err(failed)?;
        let mut folder = Self { path: path.to_owned(), part, writers: Vec::new(), finished: false };
        for table in tables {
            let name = folder.part.join(format!("{}.csv", table.name));
            let file = File::create_new(&name).map_err(|source| RowsError::File { path: name, source })?;
            let mut writer = csv::Writer::from_writer(BufWriter::new(file));
            writer.write_record(table.columns.iter().map(|(column, _)| *column))?;
            folder.writers.push(writer);
        }
        Ok(folder)
    }
}

impl Rows for Folder {
    fn row(&mut self, table: usize, fields: &[Field]) -> Result<(), RowsError> {
        let Some(writer) = self.writers.get_mut(table) else { return Ok(()) };
        for field in fields {
            match field {
                Field::None => writer.write_field("")?,
                Field::Number(number) => writer.write_field(number.to_string())?,
                Field::Text(text) => writer.write_field(text)?,
            }
        }
        Ok(writer.write_record(None::<&[u8]>)?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), RowsError> {
        let failed = |source| RowsError::File { path: self.part.clone(), source };
        for writer in std::mem::take(&mut self.writers) {
            let buffer = writer.into_inner().map_err(|error| failed(error.into_error()))?;
            let file = buffer.into_inner().map_err(|error| failed(error.into_error()))?;
            file.sync_all().map_err(failed)?;
        }
        fs::rename(&self.part, &self.path).map_err(failed)?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.finished {
            let _ = fs::remove_dir_all(&self.part);
        }
    }
}
