//! Files that can be thrown away at any time: `<common git directory>/iwcp/<shelf>/`. A file is written beside and
//! renamed, so that a reader meets it whole or not at all; what is cut or edited all the same, whoever reads it has to
//! notice; what is sealed was put there by this user. Nothing here is an error: a shelf that can't be read is empty, one
//! that can't be written stays as it is.

use super::own_key::own_key;
use super::{Register, durable};
use data_encoding::HEXLOWER;
use ring::{digest, hmac};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::PathBuf;

/// A folder of such files.
#[derive(Clone, Debug)]
pub struct Shelf {
    folder: PathBuf,
    key: Option<hmac::Key>,
}

/// What stands before the seal in the last line of a sealed text.
const SEAL: &str = "digest ";

impl Register {
    /// The shelf of that name; whether it is there shows when it is read.
    pub fn shelf(&self, name: &str) -> Shelf {
        let key = own_key(&self.environment);
        Shelf { folder: self.common_dir().join("iwcp").join(name), key }
    }
}

impl Shelf {
    /// A file's bytes, where there is one of at most `limit` bytes.
    pub fn read(&self, name: &str, limit: u64) -> Option<Vec<u8>> {
        let file = self.open(name)?;
        let length = file.metadata().ok()?.len();
        if length > limit {
            return None;
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).ok()?);
        file.take(limit).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// The text of a file of at most `limit` bytes, where it bears the user's seal.
    pub fn read_sealed(&self, name: &str, limit: u64) -> Option<String> {
        let mut text = String::from_utf8(self.read(name, limit)?).ok()?;
        let end = text.strip_suffix('\n')?.rfind('\n')?.saturating_add(1);
        let (body, last) = text.split_at_checked(end)?;
        let given = last.trim_end().strip_prefix(SEAL)?;
        // Whoever could find out a seal by the time that this takes can read the file.
        if self.seal(body) != given {
            return None;
        }
        text.truncate(end);
        Some(text)
    }

    /// Puts a text of whole lines there, with the user's seal; whether that worked.
    pub fn write_sealed(&self, name: &str, body: &str) -> bool {
        self.write(name, &[body.as_bytes(), format!("{SEAL}{}\n", self.seal(body)).as_bytes()])
    }

    fn seal(&self, body: &str) -> String {
        match &self.key {
            Some(key) => HEXLOWER.encode(hmac::sign(key, body.as_bytes()).as_ref()),
            None => HEXLOWER.encode(digest::digest(&digest::SHA256, body.as_bytes()).as_ref()),
        }
    }

    /// So many bytes of a file from an offset on, where it has them.
    pub fn read_part(&self, name: &str, offset: u64, length: usize) -> Option<Vec<u8>> {
        let file = self.open(name)?;
        let found = file.metadata().ok()?;
        let end = offset.checked_add(u64::try_from(length).ok()?)?;
        if end > found.len() {
            return None;
        }
        let mut bytes = vec![0; length];
        file.read_exact_at(&mut bytes, offset).ok()?;
        Some(bytes)
    }

    fn open(&self, name: &str) -> Option<File> {
        durable::open_plain(&self.folder.join(name)).ok()
    }

    /// Whether the folder and the one that it stands in are folders of ours. Whoever handed the repository over may have
    /// put links in their places, and what is written and removed here would be somebody's own.
    fn is_own(&self) -> bool {
        [self.folder.parent(), Some(&self.folder)]
            .into_iter()
            .flatten()
            .all(|folder| durable::require_own_folder(folder).is_ok())
    }

    /// Puts a file there whole, for the user's own eyes; whether that worked.
    pub fn write(&self, name: &str, parts: &[&[u8]]) -> bool {
        if !self.is_own() {
            return false;
        }
        let beside = self.folder.join(format!(".{name}.{}", std::process::id()));
        let written =
            self.write_beside(&beside, parts).and_then(|()| fs::rename(&beside, self.folder.join(name)));
        if written.is_err() {
            let _ = fs::remove_file(&beside);
        }
        written.is_ok()
    }

    fn write_beside(&self, beside: &std::path::Path, parts: &[&[u8]]) -> std::io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        // What stands there is a leftover, or a link that somebody put there: it is not written into.
        let _ = fs::remove_file(beside);
        let mut file = File::options().write(true).create_new(true).mode(0o600).open(beside)?;
        parts.iter().try_for_each(|part| file.write_all(part))
    }

    /// Takes every file away but these.
    pub fn keep_only(&self, names: &[&str]) {
        if !self.is_own() {
            return;
        }
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if !entry.file_name().to_str().is_some_and(|name| names.contains(&name)) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}
