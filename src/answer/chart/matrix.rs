//! Marks in a grid of rows and columns: which data exist for what.

/// A grid of marks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Matrix {
    /// Headings from the left.
    pub columns: Vec<String>,
    /// The rows, from above.
    pub rows: Vec<MatrixRow>,
    /// What a filled cell means: `a measure is held here`.
    pub filled: String,
    /// What an open cell means.
    pub open: String,
}

/// One row of the grid.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MatrixRow {
    /// Its heading.
    pub label: String,
    /// One cell a column.
    pub cells: Vec<MatrixCell>,
}

/// One cell of the grid.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MatrixCell {
    /// Whether it is filled; never by colour alone: a filled cell has a mark too.
    pub is_filled: bool,
    /// What stands in it: a marker such as `[x]`, or nothing.
    pub text: String,
}
