//! Components against totals. The table itself tells which rows make up a total: a row is the total
//! of the run of rows beside it that adds up to it in most of its columns.

mod hidden;
mod lines;

use self::lines::{Identity, Lines};
use super::grid::Grid;
use crate::ingest::finding::Finding;

const RULE: &str = "total-adds-up";

/// What is added up, with the last place that it is printed with: counts in full, estimates of a
/// survey rounded.
const ADDED_UP: [(&str, f64); 5] = [
    ("count", 0.0),
    ("population", 0.0),
    ("rate", 1e-9),
    ("incidents", 1.0),
    ("incidence_rate", 1e-6),
];

/// Every total that is not the sum of its components.
pub(super) fn check(grids: &[Grid<'_>], findings: &mut Vec<Finding>) {
    for grid in grids {
        let Some((_, unit)) = ADDED_UP.iter().find(|(name, _)| *name == grid.statistic) else {
            continue;
        };
        let mut lines = Lines::of_rows(grid);
        lines.unit = *unit;
        for identity in lines.identities() {
            report_rows(grid, &lines, &identity, findings);
        }
        if grid.is_wide() {
            let lines = Lines::of_columns(grid);
            for identity in lines.identities() {
                report_columns(grid, &lines, &identity, findings);
            }
        }
    }
}

fn report_rows(grid: &Grid<'_>, lines: &Lines, identity: &Identity, findings: &mut Vec<Finding>) {
    let wrong = lines.wrong(identity);
    let total = &grid.rows[identity.total];
    let parts = identity.parts.iter();
    let parts = parts.map(|part| (grid.row_name(*part), grid.rows[*part].at + 1));
    let parts = parts_in_words(parts.collect(), "row");
    // Survey estimates are not counts: where they do not add up, a warning says so and they are stored.
    let say = if lines.unit > 0.0 {
        Finding::warning
    } else {
        Finding::error
    };
    if identity.by_place
        && let Some((place, sum, printed)) = wrong.first()
    {
        findings.push(say(
            RULE,
            grid.sheet,
            grid.cell(identity.total, *place),
            printed.to_string(),
            format!(
                "`{}` is not the sum of {parts} in {} of its columns, first in {}: {printed} is printed, they add up to {sum}; is a row missing, or there twice?",
                total.label,
                wrong.len(),
                grid.columns[*place].period
            ),
        ));
        return;
    }
    for (place, sum, printed) in wrong {
        findings.push(say(
            RULE,
            grid.sheet,
            grid.cell(identity.total, place),
            printed.to_string(),
            format!(
                "`{}` in {} is printed as {printed}, but {parts} add up to {sum}",
                grid.row_name(identity.total),
                grid.column_name(place)
            ),
        ));
    }
}

fn report_columns(
    grid: &Grid<'_>,
    lines: &Lines,
    identity: &Identity,
    findings: &mut Vec<Finding>,
) {
    let parts = identity.parts.iter();
    let parts = parts.map(|part| (grid.columns[*part].label, grid.columns[*part].at + 1));
    let parts = parts_in_words(parts.collect(), "column");
    for (row, sum, printed) in lines.wrong(identity) {
        if grid.statistic == "population" && is_rounded(sum, printed, identity.parts.len()) {
            continue;
        }
        findings.push(Finding::error(
            RULE,
            grid.sheet,
            grid.cell(row, identity.total),
            printed.to_string(),
            format!(
                "`{}` of {} is printed as {printed}, but {parts} add up to {sum}",
                grid.columns[identity.total].label,
                grid.row_name(row)
            ),
        ));
    }
}

/// Whether rounding alone explains a difference: populations of the years before 1911 are printed to the
/// hundred, each by itself.
fn is_rounded(sum: f64, printed: f64, parts: usize) -> bool {
    const ROUNDED: f64 = 100.0;
    const AT_LEAST: f64 = 1e6;
    let all = [sum, printed];
    let to_hundreds = all
        .iter()
        .all(|one| *one >= AT_LEAST && one % ROUNDED == 0.0);
    to_hundreds && (sum - printed).abs() <= 0.5 * ROUNDED * (parts as f64 + 1.0)
}

fn parts_in_words(mut parts: Vec<(&str, u32)>, what: &str) -> String {
    parts.sort_by_key(|(_, at)| *at);
    match parts.as_slice() {
        [] => "no rows at all".to_owned(),
        [(name, at)] => format!("`{name}` ({what} {at})"),
        [(first, _), (second, _)] => format!("`{first}` and `{second}`"),
        [(first, from), .., (last, to)] => format!(
            "the {} {what}s from `{first}` ({from}) to `{last}` ({to})",
            parts.len()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::frame::FiguresBuilder;
    use crate::ingest::check::fixture::{add, frame, some};
    use crate::ingest::check::grid::grids;

    /// The cells of the totals that do not add up.
    fn found(rows: &[(&str, &str, [f64; 4])]) -> Vec<String> {
        let mut figures = FiguresBuilder::default();
        let values: Vec<_> = rows.iter().map(|(.., values)| some(*values)).collect();
        let rows = rows.iter().zip(&values);
        let rows = rows.map(|((code, label, _), row)| (*code, *label, &row[..]));
        add(
            &mut figures,
            ("A5a", "count"),
            2010,
            &rows.collect::<Vec<_>>(),
        );
        let mut findings = Vec::new();
        check(&grids(&frame(&figures)), &mut findings);
        findings.into_iter().map(|one| one.cell).collect()
    }

    #[test]
    fn a_total_is_told_by_the_columns_that_agree_and_the_other_is_reported() {
        let rape = [
            ("19C", "Rape of a female", [10.0, 20.0, 30.0, 40.0]),
            ("19F", "Rape of a male", [1.0, 2.0, 3.0, 4.0]),
            ("", "Rape", [11.0, 22.0, 33.0, 44.0]),
        ];
        assert!(found(&rape).is_empty());
        for (row, column, value, cell) in [(2, 1, 23.0, "D12"), (0, 3, 41.0, "F12")] {
            let mut wrong = rape;
            wrong[row].2[column] = value;
            assert_eq!(found(&wrong), [cell]);
        }
    }

    #[test]
    fn a_total_of_totals_is_checked_too_and_what_is_singled_out_counts_once() {
        let mut rows = [
            ("19C", "Rape of a female", [10.0, 20.0, 30.0, 40.0]),
            ("19F", "Rape of a male", [1.0, 2.0, 3.0, 4.0]),
            ("", "Rape", [11.0, 22.0, 33.0, 44.0]),
            ("20A", "Sexual assault on a female", [5.0, 6.0, 7.0, 8.0]),
            ("17A", "Sexual assault on a male", [1.0, 1.0, 2.0, 2.0]),
            ("", "Of which: recorded by the police", [2.0, 2.0, 2.0, 2.0]),
            ("", "Other sexual offences", [6.0, 7.0, 9.0, 10.0]),
            ("", "TOTAL SEXUAL OFFENCES", [17.0, 29.0, 42.0, 54.0]),
        ];
        assert!(found(&rows).is_empty());
        rows[7].2[0] = 18.0;
        assert_eq!(found(&rows), ["C17"]);
    }

    #[test]
    fn a_total_with_a_part_that_is_not_printed_is_not_tested() {
        let counts = |cells: [[Option<f64>; 4]; 3]| {
            let mut figures = FiguresBuilder::default();
            let labels = [
                ("19C", "Rape of a female"),
                ("19F", "Rape of a male"),
                ("", "Rape"),
            ];
            let rows = labels.iter().zip(&cells);
            let rows: Vec<_> = rows
                .map(|((code, label), row)| (*code, *label, &row[..]))
                .collect();
            add(&mut figures, ("A5a", "count"), 2010, &rows);
            let mut findings = Vec::new();
            check(&grids(&frame(&figures)), &mut findings);
            let cells = findings.into_iter().map(|one| one.cell);
            cells.collect::<Vec<_>>()
        };
        let mut cells = [
            some([10.0, 20.0, 30.0, 40.0]),
            some([1.0, 2.0, 3.0, 4.0]),
            some([11.0, 22.0, 33.0, 44.0]),
        ];
        cells[1][2] = None;
        assert!(counts(cells).is_empty());
        // The parts that are printed are more than the total.
        cells[0][2] = Some(34.0);
        assert_eq!(counts(cells), ["E12"]);
    }
}
