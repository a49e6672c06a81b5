//! Workbooks (xlsx, xls, ods) as sheets of cells, within limits that no published workbook reaches.

use std::io::{Cursor, Read};

use anyhow::Result;
use calamine::{Data, Ods, Range, Reader, SheetVisible, Xls};
use zip::ZipArchive;

use super::book::{Cell, FileKind, Sheet};
use super::budget::Budget;
use super::hidden::Hidden;
use super::marks::{self, Marks};
use super::ods_extent::{extents, is_unclosed, repeated_spaces};
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

/// Whether the bytes begin a zip archive or an old Excel file, told by their first bytes.
pub(crate) fn looks_like_one(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04")
        || head.starts_with(b"PK\x05\x06")
        || head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
}

/// The visible sheets of a workbook, and what it hides.
#[derive(Debug)]
pub(crate) struct Workbook {
    pub(crate) kind: FileKind,
    pub(crate) sheets: Vec<Sheet>,
    pub(crate) hidden: Hidden,
}

/// Told the name of each sheet before it is read.
pub(crate) type Begun<'a> = &'a mut dyn FnMut(&str);

/// Reads a workbook, whatever its name.
///
/// # Errors
/// Bytes that are not a workbook, a damaged one, or one beyond the limits.
pub(crate) fn read(bytes: Vec<u8>, begun: Begun<'_>) -> Result<Workbook> {
    // The readers of xls and ods are not ours, and panic on some damaged files.
    let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| read_any(bytes, begun)));
    read.unwrap_or_else(|_| Err(damaged("its parts contradict each other").into()))
}

fn read_any(bytes: Vec<u8>, begun: Begun<'_>) -> Result<Workbook> {
    let mut book = Reading {
        hidden: Hidden::default(),
        budget: Budget::default(),
        begun,
    };
    let (kind, sheets) = if bytes.starts_with(b"\xD0\xCF") {
        (FileKind::Xls, book.xls(bytes)?)
    } else {
        match zip_kind(&bytes)? {
            FileKind::Ods => (FileKind::Ods, book.ods(bytes)?),
            kind => (kind, book.xlsx(&bytes)?),
        }
    };
    Ok(Workbook {
        kind,
        sheets,
        hidden: book.hidden,
    })
}

/// A workbook while its sheets are read.
struct Reading<'a> {
    hidden: Hidden,
    budget: Budget,
    begun: Begun<'a>,
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
    let mut other = None;
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
            .map(|name| name.trim_start_matches('/').replace('\\', "/"));
        let name = name.as_deref().unwrap_or_default();
        match name {
            "content.xml" => kind = Some(FileKind::Ods),
            "xl/workbook.xml" => kind = Some(FileKind::Xlsx),
            _ => other = other.or_else(|| other_document(name)),
        }
    }
    if unpacked > LARGEST_UNPACKED {
        return Err(too_large(bytes.len(), unpacked).into());
    }
    understated(&mut archive, bytes.len())?;
    match (kind, other) {
        (Some(FileKind::Ods), _) if is_encrypted(&mut archive) => Err(password().into()),
        (Some(kind), _) => Ok(kind),
        (None, Some(what)) => Err(Problem::data(format!("it is {what}"))
            .hint("open it in its own program and save it as xlsx, ods or csv")
            .into()),
        (None, None) => Err(Problem::data(
            "it is a zip archive, not a workbook: it has neither `xl/workbook.xml` nor `content.xml`",
        )
        .hint("unpack it and take in the files within")
        .into()),
    }
}

/// What a zip archive with a part of this name is, where it is a document of another program.
fn other_document(part: &str) -> Option<&'static str> {
    match part {
        "xl/workbook.bin" => Some("a binary Excel workbook (xlsb)"),
        "Index/Document.iwa" | "Index.zip" => Some("a document of Apple Numbers, Pages or Keynote"),
        "word/document.xml" => Some("a Word document (docx)"),
        _ => None,
    }
}

/// Whether the parts of an ods file are encrypted.
fn is_encrypted(archive: &mut ZipArchive<Cursor<&[u8]>>) -> bool {
    let mut manifest = String::new();
    let read = archive
        .by_name("META-INF/manifest.xml")
        .map(|part| part.take(1 << 20).read_to_string(&mut manifest));
    read.is_ok() && manifest.contains("encryption-data")
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
    .hint("the file is corrupt or mislabelled: download it again")
}

fn damaged(what: &str) -> Problem {
    Problem::data(format!("cannot read the workbook: {what}"))
        .hint("download it again from the publisher: it may have been cut short")
}

impl Reading<'_> {
    fn xlsx(&mut self, bytes: &[u8]) -> Result<Vec<Sheet>> {
        let mut file =
            xlsx::Xlsx::open(bytes, &mut self.hidden).map_err(|error| damaged(&error))?;
        let mut sheets = Vec::new();
        while let Some(entry) = file.next_sheet() {
            (self.begun)(&entry.name);
            let cells = file
                .cells(&entry, (self.budget.cells(), self.budget.text()))
                .map_err(|error| damaged(&error))?;
            self.budget.take_text(&entry.name, cells.text)?;
            // One place may be filled many times.
            if cells.cells.len() > self.budget.cells() {
                self.budget.take_cells(&entry.name, cells.cells.len(), 1)?;
            }
            let (hidden_rows, hidden_columns) = (cells.hidden_rows, cells.hidden_columns);
            let mut placed = self.sheet(entry.name, cells.cells)?;
            self.hidden
                .apply(&mut placed, &hidden_rows, &hidden_columns);
            sheets.push(placed);
        }
        Ok(sheets)
    }

    /// Cells at their places; refuses a sheet that spans more of them than can be held.
    fn sheet(&mut self, name: String, cells: Vec<(u32, u32, Cell)>) -> Result<Sheet> {
        let end = |of: fn(&(u32, u32, Cell)) -> u32| {
            let last = cells.iter().map(of).max();
            last.map_or(0, |last| last as usize + 1)
        };
        let (height, width) = (end(|cell| cell.0), end(|cell| cell.1));
        self.budget.take_cells(&name, height, width)?;
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

    fn xls(&mut self, bytes: Vec<u8>) -> Result<Vec<Sheet>> {
        if holds_utf16(&bytes, "EncryptedPackage") {
            return Err(password().into());
        }
        let marks = xls_marks::marks(&bytes);
        let workbook = Xls::new(Cursor::new(bytes)).map_err(|error| foreign(&error))?;
        self.ranges(workbook, &marks)
    }

    fn ods(&mut self, bytes: Vec<u8>) -> Result<Vec<Sheet>> {
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
        if is_unclosed(&content) {
            return Err(damaged("a table in it has no end").into());
        }
        let mut spanned = Budget::default();
        let spaces = repeated_spaces(&content);
        if spaces > spanned.text() {
            let why = format!("its texts repeat {spaces} spaces, more than any published workbook");
            return Err(damaged(&why).into());
        }
        for extent in extents(&content) {
            spanned.take_cells(&extent.name, extent.height, extent.width)?;
        }
        let marks = ods_marks::marks(&content);
        drop(content);
        let workbook = Ods::new(Cursor::new(bytes)).map_err(|error| foreign(&error))?;
        self.ranges(workbook, &marks)
    }

    fn ranges<R>(&mut self, mut workbook: R, marks: &[Marks]) -> Result<Vec<Sheet>>
    where
        R: Reader<Cursor<Vec<u8>>, Error: std::fmt::Display>,
    {
        let mut sheets = Vec::new();
        for entry in workbook.sheets_metadata().to_vec() {
            if entry.visible != SheetVisible::Visible {
                self.hidden.sheets.push(entry.name);
                continue;
            }
            (self.begun)(&entry.name);
            let range = workbook
                .worksheet_range(&entry.name)
                .map_err(|error| damaged(&format!("sheet `{}`: {error}", entry.name)))?;
            let mut sheet = self.dense(entry.name, &range)?;
            if let Some(marks) = marks::of_sheet(marks, &sheet.name) {
                marks.apply(&mut sheet);
                self.hidden
                    .apply(&mut sheet, &marks.hidden_rows, &marks.hidden_columns);
            }
            sheets.push(sheet);
        }
        Ok(sheets)
    }

    fn dense(&mut self, name: String, range: &Range<Data>) -> Result<Sheet> {
        let (height, width) = range.end().map_or((0, 0), |(row, column)| {
            (row as usize + 1, column as usize + 1)
        });
        self.budget.take_cells(&name, height, width)?;
        let texts = range.used_cells().map(|(_, _, cell)| match cell {
            Data::String(text) => text.len(),
            _ => 0,
        });
        self.budget.take_text(&name, texts.sum())?;
        let (top, left) = range.start().unwrap_or((0, 0));
        let mut rows = vec![Vec::new(); top as usize];
        for cells in range.rows() {
            let mut row = Vec::with_capacity(width);
            row.resize(left as usize, Cell::Empty);
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
}

/// What the readers of xls and ods say is wrong.
fn foreign(error: &dyn std::fmt::Display) -> Problem {
    let error = error.to_string();
    if error.to_lowercase().contains("password") {
        return password();
    }
    damaged(&error)
}

fn password() -> Problem {
    Problem::data("it is protected with a password")
        .hint("open it with the password, and save a copy without one")
}

/// Whether the bytes hold a text in UTF-16, as the directory of an old Excel file does.
fn holds_utf16(bytes: &[u8], text: &str) -> bool {
    let text: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    memchr::memmem::find(bytes, &text).is_some()
}
