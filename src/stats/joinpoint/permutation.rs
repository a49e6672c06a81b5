//! The permutation test of fewer against more joinpoints.
//!
//! Does not decide the sequence of tests: see `selection`.

use super::model::basis;
use super::placement::{LANES, LaneScratch, Search};
use super::problem::{Problem, placements};
use crate::stats::error::StatsError;
use crate::stats::orthogonal::subtract;
use crate::stats::random::Random;

/// A statistic of a permutation that comes this close to the observed one counts as reaching it.
const REACHES: f64 = 1.0 - 1e-9;

/// How to permute; the result depends on the seed and the number, not on the threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permutations {
    /// The number of permutations of each test; the NCI's program takes 4,499.
    pub number: usize,
    /// The seed of the random numbers.
    pub seed: u64,
    /// The number of threads, 1 or more.
    pub threads: usize,
}

impl Default for Permutations {
    fn default() -> Self {
        Self {
            number: 4499,
            seed: 20_240_331,
            threads: 1,
        }
    }
}

/// One test of the sequence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PermutationTest {
    /// The number of joinpoints under the null hypothesis.
    pub fewer: usize,
    /// The number under the alternative.
    pub more: usize,
    /// The sum of squares with fewer over that with more joinpoints; none where the latter is 0.
    pub statistic: Option<f64>,
    /// (1 + permutations that reach the statistic)/(permutations + 1).
    pub p_value: f64,
    /// The level p is held against.
    pub level: f64,
    /// Whether p is at or below the level.
    pub rejected: bool,
    /// The number of permutations.
    pub permutations: usize,
}

/// The work of all tests that is accepted: about 10 seconds on two cores. The largest problem of the
/// default settings up to 37 points, 5 joinpoints, is a fifth of it.
const MOST_WORK: f64 = 5e10;

/// Fails at once where the tests could take too long: at most as many tests as joinpoints, each with
/// the products of the points and the sums of all placements for every permutation.
pub(crate) fn check_work(
    points: usize,
    joinpoints: usize,
    permutations: &Permutations,
) -> Result<(), StatsError> {
    let n = points as f64;
    let nodes: f64 = (1..=joinpoints)
        .map(|number| (number + 2) as f64 * placements(points, number))
        .sum();
    let work = joinpoints as f64 * permutations.number as f64 * (2.0 * n * n + nodes);
    if work <= MOST_WORK {
        Ok(())
    } else {
        Err(StatsError::TooManyPermutations {
            joinpoints,
            points,
            permutations: permutations.number,
        })
    }
}

/// Permutes the weighted residuals of the fit with fewer joinpoints, adds them to its weighted fitted
/// values and searches both models afresh each time (Kim and others 2000, section 3).
pub(crate) fn test(
    problem: &Problem<'_>,
    search: &Search,
    (fewer, more): (usize, usize),
    level: f64,
    permutations: &Permutations,
) -> Result<PermutationTest, StatsError> {
    let contest = Contest::new(problem, search, (fewer, more))?;
    let observed = contest.observed();
    let threads = permutations.threads.max(1);
    let reached = in_threads(threads, &|first| {
        let share = (first..permutations.number).step_by(threads);
        contest.reaching(observed, share, permutations.seed)
    });
    let p_value = (reached + 1) as f64 / (permutations.number + 1) as f64;
    Ok(PermutationTest {
        fewer,
        more,
        statistic: observed.is_finite().then_some(observed),
        p_value,
        level,
        rejected: p_value <= level,
        permutations: permutations.number,
    })
}

/// Fewer against more joinpoints, with the weighted fitted values and residuals of the fit with fewer.
struct Contest<'a> {
    problem: &'a Problem<'a>,
    search: &'a Search,
    fewer: usize,
    more: usize,
    fitted: Vec<f64>,
    residuals: Vec<f64>,
}

impl<'a> Contest<'a> {
    fn new(
        problem: &'a Problem<'a>,
        search: &'a Search,
        (fewer, more): (usize, usize),
    ) -> Result<Self, StatsError> {
        let null = search
            .best(&problem.target, fewer)
            .ok_or(StatsError::Inseparable)?;
        let (_, residuals) = basis(problem, &null.placement)?.fit(&problem.target);
        let mut fitted = problem.target.clone();
        subtract(&mut fitted, 1.0, &residuals);
        Ok(Self {
            problem,
            search,
            fewer,
            more,
            fitted,
            residuals,
        })
    }

    /// The statistic of the values as they are.
    fn observed(&self) -> f64 {
        let targets = [self.problem.target.clone()];
        let ratios = self.ratios(&targets, &mut LaneScratch::default());
        ratios.first().copied().unwrap_or(1.0)
    }

    /// For each set of values the sum of squares with fewer over that with more joinpoints.
    fn ratios(&self, targets: &[Vec<f64>], scratch: &mut LaneScratch) -> Vec<f64> {
        let pairs = self.search.pairs(targets, (self.fewer, self.more), scratch);
        let ratio = |(with_fewer, with_more)| {
            let with_fewer = self.problem.without_rounding(with_fewer);
            // a perfect fit with fewer joinpoints cannot be improved
            if with_fewer > 0.0 {
                with_fewer / self.problem.without_rounding(with_more)
            } else {
                1.0
            }
        };
        pairs.into_iter().map(ratio).collect()
    }

    /// How many of these permutations reach the observed ratio.
    fn reaching(&self, observed: f64, numbers: impl Iterator<Item = usize>, seed: u64) -> usize {
        let seed = seed_of(seed, self.fewer, self.more);
        let mut scratch = LaneScratch::default();
        let mut order = self.residuals.clone();
        let mut targets: Vec<Vec<f64>> = Vec::with_capacity(LANES);
        let mut count = 0;
        let mut numbers = numbers.peekable();
        while numbers.peek().is_some() {
            targets.clear();
            for number in numbers.by_ref().take(LANES) {
                order.copy_from_slice(&self.residuals);
                Random::stream(seed, number as u64).shuffle(&mut order);
                let mut target = self.fitted.clone();
                subtract(&mut target, -1.0, &order);
                targets.push(target);
            }
            let ratios = self.ratios(&targets, &mut scratch);
            let reaches = |ratio: &&f64| **ratio >= observed * REACHES;
            count += ratios.iter().filter(reaches).count();
        }
        count
    }
}

/// The seed of one test: no two tests of a sequence draw the same orders.
fn seed_of(seed: u64, fewer: usize, more: usize) -> u64 {
    seed.wrapping_add(((fewer as u64) << 32) + more as u64)
}

/// The sum of what each thread counts; thread i is given i.
fn in_threads(threads: usize, count: &(impl Fn(usize) -> usize + Sync)) -> usize {
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads)
            .map(|first| scope.spawn(move || count(first)))
            .collect();
        let own = count(0);
        let joined = others.into_iter().map(|thread| {
            thread
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        own + joined.sum::<usize>()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::orthogonal::{Orthogonal, dot};
    use crate::stats::series::{Points, Scale};
    use crate::stats::step::NO_STEPS;

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
        let search = Search::new(&problem, 1).unwrap();
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
        let ratio = |target: &[f64]| {
            sum(target, None).0 / sum(target, Some(2)).0.min(sum(target, Some(3)).0)
        };
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
        let search = Search::new(&problem, 1).unwrap();
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
        let search = Search::new(&problem, 2).unwrap();
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
        for (points, joinpoints) in [(17, 3), (26, 4), (37, 5), (45, 5), (68, 4), (171, 3)] {
            assert_eq!(check_work(points, joinpoints, &default), Ok(()), "{points}");
        }
        for (points, joinpoints) in [(60, 5), (46, 5), (69, 4), (172, 3), (5000, 1)] {
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
}
