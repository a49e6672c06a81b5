//! What would follow if the latest figure changed by a stated rate each year.

use super::{Goal, Reading, at};
use crate::model::Period;
use crate::stats::error::StatsError;
use crate::stats::trajectory::path::after;

/// The course that a stated annual change gives.
#[derive(Debug, Clone, PartialEq)]
pub struct WhatIf {
    /// The stated annual change, as a share: -0.03 for 3% less.
    pub rate: f64,
    /// Its value in each period from the latest figure to the target, in the unit of the series.
    pub values: Vec<(Period, f64)>,
    /// Whether it comes to the target or below.
    pub reached: bool,
}

/// The course from the latest figure on.
///
/// # Errors
/// A rate of -1 or less, or one whose course cannot be written as numbers.
pub fn what_if(
    latest: &Reading,
    goal: &Goal,
    target_value: f64,
    rate: f64,
) -> Result<WhatIf, StatsError> {
    const ROUNDING: f64 = 1e-12;
    let start = at(latest.period, latest.value);
    let mut values = Vec::new();
    let mut period = latest.period;
    while period <= goal.target {
        values.push((period, after(start, rate, period.midpoint())?));
        period = period.following();
    }
    let last = after(start, rate, goal.target.midpoint())?;
    Ok(WhatIf {
        rate,
        values,
        reached: last <= target_value * (1.0 + ROUNDING),
    })
}
