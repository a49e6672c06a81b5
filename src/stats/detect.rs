//! What a survey can detect: the smallest fall, the base for a fall, the first period on a path.
//!
//! It must not hold bases of a survey. Bases are effective (n/deft²), prevalences 0 to 1.

use super::distribution::{critical_z, normal_cdf, normal_quantile};
use super::error::{StatsError, between, finite, positive};

/// A prevalence (0 to 1) measured on an effective base.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measurement {
    /// The prevalence.
    pub prevalence: f64,
    /// The effective base, n/deft².
    pub effective_base: f64,
}

/// How sure a test is to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// The probability of detecting a fall that is there.
    pub power: f64,
    /// The confidence of the two-sided test, 0.95 for 5%.
    pub confidence: f64,
}

/// The smallest fall that a test detects with its power.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detectable {
    /// In the unit of the prevalence.
    pub absolute: f64,
    /// As a share of the first prevalence.
    pub relative: f64,
    /// The method in words.
    pub method: &'static str,
}

impl Measurement {
    fn checked(self) -> Result<Self, StatsError> {
        between("prevalence", self.prevalence, 0.0, 1.0)?;
        positive("effective base", self.effective_base)?;
        Ok(self)
    }

    fn variance(&self) -> f64 {
        self.prevalence * (1.0 - self.prevalence) / self.effective_base
    }
}

impl Test {
    /// z of the confidence plus z of the power.
    fn reach(&self) -> Result<f64, StatsError> {
        if self.power > 0.0 && self.power < 1.0 {
            Ok(critical_z(self.confidence)? + normal_quantile(self.power))
        } else {
            Err(StatsError::Outside {
                what: "power",
                value: self.power,
                low: 0.0,
                high: 1.0,
            })
        }
    }
}

/// The smallest fall δ from a first measurement that a second on `second_base` detects:
/// δ = (z.975 + z.80)·sqrt(SE0² + SE1(p0 − δ)²) (Fleiss, Levin and Paik 2003, Statistical Methods for
/// Rates and Proportions, chapter 4, unpooled); none where even a fall to 0 would not do.
///
/// # Errors
/// A prevalence outside 0 to 1, a base of 0 or less, a bad power or confidence.
pub fn detectable_fall(
    first: Measurement,
    second_base: f64,
    test: Test,
) -> Result<Option<Detectable>, StatsError> {
    let first = first.checked()?;
    let second_base = positive("effective base", second_base)?;
    let reach = test.reach()?;
    let detected = |fall: f64| {
        let second = Measurement {
            prevalence: first.prevalence - fall,
            effective_base: second_base,
        };
        fall >= reach * (first.variance() + second.variance()).sqrt()
    };
    if first.prevalence == 0.0 || !detected(first.prevalence) {
        return Ok(None);
    }
    let (mut below, mut above) = (0.0, first.prevalence);
    for _ in 0..100 {
        let middle = f64::midpoint(below, above);
        if detected(middle) {
            above = middle;
        } else {
            below = middle;
        }
    }
    Ok(Some(Detectable {
        absolute: above,
        relative: above / first.prevalence,
        method: "two-sided z test, unpooled standard errors",
    }))
}

/// The probability that a fall from the first to the second prevalence is detected as a fall.
///
/// # Errors
/// A prevalence outside 0 to 1, a base of 0 or less, no sampling error, a bad confidence.
pub fn power(first: Measurement, second: Measurement, confidence: f64) -> Result<f64, StatsError> {
    let (first, second) = (first.checked()?, second.checked()?);
    let error = positive(
        "standard error",
        (first.variance() + second.variance()).sqrt(),
    )?;
    Ok(normal_cdf(
        (first.prevalence - second.prevalence) / error - critical_z(confidence)?,
    ))
}

/// The first place in a list of later measurements at which the fall since the first is detected with
/// the power asked for; none where there is no such place.
///
/// # Errors
/// A prevalence outside 0 to 1, a base of 0 or less, a bad power or confidence.
pub fn first_detected(
    first: Measurement,
    later: &[Measurement],
    test: Test,
) -> Result<Option<usize>, StatsError> {
    let first = first.checked()?;
    let reach = test.reach()?;
    for (at, second) in later.iter().enumerate() {
        let fall = first.prevalence - second.checked()?.prevalence;
        let error = (first.variance() + second.variance()).sqrt();
        if fall > 0.0 && fall >= reach * error {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

/// The number of people to ask in each of two periods so that a fall is detected:
/// deft²·(z.975 + z.80)²·(p0(1 − p0) + p1(1 − p1))/(p0 − p1)²; not rounded.
///
/// # Errors
/// A prevalence outside 0 to 1, no fall, a design factor of 0 or less, a bad power or confidence.
pub fn base_needed(
    first: f64,
    second: f64,
    design_factor: f64,
    test: Test,
) -> Result<f64, StatsError> {
    let variance = |p: f64| Ok::<f64, StatsError>(between("prevalence", p, 0.0, 1.0)? * (1.0 - p));
    let sum = variance(first)? + variance(second)?;
    let fall = positive("fall to be detected", first - second)?;
    let factor = positive("design factor", design_factor)?;
    finite("base needed", (factor * test.reach()? / fall).powi(2) * sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::reference::agree;

    const TEST: Test = Test {
        power: 0.8,
        confidence: 0.95,
    };

    fn on(prevalence: f64, base: f64) -> Measurement {
        Measurement {
            prevalence,
            effective_base: base / (1.35 * 1.35),
        }
    }

    #[test]
    fn the_worked_detectable_falls_come_out() {
        // People 11.3 per cent, 12,000 each: 13.3%; women 14.0, 6,500 each: 15.9%.
        for (prevalence, base, relative) in [(0.113, 12_000.0, 0.133), (0.14, 6_500.0, 0.159)] {
            let first = on(prevalence, base);
            let found = detectable_fall(first, first.effective_base, TEST)
                .unwrap()
                .unwrap();
            assert!((found.relative - relative).abs() < 5e-4, "{found:?}");
            agree(found.absolute, found.relative * prevalence, 1e-12);
            let second = on(prevalence - found.absolute, base);
            agree(power(first, second, 0.95).unwrap(), 0.8, 1e-9);
            let needed = base_needed(prevalence, second.prevalence, 1.35, TEST).unwrap();
            agree(needed, base, 1e-9);
        }
    }

    #[test]
    fn the_worked_first_years_on_the_paths_come_out() {
        // Same bases every year: people year 3 on both paths, women year 3 geometric, 4 linear.
        for (prevalence, base, geometric, linear) in
            [(0.113, 12_000.0, 3, 3), (0.14, 6_500.0, 3, 4)]
        {
            let first = on(prevalence, base);
            let years = 1..=10;
            let path = |value: &dyn Fn(f64) -> f64| -> Vec<Measurement> {
                years
                    .clone()
                    .map(|year| on(value(f64::from(year)), base))
                    .collect()
            };
            let steady = path(&|year| prevalence * 0.5_f64.powf(year / 10.0));
            let even = path(&|year| prevalence * (1.0 - year / 20.0));
            assert_eq!(
                first_detected(first, &steady, TEST).unwrap(),
                Some(geometric - 1)
            );
            assert_eq!(
                first_detected(first, &even, TEST).unwrap(),
                Some(linear - 1)
            );
        }
        let first = on(0.113, 12_000.0);
        assert_eq!(first_detected(first, &[first; 3], TEST).unwrap(), None);
    }

    #[test]
    fn a_base_too_small_for_any_fall_has_no_answer() {
        let tiny = Measurement {
            prevalence: 0.02,
            effective_base: 50.0,
        };
        assert_eq!(detectable_fall(tiny, 50.0, TEST).unwrap(), None);
        let none = Measurement {
            prevalence: 0.0,
            effective_base: 50.0,
        };
        assert_eq!(detectable_fall(none, 50.0, TEST).unwrap(), None);
        assert_eq!(first_detected(none, &[none], TEST).unwrap(), None);
        assert!(power(none, none, 0.95).is_err());
    }

    #[test]
    fn bad_input_is_an_error() {
        let first = on(0.1, 1000.0);
        for power in [0.0, 1.0, 80.0, f64::NAN] {
            let test = Test { power, ..TEST };
            assert!(detectable_fall(first, 500.0, test).is_err(), "{power}");
            assert!(base_needed(0.1, 0.05, 1.35, test).is_err());
        }
        let bad = Test {
            confidence: 95.0,
            ..TEST
        };
        assert!(first_detected(first, &[first], bad).is_err());
        assert!(detectable_fall(first, 0.0, TEST).is_err());
        assert!(detectable_fall(on(1.1, 10.0), 10.0, TEST).is_err());
        assert!(first_detected(first, &[on(0.05, 0.0)], TEST).is_err());
        assert!(base_needed(0.1, 0.1, 1.35, TEST).is_err());
        assert!(base_needed(0.1, 0.05, 0.0, TEST).is_err());
        assert!(base_needed(1.1, 0.05, 1.0, TEST).is_err());
        assert!(power(on(0.1, 0.0), first, 0.95).is_err());
    }
}
