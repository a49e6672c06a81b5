//! Tests of `least_squares`: numbers of the method, of other programs, and properties.

use proptest::prelude::*;

use super::*;
use crate::stats::reference::{agree, number, rows};
use crate::stats::trends::step::NO_STEPS;

const NCI: &str = include_str!("../../../../tests/reference/stats/joinpoint_points.csv");
const R: &str = include_str!("../../../../tests/reference/stats/least_squares.csv");

#[test]
fn lines_reproduce_r() {
    let (points, expected) = (rows(NCI), rows(R));
    assert_eq!(expected.len(), 4);
    for row in expected {
        let series: Vec<_> = points.iter().filter(|point| point[0] == row[0]).collect();
        let column = |at: usize| series.iter().map(|point| number(point[at])).collect();
        let (x, value, error): (Vec<f64>, Vec<f64>, Vec<f64>) = (column(1), column(2), column(3));
        let scale = if row[1] == "log" {
            Scale::Log
        } else {
            Scale::Linear
        };
        let standard_error = (row[2] == "weighted").then_some(&error[..]);
        let points = Points {
            x: &x,
            value: &value,
            standard_error,
        };
        let line = trend(&points, scale, &NO_STEPS, 0.95).unwrap();
        let cell = |at: usize| number(row[at]);
        agree(line.slope, cell(3), 1e-9);
        agree(line.slope_error, cell(4), 1e-9);
        agree(line.p_value, cell(5), 1e-9);
        agree(line.dispersion.raw.sqrt(), cell(6), 1e-9);
        agree(line.change.interval.lower, cell(7), 1e-9);
        agree(line.change.interval.upper, cell(8), 1e-9);
        agree(line.intercept, cell(9), 1e-9);
        assert_eq!(
            (line.df, line.n, line.dispersion.floored),
            (33.0, 35, false)
        );
    }
}

fn log_points<'a>(x: &'a [f64], value: &'a [f64], error: Option<&'a [f64]>) -> Points<'a> {
    Points {
        x,
        value,
        standard_error: error,
    }
}

#[test]
fn a_steady_fall_is_found_exactly_with_a_step_of_known_size() {
    let x: Vec<f64> = (0..8).map(|year| 2010.5 + f64::from(year)).collect();
    let steps = Steps {
        at: &[2014.75],
        period_length: 1.0,
    };
    let value: Vec<f64> = x
        .iter()
        .map(|x| 50.0 * 0.95_f64.powf(x - 2010.5) * (0.3 * steps.shares(*x)[0]).exp())
        .collect();
    let line = trend(&log_points(&x, &value, None), Scale::Log, &steps, 0.95).unwrap();
    agree(line.change.value, -5.0, 1e-9);
    agree(line.steps[0].jump, 0.3, 1e-9);
    agree(
        line.steps[0].comparability.unwrap().value,
        0.3_f64.exp(),
        1e-9,
    );
    for (x, value) in x.iter().zip(&value) {
        agree(line.at(*x).unwrap().value, *value, 1e-9);
    }
    assert_eq!(line.p_value, 0.0);
    assert_eq!(line.df, 5.0);
}

#[test]
fn a_step_changes_the_slope_as_two_lines_with_one_slope_do() {
    // Values 1, 3, 2, 8, 7, 9 with a step in the middle: within the halves Sxy = 1 + 1 and
    // Sxx = 2 + 2, so the common slope is 0.5 and the jump 8 - 2 - 3·0.5 = 4.5; residuals
    // -0.5, 1, -0.5 and 0.5, -1, 0.5 give s² = 3/3 = 1 and SE(slope) = 1/sqrt(4).
    let x = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    let value = [1.0, 3.0, 2.0, 8.0, 7.0, 9.0];
    let steps = Steps {
        at: &[3.5],
        period_length: 1.0,
    };
    let line = trend(&log_points(&x, &value, None), Scale::Linear, &steps, 0.95).unwrap();
    agree(line.slope, 0.5, 1e-12);
    agree(line.steps[0].jump, 4.5, 1e-12);
    agree(line.dispersion.used, 1.0, 1e-12);
    agree(line.slope_error, 0.5, 1e-12);
    // Var(jump) = 1/3 + 1/3 + 3²/4
    agree(
        line.steps[0].error.standard_error,
        (2.0_f64 / 3.0 + 2.25).sqrt(),
        1e-12,
    );
    // at x = 2 the line is the mean of the first half, variance 1/3; t(3) = 3.182446305284263
    let middle = line.at(2.0).unwrap();
    agree(middle.value, 2.0, 1e-12);
    agree(
        middle.interval.upper - 2.0,
        3.182_446_305_284_263 / 3.0_f64.sqrt(),
        1e-10,
    );
}

#[test]
fn scatter_that_is_just_what_the_errors_allow_is_not_floored() {
    // residuals 1, -1, 0, 0, -1, 1 about a level line: Q = 4 on 4 degrees of freedom
    let x = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0];
    let points = log_points(&x, &[6.0, 4.0, 5.0, 5.0, 4.0, 6.0], Some(&[1.0; 6]));
    let line = trend(&points, Scale::Linear, &NO_STEPS, 0.95).unwrap();
    assert_eq!(line.dispersion.raw, 1.0);
    assert!(!line.dispersion.floored);
}

#[test]
fn the_floor_acts_only_where_standard_errors_are_known() {
    let x = [1.0, 2.0, 3.0, 4.0];
    let value = [10.0, 10.2, 9.9, 10.1];
    let wide = [3.0; 4];
    let weighted = trend(
        &log_points(&x, &value, Some(&wide)),
        Scale::Linear,
        &NO_STEPS,
        0.95,
    );
    let weighted = weighted.unwrap();
    assert!(weighted.dispersion.floored && weighted.dispersion.raw < 1.0);
    // SE(slope) = 3/sqrt(Sxx) with Sxx = 5
    agree(weighted.slope_error, 3.0 / 5.0_f64.sqrt(), 1e-12);
    agree(weighted.residual_variance(), 9.0, 1e-12);
    let plain = trend(
        &log_points(&x, &value, None),
        Scale::Linear,
        &NO_STEPS,
        0.95,
    )
    .unwrap();
    assert!(!plain.dispersion.floored && plain.slope_error < weighted.slope_error);
}

#[test]
fn equal_values_have_no_slope_and_no_significance() {
    let x: Vec<f64> = (0..9).map(|year| 2001.25 + f64::from(year)).collect();
    for scale in [Scale::Log, Scale::Linear] {
        let line = trend(&log_points(&x, &[7.3; 9], None), scale, &NO_STEPS, 0.95).unwrap();
        assert_eq!(
            (line.slope, line.p_value, line.slope_error),
            (0.0, 1.0, 0.0)
        );
        assert_eq!(line.change.interval.lower, 0.0);
    }
}

#[test]
fn a_missing_year_is_a_dropped_row() {
    // a year known with next to no precision counts for nothing, as if it were not there
    let x = [2017.5, 2018.5, 2019.5, 2020.5, 2021.5, 2022.5];
    let value = [9.0, 8.4, 8.6, 2.0, 7.7, 7.1];
    let error = [0.4, 0.3, 0.4, 1e9, 0.5, 0.4];
    let without = |all: [f64; 6]| [all[0], all[1], all[2], all[4], all[5]];
    let (short_x, short_value, short_error) = (without(x), without(value), without(error));
    let whole = log_points(&x, &value, Some(&error));
    let short = log_points(&short_x, &short_value, Some(&short_error));
    let fit = |points: &Points<'_>| trend(points, Scale::Log, &NO_STEPS, 0.95).unwrap();
    agree(fit(&whole).slope, fit(&short).slope, 1e-9);
    assert_eq!((fit(&whole).df, fit(&short).df), (4.0, 3.0));
}

#[test]
fn rounding_is_no_scatter_and_no_slope() {
    // the values have length 5, the weights sqrt(3), the points span 2
    let (x, weights, value) = ([1.0, 2.0, 3.0], [1.0; 3], [3.0, 4.0, 0.0]);
    assert_eq!(without_rounding(24e-24, &value), 0.0);
    assert_eq!(without_rounding(26e-24, &value), 26e-24);
    let slope = |slope| slope_without_rounding(slope, &x, &weights, &value);
    let edge = 5e-12 / (2.0 * 3.0_f64.sqrt());
    assert_eq!(slope(-0.99 * edge), 0.0);
    assert_eq!(slope(-1.01 * edge), -1.01 * edge);
}

#[test]
fn the_method_names_the_scale_and_the_weights() {
    let points = |standard_error| log_points(&[1.0, 2.0, 3.0], &[3.0, 4.0, 6.0], standard_error);
    let method = |points: &Points<'_>, scale| trend(points, scale, &NO_STEPS, 0.95).unwrap().method;
    let errors = [0.1, 0.2, 0.1];
    let (plain, weighted) = (points(None), points(Some(&errors[..])));
    assert_eq!(
        method(&plain, Scale::Log),
        "log-linear, ordinary least squares"
    );
    assert_eq!(
        method(&weighted, Scale::Log),
        "log-linear, weighted least squares"
    );
    assert_eq!(
        method(&plain, Scale::Linear),
        "linear, ordinary least squares"
    );
    assert_eq!(
        method(&weighted, Scale::Linear),
        "linear, weighted least squares"
    );
}

#[test]
fn bad_input_is_an_error() {
    let fit = |x: &[f64], value: &[f64], at: &[f64], confidence| {
        let steps = Steps {
            at,
            period_length: 1.0,
        };
        trend(&log_points(x, value, None), Scale::Log, &steps, confidence)
    };
    let x = [1.0, 2.0, 3.0, 4.0];
    let value = [1.0, 3.0, 2.0, 2.0];
    assert!(fit(&x[..1], &value[..1], &[], 0.95).is_err());
    assert!(fit(&x[..2], &value[..2], &[], 0.95).is_err());
    assert!(fit(&x[..3], &value[..3], &[], 0.95).is_ok());
    assert!(fit(&x[..3], &value[..3], &[1.5], 0.95).is_err());
    assert!(fit(&x, &value, &[9.0], 0.95).is_err());
    assert!(fit(&x, &value, &[], 95.0).is_err());
    assert!(fit(&[1.0; 4], &value, &[], 0.95).is_err());
    let five = [1.0, 2.0, 3.0, 4.0, 5.0];
    let twice = fit(&five, &[1.0, 3.0, 2.0, 2.0, 3.0], &[2.5, 2.5], 0.95);
    assert_eq!(twice.unwrap_err(), StatsError::Inseparable);
}

#[test]
fn neighbouring_residuals_are_correlated_unless_they_are_rounding() {
    // y = 0.9 + 0.9x leaves 0.1, 0.2, -0.7, 0.4: -0.40 of 0.70
    let fitted = |value: &[f64], scale| {
        let x: Vec<f64> = (0..value.len() as u32).map(f64::from).collect();
        let points = Points {
            x: &x,
            value,
            standard_error: None,
        };
        trend(&points, scale, &NO_STEPS, 0.95).unwrap()
    };
    let line = fitted(&[1.0, 2.0, 2.0, 4.0], Scale::Linear);
    agree(line.lag1_correlation.unwrap(), -4.0 / 7.0, 1e-12);
    let exact: Vec<f64> = (0..9).map(|year| 3.0 * 1.1_f64.powi(year)).collect();
    assert_eq!(fitted(&exact, Scale::Log).lag1_correlation, None);
}

#[test]
fn a_year_weighs_what_its_months_are_of_twelve() {
    for (months, weight) in [(1, 1.0 / 12.0), (6, 0.5), (8, 2.0 / 3.0), (12, 1.0)] {
        agree(weight_of_months(months).unwrap(), weight, 1e-15);
    }
    assert!(weight_of_months(0).is_err() && weight_of_months(13).is_err());
}

proptest! {
    #[test]
    fn scaling_scales_the_level_alone_and_time_reversed_flips_the_slope(
        value in prop::collection::vec(1.0..100.0_f64, 4..20), factor in 0.01..100.0_f64,
    ) {
        let n = value.len();
        let x: Vec<f64> = (0..n).map(|year| 2000.0 + year as f64).collect();
        let error: Vec<f64> = value.iter().map(|value| 0.05 * value + 0.1).collect();
        let line = |value: &[f64], error: &[f64]| {
            trend(&log_points(&x, value, Some(error)), Scale::Log, &NO_STEPS, 0.95).unwrap()
        };
        let times = |values: &[f64]| values.iter().map(|v| v * factor).collect::<Vec<_>>();
        let back = |values: &[f64]| values.iter().rev().copied().collect::<Vec<_>>();
        let first = line(&value, &error);
        let larger = line(&times(&value), &times(&error));
        let reversed = line(&back(&value), &back(&error));
        prop_assert!((larger.slope - first.slope).abs() < 1e-10);
        prop_assert!((larger.slope_error - first.slope_error).abs() < 1e-9 * first.slope_error);
        let level = |line: &Line| line.at(2001.0).unwrap().value;
        prop_assert!((level(&larger) / level(&first) / factor - 1.0).abs() < 1e-9);
        prop_assert!((reversed.slope + first.slope).abs() < 1e-10);
        prop_assert!(first.change.interval.contains(first.change.value));
    }
}
