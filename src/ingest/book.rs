//! A workbook as it is: sheets of cells, with nothing judged or changed.

use std::io::Cursor;

use anyhow::Result;
use calamine::{Data, Reader, open_workbook_auto_from_rs};

use crate::problem::Problem;

/// A file of one or more sheets.
#[derive(Debug, Default)]
pub struct Book {
    /// In the order of the file.
    pub sheets: Vec<Sheet>,
}

/// One sheet: rows of cells, the first of them row 1, column A.
#[derive(Debug, Default)]
pub struct Sheet {
    /// As the file spells it, outer spaces included.
    pub name: String,
    /// All rows have the same number of cells.
    pub rows: Vec<Vec<Cell>>,
}

/// What one cell holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// A number.
    Number(f64),
    /// Text, as it stands.
    Text(String),
}

impl Book {
    /// Reads xlsx, xls or ods.
    ///
    /// # Errors
    /// Bytes that are no such workbook, or a damaged one.
    pub fn read(bytes: Vec<u8>) -> Result<Self> {
        let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| {
            Problem::data(format!("it is no workbook that can be read ({error})")).hint(
                "a published workbook is an xlsx, xls or ods file; was the download cut short?",
            )
        })?;
        let mut sheets = Vec::new();
        for name in workbook.sheet_names() {
            let range = workbook.worksheet_range(&name).map_err(|error| {
                Problem::data(format!("sheet `{name}` cannot be read ({error})"))
            })?;
            let (height, width) = range.end().map_or((0, 0), |(row, column)| {
                (row as usize + 1, column as usize + 1)
            });
            let mut rows = vec![vec![Cell::Empty; width]; height];
            let (top, left) = range.start().unwrap_or((0, 0));
            for (row, column, data) in range.used_cells() {
                rows[row + top as usize][column + left as usize] = Cell::from(data);
            }
            sheets.push(Sheet { name, rows });
        }
        Ok(Self { sheets })
    }
}

impl Sheet {
    /// The cell of a row and column, both counted from 0; empty outside the sheet.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> &Cell {
        self.rows
            .get(row)
            .and_then(|cells| cells.get(column))
            .unwrap_or(&Cell::Empty)
    }

    /// The text of a cell; empty where it holds none.
    #[must_use]
    pub fn text(&self, row: usize, column: usize) -> &str {
        match self.cell(row, column) {
            Cell::Text(text) => text,
            Cell::Empty | Cell::Number(_) => "",
        }
    }
}

impl From<&Data> for Cell {
    fn from(data: &Data) -> Self {
        match data {
            Data::Empty => Self::Empty,
            #[allow(clippy::cast_precision_loss)] // published counts are far below 2^53
            Data::Int(number) => Self::Number(*number as f64),
            Data::Float(number) => Self::Number(*number),
            Data::String(text) if text.trim().is_empty() => Self::Empty,
            Data::String(text) => Self::Text(text.clone()),
            other => Self::Text(other.to_string()),
        }
    }
}

/// The name of a cell as a spreadsheet shows it; row and column counted from 0.
#[must_use]
pub fn cell_name(row: usize, column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(digit).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{}", row + 1)
}

#[cfg(test)]
mod tests {
    use super::cell_name;

    #[test]
    fn cells_are_named_as_a_spreadsheet_names_them() {
        assert_eq!(cell_name(0, 0), "A1");
        assert_eq!(cell_name(76, 24), "Y77");
        assert_eq!(cell_name(8, 26), "AA9");
        assert_eq!(cell_name(0, 701), "ZZ1");
        assert_eq!(cell_name(0, 702), "AAA1");
    }
}
