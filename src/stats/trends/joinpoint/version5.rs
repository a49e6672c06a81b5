//! Tests against version 5 of the NCI's program, and of the limits of places against brute force.

use super::placement::Search;
use super::problem::{Problem, allowed};
use super::*;
use crate::stats::distribution::f_quantile;
use crate::stats::random::Random;
use crate::stats::reference::{number, rows};
use crate::stats::trends::orthogonal::{Orthogonal, dot};
use crate::stats::trends::series::{Points, Scale};
use crate::stats::trends::step::{NO_STEPS, Steps};

const CRITERIA: &str = include_str!("../../../../tests/reference/stats/joinpoint5.csv");
const VALUES: &str = include_str!("../../../../tests/reference/stats/joinpoint5_values.csv");
const PLACES: &str = include_str!("../../../../tests/reference/stats/joinpoint5_places.csv");

fn years() -> Vec<f64> {
    (2005..2020).map(f64::from).collect()
}

fn values(name: &str) -> Vec<f64> {
    let rows = rows(VALUES);
    let row = rows.iter().find(|row| row[0] == name).unwrap();
    row[1..].iter().map(|cell| number(cell)).collect()
}

fn points<'a>(x: &'a [f64], value: &'a [f64]) -> Points<'a> {
    Points {
        x,
        value,
        standard_error: None,
    }
}

fn chosen(name: &str, how: Select) -> Selection {
    select(
        &points(&years(), &values(name)),
        Scale::Log,
        &NO_STEPS,
        &how,
        0.95,
    )
    .unwrap()
}

/// By how much the root of a sum of squares can differ where values are printed to two decimal places:
/// the length of the changes of the logarithms.
fn rounding(values: &[f64]) -> f64 {
    let most = values.iter().map(|value| (0.005 / (value - 0.005)).powi(2));
    most.sum::<f64>().sqrt()
}

#[test]
fn the_criteria_are_those_printed_within_the_rounding_of_the_values() {
    let rows = rows(CRITERIA);
    assert_eq!(rows.len(), 21);
    for row in &rows {
        let cell = |at: usize| number(row[at]);
        let found = chosen(row[0], Select::WeightedBic { maximum: 2 });
        let joinpoints: usize = row[1].parse().unwrap();
        let candidate = &found.candidates[joinpoints];
        let delta = rounding(&values(row[0]));
        // the least sum of squares over all models: its root moves by no more than the values do
        let (found, printed) = (candidate.sum_of_squares.sqrt(), cell(2).sqrt());
        assert!((found - printed).abs() <= delta + 1e-6, "{row:?}");
        let logarithm = 2.0 * (1.0 + delta / (printed - delta)).ln() + 1e-6;
        assert!(
            (candidate.bic.unwrap() - cell(3)).abs() <= logarithm,
            "{row:?}"
        );
        assert!(
            (candidate.bic3.unwrap() - cell(4)).abs() <= logarithm,
            "{row:?}"
        );
        // the weight is 1 less a ratio of two sums of squares, each with its own rounding
        let ratio = 1.0 - cell(5);
        let straight = (candidate.sum_of_squares / ratio).sqrt();
        let weight = if joinpoints == 0 {
            1e-7
        } else {
            2.0 * ratio.sqrt() * (1.0 + ratio.sqrt()) * delta / straight + delta
        };
        assert!((candidate.weight - cell(5)).abs() <= weight, "{row:?}");
        let penalty = joinpoints as f64 * weight * 15.0_f64.ln() / 15.0;
        assert!(
            (candidate.weighted_bic.unwrap() - cell(6)).abs() <= logarithm + penalty,
            "{row:?}"
        );
    }
}

#[test]
fn the_numbers_chosen_are_those_printed() {
    let rows = rows(CRITERIA);
    let mut series = 0;
    for three in rows.chunks(3) {
        let smallest = |at: usize| {
            let order = |one: &usize, two: &usize| {
                number(three[*one][at]).total_cmp(&number(three[*two][at]))
            };
            (0..3).min_by(order).unwrap()
        };
        let number_chosen = |how| chosen(three[0][0], how).model.joinpoints.len();
        assert_eq!(
            number_chosen(Select::WeightedBic { maximum: 2 }),
            smallest(6)
        );
        assert_eq!(number_chosen(Select::Bic { maximum: 2 }), smallest(3));
        assert_eq!(number_chosen(Select::Bic3 { maximum: 2 }), smallest(4));
        series += 1;
    }
    assert_eq!(series, 7);
    let found = chosen(rows[0][0], Select::WeightedBic { maximum: 2 });
    assert_eq!(found.method, "smallest weighted BIC");
    let found = chosen(rows[0][0], Select::Bic3 { maximum: 2 });
    assert_eq!(found.method, "smallest BIC3");
}

#[test]
fn the_limits_of_places_are_those_printed() {
    let rows = rows(PLACES);
    assert_eq!(rows.len(), 9);
    for row in &rows[1..] {
        let found = chosen(row[0], Select::WeightedBic { maximum: 2 });
        let place = found
            .model
            .places
            .iter()
            .find(|place| place.at == number(row[1]));
        let place = place.unwrap();
        let limits = (place.lower, place.upper);
        assert_eq!(limits, (number(row[2]), number(row[3])), "{row:?}");
        assert_eq!(place.confidence, 0.95);
    }
    // the first is printed as 2007 to 2017: at 2009 the sum of squares is 1.4498 times the least, the
    // limit 1.4404, and the values are rounded; moved within their rounding they give it
    let row = &rows[0];
    let (x, mut value) = (years(), values(row[0]));
    let plain = fit(&points(&x, &value), Scale::Log, &NO_STEPS, 1, 0.95).unwrap();
    assert_eq!(
        (plain.places[0].lower, plain.places[0].upper),
        (2009.0, 2017.0)
    );
    let ratio = |value: &[f64]| {
        let points = points(&x, value);
        let problem = Problem::new(&points, Scale::Log, NO_STEPS, 1).unwrap();
        let search = Search::new(&problem, 1).unwrap();
        let profile = &search.profiles(1)[0];
        profile[4].unwrap() / profile[9].unwrap()
    };
    let before = ratio(&value);
    assert!((before - 1.4498).abs() < 5e-5, "{before}");
    for place in 0..value.len() {
        let mut moved = value.clone();
        moved[place] += 0.0049;
        value[place] += if ratio(&moved) < ratio(&value) {
            0.0049
        } else {
            -0.0049
        };
    }
    let moved = fit(&points(&x, &value), Scale::Log, &NO_STEPS, 1, 0.95).unwrap();
    let place = moved.places[0];
    assert_eq!(
        (place.at, place.lower, place.upper),
        (2014.0, 2007.0, 2017.0)
    );
}

/// Every placement with its sum of squares, each fitted on its own.
fn all_fits(problem: &Problem<'_>, joinpoints: usize) -> Vec<(Vec<usize>, f64)> {
    let placements = (0_u32..1 << problem.n()).map(|bits| {
        let at = (0..problem.n()).filter(|at| bits >> at & 1 == 1);
        at.collect::<Vec<usize>>()
    });
    let wanted =
        |placement: &Vec<usize>| placement.len() == joinpoints && allowed(placement, problem.n());
    let fitted = |placement: Vec<usize>| {
        let mut columns = problem.base.clone();
        columns.extend(placement.iter().map(|at| problem.hinge(*at)));
        let (_, rest) = Orthogonal::new(columns)?.fit(&problem.target);
        Some((placement, dot(&rest, &rest)))
    };
    placements.filter(wanted).filter_map(fitted).collect()
}

/// The limits by brute force: all sums of squares, then outwards from the estimate.
fn by_brute_force(
    problem: &Problem<'_>,
    joinpoints: usize,
    confidence: f64,
) -> Vec<(f64, f64, f64)> {
    let fits = all_fits(problem, joinpoints);
    let smallest = fits
        .iter()
        .map(|(_, sum)| *sum)
        .fold(f64::INFINITY, f64::min);
    let (best, _) = fits
        .iter()
        .find(|(_, sum)| *sum <= smallest * (1.0 + 1e-9))
        .unwrap();
    let k = joinpoints as f64;
    let df = (problem.n() - 2 * joinpoints - 2 - problem.steps.at.len()) as f64;
    let most = smallest * (1.0 + k / df * f_quantile(confidence, k, df).unwrap());
    let edge = |number: usize, outwards: &[usize]| {
        let mut last = best[number];
        for place in outwards {
            let sums = fits
                .iter()
                .filter(|(placement, _)| placement[number] == *place)
                .map(|(_, sum)| *sum);
            let Some(sum) = sums.reduce(f64::min) else {
                return last;
            };
            last = *place;
            if sum > most {
                return last;
            }
        }
        last
    };
    let all: Vec<usize> = (0..problem.n()).collect();
    (0..joinpoints)
        .map(|number| {
            let at = best[number];
            let below: Vec<usize> = all[..at].iter().rev().copied().collect();
            let ends = [edge(number, &below), edge(number, &all[at + 1..])];
            let [from, to] = ends.map(|place| problem.x[place]);
            (problem.x[at], from, to)
        })
        .collect()
}

#[test]
fn the_limits_of_places_are_those_of_brute_force() {
    let mut random = Random::new(75);
    let mut uniform = || (random.next() >> 11) as f64 / (1_u64 << 53) as f64;
    for series in 0..60 {
        let n = 9 + series % 6;
        let joinpoints = 1 + series % ((n - 3) / 3).min(3);
        let x: Vec<f64> = (0..n).map(|i| 2000.25 + i as f64).collect();
        let turn = uniform() * n as f64;
        let value: Vec<f64> = (0..n)
            .map(|i| {
                let i = i as f64;
                100.0 + 2.0 * i - 4.0 * (i - turn).max(0.0) + 4.0 * uniform()
            })
            .collect();
        let error: Vec<f64> = (0..n).map(|_| 0.5 + uniform()).collect();
        let points = Points {
            standard_error: (series % 3 == 0).then_some(&error[..]),
            ..points(&x, &value)
        };
        let at = [2000.25 + (n / 2) as f64 + 0.3];
        let steps = Steps {
            at: if series % 4 == 1 { &at } else { &[] },
            period_length: 1.0,
        };
        let room = (n - 2 - steps.at.len()) / 3;
        let joinpoints = joinpoints.min(room);
        let confidence = if series % 5 == 0 { 0.8 } else { 0.95 };
        let found = fit(&points, Scale::Log, &steps, joinpoints, confidence).unwrap();
        let problem = Problem::new(&points, Scale::Log, steps, joinpoints).unwrap();
        let expected = by_brute_force(&problem, joinpoints, confidence);
        let found: Vec<(f64, f64, f64)> = found
            .places
            .iter()
            .map(|place| (place.at, place.lower, place.upper))
            .collect();
        assert_eq!(found, expected, "series {series}, {joinpoints} joinpoints");
    }
}

#[test]
fn an_exact_turn_is_placed_between_its_neighbours() {
    let x: Vec<f64> = (0..9).map(f64::from).collect();
    let value = [0.0, 1.0, 2.0, 3.0, 4.0, 3.0, 2.0, 1.0, 0.0];
    let found = fit(&points(&x, &value), Scale::Linear, &NO_STEPS, 1, 0.95).unwrap();
    let place = found.places[0];
    assert_eq!((place.at, place.lower, place.upper), (4.0, 3.0, 5.0));
    let straight = fit(&points(&x, &value), Scale::Linear, &NO_STEPS, 0, 0.95).unwrap();
    assert!(straight.places.is_empty());
}
