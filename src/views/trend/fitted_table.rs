//! The table of fitted trends: annual change, interval, p-value.

use crate::answer::{Cell, Column, NumberFormat, Table, TableRow};
use crate::estimates::{Fitted, FittedModel};
use crate::model::Marker;
use crate::stats::estimate::Interval;
use crate::stats::series::Scale;

use super::fitted::{mark, p_number, span};
use super::remarks::label;
use crate::facts::trend::fitted::at;
use crate::facts::trend::shown::Shown;
use crate::words::trimmed;

/// The trends of a panel's series, the latest first: annual change, interval, p-value.
pub(crate) fn trend_table(group: &[&Shown]) -> Option<Table> {
    let mut rows = Vec::new();
    for (index, shown) in group.iter().enumerate() {
        let Some(trends) = &shown.trends else {
            continue;
        };
        let name = label(group, index);
        for fitted in &trends.fitted {
            rows.extend(trend_rows(&name, fitted));
        }
    }
    let confidence = trimmed(100.0 * group.first()?.uncertainty.confidence);
    (!rows.is_empty()).then(|| Table {
        columns: vec![
            Column::left("trend"),
            Column::right("a year"),
            Column::right(format!("{confidence}% confidence interval")),
            Column::right("p"),
        ],
        rows,
        earlier_rows: 0,
    })
}

fn trend_rows(name: &str, fitted: &Fitted) -> Vec<TableRow> {
    match &fitted.model {
        FittedModel::Line(line) => vec![trend_row(
            format!("{name}, {}", span(fitted)),
            line.scale,
            line.change.value,
            Some(line.change.interval),
            Some(line.p_value),
        )],
        FittedModel::Joinpoint(selection, averages) => {
            let scale = selection.model.scale;
            let pieces = selection.model.segments.iter().map(|piece| {
                let error = piece.error;
                trend_row(
                    format!(
                        "{name}, {} to {}",
                        at(fitted, piece.from),
                        at(fitted, piece.to)
                    ),
                    scale,
                    piece.change,
                    error.map(|error| error.interval),
                    error.map(|error| error.p_value),
                )
            });
            let averages = averages.iter().map(|average| {
                trend_row(
                    format!(
                        "{name}, average {} to {}",
                        at(fitted, average.from),
                        at(fitted, average.to)
                    ),
                    scale,
                    average.change,
                    average.interval,
                    average.p_value,
                )
            });
            pieces.chain(averages).collect()
        }
    }
}

fn trend_row(
    name: String,
    scale: Scale,
    change: f64,
    interval: Option<Interval>,
    p: Option<f64>,
) -> TableRow {
    let format = match scale {
        Scale::Log => NumberFormat::SignedPerCent(1),
        Scale::Linear => NumberFormat::SignedDecimal(places(change)),
    };
    let limits = |interval: Interval| {
        format!(
            "{} to {}",
            format.write(interval.lower),
            format.write(interval.upper)
        )
    };
    let text = |text: Option<String>| text.map_or(Cell::Missing(Marker::NotAvailable), Cell::Text);
    TableRow {
        cells: vec![
            Cell::Text(name),
            Cell::Number(change, format),
            text(interval.map(limits)),
            Cell::Text(p.map_or_else(
                || "too few points".to_owned(),
                |p| format!("{} {}", p_number(p), mark(p)),
            )),
        ],
        ..TableRow::default()
    }
}

/// Decimal places that leave three digits of a small change.
fn places(change: f64) -> usize {
    const MOST: f64 = 9.0;
    let size = change.abs();
    if size >= 1.0 || size <= 0.0 {
        return 2;
    }
    (2.0 - size.log10().floor()).min(MOST) as usize
}
