//! A figure of commitments: counted by two columns, or listed.

use anyhow::Result;

use super::Context;
use super::drawn::Drawn;
use crate::answer::{
    Arrangement, Bar, BarRow, Bars, Cell, Chart, Column, NumberFormat, Panel, Table, TableRow,
    ValueAxis,
};
use crate::facts::{Fact, Statistic};
use crate::problem::{Problem, did_you_mean};
use crate::reports::{Commitment, CommitmentsQuery};

/// Columns of a commitment, by the names that a report uses.
const COLUMNS: [&str; 9] = [
    "number",
    "commitment",
    "plan",
    "pillar",
    "lead",
    "departments",
    "status",
    "type",
    "cleaned",
];

/// # Errors
/// A report without commitments; columns that are not there.
pub(super) fn drawn(context: &Context<'_>, query: &CommitmentsQuery) -> Result<Drawn> {
    let CommitmentsQuery {
        rows,
        columns,
        table,
    } = query;
    if context.about.commitments.is_empty() {
        return Err(Problem::data("the report names no file of commitments")
            .hint("give it in [report]: commitments = \"commitments.csv\"")
            .into());
    }
    let all: Vec<Commitment> = context.files.rows(&context.about.commitments)?;
    for column in rows.iter().chain(columns).chain(table) {
        if !COLUMNS.contains(&column.as_str()) {
            let otherwise = format!("there are {}", COLUMNS.join(", "));
            let hint = did_you_mean(column, COLUMNS.map(|it| (it, it)), &otherwise);
            return Err(
                Problem::data(format!("commitments have no column `{column}`"))
                    .hint(hint)
                    .into(),
            );
        }
    }
    let mut drawn = match (rows, columns) {
        (Some(rows), Some(columns)) => counted(context, &all, rows, columns),
        _ => Drawn::of_statements(listed(&all, table), Vec::new()),
    };
    let met = all.iter().filter(|one| one.status == "completed").count();
    drawn.words = vec![("met", met.to_string()), ("all", all.len().to_string())];
    Ok(drawn)
}

fn text(one: &Commitment, column: &str) -> String {
    match column {
        "number" => one.number.to_string(),
        "commitment" => one.commitment.clone(),
        "plan" => one.plan.clone(),
        "pillar" => one.pillar.clone(),
        "lead" => one.lead.clone(),
        "departments" => one.departments.replace(';', "; "),
        "status" => one.status.clone(),
        "type" => one.kind.clone(),
        _ => one.cleaned.clone(),
    }
}

fn listed(all: &[Commitment], columns: &[String]) -> Panel {
    let row = |one: &Commitment| TableRow {
        cells: columns
            .iter()
            .map(|column| match column.as_str() {
                "number" => Cell::Number(f64::from(one.number), NumberFormat::Whole),
                column => Cell::text(text(one, column)),
            })
            .collect(),
        ..TableRow::default()
    };
    let header = |column: &String| match column.as_str() {
        "number" => Column::right("number"),
        column => Column::left(column),
    };
    Panel {
        table: Table {
            columns: columns.iter().map(header).collect(),
            rows: all.iter().map(row).collect(),
            earlier_rows: 0,
        },
        ..Panel::default()
    }
}

/// Each text once, in the order in which it first stands.
fn distinct(all: &[Commitment], column: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in all.iter().map(|one| text(one, column)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn counted(context: &Context<'_>, all: &[Commitment], rows: &str, columns: &str) -> Drawn {
    let (names, parts) = (distinct(all, rows), distinct(all, columns));
    let count = |row: Option<&str>, part: &str| {
        let in_row = |one: &&Commitment| row.is_none_or(|row| text(one, rows) == row);
        let in_part = |one: &&Commitment| text(one, columns) == part;
        all.iter().filter(in_row).filter(in_part).count()
    };
    let counts_of = |row: Option<&str>| parts.iter().map(|part| count(row, part)).collect();
    let of_each: Vec<(&str, Vec<usize>)> = names
        .iter()
        .map(|name| (name.as_str(), counts_of(Some(name))))
        .collect();
    let with_all: Vec<(&str, Vec<usize>)> = of_each
        .iter()
        .cloned()
        .chain([("all", counts_of(None))])
        .collect();
    let said = of_each
        .iter()
        .map(|(label, counts)| format!("{label}: {}", in_words(&parts, counts)));
    let said: Vec<String> = said.collect();
    let figures = with_all.iter().flat_map(|(label, counts)| {
        parts.iter().zip(counts).map(move |(part, count)| Fact {
            series: format!("{label}, {part}"),
            statistic: Statistic::Count,
            value: Some(*count as f64),
            unit: "commitments".to_owned(),
            release: context.about.id.clone(),
            source_ref: format!("{} by {rows} and {columns}", context.about.commitments),
            ..Fact::default()
        })
    });
    let panel = Panel {
        table: table_of(rows, &parts, &with_all),
        alternative_text: format!("Stacked bar chart, commitments. {}.", said.join("; ")).into(),
        chart: Some(Chart::Bars(Bars {
            rows: of_each
                .iter()
                .map(|(label, counts)| bar_row(label, counts))
                .collect(),
            parts: parts.clone(),
            arrangement: Arrangement::Stacked,
            value_axis: ValueAxis::Counts,
            axis_title: "commitments".to_owned(),
        })),
        ..Panel::default()
    };
    Drawn::of_statements(panel, figures.collect())
}

fn table_of(rows: &str, parts: &[String], counts: &[(&str, Vec<usize>)]) -> Table {
    let number = |count: usize| Cell::Number(count as f64, NumberFormat::Whole);
    let row = |(label, counts): &(&str, Vec<usize>)| {
        let mut cells = vec![Cell::text(*label)];
        cells.extend(counts.iter().map(|count| number(*count)));
        cells.push(number(counts.iter().sum()));
        TableRow {
            cells,
            ..TableRow::default()
        }
    };
    let mut columns = vec![Column::left(rows)];
    columns.extend(parts.iter().map(Column::right));
    columns.push(Column::right("all"));
    Table {
        columns,
        rows: counts.iter().map(row).collect(),
        earlier_rows: 0,
    }
}

fn bar_row(label: &str, counts: &[usize]) -> BarRow {
    let bar = |count: &usize| Bar {
        value: Some(*count as f64),
        label: count.to_string(),
        ..Bar::default()
    };
    BarRow {
        label: label.to_owned(),
        bars: counts.iter().map(bar).collect(),
        is_highlighted: false,
        total: counts.iter().sum::<usize>().to_string(),
    }
}

fn in_words(parts: &[String], counts: &[usize]) -> String {
    let each = parts
        .iter()
        .zip(counts)
        .map(|(part, count)| format!("{count} {part}"));
    each.collect::<Vec<_>>().join(", ")
}
