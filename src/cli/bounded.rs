//! Files and streams that somebody names are read up to a limit: a device has no end.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::CliError;

/// Everything that is read from somewhere, whose name is told in errors.
///
/// # Errors
/// It can't be read; wrong usage: it has more than `largest` bytes.
pub(super) fn all(from: impl Read, name: &str, largest: u64) -> Result<Vec<u8>, CliError> {
    let mut bytes = Vec::new();
    let read = from.take(largest.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| CliError::caused(&format!("cannot read {name}"), &error))?;
    match u64::try_from(bytes.len()).is_ok_and(|size| size <= largest) {
        true => Ok(bytes),
        false => {
            let mebibytes = largest >> 20;
            Err(CliError::usage(format!(
                "{name} has more than {mebibytes} MiB, and nothing that is read here is as large"
            )))
        }
    }
}

/// The text of a file.
///
/// # Errors
/// As [`all`]; what is no text.
pub(super) fn text(file: &Path, largest: u64) -> Result<String, CliError> {
    let name = file.display().to_string();
    let cannot = |error: &dyn std::error::Error| CliError::caused(&format!("cannot read {name}"), error);
    let opened = File::open(file).map_err(|error| cannot(&error))?;
    String::from_utf8(all(opened, &name, largest)?).map_err(|error| cannot(&error))
}
