//! Runs of text, as WordprocessingML has them: their lines, how they look, which way they are read. What a text may not
//! hold is `markup`'s business.

use super::super::markup::escape;

/// What stands in a content control in which nothing stands.
pub(super) const BLANK: &str = "          ";

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
