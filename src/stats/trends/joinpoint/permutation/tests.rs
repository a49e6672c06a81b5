//! The permutation test beside a count over all orders; how it draws, repeats and refuses.

use super::*;
use crate::stats::trends::orthogonal::{Orthogonal, dot};
use crate::stats::trends::series::{Points, Scale};
use crate::stats::trends::step::NO_STEPS;

const X: [f64; 6] = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0];
const VALUE: [f64; 6] = [5.0, 6.5, 8.0, 8.8, 6.0, 5.4];
const ERROR: [f64; 6] = [0.3, 0.5, 0.4, 0.9, 0.6, 0.4];

fn found(error: Option<&[f64]>, permutations: Permutations) -> PermutationTest {
    let points = Points {
        x: &X,
        value: &VALUE,
        standard_error: error,
    };
    let problem = Problem::new(&points, Scale::Log, NO_STEPS, 1).unwrap();
    let search = Search::with_tree(&problem, 1).unwrap();
    test(&problem, &search, (0, 1), 0.05, &permutations).unwrap()
}

/// All orders of 0 to n − 1.
fn orders(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let insert = |order: Vec<usize>| {
        (0..n).map(move |at| {
            let mut longer = order.clone();
            longer.insert(at, n - 1);
            longer
        })
    };
    orders(n - 1).into_iter().flat_map(insert).collect()
}

/// The share of all 720 orders that reach the statistic, with plain fits of both models.
fn exact(error: Option<&[f64]>) -> (f64, f64) {
    let points = Points {
        x: &X,
        value: &VALUE,
        standard_error: error,
    };
    let problem = Problem::new(&points, Scale::Log, NO_STEPS, 1).unwrap();
    let sum = |target: &[f64], turn: Option<usize>| {
        let mut columns = problem.base.clone();
        columns.extend(turn.map(|at| problem.hinge(at)));
        let (_, rest) = Orthogonal::new(columns).unwrap().fit(target);
        (dot(&rest, &rest), rest)
    };
    let ratio =
        |target: &[f64]| sum(target, None).0 / sum(target, Some(2)).0.min(sum(target, Some(3)).0);
    let (_, rest) = sum(&problem.target, None);
    let observed = ratio(&problem.target);
    let reached = orders(6)
        .into_iter()
        .filter(|order| {
            let target: Vec<f64> = (0..6)
                .map(|at| problem.target[at] - rest[at] + rest[order[at]])
                .collect();
            ratio(&target) >= observed * (1.0 - 1e-9)
        })
        .count();
    (observed, reached as f64 / 720.0)
}

#[test]
fn the_p_value_is_the_share_of_all_orders_within_chance() {
    for error in [None, Some(&ERROR[..])] {
        let (statistic, share) = exact(error);
        let permutations = Permutations {
            number: 20_000,
            seed: 5,
            threads: 2,
        };
        let test = found(error, permutations);
        assert!((test.statistic.unwrap() / statistic - 1.0).abs() < 1e-9);
        let chance = 4.0 * (share * (1.0 - share) / 20_000.0).sqrt();
        assert!(
            (test.p_value - share).abs() < chance,
            "{} {share}",
            test.p_value
        );
        assert_eq!(test.rejected, test.p_value <= 0.05);
        assert_eq!((test.fewer, test.more, test.permutations), (0, 1, 20_000));
    }
}

#[test]
fn an_order_that_gives_the_same_values_reaches_the_statistic() {
    // Two high values among five: of 10 arrangements the one with both at the ends bends most, so
    // the observed statistic is the largest, and one order in ten gives exactly it.
    let (x, value) = ([0.0, 1.0, 2.0, 3.0, 4.0], [1.0, 0.0, 0.0, 0.0, 1.0]);
    let points = Points {
        x: &x,
        value: &value,
        standard_error: None,
    };
    let problem = Problem::new(&points, Scale::Linear, NO_STEPS, 1).unwrap();
    let search = Search::with_tree(&problem, 1).unwrap();
    let permutations = Permutations {
        number: 20_000,
        seed: 3,
        threads: 1,
    };
    let found = test(&problem, &search, (0, 1), 0.05, &permutations).unwrap();
    assert!((found.p_value - 0.1).abs() < 0.0085, "{}", found.p_value);
}

#[test]
fn residuals_keep_their_sign_when_they_are_permuted() {
    // All 40,320 orders, enumerated apart with NumPy: 0.291791; with the signs turned 0.209251.
    let x = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];
    let points = Points {
        x: &x,
        value: &[2.2, 3.4, 4.5, 6.6, 5.0, 6.0, 3.5, 2.8],
        standard_error: None,
    };
    let problem = Problem::new(&points, Scale::Linear, NO_STEPS, 2).unwrap();
    let search = Search::with_tree(&problem, 2).unwrap();
    let permutations = Permutations {
        number: 20_000,
        seed: 8,
        threads: 2,
    };
    let found = test(&problem, &search, (1, 2), 0.05, &permutations).unwrap();
    assert!(
        (found.p_value - 0.291_791).abs() < 0.013,
        "{}",
        found.p_value
    );
}

#[test]
fn p_values_repeat_by_seed_and_agree_between_threads() {
    let p_value = |seed, threads| {
        found(
            Some(&ERROR),
            Permutations {
                number: 1_001,
                seed,
                threads,
            },
        )
        .p_value
    };
    let first = p_value(9, 1);
    for threads in [0, 1, 2, 3] {
        assert_eq!(p_value(9, threads), first);
    }
    let others: Vec<f64> = (10..20).map(|seed| p_value(seed, 2)).collect();
    assert!(others.iter().any(|other| (other - first).abs() > 1e-9));
}

#[test]
fn no_two_tests_of_a_sequence_draw_the_same_orders() {
    let pairs = (0..9).flat_map(|fewer| (fewer + 1..10).map(move |more| (fewer, more)));
    let seeds: Vec<u64> = pairs.map(|(fewer, more)| seed_of(7, fewer, more)).collect();
    let distinct: std::collections::BTreeSet<u64> = seeds.iter().copied().collect();
    assert_eq!((seeds.len(), distinct.len()), (45, 45));
}

#[test]
fn the_default_is_the_programs_number() {
    assert_eq!(Permutations::default().number, 4499);
    // no permutation at all leaves p = 1
    let none = found(
        None,
        Permutations {
            number: 0,
            seed: 1,
            threads: 1,
        },
    );
    assert_eq!(none.p_value, 1.0);
}

#[test]
fn tests_that_would_take_too_long_are_refused() {
    let default = Permutations::default();
    for (points, joinpoints) in [
        (17, 3),
        (26, 4),
        (37, 5),
        (45, 5),
        (68, 4),
        (170, 3),
        (964, 2),
        (1666, 1),
    ] {
        assert_eq!(check_work(points, joinpoints, &default), Ok(()), "{points}");
    }
    for (points, joinpoints) in [(60, 5), (46, 5), (69, 4), (171, 3), (965, 2), (1667, 1)] {
        assert_eq!(
            check_work(points, joinpoints, &default),
            Err(StatsError::TooManyPermutations {
                joinpoints,
                points,
                permutations: 4499
            })
        );
    }
    // fewer permutations, more points
    let few = Permutations {
        number: 99,
        ..default
    };
    assert_eq!(check_work(60, 5, &few), Ok(()));
    assert_eq!(check_work(60, 0, &default), Ok(()));
}
