//! Expected values are those of R, `statsmodels`, or `NumPy` and `SciPy` with dense matrices, as in
//! `scripts/check_statistics.py`.

use proptest::prelude::*;

use super::*;
use crate::stats::reference::agree;
use crate::stats::trends::least_squares;
use crate::stats::trends::projection::project;
use crate::stats::trends::quasi_poisson;
use crate::stats::trends::season::Season;
use crate::stats::trends::step::{NO_STEPS, Steps};

const RAPES: [f64; 9] = [
    14443.0, 13774.0, 12673.0, 13096.0, 15074.0, 15892.0, 16038.0, 16374.0, 20751.0,
];

fn years(first: f64, n: u32) -> Vec<f64> {
    (0..n).map(|year| first + f64::from(year)).collect()
}

fn fitted(x: &[f64], value: &[f64], terms: &Terms<'_>) -> Line {
    let points = Points {
        x,
        value,
        standard_error: None,
    };
    trend(&points, None, Scale::Log, terms, 0.95).unwrap()
}

/// The fit of columns that are given, for one correlation.
fn gls(x: &[f64], columns: &[Vec<f64>], y: &[f64], rho: f64) -> Gls {
    let weighted = WeightedColumns {
        x,
        design: &Design::new(x, &plain()).unwrap(),
        columns: columns.to_vec(),
        stated: Vec::new(),
        target: y.to_vec(),
    };
    weighted.fit(rho).unwrap()
}

fn plain() -> Terms<'static> {
    Terms::from(&NO_STEPS)
}

#[test]
fn one_correlation_gives_what_r_prints() {
    // R, solve() with the matrix of an AR(1) process at rho = 0.891002: coefficients 131.745681 and
    // 1.714326, standard errors 58.3347 and 0.3573 (Woody Ahn, Study_Record, GLS_AR1.md, GitHub)
    let y = [
        349.7, 353.5, 359.2, 366.4, 376.5, 385.7, 391.3, 398.9, 404.2, 414.0, 423.4, 430.5, 440.4,
        451.8, 457.0, 460.9, 462.9, 443.4, 445.0, 449.0,
    ];
    let other = [
        133.6, 135.4, 137.6, 140.0, 143.8, 147.1, 148.8, 151.4, 153.3, 156.5, 160.8, 163.6, 166.9,
        171.4, 174.0, 175.4, 180.5, 184.9, 187.1, 188.7,
    ];
    let columns = [vec![1.0; 20], other.to_vec()];
    let found = gls(&years(1.0, 20), &columns, &y, 0.891_002);
    assert!((found.coefficients[0] - 131.745_681).abs() < 1e-4);
    assert!((found.coefficients[1] - 1.714_326).abs() < 1e-6);
    let error = |number: usize| (found.variance() * found.inverse_gram[number][number]).sqrt();
    assert!((error(0) - 58.3347).abs() < 5e-4);
    assert!((error(1) - 0.3573).abs() < 5e-5);
}

#[test]
fn one_correlation_gives_what_statsmodels_gives() {
    // statsmodels 0.15.0, GLS of its Nile data, 1871 to 1900, ln(volume) on the centred year
    let volume = [
        1120.0, 1160.0, 963.0, 1210.0, 1160.0, 1160.0, 813.0, 1230.0, 1370.0, 1140.0, 995.0, 935.0,
        1110.0, 994.0, 1020.0, 960.0, 1180.0, 799.0, 958.0, 1140.0, 1100.0, 1210.0, 1150.0, 1250.0,
        1260.0, 1220.0, 1030.0, 1100.0, 774.0, 840.0,
    ];
    let x = years(1871.0, 30);
    let columns = [vec![1.0; 30], x.iter().map(|x| x - 1885.5).collect()];
    let y: Vec<f64> = volume.iter().map(|volume: &f64| volume.ln()).collect();
    for (rho, slope, error, scale) in [
        (0.0, -2.784_121_28e-3, 3.089_18e-3, 0.021_447_994_262_919_49),
        (0.3, -3.361_801_66e-3, 4.174_56e-3, 0.022_947_682_243_552_28),
        (0.6, -4.550_788_56e-3, 7.070_16e-3, 0.037_327_928_769_431_8),
        (0.9, -8.064_25e-3, 0.018_789_67, 0.160_582_748_527_271_9),
    ] {
        let found = gls(&x, &columns, &y, rho);
        agree(found.coefficients[1], slope, 1e-6);
        agree(
            (found.variance() * found.inverse_gram[1][1]).sqrt(),
            error,
            1e-5,
        );
        agree(found.variance(), scale, 1e-8);
    }
}

#[test]
fn recorded_rapes_have_no_significant_trend_once_years_are_correlated() {
    let line = trend_of_counts(&years(2005.75, 9), &RAPES, None, &NO_STEPS, 0.95).unwrap();
    agree(line.slope, 0.048_443_035_382_769_47, 1e-10);
    let limits = line.change.interval;
    agree(
        (limits.lower / 100.0).ln_1p(),
        -0.003_660_542_967_227_515,
        1e-9,
    );
    agree(
        (limits.upper / 100.0).ln_1p(),
        0.103_513_343_690_497_94,
        1e-9,
    );
    agree(line.p_value, 0.061_841_039_173_485_98, 1e-9);
    agree(line.mean_rho.unwrap(), 0.571_159_874_620_216_7, 1e-10);
    agree(
        line.lag1_correlation.unwrap(),
        0.064_194_310_186_045_65,
        1e-9,
    );
    assert_eq!((line.n, line.df), (9, 7.0));
    let last = line.at(2013.75).unwrap();
    agree(last.value.ln(), 9.849_257_915_027_263, 1e-12);
    agree(last.interval.lower.ln(), 9.570_316_227_196_85, 1e-11);
    agree(last.interval.upper.ln(), 10.226_209_944_879_745, 1e-11);
    // with independent years the same points have a significant rise
    let independent = quasi_poisson::trend(&years(2005.75, 9), &RAPES, None, &NO_STEPS, 0.95);
    let independent = independent.unwrap();
    assert!(independent.p_value < 0.01 && independent.mean_rho.is_none());
    assert_eq!(independent.lag1_correlation, line.lag1_correlation);
}

#[test]
fn weights_gaps_and_predictions_are_those_of_dense_matrices() {
    let x = [
        2005.75, 2006.75, 2008.75, 2009.75, 2010.75, 2011.75, 2012.75, 2013.75, 2014.75, 2015.75,
    ];
    let value = [8.9, 8.8, 7.9, 8.3, 7.4, 7.3, 7.1, 7.2, 6.5, 6.6];
    let error = [0.25, 0.25, 0.26, 0.27, 0.26, 0.27, 0.28, 0.28, 0.3, 0.31];
    let points = Points {
        x: &x,
        value: &value,
        standard_error: Some(&error),
    };
    let line = trend(&points, None, Scale::Log, &NO_STEPS, 0.95).unwrap();
    agree(line.slope, -0.031_418_795_027_554_63, 1e-10);
    agree(line.p_value, 0.006_468_580_510_800_459, 1e-9);
    agree(line.mean_rho.unwrap(), 0.266_545_606_826_929_9, 1e-10);
    agree(
        line.lag1_correlation.unwrap(),
        -0.602_621_960_654_096_1,
        1e-9,
    );
    agree(line.dispersion.raw, 0.764_076_549_645, 1e-10);
    assert!(!line.dispersion.floored);
    let found = project(&line, 2018.75, 5.0, 0.95).unwrap();
    agree(found.estimate.value, 5.953_749_479_579_609, 1e-10);
    agree(found.estimate.interval.lower, 5.079_816_600_782_684, 1e-9);
    agree(found.estimate.interval.upper, 7.141_150_322_733_98, 1e-9);
    agree(found.probability, 0.018_403_231_480_960_486, 1e-9);
}

#[test]
fn steps_are_medians_and_quantiles_of_the_mixture() {
    // recorded stalking, 2014-15 to 2024-25, steps in April 2018, April 2020 and May 2023
    let counts = [
        2885.0, 4292.0, 5424.0, 10396.0, 20093.0, 33350.0, 99106.0, 117_692.0, 117_177.0,
        128_829.0, 135_628.0,
    ];
    let steps = Steps {
        at: &[2018.25, 2020.25, 2023.0 + 4.0 / 12.0],
        period_length: 1.0,
    };
    let line = trend_of_counts(&years(2014.75, 11), &counts, None, &steps, 0.95).unwrap();
    agree(line.slope, 0.131_614_574_711_364_42, 1e-9);
    let expected = [
        (
            0.877_733_199_208_212,
            -0.453_995_959_314_757_5,
            1.883_377_564_228_66,
            0.153_586_897_200_172_9,
        ),
        (
            1.121_390_270_926_856_6,
            0.536_858_476_967_607_2,
            1.688_749_616_046_359,
            0.003_756_661_046_270_023,
        ),
        (
            -0.087_443_017_922_192_38,
            -0.491_691_374_657_715_3,
            0.298_951_287_743_566_4,
            0.607_445_469_449_443_5,
        ),
    ];
    for (step, (jump, lower, upper, p_value)) in line.steps.iter().zip(expected) {
        agree(step.jump, jump, 1e-8);
        agree(step.error.interval.lower, lower, 1e-8);
        agree(step.error.interval.upper, upper, 1e-8);
        agree(step.error.p_value, p_value, 1e-8);
        let ratio = step.comparability.unwrap();
        agree(ratio.value, jump.exp(), 1e-8);
        agree(ratio.interval.lower, lower.exp(), 1e-8);
        assert_eq!(step.symmetric_limits, None);
    }
}

#[test]
fn quarters_with_a_zero_use_working_values_and_season_terms() {
    let counts = [
        10.0, 12.0, 0.0, 9.0, 12.0, 14.0, 7.0, 11.0, 15.0, 13.0, 9.0, 12.0, 14.0,
    ];
    let x: Vec<f64> = (0..13).map(|i| 2020.125 + 0.25 * f64::from(i)).collect();
    let terms = Terms {
        stated: &[],
        steps: Steps {
            at: &[],
            period_length: 0.25,
        },
        season: Season::Quarters,
    };
    let line = trend_of_counts(&x, &counts, None, terms, 0.95).unwrap();
    agree(line.slope, 0.099_289_257_884_713_5, 1e-8);
    agree(line.p_value, 0.591_832_904_996_975_3, 1e-8);
    agree(line.mean_rho.unwrap(), 0.378_389_582_610_635_16, 1e-9);
    let centre = line
        .without_season_at(x.iter().sum::<f64>() / 13.0)
        .unwrap();
    agree(centre.value.ln(), 2.282_378_752_312_502, 1e-9);
    agree(centre.interval.lower.ln(), 1.683_955_706_970_611_3, 1e-8);
    // the four seasons of a year average to the line without season
    let quarter = |i: u32| line.at(2021.125 + 0.25 * f64::from(i)).unwrap();
    let mean = (0..4).map(|i| quarter(i).value.ln()).sum::<f64>() / 4.0;
    let middle = line.without_season_at(2021.5).unwrap().value.ln();
    assert!((mean - middle).abs() < 0.01, "{mean} {middle}");
}

#[test]
fn an_exact_line_is_found_without_uncertainty() {
    let x = years(2010.5, 8);
    let value: Vec<f64> = (0..8).map(|i| 100.0 * 0.97_f64.powi(i)).collect();
    let line = fitted(&x, &value, &plain());
    agree(line.change.value, -3.0, 1e-10);
    agree(line.change.interval.lower, -3.0, 1e-10);
    agree(line.change.interval.upper, -3.0, 1e-10);
    assert_eq!((line.p_value, line.mean_rho), (0.0, None));
    assert_eq!(line.lag1_correlation, None);
    let points = Points {
        x: &x,
        value: &[7.0; 8],
        standard_error: None,
    };
    let flat = trend(&points, None, Scale::Linear, &NO_STEPS, 0.95).unwrap();
    assert_eq!((flat.slope, flat.p_value), (0.0, 1.0));
    let ones = fitted(&x, &[1.0; 8], &plain());
    assert_eq!((ones.slope, ones.mean_rho), (0.0, None));
}

#[test]
fn likelihoods_beyond_the_largest_number_are_weighed() {
    // 200 points with hardly any scatter: the logarithm of the likelihood is over 1,000
    let x = years(1800.5, 200);
    let value: Vec<f64> = (0..200)
        .map(|i| (0.01 * f64::from(i) + 1e-6 * f64::from(i * 7919 % 13)).exp())
        .collect();
    let line = fitted(&x, &value, &plain());
    agree(line.slope, 0.01, 1e-5);
    assert!((0.0..0.95).contains(&line.mean_rho.unwrap()));
    assert!(line.p_value < 1e-100);
}

#[test]
fn fewer_than_7_points_are_refused() {
    let points = Points {
        x: &years(2010.5, 6),
        value: &[5.0, 4.0, 6.0, 5.5, 4.8, 5.2],
        standard_error: None,
    };
    let few = StatsError::TooFewPoints {
        needed: 7,
        found: 6,
    };
    let found = trend(&points, None, Scale::Log, &NO_STEPS, 0.95);
    assert_eq!(found.unwrap_err(), few);
    let found = trend_of_counts(points.x, points.value, None, &NO_STEPS, 0.95);
    assert_eq!(found.unwrap_err(), few);
    let seven = trend_of_counts(&years(2010.5, 7), &RAPES[..7], None, &NO_STEPS, 0.95);
    assert!(seven.is_ok());
    assert!(trend_of_counts(&years(2010.5, 9), &RAPES, None, &NO_STEPS, 1.5).is_err());
}

#[test]
fn a_population_makes_it_the_trend_of_the_rate() {
    let x = years(2005.75, 9);
    let people: Vec<f64> = (0..9).map(|i| 1e6 * 1.02_f64.powi(i)).collect();
    let counts: Vec<f64> = RAPES.to_vec();
    let rate = trend_of_counts(&x, &counts, Some(&people), &NO_STEPS, 0.95).unwrap();
    let count = trend_of_counts(&x, &counts, None, &NO_STEPS, 0.95).unwrap();
    agree(rate.slope, count.slope - 1.02_f64.ln(), 1e-9);
    agree(rate.slope_error, count.slope_error, 1e-9);
}

#[test]
fn weights_of_short_years_count() {
    let x = years(2010.5, 9);
    let points = Points {
        x: &x,
        value: &RAPES,
        standard_error: None,
    };
    let with =
        |weights: Option<&[f64]>| trend(&points, weights, Scale::Log, &NO_STEPS, 0.95).unwrap();
    let mut weights = [1.0; 9];
    assert_eq!(with(Some(&weights)).slope, with(None).slope);
    weights[8] = 0.5;
    assert!(with(Some(&weights)).slope < with(None).slope);
    assert!(trend(&points, Some(&[1.0; 8]), Scale::Log, &NO_STEPS, 0.95).is_err());
    assert!(trend(&points, Some(&[0.0; 9]), Scale::Log, &NO_STEPS, 0.95).is_err());
    // least squares with weights w is that of the standard errors value/sqrt(w), without the floor
    let errors: Vec<f64> = RAPES
        .iter()
        .zip(weights)
        .map(|(value, weight): (&f64, f64)| value / weight.sqrt())
        .collect();
    let known = Points {
        standard_error: Some(&errors),
        ..points
    };
    let by_errors = least_squares::trend(&known, Scale::Log, &NO_STEPS, 0.95).unwrap();
    let by_weights =
        least_squares::weighted_trend(&points, &weights, Scale::Log, &NO_STEPS, 0.95).unwrap();
    agree(by_weights.slope, by_errors.slope, 1e-12);
    agree(by_weights.dispersion.raw, by_errors.dispersion.raw, 1e-12);
    assert!(by_errors.dispersion.floored && !by_weights.dispersion.floored);
    assert_eq!(by_weights.method, "log-linear, weighted least squares");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn mark_and_interval_of_a_slope_agree(
        noise in prop::collection::vec(-0.3_f64..0.3, 7..25),
        slope in -0.1_f64..0.1,
    ) {
        let x = years(2000.5, noise.len() as u32);
        let value: Vec<f64> = x.iter().zip(&noise).map(|(x, e)| (slope * (x - 2000.0) + e).exp()).collect();
        let line = fitted(&x, &value, &plain());
        let limits = line.change.interval;
        prop_assert!(limits.lower < line.change.value && line.change.value < limits.upper);
        prop_assert_eq!(line.p_value < 0.05, !limits.contains(0.0));
        prop_assert!((0.0..=0.95).contains(&line.mean_rho.unwrap()));
    }

    #[test]
    fn a_result_is_finite_or_an_error(
        exponents in prop::collection::vec(-300.0_f64..300.0, 7..12),
        precision in prop::collection::vec(-300.0_f64..300.0, 12),
    ) {
        let x = years(2000.5, exponents.len() as u32);
        let value: Vec<f64> = exponents.iter().map(|power| 10.0_f64.powf(*power)).collect();
        let error: Vec<f64> = precision.iter().map(|power| 10.0_f64.powf(*power)).collect();
        for standard_error in [None, Some(&error[..value.len()])] {
            let points = Points { x: &x, value: &value, standard_error };
            for scale in [Scale::Log, Scale::Linear] {
                if let Ok(line) = trend(&points, None, scale, &NO_STEPS, 0.95) {
                    let limits = line.change.interval;
                    for number in [
                        line.slope,
                        line.slope_error,
                        line.p_value,
                        line.change.value,
                        limits.lower,
                        limits.upper,
                        line.intercept,
                        line.mean_rho.unwrap_or(0.0),
                        line.lag1_correlation.unwrap_or(0.0),
                    ] {
                        prop_assert!(number.is_finite(), "{line:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn time_backwards_turns_the_slope_round(
        value in prop::collection::vec(50.0_f64..60.0, 7..15),
    ) {
        let x = years(2000.5, value.len() as u32);
        let forwards = fitted(&x, &value, &plain());
        let backwards: Vec<f64> = value.iter().rev().copied().collect();
        let backwards = fitted(&x, &backwards, &plain());
        prop_assert!((forwards.slope + backwards.slope).abs() < 1e-10);
        prop_assert!((forwards.p_value - backwards.p_value).abs() < 1e-9);
        // another unit changes the level alone
        let doubled: Vec<f64> = value.iter().map(|value| 2.0 * value).collect();
        let doubled = fitted(&x, &doubled, &plain());
        prop_assert!((forwards.slope - doubled.slope).abs() < 1e-10);
        prop_assert!((forwards.p_value - doubled.p_value).abs() < 1e-9);
    }
}
