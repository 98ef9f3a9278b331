//! What rules may know of the register around a document.

use std::sync::Arc;

use serde_json::Value as Json;

use crate::calendar::Calendar;
use crate::process::definition::Unique;
use crate::process::{Event, World};

/// The register around a document, as rules see it.
pub trait Surroundings: World {
    /// The ids of all documents of a kind.
    fn ids(&self, kind: &str) -> Vec<&str>;
    /// Whether there is a document of this kind and id whose text can't be read: it has findings of its own, and
    /// who refers to it is not to blame.
    fn is_unreadable(&self, kind: &str, id: &str) -> bool;
    /// The files whose document says that it has this kind and id, in the order of their paths.
    fn files(&self, kind: &str, id: &str) -> Vec<&str>;
    /// As [`World`], for those who have no other view of it.
    fn world(&self) -> &dyn World;
}

/// No register at all: a document by itself.
pub(super) struct Nowhere;

impl World for Nowhere {
    fn document(&self, _kind: &str, _id: &str) -> Option<Arc<Json>> {
        None
    }

    fn rivals(&self, _kind: &str, _unique: &Unique, _document: &Json) -> Vec<String> {
        Vec::new()
    }

    fn calendar(&self, name: Option<&str>) -> Option<Arc<Calendar>> {
        Calendar::named(name?)
    }

    fn life(&self) -> Arc<[Event]> {
        Arc::new([])
    }
}
