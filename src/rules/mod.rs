//! Rules over documents and their register, one file a rule. Each has a slug, a page and fixtures.

use chrono::NaiveDate;

use crate::diagnostic::Finding;
use crate::document::Document;

/// What is wrong with a document by itself, as of a day.
pub fn alone(_document: &Document, _today: NaiveDate) -> Vec<Finding> {
    Vec::new()
}
