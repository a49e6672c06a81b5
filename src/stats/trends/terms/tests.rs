//! Expected values are worked by hand, or by `SciPy` in `scripts/stated_ratios.py`, where a trend is
//! fitted again with a larger and a smaller ratio to see how far it moves.

use super::*;
use crate::stats::reference::{agree, number, rows};
use crate::stats::trends::bridge::BridgingRatio;
use crate::stats::trends::line::Line;
use crate::stats::trends::projection::project;
use crate::stats::trends::series::{Points, Scale};
use crate::stats::trends::step::NO_STEPS;
use crate::stats::trends::{correlated, least_squares, quasi_poisson};

const SERIES: &str = include_str!("../../../../tests/reference/stats/real_series.csv");
/// `t.ppf(0.975, 10000)` of `SciPy`.
const T_OF_10000: f64 = 1.960_201_239_890_626;

fn series(name: &str) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
    let rows = rows(SERIES);
    let of_series: Vec<_> = rows.iter().filter(|row| row[0] == name).collect();
    let cells = |at: usize| of_series.iter().map(|row| number(row[at])).collect();
    let value: Vec<f64> = cells(5);
    let error = |(value, row): (&f64, &&Vec<&str>)| {
        let p = value / 100.0;
        100.0 * 1.2 * (p * (1.0 - p) / row[6].parse().unwrap_or(1e4)).sqrt()
    };
    let errors = value.iter().zip(&of_series).map(error).collect();
    (cells(4), value, errors)
}

fn stated(at: f64, ratio: f64, error: f64) -> StatedStep {
    let ratio = BridgingRatio::stated(ratio, error).unwrap();
    StatedStep { at, ratio }
}

fn terms(stated: &[StatedStep]) -> Terms<'_> {
    Terms {
        steps: NO_STEPS,
        season: Season::None,
        stated,
    }
}

fn points<'a>(x: &'a [f64], value: &'a [f64], errors: Option<&'a [f64]>) -> Points<'a> {
    Points {
        x,
        value,
        standard_error: errors,
    }
}

/// Slope, limits of the APC, p-value, degrees of freedom, and the last fitted value with its limits.
fn check(line: &Line, last: f64, expected: [f64; 8]) {
    let fitted = line.at(last).unwrap();
    let found = [
        line.slope,
        line.change.interval.lower,
        line.change.interval.upper,
        line.p_value,
        line.change.df.unwrap(),
        fitted.value,
        fitted.interval.lower,
        fitted.interval.upper,
    ];
    for (found, expected) in found.into_iter().zip(expected) {
        agree(found, expected, 1e-9);
    }
}

#[test]
fn counts_with_a_stated_ratio_are_those_of_scipy() {
    let (x, value, _) = series("rape to 2013-14");
    let steps = [stated(x[4] - 0.5, 1.08, 0.03)];
    let line = quasi_poisson::trend(&x, &value, None, terms(&steps), 0.95).unwrap();
    let expected = [
        0.033_757_711_707_248_284,
        0.432_165_023_710_583_13,
        6.524_315_184_095_496,
        0.029_048_389_653_609_823,
        9.0,
        18_042.423_387_052_102,
        15_836.560_309_013_73,
        20_555.539_544_301_406,
    ];
    check(&line, x[8], expected);
    let line = correlated::trend_of_counts(&x, &value, None, terms(&steps), 0.95).unwrap();
    let expected = [
        0.037_135_931_923_282_635,
        -1.400_065_364_219_552,
        9.669_711_235_425_925,
        0.119_445_880_713_703_93,
        7.0,
        18_811.679_487_834_394,
        14_312.089_365_660_731,
        27_565.666_335_991_715,
    ];
    check(&line, x[8], expected);
}

#[test]
fn prevalences_with_a_stated_ratio_are_those_of_scipy() {
    let (x, value, errors) = series("violence survey");
    let steps = [stated(x[11] - 0.5, 1.08, 0.03)];
    let points = points(&x, &value, Some(&errors));
    let line = least_squares::trend(&points, Scale::Log, terms(&steps), 0.95).unwrap();
    let expected = [
        -0.048_522_725_602_286_515,
        -5.424_463_419_679_986,
        -4.043_393_210_224_226_5,
        1.592_830_473_254_624_7e-15,
        35.0,
        1.267_335_353_831_009_3,
        1.143_067_165_425_067_5,
        1.405_113_319_367_11,
    ];
    check(&line, x[21], expected);
    assert_eq!((line.df, line.n), (20.0, 22));
    let line = correlated::trend(&points, None, Scale::Log, terms(&steps), 0.95).unwrap();
    let expected = [
        -0.045_774_998_228_871_246,
        -5.903_011_172_210_718,
        -1.542_808_132_614_828_9,
        0.006_952_888_412_660_1,
        21.0,
        1.354_983_934_862_661_6,
        1.101_219_752_003_784_7,
        3.372_931_297_067_029_5,
    ];
    check(&line, x[21], expected);
}

#[test]
fn an_exact_ratio_is_the_same_as_dividing_the_figures_by_it() {
    let (x, value, _) = series("rape to 2013-14");
    let steps = [stated(x[4] - 0.5, 1.25, 0.0)];
    let after = |place: usize| if place >= 4 { 1.25 } else { 1.0 };
    let people: Vec<f64> = (0..9).map(|place| 1e6 * after(place)).collect();
    let plain = vec![1e6; 9];
    let fit = |people: &[f64], terms: Terms<'_>| {
        let line = quasi_poisson::trend(&x, &value, Some(people), terms, 0.95).unwrap();
        let years = correlated::trend_of_counts(&x, &value, Some(people), terms, 0.95).unwrap();
        [line, years]
    };
    let divided = fit(&people, terms(&[]));
    for (found, divided) in fit(&plain, terms(&steps)).iter().zip(&divided) {
        agree(found.slope, divided.slope, 1e-9);
        agree(found.p_value, divided.p_value, 1e-7);
        assert_eq!(found.change.df, Some(7.0));
        agree(found.dispersion.raw, divided.dispersion.raw, 1e-9);
        // the line is on the basis of the figures: before the step the same, after it higher
        for (place, x) in x.iter().enumerate() {
            let (found, divided) = (found.at(*x).unwrap(), divided.at(*x).unwrap());
            agree(found.value, divided.value * after(place), 1e-9);
            agree(
                found.interval.upper,
                divided.interval.upper * after(place),
                1e-7,
            );
        }
        let ahead = |line: &Line| project(line, 2016.75, 20_000.0 / 1e6, 0.95).unwrap();
        let (found, divided) = (ahead(found).estimate, ahead(divided).estimate);
        agree(found.value, 1.25 * divided.value, 1e-9);
        agree(found.interval.upper, 1.25 * divided.interval.upper, 1e-7);
    }
}

/// 2% more each year and twice as much from the fourth of six years on, without scatter.
fn doubled() -> (Vec<f64>, Vec<f64>) {
    let x: Vec<f64> = (0..6).map(f64::from).collect();
    let value = x
        .iter()
        .map(|x| 100.0 * 1.02_f64.powf(*x) * if *x > 2.5 { 2.0 } else { 1.0 });
    let value = value.collect();
    (x, value)
}

#[test]
fn without_scatter_the_error_of_the_ratio_is_all_there_is() {
    let (x, value) = doubled();
    let steps = [stated(2.5, 2.0, 0.1)];
    let points = points(&x, &value, None);
    let line = least_squares::trend(&points, Scale::Log, terms(&steps), 0.95).unwrap();
    // by hand: Sxx = 17.5, the step's products with x − 2.5 sum to 4.5; SE(ln 2.0±0.1) = 0.05
    let error = 0.05 * 4.5 / 17.5;
    agree(line.change.value, 2.0, 1e-9);
    agree(line.slope_error, error, 1e-9);
    let limits = line.change.interval;
    agree(
        limits.upper,
        100.0 * (1.02_f64.ln() + T_OF_10000 * error).exp_m1(),
        1e-8,
    );
    assert_eq!(
        (line.change.df, line.df, line.stated_steps()),
        (Some(10_000.0), 4.0, &steps[..])
    );
    let two = line.change_over(2.0).unwrap();
    assert_eq!(two.df, Some(10_000.0));
    agree(
        two.interval.upper,
        100.0 * (2.0 * (1.02_f64.ln() + T_OF_10000 * error)).exp_m1(),
        1e-8,
    );
    // the mean of the step is 1/2: before it the line moves by −1/2 − (x − 2.5)·4.5/17.5 of the error,
    // after it by 1 more
    for (x, after) in [(0.0, 0.0), (2.0, 0.0), (5.0, 1.0)] {
        let found = line.at(x).unwrap();
        let moved = (after - 0.5 - (x - 2.5) * 4.5 / 17.5_f64).abs() * 0.05;
        agree(
            (found.interval.upper / found.value).ln(),
            T_OF_10000 * moved,
            1e-8,
        );
        assert_eq!(line.without_season_at(x).unwrap(), found);
    }
    let ahead = project(&line, 9.0, 200.0, 0.95).unwrap().estimate;
    agree(ahead.value, 200.0 * 1.02_f64.powi(9), 1e-9);
    let moved = (1.0 - 0.5 - 6.5 * 4.5 / 17.5_f64).abs() * 0.05;
    agree(
        (ahead.interval.upper / ahead.value).ln(),
        T_OF_10000 * moved,
        1e-8,
    );
}

#[test]
fn errors_of_two_ratios_add_in_squares() {
    let x: Vec<f64> = (0..9).map(f64::from).collect();
    let value: Vec<f64> = x
        .iter()
        .map(|x| {
            let (first, second) = (
                if *x > 2.5 { 1.5 } else { 1.0 },
                if *x > 5.5 { 0.8 } else { 1.0 },
            );
            50.0 * first * second
        })
        .collect();
    let steps = [stated(2.5, 1.5, 0.06), stated(5.5, 0.8, 0.024)];
    let points = points(&x, &value, None);
    let line = least_squares::trend(&points, Scale::Log, terms(&steps), 0.95).unwrap();
    assert!(line.slope.abs() < 1e-12, "{}", line.slope);
    // Sxx = 60; sums of x − 4 after the steps: −1 + 0 + 1 + 2 + 3 + 4 = 9 and 2 + 3 + 4 = 9
    agree(
        line.slope_error,
        (9.0_f64 / 60.0) * 0.04_f64.hypot(0.03),
        1e-9,
    );
    agree(line.at(8.0).unwrap().value, 60.0, 1e-9);
    agree(line.at(4.0).unwrap().value, 75.0, 1e-9);
}

#[test]
fn a_stated_step_needs_a_date_and_a_logarithm() {
    let (x, value) = doubled();
    let points = points(&x, &value, None);
    let fit = |scale, at| {
        let steps = [stated(at, 2.0, 0.1)];
        least_squares::trend(&points, scale, terms(&steps), 0.95)
    };
    assert!(fit(Scale::Log, 2.5).is_ok());
    assert!(fit(Scale::Log, f64::NAN).is_err());
    assert_eq!(
        fit(Scale::Linear, 2.5).unwrap_err(),
        StatsError::StatedRatioOnLinearScale
    );
    assert!(least_squares::trend(&points, Scale::Linear, terms(&[]), 0.95).is_ok());
}
