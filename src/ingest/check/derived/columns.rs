//! Columns whose figures belong under another heading: shares against what the counts give, and
//! every table against the release before.

use super::shares::{Levels, SHARES, expected_share};
use crate::ingest::check::Previous;
use crate::ingest::check::grid::{Grid, grids};
use crate::ingest::check::served::NotServed;
use crate::ingest::finding::Finding;
use crate::model::{Period, cell_name};

const RULE: &str = "column-shifted";

/// A column and the period whose figures it holds.
struct Misplaced {
    column: usize,
    holds: Period,
    /// Rows that agree with that period, of how many.
    agree: (usize, usize),
}

/// Columns of shares that hold those of another period.
pub(crate) fn shares(
    grids: &[Grid<'_>],
    levels: &Levels<'_>,
    findings: &mut Vec<Finding>,
    not_served: &mut NotServed,
) {
    for (table, counts, _) in SHARES {
        let level = |name: &str| {
            grids
                .iter()
                .find(|grid| grid.table == name && grid.statistic != "relative_change")
        };
        let (Some(shares), Some(counts)) = (level(table), level(counts)) else {
            continue;
        };
        let found: Vec<Misplaced> = (0..shares.columns.len())
            .filter_map(|column| misplaced_shares(shares, column, counts, levels))
            .collect();
        let whose = format!("of Table {}", counts.table);
        withhold(shares, &found, not_served);
        report(shares, &found, &whose, findings);
    }
}

/// The column of shares, where the counts of another period give more of it than those of its own.
fn misplaced_shares(
    shares: &Grid<'_>,
    column: usize,
    counts: &Grid<'_>,
    levels: &Levels<'_>,
) -> Option<Misplaced> {
    let period = shares.columns[column].period;
    let own = agreeing(shares, column, period, levels);
    let (rows, holds) = counts
        .columns
        .iter()
        .map(|one| (agreeing(shares, column, one.period, levels), one.period))
        .max_by_key(|(rows, _)| rows.0)?;
    (holds != period && 2 * own.0 < rows.0 && 2 * rows.0 > rows.1).then_some(Misplaced {
        column,
        holds,
        agree: rows,
    })
}

/// Rows of a column of shares that agree with the counts of a period, of how many.
fn agreeing(
    shares: &Grid<'_>,
    column: usize,
    period: Period,
    levels: &Levels<'_>,
) -> (usize, usize) {
    let mut rows = (0, 0);
    for (row, line) in shares.rows.iter().enumerate() {
        let expected = expected_share(shares.table, line.label, period, levels);
        if let (Some(printed), Some(expected)) = (shares.value(row, column), expected) {
            rows.1 += 1;
            rows.0 += usize::from(levels.agree(printed, expected));
        }
    }
    rows
}

/// Columns that fit another period of the release before much better than their own.
pub(crate) fn previous(
    grids_now: &[Grid<'_>],
    previous: &Previous,
    findings: &mut Vec<Finding>,
    not_served: &mut NotServed,
) {
    let before = grids(previous.figures);
    for grid in grids_now {
        if grid.statistic == "relative_change" || grid.is_wide() {
            continue;
        }
        let told = findings
            .iter()
            .any(|finding| finding.rule == RULE && finding.sheet == grid.sheet);
        if told {
            continue;
        }
        let same = |one: &&Grid<'_>| one.table == grid.table && one.statistic == grid.statistic;
        let Some(old) = before.iter().find(same) else {
            continue;
        };
        let found = misplaced_since(grid, old);
        let whose = format!("in release {}", previous.release);
        withhold(grid, &found, not_served);
        report(grid, &found, &whose, findings);
    }
}

/// A figure under a heading that is known to be wrong is about another period than it says.
fn withhold(grid: &Grid<'_>, found: &[Misplaced], not_served: &mut NotServed) {
    for one in found {
        let cells = grid.rows.iter().filter_map(|row| row.cells[one.column]);
        for cell in cells {
            not_served.add(cell.index, RULE);
        }
    }
}

/// The columns of a table that hold what the same table of before had under another period.
fn misplaced_since(grid: &Grid<'_>, old: &Grid<'_>) -> Vec<Misplaced> {
    let rows: Vec<(usize, usize)> = grid
        .rows
        .iter()
        .enumerate()
        .filter_map(|(row, line)| Some((row, old.row_of(line)?)))
        .collect();
    let mut found: Vec<Misplaced> = (0..grid.columns.len())
        .filter_map(|column| fits_another(grid, column, old, &rows))
        .collect();
    // Where a column was moved, what was there before was moved too.
    let places: Vec<usize> = found.iter().map(|one| one.column).collect();
    let is_certain = |one: &Misplaced| {
        let other = grid.column_of(one.holds);
        other.is_none_or(|other| places.contains(&other))
    };
    let certain: Vec<usize> = found
        .iter()
        .filter(|one| is_certain(one))
        .map(|one| one.column)
        .collect();
    // The last of several columns that were moved takes the place of one that the table before does
    // not have: the column beside it tells that it was moved too.
    found.retain(|one| certain.iter().any(|other| other.abs_diff(one.column) <= 1));
    found
}

/// The column, where another period of the old table is much nearer to it than its own.
fn fits_another(
    grid: &Grid<'_>,
    column: usize,
    old: &Grid<'_>,
    rows: &[(usize, usize)],
) -> Option<Misplaced> {
    let period = grid.columns[column].period;
    let own = apart(grid, column, old, old.column_of(period)?, rows)?;
    if own.0 <= 0.01 {
        return None;
    }
    let (nearest, holds) = (0..old.columns.len())
        .filter(|there| old.columns[*there].period != period)
        .filter_map(|there| {
            let apart = apart(grid, column, old, there, rows)?;
            Some((apart, old.columns[there].period))
        })
        .min_by(|one, other| one.0.0.total_cmp(&other.0.0))?;
    (nearest.0 < own.0 / 4.0).then_some(Misplaced {
        column,
        holds,
        agree: (nearest.1, nearest.1),
    })
}

/// How far two columns are apart: the middle relative difference of their rows; and of how many.
fn apart(
    one: &Grid<'_>,
    column: usize,
    other: &Grid<'_>,
    there: usize,
    rows: &[(usize, usize)],
) -> Option<(f64, usize)> {
    let mut differences: Vec<f64> = rows
        .iter()
        .filter_map(|(row, old)| {
            let (now, before) = (one.value(*row, column)?, other.value(*old, there)?);
            let size = now.abs().max(before.abs());
            (size > 0.0).then(|| (now - before).abs() / size)
        })
        .collect();
    if differences.len() < 2 {
        return None;
    }
    differences.sort_by(f64::total_cmp);
    Some((differences[differences.len() / 2], differences.len()))
}

/// Columns that moved the same way are one finding, others one each.
fn report(grid: &Grid<'_>, found: &[Misplaced], whose: &str, findings: &mut Vec<Finding>) {
    let to_left =
        |one: &Misplaced| one.holds.end_month() - grid.columns[one.column].period.end_month() > 0;
    match found {
        [first, .., last] if found.iter().all(|one| to_left(one) == to_left(first)) => {
            let direction = if to_left(first) { "left" } else { "right" };
            let (from, to) = (letters(grid, first), letters(grid, last));
            let period = grid.columns[first.column].period;
            let message = format!(
                "the figures of {} columns of Table {} ({from} to {to}) are to the {direction} of their headings: under {period} are the figures of {} ({} of {} rows {whose}); they are not served",
                found.len(), grid.table, first.holds, first.agree.0, first.agree.1
            );
            findings.push(warn(grid, first, message));
        }
        _ => findings.extend(found.iter().map(|one| {
            let message = format!(
                "column {} of Table {} is headed {}, but holds the figures of {} ({} of {} rows {whose}); they are not served",
                letters(grid, one), grid.table, grid.columns[one.column].period,
                one.holds, one.agree.0, one.agree.1
            );
            warn(grid, one, message)
        })),
    }
}

/// The letters of a column, as a spreadsheet shows them.
fn letters(grid: &Grid<'_>, one: &Misplaced) -> String {
    let at = grid.columns[one.column].at as usize;
    cell_name(0, at).trim_end_matches('1').to_owned()
}

fn warn(grid: &Grid<'_>, one: &Misplaced, message: String) -> Finding {
    let cell = grid.cell(0, one.column);
    let period = grid.columns[one.column].period.to_string();
    Finding::warning(RULE, grid.sheet, cell, period, message)
}

#[cfg(test)]
mod tests {
    use super::{NotServed, Previous, grids, previous};
    use crate::frame::{Figures, FiguresBuilder};
    use crate::ingest::check::fixture::{add, frame, some};
    use crate::model::Period;

    /// Three rows of six years, each with a course of its own.
    fn table(first: u16, from: usize) -> Figures {
        let mut figures = FiguresBuilder::default();
        let values: Vec<_> = [100.0, 370.0, 900.0]
            .into_iter()
            .map(|start: f64| {
                let at = |place: usize| start * (1.0 + 0.4 * place as f64 + (place % 3) as f64);
                some([0, 1, 2, 3, 4].map(|place| at(place + from)))
            })
            .collect();
        let labels = ["A", "B", "C"];
        let rows: Vec<_> = labels
            .iter()
            .zip(&values)
            .map(|(label, values)| (*label, *label, &values[..]))
            .collect();
        add(&mut figures, ("A5a", "count"), first, &rows);
        frame(&figures)
    }

    fn told(now: &Figures) -> Vec<String> {
        found(now).0
    }

    /// The messages, and how many figures are withheld.
    fn found(now: &Figures) -> (Vec<String>, usize) {
        let old = table(2015, 0);
        let earlier = Previous {
            release: "before".to_owned(),
            period: Period::financial(2019),
            figures: &old,
        };
        let (mut findings, mut withheld) = (Vec::new(), NotServed::default());
        previous(&grids(now), &earlier, &mut findings, &mut withheld);
        let messages = findings.into_iter().map(|one| one.message).collect();
        let indices = 0..now.len();
        (
            messages,
            indices.filter(|index| withheld.has(*index)).count(),
        )
    }

    #[test]
    fn columns_that_hold_the_years_beside_their_own_are_shifted() {
        assert!(told(&table(2015, 0)).is_empty());
        // The later release begins a year later, and says so.
        assert!(told(&table(2016, 1)).is_empty());
        // It holds those years, but its headings were left as they were.
        let (shifted, withheld) = found(&table(2015, 1));
        // All but the last column hold the figures of a year that the earlier release has.
        assert_eq!(withheld, 12);
        assert_eq!(shifted.len(), 1, "{shifted:?}");
        assert!(
            shifted[0].contains("to the left of their headings"),
            "{shifted:?}"
        );
    }
}
