//! What rates are per, and which of them may be compared: no change and no trend rests on a population
//! that serves two years.

use std::collections::BTreeSet;

use super::shown::{Shown, Value};
use crate::dataset::RatePoint;
use crate::facts::Statistic;
use crate::model::{Series, Source};

/// The rate that ONS prints.
pub(crate) const PUBLISHED_RATE: &str = "published rate";
/// The rate over the population that ONS's own rates rest on.
pub(crate) const IMPLIED_RATE: &str = "count over the population implied by ONS Tables A5a and A7";
/// The rate over a mid-year estimate.
pub(crate) const MID_YEAR_RATE: &str = "count over the mid-year population estimate";
/// The rate over the population that a workbook by police force area prints.
const PRINTED_POPULATION: &str = "count over the population that the workbook prints";

/// A population that grows by more than this share in a year was put on another basis.
const FASTEST_GROWTH: f64 = 0.015;

/// Two populations that differ by less than this share are one, rounded in one of the two places.
const ROUNDED: f64 = 2e-4;

/// The population that a rate is per.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PerHead {
    /// `women and girls, mid-2023`
    pub(crate) denominator: String,
    /// Who published it, where that is a release of its own.
    pub(crate) source: String,
    key: String,
    people: Option<f64>,
}

impl PerHead {
    pub(crate) fn of(rate: &RatePoint) -> Self {
        Self {
            denominator: rate.denominator.clone(),
            source: rate.source.clone(),
            key: rate.key.clone(),
            people: rate.people,
        }
    }

    /// `women and girls`; `population` for all people.
    pub(crate) fn whom(&self) -> &str {
        match self.denominator.split_once(',') {
            Some((whom, _)) if !whom.starts_with("people") => whom,
            _ => "population",
        }
    }

    /// `mid-2023`; empty where the year is not known.
    pub(crate) fn year(&self) -> &str {
        self.denominator
            .rsplit_once(", ")
            .map_or("", |(_, year)| year)
            .strip_prefix("mid-")
            .map_or("", |_| self.key.as_str())
    }

    /// Whether the rates of two periods may be compared: their populations are not one and the same,
    /// and not of two bases.
    pub(crate) fn is_comparable(&self, later: &Self, years: f64) -> bool {
        // A workbook prints a mid-year estimate rounded to hundreds.
        let rounded = self
            .people
            .zip(later.people)
            .is_some_and(|(one, other)| (other / one - 1.0).abs() < ROUNDED);
        let same = self.key == later.key || rounded;
        let jumps = self.people.zip(later.people).is_some_and(|(one, other)| {
            (other / one - 1.0).abs() > FASTEST_GROWTH * years.max(1.0)
        });
        !same && !jumps
    }
}

/// How a rate was made.
pub(crate) fn method(rate: &RatePoint) -> &'static str {
    match () {
        () if rate.published => PUBLISHED_RATE,
        () if rate.key.starts_with("mid-") => MID_YEAR_RATE,
        () if rate.key.starts_with("printed") => PRINTED_POPULATION,
        () => IMPLIED_RATE,
    }
}

/// Whether the change between two values may be stated.
pub(crate) fn is_comparable(earlier: &Value, later: &Value) -> bool {
    let years = later.period.midpoint() - earlier.period.midpoint();
    match (&earlier.per_head, &later.per_head) {
        (Some(one), Some(other)) => one.is_comparable(other, years),
        _ => true,
    }
}

/// The series that a trend is fitted to: of rates that share a population only the first is kept, and
/// counts without a rate are left out.
pub(super) fn fittable(shown: &Shown) -> Series {
    let mut series = shown.series.clone();
    if shown.statistic != Statistic::Rate {
        return series;
    }
    let mut seen = BTreeSet::new();
    let kept: BTreeSet<_> = shown
        .main()
        .iter()
        .filter(|value| {
            let key = value.per_head.as_ref().map(|per_head| &per_head.key);
            key.is_some_and(|key| seen.insert(key))
        })
        .map(|value| value.period)
        .collect();
    let has_populations = shown.values.iter().any(|value| value.per_head.is_some());
    if has_populations {
        series.points.retain(|point| kept.contains(&point.period));
    }
    series
}

/// Notes on the rates shown.
pub(super) fn notes(shown: &[Shown]) -> Vec<String> {
    let values = || shown.iter().flat_map(|one| &one.values);
    let has = |method: &str| values().any(|value| value.method == method);
    let mut notes = Vec::new();
    if has(PUBLISHED_RATE) {
        notes.push("Rates per 1,000 population are those that ONS prints.".to_owned());
    }
    if has(IMPLIED_RATE) {
        notes.push(
            "Where ONS prints no rate, the count is set over the population of all ages and sexes that \
             ONS's own rates rest on: all recorded crime in Table A5a over its rate in Table A7."
                .to_owned(),
        );
    }
    if has(MID_YEAR_RATE) {
        notes.push(
            "The population is the mid-year estimate nearest to the middle of the year, at most three \
             years from it. No change and no trend is given between years that share a population."
                .to_owned(),
        );
    }
    let is_part = |one: &Shown| one.series.area_kind != "country";
    if has(MID_YEAR_RATE) && shown.iter().any(is_part) && shown.iter().any(|one| !is_part(one)) {
        notes.push(
            "Populations of police forces and of England and Wales are of different vintages: those of \
             forces do not add up exactly to the national estimate."
                .to_owned(),
        );
    }
    if shown.iter().any(|one| one.series.source == Source::Survey) {
        notes.push(
            "Rates are of police-recorded offences; survey figures stay as they are.".to_owned(),
        );
    }
    notes
}

/// Who published the populations of the rates shown, each once.
pub(crate) fn sources(shown: &[Shown]) -> BTreeSet<String> {
    let values = shown.iter().flat_map(|one| &one.values);
    let sources = values.filter_map(|value| value.per_head.as_ref());
    let sources = sources.map(|per_head| per_head.source.clone());
    sources.filter(|source| !source.is_empty()).collect()
}
