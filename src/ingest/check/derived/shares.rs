//! Published shares and changes recomputed from the counts they rest on, and the rule about `[u]`.
//! A share or change that disagrees is reported and not served.

use crate::ingest::check::grid::{Grid, GridCell};
use crate::ingest::check::served::NotServed;
use crate::ingest::files::book::{Book, Cell};
use crate::ingest::finding::Finding;
use crate::model::{Marker, Period};
use foldhash::{HashMap, HashMapExt, HashSet};

/// How far a recomputed figure may lie from the printed one, relative to it: printed figures
/// carry about 15 digits.
const TOLERANCE: f64 = 1e-9;

/// Where the earlier count is below this, ONS prints `[u]` instead of a percentage change.
const FEWEST_FOR_A_CHANGE: f64 = 50.0;

type Key<'a> = (&'a str, &'a str, &'a str, &'a str, Period);

/// The levels of all tables, by what they are about.
pub(crate) struct Levels<'a> {
    /// With each, whether it is a count.
    values: HashMap<Key<'a>, (f64, bool)>,
    /// Printed as displayed, in a CSV: changes and shares are rounded.
    rounded: bool,
    /// Figures of a workbook that were typed as text: rounded as they were displayed.
    typed: HashSet<usize>,
}

impl<'a> Levels<'a> {
    pub(crate) fn of(grids: &[Grid<'a>], rounded: bool) -> Self {
        let mut values = HashMap::new();
        for grid in grids.iter().filter(|grid| is_level(grid)) {
            for row in &grid.rows {
                for (cell, column) in row.cells.iter().zip(&grid.columns) {
                    if let Some(value) = cell.and_then(|cell| cell.value) {
                        let key = (grid.table, row.code, row.label, row.group, column.period);
                        values.insert(key, (value, grid.statistic == "count"));
                    }
                }
            }
        }
        Self {
            values,
            rounded,
            typed: HashSet::default(),
        }
    }

    /// The same with the figures whose cells hold text: a minus sign of typographers, for example.
    pub(crate) fn typed_in(mut self, grids: &[Grid<'_>], book: &Book) -> Self {
        for grid in grids.iter().filter(|grid| !is_level(grid)) {
            let Some(sheet) = book.sheets.iter().find(|sheet| sheet.name == grid.sheet) else {
                continue;
            };
            for row in &grid.rows {
                for (cell, column) in row.cells.iter().zip(&grid.columns) {
                    let source = sheet.cell(row.at as usize, column.at as usize);
                    if let (Some(cell), Cell::Text(_)) = (cell, source) {
                        self.typed.insert(cell.index);
                    }
                }
            }
        }
        self
    }

    fn get(&self, table: &str, label: &str, period: Period) -> Option<f64> {
        self.values
            .get(&(table, "", label, "", period))
            .map(|(value, _)| *value)
    }

    /// The level a year before a figure of a table, whether it is a count, and its own level.
    fn of_change(&self, grid: &Grid<'_>, row: usize, column: usize) -> Option<(f64, bool, f64)> {
        let line = &grid.rows[row];
        let at = |period| {
            let key = (grid.table, line.code, line.label, line.group, period);
            self.values.get(&key).copied()
        };
        let period = grid.columns[column].period;
        let (now, _) = at(period)?;
        let (before, is_count) = at(period.year_before())?;
        Some((before, is_count, now))
    }

    pub(crate) fn agree(&self, printed: f64, expected: f64) -> bool {
        agree(printed, expected, self.rounded)
    }

    /// Whether a figure is what is expected, by how its cell was filled.
    fn agree_at(&self, cell: GridCell, printed: f64, expected: f64) -> bool {
        let rounded = self.rounded || self.typed.contains(&cell.index);
        agree(printed, expected, rounded)
    }
}

fn agree(printed: f64, expected: f64, rounded: bool) -> bool {
    let rounding = if rounded { 0.5 * unit_of(printed) } else { 0.0 };
    (printed - expected).abs() <= TOLERANCE * expected.abs().max(1.0) + rounding * (1.0 + 1e-9)
}

fn is_level(grid: &Grid<'_>) -> bool {
    grid.statistic != "share" && grid.statistic != "relative_change"
}

/// One unit of the last decimal place that a figure is printed with.
pub(crate) fn unit_of(printed: f64) -> f64 {
    let text = printed.to_string();
    let decimals = text
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    10f64.powi(-i32::try_from(decimals).unwrap_or(0))
}

/// Checks every share and yearly change.
pub(crate) fn check(
    grids: &[Grid<'_>],
    levels: &Levels<'_>,
    findings: &mut Vec<Finding>,
    not_served: &mut NotServed,
) {
    for grid in grids.iter().filter(|grid| !is_level(grid)) {
        for (row, line) in grid.rows.iter().enumerate() {
            for (column, cell) in line.cells.iter().enumerate() {
                let Some(cell) = cell else { continue };
                let at = (row, column, *cell);
                let found = if grid.statistic == "share" {
                    share(grid, at, levels)
                } else {
                    change(grid, at, levels)
                };
                if let Some((serve, finding)) = found {
                    if !serve {
                        not_served.add(cell.index, finding.rule);
                    }
                    findings.push(finding);
                }
            }
        }
    }
}

/// A finding, and whether the figure may still be served.
type Found = Option<(bool, Finding)>;

fn change(
    grid: &Grid<'_>,
    (row, column, cell): (usize, usize, GridCell),
    levels: &Levels<'_>,
) -> Found {
    let (before, is_count, now) = levels.of_change(grid, row, column)?;
    let label = grid.rows[row].label;
    let found = |serve, rule, value: String, message| {
        let cell = grid.cell(row, column);
        Some((
            serve,
            Finding::warning(rule, grid.sheet, cell, value, message),
        ))
    };
    let Some(printed) = cell.value else {
        let marked = cell.marker == Some(Marker::LowReliability);
        if !marked || before < FEWEST_FOR_A_CHANGE {
            return None;
        }
        let message = format!(
            "`[u]` stands for `{label}`, though its base of {before} is not below {FEWEST_FOR_A_CHANGE}"
        );
        return found(true, "low-reliability-rule", "[u]".to_owned(), message);
    };
    let expected = 100.0 * (now / before - 1.0);
    if before.abs() > 0.0 && !levels.agree_at(cell, printed, expected) {
        let message = format!(
            "the change of `{label}` from {before} to {now} is {expected:.6}%, not {printed:.6}%; it is not served"
        );
        return found(false, "change-recomputes", printed.to_string(), message);
    }
    if is_count && before < FEWEST_FOR_A_CHANGE {
        let message = format!(
            "a change is printed for `{label}`, though its base of {before} is below {FEWEST_FOR_A_CHANGE}, where `[u]` is the rule"
        );
        return found(true, "low-reliability-rule", printed.to_string(), message);
    }
    None
}

/// Where the whole stands of which a share of flagged offences is taken: the row of Table A5.
const WHOLES: [(&str, &str); 6] = [
    (
        "All offences (excluding fraud)",
        "TOTAL RECORDED CRIME - ALL OFFENCES EXCLUDING FRAUD AND COMPUTER MISUSE",
    ),
    (
        "Violence against the person",
        "TOTAL VIOLENCE AGAINST THE PERSON",
    ),
    ("Sexual offences", "TOTAL SEXUAL OFFENCES"),
    (
        "Miscellaneous crimes",
        "TOTAL MISCELLANEOUS CRIMES AGAINST SOCIETY",
    ),
    ("Public order offences", "TOTAL PUBLIC ORDER OFFENCES"),
    (
        "Criminal damage and arson",
        "TOTAL CRIMINAL DAMAGE AND ARSON",
    ),
];

/// The tables of shares with the tables of their counts and of their wholes.
pub(crate) const SHARES: [(&str, &str, &str); 2] = [("B9b", "B9a", "A5a"), ("E2b", "E2a", "A5b")];

fn share(
    grid: &Grid<'_>,
    (row, column, cell): (usize, usize, GridCell),
    levels: &Levels<'_>,
) -> Found {
    let (_, flags, whole_table) = SHARES.iter().find(|(share, ..)| *share == grid.table)?;
    let printed = cell.value?;
    let label = grid.rows[row].label;
    let period = grid.columns[column].period;
    let warn = |rule, message| {
        Finding::warning(
            rule,
            grid.sheet,
            grid.cell(row, column),
            printed.to_string(),
            message,
        )
    };
    let Some(flagged) = levels.get(flags, label, period) else {
        levels.values.keys().find(|key| key.0 == *flags)?;
        let message = format!(
            "the share of `{label}` is given for {period}, for which Table {flags} has no count; it is not served"
        );
        return Some((false, warn("share-has-a-count", message)));
    };
    let whole = whole(label, whole_table, period, levels)?;
    let expected = 100.0 * flagged / whole;
    (!levels.agree_at(cell, printed, expected)).then(|| {
        let message = format!(
            "{flagged} of {whole} `{label}` in {period} is {expected:.6}%, not {printed:.6}% (which would be of {:.0}); it is not served",
            100.0 * flagged / printed
        );
        (false, warn("share-recomputes", message))
    })
}

/// The share that the counts give, where they are there.
pub(crate) fn expected_share(
    table: &str,
    label: &str,
    period: Period,
    levels: &Levels<'_>,
) -> Option<f64> {
    let (_, flags, whole_table) = SHARES.iter().find(|(share, ..)| *share == table)?;
    let flagged = levels.get(flags, label, period)?;
    Some(100.0 * flagged / whole(label, whole_table, period, levels)?)
}

/// All offences of a group in a period, summed over its months where the table is monthly.
fn whole(label: &str, table: &str, period: Period, levels: &Levels<'_>) -> Option<f64> {
    let of = |name: &str| -> Option<f64> {
        let row = WHOLES.iter().find(|(group, _)| *group == name)?.1;
        levels.get(table, row, period).or_else(|| {
            let last = period.end_month() - 1;
            (period.first_month()..=last)
                .map(|month| levels.get(table, row, month_of(month)?))
                .sum()
        })
    };
    if label == "Other offence types" {
        let named: Option<f64> = WHOLES[1..].iter().map(|(name, _)| of(name)).sum();
        return Some(of(WHOLES[0].0)? - named?);
    }
    of(label)
}

fn month_of(index: i32) -> Option<Period> {
    Some(Period::Month {
        year: u16::try_from(index.div_euclid(12)).ok()?,
        month: u8::try_from(index.rem_euclid(12) + 1).ok()?,
    })
}

#[cfg(test)]
mod tests;
