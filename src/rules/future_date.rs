//! `future-date`: what a document says has happened, has happened. Dates of what is planned are marked in its schema.

use chrono::NaiveDate;

use crate::diagnostic::{Finding, rule};
use crate::document::Document;
use crate::process::date;

pub(super) fn check(document: &Document, today: NaiveDate) -> Vec<Finding> {
    let mut found = Vec::new();
    document.kind.schema.visit(&document.data, &mut |site| {
        if site.field.format.as_deref() != Some("date") || site.field.future {
            return;
        }
        if let Some(day) = date(site.value).filter(|day| *day > today) {
            let path = site.path();
            let finding =
                Finding::new(&rule::FUTURE_DATE, format!("`{path}` is {day}, which is yet to come"))
                    .label(format!("today is {today}"));
            found.push(finding.at(&document.tree, &path));
        }
    });
    found
}
