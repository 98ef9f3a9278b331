//! Days as an iCalendar file (RFC 5545) that a calendar program subscribes to. The same entries give the same bytes:
//! time stamps are given, names of entries stay.

use chrono::{DateTime, NaiveDate};
use icalendar::{Calendar, Component, Event, EventLike, Property};

use super::printable::whole;

/// A day and what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name, the same as long as the thing is the same: a subscription updates it.
    pub uid: String,
    /// The day.
    pub day: NaiveDate,
    /// What is on that day.
    pub summary: String,
    /// More about it.
    pub description: String,
}

/// The entries as a calendar called `name`; `stamp` is when they were true, in seconds since 1970.
pub fn agenda(name: &str, stamp: i64, entries: impl Iterator<Item = Entry>) -> String {
    let stamp = DateTime::from_timestamp(stamp, 0).unwrap_or_default();
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//iwcp//due//EN"));
    calendar.name(&whole(name));
    for entry in entries {
        let event = Event::new()
            .uid(&entry.uid)
            .timestamp(stamp)
            .starts(entry.day)
            // The end is the day after (RFC 5545, 3.6.1).
            .ends(entry.day.succ_opt().unwrap_or(entry.day))
            .summary(&whole(&entry.summary))
            .description(&whole(&entry.description))
            .done();
        calendar.push(event);
    }
    calendar.done().to_string()
}
