//! Commit messages: subject, body and trailers, found as `git interpret-trailers` and
//! `git log --format='%(trailers)'` find them (git's trailer.c; a `---` line divides nothing).

/// A commit message, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The first paragraph, on one line.
    pub subject: String,
    /// What stands between the subject and the trailers, without the empty lines around it.
    pub body: String,
    /// The trailers in order, keys as written, values unfolded.
    pub trailers: Vec<(String, String)>,
}

impl Message {
    /// The values of a trailer, its key compared without case.
    pub fn values<'m>(&'m self, key: &'m str) -> impl Iterator<Item = &'m str> {
        self.trailers
            .iter()
            .filter(move |(name, _)| name.eq_ignore_ascii_case(key))
            .map(|(_, value)| value.as_str())
    }
}

/// Takes a message apart; bytes that are not UTF-8 become U+FFFD.
pub fn parse(bytes: &[u8]) -> Message {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<&str> = text.lines().collect();
    let begin = lines.iter().position(|line| !is_blank(line)).unwrap_or(lines.len());
    let lines = lines.get(begin..).unwrap_or_default();
    let title_end = lines.iter().position(|line| is_blank(line)).unwrap_or(lines.len());
    let block = trailer_block(lines);
    let subject = lines.get(..title_end).unwrap_or_default().iter().map(|line| line.trim());
    let body = lines.get(title_end..block).unwrap_or_default().join("\n");
    Message {
        subject: subject.collect::<Vec<_>>().join(" "),
        body: body.trim_matches('\n').trim_end().to_owned(),
        trailers: trailers(lines.get(block..).unwrap_or_default()),
    }
}

fn is_blank(line: &str) -> bool {
    line.bytes().all(is_space)
}

/// What git calls a space: its own set, smaller than that of C.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn is_comment(line: &str) -> bool {
    line.starts_with('#')
}

/// The line on which the trailers begin: git's `find_trailer_block_start`. The last paragraph, unless it is
/// the first too; all of it trailers, or a quarter of it where git itself wrote one.
fn trailer_block(lines: &[&str]) -> usize {
    let title = lines.iter().position(|line| !is_comment(line) && is_blank(line)).unwrap_or(lines.len());
    let (mut trailers, mut others, mut continued) = (0_usize, 0_usize, 0_usize);
    let (mut by_git, mut only_blank) = (false, true);
    for (at, line) in lines.iter().enumerate().skip(title).rev() {
        if is_comment(line) {
            others = others.saturating_add(std::mem::take(&mut continued));
        } else if is_blank(line) {
            if only_blank {
                continue;
            }
            others = others.saturating_add(continued);
            let enough = by_git && trailers.saturating_mul(3) >= others;
            let is_block = enough || (trailers > 0 && others == 0);
            return if is_block { at.saturating_add(1) } else { lines.len() };
        } else {
            only_blank = false;
            let generated =
                line.starts_with("Signed-off-by: ") || line.starts_with("(cherry picked from commit ");
            if generated || separator(line).is_some_and(|at| at >= 1) {
                trailers = trailers.saturating_add(1);
                continued = 0;
                by_git |= generated;
            } else if line.bytes().next().is_some_and(is_space) {
                continued = continued.saturating_add(1);
            } else {
                others = others.saturating_add(1).saturating_add(std::mem::take(&mut continued));
            }
        }
    }
    lines.len()
}

/// Where a trailer's colon stands: after letters, digits and hyphens, and perhaps spaces.
fn separator(line: &str) -> Option<usize> {
    let mut spaced = false;
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b':' => return Some(at),
            b'-' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' if !spaced => {}
            b' ' | b'\t' if at > 0 => spaced = true,
            _ => return None,
        }
    }
    None
}

fn trailers(lines: &[&str]) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in lines.iter().filter(|line| !is_comment(line)) {
        let indented = line.bytes().next().is_some_and(is_space);
        if let (true, Some((_, value))) = (indented, found.last_mut()) {
            let more = line.trim();
            if !value.is_empty() && !more.is_empty() {
                value.push(' ');
            }
            value.push_str(more);
        } else if let Some((key, value)) =
            separator(line).filter(|at| *at >= 1).and_then(|at| line.split_at_checked(at))
        {
            let value = value.strip_prefix(':').unwrap_or(value);
            found.push((key.trim().to_owned(), value.trim().to_owned()));
        }
    }
    found
}
