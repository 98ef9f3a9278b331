//! Values come out as text in every format, and a language is one file.

use super::block;
use super::fill::Filled;
use super::slot::Slot;
use super::*;

/// What would be markup in some format.
const HOSTILE: &[&str] = &[
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "| a | b |\n| - | - |",
    "***bold*** _it_ `code` ~~x~~",
    "<script>alert(1)</script>",
    "&lt;b&gt; &amp;",
    "![x](http://x/y.png) [a](javascript:b)",
    "---\n===",
    "```\ncode\n```",
    "{{ 7 * 7 }} {% raw %}",
    "\\*\\",
    "]]> <!-- -->",
    "\" onload='x' </style>",
    "\u{e000}0\u{e001}",
    ": term",
    "    code",
    "#let x = 1 $x$ @y",
    "<w:t>x</w:t>",
];

fn page(value: &str) -> Filled {
    let slots = [Slot::default(), Slot::new(value)];
    let mark = slot::mark(1);
    let body = block::read(&format!("# {mark}\n\n{mark}\n\n- {mark}\n\nterm\n: {mark}\n"), &slots).unwrap();
    Filled { header: block::read(&mark, &slots).unwrap(), body, footer: Vec::new() }
}

fn written(filled: &Filled, format: &str) -> String {
    let bytes = writer(format).unwrap().write(&Page { language: "en", filled, moment: 0 });
    docx_reading::text(&bytes).unwrap_or_else(|_| String::from_utf8(bytes).unwrap())
}

#[test]
fn what_a_value_holds_is_no_markup_in_markdown() {
    for value in HOSTILE {
        let markdown = written(&page(value), "md");
        let read: String = block::lines(&block::read(&markdown, &[]).unwrap()).concat();
        // Four places, and nothing became a heading, an item or a table of its own.
        let words = |text: &str| text.split_whitespace().collect::<String>();
        let wanted = words(&Slot::new(value).text);
        let seen = words(&read);
        assert!(seen.matches(&wanted).count() >= 4, "{value:?}: {markdown}");
    }
}

#[test]
fn what_a_value_holds_is_no_markup_in_html() {
    let tags = |text: &str| text.matches('<').count();
    let plain = tags(&written(&page("plain"), "html"));
    for value in HOSTILE {
        let html = written(&page(value), "html");
        // Only the breaks between lines, and what sets lines apart, are more.
        let lines = value.matches('\n').count() * 3 * 5;
        assert!(tags(&html) <= plain + lines, "{value:?}: {html}");
        assert!(!html.contains("<script") && !html.contains("onload='"), "{html}");
    }
}

#[test]
fn characters_that_hide_or_turn_text_are_shown() {
    for format in ["md", "html", "txt", "docx"] {
        let text = written(&page("a\u{202e}b\u{7}c\u{200b}d\u{2066}"), format).replace('\\', "");
        assert!(!text.contains(['\u{202e}', '\u{7}', '\u{200b}', '\u{2066}']), "{format}");
        assert!(text.contains("u{202e}") || text.contains("u202e"), "{format}: {text}");
    }
}

#[test]
fn right_to_left_names_stand_apart() {
    let html = written(&page("שלום"), "html");
    assert!(html.contains("<bdi>שלום</bdi>"), "{html}");
}

#[test]
fn a_language_is_one_file() {
    let english = Templates::builtin("words/en.yaml").unwrap();
    let mut templates = Templates::default();
    let own = english.replace("January,", "Januar,").replace("{day} {month}", "{day}. {month}");
    templates.add("words/de.yaml", own.replace("Status: {status}", "Stand: {status}"));
    let words = Words::read(&templates, "de").unwrap();
    assert_eq!(words.date("2026-01-31"), "31. Januar 2026");
    assert_eq!(words.read_date("31. Januar 2026"), "2026-01-31".parse().ok());
    assert_eq!(words.get("outcome.status"), Some("Stand: {status}"));
    assert_eq!(words.number("1234567.5"), "1,234,567.5");
    assert_eq!(words.list(&["a".to_owned(), "b".to_owned(), "c".to_owned()]), "a, b and c");
    assert!(Words::read(&templates, "fr").is_err());
    let mut partly = Templates::default();
    partly.add("words/en.yaml", "letter:\n  closing: Yours,\n");
    let words = Words::read(&partly, "en").unwrap();
    assert_eq!((words.get("letter.closing"), words.get("sign.date")), (Some("Yours,"), Some("Date")));
}

#[test]
fn templates_are_tried_with_everything_and_with_as_little_as_there_may_be() {
    let catalogue = crate::process::Catalogue::builtin().unwrap();
    let body =
        |inner: &str| format!("{{% extends \"base.md\" %}}{{% block body %}}\n\n{inner}\n\n{{% endblock %}}");
    let tried = |inner: &str| {
        let mut templates = Templates::default();
        templates.add("notice/body.md", body(inner));
        trial(&templates, &catalogue, "en").iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(tried("{% if clock.response %}{{ clock.response.due }}{% endif %}"), [""; 0]);
    let misspelt = "{% if clock.response %}{{ clock.response.until }}{% endif %}";
    for (faulty, name) in
        [(misspelt, "clock.response.until"), ("{{ clock.response.due }}", "clock.response.due")]
    {
        let told = format!("templates/notice/body.md:3: `{name}` is undefined");
        assert_eq!(tried(faulty), [told], "{faulty}");
    }
    // What a register's documents need not have has to be asked for first.
    let told = "templates/notice/body.md:3: there is nothing here to print: ask for it first (`{% if … %}`)";
    assert_eq!(tried("{{ doc.handset.hardware }}"), [told]);
    assert_eq!(tried("{{ doc.handset.hardware or \"–\" }}"), [""; 0]);
    assert_eq!(tried("{{ (doc.rounds | last).notice.furnished }}"), [""; 0]);
}

/// What is nested without end is refused before a function calls itself for it, and in no more time than it takes to read.
#[test]
fn markdown_is_nested_no_deeper_than_any_document() {
    for deep in ["- ".repeat(6_000), "> ".repeat(8_000), "*a **b ".repeat(3_000) + &"c** d*".repeat(3_000)] {
        assert!(block::read(&format!("{deep}x\n"), &[]).is_err(), "{}", &deep[..8]);
    }
    assert!(block::read(&format!("{}x\n", "- ".repeat(20)), &[]).is_ok());
}
