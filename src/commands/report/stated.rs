//! Values that a report states, as machine rows and as cells.

use super::Context;
use crate::answer::{Cell, NumberFormat, ValueAxis};
use crate::facts::{Fact, Statistic};
use crate::model::Marker;
use crate::problem::Problem;
use crate::reports::StatedValue;

/// The machine row of a stated value.
pub(super) fn figure(context: &Context<'_>, value: &StatedValue) -> Fact {
    let about = context.about;
    Fact {
        series: named(value),
        sex: value.column("sex").and_then(|text| text.parse().ok()),
        age: value.column("age").and_then(|text| text.parse().ok()),
        period: value.period.clone().into(),
        statistic: Statistic::Stated,
        value: value.value,
        unit: value.unit.clone(),
        marker: value.marker(),
        status: value.column("status").and_then(|text| text.parse().ok()),
        release: if about.own_release.is_empty() {
            about.id.clone()
        } else {
            about.own_release.clone()
        },
        source_ref: if value.paragraph.is_empty() {
            value.id.clone()
        } else {
            value.paragraph.clone()
        },
        note: [value.word.as_str(), value.note.as_str()]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join("; "),
        ..Fact::default()
    }
}

/// What the value is about, with its group where it has one.
fn named(value: &StatedValue) -> String {
    match (value.item.as_str(), value.group.as_str()) {
        ("", "") => value.id.clone(),
        (item, "") => item.to_owned(),
        (item, group) => format!("{item}, {group}"),
    }
}

/// The problem that nothing is stated for a place in a grid.
pub(super) fn nothing_for(row: &str, column: &str) -> anyhow::Error {
    Problem::data(format!("nothing is stated for `{row}`, `{column}`"))
        .hint("state the value, or the marker that stands for it: [x] not available, [z] not applicable")
        .into()
}

/// How values of a unit are written: whole numbers, or with as many decimal places as they need.
pub(super) fn format_of<'a>(values: impl IntoIterator<Item = &'a StatedValue>) -> NumberFormat {
    let values: Vec<&StatedValue> = values.into_iter().collect();
    let places = values
        .iter()
        .filter_map(|value| value.value)
        .map(places)
        .max()
        .unwrap_or(0);
    let per_cent = values.iter().any(|value| value.unit == "per cent");
    match (per_cent, places) {
        (true, places) => NumberFormat::PerCent(places),
        (false, 0) => NumberFormat::Whole,
        (false, places) => NumberFormat::Decimal(places),
    }
}

/// How the axis of such values is written.
pub(super) const fn axis_of(format: NumberFormat) -> ValueAxis {
    match format {
        NumberFormat::PerCent(_) | NumberFormat::SignedPerCent(_) => ValueAxis::PerCent,
        NumberFormat::Whole | NumberFormat::NearestThousand | NumberFormat::SignedWhole => {
            ValueAxis::Counts
        }
        NumberFormat::Decimal(_) | NumberFormat::SignedDecimal(_) | NumberFormat::In(..) => {
            ValueAxis::Decimals
        }
    }
}

/// The format with the decimal places that a value is printed with, where the file says so.
fn as_printed(value: &StatedValue, format: NumberFormat) -> NumberFormat {
    let places = value.column("places").and_then(|text| text.parse().ok());
    match (places, format) {
        (Some(places), NumberFormat::PerCent(_)) => NumberFormat::PerCent(places),
        (Some(places), NumberFormat::Decimal(_)) => NumberFormat::Decimal(places),
        _ => format,
    }
}

/// The value as it is written, with its unit: `£1.7 million`, `2,893 defendants`.
pub(super) fn with_unit(value: &StatedValue, format: NumberFormat) -> String {
    let number = written(value, format);
    match (value.value, value.unit.as_str()) {
        (None, _) | (_, "per cent" | "") => number,
        (_, unit) => match unit.strip_prefix("£ ") {
            Some(amount) => format!("£{number} {amount}"),
            None => format!("{number} {unit}"),
        },
    }
}

/// Decimal places that a value is stated with, three at most.
fn places(value: f64) -> usize {
    (0..3)
        .find(|places| {
            let scaled = value * 10_f64.powi(*places);
            (scaled - scaled.round()).abs() < 1e-6
        })
        .map_or(3, |places| places.unsigned_abs() as usize)
}

/// The value as a cell, or the marker that stands for it.
pub(super) fn cell(value: &StatedValue, format: NumberFormat) -> Cell {
    match (value.value, value.word.as_str()) {
        (Some(number), _) => Cell::Number(number, as_printed(value, format)),
        (None, "") => Cell::Missing(value.marker().unwrap_or(Marker::NotAvailable)),
        (None, word) => Cell::text(word),
    }
}

/// The value as it is written, or the marker.
pub(super) fn written(value: &StatedValue, format: NumberFormat) -> String {
    match (value.value, value.marker()) {
        (Some(number), _) => as_printed(value, format).write(number),
        (None, Some(marker)) => marker.to_string(),
        (None, None) => value.word.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn a_value_is_written_with_the_places_it_was_stated_with() {
        assert_eq!(
            [44.9, 57.0, 36.29, 0.1 + 0.2, 2_200_000.0].map(places),
            [1, 0, 2, 1, 0]
        );
    }
}
