//! The formats that a schema checks by itself: `date` and `email`.
//! Other formats are names that rules look for.

use chrono::{Datelike, Months, NaiveDate};

/// Whether a text is a date of the calendar, written `YYYY-MM-DD` (RFC 3339, `full-date`).
pub fn is_date(text: &str) -> bool {
    day(text).is_some()
}

/// The day that such a text names.
pub fn day(text: &str) -> Option<NaiveDate> {
    parts(text).and_then(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day))
}

/// Why a text is no date: a day that does not exist, or another form. A sentence's end, as in "`x` …".
pub fn why_no_date(text: &str) -> String {
    let Some((year, month, day)) = parts(text) else {
        return "is not a date of the form YYYY-MM-DD".to_owned();
    };
    match NaiveDate::from_ymd_opt(year, month, 1).and_then(|first| first.checked_add_months(Months::new(1))) {
        None => format!("is not a date: there is no month {month:02}"),
        Some(next) => {
            let last = next.pred_opt().map_or(0, |last| last.day());
            format!("is not a date: there is no day {day:02} in {year:04}-{month:02}, which has {last} days")
        }
    }
}

/// Whether a text looks like a mail address: something, an `@`, and a name with no space in it.
pub fn is_email(text: &str) -> bool {
    let fine = |part: &str| {
        !part.is_empty() && part.len() <= 254 && !part.contains(|c: char| c.is_whitespace() || c.is_control())
    };
    text.rsplit_once('@').is_some_and(|(local, host)| {
        fine(local) && fine(host) && !local.contains(['@', '<', '>', ',']) && host.split('.').all(fine)
    })
}

fn parts(text: &str) -> Option<(i32, u32, u32)> {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let formed = parts.next().is_none() && year.len() == 4 && month.len() == 2 && day.len() == 2;
    if !formed || ![year, month, day].into_iter().all(digits) {
        return None;
    }
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}
