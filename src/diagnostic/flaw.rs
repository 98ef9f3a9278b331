//! From a flaw of a text (`source`) to a finding: which rule refuses it.

use super::rule::{self, Rule};
use super::{Finding, Label};
use crate::source::{Flaw, FlawKind, Refusal, Source};

impl Finding {
    /// The finding for one flaw of a text. A text that could not be read at all (too large, empty) has no
    /// place to show; then the finding names the file alone.
    pub fn from_flaw(source: &Source, flaw: &Flaw) -> Self {
        let mut finding = Self::new(rule_of(flaw.kind), flaw.message.clone());
        finding.help = flaw.help.map(str::to_owned);
        if source.text.is_empty() {
            return finding.in_file(&*source.name);
        }
        finding.labels.extend(flaw.elsewhere.map(|(span, text)| Label { span, text: text.to_owned() }));
        finding.at_span(source, flaw.span)
    }

    /// The findings for all that is wrong with a refused text.
    pub fn from_refusal(refusal: &Refusal) -> Vec<Self> {
        refusal.flaws.iter().map(|flaw| Self::from_flaw(&refusal.source, flaw)).collect()
    }
}

fn rule_of(kind: FlawKind) -> &'static Rule {
    match kind {
        FlawKind::Syntax => &rule::YAML_SYNTAX,
        FlawKind::Anchor => &rule::YAML_ANCHOR,
        FlawKind::Alias => &rule::YAML_ALIAS,
        FlawKind::Tag => &rule::YAML_TAG,
        FlawKind::MergeKey => &rule::YAML_MERGE_KEY,
        FlawKind::DuplicateKey => &rule::DUPLICATE_KEY,
        FlawKind::SeveralDocuments => &rule::SEVERAL_DOCUMENTS,
        FlawKind::ByteOrderMark => &rule::BYTE_ORDER_MARK,
        FlawKind::InvalidUtf8 => &rule::INVALID_UTF8,
        FlawKind::ControlCharacter => &rule::CONTROL_CHARACTER,
        FlawKind::BidiOverride => &rule::BIDI_OVERRIDE,
        FlawKind::NestedTooDeep => &rule::NESTED_TOO_DEEP,
        FlawKind::FileTooLarge => &rule::FILE_TOO_LARGE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::parse;

    #[test]
    fn a_duplicate_key_points_at_the_second_and_labels_the_first() {
        let refusal = parse("r.yaml", b"a: 1\nb: 2\na: 3\n").unwrap_err();
        let findings = Finding::from_refusal(&refusal);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].rule.slug, "duplicate-key");
        assert_eq!(findings[0].place.span.unwrap().start, 10);
        assert_eq!(findings[0].labels[0].span.start, 0);
    }

    #[test]
    fn a_file_without_text_is_named_alone() {
        let findings = Finding::from_refusal(&parse("r.yaml", b"").unwrap_err());
        assert_eq!(findings[0].rule.slug, "yaml-syntax");
        assert_eq!((findings[0].file(), findings[0].place.span), (Some("r.yaml"), None));
    }

    #[test]
    fn the_example_of_each_page_breaks_its_rule() {
        for rule in rule::ALL.iter().take_while(|rule| rule.slug != "missing-field") {
            // Their examples are bytes that a page cannot show.
            if ["byte-order-mark", "invalid-utf8", "file-too-large"].contains(&rule.slug) {
                continue;
            }
            let example =
                rule.page.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
            let refusal = parse("r.yaml", example.as_bytes()).unwrap_err();
            let findings = Finding::from_refusal(&refusal);
            assert!(findings.iter().any(|finding| finding.rule == *rule), "{}: {findings:#?}", rule.slug);
        }
    }
}
