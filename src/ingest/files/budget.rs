//! What one file may take: cells and bytes of text over all of its sheets.

use crate::problem::Problem;

/// Cells that the sheets of a file may span, filled or not: three times the largest one published.
const MOST_CELLS: usize = 8_000_000;
/// Bytes of text in the cells of a file: four times the largest one published.
const MOST_TEXT: usize = 128 << 20;

/// What is left for the sheets that follow.
#[derive(Debug)]
pub(crate) struct Budget {
    cells: usize,
    text: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            cells: MOST_CELLS,
            text: MOST_TEXT,
        }
    }
}

impl Budget {
    /// Cells that may still be read.
    pub(crate) const fn cells(&self) -> usize {
        self.cells
    }

    /// Bytes of text that may still be read.
    pub(crate) const fn text(&self) -> usize {
        self.text
    }

    /// Takes the cells that a sheet spans.
    ///
    /// # Errors
    /// More cells than are left.
    pub(crate) fn take_cells(
        &mut self,
        sheet: &str,
        height: usize,
        width: usize,
    ) -> Result<(), Problem> {
        let left = self.cells.checked_sub(height.saturating_mul(width));
        self.cells = left.ok_or_else(|| {
            Problem::data(format!(
                "sheet `{sheet}` spans {height} rows and {width} columns, which is more than any \
                 published workbook together with the sheets before it"
            ))
            .hint("delete the stray cells far from the table, or save the table alone as CSV")
        })?;
        Ok(())
    }

    /// Takes the bytes of a sheet's texts.
    ///
    /// # Errors
    /// More text than is left.
    pub(crate) fn take_text(&mut self, sheet: &str, bytes: usize) -> Result<(), Problem> {
        let left = self.text.checked_sub(bytes);
        self.text = left.ok_or_else(|| {
            Problem::data(format!(
                "the cells of sheet `{sheet}` and of those before it hold more than {} MiB of text, \
                 which is more than any published workbook",
                MOST_TEXT >> 20
            ))
            .hint("save the table alone as CSV, or download the file again")
        })?;
        Ok(())
    }
}
