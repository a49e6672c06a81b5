//! Rates of recorded offences per 1,000 population: as ONS prints them where it does, else the
//! count over the population that ONS's own rates rest on.

use std::collections::BTreeMap;

use anyhow::Result;

use super::Dataset;
use super::select::{headline, select};
use crate::catalogue::{Measure, MeasureRows};
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
    /// The cell of the rate, or the cells that it is computed from.
    pub source_ref: String,
}

impl Dataset<'_> {
    /// The rates of a police series, for the periods for which they can be had; none for the
    /// survey.
    ///
    /// # Errors
    /// A damaged release.
    pub fn rates(&self, measure: &Measure, series: &Series) -> Result<Vec<RatePoint>> {
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
            let published = printed.get(period).and_then(|row| published(row));
            published.or_else(|| computed(point, counts.get(period)?, rates.get(period)?))
        };
        Ok(all_points().filter_map(rate_of).collect())
    }
}

fn published(row: &Observation) -> Option<RatePoint> {
    Some(RatePoint {
        period: row.period,
        per_thousand: row.value?,
        published: true,
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
        source_ref: format!(
            "{}/({}/{})",
            point.source_ref, count.source_ref, rate.source_ref
        ),
    })
}
