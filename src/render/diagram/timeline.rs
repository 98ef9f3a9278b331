//! The life of a document as a picture: its steps on a line of days, and below them its clocks, from the day each
//! started to the day it is due and the day it was stopped.

use std::fmt::Write as _;

use chrono::{Datelike, Days, NaiveDate};

use super::super::markup::escape;
use crate::process::condition::State;
use crate::process::{Event, Reading};

const WIDTH: i64 = 960;
const MARGIN: i64 = 20;
const ROW: i64 = 22;
const TOP: i64 = 64;
/// A label stands on the left of its day from here on.
const TURN: i64 = WIDTH * 3 / 5;

/// The line of days.
struct Axis {
    first: NaiveDate,
    days: i64,
}

impl Axis {
    /// From the first day to the last one, with a little room.
    fn of(days: &[NaiveDate]) -> Self {
        let first = days.iter().min().copied().unwrap_or_default();
        let last = days.iter().max().copied().unwrap_or_default();
        Self { first, days: last.signed_duration_since(first).num_days().max(1) }
    }

    fn x(&self, day: NaiveDate) -> i64 {
        let gone = day.signed_duration_since(self.first).num_days();
        MARGIN + gone * (WIDTH - 2 * MARGIN) / self.days
    }

    /// The first days of months, or of every third month where there are many.
    fn months(&self) -> Vec<NaiveDate> {
        let apart = if self.days > 600 { 3 } else { 1 };
        let days =
            (0..=self.days).filter_map(|day| self.first.checked_add_days(Days::new(day.unsigned_abs())));
        days.filter(|day| day.day() == 1 && day.month0() % apart == 0).collect()
    }
}

/// The picture of a life: `title` says whose, `today` is the day for which its clocks were read.
pub fn timeline(title: &str, events: &[Event], clocks: &[Reading], today: NaiveDate) -> String {
    let clocks: Vec<&Reading> = clocks.iter().filter(|clock| clock.started.is_some()).collect();
    let ends = clocks.iter().flat_map(|clock| [clock.started, clock.due, clock.stopped]).flatten();
    // A clock that runs without an end is drawn up to today.
    let runs = clocks.iter().filter(|clock| clock.due.or(clock.stopped).is_none()).map(|_| today);
    let days: Vec<NaiveDate> = events.iter().map(|event| event.received).chain(ends).chain(runs).collect();
    let axis = Axis::of(&days);
    let rows = i64::try_from(events.len().saturating_add(clocks.len())).unwrap_or(0);
    let height = TOP + (rows + 2) * ROW;
    let title = escape(title);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
         role=\"img\" aria-label=\"{title}\">\n<title>{title}</title>\n<style>\n\
         text {{ font: 12px sans-serif; fill: #222 }} .t {{ font-weight: bold; font-size: 14px }} .m {{ font-size: 10px; fill: #666 }}\n\
         .g {{ stroke: #e4e8ee }} .d {{ fill: #345 }} .late {{ fill: #b33 }} .fine {{ fill: #497 }} .open {{ fill: #c93 }}\n</style>\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" style=\"fill:#fff\"/>\n<text class=\"t\" x=\"{MARGIN}\" y=\"24\">{title}</text>\n"
    );
    for day in axis.months() {
        let (x, end) = (axis.x(day), height - ROW);
        // Writing into a String cannot fail.
        let _ = writeln!(
            out,
            "<path class=\"g\" d=\"M{x} 44V{end}\"/><text class=\"m\" x=\"{x}\" y=\"42\">{}</text>",
            day.format("%Y-%m")
        );
    }
    for (row, event) in (0_i64..).zip(events) {
        step(event, axis.x(event.received), TOP + row * ROW, &mut out);
    }
    let first = TOP + i64::try_from(events.len()).unwrap_or(0) * ROW + ROW;
    for (row, clock) in (0_i64..).zip(&clocks) {
        bar(clock, &axis, today, first + row * ROW, &mut out);
    }
    out.push_str("</svg>\n");
    out
}

/// A step: a dot on its day, and beside it what it was and who signed it.
fn step(event: &Event, x: i64, y: i64, out: &mut String) {
    let text = format!("{} {} ({})", event.received, event.step, event.signer.participant);
    let (anchor, at) = if x > TURN { ("end", x - 9) } else { ("start", x + 9) };
    // Writing into a String cannot fail.
    let _ = writeln!(
        out,
        "<circle class=\"d\" cx=\"{x}\" cy=\"{y}\" r=\"4\"/><text x=\"{at}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text>",
        y + 4,
        escape(&text)
    );
}

/// A clock: a bar from its start to its due day, a mark where it was stopped.
fn bar(clock: &Reading, axis: &Axis, today: NaiveDate, y: i64, out: &mut String) {
    let Some(started) = clock.started else { return };
    let end = clock.due.or(clock.stopped).unwrap_or(today);
    let (from, to) = (axis.x(started), axis.x(end.max(started)));
    let class = match clock.state {
        State::Late | State::Overdue => "late",
        State::Met => "fine",
        State::Running | State::NotStarted => "open",
    };
    let round = clock.item.map(|item| format!(" {}", item.saturating_add(1))).unwrap_or_default();
    let due = clock.due.map(|due| format!(", due {due}")).unwrap_or_default();
    let text = format!("{}{round}: {}{due}", clock.clock, clock.state.word());
    let (anchor, at) = if to > TURN { ("end", from - 6) } else { ("start", to + 6) };
    // Writing into a String cannot fail.
    let _ = writeln!(
        out,
        "<rect class=\"{class}\" x=\"{from}\" y=\"{}\" width=\"{}\" height=\"8\" rx=\"3\"/><text x=\"{at}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text>",
        y - 4,
        (to - from).max(2),
        y + 4,
        escape(&text)
    );
    if let Some(stopped) = clock.stopped {
        let x = axis.x(stopped);
        let _ = writeln!(out, "<path d=\"M{x} {}V{}\" style=\"stroke:#222;stroke-width:2\"/>", y - 8, y + 8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_runs_without_an_end_is_drawn_up_to_today_on_the_paper() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let clock = Reading {
            clock: "waiting".to_owned(),
            item: None,
            started: Some(day("2026-01-01")),
            due: None,
            stopped: None,
            state: State::Running,
            days: None,
            causes: Vec::new(),
        };
        let drawn = timeline("life", &[], &[clock], day("2026-03-01"));
        let bar = format!("x=\"{MARGIN}\" y=\"{}\" width=\"{}\"", TOP + ROW - 4, WIDTH - 2 * MARGIN);
        assert!(drawn.contains(&bar), "{drawn}");
    }
}
