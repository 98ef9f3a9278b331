//! What is owed in a whole register: the obligations of all its documents, most urgent first. Works on documents and
//! their obligations as `process` gives them; knows nothing of git and of where it is printed.

use std::cmp::Reverse;

use chrono::NaiveDate;

use crate::process::Obligation;

/// An obligation and the document that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// The kind of document.
    pub kind: String,
    /// Its id.
    pub document: String,
    /// The status it is in.
    pub status: String,
    /// What is owed.
    pub obligation: Obligation,
}

/// Which obligations somebody wants to see.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Those of these participants or roles; of anybody, where none is named.
    pub of: Vec<String>,
    /// Those due within so many days, or overdue.
    pub within: Option<u32>,
    /// Those that are overdue.
    pub overdue: bool,
}

impl Owed {
    /// Who owes it: the participant, or the role where it is nobody's in particular.
    pub fn who(&self) -> &str {
        self.obligation.party.as_deref().unwrap_or(&self.obligation.role)
    }

    /// Whether the day it was due has passed.
    pub fn is_overdue(&self) -> bool {
        self.obligation.days().is_some_and(|days| days < 0)
    }

    /// A name that stays the same as long as the obligation does, for whoever subscribes to it.
    pub fn name(&self) -> String {
        let item = self.obligation.clock.as_ref().and_then(|clock| clock.item);
        let what = self.obligation.clock.as_ref().map_or(self.obligation.what.as_str(), |clock| &clock.clock);
        let word: String =
            what.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect();
        let round = item.map(|item| format!("-{item}")).unwrap_or_default();
        format!("{}-{}-{}-{word}{round}", self.kind, self.document, self.obligation.role)
    }
}

impl Wanted {
    /// Whether somebody wants to see this.
    pub fn admits(&self, owed: &Owed) -> bool {
        let days = owed.obligation.days();
        let of = self.of.is_empty()
            || self
                .of
                .iter()
                .any(|who| Some(who) == owed.obligation.party.as_ref() || (who == &owed.obligation.role));
        let within = self.within.is_none_or(|within| days.is_some_and(|days| days <= i64::from(within)));
        of && within && (!self.overdue || owed.is_overdue())
    }
}

/// Puts the most urgent first: what is overdue longest, what is due next, what blocks, what has no day.
pub fn sort(owed: &mut [Owed]) {
    owed.sort_by_cached_key(|owed| {
        let due: (bool, Option<NaiveDate>) = (owed.obligation.due().is_none(), owed.obligation.due());
        (due, Reverse(owed.obligation.blocks), owed.document.clone(), owed.kind.clone())
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Reading;
    use crate::process::condition::State;

    fn owed(document: &str, party: Option<&str>, due: Option<(&str, i64)>) -> Owed {
        let clock = due.map(|(due, days)| Reading {
            clock: "answer".to_owned(),
            item: Some(0),
            started: None,
            due: due.parse().ok(),
            stopped: None,
            state: if days < 0 { State::Overdue } else { State::Running },
            days: Some(days),
            causes: Vec::new(),
        });
        Owed {
            kind: "order".to_owned(),
            document: document.to_owned(),
            status: "placed".to_owned(),
            obligation: Obligation {
                role: "supplier".to_owned(),
                party: party.map(str::to_owned),
                what: "answer it".to_owned(),
                clause: Vec::new(),
                clock,
                since: None,
                blocks: document == "c",
            },
        }
    }

    fn all() -> Vec<Owed> {
        vec![
            owed("d", None, None),
            owed("c", None, None),
            owed("b", Some("bolts"), Some(("2026-05-10", 6))),
            owed("a", Some("nuts"), Some(("2026-05-01", -3))),
        ]
    }

    #[test]
    fn the_most_urgent_comes_first() {
        let mut all = all();
        sort(&mut all);
        assert_eq!(all.iter().map(|owed| owed.document.as_str()).collect::<String>(), "abcd");
    }

    #[test]
    fn filters_narrow_it_down() {
        let seen = |wanted: &Wanted| -> String {
            all().iter().filter(|owed| wanted.admits(owed)).map(|owed| owed.document.clone()).collect()
        };
        assert_eq!(seen(&Wanted::default()), "dcba");
        assert_eq!(seen(&Wanted { of: vec!["bolts".to_owned()], ..Wanted::default() }), "b");
        assert_eq!(seen(&Wanted { of: vec!["supplier".to_owned()], ..Wanted::default() }), "dcba");
        assert_eq!(seen(&Wanted { within: Some(6), ..Wanted::default() }), "ba");
        assert_eq!(seen(&Wanted { within: Some(5), ..Wanted::default() }), "a");
        assert_eq!(seen(&Wanted { overdue: true, ..Wanted::default() }), "a");
    }

    #[test]
    fn a_name_stays_the_same_from_day_to_day() {
        let names: Vec<String> = all().iter().map(Owed::name).collect();
        assert_eq!(names.first().map(String::as_str), Some("order-d-supplier-answer-it"));
        assert_eq!(names.last().map(String::as_str), Some("order-a-supplier-answer-0"));
    }
}
