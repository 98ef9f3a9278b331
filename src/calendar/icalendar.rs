//! Holidays from an iCalendar file (RFC 5545), as governments publish them: all-day events. Events that repeat by a
//! rule, or that have a time of day, are refused by name: a calendar that is half understood moves deadlines.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use icalendar::parser::read_calendar;
use icalendar::{Calendar, CalendarComponent, Component, DatePerhapsTime, Event, EventStatus};

use super::holiday::Rules;

/// No event lasts longer than this many days.
const LONGEST: i64 = 31;

/// What such a file begins with.
const BEGIN: &[u8] = b"BEGIN:VCALENDAR";

/// Whether a file is an iCalendar file and not YAML.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes).trim_ascii_start();
    text.get(..BEGIN.len()).is_some_and(|start| start.eq_ignore_ascii_case(BEGIN))
}

/// The file with its folded lines joined. A fold may stand in the middle of a letter (RFC 5545, 3.1), so lines are
/// joined before anything is taken for text.
pub(super) fn unfold(bytes: &[u8]) -> Vec<u8> {
    let mut joined = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        rest = match rest {
            [b'\r', b'\n', b' ' | b'\t', after @ ..] | [b'\n', b' ' | b'\t', after @ ..] => after,
            _ => {
                joined.push(*first);
                after
            }
        };
    }
    joined
}

/// Reads the all-day events of a calendar whose lines are joined as holidays; `name` is its title where it has none.
pub(super) fn read(name: &str, unfolded: &str) -> Result<Rules, String> {
    // The parser's own words are a drawing of several lines.
    let parsed = read_calendar(unfolded).map_err(|_| {
        "it is no iCalendar file (RFC 5545): each line is `NAME:VALUE`, and each BEGIN:NAME needs an END:NAME"
            .to_owned()
    })?;
    let calendar = Calendar::from(parsed);
    let mut days = BTreeMap::new();
    for component in &calendar.components {
        if let CalendarComponent::Event(event) = component {
            days.extend(holidays(event)?);
        }
    }
    let title = calendar.get_name().unwrap_or(name).to_owned();
    Rules::of_days(title, days)
}

fn holidays(event: &Event) -> Result<Vec<(NaiveDate, String)>, String> {
    let title = event.get_summary().unwrap_or("holiday").to_owned();
    if event.get_status() == Some(EventStatus::Cancelled) {
        return Ok(Vec::new());
    }
    let has =
        |name: &str| event.properties().contains_key(name) || event.multi_properties().contains_key(name);
    if let Some(repeats) = ["RRULE", "RDATE", "EXDATE"].into_iter().find(|name| has(name)) {
        return Err(format!("the event `{title}` repeats ({repeats}): give each day as an event of its own"));
    }
    let day = |date: Option<DatePerhapsTime>| match date {
        Some(DatePerhapsTime::Date(day)) => Some(day),
        _ => None,
    };
    let Some(first) = day(event.get_start()) else {
        return Err(format!("the event `{title}` is no all-day event (DTSTART;VALUE=DATE)"));
    };
    let length = match (event.property_value("DTEND"), event.property_value("DURATION")) {
        (None, None) => Some(1),
        // DTEND is the day after the last one (RFC 5545, 3.6.1); where it is the first day, that day alone is meant.
        (Some(_), _) => {
            day(event.get_end()).map(|end| end.signed_duration_since(first).num_days()).map(|days| match days
            {
                0 => 1,
                days => days,
            })
        }
        (None, Some(duration)) => whole_days(duration),
    };
    let Some(length) = length.filter(|length| *length > 0) else {
        return Err(format!(
            "the event `{title}` does not end on a later day (DTEND;VALUE=DATE, or DURATION)"
        ));
    };
    if length > LONGEST {
        return Err(format!("the event `{title}` lasts {length} days"));
    }
    let after = |count: u64| first.checked_add_days(Days::new(count));
    Ok((0..length.unsigned_abs()).filter_map(after).map(|day| (day, title.clone())).collect())
}

/// A duration of days or weeks (RFC 5545, 3.3.6): an all-day event has no other.
fn whole_days(duration: &str) -> Option<i64> {
    let text = duration.trim().strip_prefix('+').unwrap_or(duration.trim()).strip_prefix('P')?;
    let (number, unit) = match text.strip_suffix('W') {
        Some(weeks) => (weeks, 7),
        None => (text.strip_suffix('D')?, 1),
    };
    number.parse::<u32>().ok().map(i64::from)?.checked_mul(unit)
}
