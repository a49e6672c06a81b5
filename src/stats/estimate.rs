//! A value with its interval and the name of the method that made it.
//!
//! Holds none of the methods.

use super::error::{StatsError, representable};

/// Two limits at a confidence such as 0.95, in the unit of the value they belong to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
    /// The share of intervals made this way that hold the truth.
    pub confidence: f64,
}

impl Interval {
    /// Both limits through a rising function (a change of unit, an exponential).
    #[must_use]
    pub fn map(self, rising: impl Fn(f64) -> f64) -> Self {
        Self {
            lower: rising(self.lower),
            upper: rising(self.upper),
            ..self
        }
    }

    /// Whether the value lies between the limits, both included.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        (self.lower..=self.upper).contains(&value)
    }

    /// The interval, if both limits are finite.
    pub(crate) fn bounded(self) -> Result<Self, StatsError> {
        representable(&[self.lower, self.upper])?;
        Ok(self)
    }

    /// Value ± quantile × standard error.
    pub(crate) fn symmetric(
        value: f64,
        standard_error: f64,
        quantile: f64,
        confidence: f64,
    ) -> Self {
        Self {
            lower: value - quantile * standard_error,
            upper: value + quantile * standard_error,
            confidence,
        }
    }
}

/// A value, its interval, and what they rest on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The value.
    pub value: f64,
    /// Its interval.
    pub interval: Interval,
    /// The number of people, events or observations behind it (effective where a design factor was used).
    pub n: Option<f64>,
    /// Degrees of freedom, where a t distribution was used.
    pub df: Option<f64>,
    /// The method in words.
    pub method: &'static str,
}

impl Estimate {
    /// The estimate, if its value and both limits are finite.
    pub(crate) fn bounded(self) -> Result<Self, StatsError> {
        representable(&[self.value, self.interval.lower, self.interval.upper])?;
        Ok(self)
    }

    /// The same estimate in another unit: percent (100), victims (the population).
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self {
            value: self.value * factor,
            interval: self.interval.map(|limit| limit * factor),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn victims_are_the_prevalence_times_the_population_with_the_limits() {
        let prevalence = Estimate {
            value: 0.1,
            interval: Interval {
                lower: 0.08,
                upper: 0.125,
                confidence: 0.95,
            },
            n: Some(1000.0),
            df: None,
            method: "Wilson",
        };
        let victims = prevalence.scaled(2_000_000.0);
        assert!((victims.value - 200_000.0).abs() < 1e-6);
        assert!((victims.interval.lower - 160_000.0).abs() < 1e-6);
        assert!((victims.interval.upper - 250_000.0).abs() < 1e-6);
        assert_eq!((victims.n, victims.method), (Some(1000.0), "Wilson"));
    }

    #[test]
    fn limits_beyond_the_numbers_are_an_error() {
        let interval = Interval::symmetric(800.0, 1.0, 2.0, 0.95);
        assert!(interval.bounded().is_ok());
        assert_eq!(interval.map(f64::exp).bounded(), Err(StatsError::Unbounded));
        let low = Interval {
            lower: f64::NEG_INFINITY,
            ..interval
        };
        assert!(low.bounded().is_err());
        let estimate = |value| Estimate {
            value,
            interval,
            n: None,
            df: None,
            method: "given",
        };
        assert!(estimate(800.0).bounded().is_ok());
        assert!(estimate(f64::INFINITY).bounded().is_err());
    }

    #[test]
    fn both_limits_belong_to_the_interval() {
        let interval = Interval::symmetric(5.0, 2.0, 1.5, 0.9);
        assert!(interval.contains(2.0) && interval.contains(8.0));
        assert!(!interval.contains(1.9) && !interval.contains(8.1));
    }
}
