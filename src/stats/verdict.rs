//! A figure judged against a falling path and against no change, with its sampling error.
//!
//! It must not choose the path or the words of a title.

use super::distribution::{critical_z, normal_cdf};
use super::error::{StatsError, not_negative, positive};
use super::estimate::{Estimate, Interval};

/// What can be said of a figure against a falling path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Below the path, beyond sampling error.
    Ahead,
    /// A fall beyond sampling error, and the path is not rejected.
    Consistent,
    /// Neither the path nor no change is rejected.
    TooEarly,
    /// A fall beyond sampling error, but above the path.
    FallingBehind,
    /// Above the path, and no change is not rejected.
    Behind,
    /// A rise beyond sampling error.
    Rising,
}

impl Verdict {
    /// The verdict in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Ahead => "ahead of the path",
            Self::Consistent => "consistent with the path",
            Self::TooEarly => "too early to tell",
            Self::FallingBehind => "falling, behind the path",
            Self::Behind => "behind the path",
            Self::Rising => "rising",
        }
    }
}

/// A value more than 0 with its standard error in the same unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// The value.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
}

/// A figure against the value of a path at its time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judgement {
    /// The relative change since the baseline, −0.062 for 6.2% less, with its interval.
    pub change: Estimate,
    /// The relative gap to the path, 0.01 for 1% above it, with its interval.
    pub gap: Estimate,
    /// The annual rates of change that the data are consistent with.
    pub annual_rates: Interval,
    /// The probability that the truth is at or below the path, the baseline uncertain too.
    pub probability: f64,
    /// The same with the baseline taken as published, without error.
    pub probability_baseline_fixed: f64,
    /// The verdict at the confidence asked for, the baseline uncertain.
    pub verdict: Verdict,
}

/// Judges a figure `years` after its baseline against the value of a path there, the path starting at
/// the baseline as observed: N = `ln(y_t/y_0)`, D = `ln(y_t/path_t)`, both by z with
/// SE = `sqrt((SE_t/y_t)² + (SE_0/y_0)²)` (delta method); probability Φ(−D/SE).
///
/// # Errors
/// A value of 0 or less, no sampling error in the figure, years of 0 or less, a bad confidence.
pub fn judge(
    baseline: Measured,
    current: Measured,
    path_value: f64,
    years: f64,
    confidence: f64,
) -> Result<Judgement, StatsError> {
    let first = positive("baseline", baseline.value)?;
    let value = positive("value", current.value)?;
    let path_value = positive("value of the path", path_value)?;
    let years = positive("years since the baseline", years)?;
    let own_error = positive("relative standard error", current.standard_error / value)?;
    let error = own_error.hypot(not_negative("standard error", baseline.standard_error)? / first);
    let z = critical_z(confidence)?;
    let relative = |log: f64| Estimate {
        value: log.exp_m1(),
        interval: Interval::symmetric(log, error, z, confidence).map(f64::exp_m1),
        n: None,
        df: None,
        method: "log ratio, delta method",
    };
    let (log_change, log_gap) = ((value / first).ln(), (value / path_value).ln());
    let (change, gap) = (
        relative(log_change).bounded()?,
        relative(log_gap).bounded()?,
    );
    let rates = Interval::symmetric(log_change / years, error / years, z, confidence);
    Ok(Judgement {
        change,
        gap,
        annual_rates: rates.map(f64::exp_m1).bounded()?,
        probability: normal_cdf(-log_gap / error),
        probability_baseline_fixed: normal_cdf(-log_gap / own_error),
        verdict: verdict(&gap.interval, &change.interval),
    })
}

/// The rule: first the gap to the path, then the change since the baseline. A path that falls lies
/// below its baseline, so a gap that holds 0 never goes with a rise.
fn verdict(gap: &Interval, change: &Interval) -> Verdict {
    let falls = change.upper < 0.0;
    if gap.upper < 0.0 {
        Verdict::Ahead
    } else if gap.lower <= 0.0 {
        if falls {
            Verdict::Consistent
        } else {
            Verdict::TooEarly
        }
    } else if falls {
        Verdict::FallingBehind
    } else if change.lower > 0.0 {
        Verdict::Rising
    } else {
        Verdict::Behind
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::path::{Path, Point, Shape};

    fn measured(percent: f64) -> Measured {
        let p = percent / 100.0;
        let standard_error = 100.0 * 1.35 * (p * (1.0 - p) / 12_000.0).sqrt();
        Measured {
            value: percent,
            standard_error,
        }
    }

    fn judged(shape: Shape, year: f64, percent: f64) -> Judgement {
        let at = |time, value| Point { time, value };
        let path = Path::new(shape, at(2024.0, 11.3), at(2034.0, 5.65)).unwrap();
        let path_value = path.value_at(year).unwrap();
        judge(
            measured(11.3),
            measured(percent),
            path_value,
            year - 2024.0,
            0.95,
        )
        .unwrap()
    }

    #[test]
    fn the_first_year_has_the_worked_change_and_probabilities() {
        // Worked in the method of the project: base 12,000, design factor 1.35.
        let found = judged(Shape::Geometric, 2025.0, 10.6);
        assert!((found.change.value + 0.062).abs() < 5e-4);
        assert!((found.change.interval.lower + 0.149).abs() < 5e-4);
        assert!((found.change.interval.upper - 0.034).abs() < 5e-4);
        assert!((found.probability - 0.457).abs() < 5e-4);
        assert!((found.probability_baseline_fixed - 0.440).abs() < 5e-4);
        let linear = judged(Shape::Linear, 2025.0, 10.6);
        assert!((linear.probability - 0.600).abs() < 5e-4);
        assert!((linear.probability_baseline_fixed - 0.638).abs() < 5e-4);
        // after one year the annual rates are the change itself
        assert!((found.annual_rates.lower - found.change.interval.lower).abs() < 1e-12);
    }

    #[test]
    fn verdicts_are_those_of_the_worked_examples() {
        for (year, percent, geometric, linear) in [
            (2025.0, 10.6, Verdict::TooEarly, Verdict::TooEarly),
            (2027.0, 9.2, Verdict::Consistent, Verdict::Consistent),
            (2029.0, 7.0, Verdict::Ahead, Verdict::Ahead),
            (2029.0, 9.5, Verdict::FallingBehind, Verdict::FallingBehind),
            (2029.0, 10.9, Verdict::Behind, Verdict::Behind),
            (2029.0, 12.8, Verdict::Rising, Verdict::Rising),
        ] {
            assert_eq!(
                judged(Shape::Geometric, year, percent).verdict,
                geometric,
                "{percent}"
            );
            assert_eq!(
                judged(Shape::Linear, year, percent).verdict,
                linear,
                "{percent}"
            );
        }
    }

    #[test]
    fn an_interval_that_just_touches_0_holds_it() {
        let interval = |lower, upper| Interval {
            lower,
            upper,
            confidence: 0.95,
        };
        let (touching, above, below) =
            (interval(0.0, 1.0), interval(0.1, 1.0), interval(-1.0, -0.1));
        assert_eq!(verdict(&touching, &below), Verdict::Consistent);
        assert_eq!(
            verdict(&interval(-1.0, 0.0), &interval(-1.0, 0.0)),
            Verdict::TooEarly
        );
        assert_eq!(verdict(&above, &touching), Verdict::Behind);
        assert_eq!(verdict(&above, &interval(-1.0, 0.0)), Verdict::Behind);
        assert_eq!(verdict(&above, &above), Verdict::Rising);
        assert_eq!(verdict(&below, &below), Verdict::Ahead);
    }

    #[test]
    fn every_verdict_has_its_words() {
        assert_eq!(Verdict::Ahead.words(), "ahead of the path");
        assert_eq!(Verdict::Consistent.words(), "consistent with the path");
        assert_eq!(Verdict::TooEarly.words(), "too early to tell");
        assert_eq!(Verdict::FallingBehind.words(), "falling, behind the path");
        assert_eq!(Verdict::Behind.words(), "behind the path");
        assert_eq!(Verdict::Rising.words(), "rising");
    }

    #[test]
    fn annual_rates_spread_the_change_over_the_years() {
        let found = judged(Shape::Geometric, 2026.0, 10.0);
        let whole = (1.0 + found.annual_rates.upper).powi(2) - 1.0;
        assert!((whole - found.change.interval.upper).abs() < 1e-12);
    }

    #[test]
    fn bad_input_is_an_error() {
        let (good, exact) = (
            measured(10.0),
            Measured {
                value: 11.3,
                standard_error: 0.0,
            },
        );
        assert!(judge(exact, good, 9.0, 1.0, 0.95).is_ok());
        assert!(judge(good, exact, 9.0, 1.0, 0.95).is_err());
        assert!(judge(good, good, 0.0, 1.0, 0.95).is_err());
        assert!(judge(good, good, 9.0, 0.0, 0.95).is_err());
        assert!(judge(good, good, 9.0, 1.0, 95.0).is_err());
        assert!(judge(measured(0.0), good, 9.0, 1.0, 0.95).is_err());
        assert!(
            judge(
                good,
                Measured {
                    value: 0.0,
                    standard_error: 0.1
                },
                9.0,
                1.0,
                0.95
            )
            .is_err()
        );
        let negative = Measured {
            value: 10.0,
            standard_error: -0.1,
        };
        assert!(judge(negative, good, 9.0, 1.0, 0.95).is_err());
    }
}
