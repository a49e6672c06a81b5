//! Level steps at known dates, such as a change of counting rule: their columns and their effect.
//!
//! Does not know which break affects which crime.

use super::bridge::BridgingRatio;
use super::mixture::Mixture;
use super::series::Scale;
use crate::stats::error::{StatsError, finite, positive, representable};
use crate::stats::estimate::{Estimate, Interval};

/// A share of a period closer than this to 0 or 1 is rounding.
const ROUNDING: f64 = 1e-9;

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

/// A level step whose ratio is known from elsewhere, such as from two halves of a sample.
///
/// It is taken out of the values before the fit. The variance of each combination of coefficients gains
/// (D·m)², D the standard error of the logarithm of the ratio and m how far the combination moves with
/// that logarithm (JCGM 100:2008, 5.1); degrees of freedom by Welch (1947, Biometrika 34, 28-35).
///
/// ```
/// use vawg::stats::trends::bridge::BridgingRatio;
/// use vawg::stats::trends::quasi_poisson::trend;
/// use vawg::stats::trends::season::Season;
/// use vawg::stats::trends::step::{NO_STEPS, StatedStep};
/// use vawg::stats::trends::terms::Terms;
///
/// // recorded rapes, 2005-06 to 2013-14, as if the rules had changed in April 2009
/// let x: Vec<f64> = (0..9).map(|i| 2005.75 + f64::from(i)).collect();
/// let counts = [14443.0, 13774.0, 12673.0, 13096.0, 15074.0, 15892.0, 16038.0, 16374.0, 20751.0];
/// let fit = |error| {
///     let stated = [StatedStep { at: 2009.25, ratio: BridgingRatio::stated(1.08, error)? }];
///     let terms = Terms { steps: NO_STEPS, season: Season::None, stated: &stated };
///     Ok::<_, vawg::stats::error::StatsError>(trend(&x, &counts, None, terms, 0.95)?.change)
/// };
/// let limits = |error| fit(error).map(|change| {
///     let interval = change.interval;
///     format!("{:.2}: {:.2} to {:.2}", change.value, interval.lower, interval.upper)
/// });
/// assert_eq!(limits(0.03)?, "3.43: 0.43 to 6.52");
/// assert_eq!(limits(0.0)?, "3.43: 0.49 to 6.46");
/// # Ok::<(), vawg::stats::error::StatsError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StatedStep {
    /// The date of the step.
    pub at: f64,
    /// New basis over old, with its standard error.
    pub ratio: BridgingRatio,
}

/// The effect of one step: how much the level jumped, apart from the trend.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StepEffect {
    /// The date of the step.
    pub at: f64,
    /// The jump on the scale of the fit (of the logarithm, or of the value).
    pub jump: f64,
    /// Its standard error, t interval and p-value.
    pub error: StepError,
    /// The comparability ratio e^jump (new basis over old) with the limits exp(J ± t·SE), which
    /// agree with the p-value; none on the linear scale.
    pub comparability: Option<Estimate>,
    /// The limits e^J ± t·e^J·SE that the NCI's Joinpoint program prints (jump model). They do not
    /// agree with the p-value; none on the linear scale, and none with correlated years.
    pub symmetric_limits: Option<Interval>,
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

/// The date of a step that is in full effect from the period with this midpoint on: the start of the
/// period. Use it where a step is given as the first period on the new basis.
///
/// For bare years, whose number is taken as the midpoint, the date is half a year earlier.
///
/// # Errors
/// A midpoint that is not finite, a period length of 0 or less.
///
/// ```
/// use vawg::stats::trends::series::{Points, Scale};
/// use vawg::stats::trends::step::{Steps, date_of_first_period};
///
/// // 2% more each year, and twice as much from 2019 on
/// let x = [2016.0, 2017.0, 2018.0, 2019.0, 2020.0, 2021.0];
/// let value = [100.0, 102.0, 104.04, 212.2416, 216.486_432, 220.816_160_64];
/// let points = Points { x: &x, value: &value, standard_error: None };
/// let at = [date_of_first_period(2019.0, 1.0)?];
/// let steps = Steps { at: &at, period_length: 1.0 };
/// let line = vawg::stats::trends::least_squares::trend(&points, Scale::Log, &steps, 0.95)?;
/// assert!((line.steps[0].comparability.unwrap().value - 2.0).abs() < 1e-9);
/// assert!((line.change.value - 2.0).abs() < 1e-9);
/// # Ok::<(), vawg::stats::error::StatsError>(())
/// ```
pub fn date_of_first_period(midpoint: f64, period_length: f64) -> Result<f64, StatsError> {
    let length = positive("length of a period", period_length)?;
    Ok(finite("first period of a step", midpoint)? - length / 2.0)
}

impl Steps<'_> {
    /// The share of the period with midpoint x that lies after each step, 0 to 1.
    pub(crate) fn shares(&self, x: f64) -> Vec<f64> {
        self.at.iter().map(|at| self.share(*at, x)).collect()
    }

    fn share(&self, at: f64, x: f64) -> f64 {
        let share = ((x - at) / self.period_length + 0.5).clamp(0.0, 1.0);
        if (share - share.round()).abs() < ROUNDING {
            share.round()
        } else {
            share
        }
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
    /// The comparability ratio, with the standard error of its logarithm, to bridge later figures.
    ///
    /// # Errors
    /// A step on the linear scale; a ratio or an error beyond the bounds of [`BridgingRatio::stated`].
    pub fn bridging_ratio(&self) -> Result<BridgingRatio, StatsError> {
        let ratio = self.comparability.ok_or(StatsError::NotFinite {
            what: "comparability ratio of a linear trend",
        })?;
        BridgingRatio::stated(ratio.value, ratio.value * self.error.standard_error)
    }

    /// The effect from a jump and its standard error with degrees of freedom.
    pub(crate) fn new(
        at: f64,
        jump: f64,
        (standard_error, df): (f64, f64),
        scale: Scale,
        confidence: f64,
        method: &'static str,
    ) -> Result<Self, StatsError> {
        let jump = Mixture::one(jump, standard_error, df)?;
        Self::from_distribution(at, &jump, scale, confidence, method)
    }

    /// The effect from the distribution of a jump.
    pub(crate) fn from_distribution(
        at: f64,
        jump: &Mixture,
        scale: Scale,
        confidence: f64,
        method: &'static str,
    ) -> Result<Self, StatsError> {
        let (median, interval) = (jump.median(), jump.interval(confidence)?);
        let standard_error = jump.standard_error();
        representable(&[median, standard_error])?;
        let log_scale = scale == Scale::Log;
        let ratio = log_scale.then(|| Estimate {
            value: median.exp(),
            interval: interval.map(f64::exp),
            n: None,
            df: Some(jump.df()),
            method: "comparability ratio",
        });
        // equal distances on both sides of the ratio: its reach on the log scale times the ratio
        let symmetric = |ratio: f64| {
            let reach = ratio * (interval.upper - interval.lower) / 2.0;
            Interval::symmetric(ratio, reach, 1.0, confidence)
        };
        Ok(Self {
            at,
            jump: median,
            error: StepError {
                standard_error,
                df: jump.df(),
                interval,
                p_value: jump.p_value(),
            },
            comparability: ratio.map(Estimate::bounded).transpose()?,
            symmetric_limits: (log_scale && jump.is_one()).then(|| symmetric(median.exp())),
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
        // what rounding leaves of a date is neither before nor after
        let months = Steps {
            at: &[2023.0 + 4.0 / 12.0],
            period_length: 1.0 / 12.0,
        };
        for (midpoint, expected) in [(3.5, 0.0), (4.5, 1.0)] {
            let x = 2023.0 + midpoint / 12.0;
            assert_eq!(months.shares(x + 1e-11), [expected]);
            assert_eq!(months.shares(x - 1e-11), [expected]);
        }
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
        let printed = effect.symmetric_limits.unwrap();
        assert!((printed.lower - 0.620_25).abs() < 1e-5);
        assert!((printed.upper - 0.909_02).abs() < 1e-5);
        // the limits beside the ratio are those of its logarithm, so that they agree with the test
        agree(ratio.interval.lower, (-0.457_18_f64).exp(), 1e-5);
        agree(ratio.interval.upper, (-0.079_52_f64).exp(), 1e-5);
    }

    #[test]
    fn a_linear_scale_has_no_comparability_ratio() {
        let effect = StepEffect::new(1998.5, 2.0, (1.0, 5.0), Scale::Linear, 0.95, "given");
        let effect = effect.unwrap();
        assert!(effect.comparability.is_none() && effect.symmetric_limits.is_none());
    }

    #[test]
    fn a_step_from_a_first_period_is_whole_in_that_period() {
        // bare years, quarters and months: the periods before have nothing, the first has all
        for length in [1.0, 0.25, 1.0 / 12.0] {
            let x: Vec<f64> = (0..40)
                .map(|i| 2016.0 + (f64::from(i) + 0.5) * length)
                .collect();
            for first in 1..39 {
                let at = [date_of_first_period(x[first], length).unwrap()];
                let steps = Steps {
                    at: &at,
                    period_length: length,
                };
                let column = &steps.columns(&x).unwrap()[0];
                for (place, share) in column.iter().enumerate() {
                    assert_eq!(*share, f64::from(u8::from(place >= first)));
                }
            }
        }
        assert_eq!(date_of_first_period(2019.0, 1.0), Ok(2018.5));
        assert!(date_of_first_period(f64::NAN, 1.0).is_err());
        assert!(date_of_first_period(2019.0, 0.0).is_err());
    }

    #[test]
    fn a_fitted_step_gives_a_ratio() {
        let step =
            |scale| StepEffect::new(2019.25, 0.2, (0.05, 8.0), scale, 0.95, "given").unwrap();
        let found = step(Scale::Log).bridging_ratio().unwrap();
        agree(found.value(), 0.2_f64.exp(), 1e-14);
        agree(found.log_error(), 0.05, 1e-12);
        assert!(step(Scale::Linear).bridging_ratio().is_err());
    }
}
