//! A path year by year, and what a survey could tell on it.

use super::Goal;
use super::reading::Reading;
use crate::model::Period;
use crate::stats::design::Basis;
use crate::stats::detect::{self, Detectable, Measurement};
use crate::stats::error::StatsError;
use crate::stats::path::{Path, Shape};

/// One path, year by year.
#[derive(Debug, Clone, PartialEq)]
pub struct PathLine {
    /// Its form.
    pub shape: Shape,
    /// Its value in each period from the baseline to the target.
    pub values: Vec<(Period, f64)>,
    /// The first period in which being on it could be told from no change, if any.
    pub first_detected: Option<Period>,
}

impl PathLine {
    /// Its value in a period.
    pub(super) fn at(&self, period: Period) -> Option<f64> {
        let found = self.values.iter().find(|(at, _)| *at == period);
        found.map(|(_, value)| *value)
    }
}

/// A path in each period from the baseline to the target.
///
/// # Errors
/// Numbers that nothing can be detected with.
pub(super) fn path_line(
    path: &Path,
    baseline: &Reading,
    goal: &Goal,
) -> Result<PathLine, StatsError> {
    let mut values = Vec::new();
    let mut period = goal.baseline;
    while period <= goal.target {
        values.push((period, path.value_at(period.midpoint())?));
        period = period.following();
    }
    let first_detected = baseline.effective_base.map_or(Ok(None), |base| {
        let first = Measurement {
            prevalence: baseline.value / 100.0,
            effective_base: base,
        };
        let later: Vec<Measurement> = values[1..]
            .iter()
            .map_while(|(period, value)| {
                Some(Measurement {
                    prevalence: value / 100.0,
                    effective_base: effective_base(*period, baseline, goal)?,
                })
            })
            .collect();
        detect::first_detected(first, &later, test(goal))
    })?;
    Ok(PathLine {
        shape: path.shape,
        first_detected: first_detected.map(|index| values[index + 1].0),
        values,
    })
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
    detect::detectable_fall(first, base, test(goal))
}
