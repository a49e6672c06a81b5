//! What became of offences: counts by police force, quarter, offence and outcome, added up to financial
//! years; or totals by force and year, as they are built in. Each year is in the latest release that
//! has it.
//!
//! These files list the outcomes that were recorded: a row that is not there is none. A police force
//! without any row in a quarter, or an offence without any in the release, is missing all the same.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use anyhow::Result;

use super::Dataset;
use super::ReleaseFile;
use super::places::ByArea;
use super::points::{Summed, needs_offences, point};
use super::select::{agree, rows, select};
use crate::catalogue::{
    Area, AreaKind, Measure, MeasureRows, OUTCOMES_FAMILY, Offence, OutcomeCount,
};
use crate::frame::{Figures, Key, Row};
use crate::model::{Marker, Observation, Period, SeriesNote};

/// The table of the totals that are built in.
const YEARLY: &str = "yearly-outcomes";
/// What charged or summonsed offences have as their breakdown.
const CHARGED: &str = "Outcome: Charged/Summonsed";
/// The kinds of areas that add up to England and Wales.
const PARTS: [AreaKind; 2] = [AreaKind::Force, AreaKind::National];
/// Areas that a note names one by one.
const MOST_NAMED: usize = 3;

/// What is counted of which offences.
struct Wanted<'a> {
    offences: Vec<&'a Offence>,
    row: &'a str,
    count: OutcomeCount,
}

impl Dataset<'_> {
    /// The points of a measure of outcomes in several areas; none where it is another measure.
    ///
    /// # Errors
    /// A damaged release; two values of one figure.
    pub(super) fn outcomes(
        &self,
        measure: &Measure,
        areas: &[&Area],
        pin: Option<&str>,
    ) -> Result<Option<ByArea>> {
        let MeasureRows::Outcomes {
            offences,
            row,
            count,
            ..
        } = &measure.rows
        else {
            return Ok(None);
        };
        let names = offences.iter();
        let wanted = Wanted {
            offences: names
                .filter_map(|name| self.catalogue.offences.get(name))
                .collect(),
            row,
            count: *count,
        };
        let parts: Vec<BTreeSet<String>> = areas
            .iter()
            .map(|area| self.parts_of(area, &PARTS))
            .collect();
        let mut found: Vec<BTreeMap<Period, Summed>> = vec![BTreeMap::new(); areas.len()];
        for release in self.of_outcomes(pin) {
            let points = match self.by_quarters(release, &wanted, &parts)? {
                Some(points) => points,
                None => yearly(release, &wanted, &parts, self)?,
            };
            for (held, points) in found.iter_mut().zip(points) {
                for one in points {
                    held.entry(one.point.period).or_insert(one);
                }
            }
        }
        let points = found.into_iter().map(|held| held.into_values().collect());
        let codes: BTreeSet<&str> = wanted
            .offences
            .iter()
            .map(|one| one.code.as_str())
            .collect();
        let codes: Vec<&str> = codes.into_iter().collect();
        Ok(Some(ByArea {
            points: points.collect(),
            composition: format!("forces and quarters added up, codes {}", codes.join(", ")),
        }))
    }

    /// The releases that count outcomes, the latest first.
    pub(super) fn of_outcomes(&self, pin: Option<&str>) -> impl Iterator<Item = &ReleaseFile<'_>> {
        let of_family = self
            .releases
            .iter()
            .filter(|one| one.family == OUTCOMES_FAMILY);
        let is_pinned = of_family.clone().any(|one| Some(one.id.as_str()) == pin);
        of_family.filter(move |one| !is_pinned || Some(one.id.as_str()) == pin)
    }

    /// Sums of quarters, where the release has them.
    fn by_quarters(
        &self,
        release: &ReleaseFile<'_>,
        wanted: &Wanted<'_>,
        parts: &[BTreeSet<String>],
    ) -> Result<Option<Vec<Vec<Summed>>>> {
        for figures in release.parts_with(&[wanted.count.table()])? {
            let held = Quarters::of(figures, wanted, self)?;
            if held.covered.is_empty() {
                continue;
            }
            let years: BTreeSet<Period> = held.covered.iter().filter_map(year_of).collect();
            let of_area = |areas: &BTreeSet<String>| {
                let sum = |year: &Period| held.sum(*year, areas, wanted);
                years.iter().filter_map(sum).collect()
            };
            return Ok(Some(parts.iter().map(of_area).collect()));
        }
        Ok(None)
    }
}

/// What is said of a series of outcomes; nothing of the offences that they are set against.
pub(super) fn notes(count: OutcomeCount) -> Vec<SeriesNote> {
    let note = |id: &str, text: &str, on_chart: bool| SeriesNote {
        id: format!("{id}-{count:?}"),
        period: None,
        partial: false,
        remark: String::new(),
        text: text.to_owned(),
        on_chart,
    };
    if !count.is_charged() {
        return Vec::new();
    }
    vec![
        note("outcome", count.definition(), true),
        note(
            "sparse",
            "Outcomes that the published file has no row for are counted as none: it lists those that \
             were recorded.",
            false,
        ),
    ]
}

/// The financial year of a force's quarter.
fn year_of((_, quarter): &(String, Period)) -> Option<Period> {
    match quarter {
        Period::Quarter { year, quarter: 1 } => Some(Period::financial(*year)),
        Period::Quarter { year, .. } => Some(Period::financial(year + 1)),
        _ => None,
    }
}

/// The rows of one table that are wanted, and which forces and quarters the table has at all.
struct Quarters {
    /// The rows of the offences wanted.
    figures: Figures,
    /// Forces and quarters in which any offence was charged: none is without a charge.
    covered: BTreeSet<(String, Period)>,
    /// For each force and quarter the rows to add up.
    rows: BTreeMap<(String, Period), Vec<usize>>,
    /// Places of the offences that have a row with any outcome.
    offences: BTreeSet<usize>,
}

impl Quarters {
    fn of(figures: &Figures, wanted: &Wanted<'_>, dataset: &Dataset<'_>) -> Result<Self> {
        let table = || Key::default().is("table", wanted.count.table());
        let charges = rows(figures, &[table().is("breakdown", CHARGED)])?;
        let area = |row: &Row<'_>| {
            let known = dataset.catalogue.area(row.area());
            known.map(|area| (area.name.clone(), row.period()))
        };
        let mut covered = BTreeSet::new();
        let mut seen = HashSet::new();
        for row in charges.iter() {
            if seen.insert((row.area_id(), row.period_id())) {
                covered.extend(area(&row));
            }
        }
        let keys: Vec<Key> = wanted
            .offences
            .iter()
            .map(|offence| {
                let labels = std::iter::once(&offence.label).chain(&offence.also);
                table().is("code", &offence.code).with("label", labels)
            })
            .collect();
        let mut held = Self {
            figures: rows(figures, &keys)?,
            covered,
            rows: BTreeMap::new(),
            offences: BTreeSet::new(),
        };
        let mut first: HashMap<(u32, u16, u16), usize> = HashMap::new();
        for row in held.figures.iter() {
            let kind = row.kind();
            let mut offences = wanted.offences.iter();
            held.offences
                .extend(offences.position(|one| one.is_row(&kind.code, &kind.label)));
            let (false, Some(place)) = (
                wanted.count.is_charged() && kind.breakdown != CHARGED,
                area(&row),
            ) else {
                continue;
            };
            let key = (row.kind_id(), row.area_id(), row.period_id());
            if let Some(earlier) = first.get(&key) {
                let earlier = held.figures.row(*earlier);
                agree(&earlier.observation(), &row.observation())?;
                continue;
            }
            first.insert(key, row.index());
            held.rows.entry(place).or_default().push(row.index());
        }
        Ok(held)
    }

    /// The sum of a year over areas; none where none of them has a row of the table.
    fn sum(&self, year: Period, areas: &BTreeSet<String>, wanted: &Wanted<'_>) -> Option<Summed> {
        let quarters = quarters_of(year);
        let places = || {
            let areas = areas.iter();
            areas.flat_map(|area| quarters.iter().map(move |one| (area.clone(), *one)))
        };
        let rows: Vec<usize> = places()
            .filter_map(|place| self.rows.get(&place))
            .flatten()
            .copied()
            .collect();
        let missing: Vec<String> = places()
            .filter(|place| !self.covered.contains(place))
            .map(|(area, quarter)| format!("{area} {quarter}"))
            .collect();
        let first = rows
            .first()
            .or_else(|| self.rows.values().flatten().next())?;
        if missing.len() == areas.len() * quarters.len() {
            return None;
        }
        let first = self.figures.row(*first);
        let mut sum = point(&first.observation(), "");
        sum.period = year;
        sum.source_ref = match rows.len() {
            0 => "no row of a charge".to_owned(),
            1 => first.source_ref(),
            many => format!("{} and {} more rows", first.source_ref(), many - 1),
        };
        if let Some(reason) = self.incomplete(year, areas.len(), &missing, wanted) {
            return Some(Summed::incomplete(sum, Marker::NotAvailable, reason));
        }
        let values: Option<Vec<f64>> = rows
            .iter()
            .map(|row| {
                let row = self.figures.row(*row);
                row.value().filter(|_| row.withheld().is_empty())
            })
            .collect();
        let Some(values) = values else {
            let reason = "has a part without a number".to_owned();
            return Some(Summed::incomplete(sum, Marker::NotAvailable, reason));
        };
        sum.value = Some(values.iter().sum());
        sum.marker = None;
        Some(Summed::complete(sum))
    }
}

impl Quarters {
    /// Why a sum over so many forces is incomplete: offences in use, or forces and quarters, are missing.
    fn incomplete(
        &self,
        year: Period,
        forces: usize,
        missing: &[String],
        wanted: &Wanted<'_>,
    ) -> Option<String> {
        let offences = wanted.offences.iter().enumerate();
        let needed = offences.filter(|(_, offence)| offence.in_use(year));
        let needed: Vec<usize> = needed.map(|(place, _)| place).collect();
        let absent = needed.iter().filter(|one| !self.offences.contains(one));
        let held = needed.len() - absent.count();
        if held < needed.len() {
            return Some(needs_offences(needed.len(), held, "others are not in it"));
        }
        let named = missing[..missing.len().min(MOST_NAMED)].join(", ");
        (!missing.is_empty()).then(|| {
            format!(
                "needs {forces} police forces and 4 quarters; without a figure: {named}{}",
                more(missing.len())
            )
        })
    }
}

fn more(missing: usize) -> String {
    match missing.saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    }
}

fn quarters_of(year: Period) -> Vec<Period> {
    let starts = (year.first_month()..year.end_month()).step_by(3);
    starts
        .filter_map(|first| Period::of_months(first, first + 3))
        .collect()
}

/// The totals by force and year that are built in, added up where an area is several forces.
fn yearly(
    release: &ReleaseFile<'_>,
    wanted: &Wanted<'_>,
    parts: &[BTreeSet<String>],
    dataset: &Dataset<'_>,
) -> Result<Vec<Vec<Summed>>> {
    let breakdown = if wanted.count.is_charged() {
        CHARGED
    } else {
        "Outcome: any or none yet"
    };
    let key = Key::default()
        .is("statistic", "count")
        .is("label", wanted.row)
        .is("breakdown", breakdown)
        .is("group", wanted.count.table());
    let mut held: BTreeMap<Period, BTreeMap<String, Observation>> = BTreeMap::new();
    for row in select(release, &[YEARLY], &[key])? {
        if let Some(area) = dataset.catalogue.area(&row.area) {
            let of_year = held.entry(row.period).or_default();
            if let Some(earlier) = of_year.get(&area.name) {
                agree(earlier, &row)?;
            }
            of_year.insert(area.name.clone(), row);
        }
    }
    let of_area = |areas: &BTreeSet<String>| -> Vec<Summed> {
        let sum = |rows: &BTreeMap<String, Observation>| sum_of_forces(rows, areas);
        held.values().filter_map(sum).collect()
    };
    Ok(parts.iter().map(of_area).collect())
}

fn sum_of_forces(rows: &BTreeMap<String, Observation>, areas: &BTreeSet<String>) -> Option<Summed> {
    let parts: Vec<&Observation> = areas.iter().filter_map(|area| rows.get(area)).collect();
    let first = parts.first()?;
    let mut sum = point(first, "");
    if parts.len() > 1 {
        sum.source_ref = format!("{}, and of {} more forces", sum.source_ref, parts.len() - 1);
    }
    let values: Option<Vec<f64>> = parts.iter().map(|row| row.value).collect();
    let Some(values) = values.filter(|values| values.len() == areas.len()) else {
        let reason = format!(
            "needs {} police forces; the release has {}",
            areas.len(),
            parts.len()
        );
        return Some(Summed::incomplete(sum, Marker::NotAvailable, reason));
    };
    sum.value = Some(values.iter().sum());
    sum.marker = None;
    Some(Summed::complete(sum))
}
