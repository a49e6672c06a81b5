//! What a workbook hides: such sheets, rows and columns are not read, and each is named.

use std::collections::BTreeSet;
use std::ops::Range;

use super::book::{Cell, Sheet};
use super::finding::Finding;
use super::intake::{Intake, PassedOver};
use crate::model::{cell_name, cell_position};

/// Hidden parts of a workbook that hold something.
#[derive(Debug, Default)]
pub struct Hidden {
    /// Sheets that are not read.
    pub sheets: Vec<String>,
    /// Rows and columns of the sheets that are read.
    pub within: Vec<HiddenWithin>,
}

/// Hidden rows and columns of one sheet, counted from 0.
#[derive(Debug, Default)]
pub struct HiddenWithin {
    /// The sheet.
    pub sheet: String,
    /// Rows with content. They are kept, so that a table does not end there.
    pub rows: BTreeSet<usize>,
    /// Columns with content, whose cells were emptied.
    pub columns: BTreeSet<usize>,
}

impl Hidden {
    /// Empties the hidden columns of a sheet, and remembers them and its hidden rows.
    pub(super) fn apply(
        &mut self,
        sheet: &mut Sheet,
        rows: &[Range<usize>],
        columns: &[Range<usize>],
    ) {
        let mut within = HiddenWithin {
            sheet: sheet.name.clone(),
            ..HiddenWithin::default()
        };
        let filled = |cell: &Cell| *cell != Cell::Empty;
        let height = sheet.rows.len();
        for row in rows
            .iter()
            .flat_map(|rows| rows.start..rows.end.min(height))
        {
            if sheet
                .rows
                .get(row)
                .is_some_and(|cells| cells.iter().any(filled))
            {
                within.rows.insert(row);
            }
        }
        let width = sheet.width();
        for column in columns
            .iter()
            .flat_map(|columns| columns.start..columns.end.min(width))
        {
            for cells in &mut sheet.rows {
                if let Some(cell) = cells.get_mut(column).filter(|cell| filled(cell)) {
                    *cell = Cell::Empty;
                    within.columns.insert(column);
                }
            }
        }
        if !within.rows.is_empty() || !within.columns.is_empty() {
            self.within.push(within);
        }
    }
}

/// Drops what was read from hidden rows, and names every hidden part.
pub(super) fn leave_out(intake: &mut Intake, hidden: &Hidden) {
    for sheet in &hidden.sheets {
        let reason = "hidden in the workbook: unhide the sheet to take it in";
        intake.passed_over.push(PassedOver {
            sheet: sheet.clone(),
            reason: reason.to_owned(),
        });
    }
    for within in &hidden.within {
        leave_out_rows(intake, within);
        name(intake, within);
    }
}

fn leave_out_rows(intake: &mut Intake, within: &HiddenWithin) {
    if within.rows.is_empty() {
        return;
    }
    intake.figures.retain(|row| {
        row.sheet() != within.sheet || !within.rows.contains(&(row.position().0 as usize))
    });
    intake.findings.retain(|finding| {
        let row = cell_position(&finding.cell).map(|(row, _)| row);
        finding.sheet != within.sheet || row.is_none_or(|row| !within.rows.contains(&row))
    });
}

fn name(intake: &mut Intake, within: &HiddenWithin) {
    let letters = |column: usize| {
        let name = cell_name(0, column);
        name.trim_end_matches('1').to_owned()
    };
    let number = |row: usize| (row + 1).to_string();
    for (what, names, first) in [
        (
            "rows",
            runs(&within.rows, number),
            within.rows.first().map(|row| (*row, 0)),
        ),
        (
            "columns",
            runs(&within.columns, letters),
            within.columns.first().map(|column| (0, *column)),
        ),
    ] {
        if let Some((row, column)) = first {
            let message =
                format!("hidden {what} {names} are not read: unhide them to take their figures in");
            let cell = cell_name(row, column);
            intake.findings.push(Finding::warning(
                "hidden-cells",
                &within.sheet,
                cell,
                "",
                message,
            ));
        }
    }
}

/// `3, 5 to 7`.
fn runs(numbers: &BTreeSet<usize>, name: impl Fn(usize) -> String) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let written = runs.into_iter().map(|(first, last)| {
        if first == last {
            name(first)
        } else {
            format!("{} to {}", name(first), name(last))
        }
    });
    written.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::runs;

    #[test]
    fn rows_in_a_run_are_named_together() {
        let name = |number: usize| number.to_string();
        assert_eq!(runs(&[3, 5, 6, 7].into(), name), "3, 5 to 7");
        assert_eq!(runs(&[3].into(), name), "3");
    }
}
