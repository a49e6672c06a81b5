//! Components against totals. Which rows make up a total is told by the table itself: a row is the
//! total of the run of rows beside it that adds up to it in most of its columns.

use super::grid::Grid;
use crate::ingest::finding::Finding;

const RULE: &str = "total-adds-up";

/// How many open rows back the parts of a total may begin.
const DEEPEST: usize = 120;

/// Rows (or columns) of numbers with what is needed to tell totals from parts.
struct Lines {
    values: Vec<Vec<Option<f64>>>,
    /// Rows with an offence code of their own are never totals.
    coded: Vec<bool>,
    /// Rows that only single out a part of another.
    memo: Vec<bool>,
    /// Rows that say themselves that they are totals.
    named_total: Vec<bool>,
    /// The last place that the numbers are printed with: a sum may be off by half of it a part.
    unit: f64,
}

/// One total and the rows that it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Identity {
    total: usize,
    parts: Vec<usize>,
    /// Told by the place of the rows only: the numbers agree in too few columns.
    by_place: bool,
}

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

impl Lines {
    fn of_rows(grid: &Grid<'_>) -> Self {
        let label = |row: usize| grid.rows[row].label.trim().to_ascii_lowercase();
        let rows = 0..grid.rows.len();
        Self {
            values: rows
                .clone()
                .map(|row| {
                    (0..grid.columns.len())
                        .map(|column| grid.value(row, column))
                        .collect()
                })
                .collect(),
            coded: grid.rows.iter().map(|row| !row.code.is_empty()).collect(),
            memo: rows
                .clone()
                .map(|row| label(row).starts_with("of which"))
                .collect(),
            named_total: rows.map(|row| label(row).starts_with("total")).collect(),
            unit: 0.0,
        }
    }

    fn of_columns(grid: &Grid<'_>) -> Self {
        let width = grid.columns.len();
        Self {
            values: (0..width)
                .map(|column| {
                    (0..grid.rows.len())
                        .map(|row| grid.value(row, column))
                        .collect()
                })
                .collect(),
            coded: vec![false; width],
            memo: vec![false; width],
            named_total: vec![false; width],
            unit: 0.0,
        }
    }

    /// Totals below their parts, or above them, whichever explains more of the table.
    fn identities(&self) -> Vec<Identity> {
        let downwards: Vec<usize> = (0..self.values.len()).collect();
        let upwards: Vec<usize> = downwards.iter().rev().copied().collect();
        let below = self.walk(&downwards, self.coded.contains(&true));
        let above = self.walk(&upwards, false);
        let explained = |found: &[Identity]| found.iter().filter(|one| !one.by_place).count();
        if explained(&above) > explained(&below) {
            above
        } else {
            below
        }
    }

    /// Goes through the rows in order; each total found replaces its parts.
    fn walk(&self, order: &[usize], demanding: bool) -> Vec<Identity> {
        let mut open: Vec<usize> = Vec::new();
        let mut sections: Vec<usize> = Vec::new();
        let mut found = Vec::new();
        for (place, &line) in order.iter().enumerate() {
            if self.memo[line] {
                continue;
            }
            if self.coded[line] {
                open.push(line);
                continue;
            }
            let before = place.checked_sub(1).map(|before| order[before]);
            let after_coded = before.is_some_and(|before| self.coded[before]);
            let starts_section =
                !after_coded && order.get(place + 1).is_some_and(|next| self.coded[*next]);
            if let Some(count) = self.parts_of(line, &open) {
                let parts = open.split_off(open.len() - count);
                found.extend(self.sections(&mut sections, &parts));
                found.push(Identity {
                    total: line,
                    parts,
                    by_place: false,
                });
            } else if demanding && (after_coded || self.named_total[line]) {
                let parts = self.parts_by_place(&mut open, after_coded);
                found.push(Identity {
                    total: line,
                    parts,
                    by_place: true,
                });
            } else if demanding && starts_section {
                sections.push(line);
                continue;
            }
            open.push(line);
        }
        found
    }

    /// How many of the last open rows add up to this one in most columns; the longest such run.
    fn parts_of(&self, total: usize, open: &[usize]) -> Option<usize> {
        let target = &self.values[total];
        let comparable = target.iter().filter(|value| value.is_some()).count();
        let few = if comparable < 3 { comparable } else { 2 };
        let mut sums = vec![0.0; target.len()];
        let mut best: Option<(usize, usize)> = None;
        for (count, part) in open.iter().rev().take(DEEPEST).enumerate() {
            for (sum, value) in sums.iter_mut().zip(&self.values[*part]) {
                *sum += value.unwrap_or(0.0);
            }
            if count == 0 && !self.coded[*part] {
                continue;
            }
            let agreeing = || {
                target.iter().zip(&sums).filter(|(value, sum)| {
                    value.is_some_and(|value| self.same(value, **sum, count + 1))
                })
            };
            let agree = agreeing().count();
            let telling = agreeing().filter(|(_, sum)| sum.abs() > 0.0).count();
            let enough = 2 * agree > comparable && telling >= few && 3 * telling >= agree;
            if enough && best.is_none_or(|(most, _)| agree >= most) {
                best = Some((agree, count + 1));
            }
        }
        best.filter(|_| comparable > 0).map(|(_, count)| count)
    }

    /// Where the numbers do not tell: the coded rows just above, or those since the last total.
    fn parts_by_place(&self, open: &mut Vec<usize>, after_coded: bool) -> Vec<usize> {
        let start = if after_coded {
            open.iter().rposition(|line| !self.coded[*line])
        } else {
            open.iter().rposition(|line| self.named_total[*line])
        };
        open.split_off(start.map_or(0, |start| start + 1))
    }

    /// Totals that are printed above a section: each is the sum of the parts that follow it.
    fn sections(&self, sections: &mut Vec<usize>, parts: &[usize]) -> Vec<Identity> {
        let Some(first) = parts.first() else {
            return Vec::new();
        };
        // A section is closed by the total that spans several: the grand total.
        let spanned = sections.iter().filter(|line| *line > first).count();
        if sections.is_empty() || (spanned == 0 && sections.len() < 2) || parts.len() < 3 {
            return Vec::new();
        }
        let whole = parts
            .iter()
            .any(|part| *part < sections[sections.len() - 1]);
        if !whole {
            return Vec::new();
        }
        let lines = std::mem::take(sections);
        let ends = lines.iter().skip(1).copied().chain([usize::MAX]);
        lines
            .iter()
            .zip(ends)
            .map(|(line, end)| Identity {
                total: *line,
                parts: parts
                    .iter()
                    .copied()
                    .filter(|part| part > line && *part < end)
                    .collect(),
                by_place: false,
            })
            .filter(|identity| self.agrees_mostly(identity))
            .collect()
    }

    fn agrees_mostly(&self, identity: &Identity) -> bool {
        let wrong = self.wrong(identity).len();
        let comparable = self.values[identity.total].iter().flatten().count();
        2 * wrong < comparable
    }

    fn same(&self, printed: f64, sum: f64, parts: usize) -> bool {
        let rounding = 0.5 * self.unit * (parts + 1) as f64;
        (printed - sum).abs() <= rounding + 1e-9 * printed.abs().max(1.0)
    }

    /// Where the total is not the sum: the place along the line, the sum and the printed total.
    fn wrong(&self, identity: &Identity) -> Vec<(usize, f64, f64)> {
        (0..self.values[identity.total].len())
            .filter_map(|place| {
                let printed = self.values[identity.total][place]?;
                let parts = identity.parts.iter().map(|part| self.values[*part][place]);
                let parts: Vec<f64> = parts.flatten().collect();
                // A total whose parts are all marked stands by itself.
                if parts.is_empty() {
                    return None;
                }
                let sum: f64 = parts.iter().sum();
                (!self.same(printed, sum, identity.parts.len())).then_some((place, sum, printed))
            })
            .collect()
    }
}

fn report_rows(grid: &Grid<'_>, lines: &Lines, identity: &Identity, findings: &mut Vec<Finding>) {
    let wrong = lines.wrong(identity);
    let total = &grid.rows[identity.total];
    let mut names: Vec<(&str, u32)> = identity
        .parts
        .iter()
        .map(|part| (grid.row_name(*part), grid.rows[*part].at + 1))
        .collect();
    names.sort_by_key(|(_, at)| *at);
    let parts = parts_in_words(&names, "row");
    // Estimates of a survey are no counts: what does not add up there is said, and still stored.
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
    let mut names: Vec<(&str, u32)> = identity
        .parts
        .iter()
        .map(|part| (grid.columns[*part].label, grid.columns[*part].at + 1))
        .collect();
    names.sort_by_key(|(_, at)| *at);
    let parts = parts_in_words(&names, "column");
    for (row, sum, printed) in lines.wrong(identity) {
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

fn parts_in_words(parts: &[(&str, u32)], what: &str) -> String {
    match parts {
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
    use crate::ingest::check::fixture::{add, some};
    use crate::ingest::check::grid::grids;
    use crate::model::Figures;

    /// The cells of the totals that do not add up.
    fn found(rows: &[(&str, &str, [f64; 4])]) -> Vec<String> {
        let mut figures = Figures::default();
        let values: Vec<_> = rows.iter().map(|(.., values)| some(*values)).collect();
        let named = rows.iter().zip(&values);
        let rows: Vec<_> = named
            .map(|((code, label, _), row)| (*code, *label, &row[..]))
            .collect();
        add(&mut figures, ("A5a", "count"), 2010, &rows);
        let mut findings = Vec::new();
        check(&grids(&figures), &mut findings);
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
        let rows = [
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
        let mut wrong = rows;
        wrong[7].2[0] = 18.0;
        assert_eq!(found(&wrong), ["C17"]);
    }
}
