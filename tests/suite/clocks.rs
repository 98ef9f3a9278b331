//! Clocks on days (`tests/clocks/README.md`): a document, the steps that were received, and what each clock reads then.

use std::fmt::Write as _;
use std::sync::Arc;

use chrono::NaiveDate;
use iwcp::calendar::Calendar;
use iwcp::process::definition::Unique;
use iwcp::process::{Catalogue, Event, Kind, Reading, Scene, Signer, World, readings};
use iwcp::source::parse;
use serde_json::Value as Json;

use super::cases;
use super::snapshot;

#[test]
fn clocks_read_as_their_clauses_say() {
    let clocks = cases::entries("tests/clocks", |path| path.extension().is_some_and(|end| end == "txt"));
    cases::run(&clocks, |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let found = Case::read(&text)?.told(&text);
        if found == text {
            return Ok(());
        }
        if snapshot::overwrites() {
            std::fs::write(path, &found).unwrap();
        }
        snapshot::text(&found, &text)
    });
}

/// A document with its life.
struct Case {
    kind: Arc<Kind>,
    document: Json,
    life: Arc<[Event]>,
}

impl Case {
    fn read(text: &str) -> Result<Self, String> {
        let catalogue = Catalogue::builtin().unwrap();
        let value = |word: &str| text.lines().find_map(|line| line.strip_prefix(word)).map(str::trim);
        let name = value("kind:").ok_or("no `kind:`")?;
        let kind = Arc::clone(catalogue.kind(name).ok_or("there is no such kind")?);
        let lines = text.lines().skip_while(|line| *line != "document:").skip(1);
        let document: String =
            lines.take_while(|line| line.starts_with(' ')).map(|line| format!("{line}\n")).collect();
        let tree =
            parse("document", document.as_bytes()).map_err(|refusal| format!("{:#?}", refusal.flaws))?;
        let document = tree.to_json();
        let made = text.lines().filter_map(|line| line.strip_prefix("received:"));
        let life: Vec<Event> = made.map(|line| event(line, &document)).collect::<Result<_, _>>()?;
        Ok(Self { kind, document, life: life.into() })
    }

    /// The text with what the clocks read in place of what it says they do.
    fn told(&self, text: &str) -> String {
        let mut told = String::new();
        let mut stale = false;
        for line in text.lines() {
            stale &= line.starts_with(' ');
            if stale {
                continue;
            }
            writeln!(told, "{line}").unwrap();
            if let Some(day) = line.strip_prefix("on ").and_then(|rest| rest.strip_suffix(':')) {
                stale = true;
                for reading in
                    self.readings(day.parse().unwrap()).iter().filter(|clock| clock.started.is_some())
                {
                    writeln!(told, "  {}", line_of(reading)).unwrap();
                }
            }
        }
        told
    }

    fn readings(&self, today: NaiveDate) -> Vec<Reading> {
        let definition = &self.kind.definition;
        readings(&Scene { definition, before: None, after: &self.document, signer: None, today, world: self })
    }
}

/// `STEP DATE`, or `STEP DATE ITEMS LIST` where the list had so many items then.
fn event(line: &str, document: &Json) -> Result<Event, String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [step, day, rest @ ..] = words.as_slice() else { return Err(format!("can't read `{line}`")) };
    let date: NaiveDate = day.parse().map_err(|_| format!("`{day}` is no date"))?;
    let mut document = document.clone();
    if let [count, list] = rest {
        document[*list].as_array_mut().unwrap().truncate(count.parse().unwrap());
    }
    let signer = Signer { participant: String::new(), role: String::new(), person: String::new() };
    let (step, document) = ((*step).to_owned(), Arc::new(document));
    Ok(Event { commit: String::new(), step, signer, date, received: date, before: None, document })
}

fn line_of(reading: &Reading) -> String {
    let mut line = reading.clock.clone();
    if let Some(item) = reading.item {
        write!(line, " {item}").unwrap();
    }
    write!(line, ": {}", reading.state.word()).unwrap();
    for (word, day) in [("start", reading.started), ("due", reading.due), ("stopped", reading.stopped)] {
        day.iter().for_each(|day| write!(line, ", {word} {day}").unwrap());
    }
    reading.days.iter().for_each(|days| write!(line, ", days {days}").unwrap());
    line
}

impl World for Case {
    fn document(&self, _kind: &str, _id: &str) -> Option<Arc<Json>> {
        None
    }

    fn rivals(&self, _kind: &str, _unique: &Unique, _document: &Json) -> Vec<String> {
        Vec::new()
    }

    fn calendar(&self, name: Option<&str>) -> Option<Arc<Calendar>> {
        Calendar::named(name.unwrap_or("england-and-wales"))
    }

    fn life(&self) -> Arc<[Event]> {
        Arc::clone(&self.life)
    }
}
