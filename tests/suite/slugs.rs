//! Reads the rules out of what the program prints: `error[slug]`, `warning[slug]`, `unchecked[slug]`.

use std::collections::BTreeSet;

/// The severities as findings print them.
pub(super) const SEVERITIES: &[&str] = &["error", "warning", "unchecked"];

/// The slugs of all findings of a severity in a text.
pub(super) fn of(severity: &str, text: &str) -> BTreeSet<String> {
    let opening = format!("{severity}[");
    text.match_indices(&opening)
        .filter_map(|(at, _)| text[at + opening.len()..].split_once(']'))
        .map(|(slug, _)| slug.to_owned())
        .filter(|slug| {
            !slug.is_empty() && slug.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
        .collect()
}

/// The slugs of all findings in a text.
pub(super) fn all(text: &str) -> BTreeSet<String> {
    SEVERITIES.iter().flat_map(|severity| of(severity, text)).collect()
}

#[test]
fn slugs_are_found_in_both_forms_of_findings() {
    let text = "error[step-role]: no\n  --> x\nf.yaml:1:2: warning[backdated] late\nunchecked[shallow-history] cut\nerror[] [x]";
    assert_eq!(of("error", text), BTreeSet::from(["step-role".to_owned()]));
    assert_eq!(all(text).len(), 3);
}
