//! `type-allocation-code`: a type allocation code has 8 digits (3GPP TS 23.003, clause 6.2.1).

use chrono::NaiveDate;

use crate::diagnostic::{Finding, rule};
use crate::document::Document;

/// The schema's name for such a value.
const FORMAT: &str = "tac";
const DIGITS: usize = 8;

pub(super) fn check(document: &Document, _today: NaiveDate) -> Vec<Finding> {
    let mut found = Vec::new();
    document.kind.schema.visit(&document.data, &mut |site| {
        if site.field.format.as_deref() != Some(FORMAT) {
            return;
        }
        let Some(code) = site.value.as_str() else { return };
        if let Some(message) = fault(code) {
            let path = site.path();
            let finding = Finding::new(&rule::TYPE_ALLOCATION_CODE, format!("`{path}` {message}"));
            found.push(finding.label("8 digits").at(&document.tree, &path));
        }
    });
    found
}

fn fault(code: &str) -> Option<String> {
    match code.len() {
        _ if !code.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some("holds something else than digits".to_owned())
        }
        DIGITS => None,
        15 | 16 => Some("is a whole IMEI: the type allocation code is its first 8 digits".to_owned()),
        count => Some(format!("has {count} digits")),
    }
}
