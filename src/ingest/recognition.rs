//! What a file is, told by its content: workbook or CSV, and which of the known layouts.

use std::sync::Arc;

use anyhow::Result;

use super::layouts::LAYOUTS;
use super::layouts::Layout;
use crate::ingest::files::book::{Book, Cell, FileKind};
use crate::ingest::files::decimal_commas::doubtful;
use crate::ingest::files::delimited::Delimited;
use crate::ingest::files::guard;
use crate::ingest::files::gzip;
use crate::ingest::files::source::Source;
use crate::ingest::files::text_form;
use crate::ingest::files::workbook;
use crate::ingest::layouts::not_published;
use crate::problem::Problem;

/// Bytes that a packed workbook may have: a hundred times the largest one published.
const LARGEST_WORKBOOK: u64 = 256 << 20;

/// Opens a workbook or a CSV.
///
/// # Errors
/// An empty file, a page of a website; a workbook that is damaged.
pub(super) fn open(source: &Arc<Source>) -> Result<Book> {
    let packed = gzip::is_packed(&source.head(2)?);
    let unpacked = if packed {
        Some(gzip::unpacked(source)?)
    } else {
        None
    };
    let source = unpacked.as_ref().unwrap_or(source);
    let head = source.head(1 << 16)?;
    if head.is_empty() {
        return Err(Problem::data("the file is empty")
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
        let workbook = guard::workbook(source)?;
        book.kind = workbook.kind;
        book.sheets = workbook.sheets;
        book.hidden = workbook.hidden;
        return Ok(book);
    }
    let (text, encoding) = text_form::in_utf8(source, &head)?;
    must_be_text(&text.head(1 << 16)?)?;
    let (mut delimited, separator) = Delimited::new(text)?;
    book.kind = FileKind::Csv;
    book.notes = encoding.into_iter().chain(separator.note()).collect();
    let sheet = delimited.sheet(source.name())?;
    if separator.byte == b';'
        && let Some(number) = doubtful(&sheet)
    {
        return Err(Problem::data(format!(
            "its columns are separated by semicolons and its numbers have commas: `{number}` may have decimals or thousands behind the comma"
        ))
        .hint("save it with points for decimals and nothing between thousands")
        .into());
    }
    book.sheets.push(sheet);
    book.delimited = Some(delimited);
    Ok(book)
}

/// Refuses what is certainly not a table in text, each with its own remedy.
fn must_be_text(head: &[u8]) -> Result<(), Problem> {
    let start = head
        .iter()
        .position(|byte| !byte.is_ascii_whitespace())
        .unwrap_or(0);
    let text = head[start..]
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(&head[start..]);
    if let Some((what, remedy)) = markup(text) {
        return Err(Problem::data(what).hint(remedy));
    }
    if text.starts_with(b"%PDF") {
        return Err(Problem::data("it is a PDF: tables cannot be taken from it")
            .hint("publishers offer the tables as xlsx, ods or csv beside it"));
    }
    if text.starts_with(b"version https://git-lfs") {
        return Err(Problem::data(
            "it is a pointer of Git LFS: the table itself was not downloaded",
        )
        .hint("run `git lfs pull` in the folder, or download the file from its page"));
    }
    if head.contains(&0) {
        return Err(Problem::data("it is neither a workbook nor text")
            .hint("a published file is xlsx, xls, ods or csv"));
    }
    Ok(())
}

/// What a text that begins with a tag is, and what to do.
fn markup(text: &[u8]) -> Option<(&'static str, &'static str)> {
    let is_tag = |second: &u8| second.is_ascii_alphabetic() || matches!(second, b'!' | b'?');
    if !text.starts_with(b"<") || !text.get(1).is_some_and(is_tag) {
        return None;
    }
    let page = String::from_utf8_lossy(text).to_lowercase();
    let save = "open it in a spreadsheet program and save it as xlsx, ods or csv";
    Some(
        if page.contains("urn:schemas-microsoft-com:office:spreadsheet") {
            ("it is an Excel 2003 workbook in XML", save)
        } else if page.contains("<office:document") {
            ("it is an OpenDocument file in one piece (fods)", save)
        } else if page.contains("<html") || page.contains("<!doctype html") {
            (
                "it is a page of a website (HTML), whatever its name says",
                "open the page in a browser and download the workbook that it leads to",
            )
        } else {
            ("it is XML, neither a workbook nor a CSV", save)
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
    Err(Problem::data(format!("{}; {holds}", in_no_layout(book)))
        .hint(format!("known layouts: {}", known.join("; ")))
        .into())
}

/// Rows by which the subject of an unknown file is told.
const ROWS_OF_WORDS: usize = 40;

/// What a file is about, where its words say that, and that it has no known layout.
fn in_no_layout(book: &Book) -> String {
    let rows = book
        .sheets
        .iter()
        .flat_map(|sheet| sheet.rows.iter().take(ROWS_OF_WORDS));
    let texts = rows.flatten().filter_map(|cell| match cell {
        Cell::Text(text) => Some(text.to_lowercase()),
        Cell::Empty | Cell::Number(_) => None,
    });
    let texts: Vec<String> = texts.collect();
    let has = |word: &str| texts.iter().any(|text| text.contains(word));
    let subject = if has("crime survey") || has("csew") {
        "figures of the Crime Survey"
    } else if has("offence") || has("recorded crime") {
        "recorded crime"
    } else if has("population") {
        "population figures"
    } else {
        return "its layout is not known".to_owned();
    };
    format!("it has {subject}, in a layout that vawg does not read")
}
