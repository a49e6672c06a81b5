//! Rates and percentages against the counts they are of: within a column every row must imply the
//! same population, and that population must move slowly from year to year.

use crate::ingest::check::grid::{Grid, GridRow};
use crate::ingest::check::served::NotServed;
use crate::ingest::finding::Finding;
use crate::model::Period;

/// A table of rates, the table of its counts, and the unit of the last place that each is printed
/// with (0 where it is printed in full).
struct Pair {
    rates: &'static str,
    counts: &'static str,
    rate_unit: f64,
    count_unit: f64,
    /// The pair whose population is that of this one, being printed with more digits, and how many
    /// units of count for each unit of rate it stands for.
    population: Option<(&'static str, &'static str, f64)>,
}

const fn pair(rates: &'static str, counts: &'static str, count_unit: f64) -> Pair {
    Pair {
        rates,
        counts,
        rate_unit: 0.0,
        count_unit,
        population: None,
    }
}

/// Percentages with one decimal place of people in thousands; the incidents in thousands and their
/// rates per 1,000 give the same population in millions.
const fn percentages(
    rates: &'static str,
    counts: &'static str,
    population: (&'static str, &'static str),
) -> Pair {
    Pair {
        rates,
        counts,
        rate_unit: 0.1,
        count_unit: 1.0,
        population: Some((population.0, population.1, 10.0)),
    }
}

const PAIRS: [Pair; 7] = [
    pair("A7", "A5a", 0.0),
    pair("A2a", "A1a", 1.0),
    percentages("A3a", "A4a", ("A2a", "A1a")),
    pair("B1c", "B1a", 1.0),
    percentages("B1e", "B1g", ("B1c", "B1a")),
    pair("P3", "P1", 0.0),
    pair("C4", "C2", 0.0),
];

/// Rule: a rate is that of its count.
pub(crate) const RATE_RULE: &str = "rate-recomputes";

/// The population of England and Wales has grown by 0.3% to 1.3% a year since 2001.
const MOST_GROWTH: f64 = 0.02;

/// One row of a column: where it stands, its rate and its count.
struct Compared {
    row: usize,
    column: usize,
    rate: f64,
    count: f64,
}

/// Every rate that does not belong to its count, and every leap of the population behind them.
pub(crate) fn check(grids: &[Grid<'_>], findings: &mut Vec<Finding>, not_served: &mut NotServed) {
    for pair in &PAIRS {
        let (Some(rates), Some(counts)) = (level(grids, pair.rates), level(grids, pair.counts))
        else {
            continue;
        };
        let better = pair.population.and_then(|(rates, counts, times)| {
            let groups = groups(level(grids, rates)?, level(grids, counts)?);
            Some(
                groups
                    .iter()
                    .map(|group| Some(times * median(group)?))
                    .collect::<Vec<_>>(),
            )
        });
        let mut populations = Vec::new();
        for (place, group) in groups(rates, counts).iter().enumerate() {
            let population = match &better {
                Some(better) => better.get(place).copied().flatten(),
                None => median(group),
            };
            let (Some(population), Some(first)) = (population, group.first()) else {
                continue;
            };
            populations.push((rates.columns[first.column].period, population, first.column));
            for one in group.iter().filter(|one| !fits(one, population, pair)) {
                findings.push(disagreeing(rates, counts, one, population));
                if let Some(cell) = rates.rows[one.row].cells[one.column] {
                    not_served.add(cell.index, RATE_RULE);
                }
            }
        }
        if pair.count_unit == 0.0 && !rates.is_wide() {
            leaps(rates, &populations, findings);
        }
    }
}

/// The figures of a table without its changes, and without the people and households printed with
/// rates.
pub(crate) fn level<'a, 'b>(grids: &'b [Grid<'a>], table: &str) -> Option<&'b Grid<'a>> {
    let others = [
        "relative_change",
        "population",
        "households",
        "household_rate",
    ];
    grids
        .iter()
        .find(|grid| grid.table == table && !others.contains(&grid.statistic))
}

/// Rates that share a population: those of a column, or of a row where rows are areas.
fn groups(rates: &Grid<'_>, counts: &Grid<'_>) -> Vec<Vec<Compared>> {
    let rows: Vec<Option<usize>> = (0..rates.rows.len())
        .map(|row| matching_row(rates, row, counts))
        .collect();
    let compared = |row: usize, column: usize| -> Option<Compared> {
        let rate = rates.value(row, column)?;
        let other = if rates.is_wide() {
            let label = plain(rates.columns[column].label);
            counts
                .columns
                .iter()
                .position(|one| plain(one.label) == label)?
        } else {
            counts.column_of(rates.columns[column].period)?
        };
        let count = counts.value(rows[row]?, other)?;
        Some(Compared {
            row,
            column,
            rate,
            count,
        })
    };
    let (width, height) = (rates.columns.len(), rates.rows.len());
    if rates.is_wide() {
        (0..height)
            .map(|row| {
                (0..width)
                    .filter_map(|column| compared(row, column))
                    .collect()
            })
            .collect()
    } else {
        (0..width)
            .map(|column| {
                (0..height)
                    .filter_map(|row| compared(row, column))
                    .collect()
            })
            .collect()
    }
}

/// The row of another table with the same words in its label, where there is exactly one; a total
/// comes before a row with a code.
fn matching_row(rates: &Grid<'_>, row: usize, counts: &Grid<'_>) -> Option<usize> {
    if rates.is_wide() {
        // A partnership may have the name of a police force: its group says which it is.
        let GridRow { area, group, .. } = &rates.rows[row];
        let same = |one: &GridRow<'_>| one.area == *area && one.group == *group;
        return counts.rows.iter().position(same);
    }
    let label = plain(rates.rows[row].label);
    let mut found = counts
        .rows
        .iter()
        .enumerate()
        .filter(|(_, one)| one.code.is_empty() && plain(one.label) == label);
    let first = found.next()?.0;
    found.next().is_none().then_some(first)
}

/// The words of a label, without `total`, dashes and capitals.
pub(crate) fn plain(label: &str) -> String {
    let mut text = String::with_capacity(label.len());
    for word in label.split(|character: char| !character.is_alphanumeric()) {
        let word = word.to_ascii_lowercase();
        if !word.is_empty() && word != "total" {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&word);
        }
    }
    text
}

/// The population that most rows imply, in units of count for each unit of rate.
fn median(group: &[Compared]) -> Option<f64> {
    let mut implied: Vec<(f64, f64)> = group
        .iter()
        .filter(|one| one.rate > 0.0 && one.count > 0.0)
        .map(|one| (one.count / one.rate, one.count))
        .collect();
    if implied.len() < 3 {
        return None;
    }
    // Large counts say more of the population than small rounded ones.
    implied.sort_by(|one, other| other.1.total_cmp(&one.1));
    implied.truncate(implied.len().div_ceil(2).max(3));
    implied.sort_by(|one, other| one.0.total_cmp(&other.0));
    Some(implied[implied.len() / 2].0)
}

fn fits(one: &Compared, population: f64, pair: &Pair) -> bool {
    let slack = 0.5 * pair.count_unit + 0.5 * pair.rate_unit * population;
    // A population taken from rounded counts carries their rounding.
    let loose = if pair.count_unit > 0.0 { 0.004 } else { 1e-7 } * one.count;
    (one.rate * population - one.count).abs() <= slack + loose + 1e-6
}

fn disagreeing(rates: &Grid<'_>, counts: &Grid<'_>, one: &Compared, population: f64) -> Finding {
    Finding::warning(
        RATE_RULE,
        rates.sheet,
        rates.cell(one.row, one.column),
        one.rate.to_string(),
        format!(
            "`{}` in {}: the {} of Table {} would be {:.6} for the population of the other rows, not {:.6}; it is not served",
            rates.row_name(one.row),
            rates.column_name(one.column),
            one.count,
            counts.table,
            one.count / population,
            one.rate
        ),
    )
}

fn leaps(rates: &Grid<'_>, populations: &[(Period, f64, usize)], findings: &mut Vec<Finding>) {
    for (period, population, column) in populations {
        let before = populations
            .iter()
            .find(|(earlier, ..)| *earlier == period.year_before());
        let Some((earlier, fewer, _)) = before else {
            continue;
        };
        let growth = population / fewer - 1.0;
        if growth.abs() > MOST_GROWTH {
            findings.push(Finding::warning(
                "population-steady",
                rates.sheet,
                rates.cell(0, *column),
                format!("{:.0}", population * 1000.0),
                format!(
                    "the rates of Table {} imply a population of {:.0} in {earlier} and of {:.0} in {period}, {:+.1}% in one year: rates and their change rest on populations that do not belong together",
                    rates.table, fewer * 1000.0, population * 1000.0, 100.0 * growth
                ),
            ));
        }
    }
}
