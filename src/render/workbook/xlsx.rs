//! The workbook as xlsx. The library writes the cells; headings and the language, which it has no
//! word for, are added to its parts.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use anyhow::{Context, Result};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Table, TableColumn,
    TableStyle, Url, Workbook as File, Worksheet,
};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::grid::{Grid, Shape, Value};
use super::{AUTHOR, Line, Sheet, Workbook};

/// Size of the title's letters, by which its style is found again.
const TITLE_SIZE: f64 = 15.0;
/// Size of a heading's letters.
const HEADING_SIZE: f64 = 13.0;
/// Width of a sheet of sentences, in characters.
const TEXT_WIDTH: f64 = 100.0;

/// The bytes of the file.
pub(super) fn write(workbook: &Workbook) -> Result<Vec<u8>> {
    let mut file = File::new();
    let (year, month, day) = workbook.created;
    let properties = DocProperties::new()
        .set_title(&workbook.title)
        .set_subject(&workbook.subject)
        .set_author(AUTHOR)
        .set_creation_datetime(&ExcelDateTime::from_ymd(year, month, day)?);
    file.set_properties(&properties);
    let mut shapes = BTreeMap::new();
    for sheet in &workbook.sheets {
        let worksheet = file.add_worksheet();
        worksheet.set_name(&sheet.name)?;
        fill(worksheet, sheet, &mut shapes)?;
    }
    with_headings_and_language(&file.save_to_buffer()?)
}

fn base() -> Format {
    Format::new().set_font_name("Arial").set_font_size(12)
}

fn fill(
    worksheet: &mut Worksheet,
    sheet: &Sheet,
    shapes: &mut BTreeMap<Shape, Format>,
) -> Result<()> {
    let wrapped = sheet.table.is_none();
    if wrapped {
        worksheet.set_column_width(0, TEXT_WIDTH)?;
    }
    let mut row = 0;
    for line in &sheet.lines {
        let (text, format) = match line {
            Line::Title(text) => (text, base().set_bold().set_font_size(TITLE_SIZE)),
            Line::Heading(text) => (text, base().set_bold().set_font_size(HEADING_SIZE)),
            Line::Text(text) => (text, base()),
        };
        let format = if wrapped {
            format.set_text_wrap()
        } else {
            format
        };
        worksheet.write_string_with_format(row, 0, text, &format)?;
        row += 1;
    }
    match &sheet.table {
        Some(grid) => fill_table(worksheet, grid, row, shapes),
        None => Ok(()),
    }
}

fn fill_table(
    worksheet: &mut Worksheet,
    grid: &Grid,
    top: u32,
    shapes: &mut BTreeMap<Shape, Format>,
) -> Result<()> {
    let header = base()
        .set_bold()
        .set_text_wrap()
        .set_border_bottom(FormatBorder::Thin);
    for (index, width) in grid.widths.iter().enumerate() {
        // Letters of 12 points are a little wider than those that widths are counted in.
        worksheet.set_column_width(u16::try_from(index)?, *width as f64 * 1.15)?;
    }
    let row = fill_rows(worksheet, grid, top + 1, shapes)?;
    let columns: Vec<TableColumn> = grid
        .headers
        .iter()
        .zip(&grid.right)
        .map(|(name, is_right)| {
            let format = if *is_right {
                header.clone().set_align(FormatAlign::Right)
            } else {
                header.clone()
            };
            TableColumn::new()
                .set_header(name)
                .set_header_format(&format)
        })
        .collect();
    let last = u16::try_from(grid.headers.len().saturating_sub(1))?;
    if grid.rows.is_empty() {
        for (index, name) in grid.headers.iter().enumerate() {
            worksheet.write_string_with_format(top, u16::try_from(index)?, name, &header)?;
        }
        return Ok(());
    }
    let table = Table::new()
        .set_name(&grid.name)
        .set_columns(&columns)
        .set_autofilter(false)
        .set_banded_rows(false)
        .set_style(TableStyle::None);
    worksheet.add_table(top, 0, row - 1, last, &table)?;
    worksheet.set_repeat_rows(top, top)?;
    Ok(())
}

/// Writes the rows from `top` downwards; returns the row after them.
fn fill_rows(
    worksheet: &mut Worksheet,
    grid: &Grid,
    top: u32,
    shapes: &mut BTreeMap<Shape, Format>,
) -> Result<u32> {
    let text = base().set_text_wrap().set_align(FormatAlign::Top);
    let to_right = base()
        .set_align(FormatAlign::Right)
        .set_align(FormatAlign::Top);
    let text_to_right = to_right.clone().set_text_wrap();
    let mut row = top;
    for values in &grid.rows {
        for (index, value) in values.iter().enumerate() {
            let column = u16::try_from(index)?;
            match value {
                Value::Number(number, shape) => {
                    let format = shapes.entry(shape.clone()).or_insert_with(|| {
                        base()
                            .set_num_format(code(shape))
                            .set_align(FormatAlign::Top)
                    });
                    worksheet.write_number_with_format(row, column, *number, format)?;
                }
                Value::Marker(marker) => {
                    worksheet.write_string_with_format(
                        row,
                        column,
                        marker.to_string(),
                        &to_right,
                    )?;
                }
                Value::Link(name) => {
                    let url = Url::new(format!("internal:'{name}'!A1")).set_text(name);
                    worksheet.write_url(row, column, url)?;
                }
                Value::Text(words) => {
                    let is_right = grid.right.get(index).copied().unwrap_or_default();
                    let format = if is_right { &text_to_right } else { &text };
                    worksheet.write_string_with_format(row, column, words, format)?;
                }
            }
        }
        row += 1;
    }
    Ok(row)
}

/// The code by which a spreadsheet shows a number.
fn code(shape: &Shape) -> String {
    let mut digits = if shape.grouped { "#,##0" } else { "0" }.to_owned();
    if shape.places > 0 {
        digits.push('.');
        digits.push_str(&"0".repeat(shape.places));
    }
    if shape.thousands {
        digits.push_str(",\",000\"");
    }
    let quoted = |text: &str| {
        if text.is_empty() {
            String::new()
        } else {
            format!("\"{text}\"")
        }
    };
    let digits = format!("{}{digits}{}", quoted(shape.prefix), quoted(shape.suffix));
    if shape.signed {
        format!("+{digits};-{digits};{digits}")
    } else {
        digits
    }
}

/// The same file with its title and headings marked up as such, and its language named.
fn with_headings_and_language(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut written = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index)?;
        let name = part.name()?.into_owned();
        if name != "docProps/core.xml" && name != "xl/styles.xml" {
            written.raw_copy_file(part)?;
            continue;
        }
        let mut text = String::new();
        part.read_to_string(&mut text)?;
        let text = if name == "xl/styles.xml" {
            styles_with_headings(&text)
        } else {
            text.replacen(
                "<dc:creator>",
                "<dc:language>en-GB</dc:language><dc:creator>",
                1,
            )
        };
        written.start_file(name, options())?;
        written.write_all(text.as_bytes())?;
    }
    let bytes = written
        .finish()
        .context("the workbook cannot be put together")?;
    Ok(bytes.into_inner())
}

/// No clock in the file.
pub(super) fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().last_modified_time(zip::DateTime::default())
}

/// Names the styles of titles and headings, so that a screen reader finds them.
fn styles_with_headings(styles: &str) -> String {
    let mut styles = styles.to_owned();
    for (level, size, builtin) in [(1, TITLE_SIZE, 16), (2, HEADING_SIZE, 17)] {
        if let Some(more) = with_heading(&styles, level, size, builtin) {
            styles = more;
        }
    }
    styles
}

/// The styles with one more named style, that of the cells whose letters have this size; none
/// where no cell has such letters.
fn with_heading(styles: &str, level: usize, size: f64, builtin: usize) -> Option<String> {
    let (_, fonts) = styles.split_once("<fonts ")?;
    let font = fonts
        .split("</font>")
        .position(|font| font.contains(&format!("<sz val=\"{size}\"/>")))?;
    let (head, rest) = styles.split_once("<cellStyleXfs count=\"")?;
    let (count, rest) = rest.split_once('"')?;
    let number: usize = count.parse().ok()?;
    let (inside, rest) = rest.split_once("</cellStyleXfs>")?;
    let (cells, rest) = rest.split_once("</cellXfs>")?;
    let of_font = format!("fontId=\"{font}\"");
    let cells: String = cells
        .split_inclusive('>')
        .map(|xf| {
            if xf.contains(&of_font) {
                xf.replace("xfId=\"0\"", &format!("xfId=\"{number}\""))
            } else {
                xf.to_owned()
            }
        })
        .collect();
    let (names, rest) = rest.split_once("</cellStyles>")?;
    let (before, names) = names.split_once("<cellStyles count=\"")?;
    let (number_of_names, names) = names.split_once('"')?;
    let known: usize = number_of_names.parse().ok()?;
    Some(format!(
        "{head}<cellStyleXfs count=\"{}\"{inside}<xf numFmtId=\"0\" {of_font} fillId=\"0\" borderId=\"0\" \
         applyFont=\"1\"/></cellStyleXfs>{cells}</cellXfs>{before}<cellStyles count=\"{}\"{names}<cellStyle \
         name=\"Heading {level}\" xfId=\"{number}\" builtinId=\"{builtin}\"/></cellStyles>{rest}",
        number + 1,
        known + 1,
    ))
}
