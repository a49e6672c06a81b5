//! What a workbook hides: such sheets, rows and columns are not read, and each is named.

use std::collections::BTreeSet;
use std::ops::Range;

use anyhow::Result;

use super::book::{Cell, Sheet};
use crate::frame::Row;
use crate::ingest::finding::Finding;
use crate::ingest::intake::{Intake, PassedOver, Taken};
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
    pub(crate) fn apply(
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
///
/// # Errors
/// None in practice: the rows kept are those of the frame.
pub(crate) fn leave_out(intake: &mut Intake, hidden: &Hidden) -> Result<()> {
    for sheet in &hidden.sheets {
        intake.passed_over.push(PassedOver {
            sheet: sheet.clone(),
            reason: PassedOver::HIDDEN.to_owned(),
        });
    }
    for within in &hidden.within {
        leave_out_rows(intake, within)?;
        name(intake, within);
    }
    Ok(())
}

fn leave_out_rows(intake: &mut Intake, within: &HiddenWithin) -> Result<()> {
    if within.rows.is_empty() {
        return Ok(());
    }
    let is_hidden = |row: Row<'_>| {
        row.sheet() == within.sheet && within.rows.contains(&(row.position().0 as usize))
    };
    let mut rows = BTreeSet::new();
    for row in intake.observations.iter().filter(|row| is_hidden(*row)) {
        let mut tables = intake.taken.iter_mut();
        let of_row =
            |taken: &&mut Taken| taken.sheet == within.sheet && taken.table == row.kind().table;
        if let Some(taken) = tables.find(of_row) {
            let (figures, markers) = (row.value().is_some(), row.marker().is_some());
            taken.figures = taken.figures.saturating_sub(usize::from(figures));
            taken.markers = taken.markers.saturating_sub(usize::from(markers));
            let new = rows.insert((taken.table.clone(), row.position().0));
            taken.rows = taken.rows.saturating_sub(usize::from(new));
        }
    }
    let kept = intake.observations.iter().map(|row| !is_hidden(row));
    let kept = kept.collect();
    intake.observations = intake.observations.filtered(&kept)?;
    intake.findings.retain(|finding| {
        let row = cell_position(&finding.cell).map(|(row, _)| row);
        finding.sheet != within.sheet || row.is_none_or(|row| !within.rows.contains(&row))
    });
    Ok(())
}

fn name(intake: &mut Intake, within: &HiddenWithin) {
    let letters = |column: usize| {
        let name = cell_name(0, column);
        name.trim_end_matches('1').to_owned()
    };
    let rows = runs(&within.rows, |row| (row + 1).to_string());
    let columns = runs(&within.columns, letters);
    let parts = [("rows", rows), ("columns", columns)];
    let parts = parts.iter().filter(|(_, names)| !names.is_empty());
    let parts: Vec<String> = parts
        .map(|(what, names)| format!("{what} {names}"))
        .collect();
    let first = |numbers: &BTreeSet<usize>| numbers.first().copied().unwrap_or(0);
    let cell = cell_name(first(&within.rows), first(&within.columns));
    let message = format!(
        "hidden {} are not read: unhide them to take their figures in",
        parts.join(" and ")
    );
    let finding = Finding::warning("hidden-cells", &within.sheet, cell, "", message);
    intake.findings.push(finding);
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
