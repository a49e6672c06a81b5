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

/// One point for each quarter that the release has: the sum over the offences in use and the areas of
/// the kinds that the family names.
///
/// # Errors
/// Two different values of one figure.
pub(super) fn by_quarter(
    figures: &Figures,
    offences: &[&Offence],
    family: &Family,
    catalogue: &Catalogue,
) -> Result<Vec<Summed>> {
    sums_of(figures, offences, family, catalogue, quarter_itself)
}

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
    sums_of(figures, offences, family, catalogue, financial)
}

/// The period that a quarter is added up to; none for what is not a quarter.
type WholeOf = fn(Period) -> Option<Period>;

fn sums_of(
    figures: &Figures,
    offences: &[&Offence],
    family: &Family,
    catalogue: &Catalogue,
    whole_of: WholeOf,
) -> Result<Vec<Summed>> {
    let areas: BTreeSet<&str> = catalogue
        .areas
        .iter()
        .filter(|area| family.areas.contains(&area.kind))
        .map(|area| area.name.as_str())
        .collect();
    added_up_to(figures, offences, family, catalogue, &areas, whole_of)
}

/// The same as [`national`] for some areas of those kinds, by their names in the catalogue.
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
    added_up_to(figures, offences, family, catalogue, areas, financial)
}

fn added_up_to(
    figures: &Figures,
    offences: &[&Offence],
    family: &Family,
    catalogue: &Catalogue,
    areas: &BTreeSet<&str>,
    whole_of: WholeOf,
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
    let parts = Parts::of(&rows(figures, &keys)?, offences, catalogue, whole_of)?;
    let sums = parts.sums()?;
    let wholes = parts.wholes();
    let sum = |period: Period| {
        let wanted: Vec<usize> = (0..offences.len())
            .filter(|offence| offences[*offence].in_use(period))
            .collect();
        parts.summed(period, &wanted, offences, areas, &sums)
    };
    Ok(wholes.into_iter().filter_map(sum).collect())
}

/// The rows that may be part of a sum, each with what it is a part of.
struct Parts {
    figures: Figures,
    /// For each row: the offence, the period that is added up, the quarter,
    /// and the area's name in the catalogue.
    keys: Vec<PartKey>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct PartKey {
    offence: usize,
    whole: Period,
    period: Period,
    area: String,
}

/// Value of a sum and how many parts are in it, by offence and the last month of the
/// period.
type Sums = BTreeMap<(usize, i32), (f64, usize)>;

impl Parts {
    fn of(
        figures: &Figures,
        offences: &[&Offence],
        catalogue: &Catalogue,
        whole_of: WholeOf,
    ) -> Result<Self> {
        let mut keys = Vec::with_capacity(figures.len());
        let mut first: BTreeMap<PartKey, usize> = BTreeMap::new();
        let mut kept: Vec<bool> = Vec::with_capacity(figures.len());
        for row in figures.iter() {
            let kind = row.kind();
            let offence = offences
                .iter()
                .position(|offence| offence.is_row(&kind.code, &kind.label));
            let area = catalogue.area(row.area());
            let (Some(offence), Some(area), Some(whole)) = (offence, area, whole_of(row.period()))
            else {
                kept.push(false);
                continue;
            };
            let key = PartKey {
                offence,
                whole,
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

    /// The sums by offence and period, and how many parts have a value that may be served.
    fn sums(&self) -> Result<Sums> {
        let served = |row: &Row<'_>| row.value().filter(|_| row.withheld().is_empty());
        let offences: Vec<u32> = self.keys.iter().map(|key| key.offence as u32).collect();
        let ends: Vec<i32> = self.keys.iter().map(|key| key.whole.end_month()).collect();
        let present: Vec<u32> = self
            .figures
            .iter()
            .map(|row| u32::from(served(&row).is_some()))
            .collect();
        let values: Vec<Option<f64>> = self.figures.iter().map(|row| served(&row)).collect();
        let frame = DataFrame::new(
            self.keys.len(),
            vec![
                Column::new("offence".into(), offences),
                Column::new("end".into(), ends),
                Column::new("value".into(), values),
                Column::new("present".into(), present),
            ],
        )?;
        let sums = frame
            .group_by(["offence", "end"])?
            .select(["value", "present"])
            .sum()?;
        let (offence, end) = (sums.column("offence")?.u32()?, sums.column("end")?.i32()?);
        let (value, present) = (
            sums.column("value_sum")?.f64()?,
            sums.column("present_sum")?.u32()?,
        );
        Ok((0..sums.height())
            .filter_map(|row| {
                let key = (offence.get(row)? as usize, end.get(row)?);
                Some((key, (value.get(row)?, present.get(row)? as usize)))
            })
            .collect())
    }

    fn wholes(&self) -> BTreeSet<Period> {
        self.keys.iter().map(|key| key.whole).collect()
    }

    /// The point of a period; none where no offence was in use.
    fn summed(
        &self,
        whole: Period,
        wanted: &[usize],
        offences: &[&Offence],
        areas: &BTreeSet<&str>,
        sums: &Sums,
    ) -> Option<Summed> {
        let of_whole = || {
            let rows = self.keys.iter().enumerate();
            rows.filter(|(_, key)| key.whole == whole && wanted.contains(&key.offence))
        };
        let (first, _) = of_whole().next()?;
        let row = self.figures.row(first);
        let more = of_whole().count() - 1;
        let mut point = super::points::point(&row.observation(), "");
        point.period = whole;
        if more > 0 {
            point.source_ref = format!("{} and {more} more rows", row.source_ref());
        }
        let quarters = quarters_of(whole);
        let needed = areas.len() * quarters.len();
        let found = |offence: &usize| {
            sums.get(&(*offence, whole.end_month()))
                .copied()
                .unwrap_or((0.0, 0))
        };
        let complete = wanted.iter().all(|offence| found(offence).1 == needed);
        if complete {
            point.value = Some(wanted.iter().map(|offence| found(offence).0).sum());
            point.marker = None;
            return Some(Summed::complete(point));
        }
        let absent: Vec<&usize> = wanted
            .iter()
            .filter(|offence| of_whole().all(|(_, key)| key.offence != **offence))
            .collect();
        let reason = if absent.is_empty() {
            self.missing_places(whole, wanted, areas)
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
    fn missing_places(&self, whole: Period, wanted: &[usize], areas: &BTreeSet<&str>) -> String {
        let mut held: BTreeMap<(&str, Period), usize> = BTreeMap::new();
        for (row, key) in self.keys.iter().enumerate() {
            let row = self.figures.row(row);
            if key.whole == whole
                && wanted.contains(&key.offence)
                && row.value().is_some()
                && row.withheld().is_empty()
            {
                *held.entry((&key.area, key.period)).or_default() += 1;
            }
        }
        let quarters = quarters_of(whole);
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
            "needs {} police forces and {}; without a figure: {named}{more}",
            areas.len(),
            match quarters.len() {
                1 => "1 quarter".to_owned(),
                many => format!("{many} quarters"),
            }
        )
    }
}

/// The quarters of a year or a quarter.
fn quarters_of(whole: Period) -> Vec<Period> {
    let starts = (whole.first_month()..whole.end_month()).step_by(3);
    starts
        .filter_map(|first| Period::of_months(first, first + 3))
        .collect()
}

/// The financial year of a quarter.
const fn financial(period: Period) -> Option<Period> {
    match period {
        Period::Quarter { year, quarter: 1 } => Some(Period::financial(year)),
        Period::Quarter { year, .. } => Some(Period::financial(year + 1)),
        _ => None,
    }
}

/// The quarter.
const fn quarter_itself(period: Period) -> Option<Period> {
    match period {
        Period::Quarter { .. } => Some(period),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
