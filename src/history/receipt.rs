//! When what a merge brings in counts as received, and whether what the merge's trailers say of it can be so
//! (process.md 4). Knows nothing of documents: it compares days.

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::facts::Facts;
use super::message::{STATUS, STEP};
use super::snapshot::Snapshot;
use crate::diagnostic::{Finding, rule};
use crate::process::date;
use crate::register::Message;

/// The trailer of a merge that attests the day on which what it brings in was received.
pub const RECEIVED: &str = "Received";

/// What the author of a merge can do about its trailers.
const MERGES: &str = "`iwcp merge` writes trailers that agree";

/// The day on which a step counts as received that was signed on `date` and merged on `merged`: the day it was signed,
/// where that lies within the register's tolerance; else the day that the merge attests; else the merge's own.
pub fn receipt(
    mainline: &Snapshot,
    date: NaiveDate,
    merged: NaiveDate,
    said: Option<NaiveDate>,
) -> NaiveDate {
    let settings = &mainline.settings;
    let calendar = mainline.calendars.named(&settings.calendar);
    let limit = calendar.and_then(|calendar| calendar.add_working_days(date, settings.receipt_tolerance));
    if limit.is_some_and(|limit| merged <= limit) { date } else { said.unwrap_or(merged).max(date) }
}

/// The day that a merge attests; none where it says nothing, or several things, or what is no day.
pub(super) fn said(message: &Message) -> Option<NaiveDate> {
    let mut values = message.values(RECEIVED);
    let day = values.next().and_then(day);
    day.filter(|_| values.next().is_none())
}

fn day(text: &str) -> Option<NaiveDate> {
    date(&Json::from(text))
}

/// What is wrong with the trailers of a merge. `last` is the day of the last step that it brings in for others than the
/// register's keeper.
pub(super) fn trailers(merge: &Facts, last: Option<NaiveDate>) -> Vec<Finding> {
    let mut wrong: Vec<String> = Vec::new();
    for name in [STEP, STATUS] {
        let given = merge.message.values(name);
        wrong.extend(
            given.map(|value| format!("the message says `{name}: {value}`, and a merge makes no step")),
        );
    }
    let given: Vec<&str> = merge.message.values(RECEIVED).collect();
    match given.as_slice() {
        [] => {}
        [value] => wrong.extend(untrue(value, merge, last)),
        several => wrong.push(format!("the message has {} trailers `{RECEIVED}`", several.len())),
    }
    let told = |message| Finding::new(&rule::TRAILER_MISMATCH, message).help(MERGES);
    wrong.into_iter().map(told).collect()
}

/// Why what a merge attests can't be so: it lies between the last step that comes in and the merge.
fn untrue(value: &str, merge: &Facts, last: Option<NaiveDate>) -> Option<String> {
    let merged = merge.snapshot.zone.date_of(merge.commit.committer.seconds);
    let claim = format!("the message says `{RECEIVED}: {value}`");
    let Some(day) = day(value) else { return Some(format!("{claim}, which is no day")) };
    if day > merged {
        return Some(format!("{claim}, and the merge is of {merged}"));
    }
    let last = last.filter(|last| day < *last)?;
    Some(format!("{claim}, and the last step that comes in was signed on {last}"))
}
