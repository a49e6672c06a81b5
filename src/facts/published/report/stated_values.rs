//! Values that a report states and no release holds, as facts.

use anyhow::Result;

use super::Context;
use crate::facts::{Fact, FactId, Facts, Statistic};
use crate::problem::Problem;
use crate::reports::{Sort, StatedValue, StatedValues, ValuesQuery};

/// A stated value and the fact that it became.
#[derive(Clone, Copy)]
pub(crate) struct Stated<'a> {
    pub(crate) value: &'a StatedValue,
    pub(crate) fact: FactId,
}

/// Adds stated values to the facts, in their order.
pub(crate) fn add<'a>(
    facts: &mut Facts,
    context: &Context<'_>,
    values: impl IntoIterator<Item = &'a StatedValue>,
) -> Vec<Stated<'a>> {
    let stated = |value: &'a StatedValue| Stated {
        value,
        fact: facts.add(fact(context, value)),
    };
    values.into_iter().map(stated).collect()
}

/// The fact that a value states.
pub(super) fn fact(context: &Context<'_>, value: &StatedValue) -> Fact {
    let about = context.about;
    let either = |first: &str, second: &str| {
        let text = if first.is_empty() { second } else { first };
        text.to_owned()
    };
    let notes = [value.word.as_str(), value.note.as_str()];
    let notes: Vec<&str> = notes.into_iter().filter(|it| !it.is_empty()).collect();
    Fact {
        series: name_of(value),
        sex: value.column("sex").and_then(|text| text.parse().ok()),
        age: value.column("age").and_then(|text| text.parse().ok()),
        period: value.period.clone().into(),
        statistic: Statistic::Stated,
        value: value.value,
        unit: value.unit.clone(),
        marker: value.marker(),
        status: value.column("status").and_then(|text| text.parse().ok()),
        release: either(&about.own_release, &about.id),
        source_ref: either(&value.paragraph, &value.id),
        note: notes.join("; "),
        ..Fact::default()
    }
}

/// The item and its group, or the name of the value where it has neither.
fn name_of(value: &StatedValue) -> String {
    match (value.item.as_str(), value.group.as_str()) {
        ("", "") => value.id.clone(),
        (item, "") => item.to_owned(),
        (item, group) => format!("{item}, {group}"),
    }
}

/// The values that a query chooses, in the order that it asks for.
///
/// # Errors
/// Unknown ids; no value.
pub(crate) fn chosen<'a>(
    values: &'a StatedValues,
    query: &ValuesQuery,
) -> Result<Vec<&'a StatedValue>> {
    let ids = query.ids.iter().map(|id| values.value(id));
    let mut chosen = ids.collect::<Result<Vec<_>>>()?;
    if let Some(figure) = &query.figure {
        let of_figure = |value: &&StatedValue| value.figure == *figure && value.unit != "event";
        chosen.extend(values.all().iter().filter(of_figure));
    }
    if chosen.is_empty() {
        return Err(Problem::data("the query chooses no value")
            .hint("give `figure`, the number in the column of that name, or `ids`")
            .into());
    }
    // A row without a value comes last.
    let sign = match query.sort {
        None => return Ok(chosen),
        Some(Sort::Descending) => -1.0,
        Some(Sort::Ascending) => 1.0,
    };
    let place = |it: &StatedValue| it.value.map_or(f64::INFINITY, |value| sign * value);
    chosen.sort_by(|a, b| place(a).total_cmp(&place(b)));
    Ok(chosen)
}

/// Refuses values that do not share a scale and a heading.
///
/// # Errors
/// Two units, each named.
pub(crate) fn require_one_unit(values: &[&StatedValue]) -> Result<()> {
    let first = values.first().map_or("", |value| &value.unit);
    let Some(other) = values.iter().find(|value| value.unit != first) else {
        return Ok(());
    };
    Err(Problem::data(format!(
        "the values are in different units: `{first}`, and `{}` is in `{}`",
        other.id, other.unit
    ))
    .hint("a figure has one unit; the form `funnel` takes several")
    .into())
}

/// The decimal places that the report prints a value with, where its file says so.
pub(crate) fn printed_places(value: &StatedValue) -> Option<usize> {
    value.column("places")?.parse().ok()
}

/// The decimal places that some values need, three at most.
pub(crate) fn needed_places<'a>(values: impl IntoIterator<Item = &'a StatedValue>) -> usize {
    let numbers = values.into_iter().filter_map(|value| value.value);
    numbers.map(places).max().unwrap_or(0)
}

fn places(value: f64) -> usize {
    let is_enough = |places: &i32| {
        let scaled = value * 10_f64.powi(*places);
        (scaled - scaled.round()).abs() < 1e-6
    };
    let enough = (0..3).find(is_enough).unwrap_or(3);
    enough.unsigned_abs() as usize
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn a_value_has_the_decimal_places_it_was_stated_with() {
        assert_eq!(
            [44.9, 57.0, 36.29, 0.1 + 0.2, 2_200_000.0].map(places),
            [1, 0, 2, 1, 0]
        );
    }
}
