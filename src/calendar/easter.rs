//! Easter Sunday of the Gregorian calendar.

use chrono::{Days, NaiveDate};

/// Easter Sunday, by the computus of Meeus, Jones and Butcher (J. Meeus, Astronomical Algorithms, chapter 8).
/// For years after 1582.
pub(super) fn easter(year: i32) -> Option<NaiveDate> {
    let century = year / 100;
    let golden = year % 19;
    let leap = century - century / 4 - (8 * century + 13) / 25;
    let epact = (leap + 19 * golden + 15) % 30;
    let moon = epact - epact / 28 * (1 - 29 / (epact + 1) * ((21 - golden) / 11));
    let weekday = (year + year / 4 + moon + 2 - century + century / 4) % 7;
    let after = u64::try_from(moon - weekday + 6).ok()?;
    NaiveDate::from_ymd_opt(year, 3, 22)?.checked_add_days(Days::new(after))
}
