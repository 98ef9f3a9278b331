//! Is this step legal from here? All that a step breaks, as findings that name the path, the clause and what mends it.
//! Callers put the findings on a file's lines or on a commit.

use serde_json::Value as Json;

use super::Kind;
use super::definition::{By, FromStatus, Need, Step};
use super::difference::differences;
use super::evaluate::{Lack, Unmet, is_filled};
use super::pattern::{Pattern, Place};
use super::scene::{Scene, Signer};
use super::wording::render;
use crate::diagnostic::{Finding, Rule, rule};
use crate::schema::nearest;
use crate::source::Path;

/// Everything that `step` breaks; nothing where it is legal. An unknown signer passes the checks of who may sign.
pub fn judge(kind: &Kind, step_name: &str, scene: &Scene<'_>) -> Vec<Finding> {
    let Some(step) = kind.definition.steps.get(step_name) else { return vec![unknown_step(kind, step_name)] };
    let judge = Judge { kind, name: step_name, step, scene };
    let mut found = judge.from();
    found.extend(judge.signer());
    if found.is_empty() {
        found.extend(judge.status());
        found.extend(judge.fields());
        found.extend(judge.needs());
    }
    found
}

/// What a need of a step lacks, as a finding; none where it is met.
pub(super) fn lack(kind: &Kind, step_name: &str, scene: &Scene<'_>, need: &Need) -> Option<Finding> {
    let step = kind.definition.steps.get(step_name)?;
    Judge { kind, name: step_name, step, scene }.need(need)
}

fn unknown_step(kind: &Kind, name: &str) -> Finding {
    let steps = kind.definition.steps.keys().map(String::as_str);
    let title = &kind.definition.title;
    let finding = Finding::new(&rule::UNKNOWN_STEP, format!("a {title} has no step `{name}`"));
    match nearest(name, steps) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help(format!("`iwcp process {}` lists the steps", kind.definition.kind)),
    }
}

struct Judge<'a> {
    kind: &'a Kind,
    name: &'a str,
    step: &'a Step,
    scene: &'a Scene<'a>,
}

impl Judge<'_> {
    fn finding(&self, rule: &'static Rule, message: String) -> Finding {
        let finding = Finding::new(rule, message);
        // What is only a matter of record, such as a correction, has no clause.
        match self.step.clause.0.as_slice() {
            [] => finding,
            clauses => finding.clause(clauses.join(", ")),
        }
    }

    fn envelope(&self, field: &str) -> Path {
        Path::root().key(field)
    }

    fn from(&self) -> Vec<Finding> {
        let status = self.scene.before.and_then(|before| self.scene.status_of(before));
        if self.step.starts_at(status) {
            return Vec::new();
        }
        let envelope = &self.kind.definition.envelope;
        let message = match status {
            None if self.scene.before.is_none() => {
                format!("`{}` is a step of a {} that is there already", self.name, self.kind.definition.title)
            }
            None => {
                format!("`{}` needs a status to start from, and `{}` is missing", self.name, envelope.status)
            }
            Some(status) => format!("`{}` is not possible from `{status}`", self.name),
        };
        let mut finding = self
            .finding(&rule::STEP_FROM, message)
            .about(&self.envelope(&envelope.status))
            .label(self.step.from.words());
        finding.help = Some(match status {
            Some(status) => possible(self.kind, status, &self.document()),
            None => format!("`iwcp new {}` makes a new one", self.kind.definition.kind),
        });
        vec![finding]
    }

    /// The document as people name it on a command line.
    fn document(&self) -> String {
        let definition = &self.kind.definition;
        definition.called(definition.field(self.scene.after, &definition.envelope.id).unwrap_or("ID"))
    }

    fn signer(&self) -> Vec<Finding> {
        let Some(signer) = self.scene.signer else { return Vec::new() };
        let by: Vec<&By> = self.step.by.iter().filter(|by| by.role == signer.role).collect();
        if by.is_empty() {
            let message = format!(
                "`{}` is signed by {}, who is {}",
                self.name,
                signer.person,
                self.article(&signer.role)
            );
            let who = self.step.by.iter().map(|by| by.role.as_str()).collect::<Vec<_>>().join(" or ");
            return vec![
                self.finding(&rule::STEP_ROLE, message)
                    .help(format!("only {who} may sign `{}`: ask them to make it", self.name)),
            ];
        }
        if let Some(finding) = self.party(signer) {
            return vec![finding];
        }
        match by.iter().all(|by| by.own_fields) {
            true => self.own_fields(signer),
            false => Vec::new(),
        }
    }

    fn article(&self, role: &str) -> String {
        self.kind
            .shared
            .roles
            .get(role)
            .map_or_else(|| format!("`{role}`"), |known| format!("{} (`{role}`)", known.title))
    }

    /// A role that the definition ties to a field signs steps of its own documents only.
    fn party(&self, signer: &Signer) -> Option<Finding> {
        let field = self.kind.definition.parties.get(&signer.role)?;
        let document = self.scene.before.unwrap_or(self.scene.after);
        // A step that makes somebody a party may be answered by that party at once, not signed by it.
        if field.text(document) == Some(signer.participant.as_str()) {
            return None;
        }
        let message =
            format!("`{}` signs for {}, whose document this is not", signer.person, signer.participant);
        let mut finding = self.finding(&rule::STEP_PARTY, message);
        if let Some(path) = field.first(document).filter(|path| path.find(document).is_some()) {
            finding = finding.about(&path).label("whose it is");
        }
        Some(finding.help(format!(
            "the participant named in `{field}` signs it, or a keeper of the register on its behalf"
        )))
    }

    fn own_fields(&self, signer: &Signer) -> Vec<Finding> {
        let Some(before) = self.scene.before else { return Vec::new() };
        let life = self.scene.world.life();
        let written: Vec<(&Signer, Vec<Path>)> =
            life.iter().rev().map(|event| (&event.signer, event.changed())).collect();
        // What the step appends is new: nobody wrote it before.
        let appended = self.appended();
        differences(before, self.scene.after)
            .into_iter()
            .filter(|path| !self.by_any(path, before, &appended))
            .filter(|path| {
                let author = written.iter().find(|(_, changed)| changed.contains(path));
                author.is_none_or(|(author, _)| author.participant != signer.participant)
            })
            .map(|path| {
                self.finding(&rule::STEP_PARTY, format!("`{path}` was not written by {}", signer.participant))
                    .about(&path)
                    .help("whoever wrote a field corrects it, or a keeper of the register")
            })
            .collect()
    }

    /// What it appends.
    fn appended(&self) -> Vec<&Pattern> {
        let appends = |field: &&Pattern| field.0.iter().any(Place::appends);
        self.step.writes.iter().chain(&self.kind.definition.always).filter(appends).collect()
    }

    /// Whether the step may write here: what it appends, and what it writes and does not spare.
    fn may_write(&self, path: &Path, before: &Json) -> bool {
        let written = || {
            let writes: Vec<&Pattern> = self.step.writes.iter().chain(&self.kind.definition.always).collect();
            self.by_any(path, before, &writes)
        };
        let spares: Vec<&Pattern> = self.step.spares.iter().collect();
        self.by_any(path, before, &self.appended()) || written() && !self.by_any(path, before, &spares)
    }

    fn by_any(&self, path: &Path, before: &Json, patterns: &[&Pattern]) -> bool {
        patterns.iter().any(|pattern| pattern.covers(path, before, self.scene.after))
    }

    fn status(&self) -> Vec<Finding> {
        let before = self.scene.before.and_then(|before| self.scene.status_of(before));
        let after = self.scene.status_of(self.scene.after);
        let wanted = self.step.to.as_deref().or(before);
        if after == wanted {
            return Vec::new();
        }
        let word = |status: Option<&str>| status.map_or("nothing".to_owned(), |status| format!("`{status}`"));
        let message =
            format!("`{}` leads to {}, and the document says {}", self.name, word(wanted), word(after));
        vec![
            self.finding(&rule::STEP_STATUS, message)
                .about(&self.envelope(&self.kind.definition.envelope.status)),
        ]
    }

    fn fields(&self) -> Vec<Finding> {
        let definition = &self.kind.definition;
        let envelope = &definition.envelope;
        let nothing = Json::Object(serde_json::Map::new());
        let before = self.scene.before.unwrap_or(&nothing);
        differences(before, self.scene.after)
            .into_iter()
            .filter(|path| {
                let top = path.0.first().map(ToString::to_string).unwrap_or_default();
                let fixed = top == envelope.id || top == envelope.process;
                match self.scene.before {
                    None if fixed => false,
                    _ if top == envelope.status => false,
                    _ => fixed || !self.may_write(path, before),
                }
            })
            .map(|path| {
                let list = self.step.writes.iter().map(|field| field.told(before));
                let list = list.collect::<Vec<_>>().join(", ");
                self.finding(&rule::STEP_FIELD, format!("`{}` does not write `{path}`", self.name))
                    .about(&path)
                    .help(match list.is_empty() {
                        true => "it writes nothing of its own".to_owned(),
                        false => format!("it writes {list}"),
                    })
            })
            .collect()
    }

    fn needs(&self) -> Vec<Finding> {
        let definition = &self.kind.definition;
        definition.needs.iter().chain(&self.step.needs).filter_map(|need| self.need(need)).collect()
    }

    fn need(&self, need: &Need) -> Option<Finding> {
        let unmet = self.scene.unmet(need)?;
        let rule = match unmet.lack {
            Lack::Content => &rule::STEP_CONTENT,
            Lack::Register => &rule::STEP_NEED,
            Lack::Early(_) => &rule::STEP_TOO_EARLY,
        };
        let mut finding = self.finding(rule, describe(need, &unmet, self.scene.after));
        if let Some(path) = &unmet.path {
            finding = finding.about(path);
        }
        if let Some(clause) = &need.clause {
            finding.clause = Some(clause.clone());
        }
        finding.help =
            need.help.as_ref().map(|help| render(help, self.scene.after)).or_else(|| self.help(&unmet));
        Some(finding)
    }

    fn help(&self, unmet: &Unmet) -> Option<String> {
        match (&unmet.lack, &unmet.path) {
            (Lack::Early(Some(day)), _) => Some(format!("possible from {day} on")),
            (Lack::Content, Some(path)) => {
                let before = self.scene.before.unwrap_or(&Json::Null);
                let written = self.by_any(path, before, &self.step.writes.iter().collect::<Vec<_>>());
                let missing = path.find(self.scene.after).is_none_or(|value| !is_filled(value));
                (written && missing).then(|| format!("add `--set {path}=…`"))
            }
            _ => None,
        }
    }
}

fn describe(need: &Need, unmet: &Unmet, document: &Json) -> String {
    match &need.say {
        Some(say) => match unmet.lack {
            Lack::Content if unmet.path.is_none() => render(say, document),
            _ if unmet.is_vague => render(say, document),
            _ => format!("{}: {}", render(say, document), unmet.detail),
        },
        None => unmet.detail.clone(),
    }
}

/// The steps that start from a status and who may make them, as one sentence; `document` is how it is named on a command
/// line.
pub fn possible(kind: &Kind, status: &str, document: &str) -> String {
    let steps: Vec<String> = kind
        .definition
        .steps
        .iter()
        .filter(|(_, step)| step.starts_at(Some(status)))
        .map(|(name, step)| {
            let who: Vec<&str> = step.by.iter().map(|by| by.role.as_str()).collect();
            format!("{name} ({})", who.join(", "))
        })
        .collect();
    match steps.is_empty() {
        true => format!("nothing follows `{status}`"),
        false => format!(
            "steps from `{status}`: {}; `iwcp steps {document}` shows which are possible now",
            steps.join("; ")
        ),
    }
}

impl Step {
    /// Whether the step is legal from a status; `None` is a document that is not there yet.
    pub fn starts_at(&self, status: Option<&str>) -> bool {
        match (&self.from, status) {
            (FromStatus::New, status) => status.is_none(),
            (_, None) => false,
            (FromStatus::Any, Some(_)) => true,
            (FromStatus::But(but), Some(status)) => !but.iter().any(|other| other == status),
            (FromStatus::These(these), Some(status)) => these.0.iter().any(|other| other == status),
        }
    }
}

impl FromStatus {
    /// The statuses in words.
    pub fn words(&self) -> String {
        match self {
            Self::New => "makes a new document".to_owned(),
            Self::Any => "possible from every status".to_owned(),
            Self::But(but) => format!("possible from every status but {}", but.join(", ")),
            Self::These(these) => format!("possible from {}", these.0.join(", ")),
        }
    }
}
