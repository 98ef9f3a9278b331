//! The calculator, and the calendars that it counts by: tables that people can add to without reading Rust.

use std::fs;

use super::cases::package;
use super::environment::{Ran, Seat, world};

/// Runs a command line in an empty folder.
fn run(command: &str) -> Ran {
    let scratch = world().scratch();
    Seat { person: "anna", folder: scratch.path(), moment: 0 }.run(command)
}

#[test]
fn clocks_are_as_the_table_has_them() {
    let text = fs::read_to_string(package().join("tests/data/clocks.txt")).unwrap();
    let rows: Vec<&str> = text.lines().filter(|line| line.contains('|')).collect();
    assert!(rows.iter().filter(|row| !row.starts_with('#')).count() > 30);
    let commands: Vec<String> = rows
        .iter()
        .filter(|row| !row.starts_with('#'))
        .map(|row| format!("iwcp clock {} --format json", row.split('|').next().unwrap_or_default()))
        .collect();
    let said = run(&commands.join(" && printf '\\036' && ")).stdout;
    let wrong: Vec<String> = rows
        .iter()
        .filter(|row| !row.starts_with('#'))
        .zip(said.split('\u{1e}'))
        .filter_map(|(row, said)| differs(row, said))
        .collect();
    assert_eq!(said.split('\u{1e}').count(), commands.len(), "the commands end early: {said}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a row wants and did not get.
fn differs(row: &str, said: &str) -> Option<String> {
    let read: serde_json::Value = serde_json::from_str(said).unwrap_or_default();
    let cells: Vec<&str> = row.split('|').map(str::trim).skip(1).collect();
    let text = |key: &str| match &read[key] {
        serde_json::Value::Null => "-".to_owned(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let got = ["started", "due", "stopped", "state", "days"].map(text);
    (cells != got).then(|| format!("{row}\n  got {}", got.join(" | ")))
}

#[test]
fn working_days_of_england_are_as_published() {
    let file = package().join("tests/data/working-days-england.csv");
    let ran = run(&format!("iwcp clock span --calendar england-and-wales --csv < '{}'", file.display()));
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let rows: Vec<Vec<&str>> = ran.stdout.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows[0][..6], ["start", "working_days", "result", "basis", "started", "due"]);
    assert_eq!(rows.len(), fs::read_to_string(&file).unwrap().lines().count());
    let wrong: Vec<_> = rows.iter().skip(1).filter(|row| row[2] != row[5]).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_faulty_case_is_told_in_its_place_and_hides_no_other() {
    let ran = run("printf 'furnished,handset,note\\n2026-12-14,yes,a\\nsoon,no,b\\n2026-03-09,perhaps,c\\n\
                   2026-05-04,,d\\n' | iwcp clock response --csv --as-of 2026-05-05");
    assert_eq!(ran.status, 1, "{}", ran.text());
    let rows: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(rows.len(), 5);
    assert!(rows[1].starts_with("2026-12-14,yes,a,2026-12-30,2027-02-10,,not-started,"), "{}", rows[1]);
    assert!(rows[2].contains("`furnished` is `soon`: write a day as 2026-05-04"), "{}", rows[2]);
    assert!(rows[3].contains("`handset` is `perhaps`: write yes or no"), "{}", rows[3]);
    assert!(rows[4].starts_with("2026-05-04,,d,2026-05-04,2026-06-15,,running,41,"), "{}", rows[4]);
}

#[test]
fn a_column_that_looks_misspelled_is_refused() {
    let ran = run("printf 'furnishd\\n2026-12-14\\n' | iwcp clock response --csv");
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("did you mean `furnished`?"), "{}", ran.stderr);
}

#[test]
fn a_row_of_another_length_is_told_in_its_place() {
    let ran = run("printf 'furnished,note\\n2026-12-14\\n2026-12-14,a,b\\n2026-12-14,c\\n' |
                   iwcp clock response --csv --as-of 2026-12-20");
    assert_eq!(ran.status, 1, "{}", ran.text());
    let rows: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(rows[1], "2026-12-14,,,,,,,\"the row has 1 cells, the first line 2\"");
    assert_eq!(rows[2], "2026-12-14,a,,,,,,\"the row has 3 cells, the first line 2\"");
    assert_eq!(rows[3], "2026-12-14,c,2026-12-14,2027-01-25,,running,36,");
}

#[test]
fn columns_that_would_be_misread_are_refused() {
    for (header, why) in [
        ("furnished,furnished", "`furnished` stands twice"),
        ("furnished;handset", "cells are separated by commas"),
        ("note", "there is no column `furnished`"),
        ("", "there is no column `furnished`"),
        ("furnished,as_of", "`--as-of DATE` says which"),
    ] {
        let ran = run(&format!("printf '{header}\\n' | iwcp clock response --csv"));
        assert!(ran.status == 2 && ran.stderr.contains(why), "{header}: {}", ran.text());
    }
    let ran = run("printf 'note\\nx\\n' | iwcp clock response --csv --furnished 2026-12-14");
    assert_eq!(ran.status, 0, "{}", ran.text());
}

#[test]
fn what_is_counted_by_holidays_that_are_not_published_says_so() {
    let span = |start: &str, more: &str| {
        run(&format!("iwcp clock span --start {start} --working-days 1 {more} --as-of 2026-05-01")).stdout
    };
    assert!(span("2028-12-28", "").contains("1 working day (england-and-wales) after"));
    assert!(span("2028-12-29", "").contains("(england-and-wales, a projection from 2029 on) after"));
    assert!(span("2027-12-31", "--calendar ireland").contains("(ireland, a projection from 2028 on)"));
    let notice = run("iwcp clock response --handset --furnished 2028-12-20 --as-of 2026-05-01");
    let said = "10 working days (england-and-wales, a projection from 2029 on) after";
    assert!(notice.stdout.contains(said), "{}", notice.text());
}

#[test]
fn calendars_of_ones_own() {
    let ran = run("printf -- '- 2026-05-05\\n- {date: 2026-05-06, name: Feast}\\n' > own.yaml\n\
                   iwcp clock span --start 2026-05-04 --working-days 1 --calendar own.yaml --format json");
    assert!(ran.stdout.contains("\"due\": \"2026-05-07\""), "{}", ran.text());
    let event = |more: &str| {
        format!(
            "printf 'BEGIN:VCALENDAR\\r\\nVERSION:2.0\\r\\nPRODID:x\\r\\nBEGIN:VEVENT\\r\\nUID:1\\r\\n{more}\
             SUMMARY:Feast\\r\\nEND:VEVENT\\r\\nEND:VCALENDAR\\r\\n' > own.ics\n\
             iwcp clock span --start 2026-05-04 --working-days 1 --calendar own.ics --format json"
        )
    };
    let days = "DTSTART;VALUE=DATE:20260505\\r\\nDTEND;VALUE=DATE:20260507\\r\\n";
    let ran = run(&event(days));
    assert!(ran.stdout.contains("\"due\": \"2026-05-07\""), "{}", ran.text());
    for (more, why) in [
        ("DTSTART:20260505T090000Z\\r\\n", "no all-day event"),
        ("DTSTART;VALUE=DATE:20260505\\r\\nRRULE:FREQ=YEARLY\\r\\n", "repeats (RRULE)"),
    ] {
        let ran = run(&event(more));
        assert!(ran.status == 2 && ran.stderr.contains(why), "{}", ran.text());
    }
    let ran = run("iwcp clock span --start 2026-05-04 --working-days 1 --calendar utopia");
    assert!(ran.status == 2 && ran.stderr.contains("england-and-wales"), "{}", ran.text());
}

#[test]
fn what_a_case_says_steers_no_terminal() {
    let ran = run(
        "printf 'furnished,n\\033te\\n2026-12-14,a\\033]0;x\\000\\n' | iwcp clock response --csv --as-of 2026-12-20",
    );
    assert!(ran.stdout.contains("n\\u{1b}te") && ran.stdout.contains("a\\u{1b}]0;x\\u{0}"), "{}", ran.text());
    assert!(!ran.stdout.contains(['\u{1b}', '\0']), "{}", ran.text());
}

#[test]
fn a_case_that_no_estimate_counts_is_told() {
    let ran = run(
        "printf 'furnished\\n2026-12-14\\nnever\\n' | iwcp clock response --csv --survival --as-of 2026-12-20",
    );
    assert!(ran.status == 1 && ran.stderr.contains("the case in row 3 is left out"), "{}", ran.text());
}
