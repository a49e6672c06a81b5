//! Counts by area and quarter, added up to England and Wales and financial years: what a family of
//! releases such as the Home Office's open data says where a measure asks for the rows of ONS Table
//! A5a. A sum has a value only where every part is there.

// Polars marks the eager aggregations as deprecated in favour of its lazy engine, which brings in
// object stores and an HTTP client; they work on the few thousand rows of one measure.
#![allow(deprecated)]

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use polars::prelude::*;

use super::points::Summed;
use super::select::{agree, everywhere, rows};
use crate::catalogue::{Catalogue, Family, Offence};
use crate::frame::{Figures, Key, Row};
use crate::model::{Marker, Period};

/// Parts that a note names one by one.
const MOST_NAMED: usize = 3;
const QUARTERS: usize = 4;

/// One point for each financial year of which the release has a quarter: the sum over the offences in
/// use, the areas of the kinds that the family names, and the four quarters.
///
/// # Errors
/// Two different values of one figure.
pub(super) fn national(
    figures: &Figures,
    offences: &[&Offence],
    family: &Family,
    catalogue: &Catalogue,
) -> Result<Vec<Summed>> {
    let areas: BTreeSet<&str> = catalogue
        .areas
        .iter()
        .filter(|area| family.areas.contains(&area.kind))
        .map(|area| area.name.as_str())
        .collect();
    added_up(figures, offences, family, catalogue, &areas)
}

/// The same for some areas of those kinds, by their names in the catalogue.
///
/// # Errors
/// Two different values of one figure.
pub(super) fn added_up(
    figures: &Figures,
    offences: &[&Offence],
    family: &Family,
    catalogue: &Catalogue,
    areas: &BTreeSet<&str>,
) -> Result<Vec<Summed>> {
    let spelled = figures.areas().iter().filter(|area| {
        let known = catalogue.area(&area.name);
        known.is_some_and(|known| areas.contains(known.name.as_str()))
    });
    let spelled: Vec<&str> = spelled.map(|area| area.name.as_str()).collect();
    let keys: Vec<Key> = offences
        .iter()
        .map(|offence| {
            everywhere()
                .is("table", &family.table)
                .is("statistic", "count")
                .is("period_kind", "quarter")
                .is("code", &offence.code)
                .with(
                    "label",
                    std::iter::once(&offence.label).chain(&offence.also),
                )
                .with("area", &spelled)
        })
        .collect();
    let parts = Parts::of(&rows(figures, &keys)?, offences, catalogue)?;
    let sums = parts.sums()?;
    let years = parts.years();
    let sum = |year: u16| {
        let period = Period::financial(year);
        let wanted: Vec<usize> = (0..offences.len())
            .filter(|offence| offences[*offence].in_use(period))
            .collect();
        parts.summed(year, &wanted, offences, areas, &sums)
    };
    Ok(years.into_iter().filter_map(sum).collect())
}

/// The rows that may be part of a sum, each with what it is a part of.
struct Parts {
    figures: Figures,
    /// For each row: the offence, the year in which the financial year ends, the quarter's number,
    /// and the area's name in the catalogue.
    keys: Vec<PartKey>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct PartKey {
    offence: usize,
    year: u16,
    period: Period,
    area: String,
}

/// Value of a sum and how many parts are in it, by offence and year.
type Sums = BTreeMap<(usize, u16), (f64, usize)>;

impl Parts {
    fn of(figures: &Figures, offences: &[&Offence], catalogue: &Catalogue) -> Result<Self> {
        let mut keys = Vec::with_capacity(figures.len());
        let mut first: BTreeMap<PartKey, usize> = BTreeMap::new();
        let mut kept: Vec<bool> = Vec::with_capacity(figures.len());
        for row in figures.iter() {
            let kind = row.kind();
            let offence = offences
                .iter()
                .position(|offence| offence.is_row(&kind.code, &kind.label));
            let area = catalogue.area(row.area());
            let (Some(offence), Some(area), Some(year)) = (offence, area, financial(row.period()))
            else {
                kept.push(false);
                continue;
            };
            let key = PartKey {
                offence,
                year,
                period: row.period(),
                area: area.name.clone(),
            };
            let earlier = first.get(&key);
            kept.push(earlier.is_none());
            if let Some(earlier) = earlier {
                agree(&figures.row(*earlier).observation(), &row.observation())?;
            } else {
                first.insert(key.clone(), row.index());
                keys.push(key);
            }
        }
        let mask: BooleanChunked = kept.into_iter().collect();
        Ok(Self {
            figures: figures.filtered(&mask)?,
            keys,
        })
    }

    /// The sums by offence and year, and how many parts have a value that may be served.
    fn sums(&self) -> Result<Sums> {
        let served = |row: &Row<'_>| row.value().filter(|_| row.withheld().is_empty());
        let numbers = |of: fn(&PartKey) -> u32| -> Vec<u32> { self.keys.iter().map(of).collect() };
        let present: Vec<u32> = self
            .figures
            .iter()
            .map(|row| u32::from(served(&row).is_some()))
            .collect();
        let values: Vec<Option<f64>> = self.figures.iter().map(|row| served(&row)).collect();
        let frame = DataFrame::new(
            self.keys.len(),
            vec![
                Column::new("offence".into(), numbers(|key| key.offence as u32)),
                Column::new("year".into(), numbers(|key| u32::from(key.year))),
                Column::new("value".into(), values),
                Column::new("present".into(), present),
            ],
        )?;
        let sums = frame
            .group_by(["offence", "year"])?
            .select(["value", "present"])
            .sum()?;
        let (offence, year) = (sums.column("offence")?.u32()?, sums.column("year")?.u32()?);
        let (value, present) = (
            sums.column("value_sum")?.f64()?,
            sums.column("present_sum")?.u32()?,
        );
        Ok((0..sums.height())
            .filter_map(|row| {
                let key = (offence.get(row)? as usize, year.get(row)? as u16);
                Some((key, (value.get(row)?, present.get(row)? as usize)))
            })
            .collect())
    }

    fn years(&self) -> BTreeSet<u16> {
        self.keys.iter().map(|key| key.year).collect()
    }

    /// The point of a year; none where no offence was in use.
    fn summed(
        &self,
        year: u16,
        wanted: &[usize],
        offences: &[&Offence],
        areas: &BTreeSet<&str>,
        sums: &Sums,
    ) -> Option<Summed> {
        let of_year = || {
            let rows = self.keys.iter().enumerate();
            rows.filter(|(_, key)| key.year == year && wanted.contains(&key.offence))
        };
        let (first, _) = of_year().next()?;
        let row = self.figures.row(first);
        let more = of_year().count() - 1;
        let mut point = super::points::point(&row.observation(), "");
        point.period = Period::financial(year);
        if more > 0 {
            point.source_ref = format!("{} and {more} more rows", row.source_ref());
        }
        let needed = areas.len() * QUARTERS;
        let found = |offence: &usize| sums.get(&(*offence, year)).copied().unwrap_or((0.0, 0));
        let complete = wanted.iter().all(|offence| found(offence).1 == needed);
        if complete {
            point.value = Some(wanted.iter().map(|offence| found(offence).0).sum());
            point.marker = None;
            return Some(Summed::complete(point));
        }
        let absent: Vec<&usize> = wanted
            .iter()
            .filter(|offence| of_year().all(|(_, key)| key.offence != **offence))
            .collect();
        let reason = if absent.is_empty() {
            self.missing_places(year, wanted, areas)
        } else {
            let codes = |list: &mut dyn Iterator<Item = &usize>| {
                let codes: BTreeSet<&str> = list
                    .map(|offence| offences[*offence].code.as_str())
                    .collect();
                codes.into_iter().collect::<Vec<_>>().join(", ")
            };
            let held = wanted.len() - absent.len();
            let present = codes(&mut wanted.iter().filter(|offence| !absent.contains(offence)));
            super::points::needs_offences(wanted.len(), held, &present)
        };
        Some(Summed::incomplete(point, Marker::NotAvailable, reason))
    }

    /// Which areas and quarters have no value for an offence in use.
    fn missing_places(&self, year: u16, wanted: &[usize], areas: &BTreeSet<&str>) -> String {
        let mut held: BTreeMap<(&str, Period), usize> = BTreeMap::new();
        for (row, key) in self.keys.iter().enumerate() {
            let row = self.figures.row(row);
            if key.year == year
                && wanted.contains(&key.offence)
                && row.value().is_some()
                && row.withheld().is_empty()
            {
                *held.entry((&key.area, key.period)).or_default() += 1;
            }
        }
        let quarters = quarters_of(year);
        let missing: Vec<String> = areas
            .iter()
            .flat_map(|area| quarters.iter().map(move |quarter| (*area, *quarter)))
            .filter(|place| held.get(place).is_none_or(|parts| *parts < wanted.len()))
            .map(|(area, quarter)| format!("{area} {quarter}"))
            .collect();
        let named = missing[..missing.len().min(MOST_NAMED)].join(", ");
        let more = match missing.len().saturating_sub(MOST_NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        format!(
            "needs {} police forces and {QUARTERS} quarters; without a figure: {named}{more}",
            areas.len()
        )
    }
}

fn quarters_of(year: u16) -> [Period; QUARTERS] {
    [(year - 1, 2), (year - 1, 3), (year - 1, 4), (year, 1)]
        .map(|(year, quarter)| Period::Quarter { year, quarter })
}

/// The year in which the financial year of a quarter ends.
const fn financial(period: Period) -> Option<u16> {
    match period {
        Period::Quarter { year, quarter: 1 } => Some(year),
        Period::Quarter { year, .. } => Some(year + 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
