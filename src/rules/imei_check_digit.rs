//! `imei-check-digit`: an IMEI has 14 digits and their check digit, an IMEISV 16 digits and none (3GPP TS 23.003,
//! clause 6.2 and annex B). In running text, 15 digits without their check digit are worth a look.

use chrono::NaiveDate;

use super::serial::{is_luhn, named, numbers};
use crate::diagnostic::{Finding, Severity, rule};
use crate::document::Document;
use crate::schema::Site;

const IMEI: usize = 15;
const IMEISV: usize = 16;

pub(super) fn check(document: &Document, _today: NaiveDate) -> Vec<Finding> {
    let mut found = Vec::new();
    document.kind.schema.visit(&document.data, &mut |site| {
        let Some(text) = site.value.as_str() else { return };
        let finding = match site.field.format.as_deref() {
            Some("imei") => imei(text, site),
            Some("imeisv") => imeisv(text, site),
            None => in_text(text, site),
            Some(_) => None,
        };
        found.extend(finding.map(|finding| finding.at(&document.tree, &site.path())));
    });
    found
}

fn malformed(text: &str, digits: usize, site: &Site<'_, '_>) -> Option<Finding> {
    let message = match text.len() {
        _ if !text.bytes().all(|byte| byte.is_ascii_digit()) => "holds something else than digits".to_owned(),
        count if count != digits => format!("has {count} digits"),
        _ => return None,
    };
    let finding = Finding::new(&rule::IMEI_CHECK_DIGIT, format!("`{}` {message}", site.path()));
    Some(finding.label(format!("{digits} digits, without spaces or dashes")))
}

fn imei(text: &str, site: &Site<'_, '_>) -> Option<Finding> {
    if let Some(finding) = malformed(text, IMEI, site) {
        return Some(finding);
    }
    (!is_luhn(text)).then(|| {
        let message =
            format!("the check digit of `{}` is wrong: a digit of {} was mistyped", site.path(), named(text));
        Finding::new(&rule::IMEI_CHECK_DIGIT, message).help("read it again from the phone: dial *#06#")
    })
}

fn imeisv(text: &str, site: &Site<'_, '_>) -> Option<Finding> {
    malformed(text, IMEISV, site)
}

fn in_text(text: &str, site: &Site<'_, '_>) -> Option<Finding> {
    let (_, number) = numbers(text).find(|(_, number)| number.len() == IMEI && !is_luhn(number))?;
    let message = format!(
        "`{}` holds 15 digits, {}, that are no IMEI: the check digit is wrong",
        site.path(),
        named(number)
    );
    Some(Finding::new(&rule::IMEI_CHECK_DIGIT, message).severity(Severity::Warning))
}
