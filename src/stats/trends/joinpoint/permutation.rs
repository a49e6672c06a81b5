//! The permutation test of fewer against more joinpoints.
//!
//! Does not decide the sequence of tests: see `selection`.

use super::model::basis;
use super::placement::{LANES, LaneScratch, Search};
use super::problem::{Problem, placements};
use crate::stats::error::StatsError;
use crate::stats::random::Random;
use crate::stats::trends::orthogonal::subtract;

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
    let work = joinpoints as f64 * permutations.number as f64 * (4.0 * n * n + nodes);
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
        let null = search.best(fewer).ok_or(StatsError::Inseparable)?;
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
mod tests;
