//! What git makes of a path when histories are merged: the three-way result, on a base that is merged itself where
//! histories cross, as git's own strategy does it. Works path by path, judges nothing, and starts no program.

use std::cell::RefCell;
use std::collections::HashMap;

use git2::Oid;

use super::order::Order;
use super::parting::Partings;
use crate::register::{Entry, Manner, ObjectError, Objects, entry_at};

/// How often histories may cross, one crossing behind another.
const DEEPEST: usize = 64;

/// What stands at a path, or nothing.
pub(super) type Stand = Option<Entry>;

/// Merges paths of one history.
pub(super) struct Weaver<'a> {
    objects: &'a Objects,
    order: &'a Order,
    partings: RefCell<Partings>,
    /// Files that stand in no repository: what a merged base has, by their ids.
    woven: RefCell<HashMap<Oid, Vec<u8>>>,
    /// The bases of the path that was asked for last.
    bases: RefCell<(String, HashMap<Vec<Oid>, Stand>)>,
}

impl<'a> Weaver<'a> {
    pub(super) fn new(objects: &'a Objects, order: &'a Order) -> Self {
        Self {
            objects,
            order,
            partings: RefCell::default(),
            woven: RefCell::default(),
            bases: RefCell::default(),
        }
    }

    /// The best common ancestors of a commit and of the merge of others.
    pub(super) fn parted(&self, one: Oid, others: &[Oid]) -> Result<Vec<Oid>, ObjectError> {
        self.partings.borrow_mut().bases(self.objects, self.order, one, others)
    }

    /// What stands at a path of a commit.
    pub(super) fn at(&self, commit: Oid, path: &str) -> Result<Stand, ObjectError> {
        entry_at(self.objects, self.objects.links(commit)?.tree, path)
    }

    /// What stands at a path of the base that these common ancestors make together.
    pub(super) fn base(&self, bases: &[Oid], path: &str) -> Result<Stand, ObjectError> {
        if self.bases.borrow().0 != path {
            *self.bases.borrow_mut() = (path.to_owned(), HashMap::new());
        }
        self.merged_base(bases, path, 0)
    }

    fn merged_base(&self, bases: &[Oid], path: &str, depth: usize) -> Result<Stand, ObjectError> {
        // Git merges the oldest first.
        let Some((oldest, rest)) = bases.split_last() else { return Ok(None) };
        let first = self.at(*oldest, path)?;
        let mut stands = Vec::new();
        for base in rest.iter().rev() {
            stands.push((*base, self.at(*base, path)?));
        }
        if stands.iter().all(|(_, stand)| *stand == first) {
            return Ok(first);
        }
        if let Some(known) = self.bases.borrow().1.get(bases) {
            return Ok(*known);
        }
        if depth > DEEPEST {
            let why = format!("histories cross more than {DEEPEST} times before it");
            return Err(ObjectError::Malformed(*oldest, why));
        }
        let (mut merged, mut with) = (first, vec![*oldest]);
        for (base, stand) in stands {
            let below = self.merged_base(&self.parted(base, &with)?, path, depth.saturating_add(1))?;
            merged = self.forced(below, merged, stand)?;
            with.push(base);
        }
        self.bases.borrow_mut().1.insert(bases.to_vec(), merged);
        Ok(merged)
    }

    /// What a merge without conflicts may make of a path: one result as a rule, several where it depends on how the
    /// files are compared, none where only a person can tell.
    pub(super) fn merged(&self, base: Stand, ours: Stand, theirs: Stand) -> Result<Vec<Stand>, ObjectError> {
        if let Some(plain) = plainly(base, ours, theirs) {
            return Ok(vec![plain]);
        }
        let mut found = Vec::new();
        if let (Some(base), Some(ours), Some(theirs)) = (file(base), file(ours), file(theirs)) {
            let mode = if ours.mode == base.mode { theirs.mode } else { ours.mode };
            for manner in [Manner::Plain, Manner::Patient] {
                let (bytes, clean) = self.files(Some(base), ours, theirs, manner)?;
                let stand = Some(Entry { mode, oid: self.objects.hash(&bytes)? });
                if clean && !found.contains(&stand) {
                    self.woven.borrow_mut().insert(self.objects.hash(&bytes)?, bytes);
                    found.push(stand);
                }
            }
        }
        Ok(found)
    }

    /// The merge of two bases: a conflict stays in the text, as git leaves it there.
    fn forced(&self, base: Stand, ours: Stand, theirs: Stand) -> Result<Stand, ObjectError> {
        if let Some(plain) = plainly(base, ours, theirs) {
            return Ok(plain);
        }
        let (Some(ours), Some(theirs)) = (file(ours), file(theirs)) else { return Ok(base) };
        let mode =
            if file(base).is_some_and(|base| base.mode == ours.mode) { theirs.mode } else { ours.mode };
        let (bytes, _) = self.files(file(base), ours, theirs, Manner::Plain)?;
        let oid = self.objects.hash(&bytes)?;
        self.woven.borrow_mut().insert(oid, bytes);
        Ok(Some(Entry { mode, oid }))
    }

    fn files(
        &self,
        base: Option<Entry>,
        ours: Entry,
        theirs: Entry,
        manner: Manner,
    ) -> Result<(Vec<u8>, bool), ObjectError> {
        let base = base.map_or_else(|| Ok(Vec::new()), |base| self.bytes(base))?;
        self.objects.merge_files(&base, &self.bytes(ours)?, &self.bytes(theirs)?, manner)
    }

    /// The bytes of a file that stands in a repository or was merged just now.
    pub(super) fn bytes(&self, entry: Entry) -> Result<Vec<u8>, ObjectError> {
        if let Some(woven) = self.woven.borrow().get(&entry.oid) {
            return Ok(woven.clone());
        }
        self.objects.blob(entry.oid, Objects::BLOB_LIMIT)
    }
}

fn file(stand: Stand) -> Option<Entry> {
    stand.filter(Entry::is_file)
}

/// The result where one side left the path alone, or both did the same to it.
fn plainly(base: Stand, ours: Stand, theirs: Stand) -> Option<Stand> {
    if ours == theirs || base == theirs {
        Some(ours)
    } else if base == ours {
        Some(theirs)
    } else {
        None
    }
}
