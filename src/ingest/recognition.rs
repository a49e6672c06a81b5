//! What a file is, told by its content: workbook or CSV, and which of the known layouts.

use std::sync::Arc;

use anyhow::Result;

use super::book::{Book, FileKind};
use super::delimited::Delimited;
use super::source::Source;
use super::{LAYOUTS, Layout, not_published, workbook};
use crate::problem::Problem;

/// Bytes that a packed workbook may have: a hundred times the largest one published.
const LARGEST_WORKBOOK: u64 = 256 << 20;

/// Opens a workbook or a CSV.
///
/// # Errors
/// An empty file, a page of a website, another encoding; a workbook that is damaged.
pub(super) fn open(source: &Arc<Source>) -> Result<Book> {
    let head = source.head(1 << 16)?;
    if head.is_empty() {
        return Err(Problem::data("it is empty: there is not one byte in it")
            .hint("get it again from the publisher: a download may have failed")
            .into());
    }
    let mut book = Book {
        file_name: source.name().to_owned(),
        ..Book::default()
    };
    if workbook::looks_like_one(&head) {
        let length = source.length()?;
        if length > LARGEST_WORKBOOK {
            return Err(Problem::data(format!(
                "it is a workbook of {length} bytes: no published one is larger than {} MiB",
                LARGEST_WORKBOOK >> 20
            ))
            .hint("get it again from the publisher")
            .into());
        }
        let bytes = source.head(length)?;
        let workbook = workbook::read(bytes)?;
        book.kind = workbook.kind;
        book.sheets = workbook.sheets;
        book.hidden = workbook.hidden;
        return Ok(book);
    }
    must_be_text(&head)?;
    let mut delimited = Delimited::new(Arc::clone(source))?;
    book.kind = FileKind::Csv;
    book.sheets.push(delimited.sheet(source.name())?);
    book.delimited = Some(delimited);
    Ok(book)
}

/// Refuses what is certainly no CSV in UTF-8, each with its own remedy.
fn must_be_text(head: &[u8]) -> Result<(), Problem> {
    if let Some((order, name)) = utf_16(head) {
        return Err(Problem::data(format!(
            "it is written in UTF-16 ({order} byte first), not in UTF-8"
        ))
        .hint(format!(
            "save it as `CSV UTF-8`, or convert it: iconv -f {name} -t UTF-8 FILE > NEW.csv"
        )));
    }
    let start = head
        .iter()
        .position(|byte| !byte.is_ascii_whitespace())
        .unwrap_or(0);
    let text = head[start..]
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(&head[start..]);
    if let Some(what) = markup(text) {
        return Err(Problem::data(what)
            .hint("open the page in a browser and download the workbook that it leads to"));
    }
    if text.starts_with(b"%PDF") {
        return Err(Problem::data("it is a PDF: tables cannot be taken from it")
            .hint("publishers offer the tables as xlsx, ods or csv beside it"));
    }
    if head.contains(&0) {
        return Err(Problem::data("it is neither a workbook nor text")
            .hint("a published file is xlsx, xls, ods or csv"));
    }
    Ok(())
}

/// Which byte of two comes first, and what `iconv` calls it; told by the mark at the beginning, or
/// by the zeros of Latin letters.
fn utf_16(head: &[u8]) -> Option<(&'static str, &'static str)> {
    let zeros = |odd: usize| {
        head.iter()
            .skip(odd)
            .step_by(2)
            .take(64)
            .filter(|byte| **byte == 0)
            .count()
    };
    if head.starts_with(b"\xFF\xFE") || (zeros(1) > 16 && zeros(0) == 0) {
        return Some(("the lower", "UTF-16LE"));
    }
    let higher = head.starts_with(b"\xFE\xFF") || (zeros(0) > 16 && zeros(1) == 0);
    higher.then_some(("the higher", "UTF-16BE"))
}

/// What a text that begins with a tag is.
fn markup(text: &[u8]) -> Option<&'static str> {
    let is_tag = |second: &u8| second.is_ascii_alphabetic() || matches!(second, b'!' | b'?');
    if !text.starts_with(b"<") || !text.get(1).is_some_and(is_tag) {
        return None;
    }
    let page = String::from_utf8_lossy(text).to_lowercase();
    Some(
        if page.contains("<html") || page.contains("<!doctype html") {
            "it is a page of a website (HTML), whatever its name says"
        } else {
            "it is XML, neither a workbook nor a CSV"
        },
    )
}

/// The layout of a book.
///
/// # Errors
/// None of the known ones: what the file holds, and which layouts are known.
pub(super) fn layout(book: &Book) -> Result<&'static Layout> {
    if let Some(layout) = LAYOUTS.iter().find(|layout| (layout.recognises)(book)) {
        return Ok(layout);
    }
    if let Some(why) = not_published::why(book) {
        return Err(Problem::data(why)
            .hint("`vawg ingest` takes files as their publisher offers them")
            .into());
    }
    let holds = match (&book.delimited, book.sheets.as_slice()) {
        (Some(delimited), _) => {
            let columns = delimited.columns();
            let shown: Vec<&str> = columns.iter().take(8).map(|name| name.trim()).collect();
            let more = if columns.len() > shown.len() {
                " …"
            } else {
                ""
            };
            format!("its first row: {}{more}", shown.join(", "))
        }
        (None, sheets) => {
            let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
            format!("its sheets: {}", names.join(", "))
        }
    };
    let known: Vec<&str> = LAYOUTS.iter().map(|layout| layout.name).collect();
    Err(
        Problem::data(format!("it has none of the known layouts; {holds}"))
            .hint(format!("known layouts: {}", known.join("; ")))
            .into(),
    )
}
