//! Audiences are a wall: a different marker stands in every field, every document is made for every audience in every
//! format, and what is found of the markers is compared with what the audience may read: as the schemas declare it, and
//! by a table of its own that says what section 5 of the process says.

use std::collections::{BTreeMap, BTreeSet};

use iwcp::process::condition::State;
use iwcp::process::{Catalogue, Kind, Reading};
use iwcp::render::{Renderer, Sheet, Subject, Templates, View, WRITERS, specimen};
use serde_json::{Value, json};

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
    let readings = markers.iter().map(|(clock, marker)| {
        let day = marker.parse().ok();
        Reading {
            clock: clock.clone(),
            item: None,
            started: day,
            due: day,
            stopped: day,
            state: State::Met,
            days: Some(0),
            causes: Vec::new(),
        }
    });
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
    // Numbers are written with separators, and Markdown escapes.
    let plain: String = text.chars().filter(|letter| !matches!(letter, ',' | '\\')).collect();
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

#[test]
fn no_document_shows_anybody_what_is_not_theirs() {
    let catalogue = Catalogue::builtin().unwrap();
    let templates = Templates::default();
    let renderer = Renderer::new(&templates, "en").unwrap();
    let participants = catalogue.participants().unwrap();
    let party = marked(participants, "pt");
    let (mut made, mut printed) = (0, 0);
    for sheet in Sheet::all(&templates).unwrap() {
        let kind = catalogue.kind(&sheet.kind).unwrap();
        let marked = marked(kind, "mk");
        let (readings, clocks) = read(kind);
        let subject = Subject {
            kind,
            data: &marked.data,
            clocks: &readings,
            to: sheet.to.as_ref().map(|_| &party.data),
            keeper: &party.data,
            participants,
            register: Some("a register"),
            commit: "0123456789012345678901234567890123456789",
            today: "2026-05-04".parse().unwrap(),
            moment: 0,
        };
        for audience in &sheet.audiences {
            let document = renderer.make(&sheet, audience, &subject).unwrap();
            // Each with what the audience may read of it, and whether all of that is in the data that a template gets.
            let walls = [
                (&marked, declared(kind, &marked, audience), true),
                (&party, declared(participants, &party, audience), false),
                (&clocks, readable(kind, audience), true),
            ];
            let mut texts = vec![("json", document.as_data().to_string())];
            texts.extend(WRITERS.iter().map(|writer| (writer.name(), text_of(&document.write(*writer)))));
            texts.push(("name", document.name.clone().unwrap()));
            for (format, text) in texts {
                for (marked, may, is_whole) in &walls {
                    let seen = found(&text, marked);
                    let leaked: Vec<_> = seen.difference(may).collect();
                    assert!(leaked.is_empty(), "{} as {format} shows {audience} {leaked:?}", sheet.name);
                    if format == "json" && *is_whole {
                        assert_eq!(&seen, may, "{} for {audience}", sheet.name);
                    }
                }
                printed += if format == "json" { 0 } else { found(&text, &clocks).len() };
                made += 1;
            }
        }
    }
    assert!(made > 20 && printed > 20, "{made} {printed}");
}

/// The text of a file, whatever the format.
fn text_of(bytes: &[u8]) -> String {
    if let Ok(text) = iwcp::render::docx_reading::text(bytes) {
        return text;
    }
    String::from_utf8_lossy(bytes).into_owned()
}
