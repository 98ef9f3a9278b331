//! Builds a register of any size: its participants through the program itself, its reports as commits written
//! straight into a pack (`writer.rs`).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::{Days, NaiveDate};

use crate::life::{self, LIFE};
use crate::signing::Key;
use crate::writer::{Event, FOLDER, Writer, id};

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

/// The last day on which a report is submitted.
fn last() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 9, 1).unwrap()
}

/// Over how many days the reports spread: a year for each full folder, up to twelve.
fn spread(reports: usize) -> u64 {
    let days = (reports * 365 / FOLDER).clamp(200, 12 * 365);
    u64::try_from(days).unwrap()
}

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
    let founded = format!("{}T09:00:00Z", last() - Days::new(spread(reports) + 7));
    for (who, line) in GROUND {
        let line = line.replace("KEYS", &built.keys.display().to_string());
        let mut command = built.iwcp(who, &line.split(' ').collect::<Vec<_>>());
        must(command.env("GIT_COMMITTER_DATE", &founded).env("GIT_AUTHOR_DATE", &founded));
    }
    let keys: BTreeMap<_, _> =
        ["fsd", "operator", "maker"].map(|who| (who, Key::read(&built.keys.join(who)))).into();
    let events = events(reports);
    let mut writer = Writer::new(&built.folder, &keys, events.len());
    events.iter().for_each(|event| writer.write(event));
    let tip = writer.finish().to_string();
    built.open = (reports..reports + OPEN).map(id).collect();
    must(built.command("git", KEEPER).args(["update-ref", "refs/heads/main", &tip]));
    must(built.command("git", KEEPER).args(["reset", "-q", "--hard"]));
    let signers = built.iwcp(KEEPER, &["participant", "keys"]).output().unwrap().stdout;
    fs::write(built.keys.join("allowed"), signers).unwrap();
    built.steps = events.len() + GROUND.len() - 1;
    built.commits = built.steps + 1;
    built
}

/// Builds a register to look at by hand: its folder, and how many reports.
pub fn keep(arguments: &[String]) {
    let [folder, reports] = arguments else { panic!("build FOLDER REPORTS") };
    fs::create_dir(folder).unwrap();
    let built = register(Path::new(folder), reports.parse().unwrap());
    println!("{} steps in {}", built.steps, built.folder.display());
}

/// All steps of all reports, by day.
fn events(reports: usize) -> Vec<Event> {
    let mut events = Vec::new();
    let first = last() - Days::new(spread(reports));
    for report in 0..reports + OPEN {
        let share = spread(reports) * report as u64 / (reports + OPEN) as u64;
        let submitted = first + Days::new(share);
        let steps = if report < reports { LIFE.len() } else { life::REFERRED };
        events.extend((0..steps).map(|step| Event {
            day: submitted + Days::new(LIFE[step].after),
            report,
            step,
            submitted,
        }));
    }
    events.sort_by_key(|event| event.day);
    events
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

    /// A manufacturer's response to an open report.
    pub fn respond(&self, id: &str) -> Command {
        let fields = ["verdict=not-proven", "response.comments=Not here.", "no_other_models=true"];
        let mut arguments = vec!["step", id, "respond"];
        arguments.extend(fields.iter().flat_map(|field| ["--set", field]));
        self.iwcp(MANUFACTURER, &arguments)
    }

    /// Takes away what is remembered of it.
    pub fn forget(&self) {
        for shelf in ["history", "outlooks", "columns"] {
            let _ = fs::remove_dir_all(self.folder.join(".git/iwcp").join(shelf));
        }
    }

    /// Its work tree.
    pub fn folder(&self) -> &Path {
        &self.folder
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
