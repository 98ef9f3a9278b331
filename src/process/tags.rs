//! What a template may ask of its parser. That parser calls itself for every operator of an expression and for every
//! `elif` of a choice, without end: whoever writes templates could have the program run out of stack. Both are counted
//! here before anything is parsed, by the same rules by which the parser finds where a tag ends.

/// No tag of a template has more bytes, from its opening to its end.
const LONGEST: usize = 1000;
/// No template has more branches than this.
const BRANCHES: usize = 100;

/// A template that is not parsed at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooMuch {
    /// The line, from 1.
    pub line: usize,
    /// What there is too much of.
    pub message: String,
}

/// Refuses a template with a tag that is too long, or with too many branches.
///
/// # Errors
/// What there is too much of, and where.
pub fn require_short_tags(template: &str) -> Result<(), TooMuch> {
    let (mut at, mut branches) = (0, 0_usize);
    while let Some(found) = template.get(at..).and_then(opening) {
        let start = at.saturating_add(found);
        let rest = template.get(start..).unwrap_or_default();
        let refuse = |message: String| {
            let line = template.get(..start).unwrap_or_default().matches('\n').count().saturating_add(1);
            Err(TooMuch { line, message })
        };
        let (length, counts) = match rest.as_bytes() {
            [b'{', b'#', ..] => (to(rest, "#}"), false),
            _ if word(rest) == "raw" => (to_end_of_raw(rest), false),
            [b'{', b'%', ..] => (tag(rest, b"%}"), true),
            _ => (tag(rest, b"}}"), true),
        };
        if counts && length > LONGEST {
            return refuse(format!("a tag has more than {LONGEST} bytes: take it apart (`{{% set … %}}`)"));
        }
        branches = branches.saturating_add(usize::from(word(rest) == "elif"));
        if branches > BRANCHES {
            return refuse(format!("there are more than {BRANCHES} branches (`{{% elif … %}}`)"));
        }
        at = start.saturating_add(length.max(1));
    }
    Ok(())
}

/// Where the next tag or comment begins.
fn opening(text: &str) -> Option<usize> {
    text.as_bytes().windows(2).position(|pair| matches!(pair, [b'{', b'{' | b'%' | b'#']))
}

/// The first word of a block tag; empty for anything else.
fn word(tag: &str) -> &str {
    let inside = tag.strip_prefix("{%").unwrap_or_default();
    let inside = inside.strip_prefix(['-', '+']).unwrap_or(inside).trim_start();
    inside.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap_or_default()
}

fn to(text: &str, end: &str) -> usize {
    text.find(end).map_or(text.len(), |at| at.saturating_add(end.len()))
}

/// The length of what is no template, its tags included.
fn to_end_of_raw(text: &str) -> usize {
    let ends =
        text.match_indices("{%").find(|(at, _)| text.get(*at..).is_some_and(|tag| word(tag) == "endraw"));
    ends.map_or(text.len(), |(at, _)| at.saturating_add(to(text.get(at..).unwrap_or_default(), "%}")))
}

/// The length of a tag: up to its end outside of texts and brackets, as the parser sees it.
fn tag(text: &str, end: &[u8]) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut open) = (2_usize, 0_i64);
    while let Some(byte) = bytes.get(at) {
        if open == 0 && bytes.get(at..).is_some_and(|rest| rest.starts_with(end)) {
            return at.saturating_add(end.len());
        }
        match byte {
            b'"' | b'\'' => at = at.saturating_add(string(bytes.get(at..).unwrap_or_default())),
            b'(' | b'[' | b'{' => open = open.saturating_add(1),
            b')' | b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        at = at.saturating_add(1);
    }
    bytes.len()
}

/// How far the last quote of a text is from its first.
fn string(bytes: &[u8]) -> usize {
    let (quote, mut escaped) = (bytes.first(), false);
    let ends = bytes.iter().skip(1).position(|byte| {
        let ends = !escaped && Some(byte) == quote;
        escaped = !escaped && *byte == b'\\';
        ends
    });
    ends.map_or(bytes.len(), |at| at.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tag that is just as long as it may be is parsed without harm; beyond that nothing is parsed.
    #[test]
    fn a_tag_is_measured_as_the_parser_sees_it() {
        let sum = |terms: usize| "1+".repeat(terms) + "1";
        let taken = |text: &str| require_short_tags(text).is_ok();
        for short in [
            format!("{{{{ {} }}}}", sum(490)),
            format!("{{# {} #}}{{{{ 1 }}}}", sum(9000)),
            format!("{{% raw %}}{{{{ {} }}}}{{% endraw %}}", sum(9000)),
            format!("{} {{{{ \"}}}}\" }}}} {}", sum(9000), sum(9000)),
        ] {
            assert!(taken(&short), "{short}");
            minijinja::Environment::new().template_from_str(&short).unwrap();
        }
        for (long, line) in [
            (format!("\n{{{{ {} }}}}", sum(50_000)), 2),
            (format!("{{{{ \"}}}}\" ~ {} }}}}", sum(50_000)), 1),
            (format!("{{{{ '\\'}}}}' ~ {} }}}}", sum(50_000)), 1),
            (format!("{{{{ {{1: {{2: 3}}}} and {} }}}}", sum(50_000)), 1),
            (format!("{{% raw %}}{{{{ \" {{% endraw %}}{{{{ \" }}}} \" ~ {} }}}}", sum(50_000)), 1),
            (format!("{{%- set x = {} %}}", sum(50_000)), 1),
            (format!("{{# {{{{ ' #}}{{{{ {} }}}}", sum(50_000)), 1),
            (format!("{{{{ {}", sum(50_000)), 1),
        ] {
            assert_eq!(require_short_tags(&long).unwrap_err().line, line, "{}", &long[..20]);
        }
    }

    #[test]
    fn branches_are_counted() {
        let choice =
            |branches: usize| format!("{{% if a %}}{}{{% endif %}}", "{%- elif b %}".repeat(branches));
        assert!(require_short_tags(&choice(100)).is_ok());
        minijinja::Environment::new().template_from_str(&choice(100)).unwrap();
        assert!(require_short_tags(&choice(101)).unwrap_err().message.contains("branches"));
    }
}
