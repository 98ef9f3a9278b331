//! The rules of a calendar file, and the holidays that they come to in a year.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Duration, NaiveDate, Weekday};
use serde::Deserialize;

use super::easter::easter;

/// No calendar has more rules or single days than this.
const MOST: usize = 1000;
/// A substitute day lies no further ahead than this, however many holidays are in the way.
const SUBSTITUTE_WITHIN: u64 = 31;

/// The holidays of a year, by day.
pub(super) type Holidays = BTreeMap<NaiveDate, String>;

/// A calendar file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rules {
    /// Where it holds.
    pub(super) title: String,
    /// The first year that is not published yet.
    #[serde(default)]
    pub(super) projected_from: Option<i32>,
    #[serde(default)]
    holidays: Vec<Holiday>,
    /// Single days.
    #[serde(default)]
    days: BTreeMap<NaiveDate, String>,
}

/// One day of a plain list.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Listed {
    Day(NaiveDate),
    Named {
        date: NaiveDate,
        #[serde(default)]
        name: Option<String>,
    },
}

/// A holiday that comes every year.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    name: String,
    on: Rule,
    /// Another day instead, where the rule's day fulfils this.
    #[serde(default)]
    unless: Option<Exception>,
    /// On a weekend, the next working day that is no holiday stands in for it.
    #[serde(default)]
    substitute: bool,
    /// The first year.
    #[serde(default)]
    from: Option<i32>,
    /// The last year.
    #[serde(default)]
    until: Option<i32>,
    /// Years in which it was another day.
    #[serde(default)]
    moved: BTreeMap<i32, NaiveDate>,
}

/// On which day of a year a holiday falls.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Rule {
    /// The same day every year.
    Fixed(Fixed),
    /// So many days after Easter Sunday.
    Easter(AfterEaster),
    /// The first (or a later) such weekday of a month.
    First(FirstOf),
    /// The last such weekday of a month.
    Last(LastOf),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixed {
    date: MonthDay,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AfterEaster {
    easter: i16,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FirstOf {
    first: Weekday,
    of: u32,
    /// Weeks later: 1 for the second such day of the month.
    #[serde(default)]
    weeks_later: u8,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LastOf {
    last: Weekday,
    of: u32,
}

/// A day of the year that is the holiday instead, in years in which it is a certain weekday.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    date: MonthDay,
    is: Weekday,
}

/// A day of the year, `MM-DD`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
struct MonthDay {
    month: u32,
    day: u32,
}

impl TryFrom<String> for MonthDay {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let parts =
            text.split_once('-').and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)));
        match parts {
            Some((month, day)) if NaiveDate::from_ymd_opt(2000, month, day).is_some() => {
                Ok(Self { month, day })
            }
            _ => Err(format!("`{text}` is not a day of the year of the form MM-DD")),
        }
    }
}

impl MonthDay {
    fn in_year(self, year: i32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, self.month, self.day)
    }
}

impl Rule {
    fn day(&self, year: i32) -> Option<NaiveDate> {
        match self {
            Self::Fixed(fixed) => fixed.date.in_year(year),
            Self::Easter(after) => easter(year)?.checked_add_signed(Duration::days(i64::from(after.easter))),
            Self::First(first) => NaiveDate::from_weekday_of_month_opt(
                year,
                first.of,
                first.first,
                first.weeks_later.checked_add(1)?,
            ),
            Self::Last(last) => [5, 4]
                .into_iter()
                .find_map(|nth| NaiveDate::from_weekday_of_month_opt(year, last.of, last.last, nth)),
        }
    }

    fn fault(&self) -> Option<String> {
        let month = match self {
            Self::First(FirstOf { of, .. }) | Self::Last(LastOf { of, .. }) => *of,
            Self::Fixed(_) | Self::Easter(_) => return None,
        };
        (!(1..=12).contains(&month)).then(|| format!("there is no month {month}"))
    }
}

impl Holiday {
    fn day(&self, year: i32) -> Option<NaiveDate> {
        if self.from.is_some_and(|from| year < from) || self.until.is_some_and(|until| year > until) {
            return None;
        }
        if let Some(moved) = self.moved.get(&year) {
            return Some(*moved);
        }
        let instead = self
            .unless
            .as_ref()
            .and_then(|other| other.date.in_year(year).filter(|day| day.weekday() == other.is));
        instead.or_else(|| self.on.day(year))
    }
}

impl Rules {
    /// A calendar of single days: what it does not list it does not know, so all after its last year is projected.
    pub(super) fn of_days(title: String, days: BTreeMap<NaiveDate, String>) -> Result<Self, String> {
        if days.len() > MOST {
            return Err(format!("it has more than {MOST} holidays"));
        }
        let Some((last, _)) = days.last_key_value() else { return Err("it lists no day".to_owned()) };
        let projected_from = last.year().checked_add(1);
        Ok(Self { title, projected_from, holidays: Vec::new(), days })
    }

    fn listed(name: &str, text: &str) -> Result<Self, String> {
        let list: Vec<Listed> = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
        let day = |listed| match listed {
            Listed::Day(date) => (date, name.to_owned()),
            Listed::Named { date, name: of_day } => (date, of_day.unwrap_or_else(|| name.to_owned())),
        };
        Self::of_days(name.to_owned(), list.into_iter().map(day).collect())
    }

    /// Reads rules, or a plain list of days.
    pub(super) fn parse(name: &str, text: &str) -> Result<Self, String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines = text.lines().map(str::trim);
        let mut content = lines.filter(|line| !line.is_empty() && !line.starts_with('#') && *line != "---");
        if content.next().is_some_and(|line| line.starts_with("- ") || line.starts_with('[')) {
            return Self::listed(name, text);
        }
        let rules: Self = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
        if rules.holidays.is_empty() && rules.days.is_empty() {
            return Err("it has neither `holidays` nor `days`".to_owned());
        }
        if rules.holidays.len() + rules.days.len() > MOST {
            return Err(format!("it has more than {MOST} holidays"));
        }
        match rules.holidays.iter().find_map(|holiday| Some((holiday, holiday.on.fault()?))) {
            Some((holiday, fault)) => Err(format!("{}: {fault}", holiday.name)),
            None => Ok(rules),
        }
    }

    /// The holidays of a year, with what stands in for those on a weekend, be it one of the year before.
    pub(super) fn holidays(&self, year: i32) -> Holidays {
        let years = year.saturating_sub(1)..=year;
        let mut days: Holidays = self
            .days
            .iter()
            .filter(|(day, _)| years.contains(&day.year()))
            .map(|(day, name)| (*day, name.clone()))
            .collect();
        let of_year =
            |year| self.holidays.iter().filter_map(move |holiday| Some((holiday, holiday.day(year)?)));
        let proper: Vec<_> = years.clone().flat_map(of_year).collect();
        for (holiday, day) in &proper {
            days.entry(*day).or_insert_with(|| holiday.name.clone());
        }
        for (holiday, day) in proper {
            let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
            if holiday.substitute
                && weekend
                && let Some(free) = next_free(day, &days)
            {
                days.insert(free, format!("{} (substitute day)", holiday.name));
            }
        }
        days.retain(|day, _| day.year() == year);
        days
    }
}

fn next_free(day: NaiveDate, taken: &Holidays) -> Option<NaiveDate> {
    (1..=SUBSTITUTE_WITHIN)
        .filter_map(|after| day.checked_add_days(Days::new(after)))
        .find(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !taken.contains_key(day))
}
