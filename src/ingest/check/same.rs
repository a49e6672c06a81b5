//! The same figure in two tables, and shares that must make up a whole.

use super::derived::rates::plain;
use super::derived::shares::unit_of;
use super::grid::Grid;
use super::served::NotServed;
use crate::frame::Figures;
use crate::ingest::finding::Finding;
use crate::model::Period;
use foldhash::{HashMap, HashMapExt};

/// Tables that print one row twice, with that row's label in each (empty: every label they share).
const SAME: [(&str, &str, &str, &str); 5] = [
    ("A1a", "VIOLENCE", "B1a", "VIOLENCE"),
    ("A2a", "VIOLENCE", "B1c", "VIOLENCE"),
    ("A3a", "VIOLENCE", "B1e", "VIOLENCE"),
    ("A4a", "VIOLENCE", "B1g", "VIOLENCE"),
    (
        "B10",
        "All sexual offences - domestic abuse-related",
        "B9b",
        "Sexual offences",
    ),
];

/// How far Table B2 may be from Table A5a, relative to it: its notes say that it need not add up.
const B2_FROM_A5A: f64 = 0.02;

/// Every figure that two tables print differently.
pub(super) fn check(grids: &[Grid<'_>], not_served: &NotServed, findings: &mut Vec<Finding>) {
    let level = |table: &str| {
        grids
            .iter()
            .find(|grid| grid.table == table && grid.statistic != "relative_change")
    };
    for (table, label, other, other_label) in SAME {
        if let (Some(one), Some(other)) = (level(table), level(other))
            && let (Some(row), Some(other_row)) = (row(one, label), row(other, other_label))
        {
            compare((one, row), (other, other_row), 1e-9, not_served, findings);
        }
    }
    if let (Some(parts), Some(whole)) = (level("B2"), level("A5a")) {
        for (row, line) in parts.rows.iter().enumerate() {
            let same =
                |one: &&super::grid::GridRow<'_>| singular(one.label) == singular(line.label);
            if line.group.is_empty()
                && let Some(other) = whole.rows.iter().position(|one| same(&one))
            {
                compare(
                    (parts, row),
                    (whole, other),
                    B2_FROM_A5A,
                    not_served,
                    findings,
                );
            }
        }
    }
    for grid in grids.iter().filter(|grid| grid.statistic == "share") {
        halves(grid, findings);
    }
}

fn singular(label: &str) -> String {
    plain(label).trim_end_matches('s').to_owned()
}

fn row(grid: &Grid<'_>, label: &str) -> Option<usize> {
    let label = plain(label);
    grid.rows.iter().position(|row| plain(row.label) == label)
}

fn compare(
    (one, row): (&Grid<'_>, usize),
    (other, other_row): (&Grid<'_>, usize),
    tolerance: f64,
    not_served: &NotServed,
    findings: &mut Vec<Finding>,
) {
    for (column, at) in one.columns.iter().enumerate() {
        let Some(other_column) = other.column_of(at.period) else {
            continue;
        };
        let (Some(value), Some(there)) =
            (one.value(row, column), other.value(other_row, other_column))
        else {
            continue;
        };
        let doubted = other.rows[other_row].cells[other_column]
            .is_some_and(|cell| not_served.has(cell.index));
        // One of the two tables may be printed with fewer decimal places.
        let rounding = 0.5 * unit_of(value).max(unit_of(there)) * (1.0 + 1e-9);
        if doubted || (value - there).abs() <= tolerance * there.abs() + rounding {
            continue;
        }
        findings.push(Finding::warning(
            "tables-agree",
            one.sheet,
            one.cell(row, column),
            value.to_string(),
            format!(
                "`{}` in {} is {value} in Table {}, but {there} in Table {} ({}!{})",
                one.rows[row].label,
                at.period,
                one.table,
                other.table,
                other.sheet,
                other.cell(other_row, other_column)
            ),
        ));
    }
}

/// Two rows that are each other's rest, such as `- recent` and `- not recent`: they make up 100%.
fn halves(grid: &Grid<'_>, findings: &mut Vec<Finding>) {
    for row in 1..grid.rows.len() {
        let sums: Vec<(usize, f64)> = (0..grid.columns.len())
            .filter_map(|column| {
                Some((
                    column,
                    grid.value(row - 1, column)? + grid.value(row, column)?,
                ))
            })
            .collect();
        let whole = |sum: f64| (sum - 100.0).abs() < 1e-6;
        let agree = sums.iter().filter(|(_, sum)| whole(*sum)).count();
        if 2 * agree <= sums.len() {
            continue;
        }
        for (column, sum) in sums.iter().filter(|(_, sum)| !whole(*sum)) {
            findings.push(Finding::warning(
                "shares-make-a-whole",
                grid.sheet,
                grid.cell(row, *column),
                grid.value(row, *column)
                    .map_or_else(String::new, |value| value.to_string()),
                format!(
                    "`{}` and `{}` make up {sum} per cent in {}, not 100",
                    grid.rows[row - 1].label,
                    grid.rows[row].label,
                    grid.columns[*column].period
                ),
            ));
        }
    }
}

/// Tables of one survey sample.
const SURVEY: [&str; 8] = ["A1a", "A2a", "A3a", "A4a", "B1a", "B1c", "B1e", "B1g"];

/// The unweighted base of a survey year is the same in every table of the survey.
pub(super) fn bases(figures: &Figures, findings: &mut Vec<Finding>) {
    let mut seen: HashMap<Period, (f64, String)> = HashMap::new();
    let mut told: Vec<(&str, Period)> = Vec::new();
    for row in figures.iter() {
        let table = row.kind().table.as_str();
        let Some(base) = row.base().filter(|_| SURVEY.contains(&table)) else {
            continue;
        };
        let period = row.period();
        let (first, place) = seen
            .entry(period)
            .or_insert_with(|| (base, row.source_ref()));
        if (*first - base).abs() > 0.5 && !told.contains(&(table, period)) {
            told.push((table, period));
            findings.push(Finding::warning(
                "bases-agree",
                row.sheet(),
                row.cell(),
                base.to_string(),
                format!(
                    "the unweighted base of {period} is {base} in Table {table}, but {first} beside {place}"
                ),
            ));
        }
    }
}
