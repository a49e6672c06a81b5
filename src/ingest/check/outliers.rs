//! Values ten or a thousand times their neighbours in the row, or their value in the release
//! before; and steps that nothing else in the row prepares for.

use super::Previous;
use super::grid::Grid;
use crate::frame::{Figures, Row};
use crate::ingest::finding::Finding;
use crate::model::Period;
use foldhash::{HashMap, HashMapExt};

/// Smaller counts than this leap by chance.
const FEWEST: f64 = 50.0;

/// A misplaced decimal point or a unit that slipped.
const TENFOLD: f64 = 9.5;

/// How much a count may change on revision before it is remarked on.
const REVISED: f64 = 2.0;

/// A step in an otherwise steady row.
const STEP: f64 = 4.0;
const STEADY: f64 = 3.0;

/// Leaps within the rows of each table.
pub(super) fn within(grids: &[Grid<'_>], findings: &mut Vec<Finding>) {
    for grid in grids {
        if grid.statistic == "relative_change" || grid.is_wide() {
            continue;
        }
        let fewest = if is_count(grid.statistic) {
            FEWEST
        } else {
            0.0
        };
        for row in 0..grid.rows.len() {
            if is_residual(grid.rows[row].label) {
                continue;
            }
            let values: Vec<(usize, f64)> = (0..grid.columns.len())
                .filter_map(|column| Some((column, grid.value(row, column)?)))
                .collect();
            for place in 0..values.len() {
                // The tail of a series that ends or begins beside it is small for that reason.
                let at_an_end = [values[place].0.checked_sub(1), Some(values[place].0 + 1)]
                    .into_iter()
                    .flatten()
                    .filter_map(|column| grid.rows[row].cells.get(column).copied().flatten())
                    .any(|cell| cell.value.is_none());
                if at_an_end {
                    continue;
                }
                if let Some(message) = leap(grid, &values, place, fewest) {
                    findings.push(Finding::warning(
                        "outlier",
                        grid.sheet,
                        grid.cell(row, values[place].0),
                        values[place].1.to_string(),
                        format!("`{}` {message}", grid.rows[row].label),
                    ));
                }
            }
        }
    }
}

fn is_count(statistic: &str) -> bool {
    statistic == "count"
}

/// What could not be put anywhere else is small and leaps when records are completed.
fn is_residual(label: &str) -> bool {
    label.starts_with("Not assigned")
}

fn leap(grid: &Grid<'_>, values: &[(usize, f64)], place: usize, fewest: f64) -> Option<String> {
    let (column, value) = values[place];
    let next_to = |other: Option<usize>| {
        let (other, number) = *values.get(other?)?;
        (other.abs_diff(column) == 1).then_some(number)
    };
    let before = next_to(place.checked_sub(1));
    let after = next_to(Some(place + 1));
    let period = grid.columns[column].period;
    let times = |other: f64| value.max(other) / value.min(other).max(f64::MIN_POSITIVE);
    let large = |other: f64| value.max(other) >= fewest && value.min(other) > 0.0;
    if let (Some(before), Some(after)) = (before, after) {
        let same_way = (value > before) == (value > after);
        let both =
            large(before) && large(after) && times(before) >= TENFOLD && times(after) >= TENFOLD;
        if same_way && both {
            return Some(format!(
                "is {value} in {period}, between {before} and {after}: about {:.0} times its neighbours, or their {:.0}th part",
                times(before).min(times(after)),
                times(before).min(times(after))
            ));
        }
    }
    step(grid, values, place, fewest)
}

/// A first or last value of its basis that stands apart from a row that is steady otherwise.
fn step(grid: &Grid<'_>, values: &[(usize, f64)], place: usize, fewest: f64) -> Option<String> {
    let (column, value) = values[place];
    let period = grid.columns[column].period;
    let same_basis: Vec<f64> = values
        .iter()
        .filter(|(other, _)| {
            *other != column && grid.columns[*other].period.basis() == period.basis()
        })
        .map(|(_, number)| *number)
        .collect();
    if same_basis.len() < 3 {
        return None;
    }
    let least = same_basis.iter().copied().fold(f64::INFINITY, f64::min);
    let most = same_basis.iter().copied().fold(0.0, f64::max);
    let steady = least > fewest && most / least <= STEADY;
    let apart = value > 0.0 && (value >= STEP * most || value * TENFOLD <= least)
        || value >= STEP * least && value >= 1.5 * most && most / least <= STEADY;
    (steady && apart).then(|| {
        format!("is {value} in {period}, though its other periods of that kind lie between {least} and {most}")
    })
}

/// What a count is about: equal in two releases where they count the same.
type Key<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str, &'a str, Period);

fn key<'a>(row: &Row<'a>) -> Key<'a> {
    let kind = row.kind();
    (
        &kind.table,
        &kind.statistic,
        &kind.code,
        &kind.label,
        &kind.group,
        row.area(),
        row.period(),
    )
}

/// Values that differ from those of another release by more than revisions do.
pub(super) fn previous(figures: &Figures, previous: &Previous, findings: &mut Vec<Finding>) {
    const FEW_ENOUGH: usize = 100_000;
    if figures.len() > FEW_ENOUGH || previous.figures.len() > FEW_ENOUGH {
        return;
    }
    let mut before: HashMap<Key<'_>, f64> = HashMap::new();
    for row in previous
        .figures
        .iter()
        .filter(|row| is_count(&row.kind().statistic))
    {
        if let Some(value) = row.value() {
            before.insert(key(&row), value);
        }
    }
    for row in figures.iter().filter(|row| is_count(&row.kind().statistic)) {
        let (Some(value), Some(old)) = (row.value(), before.get(&key(&row))) else {
            continue;
        };
        let (less, more) = (value.min(*old), value.max(*old));
        if less >= FEWEST && more >= REVISED * less && !is_residual(&row.kind().label) {
            findings.push(Finding::warning(
                "revised-much",
                row.sheet(),
                row.cell(),
                value.to_string(),
                format!(
                    "`{}` in {} is {value} here and {old} in release {}",
                    row.kind().label,
                    row.period(),
                    previous.release
                ),
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{previous, within};
    use crate::frame::{Figures, FiguresBuilder};
    use crate::ingest::Previous;
    use crate::ingest::check::fixture::{add, frame, some};
    use crate::ingest::check::grid::grids;
    use crate::model::Period;

    fn counts<const N: usize>(label: &str, values: [f64; N]) -> Figures {
        let mut figures = FiguresBuilder::default();
        // A second column of figures makes it a table; the row beside it is quiet.
        let (values, quiet) = (some(values), some([100.0; N]));
        let rows = [("1", label, &values[..]), ("2", "Quiet", &quiet[..])];
        add(&mut figures, ("A5a", "count"), 2015, &rows);
        frame(&figures)
    }

    fn leaps<const N: usize>(label: &str, values: [f64; N]) -> Vec<String> {
        let figures = counts(label, values);
        let mut findings = Vec::new();
        within(&grids(&figures), &mut findings);
        findings.into_iter().map(|one| one.cell).collect()
    }

    #[test]
    fn a_value_ten_times_its_neighbours_stands_out_and_growth_does_not() {
        assert_eq!(
            leaps("Stalking", [100.0, 110.0, 1200.0, 120.0, 130.0]),
            ["E10"]
        );
        assert_eq!(
            leaps("Stalking", [100.0, 110.0, 11.0, 120.0, 130.0]),
            ["E10"]
        );
        assert!(leaps("Stalking", [100.0, 200.0, 400.0, 800.0, 1600.0]).is_empty());
        // Small counts leap by chance, and what is left over leaps when records are completed.
        assert!(leaps("Infanticide", [1.0, 2.0, 30.0, 1.0, 2.0]).is_empty());
        assert!(leaps("Not assigned", [100.0, 110.0, 1200.0, 120.0, 130.0]).is_empty());
    }

    #[test]
    fn the_last_value_stands_apart_from_a_steady_row() {
        assert_eq!(
            leaps("Breach", [2000.0, 2300.0, 1900.0, 2100.0, 9800.0]),
            ["G10"]
        );
        assert!(leaps("Breach", [2000.0, 2300.0, 1900.0, 2100.0, 2900.0]).is_empty());
    }

    #[test]
    fn a_count_twice_that_of_the_release_before_is_remarked_on() {
        let told = |now: f64, before: f64| {
            let old = counts("Breach", [before, 100.0]);
            let earlier = Previous {
                release: "before".to_owned(),
                period: Period::financial(2016),
                figures: &old,
            };
            let mut findings = Vec::new();
            previous(&counts("Breach", [now, 100.0]), &earlier, &mut findings);
            findings.len()
        };
        assert_eq!(told(9830.0, 1679.0), 1);
        assert_eq!(told(1700.0, 1679.0), 0);
        assert_eq!(told(90.0, 40.0), 0);
    }
}
