//! A grid of stated marks: which data exist for what; and beside them which measures are held.

use anyhow::Result;

use super::Context;
use super::drawn::Drawn;
use super::stated;
use crate::answer::{
    Cell, Chart, Column, Matrix, MatrixCell, MatrixRow, NumberFormat, Panel, Table, TableRow,
};
use crate::problem::{Problem, did_you_mean, themselves};
use crate::reports::{MatrixQuery, Records, StatedValue};

/// # Errors
/// A figure without stated values; columns that are not there; a measure held that is unknown; a
/// place for which nothing is stated, or two marks.
pub(super) fn drawn(context: &Context<'_>, query: &MatrixQuery) -> Result<Drawn> {
    let MatrixQuery {
        figure: number,
        rows,
        columns,
        coverage,
    } = query;
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
    let row = |name: &String| -> Result<MatrixRow> {
        let cell = |heading: &String| cell(&values, &held, (rows, name), (columns, heading));
        Ok(MatrixRow {
            label: name.clone(),
            cells: headings.iter().map(cell).collect::<Result<_>>()?,
        })
    };
    let grid = names.iter().map(row).collect::<Result<Vec<_>>>()?;
    let filled = grid
        .iter()
        .flat_map(|row| &row.cells)
        .filter(|cell| cell.is_filled);
    let words = vec![("held", filled.count().to_string())];
    let key = |text: &str| coverage.then(|| text.to_owned()).unwrap_or_default();
    let panel = Panel {
        table: table(rows, &headings, &grid),
        alternative_text: in_words(&grid, &headings, *coverage).into(),
        chart: Some(Chart::Matrix(Matrix {
            columns: headings,
            rows: grid,
            filled: key("a measure is held here"),
            open: key("no measure is held"),
        })),
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
) -> Result<MatrixCell> {
    let of_place = |value: &&&StatedValue| {
        value.column(rows) == Some(name) && value.column(columns) == Some(heading)
    };
    let mut of_place = values.iter().filter(of_place);
    let value = of_place
        .next()
        .ok_or_else(|| stated::nothing_for(name, heading))?;
    if let Some(other) = of_place.next() {
        let (first, second) = (&value.id, &other.id);
        return Err(Problem::data(format!("`{first}` and `{second}` stand in one place")).into());
    }
    Ok(MatrixCell {
        is_filled: held
            .iter()
            .any(|(row, column)| row == name && column == heading),
        text: stated::written(value, NumberFormat::Whole),
    })
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

/// What a reader who cannot see the grid needs: where a measure is held, or else every mark.
fn in_words(grid: &[MatrixRow], headings: &[String], coverage: bool) -> String {
    let rows = grid.iter().filter_map(|row| {
        let cells = row.cells.iter().zip(headings);
        let names: Vec<String> = if coverage {
            let filled = cells.filter(|(cell, _)| cell.is_filled);
            filled.map(|(_, heading)| heading.clone()).collect()
        } else {
            let said = cells.map(|(cell, heading)| format!("{heading} {}", cell.text));
            said.collect()
        };
        (!names.is_empty()).then(|| format!("{} ({})", row.label, names.join(", ")))
    });
    let rows: Vec<String> = rows.collect();
    let counted = |count: usize, noun: &str| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {noun}{plural}")
    };
    format!(
        "Grid of {} and {}. {}{}.",
        counted(grid.len(), "row"),
        counted(headings.len(), "column"),
        if coverage {
            "A measure is held for "
        } else {
            ""
        },
        if rows.is_empty() {
            "none of them".to_owned()
        } else {
            rows.join("; ")
        }
    )
}
