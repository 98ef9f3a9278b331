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
pub fn day(text: &str) -> Result<NaiveDate, &'static str> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| text.len() == "2026-05-04".len());
    day.ok_or("write a day as 2026-05-04")
}
