//! The dates that git takes from its environment, in the formats whose meaning is plain.
//! git guesses at more of them; a guess would end up signed, so they are refused here.

use super::identity::parse_zone;
use chrono::{DateTime, FixedOffset, Local, NaiveDate, NaiveDateTime, TimeZone};

/// Why a date can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// A date without a time of day: git would add the present one.
    #[error("{0:?} has no time of day; write it in full, as in {0}T12:00:00+01:00")]
    DateOnly(String),
    /// A time that the local zone skips or repeats, and no zone with it.
    #[error("{0:?} does not name one moment in the local time zone; write its zone, as in +01:00")]
    Ambiguous(String),
    /// Anything else.
    #[error("{0:?} is no date; write 2026-05-04T10:00:00+01:00 or @1777885200 +0100")]
    Unknown(String),
}

/// Parses `@seconds +hhmm`, `seconds +hhmm`, ISO 8601 (`2026-05-04T10:00:00+01:00`; without a zone it is
/// local time) and RFC 2822 (`Mon, 04 May 2026 10:00:00 +0100`).
///
/// # Errors
/// A [`DateError`] that says how to write it.
pub fn parse_date(text: &str) -> Result<DateTime<FixedOffset>, DateError> {
    let trimmed = text.trim();
    if let Some(moment) = raw(trimmed) {
        return Ok(moment);
    }
    if NaiveDate::parse_from_str(trimmed, "%Y-%m-%d").is_ok() {
        return Err(DateError::DateOnly(trimmed.to_owned()));
    }
    const ZONED: [&str; 4] = [
        "%Y-%m-%dT%H:%M:%S%.f%#z",
        "%Y-%m-%d %H:%M:%S%.f%#z",
        "%Y-%m-%d %H:%M:%S%.f %#z",
        "%Y-%m-%dT%H:%M%#z",
    ];
    for format in ZONED {
        if let Ok(moment) = DateTime::parse_from_str(trimmed, format) {
            return Ok(moment);
        }
    }
    if let Ok(moment) = DateTime::parse_from_rfc2822(trimmed) {
        return Ok(moment);
    }
    for format in ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"] {
        if let Ok(local) = NaiveDateTime::parse_from_str(trimmed, format) {
            let moment = Local.from_local_datetime(&local).single();
            return moment
                .map(|moment| moment.fixed_offset())
                .ok_or_else(|| DateError::Ambiguous(trimmed.to_owned()));
        }
    }
    Err(DateError::Unknown(trimmed.to_owned()))
}

/// git's own format. Without `@`, fewer than nine digits may be a date (`20260504`), so they are not taken.
fn raw(text: &str) -> Option<DateTime<FixedOffset>> {
    let (number, zone) = text.split_once(' ').unwrap_or((text, "+0000"));
    let digits = number.strip_prefix('@').unwrap_or(number);
    let long_enough = number.starts_with('@') || digits.len() >= 9;
    if !long_enough || !digits.bytes().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let zone = FixedOffset::east_opt(parse_zone(zone.trim())? * 60)?;
    DateTime::from_timestamp(digits.parse().ok()?, 0).map(|moment| moment.with_timezone(&zone))
}
