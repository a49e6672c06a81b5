//! Figures of police forces, regions, countries and partnerships: a measure's points by area.
//!
//! Headline groups come from the police force area workbooks, each year as first published; offences
//! by their code from counts by force and year, added up. Sums are given only where every part is there.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::Dataset;
use super::ReleaseFile;
use super::points::{Summed, joined_cells, needs_offences, point};
use super::select::{everywhere, rows, select};
use super::sums;
use crate::catalogue::{Area, AreaKind, Family, Measure, MeasureRows, Offence};
use crate::frame::Key;
use crate::model::{self, Marker, Observation, Period, Series};

/// Families of releases that print headline groups by police force area.
const HEADLINE_FAMILIES: [&str; 2] = ["ons-force-tables", "ons-community-safety"];
/// Their tables of counts: the year of the edition, and the year before.
const COUNTS: [&str; 4] = ["P1", "C2", "P4", "C5"];
/// Cells that a reference names one by one.
const MOST_CELLS: usize = 3;

/// The points of a measure in several areas, in the order of the areas, and the rows they are from.
#[derive(Debug, Default)]
pub(crate) struct ByArea {
    pub(super) points: Vec<Vec<Summed>>,
    pub(super) composition: String,
}

impl ByArea {
    /// The points of each area, in the order of the areas asked for.
    pub(crate) fn points(&self) -> impl Iterator<Item = Vec<crate::model::Point>> {
        let areas = self.points.iter();
        areas.map(|points| points.iter().map(|one| one.point.clone()).collect())
    }

    /// Whether no area has a figure.
    pub(crate) fn is_empty(&self) -> bool {
        let mut points = self.points.iter().flatten();
        points.all(|one| one.point.value.is_none())
    }

    /// What the rows are that the figures are from.
    pub(crate) fn composition(&self) -> &str {
        &self.composition
    }
}

impl Dataset<'_> {
    /// The series of a measure in an area, from the releases that serve or from a pinned one; `None`
    /// where no release that is held has it.
    ///
    /// # Errors
    /// A damaged release.
    pub fn series_in(
        &self,
        measure: &Measure,
        area: &Area,
        pin: Option<&str>,
    ) -> Result<Option<Series>> {
        let is_whole = self
            .catalogue
            .whole()
            .is_some_and(|whole| whole.name == area.name);
        if is_whole && let Some(series) = self.series(measure, pin)? {
            let mut points = series.points.iter().chain(&series.rolling);
            if pin.is_none_or(|pin| points.any(|point| point.release == pin)) {
                return Ok(Some(series));
            }
        }
        if let MeasureRows::Selected(rows) = &measure.rows {
            return self.survey_in(measure, rows, area, pin);
        }
        let mut found = self.by_area(measure, &[area], pin)?;
        let points = found.points.pop().unwrap_or_default();
        let series = self.series_of_points(measure, Some(area), points, found.composition, &[]);
        Ok(series)
    }

    /// The points of a measure in several areas at once.
    ///
    /// # Errors
    /// A damaged release; two different values of one figure.
    pub(crate) fn by_area(
        &self,
        measure: &Measure,
        areas: &[&Area],
        pin: Option<&str>,
    ) -> Result<ByArea> {
        if let Some(outcomes) = self.outcomes(measure, areas, pin)? {
            return Ok(outcomes);
        }
        let MeasureRows::Offences {
            offences, area_row, ..
        } = &measure.rows
        else {
            return Ok(ByArea::default());
        };
        if measure.statistic != "count" {
            return Ok(ByArea::default());
        }
        let serving = || {
            let releases = self.releases.iter();
            releases.filter(move |release| pin.is_none_or(|pin| release.id == pin))
        };
        if let Some(label) = area_row {
            let found = headline_groups(label, areas, serving())?;
            if found.iter().any(|points| !points.is_empty()) {
                let composition = format!("Tables P1, P4 and C2, \u{2018}{label}\u{2019}");
                return Ok(ByArea {
                    points: found,
                    composition,
                });
            }
        }
        let offences = offences
            .iter()
            .filter_map(|name| self.catalogue.offences.get(name));
        let offences: Vec<&Offence> = offences.collect();
        for release in serving() {
            let Some(family) = release.counting else {
                continue;
            };
            let found = self.detailed(release, family, &offences, areas)?;
            if found.iter().any(|points| !points.is_empty()) {
                let codes: BTreeSet<&str> = offences
                    .iter()
                    .map(|offence| offence.code.as_str())
                    .collect();
                let codes: Vec<&str> = codes.into_iter().collect();
                let composition = format!("quarters added up, codes {}", codes.join(", "));
                return Ok(ByArea {
                    points: found,
                    composition,
                });
            }
        }
        Ok(ByArea::default())
    }

    /// Counts by offence code: by financial year as built in, or by quarter as taken in.
    fn detailed(
        &self,
        release: &ReleaseFile<'_>,
        family: &Family,
        offences: &[&Offence],
        areas: &[&Area],
    ) -> Result<Vec<Vec<Summed>>> {
        let keys: Vec<Key> = offences
            .iter()
            .map(|offence| offence_key(offence))
            .collect();
        for figures in release.parts_with(&[&family.table])? {
            let figures = rows(figures, &keys)?;
            if figures.is_empty() {
                continue;
            }
            let of_area = |area: &&Area| {
                let names = self.parts_of(area, &family.areas);
                let names = names.iter().map(String::as_str).collect();
                sums::added_up(&figures, offences, family, self.catalogue, &names)
            };
            return areas.iter().map(of_area).collect();
        }
        self.yearly(release, family, offences, areas, keys)
    }

    /// Counts by offence code and financial year, of the forces in each of the areas.
    fn yearly(
        &self,
        release: &ReleaseFile<'_>,
        family: &Family,
        offences: &[&Offence],
        areas: &[&Area],
        keys: Vec<Key>,
    ) -> Result<Vec<Vec<Summed>>> {
        let parts = |area: &Area| self.parts_of(area, &family.areas);
        let has = |code: &str| offences.iter().any(|offence| offence.code == code);
        let tables = family
            .yearly
            .iter()
            .filter(|table| table.codes.iter().any(|code| has(code)));
        let tables: Vec<&str> = tables.map(|table| table.table.as_str()).collect();
        let wanted: BTreeSet<String> = areas.iter().flat_map(|area| parts(area)).collect();
        let mut spelled = BTreeSet::new();
        for figures in release.parts_with(&tables)? {
            let names = figures.areas().iter().map(|area| area.name.as_str());
            spelled.extend(names.filter(|name| {
                let known = self.catalogue.area(name);
                known.is_some_and(|known| wanted.contains(&known.name))
            }));
        }
        let keys: Vec<Key> = keys
            .into_iter()
            .map(|key| key.with("area", &spelled))
            .collect();
        let observations = select(release, &tables, &keys)?;
        let mut held: BTreeMap<(String, Period), Vec<&Observation>> = BTreeMap::new();
        for row in &observations {
            if let Some(area) = self.catalogue.area(&row.area) {
                held.entry((area.name.clone(), row.period))
                    .or_default()
                    .push(row);
            }
        }
        let periods: BTreeSet<Period> = observations.iter().map(|row| row.period).collect();
        let of_area = |area: &&Area| {
            let parts = parts(area);
            let sum = |period: &Period| yearly_sum(*period, offences, &parts, &held);
            periods.iter().filter_map(sum).collect()
        };
        Ok(areas.iter().map(of_area).collect())
    }

    /// The series that points of several areas belong to, with what must be said beside them.
    pub(crate) fn template(
        &self,
        measure: &Measure,
        points: &[model::Point],
        composition: &str,
    ) -> Option<Series> {
        let first = points.first()?;
        let mut series = self.describe(measure, None, vec![first.clone()], Vec::new());
        series.points = points.to_vec();
        composition.clone_into(&mut series.composition);
        Some(series)
    }

    /// The areas whose counts add up to an area: itself, or the forces that lie in it.
    pub(super) fn parts_of(&self, area: &Area, kinds: &[AreaKind]) -> BTreeSet<String> {
        let is_whole = self
            .catalogue
            .whole()
            .is_some_and(|whole| whole.name == area.name);
        let of_kind = |part: &&Area| match area.kind {
            AreaKind::Region | AreaKind::Country if is_whole => kinds.contains(&part.kind),
            AreaKind::Region | AreaKind::Country => {
                part.kind == AreaKind::Force && self.catalogue.is_within(part, area)
            }
            _ => part.name == area.name && part.kind == area.kind,
        };
        let parts = self.catalogue.areas.iter().filter(of_kind);
        parts.map(|part| part.name.clone()).collect()
    }

    /// An area that is in releases taken in and not in the catalogue: a community safety partnership.
    ///
    /// # Errors
    /// A damaged release.
    pub(crate) fn partnerships(&self) -> Result<Vec<Area>> {
        let mut found: BTreeMap<String, Area> = BTreeMap::new();
        let releases = self.releases.iter();
        for release in releases.filter(|release| HEADLINE_FAMILIES.contains(&&*release.family)) {
            for figures in release.parts_with(&["C2", "C5"])? {
                for area in figures.areas() {
                    let known = self.catalogue.area_with_code(&area.code).is_some();
                    let is_place = area.code.starts_with(['E', 'W']) && !known;
                    if is_place {
                        found.entry(area.code.clone()).or_insert_with(|| Area {
                            name: area.name.clone(),
                            kind: AreaKind::Csp,
                            code: area.code.clone(),
                            ..Area::default()
                        });
                    }
                }
            }
        }
        Ok(found.into_values().collect())
    }

    /// Releases, held or known, that have figures by area, in words for a remedy.
    #[must_use]
    pub(crate) fn releases_by_area(&self, measure: &Measure) -> Vec<String> {
        if measure.outcome().is_some() {
            let releases = self.of_outcomes(None);
            return releases.map(|one| format!("`{}`", one.id)).collect();
        }
        let wants_groups = matches!(
            &measure.rows,
            MeasureRows::Offences {
                area_row: Some(_),
                ..
            }
        );
        let by_area = self.releases.iter().filter(|release| {
            release.counting.is_some()
                || (wants_groups && HEADLINE_FAMILIES.contains(&release.family.as_str()))
        });
        by_area.map(|release| format!("`{}`", release.id)).collect()
    }
}

fn offence_key(offence: &Offence) -> Key {
    let labels = std::iter::once(&offence.label).chain(&offence.also);
    everywhere()
        .is("statistic", "count")
        .is("code", &offence.code)
        .with("label", labels)
}

/// The sum of a year over areas and offences in use; none where no offence was in use or none of the
/// areas has a row.
fn yearly_sum(
    period: Period,
    offences: &[&Offence],
    areas: &BTreeSet<String>,
    held: &BTreeMap<(String, Period), Vec<&Observation>>,
) -> Option<Summed> {
    let in_use: Vec<&&Offence> = offences
        .iter()
        .filter(|offence| offence.in_use(period))
        .collect();
    let of_areas = areas
        .iter()
        .filter_map(|area| held.get(&(area.clone(), period)));
    let all: Vec<&Observation> = of_areas.flatten().copied().collect();
    let is_wanted = |row: &&&Observation| {
        in_use
            .iter()
            .any(|offence| offence.is_row(&row.code, &row.label))
    };
    let parts: Vec<&Observation> = all.iter().filter(is_wanted).copied().collect();
    let mut sum = point(parts.first()?, "");
    let named = &parts[..parts.len().min(MOST_CELLS)];
    sum.source_ref = joined_cells(named);
    if parts.len() > MOST_CELLS {
        sum.source_ref = format!(
            "{} and {} more rows",
            sum.source_ref,
            parts.len() - MOST_CELLS
        );
    }
    let codes: BTreeSet<&str> = parts.iter().map(|row| row.code.as_str()).collect();
    let values: Option<Vec<f64>> = parts.iter().map(|row| row.value).collect();
    let complete = parts.len() == in_use.len() * areas.len();
    let Some(values) = values.filter(|_| complete) else {
        let codes: Vec<&str> = codes.into_iter().collect();
        let reason = needs_offences(in_use.len(), codes.len(), &codes.join(", "));
        return Some(Summed::incomplete(sum, Marker::NotAvailable, reason));
    };
    sum.value = Some(values.iter().sum());
    sum.marker = None;
    Some(Summed::complete(sum))
}

/// Headline groups by area: each year as its own edition prints it, else as the next one does.
fn headline_groups<'a>(
    label: &str,
    areas: &[&Area],
    releases: impl Iterator<Item = &'a ReleaseFile<'a>>,
) -> Result<Vec<Vec<Summed>>> {
    let key = everywhere()
        .is("statistic", "count")
        .is("code", "")
        .is("label", label);
    let wanted: BTreeMap<String, usize> = areas
        .iter()
        .enumerate()
        .map(|(place, area)| (area_key(&area.code, &area.name), place))
        .collect();
    let mut chosen: Vec<BTreeMap<Period, (bool, Observation)>> = vec![BTreeMap::new(); areas.len()];
    for release in releases.filter(|release| HEADLINE_FAMILIES.contains(&&*release.family)) {
        for row in select(release, &COUNTS, std::slice::from_ref(&key))? {
            let Some(place) = wanted.get(&area_key(&row.area_code, &row.area)) else {
                continue;
            };
            let is_later = row.period != release.period;
            let held = chosen[*place].get(&row.period);
            if held.is_none_or(|(held, _)| *held && !is_later) {
                chosen[*place].insert(row.period, (is_later, row));
            }
        }
    }
    let points = |rows: BTreeMap<Period, (bool, Observation)>| {
        let rows = rows.into_values();
        rows.map(|(_, row)| Summed::complete(point(&row, "")))
            .collect()
    };
    Ok(chosen.into_iter().map(points).collect())
}

/// What an area is told by: its code, else its name.
fn area_key(code: &str, name: &str) -> String {
    if code.is_empty() {
        model::Area::key(name)
    } else {
        code.to_owned()
    }
}
