//! The one place that reads the wall clock, and how a day is written on the command line. Everything else takes `now`
//! as an argument.

use chrono::{DateTime, FixedOffset, Local, NaiveDate};

/// The wall clock, in the user's time zone (commits record its offset).
pub(super) fn now() -> DateTime<FixedOffset> {
    Local::now().fixed_offset()
}

/// Reads a day, as `2026-05-04`.
///
/// # Errors
/// Says what a day looks like.
pub fn day(text: &str) -> Result<NaiveDate, String> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| text.len() == "2026-05-04".len());
    day.ok_or_else(|| match text.rsplit_once('-').filter(|(month, _)| has_days(month, text)) {
        Some((month, day)) => format!("there is no day {day} in {month}"),
        None => "write a day as 2026-05-04".to_owned(),
    })
}

/// Whether a day that is none is one of a month that there is.
fn has_days(month: &str, text: &str) -> bool {
    text.len() == "2026-05-04".len() && NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d").is_ok()
}
