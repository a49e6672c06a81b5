//! One figure of a target with what is known of its precision.

use super::Goal;
use crate::estimates::fit::straight;
use crate::estimates::precision::{AssumedPrecision, in_per_cent, precision, standard_error};
use crate::estimates::segment::{Crossing, segments};
use crate::model::{Period, Point, Series, SeriesKind};
use crate::stats::design::{Basis, is_published};
use crate::stats::distribution::critical_z;
use crate::stats::error::StatsError;
use crate::stats::estimate::Interval;

/// A figure with what is known of its precision, in the unit of the series.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The period.
    pub period: Period,
    /// The figure; on the baseline's basis where a step was stated.
    pub value: f64,
    /// The figure as published or given.
    pub published: f64,
    /// Its standard error; `None` where there is nothing to make one from.
    pub standard_error: Option<f64>,
    /// Its interval.
    pub interval: Option<Interval>,
    /// People asked over the square of the design factor; for survey figures on a base.
    pub effective_base: Option<f64>,
    /// What the interval of a survey figure rests on.
    pub basis: Option<Basis>,
    /// Whether the user gave it.
    pub given: bool,
}

/// The scatter of a count about its trend on the latest stretch without a break; 1 where none can
/// be fitted, and for survey figures.
pub(super) fn dispersion(series: &Series, confidence: f64) -> f64 {
    if series.kind != SeriesKind::Counts {
        return 1.0;
    }
    let (found, _) = segments(series, &Crossing::Never);
    let assumed = AssumedPrecision::default();
    let fit = found
        .first()
        .and_then(|segment| straight(series.kind, segment, &assumed, confidence).ok());
    fit.map_or(1.0, |line| line.dispersion.used)
}

/// Reads one figure; `None` where there is no value.
///
/// # Errors
/// Numbers that no interval can be made from.
pub(super) fn reading(
    kind: SeriesKind,
    point: &Point,
    given: bool,
    goal: &Goal,
    dispersion: f64,
) -> Result<Option<Reading>, StatsError> {
    let Some(published) = point.value else {
        return Ok(None);
    };
    let ratio = goal.ratio(point.period);
    let mut reading = Reading {
        period: point.period,
        value: published / ratio,
        published,
        standard_error: None,
        interval: None,
        effective_base: None,
        basis: None,
        given,
    };
    if kind == SeriesKind::Prevalence {
        reading.take_precision(point, goal, ratio)?;
        return Ok(Some(reading));
    }
    let error = match kind {
        SeriesKind::Counts => Some((dispersion * published).sqrt()),
        _ => standard_error(kind, point, published, &goal.assumed)?,
    };
    if let Some(error) = error {
        reading.standard_error = Some(error / ratio);
        let log = || log_interval(reading.value, error / ratio, goal.confidence);
        reading.interval =
            published_interval(point, goal, ratio).map_or_else(log, |it| Ok(Some(it)))?;
    }
    Ok(Some(reading))
}

impl Reading {
    /// Fills in what is known of the precision of a prevalence.
    fn take_precision(&mut self, point: &Point, goal: &Goal, ratio: f64) -> Result<(), StatsError> {
        let Some(found) = precision(point, self.published, &goal.assumed, goal.confidence)? else {
            return Ok(());
        };
        self.standard_error = Some(100.0 * found.standard_error / ratio);
        let estimate = in_per_cent(&found, point, self.published).scaled(1.0 / ratio);
        self.interval = Some(estimate.interval);
        self.basis = Some(found.basis);
        if let Basis::Base { effective_base, .. } = found.basis {
            self.effective_base = Some(effective_base);
        }
        Ok(())
    }
}

/// The limits of the file, where they are of the confidence asked for.
fn published_interval(point: &Point, goal: &Goal, ratio: f64) -> Option<Interval> {
    let known = |_: &(f64, f64)| point.standard_error.is_none() && is_published(goal.confidence);
    let (lower, upper) = point.limits.filter(known)?;
    Some(Interval {
        lower: lower / ratio,
        upper: upper / ratio,
        confidence: goal.confidence,
    })
}

fn log_interval(value: f64, error: f64, confidence: f64) -> Result<Option<Interval>, StatsError> {
    if value <= 0.0 {
        return Ok(None);
    }
    let z = critical_z(confidence)?;
    let reach = z * error / value;
    Ok(Some(Interval {
        lower: value * (-reach).exp(),
        upper: value * reach.exp(),
        confidence,
    }))
}
