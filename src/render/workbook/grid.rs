//! A table as a spreadsheet holds it: unique headers with their units, numbers as numbers, limits
//! in columns of their own, and no blank cell.

use crate::answer::{Alignment, Cell, NumberFormat, Table, Unit};
use crate::model::Marker;

/// Widest column, in characters.
const WIDEST: usize = 60;
/// Narrowest column, in characters.
const NARROWEST: usize = 10;

/// A table of a sheet.
pub(super) struct Grid {
    /// Its name in the file: `Table_1`.
    pub(super) name: String,
    pub(super) headers: Vec<String>,
    /// Width of each column, in characters.
    pub(super) widths: Vec<usize>,
    /// Whether a column is set to the right.
    pub(super) right: Vec<bool>,
    pub(super) rows: Vec<Vec<Value>>,
}

/// What is in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Text(String),
    /// The name of a sheet, which leads there.
    Link(String),
    Number(f64, Shape),
    Marker(Marker),
}

/// How a spreadsheet shows a number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Shape {
    pub(super) prefix: &'static str,
    pub(super) suffix: &'static str,
    pub(super) places: usize,
    /// Whether a rise has a plus sign.
    pub(super) signed: bool,
    pub(super) grouped: bool,
    /// Whether it is shown to the nearest thousand.
    pub(super) thousands: bool,
}

impl Shape {
    const fn plain(places: usize) -> Self {
        Self {
            prefix: "",
            suffix: "",
            places,
            signed: false,
            grouped: true,
            thousands: false,
        }
    }

    const fn signed(places: usize) -> Self {
        Self {
            signed: true,
            ..Self::plain(places)
        }
    }

    const fn around(prefix: &'static str, places: usize, suffix: &'static str) -> Self {
        Self {
            prefix,
            suffix,
            ..Self::plain(places)
        }
    }

    /// The shape of a number; none for one that is written as a word.
    fn of(format: NumberFormat) -> Option<Self> {
        Some(match format {
            NumberFormat::Whole => Self::plain(0),
            NumberFormat::NearestThousand => Self {
                thousands: true,
                ..Self::plain(0)
            },
            NumberFormat::SignedWhole => Self::signed(0),
            NumberFormat::PerCent(places) => Self::around("", places, "%"),
            NumberFormat::SignedPerCent(places) => Self {
                suffix: "%",
                ..Self::signed(places)
            },
            NumberFormat::Decimal(places) => Self::plain(places),
            NumberFormat::SignedDecimal(places) => Self::signed(places),
            NumberFormat::In(unit, places) => match unit {
                Unit::Pounds => Self::around("£", places, ""),
                Unit::PoundsThousand => Self::around("£", places, " thousand"),
                Unit::PoundsMillion => Self::around("£", places, " million"),
                Unit::PoundsBillion => Self::around("£", places, " billion"),
                Unit::PoundsM => Self::around("£", places, "m"),
                Unit::PoundsBn => Self::around("£", places, "bn"),
                Unit::Million => Self::around("", places, " million"),
                Unit::PerCent => Self::around("", places, "%"),
                Unit::Times => Self::around("", places, " times"),
                Unit::OneIn => Self::around("1 in ", places, ""),
                Unit::Year => Self {
                    grouped: false,
                    ..Self::plain(0)
                },
                Unit::PlaceInPair | Unit::YesOrNo => return None,
            },
        })
    }
}

impl Value {
    fn number(value: f64, format: NumberFormat) -> Self {
        match Shape::of(format) {
            Some(shape) if value.is_finite() => Self::Number(value, shape),
            _ => Self::Text(format.write(value)),
        }
    }

    /// About how many characters it takes.
    fn width(&self) -> usize {
        match self {
            Self::Text(text) | Self::Link(text) => text.chars().count(),
            Self::Number(value, shape) => {
                let digits = format!("{:.*}", shape.places, value).len();
                digits + digits / 3 + shape.prefix.chars().count() + shape.suffix.len() + 1
            }
            Self::Marker(_) => 4,
        }
    }
}

/// How a column of an answer becomes columns of a sheet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Limits,
    PValue,
}

impl Grid {
    /// A table of an answer with the rows of the full answer, and its notes in a last column.
    pub(super) fn of(table: &Table, name: String) -> Self {
        let kinds: Vec<Kind> = (0..table.columns.len())
            .map(|index| kind(table, index))
            .collect();
        let has_notes = table
            .full_rows()
            .any(|row| !row.notes.is_empty() || !row.remark.is_empty());
        let mut right = Vec::new();
        for (column, kind) in table.columns.iter().zip(&kinds) {
            let columns = if *kind == Kind::Plain { 1 } else { 2 };
            let is_right = column.alignment == Alignment::Right || *kind != Kind::Plain;
            right.extend(std::iter::repeat_n(is_right, columns));
        }
        let mut rows: Vec<Vec<Value>> = Vec::new();
        for row in table.full_rows() {
            let mut values = Vec::new();
            for (index, kind) in kinds.iter().enumerate() {
                push_cell(
                    &mut values,
                    row.cells.get(index).unwrap_or(&Cell::Empty),
                    *kind,
                );
            }
            if has_notes {
                let numbers = row.notes.iter().map(|number| format!("[note {number}]"));
                let words =
                    numbers.chain((!row.remark.is_empty()).then(|| super::clean(&row.remark)));
                let words = words.collect::<Vec<_>>().join(" ");
                values.push(Value::Text(if words.is_empty() {
                    "none".to_owned()
                } else {
                    words
                }));
            }
            rows.push(values);
        }
        let mut headers = headers(table, &kinds);
        if has_notes {
            headers.push("notes".to_owned());
            right.push(false);
        }
        unit_into_header(&mut headers, &mut rows);
        Self::sized(name, unique(&headers), right, rows)
    }

    /// A table of words.
    pub(super) fn of_words(name: String, headers: &[&str], rows: Vec<Vec<Value>>) -> Self {
        let headers = headers.iter().map(|header| (*header).to_owned()).collect();
        let right = vec![false; 3];
        Self::sized(name, headers, right, rows)
    }

    fn sized(name: String, headers: Vec<String>, right: Vec<bool>, rows: Vec<Vec<Value>>) -> Self {
        let width = |index: usize, header: &String| {
            let cells = rows
                .iter()
                .filter_map(|row| row.get(index))
                .map(Value::width)
                .max();
            // A long header is set in two lines.
            let header = header.chars().count().div_ceil(2).max(longest_word(header));
            (cells.unwrap_or(0).max(header) + 2).clamp(NARROWEST, WIDEST)
        };
        let widths = headers
            .iter()
            .enumerate()
            .map(|(index, header)| width(index, header))
            .collect();
        Self {
            name,
            headers,
            widths,
            right,
            rows,
        }
    }

    /// The markers in its cells.
    pub(super) fn markers(&self) -> impl Iterator<Item = Marker> {
        self.rows.iter().flatten().filter_map(|value| match value {
            Value::Marker(marker) => Some(*marker),
            Value::Text(words) => words.rsplit(' ').next()?.parse().ok(),
            _ => None,
        })
    }
}

fn longest_word(text: &str) -> usize {
    text.split(' ')
        .map(|word| word.chars().count())
        .max()
        .unwrap_or(0)
}

fn kind(table: &Table, index: usize) -> Kind {
    let mut cells = table.full_rows().filter_map(|row| row.cells.get(index));
    cells
        .find_map(|cell| match cell {
            Cell::Limits(..) => Some(Kind::Limits),
            Cell::PValue(..) => Some(Kind::PValue),
            _ => None,
        })
        .unwrap_or(Kind::Plain)
}

fn push_cell(values: &mut Vec<Value>, cell: &Cell, kind: Kind) {
    let absent = Value::Marker(Marker::NotApplicable);
    let value = match cell {
        Cell::Limits(_, limits, format) => {
            values.extend(limits.map(|limit| Value::number(limit, *format)));
            return;
        }
        Cell::PValue(_, p) => {
            values.push(Value::Number(*p, Shape::plain(3)));
            values.push(Value::Marker(Marker::of_p_value(*p)));
            return;
        }
        Cell::Number(value, format) | Cell::Fact(_, value, format) => {
            Value::number(*value, *format)
        }
        Cell::Missing(marker) => Value::Marker(*marker),
        Cell::Text(text) if text.trim().is_empty() => absent.clone(),
        Cell::Text(text) => Value::Text(super::clean(text)),
        Cell::Empty => absent.clone(),
    };
    match kind {
        Kind::Plain => values.push(value),
        Kind::Limits => values.extend([value.clone(), value]),
        Kind::PValue => values.extend([absent, value]),
    }
}

fn headers(table: &Table, kinds: &[Kind]) -> Vec<String> {
    let mut headers = Vec::new();
    for (column, kind) in table.columns.iter().zip(kinds) {
        let header = match super::clean(&column.header) {
            empty if empty.is_empty() => "value".to_owned(),
            header => header,
        };
        match kind {
            Kind::Plain => headers.push(header),
            Kind::Limits => {
                headers.extend([
                    format!("{header}: lower limit"),
                    format!("{header}: upper limit"),
                ]);
            }
            Kind::PValue => headers.extend([format!("{header}-value"), "significance".to_owned()]),
        }
    }
    headers
}

/// Where every number of a column is a percentage, the sign moves into the header.
fn unit_into_header(headers: &mut [String], rows: &mut [Vec<Value>]) {
    for (index, header) in headers.iter_mut().enumerate() {
        let numbers = || {
            rows.iter().filter_map(|row| match row.get(index) {
                Some(Value::Number(_, shape)) => Some(shape),
                _ => None,
            })
        };
        if numbers().count() == 0 || numbers().any(|shape| shape.suffix != "%") {
            continue;
        }
        header.push_str(" (%)");
        for row in rows.iter_mut() {
            if let Some(Value::Number(_, shape)) = row.get_mut(index) {
                shape.suffix = "";
            }
        }
    }
}

/// Headers of a table differ: one that occurs again takes the name of the column before it.
fn unique(headers: &[String]) -> Vec<String> {
    let count = |header: &str| {
        headers
            .iter()
            .filter(|other| other.to_lowercase() == header.to_lowercase())
            .count()
    };
    let mut named: Vec<String> = Vec::new();
    let mut subject = String::new();
    for header in headers {
        let mut name = if count(header) > 1 && !subject.is_empty() {
            format!("{subject}: {header}")
        } else {
            subject.clone_from(header);
            header.clone()
        };
        let plain = name.clone();
        let mut number = 2;
        while named
            .iter()
            .any(|other| other.to_lowercase() == name.to_lowercase())
        {
            name = format!("{plain} ({number})");
            number += 1;
        }
        named.push(name);
    }
    named
}
