//! Funnel limits with additive over-dispersion: chance and ordinary differences between areas.
//!
//! Spiegelhalter 2005, Statistics in Medicine 24, 1185-1202, and Quality and Safety in Health Care 14,
//! 347-351, as in the package `FunnelPlotR` and NHS England's mortality indicator.

use crate::stats::areas::funnel::{self, Standing};
use crate::stats::distribution::critical_z;
use crate::stats::error::{
    StatsError, between, enough_points, not_negative, positive, same_length,
};
use crate::stats::estimate::Interval;

/// The share of areas at either end whose z-scores are drawn in to the next ones.
pub const WINSORISED: f64 = 0.1;

/// An area with no event counts as this many, because 0 has no logarithm.
const IN_PLACE_OF_0: f64 = 0.5;

const FEWEST_AREAS: usize = 3;

/// How much areas differ beyond chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overdispersion {
    /// The mean of the squared z-scores: 1 where areas differ by chance alone.
    pub phi: f64,
    /// The standard deviation of areas' true rates about the common one, on the log scale: 0.116 is
    /// about 12%.
    pub tau: f64,
    /// The number of areas.
    pub n: usize,
    /// The share of areas drawn in at either end.
    pub winsorised: f64,
    /// The method in words.
    pub method: &'static str,
}

/// How much areas differ beyond chance, from their events and the events expected at the common rate.
///
/// z = `ln(events/expected)·sqrt(expected)`, the lowest and highest shares drawn in to the quantile
/// there (R's type 7), phi = mean z², tau² = (n·phi − (n − 1))/(Σw − Σw²/Σw) with w the expected
/// events, at least 0. [`WINSORISED`] is the usual share; 0 leaves the z-scores as they are.
///
/// # Errors
/// Fewer than 3 areas, columns of different lengths, a negative count, expected events of 0 or less, a
/// share outside 0 to 0.5.
///
/// ```
/// use vawg::stats::areas::{limits, overdispersion, WINSORISED};
///
/// // six areas of the tests of the package FunnelPlotR
/// let events = [100.0, 150.0, 180.0, 80.0, 120.0, 225.0];
/// let expected = [108.0, 112.0, 165.0, 95.0, 100.0, 220.0];
/// let found = overdispersion(&events, &expected, WINSORISED)?;
/// assert_eq!(format!("{:.3} {:.3}", found.phi, found.tau), "2.149 0.110");
/// let upper = limits(95.0, found.tau, 0.998)?.upper;
/// assert_eq!(format!("{upper:.2}"), "1.59");
/// # Ok::<(), vawg::stats::error::StatsError>(())
/// ```
pub fn overdispersion(
    events: &[f64],
    expected: &[f64],
    winsorised: f64,
) -> Result<Overdispersion, StatsError> {
    let n = events.len();
    enough_points(FEWEST_AREAS, n)?;
    same_length("expected events", n, expected.len())?;
    between("share drawn in", winsorised, 0.0, 0.5)?;
    let mut scores = Vec::with_capacity(n);
    for (count, expected) in events.iter().zip(expected) {
        scores.push(z_score(*count, *expected, 0.0)?);
    }
    draw_in(&mut scores, winsorised);
    let phi = scores.iter().map(|score| score * score).sum::<f64>() / n as f64;
    Ok(Overdispersion {
        phi,
        tau: tau_squared(n as f64 * phi, n, expected).sqrt(),
        n,
        winsorised,
        method: "additive over-dispersion, method of moments",
    })
}

/// The z-score of an area on the log scale, with tau added to its own standard error.
fn z_score(events: f64, expected: f64, tau: f64) -> Result<f64, StatsError> {
    let events = not_negative("events", events)?.max(IN_PLACE_OF_0);
    let expected = positive("expected events", expected)?;
    let variance = 1.0 / expected + tau * tau;
    Ok((events / expected).ln() / variance.sqrt())
}

/// Moves the values beyond the quantiles of a share and of 1 less that share to those quantiles.
fn draw_in(values: &mut [f64], share: f64) {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (low, high) = (quantile(&sorted, share), quantile(&sorted, 1.0 - share));
    for value in values {
        *value = value.clamp(low, high);
    }
}

/// A quantile of sorted values by straight lines between them (type 7 of Hyndman and Fan 1996,
/// American Statistician 50, 361-365).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (place - place.floor()) * (sorted[above] - sorted[below])
}

/// The variance between areas by the method of moments, from the sum of squared z-scores and the
/// weights 1/variance (`DerSimonian` and Laird 1986, Controlled Clinical Trials 7, 177-188).
fn tau_squared(sum_of_squares: f64, n: usize, weights: &[f64]) -> f64 {
    let sum: f64 = weights.iter().sum();
    let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
    ((sum_of_squares - (n - 1) as f64) / (sum - squares / sum)).max(0.0)
}

/// The limits of events over expected events for an area with this many expected:
/// `exp(∓z·sqrt(1/expected + tau²))`. Times the common rate they are the limits of the rate.
///
/// # Errors
/// Expected events of 0 or less, a negative tau, a bad confidence.
pub fn limits(expected: f64, tau: f64, confidence: f64) -> Result<Interval, StatsError> {
    let expected = positive("expected events", expected)?;
    let tau = not_negative("tau", tau)?;
    let reach = critical_z(confidence)? * (1.0 / expected + tau * tau).sqrt();
    Interval {
        lower: (-reach).exp(),
        upper: reach.exp(),
        confidence,
    }
    .bounded()
}

/// Where an area stands against limits that allow for over-dispersion; with a tau of 0 against the
/// exact Poisson limits of [`funnel::standing`].
///
/// # Errors
/// A negative count, expected events of 0 or less, a negative tau, a bad confidence.
pub fn standing(
    events: f64,
    expected: f64,
    tau: f64,
    confidence: f64,
) -> Result<Standing, StatsError> {
    let tau = not_negative("tau", tau)?;
    if tau <= 0.0 {
        return funnel::standing(events, expected, confidence);
    }
    let (score, z) = (z_score(events, expected, tau)?, critical_z(confidence)?);
    Ok(if score > z {
        Standing::Above
    } else if score < -z {
        Standing::Below
    } else {
        Standing::Within
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::areas::funnel::baseline;
    use crate::stats::reference::{agree, number, rows};

    const FORCES: &str = include_str!("../../../tests/reference/stats/forces_2019.csv");

    fn forces(column: usize) -> (Vec<f64>, Vec<f64>) {
        let rows = rows(FORCES);
        let cells = |at: usize| -> Vec<f64> { rows.iter().map(|row| number(row[at])).collect() };
        let (events, people) = (cells(column), cells(3));
        let rate = baseline(&events, &people).unwrap().rate;
        let expected = people.iter().map(|people| rate * people).collect();
        (events, expected)
    }

    #[test]
    fn the_forces_of_2019_scatter_as_worked_apart() {
        // NumPy: phi, tau and areas outside, winsorised and not, and outside exact Poisson limits
        for (column, share, phi, tau, outside, beyond_chance) in [
            (
                1,
                0.1,
                48.689_346_422_721_01,
                0.116_269_094_004_734_7,
                2,
                29,
            ),
            (
                1,
                0.0,
                105.449_512_945_587_56,
                0.172_046_754_271_573_9,
                0,
                29,
            ),
            (
                2,
                0.1,
                961.192_466_065_637_2,
                0.299_682_502_439_047_04,
                0,
                40,
            ),
            (
                2,
                0.0,
                1_384.025_630_656_586_4,
                0.359_662_921_361_125_43,
                0,
                40,
            ),
        ] {
            let (events, expected) = forces(column);
            let found = overdispersion(&events, &expected, share).unwrap();
            agree(found.phi, phi, 1e-10);
            agree(found.tau, tau, 1e-10);
            assert_eq!((found.n, found.winsorised), (41, share));
            let count = |tau: f64| {
                let areas = events.iter().zip(&expected);
                let stand = |(x, e): (&f64, &f64)| standing(*x, *e, tau, 0.998).unwrap();
                areas
                    .filter(|area| stand(*area) != Standing::Within)
                    .count()
            };
            assert_eq!(count(found.tau), outside);
            assert_eq!(count(0.0), beyond_chance);
        }
    }

    #[test]
    fn the_six_areas_of_funnelplotr_come_out() {
        // NumPy with the formulas of FunnelPlotR 0.6.0 (tau_func, build_limits_lookup) on the data of
        // its tests, winsorised as its issue 13 describes; limits for tau² = 0.02
        let events = [100.0, 150.0, 180.0, 80.0, 120.0, 225.0];
        let expected = [108.0, 112.0, 165.0, 95.0, 100.0, 220.0];
        let found = overdispersion(&events, &expected, 0.1).unwrap();
        agree(found.phi, 2.149_053_099_170_452, 1e-12);
        agree(found.tau.powi(2), 0.012_118_491_459_176_522, 1e-10);
        let plain = overdispersion(&events, &expected, 0.0).unwrap();
        agree(plain.phi, 2.948_033_175_102_358, 1e-12);
        agree(plain.tau.powi(2), 0.019_477_530_578_021_57, 1e-10);
        for (expected, lower95, upper95, lower998, upper998) in [
            (
                10.0,
                0.507_148_486,
                1.971_809_099,
                0.342_841_250,
                2.916_801_871,
            ),
            (
                95.0,
                0.710_035_271,
                1.408_380_739,
                0.582_795_695,
                1.715_867_169,
            ),
            (
                250.0,
                0.738_129_263,
                1.354_776_258,
                0.619_565_605,
                1.614_034_077,
            ),
        ] {
            let tau = 0.02_f64.sqrt();
            let inner = limits(expected, tau, 0.95).unwrap();
            let outer = limits(expected, tau, 0.998).unwrap();
            agree(inner.lower, lower95, 1e-7);
            agree(inner.upper, upper95, 1e-7);
            agree(outer.lower, lower998, 1e-6);
            agree(outer.upper, upper998, 1e-6);
        }
    }

    #[test]
    fn the_variance_between_areas_is_that_of_a_published_meta_analysis() {
        // BCG vaccine trials (Colditz and others 1994) as in metafor's dat.bcg: Q = 152.233 and
        // tau² = 0.3088 by DerSimonian and Laird. Cases and numbers, vaccinated and not.
        let trials = [
            (4.0, 119.0, 11.0, 128.0),
            (6.0, 300.0, 29.0, 274.0),
            (3.0, 228.0, 11.0, 209.0),
            (62.0, 13_536.0, 248.0, 12_619.0),
            (33.0, 5036.0, 47.0, 5761.0),
            (180.0, 1361.0, 372.0, 1079.0),
            (8.0, 2537.0, 10.0, 619.0),
            (505.0, 87_886.0, 499.0, 87_892.0),
            (29.0, 7470.0, 45.0, 7232.0),
            (17.0, 1699.0, 65.0, 1600.0),
            (186.0, 50_448.0, 141.0, 27_197.0),
            (5.0, 2493.0, 3.0, 2338.0),
            (27.0, 16_886.0, 29.0, 17_825.0),
        ];
        let effect = |(a, b, c, d): (f64, f64, f64, f64)| {
            let log = (a / (a + b) / (c / (c + d))).ln();
            (
                log,
                1.0 / (1.0 / a - 1.0 / (a + b) + 1.0 / c - 1.0 / (c + d)),
            )
        };
        let effects: Vec<(f64, f64)> = trials.iter().map(|trial| effect(*trial)).collect();
        let weights: Vec<f64> = effects.iter().map(|(_, weight)| *weight).collect();
        let sum: f64 = weights.iter().sum();
        let mean = effects
            .iter()
            .map(|(log, weight)| weight * log)
            .sum::<f64>()
            / sum;
        let q: f64 = effects
            .iter()
            .map(|(log, weight)| weight * (log - mean).powi(2))
            .sum();
        assert!((q - 152.233).abs() < 5e-4, "{q}");
        assert!((tau_squared(q, 13, &weights) - 0.3088).abs() < 5e-5);
    }

    #[test]
    fn areas_that_differ_by_chance_alone_have_no_tau() {
        let found = overdispersion(&[101.0, 99.0, 100.0], &[100.0, 100.0, 100.0], 0.1).unwrap();
        assert!(found.phi < 1.0);
        assert_eq!(found.tau, 0.0);
        // and are judged by the exact limits
        assert_eq!(
            standing(140.0, 100.0, 0.0, 0.998),
            funnel::standing(140.0, 100.0, 0.998)
        );
        assert_eq!(standing(140.0, 100.0, 0.3, 0.998), Ok(Standing::Within));
        assert_eq!(standing(300.0, 100.0, 0.3, 0.998), Ok(Standing::Above));
        assert_eq!(standing(30.0, 100.0, 0.3, 0.998), Ok(Standing::Below));
        // an area without an event is far below many expected ones, but not below two
        assert_eq!(standing(0.0, 100.0, 0.3, 0.998), Ok(Standing::Below));
        assert_eq!(standing(0.0, 2.0, 0.3, 0.95), Ok(Standing::Within));
    }

    #[test]
    fn quantiles_are_those_of_r() {
        // quantile(c(1, 2, 4, 8), c(0.1, 0.5, 0.9)): 1.3, 3, 6.8
        let sorted = [1.0, 2.0, 4.0, 8.0];
        for (share, expected) in [(0.1, 1.3), (0.5, 3.0), (0.9, 6.8), (0.0, 1.0), (1.0, 8.0)] {
            agree(quantile(&sorted, share), expected, 1e-12);
        }
        let mut values = [8.0, 1.0, 4.0, 2.0];
        draw_in(&mut values, 0.1);
        for (found, expected) in values.iter().zip([6.8, 1.3, 4.0, 2.0]) {
            agree(*found, expected, 1e-12);
        }
    }

    #[test]
    fn an_area_exactly_on_its_limit_is_within() {
        let z = critical_z(0.95).unwrap();
        for (side, outside) in [(1.0, Standing::Above), (-1.0, Standing::Below)] {
            // a count near exp(±z·sqrt(1/expected + 0.1²))·expected that has just this score
            let near = |expected: f64| expected * (side * z * (1.0 / expected + 0.01).sqrt()).exp();
            let score = |events, expected| z_score(events, expected, 0.1).unwrap();
            let around = |expected: f64| {
                let step = move |count: i32| 1.0 + f64::from(count) * f64::EPSILON;
                (-20..20).map(move |count| (near(expected) * step(count), expected))
            };
            let (events, expected) = (50..150)
                .flat_map(|expected| around(f64::from(expected)))
                .find(|(events, expected)| score(*events, *expected) == side * z)
                .unwrap();
            let found = |events| standing(events, expected, 0.1, 0.95).unwrap();
            assert_eq!(found(events), Standing::Within);
            assert_eq!(found(events * (1.0 + side * 1e-9)), outside);
        }
    }

    #[test]
    fn bad_input_is_an_error() {
        let three = [10.0, 12.0, 9.0];
        assert!(overdispersion(&three[..2], &three[..2], 0.1).is_err());
        assert!(overdispersion(&three, &three[..2], 0.1).is_err());
        assert!(overdispersion(&[-1.0, 2.0, 3.0], &three, 0.1).is_err());
        assert!(overdispersion(&three, &[0.0, 2.0, 3.0], 0.1).is_err());
        assert!(overdispersion(&three, &three, 0.6).is_err());
        assert!(limits(0.0, 0.1, 0.95).is_err());
        assert!(limits(10.0, -0.1, 0.95).is_err());
        assert!(limits(10.0, 0.1, 95.0).is_err());
        assert!(limits(1e-300, 0.1, 0.95).is_err());
        assert!(standing(10.0, 10.0, -0.1, 0.95).is_err());
    }
}
