//! A published table as rows and columns of figures again, so that identities can be looked for.
//! It judges nothing.

use std::collections::HashSet;

use crate::frame::{Figures, Row};
use crate::model::{Marker, Period, cell_name};
use foldhash::{HashMap, HashMapExt};

/// One table of one statistic, as it stands on its sheet.
pub(super) struct Grid<'a> {
    pub(super) sheet: &'a str,
    pub(super) table: &'a str,
    pub(super) statistic: &'a str,
    /// From left to right.
    pub(super) columns: Vec<GridColumn<'a>>,
    /// From top to bottom.
    pub(super) rows: Vec<GridRow<'a>>,
}

/// What all figures of a column share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct GridColumn<'a> {
    /// On the sheet, counted from 0.
    pub(super) at: u32,
    pub(super) period: Period,
    /// The label of its first figure: its own where the table is wide.
    pub(super) label: &'a str,
}

/// One row of figures.
pub(super) struct GridRow<'a> {
    /// On the sheet, counted from 0.
    pub(super) at: u32,
    pub(super) code: &'a str,
    pub(super) label: &'a str,
    pub(super) group: &'a str,
    pub(super) area: &'a str,
    /// One a column, absent where the sheet has no figure or marker.
    pub(super) cells: Vec<Option<GridCell>>,
}

/// One figure or marker.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct GridCell {
    pub(super) value: Option<f64>,
    pub(super) marker: Option<Marker>,
    /// Among the figures of the intake.
    pub(super) index: usize,
}

impl Grid<'_> {
    /// The value of a row and column of the grid.
    pub(super) fn value(&self, row: usize, column: usize) -> Option<f64> {
        self.rows[row].cells[column].and_then(|cell| cell.value)
    }

    /// The name of a cell of the grid, as a spreadsheet shows it.
    pub(super) fn cell(&self, row: usize, column: usize) -> String {
        cell_name(self.rows[row].at as usize, self.columns[column].at as usize)
    }

    /// Whether rows are areas and columns are offences of one period.
    pub(super) fn is_wide(&self) -> bool {
        self.columns.len() > 1
            && self
                .columns
                .windows(2)
                .all(|pair| pair[0].period == pair[1].period)
    }

    /// What people call a row: its label, or its area where rows are areas.
    pub(super) fn row_name(&self, row: usize) -> &str {
        if self.is_wide() {
            self.rows[row].area
        } else {
            self.rows[row].label
        }
    }

    /// What people call a column: its period, or its label where columns are offences.
    pub(super) fn column_name(&self, column: usize) -> String {
        if self.is_wide() {
            self.columns[column].label.to_owned()
        } else {
            self.columns[column].period.to_string()
        }
    }

    /// The column of a period, where exactly one has it.
    pub(super) fn column_of(&self, period: Period) -> Option<usize> {
        let mut found = self
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.period == period);
        match (found.next(), found.next()) {
            (Some((index, _)), None) => Some(index),
            _ => None,
        }
    }

    /// The rows of another table that stand for the same thing, by the words of their labels.
    pub(super) fn row_of(&self, row: &GridRow<'_>) -> Option<usize> {
        self.rows.iter().position(|one| one.is_same(row))
    }
}

impl GridRow<'_> {
    fn is_same(&self, other: &GridRow<'_>) -> bool {
        self.code == other.code
            && self.group.eq_ignore_ascii_case(other.group)
            && self.label.eq_ignore_ascii_case(other.label)
            && self.area == other.area
    }
}

/// The tables of an intake whose figures stand in more than one column. Long files, with one
/// figure a row, have none.
pub(super) fn grids(figures: &Figures) -> Vec<Grid<'_>> {
    const SEEN_ENOUGH: usize = 200;
    let mut first = figures
        .iter()
        .take(SEEN_ENOUGH)
        .map(place)
        .map(|(_, column)| column);
    let Some(column) = first.next() else {
        return Vec::new();
    };
    if first.all(|other| other == column) {
        return Vec::new();
    }
    let mut numbers: HashMap<(&str, &str, &str), usize> = HashMap::new();
    let mut members: Vec<Vec<usize>> = Vec::new();
    for (index, row) in figures.iter().enumerate() {
        let kind = row.kind();
        let key = (row.sheet(), kind.table.as_str(), kind.statistic.as_str());
        let number = *numbers.entry(key).or_insert_with(|| {
            members.push(Vec::new());
            members.len() - 1
        });
        members[number].push(index);
    }
    members
        .iter()
        .map(|members| grid(figures, members))
        .collect()
}

fn grid<'a>(figures: &'a Figures, members: &[usize]) -> Grid<'a> {
    let first = figures.row(members[0]);
    let columns = columns(figures, members);
    let numbers = columns.iter().enumerate();
    let places: HashMap<u32, usize> = numbers.map(|(number, one)| (one.at, number)).collect();
    let mut rows: Vec<GridRow<'a>> = Vec::new();
    for index in members {
        let row = figures.row(*index);
        let kind = row.kind();
        let (at, column) = place(row);
        if rows.last().is_none_or(|last| last.at != at) {
            rows.push(GridRow {
                at,
                code: &kind.code,
                label: &kind.label,
                group: &kind.group,
                area: row.area(),
                cells: vec![None; columns.len()],
            });
        }
        if let (Some(last), Some(number)) = (rows.last_mut(), places.get(&column)) {
            last.cells[*number] = Some(GridCell {
                value: row.value(),
                marker: row.marker(),
                index: *index,
            });
        }
    }
    Grid {
        sheet: first.sheet(),
        table: &first.kind().table,
        statistic: &first.kind().statistic,
        columns,
        rows,
    }
}

/// The columns that hold figures, from left to right, each as its first figure says.
fn columns<'a>(figures: &'a Figures, members: &[usize]) -> Vec<GridColumn<'a>> {
    let mut columns: Vec<GridColumn<'a>> = Vec::new();
    let mut seen: HashSet<u32> = HashSet::new();
    for index in members {
        let row = figures.row(*index);
        let (_, at) = place(row);
        if seen.insert(at) {
            columns.push(GridColumn {
                at,
                period: row.period(),
                label: &row.kind().label,
            });
        }
    }
    columns.sort_by_key(|column| column.at);
    columns
}

fn place(row: Row<'_>) -> (u32, u32) {
    let (at, column) = row.position();
    (at, u32::from(column))
}
