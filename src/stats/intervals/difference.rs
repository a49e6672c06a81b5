//! Two estimates compared: difference, ratio and test.
//!
//! Does not compare counts of recorded offences: see `change`.

use super::design::{Basis, Prevalence};
use super::proportion::{standard_error, wald_with_df, wilson_limits};
use crate::stats::distribution::{critical_z, normal_two_sided, t_two_sided};
use crate::stats::error::{StatsError, between, not_negative, positive};
use crate::stats::estimate::{Estimate, Interval};

/// The level of a mark.
const LEVEL: f64 = 0.05;
/// The confidence of the interval that a mark goes by.
const MARKED: f64 = 1.0 - LEVEL;

/// A test of no change at the 5% level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// The change over its standard error.
    pub z: f64,
    /// The two-sided p-value: 1 less the confidence at which the interval of the change just touches 0.
    pub p_value: f64,
    /// The method in words.
    pub method: &'static str,
}

impl Test {
    /// Whether the change is significant at 5%.
    #[must_use]
    pub fn significant(&self) -> bool {
        self.p_value < LEVEL
    }

    /// `[s]` or `[ns]`, as in the tables of the Office for National Statistics.
    #[must_use]
    pub fn mark(&self) -> &'static str {
        if self.significant() { "[s]" } else { "[ns]" }
    }

    /// The same with a p-value on the side of 5% on which the 95% interval lies: the two are computed
    /// apart and could differ in their last digit.
    fn beside(self, excludes_0: bool) -> Self {
        let p_value = if excludes_0 {
            self.p_value.min(LEVEL.next_down())
        } else {
            self.p_value.max(LEVEL)
        };
        Self { p_value, ..self }
    }
}

/// Second against first prevalence (0 to 1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// Second minus first.
    pub difference: Estimate,
    /// Second over first; none where one of them is 0 or the limits are too far apart to write.
    pub ratio: Option<Estimate>,
    /// The test of no difference, which agrees with the interval of the difference; none where both
    /// standard errors are 0.
    pub test: Option<Test>,
}

/// A value with its standard error, and the degrees of freedom of that where they are known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// The value.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// The degrees of freedom of the standard error; none for a large sample.
    pub df: Option<f64>,
}

/// Newcombe's hybrid score interval of a difference of two independent proportions, from their own
/// (Wilson) intervals of the same confidence: Newcombe 1998, Statistics in Medicine 17, 873-890,
/// method 10.
#[must_use]
pub fn newcombe(first: &Estimate, second: &Estimate) -> Estimate {
    let value = second.value - first.value;
    let (first_limits, second_limits) = (&first.interval, &second.interval);
    let (lower, upper) = newcombe_limits(
        (first.value, (first_limits.lower, first_limits.upper)),
        (second.value, (second_limits.lower, second_limits.upper)),
    );
    Estimate {
        value,
        interval: Interval {
            lower,
            upper,
            confidence: first.interval.confidence,
        },
        n: None,
        df: None,
        method: "Newcombe",
    }
}

/// The limits of second minus first, each a proportion with its own limits.
fn newcombe_limits(first: (f64, (f64, f64)), second: (f64, (f64, f64))) -> (f64, f64) {
    let value = second.0 - first.0;
    let below = (second.0 - second.1.0).hypot(first.1.1 - first.0);
    let above = (second.1.1 - second.0).hypot(first.0 - first.1.0);
    ((value - below).max(-1.0), (value + above).min(1.0))
}

/// The p-value of Newcombe's interval of a difference: 1 less the confidence at which it just touches
/// 0. Each proportion comes with its effective base.
///
/// # Errors
/// A proportion outside 0 to 1, a base of 0 or less.
///
/// ```
/// use vawg::stats::intervals::difference::newcombe_p_value;
///
/// // 11.3% and 10.6% of 12,000 people each, design factor 1.35
/// let base = 12_000.0 / (1.35 * 1.35);
/// let p_value = newcombe_p_value((0.113, base), (0.106, base))?;
/// assert_eq!(format!("{p_value:.3}"), "0.198");
/// # Ok::<(), vawg::stats::error::StatsError>(())
/// ```
pub fn newcombe_p_value(first: (f64, f64), second: (f64, f64)) -> Result<f64, StatsError> {
    for (proportion, base) in [first, second] {
        between("proportion", proportion, 0.0, 1.0)?;
        positive("base", base)?;
    }
    if first.0.total_cmp(&second.0).is_eq() {
        return Ok(1.0);
    }
    let (mut below, mut above) = (0.0, 1.0);
    while newcombe_excludes_0(first, second, above) {
        below = above;
        above *= 2.0;
    }
    loop {
        let middle = f64::midpoint(below, above);
        if middle <= below || middle >= above {
            return Ok(normal_two_sided(below));
        }
        if newcombe_excludes_0(first, second, middle) {
            below = middle;
        } else {
            above = middle;
        }
    }
}

fn newcombe_excludes_0(first: (f64, f64), second: (f64, f64), z: f64) -> bool {
    let limits = |(p, n): (f64, f64)| (p, wilson_limits(p, n, z));
    let (lower, upper) = newcombe_limits(limits(first), limits(second));
    lower > 0.0 || upper < 0.0
}

/// Second minus first with Wald's interval from the two standard errors.
///
/// # Errors
/// A value that is not finite, a negative standard error, a bad confidence.
pub fn wald_difference(
    first: (f64, f64),
    second: (f64, f64),
    confidence: f64,
) -> Result<Estimate, StatsError> {
    let figure = |(value, standard_error)| Figure {
        value,
        standard_error,
        df: None,
    };
    difference_of_figures(figure(first), figure(second), confidence)
}

/// Second minus first with Wald's interval: by t with Welch's degrees of freedom where those of a
/// standard error are known, else by z.
///
/// # Errors
/// A value that is not finite, a negative standard error, degrees of freedom of 0 or less, a bad
/// confidence.
///
/// ```
/// use vawg::stats::intervals::difference::{Figure, difference_of_figures};
///
/// let figure = |value, df| Figure { value, standard_error: 0.4, df: Some(df) };
/// let found = difference_of_figures(figure(9.5, 8.0), figure(8.3, 10.0), 0.95)?;
/// assert_eq!(format!("{:.1}", found.df.unwrap()), "17.8");
/// assert_eq!(format!("{:.2}", found.interval.upper), "-0.01");
/// # Ok::<(), vawg::stats::error::StatsError>(())
/// ```
pub fn difference_of_figures(
    first: Figure,
    second: Figure,
    confidence: f64,
) -> Result<Estimate, StatsError> {
    let first_error = not_negative("standard error", first.standard_error)?;
    let second_error = not_negative("standard error", second.standard_error)?;
    let df = welch(first, second)?;
    wald_with_df(
        second.value - first.value,
        first_error.hypot(second_error),
        df,
        confidence,
    )
}

/// Welch's degrees of freedom of the standard error of a difference (Welch 1947, Biometrika 34,
/// 28-35); none where neither standard error has any.
fn welch(first: Figure, second: Figure) -> Result<Option<f64>, StatsError> {
    let (mut sum, mut shares) = (0.0, 0.0);
    for Figure {
        standard_error, df, ..
    } in [first, second]
    {
        let variance = standard_error * standard_error;
        sum += variance;
        if let Some(df) = df {
            shares += variance * variance / positive("degrees of freedom", df)?;
        }
    }
    Ok((shares > 0.0).then(|| sum * sum / shares))
}

/// Second over first, each a value with its standard error, with an interval on the log scale:
/// Var(ln ratio) = (SE1/p1)² + (SE2/p2)² (the delta method; Katz and others 1978, Biometrics 34,
/// 469-474).
///
/// # Errors
/// A value of 0 or less, a negative standard error, a bad confidence.
pub fn ratio(
    first: (f64, f64),
    second: (f64, f64),
    confidence: f64,
) -> Result<Estimate, StatsError> {
    let figure = |(value, standard_error)| Figure {
        value,
        standard_error,
        df: None,
    };
    ratio_of_figures(figure(first), figure(second), confidence)
}

/// The same by t with Welch's degrees of freedom where those of a standard error are known.
///
/// # Errors
/// Those of [`ratio`], degrees of freedom of 0 or less.
pub fn ratio_of_figures(
    first: Figure,
    second: Figure,
    confidence: f64,
) -> Result<Estimate, StatsError> {
    let base = positive("first value", first.value)?;
    let value = positive("second value", second.value)? / base;
    let logarithm = |figure: Figure| Figure {
        value: figure.value.ln(),
        standard_error: figure.standard_error / figure.value,
        df: figure.df,
    };
    let log = difference_of_figures(logarithm(first), logarithm(second), confidence)?;
    Estimate {
        value,
        interval: log.interval.map(f64::exp),
        method: "log ratio, delta method",
        ..log
    }
    .bounded()
}

/// z = (p2 − p1)/sqrt(SE1² + SE2²), the test that the Office for National Statistics describes for
/// the Crime Survey (User guide to crime statistics for England and Wales); none where both errors are 0.
#[must_use]
pub fn z_test(first: (f64, f64), second: (f64, f64)) -> Option<Test> {
    let figure = |(value, standard_error)| Figure {
        value,
        standard_error,
        df: None,
    };
    test_of_figures(figure(first), figure(second))
        .ok()
        .flatten()
}

/// The same test by t with Welch's degrees of freedom where those of a standard error are known. Its
/// mark agrees with the 95% interval of [`difference_of_figures`].
///
/// # Errors
/// A value that is not finite, a negative standard error, degrees of freedom of 0 or less.
pub fn test_of_figures(first: Figure, second: Figure) -> Result<Option<Test>, StatsError> {
    let error = first.standard_error.hypot(second.standard_error);
    if error <= 0.0 {
        return Ok(None);
    }
    let difference = difference_of_figures(first, second, MARKED)?;
    let z = difference.value / error;
    let (p_value, method) = match difference.df {
        Some(df) => (t_two_sided(z, df), "t test, unpooled standard errors"),
        None => (normal_two_sided(z), "z test, unpooled standard errors"),
    };
    let test = Test { z, p_value, method };
    Ok(Some(test.beside(!difference.interval.contains(0.0))))
}

/// Difference (Newcombe's where both rest on a base, else Wald's), ratio and test of two
/// independent prevalences whose intervals have this confidence. The mark and the p-value of the test
/// are those of the interval of the difference, so that the two never disagree.
///
/// # Errors
/// A bad confidence.
pub fn compare(
    first: &Prevalence,
    second: &Prevalence,
    confidence: f64,
) -> Result<Comparison, StatsError> {
    critical_z(confidence)?;
    let figure = |found: &Prevalence| Figure {
        value: found.estimate.value,
        standard_error: found.standard_error,
        df: found.estimate.df,
    };
    let (one, two) = (figure(first), figure(second));
    let (difference, test) = match (base(first), base(second)) {
        (Some(one), Some(two)) => (
            newcombe(&first.estimate, &second.estimate),
            newcombe_test(one, two)?,
        ),
        _ => (
            difference_of_figures(one, two, confidence)?,
            test_of_figures(one, two)?,
        ),
    };
    Ok(Comparison {
        difference,
        ratio: ratio_of_figures(one, two, confidence).ok(),
        test,
    })
}

/// The prevalence and its effective base, where it rests on one.
fn base(found: &Prevalence) -> Option<(f64, f64)> {
    match found.basis {
        Basis::Base { effective_base, .. } => Some((found.estimate.value, effective_base)),
        _ => None,
    }
}

/// The test that goes with Newcombe's interval of two proportions on their effective bases.
fn newcombe_test(first: (f64, f64), second: (f64, f64)) -> Result<Option<Test>, StatsError> {
    let error = |(p, n): (f64, f64)| standard_error(p, n);
    let error = error(first).hypot(error(second));
    if error <= 0.0 {
        return Ok(None);
    }
    let test = Test {
        z: (second.0 - first.0) / error,
        p_value: newcombe_p_value(first, second)?,
        method: "Newcombe's interval, confidence at which it touches 0",
    };
    let z = critical_z(MARKED)?;
    Ok(Some(test.beside(newcombe_excludes_0(first, second, z))))
}

#[cfg(test)]
mod tests;
