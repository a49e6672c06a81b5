//! Straight-line trends by least squares: weighted where standard errors are known, else ordinary.
//!
//! Counts with zeros: see `quasi_poisson`. Correlated years: see `correlated`.

use super::line::{Component, Dispersion, Fit, Line};
use super::orthogonal::{Orthogonal, dot, norm, product, subtract, times};
use super::series::{Points, Scale, lag1_correlation};
use super::step::Steps;
use super::terms::{Design, Terms};
use crate::stats::error::{StatsError, enough_points, positive, same_length};

/// Residuals and slopes smaller than this share of the values are rounding, not scatter.
const ROUNDING: f64 = 1e-12;

/// The trend line of at least 3 points (one more for each step and for each season term).
///
/// With standard errors: weights (value/SE)² on the log scale or 1/SE² on the linear one, variances
/// multiplied by max(1, Q/(n − coefficients)), Q the weighted sum of squares (Birge 1932, Physical
/// Review 40, 207-227). Without: ordinary least squares, always scaled. t with n − coefficients
/// degrees of freedom. APC as in Kim and others 2000, Statistics in Medicine 19, 335-351.
///
/// # Errors
/// Points out of order or too few, a value without a logarithm, a standard error of 0 or less, a
/// step without points on both sides, terms that the points cannot separate, a bad confidence.
///
/// ```
/// use vawg::stats::trends::least_squares::trend;
/// use vawg::stats::trends::season::Season;
/// use vawg::stats::trends::series::{Points, Scale};
/// use vawg::stats::trends::step::NO_STEPS;
/// use vawg::stats::trends::terms::Terms;
///
/// // eleven quarters that rise by 3% a year, the third of each year 20% higher
/// let x: Vec<f64> = (0..11).map(|i| 2020.125 + 0.25 * f64::from(i)).collect();
/// let value: Vec<f64> = (0..11)
///     .map(|i| 100.0 * 1.03_f64.powf(0.25 * f64::from(i)) * if i % 4 == 2 { 1.2 } else { 1.0 })
///     .collect();
/// let points = Points { x: &x, value: &value, standard_error: None };
/// let terms = Terms { steps: NO_STEPS, season: Season::for_window(&x, 0.25)?, stated: &[] };
/// let with_terms = trend(&points, Scale::Log, &terms, 0.95)?;
/// assert!((with_terms.change.value - 3.0).abs() < 1e-9);
/// let without = trend(&points, Scale::Log, &NO_STEPS, 0.95)?;
/// assert!((without.change.value - 5.07).abs() < 0.01);
/// # Ok::<(), vawg::stats::error::StatsError>(())
/// ```
pub fn trend<'a>(
    points: &Points<'_>,
    scale: Scale,
    terms: impl Into<Terms<'a>>,
    confidence: f64,
) -> Result<Line, StatsError> {
    let weighted = Weighted::new(points, None, scale, &terms.into())?;
    weighted.line(points, scale, confidence)
}

/// The trend line where no standard error is known but some periods hold less information than
/// others, such as survey years of a few months: see [`weight_of_months`]. Least squares with these
/// weights, always scaled by the scatter.
///
/// # Errors
/// Those of [`trend`], a weight of 0 or less.
pub fn weighted_trend<'a>(
    points: &Points<'_>,
    weights: &[f64],
    scale: Scale,
    terms: impl Into<Terms<'a>>,
    confidence: f64,
) -> Result<Line, StatsError> {
    let weighted = Weighted::new(points, Some(weights), scale, &terms.into())?;
    weighted.line(points, scale, confidence)
}

/// The weight of a year in which a survey asked people in this many months, against 1 for a full
/// year: 0.5 for six months, 0.67 for eight.
///
/// # Errors
/// Not between 1 and 12 months.
///
/// ```
/// use vawg::stats::trends::least_squares::weight_of_months;
///
/// assert_eq!(weight_of_months(6), Ok(0.5));
/// assert!((weight_of_months(8)? - 0.67).abs() < 0.005);
/// # Ok::<(), vawg::stats::error::StatsError>(())
/// ```
pub fn weight_of_months(months: u8) -> Result<f64, StatsError> {
    let months =
        crate::stats::error::between("months of a survey year", f64::from(months), 1.0, 12.0)?;
    Ok(months / 12.0)
}

/// Points and terms with the square roots of the weights worked in, ready to be fitted.
pub(crate) struct Weighted {
    pub(crate) design: Design,
    pub(crate) root_weight: Vec<f64>,
    /// The values on the scale of the fit.
    pub(crate) y: Vec<f64>,
    /// The same without the stated steps, times the square roots of the weights.
    pub(crate) target: Vec<f64>,
    pub(crate) columns: Vec<Vec<f64>>,
    /// Whether the weights come from standard errors, so that they say how much scatter to expect.
    pub(crate) known_errors: bool,
}

impl Weighted {
    /// # Errors
    /// Those of [`trend`].
    pub(crate) fn new(
        points: &Points<'_>,
        weights: Option<&[f64]>,
        scale: Scale,
        terms: &Terms<'_>,
    ) -> Result<Self, StatsError> {
        let mut scaled = points.scaled(scale, 3)?;
        if let Some(weights) = weights {
            same_length("weights", points.x.len(), weights.len())?;
            for (root, weight) in scaled.root_weight.iter_mut().zip(weights) {
                *root *= positive("weight", *weight)?.sqrt();
            }
        }
        let design = Design::new(points.x, terms)?;
        enough_points(design.coefficients() + 1, points.x.len())?;
        let columns = design.columns(points.x, &scaled.root_weight)?;
        let mut target = product(&scaled.y, &scaled.root_weight);
        subtract(
            &mut target,
            1.0,
            &design.offset(points.x, &scaled.root_weight),
        );
        Ok(Self {
            design,
            target,
            y: scaled.y,
            root_weight: scaled.root_weight,
            columns,
            known_errors: points.standard_error.is_some(),
        })
    }

    /// The line with years taken as independent.
    fn line(self, points: &Points<'_>, scale: Scale, confidence: f64) -> Result<Line, StatsError> {
        let n = points.x.len();
        let basis = Orthogonal::new(self.columns.clone()).ok_or(StatsError::Inseparable)?;
        let (mut coefficients, rest) = basis.fit(&self.target);
        coefficients[1] =
            slope_without_rounding(coefficients[1], points.x, &self.root_weight, &self.target);
        let sum_of_squares = without_rounding(dot(&rest, &rest), &self.target);
        let raw = sum_of_squares / (n - coefficients.len()) as f64;
        let used = if self.known_errors { raw.max(1.0) } else { raw };
        let scatter = sum_of_squares > 0.0;
        let lag1 = lag1_correlation(points.x, &rest, self.design.period_length());
        let stated = self.design.stated_columns(points.x, &self.root_weight);
        let (coefficients, stated) =
            (self.design).with_stated(coefficients, &stated, |column| basis.fit(column).0);
        let component = Component {
            weight: 1.0,
            rho: 0.0,
            stated,
            coefficients,
            covariance: times(&basis.inverse_gram(), used),
            residual_variance: used / self.root_weight[n - 1].powi(2),
        };
        let fit = Fit {
            method: method(scale, self.known_errors || self.weighted()),
            scale,
            n,
            last_x: points.x[n - 1],
            last_value: self.y[n - 1],
            design: self.design,
            components: vec![component],
            dispersion: Dispersion {
                raw,
                used,
                floored: self.known_errors && raw < 1.0,
            },
            lag1_correlation: lag1.filter(|_| scatter),
            mean_rho: None,
        };
        Line::new(fit, confidence)
    }

    /// Whether the weights differ.
    fn weighted(&self) -> bool {
        let first = self.root_weight[0];
        self.root_weight
            .iter()
            .any(|root| root.to_bits() != first.to_bits())
    }
}

/// The columns 1, x − centre and the steps, each times the square roots of the weights.
pub(crate) fn weighted_columns(
    x: &[f64],
    centre: f64,
    steps: &Steps<'_>,
    root_weight: &[f64],
) -> Result<Vec<Vec<f64>>, StatsError> {
    let time: Vec<f64> = x.iter().map(|x| x - centre).collect();
    let mut columns = vec![root_weight.to_vec(), product(&time, root_weight)];
    for column in steps.columns(x)? {
        columns.push(product(&column, root_weight));
    }
    Ok(columns)
}

/// The largest sum of squares of weighted values that rounding explains.
pub(crate) fn rounding(target: &[f64]) -> f64 {
    ROUNDING * ROUNDING * dot(target, target)
}

/// A sum of squares, 0 where it is no more than rounding of the weighted values.
pub(crate) fn without_rounding(sum_of_squares: f64, target: &[f64]) -> f64 {
    if sum_of_squares <= rounding(target) {
        0.0
    } else {
        sum_of_squares
    }
}

/// A slope, 0 where its rise over all points is no more than rounding of the weighted values.
pub(crate) fn slope_without_rounding(
    slope: f64,
    x: &[f64],
    root_weight: &[f64],
    target: &[f64],
) -> f64 {
    let rise = slope.abs() * (x[x.len() - 1] - x[0]) * norm(root_weight);
    if rise <= ROUNDING * norm(target) {
        0.0
    } else {
        slope
    }
}

fn method(scale: Scale, weighted: bool) -> &'static str {
    match (scale, weighted) {
        (Scale::Log, true) => "log-linear, weighted least squares",
        (Scale::Log, false) => "log-linear, ordinary least squares",
        (Scale::Linear, true) => "linear, weighted least squares",
        (Scale::Linear, false) => "linear, ordinary least squares",
    }
}

#[cfg(test)]
mod tests;
