//! Text as XML: nothing of a value is markup, and what XML can't hold stands as U+FFFD.

/// What stands in a content control in which nothing stands.
pub(super) const BLANK: &str = "          ";

/// Text as XML holds it, in elements and attributes.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' | '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' => {
                out.push('\u{fffd}');
            }
            other => out.push(other),
        }
    }
    out
}

/// A run of text; its lines are parted by breaks.
pub(super) fn text_run(text: &str, strong: bool, stressed: bool) -> String {
    let mut properties = String::new();
    properties += if strong { "<w:b/><w:bCs/>" } else { "" };
    properties += if stressed { "<w:i/><w:iCs/>" } else { "" };
    properties += if text.chars().any(is_right_to_left) { "<w:rtl/>" } else { "" };
    let line = |line: &str| format!("<w:t xml:space=\"preserve\">{}</w:t>", escape(line));
    let lines: Vec<String> = text.split('\n').map(line).collect();
    format!("<w:r><w:rPr>{properties}</w:rPr>{}</w:r>", lines.join("<w:br/>"))
}

/// Letters of scripts that are written from right to left: Hebrew to Arabic Extended, and their presentation forms.
fn is_right_to_left(character: char) -> bool {
    matches!(character, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}
