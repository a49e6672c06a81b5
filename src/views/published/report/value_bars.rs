//! Stated values as a table and as bars, with the ratio of two of them.

use super::bar_rows::{Row, bar_row, in_words};
use super::figure_builder::FigureBuilder;
use super::stated_value::{cell, format_of, written};
use crate::answer::{
    Arrangement, BarRow, Bars, Cell, Chart, Column, NumberFormat, Panel, Table, TableRow, Text,
    ValueAxis,
};
use crate::facts::Facts;
use crate::facts::published::report::stated_values::Stated;
use crate::facts::published::report::value_grid::Grid;
use crate::facts::published::report::value_ratios::Ratio;
use crate::reports::{Form, ValuesQuery};

/// The figure of a grid of values of one unit.
pub(crate) fn figure(
    facts: Facts,
    grid: &Grid<'_>,
    ratios: &[Ratio],
    (query, form): (&ValuesQuery, Option<Form>),
) -> FigureBuilder {
    let format = format_of(grid.cells.iter().flatten().map(|stated| stated.value));
    let rows = grid.lines().map(|(label, values)| Row {
        label,
        figures: values
            .iter()
            .map(|stated| (stated.fact, written(&facts, *stated, format)))
            .collect(),
    });
    let rows: Vec<Row<'_>> = rows.collect();
    let bars = rows.iter().zip(&grid.cells).map(|(row, values)| BarRow {
        is_highlighted: values
            .iter()
            .any(|stated| Some(&stated.value.id) == query.highlight.as_ref()),
        ..bar_row(&facts, row)
    });
    let unit = grid.unit();
    let panel = Panel {
        table: table(&facts, grid, query, format),
        alternative_text: in_words(&format!("Bar chart, {unit}. "), &rows, &grid.parts),
        chart: Some(Chart::Bars(Bars {
            rows: bars.collect(),
            parts: grid.parts.clone(),
            arrangement: match form {
                Some(Form::Stacked) => Arrangement::Stacked,
                _ => Arrangement::Beside,
            },
            value_axis: match format {
                NumberFormat::PerCent(_) => ValueAxis::PerCent,
                NumberFormat::Decimal(_) => ValueAxis::Decimals,
                _ => ValueAxis::Counts,
            },
            axis_title: if unit == "per cent" { "" } else { unit }.to_owned(),
        })),
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
    super::table(columns, grid.lines().map(row))
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
