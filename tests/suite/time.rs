//! Laws of time: no clock is due before it starts, a further holiday makes no day earlier, and what was answered on a day
//! is what is answered for it ever after.

use std::sync::Arc;

use chrono::{Datelike, Days, NaiveDate};
use iwcp::calendar::Calendar;
use iwcp::process::calculator::{Given, calculate};
use iwcp::process::{Catalogue, Reading};
use proptest::prelude::*;

use super::demo;
use super::environment::Seat;

/// Days of the example's year that are looked back at.
const LOOKS: usize = 4;

fn day(offset: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(offset)
}

fn calendar(holidays: &[u64]) -> Arc<Calendar> {
    let days: std::collections::BTreeSet<u64> = holidays.iter().copied().collect();
    let text: String = days.iter().map(|holiday| format!("- {}\n", day(*holiday))).collect();
    Arc::new(Calendar::read("own", format!("- 2099-01-01\n{text}").as_bytes()).unwrap())
}

/// A clock that waits for a handset, read by a calendar.
fn read(clock: &str, given: &[(&str, Given)], calendar: &Arc<Calendar>) -> Reading {
    let catalogue = Catalogue::builtin().unwrap();
    let kind = catalogue.kinds().iter().find(|kind| kind.definition.clocks.contains_key(clock)).unwrap();
    calculate(kind, clock, given, day(400), &|_| Some(Arc::clone(calendar))).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_further_holiday_makes_nothing_earlier_and_nothing_is_due_before_it_starts(
        furnished in 0u64..200,
        received in prop::option::of(0u64..60),
        holidays in prop::collection::vec(0u64..300, 0..12),
        further in 0u64..300,
    ) {
        let mut given = vec![("furnished", Given::Day(day(furnished))), ("handset", Given::Set)];
        given.extend(received.map(|after| ("handset-received", Given::Day(day(furnished + after)))));
        let more: Vec<u64> = holidays.iter().copied().chain([further]).collect();
        let before = read("response", &given, &calendar(&holidays));
        let after = read("response", &given, &calendar(&more));
        prop_assert!(before.started <= after.started && before.due <= after.due, "{before:?} {after:?}");
        for reading in [&before, &after] {
            prop_assert!(reading.started >= Some(day(furnished)) && reading.due > reading.started, "{reading:?}");
        }
    }

    #[test]
    fn no_other_clock_is_due_before_it_starts(start in 0u64..3000, stopped in prop::option::of(0u64..200)) {
        let own = calendar(&[]);
        let day = |given: u64| Given::Day(day(given));
        let ended = |name| stopped.map(|after| (name, day(start + after)));
        for (clock, from, to) in [("production", "declared", "end"), ("disclosure", "furnished", "responded")] {
            let given: Vec<_> = std::iter::once((from, day(start))).chain(ended(to)).collect();
            let reading = read(clock, &given, &own);
            prop_assert!(reading.due > reading.started, "{reading:?}");
        }
    }
}

/// The days on which the example's history grew, with its last commit of each.
fn days(seat: &Seat<'_>) -> Vec<(String, String)> {
    let log = seat
        .must("TZ=Europe/London git log --first-parent --reverse --date=format-local:%F --format='%cd %H'");
    let mut days: Vec<(String, String)> = Vec::new();
    for (day, commit) in log.lines().filter_map(|line| line.split_once(' ')) {
        match days.last_mut() {
            Some(last) if last.0 == day => last.1 = commit.to_owned(),
            _ => days.push((day.to_owned(), commit.to_owned())),
        }
    }
    days
}

#[test]
fn what_was_answered_then_is_answered_now() {
    let example = demo::copy();
    let now = Seat { person: "anna", folder: &example.folder(), moment: 1_767_960_000 };
    let days = days(&now);
    let (first, last) = (days.first().unwrap(), days.last().unwrap());
    assert!(days.len() > LOOKS && first.0 < last.0, "{days:?}");
    let then = example.folder().with_file_name("then");
    now.must(&format!(
        "git clone -q . {} && git -C {0} config iwcp.root $(git config iwcp.root)",
        then.display()
    ));
    for (day, commit) in days.iter().step_by(days.len() / LOOKS) {
        let seat = Seat { person: "anna", folder: &then, moment: now.moment };
        seat.must(&format!("git reset -q --hard {commit}"));
        let parsed: NaiveDate = day.parse().unwrap();
        let quarter = format!("{}-Q{}", parsed.year(), parsed.month0() / 3 + 1);
        for asked in [
            "due".to_owned(),
            format!("stats --quarter {quarter}"),
            "stats --year 2025 --by model".to_owned(),
        ] {
            let asked = format!("iwcp {asked} --as-of {day} --format json");
            assert_eq!(seat.must(&asked), now.must(&asked), "{asked}");
        }
    }
}

/// Every part belongs to the whole: groups, and quarters, add up.
#[test]
fn parts_make_the_whole() {
    let example = demo::copy();
    let seat = Seat { person: "anna", folder: &example.folder(), moment: 1_767_960_000 };
    let columns = |by: &str| -> Vec<serde_json::Value> {
        let text = seat.must(&format!("iwcp stats --year 2025 --by {by} --format json"));
        let told: serde_json::Value = serde_json::from_str(&text).unwrap();
        told["sheets"][0]["columns"].as_array().unwrap().clone()
    };
    let year = columns("manufacturer").pop().unwrap();
    assert_eq!(year["group"], false);
    for by in ["manufacturer", "model", "quarter"] {
        let mut parts = columns(by);
        parts.retain(|column| column["name"] != year["name"]);
        assert!(parts.len() > 1, "{by}");
        for (name, whole) in year["counts"].as_object().unwrap() {
            // What stands at a moment is not the sum of several moments.
            if by == "quarter"
                && ["received", "referred", "concluded", "issued", "due"].iter().all(|it| it != name)
            {
                continue;
            }
            let sum: u64 = parts.iter().map(|part| part["counts"][name].as_u64().unwrap()).sum();
            assert_eq!(Some(sum), whole.as_u64(), "{name} by {by}");
        }
    }
}
