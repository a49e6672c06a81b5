//! A path year by year, and what a survey could tell on it.

use super::Goal;
use super::reading::Reading;
use crate::model::{Period, Series, SeriesBreak};
use crate::stats::error::StatsError;
use crate::stats::intervals::design::Basis;
use crate::stats::trajectory::detect::{self, Detectable, Measurement};
use crate::stats::trajectory::path::{Path, Shape};

/// One path, year by year.
#[derive(Debug, Clone, PartialEq)]
pub struct PathLine {
    /// Its form.
    pub shape: Shape,
    /// Its value in each period from the baseline to the target.
    pub values: Vec<(Period, f64)>,
    /// The first period in which being on it would be detected; `None` where no survey is known.
    pub first_detected: Option<FirstDetected>,
}

/// When a fall on a path would be detected.
#[derive(Debug, Clone, PartialEq)]
pub enum FirstDetected {
    /// In this period.
    In(Period),
    /// Not up to the target.
    NotUpToTarget,
    /// Not before a bridging ratio is known: this break comes first.
    BehindBreak(SeriesBreak),
}

impl PathLine {
    /// Its value in a period.
    pub(super) fn at(&self, period: Period) -> Option<f64> {
        let found = self.values.iter().find(|(at, _)| *at == period);
        found.map(|(_, value)| *value)
    }
}

/// A path in each period from the baseline to the target; a fall is looked for after the latest
/// figure, since one of the years before is observed.
///
/// # Errors
/// Numbers that nothing can be detected with.
pub(super) fn path_line(
    path: &Path,
    series: &Series,
    baseline: &Reading,
    latest: Period,
    goal: &Goal,
) -> Result<PathLine, StatsError> {
    let mut values = Vec::new();
    let mut period = goal.baseline;
    while period <= goal.target {
        values.push((period, path.value_at(period.midpoint())?));
        period = period.following();
    }
    let observed = values.partition_point(|(period, _)| *period <= latest);
    let first_detected = baseline
        .effective_base
        .map(|base| first_detected(base, &values[observed..], series, baseline, goal))
        .transpose()?;
    Ok(PathLine {
        shape: path.shape,
        first_detected,
        values,
    })
}

/// The first period of a path in which the fall would be detected, as far as no break that nobody
/// bridged comes before.
fn first_detected(
    base: f64,
    values: &[(Period, f64)],
    series: &Series,
    baseline: &Reading,
    goal: &Goal,
) -> Result<FirstDetected, StatsError> {
    let at = |value: f64, effective_base| Measurement {
        prevalence: value / 100.0,
        effective_base,
    };
    for (period, value) in values {
        let mut breaks = goal.unbridged(series, *period).into_iter();
        if let Some(mark) = breaks.next().filter(|_| !goal.across_breaks) {
            return Ok(FirstDetected::BehindBreak(mark.clone()));
        }
        let Some(later) = effective_base(*period, baseline, goal) else {
            break;
        };
        let (first, second) = (at(baseline.value, base), at(*value, later));
        let allowed = goal.allowed(*period, None);
        if detect::first_detected_with(first, &[second], test(goal), &allowed)?.is_some() {
            return Ok(FirstDetected::In(*period));
        }
    }
    Ok(FirstDetected::NotUpToTarget)
}

fn test(goal: &Goal) -> detect::Test {
    detect::Test {
        power: goal.power,
        confidence: goal.confidence,
    }
}

/// The effective base assumed for a later period, with the baseline's design factor.
fn effective_base(period: Period, baseline: &Reading, goal: &Goal) -> Option<f64> {
    let Some(Basis::Base {
        base,
        design_factor,
        ..
    }) = baseline.basis
    else {
        return None;
    };
    let people = goal.assumed.base_of(period).unwrap_or(base);
    Some(people / (design_factor * design_factor))
}

/// From the baseline to a second survey of the same size.
///
/// # Errors
/// As [`path_line`].
pub(super) fn detectable(
    baseline: &Reading,
    goal: &Goal,
) -> Result<Option<Detectable>, StatsError> {
    let Some(base) = baseline.effective_base else {
        return Ok(None);
    };
    let first = Measurement {
        prevalence: baseline.value / 100.0,
        effective_base: base,
    };
    let allowed = goal.allowed(goal.target, None);
    detect::detectable_fall_with(first, base, test(goal), &allowed)
}
