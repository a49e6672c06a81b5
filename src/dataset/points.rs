//! Observations → points: sums of offences, and the choice among releases that hold one period.

use std::collections::BTreeMap;

use anyhow::Result;

use super::select::distinct;
use crate::catalogue::Offence;
use crate::model::{Marker, Observation, Period, PeriodBasis, Point};

/// A point, and why it has no value where a sum is incomplete.
#[derive(Debug, Clone)]
pub(super) struct Summed {
    /// The point.
    pub(super) point: Point,
    /// What the sum needs and what is there; empty for a sum that is complete.
    pub(super) incomplete: String,
}

impl Summed {
    /// A point of which nothing is missing.
    pub(super) const fn complete(point: Point) -> Self {
        Self {
            point,
            incomplete: String::new(),
        }
    }

    /// A point without a value, and the reason.
    pub(super) const fn incomplete(mut point: Point, marker: Marker, reason: String) -> Self {
        point.value = None;
        point.marker = Some(marker);
        Self {
            point,
            incomplete: reason,
        }
    }
}

/// `needs 10 offence codes; the file has 1 (19C)`
pub(super) fn needs_offences(needed: usize, held: usize, codes: &str) -> String {
    let word = if needed == 1 { "code" } else { "codes" };
    match held {
        0 => format!("needs {needed} offence {word}; the file has none of them"),
        _ => format!("needs {needed} offence {word}; the file has {held} ({codes})"),
    }
}

/// One point a period from the rows of the offences that make up a measure: the published total
/// where its row is there, else the sum.
///
/// An offence that was not in use in a period adds nothing: its marker, or the 0 that some
/// releases print instead, is not a figure. A sum has a value only where every offence that was in use
/// has one; else it has a marker, and the reason.
///
/// # Errors
/// Two different values of one figure.
pub(super) fn summed(
    rows: Vec<Observation>,
    offences: &[&Offence],
    total: Option<&str>,
) -> Result<Vec<Summed>> {
    let rows = distinct(rows, |row| {
        (
            row.period,
            row.code.clone(),
            row.label.clone(),
            row.group.clone(),
        )
    })?;
    let mut periods: BTreeMap<Period, Vec<&Observation>> = BTreeMap::new();
    for row in &rows {
        periods.entry(row.period).or_default().push(row);
    }
    let sums = periods.into_iter().filter_map(|(period, rows)| {
        let is_total =
            |row: &&&Observation| row.code.is_empty() && Some(row.label.as_str()) == total;
        match rows.iter().find(is_total) {
            Some(row) => Some(Summed::complete(point(row, ""))),
            None => sum(period, &rows, offences),
        }
    });
    Ok(sums.collect())
}

fn sum(period: Period, rows: &[&Observation], offences: &[&Offence]) -> Option<Summed> {
    let in_use: Vec<&&Offence> = offences
        .iter()
        .filter(|offence| offence.in_use(period))
        .collect();
    let of = |offence: &Offence| {
        rows.iter()
            .find(|row| offence.is_row(&row.code, &row.label))
    };
    let parts: Vec<&Observation> = in_use.iter().filter_map(|one| of(one).copied()).collect();
    let first = parts.first().or_else(|| rows.first())?;
    let mut point = point(first, "");
    if in_use.is_empty() {
        point.source_ref = joined_cells(rows);
        point.value = None;
        point.marker = Some(Marker::NotAvailable);
        return Some(Summed::complete(point));
    }
    point.source_ref = joined_cells(if parts.is_empty() { rows } else { &parts });
    if parts.len() < in_use.len() {
        let codes: Vec<&str> = parts.iter().map(|row| row.code.as_str()).collect();
        let reason = needs_offences(in_use.len(), parts.len(), &codes.join(", "));
        return Some(Summed::incomplete(point, Marker::NotAvailable, reason));
    }
    let unserved = parts.iter().find(|row| served(row).is_none());
    if let Some(row) = unserved {
        point.value = None;
        point.marker = Some(reason_for_gap(row));
        return Some(Summed::complete(point));
    }
    point.value = Some(parts.iter().filter_map(|row| served(row)).sum());
    point.marker = None;
    Some(Summed::complete(point))
}

/// The value of an observation, unless a rule keeps it from being served.
fn served(row: &Observation) -> Option<f64> {
    row.value.filter(|_| row.withheld.is_empty())
}

/// The marker of an observation that is not served. A marker beside a withheld value, such as `[p]`,
/// is about that value and does not say why there is none.
fn reason_for_gap(row: &Observation) -> Marker {
    let marker = row.marker.filter(|_| row.withheld.is_empty());
    marker.unwrap_or(Marker::NotAvailable)
}

/// `Table_A5a!Y68+Y69+Y70`: the cells of a sum.
pub(super) fn joined_cells(rows: &[&Observation]) -> String {
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

/// The point of one observation. A value that a rule withholds is not served: it has `[x]`.
pub(super) fn point(row: &Observation, quoted_by: &str) -> Point {
    let value = served(row);
    Point {
        period: row.period,
        value,
        marker: value.is_none().then(|| reason_for_gap(row)),
        standard_error: row.standard_error,
        df: None,
        limits: row.lower.zip(row.upper),
        base: row.base,
        design_factor: None,
        population: None,
        covered: 1.0,
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

#[cfg(test)]
mod tests;
