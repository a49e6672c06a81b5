//! A grid of stated marks, and beside them which measures are held.

use super::figure_builder::{FigureBuilder, Word};
use super::row;
use super::stated_value::written;
use crate::answer::{
    Cell, Chart, Column, Matrix, MatrixCell, MatrixRow, NumberFormat, Panel, Table,
};
use crate::facts::Facts;
use crate::facts::published::report::stated_values::Stated;
use crate::facts::published::report::value_grid::Grid;
use crate::reports::MatrixQuery;

/// The figure of a grid; `held` are the rows and columns of the places with a measure.
pub(crate) fn figure(
    facts: Facts,
    grid: &Grid<'_>,
    held: &[(String, String)],
    query: &MatrixQuery,
) -> FigureBuilder {
    let row = |(label, values): (&String, &[Stated<'_>])| MatrixRow {
        label: label.clone(),
        cells: grid
            .parts
            .iter()
            .zip(values)
            .map(|(heading, stated)| MatrixCell {
                is_filled: held
                    .iter()
                    .any(|(row, part)| row == label && part == heading),
                text: written(&facts, *stated, NumberFormat::Whole).to_string(),
            })
            .collect(),
    };
    let rows: Vec<MatrixRow> = grid.lines().map(row).collect();
    let cells = rows.iter().flat_map(|row| &row.cells);
    let filled = cells.filter(|cell| cell.is_filled).count();
    let key = |text: &str| {
        if query.coverage {
            text.to_owned()
        } else {
            String::new()
        }
    };
    let panel = Panel {
        table: table(query, &grid.parts, &rows),
        alternative_text: in_words(&rows, &grid.parts, query.coverage).into(),
        chart: Some(Chart::Matrix(Matrix {
            columns: grid.parts.clone(),
            rows,
            filled: key("a measure is held here"),
            open: key("no measure is held"),
        })),
        ..Panel::default()
    };
    FigureBuilder {
        words: vec![("held", Word::count(filled))],
        ..FigureBuilder::new(panel, facts)
    }
}

fn table(query: &MatrixQuery, headings: &[String], rows: &[MatrixRow]) -> Table {
    let cell = |cell: &MatrixCell| {
        let parts = [cell.text.as_str(), if cell.is_filled { "held" } else { "" }];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Cell::text(parts.join(", "))
    };
    let line = |line: &MatrixRow| {
        let label = std::iter::once(Cell::text(&line.label));
        row(label.chain(line.cells.iter().map(cell)))
    };
    let columns = std::iter::once(Column::left(&query.rows));
    let columns = columns.chain(headings.iter().map(Column::left));
    super::table(columns, rows.iter().map(line))
}

/// What a reader who cannot see the grid needs: where a measure is held, or else every mark.
fn in_words(rows: &[MatrixRow], headings: &[String], coverage: bool) -> String {
    let each = rows.iter().filter_map(|row| {
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
    let each: Vec<String> = each.collect();
    let counted = |count: usize, noun: &str| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {noun}{plural}")
    };
    let held = if coverage {
        "A measure is held for "
    } else {
        ""
    };
    let each = if each.is_empty() {
        "none of them".to_owned()
    } else {
        each.join("; ")
    };
    format!(
        "Grid of {} and {}. {held}{each}.",
        counted(rows.len(), "row"),
        counted(headings.len(), "column"),
    )
}
