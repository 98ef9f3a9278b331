//! The calendars of a register: its own files, and behind them those of the program.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Calendar, CalendarError};

/// The folder of a register's own calendars.
pub const FOLDER: &str = "calendars";

/// What their files end in.
const ENDINGS: &[&str] = &[".yaml", ".ics"];

/// The calendars of a register, by name; its own go before the program's.
#[derive(Debug, Default)]
pub struct Calendars {
    own: BTreeMap<String, Arc<Calendar>>,
}

impl Calendars {
    /// The name of the calendar that stands at a path from the register's root: `calendars/NAME.yaml` or `.ics`.
    pub fn name_at(path: &str) -> Option<&str> {
        let file = path.strip_prefix(FOLDER)?.strip_prefix('/')?;
        let name = ENDINGS.iter().find_map(|ending| file.strip_suffix(ending))?;
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        (name.bytes().next()?.is_ascii_lowercase() && name.bytes().all(plain)).then_some(name)
    }

    /// Reads the file at a path.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(path: &str, bytes: &[u8]) -> Result<Calendar, CalendarError> {
        let faulty = |message: &str| CalendarError { name: path.to_owned(), message: message.to_owned() };
        let name = Self::name_at(path).ok_or_else(|| {
            faulty("a calendar is called NAME.yaml or NAME.ics, in small letters, digits and hyphens")
        })?;
        Calendar::read(name, bytes)
    }

    /// Adds a calendar of the register's own.
    pub fn add(&mut self, calendar: Calendar) {
        self.own.insert(calendar.name().to_owned(), Arc::new(calendar));
    }

    /// The calendar of that name.
    pub fn named(&self, name: &str) -> Option<Arc<Calendar>> {
        self.own.get(name).cloned().or_else(|| Calendar::named(name))
    }

    /// The names of all calendars that can be named here.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        let mut names: Vec<&str> = self.own.keys().map(String::as_str).collect();
        for name in Calendar::names() {
            names.push(name);
        }
        names.into_iter()
    }
}
