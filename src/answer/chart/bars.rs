//! Horizontal bars that start at zero: one for each row, several side by side, or parts that add up;
//! or points with their intervals.

use super::ValueAxis;

/// Bars, one row above the other.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bars {
    /// The rows, from above.
    pub rows: Vec<BarRow>,
    /// Names of the bars of a row, in the order of their colours; one at most needs no name. Each
    /// row has one bar for each name. Readers can distinguish four at most.
    pub parts: Vec<String>,
    /// How the bars of one row stand to each other.
    pub arrangement: Arrangement,
    /// How values are written along the axis, which starts at zero.
    pub value_axis: ValueAxis,
    /// The label below the axis: `£ million`.
    pub axis_title: String,
}

/// How the bars of one row stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Arrangement {
    /// One below the other, each from zero.
    #[default]
    Beside,
    /// One after the other, because they add up to a whole.
    Stacked,
    /// A point with its interval in place of a bar, with no part below it.
    Estimates,
}

/// One row of bars.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BarRow {
    /// What the row is about, written to its left.
    pub label: String,
    /// One for each part, in their order.
    pub bars: Vec<Bar>,
    /// Whether the row stands out from the others.
    pub is_highlighted: bool,
    /// Written at the end of a stacked row: `27`; empty for none.
    pub total: String,
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bar {
    /// Its length; `None` where a marker stands.
    pub value: Option<f64>,
    /// Lower and upper limit, in the unit of the value.
    pub interval: Option<(f64, f64)>,
    /// The value as it is to be written, or the marker: `91.9%`, `[x]`.
    pub label: String,
}
