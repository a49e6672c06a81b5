//! A figure judged against a falling path and against no change, with its sampling error.
//!
//! Does not choose the path or the words of a title.

use super::path::Path;
use crate::stats::distribution::{normal_cdf, t_cdf};
use crate::stats::error::{StatsError, enough_points, finite, not_negative, positive};
use crate::stats::estimate::{Estimate, Interval};
use crate::stats::intervals::proportion::quantile;
use crate::stats::uncertainty::Uncertainty;

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
    /// The share of the likelihood at or below the path, with a flat prior and the baseline uncertain.
    pub probability: f64,
    /// The same with the baseline taken as published, without error.
    pub probability_baseline_fixed: f64,
    /// The verdict at the confidence asked for, the baseline uncertain.
    pub verdict: Verdict,
    /// The standard error of the logarithm of the change, and of the gap.
    pub log_error: f64,
    /// Degrees of freedom, where t was used.
    pub df: Option<f64>,
    years: f64,
    log_change: f64,
    log_gap: f64,
}

/// What was known of the annual change before the figures, such as the past trend of other questions:
/// the logarithm of the annual change is normal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prior {
    /// The annual change, −0.025 for a fall of 2.5% a year.
    pub annual_change: f64,
    /// Its standard deviation, 0.035 for 3.5 points.
    pub standard_deviation: f64,
}

impl Judgement {
    /// The share of the likelihood at or below the path once it is weighted by a prior for the
    /// annual change: normal with mean years·ln(1 + change) and standard deviation years·sd for the
    /// logarithm of the change so far, times the normal likelihood of the figures.
    ///
    /// # Errors
    /// A prior change of −1 or less, a standard deviation of 0 or less.
    ///
    /// ```
    /// use vawg::stats::trajectory::verdict::{Measured, Prior, judge};
    ///
    /// let error = |p: f64| 100.0 * 1.35 * (p * (1.0 - p) / 12_000.0).sqrt();
    /// let baseline = Measured { value: 11.3, standard_error: error(0.113) };
    /// let current = Measured { value: 10.6, standard_error: error(0.106) };
    /// let found = judge(baseline, current, 11.3 * 0.5_f64.powf(0.1), 1.0, 0.95)?;
    /// assert_eq!(format!("{:.3}", found.probability), "0.457");
    /// let prior = Prior { annual_change: -0.025, standard_deviation: 0.035 };
    /// assert_eq!(format!("{:.3}", found.probability_with_prior(&prior)?), "0.138");
    /// # Ok::<(), vawg::stats::error::StatsError>(())
    /// ```
    pub fn probability_with_prior(&self, prior: &Prior) -> Result<f64, StatsError> {
        let rest = positive("what remains after a year", 1.0 + prior.annual_change)?;
        let deviation = positive("standard deviation of a prior", prior.standard_deviation)?;
        let mean = self.years * rest.ln();
        let own = self.log_error.powi(-2);
        let before = (self.years * deviation).powi(-2);
        let centre = (own * self.log_change + before * mean) / (own + before);
        let path = self.log_change - self.log_gap;
        Ok(normal_cdf((path - centre) * (own + before).sqrt()))
    }
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
    let allowed = Uncertainty::default();
    judge_with(baseline, current, path_value, years, &allowed, confidence)
}

/// The same with extra scatter, which multiplies the standard errors of both figures, the error of a
/// bridging ratio between them, and t in place of z where degrees of freedom are given.
///
/// # Errors
/// Those of [`judge`], and allowances out of their bounds.
///
/// ```
/// use vawg::stats::uncertainty::Uncertainty;
/// use vawg::stats::trajectory::verdict::{Measured, judge_with};
///
/// // recorded rapes and sexual assaults of women and girls in 2023-24 and 2024-25, with the
/// // dispersion of the trend from 2019-20 on: six points, t(4)
/// let scatter = |count: f64| Measured { value: count, standard_error: (1209.49 * count).sqrt() };
/// let counts = Uncertainty { df: Some(4.0), ..Uncertainty::default() };
/// let found = judge_with(scatter(122_638.0), scatter(127_728.0), 114_423.0, 1.0, &counts, 0.95)?;
/// let limits = found.change.interval;
/// assert_eq!(format!("{:.0} to {:+.0}", 100.0 * limits.lower, 100.0 * limits.upper), "-29 to +53");
/// # Ok::<(), vawg::stats::error::StatsError>(())
/// ```
pub fn judge_with(
    baseline: Measured,
    current: Measured,
    path_value: f64,
    years: f64,
    allowed: &Uncertainty,
    confidence: f64,
) -> Result<Judgement, StatsError> {
    let first = positive("baseline", baseline.value)?;
    let value = positive("value", current.value)?;
    let path_value = positive("value of the path", path_value)?;
    let years = positive("years since the baseline", years)?;
    let allowed = allowed.checked()?;
    let own_error = positive("relative standard error", current.standard_error / value)?;
    let first_error = not_negative("standard error", baseline.standard_error)? / first;
    let own_error = (allowed.extra_scatter * own_error).hypot(allowed.bridging_error);
    let log_gap = (value / path_value).ln();
    Logs {
        change: (value / first).ln(),
        gap: log_gap,
        error: own_error.hypot(allowed.extra_scatter * first_error),
        gap_baseline_fixed: log_gap,
        error_baseline_fixed: own_error,
    }
    .judged(years, allowed.df, confidence)
}

/// A figure at a time, for [`judge_all_points`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dated {
    /// The time in decimal years.
    pub time: f64,
    /// The figure.
    pub figure: Measured,
}

/// A check beside [`judge_with`] that uses every figure since the baseline: a weighted line through
/// the logarithms of figure over path, weights (value/SE)², whose rise from the first to the last time
/// takes the place of the gap, and a line through the logarithms of the figures for the change. With
/// two figures it is [`judge_with`] itself.
///
/// A steady departure is seen earlier, a fall that has just stopped later. The error of a bridging
/// ratio is taken as one error of all figures after the baseline.
///
/// # Errors
/// Fewer than 2 figures, figures out of order or without sampling error, times beyond the path, and
/// those of [`judge_with`].
pub fn judge_all_points(
    figures: &[Dated],
    path: &Path,
    allowed: &Uncertainty,
    confidence: f64,
) -> Result<Judgement, StatsError> {
    let allowed = allowed.checked()?;
    enough_points(2, figures.len())?;
    let start = figures[0].time;
    let mut points = Vec::with_capacity(figures.len());
    let mut last = f64::NEG_INFINITY;
    for Dated { time, figure } in figures {
        if finite("time", *time)? <= last {
            return Err(StatsError::NotIncreasing { x: *time });
        }
        last = *time;
        let value = positive("value", figure.value)?;
        let error = positive("relative standard error", figure.standard_error / value)?;
        points.push(Weighed {
            years: time - start,
            weight: (allowed.extra_scatter * error).powi(-2),
            log_value: value.ln(),
            log_gap: (value / path.value_at(*time)?).ln(),
        });
    }
    all_points(&points, allowed.bridging_error).judged(last - start, allowed.df, confidence)
}

struct Weighed {
    years: f64,
    weight: f64,
    log_value: f64,
    log_gap: f64,
}

fn all_points(points: &[Weighed], bridging_error: f64) -> Logs {
    let sum = |value: &dyn Fn(&Weighed) -> f64| -> f64 {
        points.iter().map(|point| point.weight * value(point)).sum()
    };
    let years = points[points.len() - 1].years;
    let mean = sum(&|point| point.years) / sum(&|_| 1.0);
    let spread = sum(&|point| (point.years - mean).powi(2));
    let from_start = sum(&|point| point.years.powi(2));
    let rise = |value: &dyn Fn(&Weighed) -> f64| {
        years * sum(&|point| (point.years - mean) * value(point)) / spread
    };
    // how far one common error of all later figures moves the rise
    let moved = years * points[0].weight * mean / spread;
    let moved_from_start = years * sum(&|point| point.years) / from_start;
    let first_gap = points[0].log_gap;
    Logs {
        change: rise(&|point| point.log_value),
        gap: rise(&|point| point.log_gap),
        error: (years / spread.sqrt()).hypot(moved * bridging_error),
        gap_baseline_fixed: years * sum(&|point| point.years * (point.log_gap - first_gap))
            / from_start,
        error_baseline_fixed: (years / from_start.sqrt()).hypot(moved_from_start * bridging_error),
    }
}

/// Logarithms of the change and of the gap with their standard error, and the gap with its error
/// where the baseline is taken as published.
struct Logs {
    change: f64,
    gap: f64,
    error: f64,
    gap_baseline_fixed: f64,
    error_baseline_fixed: f64,
}

impl Logs {
    fn judged(
        &self,
        years: f64,
        df: Option<f64>,
        confidence: f64,
    ) -> Result<Judgement, StatsError> {
        let quantile = quantile(df, confidence)?;
        let share = |at: f64| df.map_or_else(|| normal_cdf(at), |df| t_cdf(at, df));
        let relative = |log: f64| Estimate {
            value: log.exp_m1(),
            interval: Interval::symmetric(log, self.error, quantile, confidence).map(f64::exp_m1),
            n: None,
            df,
            method: "log ratio, delta method",
        };
        let change = relative(self.change).bounded()?;
        let gap = relative(self.gap).bounded()?;
        let (rate, error) = (self.change / years, self.error / years);
        let rates = Interval::symmetric(rate, error, quantile, confidence);
        Ok(Judgement {
            change,
            gap,
            annual_rates: rates.map(f64::exp_m1).bounded()?,
            probability: share(-self.gap / self.error),
            probability_baseline_fixed: share(-self.gap_baseline_fixed / self.error_baseline_fixed),
            verdict: verdict(&gap.interval, &change.interval),
            log_error: self.error,
            df,
            years,
            log_change: self.change,
            log_gap: self.gap,
        })
    }
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
mod tests;
