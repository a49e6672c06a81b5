//! The table of one series' estimates, and the sentences below it.

use crate::answer::{Cell, Column, Evidence, NumberFormat, ShownIn, Table, TableRow};
use crate::model::{Marker, SeriesKind};
use crate::views::trend::fitted::p_value;
use crate::views::trend::panel::{notes_of, remark_of};
use crate::views::trend::remarks::status;
use crate::words;
use crate::words::trimmed;

use super::{Estimates, PER, Row};

/// Rows that a short table shows.
const SHORT: usize = 7;

/// Period, estimate with its interval, people with theirs.
pub(super) fn table(estimates: &Estimates, evidence: &Evidence) -> Table {
    let shown = &estimates.shown;
    let with_people = estimates.rows.iter().any(|row| row.people.is_some());
    let confidence = trimmed(100.0 * shown.uncertainty.confidence);
    let mut columns = vec![
        Column::left(words::period_header(shown.series.basis())),
        Column::right(header(estimates)),
        Column::right(format!("{confidence}% interval")),
    ];
    if with_people {
        columns.push(Column::right("people"));
        columns.push(Column::right(format!("{confidence}% interval")));
    }
    let rows: Vec<TableRow> = estimates
        .rows
        .iter()
        .map(|row| TableRow {
            shown: ShownIn::Always,
            cells: cells(estimates, row, with_people),
            notes: notes_of(&[shown], row.point.period, evidence),
            remark: remark_of(&[shown], row.point.period),
        })
        .collect();
    Table {
        columns,
        earlier_rows: rows.len().saturating_sub(SHORT),
        rows,
    }
}

fn header(estimates: &Estimates) -> String {
    let with_population = estimates
        .rows
        .iter()
        .any(|row| row.point.population.is_some());
    match estimates.shown.series.kind {
        SeriesKind::Prevalence => "prevalence".to_owned(),
        SeriesKind::Counts if with_population => format!("per {}", NumberFormat::Whole.write(PER)),
        SeriesKind::Counts | SeriesKind::Values => estimates.shown.series.unit.clone(),
    }
}

/// How estimates of a series are written.
fn format_of(estimates: &Estimates, row: &Row) -> NumberFormat {
    match estimates.shown.series.kind {
        SeriesKind::Counts if row.point.population.is_some() => NumberFormat::Decimal(2),
        _ => estimates.shown.format,
    }
}

fn cells(estimates: &Estimates, row: &Row, with_people: bool) -> Vec<Cell> {
    let format = format_of(estimates, row);
    let suppressed = row.basis.is_some_and(|basis| basis.suppressed);
    let value = row
        .estimate
        .map(|estimate| estimate.value)
        .or(row.point.value);
    let limits = |(lower, upper): (f64, f64), format: NumberFormat| {
        Cell::Text(format!(
            "{} to {}",
            format.write(lower),
            format.write(upper)
        ))
    };
    let missing = Cell::Missing(row.point.marker.unwrap_or(Marker::NotAvailable));
    let mut cells = vec![Cell::text(row.point.period.to_string())];
    cells.push(match value {
        _ if suppressed => Cell::Missing(Marker::LowReliability),
        Some(value) => Cell::Number(value, format),
        None => missing,
    });
    cells.push(match row.estimate.filter(|_| !suppressed) {
        Some(estimate) => limits((estimate.interval.lower, estimate.interval.upper), format),
        None => Cell::Empty,
    });
    if with_people {
        let people = row.people.as_ref().filter(|_| !suppressed);
        // Victims are given to the nearest thousand.
        let thousand = |number: f64| (number / 1000.0).round() * 1000.0;
        cells.push(people.map_or(Cell::Empty, |people| {
            Cell::Number(thousand(people.number), NumberFormat::Whole)
        }));
        cells.push(
            people
                .and_then(|people| people.interval)
                .map_or(Cell::Empty, |(lower, upper)| {
                    limits((thousand(lower), thousand(upper)), NumberFormat::Whole)
                }),
        );
    }
    cells
}

/// The change with its test, the population, the standing of the figures.
pub(super) fn remarks(estimates: &Estimates) -> Vec<String> {
    let mut remarks = Vec::new();
    remarks.extend(change(estimates));
    if let Some(people) = estimates
        .rows
        .iter()
        .rev()
        .find_map(|row| row.people.as_ref())
    {
        let population = &people.population;
        let number = NumberFormat::Whole.write(population.people);
        let last = estimates.rows.iter().rev().find(|row| row.people.is_some());
        let fits = last.is_some_and(|row| population.fits(row.point.period));
        let which = match (population.release.is_empty(), fits) {
            (true, _) => population.source.clone(),
            (false, true) => format!("mid-{}", population.year),
            (false, false) => format!("mid-{}, the nearest held", population.year),
        };
        remarks.push(format!(
            "Population: {number} {} ({which}, for the latest figure)",
            words::people(&estimates.shown.series)
        ));
    }
    let without = estimates.rows.iter().all(|row| row.estimate.is_none());
    if without {
        remarks.push(
            "Nothing is published that an interval could be made from: none is shown. --base states \
             the number of people asked."
                .to_owned(),
        );
    }
    remarks.extend(status(&[&estimates.shown]));
    remarks
}

fn change(estimates: &Estimates) -> Option<String> {
    let change = estimates.change.as_ref()?;
    let shown = &estimates.shown;
    let span = format!("{} to {}", change.from, change.to);
    let unit = if shown.series.kind == SeriesKind::Prevalence {
        " percentage points"
    } else {
        ""
    };
    let difference = shown.signed.write(change.difference);
    let Some(tested) = change.tested else {
        return Some(format!("{span}: {difference}{unit}; not tested"));
    };
    let interval = tested.difference.interval;
    let test = tested.test.map_or_else(String::new, |test| {
        let verdict = if test.significant() {
            "a statistically significant change"
        } else {
            "no statistically significant change"
        };
        format!("; {verdict}, {}", p_value(test.p_value))
    });
    Some(format!(
        "{span}: {difference}{unit} ({}% confidence interval: {} to {}){test}",
        trimmed(100.0 * interval.confidence),
        shown.signed.write(interval.lower),
        shown.signed.write(interval.upper)
    ))
}
