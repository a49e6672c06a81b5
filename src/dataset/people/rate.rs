//! Rates of recorded offences per 1,000 population: as ONS prints them where it does, else the
//! count over the population that ONS's own rates rest on.

use std::collections::BTreeMap;

use anyhow::Result;

use super::denominators::Per;
use crate::catalogue::{Measure, MeasureRows};
use crate::dataset::Dataset;
use crate::dataset::select::{headline, select};
use crate::model::{Observation, Period, Point, Series};

/// The row whose count (Table A5a) and rate (Table A7) give the population of each period.
const ALL_OFFENCES: &str =
    "TOTAL RECORDED CRIME - ALL OFFENCES EXCLUDING FRAUD AND COMPUTER MISUSE";

/// The rate of one period.
#[derive(Debug, Clone, PartialEq)]
pub struct RatePoint {
    /// The period.
    pub period: Period,
    /// Offences per 1,000 population.
    pub per_thousand: f64,
    /// Whether ONS prints this rate itself.
    pub published: bool,
    /// Whom it is per: `women and girls, mid-2023`.
    pub denominator: String,
    /// Tells whether two periods have the same denominator.
    pub key: String,
    /// The number of people.
    pub people: Option<f64>,
    /// Who published the number of people, where it is from a release of its own.
    pub source: String,
    /// The cell of the rate, or the cells that it is computed from.
    pub source_ref: String,
}

impl Dataset<'_> {
    /// The rates of a police series, for the periods for which they can be had; none for the
    /// survey.
    ///
    /// # Errors
    /// A damaged release.
    pub fn rates(&self, measure: &Measure, series: &Series, per: Per) -> Result<Vec<RatePoint>> {
        let whole = self.catalogue.whole();
        if whole.is_some_and(|whole| whole.name != series.area) {
            return self.rates_in(measure, series, per);
        }
        if let Some(rates) = self.rates_of_victims(measure, series, per)? {
            return Ok(rates);
        }
        let MeasureRows::Offences { rate_row, .. } = &measure.rows else {
            return Ok(Vec::new());
        };
        let all_points = || series.points.iter().chain(&series.rolling);
        let release = all_points().find(|point| !point.release.is_empty());
        let Some(release) = release.and_then(|point| {
            self.releases
                .iter()
                .find(|release| release.id == point.release)
        }) else {
            return Ok(Vec::new());
        };
        let labels = rate_row.iter().map(String::as_str).chain([ALL_OFFENCES]);
        let key = headline(self.catalogue)
            .is("code", "")
            .with("label", labels)
            .with("statistic", ["rate", "count"]);
        let rows = select(release, &["A5a", "A7"], &[key])?;
        let found = |statistic: &str, label: &str| -> BTreeMap<Period, &Observation> {
            rows.iter()
                .filter(|row| row.statistic == statistic && row.label == label)
                .map(|row| (row.period, row))
                .collect()
        };
        let printed = rate_row
            .as_deref()
            .map(|row| found("rate", row))
            .unwrap_or_default();
        let (counts, rates) = (found("count", ALL_OFFENCES), found("rate", ALL_OFFENCES));
        let rate_of = |point: &Point| {
            let period = &point.period;
            let people = || Some(1000.0 * counts.get(period)?.value? / rates.get(period)?.value?);
            let published = printed.get(period).and_then(|row| published(row, people()));
            published.or_else(|| computed(point, counts.get(period)?, rates.get(period)?))
        };
        Ok(all_points().filter_map(rate_of).collect())
    }
}

/// Whom ONS's own rates are per.
const ALL_PEOPLE: &str = "people of all ages, the population of ONS Table A7";

fn published(row: &Observation, people: Option<f64>) -> Option<RatePoint> {
    Some(RatePoint {
        period: row.period,
        per_thousand: row.value?,
        published: true,
        denominator: ALL_PEOPLE.to_owned(),
        key: people.map_or_else(String::new, |people| format!("implied {people}")),
        people,
        source: String::new(),
        source_ref: row.source_ref.clone(),
    })
}

/// ONS's rate of all offences is their count over the population in thousands.
fn computed(point: &Point, count: &Observation, rate: &Observation) -> Option<RatePoint> {
    let thousands = count.value? / rate.value?;
    Some(RatePoint {
        period: point.period,
        per_thousand: point.value? / thousands,
        published: false,
        denominator: ALL_PEOPLE.to_owned(),
        key: format!("implied {}", 1000.0 * thousands),
        people: Some(1000.0 * thousands),
        source: String::new(),
        source_ref: format!(
            "{}/({}/{})",
            point.source_ref, count.source_ref, rate.source_ref
        ),
    })
}
