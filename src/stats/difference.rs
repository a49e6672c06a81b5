//! Two estimates compared: difference, ratio and test.
//!
//! It must not compare counts of recorded offences: see `change`.

use super::design::{Basis, Prevalence};
use super::distribution::{critical_z, normal_two_sided};
use super::error::{StatsError, not_negative, positive};
use super::estimate::{Estimate, Interval};
use super::proportion::wald;

/// A test of no change at the 5% level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// The statistic: the change over its standard error.
    pub z: f64,
    /// The two-sided p-value.
    pub p_value: f64,
    /// The method in words.
    pub method: &'static str,
}

impl Test {
    /// Whether the change is significant at 5%.
    #[must_use]
    pub fn significant(&self) -> bool {
        self.p_value < 0.05
    }

    /// `[s]` or `[ns]`, as in the tables of the Office for National Statistics.
    #[must_use]
    pub fn mark(&self) -> &'static str {
        if self.significant() { "[s]" } else { "[ns]" }
    }
}

/// Second against first prevalence (0 to 1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// Second minus first.
    pub difference: Estimate,
    /// Second over first; none where one of them is 0 or the limits are too far apart to write.
    pub ratio: Option<Estimate>,
    /// The test of no difference; none where both standard errors are 0.
    pub test: Option<Test>,
}

/// Newcombe's hybrid score interval of a difference of two independent proportions, from their own
/// (Wilson) intervals of the same confidence: Newcombe 1998, Statistics in Medicine 17, 873-890,
/// method 10.
#[must_use]
pub fn newcombe(first: &Estimate, second: &Estimate) -> Estimate {
    let value = second.value - first.value;
    let below = (second.value - second.interval.lower).hypot(first.interval.upper - first.value);
    let above = (second.interval.upper - second.value).hypot(first.value - first.interval.lower);
    Estimate {
        value,
        interval: Interval {
            lower: (value - below).max(-1.0),
            upper: (value + above).min(1.0),
            confidence: first.interval.confidence,
        },
        n: None,
        df: None,
        method: "Newcombe",
    }
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
    let first_error = not_negative("standard error", first.1)?;
    let second_error = not_negative("standard error", second.1)?;
    wald(
        second.0 - first.0,
        first_error.hypot(second_error),
        confidence,
    )
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
    let base = positive("first value", first.0)?;
    let value = positive("second value", second.0)? / base;
    let log_error = relative(first)?.hypot(relative(second)?);
    let log = wald(value.ln(), log_error, confidence)?;
    Estimate {
        value,
        interval: log.interval.map(f64::exp),
        method: "log ratio, delta method",
        ..log
    }
    .bounded()
}

fn relative((value, standard_error): (f64, f64)) -> Result<f64, StatsError> {
    Ok(not_negative("standard error", standard_error)? / value)
}

/// z = (p2 − p1)/sqrt(SE1² + SE2²), the test that the Office for National Statistics describes for
/// the Crime Survey (User guide to crime statistics for England and Wales); none where both errors are 0.
#[must_use]
pub fn z_test(first: (f64, f64), second: (f64, f64)) -> Option<Test> {
    let error = first.1.hypot(second.1);
    (error > 0.0).then(|| {
        let z = (second.0 - first.0) / error;
        Test {
            z,
            p_value: normal_two_sided(z),
            method: "z test, unpooled standard errors",
        }
    })
}

/// Difference (Newcombe's where both rest on a base, else Wald's), ratio and test of two
/// independent prevalences whose intervals have this confidence.
///
/// # Errors
/// A bad confidence.
pub fn compare(
    first: &Prevalence,
    second: &Prevalence,
    confidence: f64,
) -> Result<Comparison, StatsError> {
    critical_z(confidence)?;
    let with_error = |found: &Prevalence| (found.estimate.value, found.standard_error);
    let (one, two) = (with_error(first), with_error(second));
    let on_a_base = |found: &Prevalence| matches!(found.basis, Basis::Base { .. });
    let difference = if on_a_base(first) && on_a_base(second) {
        newcombe(&first.estimate, &second.estimate)
    } else {
        wald_difference(one, two, confidence)?
    };
    Ok(Comparison {
        difference,
        ratio: ratio(one, two, confidence).ok(),
        test: z_test(one, two),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::stats::design::{Evidence, prevalence};
    use crate::stats::proportion::wilson_of_cases;
    use crate::stats::reference::agree;

    fn on_base(p: f64, base: f64, confidence: f64) -> Prevalence {
        let evidence = Evidence {
            base: Some(base),
            ..Evidence::default()
        };
        prevalence(p, &evidence, confidence).unwrap().unwrap()
    }

    #[test]
    fn newcombe_reproduces_its_first_published_example() {
        // Newcombe 1998, table II, method 10, (a) 56/70 against 48/80: 0.0524 to 0.3339, and
        // (b) 9/10 against 3/10: 0.1705 to 0.8090; his difference is first minus second.
        for (one, two, lower, upper) in [
            ((48.0, 80.0), (56.0, 70.0), 0.0524, 0.3339),
            ((3.0, 10.0), (9.0, 10.0), 0.1705, 0.8090),
            ((0.0, 10.0), (10.0, 10.0), 0.6075, 1.0),
        ] {
            let first = wilson_of_cases(one.0, one.1, 0.95).unwrap();
            let second = wilson_of_cases(two.0, two.1, 0.95).unwrap();
            let found = newcombe(&first, &second);
            assert!((found.interval.lower - lower).abs() < 6e-5, "{found:?}");
            assert!((found.interval.upper - upper).abs() < 6e-5, "{found:?}");
        }
    }

    #[test]
    fn the_first_change_of_the_combined_measure_has_the_interval_worked_by_hand() {
        // 11.3 to 10.6 per cent on 12,000 people each, design factor 1.35: SE(ln ratio) 0.04973.
        let found = compare(
            &on_base(0.113, 12_000.0, 0.95),
            &on_base(0.106, 12_000.0, 0.95),
            0.95,
        )
        .unwrap();
        let ratio = found.ratio.unwrap();
        assert_eq!(ratio.method, "log ratio, delta method");
        assert!((ratio.value - 0.938_053).abs() < 1e-6);
        assert!((ratio.interval.lower - 0.851).abs() < 5e-4);
        assert!((ratio.interval.upper - 1.034).abs() < 5e-4);
        let test = found.test.unwrap();
        assert!((test.z + 1.286).abs() < 1e-3, "{}", test.z);
        assert_eq!((test.mark(), test.significant()), ("[ns]", false));
        assert_eq!(found.difference.method, "Newcombe");
    }

    #[test]
    fn a_large_change_is_marked_significant() {
        let test = z_test((0.10, 0.003), (0.11, 0.004)).unwrap();
        agree(test.z, 2.0, 1e-12);
        agree(test.p_value, 0.045_500_263_896_358_4, 1e-12);
        assert_eq!(test.mark(), "[s]");
        let edge = Test {
            p_value: 0.05,
            ..test
        };
        assert!(!edge.significant());
    }

    #[test]
    fn walds_difference_stands_where_only_standard_errors_are_known() {
        let evidence = Evidence {
            standard_error: Some(0.003),
            ..Evidence::default()
        };
        let first = prevalence(0.10, &evidence, 0.95).unwrap().unwrap();
        let second = on_base(0.12, 9_000.0, 0.95);
        let found = compare(&first, &second, 0.95).unwrap();
        assert_eq!(found.difference.method, "Wald");
        let reach = 1.959_963_984_540_054 * 0.003_f64.hypot(second.standard_error);
        agree(found.difference.interval.lower, 0.02 - reach, 1e-10);
        agree(found.difference.interval.upper, 0.02 + reach, 1e-10);
    }

    #[test]
    fn nothing_observed_gives_no_ratio() {
        let none = on_base(0.0, 900.0, 0.95);
        let some = on_base(0.01, 900.0, 0.95);
        let found = compare(&none, &some, 0.95).unwrap();
        assert!(found.ratio.is_none() && found.test.is_some());
        assert!(compare(&some, &none, 0.95).unwrap().ratio.is_none());
        assert!(compare(&none, &none, 0.95).unwrap().test.is_none());
        assert!(compare(&some, &some, 95.0).is_err());
        assert!(ratio((0.0, 0.1), (0.5, 0.1), 0.95).is_err());
        assert!(ratio((0.5, 0.1), (0.0, 0.1), 0.95).is_err());
        assert!(ratio((0.5, 0.1), (0.5, -0.1), 0.95).is_err());
        assert!(wald_difference((0.5, -0.1), (0.5, 0.1), 0.95).is_err());
    }

    proptest! {
        #[test]
        fn intervals_hold_the_change_and_nest_by_confidence(
            p in 0.01..0.99_f64, q in 0.01..0.99_f64, n in 100.0..30_000.0_f64, low in 0.5..0.9_f64,
        ) {
            let at = |confidence| {
                compare(&on_base(p, n, confidence), &on_base(q, n, confidence), confidence).unwrap()
            };
            let (inner, outer) = (at(low), at(0.95));
            for (inner, outer) in [
                (inner.difference, outer.difference),
                (inner.ratio.unwrap(), outer.ratio.unwrap()),
            ] {
                prop_assert!(inner.interval.contains(inner.value));
                prop_assert!(outer.interval.lower <= inner.interval.lower);
                prop_assert!(outer.interval.upper >= inner.interval.upper);
            }
        }
    }
}
