//! What a survey can detect: the smallest fall, the base for a fall, the first period on a path.
//!
//! Fleiss, Levin and Paik 2003, Statistical Methods for Rates and Proportions, chapter 4, with unpooled
//! standard errors. Holds no bases of a survey. Bases are effective (n/deft²), prevalences 0 to 1.

use crate::stats::distribution::{critical_z, normal_cdf, normal_quantile};
use crate::stats::error::{StatsError, between, finite, positive};
use crate::stats::uncertainty::Uncertainty;

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

/// The standard error of the fall from a first to a second measurement, the second with the error of
/// a bridging ratio where it was put on the basis of the first.
fn error_of_fall(first: &Measurement, second: &Measurement, allowed: &Uncertainty) -> f64 {
    let sampling = allowed.extra_scatter.powi(2) * (first.variance() + second.variance());
    let bridging = second.prevalence * allowed.bridging_error;
    sampling.sqrt().hypot(bridging)
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
    detectable_fall_with(first, second_base, test, &Uncertainty::default())
}

/// The same with extra scatter f and the error s of a bridging ratio between the two measurements:
/// δ = (z.975 + z.80)·sqrt(f²·(SE0² + SE1(p0 − δ)²) + ((p0 − δ)·s)²).
///
/// # Errors
/// Those of [`detectable_fall`], and allowances out of their bounds.
///
/// ```
/// use vawg::stats::trends::bridge::BridgingRatio;
/// use vawg::stats::trajectory::detect::{Measurement, Test, detectable_fall, detectable_fall_with};
/// use vawg::stats::uncertainty::Uncertainty;
/// use vawg::stats::trajectory::verdict::Measured;
///
/// // 11.3% of 12,000 people, design factor 1.35, bridged by two halves of 12,000 each
/// let base = 12_000.0 / (1.35 * 1.35);
/// let first = Measurement { prevalence: 0.113, effective_base: base };
/// let test = Test { power: 0.8, confidence: 0.95 };
/// let half = Measured { value: 0.113, standard_error: (0.113 * 0.887 / base).sqrt() };
/// let bridging_error = BridgingRatio::from_half_samples(half, half)?.log_error();
/// let bridged = Uncertainty { bridging_error, ..Uncertainty::default() };
/// let without = detectable_fall(first, base, test)?.unwrap();
/// let with = detectable_fall_with(first, base, test, &bridged)?.unwrap();
/// assert_eq!(format!("{:.3}, {:.3}", without.relative, with.relative), "0.133, 0.173");
/// # Ok::<(), vawg::stats::error::StatsError>(())
/// ```
pub fn detectable_fall_with(
    first: Measurement,
    second_base: f64,
    test: Test,
    allowed: &Uncertainty,
) -> Result<Option<Detectable>, StatsError> {
    let first = first.checked()?;
    let second_base = positive("effective base", second_base)?;
    let allowed = allowed.checked()?;
    let reach = test.reach()?;
    let detected = |fall: f64| {
        let second = Measurement {
            prevalence: first.prevalence - fall,
            effective_base: second_base,
        };
        fall >= reach * error_of_fall(&first, &second, &allowed)
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
    power_with(first, second, confidence, &Uncertainty::default())
}

/// The same with extra scatter and the error of a bridging ratio between the two measurements.
///
/// # Errors
/// Those of [`power`], and allowances out of their bounds.
pub fn power_with(
    first: Measurement,
    second: Measurement,
    confidence: f64,
    allowed: &Uncertainty,
) -> Result<f64, StatsError> {
    let (first, second) = (first.checked()?, second.checked()?);
    let allowed = allowed.checked()?;
    let error = positive("standard error", error_of_fall(&first, &second, &allowed))?;
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
    first_detected_with(first, later, test, &Uncertainty::default())
}

/// The same with extra scatter and the error of a bridging ratio before all later measurements.
///
/// # Errors
/// Those of [`first_detected`], and allowances out of their bounds.
pub fn first_detected_with(
    first: Measurement,
    later: &[Measurement],
    test: Test,
    allowed: &Uncertainty,
) -> Result<Option<usize>, StatsError> {
    let first = first.checked()?;
    let allowed = allowed.checked()?;
    let reach = test.reach()?;
    for (at, second) in later.iter().enumerate() {
        let fall = first.prevalence - second.checked()?.prevalence;
        if fall > 0.0 && fall >= reach * error_of_fall(&first, second, &allowed) {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

/// The number of people to ask in each of two periods so that a fall is detected:
/// deft²·(z.975 + z.80)²·(p0(1 − p0) + p1(1 − p1))/(p0 − p1)²; not rounded. Extra scatter f acts like
/// a design factor f times as large.
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
mod tests;
