//! The points a trend is fitted to, checked once, on the scale of the fit.
//!
//! Holds no periods or markers: x is a decimal year, and a missing period is left out.

use crate::stats::error::{StatsError, enough_points, finite, positive, same_length};

/// Periods whose distance differs from one period length by less than this share are neighbours.
const NEIGHBOURS: f64 = 0.01;

/// The scale on which a trend is a straight line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// The natural logarithm: the same percentage change in each year.
    Log,
    /// The value itself: the same change in each year.
    Linear,
}

/// Points in order of time; the slices have the same length.
#[derive(Debug, Clone, Copy)]
pub struct Points<'a> {
    /// The midpoint of each period in decimal years, rising.
    pub x: &'a [f64],
    /// The value of each period.
    pub value: &'a [f64],
    /// The standard error of each value, in its unit; none where they are not known.
    pub standard_error: Option<&'a [f64]>,
}

/// Points on the scale of a fit, with the square roots of their weights.
#[derive(Debug, Clone)]
pub(crate) struct Scaled {
    pub(crate) y: Vec<f64>,
    pub(crate) root_weight: Vec<f64>,
}

impl Points<'_> {
    /// The values on the scale of the fit, with weights (value/SE)² on the log scale and 1/SE² on the
    /// linear one, 1 without standard errors.
    pub(crate) fn scaled(&self, scale: Scale, needed: usize) -> Result<Scaled, StatsError> {
        check_order(self.x)?;
        same_length("values", self.x.len(), self.value.len())?;
        enough_points(needed, self.x.len())?;
        let mut y = Vec::with_capacity(self.value.len());
        for (x, value) in self.x.iter().zip(self.value) {
            let value = finite("value", *value)?;
            y.push(match scale {
                Scale::Linear => value,
                Scale::Log if value > 0.0 => value.ln(),
                Scale::Log => return Err(StatsError::NoLogarithm { x: *x, value }),
            });
        }
        Ok(Scaled {
            y,
            root_weight: self.root_weights(scale)?,
        })
    }

    fn root_weights(&self, scale: Scale) -> Result<Vec<f64>, StatsError> {
        let Some(errors) = self.standard_error else {
            return Ok(vec![1.0; self.value.len()]);
        };
        same_length("standard errors", self.value.len(), errors.len())?;
        let weight = |(value, error): (&f64, &f64)| {
            let error = positive("standard error", *error)?;
            Ok(match scale {
                Scale::Log => value / error,
                Scale::Linear => 1.0 / error,
            })
        };
        self.value.iter().zip(errors).map(weight).collect()
    }
}

/// The mean of the times, from which slopes are measured so that no digits are lost.
pub(crate) fn centre(x: &[f64]) -> f64 {
    x.iter().sum::<f64>() / x.len() as f64
}

/// The correlation of residuals of neighbouring periods, Σe₁e₂/Σe²; none without neighbours or
/// without scatter.
pub(crate) fn lag1_correlation(x: &[f64], residuals: &[f64], period_length: f64) -> Option<f64> {
    let all: f64 = residuals.iter().map(|residual| residual * residual).sum();
    let mut neighbours = x
        .windows(2)
        .zip(residuals.windows(2))
        .filter(|(x, _)| ((x[1] - x[0]) / period_length - 1.0).abs() < NEIGHBOURS)
        .map(|(_, pair)| pair[0] * pair[1])
        .peekable();
    neighbours.peek()?;
    let together: f64 = neighbours.sum();
    (all > 0.0).then(|| together / all)
}

/// Fails unless every x is finite and larger than the one before.
pub(crate) fn check_order(x: &[f64]) -> Result<(), StatsError> {
    for value in x {
        finite("x", *value)?;
    }
    match x.windows(2).find(|pair| pair[1] <= pair[0]) {
        Some(pair) => Err(StatsError::NotIncreasing { x: pair[1] }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_relative_on_the_log_scale_and_absolute_on_the_linear() {
        let points = Points {
            x: &[1.0, 2.0],
            value: &[10.0, 20.0],
            standard_error: Some(&[2.0, 5.0]),
        };
        let log = points.scaled(Scale::Log, 2).unwrap();
        assert_eq!(log.root_weight, [5.0, 4.0]);
        assert_eq!(log.y, [10.0_f64.ln(), 20.0_f64.ln()]);
        let linear = points.scaled(Scale::Linear, 2).unwrap();
        assert_eq!(linear.root_weight, [0.5, 0.2]);
        assert_eq!(linear.y, [10.0, 20.0]);
    }

    #[test]
    fn the_centre_is_the_mean_of_the_times() {
        assert_eq!(centre(&[1.0, 2.0, 6.0]), 3.0);
    }

    #[test]
    fn only_neighbours_count_in_the_lag_1_correlation() {
        // 1·2 + 2·(−1) + (−1)·(−2) = 2 over 1 + 4 + 1 + 4 = 10
        let residuals = [1.0, 2.0, -1.0, -2.0];
        let lag1 = |x: &[f64], length| lag1_correlation(x, &residuals[..x.len()], length);
        assert_eq!(lag1(&[1.0, 2.0, 3.0, 4.0], 1.0), Some(0.2));
        // without the pair across the gap: 2 + 2 = 4
        assert_eq!(lag1(&[1.0, 2.0, 4.0, 5.0], 1.0), Some(0.4));
        assert_eq!(lag1(&[1.0, 1.25, 1.5, 1.75], 0.25), Some(0.2));
        assert_eq!(lag1(&[1.0, 3.0, 5.0], 1.0), None);
        assert_eq!(lag1_correlation(&[1.0, 2.0], &[0.0, 0.0], 1.0), None);
    }

    #[test]
    fn bad_points_are_an_error() {
        let check = |x: &[f64], value: &[f64], error: Option<&[f64]>, scale| {
            Points {
                x,
                value,
                standard_error: error,
            }
            .scaled(scale, 2)
        };
        assert_eq!(
            check(&[1.0, 1.0], &[1.0, 1.0], None, Scale::Log).unwrap_err(),
            StatsError::NotIncreasing { x: 1.0 }
        );
        assert_eq!(
            check(&[1.0, 2.0], &[1.0, 0.0], None, Scale::Log).unwrap_err(),
            StatsError::NoLogarithm { x: 2.0, value: 0.0 }
        );
        assert!(check(&[1.0, 2.0], &[1.0, 0.0], None, Scale::Linear).is_ok());
        assert!(check(&[1.0, f64::NAN], &[1.0, 1.0], None, Scale::Log).is_err());
        assert!(check(&[1.0, 2.0], &[1.0, f64::NAN], None, Scale::Linear).is_err());
        assert!(check(&[1.0, 2.0], &[1.0], None, Scale::Log).is_err());
        assert!(check(&[1.0], &[1.0], None, Scale::Log).is_err());
        assert!(check(&[1.0, 2.0], &[1.0, 1.0], Some(&[0.1, 0.0]), Scale::Log).is_err());
        assert!(check(&[1.0, 2.0], &[1.0, 1.0], Some(&[0.1]), Scale::Log).is_err());
    }
}
