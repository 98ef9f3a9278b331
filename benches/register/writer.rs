//! Writes the commits of reports' steps into a pack, each signed, with the message that the program would write.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use chrono::{NaiveDate, NaiveTime};
use git2::{ObjectType, Oid, Repository};
use iwcp::history::Telling;
use iwcp::process::{Catalogue, Kind};
use iwcp::source::parse;
use serde_json::Value as Json;

use crate::life::{self, LIFE};
use crate::pack::{Pack, Series, Type};
use crate::signing::Key;

/// How many reports a folder holds: those of a year, where a register has so many a year. The ids of a larger register
/// have more years, so that what is measured is the number of commits and not the size of a folder.
pub const FOLDER: usize = 250;

/// The first of those years.
const FIRST: usize = 2022;

/// How many objects a step makes: a file, its folder, the folder of reports, the root, the commit.
pub const OBJECTS: usize = 5;

/// A step to be written.
pub struct Event {
    pub day: NaiveDate,
    pub report: usize,
    pub step: usize,
    /// When the report was submitted.
    pub submitted: NaiveDate,
}

/// The id of a report.
pub fn id(report: usize) -> String {
    format!("{:04}-{:04}", FIRST + report / FOLDER, report % FOLDER)
}

/// Writes commits.
pub struct Writer<'k> {
    pack: Pack,
    keys: &'k BTreeMap<&'static str, Key>,
    messages: Vec<String>,
    files: HashMap<usize, Series>,
    folders: HashMap<usize, Series>,
    reports: Series,
    root: Series,
    pub tip: Oid,
    seconds: i64,
}

impl<'k> Writer<'k> {
    /// A writer behind what is checked out, of so many steps.
    pub fn new(folder: &Path, keys: &'k BTreeMap<&'static str, Key>, steps: usize) -> Self {
        let repository = Repository::open(folder).unwrap();
        let tip = repository.head().unwrap().peel_to_commit().unwrap();
        let odb = repository.odb().unwrap();
        let tree = odb.read(tip.tree_id()).unwrap();
        assert_eq!(tree.kind(), ObjectType::Tree);
        let mut root = Series::default();
        root.bytes.extend(tree.data());
        Self {
            pack: Pack::new(&folder.join(".git/objects/pack"), steps * OBJECTS),
            keys,
            messages: messages(),
            files: HashMap::new(),
            folders: HashMap::new(),
            reports: Series::default(),
            root,
            tip: tip.id(),
            seconds: 0,
        }
    }

    /// Writes the commit of a step.
    pub fn write(&mut self, event: &Event) {
        let (id, moment) = (id(event.report), &LIFE[event.step]);
        let file = self.files.entry(event.report).or_default();
        file.bytes = life::text(&id, event.report, event.submitted, event.step + 1).into_bytes();
        let blob = self.pack.next(Type::Blob, file);
        if event.step + 1 == LIFE.len() {
            self.files.remove(&event.report);
        }
        let folder = self.folders.entry(event.report / FOLDER).or_default();
        put(&mut folder.bytes, &format!("100644 {id}.yaml"), blob);
        let folder = self.pack.next(Type::Tree, folder);
        put(&mut self.reports.bytes, &format!("40000 {}", &id[..4]), folder);
        let reports = self.pack.next(Type::Tree, &mut self.reports);
        put(&mut self.root.bytes, "40000 reports", reports);
        let root = self.pack.next(Type::Tree, &mut self.root);
        let message =
            self.messages[event.step].replace(SAMPLE, &id).replace(MODEL, &format!("M{}", event.report));
        self.commit(root, &message, moment.who, event.day);
    }

    fn commit(&mut self, tree: Oid, message: &str, who: &'static str, day: NaiveDate) {
        let noon = day.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap()).and_utc().timestamp();
        self.seconds = noon.max(self.seconds + 1);
        let person = format!("{who} <{who}@bench.example> {} +0000", self.seconds);
        let head = format!("tree {tree}\nparent {}\nauthor {person}\ncommitter {person}\n", self.tip);
        let armoured = self.keys[who].sign(format!("{head}\n{message}").as_bytes());
        let signature = armoured.trim_end().replace('\n', "\n ");
        self.tip = self.pack.add(Type::Commit, format!("{head}gpgsig {signature}\n\n{message}").as_bytes());
    }

    /// Closes the pack; gives the last commit.
    pub fn finish(self) -> Oid {
        self.pack.finish();
        self.tip
    }
}

/// Puts an object into a tree, where its name stands already, or else behind everything that comes before it.
fn put(tree: &mut Vec<u8>, name: &str, oid: Oid) {
    let named = [name.as_bytes(), b"\0"].concat();
    let bare = |entry: &[u8]| entry[entry.iter().position(|byte| *byte == b' ').unwrap()..].to_vec();
    // What is new mostly comes last.
    if let Some(at) = tree.windows(named.len()).rposition(|window| window == named) {
        return tree[at + named.len()..at + named.len() + 20].copy_from_slice(oid.as_bytes());
    }
    let mut at = 0;
    while at < tree.len() {
        let end = at + tree[at..].iter().position(|byte| *byte == 0).unwrap() + 1;
        if bare(&tree[at..end]) > bare(&named) {
            break;
        }
        at = end + 20;
    }
    tree.splice(at..at, named.into_iter().chain(oid.as_bytes().iter().copied()));
}

/// The report and the model that messages are composed for, before those of another one take their place.
const SAMPLE: &str = "9999-9999";
const MODEL: &str = "M7654321";

/// The messages of all steps, for one report.
fn messages() -> Vec<String> {
    let catalogue = Catalogue::builtin().unwrap();
    let kind: &Kind = catalogue.kind("report").unwrap();
    let day = NaiveDate::from_ymd_opt(2022, 1, 10).unwrap();
    let document = |steps| json(&life::text(SAMPLE, 7_654_321, day, steps));
    let compose = |(step, moment): (usize, &life::Moment)| {
        let before = (step > 0).then(|| document(step));
        let after = document(step + 1);
        let telling = Telling { kind, id: SAMPLE, step: moment.step, before: before.as_ref(), after: &after };
        telling.compose(None).unwrap()
    };
    LIFE.iter().enumerate().map(compose).collect()
}

fn json(text: &str) -> Json {
    parse("report.yaml", text.as_bytes()).unwrap().to_json()
}
