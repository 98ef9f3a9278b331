//! Audiences are a wall: a different marker stands in every field, every document is made for every audience in every
//! format, and what is found of the markers is compared with what the audience may read: as the schemas declare it, and
//! by a table of its own that says what section 5 of the process says.

use std::collections::{BTreeMap, BTreeSet};

use iwcp::process::{Catalogue, Kind, Reading};
use iwcp::render::{Made, Renderer, Sheet, Subject, Templates, View, WRITERS, specimen, writer};
use serde_json::{Value, json};

use super::readers::Readers;

/// What each audience may read of a report, beside the keeper: the beginnings of fields. `!` takes some of it out.
const READERS: &[(&str, &[&str])] = &[
    // Everything but F&SD's internal assessment notes.
    (
        "manufacturer",
        &[
            "id",
            "process",
            "status",
            "discovered",
            "submitted",
            "originator",
            "handset",
            "weakness",
            "evidence",
            "production",
            "related",
            "assessment.conclusion",
            "information",
            "rounds",
            "evaluation",
            "notifications",
            "reopened",
            "comments",
            "corrections.1",
        ],
    ),
    // What it submitted, the status, and the response as far as members may see it.
    (
        "originator",
        &[
            "id",
            "process",
            "status",
            "discovered",
            "submitted",
            "originator",
            "handset",
            "weakness",
            "evidence.1",
            "related",
            "notifications.0.kind",
            "notifications.0.issued",
            "notifications.0.text",
            "notifications.0.additional",
            "notifications.0.withdrawn",
            "comments.1",
        ],
    ),
    // What it needs to evaluate the fixed handset (clause 8); section 5 leaves it out.
    (
        "agent",
        &[
            "id",
            "process",
            "handset",
            "weakness.description",
            "weakness.tests",
            "weakness.equipment",
            "rounds.0.response.remedial_action",
            "rounds.0.response.available_from",
            "rounds.0.delivered",
            "rounds.1.response.remedial_action",
            "rounds.1.response.available_from",
            "rounds.1.delivered",
            "evaluation",
        ],
    ),
    // Model, status, that there is or was a compromise notification, and the members' text.
    (
        "members",
        &[
            "status",
            "handset.manufacturer",
            "handset.model",
            "notifications.0.kind",
            "notifications.0.issued",
            "notifications.0.text",
            "notifications.0.additional",
            "notifications.0.withdrawn",
            "notifications.1.kind",
            "notifications.1.issued",
            "notifications.1.text",
            "notifications.1.additional",
            "notifications.1.withdrawn",
        ],
    ),
    // The compromise notification and its withdrawal, of which handset.
    (
        "database",
        &[
            "handset.manufacturer",
            "handset.model",
            "handset.hardware",
            "handset.software",
            "handset.tac",
            "notifications.1.kind",
            "notifications.1.issued",
            "notifications.1.ground",
            "notifications.1.warning",
            "notifications.1.solution",
            "notifications.1.withdrawn",
        ],
    ),
    ("public", &[]),
];

/// A document with a marker in every field that can hold one, and where each stands.
#[derive(Clone)]
struct Marked {
    data: Value,
    markers: BTreeMap<String, String>,
}

fn marked(kind: &Kind, prefix: &str) -> Marked {
    let mut markers = BTreeMap::new();
    let mut data = specimen(kind, &mut |field, path| {
        let is = |word: &str| field.types.iter().any(|known| known == word);
        if !field.allowed.is_empty() || is("boolean") {
            // One of two notifications is of each kind.
            let last = path.to_string().contains(".1.") && field.allowed.len() > 1;
            let value = field.allowed.get(usize::from(last)).cloned().unwrap_or_default();
            return if is("boolean") { json!(true) } else { json!(value) };
        }
        let number = markers.len();
        let (value, marker) = match field.format.as_deref() {
            Some("date") => {
                let year = if prefix == "mk" { 2100 } else { 3100 } + number;
                (json!(format!("{year}-03-04")), format!("{year}-03-04"))
            }
            _ if is("integer") => (json!(7_000_001 + number), (7_000_001 + number).to_string()),
            _ => {
                let word = format!("{prefix}{number:03}q");
                (json!(word), word)
            }
        };
        markers.insert(path.to_string(), marker);
        value
    });
    // The second of its items is the originator's own, and the second correction not internal.
    if data.get("corrections").is_some() {
        for list in ["evidence", "comments"] {
            data[list][1]["by"] = data["originator"]["participant"].clone();
            markers.insert(format!("{list}.1.by"), markers["originator.participant"].clone());
        }
        data["corrections"][1].as_object_mut().unwrap().remove("internal");
    }
    Marked { data, markers }
}

/// A reading of every clock of a kind, each with a year of its own, and where these stand.
fn read(kind: &Kind) -> (Vec<Reading>, Marked) {
    let years = kind.definition.clocks.keys().zip(4100..);
    let markers: BTreeMap<String, String> =
        years.map(|(clock, year)| (clock.clone(), format!("{year}-03-04"))).collect();
    let readings = markers.iter().map(|(clock, marker)| Reading::of_a_day(clock, marker.parse().unwrap()));
    (readings.collect(), Marked { data: Value::Null, markers })
}

/// The clocks that an audience may read, as the definition names it.
fn readable(kind: &Kind, audience: &str) -> BTreeSet<String> {
    let everything = kind.shared.audiences[audience].everything;
    let named = |readers: &[String]| readers.iter().any(|reader| reader == audience);
    let clocks = kind.definition.clocks.iter();
    clocks.filter(|(_, clock)| everything || named(&clock.audience)).map(|(name, _)| name.clone()).collect()
}

/// The fields whose markers stand in a text.
fn found(text: &str, marked: &Marked) -> BTreeSet<String> {
    // Numbers are written with separators, Markdown escapes, and lines end anywhere.
    let plain: String = text.chars().filter(|letter| !matches!(letter, ',' | '\\')).collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let stands = |marker: &str| match marker.strip_suffix("-03-04") {
        Some(year) => plain.contains(marker) || plain.contains(&format!("4 March {year}")),
        None => plain.contains(marker),
    };
    marked.markers.iter().filter(|(_, marker)| stands(marker)).map(|(path, _)| path.clone()).collect()
}

/// The fields that an audience may read, as the schema's text declares it: the nearest `x-audience` above decides.
fn declared(kind: &Kind, marked: &Marked, audience: &str) -> BTreeSet<String> {
    let everything = kind.shared.audiences[audience].everything;
    let may = |path: &String| {
        let path = iwcp::source::Path::parse(path);
        let field = kind.schema.field(&path).unwrap();
        let listed = field.audience.iter().flatten().any(|reader| reader == audience);
        let narrowed = (1..path.0.len()).all(|end| {
            let above = iwcp::source::Path(path.0[..end].to_vec());
            let wanted = kind.schema.field(&above).and_then(|field| field.audience_where.get(audience));
            let item = above.find(&marked.data).unwrap();
            wanted.into_iter().flatten().all(|(key, wanted)| wanted.admits(item.get(key), &marked.data))
        });
        everything || (listed && narrowed)
    };
    marked.markers.keys().filter(|path| may(path)).cloned().collect()
}

#[test]
fn a_view_holds_what_section_5_says_and_nothing_else() {
    let catalogue = Catalogue::builtin().unwrap();
    let kind = catalogue.kind("report").unwrap();
    let marked = marked(kind, "mk");
    for (audience, beginnings) in READERS {
        let wanted: BTreeSet<String> = marked
            .markers
            .keys()
            .filter(|path| {
                beginnings.iter().any(|begin| path == begin || path.starts_with(&format!("{begin}.")))
            })
            .cloned()
            .collect();
        assert_eq!(declared(kind, &marked, audience), wanted, "the schema says otherwise of {audience}");
        let seen = View::new(kind, audience).of(&marked.data);
        assert_eq!(found(&seen.to_string(), &marked), wanted, "{audience}");
    }
    let keeper = View::new(kind, "fsd").of(&marked.data);
    assert_eq!(found(&keeper.to_string(), &marked).len(), marked.markers.len());
}

/// Markers, those of them that an audience may read, and whether all of these are in the data that a template gets.
struct Wall {
    marked: Marked,
    may: BTreeSet<String>,
    is_whole: bool,
}

/// Makes every document for every audience, and hands each over with what its audience may read.
fn every(use_it: &mut dyn FnMut(&str, &Made, &[Wall])) {
    let catalogue = Catalogue::builtin().unwrap();
    let templates = Templates::default();
    let renderer = Renderer::new(&templates, "en").unwrap();
    let participants = catalogue.participants().unwrap();
    let party = marked(participants, "pt");
    for sheet in Sheet::all(&templates).unwrap() {
        let kind = catalogue.kind(&sheet.kind).unwrap();
        let marked = marked(kind, "mk");
        let (readings, clocks) = read(kind);
        let subject = Subject {
            kind,
            data: &marked.data,
            clocks: &readings,
            parties: &kind.definition.parties.keys().map(|role| (role.clone(), party.data.clone())).collect(),
            keeper: &party.data,
            participants,
            register: Some("a register"),
            commit: "0123456789012345678901234567890123456789",
            today: "2026-05-04".parse().unwrap(),
            moment: 0,
        };
        for audience in &sheet.audiences {
            let wall = |marked: &Marked, may, is_whole| Wall { marked: marked.clone(), may, is_whole };
            let walls = [
                wall(&marked, declared(kind, &marked, audience), true),
                wall(&party, declared(participants, &party, audience), false),
                wall(&clocks, readable(kind, audience), true),
            ];
            let document = renderer.make(&sheet, audience, &subject).unwrap();
            use_it(&format!("{}-for-{audience}", sheet.name), &document, &walls);
        }
    }
}

#[test]
fn no_document_shows_anybody_what_is_not_theirs() {
    let (mut made, mut clocks) = (0, 0);
    every(&mut |name, document, walls| {
        let mut texts =
            vec![("json", document.as_data().to_string()), ("name", document.name.clone().unwrap())];
        texts.extend(WRITERS.iter().map(|writer| (writer.name(), text_of(&document.write(*writer)))));
        for (format, text) in texts {
            for wall in walls {
                let seen = found(&text, &wall.marked);
                let leaked: Vec<_> = seen.difference(&wall.may).collect();
                assert!(leaked.is_empty(), "{name} as {format} shows {leaked:?}");
                if format == "json" && wall.is_whole {
                    assert_eq!(seen, wall.may, "{name}");
                }
            }
            clocks += if format == "json" { 0 } else { found(&text, &walls[2].marked).len() };
            made += 1;
        }
    });
    assert!(made > 20 && clocks > 20, "{made} {clocks}");
}

#[test]
fn other_programs_find_the_same() {
    let Some(readers) = Readers::find() else {
        eprintln!("not asked: python-docx (READERS names its Python) or pdftotext is missing");
        return;
    };
    let (folder, mut shown) = (tempfile::tempdir().unwrap(), BTreeMap::new());
    every(&mut |name, document, walls| {
        // Text is read here as it is by everybody: what stands in it is what has to stand in the others.
        let text = text_of(&document.write(writer("txt").unwrap()));
        for writer in WRITERS.iter().filter(|writer| !writer.is_text()) {
            let file = format!("{name}.{}", writer.name());
            std::fs::write(folder.path().join(&file), document.write(*writer)).unwrap();
            let stands = |wall: &Wall| (wall.marked.clone(), found(&text, &wall.marked));
            shown.insert(file, walls.iter().map(stands).collect::<Vec<_>>());
        }
    });
    let read = readers.read(folder.path());
    assert!(read.len() > 20 && read.keys().eq(shown.keys()), "{:?}", read.keys());
    for (file, walls) in shown {
        for (marked, wanted) in walls {
            assert_eq!(found(&read[&file], &marked), wanted, "{file}");
        }
    }
}

/// The text of a file, whatever the format.
fn text_of(bytes: &[u8]) -> String {
    if let Ok(text) = iwcp::render::docx_reading::text(bytes) {
        return text;
    }
    if bytes.starts_with(b"%PDF-") {
        return printed(bytes);
    }
    String::from_utf8_lossy(bytes).into_owned()
}

/// What an independent program reads in a PDF, where there is one, and what stands in it unpacked.
fn printed(bytes: &[u8]) -> String {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let read = std::process::Command::new("pdftotext").arg("-raw").arg(file.path()).arg("-").output();
    let read = read.map(|read| read.stdout).unwrap_or_default();
    // What stood in one line may stand in two.
    let read: Vec<_> = String::from_utf8_lossy(&read).split_whitespace().map(str::to_owned).collect();
    format!("{}{}", read.join(" "), String::from_utf8_lossy(bytes))
}
