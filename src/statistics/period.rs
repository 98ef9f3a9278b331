//! The time that figures are about: a calendar quarter, a year, or from one day to another.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::calendar::add_months;

/// From one day to another, both counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

/// The calendar quarter that a day lies in.
pub fn quarter_of(day: NaiveDate) -> Option<Period> {
    months(NaiveDate::from_ymd_opt(day.year(), day.month0() / 3 * 3 + 1, 1)?, 3)
}

fn months(from: NaiveDate, count: u32) -> Option<Period> {
    Some(Period { from, to: add_months(from, count)?.pred_opt()? })
}

impl Period {
    /// Whether a day lies in it.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }

    /// Reads a quarter, `2026-Q3`.
    ///
    /// # Errors
    /// Says what a quarter looks like.
    pub fn quarter(text: &str) -> Result<Self, String> {
        let wrong = || "write a quarter as 2026-Q3".to_owned();
        let (year, number) = text.split_once("-Q").or_else(|| text.split_once("-q")).ok_or_else(wrong)?;
        let number: u32 = number.parse().ok().filter(|number| (1..=4).contains(number)).ok_or_else(wrong)?;
        let from = NaiveDate::from_ymd_opt(year_of(year).ok_or_else(wrong)?, number * 3 - 2, 1);
        from.and_then(|from| months(from, 3)).ok_or_else(wrong)
    }

    /// Reads a calendar year, `2026`.
    ///
    /// # Errors
    /// Says what a year looks like.
    pub fn year(text: &str) -> Result<Self, String> {
        let from = year_of(text).and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1));
        from.and_then(|from| months(from, 12)).ok_or_else(|| "write a year as 2026".to_owned())
    }

    /// Whether it is a whole calendar quarter.
    pub fn is_quarter(&self) -> bool {
        quarter_of(self.from).as_ref() == Some(self)
    }

    /// The four quarters that end with the quarter of its last day.
    pub fn rolling(&self) -> Option<Self> {
        let last = quarter_of(self.to)?;
        let from = last.from.checked_sub_months(chrono::Months::new(9))?;
        Some(Self { from, to: last.to })
    }

    /// Its parts by calendar quarter, the first and the last cut where it does not begin or end with one.
    pub fn quarters(&self) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut next = Some(self.from);
        while let Some(quarter) = next.filter(|day| *day <= self.to).and_then(quarter_of) {
            next = quarter.to.succ_opt();
            parts.push(Self { from: quarter.from.max(self.from), to: quarter.to.min(self.to) });
        }
        parts
    }

    /// The quarter before the one that it begins in.
    pub fn before(&self) -> Option<Self> {
        self.from.pred_opt().and_then(quarter_of)
    }
}

fn year_of(text: &str) -> Option<i32> {
    (text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.from.year();
        match self {
            period if period.is_quarter() => write!(out, "{year}-Q{}", period.from.month0() / 3 + 1),
            period if Self::year(&year.to_string()).as_ref() == Ok(period) => write!(out, "{year}"),
            period => write!(out, "{} to {}", period.from, period.to),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_years_and_spans_are_read_and_written() {
        for text in ["2026-Q1", "2024-Q4", "0001-Q2"] {
            assert_eq!(Period::quarter(text).unwrap().to_string(), text.trim_start_matches('0'), "{text}");
        }
        assert_eq!(Period::year("2026").unwrap().to_string(), "2026");
        for text in ["2026-Q5", "2026-Q0", "2026Q1", "26-Q1", "+026-Q1", "2026-Q01x", ""] {
            assert!(Period::quarter(text).is_err(), "{text}");
        }
        assert!(Period::year("99999").is_err());
    }

    #[test]
    fn the_rolling_quarters_end_with_the_periods_last() {
        let rolling = Period::quarter("2026-Q1").unwrap().rolling().unwrap();
        assert_eq!(rolling.to_string(), "2025-04-01 to 2026-03-31");
        let quarters = rolling.quarters();
        assert_eq!(quarters.first().unwrap().to_string(), "2025-Q2");
        assert_eq!((quarters.len(), quarters.last().unwrap().to_string()), (4, "2026-Q1".to_owned()));
    }

    #[test]
    fn a_span_is_cut_at_its_ends() {
        let day = |text: &str| text.parse().unwrap();
        let parts = Period { from: day("2026-02-10"), to: day("2026-07-01") }.quarters();
        let parts: Vec<String> = parts.iter().map(ToString::to_string).collect();
        assert_eq!(parts, ["2026-02-10 to 2026-03-31", "2026-Q2", "2026-07-01 to 2026-07-01"]);
    }
}
