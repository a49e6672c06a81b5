//! A table with one row of headings whose columns are found by their names: the form of most CSV
//! files. Says what does not fit; knows no publisher.

use super::cell::collapsed;
use crate::ingest::files::book::{Cell, Sheet};
use crate::ingest::finding::Finding;
use crate::model::cell_name;
use crate::problem::{Problem, nearest};

/// The columns of a table by their headings.
#[derive(Debug)]
pub(crate) struct Columns<'a> {
    pub(crate) sheet: &'a Sheet,
    /// The row of headings, counted from 0.
    pub(crate) heading_row: usize,
    names: Vec<String>,
}

impl<'a> Columns<'a> {
    /// Reads the headings of a row.
    pub(crate) fn of(sheet: &'a Sheet, heading_row: usize) -> Self {
        let width = sheet.rows.get(heading_row).map_or(0, Vec::len);
        let names = (0..width)
            .map(|column| collapsed(&heading_text(sheet.cell(heading_row, column))))
            .collect();
        Self {
            sheet,
            heading_row,
            names,
        }
    }

    /// The headings from left to right.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// The column with this heading, in any case.
    pub(crate) fn at(&self, name: &str) -> Option<usize> {
        self.names
            .iter()
            .position(|heading| heading.eq_ignore_ascii_case(name))
    }

    /// Whether all these headings are there.
    pub(crate) fn has(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.at(name).is_some())
    }

    /// The column with this heading.
    ///
    /// # Errors
    /// No such heading: the nearest that is there is shown.
    pub(crate) fn require(&self, name: &str) -> Result<usize, Problem> {
        self.at(name).ok_or_else(|| {
            let known = self.names.iter().map(|name| (name.as_str(), name.as_str()));
            let problem = Problem::data(format!(
                "row {} has no column `{name}`; its columns: {}",
                self.heading_row + 1,
                self.names.join(", ")
            ));
            match nearest(name, known).first() {
                Some(near) => problem.hint(format!("is it the column `{near}`?")),
                None => problem.hint("was a column removed or renamed?"),
            }
        })
    }

    /// The text of a cell without outer spaces; numbers as text.
    pub(crate) fn text(&self, row: usize, column: usize) -> String {
        heading_text(self.sheet.cell(row, column)).trim().to_owned()
    }

    /// Rows below the headings that have as many cells as they, and a finding for each other.
    pub(crate) fn rows(&self, findings: &mut Vec<Finding>) -> Vec<usize> {
        let width = self.names.len();
        (self.heading_row + 1..self.sheet.rows.len())
            .filter(|row| {
                let cells = &self.sheet.rows[*row];
                if cells.iter().all(|cell| *cell == Cell::Empty) {
                    return false;
                }
                if cells.len() == width {
                    return true;
                }
                findings.push(self.uneven(*row, cells.len()));
                false
            })
            .collect()
    }

    fn uneven(&self, row: usize, found: usize) -> Finding {
        let width = self.names.len();
        let text = self.text(row, 0);
        let conflict = ["<<<<<<<", "=======", ">>>>>>>"]
            .iter()
            .any(|mark| text.starts_with(mark));
        let (rule, message) = if conflict {
            (
                "merge-conflict",
                format!(
                    "line {} is the mark of a merge conflict: the file holds two versions; take it from a commit in which the conflict was settled",
                    row + 1
                ),
            )
        } else {
            let why = if found > width {
                "is a text with a comma not in quotes?"
            } else {
                "was the line cut off?"
            };
            (
                "row-complete",
                format!(
                    "line {} has {found} fields where the headings have {width}: {why}",
                    row + 1
                ),
            )
        };
        Finding::error(rule, &self.sheet.name, cell_name(row, 0), text, message)
    }
}

fn heading_text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Number(number) => number.to_string(),
        Cell::Text(text) => text.clone(),
    }
}
