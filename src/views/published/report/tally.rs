//! Counts of rows as a table and as bars.

use super::bar_rows::{Row, bar_row, in_words};
use super::figure_builder::FigureBuilder;
use super::row;
use crate::answer::{
    Arrangement, BarRow, Bars, Cell, Chart, Column, NumberFormat, Panel, Table, Text,
};
use crate::facts::FactId;
use crate::facts::published::report::tallies::{Tally, TallyRow};

const FORMAT: NumberFormat = NumberFormat::Whole;

/// The figure of counts, under the names of the columns that were counted.
pub(crate) fn figure(tally: Tally, rows: &str, title: &str) -> FigureBuilder {
    let (lead, arrangement) = match title {
        "" => ("Bar chart. ".to_owned(), Arrangement::Beside),
        title => (
            format!("Stacked bar chart, {title}. "),
            Arrangement::Stacked,
        ),
    };
    let written = |id: FactId| {
        let fact = tally.facts.get(id);
        fact.map_or_else(Text::default, |fact| Text::default().value(fact, FORMAT))
    };
    let lines = tally.rows.iter().map(|row| Row {
        label: &row.label,
        figures: row.counts.iter().map(|id| (*id, written(*id))).collect(),
    });
    let lines: Vec<Row<'_>> = lines.collect();
    let bars = tally.rows.iter().zip(&lines).map(|(row, line)| BarRow {
        total: row
            .total
            .map_or_else(String::new, |id| written(id).to_string()),
        ..bar_row(&tally.facts, line)
    });
    let panel = Panel {
        table: table(&tally, rows),
        alternative_text: in_words(&lead, &lines, &tally.parts),
        chart: Some(Chart::Bars(Bars {
            rows: bars.collect(),
            parts: tally.parts.clone(),
            arrangement,
            axis_title: title.to_owned(),
            ..Bars::default()
        })),
        ..Panel::default()
    };
    FigureBuilder::new(panel, tally.facts)
}

fn table(tally: &Tally, rows: &str) -> Table {
    let mut columns = vec![Column::left(rows.replace('_', " "))];
    if tally.all.is_some() {
        columns.extend(tally.parts.iter().map(Column::right));
        columns.push(Column::right("all"));
    } else {
        columns.push(Column::right("rows"));
    }
    let line = |line: &TallyRow| {
        let ids = line.counts.iter().chain(&line.total);
        let facts = ids.filter_map(|id| tally.facts.get(*id));
        let label = std::iter::once(Cell::text(&line.label));
        row(label.chain(facts.map(|fact| Cell::of(fact, FORMAT))))
    };
    super::table(columns, tally.rows.iter().chain(&tally.all).map(line))
}
