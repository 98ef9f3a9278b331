//! Every status can be reached from a new document, and left unless it is final.

use std::collections::BTreeSet;

use super::{Audit, keys};
use crate::diagnostic::{Finding, rule};

impl Audit<'_> {
    pub(super) fn reach(&mut self) {
        let (statuses, steps) = (&self.kind.definition.statuses, &self.kind.definition.steps);
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        loop {
            let count = reached.len();
            for step in steps.values() {
                let starts =
                    step.starts_at(None) || reached.iter().any(|status| step.starts_at(Some(status)));
                reached.extend(step.to.as_deref().filter(|_| starts));
            }
            if reached.len() == count {
                break;
            }
        }
        for (name, status) in statuses {
            let at = keys(["statuses", name]);
            if !reached.contains(name.as_str()) {
                let message = format!("no step leads to `{name}`");
                self.found
                    .push(Finding::new(&rule::DEFINITION_UNREACHABLE, message).at_key(self.definition, &at));
            }
            let left = steps
                .values()
                .any(|step| step.starts_at(Some(name)) && step.to.as_ref().is_some_and(|to| to != name));
            if !status.is_final && !left {
                let message = format!("no step leads away from `{name}`, and it is not final");
                self.found
                    .push(Finding::new(&rule::DEFINITION_DEAD_END, message).at_key(self.definition, &at));
            }
        }
    }
}
