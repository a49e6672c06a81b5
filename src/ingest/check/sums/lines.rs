//! Rows or columns of numbers, in which totals are distinguished from their parts.

use super::hidden;
use crate::ingest::check::grid::Grid;

/// How many open rows back the parts of a total may begin.
const DEEPEST: usize = 120;

/// Rows (or columns) of numbers with what is needed to tell totals from parts.
pub(super) struct Lines {
    pub(super) values: Vec<Vec<Option<f64>>>,
    /// Where a marker may hide a number that belongs to the total.
    pub(super) hidden: Vec<Vec<bool>>,
    /// Rows with an offence code of their own are never totals.
    pub(super) coded: Vec<bool>,
    /// Rows that only single out a part of another.
    pub(super) memo: Vec<bool>,
    /// Rows that say themselves that they are totals.
    pub(super) named_total: Vec<bool>,
    /// The last place that the numbers are printed with: a sum may be off by half of it a part.
    pub(super) unit: f64,
}

/// One total and the rows that it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) total: usize,
    pub(super) parts: Vec<usize>,
    /// Told by the place of the rows only: the numbers agree in too few columns.
    pub(super) by_place: bool,
}

impl Lines {
    pub(super) fn of_rows(grid: &Grid<'_>) -> Self {
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
            hidden: hidden::by_row(grid),
            coded: grid.rows.iter().map(|row| !row.code.is_empty()).collect(),
            memo: rows
                .clone()
                .map(|row| label(row).starts_with("of which"))
                .collect(),
            named_total: rows.map(|row| label(row).starts_with("total")).collect(),
            unit: 0.0,
        }
    }

    pub(super) fn of_columns(grid: &Grid<'_>) -> Self {
        let width = grid.columns.len();
        Self {
            values: (0..width)
                .map(|column| {
                    (0..grid.rows.len())
                        .map(|row| grid.value(row, column))
                        .collect()
                })
                .collect(),
            hidden: hidden::by_column(grid),
            coded: vec![false; width],
            memo: vec![false; width],
            named_total: vec![false; width],
            unit: 0.0,
        }
    }

    /// Totals below their parts, or above them, whichever explains more of the table.
    pub(super) fn identities(&self) -> Vec<Identity> {
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
        // Plain loops: wide tables have millions of these comparisons.
        let target: Vec<(usize, f64)> = (self.values[total].iter().enumerate())
            .filter_map(|(place, value)| Some((place, (*value)?)))
            .collect();
        let comparable = target.len();
        let few = if comparable < 3 { comparable } else { 2 };
        let mut sums = vec![0.0; comparable];
        let mut best: Option<(usize, usize)> = None;
        for (count, part) in open.iter().rev().take(DEEPEST).enumerate() {
            let values = &self.values[*part];
            let (mut agree, mut telling, mut contributes) = (0, 0, false);
            for (&(place, printed), sum) in target.iter().zip(&mut sums) {
                if let Some(value) = values[place] {
                    contributes |= value != 0.0;
                    *sum += value;
                }
                if self.same(printed, *sum, count + 1) {
                    agree += 1;
                    telling += usize::from(*sum != 0.0);
                }
            }
            // Another total is not a part where it has nothing to add.
            if !self.coded[*part] && (count == 0 || !contributes) {
                continue;
            }
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
    pub(super) fn wrong(&self, identity: &Identity) -> Vec<(usize, f64, f64)> {
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
                // With a part that is not printed, only a sum above the total is certainly wrong.
                let part_hidden = identity.parts.iter().any(|part| self.hidden[*part][place]);
                if part_hidden && (sum < printed || parts.iter().any(|part| *part < 0.0)) {
                    return None;
                }
                (!self.same(printed, sum, identity.parts.len())).then_some((place, sum, printed))
            })
            .collect()
    }
}
