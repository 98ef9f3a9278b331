//! Rules over documents and their register, one file a rule; each has a slug, a page and fixtures.
//! A rule reads a document (and, through [`Surroundings`], the register around it) and returns findings that name a
//! path. What the process asks for stands in definitions and schemas: rules are generic.

mod backdated;
mod calendars;
mod clear_evidence;
mod date_order;
mod duplicate_document;
mod duplicate_id;
mod future_date;
mod holdings;
mod id_path;
mod imei_check_digit;
mod misplaced_file;
mod serial;
mod status_content;
mod surroundings;
mod type_allocation_code;
mod unknown_participant;
mod warnings;

pub use backdated::{Backdated, backdated};
pub use calendars::{calendar_file, unknown_calendar};
pub use clear_evidence::{clear_evidence, is_encrypted};
pub use duplicate_document::know_of_each_other;
pub use holdings::Holdings;
pub use misplaced_file::{misplaced_file, misplaced_in};
pub use serial::{masked, without_serials};
pub use surroundings::Surroundings;
pub use unknown_participant::references;

use std::collections::HashSet;

use chrono::NaiveDate;

use crate::diagnostic::{Finding, Rule, rule};
use crate::document::Document;
use crate::source::Path;

/// A rule that needs nothing but the document, and the day for which it is judged.
type Alone = fn(&Document, NaiveDate) -> Vec<Finding>;

/// A rule that looks at the register around the document.
type Together = fn(&Document, &dyn Surroundings, NaiveDate) -> Vec<Finding>;

/// The rules of a document by itself, with the name under which `iwcp explain` has their page.
pub static ALONE: &[(&Rule, Alone)] = &[
    (&rule::ID_PATH, id_path::check),
    (&rule::DATE_ORDER, date_order::check),
    (&rule::FUTURE_DATE, future_date::check),
    (&rule::TYPE_ALLOCATION_CODE, type_allocation_code::check),
    (&rule::IMEI_CHECK_DIGIT, imei_check_digit::check),
    (&rule::STATUS_CONTENT, status_content::check),
];

/// The rules of a document in its register. The warnings of a definition have slugs of their own.
pub static TOGETHER: &[(&Rule, Together)] = &[
    (&rule::DUPLICATE_ID, duplicate_id::check),
    (&rule::UNKNOWN_PARTICIPANT, unknown_participant::check),
    (&rule::DUPLICATE_DOCUMENT, duplicate_document::check),
    (&rule::PRODUCTION_ENDED, warnings::check),
];

/// What the rules have against a document by itself; its schema is asked elsewhere.
pub fn alone(document: &Document, today: NaiveDate) -> Vec<Finding> {
    let found = ALONE.iter().flat_map(|(_, check)| check(document, today));
    found.map(|finding| finding.of_document(document.name())).collect()
}

/// What the rules have against a document in its register.
pub fn together(document: &Document, around: &dyn Surroundings, today: NaiveDate) -> Vec<Finding> {
    let found = TOGETHER.iter().flat_map(|(_, check)| check(document, around, today));
    found.map(|finding| finding.of_document(document.name())).collect()
}

/// Everything against a document, schema and rules, in the order of its text: one finding for one fault.
pub fn check(document: &Document, around: &dyn Surroundings, today: NaiveDate) -> Vec<Finding> {
    let mut found = document.check_schema();
    let faulty: HashSet<Path> = found.iter().filter_map(|finding| finding.place.path.clone()).collect();
    let more = alone(document, today).into_iter().chain(together(document, around, today));
    found
        .extend(more.filter(|finding| finding.place.path.as_ref().is_none_or(|path| !faulty.contains(path))));
    found.sort_by_key(|finding| finding.place.span.map_or(0, |span| span.start));
    found
}
