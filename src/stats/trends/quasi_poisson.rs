//! Log-linear trends of counts, zeros included: quasi-Poisson regression with an offset.
//!
//! Prevalences: see `least_squares`. Correlated years: see `correlated`.

use super::line::{Component, Dispersion, Fit, Line};
use super::orthogonal::{Orthogonal, dot, product, subtract, times};
use super::series::{Scale, check_order, lag1_correlation};
use super::terms::{Design, Terms};
use crate::stats::error::{StatsError, enough_points, not_negative, positive, same_length};

const MOST_ITERATIONS: usize = 100;
const SETTLED: f64 = 1e-12;

/// The trend line of counts: log link, offset ln(population) where one is given, dispersion
/// Pearson χ²/(n − coefficients) with a floor of 1, t with n − coefficients degrees of freedom
/// (`McCullagh` and Nelder 1989, Generalized Linear Models, 6.2 and 9.2; iteratively reweighted least
/// squares as in R's `glm`). With a population the line is that of the rate for each person.
///
/// # Errors
/// Fewer than 3 points (one more for each step and for each season term), points out of order, a
/// negative count, no event at all, a population of 0 or less, a step without points on both sides,
/// a bad confidence.
pub fn trend<'a>(
    x: &[f64],
    counts: &[f64],
    population: Option<&[f64]>,
    terms: impl Into<Terms<'a>>,
    confidence: f64,
) -> Result<Line, StatsError> {
    let fitted = CountFit::new(x, counts, population, &terms.into())?;
    let n = x.len();
    let raw = fitted.chi_square / (n - fitted.coefficients.len()) as f64;
    let used = raw.max(1.0);
    let root: Vec<f64> = fitted.mean.iter().map(|mean| mean.sqrt()).collect();
    let stated = fitted.design.stated_columns(x, &root);
    let (coefficients, stated) =
        (fitted.design).with_stated(fitted.coefficients, &stated, |column| {
            fitted.basis.fit(column).0
        });
    let component = Component {
        weight: 1.0,
        rho: 0.0,
        covariance: times(&fitted.basis.inverse_gram(), used),
        coefficients,
        stated,
        residual_variance: used / fitted.mean[n - 1],
    };
    let fit = Fit {
        method: "log-linear, quasi-Poisson",
        scale: Scale::Log,
        n,
        last_x: x[n - 1],
        last_value: fitted.mean[n - 1].ln() - fitted.offset[n - 1],
        design: fitted.design,
        components: vec![component],
        dispersion: Dispersion {
            raw,
            used,
            floored: raw < 1.0,
        },
        lag1_correlation: fitted.lag1_correlation,
        mean_rho: None,
    };
    Line::new(fit, confidence)
}

/// A quasi-Poisson fit before anything is said about its uncertainty.
pub(crate) struct CountFit {
    pub(crate) design: Design,
    /// The logarithms of the populations.
    pub(crate) offset: Vec<f64>,
    pub(crate) coefficients: Vec<f64>,
    /// The fitted counts.
    pub(crate) mean: Vec<f64>,
    pub(crate) chi_square: f64,
    /// That of Pearson's residuals.
    pub(crate) lag1_correlation: Option<f64>,
    basis: Orthogonal,
}

impl CountFit {
    /// # Errors
    /// Those of [`trend`].
    pub(crate) fn new(
        x: &[f64],
        counts: &[f64],
        population: Option<&[f64]>,
        terms: &Terms<'_>,
    ) -> Result<Self, StatsError> {
        check_order(x)?;
        let n = x.len();
        same_length("counts", n, counts.len())?;
        enough_points(3, n)?;
        for count in counts {
            not_negative("count", *count)?;
        }
        positive("sum of the counts", counts.iter().sum())?;
        let offset = offsets(n, population)?;
        let design = Design::new(x, terms)?;
        enough_points(design.coefficients() + 1, n)?;
        let columns = design.columns(x, &vec![1.0; n])?;
        let stated = design.offset(x, &vec![1.0; n]);
        let mut offset_with_stated = offset.clone();
        subtract(&mut offset_with_stated, -1.0, &stated);
        let (coefficients, mean, basis) = iterate(counts, &offset_with_stated, &columns)?;
        let residuals: Vec<f64> = counts
            .iter()
            .zip(&mean)
            .map(|(count, mean)| (count - mean) / mean.sqrt())
            .collect();
        let period_length = design.period_length();
        Ok(Self {
            design,
            offset,
            coefficients,
            mean,
            chi_square: dot(&residuals, &residuals),
            lag1_correlation: lag1_correlation(x, &residuals, period_length),
            basis,
        })
    }
}

fn offsets(n: usize, population: Option<&[f64]>) -> Result<Vec<f64>, StatsError> {
    let Some(population) = population else {
        return Ok(vec![0.0; n]);
    };
    same_length("populations", n, population.len())?;
    population
        .iter()
        .map(|people| Ok(positive("population", *people)?.ln()))
        .collect()
}

/// Coefficients, fitted means and the weighted columns' basis at the end.
fn iterate(
    counts: &[f64],
    offset: &[f64],
    columns: &[Vec<f64>],
) -> Result<(Vec<f64>, Vec<f64>, Orthogonal), StatsError> {
    let mut log_mean: Vec<f64> = counts.iter().map(|count| (count + 0.1).ln()).collect();
    for _ in 0..MOST_ITERATIONS {
        let mean: Vec<f64> = log_mean.iter().map(|value| value.exp()).collect();
        let root: Vec<f64> = mean.iter().map(|mean| mean.sqrt()).collect();
        let weighted = columns.iter().map(|column| product(column, &root));
        let basis = Orthogonal::new(weighted.collect()).ok_or(StatsError::Inseparable)?;
        let working: Vec<f64> = (0..counts.len())
            .map(|i| root[i] * (log_mean[i] - offset[i] + (counts[i] - mean[i]) / mean[i]))
            .collect();
        let (coefficients, _) = basis.fit(&working);
        let mut furthest = 0.0_f64;
        for (i, old) in log_mean.iter_mut().enumerate() {
            let row: Vec<f64> = columns.iter().map(|column| column[i]).collect();
            let new = dot(&row, &coefficients) + offset[i];
            furthest = furthest.max((new - *old).abs());
            *old = new;
        }
        if furthest < SETTLED {
            return Ok((coefficients, mean, basis));
        }
    }
    Err(StatsError::NotConverged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::reference::{agree, number, rows};
    use crate::stats::trends::projection::project;
    use crate::stats::trends::step::{NO_STEPS, Steps};

    const POINTS: &str = include_str!("../../../tests/reference/stats/seatbelts.csv");
    const R: &str = include_str!("../../../tests/reference/stats/quasi_poisson.csv");

    fn column(at: usize) -> Vec<f64> {
        rows(POINTS).iter().map(|row| number(row[at])).collect()
    }

    #[test]
    fn a_trend_of_counts_is_continued_with_and_without_population() {
        // NumPy and SciPy: weighted least squares again and again, dispersion·(x'(X'MX)⁻¹x + 1/mean)
        let kilometres = column(3);
        for (population, expected) in [
            (
                None,
                [
                    1_237.337_886_579_154,
                    1_001.060_301_866_478,
                    1_529.383_437_450_879,
                ],
            ),
            (
                Some(&kilometres[..]),
                [
                    0.004_917_183_099_911_306,
                    0.004_166_970_890_069_5,
                    0.005_802_461_854_407_166,
                ],
            ),
        ] {
            let line = trend(&column(0), &column(1), population, &NO_STEPS, 0.95).unwrap();
            let found = project(&line, 1987.0, 1.0, 0.95).unwrap().estimate;
            let limits = found.interval;
            for (found, expected) in [found.value, limits.lower, limits.upper]
                .iter()
                .zip(expected)
            {
                agree(*found, expected, 1e-9);
            }
        }
    }

    #[test]
    fn the_fit_reproduces_r_with_and_without_offset() {
        let expected = rows(R);
        assert_eq!(expected.len(), 4);
        for row in expected {
            let counts = column(if row[0] == "killed" { 1 } else { 2 });
            let kilometres = column(3);
            let population = (row[1] == "offset").then_some(&kilometres[..]);
            let line = trend(&column(0), &counts, population, &NO_STEPS, 0.95).unwrap();
            let cell = |at: usize| number(row[at]);
            agree(line.slope, cell(2), 1e-9);
            agree(line.dispersion.raw, cell(3) / 14.0, 1e-8);
            agree(line.slope_error, cell(4), 1e-5);
            agree(line.change.value, cell(5), 1e-8);
            agree(line.change.interval.lower, cell(6), 1e-5);
            agree(line.change.interval.upper, cell(7), 1e-5);
            agree(line.p_value, cell(8), 1e-5);
            agree(line.intercept, cell(9), 1e-9);
            assert_eq!(
                (line.n, line.df, line.dispersion.floored),
                (16, 14.0, false)
            );
            agree(line.dispersion.used, line.dispersion.raw, 1e-15);
        }
    }

    #[test]
    fn where_scatter_is_less_than_poissons_the_floor_acts() {
        // Counts exactly on a line: no scatter, so the variance is Poisson's own, 1/Σμ(x − x̄)².
        let x = [1.0, 2.0, 3.0];
        let line = trend(&x, &[100.0, 200.0, 400.0], None, &NO_STEPS, 0.95).unwrap();
        agree(line.change.value, 100.0, 1e-10);
        assert!(line.dispersion.floored && line.dispersion.raw < 1e-20);
        // weighted mean 17/7 of x; Σμ(x − 17/7)² = 100·(10/7)² + 200·(3/7)² + 400·(4/7)² = 371.43
        agree(line.slope_error, (1.0_f64 / (2600.0 / 7.0)).sqrt(), 1e-9);
        agree(line.residual_variance(), 1.0 / 400.0, 1e-9);
        agree(line.at(4.0).unwrap().value, 800.0, 1e-9);
    }

    #[test]
    fn zeros_are_taken_and_the_rate_follows_the_population() {
        let x = [1.0, 2.0, 3.0, 4.0];
        let line = trend(&x, &[0.0, 3.0, 1.0, 4.0], None, &NO_STEPS, 0.95).unwrap();
        assert!(line.slope > 0.0 && line.change.interval.contains(line.change.value));
        let people = [1000.0, 2000.0, 4000.0, 8000.0];
        let flat = trend(
            &x,
            &[10.0, 20.0, 40.0, 80.0],
            Some(&people),
            &NO_STEPS,
            0.95,
        )
        .unwrap();
        assert!(flat.slope.abs() < 1e-12);
        agree(flat.at(2.5).unwrap().value, 0.01, 1e-10);
    }

    #[test]
    fn a_step_takes_the_jump_out_of_the_slope() {
        let x: Vec<f64> = (0..8).map(f64::from).collect();
        let steps = Steps {
            at: &[3.5],
            period_length: 1.0,
        };
        let counts: Vec<f64> = x
            .iter()
            .map(|x| 1000.0 * 1.1_f64.powf(*x) * if *x > 3.5 { 2.0 } else { 1.0 })
            .collect();
        let line = trend(&x, &counts, None, &steps, 0.95).unwrap();
        agree(line.change.value, 10.0, 1e-9);
        agree(line.steps[0].comparability.unwrap().value, 2.0, 1e-9);
        assert_eq!(line.df, 5.0);
    }

    #[test]
    fn a_step_takes_a_degree_of_freedom_from_the_scatter() {
        // statsmodels 0.15, GLM with Poisson's family and a column for the step; 9 points less 3
        let x: Vec<f64> = (0..9).map(f64::from).collect();
        let steps = Steps {
            at: &[3.5],
            period_length: 1.0,
        };
        let counts = [
            100.0, 165.0, 118.0, 190.0, 210.0, 262.0, 185.0, 280.0, 251.0,
        ];
        let line = trend(&x, &counts, None, &steps, 0.95).unwrap();
        agree(line.slope, 0.068_524_71, 1e-7);
        agree(line.dispersion.raw, 7.899_398_526_5, 1e-9);
        agree(line.slope_error, 0.050_684_72, 1e-6);
        agree(line.steps[0].jump, 0.195_877_97, 1e-7);
        agree(line.steps[0].error.standard_error, 0.271_380_91, 1e-6);
        agree(line.p_value, 0.225_118_3, 1e-5);
        // with as many coefficients as points there is no scatter to estimate
        assert!(trend(&x[2..5], &counts[2..5], None, &steps, 0.95).is_err());
    }

    #[test]
    fn bad_input_is_an_error() {
        let x = [1.0, 2.0, 3.0];
        let fit =
            |counts: &[f64], people: Option<&[f64]>| trend(&x, counts, people, &NO_STEPS, 0.95);
        assert!(fit(&[1.0, 2.0], None).is_err());
        assert!(fit(&[1.0, -2.0, 3.0], None).is_err());
        assert!(fit(&[0.0, 0.0, 0.0], None).is_err());
        assert!(fit(&[1.0, f64::NAN, 3.0], None).is_err());
        assert!(fit(&[1.0, 2.0, 3.0], Some(&[1.0, 0.0, 1.0])).is_err());
        assert!(fit(&[1.0, 2.0, 3.0], Some(&[1.0, 1.0])).is_err());
        assert!(trend(&x[..2], &[1.0, 2.0], None, &NO_STEPS, 0.95).is_err());
        assert!(trend(&[1.0, 1.0, 2.0], &[1.0, 2.0, 3.0], None, &NO_STEPS, 0.95).is_err());
        assert!(trend(&x, &[1.0, 2.0, 3.0], None, &NO_STEPS, 1.2).is_err());
        let steps = Steps {
            at: &[3.5],
            period_length: 1.0,
        };
        let years = [1.0, 2.0, 3.0, 4.0, 5.0];
        let never = trend(&years, &[5.0, 4.0, 6.0, 0.0, 0.0], None, &steps, 0.95);
        assert!(
            never.is_err(),
            "a level of 0 after the step has no logarithm"
        );
    }
}
