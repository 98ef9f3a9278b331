//! Holidays from an iCalendar file (RFC 5545), as governments publish them: all-day events. Events that repeat by a
//! rule, or that have a time of day, are refused by name: a calendar that is half understood moves deadlines.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use icalendar::parser::{read_calendar, unfold};
use icalendar::{Calendar, CalendarComponent, Component, DatePerhapsTime, Event};

use super::holiday::Rules;

/// No event lasts longer than this many days.
const LONGEST: i64 = 31;

/// Reads the all-day events of a calendar as holidays; `name` is its title where it has none.
pub(super) fn read(name: &str, text: &str) -> Result<Rules, String> {
    let unfolded = unfold(text);
    // The parser's own words are a drawing of several lines.
    let parsed = read_calendar(&unfolded).map_err(|_| {
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
    for repeats in ["RRULE", "RDATE", "EXDATE"] {
        if event.property_value(repeats).is_some() {
            return Err(format!(
                "the event `{title}` repeats ({repeats}): give each day as an event of its own"
            ));
        }
    }
    let day = |date: Option<DatePerhapsTime>| match date {
        Some(DatePerhapsTime::Date(day)) => Some(day),
        _ => None,
    };
    let Some(first) = day(event.get_start()) else {
        return Err(format!("the event `{title}` is no all-day event (DTSTART;VALUE=DATE)"));
    };
    // DTEND is the day after the last one (RFC 5545, 3.6.1).
    let end = day(event.get_end()).unwrap_or(first);
    let length = end.signed_duration_since(first).num_days().max(1);
    if length > LONGEST {
        return Err(format!("the event `{title}` lasts {length} days"));
    }
    let after = |count: u64| first.checked_add_days(Days::new(count));
    Ok((0..length.unsigned_abs()).filter_map(after).map(|day| (day, title.clone())).collect())
}
