//! Excel workbooks since 2007 (xlsx), read in one pass a sheet: values, the number formats that
//! change what a value means, hidden sheets, rows and columns, and formulas without a result.

mod cells;
mod number_format;
mod parts;
mod text;

use self::cells::{SheetCells, Workbook};
use self::parts::{Parts, SheetEntry};
use super::book::Cell;
use super::hidden::Hidden;

pub(crate) use self::number_format::{NumberFormat, per_cent};

/// An open workbook: its sheets are read one after the other.
pub(crate) struct Xlsx<'a> {
    parts: Parts<'a>,
    strings: Vec<Cell>,
    formats: Vec<NumberFormat>,
    entries: std::vec::IntoIter<SheetEntry>,
    /// Bytes that the parts with cells may still have: two sheets may name one part.
    unpacked_left: usize,
}

/// Bytes that the cells of all sheets may have when unpacked.
const MOST_UNPACKED: usize = 512 << 20;

impl<'a> Xlsx<'a> {
    /// Opens a workbook; hidden sheets are named in `hidden` and not read.
    ///
    /// # Errors
    /// What keeps the workbook from being read, with the part.
    pub(crate) fn open(bytes: &'a [u8], hidden: &mut Hidden) -> Result<Self, String> {
        let mut parts = Parts::open(bytes)?;
        let strings = match parts.shared_strings()? {
            Some(xml) => text::shared_strings(&xml)?,
            None => Vec::new(),
        };
        let formats = match parts.styles()? {
            Some(xml) => number_format::cell_formats(&xml)?,
            None => Vec::new(),
        };
        let (visible, others): (Vec<_>, Vec<_>) =
            parts.sheets().into_iter().partition(|entry| entry.visible);
        hidden
            .sheets
            .extend(others.into_iter().map(|entry| entry.name));
        Ok(Self {
            parts,
            strings,
            formats,
            entries: visible.into_iter(),
            unpacked_left: MOST_UNPACKED,
        })
    }

    /// The next visible sheet.
    pub(crate) fn next_sheet(&mut self) -> Option<SheetEntry> {
        self.entries.next()
    }

    /// The cells of a sheet, which may have as many cells and bytes of text as given; reading ends
    /// one step beyond.
    ///
    /// # Errors
    /// What keeps the sheet from being read.
    pub(crate) fn cells(
        &mut self,
        entry: &SheetEntry,
        (most_cells, most_text): (usize, usize),
    ) -> Result<SheetCells, String> {
        let in_sheet = |error: String| format!("sheet `{}`: {error}", entry.name);
        // A sheet of charts has no cells.
        let Some(part) = &entry.part else {
            return Ok(SheetCells::default());
        };
        let xml = self.parts.text(part).map_err(in_sheet)?;
        let xml = xml.ok_or_else(|| in_sheet(format!("part `{part}` is missing")))?;
        self.unpacked_left = self.unpacked_left.checked_sub(xml.len()).ok_or_else(|| {
            in_sheet("the sheets unpack to more than any published workbook".to_owned())
        })?;
        let workbook = Workbook {
            strings: &self.strings,
            formats: &self.formats,
            most_cells,
            most_text,
        };
        cells::read(&xml, &workbook).map_err(in_sheet)
    }
}
