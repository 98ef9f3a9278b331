//! The files that hold a repository's objects, as they are now: how large, and changed when. Whether they are still
//! what they were tells in a moment that nothing that was read from them was damaged or taken away since; more files
//! may have come. Whoever damages a file and sets its date back is not found out so, but by reading it again.

use super::Register;
use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// The files of an object database, by their paths in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stock {
    files: BTreeMap<String, Stamp>,
}

/// A file's size, serial number, and the moment of its last change.
type Stamp = (u64, u64, i64, i64);

impl Register {
    /// The files that hold its objects, as they were when this was first asked: what comes or goes after that is noticed
    /// by the next who opens it. None where some are held elsewhere (`objects/info/alternates`, or as the environment
    /// says), or where they can't be listed.
    pub fn stock(&self) -> Option<&Stock> {
        self.stock.get_or_init(|| self.listed()).as_ref()
    }

    fn listed(&self) -> Option<Stock> {
        let objects = self.common_dir().join("objects");
        if objects.join("info/alternates").exists() || self.borrows_by_environment() {
            return None;
        }
        let mut files = BTreeMap::new();
        for entry in fs::read_dir(&objects).ok()? {
            let entry = entry.ok()?;
            let name = entry.file_name().into_string().ok()?;
            let loose = name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
            if loose || name == "pack" {
                list(&entry.path(), &name, &mut files)?;
            }
        }
        Some(Stock { files })
    }

    /// Whether the process's variables say that objects stand elsewhere. While a push is in quarantine they do, and all
    /// that was there before stands in its own place.
    fn borrows_by_environment(&self) -> bool {
        let set = |name: &str| self.environment.get(name).is_some();
        let elsewhere = set("GIT_OBJECT_DIRECTORY") || set("GIT_ALTERNATE_OBJECT_DIRECTORIES");
        !self.environment.is_played() && elsewhere && !set("GIT_QUARANTINE_PATH")
    }
}

fn list(folder: &Path, name: &str, files: &mut BTreeMap<String, Stamp>) -> Option<()> {
    for entry in fs::read_dir(folder).ok()? {
        let entry = entry.ok()?;
        let file = entry.file_name().into_string().ok()?;
        // Of a pack, its data and its index; objects that are just being written have other names.
        let counts = match name {
            "pack" => file.ends_with(".pack") || file.ends_with(".idx"),
            _ => file.bytes().all(|byte| byte.is_ascii_hexdigit()),
        };
        if counts {
            files.insert(format!("{name}/{file}"), stamp(&entry.metadata().ok()?));
        }
    }
    Some(())
}

fn stamp(file: &Metadata) -> Stamp {
    (file.size(), file.ino(), file.mtime(), file.mtime_nsec())
}

impl Stock {
    /// Whether each file of an earlier stock is still what it was.
    pub fn still_holds(&self, earlier: &Stock) -> bool {
        earlier.files.iter().all(|(path, stamp)| self.files.get(path) == Some(stamp))
    }

    /// A line a file, for [`Self::parse`].
    pub fn text(&self) -> String {
        let line = |(path, (size, serial, seconds, nanoseconds)): (&String, &Stamp)| {
            format!("{size} {serial} {seconds} {nanoseconds} {path}\n")
        };
        self.files.iter().map(line).collect()
    }

    /// Reads what [`Self::text`] gave.
    pub fn parse(text: &str) -> Option<Self> {
        let line = |line: &str| {
            let mut words = line.splitn(5, ' ');
            let (size, serial) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
            let (seconds, nanoseconds) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
            Some((words.next()?.to_owned(), (size, serial, seconds, nanoseconds)))
        };
        Some(Self { files: text.lines().map(line).collect::<Option<_>>()? })
    }
}
