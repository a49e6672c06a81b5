//! Intervals of a proportion: Wilson's from a base, Wald's from a standard error.
//!
//! Does not decide which of them a figure has: see `design`.

use crate::stats::distribution::{critical_t, critical_z};
use crate::stats::error::{StatsError, between, not_negative, positive};
use crate::stats::estimate::{Estimate, Interval};

/// Wilson's interval of a proportion (0 to 1) on a base, which may be an effective base with a
/// fraction.
///
/// Wilson 1927, JASA 22, 209-212; the form of Newcombe 1998, Statistics in Medicine 17, 857-872:
/// (2x + z² ∓ z·sqrt(z² + 4x(1 − p)))/(2(n + z²)) with x = p·n. The lower limit is computed as the
/// product of both, x²/(n(n + z²)), over the upper, which loses no digits for small x.
///
/// # Errors
/// A proportion outside 0 to 1, a base of 0 or less, a bad confidence.
pub fn wilson(proportion: f64, base: f64, confidence: f64) -> Result<Estimate, StatsError> {
    let p = between("proportion", proportion, 0.0, 1.0)?;
    let n = positive("base", base)?;
    let (lower, upper) = wilson_limits(p, n, critical_z(confidence)?);
    let interval = Interval {
        lower,
        upper,
        confidence,
    };
    Ok(Estimate {
        value: p,
        interval,
        n: Some(n),
        df: None,
        method: "Wilson",
    })
}

/// Wilson's limits for a z above 0.
pub(crate) fn wilson_limits(p: f64, n: f64, z: f64) -> (f64, f64) {
    let cases = p * n;
    let reach = 2.0 * cases + z * z + z * (z * z + 4.0 * cases * (1.0 - p)).sqrt();
    let lower = if cases > 0.0 {
        2.0 * cases * p / reach
    } else {
        0.0
    };
    let upper = reach / (2.0 * (n + z * z));
    (lower.min(p), upper.clamp(p, 1.0))
}

/// Wilson's interval of cases out of a base.
///
/// # Errors
/// Negative cases, a base of 0 or less, more cases than the base, a bad confidence.
pub fn wilson_of_cases(cases: f64, base: f64, confidence: f64) -> Result<Estimate, StatsError> {
    let cases = not_negative("numerator", cases)?;
    let base = positive("denominator", base)?;
    if cases > base {
        return Err(StatsError::NumeratorOverDenominator {
            numerator: cases,
            denominator: base,
        });
    }
    wilson(cases / base, base, confidence)
}

/// Wald's interval, value ± z·SE, for an estimate of which only a standard error is known.
///
/// # Errors
/// A value that is not finite, a negative standard error, a bad confidence.
pub fn wald(value: f64, standard_error: f64, confidence: f64) -> Result<Estimate, StatsError> {
    wald_with_df(value, standard_error, None, confidence)
}

/// Wald's interval with t in place of z where the degrees of freedom of the standard error are known,
/// as those of a survey with few clusters.
///
/// # Errors
/// A value that is not finite, a negative standard error, degrees of freedom of 0 or less, a bad
/// confidence.
///
/// ```
/// use vawg::stats::intervals::proportion::wald_with_df;
///
/// // 12 clusters in 4 strata leave 8 degrees of freedom: 2.306 in place of 1.960
/// let found = wald_with_df(9.5, 0.4, Some(8.0), 0.95)?;
/// assert_eq!(format!("{:.3}", found.interval.upper), "10.422");
/// # Ok::<(), vawg::stats::error::StatsError>(())
/// ```
pub fn wald_with_df(
    value: f64,
    standard_error: f64,
    df: Option<f64>,
    confidence: f64,
) -> Result<Estimate, StatsError> {
    let value = crate::stats::error::finite("value", value)?;
    let standard_error = not_negative("standard error", standard_error)?;
    let quantile = quantile(df, confidence)?;
    Ok(Estimate {
        value,
        interval: Interval::symmetric(value, standard_error, quantile, confidence),
        n: None,
        df,
        method: "Wald",
    })
}

/// The quantile of a two-sided interval: of t where degrees of freedom are given, else of z.
pub(crate) fn quantile(df: Option<f64>, confidence: f64) -> Result<f64, StatsError> {
    match df {
        Some(df) => critical_t(confidence, df),
        None => critical_z(confidence),
    }
}

/// Wald's interval of a proportion (0 to 1), cut at 0 and 1.
///
/// # Errors
/// A proportion outside 0 to 1, a negative standard error, a bad confidence.
pub fn wald_of_proportion(
    proportion: f64,
    standard_error: f64,
    confidence: f64,
) -> Result<Estimate, StatsError> {
    wald_of_proportion_with_df(proportion, standard_error, None, confidence)
}

/// The same with t where degrees of freedom are known.
///
/// # Errors
/// Those of [`wald_of_proportion`], degrees of freedom of 0 or less.
pub fn wald_of_proportion_with_df(
    proportion: f64,
    standard_error: f64,
    df: Option<f64>,
    confidence: f64,
) -> Result<Estimate, StatsError> {
    let p = between("proportion", proportion, 0.0, 1.0)?;
    let estimate = wald_with_df(p, standard_error, df, confidence)?;
    let interval = estimate.interval.map(|limit| limit.clamp(0.0, 1.0));
    Ok(Estimate {
        interval,
        ..estimate
    })
}

/// The standard error of a proportion (0 to 1): sqrt(p(1 − p)/n) on an effective base n.
#[must_use]
pub fn standard_error(proportion: f64, effective_base: f64) -> f64 {
    (proportion * (1.0 - proportion) / effective_base).sqrt()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::stats::reference::{agree, number, rows};

    const PHE: &str = include_str!("../../../tests/reference/stats/proportions.csv");

    #[test]
    fn wilson_reproduces_the_public_health_reference() {
        let rows = rows(PHE);
        assert_eq!(rows.len(), 8);
        for row in rows {
            let [cases, base, value] = [0, 1, 2].map(|column| number(row[column]));
            for (confidence, lower, upper) in [(0.95, 3, 4), (0.998, 5, 6)] {
                let found = wilson_of_cases(cases, base, confidence).unwrap();
                agree(found.value, value, 1e-12);
                agree(found.interval.lower, number(row[lower]), 1e-12);
                agree(found.interval.upper, number(row[upper]), 1e-12);
                assert_eq!((found.n, found.method), (Some(base), "Wilson"));
            }
        }
    }

    #[test]
    fn wald_and_wilson_reproduce_desctools() {
        // R 4.3.3 DescTools::BinomCI, 100 of 200, as quoted in the statsmodels suite.
        let error = standard_error(0.5, 200.0);
        for (confidence, lower, upper) in [
            (0.95, 0.430_704_8, 0.569_295_2),
            (0.99, 0.408_930_7, 0.591_069_3),
            (0.9, 0.441_845_6, 0.558_154_4),
        ] {
            let found = wald_of_proportion(0.5, error, confidence).unwrap();
            agree(found.interval.lower, lower, 2e-7);
            agree(found.interval.upper, upper, 2e-7);
        }
        let found = wilson(0.5, 200.0, 0.9).unwrap();
        agree(found.interval.upper, 0.557_765, 1e-6);
        agree(found.interval.lower, 0.442_235, 1e-6);
    }

    #[test]
    fn no_cases_and_all_cases_have_limits_within_0_and_1() {
        let z2 = critical_z(0.95).unwrap().powi(2);
        let none = wilson(0.0, 100.0, 0.95).unwrap();
        assert_eq!(none.interval.lower, 0.0);
        agree(none.interval.upper, z2 / (100.0 + z2), 1e-14);
        let all = wilson(1.0, 100.0, 0.95).unwrap();
        assert_eq!(all.interval.upper, 1.0);
        agree(all.interval.lower, 100.0 / (100.0 + z2), 1e-14);
        let cut = wald_of_proportion(0.01, 0.02, 0.95).unwrap();
        assert_eq!((cut.interval.lower, cut.method), (0.0, "Wald"));
        assert!(wald(0.01, 0.02, 0.95).unwrap().interval.lower < 0.0);
        // next to no confidence leaves the estimate alone, and no NaN
        let alone = wilson(0.0, 100.0, f64::MIN_POSITIVE).unwrap().interval;
        assert_eq!((alone.lower, alone.upper), (0.0, 0.0));
    }

    #[test]
    fn bad_input_is_an_error() {
        assert!(wilson_of_cases(-4.0, 1.0, 0.95).is_err());
        assert!(wilson_of_cases(3.0, 2.0, 0.95).is_err());
        assert!(wilson_of_cases(2.0, 2.0, 0.95).is_ok());
        assert!(wilson_of_cases(30.0, 0.0, 0.95).is_err());
        assert!(wilson(f64::NAN, 10.0, 0.95).is_err());
        assert!(wilson(0.5, 10.0, 95.0).is_err());
        assert!(wald(0.5, -0.1, 0.95).is_err());
        assert!(wald(f64::INFINITY, 0.1, 0.95).is_err());
    }

    proptest! {
        #[test]
        fn intervals_hold_the_estimate_and_nest_by_confidence(
            p in 0.0..=1.0_f64, n in 1.0..1e6_f64, low in 0.01..0.9_f64, more in 0.001..0.09_f64,
        ) {
            let inner = wilson(p, n, low).unwrap().interval;
            let outer = wilson(p, n, low + more).unwrap().interval;
            prop_assert!(inner.contains(p));
            prop_assert!(outer.lower <= inner.lower && inner.upper <= outer.upper);
            let error = standard_error(p, n);
            let inner = wald_of_proportion(p, error, low).unwrap().interval;
            let outer = wald_of_proportion(p, error, low + more).unwrap().interval;
            prop_assert!(inner.contains(p));
            prop_assert!(outer.lower <= inner.lower && inner.upper <= outer.upper);
        }
    }
}
