//! The process definitions in the program are sound, and what is unsound in a definition is found at its place.

use iwcp::process::{Catalogue, EMBEDDED, reads};

use super::cases::{self, package};
use super::snapshot;

#[test]
fn the_definitions_in_the_program_are_sound() {
    let files: Vec<(String, &[u8])> =
        EMBEDDED.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes())).collect();
    let catalogue = Catalogue::read(&files).unwrap_or_else(|found| panic!("{found:#?}"));
    assert!(catalogue.kinds().len() >= 4);
}

/// Every definition stands on its own feet: each step's fields are described, each clause is quoted.
#[test]
fn what_definitions_hold_can_be_explained() {
    let catalogue = Catalogue::builtin().unwrap();
    for kind in catalogue.kinds() {
        for field in kind.schema.fields() {
            assert!(!field.description.is_empty(), "{} {}", kind.definition.kind, field.pattern);
        }
        for (name, status) in &kind.definition.statuses {
            assert!(!status.means.is_empty(), "{name}");
        }
    }
    for (name, clause) in &catalogue.shared.clauses {
        assert!(!clause.title.is_empty() && !clause.text.is_empty(), "clause {name}");
    }
}

/// `tests/definitions/<slug>.txt`: a file of the purchase orders' process, what of it is replaced by what, and what
/// is found then.
#[test]
fn a_faulty_definition_is_found_at_its_place() {
    let mutations =
        cases::entries("tests/definitions", |path| path.extension().is_some_and(|end| end == "txt"));
    cases::run(&mutations, |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let mutation = Mutation::read(&text).ok_or("it holds no `in:`, `replace:`, `by:` and `finds:`")?;
        let found = mutation.findings()?;
        if found == mutation.finds {
            return Ok(());
        }
        if snapshot::overwrites() {
            let kept = text.lines().filter(|line| !line.starts_with("finds:")).map(str::to_owned);
            let lines: Vec<String> = kept.chain(found.iter().map(|line| format!("finds: {line}"))).collect();
            std::fs::write(path, lines.join("\n") + "\n").map_err(|error| error.to_string())?;
        }
        Err(format!("wanted {:#?}\nfound  {found:#?}", mutation.finds))
    });
}

/// One bad file never hides another, nor what is missing beside it.
#[test]
fn all_faults_of_all_files_are_told_at_once() {
    let mut files = process();
    files.retain(|(name, _)| name != "partner.schema.json");
    for (name, from, to) in [
        ("catalogue.yaml", "title: a buyer", "titel: a buyer"),
        ("order.process.yaml", "to: paid", "to: payed"),
        ("order.schema.json", "\"minimum\": 1}", "\"minimum\": 1,}"),
    ] {
        let (_, text) = files.iter_mut().find(|(known, _)| known == name).unwrap();
        *text = text.replace(from, to);
    }
    files[1].1 += "authors: [somebody]\n";
    assert_eq!(files[1].0, "order.process.yaml");
    let found = read(&files);
    let wanted = [
        "catalogue.yaml:12: unknown-field: `titel` is not a field of `roles.buyer`",
        "order.process.yaml:224: unknown-field: `authors` is not a field of this document",
        "order.schema.json:25: malformed-value: it is not JSON: key must be a string at line 25 column 78",
        "partner.process.yaml:3: missing-field: the kind `partner` needs a file `partner.schema.json`",
    ];
    assert_eq!(found, wanted);
}

#[test]
fn a_process_without_a_catalogue_is_none() {
    let mut files = process();
    files.retain(|(name, _)| name != "catalogue.yaml");
    assert_eq!(
        read(&files),
        ["catalogue.yaml:nowhere: missing-field: a process needs a file `catalogue.yaml`"]
    );
}

/// What is found when files are read.
fn read(files: &[(String, String)]) -> Vec<String> {
    let bytes: Vec<(String, &[u8])> =
        files.iter().map(|(name, text)| (name.clone(), text.as_bytes())).collect();
    Catalogue::read(&bytes).err().unwrap_or_default().iter().map(told).collect()
}

/// One fault in a process definition.
#[derive(Default)]
struct Mutation {
    file: String,
    replace: String,
    by: String,
    finds: Vec<String>,
}

impl Mutation {
    fn read(text: &str) -> Option<Self> {
        let mut mutation = Self::default();
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let (word, rest) = line.split_once(':')?;
            let rest = rest.strip_prefix(' ').unwrap_or(rest).replace("\\n", "\n");
            match word {
                "in" => mutation.file = rest,
                "replace" => mutation.replace = rest,
                "by" => mutation.by = rest,
                "finds" => mutation.finds.push(rest),
                _ => return None,
            }
        }
        (!mutation.replace.is_empty() && !mutation.finds.is_empty()).then_some(mutation)
    }

    /// `file:line: slug: message` of each finding.
    fn findings(&self) -> Result<Vec<String>, String> {
        let mut files = process();
        let changed = files.iter_mut().find(|(name, _)| *name == self.file).ok_or("there is no such file")?;
        if changed.1.matches(&self.replace).count() != 1 {
            return Err(format!("`{}` stands in {} not just once", self.replace, self.file));
        }
        changed.1 = changed.1.replace(&self.replace, &self.by);
        Ok(read(&files))
    }
}

fn told(finding: &iwcp::diagnostic::Finding) -> String {
    let line = match (&finding.place.source, finding.place.span) {
        (Some(source), Some(span)) => (source.text[..span.start].matches('\n').count() + 1).to_string(),
        _ => "nowhere".to_owned(),
    };
    let file = finding.file().unwrap_or_default();
    format!("{file}:{line}: {}: {}", finding.rule.slug, finding.message)
}

/// The files of the purchase orders' process.
pub(super) fn process() -> Vec<(String, String)> {
    let folder = package().join("tests/data/purchase-orders");
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "yaml" || end == "json"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn the_purchase_orders_are_sound() {
    let files = process();
    let bytes: Vec<(String, &[u8])> =
        files.iter().map(|(name, text)| (name.clone(), text.as_bytes())).collect();
    Catalogue::read(&bytes)
        .unwrap_or_else(|found| panic!("{:#?}", found.iter().map(told).collect::<Vec<_>>()));
}

/// The day of a step may stand in a field, and be corrected there: what is read for a clock of the step includes it.
#[test]
fn what_measures_read_includes_the_day_of_a_step() {
    let read = |from: &str, to: &str| {
        let mut files = process();
        let (_, text) = files.iter_mut().find(|(name, _)| name == "order.process.yaml").unwrap();
        *text = text.replace(from, to);
        let bytes: Vec<(String, &[u8])> =
            files.iter().map(|(name, text)| (name.clone(), text.as_bytes())).collect();
        reads(Catalogue::read(&bytes).unwrap().kind("order").unwrap()).unwrap()
    };
    assert!(!read("sets", "sets").contains("answer"));
    let sets = "    sets: {answer.date: $today, answer.yes: true}\n";
    assert!(read(sets, &format!("{sets}    received: answer.date\n")).contains("answer"));
}
