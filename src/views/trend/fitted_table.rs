//! The table of fitted trends: annual change, interval, p-value.

use crate::answer::{Cell, Column, NumberFormat, Table, TableRow};
use crate::facts::trend::shown::Shown;
use crate::facts::{Fact, Facts, Statistic};
use crate::words::trimmed;

use super::remarks::label;
use crate::facts::trend::fitted::PER_CENT_A_YEAR;

/// What each row states.
const RATES: [Statistic; 3] = [Statistic::Apc, Statistic::AnnualChange, Statistic::Aapc];

/// The trends of a panel's series, the latest first: annual change, interval, p-value.
pub(crate) fn trend_table(group: &[&Shown], facts: &Facts) -> Option<Table> {
    let mut rows = Vec::new();
    for (index, shown) in group.iter().enumerate() {
        let name = label(group, index);
        let mut trends: Vec<&Fact> = facts
            .iter()
            .filter(|fact| fact.series == shown.series.name && RATES.contains(&fact.statistic))
            .collect();
        trends.sort_by_key(|fact| std::cmp::Reverse(fact.segment));
        rows.extend(trends.into_iter().map(|fact| row(&name, fact)));
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

fn row(name: &str, fact: &Fact) -> TableRow {
    let format = rate_format(fact);
    let average = if fact.statistic == Statistic::Aapc {
        "average "
    } else {
        ""
    };
    let p = Cell::p_value(fact).unwrap_or_else(|| Cell::text("too few points"));
    TableRow {
        cells: vec![
            Cell::Text(format!("{name}, {average}{} to {}", fact.from, fact.to)),
            Cell::of(fact, format),
            Cell::limits(fact, format),
            p,
        ],
        ..TableRow::default()
    }
}

/// How an annual change is written: per cent of a log-linear trend, else in the unit of the series.
pub(super) fn rate_format(fact: &Fact) -> NumberFormat {
    match fact.value.filter(|_| fact.unit != PER_CENT_A_YEAR) {
        Some(change) => NumberFormat::SignedDecimal(places(change)),
        None => NumberFormat::SignedPerCent(1),
    }
}

/// Where trends turned, and the limits of each place.
pub(crate) fn turns(group: &[&Shown], facts: &Facts) -> Option<Table> {
    let mut rows = Vec::new();
    for (index, shown) in group.iter().enumerate() {
        let places = facts.of(&shown.series.name, Statistic::JoinpointPlace);
        rows.extend(places.map(|fact| TableRow {
            cells: vec![
                Cell::Text(format!("{}, {}", label(group, index), fact.period)),
                Cell::Text(format!("{} and {}", fact.from, fact.to)),
            ],
            ..TableRow::default()
        }));
    }
    let confidence = trimmed(100.0 * group.first()?.uncertainty.confidence);
    (!rows.is_empty()).then(|| Table {
        columns: vec![
            Column::left("turn"),
            Column::left(format!("turned between ({confidence}% confidence)")),
        ],
        rows,
        earlier_rows: 0,
    })
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
