//! The rows of a short table: the latest, and one in place of several without figures.

use crate::answer::{Cell, ShownIn, Table, TableRow};
use crate::model::Source;

/// Periods with a figure that the short table has, for counts and for estimates of a survey.
const LATEST: usize = 5;
const LATEST_OF_SURVEY: usize = 3;
/// Rows of the short table, those without a figure included.
const MOST_ROWS: usize = 5;

/// Marks which rows the short table has: the latest with figures, and one row for each run of
/// periods without. Rows are in the order of time.
pub(crate) fn shorten(table: &mut Table, source: Source) {
    let most = if source == Source::Survey {
        LATEST_OF_SURVEY
    } else {
        LATEST
    };
    let is_missing = |row: &TableRow| {
        let mut values = row.cells.iter().skip(1);
        values.all(|cell| matches!(cell, Cell::Missing(_) | Cell::Empty))
    };
    let with_figures: Vec<usize> = (0..table.rows.len())
        .filter(|row| !is_missing(&table.rows[*row]))
        .collect();
    let Some(from) = with_figures
        .len()
        .checked_sub(most)
        .map_or_else(|| with_figures.first(), |skip| with_figures.get(skip))
        .copied()
    else {
        return;
    };
    for row in &mut table.rows[..from] {
        row.shown = ShownIn::InFull;
    }
    let mut rows = Vec::with_capacity(table.rows.len());
    let mut run: Vec<TableRow> = Vec::new();
    for row in std::mem::take(&mut table.rows) {
        if row.shown == ShownIn::Always && is_missing(&row) {
            run.push(row);
        } else {
            flush(&mut run, &mut rows);
            rows.push(row);
        }
    }
    flush(&mut run, &mut rows);
    table.rows = rows;
    hide_earliest(table);
}

/// Leaves the latest few rows in the short table.
fn hide_earliest(table: &mut Table) {
    let is_short = |row: &TableRow| row.shown != ShownIn::InFull;
    let many = table.rows.iter().filter(|row| is_short(row)).count();
    let mut excess = many.saturating_sub(MOST_ROWS);
    let mut rows = std::mem::take(&mut table.rows);
    rows.retain_mut(|row| {
        if excess == 0 || !is_short(row) {
            return true;
        }
        excess -= 1;
        // A row in place of several belongs to the short table alone.
        let is_in_full = row.shown == ShownIn::Always;
        row.shown = ShownIn::InFull;
        is_in_full
    });
    table.rows = rows;
}

/// Adds a run of rows without figures, and one in place of them in the short table if there are several.
fn flush(run: &mut Vec<TableRow>, rows: &mut Vec<TableRow>) {
    if let [first, .., last] = run.as_slice() {
        let mut folded = last.clone();
        if let (Some(Cell::Text(from)), Some(Cell::Text(to))) =
            (first.cells.first(), last.cells.first())
        {
            folded.cells[0] = Cell::Text(format!("{from} to {to}"));
        }
        let mut remarks: Vec<&str> = run.iter().map(|row| row.remark.as_str()).collect();
        remarks.retain(|remark| !remark.is_empty());
        remarks.sort_unstable();
        remarks.dedup();
        folded.remark = remarks.join("; ");
        folded.shown = ShownIn::InShort;
        for row in run.iter_mut() {
            row.shown = ShownIn::InFull;
        }
        rows.push(folded);
    }
    rows.append(run);
}
