//! Figures for programs: JSON of a published shape, and CSV with a row a figure.

use serde_json::{Map, Value as Json, json};

use super::gather::{Column, Sheet};
use crate::cli::CliError;
use crate::output::{Cell, Column as Heading, Table};
use crate::process::definition::{Ratio, Section};
use crate::statistics::{Group, Length, Quantile};

/// The name of the shape.
pub(super) const SHAPE: &str = "iwcp/stats/1";

/// The figures of every kind.
pub(super) fn json(sheets: &[Sheet]) -> Vec<Json> {
    let sheet = |sheet: &Sheet| {
        let measures = sheet.measures()?;
        Some(json!({
            "kind": sheet.kind.definition.kind,
            "title": measures.title,
            "version": measures.version,
            "period": {"name": sheet.period.to_string(), "from": sheet.period.from.to_string(), "to": sheet.period.to.to_string()},
            "cut_off": sheet.watched.to_string(),
            "over": sheet.over,
            "commit": sheet.commit.map(|commit| commit.to_string()),
            "sections": sheet.sections().map(|(name, it)| described(name, it)).collect::<Vec<_>>(),
            "columns": sheet.columns.iter().map(|column| of_column(sheet, column)).collect::<Vec<_>>(),
        }))
    };
    sheets.iter().filter_map(sheet).collect()
}

/// What stands in a section, and how it is defined.
fn described(name: &str, section: &Section) -> Json {
    let counts = section.counts.iter().map(|(name, count)| {
        json!({"name": name, "title": count.title, "means": count.means, "during": count.of.adds_up()})
    });
    let ratios = section
        .ratios
        .iter()
        .map(|(name, ratio)| json!({"name": name, "title": ratio.title, "of": ratio.of, "over": ratio.over}));
    let spans = section
        .spans
        .iter()
        .map(|(name, span)| json!({"name": name, "title": span.title, "means": span.means}));
    json!({
        "name": name, "title": section.title, "counts": counts.collect::<Vec<_>>(),
        "ratios": ratios.collect::<Vec<_>>(), "spans": spans.collect::<Vec<_>>(),
    })
}

fn of_column(sheet: &Sheet, column: &Column) -> Json {
    let counts: Map<String, Json> =
        column.group.counts.iter().map(|(name, cell)| (name.clone(), cell.value.into())).collect();
    let ratios: Map<String, Json> = sheet
        .sections()
        .filter(|(_, section)| !section.ratios.is_empty())
        .map(|(name, section)| (name.to_owned(), shares(section, &column.group)))
        .collect();
    let spans: Map<String, Json> = sheet
        .sections()
        .filter(|(_, section)| !section.spans.is_empty())
        .map(|(name, section)| {
            let lengths = section
                .spans
                .keys()
                .filter_map(|span| Some((span.clone(), length(column.group.length(name, span)?))));
            (name.to_owned(), Json::Object(lengths.collect()))
        })
        .collect();
    json!({
        "name": column.name, "group": column.is_group,
        "from": column.period.from.to_string(), "to": column.period.to.to_string(),
        "counts": counts, "ratios": ratios, "spans": spans,
    })
}

fn shares(section: &Section, group: &Group) -> Json {
    let shares = section.ratios.iter().map(|(name, defined)| {
        let Share { of, over, share } = ratio(group, defined);
        (name.clone(), json!({"numerator": of, "denominator": over, "share": share}))
    });
    Json::Object(shares.collect())
}

fn length(length: &Length) -> Json {
    let survival = &length.survival;
    let points = survival.points.iter().map(|point| {
        json!({"days": point.days, "at_risk": point.at_risk, "ended": point.ended, "censored": point.censored, "open": point.open})
    });
    json!({
        "cases": survival.cases(), "ended": survival.ended(),
        "open": survival.open(),
        "median": quantile(survival.median()), "ninetieth": quantile(survival.ninetieth()),
        "curve": points.collect::<Vec<_>>(),
    })
}

fn quantile(found: Option<Quantile>) -> Json {
    found.map_or(Json::Null, |found| json!({"days": found.days, "at_risk": found.at_risk}))
}

/// A count of a group.
pub(super) fn value(group: &Group, name: &str) -> u64 {
    group.counts.get(name).map_or(0, |cell| cell.value)
}

/// One count of another.
pub(super) struct Share {
    /// The count above the line.
    pub of: u64,
    /// The count below it.
    pub over: u64,
    /// How much of it that is, 0 to 1; none of nothing.
    pub share: Option<f64>,
}

/// A ratio of a group.
pub(super) fn ratio(group: &Group, ratio: &Ratio) -> Share {
    let (of, over) = (value(group, &ratio.of), value(group, &ratio.over));
    // Counts are far below the 52 bits that a fraction holds exactly.
    #[allow(clippy::cast_precision_loss)]
    let share = (over > 0).then(|| of as f64 / over as f64);
    Share { of, over, share }
}

const COLUMNS: &[&str] = &[
    "kind",
    "column",
    "from",
    "to",
    "section",
    "figure",
    "title",
    "value",
    "numerator",
    "denominator",
    "cases",
    "ended",
    "median",
    "median_at_risk",
    "ninetieth",
    "ninetieth_at_risk",
];

/// A row a figure.
///
/// # Errors
/// What writing CSV gives.
pub(super) fn csv(sheets: &[Sheet]) -> Result<String, CliError> {
    let mut table = Table::new(COLUMNS.iter().map(|name| Heading::new(*name, *name)));
    for sheet in sheets {
        for column in &sheet.columns {
            for (name, section) in sheet.sections() {
                rows(&mut table, sheet, column, name, section);
            }
        }
    }
    Ok(table.to_csv()?)
}

fn rows(table: &mut Table, sheet: &Sheet, column: &Column, name: &str, section: &Section) {
    let head = |figure: &str, title: &str| {
        let kind = sheet.kind.definition.kind.as_str();
        let (from, to) = (column.period.from.to_string(), column.period.to.to_string());
        [kind, &column.name, &from, &to, name, figure, title].map(Cell::from).to_vec()
    };
    let number = |number: Json| Cell::new(String::new(), number);
    for (figure, count) in &section.counts {
        let mut row = head(figure, &count.title);
        row.push(number(value(&column.group, figure).into()));
        table.row(row);
    }
    for (figure, defined) in &section.ratios {
        let Share { of, over, share } = ratio(&column.group, defined);
        let mut row = head(&format!("{figure}-share"), &defined.title);
        row.extend([number(json!(share)), number(of.into()), number(over.into())]);
        table.row(row);
    }
    for (figure, span) in &section.spans {
        let Some(length) = column.group.length(name, figure) else { continue };
        let survival = &length.survival;
        let mut row = head(figure, &span.title);
        row.extend([Cell::empty(), Cell::empty(), Cell::empty()]);
        row.extend([number(survival.cases().into()), number(survival.ended().into())]);
        for found in [survival.median(), survival.ninetieth()] {
            row.extend([number(json!(found.map(|it| it.days))), number(json!(found.map(|it| it.at_risk)))]);
        }
        table.row(row);
    }
}
