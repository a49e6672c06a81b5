//! What an ods or xls file says of its cells beside their values: percentages, hidden rows and
//! columns, formulas without a result.

use std::ops::Range;

use super::book::{Cell, Sheet};
use super::xlsx::per_cent;

/// What is said of the cells of one sheet; rows and columns are counted from 0.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    pub(crate) name: String,
    pub(crate) percentages: Vec<Area>,
    pub(crate) without_result: Vec<Area>,
    pub(crate) hidden_rows: Vec<Range<usize>>,
    pub(crate) hidden_columns: Vec<Range<usize>>,
}

/// A rectangle of cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) rows: Range<usize>,
    pub(crate) columns: Range<usize>,
}

impl Marks {
    /// Makes fractions percentages and shows which formulas have no result.
    pub(crate) fn apply(&self, sheet: &mut Sheet) {
        for area in &self.percentages {
            change(sheet, area, |cell| {
                if let Cell::Number(number) = cell {
                    *number = per_cent(*number);
                }
            });
        }
        for area in &self.without_result {
            change(sheet, area, |cell| {
                if *cell == Cell::Empty {
                    *cell = Cell::Text("=".to_owned());
                }
            });
        }
    }
}

fn change(sheet: &mut Sheet, area: &Area, change: impl Fn(&mut Cell)) {
    let rows = area.rows.start..area.rows.end.min(sheet.rows.len());
    for cells in sheet.rows.get_mut(rows).into_iter().flatten() {
        let columns = area.columns.start..area.columns.end.min(cells.len());
        cells
            .get_mut(columns)
            .into_iter()
            .flatten()
            .for_each(&change);
    }
}

/// The marks of the sheet with this name.
pub(crate) fn of_sheet<'a>(marks: &'a [Marks], name: &str) -> Option<&'a Marks> {
    marks.iter().find(|marks| marks.name == name)
}
