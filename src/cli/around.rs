//! The register around a document that is about to change, as the rules of `check` see it: what stands in the current
//! commit, looked up when a rule asks for it.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value as Json;

use super::desk::Desk;
use crate::calendar::Calendar;
use crate::process::definition::Unique;
use crate::process::{Event, World};
use crate::rules::Surroundings;

/// The register at its current commit, around one document.
pub struct Around<'a> {
    desk: &'a Desk,
    world: &'a dyn World,
    ids: OnceCell<HashMap<String, Vec<String>>>,
}

impl<'a> Around<'a> {
    /// The register that a desk stands in; `world` is the same as the process sees it.
    pub fn new(desk: &'a Desk, world: &'a dyn World) -> Self {
        Self { desk, world, ids: OnceCell::new() }
    }

    /// What can't be read is left out: it only makes a hint poorer.
    fn all_ids(&self) -> HashMap<String, Vec<String>> {
        let ids = |kind: &Arc<crate::process::Kind>| {
            (kind.definition.kind.clone(), self.desk.ids(kind).unwrap_or_default())
        };
        self.desk.kinds().iter().map(ids).collect()
    }
}

impl World for Around<'_> {
    fn document(&self, kind: &str, id: &str) -> Option<Arc<Json>> {
        self.world.document(kind, id)
    }

    fn rivals(&self, kind: &str, unique: &Unique, document: &Json) -> Vec<String> {
        self.world.rivals(kind, unique, document)
    }

    fn calendar(&self, name: Option<&str>) -> Option<Arc<Calendar>> {
        self.world.calendar(name)
    }

    fn life(&self) -> Arc<[Event]> {
        self.world.life()
    }
}

impl Surroundings for Around<'_> {
    fn ids(&self, kind: &str) -> Vec<&str> {
        let ids = self.ids.get_or_init(|| self.all_ids()).get(kind);
        ids.into_iter().flatten().map(String::as_str).collect()
    }

    /// What stands in a commit was readable when the step that made it was judged.
    fn is_unreadable(&self, _kind: &str, _id: &str) -> bool {
        false
    }

    /// A document that is about to change is the only one of its id: `new` sees to that.
    fn files(&self, _kind: &str, _id: &str) -> Vec<&str> {
        Vec::new()
    }

    fn world(&self) -> &dyn World {
        self.world
    }
}
