//! Stated values as a table and as bars, with the ratio of two of them.

use super::figure_builder::FigureBuilder;
use super::stated_value::{cell, format_of, written};
use crate::answer::{
    Arrangement, Bar, BarRow, Bars, Cell, Chart, Column, NumberFormat, Panel, Table, TableRow,
    Text, ValueAxis,
};
use crate::facts::Facts;
use crate::facts::report::stated_values::Stated;
use crate::facts::report::value_grid::Grid;
use crate::facts::report::value_ratios::Ratio;
use crate::reports::{Form, ValuesQuery};

/// The figure of a grid of values of one unit.
pub(crate) fn figure(
    facts: Facts,
    grid: &Grid<'_>,
    ratios: &[Ratio],
    (query, form): (&ValuesQuery, Option<Form>),
) -> FigureBuilder {
    let format = format_of(grid.cells.iter().flatten().map(|stated| stated.value));
    let panel = Panel {
        table: table(&facts, grid, query, format),
        chart: Some(Chart::Bars(bars(&facts, grid, query, (format, form)))),
        alternative_text: in_words(&facts, grid, format),
        remarks: ratios
            .iter()
            .filter_map(|ratio| ratio_in_words(&facts, ratio))
            .collect(),
        ..Panel::default()
    };
    FigureBuilder::new(panel, facts)
}

fn table(facts: &Facts, grid: &Grid<'_>, query: &ValuesQuery, format: NumberFormat) -> Table {
    let mut columns = vec![Column::left(query.rows.as_deref().unwrap_or("item"))];
    match &query.series {
        Some(_) => columns.extend(grid.parts.iter().map(Column::right)),
        None => columns.push(Column::right(grid.unit())),
    }
    columns.push(Column::wide("stated in"));
    let row = |(label, values): (&String, &[Stated<'_>])| {
        let mut cells = vec![Cell::text(label)];
        cells.extend(values.iter().map(|stated| cell(facts, *stated, format)));
        let mut places: Vec<&str> = Vec::new();
        for value in values {
            if !places.contains(&value.value.paragraph.as_str()) {
                places.push(&value.value.paragraph);
            }
        }
        cells.push(Cell::text(places.join("; ")));
        TableRow {
            cells,
            remark: reasons(values, &grid.parts),
            ..TableRow::default()
        }
    };
    Table {
        columns,
        rows: grid.lines().map(row).collect(),
        earlier_rows: 0,
    }
}

fn bars(
    facts: &Facts,
    grid: &Grid<'_>,
    query: &ValuesQuery,
    (format, form): (NumberFormat, Option<Form>),
) -> Bars {
    let row = |(label, values): (&String, &[Stated<'_>])| BarRow {
        label: label.clone(),
        bars: values
            .iter()
            .map(|stated| Bar {
                value: stated.value.value,
                interval: None,
                label: written(facts, *stated, format).to_string(),
            })
            .collect(),
        is_highlighted: values
            .iter()
            .any(|stated| Some(&stated.value.id) == query.highlight.as_ref()),
        total: String::new(),
    };
    Bars {
        rows: grid.lines().map(row).collect(),
        parts: grid.parts.clone(),
        arrangement: if form == Some(Form::Stacked) {
            Arrangement::Stacked
        } else {
            Arrangement::Beside
        },
        value_axis: match format {
            NumberFormat::PerCent(_) => ValueAxis::PerCent,
            NumberFormat::Decimal(_) => ValueAxis::Decimals,
            _ => ValueAxis::Counts,
        },
        axis_title: match grid.unit() {
            "per cent" => String::new(),
            unit => unit.to_owned(),
        },
    }
}

/// What a reader who cannot see the bars needs.
fn in_words(facts: &Facts, grid: &Grid<'_>, format: NumberFormat) -> Text {
    let each = grid.lines().map(|(row, values)| {
        let bars = grid.parts.iter().zip(values).map(|(part, stated)| {
            let part = if part.is_empty() {
                String::new()
            } else {
                format!("{part} ")
            };
            Text::from(part).and(written(facts, *stated, format))
        });
        Text::from(format!("{row}: ")).and(Text::joined(bars, ", "))
    });
    Text::from(format!("Bar chart, {}. ", grid.unit()))
        .and(Text::joined(each, "; "))
        .and(".")
}

/// Why values are missing: each reason once, with the parts it is for where not all are missing.
fn reasons(values: &[Stated<'_>], parts: &[String]) -> String {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for (stated, part) in values.iter().zip(parts) {
        let value = stated.value;
        if value.marker().is_none() || value.note.is_empty() {
            continue;
        }
        match reasons.iter_mut().find(|(known, _)| *known == value.note) {
            Some((_, named)) => named.push(part),
            None => reasons.push((&value.note, vec![part])),
        }
    }
    let said = reasons.iter().map(|(reason, named)| {
        if named.len() == parts.len() {
            (*reason).to_owned()
        } else {
            format!("{}: {reason}", named.join(", "))
        }
    });
    said.collect::<Vec<_>>().join("; ")
}

/// `Ratio, women: 2.34 (disabled over others); rounding leaves 2.31 to 2.37; …`
fn ratio_in_words(facts: &Facts, ratio: &Ratio) -> Option<Text> {
    const TWO_PLACES: NumberFormat = NumberFormat::Decimal(2);
    let (value, range) = (facts.get(ratio.ratio)?, facts.get(ratio.range)?);
    let text = Text::from(format!("Ratio, {}: ", ratio.row))
        .value(value, TWO_PLACES)
        .and(format!(
            " ({} over {}); rounding leaves ",
            ratio.names[0], ratio.names[1]
        ))
        .limits(range, TWO_PLACES);
    Some(match value.limits() {
        Some(_) => text
            .and("; 95% confidence interval: ")
            .limits(value, TWO_PLACES)
            .and("."),
        None => text.and("; no confidence interval: no sample size or standard error is stated."),
    })
}
