//! Tests of `placement`: numbers of the method, of other programs, and properties.

use proptest::prelude::*;

use super::super::problem::allowed;
use super::*;
use crate::stats::reference::agree;
use crate::stats::trends::series::{Points, Scale};
use crate::stats::trends::step::{NO_STEPS, Steps};

const VALUES: [f64; 13] = [
    4.0, 5.0, 7.0, 6.0, 9.0, 8.0, 6.0, 5.0, 5.0, 3.0, 4.0, 6.0, 8.0,
];

fn with_problem(steps: Steps<'_>, check: impl Fn(&Problem<'_>)) {
    let x: Vec<f64> = (0..13).map(f64::from).collect();
    let error: Vec<f64> = VALUES.iter().map(|value| 0.1 + 0.02 * value).collect();
    let points = Points {
        x: &x,
        value: &VALUES,
        standard_error: Some(&error),
    };
    check(&Problem::new(&points, Scale::Linear, steps, 3).unwrap());
}

/// All placements by plain enumeration, each fitted on its own.
fn by_hand(problem: &Problem<'_>, joinpoints: usize) -> (Vec<usize>, f64, usize) {
    let mut all = Vec::new();
    for bits in 0_u32..1 << problem.n() {
        let placement: Vec<usize> = (0..problem.n()).filter(|at| bits >> at & 1 == 1).collect();
        if placement.len() == joinpoints && allowed(&placement, problem.n()) {
            let mut columns = problem.base.clone();
            columns.extend(placement.iter().map(|at| problem.hinge(*at)));
            let (_, rest) = Orthogonal::new(columns).unwrap().fit(&problem.target);
            all.push((placement, dot(&rest, &rest)));
        }
    }
    all.sort_by(|one, other| one.0.cmp(&other.0));
    let count = all.len();
    let smallest = all
        .iter()
        .map(|(_, sum)| *sum)
        .fold(f64::INFINITY, f64::min);
    // a turn just before and just after a step between two points are the same model
    let best = all
        .into_iter()
        .find(|(_, sum)| *sum <= smallest * (1.0 + 1e-9))
        .unwrap();
    (best.0, best.1, count)
}

#[test]
fn the_tree_finds_what_plain_enumeration_finds() {
    for at in [&[][..], &[5.5][..], &[5.25, 8.5][..]] {
        with_problem(
            Steps {
                at,
                period_length: 1.0,
            },
            |problem| {
                let search = Search::with_tree(problem, 3).unwrap();
                let by_tree = Search {
                    chain: None,
                    ..Search::with_tree(problem, 3).unwrap()
                };
                assert_eq!(search.chain.is_some(), at.is_empty());
                for joinpoints in 0..=3 {
                    let (placement, sum, count) = by_hand(problem, joinpoints);
                    for search in [&search, &by_tree] {
                        let found = search.best(joinpoints).unwrap();
                        assert_eq!(found.placement, placement);
                        agree(found.sum_of_squares, sum, 1e-9);
                    }
                    if joinpoints > 0 {
                        assert_eq!(search.levels[joinpoints - 1].parents.len(), count);
                    }
                    // several sets at once, the values themselves last
                    let mut targets = vec![problem.root_weight.clone(); LANES];
                    targets[LANES - 1].clone_from(&problem.target);
                    let numbers = (joinpoints, 3);
                    let pairs = search.pairs(&targets, numbers, &mut LaneScratch::default());
                    assert_eq!(pairs.len(), LANES);
                    agree(pairs[LANES - 1].0, sum, 1e-9);
                    agree(pairs[LANES - 1].1, by_hand(problem, 3).1, 1e-9);
                    // a constant is fitted without a joinpoint
                    assert!(pairs[0].0 < 1e-15 && pairs[0].1 < 1e-15);
                }
            },
        );
    }
}

#[test]
fn of_equal_placements_the_earliest_is_taken() {
    // a symmetric series: the first and the last turn fit equally
    let value = [0.0, 1.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 1.0, 0.0];
    let x: Vec<f64> = (0..10).map(f64::from).collect();
    let points = Points {
        x: &x,
        value: &value,
        standard_error: None,
    };
    let problem = Problem::new(&points, Scale::Linear, NO_STEPS, 1).unwrap();
    let found = Search::new(&problem, 1).unwrap().best(1).unwrap();
    let mirrored = 9 - found.placement[0];
    assert!(found.placement[0] < mirrored, "{found:?}");
}

#[test]
fn a_turn_that_the_steps_already_make_is_no_placement() {
    for (at, fewer) in [(&[10.5][..], 0), (&[10.5, 11.5][..], 1)] {
        let steps = Steps {
            at,
            period_length: 1.0,
        };
        with_problem(steps, |problem| {
            let search = Search::with_tree(problem, 1).unwrap();
            assert_eq!(search.levels[0].parents.len(), 9 - fewer);
        });
    }
}

#[test]
fn a_search_without_end_is_refused() {
    let x: Vec<f64> = (0..120).map(f64::from).collect();
    let points = Points {
        x: &x,
        value: &x,
        standard_error: None,
    };
    let problem = Problem::new(&points, Scale::Linear, NO_STEPS, 9).unwrap();
    let refused = Search::new(&problem, 9).err();
    assert_eq!(
        refused,
        Some(StatsError::TooManyPlacements {
            joinpoints: 9,
            points: 120
        })
    );
}

#[test]
fn more_points_than_there_is_memory_for_are_refused() {
    let search = |n: u32, joinpoints: usize| {
        let x: Vec<f64> = (0..n).map(f64::from).collect();
        let points = Points {
            x: &x,
            value: &x,
            standard_error: None,
        };
        let problem = Problem::new(&points, Scale::Linear, NO_STEPS, joinpoints).unwrap();
        Search::new(&problem, joinpoints)
    };
    // 72 bytes for each two points: 72 MB for the most
    let hundred = search(100, 1).unwrap();
    let chain = hundred.chain.map_or(0, |chain| chain.bytes());
    let columns = hundred.columns.iter().map(Vec::len).sum::<usize>() * size_of::<f64>();
    assert_eq!(chain + columns, 72 * 100 * 100);
    assert!(!is_too_large(1000, 1) && is_too_large(1001, 1) && !is_too_large(1001, 0));
    let refused = StatsError::TooManyPlacements {
        joinpoints: 1,
        points: 1001,
    };
    assert_eq!(search(1001, 1).err(), Some(refused));
    // a line without joinpoints needs none of it
    let line = search(5000, 0).unwrap();
    assert!(line.chain.is_none() && line.columns.is_empty());
    assert!(line.best(0).unwrap().placement.is_empty());
}

/// Years with gaps, values, and standard errors that differ up to tenfold.
fn uneven() -> impl Strategy<Value = Vec<(f64, f64, f64)>> {
    let point = (0.25..3.0_f64, -1.0..1.0_f64, 0.1..1.0_f64);
    prop::collection::vec(point, 8..22)
}

proptest! {
    #[test]
    fn sums_of_pieces_give_what_the_tree_gives(points in uneven(), joinpoints in 1..5_usize) {
        let mut year = 2000.0;
        let x: Vec<f64> = points.iter().map(|point| { year += point.0; year }).collect();
        let value: Vec<f64> = points.iter().map(|point| 3.0 + point.1).collect();
        let error: Vec<f64> = points.iter().map(|point| point.2).collect();
        let points = Points { x: &x, value: &value, standard_error: Some(&error) };
        let joinpoints = joinpoints.min((x.len() - 2) / 3);
        let problem = Problem::new(&points, Scale::Linear, NO_STEPS, joinpoints).unwrap();
        let search = Search::with_tree(&problem, joinpoints).unwrap();
        let by_tree = Search { chain: None, ..Search::with_tree(&problem, joinpoints).unwrap() };
        let total = dot(&search.rest, &search.rest);
        let all = |search: &Search| {
            let mut all = Vec::new();
            search.each(joinpoints, |placement, explained| all.push((placement.to_vec(), explained)));
            all
        };
        let (pieces, tree) = (all(&search), all(&by_tree));
        prop_assert_eq!(pieces.len(), tree.len());
        for ((placement, explained), (expected, by_tree)) in pieces.iter().zip(&tree) {
            prop_assert_eq!(placement, expected);
            prop_assert!((explained - by_tree).abs() <= 1e-11 * total, "{} {}", explained, by_tree);
            let exact = total - search.exact(&search.rest, placement).unwrap();
            prop_assert!((explained - exact).abs() <= 1e-11 * total);
        }
        prop_assert_eq!(search.best(joinpoints).unwrap(), by_tree.best(joinpoints).unwrap());
        let (found, expected) = (search.profiles(joinpoints), by_tree.profiles(joinpoints));
        prop_assert_eq!(found, expected);
    }
}
