//! The cells of one sheet, with the rows and columns that are hidden.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::number_format::{NumberFormat, per_cent};
use super::parts::{attribute, reader};
use super::text::{content, runs, unescaped};
use crate::ingest::files::book::Cell;

/// What cells refer to by number.
pub(super) struct Workbook<'a> {
    pub(super) strings: &'a [Cell],
    pub(super) formats: &'a [NumberFormat],
    /// Cells after which reading ends: the sheet is refused for its size.
    pub(super) most_cells: usize,
    /// Bytes of text after which reading ends, for the same reason.
    pub(super) most_text: usize,
}

/// The content of a sheet; rows and columns are counted from 0.
#[derive(Default)]
pub(crate) struct SheetCells {
    /// Row, column and content of each cell that has one.
    pub(crate) cells: Vec<(u32, u32, Cell)>,
    /// Bytes of their texts.
    pub(crate) text: usize,
    pub(crate) hidden_rows: Vec<Range<usize>>,
    pub(crate) hidden_columns: Vec<Range<usize>>,
}

/// Rows and columns that a spreadsheet can have.
const MOST_ROWS: u32 = 1 << 20;
const MOST_COLUMNS: u32 = 1 << 14;

/// Reads the cells of a sheet. What the sheet says of its own extent is not used: programs write
/// it in several wrong ways.
pub(super) fn read(xml: &str, workbook: &Workbook<'_>) -> Result<SheetCells, String> {
    let mut found = SheetCells::default();
    let mut reader = reader(xml);
    let mut root = None;
    let (mut row, mut column) = (0, 0);
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(element) => match element.local_name().as_ref() {
                "c" => {
                    let place = Place::of(&element, (row, column))?;
                    column = place.column + 1;
                    let cell = cell(&mut reader, &place, workbook)?;
                    if let Cell::Text(text) = &cell {
                        found.text += text.len();
                    }
                    if cell != Cell::Empty {
                        found.cells.push((place.row, place.column, cell));
                    }
                    if found.cells.len() > workbook.most_cells || found.text > workbook.most_text {
                        return Ok(found);
                    }
                }
                "row" => {
                    if let Some(number) = number(&element, "r") {
                        row = number;
                    }
                    column = 0;
                    if is_true(&attribute(&element, "hidden")) {
                        found.hidden_rows.push(row as usize..row as usize + 1);
                    }
                }
                "col" if is_true(&attribute(&element, "hidden")) => {
                    let first = number(&element, "min").unwrap_or(0);
                    let last = number(&element, "max").unwrap_or(first);
                    found.hidden_columns.push(first as usize..last as usize + 1);
                }
                name if root.is_none() => root = Some(name.to_owned()),
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "row" => row += 1,
                "sheetData" => return Ok(found),
                _ => {}
            },
            // A sheet of charts or of a dialogue has no cells.
            Event::Eof if root.as_deref().is_some_and(|root| root != "worksheet") => {
                return Ok(found);
            }
            Event::Eof => return Err("its cells are cut short".to_owned()),
            _ => {}
        }
    }
}

fn is_true(text: &str) -> bool {
    matches!(text, "1" | "true")
}

/// A number that counts from 1, counted from 0.
fn number(element: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(element, name).parse::<u32>().ok()?.checked_sub(1)
}

/// Where a cell is and how its content is to be read.
struct Place {
    row: u32,
    column: u32,
    style: usize,
    kind: Kind,
}

/// The type of a cell.
#[derive(PartialEq, Eq)]
enum Kind {
    Number,
    SharedText,
    InlineText,
    FormulaText,
    Truth,
    /// An error or a date, as it is written.
    AsWritten,
    Unknown(String),
}

impl Kind {
    fn of(name: &str) -> Self {
        match name {
            "" | "n" => Self::Number,
            "s" => Self::SharedText,
            "inlineStr" => Self::InlineText,
            "str" => Self::FormulaText,
            "b" => Self::Truth,
            "e" | "d" => Self::AsWritten,
            other => Self::Unknown(other.to_owned()),
        }
    }
}

impl Place {
    /// Reads the attributes of a cell; one without a reference follows the cell before it.
    fn of(element: &BytesStart<'_>, next: (u32, u32)) -> Result<Self, String> {
        let mut place = Self {
            row: next.0,
            column: next.1,
            style: 0,
            kind: Kind::Number,
        };
        for attribute in element.attributes().with_checks(false).flatten() {
            match attribute.key.as_ref() {
                "r" => {
                    let at = position(&attribute.value)
                        .ok_or_else(|| format!("`{}` is not a cell", attribute.value))?;
                    (place.row, place.column) = at;
                }
                "s" => place.style = attribute.value.parse().unwrap_or(0),
                "t" => place.kind = Kind::of(&attribute.value),
                _ => {}
            }
        }
        Ok(place)
    }
}

/// Row and column of `AB12`, in capital or small letters.
fn position(name: &str) -> Option<(u32, u32)> {
    let digits = name.find(|letter: char| letter.is_ascii_digit())?;
    let (letters, digits) = name.split_at(digits);
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let mut column = 0;
    for letter in letters.bytes() {
        let letter = letter.to_ascii_uppercase();
        column = column * 26 + u32::from(letter.checked_sub(b'A').filter(|place| *place < 26)?) + 1;
    }
    let row: u32 = digits.parse().ok()?;
    let within = row <= MOST_ROWS && column <= MOST_COLUMNS;
    within.then(|| Some((row.checked_sub(1)?, column - 1)))?
}

/// The content of a cell up to its end.
fn cell(
    reader: &mut Reader<&[u8]>,
    place: &Place,
    workbook: &Workbook<'_>,
) -> Result<Cell, String> {
    let mut value = None;
    let mut formula = None;
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(element) => match element.local_name().as_ref() {
                "v" if place.kind == Kind::InlineText => drop(content(reader, "v")?),
                "v" => {
                    let text = content(reader, "v")?;
                    // A text may be empty; an empty number is none.
                    if !text.is_empty() || place.kind == Kind::FormulaText {
                        value = Some(value_of(&text, place, workbook)?);
                    }
                }
                "is" => value = Some(Cell::from_text(&runs(reader, "is")?)),
                "f" => formula = Some(content(reader, "f")?),
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == "c" => break,
            Event::Eof => return Err("its cells are cut short".to_owned()),
            _ => {}
        }
    }
    Ok(match (value, formula) {
        (Some(value), _) => value,
        // Programs that do not calculate write the formula alone.
        (None, Some(formula)) => Cell::Text(format!("={formula}")),
        (None, None) => Cell::Empty,
    })
}

fn value_of(text: &str, place: &Place, workbook: &Workbook<'_>) -> Result<Cell, String> {
    match &place.kind {
        _ if text.is_empty() => Ok(Cell::Empty),
        Kind::Number => Ok(number_of(text, place, workbook)),
        Kind::SharedText => {
            let index: Option<usize> = text.parse().ok();
            let string = index.and_then(|index| workbook.strings.get(index));
            string
                .cloned()
                .ok_or_else(|| format!("it refers to text {text}, which the workbook lacks"))
        }
        Kind::FormulaText => Ok(Cell::from_text(&unescaped(text))),
        Kind::Truth => Ok(Cell::Text(is_true(text).to_string())),
        Kind::AsWritten | Kind::InlineText => Ok(Cell::from_text(text)),
        Kind::Unknown(kind) => Err(format!("a cell is of the unknown type `{kind}`")),
    }
}

fn number_of(text: &str, place: &Place, workbook: &Workbook<'_>) -> Cell {
    let Ok(number) = text.trim().parse::<f64>() else {
        return Cell::from_text(text);
    };
    match workbook
        .formats
        .get(place.style)
        .copied()
        .unwrap_or_default()
    {
        NumberFormat::Plain => Cell::Number(number),
        NumberFormat::Percentage => Cell::Number(per_cent(number)),
        NumberFormat::Date => Cell::Text(number.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Cell, NumberFormat, Workbook, position, read};

    fn cells(rows: &str) -> Result<super::SheetCells, String> {
        let workbook = Workbook {
            strings: &[Cell::Text("Women".to_owned())],
            formats: &[
                NumberFormat::Plain,
                NumberFormat::Percentage,
                NumberFormat::Date,
            ],
            most_text: 1 << 20,
            most_cells: 100,
        };
        let xml = format!("<worksheet><dimension ref=\"1:49\"/>{rows}</worksheet>");
        read(&xml, &workbook)
    }

    #[test]
    fn every_kind_of_cell_is_read_where_it_is() {
        let found = cells(
            "<sheetData><row r=\"2\"><c r=\"B2\" t=\"s\"><v>0</v></c><c s=\"1\"><v>0.0725</v></c>\
             <c t=\"inlineStr\"><is><t>in line</t></is></c><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#N/A</v></c>\
             <c s=\"2\"><v>43831</v></c></row><row><c><f>A1+A2</f></c><c><f>A1</f><v>3</v></c>\
             <c t=\"str\"><f>A1</f><v/></c><c s=\"1\"/><c><f>A2</f><v></v></c></row></sheetData>",
        );
        let text = |text: &str| Cell::Text(text.to_owned());
        assert_eq!(
            found.unwrap().cells,
            [
                (1, 1, text("Women")),
                (1, 2, Cell::Number(7.25)),
                (1, 3, text("in line")),
                (1, 4, text("true")),
                (1, 5, text("#N/A")),
                (1, 6, text("43831")),
                (2, 0, text("=A1+A2")),
                (2, 1, Cell::Number(3.0)),
                (2, 4, text("=A2")),
            ]
        );
    }

    #[test]
    fn hidden_rows_and_columns_are_known() {
        let found = cells(
            "<cols><col min=\"2\" max=\"3\" hidden=\"1\"/><col min=\"4\" max=\"4\"/></cols>\
             <sheetData><row r=\"5\" hidden=\"true\"/><row r=\"6\" hidden=\"0\"/></sheetData>",
        );
        let found = found.unwrap();
        assert_eq!(found.hidden_columns.first(), Some(&(1..3)));
        assert_eq!(found.hidden_rows.first(), Some(&(4..5)));
        assert_eq!(found.hidden_rows.len(), 1);
    }

    #[test]
    fn damaged_cells_are_refused() {
        for rows in [
            "<sheetData><row><c t=\"s\"><v>1</v></c></row></sheetData>",
            "<sheetData><row><c r=\"ZZZZ1\"><v>1</v></c></row></sheetData>",
            "<sheetData><row><c r=\"A0\"><v>1</v></c></row></sheetData>",
            "<sheetData><row><c><v>1</v>",
            "<sheetData><row><c t=\"q\"><v>1</v></c></row></sheetData>",
        ] {
            assert!(cells(rows).is_err(), "{rows}");
        }
        assert_eq!(position("xfd1048576"), Some((1_048_575, 16_383)));
        assert_eq!(position("XFE1"), None);
    }

    proptest! {
        #[test]
        fn no_sheet_makes_the_reader_panic(raw in "[<>/a-z0-9=\" ]{0,60}") {
            let _ = cells(&raw);
        }
    }
}
