//! Level steps at known dates, such as a change of counting rule: their columns and their effect.
//!
//! It must not know which break touches which crime.

use super::distribution::{critical_t, p_value};
use super::error::{StatsError, finite, positive, representable};
use super::estimate::{Estimate, Interval};
use super::series::Scale;

/// Dates at which the level of a series may jump, on the x axis of its points.
#[derive(Debug, Clone, Copy)]
pub struct Steps<'a> {
    /// The dates, in decimal years.
    pub at: &'a [f64],
    /// The length of the periods in years: 1 for years, 0.25 for quarters.
    pub period_length: f64,
}

/// No step.
pub const NO_STEPS: Steps<'static> = Steps {
    at: &[],
    period_length: 1.0,
};

/// The effect of one step: how much the level jumped, apart from the trend.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StepEffect {
    /// The date of the step.
    pub at: f64,
    /// The jump on the scale of the fit (of the logarithm, or of the value).
    pub jump: f64,
    /// Its standard error, t interval and p-value.
    pub error: StepError,
    /// The comparability ratio e^jump (new basis over old), on the log scale alone, with the
    /// interval e^J ± t·e^J·SE of the NCI's Joinpoint program (jump model).
    pub comparability: Option<Estimate>,
    /// Where the standard error comes from, in words.
    pub method: &'static str,
}

/// How sure the jump is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StepError {
    /// The standard error of the jump.
    pub standard_error: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// The t interval of the jump.
    pub interval: Interval,
    /// The p-value of no jump.
    pub p_value: f64,
}

impl Steps<'_> {
    /// The share of the period with midpoint x that lies after each step, 0 to 1.
    pub(crate) fn shares(&self, x: f64) -> Vec<f64> {
        self.at.iter().map(|at| self.share(*at, x)).collect()
    }

    fn share(&self, at: f64, x: f64) -> f64 {
        ((x - at) / self.period_length + 0.5).clamp(0.0, 1.0)
    }

    /// One column for each step: 0 before, 1 after, the share in the period of the step itself.
    ///
    /// # Errors
    /// A step without a whole period before it and one after it, a period length of 0 or less.
    pub(crate) fn columns(&self, x: &[f64]) -> Result<Vec<Vec<f64>>, StatsError> {
        positive("length of a period", self.period_length)?;
        let column = |at: &f64| {
            let at = finite("place of a step", *at)?;
            let column: Vec<f64> = x.iter().map(|x| self.share(at, *x)).collect();
            let before = column.iter().any(|share| *share <= 0.0);
            let after = column.iter().any(|share| *share >= 1.0);
            if before && after {
                Ok(column)
            } else {
                Err(StatsError::StepOutside { at })
            }
        };
        self.at.iter().map(column).collect()
    }
}

impl StepEffect {
    /// The effect from a jump and its standard error with degrees of freedom.
    pub(crate) fn new(
        at: f64,
        jump: f64,
        (standard_error, df): (f64, f64),
        scale: Scale,
        confidence: f64,
        method: &'static str,
    ) -> Result<Self, StatsError> {
        representable(&[jump, standard_error])?;
        let t = critical_t(confidence, df)?;
        let error = StepError {
            standard_error,
            df,
            interval: Interval::symmetric(jump, standard_error, t, confidence),
            p_value: p_value(jump, standard_error, Some(df)),
        };
        let ratio = jump.exp();
        let comparability = (scale == Scale::Log).then(|| Estimate {
            value: ratio,
            interval: Interval::symmetric(ratio, ratio * standard_error, t, confidence),
            n: None,
            df: Some(df),
            method: "comparability ratio, delta method",
        });
        let comparability = comparability.map(Estimate::bounded).transpose()?;
        Ok(Self {
            at,
            jump,
            error,
            comparability,
            method,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::reference::agree;

    #[test]
    fn a_period_that_contains_the_date_takes_its_share() {
        let steps = Steps {
            at: &[2019.25],
            period_length: 1.0,
        };
        let columns = steps.columns(&[2017.5, 2018.5, 2019.5, 2020.5]).unwrap();
        assert_eq!(columns, [[0.0, 0.0, 0.75, 1.0]]);
        let quarters = Steps {
            at: &[2019.25],
            period_length: 0.25,
        };
        assert_eq!(quarters.shares(2019.125), [0.0]);
        assert_eq!(quarters.shares(2019.375), [1.0]);
        assert_eq!(quarters.shares(2019.25), [0.5]);
    }

    #[test]
    fn a_step_outside_the_points_is_an_error() {
        let x = [2017.5, 2018.5, 2019.5];
        for at in [2016.0, 2017.0, 2017.9, 2019.2, 2020.0] {
            let steps = Steps {
                at: &[at],
                period_length: 1.0,
            };
            assert_eq!(
                steps.columns(&x).unwrap_err(),
                StatsError::StepOutside { at }
            );
        }
        assert!(
            Steps {
                at: &[2018.0],
                period_length: 0.0
            }
            .columns(&x)
            .is_err()
        );
        assert!(
            Steps {
                at: &[f64::NAN],
                period_length: 1.0
            }
            .columns(&x)
            .is_err()
        );
        assert!(
            Steps {
                at: &[2018.0],
                period_length: 1.0
            }
            .columns(&x)
            .is_ok()
        );
    }

    #[test]
    fn the_effect_reproduces_a_printed_jump() {
        // NCI Joinpoint 4.5.0.1, drug deaths, black population: jump at 1998.5 with 22 degrees of freedom.
        let effect = StepEffect::new(
            1998.5,
            -0.268_35,
            (0.091_05, 22.0),
            Scale::Log,
            0.95,
            "given",
        )
        .unwrap();
        let error = effect.error;
        assert!((error.interval.lower + 0.457_18).abs() < 1e-5);
        assert!((error.interval.upper + 0.079_52).abs() < 1e-5);
        assert!((error.p_value - 0.007_45).abs() < 1e-5);
        let ratio = effect.comparability.unwrap();
        agree(ratio.value, 0.764_64, 1e-5);
        assert!((ratio.interval.lower - 0.620_25).abs() < 1e-5);
        assert!((ratio.interval.upper - 0.909_02).abs() < 1e-5);
    }

    #[test]
    fn a_linear_scale_has_no_comparability_ratio() {
        let effect = StepEffect::new(1998.5, 2.0, (1.0, 5.0), Scale::Linear, 0.95, "given");
        assert!(effect.unwrap().comparability.is_none());
    }
}
