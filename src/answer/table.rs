//! A table as published tables are built: one header row, cells that know what they are.
//!
//! Rounding happens where a cell is written, never in the value it holds.

use super::Unit;
use crate::facts::{Fact, FactId};
use crate::model::Marker;

/// A table: columns, rows, and how many of its first rows a short view may leave out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// One header a column.
    pub columns: Vec<Column>,
    /// Each row has one cell a column.
    pub rows: Vec<TableRow>,
    /// Rows at the top that the text view leaves out, unless all are asked for.
    pub earlier_rows: usize,
}

impl Table {
    /// The rows of the full answer.
    pub fn full_rows(&self) -> impl Iterator<Item = &TableRow> {
        let rows = self.rows.iter();
        rows.filter(|row| row.shown != ShownIn::InShort)
    }
}

/// A column's header and the side to which its cells are set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The header, in words.
    pub header: String,
    /// Left for words, right for numbers.
    pub alignment: Alignment,
    /// Whether it has its place in a terminal too, or only where there is room.
    pub in_terminal: bool,
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn left(header: impl Into<String>) -> Self {
        Self {
            header: header.into(),
            alignment: Alignment::Left,
            in_terminal: true,
        }
    }

    /// A column of words that a terminal has no room for.
    #[must_use]
    pub fn wide(header: impl Into<String>) -> Self {
        Self {
            in_terminal: false,
            ..Self::left(header)
        }
    }

    /// A column of numbers.
    #[must_use]
    pub fn right(header: impl Into<String>) -> Self {
        Self {
            header: header.into(),
            alignment: Alignment::Right,
            in_terminal: true,
        }
    }
}

/// The side to which the cells of a column are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// One row, and what must be said beside it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableRow {
    /// One cell a column.
    pub cells: Vec<Cell>,
    /// Numbers of the notes that concern this row.
    pub notes: Vec<usize>,
    /// A remark that belongs to the row alone: `no survey`.
    pub remark: String,
    /// Which answers show the row.
    pub shown: ShownIn,
}

/// Which answers show a row of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ShownIn {
    /// The short answer and the full one.
    #[default]
    Always,
    /// The full answer alone.
    InFull,
    /// The short answer alone: it stands for rows that only the full answer has.
    InShort,
}

/// What is in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// The value of a fact at full precision, and how it is to be written.
    Fact(FactId, f64, NumberFormat),
    /// A number that is not a figure: a page, a count of rows.
    Number(f64, NumberFormat),
    /// The lower and upper limit of a fact, and how each is to be written: `1.9% to 2.7%`.
    Limits(FactId, [f64; 2], NumberFormat),
    /// A p-value, and whether it is below 5%: `0.031 [s]`.
    PValue(FactId, f64),
    /// The marker that stands where no number does.
    Missing(Marker),
    /// Nothing was to be said here: the first year has no change.
    Empty,
}

impl Cell {
    /// The value of a fact, or its marker.
    #[must_use]
    pub fn of(fact: &Fact, format: NumberFormat) -> Self {
        match (fact.value, fact.id) {
            (Some(value), Some(id)) => Self::Fact(id, value, format),
            (Some(value), None) => Self::Number(value, format),
            (None, _) => fact.marker.map_or(Self::Empty, Self::Missing),
        }
    }

    /// The limits of a fact; empty where it has none.
    #[must_use]
    pub fn limits(fact: &Fact, format: NumberFormat) -> Self {
        match (fact.limits(), fact.id) {
            (Some((lower, upper)), Some(id)) => Self::Limits(id, [lower, upper], format),
            (Some((lower, upper)), None) => Self::Text(format!(
                "{} to {}",
                format.write(lower),
                format.write(upper)
            )),
            (None, _) => Self::Empty,
        }
    }

    /// The p-value of a fact; none where it has none.
    #[must_use]
    pub fn p_value(fact: &Fact) -> Option<Self> {
        Some(Self::PValue(fact.id?, fact.p_value?))
    }

    /// A cell of words.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// How a number is written for people; CSV and JSON keep full precision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberFormat {
    /// `71,581`
    Whole,
    /// `1,246,906` as `1,247,000`
    NearestThousand,
    /// `+3,743`
    SignedWhole,
    /// `1.2%`, with so many decimal places
    PerCent(usize),
    /// `+5.5%`, with so many decimal places
    SignedPerCent(usize),
    /// `1.07`, with so many decimal places and thousands commas
    Decimal(usize),
    /// `+0.2`, with so many decimal places
    SignedDecimal(usize),
    /// `£84 billion`, `1 in 12`: in a unit, with so many decimal places
    In(Unit, usize),
}

impl NumberFormat {
    /// The number as people read it, rounded half away from zero: `71,581`, `+5.5%`.
    #[must_use]
    pub fn write(self, value: f64) -> String {
        if !value.is_finite() {
            return "[x]".to_owned();
        }
        match self {
            Self::Whole => grouped(value, 0),
            Self::NearestThousand => grouped((value / 1000.0).round() * 1000.0, 0),
            Self::SignedWhole => signed(value, 0),
            Self::PerCent(places) => format!("{}%", grouped(value, places)),
            Self::SignedPerCent(places) => format!("{}%", signed(value, places)),
            Self::Decimal(places) => grouped(value, places),
            Self::SignedDecimal(places) => signed(value, places),
            Self::In(unit, places) => unit.write(value, places),
        }
    }
}

fn signed(value: f64, places: usize) -> String {
    let text = grouped(value, places);
    let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    if text.starts_with('-') || is_zero {
        text
    } else {
        format!("+{text}")
    }
}

/// With commas between thousands; a value that rounds to zero has no sign.
fn grouped(value: f64, places: usize) -> String {
    let scale = 10_f64.powi(i32::try_from(places).unwrap_or(0));
    let scaled = value * scale;
    // Published figures of 15 digits come back as 5.4999999999; the half is restored.
    let rounded = (scaled + scaled.signum() * 1e-9).round() / scale;
    let digits = format!("{:.places$}", rounded.abs());
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut text = String::new();
    if rounded < 0.0 {
        text.push('-');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::NumberFormat;

    #[test]
    fn numbers_are_written_as_people_read_them() {
        assert_eq!(NumberFormat::Whole.write(71_581.0), "71,581");
        assert_eq!(NumberFormat::Whole.write(999.0), "999");
        assert_eq!(NumberFormat::Whole.write(-1_234_567.0), "-1,234,567");
        assert_eq!(
            NumberFormat::NearestThousand.write(1_246_906.0),
            "1,247,000"
        );
        assert_eq!(NumberFormat::PerCent(1).write(1.208), "1.2%");
        assert_eq!(NumberFormat::SignedPerCent(1).write(5.517), "+5.5%");
        assert_eq!(NumberFormat::SignedPerCent(1).write(-0.04), "0.0%");
        assert_eq!(NumberFormat::SignedPerCent(1).write(0.25), "+0.3%");
        assert_eq!(NumberFormat::SignedWhole.write(0.0), "0");
        assert_eq!(NumberFormat::SignedWhole.write(-20.0), "-20");
        assert_eq!(NumberFormat::Decimal(2).write(1234.5), "1,234.50");
    }
}
