//! The latest trend fitted in other ways: a sentence, a table and a chart of intervals.

use crate::answer::{
    Arrangement, Bar, BarRow, Bars, Cell, Chart, Column, NumberFormat, Panel, Table, TableRow,
    Text, ValueAxis,
};
use crate::facts::trend::shown::Shown;
use crate::facts::{Fact, Facts, Statistic};
use crate::words;

use super::fitted_table::rate_format;
use super::remarks::label;

/// The panel on the trend of a group's first series with one; none where nobody asked for it.
pub(crate) fn panel(group: &[&Shown], facts: &Facts) -> Option<Panel> {
    let (index, lines) = (0..group.len()).find_map(|index| {
        let found: Vec<&Fact> = facts
            .of(&group[index].series.name, Statistic::Sensitivity)
            .collect();
        (!found.is_empty()).then_some((index, found))
    })?;
    let as_fitted = *lines.first()?;
    let format = rate_format(as_fitted);
    let in_order = |a: &&&Fact, b: &&&Fact| {
        a.value
            .partial_cmp(&b.value)
            .unwrap_or(std::cmp::Ordering::Equal)
    };
    let (lowest, highest) = (
        lines.iter().min_by(in_order)?,
        lines.iter().max_by(in_order)?,
    );
    let range = Text::from(format!("{}: ", label(group, index)))
        .value(lowest, format)
        .and(" to ")
        .value(highest, format)
        .and(" a year");
    let confidence = confidence(as_fitted);
    Some(Panel {
        heading: "How the trend depends on choices".to_owned(),
        headline: range
            .clone()
            .and(format!(", fitted in {} ways", words::number(lines.len()))),
        title: range.and(", by how it is fitted"),
        scope: format!(
            "Annual change of the latest trend, fitted in {} ways, with {confidence}% confidence intervals",
            words::number(lines.len())
        ),
        table: table(&lines, format),
        summary: vec![finding(as_fitted, lowest, highest).into()],
        remarks: vec![finding(as_fitted, lowest, highest).into()],
        chart: Some(Chart::Bars(chart(&lines, format))),
        alternative_text: alternative_text(&lines, format),
        ..Panel::default()
    })
}

fn confidence(fact: &Fact) -> String {
    words::trimmed(100.0 * fact.confidence.unwrap_or_default())
}

/// Whether a rise or a fall may be claimed.
fn finding(as_fitted: &Fact, lowest: &Fact, highest: &Fact) -> &'static str {
    let is_positive = |fact: &Fact| fact.value.is_some_and(|value| value > 0.0);
    let is_negative = |fact: &Fact| fact.value.is_some_and(|value| value < 0.0);
    let is_significant = as_fitted.p_value.is_some_and(|p| p < 0.05);
    match (is_positive(lowest), is_negative(highest), is_significant) {
        (true, _, true) => {
            "Every way gives an increase, and the trend as fitted is statistically significant."
        }
        (_, true, true) => {
            "Every way gives a decrease, and the trend as fitted is statistically significant."
        }
        (true, ..) | (_, true, _) => {
            "Every way gives a change in the same direction, but the trend as fitted is not statistically \
             significant: no increase or decrease can be claimed."
        }
        _ => "The ways disagree on the direction: no increase or decrease can be claimed.",
    }
}

fn table(lines: &[&Fact], format: NumberFormat) -> Table {
    let confidence = lines
        .first()
        .map_or_else(String::new, |line| confidence(line));
    let row = |fact: &&Fact| TableRow {
        cells: vec![
            Cell::text(fact.method.clone()),
            Cell::Text(format!("{} to {}", fact.from, fact.to)),
            Cell::of(fact, format),
            Cell::limits(fact, format),
        ],
        ..TableRow::default()
    };
    Table {
        columns: vec![
            Column::left("trend"),
            Column::left("from and to"),
            Column::right("a year"),
            Column::right(format!("{confidence}% confidence interval")),
        ],
        rows: lines.iter().map(row).collect(),
        earlier_rows: 0,
    }
}

fn chart(lines: &[&Fact], format: NumberFormat) -> Bars {
    let row = |(place, fact): (usize, &&Fact)| BarRow {
        label: fact.method.clone(),
        bars: vec![Bar {
            value: fact.value,
            interval: fact.limits(),
            label: Text::default().value(fact, format).to_string(),
        }],
        is_highlighted: place == 0,
        total: String::new(),
    };
    let per_cent = matches!(format, NumberFormat::SignedPerCent(_));
    Bars {
        rows: lines.iter().enumerate().map(row).collect(),
        parts: Vec::new(),
        arrangement: Arrangement::Estimates,
        value_axis: if per_cent {
            ValueAxis::PerCent
        } else {
            ValueAxis::Decimals
        },
        axis_title: "Change a year".to_owned(),
    }
}

fn alternative_text(lines: &[&Fact], format: NumberFormat) -> Text {
    let each = lines.iter().map(|fact| {
        Text::from(format!("{}: ", fact.method))
            .value(fact, format)
            .and(" (")
            .limits(fact, format)
            .and(")")
    });
    Text::from("Points with confidence intervals, one a way of fitting the trend. ")
        .and(Text::joined(each, "; "))
        .and(".")
}
