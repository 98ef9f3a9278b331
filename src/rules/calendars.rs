//! `calendar-file` and `unknown-calendar`: what deadlines are counted by can be read, and is there.

use crate::calendar::{Calendars, FOLDER};
use crate::diagnostic::{Finding, rule};
use crate::schema::nearest;
use crate::source::{Path, Tree};

/// A file of the register's calendar folder that is no calendar.
pub fn calendar_file(path: &str, bytes: &[u8]) -> Option<Finding> {
    path.strip_prefix(FOLDER)?.strip_prefix('/')?;
    let error = Calendars::read(path, bytes).err()?;
    let finding = Finding::new(&rule::CALENDAR_FILE, format!("this is no calendar: {}", error.message));
    Some(finding.in_file(path).help("`iwcp explain calendar-file` tells which forms there are"))
}

/// A calendar that the settings name and nobody knows; `field` is the key that names it.
pub fn unknown_calendar(settings: &Tree, field: &str, calendars: &Calendars) -> Option<Finding> {
    let path = Path::root().key(field);
    let data = settings.to_json();
    let name = path.find(&data)?.as_str()?;
    if calendars.named(name).is_some() {
        return None;
    }
    let help = match nearest(name, calendars.names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", calendars.names().collect::<Vec<_>>().join(", ")),
    };
    let finding = Finding::new(&rule::UNKNOWN_CALENDAR, format!("there is no calendar `{name}`"));
    Some(finding.at(settings, &path).help(help))
}
