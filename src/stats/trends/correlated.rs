//! Trends whose years are correlated: generalised least squares with first-order autoregressive
//! errors, averaged over how strong the correlation may be.
//!
//! Holds no joinpoint regression: that takes years as independent, as the NCI's program does.

use super::least_squares::{Weighted, rounding};
use super::line::{Component, Dispersion, Fit, Line};
use super::orthogonal::{Orthogonal, dot, product, subtract, times};
use super::quasi_poisson::CountFit;
use super::series::{Points, Scale, lag1_correlation};
use super::terms::{Design, Terms};
use crate::stats::error::{StatsError, enough_points};

/// With fewer points the correlation of years cannot be judged: take them as independent.
pub const FEWEST_POINTS: usize = 7;

/// The correlations that are tried: this many, from 0 to the largest, in equal steps.
const GRID: usize = 39;
const LARGEST_RHO: f64 = 0.95;

/// The trend line of 7 points or more with correlated years.
///
/// The errors, scaled by the weights as in [`super::least_squares::trend`] or by `weights` where no
/// standard error is known, follow an AR(1) process: two periods d apart have correlation rho^d. The
/// fit is repeated for 39 values of rho from 0 to 0.95; each is weighted by its restricted
/// likelihood, −(n − p)/2·ln q − ½ ln|V| − ½ ln|X'V⁻¹X| with q the generalised sum of squares
/// (Harville 1974, Biometrika 61, 383-385). A coefficient given rho is t(n − p) about its
/// generalised least squares estimate with variance q/(n − p)·(X'V⁻¹X)⁻¹; estimates are medians of
/// the weighted mixture, limits its quantiles, p-values twice its smaller side. The variance has no
/// floor of 1.
///
/// # Errors
/// Fewer than 7 points, and those of [`super::least_squares::trend`].
///
/// ```
/// use vawg::stats::trends::correlated;
/// use vawg::stats::trends::series::{Points, Scale};
/// use vawg::stats::trends::step::NO_STEPS;
///
/// // recorded rapes, England and Wales, 2005-06 to 2013-14 (ONS, appendix table A5a)
/// let x: Vec<f64> = (0..9).map(|i| 2005.75 + f64::from(i)).collect();
/// let value = [14443.0, 13774.0, 12673.0, 13096.0, 15074.0, 15892.0, 16038.0, 16374.0, 20751.0];
/// let points = Points { x: &x, value: &value, standard_error: None };
/// let line = correlated::trend(&points, None, Scale::Log, &NO_STEPS, 0.95)?;
/// assert_eq!(format!("{:.1}", line.change.value), "4.6");
/// # Ok::<(), vawg::stats::error::StatsError>(())
/// ```
pub fn trend<'a>(
    points: &Points<'_>,
    weights: Option<&[f64]>,
    scale: Scale,
    terms: impl Into<Terms<'a>>,
    confidence: f64,
) -> Result<Line, StatsError> {
    enough_points(FEWEST_POINTS, points.x.len())?;
    let weighted = Weighted::new(points, weights, scale, &terms.into())?;
    let response = Response {
        method: match scale {
            Scale::Log => "log-linear, correlated years",
            Scale::Linear => "linear, correlated years",
        },
        scale,
        x: points.x,
        lag1_correlation: None,
        y: weighted.y,
        root_weight: weighted.root_weight,
        design: weighted.design,
    };
    response.line(confidence)
}

/// The trend line of 7 counts or more with correlated years: as [`trend`], of the logarithm of the
/// count (of the rate, where a population is given) with the counts of the quasi-Poisson fit as
/// weights. Where a count is 0, the logarithms are replaced by the working values of that fit,
/// `ln m + (y − m)/m` with m the fitted count.
///
/// # Errors
/// Fewer than 7 points, and those of [`super::quasi_poisson::trend`].
///
/// ```
/// use vawg::stats::trends::correlated;
/// use vawg::stats::trends::step::NO_STEPS;
///
/// let x: Vec<f64> = (0..9).map(|i| 2005.75 + f64::from(i)).collect();
/// let counts = [14443.0, 13774.0, 12673.0, 13096.0, 15074.0, 15892.0, 16038.0, 16374.0, 20751.0];
/// let line = correlated::trend_of_counts(&x, &counts, None, &NO_STEPS, 0.95)?;
/// assert!(line.p_value > 0.05);
/// # Ok::<(), vawg::stats::error::StatsError>(())
/// ```
pub fn trend_of_counts<'a>(
    x: &[f64],
    counts: &[f64],
    population: Option<&[f64]>,
    terms: impl Into<Terms<'a>>,
    confidence: f64,
) -> Result<Line, StatsError> {
    enough_points(FEWEST_POINTS, x.len())?;
    let fitted = CountFit::new(x, counts, population, &terms.into())?;
    let zeros = counts.contains(&0.0);
    let value = |place: usize| {
        let (count, mean) = (counts[place], fitted.mean[place]);
        let log = if zeros {
            mean.ln() + (count - mean) / mean
        } else {
            count.ln()
        };
        log - fitted.offset[place]
    };
    let response = Response {
        method: "log-linear, correlated years, weighted by the fitted counts",
        scale: Scale::Log,
        x,
        lag1_correlation: fitted.lag1_correlation,
        y: (0..x.len()).map(value).collect(),
        root_weight: fitted.mean.iter().map(|mean| mean.sqrt()).collect(),
        design: fitted.design,
    };
    response.line(confidence)
}

/// What is fitted: values on the scale of the fit, with weights and terms.
struct Response<'a> {
    method: &'static str,
    scale: Scale,
    x: &'a [f64],
    y: Vec<f64>,
    root_weight: Vec<f64>,
    design: Design,
    /// The correlation of the residuals where it is known already, else that of the first fit.
    lag1_correlation: Option<f64>,
}

impl Response<'_> {
    fn weighted(&self) -> Result<WeightedColumns<'_>, StatsError> {
        let mut target = product(&self.y, &self.root_weight);
        let offset = self.design.offset(self.x, &self.root_weight);
        subtract(&mut target, 1.0, &offset);
        Ok(WeightedColumns {
            x: self.x,
            design: &self.design,
            columns: self.design.columns(self.x, &self.root_weight)?,
            stated: self.design.stated_columns(self.x, &self.root_weight),
            target,
        })
    }

    fn line(self, confidence: f64) -> Result<Line, StatsError> {
        let n = self.x.len();
        let weighted = self.weighted()?;
        let fit = |rho| weighted.fit(rho);
        let independent = fit(0.0)?;
        let lag1 = lag1_correlation(self.x, &independent.rest, self.design.period_length());
        let scatter = independent.sum_of_squares > rounding(&weighted.target);
        let fits = if scatter {
            (0..GRID)
                .map(|step| LARGEST_RHO * step as f64 / (GRID - 1) as f64)
                .map(fit)
                .collect::<Result<Vec<_>, _>>()?
        } else {
            vec![independent.without_scatter()]
        };
        let weights = shares(&fits);
        let mean = |value: &dyn Fn(&Gls) -> f64| -> f64 {
            let parts = fits.iter().zip(&weights);
            parts.map(|(fit, weight)| weight * value(fit)).sum()
        };
        let dispersion = Dispersion {
            raw: fits[0].variance(),
            used: mean(&Gls::variance),
            floored: false,
        };
        let mean_rho = scatter.then(|| mean(&|fit| fit.rho));
        let last_weight = self.root_weight[n - 1].powi(2);
        let parts = fits.into_iter().zip(weights);
        let fit = Fit {
            method: self.method,
            scale: self.scale,
            n,
            last_x: self.x[n - 1],
            last_value: self.y[n - 1],
            components: parts
                .map(|(fit, weight)| fit.component(weight, last_weight))
                .collect(),
            design: self.design,
            dispersion,
            lag1_correlation: self.lag1_correlation.or(lag1).filter(|_| scatter),
            mean_rho,
        };
        Line::new(fit, confidence)
    }
}

/// Columns and values, all times the square roots of their weights.
struct WeightedColumns<'a> {
    x: &'a [f64],
    design: &'a Design,
    columns: Vec<Vec<f64>>,
    /// The columns of the stated steps, which are taken out of the values already.
    stated: Vec<Vec<f64>>,
    target: Vec<f64>,
}

/// Generalised least squares with one correlation.
struct Gls {
    rho: f64,
    coefficients: Vec<f64>,
    /// How far one standard error of each stated ratio moves the coefficients.
    stated: Vec<Vec<f64>>,
    inverse_gram: Vec<Vec<f64>>,
    /// The residuals after the correlation is taken out.
    rest: Vec<f64>,
    sum_of_squares: f64,
    df: f64,
    log_likelihood: f64,
}

impl WeightedColumns<'_> {
    fn fit(&self, rho: f64) -> Result<Gls, StatsError> {
        let kept = kept_correlations(self.x, self.design.period_length(), rho);
        let columns = self.columns.iter().map(|column| whitened(column, &kept));
        let basis = Orthogonal::new(columns.collect()).ok_or(StatsError::Inseparable)?;
        let (coefficients, rest) = basis.fit(&whitened(&self.target, &kept));
        let sum_of_squares = dot(&rest, &rest);
        let df = (self.x.len() - coefficients.len()) as f64;
        let (coefficients, stated) =
            (self.design).with_stated(coefficients, &self.stated, |column| {
                basis.fit(&whitened(column, &kept)).0
            });
        let log_determinant: f64 = kept.iter().map(|kept| (1.0 - kept * kept).ln()).sum();
        let log_likelihood =
            -0.5 * (df * sum_of_squares.ln() + log_determinant + basis.log_determinant());
        Ok(Gls {
            rho,
            coefficients,
            stated,
            inverse_gram: basis.inverse_gram(),
            rest,
            sum_of_squares,
            df,
            log_likelihood,
        })
    }
}

impl Gls {
    fn variance(&self) -> f64 {
        self.sum_of_squares / self.df
    }

    /// The same where all scatter is rounding.
    fn without_scatter(self) -> Self {
        Self {
            sum_of_squares: 0.0,
            ..self
        }
    }

    fn component(self, weight: f64, last_weight: f64) -> Component {
        let variance = self.variance();
        Component {
            weight,
            rho: self.rho,
            covariance: times(&self.inverse_gram, variance),
            coefficients: self.coefficients,
            stated: self.stated,
            residual_variance: variance / last_weight,
        }
    }
}

/// The correlation of each point but the first with the point before it.
fn kept_correlations(x: &[f64], period_length: f64, rho: f64) -> Vec<f64> {
    let kept = |pair: &[f64]| rho.powf((pair[1] - pair[0]) / period_length);
    x.windows(2).map(kept).collect()
}

/// A column with the correlation taken out: each value less its expectation given the one before,
/// over the standard deviation of what is left.
fn whitened(column: &[f64], kept: &[f64]) -> Vec<f64> {
    let mut found = Vec::with_capacity(column.len());
    found.extend(column.first());
    let pairs = column.windows(2).zip(kept);
    found.extend(pairs.map(|(pair, kept)| (pair[1] - kept * pair[0]) / (1.0 - kept * kept).sqrt()));
    found
}

/// The share of each fit: its restricted likelihood over the sum of all.
fn shares(fits: &[Gls]) -> Vec<f64> {
    if let [_] = fits {
        return vec![1.0];
    }
    let logs = fits.iter().map(|fit| fit.log_likelihood);
    let largest = logs.clone().fold(f64::NEG_INFINITY, f64::max);
    let relative: Vec<f64> = logs.map(|log| (log - largest).exp()).collect();
    let sum: f64 = relative.iter().sum();
    relative.iter().map(|share| share / sum).collect()
}

#[cfg(test)]
mod tests;
