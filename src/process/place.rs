//! Where documents of a kind stand in a register, and how their ids are made.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use serde_json::Value as Json;

use super::definition::{Definition, Unique};

const ID: &str = "{id}";
const YEAR: &str = "{year}";
/// How wide a number is filled up at the most; the schema of definitions allows no more.
const WIDEST: usize = 20;
/// The digits of the longest number that is counted on from, where a definition fills none up.
const UNFILLED: usize = 9;

impl Definition {
    /// The path of the document with this id, relative to the register's root.
    pub fn path_of(&self, id: &str) -> String {
        fill(&self.path, id)
    }

    /// A document of this kind as people name it on a command line: by its id, with the kind where ids are not counted up.
    pub fn called(&self, id: &str) -> String {
        match self.id.next {
            Some(_) => id.to_owned(),
            None => format!("{}/{id}", self.kind),
        }
    }

    /// The id of the document that stands at `path`; `None` where a path is not one of this kind's documents.
    pub fn id_at<'p>(&self, path: &'p str) -> Option<&'p str> {
        let (head, tail) = self.path.split_once(ID)?;
        let rest = match head.split_once(YEAR) {
            None => path.strip_prefix(head)?,
            Some((before, between)) => {
                let behind = path.strip_prefix(before)?;
                behind.get(4..)?.strip_prefix(between)?
            }
        };
        let id = rest.strip_suffix(tail)?;
        (!id.is_empty() && !id.contains('/') && self.path_of(id) == path).then_some(id)
    }

    /// The folder that holds all documents of this kind, without a slash behind it.
    pub fn home(&self) -> &str {
        let fixed = self.path.find('{').and_then(|at| self.path.get(..at)).unwrap_or(&self.path);
        fixed.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Whether a path lies where this kind's documents are kept, whatever its name is.
    pub fn is_home_of(&self, path: &str) -> bool {
        let home = self.home();
        !home.is_empty() && path.strip_prefix(home).is_some_and(|rest| rest.starts_with('/'))
    }

    /// The id of the document that a file of one of the `belongs` folders belongs to.
    pub fn owner_of<'p>(&self, path: &'p str) -> Option<&'p str> {
        self.belongs.iter().find_map(|folder| {
            let (head, _) = folder.split_once(ID)?;
            path.strip_prefix(head)?.split_once('/').map(|(id, _)| id)
        })
    }

    /// The next free id in the year of `today`, given those that are taken; `None` where ids are given by people.
    pub fn next_id<'i>(&self, today: NaiveDate, taken: impl Iterator<Item = &'i str>) -> Option<String> {
        let scheme = self.id.next.as_ref()?;
        let year = format!("{:04}", today.year());
        let scheme = scheme.replace(YEAR, &year);
        let (head, rest) = scheme.split_once("{number")?;
        let (width, tail) = rest.split_once('}')?;
        let width = width.trim_start_matches(':').parse().unwrap_or(1).min(WIDEST);
        let number = |id: &str| id.strip_prefix(head)?.strip_suffix(tail)?.parse::<u64>().ok();
        let next = following(&taken.filter_map(number).collect(), width)?;
        Some(format!("{head}{next:0width$}{tail}"))
    }

    /// The text of an envelope field, or of any other at the root of a document.
    pub fn field<'v>(&self, document: &'v Json, name: &str) -> Option<&'v str> {
        document.get(name).and_then(Json::as_str)
    }

    /// The status that a document says it has.
    pub fn status_of<'v>(&self, document: &'v Json) -> Option<&'v str> {
        self.field(document, &self.envelope.status)
    }

    /// Whether a document of this status is open.
    pub fn is_open(&self, status: &str) -> bool {
        self.statuses.get(status).is_none_or(|status| !status.is_final)
    }
}

impl Unique {
    /// The values of a document in these fields, as one key; none where one of them is missing. Case and space make no
    /// difference: who writes a name otherwise means the same thing.
    pub fn key(&self, document: &Json) -> Option<String> {
        let words = |text: &str| text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        let values: Option<Vec<String>> =
            self.by.iter().map(|field| field.text(document).map(words)).collect();
        values.map(|values| values.join("\u{0}"))
    }
}

/// The number after the last that is counted. One that is longer than what is counted up to was put there by hand: it
/// neither ends the series nor makes it go on from there; where the series is full, its first gap is filled.
fn following(taken: &BTreeSet<u64>, width: usize) -> Option<u64> {
    let digits = taken.len().saturating_add(1).to_string().len();
    let most = if width > 1 { width } else { UNFILLED }.max(digits);
    let fits = |number: &u64| number.to_string().len() <= most;
    let last = taken.iter().rev().find(|number| fits(number)).copied().unwrap_or(0);
    let next = last.checked_add(1).filter(fits);
    next.or_else(|| (1..=u64::MAX).find(|number| !taken.contains(number)))
}

fn fill(template: &str, id: &str) -> String {
    let year = id.get(..4).unwrap_or(id);
    template.replace(YEAR, year).replace(ID, id)
}

#[cfg(test)]
mod tests {
    use super::super::Catalogue;
    use chrono::NaiveDate;

    #[test]
    fn a_number_is_filled_up_within_bounds() {
        let catalogue = Catalogue::builtin().unwrap();
        let mut definition = catalogue.kinds().first().unwrap().definition.clone();
        let day = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        for (scheme, wanted) in [
            ("PO-{year}-{number:3}", "PO-2026-008"),
            ("PO-{year}-{number}", "PO-2026-8"),
            ("PO-{year}-{number:70000}", "PO-2026-00000000000000000008"),
        ] {
            definition.id.next = Some(scheme.to_owned());
            assert_eq!(definition.next_id(day, ["PO-2026-7"].into_iter()).as_deref(), Some(wanted));
        }
    }
    #[test]
    fn a_number_that_somebody_made_up_blocks_no_series() {
        let catalogue = Catalogue::builtin().unwrap();
        let mut definition = catalogue.kinds().first().unwrap().definition.clone();
        let day = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        let mut next = |scheme: &str, taken: &[&str]| {
            definition.id.next = Some(scheme.to_owned());
            definition.next_id(day, taken.iter().copied())
        };
        for (taken, wanted) in [
            (&["2026-0001", "2026-18446744073709551615"][..], "2026-0002"),
            (&["2026-0001", "2026-99999999"], "2026-0002"),
            (&["2026-0001", "2026-9999", "2026-0003"], "2026-0002"),
            (&["2026-9998"], "2026-9999"),
        ] {
            assert_eq!(next("{year}-{number:4}", taken).as_deref(), Some(wanted), "{taken:?}");
        }
        let all: Vec<String> = (1..10_000).map(|number| format!("2026-{number:04}")).collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        assert_eq!(next("{year}-{number:4}", &all).as_deref(), Some("2026-10000"));
        assert_eq!(
            next("{year}-{number}", &["2026-18446744073709551615", "2026-9"]).as_deref(),
            Some("2026-10")
        );
    }
}
