//! Counts of rows as a table and as bars.

use super::figure_builder::FigureBuilder;
use crate::answer::{
    Arrangement, Bar, BarRow, Bars, Cell, Chart, Column, NumberFormat, Panel, Table, TableRow,
    Text, ValueAxis,
};
use crate::facts::report::tallies::{Tally, TallyRow};
use crate::facts::{Fact, FactId};

const FORMAT: NumberFormat = NumberFormat::Whole;

/// The figure of counts, under the names of the columns that were counted.
pub(crate) fn figure(tally: Tally, rows: &str, title: &str) -> FigureBuilder {
    let is_stacked = tally.all.is_some();
    let panel = Panel {
        table: table(&tally, rows),
        chart: Some(Chart::Bars(Bars {
            rows: tally.rows.iter().map(|row| bar_row(&tally, row)).collect(),
            parts: tally.parts.clone(),
            arrangement: if is_stacked {
                Arrangement::Stacked
            } else {
                Arrangement::Beside
            },
            value_axis: ValueAxis::Counts,
            axis_title: title.to_owned(),
        })),
        alternative_text: in_words(&tally, title),
        ..Panel::default()
    };
    FigureBuilder::new(panel, tally.facts)
}

/// The facts of some counts.
fn facts<'a>(tally: &'a Tally, ids: &'a [FactId]) -> impl Iterator<Item = &'a Fact> {
    ids.iter().filter_map(|id| tally.facts.get(*id))
}

fn written(fact: &Fact) -> Text {
    Text::default().value(fact, FORMAT)
}

fn table(tally: &Tally, rows: &str) -> Table {
    let mut columns = vec![Column::left(rows.replace('_', " "))];
    if tally.all.is_some() {
        columns.extend(tally.parts.iter().map(Column::right));
        columns.push(Column::right("all"));
    } else {
        columns.push(Column::right("rows"));
    }
    let row = |row: &TallyRow| {
        let counts = facts(tally, &row.counts).chain(facts(tally, row.total.as_slice()));
        let label = std::iter::once(Cell::text(&row.label));
        TableRow {
            cells: label
                .chain(counts.map(|fact| Cell::of(fact, FORMAT)))
                .collect(),
            ..TableRow::default()
        }
    };
    Table {
        columns,
        rows: tally.rows.iter().chain(&tally.all).map(row).collect(),
        earlier_rows: 0,
    }
}

fn bar_row(tally: &Tally, row: &TallyRow) -> BarRow {
    let bar = |fact: &Fact| Bar {
        value: fact.value,
        label: written(fact).to_string(),
        ..Bar::default()
    };
    let total = facts(tally, row.total.as_slice()).next();
    BarRow {
        label: row.label.clone(),
        bars: facts(tally, &row.counts).map(bar).collect(),
        is_highlighted: false,
        total: total.map_or_else(String::new, |fact| written(fact).to_string()),
    }
}

/// What a reader who cannot see the bars needs.
fn in_words(tally: &Tally, title: &str) -> Text {
    let row = |row: &TallyRow| {
        let counts = facts(tally, &row.counts).zip(&tally.parts);
        let counts = counts.map(|(fact, part)| match part.as_str() {
            "" => written(fact),
            part => written(fact).and(format!(" {part}")),
        });
        Text::from(format!("{}: ", row.label)).and(Text::joined(counts, ", "))
    };
    let lead = if title.is_empty() {
        "Bar chart. ".to_owned()
    } else {
        format!("Stacked bar chart, {title}. ")
    };
    let rows = Text::joined(tally.rows.iter().map(row), "; ");
    Text::from(lead).and(rows).and(".")
}
