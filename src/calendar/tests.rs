//! Tests of the room: holidays and working days against what governments published, and time zones.

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn england() -> Arc<Calendar> {
    Calendar::named("england-and-wales").unwrap()
}

#[test]
fn every_embedded_calendar_reads() {
    for (name, text) in EMBEDDED {
        Calendar::read(name, text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
        assert!(Calendar::named(name).is_some());
    }
    assert!(Calendar::named("utopia").is_none());
}

#[test]
fn working_days_of_england_are_as_published() {
    let table = include_str!("../../tests/data/working-days-england.csv");
    let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.split(',').collect()).collect();
    assert!(rows.len() >= 999);
    for row in rows {
        let (start, count, end) = (day(row[0]), row[1].parse().unwrap(), day(row[2]));
        assert_eq!(england().add_working_days(start, count), Some(end), "{row:?}");
        assert_eq!(england().working_days_between(start, end), count, "{row:?}");
    }
}

#[test]
fn worked_examples_of_the_process_hold() {
    let cap =
        |name: &str, from: &str| Calendar::named(name).unwrap().add_working_days(day(from), 10).unwrap();
    let due = |cap: NaiveDate| cap.checked_add_days(Days::new(42)).unwrap();
    assert_eq!(cap("england-and-wales", "2026-12-14"), day("2026-12-30"));
    assert_eq!(cap("ireland", "2026-12-14"), day("2026-12-29"));
    assert_eq!(due(cap("england-and-wales", "2026-12-14")), day("2027-02-10"));
    assert_eq!(due(cap("ireland", "2026-12-14")), day("2027-02-09"));
    assert_eq!(due(cap("england-and-wales", "2026-03-09")), day("2026-05-04"));
    assert_eq!(due(cap("ireland", "2026-03-09")), day("2026-05-05"));
}

fn holidays(name: &str, year: i32) -> Vec<String> {
    let calendar = Calendar::named(name).unwrap();
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    let days = first.iter_days().take_while(|day| day.year() == year);
    let free = days.filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun));
    free.filter(|day| calendar.holiday(*day).is_some()).map(|day| day.format("%m-%d").to_string()).collect()
}

#[test]
fn years_with_moved_and_single_days() {
    let england = |year| holidays("england-and-wales", year).join(" ");
    assert_eq!(england(1995), "01-02 04-14 04-17 05-08 05-29 08-28 12-25 12-26");
    assert_eq!(england(1999), "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28 12-31");
    assert_eq!(england(2000), "01-03 04-21 04-24 05-01 05-29 08-28 12-25 12-26");
    assert_eq!(england(2002), "01-01 03-29 04-01 05-06 06-03 06-04 08-26 12-25 12-26");
    assert_eq!(england(2012), "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26");
    assert_eq!(england(2020), "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28");
    assert_eq!(england(2021), "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28");
    assert_eq!(england(2022), "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27");
    assert_eq!(england(2023), "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26");
    assert_eq!(england(2027), "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28");
}

#[test]
fn the_other_calendars() {
    assert_eq!(
        holidays("scotland", 2022).join(" "),
        "01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-26 12-27"
    );
    assert_eq!(
        holidays("scotland", 2023).join(" "),
        "01-02 01-03 04-07 05-01 05-08 05-29 08-07 11-30 12-25 12-26"
    );
    assert_eq!(
        holidays("scotland", 2026).join(" "),
        "01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28"
    );
    assert_eq!(
        holidays("northern-ireland", 2026).join(" "),
        "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28"
    );
    assert_eq!(holidays("ireland", 2022).join(" "), "03-17 03-18 04-18 05-02 06-06 08-01 10-31 12-26");
    assert_eq!(holidays("ireland", 2026).join(" "), "01-01 02-02 03-17 04-06 05-04 06-01 08-03 10-26 12-25");
    assert_eq!(holidays("ireland", 2030).join(" "), "01-01 02-01 04-22 05-06 06-03 08-05 10-28 12-25 12-26");
}

#[test]
fn easter_is_where_the_tables_have_it() {
    for (year, sunday) in
        [(1995, "04-16"), (2000, "04-23"), (2008, "03-23"), (2011, "04-24"), (2038, "04-25"), (2100, "03-28")]
    {
        assert_eq!(easter::easter(year), Some(day(&format!("{year}-{sunday}"))));
    }
}

#[test]
fn months_clamp() {
    assert_eq!(add_months(day("2026-11-30"), 3), Some(day("2027-02-28")));
    assert_eq!(add_months(day("2027-11-30"), 3), Some(day("2028-02-29")));
    assert_eq!(add_months(day("2026-01-15"), 1), Some(day("2026-02-15")));
    assert_eq!(add_months(day("2026-01-15"), u32::MAX), None);
}

#[test]
fn counting_is_bounded() {
    let start = day("2026-01-01");
    assert_eq!(england().add_working_days(start, u32::MAX), None);
    assert_eq!(england().add_working_days(start, 0), Some(start));
    assert_eq!(england().working_days_between(start, start), 0);
    assert_eq!(england().working_days_between(day("2026-02-01"), start), 0);
    assert!(england().working_days_between(NaiveDate::MIN, NaiveDate::MAX) > 20_000);
}

#[test]
fn zones_know_their_days() {
    let london = Zone::parse("Europe/London").unwrap();
    assert_eq!(london.date_of(0), day("1970-01-01"));
    // 2026-07-01T23:30:00Z is 00:30 of the next day in summer time.
    assert_eq!(london.date_of(1_782_948_600), day("2026-07-02"));
    assert_eq!(Zone::parse("UTC").unwrap().date_of(1_782_948_600), day("2026-07-01"));
    for seconds in [i64::MIN, i64::MAX] {
        for name in ["Pacific/Kiritimati", "Pacific/Pago_Pago"] {
            Zone::parse(name).unwrap().date_of(seconds);
        }
    }
    assert!(Zone::parse("Europe/Lundon").is_err());
}

fn events(lines: &[u8]) -> Result<Calendar, CalendarError> {
    let parts: [&[u8]; 3] = [
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Day\r\n",
        lines,
        b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    ];
    Calendar::read("own", &parts.concat())
}

#[test]
fn events_take_the_days_that_they_say() {
    let days = |lines: &str| {
        let calendar = events(lines.as_bytes()).map_err(|error| error.message)?;
        let all = day("2026-05-01").iter_days().take(20);
        let free = all.filter(|day| calendar.holiday(*day).is_some());
        Ok::<_, String>(free.map(|day| day.format("%d").to_string()).collect::<Vec<_>>().join(" "))
    };
    let two = "DTSTART;VALUE=DATE:20260504\r\n";
    let lasting = |more: &str| days(&format!("{two}{more}"));
    assert_eq!(lasting("DTEND;VALUE=DATE:20260506").unwrap(), "04 05");
    assert_eq!(lasting("DTEND;VALUE=DATE:20260504").unwrap(), "04");
    assert_eq!(lasting("DURATION:P2D").unwrap(), "04 05");
    assert_eq!(lasting("DURATION:P1W").unwrap(), "04 05 06 07 08 09 10");
    assert_eq!(lasting("STATUS:CANCELLED").unwrap_err(), "it lists no day");
    for more in ["DURATION:PT5H", "DURATION:P0D", "DTEND;VALUE=DATE:20260503", "DTEND:20260506T090000"] {
        assert!(lasting(more).unwrap_err().contains("does not end on a later day"), "{more}");
    }
    for more in ["RRULE:FREQ=YEARLY", "RDATE;VALUE=DATE:20260511", "EXDATE;VALUE=DATE:20260511"] {
        assert!(lasting(more).unwrap_err().contains("repeats"), "{more}");
    }
}

#[test]
fn a_line_may_be_folded_within_a_letter() {
    let calendar = events(b"DTSTART;VALUE=DATE:2026\r\n 0504\r\nCATEGORIES:F\xc3\r\n \xaat").unwrap();
    assert!(calendar.holiday(day("2026-05-04")).is_some());
    let lone = events(b"DTSTART;VALUE=DATE:20260504\r\nCATEGORIES:F\xc3t").unwrap_err();
    assert_eq!(lone.message, "it is not UTF-8");
    let wide: Vec<u8> = "- 2026-05-04\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(Calendar::read("own", &[&[0xff, 0xfe], wide.as_slice()].concat()).is_err());
}

#[test]
fn a_list_of_days_may_stand_as_yaml_lets_it() {
    for text in
        ["\u{feff}- 2026-05-04", "# days\n---\n- 2026-05-04", "\n  # days\n  - 2026-05-04\n", "[2026-05-04]"]
    {
        let calendar =
            Calendar::read("own", text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert!(!calendar.is_working_day(day("2026-05-04")));
    }
}

#[test]
fn a_substitute_day_may_lie_in_the_next_year() {
    let text = "title: x\nholidays:\n- {name: Eve, on: {date: 12-31}, substitute: true}\n\
                - {name: New Year, on: {date: 01-01}, substitute: true}";
    let calendar = Calendar::read("own", text.as_bytes()).unwrap();
    // 2022-12-31 is a Saturday, 2023-01-01 a Sunday.
    assert_eq!(calendar.holiday(day("2023-01-02")), Some("Eve (substitute day)"));
    assert_eq!(calendar.holiday(day("2023-01-03")), Some("New Year (substitute day)"));
    assert!(calendar.is_working_day(day("2023-01-04")));
}

#[test]
fn faulty_calendar_files_are_errors() {
    for text in [
        "",
        "[]",
        "title: x\nholidays: [{name: a, on: {first: monday, of: 13}}]",
        "title: x\nholidays: [{name: a, on: {date: 02-30}}]",
        "title: x\nholidays: []\nzap: 1",
    ] {
        assert!(Calendar::read("own", text.as_bytes()).is_err(), "{text}");
    }
}
