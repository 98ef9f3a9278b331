//! Cuts what stands below each other into pages. A paragraph leaves two lines at least on either side, a heading stays
//! with what follows it, a row that is no page long stays whole, and the head of a table stands above what goes on.

use super::compose::{BODY, BORDER, Cell, Flow, Mark, PADDING, SHADE, Strip};
use super::fonts::{ABOVE, BELOW};

/// How thin the lines of a table are, in points.
const THIN: f32 = 0.5;

/// How much must be left of a page below a heading, in points.
const BELOW_HEADING: f32 = 44.0;

/// A row of less than this part of a page is not cut.
const WHOLE: f32 = 0.5;

/// Fewer lines than this stand alone on neither page.
const TOGETHER: usize = 2;

/// The pages of a document: what is drawn on each, from the left and the top edge of the paper.
pub(super) struct Pages {
    pub(super) pages: Vec<Vec<Mark>>,
    y: f32,
    top: f32,
    bottom: f32,
}

impl Pages {
    /// Pages on which there is room between two heights.
    pub(super) fn new(top: f32, bottom: f32) -> Self {
        Self { pages: vec![Vec::new()], y: top, top, bottom }
    }

    /// Puts what follows each other on pages.
    pub(super) fn fill(&mut self, flows: Vec<Flow>) {
        for flow in flows {
            match flow {
                Flow::Text { strips, is_heading } => {
                    let below = if is_heading { BELOW_HEADING } else { 0.0 };
                    if is_heading && height(&strips, self.is_top()) + below > self.room() && !self.is_top() {
                        self.next();
                    }
                    self.text(strips);
                }
                Flow::Row { cells, head, is_form } => {
                    let above = head.as_ref().map(|head| head.as_slice());
                    self.row(cells, above, is_form);
                }
            }
        }
    }

    fn is_top(&self) -> bool {
        self.y <= self.top
    }

    fn room(&self) -> f32 {
        self.bottom - self.y
    }

    fn next(&mut self) {
        self.pages.push(Vec::new());
        self.y = self.top;
    }

    fn text(&mut self, mut strips: Vec<Strip>) {
        while !strips.is_empty() {
            let count = fitting(&strips, self.room(), self.is_top(), self.is_top());
            if count == 0 {
                self.next();
                continue;
            }
            let rest = strips.split_off(count.min(strips.len()));
            for strip in strips {
                self.y += if self.is_top() { 0.0 } else { strip.gap };
                let (y, height) = (self.y, strip.height);
                self.draw(strip.marks, y);
                self.y += height;
            }
            strips = rest;
            if !strips.is_empty() {
                self.next();
            }
        }
    }

    /// Draws marks whose strip begins at this height.
    fn draw(&mut self, marks: Vec<Mark>, top: f32) {
        if let Some(page) = self.pages.last_mut() {
            page.extend(marks.into_iter().map(|mark| mark.lower(top)));
        }
    }

    fn row(&mut self, cells: Vec<Cell>, head: Option<&[Cell]>, is_form: bool) {
        let whole = row_height(&cells);
        let mut is_fresh = self.is_top();
        if whole > self.room() && !is_fresh && whole <= (self.bottom - self.top) * WHOLE {
            self.next_below(head);
            is_fresh = true;
        }
        let asked = cells.first().filter(|_| is_form).cloned().map(repeated);
        let mut cells = cells;
        loop {
            let Some(counts) = self.cut(&cells, is_fresh) else {
                self.next_below(head);
                is_fresh = true;
                continue;
            };
            let mut rest = Vec::new();
            for (cell, count) in cells.iter_mut().zip(counts) {
                let strips = cell.strips.split_off(count.min(cell.strips.len()));
                rest.push(Cell { strips, ..cell.clone() });
            }
            self.cells(cells);
            if rest.iter().all(|cell| cell.strips.is_empty()) {
                return;
            }
            if let (Some(first), Some(asked)) = (rest.first_mut(), &asked)
                && first.strips.is_empty()
            {
                first.strips.clone_from(&asked.strips);
            }
            cells = rest;
            self.next_below(head);
            is_fresh = true;
        }
    }

    /// How many strips of each cell stand on this page; nothing where the row begins on the next one.
    fn cut(&self, cells: &[Cell], is_fresh: bool) -> Option<Vec<usize>> {
        let room = self.room() - 2.0 * PADDING;
        if row_height(cells) <= self.room() {
            return Some(cells.iter().map(|cell| cell.strips.len()).collect());
        }
        // A fresh page takes something, however little room there is.
        let count = |cell: &Cell| fitting(&cell.strips, room, true, is_fresh);
        let counts: Vec<usize> = cells.iter().map(count).collect();
        let none = cells.iter().zip(&counts).any(|(cell, count)| *count == 0 && !cell.strips.is_empty());
        if none { None } else { Some(counts) }
    }

    /// A new page, with the head of a table once more.
    fn next_below(&mut self, head: Option<&[Cell]>) {
        self.next();
        if let Some(head) = head {
            self.cells(head.iter().cloned().map(repeated).collect());
        }
    }

    /// Draws cells side by side, with lines around them.
    fn cells(&mut self, cells: Vec<Cell>) {
        let (top, height) = (self.y, row_height(&cells));
        let bar = |x, y, width, height, grey| Mark::Bar { x, y, width, height, grey };
        let mut marks = Vec::new();
        for cell in &cells {
            if cell.is_shaded {
                marks.push(bar(cell.x, 0.0, cell.width, height, SHADE));
            }
        }
        for cell in &cells {
            for x in [cell.x, cell.x + cell.width] {
                marks.push(bar(x - THIN / 2.0, 0.0, THIN, height, BORDER));
            }
            for y in [0.0, height] {
                marks.push(bar(cell.x - THIN / 2.0, y - THIN / 2.0, cell.width + THIN, THIN, BORDER));
            }
        }
        self.draw(marks, top);
        for cell in cells {
            let mut y = top + PADDING;
            for (at, strip) in cell.strips.into_iter().enumerate() {
                y += if at == 0 { 0.0 } else { strip.gap };
                self.draw(strip.marks, y);
                y += strip.height;
            }
        }
        self.y += height;
    }
}

/// A cell that was there before: it is drawn once more, and read once only.
fn repeated(mut cell: Cell) -> Cell {
    for mark in cell.strips.iter_mut().flat_map(|strip| &mut strip.marks) {
        if let Mark::Line { leaf, .. } = mark {
            *leaf = None;
        }
    }
    cell
}

/// How high strips are, one below the other.
pub(super) fn height(strips: &[Strip], is_top: bool) -> f32 {
    let gap = |at: usize, strip: &Strip| if at == 0 && is_top { 0.0 } else { strip.gap };
    strips.iter().enumerate().map(|(at, strip)| gap(at, strip) + strip.height).sum()
}

/// How high a row is; one in which nothing stands has a line all the same.
fn row_height(cells: &[Cell]) -> f32 {
    let least = (ABOVE + BELOW) * BODY.size;
    cells.iter().map(|cell| height(&cell.strips, true)).fold(least, f32::max) + 2.0 * PADDING
}

/// How many strips fit, so that few enough stand alone; one at least where something must.
fn fitting(strips: &[Strip], room: f32, is_top: bool, must: bool) -> usize {
    let mut used = 0.0;
    let mut count = 0_usize;
    for strip in strips {
        used += strip.height + if count == 0 && is_top { 0.0 } else { strip.gap };
        if used > room {
            break;
        }
        count = count.saturating_add(1);
    }
    let count = match strips.len().saturating_sub(count) {
        0 => return count,
        1..TOGETHER => strips.len().saturating_sub(TOGETHER).min(count),
        _ => count,
    };
    match count < TOGETHER {
        true if must => count.max(1),
        true => 0,
        false => count,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Strips of one point, each called by its number in the place of its left edge.
    fn strips(count: usize) -> Vec<Strip> {
        let bar = |x: usize| Mark::Bar { x: x as f32, y: 0.0, width: 1.0, height: 10.0, grey: 0 };
        (0..count).map(|at| Strip { gap: 0.0, height: 10.0, marks: vec![bar(at)] }).collect()
    }

    fn texts(pages: &Pages) -> Vec<Vec<usize>> {
        let mut found = Vec::new();
        for page in &pages.pages {
            let mut on_page = Vec::new();
            for mark in page {
                if let Mark::Bar { x, y, grey: 0, height, .. } = mark {
                    assert!(*y >= pages.top && y + height <= pages.bottom + 0.01, "{y}");
                    on_page.push(*x as usize);
                }
            }
            found.push(on_page);
        }
        found
    }

    #[test]
    fn no_line_is_lost_and_none_stands_alone() {
        for before in 0..12 {
            for count in 1..40 {
                for is_row in [false, true] {
                    let mut pages = Pages::new(50.0, 150.0);
                    pages.text(strips(before));
                    let began = texts(&pages).concat().len();
                    let cells = vec![Cell { x: 0.0, width: 9.0, strips: strips(count), is_shaded: false }];
                    let flow = match is_row {
                        true => Flow::Row { cells, head: None, is_form: false },
                        false => Flow::Text { strips: strips(count), is_heading: false },
                    };
                    pages.fill(vec![flow]);
                    let all = texts(&pages).concat();
                    assert_eq!(all.get(began..).unwrap(), (0..count).collect::<Vec<_>>(), "{before} {count}");
                    // Where a page holds lines of both, the ones of the second are two at least, or all.
                    let last = texts(&pages).last().unwrap().len();
                    assert!(last >= 2 || count + before < 2 || count == 1, "{before} {count} {is_row}");
                }
            }
        }
    }

    #[test]
    fn a_heading_stands_with_what_follows() {
        let mut pages = Pages::new(0.0, 100.0);
        pages.text(strips(7));
        let heading = Flow::Text { strips: strips(1), is_heading: true };
        pages.fill(vec![heading, Flow::Text { strips: strips(3), is_heading: false }]);
        assert_eq!(texts(&pages), [vec![0, 1, 2, 3, 4, 5, 6], vec![0, 0, 1, 2]]);
    }
}
