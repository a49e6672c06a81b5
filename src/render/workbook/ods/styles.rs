//! The styles of an ods file: headings and words, widths of columns, numbers.

use std::collections::BTreeMap;

use anyhow::Result;

use super::{NAMESPACES, Part};
use crate::render::workbook::grid::{Shape, Value};
use crate::render::workbook::{Sheet, Workbook};

/// Width of a sheet of sentences, in characters.
const TEXT_WIDTH: usize = 100;
/// Width of a letter, in centimetres.
const LETTER: f64 = 0.235;

/// Styles of cells: name, name for people, weight, size, whether a line is below, alignment.
const CELLS: [(&str, &str, &str, &str, bool, &str); 6] = [
    ("Heading_20_1", "Heading 1", "bold", "15pt", false, "start"),
    ("Heading_20_2", "Heading 2", "bold", "13pt", false, "start"),
    ("Header", "Header", "bold", "12pt", true, "start"),
    (
        "HeaderRight",
        "Header to the right",
        "bold",
        "12pt",
        true,
        "end",
    ),
    ("Words", "Words", "normal", "12pt", false, "start"),
    (
        "WordsRight",
        "Words to the right",
        "normal",
        "12pt",
        false,
        "end",
    ),
];

pub(super) fn styles() -> Result<Vec<u8>> {
    let mut part = Part::new();
    part.open("office:document-styles", NAMESPACES)?;
    part.open("office:styles", &[])?;
    part.open("style:default-style", &[("style:family", "table-cell")])?;
    let letters = [
        ("fo:language", "en"),
        ("fo:country", "GB"),
        ("fo:font-family", "Arial"),
        ("fo:font-size", "12pt"),
    ];
    part.empty("style:text-properties", &letters)?;
    part.close("style:default-style")?;
    let family = ("style:family", "table-cell");
    part.empty("style:style", &[("style:name", "Default"), family])?;
    for (name, shown, weight, size, has_line, side) in CELLS {
        let parent = ("style:parent-style-name", "Default");
        part.open(
            "style:style",
            &[
                ("style:name", name),
                ("style:display-name", shown),
                family,
                parent,
            ],
        )?;
        let mut cell = vec![("style:vertical-align", "top")];
        if !name.starts_with("Heading_20_") {
            cell.push(("fo:wrap-option", "wrap"));
        }
        if has_line {
            cell.push(("fo:border-bottom", "0.75pt solid #0b0c0c"));
        }
        part.empty("style:table-cell-properties", &cell)?;
        part.empty("style:paragraph-properties", &[("fo:text-align", side)])?;
        part.empty(
            "style:text-properties",
            &[("fo:font-weight", weight), ("fo:font-size", size)],
        )?;
        part.close("style:style")?;
    }
    part.close("office:styles")?;
    part.close("office:document-styles")?;
    Ok(part.bytes())
}

/// Number styles and column widths, by what they are for.
pub(super) struct Own {
    pub(super) shapes: BTreeMap<Shape, String>,
}

pub(super) fn widths(sheet: &Sheet) -> Vec<usize> {
    let table = sheet.table.as_ref();
    table.map_or_else(|| vec![TEXT_WIDTH], |grid| grid.widths.clone())
}

pub(super) fn write_own_styles(part: &mut Part, workbook: &Workbook) -> Result<Own> {
    part.open("office:automatic-styles", &[])?;
    let mut all: Vec<usize> = workbook.sheets.iter().flat_map(widths).collect();
    all.sort_unstable();
    all.dedup();
    for width in all {
        let name = format!("w{width}");
        part.open(
            "style:style",
            &[("style:name", &name), ("style:family", "table-column")],
        )?;
        let size = format!("{:.2}cm", width as f64 * LETTER);
        part.empty(
            "style:table-column-properties",
            &[("style:column-width", &size)],
        )?;
        part.close("style:style")?;
    }
    let name = ("style:name", "r");
    part.open("style:style", &[name, ("style:family", "table-row")])?;
    part.empty(
        "style:table-row-properties",
        &[("style:use-optimal-row-height", "true")],
    )?;
    part.close("style:style")?;
    let tables = workbook
        .sheets
        .iter()
        .filter_map(|sheet| sheet.table.as_ref());
    let mut shapes = BTreeMap::new();
    for value in tables.flat_map(|grid| &grid.rows).flatten() {
        if let Value::Number(_, shape) = value
            && !shapes.contains_key(shape)
        {
            let name = format!("n{}", shapes.len());
            write_number_style(part, &name, shape)?;
            shapes.insert(shape.clone(), name);
        }
    }
    part.close("office:automatic-styles")?;
    Ok(Own { shapes })
}

/// A number style, with a plus sign for rises where it is signed, and the style of cells that have it.
fn write_number_style(part: &mut Part, name: &str, shape: &Shape) -> Result<()> {
    let (of_number, of_rise) = (format!("{name}n"), format!("{name}p"));
    if shape.signed {
        part.open(
            "number:number-style",
            &[("style:name", &of_rise), ("style:volatile", "true")],
        )?;
        part.text("number:text", &[], "+")?;
        write_number(part, shape)?;
        part.close("number:number-style")?;
    }
    part.open("number:number-style", &[("style:name", &of_number)])?;
    write_number(part, shape)?;
    if shape.signed {
        let rise = [
            ("style:condition", "value()>0"),
            ("style:apply-style-name", of_rise.as_str()),
        ];
        part.empty("style:map", &rise)?;
    }
    part.close("number:number-style")?;
    let style = [
        ("style:name", name),
        ("style:family", "table-cell"),
        ("style:parent-style-name", "WordsRight"),
        ("style:data-style-name", &of_number),
    ];
    part.empty("style:style", &style)
}

fn write_number(part: &mut Part, shape: &Shape) -> Result<()> {
    if !shape.prefix.is_empty() {
        part.text("number:text", &[], shape.prefix)?;
    }
    let places = shape.places.to_string();
    let mut number = vec![
        ("number:decimal-places", places.as_str()),
        ("number:min-decimal-places", places.as_str()),
        ("number:min-integer-digits", "1"),
        (
            "number:grouping",
            if shape.grouped { "true" } else { "false" },
        ),
    ];
    if shape.thousands {
        number.push(("number:display-factor", "1000"));
    }
    part.empty("number:number", &number)?;
    let suffix = if shape.thousands {
        ",000"
    } else {
        shape.suffix
    };
    if suffix.is_empty() {
        return Ok(());
    }
    part.text("number:text", &[], suffix)
}
