//! A user's file as rows of text: a CSV in any usual form, or the first sheet of a workbook that has a
//! table.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};

use super::headers::Headers;
use super::periods::date_of_day;
use crate::ingest::{Book, Cell, FileKind, Sheet, Source, open};
use crate::problem::Problem;

/// Rows that may stand above the headings of a sheet.
const ROWS_ABOVE: usize = 20;

/// The rows of a file.
pub(super) struct Table {
    /// The file, for errors.
    pub(super) name: String,
    pub(super) headers: Vec<String>,
    /// The line of each row, as a text editor or a spreadsheet shows it, and its cells.
    pub(super) rows: Vec<(u64, Vec<String>)>,
    /// What was understood of the file's form, in words.
    pub(super) understood: Vec<String>,
    /// Whether commas are decimal points.
    pub(super) decimal_commas: bool,
}

/// Reads the rows of a file, or of standard input where the path is `-`.
///
/// # Errors
/// A file that cannot be read, or that is neither a text nor a workbook.
pub(super) fn read(path: &Path) -> Result<Table> {
    let source = Arc::new(Source::at(path)?);
    let name = source.label();
    let book = open(&source).with_context(|| format!("`{name}`"))?;
    let mut table = match book.kind {
        FileKind::Csv => of_text(&book, name)?,
        _ => of_workbook(&book, name)?,
    };
    table.understood.splice(0..0, book.notes.iter().cloned());
    table.find_decimal_commas(&book);
    Ok(table)
}

impl Table {
    fn new(name: String, headers: Vec<String>) -> Self {
        Self {
            name,
            headers,
            rows: Vec::new(),
            understood: Vec::new(),
            decimal_commas: false,
        }
    }

    /// Where commas do not separate columns they may be decimal points: `11,3`.
    fn find_decimal_commas(&mut self, book: &Book) {
        if !book.notes.iter().any(|note| note.contains("separated by")) {
            return;
        }
        let is_decimal = |cell: &String| {
            let cell = cell.trim_end_matches(['%', ' ']).replace('.', "");
            let Some((whole, decimals)) = cell.split_once(',') else {
                return false;
            };
            let digits =
                |text: &str| !text.is_empty() && text.bytes().all(|one| one.is_ascii_digit());
            digits(whole.trim_start_matches('-')) && digits(decimals) && decimals.len() != 3
        };
        self.decimal_commas = self.rows.iter().any(|(_, row)| row.iter().any(is_decimal));
        if self.decimal_commas {
            self.understood.push("commas are decimal points".to_owned());
        }
    }
}

fn of_text(book: &Book, name: String) -> Result<Table> {
    let mut table = Table::new(name, Vec::new());
    let Some(delimited) = &book.delimited else {
        return Ok(table);
    };
    let mut breaks = 0;
    delimited.each(|row, record| {
        let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        let line = u64::from(row) + 1 + breaks;
        breaks += record.as_slice().matches('\n').count() as u64;
        if table.headers.is_empty() {
            table.headers = cells;
        } else if cells.iter().any(|cell| !cell.is_empty()) {
            table.rows.push((line, cells));
        }
        Ok(())
    })?;
    Ok(table)
}

/// The first sheet with a row of headings that are understood.
fn of_workbook(book: &Book, name: String) -> Result<Table> {
    let found = book.sheets.iter().find_map(|sheet| {
        let rows = 0..sheet.rows.len().min(ROWS_ABOVE);
        let mut rows = rows.filter(|row| Headers::of(&texts(sheet, *row)).is_complete());
        Some((sheet, rows.next()?))
    });
    let first = || {
        let mut filled = book.sheets.iter().filter(|sheet| !sheet.rows.is_empty());
        let sheet = filled.next()?;
        let is_filled = |row: &Vec<Cell>| row.iter().any(|cell| *cell != Cell::Empty);
        Some((sheet, sheet.rows.iter().position(is_filled)?))
    };
    let (sheet, heading) = found.or_else(first).ok_or_else(|| {
        Problem::data(format!("`{name}` is empty"))
            .hint("a sheet has the headings period and value, and a row for each figure")
    })?;
    let mut table = Table::new(name, texts(sheet, heading));
    while table.headers.last().is_some_and(String::is_empty) {
        table.headers.pop();
    }
    for row in heading + 1..sheet.rows.len() {
        let mut cells = texts(sheet, row);
        cells.truncate(table.headers.len());
        if cells.iter().any(|cell| !cell.is_empty()) {
            table.rows.push((row as u64 + 1, cells));
        }
    }
    if book.sheets.len() > 1 {
        table
            .understood
            .push(format!("read from sheet `{}`", sheet.name));
    }
    Ok(table)
}

fn texts(sheet: &Sheet, row: usize) -> Vec<String> {
    let cells = sheet.rows.get(row).into_iter().flatten();
    cells.map(text).collect()
}

/// A cell as text. The reader of workbooks gives a date as the number of its day, in text.
fn text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Number(number) => number.to_string(),
        Cell::Text(text) => {
            let day = text
                .parse::<f64>()
                .ok()
                .filter(|day| (1.0..100_000.0).contains(day));
            match day {
                Some(day) if text.len() >= 5 => {
                    let (year, month, day) = date_of_day(day as i64);
                    format!("{year:04}-{month:02}-{day:02}")
                }
                _ => text.trim().to_owned(),
            }
        }
    }
}
