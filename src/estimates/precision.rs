//! How precise one figure of a series is: what was published, or what the user assumes.

use std::collections::BTreeMap;

use crate::model::{Period, Point, SeriesKind};
use crate::stats::distribution::critical_t;
use crate::stats::error::StatsError;
use crate::stats::estimate::Estimate;
use crate::stats::intervals::design::{Evidence, LIMITS_AS_PUBLISHED, Prevalence, prevalence};

/// What the user states where nothing was published.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AssumedPrecision {
    /// People asked, in every period that has no number of its own.
    pub base: Option<f64>,
    /// People asked, by period.
    pub base_by_period: BTreeMap<Period, f64>,
    /// Design factor (deft).
    pub design_factor: Option<f64>,
}

impl AssumedPrecision {
    /// The base stated for a period.
    #[must_use]
    pub fn base_of(&self, period: Period) -> Option<f64> {
        self.base_by_period.get(&period).copied().or(self.base)
    }
}

/// The prevalence of a point as a proportion (0 to 1) with its interval; `None` where nothing was
/// published or stated to make one from. A published standard error comes first, then published
/// limits, then a base: the user's where one is stated, else the published one.
///
/// # Errors
/// Numbers that no interval can be made from: a base of 0, a prevalence over 100%.
pub fn precision(
    point: &Point,
    value: f64,
    assumed: &AssumedPrecision,
    confidence: f64,
) -> Result<Option<Prevalence>, StatsError> {
    let evidence = Evidence {
        standard_error: point.standard_error.map(|error| error / 100.0),
        limits: point
            .limits
            .map(|(lower, upper)| (lower / 100.0, upper / 100.0)),
        base: assumed.base_of(point.period).or(point.base),
        design_factor: assumed.design_factor.or(point.design_factor),
    };
    let found = prevalence(value / 100.0, &evidence, confidence)?;
    match (found, point.df) {
        (Some(found), Some(df)) => found.with_df(df, confidence).map(Some),
        (found, _) => Ok(found),
    }
}

/// A prevalence in per cent: the figure and published limits as they were written, since a number
/// over 100 and times 100 need not come back as it was.
#[must_use]
pub fn in_per_cent(found: &Prevalence, point: &Point, value: f64) -> Estimate {
    let mut estimate = Estimate {
        value,
        ..found.estimate.scaled(100.0)
    };
    if let Some((lower, upper)) = point.limits
        && estimate.method == LIMITS_AS_PUBLISHED
    {
        (estimate.interval.lower, estimate.interval.upper) = (lower, upper);
    }
    estimate
}

/// The standard error of a point in the unit of its value; `None` where there is nothing to make
/// one from.
///
/// # Errors
/// As [`precision`].
pub fn standard_error(
    kind: SeriesKind,
    point: &Point,
    value: f64,
    assumed: &AssumedPrecision,
) -> Result<Option<f64>, StatsError> {
    const CONFIDENCE: f64 = 0.95;
    match kind {
        SeriesKind::Counts => Ok(None),
        SeriesKind::Prevalence => {
            let found = precision(point, value, assumed, CONFIDENCE)?;
            Ok(found.map(|found| found.standard_error * 100.0))
        }
        SeriesKind::Values => {
            let Some((lower, upper)) = point.limits.filter(|_| point.standard_error.is_none())
            else {
                return Ok(point.standard_error);
            };
            let quantile = point.df.map(|df| critical_t(CONFIDENCE, df)).transpose()?;
            Ok(Some((upper - lower) / (2.0 * quantile.unwrap_or(1.96))))
        }
    }
}
