//! A figure of stated values: bars, stages, or a table; and the ratio of two of them.

use anyhow::Result;

use super::Context;
use super::drawn::Drawn;
use super::grid::Grid;
use super::ratio::ratios;
use super::stated;
use crate::answer::{Cell, Chart, Column, Panel, Stage, Stages, Table, TableRow};
use crate::facts::Fact;
use crate::problem::Problem;
use crate::reports::{FigureSpec, Form, Sort, StatedValue, StatedValues, ValuesQuery};

/// # Errors
/// Unknown values, files and columns; nothing to show.
pub(super) fn drawn(
    context: &Context<'_>,
    figure: &FigureSpec,
    query: &ValuesQuery,
) -> Result<Drawn> {
    let other = query
        .file
        .as_deref()
        .map(|file| StatedValues::read(context.files, [file]))
        .transpose()?;
    let values = chosen(other.as_ref().unwrap_or(context.values), query)?;
    let figures: Vec<Fact> = values
        .iter()
        .map(|it| stated::figure(context, it))
        .collect();
    if figure.form == Some(Form::Funnel) {
        return Ok(Drawn::of_statements(stages(&values), figures));
    }
    of_one_unit(&values)?;
    let format = stated::format_of(values.iter().copied());
    let grid = Grid::of(
        &values,
        query.rows.as_deref().unwrap_or("item"),
        query.series.as_deref(),
    )?;
    let mut panel = Panel {
        table: grid.table(format),
        chart: Some(Chart::Bars(grid.bars(
            format,
            query.highlight.as_deref(),
            figure.form,
        ))),
        alternative_text: grid.in_words(format).into(),
        ..Panel::default()
    };
    let mut drawn = Drawn::of_statements(Panel::default(), figures);
    if query.ratio {
        let ratios = ratios(&grid)?;
        drawn
            .figures
            .extend(ratios.iter().map(|it| it.figure(context)));
        panel
            .remarks
            .extend(ratios.iter().map(|ratio| ratio.in_words().into()));
    }
    drawn.panels = vec![panel];
    Ok(drawn)
}

/// The values asked for, in their order.
fn chosen<'a>(values: &'a StatedValues, query: &ValuesQuery) -> Result<Vec<&'a StatedValue>> {
    let ValuesQuery {
        figure, ids, sort, ..
    } = query;
    let mut chosen = ids
        .iter()
        .map(|id| values.value(id))
        .collect::<Result<Vec<_>>>()?;
    if let Some(figure) = figure {
        let of_figure = |value: &&StatedValue| value.figure == *figure && value.unit != "event";
        chosen.extend(values.all().iter().filter(of_figure));
    }
    if chosen.is_empty() {
        return Err(Problem::data("the query chooses no value")
            .hint("give `figure`, the number in the column of that name, or `ids`")
            .into());
    }
    match sort {
        None => {}
        // What has no value stands last.
        Some(Sort::Descending) => chosen.sort_by(|a, b| {
            let of = |it: &StatedValue| it.value.unwrap_or(f64::NEG_INFINITY);
            of(b).total_cmp(&of(a))
        }),
        Some(Sort::Ascending) => chosen.sort_by(|a, b| {
            let of = |it: &StatedValue| it.value.unwrap_or(f64::INFINITY);
            of(a).total_cmp(&of(b))
        }),
    }
    Ok(chosen)
}

/// Refuses values that no common scale and no common heading fit.
fn of_one_unit(values: &[&StatedValue]) -> Result<()> {
    let first = values.first().map_or("", |value| &value.unit);
    let Some(other) = values.iter().find(|value| value.unit != first) else {
        return Ok(());
    };
    Err(Problem::data(format!(
        "the values are in different units: `{first}`, and `{}` is in `{}`",
        other.id, other.unit
    ))
    .hint("a figure has one unit; the form `funnel` takes several")
    .into())
}

/// Values as stages that follow on one another.
fn stages(values: &[&StatedValue]) -> Panel {
    let count = |value: &StatedValue| stated::with_unit(value, stated::format_of([value]));
    let stage = |value: &&StatedValue| Stage {
        label: value.item.clone(),
        count: count(value),
        source: value.group.clone(),
        is_known: value.value.is_some(),
    };
    let row = |value: &&StatedValue| TableRow {
        cells: vec![
            Cell::text(&value.item),
            Cell::text(&value.group),
            stated::cell(value, stated::format_of([*value])),
            Cell::text(&value.unit),
            Cell::text(&value.paragraph),
        ],
        remark: value
            .marker()
            .map_or_else(String::new, |_| value.note.clone()),
        ..TableRow::default()
    };
    let said = values
        .iter()
        .map(|value| format!("{}: {} ({})", value.item, count(value), value.group));
    let said: Vec<String> = said.collect();
    Panel {
        table: Table {
            columns: vec![
                Column::left("stage"),
                Column::left("source"),
                Column::right("number"),
                Column::left("what is counted"),
                Column::wide("stated in"),
            ],
            rows: values.iter().map(row).collect(),
            earlier_rows: 0,
        },
        chart: Some(Chart::Stages(Stages {
            stages: values.iter().map(stage).collect(),
        })),
        alternative_text: format!("Stages, not to scale. {}.", said.join("; ")).into(),
        ..Panel::default()
    }
}
