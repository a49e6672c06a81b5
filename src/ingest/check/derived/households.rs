//! Rates per 1,000 households against their counts and the households printed beside them: each row
//! has one such rate, so that no other rate of its row can tell what it should be.

use super::rates::{RATE_RULE, level, plain};
use crate::ingest::check::grid::{Grid, GridRow};
use crate::ingest::check::served::NotServed;
use crate::ingest::finding::Finding;

/// Tables with rates per household, and those of their counts.
const PAIRS: [(&str, &str); 2] = [("P3", "P1"), ("C4", "C2")];

/// Households are printed to the nearest hundred.
const HALF_A_HUNDRED: f64 = 50.0;

/// Every rate per household that is not that of its count; it is not served.
pub(crate) fn check(grids: &[Grid<'_>], findings: &mut Vec<Finding>, not_served: &mut NotServed) {
    for (table, counts) in PAIRS {
        let of = |statistic: &str| {
            let mut grids = grids.iter();
            grids.find(|grid| grid.table == table && grid.statistic == statistic)
        };
        let (Some(rates), Some(households), Some(counts)) =
            (of("household_rate"), of("households"), level(grids, counts))
        else {
            continue;
        };
        for (row, line) in rates.rows.iter().enumerate() {
            for column in 0..rates.columns.len() {
                let label = rates.columns[column].label;
                let found = (
                    rates.value(row, column),
                    count(counts, line, label),
                    households_of(households, line),
                );
                let (Some(rate), Some(count), Some(households)) = found else {
                    continue;
                };
                let slack = HALF_A_HUNDRED * rate.abs() / 1000.0 + 1e-6 * count.abs().max(1.0);
                if (rate * households / 1000.0 - count).abs() <= slack {
                    continue;
                }
                let message = format!(
                    "`{label}` of {}: the {count} of Table {} among {households} households are {:.6} per 1,000, not {rate:.6}; it is not served",
                    line.area,
                    counts.table,
                    1000.0 * count / households
                );
                let cell = rates.cell(row, column);
                findings.push(Finding::warning(
                    RATE_RULE,
                    rates.sheet,
                    cell,
                    rate.to_string(),
                    message,
                ));
                if let Some(cell) = line.cells[column] {
                    not_served.add(cell.index, RATE_RULE);
                }
            }
        }
    }
}

/// The count of the offence of a column in the row of the same area.
fn count(counts: &Grid<'_>, line: &GridRow<'_>, label: &str) -> Option<f64> {
    let wanted = plain(label.split_once(" (").map_or(label, |(name, _)| name));
    let mut columns = counts.columns.iter();
    let column = columns.position(|one| plain(one.label) == wanted)?;
    let mut rows = counts.rows.iter();
    let row = rows.position(|one| one.area == line.area && one.group == line.group)?;
    counts.value(row, column)
}

/// The households in the row of a rate.
fn households_of(households: &Grid<'_>, line: &GridRow<'_>) -> Option<f64> {
    let row = households.rows.iter().position(|one| one.at == line.at)?;
    households.value(row, 0)
}
