//! Findings as bytes: what is wrong with a history is remembered with it, so that a bad history stays a bad one.

use std::sync::Arc;

use super::bytes::{Reader, put_bytes, put_count, put_option};
use crate::diagnostic::{Finding, Label, Place, Rule, Severity};
use crate::source::{Path, Segment, Source, Span};

/// Appends a finding.
pub(super) fn put_finding(out: &mut Vec<u8>, finding: &Finding) {
    put_bytes(out, finding.rule.slug.as_bytes());
    put_bytes(out, finding.severity.word().as_bytes());
    put_bytes(out, finding.message.as_bytes());
    put_place(out, &finding.place);
    put_option(out, finding.label.as_deref());
    put_count(out, finding.labels.len());
    for label in &finding.labels {
        put_span(out, label.span);
        put_bytes(out, label.text.as_bytes());
    }
    put_option(out, finding.clause.as_deref());
    put_option(out, finding.help.as_deref());
}

/// Reads a finding; none for a rule that this program does not know.
pub(super) fn finding(reader: &mut Reader<'_>) -> Option<Finding> {
    let rule = Rule::named(reader.text()?)?;
    let word = reader.text()?;
    let severities = [Severity::Error, Severity::Unchecked, Severity::Warning];
    let severity = severities.into_iter().find(|severity| severity.word() == word)?;
    let message = reader.text()?.to_owned();
    let place = Box::new(place(reader)?);
    let label = reader.option()?.map(str::to_owned);
    let labels = (0..reader.count()?).map(|_| labelled(reader)).collect::<Option<Vec<_>>>()?;
    let clause = reader.option()?.map(str::to_owned);
    let help = reader.option()?.map(str::to_owned);
    Some(Finding { rule, severity, message, place, label, labels, clause, help })
}

fn labelled(reader: &mut Reader<'_>) -> Option<Label> {
    Some(Label { span: span(reader)?, text: reader.text()?.to_owned() })
}

fn put_span(out: &mut Vec<u8>, span: Span) {
    put_count(out, span.start);
    put_count(out, span.end);
}

fn span(reader: &mut Reader<'_>) -> Option<Span> {
    Some(Span::new(reader.count()?, reader.count()?))
}

fn put_place(out: &mut Vec<u8>, place: &Place) {
    put_option(out, place.source.as_ref().map(|source| &*source.name));
    put_option(out, place.source.as_ref().map(|source| &*source.text));
    out.push(u8::from(place.span.is_some()));
    put_span(out, place.span.unwrap_or_default());
    match &place.path {
        None => out.push(0),
        Some(path) => {
            out.push(1);
            put_count(out, path.0.len());
            path.0.iter().for_each(|segment| put_segment(out, segment));
        }
    }
    for text in [&place.file, &place.commit, &place.document, &place.by] {
        put_option(out, text.as_deref());
    }
}

fn place(reader: &mut Reader<'_>) -> Option<Place> {
    let (name, text) = (reader.option()?, reader.option()?);
    let source = name.zip(text).map(|(name, text)| Source::new(Arc::from(name), Arc::from(text)));
    let placed = reader.byte()? == 1;
    let span = Some(span(reader)?).filter(|_| placed);
    let path = match reader.byte()? {
        0 => None,
        _ => Some(Path((0..reader.count()?).map(|_| segment(reader)).collect::<Option<Vec<_>>>()?)),
    };
    let mut text = || reader.option().map(|text| text.map(str::to_owned));
    Some(Place { source, span, path, file: text()?, commit: text()?, document: text()?, by: text()? })
}

fn put_segment(out: &mut Vec<u8>, segment: &Segment) {
    match segment {
        Segment::Key(key) => {
            out.push(b'k');
            put_bytes(out, key.as_bytes());
        }
        Segment::Index(index) => {
            out.push(b'i');
            put_count(out, *index);
        }
    }
}

fn segment(reader: &mut Reader<'_>) -> Option<Segment> {
    match reader.byte()? {
        b'k' => Some(Segment::Key(reader.text()?.to_owned())),
        b'i' => Some(Segment::Index(reader.count()?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::rule;
    use crate::source::parse;

    #[test]
    fn a_finding_is_read_back_as_it_was() {
        let tree = parse("a.yaml", b"key: [1, 2]\n").unwrap();
        let path = Path(vec![Segment::Key("key".into()), Segment::Index(1)]);
        let bare = Finding::new(&rule::BAD_SIGNATURE, "no");
        let mut whole = Finding::new(&rule::STEP_FIELD, "so")
            .at(&tree, &path)
            .in_commit("c")
            .of_document("report 1")
            .label("l")
            .help("h")
            .clause("3")
            .severity(Severity::Warning);
        whole.labels.push(Label { span: Span::new(0, 3), text: "here".into() });
        let mut bytes = Vec::new();
        for known in [&bare, &whole] {
            bytes.clear();
            put_finding(&mut bytes, known);
            let mut reader = Reader::new(&bytes);
            assert_eq!(finding(&mut reader).as_ref(), Some(known));
            assert!(reader.is_empty());
        }
        for length in 0..bytes.len() {
            assert_eq!(finding(&mut Reader::new(&bytes[..length])), None, "{length}");
        }
    }
}
