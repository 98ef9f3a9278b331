//! Input made to hurt: all of it ends soon, none of it overflows a stack or the memory.

use std::time::{Duration, Instant};

use super::super::{FlawKind, MAX_BYTES, parse};

/// The kinds of flaw in a row, none for a document; fails when parsing takes long even for an unoptimised build.
fn kinds(text: &str) -> Vec<FlawKind> {
    let start = Instant::now();
    let flaws = parse("r.yaml", text.as_bytes()).map_or_else(|refusal| refusal.flaws, |_| Vec::new());
    assert!(start.elapsed() < Duration::from_secs(10), "{:?} for {:.20}…", start.elapsed(), text);
    let mut kinds: Vec<_> = flaws.iter().map(|flaw| flaw.kind).collect();
    assert!(kinds.len() <= 13 * 100);
    kinds.dedup();
    kinds
}

fn fill(unit: &str) -> String {
    unit.repeat(MAX_BYTES / unit.len())
}

#[test]
fn deep_nesting() {
    for text in ["[".repeat(100_000), "{a: ".repeat(100_000), "- ".repeat(100_000), "? ".repeat(100_000)] {
        assert_eq!(kinds(&text), [FlawKind::NestedTooDeep]);
    }
    let stairs: String = (0..1_400).map(|depth| format!("{}k:\n", " ".repeat(depth))).collect();
    assert_eq!(kinds(&stairs), [FlawKind::NestedTooDeep]);
}

#[test]
fn size() {
    let text = format!("a: {}\n", "x".repeat(MAX_BYTES));
    assert_eq!(kinds(&text), [FlawKind::FileTooLarge]);
    assert!(parse("r.yaml", &text.as_bytes()[..MAX_BYTES]).is_ok());
}

#[test]
fn anchors_and_aliases() {
    let text = format!("a: &a [{}]\n", "*a,".repeat(MAX_BYTES / 3 - 5));
    let refusal = parse("r.yaml", text.as_bytes()).unwrap_err();
    assert_eq!(refusal.flaws.len(), 101);
    assert!(refusal.flaws[100].message.ends_with("more in this file)"), "{}", refusal.flaws[100].message);
    assert!(kinds(&fill("- &a a\n")).contains(&FlawKind::Anchor));
}

#[test]
fn keys() {
    let different: String = (0..60_000).map(|at| format!("k{at}: {at}\n")).collect();
    assert!(parse("r.yaml", different.as_bytes()).is_ok());
    assert_eq!(kinds(&fill("k: 1\n")), [FlawKind::DuplicateKey]);
    assert_eq!(kinds(&format!("{{{}}}", "k: 1,".repeat(200_000))), [FlawKind::DuplicateKey]);
    kinds(&format!("{}: 1\n", "k".repeat(MAX_BYTES - 10)));
    kinds(&format!("\"{}\": 1\n", "k".repeat(MAX_BYTES - 10)));
    kinds(&fill("? "));
    kinds(&fill(": "));
}

#[test]
fn much_of_everything() {
    for unit in [
        "\u{1}", "\u{feff}", "\u{202e}", "\\", "'", "\"", "#", "# \n", "a ", "---\n", "%Y\n", "!a ", "[],",
        "- |\n", "\t", "\r",
    ] {
        kinds(&fill(unit));
        let _ =
            parse("r.yaml", format!("a: {}", fill(unit).get(..MAX_BYTES - 4).unwrap_or_default()).as_bytes());
    }
    kinds(&format!("a: \"{}\"", "\\0".repeat(MAX_BYTES / 2 - 10)));
    assert!(parse("r.yaml", format!("[{}]", "a,".repeat(MAX_BYTES / 2 - 1)).as_bytes()).is_ok());
    assert!(
        parse("r.yaml", format!("- |\n{}", fill(" a\n").get(6..).unwrap_or_default()).as_bytes()).is_ok()
    );
    assert!(parse("r.yaml", "- |\n".repeat(MAX_BYTES / 4).as_bytes()).is_ok());
    let _ = parse("r.yaml", &vec![0xff; MAX_BYTES]);
}
