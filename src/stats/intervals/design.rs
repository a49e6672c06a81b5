//! How precise a survey estimate is, and from what that is known.
//!
//! Holds the order of preference (published standard error, published limits, base with a design
//! factor); no data such as bases or factors of a survey.

use super::proportion;
use crate::stats::distribution::critical_t;
use crate::stats::error::{StatsError, between, positive};
use crate::stats::estimate::{Estimate, Interval};

/// The design factor where neither a publisher nor the user states one.
pub const DEFAULT_DESIGN_FACTOR: f64 = 1.35;

/// An estimate on fewer interviews than this is not shown, as in the publisher's tables.
pub const SMALLEST_BASE: f64 = 50.0;

/// The method of an interval that was not computed.
pub const LIMITS_AS_PUBLISHED: &str = "limits as published";

/// Below this effective number of cases (p·n/deft²) the coverage of an interval is not assured.
pub const SPARSE_BELOW: f64 = 10.0;

/// What is known of the precision of a survey estimate; proportions 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Evidence {
    /// A published standard error.
    pub standard_error: Option<f64>,
    /// Published 95% limits, lower and upper.
    pub limits: Option<(f64, f64)>,
    /// The number of people asked.
    pub base: Option<f64>,
    /// A stated design factor (deft, the ratio of standard errors, not its square).
    pub design_factor: Option<f64>,
}

/// The confidence of published limits.
const PUBLISHED: f64 = 0.95;

/// Which evidence a standard error rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Basis {
    /// A published standard error.
    PublishedError,
    /// Published 95% limits.
    PublishedLimits {
        /// The lower published limit.
        lower: f64,
        /// The upper published limit.
        upper: f64,
    },
    /// A base and a design factor.
    Base {
        /// The number of people asked.
        base: f64,
        /// The design factor used (deft).
        design_factor: f64,
        /// Whether the factor is the default, not stated by anyone for this figure.
        assumed: bool,
        /// The base divided by the square of the design factor.
        effective_base: f64,
    },
}

/// A prevalence (0 to 1) with its interval and what that rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prevalence {
    /// The value, its interval and the method.
    pub estimate: Estimate,
    /// The standard error used in comparisons and weights.
    pub standard_error: f64,
    /// The evidence used.
    pub basis: Basis,
    /// The effective number of cases: the prevalence times the effective base, which is p(1 − p)/SE²
    /// where only a standard error is known.
    pub effective_cases: f64,
    /// Whether the base is known and under 50, so that the figure is not to be shown.
    pub suppressed: bool,
}

impl Prevalence {
    /// Whether the effective number of cases is under 10.
    #[must_use]
    pub fn sparse(&self) -> bool {
        self.effective_cases < SPARSE_BELOW
    }

    /// The same with the degrees of freedom of its published standard error or limits: t takes the
    /// place of z in its interval and in comparisons, and a standard error that comes from published
    /// 95% limits is their width over twice that t. A prevalence from a base is left as it is.
    ///
    /// # Errors
    /// Degrees of freedom of 0 or less, a bad confidence.
    ///
    /// ```
    /// use vawg::stats::intervals::design::{Evidence, prevalence};
    ///
    /// let evidence = Evidence { standard_error: Some(0.004), ..Evidence::default() };
    /// let found = prevalence(0.095, &evidence, 0.95)?.unwrap().with_df(8.0, 0.95)?;
    /// assert_eq!(format!("{:.5}", found.estimate.interval.upper), "0.10422");
    /// # Ok::<(), vawg::stats::error::StatsError>(())
    /// ```
    pub fn with_df(self, df: f64, confidence: f64) -> Result<Self, StatsError> {
        let df = positive("degrees of freedom", df)?;
        let standard_error = match self.basis {
            Basis::Base { .. } => return Ok(self),
            Basis::PublishedError => self.standard_error,
            Basis::PublishedLimits { lower, upper } => {
                (upper - lower) / (2.0 * critical_t(PUBLISHED, df)?)
            }
        };
        let value = self.estimate.value;
        let mut estimate =
            proportion::wald_of_proportion_with_df(value, standard_error, Some(df), confidence)?;
        if self.estimate.method == LIMITS_AS_PUBLISHED {
            estimate.interval = self.estimate.interval;
            estimate.method = LIMITS_AS_PUBLISHED;
        }
        Ok(Self {
            estimate,
            standard_error,
            effective_cases: value * value * (1.0 - value) / standard_error.powi(2),
            ..self
        })
    }
}

/// The prevalence (0 to 1) with the interval that the evidence allows, or none without evidence.
///
/// Order: a published standard error gives Wald's interval; so do published 95% limits, with
/// SE = (upper − lower)/(2·1.96), unless 95% is asked for: then they are the interval; a base gives
/// Wilson's on the effective base n/deft², with
/// SE = deft·sqrt(p(1 − p)/n) (Kish 1965, Survey Sampling, 8.2).
///
/// # Errors
/// A proportion outside 0 to 1, a standard error, base or factor of 0 or less, limits out of order,
/// a bad confidence.
pub fn prevalence(
    proportion: f64,
    evidence: &Evidence,
    confidence: f64,
) -> Result<Option<Prevalence>, StatsError> {
    let p = between("prevalence", proportion, 0.0, 1.0)?;
    let Some((standard_error, basis)) = resolve(p, evidence)? else {
        return Ok(None);
    };
    let estimate = match basis {
        Basis::Base { effective_base, .. } => proportion::wilson(p, effective_base, confidence)?,
        Basis::PublishedLimits { lower, upper } if is_published(confidence) => Estimate {
            value: p,
            interval: Interval {
                lower,
                upper,
                confidence,
            },
            n: None,
            df: None,
            method: LIMITS_AS_PUBLISHED,
        },
        _ => proportion::wald_of_proportion(p, standard_error, confidence)?,
    };
    let implied_base = || p * (1.0 - p) / (standard_error * standard_error);
    let effective_cases = p * estimate.n.unwrap_or_else(implied_base);
    let suppressed = evidence.base.is_some_and(|base| base < SMALLEST_BASE);
    Ok(Some(Prevalence {
        estimate,
        standard_error,
        basis,
        effective_cases,
        suppressed,
    }))
}

/// Whether published limits are those of this confidence.
#[must_use]
pub fn is_published(confidence: f64) -> bool {
    confidence.total_cmp(&PUBLISHED).is_eq()
}

fn resolve(p: f64, evidence: &Evidence) -> Result<Option<(f64, Basis)>, StatsError> {
    if let Some(error) = evidence.standard_error {
        let error = positive("standard error", error)?;
        return Ok(Some((error, Basis::PublishedError)));
    }
    if let Some((lower, upper)) = evidence.limits {
        let lower = between("lower limit", lower, 0.0, p)?;
        let upper = between("upper limit", upper, p, 1.0)?;
        let width = positive("width of the limits", upper - lower)?;
        let basis = Basis::PublishedLimits { lower, upper };
        return Ok(Some((width / (2.0 * 1.96), basis)));
    }
    let Some(base) = evidence.base else {
        return Ok(None);
    };
    let base = positive("base", base)?;
    let stated = evidence.design_factor;
    let design_factor = positive("design factor", stated.unwrap_or(DEFAULT_DESIGN_FACTOR))?;
    let effective_base = base / (design_factor * design_factor);
    let basis = Basis::Base {
        base,
        design_factor,
        assumed: stated.is_none(),
        effective_base,
    };
    Ok(Some((proportion::standard_error(p, effective_base), basis)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::reference::agree;

    fn found(p: f64, evidence: &Evidence) -> Prevalence {
        prevalence(p, evidence, 0.95).unwrap().unwrap()
    }

    #[test]
    fn a_published_standard_error_is_preferred_then_limits_then_a_base() {
        let mut evidence = Evidence {
            standard_error: Some(0.002),
            limits: Some((0.1, 0.14)),
            base: Some(12_000.0),
            design_factor: Some(1.2),
        };
        let first = found(0.113, &evidence);
        assert_eq!(first.basis, Basis::PublishedError);
        agree(first.standard_error, 0.002, 1e-15);
        agree(
            first.estimate.interval.lower,
            0.113 - 1.959_963_984_540_054 * 0.002,
            1e-12,
        );
        evidence.standard_error = None;
        let second = found(0.113, &evidence);
        assert_eq!(
            second.basis,
            Basis::PublishedLimits {
                lower: 0.1,
                upper: 0.14
            }
        );
        agree(second.standard_error, 0.04 / 3.92, 1e-12);
        let (lower, upper) = (
            second.estimate.interval.lower,
            second.estimate.interval.upper,
        );
        assert_eq!(
            (lower, upper, second.estimate.interval.confidence),
            (0.1, 0.14, 0.95)
        );
        assert_eq!(second.estimate.method, "limits as published");
        let wider = prevalence(0.113, &evidence, 0.99)
            .unwrap()
            .unwrap()
            .estimate;
        assert_eq!(wider.method, "Wald");
        agree(
            wider.interval.upper,
            0.113 + 2.575_829_303_548_901 * 0.04 / 3.92,
            1e-12,
        );
        evidence.limits = None;
        let third = found(0.113, &evidence);
        assert_eq!(third.estimate.method, "Wilson");
        agree(third.estimate.n.unwrap(), 12_000.0 / 1.44, 1e-12);
        agree(
            third.standard_error,
            1.2 * (0.113_f64 * 0.887 / 12_000.0).sqrt(),
            1e-12,
        );
    }

    #[test]
    fn the_default_factor_is_flagged_as_assumed() {
        let mut evidence = Evidence {
            base: Some(12_000.0),
            ..Evidence::default()
        };
        let Basis::Base {
            assumed,
            design_factor,
            ..
        } = found(0.113, &evidence).basis
        else {
            panic!("a base was given");
        };
        assert!(assumed);
        agree(design_factor, 1.35, 1e-15);
        evidence.design_factor = Some(1.35);
        assert!(matches!(
            found(0.113, &evidence).basis,
            Basis::Base { assumed: false, .. }
        ));
    }

    #[test]
    fn without_evidence_there_is_no_interval() {
        let factor_alone = Evidence {
            design_factor: Some(1.2),
            ..Evidence::default()
        };
        assert_eq!(prevalence(0.1, &factor_alone, 0.95), Ok(None));
        assert!(prevalence(1.1, &factor_alone, 0.95).is_err());
    }

    #[test]
    fn small_bases_and_few_cases_are_marked() {
        let with = |base| Evidence {
            base: Some(base),
            design_factor: Some(1.0),
            ..Evidence::default()
        };
        assert!(found(0.5, &with(49.0)).suppressed);
        assert!(!found(0.5, &with(50.0)).suppressed);
        assert!(found(0.0999, &with(100.0)).sparse());
        assert!(!found(0.1, &with(100.0)).sparse());
        // 0.1·0.9/0.03² = 100 people in effect, 10 cases
        let published = |error| Evidence {
            standard_error: Some(error),
            ..Evidence::default()
        };
        agree(found(0.1, &published(0.03)).effective_cases, 10.0, 1e-12);
        assert!(found(0.1, &published(0.0301)).sparse());
    }

    #[test]
    fn bad_evidence_is_an_error() {
        let none = Evidence::default();
        for bad in [
            Evidence {
                standard_error: Some(0.0),
                ..none
            },
            Evidence {
                limits: Some((0.2, 0.3)),
                ..none
            },
            Evidence {
                limits: Some((0.0, 0.05)),
                ..none
            },
            Evidence {
                limits: Some((0.1, 0.1)),
                ..none
            },
            Evidence {
                base: Some(0.0),
                ..none
            },
            Evidence {
                base: Some(10.0),
                design_factor: Some(0.0),
                ..none
            },
        ] {
            assert!(prevalence(0.1, &bad, 0.95).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn degrees_of_freedom_bring_t_into_the_interval() {
        // t(8) = 2.306004
        let found = |evidence: Evidence, confidence| {
            let plain = prevalence(0.095, &evidence, confidence).unwrap().unwrap();
            (plain, plain.with_df(8.0, confidence).unwrap())
        };
        let error = Evidence {
            standard_error: Some(0.004),
            ..Evidence::default()
        };
        let (plain, with_df) = found(error, 0.95);
        agree(with_df.estimate.interval.upper, 0.104_224_016_5, 1e-9);
        assert_eq!((plain.estimate.df, with_df.estimate.df), (None, Some(8.0)));
        agree(with_df.effective_cases, plain.effective_cases, 1e-12);
        let limits = Evidence {
            limits: Some((0.087, 0.103)),
            ..Evidence::default()
        };
        let (plain, with_df) = found(limits, 0.95);
        assert_eq!(plain.estimate.interval, with_df.estimate.interval);
        assert_eq!(with_df.estimate.method, LIMITS_AS_PUBLISHED);
        agree(with_df.standard_error, 0.008 / 2.306_004_135_0, 1e-9);
        let cases = 0.095 * 0.095 * 0.905 / (0.008_f64 / 2.306_004_135_0).powi(2);
        agree(with_df.effective_cases, cases, 1e-9);
        // at another confidence Wald's interval by t: t(8) is 1.859548 at 90%
        let (_, with_df) = found(limits, 0.9);
        let upper = 0.095 + 1.859_548_037_5 * 0.008 / 2.306_004_135_0;
        agree(with_df.estimate.interval.upper, upper, 1e-9);
        let base = Evidence {
            base: Some(9000.0),
            ..Evidence::default()
        };
        let (plain, with_df) = found(base, 0.95);
        assert_eq!(plain, with_df);
        assert!(plain.with_df(0.0, 0.95).is_err());
    }
}
