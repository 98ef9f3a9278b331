//! Bytes in, a tree out, or everything that is wrong with them. Bounded: a size limit before reading,
//! a depth limit while reading, and time linear in the size.
//! The YAML grammar itself is `granit-parser`'s; what a register refuses of it is decided here.

use granit_parser::{ErrorKind, Parser, ScanError, options};

use super::builder::Builder;
use super::characters;
use super::flaw::{Flaw, FlawKind, Flaws, Refusal, excerpt};
use super::scan;
use super::span::{Source, Span};
use super::tree::{Node, Scalar, Style, Tree, Value};

/// How many bytes a document may have: 1 MiB.
pub const MAX_BYTES: usize = 1 << 20;

/// How many collections may stand inside each other; the root is the first.
pub const MAX_DEPTH: usize = 32;

/// Reads one document. `name` is what findings call it.
///
/// # Errors
/// The text with everything that is wrong with it, as far as it can be seen past the first syntax error.
pub fn parse(name: &str, bytes: &[u8]) -> Result<Tree, Refusal> {
    let mut flaws = Flaws::default();
    let source = match unreadable(bytes) {
        Some(flaw) => {
            flaws.push(flaw);
            Source::new(name, "")
        }
        None => Source::new(name, decode(bytes, &mut flaws)),
    };
    let root = match bytes.is_empty() || !source.text.is_empty() {
        true => read(&source.text, &mut flaws),
        false => None,
    };
    match root {
        Some(root) if flaws.is_empty() => Ok(Tree { source, root }),
        _ => Err(Refusal { source, flaws: flaws.finish() }),
    }
}

/// What forbids to look at the bytes as text at all.
fn unreadable(bytes: &[u8]) -> Option<Flaw> {
    if bytes.len() > MAX_BYTES {
        // Who reads a file stops at the limit, so how large it really is nobody knows here.
        let message = format!("the file has more than the {MAX_BYTES} bytes that a document may have");
        let flaw = Flaw::new(FlawKind::FileTooLarge, Span::default(), message);
        return Some(
            flaw.help("keep what is large in a file of its own, and name its SHA-256 in the document"),
        );
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let message = "the file begins with the byte-order mark of UTF-16";
        let flaw = Flaw::new(FlawKind::ByteOrderMark, Span::default(), message);
        return Some(flaw.help("save the file as UTF-8 without a byte-order mark"));
    }
    None
}

/// The text; bytes that are none are reported, and stand as U+FFFD in it.
fn decode(bytes: &[u8], flaws: &mut Flaws) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut offset = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        offset += chunk.valid().len();
        if let Some(first) = chunk.invalid().first() {
            let start = text.len();
            text.push(char::REPLACEMENT_CHARACTER);
            let message = format!("byte 0x{first:02X} at offset {offset} is not UTF-8");
            flaws.push(
                Flaw::new(FlawKind::InvalidUtf8, Span::new(start, text.len()), message)
                    .help("save the file as UTF-8"),
            );
            offset += chunk.invalid().len();
        }
    }
    text
}

/// Reads the text to its end, or to the first syntax error.
fn read(text: &str, flaws: &mut Flaws) -> Option<Node> {
    let text = characters::scan(text, flaws);
    directives(&text, flaws);
    let options = options! {
        emit_comments: false,
        emit_anchor_events: true,
        emit_unresolved_aliases: true,
        bom_inside_document_as_content: true,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    let mut builder = Builder::new(&text, flaws);
    for event in Parser::new_from_str_with_options(&text, options) {
        let going = match event {
            Ok((event, span)) => builder.take(event, &span),
            Err(error) => {
                let flaw = syntax(&text, &error);
                // A directive may have been reported already.
                if !builder.flaws.has(flaw.kind, flaw.span.start) {
                    builder.flaws.push(flaw);
                }
                false
            }
        };
        if !going {
            return None;
        }
    }
    match builder.root.take() {
        Some(root) if !holds_nothing(&root) => Some(root),
        _ => {
            flaws.push(
                Flaw::new(FlawKind::Syntax, Span::default(), "the file holds no data")
                    .help("write the document, or delete the file"),
            );
            None
        }
    }
}

fn holds_nothing(root: &Node) -> bool {
    root.span.start == root.span.end
        && matches!(&root.value, Value::Scalar(Scalar { text, style: Style::Plain }) if text.is_empty())
}

/// Reports every directive but `%YAML 1.2`; they stand before the document, among comments.
fn directives(text: &str, flaws: &mut Flaws) {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches('\u{feff}').trim();
        if let Some(directive) = content.strip_prefix('%') {
            let mut words = directive.split_ascii_whitespace();
            if !(words.next() == Some("YAML") && words.next() == Some("1.2")) {
                let end = start + line.trim_end().len();
                let message = format!("directive `{}`: only `%YAML 1.2` is read", excerpt(content));
                flaws.push(
                    Flaw::new(FlawKind::Syntax, Span::new(start, end), message).help("remove the line"),
                );
            }
        } else if !content.is_empty() && !content.starts_with('#') {
            return;
        }
        start += line.len();
    }
}

fn syntax(text: &str, error: &ScanError) -> Flaw {
    let mut start = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
    if is_tab(error.kind()) {
        // The parser names what stands behind the tab.
        let line = scan::line_start(text, start);
        start = text.get(line..start).and_then(|before| before.find('\t')).map_or(start, |at| line + at);
    }
    let width = match text.get(start..).and_then(|rest| rest.chars().next()) {
        Some('\r' | '\n') | None => 0,
        Some(character) => character.len_utf8(),
    };
    let span = Span::new(start, start + width);
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => too_deep(span),
        ErrorKind::UndeclaredTagHandle | ErrorKind::MissingTagUri | ErrorKind::InvalidTagTerminator => {
            Flaw::new(FlawKind::Tag, span, "a tag").help("remove the tag; the schema knows the type")
        }
        kind => {
            let (message, help) = explain(kind);
            let flaw = Flaw::new(FlawKind::Syntax, span, message);
            match help {
                Some(help) => flaw.help(help),
                None => flaw,
            }
        }
    }
}

fn is_tab(kind: &ErrorKind) -> bool {
    matches!(kind, ErrorKind::TabNotAllowed | ErrorKind::TabInBlockIndentation | ErrorKind::TabInIndentation)
}

pub(super) fn too_deep(span: Span) -> Flaw {
    Flaw::new(FlawKind::NestedTooDeep, span, format!("more than {MAX_DEPTH} collections inside each other"))
}

/// The parser's errors that authors really meet, in words that say what to do; the others in the parser's own.
fn explain(kind: &ErrorKind) -> (String, Option<&'static str>) {
    const QUOTE: Option<&str> = Some("put the value in quotes");
    const INDENT: Option<&str> = Some("indent with spaces, all keys of a mapping alike");
    match kind {
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => (
            "no key can stand here".into(),
            Some("indent all keys of a mapping alike; quote a value that has `: ` in it"),
        ),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey | ErrorKind::ExpectedBlockMappingKey => {
            ("a key with a `:` was expected here".into(), INDENT)
        }
        ErrorKind::ExpectedBlockSequenceEntry => ("an item with a `-` was expected here".into(), INDENT),
        ErrorKind::InvalidIndentation => ("this line's indentation fits nothing above it".into(), INDENT),
        kind if is_tab(kind) => ("a tab where YAML wants spaces".into(), INDENT),
        ErrorKind::UnclosedQuotedScalar => ("a quote that is never closed".into(), None),
        ErrorKind::UnclosedFlowCollection { open } => (format!("a `{open}` that is never closed"), None),
        ErrorKind::MisplacedFlowCollectionEnd => ("a closing bracket that nothing opened".into(), QUOTE),
        ErrorKind::UnexpectedCharacter { character } => {
            (format!("a plain value cannot begin with `{}`", excerpt(&character.to_string())), QUOTE)
        }
        ErrorKind::CommentInterceptedScalar => ("a comment inside a value of several lines".into(), QUOTE),
        other => (other.to_string(), None),
    }
}
