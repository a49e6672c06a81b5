//! A fitted straight line on the log or the linear scale, with level steps, and what it says.
//!
//! It must not fit: see `least_squares` and `quasi_poisson`.

use super::distribution::{critical_t, p_value};
use super::error::{StatsError, positive, representable};
use super::estimate::{Estimate, Interval};
use super::orthogonal::{dot, quadratic, times};
use super::series::Scale;
use super::step::{StepEffect, Steps};

/// The scatter of the points about the line against what their weights allow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dispersion {
    /// The weighted sum of squares (or Pearson's chi-square) over the degrees of freedom.
    pub raw: f64,
    /// What the variances were multiplied by.
    pub used: f64,
    /// Whether the floor of 1 acted, which makes the intervals conservative.
    pub floored: bool,
}

/// A fitted line; times are decimal years.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The method in words.
    pub method: &'static str,
    /// The scale on which it is straight.
    pub scale: Scale,
    /// The number of points.
    pub n: usize,
    /// Degrees of freedom: points less coefficients.
    pub df: f64,
    /// The slope a year on the scale of the fit.
    pub slope: f64,
    /// Its standard error.
    pub slope_error: f64,
    /// The p-value of a slope of 0, by t.
    pub p_value: f64,
    /// The annual change: APC = 100(e^slope − 1) in percent on the log scale, else the slope.
    pub change: Estimate,
    /// The value of the line at x = 0 without steps, on the scale of the fit.
    pub intercept: f64,
    /// The scatter about the line.
    pub dispersion: Dispersion,
    /// The level steps in the order they were given.
    pub steps: Vec<StepEffect>,
    pub(crate) confidence: f64,
    pub(crate) last_x: f64,
    pub(crate) residual_variance: f64,
    centre: f64,
    period_length: f64,
    coefficients: Vec<f64>,
    covariance: Vec<Vec<f64>>,
}

/// What a fit hands over: coefficients are the level at `centre`, the slope, then the steps.
pub(crate) struct Fit<'a> {
    pub(crate) method: &'static str,
    pub(crate) scale: Scale,
    pub(crate) n: usize,
    pub(crate) last_x: f64,
    pub(crate) centre: f64,
    pub(crate) coefficients: Vec<f64>,
    pub(crate) inverse_gram: Vec<Vec<f64>>,
    pub(crate) dispersion: Dispersion,
    /// The residual variance of the latest point on the scale of the fit.
    pub(crate) residual_variance: f64,
    pub(crate) steps: Steps<'a>,
}

impl Fit<'_> {
    fn step_effects(
        &self,
        covariance: &[Vec<f64>],
        df: f64,
        confidence: f64,
    ) -> Result<Vec<StepEffect>, StatsError> {
        let effect = |(step, at): (usize, &f64)| {
            let jump = self.coefficients[2 + step];
            let error = (covariance[2 + step][2 + step].sqrt(), df);
            StepEffect::new(*at, jump, error, self.scale, confidence, self.method)
        };
        self.steps.at.iter().enumerate().map(effect).collect()
    }
}

impl Line {
    pub(crate) fn new(fit: Fit<'_>, confidence: f64) -> Result<Self, StatsError> {
        let df = (fit.n - fit.coefficients.len()) as f64;
        let covariance = times(&fit.inverse_gram, fit.dispersion.used);
        let slope = fit.coefficients[1];
        let slope_error = covariance[1][1].sqrt();
        representable(&[slope, slope_error, fit.residual_variance])?;
        let t = critical_t(confidence, df)?;
        let interval = Interval::symmetric(slope, slope_error, t, confidence);
        let change = Estimate {
            value: annual_change(slope, fit.scale),
            interval: interval.map(|slope| annual_change(slope, fit.scale)),
            n: Some(fit.n as f64),
            df: Some(df),
            method: fit.method,
        };
        let steps = fit.step_effects(&covariance, df, confidence)?;
        Ok(Self {
            method: fit.method,
            scale: fit.scale,
            n: fit.n,
            df,
            slope,
            slope_error,
            p_value: p_value(slope, slope_error, Some(df)),
            change: change.bounded()?,
            intercept: fit.coefficients[0] - slope * fit.centre,
            dispersion: fit.dispersion,
            steps,
            confidence,
            last_x: fit.last_x,
            residual_variance: fit.residual_variance,
            centre: fit.centre,
            period_length: fit.steps.period_length,
            coefficients: fit.coefficients,
            covariance,
        })
    }

    /// The fitted value at the midpoint x of a period, in the unit of the series (of the rate, where
    /// a population was given), with the t interval of the line there.
    ///
    /// # Errors
    /// Limits so far apart that they are no numbers.
    pub fn at(&self, x: f64) -> Result<Estimate, StatsError> {
        let (value, variance) = self.on_scale(x);
        let t = critical_t(self.confidence, self.df)?;
        let interval = Interval::symmetric(value, variance.sqrt(), t, self.confidence);
        Estimate {
            value: from_scale(value, self.scale),
            interval: interval.map(|limit| from_scale(limit, self.scale)),
            n: Some(self.n as f64),
            df: Some(self.df),
            method: self.method,
        }
        .bounded()
    }

    /// What the slope comes to over so many years if it goes on, with its t interval: per cent on the
    /// log scale, 100(e^(slope·years) − 1), else points.
    ///
    /// # Errors
    /// Years of 0 or less; limits so far apart that they are no numbers.
    pub fn change_over(&self, years: f64) -> Result<Estimate, StatsError> {
        let years = positive("years", years)?;
        let t = critical_t(self.confidence, self.df)?;
        let (slope, error) = (self.slope * years, self.slope_error * years);
        let interval = Interval::symmetric(slope, error, t, self.confidence);
        Estimate {
            value: annual_change(slope, self.scale),
            interval: interval.map(|change| annual_change(change, self.scale)),
            n: Some(self.n as f64),
            df: Some(self.df),
            method: self.method,
        }
        .bounded()
    }

    /// The line at x on the scale of the fit, and its variance there.
    pub(crate) fn on_scale(&self, x: f64) -> (f64, f64) {
        let dates: Vec<f64> = self.steps.iter().map(|step| step.at).collect();
        let steps = Steps {
            at: &dates,
            period_length: self.period_length,
        };
        let mut row = vec![1.0, x - self.centre];
        row.extend(steps.shares(x));
        let value = dot(&row, &self.coefficients);
        (value, quadratic(&row, &self.covariance))
    }
}

pub(crate) fn from_scale(value: f64, scale: Scale) -> f64 {
    match scale {
        Scale::Log => value.exp(),
        Scale::Linear => value,
    }
}

/// The annual change that a slope stands for: 100(e^slope − 1) percent on the log scale, else the slope.
pub(crate) fn annual_change(slope: f64, scale: Scale) -> f64 {
    match scale {
        Scale::Log => 100.0 * slope.exp_m1(),
        Scale::Linear => slope,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::least_squares::trend;
    use crate::stats::reference::agree;
    use crate::stats::series::Points;
    use crate::stats::step::NO_STEPS;

    #[test]
    fn a_slope_goes_on_for_years() {
        // y = 0.9 + 0.9x with s² = 0.35 and Sxx = 5: SE = 0.264575, t(2) = 4.302653.
        let value = [1.0, 2.0, 2.0, 4.0];
        let fitted = |value: &[f64], scale| {
            let points = Points {
                x: &[0.0, 1.0, 2.0, 3.0],
                value,
                standard_error: None,
            };
            trend(&points, scale, &NO_STEPS, 0.95).unwrap()
        };
        let ten = fitted(&value, Scale::Linear).change_over(10.0).unwrap();
        let reach = 10.0 * 4.302_652_729_749_464 * 0.07_f64.sqrt();
        agree(ten.value, 9.0, 1e-12);
        agree(ten.interval.lower, 9.0 - reach, 1e-10);
        agree(ten.interval.upper, 9.0 + reach, 1e-10);
        // On the log scale the same numbers are exponents.
        let powers = value.map(f64::exp);
        let half = fitted(&powers, Scale::Log).change_over(0.5).unwrap();
        agree(half.value, 100.0 * (0.45_f64.exp() - 1.0), 1e-10);
        agree(
            half.interval.lower,
            100.0 * ((0.45 - reach / 20.0).exp() - 1.0),
            1e-9,
        );
        assert_eq!((half.df, half.n), (Some(2.0), Some(4.0)));
        assert!(fitted(&value, Scale::Linear).change_over(0.0).is_err());
        assert!(fitted(&powers, Scale::Log).change_over(1e6).is_err());
    }
}
