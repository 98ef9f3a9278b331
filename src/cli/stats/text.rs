//! Figures for people: a table a section with bars, the curve of what takes how long, and what each figure means.

use super::data::{Share, ratio, value};
use super::gather::{Column, Sheet};
use crate::cli::{CliError, Context};
use crate::output::{Cell, Column as Heading, Table, Tone, bar, curve};
use crate::process::definition::{Measures, Ratio, Section};
use crate::register::short;
use crate::statistics::{Length, Quantile};

/// With more columns than these, each becomes a row.
const ABREAST: usize = 2;
/// How wide a bar is at most.
const BAR: usize = 24;

/// Prints the figures of a kind.
///
/// # Errors
/// What the output gives.
pub(super) fn tell(sheet: &Sheet, context: &Context) -> Result<(), CliError> {
    let Some(measures) = sheet.measures() else { return Ok(()) };
    let so_far = if sheet.over { "" } else { ", so far" };
    let commit =
        sheet.commit.map_or_else(|| "no commit".to_owned(), |commit| format!("commit {}", short(commit)));
    context.output.heading(&format!("{}, {}{so_far}", measures.title, sheet.period))?;
    context.output.line(&format!("as of {}, {commit}", sheet.watched))?;
    for (name, section) in sheet.sections() {
        context.output.line("")?;
        context.output.heading(&section.title)?;
        let table = match sheet.columns.len() <= ABREAST {
            true => upright(sheet, section),
            false => abreast(sheet, section),
        };
        if !table.is_empty() {
            context.output.table(&table)?;
        }
        for (key, span) in &section.spans {
            let of =
                sheet.columns.iter().filter_map(|column| Some((column, column.group.length(name, key)?)));
            lengths(&of.collect::<Vec<_>>(), &span.title, context)?;
        }
    }
    definitions(measures, context)
}

/// A row a figure, a column a period.
fn upright(sheet: &Sheet, section: &Section) -> Table {
    let mut headings = vec![Heading::new("figure", "")];
    headings.extend(sheet.columns.iter().map(|column| Heading::new(&column.name, &column.name).right()));
    headings.push(Heading::new("bar", "").shrink(1));
    let mut table = Table::new(headings);
    let first = sheet.columns.first();
    let of_first = |name: &String| first.map_or(0, |column| value(&column.group, name));
    let most = section.counts.keys().map(of_first).max().unwrap_or_default();
    for (name, count) in &section.counts {
        let mut row = vec![Cell::from(count.title.as_str())];
        row.extend(sheet.columns.iter().map(|column| number(value(&column.group, name))));
        row.push(Cell::from(bar(of_first(name), most, BAR)).tone(Tone::Good));
        table.row(row);
    }
    for ratio in section.ratios.values() {
        let mut row = vec![Cell::from(format!("{}, share", ratio.title))];
        row.extend(sheet.columns.iter().map(|column| portion(column, ratio)));
        table.row(row);
    }
    table
}

/// A row a period or a group, a column a figure.
fn abreast(sheet: &Sheet, section: &Section) -> Table {
    let mut headings = vec![Heading::new("of", "").shrink(1)];
    headings.extend(
        section.counts.iter().map(|(name, count)| Heading::new(name, &count.title).right().shrink(2)),
    );
    headings.extend(section.ratios.iter().map(|(name, ratio)| {
        Heading::new(format!("{name}-share"), format!("{}, share", ratio.title)).right().shrink(2)
    }));
    let mut table = Table::new(headings);
    if section.counts.is_empty() && section.ratios.is_empty() {
        return table;
    }
    for column in &sheet.columns {
        let mut row = vec![Cell::from(column.name.as_str())];
        row.extend(section.counts.keys().map(|name| number(value(&column.group, name))));
        row.extend(section.ratios.values().map(|ratio| portion(column, ratio)));
        table.row(row);
    }
    table
}

fn number(value: u64) -> Cell {
    Cell::new(value.to_string(), value).tone(if value == 0 { Tone::Faint } else { Tone::Plain })
}

fn portion(column: &Column, defined: &Ratio) -> Cell {
    let Share { of, over, share } = ratio(&column.group, defined);
    match share {
        Some(share) => Cell::from(format!("{of}/{over} {:.0} %", share * 100.0)),
        None => Cell::from("0/0").tone(Tone::Faint),
    }
}

fn lengths(of: &[(&Column, &Length)], title: &str, context: &Context) -> Result<(), CliError> {
    let mut table = Table::new([
        Heading::new("of", title).shrink(1),
        Heading::new("cases", "cases").right(),
        Heading::new("ended", "over").right(),
        Heading::new("open", "open").right(),
        Heading::new("median", "median (at risk)").right(),
        Heading::new("ninetieth", "90 % (at risk)").right(),
    ]);
    for (column, Length { survival, .. }) in of {
        table.row([
            Cell::from(column.name.as_str()),
            survival.cases().into(),
            survival.ended().into(),
            survival.open().into(),
            quantile(survival.median()),
            quantile(survival.ninetieth()),
        ]);
    }
    context.output.table(&table)?;
    let first = of.iter().find(|(column, _)| !column.is_group);
    let Some(survival) = first.map(|(_, length)| &length.survival).filter(|survival| survival.cases() > 0)
    else {
        return Ok(());
    };
    let points: Vec<(i64, f64)> = survival.points.iter().map(|point| (point.days, point.open)).collect();
    context.output.line("")?;
    Ok(context.output.verbatim(&curve(&points, context.output.paper()))?)
}

fn quantile(found: Option<Quantile>) -> Cell {
    match found {
        Some(found) => Cell::from(format!("{} ({})", found.days, found.at_risk)),
        None => Cell::from("not reached").tone(Tone::Faint),
    }
}

fn definitions(measures: &Measures, context: &Context) -> Result<(), CliError> {
    context.output.line("")?;
    context.output.heading(&format!("What is counted (format {})", measures.version))?;
    let mut table = Table::new([
        Heading::new("section", "").shrink(3).wrap(),
        Heading::new("figure", "").shrink(2).wrap(),
        Heading::new("means", "").shrink(1).wrap(),
    ]);
    for section in measures.sections.values() {
        let mut title = section.title.as_str();
        let counts = section.counts.values().map(|count| (&count.title, &count.means));
        let spans = section.spans.values().map(|span| (&span.title, &span.means));
        for (figure, means) in counts.chain(spans) {
            table.row([title, figure, means].map(Cell::from));
            title = "";
        }
    }
    Ok(context.output.table(&table)?)
}
