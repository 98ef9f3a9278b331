//! What is written is read back, and what comes from outside is bounded.

use super::super::block::{Block, Inline};
use super::super::fill::Filled;
use super::super::page::{Page, Writer};
use super::super::slot::Slot;
use super::*;
use reading::{ReadError, controls, text};

fn written(value: &str) -> Vec<u8> {
    let line = vec![Inline::Text("Label: ".to_owned()), Inline::Value(Slot::of_field(value, "a.0.b"))];
    let empty = vec![Inline::Value(Slot::of_field("", "c"))];
    let form = Block::Form(vec![(
        vec![Inline::Text("Term".to_owned())],
        vec![vec![Block::Paragraph(line)], vec![Block::Paragraph(empty)]],
    )]);
    let body = vec![Block::Heading(1, vec![Inline::Text("A title".to_owned())]), form];
    let filled = Filled { header: Vec::new(), body, footer: Vec::new() };
    Docx.write(&Page { language: "en", filled: &filled, moment: 1_767_960_000 })
}

/// A file with one part, packed.
fn packed(name: &str, xml: &[u8]) -> Vec<u8> {
    together(&[(name, xml)])
}

fn together(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, xml) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(xml).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_field_is_read_back_as_it_was_written() {
    for value in ["plain", "a\nb", "<w:t>&amp;</w:t> \"q\" 'a'", "עברית", "]]> <!-- x"] {
        assert_eq!(controls(&written(value)).unwrap(), [("a.0.b".to_owned(), value.to_owned())], "{value}");
    }
    assert!(text(&written("plain")).unwrap().contains("A title"));
}

#[test]
fn a_long_text_stands_in_paragraphs_of_its_own_and_is_read_back() {
    for value in ["one\n\ntwo\nthree".to_owned(), "word ".repeat(500).trim_end().to_owned()] {
        assert_eq!(controls(&written(&value)).unwrap(), [("a.0.b".to_owned(), value)]);
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(written("one\ntwo"))).unwrap();
    let mut xml = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("word/document.xml").unwrap(), &mut xml).unwrap();
    assert!(xml.contains("<w:sdtContent><w:p>"), "{xml}");
}

#[test]
fn the_same_document_gives_the_same_bytes_and_tells_nothing_else() {
    assert_eq!(written("x"), written("x"));
    let mut archive = zip::ZipArchive::new(Cursor::new(written("x"))).unwrap();
    let mut core = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("docProps/core.xml").unwrap(), &mut core).unwrap();
    assert!(core.contains("<dc:title>A title</dc:title>") && core.contains("2026-01-09T12:00:00Z"), "{core}");
    assert!(!core.contains("creator") && !core.contains("lastModifiedBy"), "{core}");
}

#[test]
fn what_comes_from_outside_is_bounded() {
    let part = "word/document.xml";
    let bomb = packed(part, &vec![b' '; 17 << 20]);
    assert!(bomb.len() < 1 << 20);
    assert!(matches!(controls(&bomb), Err(ReadError::TooLarge(_))));
    let entities = b"<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><x><t>&b;</t></x>";
    assert!(matches!(controls(&packed(part, entities)), Err(ReadError::DocType)));
    assert!(matches!(controls(&packed(part, b"<x><t>&b;</t></x>")), Err(ReadError::NoDocx(_))));
    assert!(matches!(controls(&packed(part, "<a>".repeat(1000).as_bytes())), Err(ReadError::TooLarge(_))));
    assert!(matches!(controls(&packed("other.xml", b"<a/>")), Err(ReadError::NoDocx(_))));
    assert!(matches!(controls(b"PK\x03\x04 nothing"), Err(ReadError::NoDocx(_))));
}

#[test]
fn the_footer_is_read_last_wherever_it_stands() {
    let part = |text: &str| format!("<w:ftr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:ftr>").into_bytes();
    let (body, footer, header) = (part("body"), part("footer"), part("header"));
    let file = together(&[
        ("word/header1.xml", &header),
        ("word/footer1.xml", &footer),
        ("word/document.xml", &body),
        ("word/footer2.xml", &footer),
    ]);
    let read = text(&file).unwrap();
    let words: Vec<&str> = read.split_whitespace().collect();
    assert_eq!(words, ["header", "body", "footer", "footer"]);
}

/// What a word processor writes into a control that somebody filled in, or emptied again.
fn control(properties: &str, inner: &str) -> Vec<(String, String)> {
    let xml = format!(
        "<w:document><w:sdt><w:sdtPr><w:tag w:val=\"a\"/>{properties}</w:sdtPr><w:sdtContent><w:p>\
         <w:pPr><w:tabs><w:tab w:val=\"left\" w:pos=\"720\"/></w:tabs></w:pPr>{inner}</w:p></w:sdtContent></w:sdt>\
         </w:document>"
    );
    controls(&packed("word/document.xml", xml.as_bytes())).unwrap()
}

#[test]
fn a_tab_between_words_parts_them_and_a_tab_stop_is_none() {
    let told = control("", "<w:r><w:t>1.02</w:t><w:tab/><w:t>1.03</w:t></w:r>");
    assert_eq!(told, [("a".to_owned(), "1.02 1.03".to_owned())]);
}

#[test]
fn a_placeholder_is_no_answer() {
    let inner = "<w:r><w:t>Click here to enter text.</w:t></w:r>";
    assert_eq!(control("<w:showingPlcHdr/>", inner), []);
    let told = [("a".to_owned(), "Click here to enter text.".to_owned())];
    assert_eq!(control("<w:showingPlcHdr w:val=\"0\"/>", inner), told);
}

#[test]
fn a_control_that_libreoffice_saved_is_read_by_its_title_and_in_one_piece() {
    let part = |text: &str| {
        format!(
            "<w:sdt><w:sdtPr><w:alias w:val=\"a\"/></w:sdtPr><w:sdtContent><w:r><w:t>{text}</w:t></w:r></w:sdtContent></w:sdt>"
        )
    };
    let xml = format!("<w:document><w:p>{}{}</w:p></w:document>", part("one "), part("two"));
    let told = controls(&packed("word/document.xml", xml.as_bytes())).unwrap();
    assert_eq!(told, [("a".to_owned(), "one two".to_owned())]);
}
