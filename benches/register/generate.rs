//! Builds a register of any size: its participants through the program itself, its reports as commits written
//! straight into the repository, each signed, with the message that the program would write.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use chrono::{Days, NaiveDate, NaiveTime};
use git2::{Oid, Repository, Signature, Time};
use iwcp::history::Telling;
use iwcp::process::{Catalogue, Kind};
use iwcp::source::parse;
use serde_json::Value as Json;

use crate::life::{self, LIFE};
use crate::signing::Key;

pub const KEEPER: &str = "fsd";
pub const MANUFACTURER: &str = "maker";

/// How many reports more wait for their manufacturer, for the steps that are measured.
pub const OPEN: usize = 15;

/// The commands that lay the ground: who runs them, and what.
const GROUND: &[(&str, &str)] = &[
    ("fsd", "init . --keeper gsma --name GSMA"),
    ("fsd", "participant add telecom --role operator --name Telecom --person Olga --key KEYS/operator.pub"),
    (
        "fsd",
        "participant add acme --role manufacturer --name Acme --person Mei --key KEYS/maker.pub --contact Desk --contact-email a@b.example",
    ),
    ("maker", "new declaration --set company=Acme --set address=Reading --set signed.position=Head"),
    ("fsd", "step declaration/acme acknowledge --set position=Director"),
    (
        "fsd",
        "new nda --id acme --set parties.company.name=Acme --set parties.company.registered_office=Reading --set parties.company.number='1'",
    ),
    ("maker", "step nda/acme sign --set title=Head"),
    ("fsd", "step nda/acme countersign --set title=Director"),
];

/// A register that was built.
pub struct Built {
    folder: PathBuf,
    keys: PathBuf,
    home: PathBuf,
    pub commits: usize,
    pub steps: usize,
    /// Reports that wait for their manufacturer.
    pub open: Vec<String>,
}

/// A step to be written.
struct Event {
    day: NaiveDate,
    report: usize,
    step: usize,
}

/// The first day of reports; they spread over four years.
fn first() -> NaiveDate {
    NaiveDate::from_ymd_opt(2022, 1, 10).unwrap()
}

const SPREAD: u64 = 4 * 365 - 100;

/// Builds a register of finished reports, and a few open ones.
pub fn register(folder: &Path, reports: usize) -> Built {
    let mut built = Built {
        folder: folder.join("register"),
        keys: folder.join("keys"),
        home: folder.join("home"),
        commits: 0,
        steps: 0,
        open: Vec::new(),
    };
    [&built.folder, &built.keys, &built.home].iter().for_each(|folder| fs::create_dir(folder).unwrap());
    for who in ["fsd", "operator", "maker"] {
        let file = built.keys.join(who);
        must(Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-C", who, "-f"]).arg(file));
    }
    must(built.command("git", KEEPER).args(["init", "-q", "-b", "main"]));
    for (who, line) in GROUND {
        let line = line.replace("KEYS", &built.keys.display().to_string());
        must(
            built
                .iwcp(who, &line.split(' ').collect::<Vec<_>>())
                .env("GIT_COMMITTER_DATE", "2022-01-03T09:00:00Z")
                .env("GIT_AUTHOR_DATE", "2022-01-03T09:00:00Z"),
        );
    }
    let mut writer = Writer::new(&built);
    for event in events(reports) {
        writer.write(&event);
    }
    for (id, day, steps) in writer.reports.values() {
        if *steps == life::REFERRED {
            built.open.push(id.clone());
            let _ = day;
        }
    }
    must(built.command("git", KEEPER).args(["reset", "-q", "--hard"]));
    must(built.command("git", KEEPER).args(["repack", "-adq"]));
    let signers = built.iwcp(KEEPER, &["participant", "keys"]).output().unwrap().stdout;
    fs::write(built.keys.join("allowed"), signers).unwrap();
    let count = built.command("git", KEEPER).args(["rev-list", "--count", "HEAD"]).output().unwrap();
    built.commits = String::from_utf8(count.stdout).unwrap().trim().parse().unwrap();
    built.steps = built.commits - 1;
    built
}

/// All steps of all reports, by day.
fn events(reports: usize) -> Vec<Event> {
    let mut events = Vec::new();
    for report in 0..reports + OPEN {
        let share = SPREAD * report as u64 / (reports + OPEN) as u64;
        let submitted = first() + Days::new(share);
        let steps = if report < reports { LIFE.len() } else { life::REFERRED };
        events.extend((0..steps).map(|step| Event {
            day: submitted + Days::new(LIFE[step].after),
            report,
            step,
        }));
    }
    events.sort_by_key(|event| event.day);
    events
}

/// Writes commits.
struct Writer {
    repository: Repository,
    kind: Arc<Kind>,
    keys: BTreeMap<&'static str, Key>,
    /// Id, day of submission and number of steps of each report.
    reports: BTreeMap<usize, (String, NaiveDate, usize)>,
    /// How many reports each year has.
    years: BTreeMap<String, usize>,
    tip: Oid,
    seconds: i64,
}

impl Writer {
    fn new(built: &Built) -> Self {
        let repository = Repository::open(&built.folder).unwrap();
        let catalogue = Catalogue::builtin().unwrap();
        let tip = repository.head().unwrap().target().unwrap();
        let keys = ["fsd", "operator", "maker"].map(|who| (who, Key::read(&built.keys.join(who))));
        Self {
            kind: Arc::clone(catalogue.kind("report").unwrap()),
            repository,
            keys: keys.into(),
            reports: BTreeMap::new(),
            years: BTreeMap::new(),
            tip,
            seconds: 0,
        }
    }

    fn write(&mut self, event: &Event) {
        if event.step == 0 {
            let year = event.day.format("%Y").to_string();
            let count = self.years.entry(year.clone()).or_default();
            *count += 1;
            let id = format!("{year}-{count:04}");
            self.reports.insert(event.report, (id, event.day, 0));
        }
        let (id, submitted, done) = self.reports.get_mut(&event.report).unwrap();
        *done = event.step + 1;
        let (id, submitted) = (id.clone(), *submitted);
        let after = life::text(&id, event.report, submitted, event.step + 1);
        let before = (event.step > 0).then(|| json(&life::text(&id, event.report, submitted, event.step)));
        let moment = &LIFE[event.step];
        let telling = Telling {
            kind: &self.kind,
            id: &id,
            step: moment.step,
            before: before.as_ref(),
            after: &json(&after),
        };
        let message = telling.compose(None).unwrap();
        self.commit(&id, &after, &message, moment.who, event.day);
    }

    fn commit(&mut self, id: &str, text: &str, message: &str, who: &'static str, day: NaiveDate) {
        let repository = &self.repository;
        let parent = repository.find_commit(self.tip).unwrap();
        let blob = repository.blob(text.as_bytes()).unwrap();
        let tree =
            placed(repository, &parent.tree().unwrap(), &["reports", &id[..4]], &format!("{id}.yaml"), blob);
        let noon = day.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap()).and_utc().timestamp();
        self.seconds = noon.max(self.seconds + 1);
        let signature =
            Signature::new(who, &format!("{who}@bench.example"), &Time::new(self.seconds, 0)).unwrap();
        let tree = repository.find_tree(tree).unwrap();
        let buffer =
            repository.commit_create_buffer(&signature, &signature, message, &tree, &[&parent]).unwrap();
        let text = buffer.as_str().unwrap();
        let armoured = self.keys[who].sign(text.as_bytes());
        self.tip = repository.commit_signed(text, &armoured, None).unwrap();
        repository.reference("refs/heads/main", self.tip, true, "bench").unwrap();
    }
}

/// A tree with a file put into one of its folders.
fn placed(repository: &Repository, tree: &git2::Tree<'_>, folders: &[&str], name: &str, blob: Oid) -> Oid {
    let mut builder = repository.treebuilder(Some(tree)).unwrap();
    match folders.split_first() {
        None => builder.insert(name, blob, 0o100_644).unwrap(),
        Some((folder, rest)) => {
            let empty =
                || repository.find_tree(repository.treebuilder(None).unwrap().write().unwrap()).unwrap();
            let below =
                tree.get_name(folder).map_or_else(empty, |entry| repository.find_tree(entry.id()).unwrap());
            builder.insert(folder, placed(repository, &below, rest, name, blob), 0o040_000).unwrap()
        }
    };
    builder.write().unwrap()
}

fn json(text: &str) -> Json {
    parse("report.yaml", text.as_bytes()).unwrap().to_json()
}

impl Built {
    /// A program, run in the register by one of its people, with nothing of this machine's configuration.
    pub fn command(&self, program: &str, who: &str) -> Command {
        let key = self.keys.join(format!("{who}.pub"));
        let settings = [
            ("user.name", who.to_owned()),
            ("user.email", format!("{who}@bench.example")),
            ("gpg.format", "ssh".to_owned()),
            ("user.signingkey", key.display().to_string()),
            ("gpg.ssh.allowedSignersFile", self.keys.join("allowed").display().to_string()),
        ];
        let mut command = Command::new(program);
        command.current_dir(&self.folder).env("HOME", &self.home).env("GIT_CONFIG_NOSYSTEM", "1");
        command.env("GIT_CONFIG_COUNT", settings.len().to_string());
        for (at, (name, value)) in settings.iter().enumerate() {
            command.env(format!("GIT_CONFIG_KEY_{at}"), name).env(format!("GIT_CONFIG_VALUE_{at}"), value);
        }
        command
    }

    /// The program that is measured.
    pub fn iwcp(&self, who: &str, arguments: &[&str]) -> Command {
        let mut command = self.command(env!("CARGO_BIN_EXE_iwcp"), who);
        command.args(arguments);
        command
    }

    /// Lays so many more finished reports into the work tree.
    pub fn more_files(&self, count: usize) {
        let folder = self.folder.join("reports/2021");
        fs::create_dir_all(&folder).unwrap();
        let day = NaiveDate::from_ymd_opt(2021, 3, 1).unwrap();
        for number in 0..count {
            let id = format!("2021-{number:04}");
            let text = life::text(&id, 1_000_000 + number, day, LIFE.len());
            fs::write(folder.join(format!("{id}.yaml")), text).unwrap();
        }
    }
}

fn must(command: &mut Command) {
    let ended = command.output().unwrap();
    assert!(ended.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&ended.stderr));
}
