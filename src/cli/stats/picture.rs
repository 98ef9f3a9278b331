//! Figures as SVG, and as one HTML file with the charts in it. Where lines and bars stand is worked out here; what they
//! look like, and every word, stand in `templates/`.

use minijinja::{Value, context};

use super::data::{Share, ratio, value};
use super::gather::{Column, Sheet};
use crate::cli::CliError;
use crate::cli::desk::Desk;
use crate::cli::mail::templates;
use crate::process::definition::{Measures, Section};
use crate::register::short;
use crate::render::Templates;
use crate::statistics::{Quantile, Survival};

/// The templates: a section's chart, all of them as one picture, and the page.
const CHART: &str = "stats-chart.svg";
const PICTURE: &str = "stats.svg";
const PAGE: &str = "stats.html";

/// A chart's measures, in pixels.
const WIDTH: usize = 720;
const BAR_LEFT: usize = 220;
const BAR_ROOM: usize = 420;
const ROW: usize = 24;
const HEAD: usize = 32;
const CURVE: usize = 190;
/// The part of a curve's height in which it runs, from 0 % to 100 %.
const CURVE_ROOM: f64 = 120.0;

/// All charts as one SVG file.
///
/// # Errors
/// A template that does not work.
pub(super) fn svg(desk: &Desk, sheets: &[Sheet]) -> Result<String, CliError> {
    let templates = templates(desk)?;
    let mut charts = Vec::new();
    let mut y = HEAD;
    for sheet in sheets {
        for Drawn { section, chart, height, .. } in drawn(&templates, sheet)? {
            charts.push(context! { title => &section.title, y, chart => Value::from_safe_string(chart) });
            y = y.saturating_add(height);
        }
    }
    let values = context! { width => WIDTH, height => y, charts, ..heading(desk, sheets) };
    filled(&templates, PICTURE, values)
}

/// One HTML file that needs no other.
///
/// # Errors
/// A template that does not work.
pub(super) fn html(desk: &Desk, sheets: &[Sheet]) -> Result<String, CliError> {
    let templates = templates(desk)?;
    let mut parts = Vec::new();
    for sheet in sheets {
        let mut sections = Vec::new();
        for Drawn { name, section, chart, .. } in drawn(&templates, sheet)? {
            let described = described(sheet, name, section);
            sections.push(context! { chart => Value::from_safe_string(chart), ..described });
        }
        let columns: Vec<String> = sheet.columns.iter().map(|column| column.name.clone()).collect();
        let version = sheet.measures().map(|measures| measures.version);
        parts.push(context! { sections, columns, version });
    }
    filled(&templates, PAGE, context! { parts, ..heading(desk, sheets) })
}

fn filled(templates: &Templates, name: &str, values: Value) -> Result<String, CliError> {
    templates.fill(name, values).map_err(|error| CliError::environment(error.to_string()))
}

/// What stands above everything.
fn heading(desk: &Desk, sheets: &[Sheet]) -> Value {
    let first = sheets.first();
    let title = first.and_then(Sheet::measures).map(|measures: &Measures| measures.title.clone());
    context! {
        title,
        register => desk.snapshot.settings.name.clone(),
        period => first.map(|sheet| sheet.period.to_string()),
        cut_off => first.map(|sheet| sheet.watched.to_string()),
        over => first.is_some_and(|sheet| sheet.over),
        commit => first.and_then(|sheet| sheet.commit).map(short),
    }
}

/// A section with its chart.
struct Drawn<'s> {
    name: &'s str,
    section: &'s Section,
    chart: String,
    height: usize,
}

/// The chart of each section.
fn drawn<'s>(templates: &Templates, sheet: &'s Sheet) -> Result<Vec<Drawn<'s>>, CliError> {
    let drawn = |(name, section)| {
        let (values, height) = chart(sheet, name, section);
        Ok(Drawn { name, section, chart: filled(templates, CHART, values)?, height })
    };
    sheet.sections().map(drawn).collect()
}

/// A section's bars and curves, of the first column that is no group.
fn chart(sheet: &Sheet, name: &str, section: &Section) -> (Value, usize) {
    let column = sheet.columns.iter().find(|column| !column.is_group);
    let number = |count: &String| column.map_or(0, |column| value(&column.group, count));
    let most = section.counts.keys().map(number).max().unwrap_or_default().max(1);
    let mut y = HEAD;
    let mut bars = Vec::new();
    for (key, count) in &section.counts {
        let number = number(key);
        #[allow(clippy::cast_precision_loss)]
        let length = number as f64 / most as f64 * BAR_ROOM as f64;
        bars.push(context! { title => &count.title, number, y, x => BAR_LEFT, length => rounded(length) });
        y = y.saturating_add(ROW);
    }
    let mut curves = Vec::new();
    for (key, span) in &section.spans {
        let length = column.and_then(|column| column.group.length(name, key));
        let Some(survival) = length.map(|length| &length.survival) else { continue };
        curves.push(context! { title => &span.title, y, x => BAR_LEFT, room => BAR_ROOM, ..curve(survival) });
        y = y.saturating_add(CURVE);
    }
    (context! { title => &section.title, width => WIDTH, height => y, bars, curves }, y)
}

/// Two digits are as fine as anybody sees, and the same everywhere.
fn rounded(length: f64) -> String {
    format!("{length:.2}")
}

/// A curve as points, within [`BAR_ROOM`] by [`CURVE_ROOM`].
fn curve(survival: &Survival) -> Value {
    let days =
        |pick: fn(i64, i64) -> i64, start| survival.points.iter().map(|point| point.days).fold(start, pick);
    let (from, to) = (days(i64::min, 0), days(i64::max, 1));
    #[allow(clippy::cast_precision_loss)]
    let x = |days: i64| (days - from) as f64 / (to - from).max(1) as f64 * BAR_ROOM as f64;
    let y = |open: f64| (1.0 - open) * CURVE_ROOM;
    let mut open = 1.0;
    let mut points = vec![format!("{},{}", rounded(0.0), rounded(0.0))];
    for point in &survival.points {
        points.push(format!("{},{}", rounded(x(point.days)), rounded(y(open))));
        open = point.open;
        points.push(format!("{},{}", rounded(x(point.days)), rounded(y(open))));
    }
    let censored = survival.points.iter().filter(|point| point.censored > 0);
    let ticks: Vec<Value> =
        censored.map(|point| context! { x => rounded(x(point.days)), y => rounded(y(point.open)) }).collect();
    context! { points => points.join(" "), ticks, from, to, ..lengths(survival) }
}

fn lengths(survival: &Survival) -> Value {
    let quantile = |found: Option<Quantile>| {
        found.map(|found| context! { days => found.days, at_risk => found.at_risk })
    };
    context! {
        cases => survival.cases(),
        ended => survival.ended(),
        open => survival.open(),
        median => quantile(survival.median()),
        ninetieth => quantile(survival.ninetieth()),
    }
}

/// A section's numbers and what they mean.
fn described(sheet: &Sheet, name: &str, section: &Section) -> Value {
    let each = |of: &dyn Fn(&Column) -> Value| sheet.columns.iter().map(of).collect::<Vec<_>>();
    let counts = section.counts.iter().map(|(name, count)| {
        let values = each(&|column| Value::from(value(&column.group, name)));
        context! { title => &count.title, means => &count.means, values }
    });
    let ratios = section.ratios.values().map(|defined| {
        let values = each(&|column| {
            let Share { of, over, share } = ratio(&column.group, defined);
            context! { of, over, percent => share.map(|share| format!("{:.1}", share * 100.0)) }
        });
        context! { title => &defined.title, values }
    });
    let spans = section.spans.iter().map(|(key, span)| {
        let values = each(&|column| {
            let length = column.group.length(name, key);
            length.map_or_else(Value::default, |length| lengths(&length.survival))
        });
        context! { title => &span.title, means => &span.means, values }
    });
    context! {
        title => &section.title,
        counts => counts.collect::<Vec<_>>(),
        ratios => ratios.collect::<Vec<_>>(),
        spans => spans.collect::<Vec<_>>(),
    }
}
