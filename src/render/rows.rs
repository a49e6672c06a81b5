//! A fact as one row of machine output: the columns, in order, of CSV and JSON alike.

use serde_json::Value as Json;

use crate::answer::visible;
use crate::facts::Fact;
use crate::model::{Period, iso_date};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words.
    Text,
    /// A number at full precision.
    Number,
    /// A whole number.
    Integer,
    /// A day.
    Date,
}

/// The columns of machine output, in order: name, kind, meaning.
pub(super) const COLUMNS: [(&str, Kind, &str); 33] = [
    (
        "series",
        Kind::Text,
        "Which series of this answer the fact belongs to",
    ),
    (
        "measure",
        Kind::Text,
        "The measure, as `vawg list measures` names it",
    ),
    ("crime", Kind::Text, "The crime, as `--crime` takes it"),
    ("source", Kind::Text, "police, survey or own figures"),
    (
        "sex",
        Kind::Text,
        "Sex of the people that the fact describes",
    ),
    ("age", Kind::Text, "Their ages"),
    (
        "breakdown",
        Kind::Text,
        "A further dimension; empty for the headline",
    ),
    ("area", Kind::Text, "Name of the area"),
    ("area_code", Kind::Text, "Code of the area (GSS)"),
    ("area_kind", Kind::Text, "Kind of the area"),
    (
        "period",
        Kind::Text,
        "Period of a value; empty for a change",
    ),
    ("period_kind", Kind::Text, "Kind of the period"),
    ("period_start", Kind::Date, "First day of the period"),
    ("period_end", Kind::Date, "Last day of the period"),
    ("statistic", Kind::Text, "What is stated"),
    (
        "method",
        Kind::Text,
        "How it was computed; empty for a published value",
    ),
    (
        "segment",
        Kind::Integer,
        "Segment of a trend, counted from 1",
    ),
    ("from", Kind::Text, "Beginning of a change or a trend"),
    ("to", Kind::Text, "End of a change or a trend"),
    (
        "value",
        Kind::Number,
        "The value; empty where there is a marker",
    ),
    ("lower", Kind::Number, "Lower limit"),
    ("upper", Kind::Number, "Upper limit"),
    (
        "confidence",
        Kind::Number,
        "Confidence of the limits, between 0 and 1",
    ),
    ("p_value", Kind::Number, "p-value of no change"),
    ("df", Kind::Number, "Degrees of freedom"),
    (
        "n",
        Kind::Number,
        "Number of points or people that the fact rests on",
    ),
    ("unit", Kind::Text, "Unit of the value"),
    ("denominator", Kind::Text, "What a rate or share is of"),
    ("marker", Kind::Text, "Why there is no value: [x], [u] …"),
    ("status", Kind::Text, "Standing of a published figure"),
    ("release", Kind::Text, "The release"),
    (
        "source_ref",
        Kind::Text,
        "Sheet and cell of the release, or the address of a quotation",
    ),
    ("note", Kind::Text, "What must be said with the fact"),
];

/// One field of a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Field {
    /// Words; empty where they do not apply.
    Text(String),
    /// A number; none where it is missing.
    Number(Option<f64>),
    /// A whole number.
    Integer(Option<usize>),
    /// A day, counted from 1 January 1970.
    Date(Option<i32>),
}

impl Field {
    /// As CSV writes it: numbers always with a decimal point, so that a program which guesses types
    /// from the first rows guesses right.
    pub(super) fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => {
                let finite = number.filter(|number| number.is_finite());
                finite.map_or_else(String::new, |one| format!("{one:?}"))
            }
            Self::Integer(number) => number.map_or_else(String::new, |one| one.to_string()),
            Self::Date(day) => day.map_or_else(String::new, iso_date),
        }
    }

    /// As JSON writes it: `null` for what is missing.
    pub(super) fn json(self) -> Json {
        match self {
            Self::Text(text) if text.is_empty() => Json::Null,
            Self::Text(text) => text.into(),
            Self::Number(number) => number.into(),
            Self::Integer(number) => number.into(),
            Self::Date(day) => day.map(iso_date).into(),
        }
    }
}

/// The fields of a fact, one a column.
pub(super) fn row(fact: &Fact) -> [Field; COLUMNS.len()] {
    let text = |text: &str| Field::Text(visible(text).into_owned());
    let shown = |shown: &dyn std::fmt::Display| Field::Text(shown.to_string());
    let period = fact.period.period();
    [
        text(&fact.series),
        text(&fact.measure),
        text(&fact.crime),
        optional(fact.source),
        optional(fact.sex),
        optional(fact.age),
        text(&fact.breakdown),
        text(&fact.area),
        text(&fact.area_code),
        text(&fact.area_kind),
        shown(&fact.period),
        text(period.map_or("", |period| period.basis().kind())),
        Field::Date(period.and_then(Period::first_day)),
        Field::Date(period.and_then(Period::last_day)),
        shown(&fact.statistic),
        text(&fact.method),
        Field::Integer(fact.segment),
        shown(&fact.from),
        shown(&fact.to),
        Field::Number(fact.value),
        Field::Number(fact.lower),
        Field::Number(fact.upper),
        Field::Number(fact.confidence),
        Field::Number(fact.p_value),
        Field::Number(fact.df),
        Field::Number(fact.n),
        text(&fact.unit),
        text(&fact.denominator),
        optional(fact.marker),
        optional(fact.status),
        text(&fact.release),
        text(&fact.source_ref),
        text(&fact.note),
    ]
}

fn optional<T: ToString>(value: Option<T>) -> Field {
    Field::Text(value.map_or_else(String::new, |value| value.to_string()))
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, Field, row};
    use crate::facts::{Fact, Statistic};
    use crate::model::Period;

    #[test]
    fn a_row_has_the_fields_of_its_columns() {
        let fact = Fact {
            statistic: Statistic::Observed,
            value: Some(12.0),
            period: Period::financial(2024).into(),
            ..Fact::default()
        };
        let fields = row(&fact);
        let field = |name: &str| {
            let at = COLUMNS.iter().position(|(column, ..)| *column == name);
            fields[at.unwrap()].clone().text()
        };
        assert_eq!(field("value"), "12.0");
        assert_eq!(field("period_kind"), "financial year");
        assert_eq!(field("statistic"), "observed");
        assert_eq!(Field::Number(None).json(), serde_json::Value::Null);
    }
}
