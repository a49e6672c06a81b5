//! Figures about what is to be reduced: the way to a target, and definitions side by side.

use anyhow::Result;

use super::Context;
use super::command;
use super::drawn::Drawn;
use super::measures::series;
use super::published;
use crate::answer::{Cell, Column, Evidence, NumberFormat, Panel, Table, TableRow};
use crate::catalogue::Definition;
use crate::facts::{Fact, Statistic};
use crate::model::{Marker, Period, Series};
use crate::problem::{Problem, did_you_mean, themselves};
use crate::question::period;
use crate::reports::{DefinitionsQuery, FigureSpec, TrajectoryQuery};

/// The way to a target of the catalogue, as `vawg trajectory` shows it.
///
/// # Errors
/// An unknown target; whatever the trajectory says.
pub(super) fn trajectory(
    context: &Context<'_>,
    figure: &FigureSpec,
    query: &TrajectoryQuery,
) -> Result<Drawn> {
    let target = &query.target;
    let catalogue = context.dataset.catalogue();
    let found = catalogue.targets.iter().find(|entry| entry.id == *target);
    let found = found.ok_or_else(|| {
        let names = themselves(catalogue.targets.iter().map(|entry| &entry.id));
        let hint = did_you_mean(target, names, "they stand in data/catalogue/targets.toml");
        Problem::data(format!("unknown target `{target}`")).hint(hint)
    })?;
    let mut words: Vec<String> = ["trajectory", "--definition", &found.definition]
        .map(str::to_owned)
        .to_vec();
    if let Some(pin) = context.pin(figure)? {
        words.extend(["--release".to_owned(), pin.to_owned()]);
    }
    let mut drawn = command::of_words(context, &words)?;
    // Every path leads to the value that is to be reached.
    let goal = drawn
        .figures
        .iter()
        .find(|row| row.statistic == Statistic::Path && row.period.period() == Some(found.target))
        .and_then(|row| Some((row.value?, row.unit.as_str())));
    if let Some((value, unit)) = goal {
        let goal = match unit {
            "per cent" => NumberFormat::PerCent(2).write(value),
            _ => NumberFormat::Whole.write(value),
        };
        drawn.words.push(("goal", goal));
    }
    Ok(drawn)
}

/// Definitions of the catalogue side by side, with their figures for one period.
///
/// # Errors
/// Unknown definitions; a period that is none.
pub(super) fn definitions(
    context: &Context<'_>,
    figure: &FigureSpec,
    query: &DefinitionsQuery,
) -> Result<Drawn> {
    let DefinitionsQuery {
        definitions,
        period: text,
    } = query;
    let period = period::given("the query", Some(text))?;
    let period = period.ok_or_else(|| Problem::data("the query names no period"))?;
    let found = found(context, figure, definitions)?;
    let rows = found
        .iter()
        .map(|(definition, series)| row(definition, series, period));
    let panel = Panel {
        table: Table {
            columns: vec![
                Column::left("definition"),
                Column::right(text.as_str()),
                Column::left("counts"),
                Column::left("includes"),
                Column::left("leaves out"),
                Column::left("status"),
                Column::wide("used by"),
            ],
            rows: rows.collect(),
            earlier_rows: 0,
        },
        ..Panel::default()
    };
    let kept: Vec<Series> = found
        .iter()
        .map(|(_, series)| published::within(context, series, (period, period)))
        .collect();
    let figures = found
        .iter()
        .filter_map(|(definition, series)| {
            let row = published::figure(&definition.id, series, series.point(period)?);
            Some(Fact {
                status: definition.status.parse().ok(),
                ..row
            })
        })
        .collect();
    Ok(Drawn {
        panels: vec![panel],
        evidence: Evidence::of_sources(&kept),
        figures,
        words: Vec::new(),
    })
}

/// Each definition with the series of each of its measures.
fn found<'a>(
    context: &Context<'a>,
    figure: &FigureSpec,
    names: &[String],
) -> Result<Vec<(&'a Definition, Series)>> {
    let catalogue = context.dataset.catalogue();
    let mut found = Vec::new();
    for name in names {
        let definition = catalogue.definitions.iter().find(|entry| entry.id == *name);
        let definition = definition.ok_or_else(|| {
            let names = themselves(catalogue.definitions.iter().map(|entry| &entry.id));
            let hint = did_you_mean(name, names, "`vawg list definitions` shows them all");
            Problem::data(format!("unknown definition `{name}`")).hint(hint)
        })?;
        for measure in &definition.measures {
            found.push((definition, series(context, figure, measure)?));
        }
    }
    Ok(found)
}

fn row(definition: &Definition, series: &Series, period: Period) -> TableRow {
    let format = published::format_of(series);
    let point = series.point(period);
    let value = match point.map(|point| (point.value, point.marker)) {
        Some((Some(value), _)) => Cell::Number(value, format),
        Some((None, Some(marker))) => Cell::Missing(marker),
        _ => Cell::Missing(Marker::NotAvailable),
    };
    let quoted = point.is_some_and(|point| !point.quoted_by.is_empty());
    TableRow {
        cells: vec![
            Cell::text(&definition.title),
            value,
            Cell::text(&definition.counts),
            Cell::text(&definition.includes),
            Cell::text(&definition.leaves_out),
            Cell::text(&definition.status),
            Cell::text(&definition.used_by),
        ],
        remark: if quoted { "as quoted" } else { "" }.to_owned(),
        ..TableRow::default()
    }
}
