//! The outlooks of a register's documents, remembered beside its history: each as long as the document's life is the
//! same, all of them as long as what they were worked out by stands in the tree and is known to the same program. As
//! everything that is remembered they can be thrown away, and what was cut or edited is as if it were not there.

use std::collections::HashMap;
use std::fmt::Write;

use chrono::{Datelike, NaiveDate};
use git2::Oid;

use super::snapshot::{PROCESSES, SETTINGS};
use super::store::{BUILD, Mark};
use super::whole::History;
use crate::calendar::FOLDER;
use crate::process::Outlook;
use crate::register::{ObjectError, Objects, Register, Shelf, entry_at};

/// The folder and the file in which they stand, and how large that may be.
const SHELF: &str = "outlooks";
const FILE: &str = "documents";
const LIMIT: u64 = 1 << 30;

/// What is known of a document whose life is the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreseen {
    /// The place of its first step.
    pub first: usize,
    /// The place of its last one.
    pub last: usize,
    /// What comes of it.
    pub outlook: Outlook,
}

/// The outlooks of the documents of a history, those that are known.
pub struct Outlooks {
    shelf: Shelf,
    heading: String,
    marks: HashMap<String, Mark>,
    known: HashMap<String, Foreseen>,
    new: bool,
}

impl Outlooks {
    /// What is remembered of the documents of a history, by what stands in a tree; none where nothing can be.
    ///
    /// # Errors
    /// An object that can't be read.
    pub fn of(
        register: &Register,
        objects: &Objects,
        tree: Oid,
        history: &History,
    ) -> Result<Option<Self>, ObjectError> {
        let (Some(root), Some(marks)) = (history.verification.root, history.marks()) else { return Ok(None) };
        let mut heading = format!("iwcp outlooks {BUILD} {root}");
        for name in [SETTINGS, PROCESSES, FOLDER] {
            let oid = entry_at(objects, tree, name)?.map(|entry| entry.oid.to_string());
            heading.push(' ');
            heading.push_str(oid.as_deref().unwrap_or("-"));
        }
        let marks: HashMap<String, Mark> =
            marks.into_iter().map(|(path, mark)| (path.to_owned(), mark)).collect();
        let shelf = register.shelf(SHELF);
        let known =
            shelf.read_sealed(FILE, LIMIT).and_then(|text| read(&text, &heading, &marks)).unwrap_or_default();
        Ok(Some(Self { shelf, heading, marks, known, new: false }))
    }

    /// What is known of the document at a path.
    pub fn get(&self, path: &str) -> Option<&Foreseen> {
        self.known.get(path)
    }

    /// The paths of the documents of which nothing is known yet.
    pub fn unknown(&self) -> Vec<&str> {
        let mut unknown: Vec<&str> =
            self.marks.keys().filter(|path| !self.known.contains_key(*path)).map(String::as_str).collect();
        unknown.sort_unstable();
        unknown
    }

    /// Learns what comes of a document.
    pub fn learn(&mut self, path: String, foreseen: Foreseen) {
        self.known.insert(path, foreseen);
        self.new = true;
    }

    /// Remembers what was learnt. Where it can't be, it is worked out again the next time.
    pub fn keep(&mut self) {
        if !std::mem::take(&mut self.new) {
            return;
        }
        let mut lines: Vec<(&String, &Foreseen)> = self.known.iter().collect();
        lines.sort_unstable_by_key(|(path, _)| *path);
        let mut text = format!("{}\n", self.heading);
        for (path, foreseen) in lines.into_iter().filter(|(path, _)| !path.contains('\n')) {
            if let Some(mark) = self.marks.get(path) {
                write_line(&mut text, path, mark, foreseen);
            }
        }
        self.shelf.write_sealed(FILE, &text);
    }
}

fn write_line(text: &mut String, path: &str, mark: &Mark, Foreseen { first, last, outlook }: &Foreseen) {
    let flag = |is: bool| if is { 'y' } else { 'n' };
    data_encoding::HEXLOWER.encode_append(mark, text);
    // Writing to a text can't fail.
    let _ = write!(text, " {first} {last} {}{} ", flag(outlook.owes), flag(outlook.stands));
    match &outlook.due {
        Some(days) => {
            for day in days {
                let _ = write!(text, "{},", day.num_days_from_ce());
            }
        }
        None => text.push('?'),
    }
    let _ = writeln!(text, " {path}");
}

/// What a text says under that heading of documents whose lives have these marks.
fn read(text: &str, heading: &str, marks: &HashMap<String, Mark>) -> Option<HashMap<String, Foreseen>> {
    let mut lines = text.lines();
    if lines.next()? != heading {
        return None;
    }
    let mut known = HashMap::with_capacity(marks.len());
    for line in lines {
        let (mark, path, foreseen) = read_line(line)?;
        if marks.get(path) == Some(&mark) {
            known.insert(path.to_owned(), foreseen);
        }
    }
    Some(known)
}

fn read_line(line: &str) -> Option<(Mark, &str, Foreseen)> {
    let mut words = line.splitn(6, ' ');
    let mark = data_encoding::HEXLOWER.decode(words.next()?.as_bytes()).ok()?.try_into().ok()?;
    let (first, last) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    let (owes, stands) = match words.next()? {
        "yy" => (true, true),
        "yn" => (true, false),
        "ny" => (false, true),
        "nn" => (false, false),
        _ => return None,
    };
    let due = match words.next()? {
        "?" => None,
        days => {
            let day = |day: &str| NaiveDate::from_num_days_from_ce_opt(day.parse().ok()?);
            Some(days.split_terminator(',').map(day).collect::<Option<Vec<_>>>()?)
        }
    };
    let foreseen = Foreseen { first, last, outlook: Outlook { owes, stands, due } };
    Some((mark, words.next()?, foreseen))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_line_is_read_back_as_it_was() {
        for due in [None, Some(Vec::new()), Some(vec![day("2026-03-02"), day("2026-04-01")])] {
            for (owes, stands) in [(true, false), (false, true)] {
                let outlook = Outlook { owes, stands, due: due.clone() };
                let foreseen = Foreseen { first: 7, last: 12, outlook };
                let mut text = String::new();
                write_line(&mut text, "orders/a b.yaml", &[7; 16], &foreseen);
                assert_eq!(read_line(text.trim_end()), Some(([7; 16], "orders/a b.yaml", foreseen)));
            }
        }
    }

    #[test]
    fn of_another_life_nothing_is_known() {
        let mut body = "heading\n".to_owned();
        let outlook = Outlook { owes: true, stands: false, due: None };
        write_line(&mut body, "orders/1.yaml", &[7; 16], &Foreseen { first: 0, last: 1, outlook });
        let marks = |mark: u8| HashMap::from([("orders/1.yaml".to_owned(), [mark; 16])]);
        let known = |heading: &str, mark: u8| read(&body, heading, &marks(mark)).map(|known| known.len());
        assert_eq!(known("heading", 7), Some(1));
        assert_eq!(known("heading", 8), Some(0));
        assert_eq!(known("other", 7), None);
        assert_eq!(read("heading\nnothing\n", "heading", &marks(7)), None);
    }
}
