//! Dates, working days, holidays and time zones. `now` is always an argument: this room never reads a clock.
//! Which days are holidays is data (`data/calendars/*.yaml`, or a register's own file of the same form); a calendar
//! works a year out when it is first asked about it.

mod easter;
mod holiday;
mod icalendar;
mod own;
mod zone;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, OnceLock};

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::source::MAX_BYTES;
use holiday::{Holidays, Rules};
pub use own::{Calendars, FOLDER};
pub use zone::{UnknownZone, Zone};

/// A day of the calendar, without a time.
pub type Date = NaiveDate;

/// Calendars speak of these years; before and after them nothing is a working day's distance away.
const YEARS: std::ops::RangeInclusive<i32> = 1995..=2100;

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../data/calendars/", $name, ".yaml")))),*]
    };
}

/// The calendars in the program: name and text.
const EMBEDDED: &[(&str, &str)] = embedded!["england-and-wales", "scotland", "northern-ireland", "ireland"];

/// Which days are working days somewhere.
#[derive(Debug)]
pub struct Calendar {
    name: String,
    rules: Rules,
    years: Vec<OnceLock<Holidays>>,
}

/// A calendar file that can't be used.
#[derive(Debug, thiserror::Error)]
#[error("the calendar `{name}` is faulty: {message}")]
pub struct CalendarError {
    /// The calendar's name.
    pub name: String,
    /// What is wrong, with line and column where they are known.
    pub message: String,
}

impl Calendar {
    /// A calendar of the program, read once.
    pub fn named(name: &str) -> Option<Arc<Self>> {
        static BUILTIN: LazyLock<BTreeMap<&str, Arc<Calendar>>> = LazyLock::new(|| {
            let read = |(name, text): &(&'static str, &str)| {
                Some((*name, Arc::new(Calendar::read(name, text.as_bytes()).ok()?)))
            };
            EMBEDDED.iter().filter_map(read).collect()
        });
        BUILTIN.get(name).cloned()
    }

    /// The names of the program's calendars.
    pub fn names() -> impl Iterator<Item = &'static str> {
        EMBEDDED.iter().map(|(name, _)| *name)
    }

    /// Reads a calendar file: rules or a plain list of days in YAML, or an iCalendar file of all-day events.
    ///
    /// # Errors
    /// [`CalendarError`] for a file that is none of these, or that is too long.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, CalendarError> {
        let faulty = |message: String| CalendarError { name: name.to_owned(), message };
        if bytes.len() > MAX_BYTES {
            return Err(faulty(format!("the file has more than {MAX_BYTES} bytes")));
        }
        let text = |bytes| std::str::from_utf8(bytes).map_err(|_| faulty("it is not UTF-8".to_owned()));
        let rules = match icalendar::is_one(bytes) {
            true => icalendar::read(name, text(&icalendar::unfold(bytes))?),
            false => Rules::parse(name, text(bytes)?),
        };
        let rules = rules.map_err(faulty)?;
        let years = YEARS.map(|_| OnceLock::new()).collect();
        Ok(Self { name: name.to_owned(), rules, years })
    }

    /// The name it was asked for by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it holds, as people say it.
    pub fn title(&self) -> &str {
        &self.rules.title
    }

    /// The first year whose holidays are not published yet and follow from the rules alone, where a day is that late.
    pub fn projected_from(&self, day: NaiveDate) -> Option<i32> {
        self.rules.projected_from.filter(|year| day.year() >= *year)
    }

    /// Its name, for whoever is told a day that was counted by it; and where holidays up to that day are not all
    /// published, from which year on they are not.
    pub fn counted_to(&self, day: Option<NaiveDate>) -> String {
        match day.and_then(|day| self.projected_from(day)) {
            Some(year) => format!("{}, a projection from {year} on", self.name),
            None => self.name.clone(),
        }
    }

    /// The name of the holiday that a day is.
    pub fn holiday(&self, date: NaiveDate) -> Option<&str> {
        self.year(date.year())?.get(&date).map(String::as_str)
    }

    /// Whether a day is a working day: Monday to Friday and no holiday.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) && self.holiday(date).is_none()
    }

    /// The day that is `count` working days after `start`, which itself is not counted; for 0, `start`.
    /// `None` where that leaves the years that calendars speak of.
    pub fn add_working_days(&self, start: NaiveDate, count: u32) -> Option<NaiveDate> {
        let mut day = start;
        let mut left = count;
        while left > 0 {
            day = day.checked_add_days(Days::new(1)).filter(|day| YEARS.contains(&day.year()))?;
            if self.is_working_day(day) {
                left -= 1;
            }
        }
        Some(day)
    }

    /// How many working days there are after `start` up to and including `end`; 0 where `end` is not later.
    /// Days outside the years that calendars speak of do not count.
    pub fn working_days_between(&self, start: NaiveDate, end: NaiveDate) -> u32 {
        let first = NaiveDate::from_ymd_opt(*YEARS.start(), 1, 1).map_or(start, |first| start.max(first));
        let days = first.iter_days().skip(1).take_while(|day| *day <= end && YEARS.contains(&day.year()));
        days.filter(|day| self.is_working_day(*day)).fold(0, |count, _| count + 1)
    }

    fn year(&self, year: i32) -> Option<&Holidays> {
        let at = usize::try_from(year.checked_sub(*YEARS.start())?).ok()?;
        Some(self.years.get(at)?.get_or_init(|| self.rules.holidays(year)))
    }
}

/// The corresponding day some months later; where that month is shorter, its last day. `None` beyond the calendar.
pub fn add_months(date: NaiveDate, count: u32) -> Option<NaiveDate> {
    date.checked_add_months(Months::new(count))
}

#[cfg(test)]
mod tests;
