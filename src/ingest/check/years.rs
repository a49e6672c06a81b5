//! Months or quarters against the years that they make up, wherever a table of the one and a table
//! of the other share their rows.

use super::grid::{Grid, GridRow};
use crate::ingest::finding::Finding;
use crate::model::Period;

const RULE: &str = "months-add-up";

/// The share of rows, in per cent, that two tables must have in common to be compared.
const ROWS_IN_COMMON: usize = 60;

/// Every year that is not the sum of its months or quarters.
pub(super) fn check(grids: &[Grid<'_>], findings: &mut Vec<Finding>) {
    let counts = || grids.iter().filter(|grid| grid.statistic == "count");
    for parts in counts().filter(|grid| grid.columns.iter().all(|one| one.period.months() < 12)) {
        for years in counts().filter(|grid| {
            grid.columns
                .iter()
                .any(|column| column.period.months() == 12)
                && (grid.table, grid.sheet) != (parts.table, parts.sheet)
        }) {
            compare(parts, years, findings);
        }
    }
}

fn compare(parts: &Grid<'_>, years: &Grid<'_>, findings: &mut Vec<Finding>) {
    let pairs: Vec<(usize, usize)> = years
        .rows
        .iter()
        .enumerate()
        .filter_map(|(row, found)| parts.row_of(found).map(|part| (row, part)))
        .collect();
    if pairs.len() < 3 || 100 * pairs.len() < ROWS_IN_COMMON * parts.rows.len() {
        return;
    }
    for (column, year) in years.columns.iter().enumerate() {
        let Some(months) = covering(parts, year.period) else {
            continue;
        };
        let mut wrong = Vec::new();
        let mut compared = 0;
        for (row, part) in &pairs {
            let Some(printed) = years.value(*row, column) else {
                continue;
            };
            let sum: Option<f64> = months.iter().map(|month| parts.value(*part, *month)).sum();
            let Some(sum) = sum else { continue };
            compared += 1;
            if (sum - printed).abs() > 0.5 {
                wrong.push((*row, sum, printed));
            }
        }
        report(parts, years, column, compared, &wrong, findings);
    }
}

/// The columns that together make up a year, where each of its months is there exactly once.
fn covering(parts: &Grid<'_>, year: Period) -> Option<Vec<usize>> {
    if year.months() != 12 {
        return None;
    }
    let mut columns: Vec<usize> = (0..parts.columns.len())
        .filter(|column| {
            let period = parts.columns[*column].period;
            period.first_month() >= year.first_month() && period.end_month() <= year.end_month()
        })
        .collect();
    columns.sort_by_key(|column| parts.columns[*column].period);
    let mut next = year.first_month();
    for column in &columns {
        let period = parts.columns[*column].period;
        if period.first_month() != next {
            return None;
        }
        next = period.end_month();
    }
    (next == year.end_month()).then_some(columns)
}

fn report(
    parts: &Grid<'_>,
    years: &Grid<'_>,
    column: usize,
    compared: usize,
    wrong: &[(usize, f64, f64)],
    findings: &mut Vec<Finding>,
) {
    let period = years.columns[column].period;
    let label = |row: usize| {
        let row: &GridRow<'_> = &years.rows[row];
        row.label
    };
    let Some((row, sum, printed)) = wrong.first() else {
        return;
    };
    if wrong.len() >= 4 && 2 * wrong.len() > compared {
        findings.push(Finding::error(
            RULE,
            years.sheet,
            years.cell(*row, column),
            printed.to_string(),
            format!(
                "{} of {compared} rows of Table {} in {period} are not the sum of its months in Table {}, first `{}`: {printed} is printed, they add up to {sum}; do the columns stand under the right headings?",
                wrong.len(), years.table, parts.table, label(*row)
            ),
        ));
        return;
    }
    for (row, sum, printed) in wrong {
        findings.push(Finding::error(
            RULE,
            years.sheet,
            years.cell(*row, column),
            printed.to_string(),
            format!(
                "`{}` in {period} is printed as {printed} in Table {}, but its months or quarters in Table {} add up to {sum}",
                label(*row), years.table, parts.table
            ),
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::frame::FiguresBuilder;
    use crate::ingest::check::fixture::{TableRow, add, add_periods, frame, some};
    use crate::ingest::check::grid::grids;
    use crate::model::Period;

    /// Three rows of four quarters and their year; `year` is what is printed for the first.
    fn found(year: f64, quarters: &[(u16, u8)]) -> Vec<String> {
        let mut figures = FiguresBuilder::default();
        let rows = ["A", "B", "C"];
        let counts = some([1.0, 2.0, 3.0, 4.0]);
        let parts: Vec<TableRow<'_>> = rows.iter().map(|row| (*row, *row, &counts[..])).collect();
        let quarters: Vec<Period> = quarters
            .iter()
            .map(|(year, quarter)| Period::Quarter {
                year: *year,
                quarter: *quarter,
            })
            .collect();
        add_periods(&mut figures, ("A5b", "count"), &quarters, &parts);
        let printed = [some([9.0, year]), some([9.0, 10.0]), some([9.0, 10.0])];
        let years = rows.iter().zip(&printed);
        let years: Vec<TableRow<'_>> = years.map(|(row, two)| (*row, *row, &two[..])).collect();
        add(&mut figures, ("A5a", "count"), 2024, &years);
        let mut findings = Vec::new();
        check(&grids(&frame(&figures)), &mut findings);
        findings.into_iter().map(|one| one.cell).collect()
    }

    #[test]
    fn a_year_is_the_sum_of_its_quarters_where_all_four_are_there() {
        let all = [(2024, 2), (2024, 3), (2024, 4), (2025, 1)];
        assert!(found(10.0, &all).is_empty());
        assert_eq!(found(11.0, &all), ["D10"]);
        // One quarter later they are not the quarters of that year.
        assert!(found(11.0, &[(2024, 3), (2024, 4), (2025, 1), (2025, 2)]).is_empty());
    }
}
