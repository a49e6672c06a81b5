//! Workbooks (xlsx, xls, ods) as sheets of cells, within limits that no published workbook reaches.

use std::io::{Cursor, Read};

use anyhow::Result;
use calamine::{Data, Ods, Range, Reader, SheetVisible, Xls};
use zip::ZipArchive;

use super::book::{Cell, FileKind, Sheet};
use super::hidden::Hidden;
use super::marks::{self, Marks};
use super::ods_extent::largest_sheet;
use super::ods_marks;
use super::xls_marks;
use super::xlsx;
use crate::problem::Problem;

/// Bytes that a workbook may have when unpacked: fifty times the largest one published.
const LARGEST_UNPACKED: u64 = 512 << 20;
/// Bytes of an ods file's content, which is held whole: ten times the largest one published.
const LARGEST_CONTENT: u64 = 200 << 20;
/// How much smaller than its content a packed part can be (deflate packs 1,032 to 1 at best).
const STRONGEST_PACKING: u64 = 1032;
/// Cells that one sheet may span, filled or not.
const MOST_CELLS: usize = 12_000_000;

/// Whether the bytes begin a zip archive or an old Excel file, told by their first bytes.
pub(super) fn looks_like_one(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04")
        || head.starts_with(b"PK\x05\x06")
        || head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
}

/// The visible sheets of a workbook, and what it hides.
pub(super) struct Workbook {
    pub(super) kind: FileKind,
    pub(super) sheets: Vec<Sheet>,
    pub(super) hidden: Hidden,
}

/// Reads a workbook, whatever its name.
///
/// # Errors
/// Bytes that are not a workbook, a damaged one, or one beyond the limits.
pub(super) fn read(bytes: Vec<u8>) -> Result<Workbook> {
    let mut hidden = Hidden::default();
    let (kind, sheets) = if bytes.starts_with(b"\xD0\xCF") {
        (FileKind::Xls, xls(bytes, &mut hidden)?)
    } else {
        match zip_kind(&bytes)? {
            FileKind::Ods => (FileKind::Ods, ods(bytes, &mut hidden)?),
            kind => (kind, xlsx(&bytes, &mut hidden)?),
        }
    };
    Ok(Workbook {
        kind,
        sheets,
        hidden,
    })
}

/// Which workbook a zip archive is; refuses one that would unpack to more than any published.
fn zip_kind(bytes: &[u8]) -> Result<FileKind> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
        let cut = bytes
            .windows(4)
            .rev()
            .take(66_000)
            .all(|four| four != b"PK\x05\x06");
        if cut {
            damaged("it ends before its table of contents: the file was cut short")
        } else {
            damaged(&format!("its table of contents cannot be read ({error})"))
        }
    })?;
    let mut unpacked = 0;
    let mut kind = None;
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(|error| {
            damaged(&format!(
                "part {} of it cannot be read ({error})",
                index + 1
            ))
        })?;
        unpacked += part.size();
        let name = part
            .name()
            .map(|name| name.trim_start_matches('/').to_owned());
        match name.as_deref().unwrap_or_default() {
            "content.xml" => kind = Some(FileKind::Ods),
            "xl/workbook.xml" => kind = Some(FileKind::Xlsx),
            _ => {}
        }
    }
    if unpacked > LARGEST_UNPACKED {
        return Err(too_large(bytes.len(), unpacked).into());
    }
    understated(&mut archive, bytes.len())?;
    kind.ok_or_else(|| {
        Problem::data("it is a zip archive, but no workbook: it holds neither `xl/workbook.xml` nor `content.xml`")
            .hint("unpack it and take in the files within")
            .into()
    })
}

/// A part that could hide more than its declared size is unpacked and counted.
fn understated(archive: &mut ZipArchive<Cursor<&[u8]>>, packed: usize) -> Result<()> {
    for index in 0..archive.len() {
        let suspicious = archive.by_index_raw(index).is_ok_and(|part| {
            part.compressed_size().saturating_mul(STRONGEST_PACKING) > LARGEST_UNPACKED * 4
        });
        if !suspicious {
            continue;
        }
        let part = archive
            .by_index(index)
            .map_err(|error| damaged(&error.to_string()))?;
        let declared = part.size();
        let counted = std::io::copy(&mut part.take(LARGEST_UNPACKED + 1), &mut std::io::sink())
            .map_err(|error| damaged(&error.to_string()))?;
        if counted > declared {
            return Err(too_large(packed, counted).into());
        }
    }
    Ok(())
}

fn too_large(packed: usize, unpacked: u64) -> Problem {
    Problem::data(format!(
        "its {packed} bytes would unpack to {unpacked}: no published workbook is larger than {} MiB",
        LARGEST_UNPACKED >> 20
    ))
    .hint("it is not what it claims to be; get it again from the publisher")
}

fn damaged(what: &str) -> Problem {
    Problem::data(format!("it is no workbook that can be read: {what}"))
        .hint("get it again from the publisher: a download may have been cut short")
}

fn xlsx(bytes: &[u8], hidden: &mut Hidden) -> Result<Vec<Sheet>> {
    let read = xlsx::read(bytes, MOST_CELLS, hidden).map_err(|error| damaged(&error))?;
    let mut sheets = Vec::with_capacity(read.len());
    for one in read {
        let mut placed = sheet(one.name, one.cells.cells)?;
        hidden.apply(
            &mut placed,
            &one.cells.hidden_rows,
            &one.cells.hidden_columns,
        );
        sheets.push(placed);
    }
    Ok(sheets)
}

/// Cells at their places; refuses a sheet that spans more of them than can be held.
fn sheet(name: String, cells: Vec<(u32, u32, Cell)>) -> Result<Sheet> {
    let height = cells
        .iter()
        .map(|cell| cell.0 as usize + 1)
        .max()
        .unwrap_or(0);
    let width = cells
        .iter()
        .map(|cell| cell.1 as usize + 1)
        .max()
        .unwrap_or(0);
    too_wide(&name, height, width)?;
    let mut rows = vec![vec![Cell::Empty; width]; height];
    for (row, column, cell) in cells {
        rows[row as usize][column as usize] = cell;
    }
    Ok(Sheet {
        name,
        rows,
        whole: true,
    })
}

fn too_wide(name: &str, height: usize, width: usize) -> Result<()> {
    if height.saturating_mul(width) <= MOST_CELLS {
        return Ok(());
    }
    Err(Problem::data(format!(
        "sheet `{name}` spans {height} rows and {width} columns: more than any published table"
    ))
    .hint("delete the stray cells far from the table, or save the table alone as CSV")
    .into())
}

fn xls(bytes: Vec<u8>, hidden: &mut Hidden) -> Result<Vec<Sheet>> {
    let marks = xls_marks::marks(&bytes);
    let workbook = Xls::new(Cursor::new(bytes)).map_err(|error| damaged(&error.to_string()))?;
    ranges(workbook, &marks, hidden)
}

fn ods(bytes: Vec<u8>, hidden: &mut Hidden) -> Result<Vec<Sheet>> {
    let mut content = String::new();
    ZipArchive::new(Cursor::new(bytes.as_slice()))
        .and_then(|mut archive| {
            let part = archive.by_name("content.xml")?;
            Ok(part
                .take(LARGEST_CONTENT + 1)
                .read_to_string(&mut content)?)
        })
        .map_err(|error| damaged(&format!("its content cannot be read ({error})")))?;
    if content.len() as u64 > LARGEST_CONTENT {
        return Err(too_large(bytes.len(), content.len() as u64).into());
    }
    let (name, height, width) = largest_sheet(&content);
    too_wide(&name, height, width)?;
    let marks = ods_marks::marks(&content);
    drop(content);
    let workbook = Ods::new(Cursor::new(bytes)).map_err(|error| damaged(&error.to_string()))?;
    ranges(workbook, &marks, hidden)
}

fn ranges<R>(mut workbook: R, marks: &[Marks], hidden: &mut Hidden) -> Result<Vec<Sheet>>
where
    R: Reader<Cursor<Vec<u8>>, Error: std::fmt::Display>,
{
    let mut sheets = Vec::new();
    for entry in workbook.sheets_metadata().to_vec() {
        if entry.visible != SheetVisible::Visible {
            hidden.sheets.push(entry.name);
            continue;
        }
        let range = workbook
            .worksheet_range(&entry.name)
            .map_err(|error| damaged(&format!("sheet `{}`: {error}", entry.name)))?;
        let mut sheet = dense(entry.name, &range)?;
        if let Some(marks) = marks::of_sheet(marks, &sheet.name) {
            marks.apply(&mut sheet);
            hidden.apply(&mut sheet, &marks.hidden_rows, &marks.hidden_columns);
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn dense(name: String, range: &Range<Data>) -> Result<Sheet> {
    let (height, width) = range.end().map_or((0, 0), |(row, column)| {
        (row as usize + 1, column as usize + 1)
    });
    too_wide(&name, height, width)?;
    let (top, left) = range.start().unwrap_or((0, 0));
    let mut rows = vec![Vec::new(); top as usize];
    for cells in range.rows() {
        let mut row = vec![Cell::Empty; left as usize];
        row.extend(cells.iter().map(Cell::from));
        rows.push(row);
    }
    for row in &mut rows {
        row.resize(width, Cell::Empty);
    }
    Ok(Sheet {
        name,
        rows,
        whole: true,
    })
}
