//! Excel workbooks since 2007 (xlsx), read in one pass a sheet: values, the number formats that
//! change what a value means, hidden sheets, rows and columns, and formulas without a result.

mod cells;
mod number_format;
mod parts;
mod text;

use self::cells::{SheetCells, Workbook};
use self::parts::{Parts, SheetEntry};
use super::hidden::Hidden;

pub(super) use self::number_format::{NumberFormat, per_cent};

/// One sheet as the file has it.
pub(super) struct XlsxSheet {
    /// As the file spells it.
    pub(super) name: String,
    /// Cells with content, and the rows and columns that are hidden.
    pub(super) cells: SheetCells,
}

/// Every visible sheet of a workbook; hidden ones are named in `hidden` and not read.
///
/// # Errors
/// What keeps the workbook from being read, with the part or sheet.
pub(super) fn read(
    bytes: &[u8],
    most_cells: usize,
    hidden: &mut Hidden,
) -> Result<Vec<XlsxSheet>, String> {
    let mut parts = Parts::open(bytes)?;
    let strings = match parts.shared_strings()? {
        Some(xml) => text::shared_strings(&xml)?,
        None => Vec::new(),
    };
    let formats = match parts.styles()? {
        Some(xml) => number_format::cell_formats(&xml)?,
        None => Vec::new(),
    };
    let entries = parts.sheets();
    let workbook = Workbook {
        strings: &strings,
        formats: &formats,
        most_cells,
    };
    let mut sheets = Vec::new();
    for SheetEntry {
        name,
        part,
        visible,
    } in entries
    {
        if !visible {
            hidden.sheets.push(name);
            continue;
        }
        let in_sheet = |error: String| format!("sheet `{name}`: {error}");
        let cells = match part {
            Some(part) => {
                let xml = parts.text(&part).map_err(in_sheet)?;
                let xml = xml.ok_or_else(|| in_sheet(format!("part `{part}` is missing")))?;
                cells::read(&xml, &workbook).map_err(in_sheet)?
            }
            // A sheet of charts has no cells.
            None => SheetCells::default(),
        };
        sheets.push(XlsxSheet { name, cells });
    }
    Ok(sheets)
}
