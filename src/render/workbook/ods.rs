//! The workbook as ods (`OpenDocument` 1.3): four XML parts in a zip file, with tables as database
//! ranges, rows of headers that repeat, and headings marked up.

mod styles;

use std::io::{Cursor, Write};

use anyhow::Result;
use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use zip::{CompressionMethod, ZipWriter};

use self::styles::{Own, styles, widths, write_own_styles};
use super::grid::{Grid, Value};
use super::xlsx::options;
use super::{AUTHOR, Line, Sheet, Workbook};
use crate::model::cell_name;

/// What the first part of the file says that it is.
const MIMETYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";
const NAMESPACES: &[(&str, &str)] = &[
    (
        "xmlns:office",
        "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    ),
    (
        "xmlns:table",
        "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    ),
    (
        "xmlns:text",
        "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    ),
    (
        "xmlns:style",
        "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    ),
    (
        "xmlns:number",
        "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
    ),
    (
        "xmlns:fo",
        "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    ),
    (
        "xmlns:meta",
        "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    ),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:xlink", "http://www.w3.org/1999/xlink"),
    ("office:version", "1.3"),
];

type Attributes<'a> = &'a [(&'a str, &'a str)];

/// The bytes of the file.
pub(super) fn write(workbook: &Workbook) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(
        "mimetype",
        options().compression_method(CompressionMethod::Stored),
    )?;
    zip.write_all(MIMETYPE.as_bytes())?;
    let parts = [
        ("META-INF/manifest.xml", manifest()?),
        ("meta.xml", meta(workbook)?),
        ("styles.xml", styles()?),
        ("content.xml", content(workbook)?),
    ];
    for (name, bytes) in parts {
        zip.start_file(
            name,
            options().compression_method(CompressionMethod::Deflated),
        )?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// An XML part that is being written.
struct Part(Writer<Vec<u8>>);

impl Part {
    fn new() -> Self {
        Self(Writer::new(
            b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_vec(),
        ))
    }

    fn open(&mut self, name: &str, attributes: Attributes<'_>) -> Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        Ok(self.0.write_event(Event::Start(start))?)
    }

    fn close(&mut self, name: &str) -> Result<()> {
        Ok(self.0.write_event(Event::End(BytesEnd::new(name)))?)
    }

    fn empty(&mut self, name: &str, attributes: Attributes<'_>) -> Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        Ok(self.0.write_event(Event::Empty(start))?)
    }

    fn text(&mut self, name: &str, attributes: Attributes<'_>, text: &str) -> Result<()> {
        self.open(name, attributes)?;
        self.0.write_event(Event::Text(BytesText::new(text)))?;
        self.close(name)
    }

    fn bytes(self) -> Vec<u8> {
        self.0.into_inner()
    }
}

fn manifest() -> Result<Vec<u8>> {
    let mut part = Part::new();
    let namespace = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0";
    part.open(
        "manifest:manifest",
        &[("xmlns:manifest", namespace), ("manifest:version", "1.3")],
    )?;
    let files = [
        ("/", MIMETYPE),
        ("meta.xml", "text/xml"),
        ("styles.xml", "text/xml"),
        ("content.xml", "text/xml"),
    ];
    for (path, kind) in files {
        let entry = [("manifest:full-path", path), ("manifest:media-type", kind)];
        part.empty("manifest:file-entry", &entry)?;
    }
    part.close("manifest:manifest")?;
    Ok(part.bytes())
}

fn meta(workbook: &Workbook) -> Result<Vec<u8>> {
    let (year, month, day) = workbook.created;
    let date = format!("{year:04}-{month:02}-{day:02}T00:00:00");
    let mut part = Part::new();
    part.open("office:document-meta", NAMESPACES)?;
    part.open("office:meta", &[])?;
    let entries = [
        ("meta:generator", AUTHOR),
        ("dc:title", workbook.title.as_str()),
        ("dc:subject", &workbook.subject),
        ("meta:initial-creator", AUTHOR),
        ("dc:creator", AUTHOR),
        ("meta:creation-date", &date),
        ("dc:date", &date),
        ("dc:language", "en-GB"),
    ];
    for (name, text) in entries {
        part.text(name, &[], text)?;
    }
    part.close("office:meta")?;
    part.close("office:document-meta")?;
    Ok(part.bytes())
}

fn content(workbook: &Workbook) -> Result<Vec<u8>> {
    let mut part = Part::new();
    part.open("office:document-content", NAMESPACES)?;
    let shapes = write_own_styles(&mut part, workbook)?;
    part.open("office:body", &[])?;
    part.open("office:spreadsheet", &[])?;
    for sheet in &workbook.sheets {
        write_sheet(&mut part, sheet, &shapes)?;
    }
    write_ranges(&mut part, &workbook.sheets)?;
    part.close("office:spreadsheet")?;
    part.close("office:body")?;
    part.close("office:document-content")?;
    Ok(part.bytes())
}

fn write_sheet(part: &mut Part, sheet: &Sheet, own: &Own) -> Result<()> {
    part.open("table:table", &[("table:name", &sheet.name)])?;
    for width in widths(sheet) {
        let style = format!("w{width}");
        let column = [
            ("table:style-name", style.as_str()),
            ("table:default-cell-style-name", "Words"),
        ];
        part.empty("table:table-column", &column)?;
    }
    let has_table = sheet.table.is_some();
    for line in &sheet.lines {
        let (text, style) = match line {
            Line::Title(text) => (text, "Heading_20_1"),
            Line::Heading(text) => (text, "Heading_20_2"),
            // Above a table a line runs over the columns; on a sheet of sentences it wraps.
            Line::Text(text) => (text, if has_table { "Default" } else { "Words" }),
        };
        part.open("table:table-row", &[("table:style-name", "r")])?;
        write_words(part, text, style)?;
        part.close("table:table-row")?;
    }
    if let Some(grid) = &sheet.table {
        write_grid(part, grid, own)?;
    }
    part.close("table:table")
}

fn write_grid(part: &mut Part, grid: &Grid, own: &Own) -> Result<()> {
    part.open("table:table-header-rows", &[])?;
    part.open("table:table-row", &[("table:style-name", "r")])?;
    for (header, is_right) in grid.headers.iter().zip(&grid.right) {
        write_words(
            part,
            header,
            if *is_right { "HeaderRight" } else { "Header" },
        )?;
    }
    part.close("table:table-row")?;
    part.close("table:table-header-rows")?;
    for row in &grid.rows {
        part.open("table:table-row", &[("table:style-name", "r")])?;
        for (index, value) in row.iter().enumerate() {
            let is_right = grid.right.get(index).copied().unwrap_or_default();
            write_value(part, value, is_right, own)?;
        }
        part.close("table:table-row")?;
    }
    Ok(())
}

fn write_value(part: &mut Part, value: &Value, is_right: bool, own: &Own) -> Result<()> {
    let side = if is_right { "WordsRight" } else { "Words" };
    match value {
        Value::Text(words) => write_words(part, words, side),
        Value::Marker(marker) => write_words(part, &marker.to_string(), "WordsRight"),
        Value::Number(number, shape) => {
            let style = own.shapes.get(shape).map_or("WordsRight", String::as_str);
            let number = number.to_string();
            let cell = [
                ("table:style-name", style),
                ("office:value-type", "float"),
                ("office:value", &number),
            ];
            part.open("table:table-cell", &cell)?;
            part.text("text:p", &[], &number)?;
            part.close("table:table-cell")
        }
        Value::Link(name) => {
            part.open(
                "table:table-cell",
                &[("table:style-name", side), ("office:value-type", "string")],
            )?;
            part.open("text:p", &[])?;
            let address = format!("#'{name}'.A1");
            part.text(
                "text:a",
                &[("xlink:type", "simple"), ("xlink:href", &address)],
                name,
            )?;
            part.close("text:p")?;
            part.close("table:table-cell")
        }
    }
}

fn write_words(part: &mut Part, words: &str, style: &str) -> Result<()> {
    let cell = [("table:style-name", style), ("office:value-type", "string")];
    part.open("table:table-cell", &cell)?;
    part.text("text:p", &[], words)?;
    part.close("table:table-cell")
}

/// Each table as a database range, which is how this format marks a table up.
fn write_ranges(part: &mut Part, sheets: &[Sheet]) -> Result<()> {
    part.open("table:database-ranges", &[])?;
    for sheet in sheets {
        let Some(grid) = sheet.table.as_ref().filter(|grid| !grid.headers.is_empty()) else {
            continue;
        };
        let top = sheet.lines.len();
        let from = cell_name(top, 0);
        let to = cell_name(top + grid.rows.len(), grid.headers.len() - 1);
        let name = &sheet.name;
        let range = format!("'{name}'.{from}:'{name}'.{to}");
        let entry = [
            ("table:name", grid.name.as_str()),
            ("table:target-range-address", &range),
            ("table:contains-header", "true"),
        ];
        part.empty("table:database-range", &entry)?;
    }
    part.close("table:database-ranges")
}
