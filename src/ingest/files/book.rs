//! A file as it is: sheets of cells, with nothing judged or changed.

use calamine::Data;

use super::delimited::Delimited;
use super::hidden::Hidden;

/// A file of one or more sheets. A CSV has one, named as the file.
#[derive(Debug, Default)]
pub struct Book {
    /// The file's name without its folders.
    pub file_name: String,
    /// In which form it is written.
    pub kind: FileKind,
    /// In the order of the file.
    pub sheets: Vec<Sheet>,
    /// A CSV's records, for those too many to be held as cells.
    pub delimited: Option<Delimited>,
    /// What a workbook hides: it is not read.
    pub hidden: Hidden,
    /// What is unusual in the form of a text, and how it was read.
    pub notes: Vec<String>,
}

/// In which form a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FileKind {
    /// Text, one record a line.
    #[default]
    Csv,
    /// Excel since 2007.
    Xlsx,
    /// Excel before.
    Xls,
    /// `OpenDocument`.
    Ods,
}

/// One sheet: rows of cells, the first of them row 1, column A.
#[derive(Debug, Default)]
pub struct Sheet {
    /// As the file spells it, outer spaces included.
    pub name: String,
    /// Rows of a workbook have the same number of cells; those of a CSV as many as they have.
    pub rows: Vec<Vec<Cell>>,
    /// Whether these are all rows: of a long CSV only the first are held.
    pub whole: bool,
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

    /// The number of cells of the longest row.
    #[must_use]
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }
}

impl Cell {
    /// A cell of text; empty where it holds only spaces.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        if text.trim().is_empty() {
            Self::Empty
        } else {
            Self::Text(text.to_owned())
        }
    }
}

impl From<&Data> for Cell {
    fn from(data: &Data) -> Self {
        match data {
            Data::Empty => Self::Empty,
            Data::Int(number) => Self::Number(*number as f64),
            Data::Float(number) => Self::Number(*number),
            Data::String(text) => Self::from_text(text),
            other => Self::Text(other.to_string()),
        }
    }
}
