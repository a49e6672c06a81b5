//! A fitted trend continued to a later time, with its prediction interval.
//!
//! Not a forecast: it shows what follows if the trend of the points continues.

use super::line::{Line, from_scale};
use super::series::Scale;
use crate::stats::error::{StatsError, enough_points, finite, positive};
use crate::stats::estimate::Estimate;

/// The fewest points on one basis from which anything is projected.
pub const FEWEST_POINTS: usize = 4;

/// A value that follows if the trend goes on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Projection {
    /// The value at the time asked for, with its prediction interval.
    pub estimate: Estimate,
    /// The probability that a value measured then is at or below the target.
    pub probability: f64,
}

/// The line continued to a time after its last point: t interval with the variance of the line there
/// plus the residual variance of the latest point, and the probability of reaching a target at or below
/// from the same distribution (Draper and Smith 1998, Applied Regression Analysis, 3.1).
///
/// # Errors
/// Fewer than 4 points, a time that is not after the last point, a target without a logarithm, a bad
/// confidence.
pub fn project(
    line: &Line,
    time: f64,
    target: f64,
    confidence: f64,
) -> Result<Projection, StatsError> {
    enough_points(FEWEST_POINTS, line.n)?;
    positive("years after the last point", time - line.last_x)?;
    let target = match line.scale {
        Scale::Log => positive("target", target)?.ln(),
        Scale::Linear => finite("target", target)?,
    };
    let value = line.prediction(time)?;
    let probability = value.share_at_or_below(target);
    let estimate = Estimate {
        value: from_scale(value.median(), line.scale),
        interval: value
            .interval(confidence)?
            .map(|limit| from_scale(limit, line.scale)),
        n: Some(line.n as f64),
        df: Some(line.df),
        method: "trend continued, prediction interval",
    }
    .bounded()?;
    Ok(Projection {
        estimate,
        probability,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::reference::agree;
    use crate::stats::trends::correlated;
    use crate::stats::trends::least_squares::trend;
    use crate::stats::trends::series::Points;
    use crate::stats::trends::step::{NO_STEPS, Steps};

    fn line(value: &[f64], scale: Scale) -> Line {
        let x = [0.0, 1.0, 2.0, 3.0];
        let points = Points {
            x: &x[..value.len()],
            value,
            standard_error: None,
        };
        trend(&points, scale, &NO_STEPS, 0.95).unwrap()
    }

    #[test]
    fn the_prediction_interval_is_that_worked_by_hand() {
        // y = 0.9 + 0.9x, s² = 0.35, Sxx = 5: at 5 the variance is 0.35·(1 + 1/4 + 3.5²/5) = 1.295.
        let found = project(&line(&[1.0, 2.0, 2.0, 4.0], Scale::Linear), 5.0, 5.4, 0.95).unwrap();
        agree(found.estimate.value, 5.4, 1e-12);
        let reach = 4.302_652_729_749_464 * 1.295_f64.sqrt();
        agree(found.estimate.interval.lower, 5.4 - reach, 1e-10);
        agree(found.estimate.interval.upper, 5.4 + reach, 1e-10);
        assert!((found.probability - 0.5).abs() < 1e-9);
        // with 2 degrees of freedom P(T ≤ t) = 1/2 + t/(2·sqrt(2 + t²)), at t = 1 0.788675
        let above = project(
            &line(&[1.0, 2.0, 2.0, 4.0], Scale::Linear),
            5.0,
            5.4 + 1.295_f64.sqrt(),
            0.95,
        );
        agree(above.unwrap().probability, 0.5 + 0.5 / 3.0_f64.sqrt(), 1e-9);
    }

    #[test]
    fn four_years_of_a_survey_leave_the_tenth_wide_open() {
        // computed apart with SciPy 1.17: slope of ln(11.3, 10.6, 10.4, 9.8), t(2)
        let four = line(&[11.3, 10.6, 10.4, 9.8], Scale::Log);
        let found = project(&four, 10.0, 5.65, 0.95).unwrap();
        assert!((found.estimate.value - 7.192_93).abs() < 5e-6);
        assert!((found.estimate.interval.lower - 5.706_56).abs() < 5e-6);
        assert!((found.estimate.interval.upper - 9.066_45).abs() < 5e-6);
        assert!((found.probability - 0.023_117_7).abs() < 5e-8);
    }

    #[test]
    fn the_unit_of_time_does_not_matter_to_correlated_points() {
        let value = [8.9, 8.8, 7.9, 8.3, 7.4, 7.3, 7.1, 7.2, 6.5];
        let projected = |length: f64| {
            let x: Vec<f64> = (0..9).map(|i| length * f64::from(i)).collect();
            let points = Points {
                x: &x,
                value: &value,
                standard_error: None,
            };
            let steps = Steps {
                at: &[],
                period_length: length,
            };
            let line = correlated::trend(&points, None, Scale::Log, &steps, 0.95).unwrap();
            project(&line, 11.0 * length, 6.0, 0.95).unwrap()
        };
        let (years, quarters) = (projected(1.0), projected(0.25));
        agree(quarters.estimate.value, years.estimate.value, 1e-10);
        let (found, expected) = (quarters.estimate.interval, years.estimate.interval);
        agree(found.lower, expected.lower, 1e-10);
        agree(found.upper, expected.upper, 1e-10);
        agree(quarters.probability, years.probability, 1e-9);
    }

    #[test]
    fn a_steady_fall_reaches_what_it_reaches() {
        let fall = line(&[8.0, 4.0, 2.0, 1.0], Scale::Log);
        agree(
            project(&fall, 4.0, 0.6, 0.95).unwrap().estimate.value,
            0.5,
            1e-9,
        );
        assert_eq!(project(&fall, 4.0, 0.6, 0.95).unwrap().probability, 1.0);
        assert_eq!(project(&fall, 4.0, 0.4, 0.95).unwrap().probability, 0.0);
    }

    #[test]
    fn fewer_than_four_points_are_not_projected() {
        let short = line(&[8.0, 4.5, 2.0], Scale::Log);
        let error = project(&short, 4.0, 1.0, 0.95).unwrap_err();
        assert_eq!(
            error,
            StatsError::TooFewPoints {
                needed: 4,
                found: 3
            }
        );
        let four = line(&[8.0, 4.5, 2.0, 1.1], Scale::Log);
        assert!(project(&four, 3.0, 1.0, 0.95).is_err());
        assert!(project(&four, 4.0, 0.0, 0.95).is_err());
        assert!(project(&four, 4.0, 1.0, 95.0).is_err());
        assert!(project(&four, f64::NAN, 1.0, 0.95).is_err());
    }

    #[test]
    fn without_scatter_the_target_is_reached_or_not() {
        // Two less each time: 2 in the fifth.
        let steady = line(&[10.0, 8.0, 6.0, 4.0], Scale::Linear);
        let probability = |target| project(&steady, 4.0, target, 0.95).unwrap().probability;
        assert_eq!([1.9, 2.0, 2.1].map(probability), [0.0, 1.0, 1.0]);
    }
}
