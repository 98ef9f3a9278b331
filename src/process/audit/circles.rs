//! No clock waits for itself: neither its days nor its conditions lead back to it.

use std::collections::BTreeSet;

use super::super::visit::Mentions;
use super::{Audit, keys};
use crate::source::Path;

impl Audit<'_> {
    pub(super) fn circles(&mut self) {
        let clocks = &self.kind.definition.clocks;
        let next = |name: &str| -> Vec<(Path, String)> {
            let mentions = clocks.get(name).map(|clock| Mentions::of_clock(clock, &keys(["clocks", name])));
            let mentions = mentions.unwrap_or_default();
            mentions.clocks().map(|(at, clock)| (at.clone(), clock.to_owned())).collect()
        };
        let mut wrong = Vec::new();
        for name in clocks.keys() {
            for (at, first) in next(name) {
                let mut seen: BTreeSet<String> = BTreeSet::new();
                let mut open = vec![first];
                while let Some(clock) = open.pop() {
                    if seen.insert(clock.clone()) {
                        open.extend(next(&clock).into_iter().map(|(_, clock)| clock));
                    }
                }
                if seen.contains(name) {
                    wrong.push((at, format!("the clock `{name}` waits for itself")));
                }
            }
        }
        for (at, message) in wrong {
            self.contradiction(&at, message);
        }
    }
}
