//! The change between two counts of recorded offences, as counts or as rates.
//!
//! Rothman, Greenland and Lash 2008, Modern Epidemiology, chapter 14. Does not compare survey estimates: see `difference`.

use super::difference::Test;
use super::proportion::quantile;
use crate::stats::distribution::{critical_z, normal_two_sided};
use crate::stats::error::{StatsError, not_negative, positive};
use crate::stats::estimate::{Estimate, Interval};

/// No percentage change is given on fewer offences than this, as in the publisher's tables (`[u]`).
pub const SMALLEST_COUNT: f64 = 50.0;

/// How a count changed from a first to a second period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// Second minus first count.
    pub absolute: f64,
    /// Second over first minus 1; none where the first count is under 50 (`[u]`).
    pub relative: Option<Estimate>,
    /// Whether the relative change is left out because the first count is under 50.
    pub unreliable: bool,
    /// The dispersion by which the variance was inflated, 1 where none was given.
    pub dispersion: f64,
}

/// Absolute and relative change of counts, with an interval for the change of the underlying rate:
/// SE(ln ratio) = sqrt(dispersion·(1/x1 + 1/x2)) (Rothman, Greenland and Lash 2008, Modern
/// Epidemiology, chapter 14); a dispersion under 1 counts as 1.
///
/// # Errors
/// A negative count, a dispersion that is not positive, a bad confidence.
pub fn of_counts(
    first: f64,
    second: f64,
    dispersion: Option<f64>,
    confidence: f64,
) -> Result<Change, StatsError> {
    let first = not_negative("first count", first)?;
    let second = not_negative("second count", second)?;
    let dispersion = positive("dispersion", dispersion.unwrap_or(1.0))?.max(1.0);
    critical_z(confidence)?;
    let unreliable = first < SMALLEST_COUNT;
    let relative = if unreliable || second == 0.0 {
        None
    } else {
        Some(relative_change(
            (first, 1.0),
            (second, 1.0),
            dispersion,
            confidence,
        )?)
    };
    Ok(Change {
        absolute: second - first,
        relative,
        unreliable,
        dispersion,
    })
}

/// Second over first rate minus 1, each rate as events and the population they come from.
///
/// # Errors
/// Events or a population of 0 or less, a dispersion that is not positive, a bad confidence.
pub fn relative_change(
    first: (f64, f64),
    second: (f64, f64),
    dispersion: f64,
    confidence: f64,
) -> Result<Estimate, StatsError> {
    relative_change_with_df(first, second, dispersion, None, confidence)
}

/// The same by t with the degrees of freedom of the dispersion, where it was estimated from few
/// periods.
///
/// # Errors
/// Those of [`relative_change`], degrees of freedom of 0 or less.
///
/// ```
/// use vawg::stats::intervals::change::relative_change_with_df;
///
/// // recorded rapes and sexual assaults of women and girls, dispersion of six years
/// let (first, second) = ((122_638.0, 1.0), (127_728.0, 1.0));
/// let found = relative_change_with_df(first, second, 1209.49, Some(4.0), 0.95)?;
/// let limits = found.interval;
/// assert_eq!(format!("{:.0} to {:+.0}", 100.0 * limits.lower, 100.0 * limits.upper), "-29 to +53");
/// # Ok::<(), vawg::stats::error::StatsError>(())
/// ```
pub fn relative_change_with_df(
    first: (f64, f64),
    second: (f64, f64),
    dispersion: f64,
    df: Option<f64>,
    confidence: f64,
) -> Result<Estimate, StatsError> {
    let (log_ratio, standard_error) = log_rate_ratio(first, second, dispersion)?;
    let quantile = quantile(df, confidence)?;
    let interval = Interval::symmetric(log_ratio, standard_error, quantile, confidence);
    Estimate {
        value: log_ratio.exp_m1(),
        interval: interval.map(f64::exp_m1),
        n: Some(first.0 + second.0),
        df,
        method: "log rate ratio",
    }
    .bounded()
}

/// The test that second over first rate equals `null_ratio` (1: no change), on the log scale
/// (the Wald-log test of Gu and others 2008, Biometrical Journal 50, 283-298).
///
/// # Errors
/// Events, a population or a null ratio of 0 or less, a dispersion that is not positive.
pub fn rate_test(
    first: (f64, f64),
    second: (f64, f64),
    null_ratio: f64,
    dispersion: f64,
) -> Result<Test, StatsError> {
    let null_ratio = positive("null ratio", null_ratio)?;
    let (log_ratio, standard_error) = log_rate_ratio(first, second, dispersion)?;
    let z = (log_ratio - null_ratio.ln()) / standard_error;
    Ok(Test {
        z,
        p_value: normal_two_sided(z),
        method: "log rate ratio",
    })
}

/// The logarithm of second over first rate, and its standard error.
pub(crate) fn log_rate_ratio(
    first: (f64, f64),
    second: (f64, f64),
    dispersion: f64,
) -> Result<(f64, f64), StatsError> {
    let dispersion = positive("dispersion", dispersion)?;
    let rate = |(events, population): (f64, f64)| {
        Ok::<f64, StatsError>(positive("events", events)? / positive("population", population)?)
    };
    let ratio = rate(second)? / rate(first)?;
    Ok((
        ratio.ln(),
        (dispersion * (1.0 / first.0 + 1.0 / second.0)).sqrt(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::reference::agree;

    #[test]
    fn the_test_of_two_rates_reproduces_gu_and_others() {
        // Gu and others 2008, examples 1 and 2, as quoted in the statsmodels suite: z and one-sided p.
        for (first, second, null, z, one_sided) in [
            ((30.0, 54_308.7), (60.0, 51_477.5), 1.0, 3.3393, 0.000_42),
            ((15.0, 19_017.0), (41.0, 28_010.0), 1.5, 0.7056, 0.2402),
        ] {
            let test = rate_test(first, second, null, 1.0).unwrap();
            agree(test.z, z, 5e-4);
            agree(test.p_value / 2.0, one_sided, 5e-3);
        }
    }

    #[test]
    fn a_relative_change_has_the_interval_worked_by_hand() {
        // 100 to 121 offences: ln 1.21 = 0.190620, SE = sqrt(0.01 + 1/121) = 0.135155.
        let change = of_counts(100.0, 121.0, None, 0.95).unwrap();
        let relative = change.relative.unwrap();
        agree(relative.value, 0.21, 1e-12);
        let reach = 1.959_963_984_540_054 * (0.01_f64 + 1.0 / 121.0).sqrt();
        agree(relative.interval.lower, 1.21 * (-reach).exp() - 1.0, 1e-10);
        agree(relative.interval.upper, 1.21 * reach.exp() - 1.0, 1e-10);
        assert_eq!(
            (change.absolute, change.unreliable, change.dispersion),
            (21.0, false, 1.0)
        );
        assert_eq!(relative.n, Some(221.0));
    }

    #[test]
    fn dispersion_widens_the_interval_and_is_never_under_1() {
        let reach = |dispersion| {
            let found = of_counts(400.0, 400.0, dispersion, 0.95).unwrap();
            found.relative.unwrap().interval.upper.ln_1p()
        };
        agree(reach(Some(4.0)), 2.0 * reach(None), 1e-12);
        agree(reach(Some(0.5)), reach(None), 1e-15);
    }

    #[test]
    fn fewer_than_50_offences_have_no_percentage() {
        assert!(of_counts(49.0, 80.0, None, 0.95).unwrap().unreliable);
        assert!(
            of_counts(49.0, 80.0, None, 0.95)
                .unwrap()
                .relative
                .is_none()
        );
        assert!(
            of_counts(50.0, 20.0, None, 0.95)
                .unwrap()
                .relative
                .is_some()
        );
        let none = of_counts(60.0, 0.0, None, 0.95).unwrap();
        assert!(none.relative.is_none() && !none.unreliable);
    }

    #[test]
    fn a_rate_change_allows_for_the_population() {
        let found = relative_change((100.0, 1000.0), (100.0, 2000.0), 1.0, 0.95).unwrap();
        agree(found.value, -0.5, 1e-12);
    }

    #[test]
    fn bad_input_is_an_error() {
        assert!(of_counts(-1.0, 5.0, None, 0.95).is_err());
        assert!(of_counts(100.0, f64::NAN, None, 0.95).is_err());
        assert!(of_counts(10.0, 5.0, None, 95.0).is_err());
        assert!(of_counts(10.0, 5.0, Some(-1.0), 0.95).is_err());
        assert!(relative_change((0.0, 1.0), (5.0, 1.0), 1.0, 0.95).is_err());
        assert!(relative_change((5.0, 1.0), (5.0, 0.0), 1.0, 0.95).is_err());
        assert!(rate_test((5.0, 1.0), (5.0, 1.0), 0.0, 1.0).is_err());
        assert!(rate_test((5.0, 1.0), (5.0, 1.0), 1.0, 0.0).is_err());
    }
}
