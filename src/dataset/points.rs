//! Observations → points: sums of offences, and the choice among releases that hold one period.

use std::collections::BTreeMap;

use crate::catalogue::Offence;
use crate::model::{Marker, Observation, Period, PeriodBasis, Point};

/// One point a period from the rows of the offences that make up a measure: the published total
/// where its row is there, else the sum.
///
/// An offence that was not in use in a period adds nothing: its marker, or the 0 that some
/// releases print instead, is no figure. One that was in use and has a marker leaves the whole
/// without a figure, under that marker.
pub(super) fn summed(
    rows: &[Observation],
    offences: &[&Offence],
    total: Option<&str>,
) -> Vec<Point> {
    let mut periods: BTreeMap<Period, Vec<&Observation>> = BTreeMap::new();
    for row in rows {
        periods.entry(row.period).or_default().push(row);
    }
    periods
        .into_iter()
        .filter_map(|(period, rows)| {
            let is_total =
                |row: &&&Observation| row.code.is_empty() && Some(row.label.as_str()) == total;
            match rows.iter().find(is_total) {
                Some(row) => Some(point(row, "")),
                None => sum(period, &rows, offences),
            }
        })
        .collect()
}

fn sum(period: Period, rows: &[&Observation], offences: &[&Offence]) -> Option<Point> {
    let mut value = 0.0;
    let mut marker = None;
    let mut parts: Vec<&Observation> = Vec::new();
    for row in rows {
        let in_use = offences
            .iter()
            .any(|offence| offence.is_row(&row.code, &row.label) && offence.in_use(period));
        if in_use {
            value += row.value.unwrap_or(0.0);
            if row.value.is_none() {
                marker = marker.or(row.marker).or(Some(Marker::NotAvailable));
            }
            parts.push(row);
        }
    }
    let first = parts.first().or_else(|| rows.first())?;
    let mut point = point(first, "");
    if parts.is_empty() {
        marker = Some(Marker::NotAvailable);
        parts.extend(rows);
    }
    point.value = marker.is_none().then_some(value);
    point.marker = marker;
    point.source_ref = joined_cells(&parts);
    Some(point)
}

/// `Table_A5a!Y68+Y69+Y70`: the cells of a sum.
fn joined_cells(rows: &[&Observation]) -> String {
    let mut joined = String::new();
    let mut sheet_before = "";
    for row in rows {
        let (sheet, cell) = row
            .source_ref
            .rsplit_once('!')
            .unwrap_or(("", &row.source_ref));
        if !joined.is_empty() {
            joined.push('+');
        }
        if sheet != sheet_before {
            joined.push_str(sheet);
            joined.push('!');
            sheet_before = sheet;
        }
        joined.push_str(cell);
    }
    joined
}

/// One point a period from rows, each with who quoted it, that several releases may hold: a figure before a marker,
/// published before quoted, then in the order given.
pub(super) fn chosen<'a>(rows: impl IntoIterator<Item = (&'a Observation, &'a str)>) -> Vec<Point> {
    let mut periods: BTreeMap<Period, Point> = BTreeMap::new();
    for (row, quoted_by) in rows {
        let candidate = point(row, quoted_by);
        match periods.get_mut(&row.period) {
            None => {
                periods.insert(row.period, candidate);
            }
            Some(held) => {
                let rank = |point: &Point| (point.value.is_some(), point.quoted_by.is_empty());
                if rank(&candidate) > rank(held) {
                    *held = candidate;
                }
            }
        }
    }
    periods.into_values().collect()
}

fn point(row: &Observation, quoted_by: &str) -> Point {
    Point {
        period: row.period,
        value: row.value,
        marker: row.marker.filter(|_| row.value.is_none()),
        standard_error: row.standard_error,
        limits: row.lower.zip(row.upper),
        base: row.base,
        design_factor: None,
        population: None,
        status: Some(row.status),
        release: row.release.clone(),
        quoted_by: quoted_by.to_owned(),
        source_ref: row.source_ref.clone(),
    }
}

/// Splits points by basis: the financial years, or else the basis with most points, and the
/// rolling years apart. Other bases are left out: they would repeat the same events.
pub(super) fn by_basis(points: Vec<Point>) -> (Vec<Point>, Vec<Point>) {
    let mut counts: BTreeMap<PeriodBasis, usize> = BTreeMap::new();
    for point in &points {
        *counts.entry(point.period.basis()).or_default() += 1;
    }
    let financial = PeriodBasis::YearEnding(3);
    let main = if counts.contains_key(&financial) {
        financial
    } else {
        counts
            .iter()
            .max_by_key(|(_, count)| **count)
            .map_or(financial, |(basis, _)| *basis)
    };
    let (main, others): (Vec<_>, Vec<_>) = points
        .into_iter()
        .partition(|point| point.period.basis() == main);
    let is_year = |point: &Point| matches!(point.period, Period::YearEnding { .. });
    let last = main.last().map(|point| point.period);
    let later =
        |point: &Point| last.is_none_or(|last| point.period.end_month() > last.first_month());
    let rolling = others
        .into_iter()
        .filter(|point| is_year(point) && later(point))
        .collect();
    (main, rolling)
}

/// Adds a point with `[x]` for every period between the first and `until` that is in no release.
pub(super) fn with_missing_periods(points: Vec<Point>, until: Option<Period>) -> Vec<Point> {
    let Some(last) = points.last().map(|point| point.period) else {
        return points;
    };
    let until = until
        .filter(|until| until.basis() == last.basis())
        .map_or(last, |until| until.max(last));
    let mut complete: Vec<Point> = Vec::with_capacity(points.len());
    let add_up_to = |complete: &mut Vec<Point>, end: Period| {
        while let Some(previous) = complete.last().map(|point: &Point| point.period) {
            let next = previous.following();
            if next >= end || next.basis() != end.basis() {
                break;
            }
            complete.push(missing(next));
        }
    };
    for point in points {
        add_up_to(&mut complete, point.period);
        complete.push(point);
    }
    add_up_to(&mut complete, until.following());
    complete
}

fn missing(period: Period) -> Point {
    Point {
        marker: Some(Marker::NotAvailable),
        ..Point::unknown(period)
    }
}
