//! What two trees differ in, and what stands where in one: a walk over raw entries that opens only the
//! folders that differ. Bounded: neither a deep tree nor a tree of trees of trees can run away with it.

use super::tree::order;
use super::{Entry, ObjectError, Objects, Oid, RawTree};
use std::cmp::Ordering;
use std::sync::Arc;

const DEEPEST: usize = 128;
const MOST: usize = 1_000_000;

/// What a walk has cost so far. Folders that are all the same few ones make a tree without end of a few bytes, so what
/// counts is what is looked at, not what is found or stored.
#[derive(Default)]
struct Effort(usize);

impl Effort {
    /// Names that are looked at in one walk; opening a folder costs as much as some of them.
    const MOST: usize = 5_000_000;
    const FOLDER: usize = 20;

    /// Spends some of what may be spent in the folder `oid`.
    fn spend(&mut self, cost: usize, oid: Oid) -> Result<(), ObjectError> {
        self.0 = self.0.saturating_add(cost);
        match self.0 > Self::MOST {
            true => Err(ObjectError::Malformed(
                oid,
                "it holds more files and folders than any register".to_owned(),
            )),
            false => Ok(()),
        }
    }
}

/// One path at which two trees differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The path, from the root, parts joined by `/`.
    pub path: String,
    /// Whether the path is not UTF-8, so that `path` shows it with U+FFFD.
    pub lossy: bool,
    /// What stood there before; never a folder.
    pub old: Option<Entry>,
    /// What stands there now; never a folder.
    pub new: Option<Entry>,
}

/// All files that differ between two trees, in git's order, without following renames.
///
/// # Errors
/// [`ObjectError`] for a folder that can't be read, is nested deeper than 128, or where more differs than any register
/// holds: a million files, or folders without end.
pub fn changes(objects: &Objects, old: Option<Oid>, new: Oid) -> Result<Vec<Change>, ObjectError> {
    let mut walk = Walk { objects, path: Vec::new(), depth: 0, effort: Effort::default(), found: Vec::new() };
    walk.folders(old, Some(new))?;
    Ok(walk.found)
}

struct Walk<'o> {
    objects: &'o Objects,
    path: Vec<u8>,
    depth: usize,
    effort: Effort,
    found: Vec<Change>,
}

impl Walk<'_> {
    /// Compares two folders; `None` is an empty one.
    fn folders(&mut self, old: Option<Oid>, new: Option<Oid>) -> Result<(), ObjectError> {
        let Some(any) = new.or(old) else { return Ok(()) };
        if old == new {
            return Ok(());
        }
        if self.depth > DEEPEST {
            return Err(ObjectError::Malformed(any, format!("folders are nested deeper than {DEEPEST}")));
        }
        if self.found.len() > MOST {
            return Err(ObjectError::Malformed(any, format!("more than {MOST} files differ")));
        }
        self.effort.spend(Effort::FOLDER, any)?;
        let (old, new) = (self.open(old)?, self.open(new)?);
        self.effort.spend(old.len().saturating_add(new.len()), any)?;
        let (mut at_old, mut at_new) = (0_usize, 0_usize);
        loop {
            let (before, after) = (old.nth(at_old), new.nth(at_new));
            let side = match (before, after) {
                (None, None) => return Ok(()),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some((a, x)), Some((b, y))) => order(a, x.is_folder(), b, y.is_folder()),
            };
            if side != Ordering::Greater {
                at_old = at_old.saturating_add(1);
            }
            if side != Ordering::Less {
                at_new = at_new.saturating_add(1);
            }
            let before = before.filter(|_| side != Ordering::Greater);
            let after = after.filter(|_| side != Ordering::Less);
            self.entries(before, after)?;
        }
    }

    /// Compares what stands under one name; both are folders or neither is.
    fn entries(
        &mut self,
        old: Option<(&[u8], Entry)>,
        new: Option<(&[u8], Entry)>,
    ) -> Result<(), ObjectError> {
        let Some((name, any)) = new.or(old) else { return Ok(()) };
        let (old, new) = (old.map(|(_, entry)| entry), new.map(|(_, entry)| entry));
        if old == new {
            return Ok(());
        }
        let length = self.path.len();
        if length > 0 {
            self.path.push(b'/');
        }
        self.path.extend_from_slice(name);
        if any.is_folder() {
            self.depth = self.depth.saturating_add(1);
            self.folders(old.map(|entry| entry.oid), new.map(|entry| entry.oid))?;
            self.depth = self.depth.saturating_sub(1);
        } else {
            let (path, lossy) = readable(&self.path);
            self.found.push(Change { path, lossy, old, new });
        }
        self.path.truncate(length);
        Ok(())
    }

    fn open(&self, oid: Option<Oid>) -> Result<Arc<RawTree>, ObjectError> {
        oid.map_or_else(|| Ok(Arc::default()), |oid| self.objects.tree(oid))
    }
}

fn readable(path: &[u8]) -> (String, bool) {
    match std::str::from_utf8(path) {
        Ok(path) => (path.to_owned(), false),
        Err(_) => (String::from_utf8_lossy(path).into_owned(), true),
    }
}

/// What stands at a path of a tree; the tree itself for an empty path.
///
/// # Errors
/// [`ObjectError`] for a folder on the way that can't be read.
pub fn entry_at(objects: &Objects, tree: Oid, path: &str) -> Result<Option<Entry>, ObjectError> {
    let mut entry = Entry { mode: Entry::FOLDER, oid: tree };
    for name in path.split('/').filter(|name| !name.is_empty()) {
        if !entry.is_folder() {
            return Ok(None);
        }
        match objects.tree(entry.oid)?.get(name.as_bytes()) {
            Some(found) => entry = found,
            None => return Ok(None),
        }
    }
    Ok(Some(entry))
}

/// All files below a folder of a tree (`""` for all of it), in git's order; links and submodules too. As bounded as
/// [`changes`].
pub fn walk_files<'o>(objects: &'o Objects, tree: Oid, prefix: &str) -> Files<'o> {
    let prefix = prefix.trim_matches('/');
    let start = entry_at(objects, tree, prefix);
    let path = prefix.as_bytes().to_vec();
    let mut files = Files { objects, path, open: Vec::new(), effort: Effort::default(), failed: None };
    match start {
        Ok(Some(entry)) if entry.is_folder() => files.enter(entry.oid, prefix.len()),
        Ok(_) => {}
        Err(error) => files.failed = Some(error),
    }
    files
}

/// The files below a folder; see [`walk_files`]. After an error it ends.
pub struct Files<'o> {
    objects: &'o Objects,
    path: Vec<u8>,
    open: Vec<Open>,
    effort: Effort,
    failed: Option<ObjectError>,
}

struct Open {
    tree: Arc<RawTree>,
    at: usize,
    path_length: usize,
}

impl Files<'_> {
    fn enter(&mut self, oid: Oid, path_length: usize) {
        match self.opened(oid) {
            Ok(tree) => self.open.push(Open { tree, at: 0, path_length }),
            Err(error) => self.failed = Some(error),
        }
    }

    fn opened(&mut self, oid: Oid) -> Result<Arc<RawTree>, ObjectError> {
        if self.open.len() > DEEPEST {
            return Err(ObjectError::Malformed(oid, format!("folders are nested deeper than {DEEPEST}")));
        }
        self.effort.spend(Effort::FOLDER, oid)?;
        let tree = self.objects.tree(oid)?;
        self.effort.spend(tree.len(), oid)?;
        Ok(tree)
    }
}

impl Iterator for Files<'_> {
    type Item = Result<(String, Entry), ObjectError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(error) = self.failed.take() {
                self.open.clear();
                return Some(Err(error));
            }
            let folder = self.open.last_mut()?;
            self.path.truncate(folder.path_length);
            let tree = Arc::clone(&folder.tree);
            let Some((name, entry)) = tree.nth(folder.at) else {
                self.open.pop();
                continue;
            };
            folder.at = folder.at.saturating_add(1);
            if !self.path.is_empty() {
                self.path.push(b'/');
            }
            self.path.extend_from_slice(name);
            if !entry.is_folder() {
                return Some(Ok((readable(&self.path).0, entry)));
            }
            self.enter(entry.oid, self.path.len());
        }
    }
}
