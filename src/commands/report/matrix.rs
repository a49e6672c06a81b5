//! A grid of stated marks: which data exist for what; and beside them which measures are held.

use anyhow::Result;

use super::Context;
use super::drawn::Drawn;
use super::stated;
use crate::answer::{
    Cell, Chart, Column, Matrix, MatrixCell, MatrixRow, NumberFormat, Panel, Table, TableRow,
};
use crate::problem::{Problem, did_you_mean, themselves};
use crate::reports::{FigureSpec, Query, Records, StatedValue};

/// # Errors
/// A figure without stated values; columns that are not there; a measure held that is unknown.
pub(super) fn drawn(context: &Context<'_>, figure: &FigureSpec) -> Result<Drawn> {
    let Query::Matrix {
        figure: number,
        rows,
        columns,
        coverage,
    } = &figure.query
    else {
        return Err(Problem::data("no query of a matrix").into());
    };
    let of_figure = |value: &&StatedValue| value.figure == *number;
    let values: Vec<&StatedValue> = context.values.all().iter().filter(of_figure).collect();
    if values.is_empty() {
        return Err(Problem::data(format!("no stated value is of figure `{number}`")).into());
    }
    let held = if *coverage {
        held(context)?
    } else {
        Vec::new()
    };
    let (names, headings) = (distinct(&values, rows)?, distinct(&values, columns)?);
    let grid: Vec<MatrixRow> = names
        .iter()
        .map(|name| MatrixRow {
            label: name.clone(),
            cells: headings
                .iter()
                .map(|heading| cell(&values, &held, (rows, name), (columns, heading)))
                .collect(),
        })
        .collect();
    let filled = grid
        .iter()
        .flat_map(|row| &row.cells)
        .filter(|cell| cell.is_filled);
    let said = format!(
        "Grid of {} rows and {} columns. A measure is held for {}.",
        names.len(),
        headings.len(),
        in_words(&grid, &headings)
    );
    let words = vec![("held", filled.count().to_string())];
    let panel = Panel {
        table: table(rows, &headings, &grid),
        chart: Some(Chart::Matrix(Matrix {
            columns: headings,
            rows: grid,
            filled: "a measure is held here".to_owned(),
            open: "no measure is held".to_owned(),
        })),
        alternative_text: said,
        ..Panel::default()
    };
    let figures = values
        .iter()
        .map(|it| stated::figure(context, it))
        .collect();
    Ok(Drawn {
        words,
        ..Drawn::of_statements(panel, figures)
    })
}

fn distinct(values: &[&StatedValue], column: &str) -> Result<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    for value in values {
        let name = value
            .column(column)
            .ok_or_else(|| Problem::data(format!("the stated values have no column `{column}`")))?;
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    Ok(names)
}

/// Row and column of each place for which a measure of the catalogue is held.
fn held(context: &Context<'_>) -> Result<Vec<(String, String)>> {
    let file = &context.about.coverage;
    if file.is_empty() {
        return Err(Problem::data("the report names no file of coverage")
            .hint("give it in [report]: coverage = \"coverage.csv\"")
            .into());
    }
    let records: Records = context.files.records(file)?;
    let catalogue = context.dataset.catalogue();
    let mut held = Vec::new();
    for record in records.all() {
        let text = |column: &str| record.get(column).unwrap_or_default();
        let measures = text("measures").split(';').filter(|name| !name.is_empty());
        for name in measures {
            if catalogue.measure(name).is_none() {
                let names = themselves(catalogue.measures.iter().map(|it| &it.id));
                let hint = did_you_mean(name, names, "`vawg list measures` shows them all");
                return Err(Problem::data(format!(
                    "`{}`, line {}: unknown measure `{name}`",
                    context.files.path(file),
                    record.line
                ))
                .hint(hint)
                .into());
            }
            held.push((text("metric").to_owned(), text("crime").to_owned()));
        }
    }
    Ok(held)
}

fn cell(
    values: &[&StatedValue],
    held: &[(String, String)],
    (rows, name): (&str, &str),
    (columns, heading): (&str, &str),
) -> MatrixCell {
    let of_place = |value: &&&StatedValue| {
        value.column(rows) == Some(name) && value.column(columns) == Some(heading)
    };
    let value = values.iter().find(of_place);
    MatrixCell {
        is_filled: held
            .iter()
            .any(|(row, column)| row == name && column == heading),
        text: value.map_or_else(String::new, |value| {
            stated::written(value, NumberFormat::Whole)
        }),
    }
}

fn table(rows: &str, headings: &[String], grid: &[MatrixRow]) -> Table {
    let written = |cell: &MatrixCell| {
        let held = if cell.is_filled { "held" } else { "" };
        let parts = [cell.text.as_str(), held];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Cell::text(parts.join(", "))
    };
    Table {
        columns: std::iter::once(Column::left(rows))
            .chain(headings.iter().map(Column::left))
            .collect(),
        rows: grid
            .iter()
            .map(|row| TableRow {
                cells: std::iter::once(Cell::text(&row.label))
                    .chain(row.cells.iter().map(written))
                    .collect(),
                ..TableRow::default()
            })
            .collect(),
        earlier_rows: 0,
    }
}

/// The places that are filled, row by row.
fn in_words(grid: &[MatrixRow], headings: &[String]) -> String {
    let rows = grid.iter().filter_map(|row| {
        let filled = row
            .cells
            .iter()
            .zip(headings)
            .filter(|(cell, _)| cell.is_filled);
        let names: Vec<&str> = filled.map(|(_, heading)| heading.as_str()).collect();
        (!names.is_empty()).then(|| format!("{} ({})", row.label, names.join(", ")))
    });
    let rows: Vec<String> = rows.collect();
    if rows.is_empty() {
        "none of them".to_owned()
    } else {
        rows.join("; ")
    }
}
