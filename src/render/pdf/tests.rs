//! What a file consists of: pages, fonts, tags, and nothing that is not in the document.

use super::super::block::{Block, Inline, read};
use super::super::fill::Filled;
use super::super::slot::Slot;
use super::*;

/// What a file says that follows PDF/UA-1.
const ACCESSIBLE: &str = "pdfuaid:part>1<";

fn filled(value: &str) -> Filled {
    let line = vec![Inline::Text("Label: ".to_owned()), Inline::Value(Slot::new(value))];
    let row = (vec![Inline::Text("Term".to_owned())], vec![vec![Block::Paragraph(line)]]);
    let mut body = read(
        "# A *title*\n\n## Below\n\nA *stressed* word.\n\n- an item\n  1. inner\n\n> quoted\n\n---\n\n| a | b |\n| - | - |\n| c | |\n",
        &[],
    )
    .unwrap();
    body.push(Block::Form(vec![row, (vec![Inline::Text("Empty".to_owned())], Vec::new())]));
    Filled { header: read("**Confidential**", &[]).unwrap(), body, footer: read("Made of it.", &[]).unwrap() }
}

fn made(value: &str) -> String {
    let filled = filled(value);
    let bytes = Pdf.write(&Page { language: "en", filled: &filled, moment: 1_767_960_000 });
    String::from_utf8_lossy(&bytes).into_owned()
}

fn count(file: &str) -> usize {
    file.matches("/Type/Page/").count()
}

#[test]
fn the_same_document_gives_the_same_bytes_and_tells_nothing_else() {
    let file = made("x");
    assert_eq!(file, made("x"));
    assert!(file.contains("/Title(A title)") && file.contains("D:20260109120000Z"), "{file}");
    assert!(
        file.contains("/Lang(en)") && file.contains("/Marked true") && file.contains(ACCESSIBLE),
        "{file}"
    );
    for telling in ["/Author", "/Creator", "/Producer", "xmp:CreatorTool", "pdf:Producer"] {
        assert!(!file.contains(telling), "{telling}");
    }
    for outside in
        ["/URI", "/Launch", "/JavaScript", "/JS", "/GoToR", "/EmbeddedFile", "/OpenAction", "/AcroForm"]
    {
        assert!(!file.contains(outside), "{outside}");
    }
}

#[test]
fn fonts_are_embedded_as_far_as_they_are_used() {
    let file = made("x שלום مرحبا ≤");
    let names: Vec<&str> =
        file.split("/BaseFont/").skip(1).filter_map(|rest| rest.split('/').next()).collect();
    // Each is named by the font and by what describes it.
    assert_eq!(names.len(), 12, "{names:?}");
    for name in names {
        let (tag, font) = name.split_once('+').unwrap();
        assert!(tag.len() == 6 && font.starts_with("NotoSans"), "{name}");
    }
    assert_eq!(file.matches("/FontFile2").count(), 6);
    assert!(made("x").len() < 40_000, "{}", made("x").len());
}

#[test]
fn every_part_is_tagged_as_what_it_is() {
    let file = made("x");
    let tags = [
        "H1",
        "H2",
        "P",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "BlockQuote",
        "Table",
        "THead",
        "TBody",
        "TR",
        "TH",
        "TD",
    ];
    for tag in tags {
        assert!(file.contains(&format!("/S/{tag}/")), "{tag}");
    }
    assert!(file.contains("/Scope/Row") && file.contains("/Scope/Column"));
}

#[test]
fn whatever_a_value_holds_the_file_follows_the_standard() {
    let values = [
        "",
        "\u{0}\u{7}\u{1b}[31m\u{202e}\u{2066}\u{feff}\u{fffe}\u{ffff}\u{fffd}",
        "\u{e000}\u{f8ff}\u{10ffff}\u{378}",
        "\u{301}\u{301}e\u{301} \u{64b} \u{5b0}",
        "\u{1f468}\u{200d}\u{1f469}\u{fe0f} 中文 漢字",
        "a\u{a0}b\u{2003}c\u{3000}d\u{2028}e\u{85}f",
        "((( ))) /Title (x) >> endobj stream",
        "fi ffi ffl \u{fb01} اللہ لا إله",
        "\n\n\n",
    ];
    for value in values {
        assert!(made(value).contains(ACCESSIBLE), "{value:?}");
    }
}

#[test]
fn a_document_without_anything_has_a_page_all_the_same() {
    let filled = Filled::default();
    let bytes = Pdf.write(&Page { language: "en", filled: &filled, moment: i64::MAX });
    let file = String::from_utf8_lossy(&bytes).into_owned();
    assert!(file.contains(ACCESSIBLE) && count(&file) == 1, "{file}");
}

#[test]
fn long_texts_flow_over_pages() {
    assert_eq!(count(&made("word")), 1);
    let many = count(&made(&"word ".repeat(10_000)));
    assert!((10..40).contains(&many), "{many}");
    let lines = count(&made(&"\n.".repeat(1_000)));
    assert!((15..30).contains(&lines), "{lines}");
    // One word, and a head that is longer than any page.
    assert!(count(&made(&"W".repeat(100_000))) > 10);
    let filled = Filled { header: read(&"word ".repeat(5_000), &[]).unwrap(), ..filled("x") };
    let bytes = Pdf.write(&Page { language: "en", filled: &filled, moment: 0 });
    assert_eq!(count(&String::from_utf8_lossy(&bytes)), 1);
}
