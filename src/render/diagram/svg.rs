//! A graph as a picture. Statuses stand in a column, in the definition's order; the way to the next one goes straight
//! down, every other way runs in a lane of its own beside the column: forward on the left, back on the right. No
//! crossing hides a label, and the same definition gives the same bytes.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::super::markup::escape;
use super::{Graph, Way};

/// The width of a letter, about, at the size of the labels.
const LETTER: usize = 7;
const BOX_WIDTH: usize = 300;
const LINE: usize = 17;
const GAP: usize = 54;
const LANE: usize = 16;
const MARGIN: usize = 20;

/// A status on the paper.
struct Place {
    top: usize,
    height: usize,
}

impl Place {
    fn middle(&self) -> usize {
        self.top.saturating_add(self.height / 2)
    }
}

/// A way that does not go straight down, in its lane.
struct Detour<'g> {
    way: &'g Way,
    lane: usize,
}

/// The picture.
pub fn svg(graph: &Graph) -> String {
    let places = places(graph);
    let (left, right) = detours(graph);
    let labels = |detours: &[Detour<'_>]| {
        let widths = detours.iter().flat_map(|detour| &detour.way.steps).map(|step| step.width() * LETTER);
        widths.max().unwrap_or(0)
    };
    let lanes = |detours: &[Detour<'_>]| detours.len().saturating_add(1) * LANE;
    let x = MARGIN + labels(&left) + lanes(&left);
    let width = x + BOX_WIDTH + lanes(&right) + labels(&right) + MARGIN;
    let height = places.last().map_or(0, |place| place.top + place.height) + MARGIN;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" aria-label=\"{title}\">\n<title>{title}</title>\n<style>\n\
         text {{ font: 12px sans-serif; fill: #222 }} .n {{ font-weight: bold; font-size: 13px }} .s {{ font-size: 11px; fill: #555 }} .l {{ paint-order: stroke; stroke: #fff; stroke-width: 4px }}\n\
         rect {{ fill: #f5f7fa; stroke: #345; }} .f {{ fill: #e8f3e8 }} path {{ fill: none; stroke: #678 }}\n</style>\n\
         <defs><marker id=\"a\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto-start-reverse\">\
         <path d=\"M0 0L10 5L0 10z\" style=\"fill:#678;stroke:none\"/></marker></defs>\n\
         <rect width=\"{width}\" height=\"{height}\" style=\"fill:#fff;stroke:none\"/>\n",
        title = escape(&graph.title),
    );
    straight(graph, &places, x, &mut out);
    let sides = [(&left, false), (&right, true)];
    let bent = || {
        let all =
            sides.iter().flat_map(|(detours, is_right)| detours.iter().map(|detour| (detour, *is_right)));
        all.filter_map(|(detour, is_right)| Some((detour, Bend::of(detour, &places, x, is_right)?, is_right)))
    };
    // Labels come last: they stand before every line.
    bent().for_each(|(_, bend, _)| line(&bend, &mut out));
    bent().for_each(|(detour, bend, is_right)| label(detour, &bend, is_right, &mut out));
    boxes(graph, &places, x, &mut out);
    out.push_str("</svg>\n");
    out
}

fn places(graph: &Graph) -> Vec<Place> {
    let mut top = MARGIN + GAP;
    let place = |status: &super::Status| {
        let height = 2 * LINE + status.staying.len() * LINE;
        let place = Place { top, height };
        top += height + GAP;
        place
    };
    graph.statuses.iter().map(place).collect()
}

fn is_straight(way: &Way) -> bool {
    way.to == way.from.map_or(0, |from| from.saturating_add(1))
}

/// The ways that go forward beside the column, and those that go back; short ones lie inside.
fn detours(graph: &Graph) -> (Vec<Detour<'_>>, Vec<Detour<'_>>) {
    let mut sides = (Vec::new(), Vec::new());
    let mut others: Vec<&Way> = graph.ways.iter().filter(|way| !is_straight(way)).collect();
    others.sort_by_key(|way| way.to.abs_diff(way.from.unwrap_or(0)));
    for way in others {
        let side = if way.from.is_none_or(|from| from < way.to) { &mut sides.0 } else { &mut sides.1 };
        let lane = side.len();
        side.push(Detour { way, lane });
    }
    sides
}

/// The ways that go straight down to the next status.
fn straight(graph: &Graph, places: &[Place], x: usize, out: &mut String) {
    let middle = x + BOX_WIDTH / 2;
    for way in graph.ways.iter().filter(|way| is_straight(way)) {
        let start =
            way.from.and_then(|from| places.get(from)).map_or(MARGIN, |place| place.top + place.height);
        let Some(end) = places.get(way.to).map(|place| place.top) else { continue };
        // Writing into a String cannot fail.
        let _ = writeln!(out, "<path d=\"M{middle} {start}V{end}\" marker-end=\"url(#a)\"/>");
        if way.from.is_none() {
            let _ = writeln!(out, "<circle cx=\"{middle}\" cy=\"{start}\" r=\"5\"/>");
        }
        let first = start + GAP / 2 + 4 - (way.steps.len().saturating_sub(1) * LINE / 2);
        for (at, step) in way.steps.iter().enumerate() {
            let _ = writeln!(
                out,
                "<text x=\"{}\" y=\"{}\">{}</text>",
                middle + 8,
                first + at * LINE,
                escape(step)
            );
        }
    }
}

/// A way beside the column on the paper: out of one box, along its lane, into the other.
struct Bend {
    edge: usize,
    lane: usize,
    start: usize,
    arrival: usize,
}

impl Bend {
    fn of(detour: &Detour<'_>, places: &[Place], x: usize, is_right: bool) -> Option<Self> {
        let end = places.get(detour.way.to)?;
        let room = |place: &Place| place.height.saturating_sub(12).max(1);
        // Ways leave in the upper half of a box and arrive in the lower one, each a little apart.
        let apart = |place: &Place| (detour.lane * 7) % (room(place) / 2).max(1);
        let from = detour.way.from.and_then(|from| places.get(from));
        let start = from.map_or(MARGIN, |place| place.top + 6 + apart(place));
        let arrival = end.top + end.height - 6 - apart(end);
        let offset = (detour.lane + 1) * LANE;
        let (edge, lane) = match is_right {
            true => (x + BOX_WIDTH, x + BOX_WIDTH + offset),
            false => (x, x.saturating_sub(offset)),
        };
        Some(Self { edge, lane, start, arrival })
    }
}

fn line(bend: &Bend, out: &mut String) {
    let Bend { edge, lane, start, arrival } = bend;
    // Writing into a String cannot fail.
    let _ = writeln!(out, "<path d=\"M{edge} {start}H{lane}V{arrival}H{edge}\" marker-end=\"url(#a)\"/>");
}

fn label(detour: &Detour<'_>, bend: &Bend, is_right: bool, out: &mut String) {
    let (anchor, at) = if is_right { ("start", bend.lane + 4) } else { ("end", bend.lane.saturating_sub(4)) };
    let first = bend.start.midpoint(bend.arrival) + 4 + (detour.lane % 3) * LINE;
    for (number, step) in detour.way.steps.iter().enumerate() {
        let (y, step) = (first + number * LINE, escape(step));
        // Writing into a String cannot fail.
        let _ =
            writeln!(out, "<text class=\"l\" x=\"{at}\" y=\"{y}\" text-anchor=\"{anchor}\">{step}</text>");
    }
}

fn boxes(graph: &Graph, places: &[Place], x: usize, out: &mut String) {
    for (status, place) in graph.statuses.iter().zip(places) {
        let class = if status.is_final { " class=\"f\"" } else { "" };
        let (top, height, middle) = (place.top, place.height, x + BOX_WIDTH / 2);
        // Writing into a String cannot fail.
        let _ = writeln!(
            out,
            "<rect{class} x=\"{x}\" y=\"{top}\" width=\"{BOX_WIDTH}\" height=\"{height}\" rx=\"6\"/>"
        );
        let name = escape(&status.name);
        let y = if status.staying.is_empty() { place.middle() + 5 } else { top + LINE + 4 };
        let _ =
            writeln!(out, "<text class=\"n\" x=\"{middle}\" y=\"{y}\" text-anchor=\"middle\">{name}</text>");
        for (at, step) in status.staying.iter().enumerate() {
            let y = top + LINE * (at + 2) + 4;
            let _ = writeln!(
                out,
                "<text class=\"s\" x=\"{middle}\" y=\"{y}\" text-anchor=\"middle\">{}</text>",
                escape(step)
            );
        }
    }
}
