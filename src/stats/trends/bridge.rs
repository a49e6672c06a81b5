//! Bridging a change of questions or rules: the ratio of the new basis to the old, with its error.
//!
//! Logarithms of ratios have their errors by the delta method (Katz and others 1978, Biometrics 34,
//! 469-474). Holds no ratio of a survey. A ratio that two halves of one sample give, one that a fitted step
//! gives and one that somebody states are used in the same way.

use crate::stats::error::{StatsError, between, not_negative, positive};
use crate::stats::estimate::{Estimate, Interval};
use crate::stats::intervals::proportion::wald;
use crate::stats::trajectory::verdict::Measured;

/// A ratio outside these bounds is taken for a mistake, such as a percentage in place of a ratio.
pub const SMALLEST_RATIO: f64 = 0.1;
/// The largest ratio that is accepted.
pub const LARGEST_RATIO: f64 = 10.0;

/// The largest standard error that is accepted, as a share of the ratio.
pub const LARGEST_RELATIVE_ERROR: f64 = 0.5;

/// New basis over old: 1.67 where 8.0% on the new questions is 4.8% on the old.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BridgingRatio {
    ratio: f64,
    log_error: f64,
}

impl BridgingRatio {
    /// A stated ratio with its standard error, 0 where it is taken as known exactly.
    ///
    /// # Errors
    /// A ratio outside 0.1 to 10; a standard error that is negative or more than half of the ratio.
    ///
    /// ```
    /// use vawg::stats::trends::bridge::BridgingRatio;
    ///
    /// let ratio = BridgingRatio::stated(1.05, 0.042)?;
    /// assert!((ratio.log_error() - 0.04).abs() < 1e-12);
    /// assert!(BridgingRatio::stated(105.0, 0.0).is_err());
    /// # Ok::<(), vawg::stats::error::StatsError>(())
    /// ```
    pub fn stated(ratio: f64, standard_error: f64) -> Result<Self, StatsError> {
        let ratio = between("bridging ratio", ratio, SMALLEST_RATIO, LARGEST_RATIO)?;
        let most = LARGEST_RELATIVE_ERROR * ratio;
        between(
            "standard error of the bridging ratio",
            standard_error,
            0.0,
            most,
        )?;
        Ok(Self {
            ratio,
            log_error: standard_error / ratio,
        })
    }

    /// The ratio from the two halves of one sample, one asked the old and one the new questions:
    /// new over old, Var(ln ratio) = (SE/p)² of both.
    ///
    /// # Errors
    /// A value of 0 or less, a negative standard error, a ratio or an error beyond the bounds of
    /// [`Self::stated`].
    ///
    /// ```
    /// use vawg::stats::trends::bridge::BridgingRatio;
    /// use vawg::stats::trajectory::verdict::Measured;
    ///
    /// let half = |value| Measured { value, standard_error: 0.39 };
    /// let ratio = BridgingRatio::from_half_samples(half(10.0), half(11.3))?;
    /// assert!((ratio.value() - 1.13).abs() < 1e-12);
    /// assert!((ratio.log_error() - 0.0521).abs() < 1e-4);
    /// # Ok::<(), vawg::stats::error::StatsError>(())
    /// ```
    pub fn from_half_samples(old: Measured, new: Measured) -> Result<Self, StatsError> {
        let relative = |measured: Measured| {
            let value = positive("value of a half sample", measured.value)?;
            Ok::<f64, StatsError>(not_negative("standard error", measured.standard_error)? / value)
        };
        let log_error = relative(old)?.hypot(relative(new)?);
        let ratio = new.value / old.value;
        Self::stated(ratio, log_error * ratio)
    }

    /// The ratio.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.ratio
    }

    /// The standard error of the logarithm of the ratio.
    #[must_use]
    pub fn log_error(&self) -> f64 {
        self.log_error
    }

    /// The ratio with its interval, exp(ln r ± z·SE).
    ///
    /// # Errors
    /// A bad confidence.
    pub fn estimate(&self, confidence: f64) -> Result<Estimate, StatsError> {
        let log = wald(self.ratio.ln(), self.log_error, confidence)?;
        Estimate {
            value: self.ratio,
            interval: log.interval.map(f64::exp),
            method: "bridging ratio",
            ..log
        }
        .bounded()
    }

    /// This change of basis followed by another: the ratios multiply, the errors add in squares.
    ///
    /// # Errors
    /// A product beyond the bounds of [`Self::stated`].
    pub fn followed_by(&self, later: &Self) -> Result<Self, StatsError> {
        let ratio = self.ratio * later.ratio;
        Self::stated(ratio, ratio * self.log_error.hypot(later.log_error))
    }

    /// A figure on the new basis as it would be on the old, with its own standard error alone: put the
    /// error of the ratio, [`Self::log_error`], into [`crate::stats::uncertainty::Uncertainty`], which keeps
    /// the two apart.
    #[must_use]
    pub fn to_old_basis(&self, figure: Measured) -> Measured {
        Measured {
            value: figure.value / self.ratio,
            standard_error: figure.standard_error / self.ratio,
        }
    }

    /// A figure on the new basis as it would be on the old, with an interval that holds the errors of
    /// the figure and of the ratio.
    ///
    /// # Errors
    /// A figure of 0 or less, a negative standard error, a bad confidence.
    pub fn on_old_basis(&self, figure: Measured, confidence: f64) -> Result<Estimate, StatsError> {
        let value = positive("value", figure.value)?;
        let own = not_negative("standard error", figure.standard_error)? / value;
        let log = wald(
            (value / self.ratio).ln(),
            own.hypot(self.log_error),
            confidence,
        )?;
        let interval: Interval = log.interval.map(f64::exp);
        Estimate {
            value: value / self.ratio,
            interval,
            method: "divided by the bridging ratio",
            ..log
        }
        .bounded()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::reference::agree;

    fn measured(value: f64, standard_error: f64) -> Measured {
        Measured {
            value,
            standard_error,
        }
    }

    #[test]
    fn ratios_have_bounds() {
        for (ratio, error) in [(0.1, 0.0), (10.0, 5.0), (1.0, 0.5), (3.21, 1.0)] {
            assert!(
                BridgingRatio::stated(ratio, error).is_ok(),
                "{ratio} {error}"
            );
        }
        for (ratio, error) in [
            (0.099, 0.0),
            (10.1, 0.0),
            (1.0, 0.51),
            (1.0, -0.1),
            (-1.0, 0.0),
            (0.0, 0.0),
            (f64::NAN, 0.0),
            (1.0, f64::NAN),
        ] {
            assert!(
                BridgingRatio::stated(ratio, error).is_err(),
                "{ratio} {error}"
            );
        }
    }

    #[test]
    fn halves_of_one_sample_give_the_ratio_worked_by_hand() {
        // 8.0 with SE 0.4 over 4.8 with SE 0.3: 1.6667, SE(ln) = sqrt(0.05² + 0.0625²) = 0.080039
        let found = BridgingRatio::from_half_samples(measured(4.8, 0.3), measured(8.0, 0.4));
        let found = found.unwrap();
        agree(found.value(), 5.0 / 3.0, 1e-14);
        agree(found.log_error(), 0.080_039_052_967_910_6, 1e-12);
        let estimate = found.estimate(0.95).unwrap();
        agree(estimate.value, 5.0 / 3.0, 1e-14);
        assert_eq!(estimate.method, "bridging ratio");
        let limits = estimate.interval;
        let reach = 1.959_963_984_540_054 * 0.080_039_052_967_910_6;
        agree(limits.lower, 5.0 / 3.0 * f64::exp(-reach), 1e-12);
        agree(limits.upper, 5.0 / 3.0 * f64::exp(reach), 1e-12);
        assert!(BridgingRatio::from_half_samples(measured(0.0, 0.3), measured(8.0, 0.4)).is_err());
        assert!(BridgingRatio::from_half_samples(measured(4.8, -0.3), measured(8.0, 0.4)).is_err());
        assert!(BridgingRatio::from_half_samples(measured(0.5, 0.1), measured(8.0, 0.4)).is_err());
    }

    #[test]
    fn a_figure_keeps_its_relative_error_and_gains_that_of_the_ratio() {
        let ratio = BridgingRatio::stated(1.25, 0.05).unwrap();
        let old = ratio.to_old_basis(measured(10.0, 0.3));
        assert_eq!((old.value, old.standard_error), (8.0, 0.24));
        let found = ratio.on_old_basis(measured(10.0, 0.3), 0.95).unwrap();
        // SE(ln) = sqrt(0.03² + 0.04²) = 0.05
        agree(found.value, 8.0, 1e-14);
        assert_eq!(found.method, "divided by the bridging ratio");
        let reach = 1.959_963_984_540_054 * 0.05;
        agree(found.interval.upper, 8.0 * f64::exp(reach), 1e-12);
        agree(found.interval.lower, 8.0 * f64::exp(-reach), 1e-12);
        assert!(ratio.on_old_basis(measured(0.0, 0.3), 0.95).is_err());
        assert!(ratio.on_old_basis(measured(1.0, -0.3), 0.95).is_err());
    }

    #[test]
    fn two_changes_of_basis_multiply() {
        let (first, second) = (
            BridgingRatio::stated(1.5, 0.045).unwrap(),
            BridgingRatio::stated(0.8, 0.032).unwrap(),
        );
        let both = first.followed_by(&second).unwrap();
        agree(both.value(), 1.2, 1e-14);
        agree(both.log_error(), 0.05, 1e-12);
        let ten = BridgingRatio::stated(10.0, 0.0).unwrap();
        assert!(ten.followed_by(&first).is_err());
    }
}
