//! Objects by id, straight from the object database: each thread has its own [`Objects`].
//! How large a file is, is known before it is inflated; parsed trees are remembered, within bounds.

use super::{Links, ObjectError, Oid, RawCommit, RawTree};
use git2::{ErrorCode, ObjectType, Repository};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, Once};

const COMMIT_LIMIT: usize = 1 << 20;
/// Of how many commits the links are remembered.
const LINKS: usize = 1_024;
const TREE_LIMIT: usize = 32 << 20;

/// Reads objects; one for each thread.
pub struct Objects {
    repository: Repository,
    trees: RefCell<Memo>,
    links: RefCell<HashMap<Oid, Links>>,
}

impl Objects {
    /// The most bytes that [`Objects::blob`] is asked for as a rule: 8 MiB.
    pub const BLOB_LIMIT: usize = 8 << 20;
    /// The most bytes of a file that is unpacked only to see how it begins: 256 MiB.
    pub const FILE_LIMIT: usize = 256 << 20;

    pub(super) fn new(repository: Repository) -> Self {
        // What is read again soon is remembered here, parsed; libgit2 would remember 256 MB of the rest.
        static ONCE: Once = Once::new();
        ONCE.call_once(|| git2::opts::enable_caching(false));
        Self { repository, trees: RefCell::default(), links: RefCell::default() }
    }

    /// Reads a commit.
    ///
    /// # Errors
    /// [`ObjectError`]: missing, damaged, malformed, or over 1 MiB.
    pub fn commit(&self, oid: Oid) -> Result<RawCommit, ObjectError> {
        let commit = RawCommit::parse(oid, &self.commit_bytes(oid)?)?;
        self.remember(oid, &commit.links());
        Ok(commit)
    }

    /// Reads what a commit is linked to, or remembers it: a commit's parent was mostly read a moment ago.
    ///
    /// # Errors
    /// As [`Objects::commit`], for the commit's head.
    pub fn links(&self, oid: Oid) -> Result<Links, ObjectError> {
        if let Some(links) = self.links.borrow().get(&oid) {
            return Ok(links.clone());
        }
        let links = Links::parse(oid, &self.commit_bytes(oid)?)?;
        self.remember(oid, &links);
        Ok(links)
    }

    pub(super) fn commit_bytes(&self, oid: Oid) -> Result<Vec<u8>, ObjectError> {
        self.read(oid, ObjectType::Commit, COMMIT_LIMIT)
    }

    fn remember(&self, oid: Oid, links: &Links) {
        let mut known = self.links.borrow_mut();
        if known.len() >= LINKS {
            known.clear();
        }
        known.insert(oid, links.clone());
    }

    /// Reads a tree, or remembers it.
    ///
    /// # Errors
    /// [`ObjectError`]: missing, damaged, malformed, or over 32 MiB.
    pub fn tree(&self, oid: Oid) -> Result<Arc<RawTree>, ObjectError> {
        if let Some(tree) = self.trees.borrow_mut().get(oid) {
            return Ok(tree);
        }
        let tree = Arc::new(RawTree::parse(oid, self.read(oid, ObjectType::Tree, TREE_LIMIT)?)?);
        self.trees.borrow_mut().insert(oid, &tree);
        Ok(tree)
    }

    /// Reads a file's bytes, at most `limit` of them.
    ///
    /// # Errors
    /// [`ObjectError`]: missing, damaged, not a file, or over the limit (then nothing was inflated).
    pub fn blob(&self, oid: Oid, limit: usize) -> Result<Vec<u8>, ObjectError> {
        self.read(oid, ObjectType::Blob, limit)
    }

    /// Reads how a file begins: `count` bytes at the most. It is unpacked whole for that, as packs allow no less; blanks
    /// stand for one of more than `limit` bytes: that is no document, and nothing that could be seen to be encrypted.
    ///
    /// # Errors
    /// [`ObjectError`]: missing, damaged, or not a file.
    pub fn beginning(&self, oid: Oid, count: usize, limit: usize) -> Result<Vec<u8>, ObjectError> {
        match self.blob(oid, limit) {
            Ok(mut bytes) => {
                bytes.truncate(count);
                bytes.shrink_to_fit();
                Ok(bytes)
            }
            Err(ObjectError::TooLarge(..)) => Ok(vec![b' '; count]),
            Err(error) => Err(error),
        }
    }

    pub(super) fn repository(&self) -> &Repository {
        &self.repository
    }

    /// Whether the repository has the object.
    pub fn has(&self, oid: Oid) -> bool {
        self.repository.odb().is_ok_and(|odb| odb.exists(oid))
    }

    fn read(&self, oid: Oid, kind: ObjectType, limit: usize) -> Result<Vec<u8>, ObjectError> {
        let failed = |error: git2::Error| match error.code() {
            ErrorCode::NotFound => ObjectError::Missing(oid),
            _ => ObjectError::Corrupt(oid, error.message().to_owned()),
        };
        let odb = self.repository.odb().map_err(failed)?;
        let fits = |size: usize, found: ObjectType| match (found == kind, size > limit) {
            (false, _) => Err(ObjectError::Malformed(oid, format!("it is a {found}, not a {kind}"))),
            (true, true) => Err(ObjectError::TooLarge(oid, size, limit)),
            (true, false) => Ok(()),
        };
        // Git itself holds every commit and tree whole in memory when it receives them, but no large file.
        if kind == ObjectType::Blob {
            let (size, found) = odb.read_header(oid).map_err(failed)?;
            fits(size, found)?;
        }
        let object = odb.read(oid).map_err(failed)?;
        fits(object.len(), object.kind())?;
        Ok(object.data().to_vec())
    }
}

/// The trees read lately, in two generations: when the younger one is full, the older one is forgotten. Few, since a
/// large folder is wanted again for the next commit or not at all, and memory that is used again is faster than new.
#[derive(Default)]
struct Memo {
    young: HashMap<Oid, Arc<RawTree>>,
    old: HashMap<Oid, Arc<RawTree>>,
    weight: usize,
}

impl Memo {
    const TREES: usize = 128;
    const WEIGHT: usize = 16 << 20;

    fn get(&mut self, oid: Oid) -> Option<Arc<RawTree>> {
        if let Some(tree) = self.young.get(&oid) {
            return Some(Arc::clone(tree));
        }
        let tree = self.old.remove(&oid)?;
        self.insert(oid, &tree);
        Some(tree)
    }

    fn insert(&mut self, oid: Oid, tree: &Arc<RawTree>) {
        if self.young.len() >= Self::TREES || self.weight >= Self::WEIGHT {
            self.old = std::mem::take(&mut self.young);
            self.weight = 0;
        }
        self.weight = self.weight.saturating_add(tree.weight());
        self.young.insert(oid, Arc::clone(tree));
    }
}
