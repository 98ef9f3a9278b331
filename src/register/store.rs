//! Writes objects, and sees that they are on the disk before anything names them.
//! New trees are built from a commit's tree, never from the index or the work tree.

use super::durable;
use super::tree::{is_valid_name, order};
use super::{Entry, Objects, Oid, Register, RegisterError};
use git2::ObjectType;
use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

/// Writes objects and remembers which.
pub(super) struct Store<'r> {
    register: &'r Register,
    written: Vec<Oid>,
}

/// What is to be written below one folder.
#[derive(Default)]
struct Folder {
    folders: BTreeMap<Vec<u8>, Folder>,
    files: BTreeMap<Vec<u8>, Option<Entry>>,
}

impl<'r> Store<'r> {
    pub(super) fn new(register: &'r Register) -> Self {
        Self { register, written: Vec::new() }
    }

    pub(super) fn write(&mut self, kind: ObjectType, bytes: &[u8]) -> Result<Oid, RegisterError> {
        let odb = self.register.repository.odb();
        let oid = odb
            .and_then(|odb| odb.write(kind, bytes))
            .map_err(RegisterError::git("can't write an object"))?;
        self.written.push(oid);
        Ok(oid)
    }

    /// Writes the trees that differ from `base` at these paths; `None` takes a path away.
    pub(super) fn write_trees(
        &mut self,
        objects: &Objects,
        base: Option<Oid>,
        files: &[(&str, Option<Entry>)],
    ) -> Result<Oid, RegisterError> {
        let mut root = Folder::default();
        for (path, entry) in files {
            let mut folder = &mut root;
            let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
            for part in folders.split('/').filter(|part| !part.is_empty()) {
                folder = folder.folders.entry(part.as_bytes().to_vec()).or_default();
            }
            folder.files.insert(name.as_bytes().to_vec(), *entry);
        }
        let tree = self.write_folder(objects, base, &root)?;
        match tree {
            Some(tree) => Ok(tree),
            None => self.write(ObjectType::Tree, b""),
        }
    }

    fn write_folder(
        &mut self,
        objects: &Objects,
        base: Option<Oid>,
        wanted: &Folder,
    ) -> Result<Option<Oid>, RegisterError> {
        let before = base.map_or_else(|| Ok(Default::default()), |oid| objects.tree(oid))?;
        let mut entries: BTreeMap<Vec<u8>, Entry> =
            before.iter().map(|(name, entry)| (name.to_vec(), entry)).collect();
        for (name, folder) in &wanted.folders {
            let below = entries.get(name).copied();
            if below.is_some_and(|entry| !entry.is_folder()) {
                return Err(RegisterError::Path(String::from_utf8_lossy(name).into_owned()));
            }
            match self.write_folder(objects, below.map(|entry| entry.oid), folder)? {
                Some(oid) => entries.insert(name.clone(), Entry { mode: Entry::FOLDER, oid }),
                None => entries.remove(name),
            };
        }
        for (name, entry) in &wanted.files {
            match entry {
                Some(entry) => entries.insert(name.clone(), *entry),
                None => entries.remove(name),
            };
        }
        if entries.is_empty() { Ok(None) } else { self.write_tree(entries).map(Some) }
    }

    fn write_tree(&mut self, entries: BTreeMap<Vec<u8>, Entry>) -> Result<Oid, RegisterError> {
        let mut entries: Vec<_> = entries.into_iter().collect();
        entries.sort_by(|(a, x), (b, y)| order(a, x.is_folder(), b, y.is_folder()));
        let mut bytes = Vec::new();
        for (name, entry) in entries {
            bytes.extend_from_slice(format!("{:o} ", entry.mode).as_bytes());
            bytes.extend_from_slice(&name);
            bytes.push(0);
            bytes.extend_from_slice(entry.oid.as_bytes());
        }
        self.write(ObjectType::Tree, &bytes)
    }

    /// Brings all that was written to the disk. An object that is in a pack was there before.
    pub(super) fn sync(&mut self) -> Result<(), RegisterError> {
        let durability = self.register.durability();
        let home = self.register.common_dir().join("objects");
        let mut folders = BTreeSet::new();
        for oid in self.written.drain(..) {
            let name = oid.to_string();
            let (folder, rest) = name.split_at(2);
            let folder = home.join(folder);
            let path = folder.join(rest);
            if path.exists() {
                durable::sync(&path, durability)?;
                folders.insert(folder);
            }
        }
        folders.iter().try_for_each(|folder| durable::sync(folder, durability))?;
        durable::sync(&home, durability)
    }
}

/// Refuses a path that no tree can hold.
pub(super) fn require_path(path: &str) -> Result<(), RegisterError> {
    if path.split('/').all(|name| is_valid_name(name.as_bytes())) {
        Ok(())
    } else {
        Err(RegisterError::Path(path.to_owned()))
    }
}

/// Removes the objects that a killed process of ours had not finished writing: libgit2's temporary files,
/// no older than the run that died. git's own clean-up does not know their name.
pub(super) fn remove_unfinished(register: &Register, since: SystemTime) {
    let Ok(entries) = std::fs::read_dir(register.common_dir().join("objects")) else { return };
    for entry in entries.flatten() {
        let temporary = entry.file_name().as_encoded_bytes().starts_with(b"tmp_object_git2_");
        let ours = entry.metadata().and_then(|found| found.modified()).is_ok_and(|when| when >= since);
        if temporary && ours {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}
