//! What can be wrong with the input of a statistic, in words a user can act on, and the checks.
//!
//! Holds no formulas.

use std::fmt;

/// Why a statistic cannot be computed from what was given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum StatsError {
    /// The quantity is NaN or infinite.
    NotFinite {
        /// The quantity in words.
        what: &'static str,
    },
    /// The quantity must be zero or more.
    Negative {
        /// The quantity in words.
        what: &'static str,
        /// What was given.
        value: f64,
    },
    /// The quantity must be more than zero.
    NotPositive {
        /// The quantity in words.
        what: &'static str,
        /// What was given.
        value: f64,
    },
    /// The quantity must lie between two numbers, both allowed.
    Outside {
        /// The quantity in words.
        what: &'static str,
        /// What was given.
        value: f64,
        /// The smallest allowed value.
        low: f64,
        /// The largest allowed value.
        high: f64,
    },
    /// The confidence does not lie strictly between 0 and 1.
    Confidence {
        /// What was given.
        value: f64,
    },
    /// More events or cases than there are to count from.
    NumeratorOverDenominator {
        /// The number of cases.
        numerator: f64,
        /// The number they were counted from.
        denominator: f64,
    },
    /// Two columns that belong together have different lengths.
    Lengths {
        /// The column in words.
        what: &'static str,
        /// The length it should have.
        expected: usize,
        /// The length it has.
        found: usize,
    },
    /// The method needs more points than there are.
    TooFewPoints {
        /// The smallest number of points the method takes.
        needed: usize,
        /// The number of points given.
        found: usize,
    },
    /// Two points stand at the same x, or the points are out of order.
    NotIncreasing {
        /// The x of the second of the two points.
        x: f64,
    },
    /// A value of zero or less where a logarithm is needed.
    NoLogarithm {
        /// The x of the point.
        x: f64,
        /// Its value.
        value: f64,
    },
    /// A step with no whole period before it or none after it, so that no change can be seen.
    StepOutside {
        /// The place of the step on the x axis.
        at: f64,
    },
    /// A window of quarters or months too short for season terms that does not hold every season
    /// equally often.
    UnbalancedSeasons {
        /// The smallest number of periods that has season terms.
        needed: usize,
        /// The number of periods given.
        found: usize,
    },
    /// A fitted value for a season that no point has.
    SeasonNotSeen {
        /// The x of the fitted value.
        x: f64,
    },
    /// A stated ratio of a level step where the trend is straight on the scale of the values.
    StatedRatioOnLinearScale,
    /// A stated ratio of a level step in joinpoint regression.
    StatedRatioOfJoinpoints,
    /// These points cannot separate two terms of the model.
    Inseparable,
    /// The limits are too far apart to be written as numbers.
    Unbounded,
    /// The iterations did not converge.
    NotConverged,
    /// The permutation tests would take longer than anyone waits.
    TooManyPermutations {
        /// The largest number of joinpoints asked for.
        joinpoints: usize,
        /// The number of points.
        points: usize,
        /// The number of permutations of each test.
        permutations: usize,
    },
    /// The search would look at more placements of joinpoints, or at more points, than is sensible.
    TooManyPlacements {
        /// The largest number of joinpoints asked for.
        joinpoints: usize,
        /// The number of points.
        points: usize,
    },
}

impl fmt::Display for StatsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.about_a_number() {
            Some(message) => f.write_str(&message),
            None => f.write_str(&self.about_the_points()),
        }
    }
}

impl StatsError {
    /// The message for one number that is out of place.
    fn about_a_number(self) -> Option<String> {
        Some(match self {
            Self::NotFinite { what } => format!("{what} must be a finite number"),
            Self::Negative { what, value } => format!("{what} `{value}` must be zero or more"),
            Self::NotPositive { what, value } => format!("{what} `{value}` must be more than zero"),
            Self::Outside {
                what,
                value,
                low,
                high,
            } => format!("{what} `{value}` must lie between {low} and {high}"),
            Self::Confidence { value } => {
                format!("confidence `{value}` must lie between 0 and 1, such as 0.95 for 95%")
            }
            Self::NumeratorOverDenominator {
                numerator,
                denominator,
            } => format!("numerator `{numerator}` is larger than its denominator `{denominator}`"),
            Self::Lengths {
                what,
                expected,
                found,
            } => format!("{what}: expected {expected} values, found {found}"),
            _ => return None,
        })
    }

    /// The message for points that a method does not take.
    fn about_the_points(self) -> String {
        match self {
            Self::TooFewPoints { needed, found } => {
                format!("the method needs {needed} points or more, found {found}")
            }
            Self::NotIncreasing { x } => format!(
                "points must be in order of time with one value for each period; see x = `{x}`"
            ),
            Self::NoLogarithm { x, value } => format!(
                "value `{value}` at x = `{x}` has no logarithm; use a linear scale, or a count model, which takes zeros"
            ),
            Self::StepOutside { at } => format!(
                "the step at `{at:.2}` (in years) has no whole period on both of its sides; begin the window earlier, or end it later"
            ),
            Self::UnbalancedSeasons { needed, found } => format!(
                "{found} periods do not hold every season equally often; use {needed} or more, or whole years"
            ),
            Self::SeasonNotSeen { x } => {
                format!("no point has the season of x = `{x:.3}`, so it has no fitted value")
            }
            Self::StatedRatioOnLinearScale => "a stated ratio multiplies, and a linear trend adds; fit on the log scale, or let the step be estimated".to_owned(),
            Self::StatedRatioOfJoinpoints => "joinpoint regression cannot carry the error of a stated ratio, because it searches the places of its joinpoints anew for each ratio; fit a log-linear trend, or let the step be estimated".to_owned(),
            Self::Inseparable => "these points cannot separate two terms of the model; use fewer steps or joinpoints".to_owned(),
            Self::Unbounded => "the limits are too far apart to be written as numbers; check the values and their standard errors".to_owned(),
            Self::NotConverged => "the fit did not converge on these points".to_owned(),
            Self::TooManyPermutations { joinpoints, points, permutations } => format!(
                "{permutations} permutations of up to {joinpoints} joinpoints in {points} points would take too long; choose by the weighted BIC (wbic), or allow fewer joinpoints"
            ),
            Self::TooManyPlacements { joinpoints, points } => format!(
                "too many places to try for {joinpoints} joinpoints in {points} points; allow fewer joinpoints"
            ),
            _ => String::new(),
        }
    }
}

impl std::error::Error for StatsError {}

pub(crate) fn finite(what: &'static str, value: f64) -> Result<f64, StatsError> {
    if value.is_finite() {
        Ok(value)
    } else {
        Err(StatsError::NotFinite { what })
    }
}

/// Fails where a result is beyond the numbers.
pub(crate) fn representable(results: &[f64]) -> Result<(), StatsError> {
    if results.iter().all(|result| result.is_finite()) {
        Ok(())
    } else {
        Err(StatsError::Unbounded)
    }
}

pub(crate) fn not_negative(what: &'static str, value: f64) -> Result<f64, StatsError> {
    if finite(what, value)? >= 0.0 {
        Ok(value)
    } else {
        Err(StatsError::Negative { what, value })
    }
}

pub(crate) fn positive(what: &'static str, value: f64) -> Result<f64, StatsError> {
    if finite(what, value)? > 0.0 {
        Ok(value)
    } else {
        Err(StatsError::NotPositive { what, value })
    }
}

pub(crate) fn between(
    what: &'static str,
    value: f64,
    low: f64,
    high: f64,
) -> Result<f64, StatsError> {
    if (low..=high).contains(&finite(what, value)?) {
        Ok(value)
    } else {
        Err(StatsError::Outside {
            what,
            value,
            low,
            high,
        })
    }
}

pub(crate) fn same_length(
    what: &'static str,
    expected: usize,
    found: usize,
) -> Result<(), StatsError> {
    if expected == found {
        Ok(())
    } else {
        Err(StatsError::Lengths {
            what,
            expected,
            found,
        })
    }
}

pub(crate) fn enough_points(needed: usize, found: usize) -> Result<(), StatsError> {
    if found >= needed {
        Ok(())
    } else {
        Err(StatsError::TooFewPoints { needed, found })
    }
}

/// A confidence strictly between 0 and 1 whose upper tail is not lost in rounding.
pub(crate) fn confidence(value: f64) -> Result<f64, StatsError> {
    if value > 0.0 && f64::midpoint(value, 1.0) < 1.0 {
        Ok(value)
    } else {
        Err(StatsError::Confidence { value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_confidence_lies_strictly_between_0_and_1() {
        for bad in [95.0, 1.2, 1.0, 0.0, -0.5, f64::NAN, f64::INFINITY] {
            assert!(confidence(bad).is_err(), "{bad}");
        }
        assert_eq!(confidence(0.95), Ok(0.95));
        let message = StatsError::Confidence { value: 95.0 }.to_string();
        assert_eq!(
            message,
            "confidence `95` must lie between 0 and 1, such as 0.95 for 95%"
        );
    }

    #[test]
    fn the_edges_of_each_check_are_kept() {
        assert_eq!(not_negative("events", 0.0), Ok(0.0));
        assert!(not_negative("events", -1.0).is_err());
        assert!(positive("population", 0.0).is_err());
        assert_eq!(positive("population", 2.0), Ok(2.0));
        assert_eq!(between("prevalence", 1.0, 0.0, 1.0), Ok(1.0));
        assert!(between("prevalence", 1.1, 0.0, 1.0).is_err());
        assert!(finite("value", f64::NAN).is_err());
        assert_eq!(representable(&[1.0, -2.0]), Ok(()));
        assert_eq!(representable(&[1.0, f64::NAN]), Err(StatsError::Unbounded));
        assert_eq!(same_length("values", 3, 3), Ok(()));
        assert!(same_length("values", 3, 2).is_err());
        assert_eq!(enough_points(3, 3), Ok(()));
        assert!(enough_points(3, 2).is_err());
    }

    /// One of each error that names a number.
    fn errors_about_a_number() -> [StatsError; 6] {
        [
            StatsError::NotFinite { what: "value" },
            StatsError::Negative {
                what: "events",
                value: -4.0,
            },
            StatsError::NotPositive {
                what: "population",
                value: 0.0,
            },
            StatsError::Outside {
                what: "prevalence",
                value: 2.0,
                low: 0.0,
                high: 1.0,
            },
            StatsError::NumeratorOverDenominator {
                numerator: 3.0,
                denominator: 2.0,
            },
            StatsError::Lengths {
                what: "values",
                expected: 3,
                found: 2,
            },
        ]
    }

    #[test]
    fn messages_name_the_value_and_end_without_a_full_stop() {
        let about_points = [
            StatsError::TooFewPoints {
                needed: 3,
                found: 2,
            },
            StatsError::NotIncreasing { x: 2004.25 },
            StatsError::NoLogarithm {
                x: 2004.25,
                value: 0.0,
            },
            StatsError::StepOutside { at: 1998.5 },
            StatsError::UnbalancedSeasons {
                needed: 8,
                found: 6,
            },
            StatsError::SeasonNotSeen { x: 2004.125 },
            StatsError::StatedRatioOnLinearScale,
            StatsError::StatedRatioOfJoinpoints,
            StatsError::Inseparable,
            StatsError::Unbounded,
            StatsError::NotConverged,
            StatsError::TooManyPermutations {
                joinpoints: 5,
                points: 60,
                permutations: 4499,
            },
            StatsError::TooManyPlacements {
                joinpoints: 9,
                points: 80,
            },
        ];
        for error in errors_about_a_number().into_iter().chain(about_points) {
            let text = error.to_string();
            assert!(!text.is_empty() && !text.ends_with('.'), "{text}");
        }
        let text = StatsError::NoLogarithm {
            x: 2004.25,
            value: 0.0,
        }
        .to_string();
        assert!(text.contains("`0`") && text.contains("`2004.25`"), "{text}");
    }
}
