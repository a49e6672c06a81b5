//! Stated values in rows, and beside one another in each row.

use anyhow::Result;

use super::stated_values::Stated;
use crate::problem::Problem;

/// Stated values by row and part.
pub(crate) struct Grid<'a> {
    pub(crate) rows: Vec<String>,
    /// Names of the values of a row; a single one without a name where a row has one value.
    pub(crate) parts: Vec<String>,
    /// One for each row and part.
    pub(crate) cells: Vec<Vec<Stated<'a>>>,
}

impl<'a> Grid<'a> {
    /// Arranges values by two columns of their file; rows and parts are in the order in which they
    /// first appear.
    ///
    /// # Errors
    /// A column that the file does not have; two values for one place; a place without any.
    pub(crate) fn new(values: &[Stated<'a>], rows: &str, parts: Option<&str>) -> Result<Self> {
        let text = |value: &Stated<'a>, column: &str| -> Result<&'a str> {
            let text = value.value.column(column);
            let missing = || format!("the stated values have no column `{column}`");
            text.ok_or_else(|| Problem::data(missing()).into())
        };
        let mut grid = Self {
            rows: Vec::new(),
            parts: Vec::new(),
            cells: Vec::new(),
        };
        let mut placed: Vec<(usize, usize, Stated<'a>)> = Vec::new();
        for value in values {
            let row = place(&mut grid.rows, text(value, rows)?);
            let part = parts.map_or(Ok(""), |column| text(value, column))?;
            let part = place(&mut grid.parts, part);
            if let Some((.., other)) = placed.iter().find(|it| (it.0, it.1) == (row, part)) {
                let (first, second) = (&other.value.id, &value.value.id);
                let problem = format!("`{first}` and `{second}` are for the same place");
                return Err(Problem::data(problem)
                    .hint("name the column that distinguishes them: `rows`, or `series`")
                    .into());
            }
            placed.push((row, part, *value));
        }
        for (row, row_name) in grid.rows.iter().enumerate() {
            let mut cells = Vec::new();
            for (part, part_name) in grid.parts.iter().enumerate() {
                let found = placed.iter().find(|it| (it.0, it.1) == (row, part));
                let found = found.ok_or_else(|| {
                    Problem::data(format!(
                        "no value is stated for `{row_name}`, `{part_name}`"
                    ))
                    .hint("state the value, or a marker: [x] not available, [z] not applicable")
                })?;
                cells.push(found.2);
            }
            grid.cells.push(cells);
        }
        Ok(grid)
    }

    /// Each row with its values.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (&String, &[Stated<'a>])> {
        self.rows.iter().zip(self.cells.iter().map(Vec::as_slice))
    }

    /// The unit of the values.
    pub(crate) fn unit(&self) -> &'a str {
        let first = self.cells.first().and_then(|cells| cells.first());
        first.map_or("", |cell| &cell.value.unit)
    }
}

/// The place of a name in a list, which gets the name where it does not have it.
fn place(names: &mut Vec<String>, name: &str) -> usize {
    let known = names.iter().position(|known| known == name);
    known.unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    })
}
