//! Time zones: on which day a moment falls there.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// A time zone of the IANA database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Zone(Tz);

/// A name that the IANA database does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no time zone `{0}`; a name is like `Europe/London`")]
pub struct UnknownZone(pub String);

impl Zone {
    /// The zone of an IANA name (`Europe/London`).
    ///
    /// # Errors
    /// [`UnknownZone`] for any other name.
    pub fn parse(name: &str) -> Result<Self, UnknownZone> {
        name.parse().map(Self).map_err(|_| UnknownZone(name.chars().take(64).collect()))
    }

    /// The day on which a moment falls, given in seconds since 1970-01-01 UTC. Moments before the year 1 and after
    /// the year 9999 count as the first and the last day of those.
    pub fn date_of(self, seconds: i64) -> NaiveDate {
        const FIRST: i64 = -62_135_510_400;
        const LAST: i64 = 253_402_214_400;
        let moment = DateTime::<Utc>::from_timestamp(seconds.clamp(FIRST, LAST), 0).unwrap_or_default();
        moment.with_timezone(&self.0).date_naive()
    }

    /// The first moment of a day there; none for a day that no clock can show.
    pub fn start_of(self, day: NaiveDate) -> Option<DateTime<Utc>> {
        // Where a change of clocks skips midnight, the day begins with the first moment that there is.
        let hours = (0..=3).filter_map(|hour| day.and_hms_opt(hour, 0, 0));
        let local = hours.filter_map(|moment| moment.and_local_timezone(self.0).earliest()).next()?;
        Some(local.with_timezone(&Utc))
    }

    /// A moment as people of the zone write it, with its offset: `2026-05-04 09:30:00 +0100`.
    pub fn show(self, seconds: i64) -> String {
        match DateTime::<Utc>::from_timestamp(seconds, 0) {
            Some(moment) => moment.with_timezone(&self.0).format("%Y-%m-%d %H:%M:%S %z").to_string(),
            None => format!("{seconds} seconds after 1970"),
        }
    }

    /// Its IANA name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }
}
