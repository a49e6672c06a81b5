//! The trend of the latest stretch on one basis, continued to the target.

use super::Goal;
use crate::estimates::fit::straight;
use crate::estimates::precision::standard_error;
use crate::estimates::segment::{Crossing, segments};
use crate::model::{Point, Series};
use crate::stats::distribution::critical_z;
use crate::stats::error::StatsError;
use crate::stats::trends::bridge::BridgingRatio;
use crate::stats::trends::projection::{Projection, project};

/// The trend continued to the target, with the error of the ratios that the user states.
///
/// The limits gain, in squares on the logarithm, by how far one standard error of each ratio moves the
/// projection; the probability is the mean over each ratio (Gauss and Hermite's three points).
///
/// # Errors
/// Why it is not, in words.
pub(super) fn continued(
    series: &Series,
    goal: &Goal,
    given: &[Point],
    target_value: f64,
) -> Result<Projection, String> {
    let mut found = projected(series, goal, given, target_value)?;
    let (central, mut moved) = (found.probability, 0.0_f64);
    for (at, (_, ratio)) in goal.steps.iter().enumerate() {
        let error = ratio.log_error();
        if error <= 0.0 {
            continue;
        }
        let shifted = |errors: f64| {
            let mut other = goal.clone();
            let value = ratio.value() * (errors * error).exp();
            other.steps[at].1 = BridgingRatio::stated(value, 0.0).map_err(|it| it.to_string())?;
            projected(series, &other, given, target_value)
        };
        let node = 3.0_f64.sqrt();
        let (above, below) = (shifted(node)?, shifted(-node)?);
        moved = moved.hypot((above.estimate.value / below.estimate.value).ln() / (2.0 * node));
        found.probability += (above.probability + below.probability - 2.0 * central) / 6.0;
    }
    if moved <= 0.0 {
        return Ok(found);
    }
    let z = critical_z(goal.confidence).map_err(|error| error.to_string())?;
    let value = found.estimate.value;
    found.estimate.interval = found.estimate.interval.map(|limit| {
        let reach = (limit / value).ln();
        value * (reach.signum() * reach.hypot(z * moved)).exp()
    });
    Ok(found)
}

/// The trend continued, the stated ratios taken as known exactly.
///
/// # Errors
/// Why it is not, in words.
fn projected(
    series: &Series,
    goal: &Goal,
    given: &[Point],
    target_value: f64,
) -> Result<Projection, String> {
    let on_one_basis = on_one_basis(series, goal, given).map_err(|error| error.to_string())?;
    let mut points = on_one_basis.points.iter();
    if points.any(|point| point.period == goal.target && point.value.is_some()) {
        return Err("the target period has been reached".to_owned());
    }
    let crossing = if goal.across_breaks {
        Crossing::Always
    } else {
        Crossing::Never
    };
    let (found, _) = segments(&on_one_basis, &crossing);
    let mut valued = on_one_basis.valued();
    let latest = valued.next_back().map(|(point, _)| point.period);
    let segment = found
        .into_iter()
        .find(|segment| segment.points.last().map(|(point, _)| point.period) == latest)
        .ok_or_else(|| "fewer than 4 figures on one basis up to the latest".to_owned())?;
    straight(on_one_basis.kind, &segment, &goal.assumed, goal.confidence)
        .and_then(|line| project(&line, goal.target.midpoint(), target_value, goal.confidence))
        .map_err(|error| error.to_string())
}

/// The figures up to the target, those given among them, with what was stated to put them on the
/// baseline's basis; a break that was stepped over is none.
fn on_one_basis(series: &Series, goal: &Goal, given: &[Point]) -> Result<Series, StatsError> {
    let replaced = |point: &Point| given.iter().any(|given| given.period == point.period);
    let mut series = series.clone();
    series.points.retain(|point| !replaced(point));
    series.points.extend(given.iter().cloned());
    series.points.retain(|point| point.period <= goal.target);
    series.points.sort_by_key(|point| point.period);
    series.breaks.retain(|mark| !goal.stepped(mark));
    for point in &mut series.points {
        let ratio = goal.ratio(point.period);
        if let Some(value) = point.value {
            let error = standard_error(series.kind, point, value, &goal.assumed)?;
            point.standard_error = error.map(|error| error / ratio);
            point.value = Some(value / ratio);
        }
    }
    Ok(series)
}
