//! The one place that reads the wall clock, and the ways in which dates are written on the command line and in
//! git's environment. Everything else takes `now` as an argument.

use chrono::{DateTime, FixedOffset, Local, NaiveDate, NaiveDateTime, TimeZone};

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

/// Reads a date as git's environment has it: `1777883400 +0100` (also with `@`), ISO 8601 (without an offset: local
/// time) or RFC 2822. See `git help commit`, *Date formats*.
pub(super) fn git_date(text: &str) -> Option<DateTime<FixedOffset>> {
    let text = text.trim();
    let with_offset = ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M:%S%z"];
    let without = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"];
    raw(text)
        .or_else(|| DateTime::parse_from_rfc3339(text).ok())
        .or_else(|| DateTime::parse_from_rfc2822(text).ok())
        .or_else(|| with_offset.iter().find_map(|form| DateTime::parse_from_str(text, form).ok()))
        .or_else(|| {
            let local = without.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())?;
            Local.from_local_datetime(&local).earliest().map(|moment| moment.fixed_offset())
        })
}

/// Git's own form: seconds since 1970 and an offset.
fn raw(text: &str) -> Option<DateTime<FixedOffset>> {
    let (seconds, offset) = text.strip_prefix('@').unwrap_or(text).split_once(' ').unwrap_or((text, "+0000"));
    let seconds = DateTime::from_timestamp(seconds.trim_start_matches('@').parse().ok()?, 0)?;
    Some(seconds.with_timezone(&offset.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_git_takes_them() {
        let moment = DateTime::parse_from_rfc3339("2026-05-04T09:30:00+01:00").unwrap();
        for text in [
            "1777883400 +0100",
            "@1777883400 +0100",
            "2026-05-04T09:30:00+01:00",
            "2026-05-04T09:30:00+0100",
            "2026-05-04 09:30:00 +0100",
            "Mon, 4 May 2026 09:30:00 +0100",
        ] {
            let read = git_date(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((read, read.offset().local_minus_utc()), (moment, 3600), "{text}");
        }
        assert_eq!(git_date("@1777883400").unwrap(), moment);
        assert!(git_date("2026-05-04T09:30:00").is_some());
        for text in ["", "yesterday", "@", "99999999999999999999 +0000", "1 +9999"] {
            assert_eq!(git_date(text), None, "{text}");
        }
    }
}
