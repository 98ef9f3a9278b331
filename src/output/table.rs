//! Tables: aligned, made to fit the terminal, whole in a pipe; or the same rows as JSON.

use std::borrow::Cow;
use std::fmt::Write;
use std::io;

use serde_json::{Map, Value, json};

use anstyle::{Effects, Style};

use super::Paper;
use super::cell::Cell;
use super::printable::whole;
use super::widths::{Arrangement, LONGEST_WORD, NARROWEST, READABLE, Wish, arrange, cut, width, wrap};

/// Between two columns.
const GAP: &str = "  ";
/// Before what stands below a row.
const INDENT: &str = "    ";
/// Where nothing is cut, a wider cell pushes its own row aside rather than padding all others.
const WIDEST_PADDING: usize = 100;

/// On which side a column's cells stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// Text.
    #[default]
    Left,
    /// Numbers.
    Right,
}

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    key: String,
    heading: String,
    align: Align,
    shrink: u8,
    wrap: bool,
}

impl Column {
    /// A column: its name in JSON, and its heading for people.
    pub fn new(key: impl Into<String>, heading: impl Into<String>) -> Self {
        Self { key: key.into(), heading: heading.into(), align: Align::Left, shrink: 0, wrap: false }
    }

    /// Sets its cells to the right.
    #[must_use]
    pub fn right(mut self) -> Self {
        self.align = Align::Right;
        self
    }

    /// Lets it give way where the terminal is narrow, by being cut unless it wraps: the higher, the earlier. 0, the
    /// default, gives way last, and is never cut. What has no room at all goes below its row.
    #[must_use]
    pub fn shrink(mut self, priority: u8) -> Self {
        self.shrink = priority;
        self
    }

    /// Lets its cells run over several lines instead of being cut.
    #[must_use]
    pub fn wrap(mut self) -> Self {
        self.wrap = true;
        self
    }
}

/// Rows under headings.
#[derive(Clone, Debug, Default)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A table without rows.
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        Self { columns: columns.into_iter().collect(), rows: Vec::new() }
    }

    /// Adds a row: one cell a column; missing cells are empty, further ones are left out.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        let mut row: Vec<Cell> = cells.into_iter().collect();
        row.resize_with(self.columns.len(), Cell::empty);
        self.rows.push(row);
    }

    /// The same without the columns that no row fills.
    #[must_use]
    pub fn without_empty_columns(mut self) -> Self {
        let filled = |at: usize| {
            self.rows.iter().any(|row| row.get(at).is_some_and(|cell: &Cell| !cell.text.is_empty()))
        };
        let kept: Vec<bool> = (0..self.columns.len()).map(filled).collect();
        let mut keep = kept.iter();
        self.columns.retain(|_| keep.next().copied().unwrap_or_default());
        for row in &mut self.rows {
            let mut keep = kept.iter();
            row.retain(|_| keep.next().copied().unwrap_or_default());
        }
        self
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows as objects, keyed by the columns' names.
    pub fn to_json(&self) -> Value {
        let object = |row: &Vec<Cell>| {
            let members = self.columns.iter().zip(row);
            members.map(|(column, cell)| (column.key.clone(), cell.value())).collect::<Map<_, _>>()
        };
        json!(self.rows.iter().map(object).collect::<Vec<_>>())
    }

    /// The table as CSV under the columns' names, values as programs get them.
    ///
    /// # Errors
    /// None that a table gives rise to; the writer's own.
    pub fn to_csv(&self) -> io::Result<String> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(self.columns.iter().map(|column| column.key.as_str()))?;
        for row in &self.rows {
            writer.write_record(row.iter().map(|cell| plain(&cell.value())))?;
        }
        let bytes = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The table as text, every line ended; nothing where there is no column.
    pub fn to_text(&self, paper: Paper) -> String {
        let texts: Vec<Vec<Cow<'_, str>>> =
            self.rows.iter().map(|row| row.iter().map(|cell| whole(&cell.text)).collect()).collect();
        let headings: Vec<Cow<'_, str>> = self.columns.iter().map(|column| whole(&column.heading)).collect();
        let arranged = self.arranged(&headings, &texts, paper.width);
        let mut out = String::new();
        let bold = Style::new().effects(Effects::BOLD);
        self.print_row(&headings, |_| bold, &arranged.beside, paper, &mut out);
        for (cells, row) in texts.iter().zip(&self.rows) {
            let tone = |at: usize| row.get(at).map_or(Style::new(), |cell| cell.tone.style());
            self.print_row(cells, tone, &arranged.beside, paper, &mut out);
            print_below(&headings, cells, &arranged.below, paper, &mut out);
        }
        out
    }

    fn arranged(
        &self,
        headings: &[Cow<'_, str>],
        texts: &[Vec<Cow<'_, str>>],
        room: Option<usize>,
    ) -> Arrangement {
        let wishes = self.columns.iter().zip(headings).enumerate().map(|(at, (column, heading))| {
            let cells = || texts.iter().filter_map(|row| row.get(at)).chain(std::iter::once(heading));
            let natural = cells().map(|text| width(text)).max().unwrap_or(0);
            let words = || cells().flat_map(|text| text.split(' ')).map(width).max().unwrap_or(0);
            let least = match (room, column.wrap, column.shrink) {
                (None, ..) | (_, false, 0) => natural,
                (_, true, _) => words().max(natural.min(READABLE)).min(LONGEST_WORD),
                (_, false, _) => natural.min(NARROWEST),
            };
            Wish { natural, least, shrink: column.shrink }
        });
        arrange(&wishes.collect::<Vec<_>>(), GAP.len(), room.unwrap_or(usize::MAX))
    }

    fn print_row(
        &self,
        cells: &[Cow<'_, str>],
        style: impl Fn(usize) -> Style,
        beside: &[(usize, usize)],
        paper: Paper,
        out: &mut String,
    ) {
        let at = |at: usize| cells.get(at).map_or("", |text| &**text);
        let Some(all) = paper.width else {
            return self.print_line(beside.iter().map(|(column, _)| at(*column)), style, beside, paper, out);
        };
        let fitted = beside.iter().filter_map(|(index, room)| {
            let column = self.columns.get(*index)?;
            Some(match column.wrap || column.shrink == 0 {
                true => wrap(at(*index), (*room).min(all)),
                false => vec![cut(at(*index), *room)],
            })
        });
        let fitted: Vec<Vec<String>> = fitted.collect();
        let height = fitted.iter().map(Vec::len).max().unwrap_or(0);
        for line in 0..height {
            let texts = fitted.iter().map(|lines| lines.get(line).map_or("", String::as_str));
            self.print_line(texts, &style, beside, paper, out);
        }
    }

    fn print_line<'t>(
        &self,
        texts: impl Iterator<Item = &'t str>,
        style: impl Fn(usize) -> Style,
        beside: &[(usize, usize)],
        paper: Paper,
        out: &mut String,
    ) {
        let mut pending = 0;
        for ((at, room), text) in beside.iter().zip(texts) {
            let right = self.columns.get(*at).is_some_and(|column| column.align == Align::Right);
            let spare = (*room).min(paper.width.unwrap_or(WIDEST_PADDING)).saturating_sub(width(text));
            let (before, behind) = if right { (spare, 0) } else { (0, spare) };
            pending += before;
            if !text.is_empty() {
                // Spaces only where something follows: no line ends in blanks.
                out.extend(std::iter::repeat_n(' ', pending));
                pending = 0;
                push_styled(out, text, if paper.colour { style(*at) } else { Style::new() });
            }
            pending += behind + GAP.len();
        }
        out.push('\n');
    }
}

/// What has no room in its row stands below it, each with its heading.
fn print_below(
    headings: &[Cow<'_, str>],
    cells: &[Cow<'_, str>],
    below: &[usize],
    paper: Paper,
    out: &mut String,
) {
    let told = below.iter().filter_map(|at| {
        let (heading, text) = (headings.get(*at)?, cells.get(*at)?);
        (!text.is_empty()).then(|| format!("{}: {text}", heading.to_lowercase()))
    });
    let told = told.collect::<Vec<_>>().join("; ");
    if told.is_empty() {
        return;
    }
    let room = paper.width.unwrap_or(usize::MAX).saturating_sub(INDENT.len());
    for line in wrap(&told, room) {
        out.push_str(INDENT);
        out.push_str(&line);
        out.push('\n');
    }
}

/// A value as a cell of CSV: text as it is, nothing for null, the items of a list one behind the other.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

fn push_styled(out: &mut String, text: &str, style: Style) {
    // Writing to a text can't fail.
    let _ = write!(out, "{style}{text}{style:#}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Tone;
    use snapbox::{assert_data_eq, str};

    fn example() -> Table {
        let mut table = Table::new([
            Column::new("id", "Id"),
            Column::new("model", "Model").shrink(1).wrap(),
            Column::new("days", "Days").right(),
            Column::new("note", "Note").shrink(2),
        ]);
        table.row([
            "2026-0007".into(),
            "acme A100 漢字 mark two".into(),
            7.into(),
            "sent to the desk".into(),
        ]);
        table.row(["2026-0008".into(), "b\u{1b}[2J".into(), Cell::new("12 over", -12).tone(Tone::Bad)]);
        table
    }

    #[test]
    fn a_pipe_gets_everything() {
        assert_data_eq!(
            example().to_text(Paper::default()),
            str![[r#"
Id         Model                       Days  Note
2026-0007  acme A100 漢字 mark two        7  sent to the desk
2026-0008  b/u{1b}[2J               12 over

"#]]
        );
    }

    #[test]
    fn a_terminal_gets_what_fits() {
        let text = example().to_text(Paper { colour: false, width: Some(44) });
        assert!(text.lines().all(|line| width(line) <= 44), "{text}");
        assert_data_eq!(
            text,
            str![[r#"
Id         Model                Days  Note
2026-0007  acme A100 漢字          7  sent …
           mark two
2026-0008  b/u{1b}[2J        12 over

"#]]
        );
    }

    #[test]
    fn every_width_is_kept() {
        for room in 30..90 {
            let text = example().to_text(Paper { colour: false, width: Some(room) });
            assert!(text.lines().all(|line| width(line) <= room), "{room}:\n{text}");
        }
    }

    #[test]
    fn programs_get_values() {
        assert_eq!(
            example().to_json()[1],
            json!({"id": "2026-0008", "model": "b\u{1b}[2J", "days": -12, "note": null})
        );
    }

    #[test]
    fn colour_is_only_where_it_is_wanted() {
        let paper = Paper { colour: true, width: Some(80) };
        assert!(example().to_text(paper).contains("\u{1b}[31m12 over\u{1b}[0m"));
        assert!(!example().to_text(Paper::default()).contains('\u{1b}'));
    }
}
