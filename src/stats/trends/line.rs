//! A fitted straight line on the log or the linear scale, with level steps and season terms.
//!
//! Does not fit: see `least_squares`, `quasi_poisson` and `correlated`.

mod band;

use super::mixture::{Mixture, Part};
use super::orthogonal::{dot, quadratic};
use super::series::Scale;
use super::step::{StatedStep, StepEffect};
use super::terms::Design;
use crate::stats::error::{StatsError, positive, representable};
use crate::stats::estimate::Estimate;

/// The scatter of the points about the line against what their weights allow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dispersion {
    /// The weighted sum of squares (or Pearson's chi-square) over the degrees of freedom.
    pub raw: f64,
    /// What the variances were multiplied by; with correlated years the mean over the correlations.
    pub used: f64,
    /// Whether the floor of 1 acted, which makes the intervals conservative.
    pub floored: bool,
}

/// A fitted line; times are decimal years.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The method in words.
    pub method: &'static str,
    /// The scale on which it is straight.
    pub scale: Scale,
    /// The number of points.
    pub n: usize,
    /// Degrees of freedom: points less coefficients. Intervals and p-values that a stated ratio takes
    /// part in have more: see [`Self::change`].
    pub df: f64,
    /// The slope a year on the scale of the fit.
    pub slope: f64,
    /// Its standard error.
    pub slope_error: f64,
    /// The p-value of a slope of 0.
    pub p_value: f64,
    /// The annual change: APC = 100(e^slope − 1) in percent on the log scale, else the slope.
    pub change: Estimate,
    /// The value of the line at x = 0 without steps, on the scale of the fit.
    pub intercept: f64,
    /// The scatter about the line.
    pub dispersion: Dispersion,
    /// The correlation of the weighted residuals of neighbouring periods, from the fit that takes
    /// years as independent; none without scatter or without neighbours.
    pub lag1_correlation: Option<f64>,
    /// The mean of the correlations that the fit averages over, weighted by how well each explains
    /// the points; none where years are taken as independent.
    pub mean_rho: Option<f64>,
    /// The level steps in the order they were given.
    pub steps: Vec<StepEffect>,
    pub(crate) confidence: f64,
    pub(crate) last_x: f64,
    last_value: f64,
    design: Design,
    components: Vec<Component>,
}

/// One fit given a correlation between neighbouring periods; independent years have one alone.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Component {
    /// Its share in the average over correlations.
    pub(crate) weight: f64,
    /// The correlation between periods one period length apart.
    pub(crate) rho: f64,
    /// The level at the centre, the slope, the steps, the seasons; last the logarithms of stated ratios.
    pub(crate) coefficients: Vec<f64>,
    /// That of the estimated coefficients, from the scatter about the line.
    pub(crate) covariance: Vec<Vec<f64>>,
    /// For each stated ratio how far one standard error of its logarithm moves the coefficients.
    pub(crate) stated: Vec<Vec<f64>>,
    /// The residual variance of the latest point on the scale of the fit.
    pub(crate) residual_variance: f64,
}

/// The result of a fit, from which a line is made.
pub(crate) struct Fit {
    pub(crate) method: &'static str,
    pub(crate) scale: Scale,
    pub(crate) n: usize,
    pub(crate) last_x: f64,
    /// The value of the latest point on the scale of the fit.
    pub(crate) last_value: f64,
    pub(crate) design: Design,
    pub(crate) components: Vec<Component>,
    pub(crate) dispersion: Dispersion,
    pub(crate) lag1_correlation: Option<f64>,
    pub(crate) mean_rho: Option<f64>,
}

impl Fit {
    fn df(&self) -> f64 {
        self.n as f64 - self.design.coefficients() as f64
    }

    fn combination(&self, row: &[f64]) -> Result<Mixture, StatsError> {
        combination(&self.components, row, self.df())
    }

    /// The distribution of one coefficient.
    fn coefficient(&self, number: usize) -> Result<Mixture, StatsError> {
        let mut row = vec![0.0; self.design.coefficients()];
        row[number] = 1.0;
        self.combination(&row)
    }

    fn step_effects(&self, confidence: f64) -> Result<Vec<StepEffect>, StatsError> {
        let effect = |(step, at): (usize, &f64)| {
            let jump = self.coefficient(2 + step)?;
            StepEffect::from_distribution(*at, &jump, self.scale, confidence, self.method)
        };
        let dates = self.design.step_dates().iter();
        dates.enumerate().map(effect).collect()
    }
}

impl Component {
    /// The variance that the stated ratios give a linear combination of the coefficients.
    fn stated_variance(&self, row: &[f64]) -> f64 {
        let moved = self.stated.iter().map(|moved| dot(row, moved).powi(2));
        moved.sum()
    }
}

/// The distribution of a linear combination of the coefficients.
fn combination(components: &[Component], row: &[f64], df: f64) -> Result<Mixture, StatsError> {
    let part = |component: &Component| Uncertain {
        weight: component.weight,
        centre: dot(row, &component.coefficients),
        scatter: quadratic(row, &component.covariance).max(0.0),
        stated: component.stated_variance(row),
    };
    mixture(components.iter().map(part), df)
}

/// A value with the variance that the scatter about the line gives it, and that of stated ratios.
struct Uncertain {
    weight: f64,
    centre: f64,
    scatter: f64,
    stated: f64,
}

/// With a stated ratio both variances are added. One is estimated with `df` degrees of freedom, the
/// other known: together df·(1 + stated/scatter)², rounded down (Welch 1947, Biometrika 34, 28-35;
/// JCGM 100:2008, annex G.4).
fn mixture(parts: impl Iterator<Item = Uncertain>, df: f64) -> Result<Mixture, StatsError> {
    let (mut scatter, mut stated) = (0.0, 0.0);
    let part = |value: Uncertain| {
        scatter += value.weight * value.scatter;
        stated += value.weight * value.stated;
        Part {
            weight: value.weight,
            centre: value.centre,
            scale: (value.scatter + value.stated).sqrt(),
        }
    };
    let parts = parts.map(part).collect();
    Mixture::new(parts, together(df, scatter, stated))
}

/// Degrees of freedom beyond which t is taken as normal.
const NORMAL: f64 = 10_000.0;

fn together(df: f64, scatter: f64, stated: f64) -> f64 {
    if stated <= 0.0 {
        return df;
    }
    let together = (df * (1.0 + stated / scatter).powi(2)).min(NORMAL).floor();
    together.max(df)
}

impl Line {
    pub(crate) fn new(fit: Fit, confidence: f64) -> Result<Self, StatsError> {
        if fit.scale == Scale::Linear && !fit.design.stated().is_empty() {
            return Err(StatsError::StatedRatioOnLinearScale);
        }
        let df = fit.df();
        let slope = fit.coefficient(1)?;
        for component in &fit.components {
            representable(&[component.residual_variance])?;
        }
        let interval = slope.interval(confidence)?;
        let change = Estimate {
            value: annual_change(slope.median(), fit.scale),
            interval: interval.map(|slope| annual_change(slope, fit.scale)),
            n: Some(fit.n as f64),
            df: Some(slope.df()),
            method: fit.method,
        };
        let level = fit.coefficient(0)?.median();
        Ok(Self {
            method: fit.method,
            scale: fit.scale,
            n: fit.n,
            df,
            slope: slope.median(),
            slope_error: slope.standard_error(),
            p_value: slope.p_value(),
            change: change.bounded()?,
            intercept: level - slope.median() * fit.design.centre(),
            dispersion: fit.dispersion,
            lag1_correlation: fit.lag1_correlation,
            mean_rho: fit.mean_rho,
            steps: fit.step_effects(confidence)?,
            confidence,
            last_x: fit.last_x,
            last_value: fit.last_value,
            design: fit.design,
            components: fit.components,
        })
    }

    /// The fitted value at the midpoint x of a period, in the unit of the series (of the rate, where
    /// a population was given), with the interval of the line there. With season terms it is the
    /// value of that season.
    ///
    /// # Errors
    /// Limits too far apart to be written as numbers, a season that no point has.
    pub fn at(&self, x: f64) -> Result<Estimate, StatsError> {
        self.estimate(&self.combination(&self.design.row(x)?)?, self.scale)
    }

    /// The same for the average season: the straight line to draw through quarters or months.
    ///
    /// # Errors
    /// Limits too far apart to be written as numbers.
    pub fn without_season_at(&self, x: f64) -> Result<Estimate, StatsError> {
        let row = self.design.row_without_season(x);
        self.estimate(&self.combination(&row)?, self.scale)
    }

    /// The slope added up over so many years, with its interval: per cent on the log scale,
    /// 100(e^(slope·years) − 1), else points.
    ///
    /// # Errors
    /// Years of 0 or less; limits too far apart to be written as numbers.
    pub fn change_over(&self, years: f64) -> Result<Estimate, StatsError> {
        let mut row = vec![0.0; self.design.coefficients()];
        row[1] = positive("years", years)?;
        let change = self.combination(&row)?;
        let interval = change.interval(self.confidence)?;
        Estimate {
            value: annual_change(change.median(), self.scale),
            interval: interval.map(|change| annual_change(change, self.scale)),
            n: Some(self.n as f64),
            df: Some(change.df()),
            method: self.method,
        }
        .bounded()
    }

    fn combination(&self, row: &[f64]) -> Result<Mixture, StatsError> {
        combination(&self.components, row, self.df)
    }

    fn estimate(&self, value: &Mixture, scale: Scale) -> Result<Estimate, StatsError> {
        let interval = value.interval(self.confidence)?;
        Estimate {
            value: from_scale(value.median(), scale),
            interval: interval.map(|limit| from_scale(limit, scale)),
            n: Some(self.n as f64),
            df: Some(value.df()),
            method: self.method,
        }
        .bounded()
    }

    /// The confidence of its intervals.
    #[must_use]
    pub fn confidence(&self) -> f64 {
        self.confidence
    }

    /// The level steps whose ratio was stated.
    #[must_use]
    pub fn stated_steps(&self) -> &[StatedStep] {
        self.design.stated()
    }

    /// The residual variance of the latest point where years are taken as independent.
    #[cfg(test)]
    pub(crate) fn residual_variance(&self) -> f64 {
        self.components[0].residual_variance
    }

    /// The distribution, on the scale of the fit, of a value measured at x after the last point. With
    /// a correlation rho between neighbours, phi = rho^(periods since the last point) of the last
    /// residual r is still there: x'b + phi·r, with the residual variance times 1 − phi² and the
    /// variance of (x − phi·z)'b, z the terms of the last point (Goldberger 1962, JASA 57, 369-375).
    pub(crate) fn prediction(&self, x: f64) -> Result<Mixture, StatsError> {
        let (row, last_row) = (self.design.row(x)?, self.design.row(self.last_x)?);
        let periods = (x - self.last_x) / self.design.period_length();
        let part = |component: &Component| {
            let kept = component.rho.powf(periods);
            let residual = self.last_value - dot(&last_row, &component.coefficients);
            let difference: Vec<f64> = row
                .iter()
                .zip(&last_row)
                .map(|(now, last)| now - kept * last)
                .collect();
            let variance = quadratic(&difference, &component.covariance)
                + component.residual_variance * (1.0 - kept * kept);
            Uncertain {
                weight: component.weight,
                centre: dot(&row, &component.coefficients) + kept * residual,
                scatter: variance.max(0.0),
                stated: component.stated_variance(&difference),
            }
        };
        mixture(self.components.iter().map(part), self.df)
    }
}

pub(crate) fn from_scale(value: f64, scale: Scale) -> f64 {
    match scale {
        Scale::Log => value.exp(),
        Scale::Linear => value,
    }
}

/// The annual change that a slope stands for: 100(e^slope − 1) percent on the log scale, else the slope.
pub(crate) fn annual_change(slope: f64, scale: Scale) -> f64 {
    match scale {
        Scale::Log => 100.0 * slope.exp_m1(),
        Scale::Linear => slope,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::reference::agree;
    use crate::stats::trends::least_squares::trend;
    use crate::stats::trends::series::Points;
    use crate::stats::trends::step::NO_STEPS;

    #[test]
    fn degrees_of_freedom_grow_with_the_share_of_what_is_known() {
        assert_eq!(together(5.0, 1.0, 0.0), 5.0);
        // 5·(1 + 1)² = 20; 5·1.1² = 6.05, rounded down; 2.5·1.01² is less than one more
        assert_eq!(together(5.0, 1.0, 1.0), 20.0);
        assert_eq!(together(5.0, 10.0, 1.0), 6.0);
        assert_eq!(together(2.5, 1.0, 0.01), 2.5);
        assert_eq!(together(5.0, 0.0, 1.0), NORMAL);
        assert_eq!(together(5.0, 1.0, 1e6), NORMAL);
        assert_eq!(together(20_000.0, 1.0, 1.0), 20_000.0);
    }

    #[test]
    fn a_slope_goes_on_for_years() {
        // y = 0.9 + 0.9x with s² = 0.35 and Sxx = 5: SE = 0.264575, t(2) = 4.302653.
        let value = [1.0, 2.0, 2.0, 4.0];
        let fitted = |value: &[f64], scale| {
            let points = Points {
                x: &[0.0, 1.0, 2.0, 3.0],
                value,
                standard_error: None,
            };
            trend(&points, scale, &NO_STEPS, 0.95).unwrap()
        };
        let ten = fitted(&value, Scale::Linear).change_over(10.0).unwrap();
        let reach = 10.0 * 4.302_652_729_749_464 * 0.07_f64.sqrt();
        agree(ten.value, 9.0, 1e-12);
        agree(ten.interval.lower, 9.0 - reach, 1e-10);
        agree(ten.interval.upper, 9.0 + reach, 1e-10);
        // On the log scale the same numbers are exponents.
        let powers = value.map(f64::exp);
        let half = fitted(&powers, Scale::Log).change_over(0.5).unwrap();
        agree(half.value, 100.0 * (0.45_f64.exp() - 1.0), 1e-10);
        agree(
            half.interval.lower,
            100.0 * ((0.45 - reach / 20.0).exp() - 1.0),
            1e-9,
        );
        assert_eq!((half.df, half.n), (Some(2.0), Some(4.0)));
        assert_eq!(fitted(&powers, Scale::Log).confidence(), 0.95);
        assert!(fitted(&value, Scale::Linear).change_over(0.0).is_err());
        assert!(fitted(&powers, Scale::Log).change_over(1e6).is_err());
    }
}
