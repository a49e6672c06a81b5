//! The columns that figures are held in, for those who store them.

use super::{Area, Figures, Kind, Sparse};
use crate::model::{Marker, Period};

/// One entry a figure in each column; those of [`Sparse`] may be shorter.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    /// Numbers of kinds.
    pub kind: Vec<u32>,
    /// Numbers of areas.
    pub area: Vec<u16>,
    /// Numbers of periods.
    pub period: Vec<u16>,
    /// Numbers of sheets.
    pub sheet: Vec<u16>,
    /// Rows of cells, from 0.
    pub row: Vec<u32>,
    /// Columns of cells, from 0.
    pub column: Vec<u16>,
    /// Values, absent ones as not-a-number.
    pub value: Vec<f64>,
    /// Places of markers in [`Marker::ALL`], from 1; 0 where there is none.
    pub marker: Vec<u8>,
    /// Standard errors.
    pub standard_error: Sparse,
    /// Lower limits.
    pub lower: Sparse,
    /// Upper limits.
    pub upper: Sparse,
    /// Numbers of people asked.
    pub base: Sparse,
}

/// The texts that the numbers in the columns stand for.
#[derive(Debug, Clone, Default)]
pub struct Dictionary {
    /// What rows are about.
    pub kinds: Vec<Kind>,
    /// Areas.
    pub areas: Vec<Area>,
    /// Sheets.
    pub sheets: Vec<String>,
    /// Periods.
    pub periods: Vec<Period>,
}

impl Figures {
    /// The columns.
    #[must_use]
    pub const fn columns(&self) -> &Columns {
        &self.rows
    }

    /// Figures from columns and what their numbers stand for; `None` where they do not fit together.
    #[must_use]
    pub fn from_columns(dictionary: Dictionary, rows: Columns) -> Option<Self> {
        let length = rows.kind.len();
        let below = |numbers: &[u16], names: usize| {
            numbers.len() == length && numbers.iter().all(|number| usize::from(*number) < names)
        };
        let sparse = [&rows.standard_error, &rows.lower, &rows.upper, &rows.base];
        let fits = below(&rows.area, dictionary.areas.len())
            && below(&rows.period, dictionary.periods.len())
            && below(&rows.sheet, dictionary.sheets.len())
            && rows
                .kind
                .iter()
                .all(|kind| (*kind as usize) < dictionary.kinds.len())
            && rows
                .marker
                .iter()
                .all(|marker| usize::from(*marker) <= Marker::ALL.len())
            && [
                rows.row.len(),
                rows.column.len(),
                rows.value.len(),
                rows.marker.len(),
            ] == [length; 4]
            && sparse.iter().all(|column| column.held().len() <= length);
        fits.then(|| Self {
            kinds: dictionary.kinds.into(),
            areas: dictionary.areas.into(),
            sheets: dictionary.sheets.into(),
            periods: dictionary.periods.into(),
            rows,
        })
    }
}
