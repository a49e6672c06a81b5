//! The figures of a report: tables, charts and sentences from their facts.

mod bar_rows;
pub(crate) mod definitions;
pub(crate) mod differences;
pub(crate) mod figure_builder;
pub(crate) mod listing;
pub(crate) mod matrix;
pub(crate) mod measures;
pub(crate) mod scorecard;
pub(crate) mod stages;
mod stated_value;
pub(crate) mod tally;
pub(crate) mod value_bars;
pub(crate) mod written_files;

use crate::answer::{Cell, Column, Table, TableRow};

/// A table of these rows.
fn table(columns: impl IntoIterator<Item = Column>, rows: impl Iterator<Item = TableRow>) -> Table {
    Table {
        columns: columns.into_iter().collect(),
        rows: rows.collect(),
        earlier_rows: 0,
    }
}

/// A row without notes.
fn row(cells: impl IntoIterator<Item = Cell>) -> TableRow {
    TableRow {
        cells: cells.into_iter().collect(),
        ..TableRow::default()
    }
}
