//! How a stated value is written.

use crate::answer::{Cell, NumberFormat, Text};
use crate::facts::Facts;
use crate::facts::published::report::stated_values::{Stated, needed_places, printed_places};
use crate::model::Marker;
use crate::reports::StatedValue;

/// How values of a unit are written: whole numbers, or with as many decimal places as they need.
pub(super) fn format_of<'a>(values: impl IntoIterator<Item = &'a StatedValue>) -> NumberFormat {
    let values: Vec<&StatedValue> = values.into_iter().collect();
    let is_per_cent = values.iter().any(|value| value.unit == "per cent");
    match (is_per_cent, needed_places(values)) {
        (true, places) => NumberFormat::PerCent(places),
        (false, 0) => NumberFormat::Whole,
        (false, places) => NumberFormat::Decimal(places),
    }
}

/// The format with the decimal places that the report prints, where the file says so.
fn as_printed(value: &StatedValue, format: NumberFormat) -> NumberFormat {
    match (printed_places(value), format) {
        (Some(places), NumberFormat::PerCent(_)) => NumberFormat::PerCent(places),
        (Some(places), NumberFormat::Decimal(_)) => NumberFormat::Decimal(places),
        _ => format,
    }
}

/// The value as a cell, or its marker or its word.
pub(super) fn cell(facts: &Facts, stated: Stated<'_>, format: NumberFormat) -> Cell {
    let value = stated.value;
    match facts.get(stated.fact) {
        Some(_) if !value.word.is_empty() => Cell::text(&value.word),
        Some(fact) => Cell::of(fact, as_printed(value, format)),
        None => Cell::Missing(Marker::NotAvailable),
    }
}

/// The value as text, or its marker or its word.
pub(super) fn written(facts: &Facts, stated: Stated<'_>, format: NumberFormat) -> Text {
    let value = stated.value;
    match facts.get(stated.fact).filter(|_| value.word.is_empty()) {
        Some(fact) => Text::default().value(fact, as_printed(value, format)),
        None => value.word.as_str().into(),
    }
}

/// The value with its unit: `£1.7 million`, `2,893 defendants`.
pub(super) fn with_unit(facts: &Facts, stated: Stated<'_>, format: NumberFormat) -> Text {
    let number = written(facts, stated, format);
    let value = stated.value;
    match (value.value, value.unit.as_str()) {
        (None, _) | (_, "per cent" | "") => number,
        (_, unit) => match unit.strip_prefix("£ ") {
            Some(amount) => Text::from("£").and(number).and(format!(" {amount}")),
            None => number.and(format!(" {unit}")),
        },
    }
}
