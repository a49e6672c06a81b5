//! One figure of a target with what is known of its precision.

use super::Goal;
use crate::estimates::fit::straight;
use crate::estimates::precision::{AssumedPrecision, in_per_cent, precision, standard_error};
use crate::estimates::segment::{Crossing, segments};
use crate::model::{Period, Point, Series, SeriesKind};
use crate::stats::error::StatsError;
use crate::stats::estimate::Interval;
use crate::stats::intervals::design::{Basis, is_published};
use crate::stats::intervals::proportion::quantile;

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
    /// Degrees of freedom, for t in place of z: those of the scatter of a count, else those stated with
    /// the figure's standard error.
    pub df: Option<f64>,
    /// Whether the user gave it.
    pub given: bool,
}

/// The scatter of counts about their trend on the latest stretch without a break.
pub(super) struct Scatter {
    /// Relative to chance alone; 1 where no trend can be fitted, and for survey figures.
    dispersion: f64,
    /// Degrees of freedom of the dispersion; none where it is not estimated.
    df: Option<f64>,
}

impl Scatter {
    /// The scatter of a series.
    pub(super) fn of(series: &Series, confidence: f64) -> Self {
        let (found, _) = segments(series, &Crossing::Never);
        let assumed = AssumedPrecision::default();
        let fit = found
            .first()
            .filter(|_| series.kind == SeriesKind::Counts)
            .and_then(|segment| straight(series.kind, segment, &assumed, confidence).ok());
        Self {
            dispersion: fit.as_ref().map_or(1.0, |line| line.dispersion.used),
            df: fit.map(|line| line.df),
        }
    }
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
    scatter: &Scatter,
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
        df: match kind {
            SeriesKind::Counts => scatter.df,
            SeriesKind::Prevalence | SeriesKind::Values => point.df,
        },
        given,
    };
    if kind == SeriesKind::Prevalence {
        reading.take_precision(point, goal, ratio)?;
        return Ok(Some(reading));
    }
    let error = match kind {
        SeriesKind::Counts => Some((scatter.dispersion * published).sqrt()),
        _ => standard_error(kind, point, published, &goal.assumed)?,
    };
    if let Some(error) = error {
        reading.standard_error = Some(error / ratio);
        let log = || log_interval(&reading, goal, error / ratio);
        reading.interval =
            published_interval(point, goal, ratio).map_or_else(log, |it| Ok(Some(it)))?;
    }
    Ok(Some(reading))
}

impl Reading {
    /// Whether a stated ratio put it on another basis.
    #[must_use]
    pub fn is_rebased(&self) -> bool {
        (self.value - self.published).abs() > 0.0
    }

    /// Fills in what is known of the precision of a prevalence.
    fn take_precision(&mut self, point: &Point, goal: &Goal, ratio: f64) -> Result<(), StatsError> {
        let Some(found) = precision(point, self.published, &goal.assumed, goal.confidence)? else {
            return Ok(());
        };
        self.standard_error = Some(100.0 * found.standard_error / ratio);
        let estimate = in_per_cent(&found, point, self.published).scaled(1.0 / ratio);
        self.interval = if goal.bridging_error(self.period) > 0.0 {
            log_interval(self, goal, 100.0 * found.standard_error / ratio)?
        } else {
            Some(estimate.interval)
        };
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
    if goal.bridging_error(point.period) > 0.0 {
        return None;
    }
    Some(Interval {
        lower: lower / ratio,
        upper: upper / ratio,
        confidence: goal.confidence,
    })
}

/// An interval on the logarithm, with the error of a stated ratio where the figure was put on
/// another basis.
fn log_interval(
    reading: &Reading,
    goal: &Goal,
    error: f64,
) -> Result<Option<Interval>, StatsError> {
    let value = reading.value;
    if value <= 0.0 {
        return Ok(None);
    }
    let quantile = quantile(reading.df, goal.confidence)?;
    let error = (error / value).hypot(goal.bridging_error(reading.period));
    let log = Interval::symmetric(value.ln(), error, quantile, goal.confidence);
    Ok(Some(log.map(f64::exp)))
}
