//! A page of `docs/` for a terminal: Markdown stays readable as it is, only headings and code marks are turned
//! into emphasis. Knows the few forms that the pages use: headings, lists, fenced code, `code`.

use anstyle::{Effects, Style};

use super::Paper;
use super::printable::lines;
use super::widths::wrap;

/// Pages are not set wider than this, even on a wide terminal.
const WIDEST: usize = 100;

/// The page as text, every line ended.
pub(super) fn to_text(markdown: &str, paper: Paper) -> String {
    let bold = if paper.colour { Style::new().effects(Effects::BOLD) } else { Style::new() };
    let room = paper.width.map(|width| width.min(WIDEST));
    let mut out = String::new();
    let mut in_code = false;
    for line in lines(markdown).lines() {
        let heading = line.trim_start_matches('#');
        if line.starts_with("```") {
            in_code = !in_code;
        } else if in_code {
            out += &format!("    {line}\n");
        } else if heading.len() < line.len() {
            out += &format!("{bold}{}{bold:#}\n", heading.trim_start());
        } else {
            paragraph(line, room, &mut out);
        }
    }
    out
}

fn paragraph(line: &str, room: Option<usize>, out: &mut String) {
    let Some(room) = room else {
        out.push_str(line);
        out.push('\n');
        return;
    };
    let text = line.trim_start();
    let indent = line.len() - text.len();
    let hanging = indent + if text.starts_with("- ") { 2 } else { 0 };
    for (at, part) in wrap(text, room.saturating_sub(hanging)).iter().enumerate() {
        let blanks = if at == 0 { indent } else { hanging };
        let blanks = if part.is_empty() { 0 } else { blanks };
        *out += &format!("{:blanks$}{part}\n", "");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use snapbox::{assert_data_eq, str};

    #[test]
    fn a_page_reads_well_without_its_marks() {
        let page = "# a: B\n\n## What\n\nSome words that are long.\n- an item that is long\n\n```sh\niwcp steps 1 --and-more\n```\n";
        assert_data_eq!(
            to_text(page, Paper { colour: false, width: Some(16) }),
            str![[r#"
a: B

What

Some words that
are long.
- an item that
  is long

    iwcp steps 1 --and-more

"#]]
        );
    }
}
