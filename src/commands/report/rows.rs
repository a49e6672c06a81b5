//! A figure of the rows of a CSV beside the report's description: as they are, or counted.

use anyhow::Result;

use super::Context;
use super::drawn::Drawn;
use crate::answer::{
    Bar, BarRow, Bars, Cell, Chart, Column, NumberFormat, Panel, Table, TableRow, ValueAxis,
};
use crate::facts::{Fact, Statistic};
use crate::problem::{Problem, did_you_mean, themselves};
use crate::reports::{CountsQuery, Records, RowsQuery};

fn read(context: &Context<'_>, file: &str, columns: &[String]) -> Result<Records> {
    let records = context.files.records(file)?;
    for column in columns {
        if !records.headers.contains(column) {
            let otherwise = format!("its columns are {}", records.headers.join(", "));
            let hint = did_you_mean(column, themselves(&records.headers), &otherwise);
            return Err(Problem::data(format!(
                "`{}` has no column `{column}`",
                context.files.path(file)
            ))
            .hint(hint)
            .into());
        }
    }
    Ok(records)
}

/// # Errors
/// A file or a column that is not there; a wide column that is not among those shown.
pub(super) fn listed(context: &Context<'_>, query: &RowsQuery) -> Result<Drawn> {
    let RowsQuery {
        file,
        columns,
        wide,
    } = query;
    if let Some(other) = wide.iter().find(|column| !columns.contains(column)) {
        let hint = format!("`columns` are {}", columns.join(", "));
        return Err(
            Problem::data(format!("`wide` names `{other}`, which is not shown"))
                .hint(hint)
                .into(),
        );
    }
    let records = read(context, file, columns)?;
    let rows = records.all().map(|record| TableRow {
        cells: columns
            .iter()
            .map(|column| cell(record.get(column).unwrap_or_default()))
            .collect(),
        ..TableRow::default()
    });
    let is_number = |column: &str| {
        let mut texts = records.all().filter_map(|record| record.get(column));
        texts.all(|text| text.is_empty() || text.parse::<f64>().is_ok())
    };
    let header = |column: &String| {
        let words = column.replace('_', " ");
        let aligned = if is_number(column) {
            Column::right(words)
        } else {
            Column::left(words)
        };
        Column {
            in_terminal: !wide.contains(column),
            ..aligned
        }
    };
    let table = Table {
        columns: columns.iter().map(header).collect(),
        rows: rows.collect(),
        earlier_rows: 0,
    };
    Ok(Drawn::of_statements(
        Panel {
            table,
            ..Panel::default()
        },
        Vec::new(),
    ))
}

/// A number as it stands, with its own decimal places.
fn cell(text: &str) -> Cell {
    let places = text.split_once('.').map_or(0, |(_, digits)| digits.len());
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Cell::Number(number, NumberFormat::Decimal(places)),
        _ if text.is_empty() => Cell::Empty,
        // Several names in one cell are parted by `;` in the file.
        _ => Cell::text(
            text.split(';')
                .map(str::trim)
                .collect::<Vec<_>>()
                .join("; "),
        ),
    }
}

/// # Errors
/// A file or a column that is not there.
pub(super) fn counted(context: &Context<'_>, query: &CountsQuery) -> Result<Drawn> {
    let CountsQuery { file, by } = query;
    let records = read(context, file, std::slice::from_ref(by))?;
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for value in records.all().filter_map(|record| record.get(by)) {
        let value = if value.is_empty() {
            "not stated"
        } else {
            value
        };
        match counts.iter_mut().find(|(known, _)| *known == value) {
            Some((_, count)) => *count += 1,
            None => counts.push((value, 1)),
        }
    }
    // Equal counts stay in the order of the file.
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let figures = counts.iter().map(|(value, count)| Fact {
        series: (*value).to_owned(),
        statistic: Statistic::Count,
        value: Some(*count as f64),
        unit: "rows".to_owned(),
        release: context.about.id.clone(),
        source_ref: format!("{file}, column {by}"),
        ..Fact::default()
    });
    let figures = figures.collect();
    Ok(Drawn::of_statements(panel_of(by, &counts), figures))
}

fn panel_of(by: &str, counts: &[(&str, usize)]) -> Panel {
    let row = |(value, count): &(&str, usize)| TableRow {
        cells: vec![
            Cell::text(*value),
            Cell::Number(*count as f64, NumberFormat::Whole),
        ],
        ..TableRow::default()
    };
    let bar = |(value, count): &(&str, usize)| BarRow {
        label: (*value).to_owned(),
        bars: vec![Bar {
            value: Some(*count as f64),
            label: count.to_string(),
            ..Bar::default()
        }],
        ..BarRow::default()
    };
    let said: Vec<String> = counts
        .iter()
        .map(|(value, count)| format!("{value}: {count}"))
        .collect();
    Panel {
        table: Table {
            columns: vec![Column::left(by.replace('_', " ")), Column::right("rows")],
            rows: counts.iter().map(row).collect(),
            earlier_rows: 0,
        },
        chart: Some(Chart::Bars(Bars {
            rows: counts.iter().map(bar).collect(),
            parts: vec![String::new()],
            value_axis: ValueAxis::Counts,
            ..Bars::default()
        })),
        alternative_text: format!("Bar chart. {}.", said.join("; ")).into(),
        ..Panel::default()
    }
}
