//! Cells whose marker may hide a number, so that a total that includes them cannot be tested.

use crate::ingest::check::grid::Grid;
use crate::model::Marker;

/// For each row of a table, whether each of its cells may hide a number. `[x]` in the first or last
/// periods of a row says that the offence was not yet or no longer in use: it hides nothing.
pub(super) fn by_row(grid: &Grid<'_>) -> Vec<Vec<bool>> {
    let rows = grid.rows.iter().map(|row| {
        let markers = row
            .cells
            .iter()
            .map(|cell| cell.and_then(|cell| cell.marker));
        let mut hidden: Vec<bool> = markers.map(|marker| marker.is_some()).collect();
        if !grid.is_wide() {
            let is_unused = |at: usize| {
                let marker = row.cells[at].and_then(|cell| cell.marker);
                marker == Some(Marker::NotAvailable)
            };
            let places = 0..hidden.len();
            for at in places.clone().take_while(|at| is_unused(*at)) {
                hidden[at] = false;
            }
            for at in places.rev().take_while(|at| is_unused(*at)) {
                hidden[at] = false;
            }
        }
        hidden
    });
    rows.collect()
}

/// The same for each column, whose cells are those of other rows.
pub(super) fn by_column(grid: &Grid<'_>) -> Vec<Vec<bool>> {
    let rows = by_row(grid);
    (0..grid.columns.len())
        .map(|column| rows.iter().map(|row| row[column]).collect())
        .collect()
}
