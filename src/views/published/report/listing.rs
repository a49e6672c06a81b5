//! The rows of a CSV as a table.

use super::figure_builder::FigureBuilder;
use super::{row, table};
use crate::answer::{Cell, Column, NumberFormat, Panel};
use crate::facts::Facts;
use crate::reports::Records;

/// The figure of some columns; a picture has no room for those in `wide`.
pub(crate) fn figure(records: &Records, columns: &[String], wide: &[String]) -> FigureBuilder {
    let row = |record: crate::reports::Record<'_>| {
        let text = |column: &String| record.get(column).unwrap_or_default();
        row(columns.iter().map(|column| cell(text(column))))
    };
    let is_number = |column: &str| {
        let mut texts = records.all().filter_map(|record| record.get(column));
        texts.all(|text| text.is_empty() || text.parse::<f64>().is_ok())
    };
    let header = |column: &String| {
        let words = column.replace('_', " ");
        Column {
            in_terminal: !wide.contains(column),
            ..if is_number(column) {
                Column::right(words)
            } else {
                Column::left(words)
            }
        }
    };
    let panel = Panel {
        table: table(columns.iter().map(header), records.all().map(row)),
        ..Panel::default()
    };
    FigureBuilder::new(panel, Facts::default())
}

/// A number as in the file, with its own decimal places. The file is what the figure states.
fn cell(text: &str) -> Cell {
    let places = text.split_once('.').map_or(0, |(_, digits)| digits.len());
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Cell::Number(number, NumberFormat::Decimal(places)),
        _ if text.is_empty() => Cell::Empty,
        // In the file `;` separates several names in one cell.
        _ => {
            let names: Vec<&str> = text.split(';').map(str::trim).collect();
            Cell::text(names.join("; "))
        }
    }
}
