//! The search over all placements of joinpoints.
//!
//! Without steps what the placements explain comes from sums of pieces (see `chain`); with steps, and
//! for many sets of values, from a tree of projections that are worked out once. Holds no inference.

mod lanes;

pub(crate) use lanes::{LANES, LaneScratch};

use super::chain::Chain;
use super::problem::{OBSERVATIONS_BETWEEN, Problem, placements};
use crate::stats::error::StatsError;
use crate::stats::trends::least_squares::rounding;
use crate::stats::trends::orthogonal::{Orthogonal, dot, norm, subtract};

/// More placements than this are refused: they take too long and too much memory.
const MOST_PLACEMENTS: f64 = 2e6;

/// With more points than this no joinpoint is searched for: the sums of all pieces take 72 bytes for each
/// two points, 72 MB for 1,000.
const MOST_POINTS: usize = 1000;

/// Placements whose sums of squares agree to this share are taken as equal.
const TIE: f64 = 1e-10;

/// Sums from the quick search are this close to the exact ones, as a share of the total.
const QUICK_ERROR: f64 = 1e-9;

/// A joinpoint whose column adds less than this share of its length cannot be separated from the others.
const SMALLEST_SHARE: f64 = 1e-6;

/// All placements of 1 to k joinpoints of one problem. In the tree a node adds one joinpoint to its
/// parent, and holds the unit vector that its column adds to the space, as weights of the joinpoints'
/// columns.
pub(crate) struct Search {
    base: Orthogonal,
    /// The weighted values without what the base explains.
    rest: Vec<f64>,
    /// For each observation the column of a joinpoint there, without what the base explains.
    columns: Vec<Vec<f64>>,
    /// The shortest that a column may become beside the others.
    shortest: Vec<f64>,
    /// The tree; empty where it was not grown.
    levels: Vec<Level>,
    /// Where there are no steps.
    chain: Option<Chain>,
    rounding: f64,
}

#[derive(Default)]
struct Level {
    parents: Vec<u32>,
    /// For each node as many indices of observations as its depth.
    paths: Vec<u16>,
    /// For each node as many weights as its depth.
    weights: Vec<f64>,
}

/// The best placement and its sum of squares.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Best {
    pub(crate) placement: Vec<usize>,
    pub(crate) sum_of_squares: f64,
}

impl Search {
    /// For up to `deepest` joinpoints of the values of a problem.
    pub(crate) fn new(problem: &Problem<'_>, deepest: usize) -> Result<Self, StatsError> {
        let mut search = Self::without_tree(problem, deepest)?;
        if deepest > 0 && problem.steps.at.is_empty() {
            search.chain = Some(Chain::new(problem, &search.rest));
        } else {
            search.grow_to(deepest);
        }
        Ok(search)
    }

    /// The same with the tree, which [`Self::pairs`] needs.
    pub(crate) fn with_tree(problem: &Problem<'_>, deepest: usize) -> Result<Self, StatsError> {
        let mut search = Self::new(problem, deepest)?;
        search.grow_to(deepest);
        Ok(search)
    }

    fn without_tree(problem: &Problem<'_>, deepest: usize) -> Result<Self, StatsError> {
        let n = problem.n();
        let too_many = StatsError::TooManyPlacements {
            joinpoints: deepest,
            points: n,
        };
        if is_too_large(n, deepest) {
            return Err(too_many);
        }
        let base = problem.base_basis()?;
        let column = |at| {
            let mut column = problem.hinge(at);
            base.take_out(&mut column);
            base.take_out(&mut column);
            column
        };
        let columns = (0..if deepest > 0 { n } else { 0 }).map(column).collect();
        let shortest = (0..n).map(|at| SMALLEST_SHARE * norm(&problem.hinge(at)));
        let mut rest = problem.target.clone();
        base.take_out(&mut rest);
        Ok(Self {
            rest,
            columns,
            shortest: shortest.collect(),
            levels: Vec::new(),
            chain: None,
            rounding: rounding(&problem.target),
            base,
        })
    }

    fn grow_to(&mut self, deepest: usize) {
        if self.levels.is_empty() {
            self.levels.resize_with(deepest, Level::default);
            self.grow(self.columns.len(), &mut Vec::new());
        }
    }

    /// Adds every node below the one with these joinpoints: their indices, unit vectors and weights.
    fn grow(&mut self, n: usize, above: &mut Vec<(usize, Vec<f64>, Vec<f64>)>) {
        let depth = above.len();
        if depth == self.levels.len() {
            return;
        }
        let from = above.last().map_or(OBSERVATIONS_BETWEEN, |(at, ..)| {
            at + OBSERVATIONS_BETWEEN + 1
        });
        for at in from..n.saturating_sub(OBSERVATIONS_BETWEEN) {
            let mut unit = self.columns[at].clone();
            let mut weights = vec![0.0; depth];
            for (_, other, other_weights) in above.iter() {
                let share = dot(&unit, other);
                subtract(&mut unit, share, other);
                subtract(&mut weights, share, other_weights);
            }
            let length = norm(&unit);
            if length <= self.shortest[at] {
                continue;
            }
            weights.push(1.0);
            unit.iter_mut()
                .chain(&mut weights)
                .for_each(|value| *value /= length);
            self.add(depth, above, at, &weights);
            above.push((at, unit, weights));
            self.grow(n, above);
            above.pop();
        }
    }

    fn add(
        &mut self,
        depth: usize,
        above: &[(usize, Vec<f64>, Vec<f64>)],
        at: usize,
        weights: &[f64],
    ) {
        let parent = depth
            .checked_sub(1)
            .map_or(0, |up| self.levels[up].parents.len() - 1);
        let level = &mut self.levels[depth];
        level.parents.push(parent as u32);
        level.paths.extend(above.iter().map(|(at, ..)| *at as u16));
        level.paths.push(at as u16);
        level.weights.extend(weights);
    }

    /// The best placement of a number of joinpoints: the smallest sum of squares, the earliest of
    /// equals.
    pub(crate) fn best(&self, joinpoints: usize) -> Option<Best> {
        let total = dot(&self.rest, &self.rest);
        if joinpoints == 0 {
            return Some(Best {
                placement: Vec::new(),
                sum_of_squares: total,
            });
        }
        let near: Vec<(Vec<usize>, f64)> = self
            .explaining_most(joinpoints, QUICK_ERROR * total)
            .into_iter()
            .filter_map(|placement| {
                let sum = self.exact(&self.rest, &placement)?;
                Some((placement, sum))
            })
            .collect();
        let smallest = near
            .iter()
            .map(|(_, sum)| *sum)
            .fold(f64::INFINITY, f64::min);
        let equal = smallest * (1.0 + TIE) + self.rounding;
        let (placement, sum_of_squares) = near.into_iter().find(|(_, sum)| *sum <= equal)?;
        Some(Best {
            placement,
            sum_of_squares,
        })
    }

    /// The placements that explain most of the values, and those that explain at most so much less, in
    /// order.
    fn explaining_most(&self, joinpoints: usize, less: f64) -> Vec<Vec<usize>> {
        let mut near: Vec<(Vec<usize>, f64)> = Vec::new();
        let mut most = f64::NEG_INFINITY;
        self.each(joinpoints, |placement, explained| {
            if explained >= most - less {
                most = most.max(explained);
                near.push((placement.to_vec(), explained));
            }
        });
        let placements = near.into_iter();
        let enough = placements.filter(|(_, explained)| *explained >= most - less);
        enough.map(|(placement, _)| placement).collect()
    }

    /// For each joinpoint in order and each observation the smallest sum of squares with that joinpoint
    /// there and the others free; none where it cannot be.
    pub(crate) fn profiles(&self, joinpoints: usize) -> Vec<Vec<Option<f64>>> {
        let nothing = (f64::NEG_INFINITY, Vec::new());
        let mut most = vec![vec![nothing; self.columns.len()]; joinpoints];
        self.each(joinpoints, |placement, explained| {
            for (places, at) in most.iter_mut().zip(placement) {
                let (largest, best) = &mut places[*at];
                if explained > *largest {
                    *largest = explained;
                    best.clear();
                    best.extend_from_slice(placement);
                }
            }
        });
        let sum = |(_, placement): (f64, Vec<usize>)| {
            let found = (!placement.is_empty()).then_some(placement);
            self.exact(&self.rest, &found?)
        };
        let of_places = |places: Vec<_>| places.into_iter().map(sum).collect();
        most.into_iter().map(of_places).collect()
    }

    /// Gives each placement of one joinpoint or more, in lexicographic order, and how much of the sum of
    /// squares it explains.
    fn each(&self, joinpoints: usize, mut found: impl FnMut(&[usize], f64)) {
        if let Some(chain) = &self.chain {
            return chain.each(joinpoints, found);
        }
        let moments = self.columns.iter().map(|column| dot(column, &self.rest));
        let moments: Vec<f64> = moments.collect();
        let mut explained = Vec::new();
        for (above, level) in self.levels.iter().take(joinpoints).enumerate() {
            explained = level.explain(above + 1, &explained, &moments);
        }
        let Some(level) = joinpoints.checked_sub(1) else {
            return;
        };
        for (node, explained) in explained.into_iter().enumerate() {
            found(&self.placement(level, node), explained);
        }
    }

    /// The sum of squares of one placement by taking out what each joinpoint adds, one after another,
    /// which keeps more digits than the difference of two sums; none where the joinpoints cannot be
    /// separated.
    fn exact(&self, rest: &[f64], placement: &[usize]) -> Option<f64> {
        let mut rest = rest.to_vec();
        let mut units: Vec<Vec<f64>> = Vec::with_capacity(placement.len());
        for at in placement {
            let mut unit = self.columns[*at].clone();
            for other in &units {
                let share = dot(&unit, other);
                subtract(&mut unit, share, other);
            }
            let length = norm(&unit);
            if length <= self.shortest[*at] {
                return None;
            }
            for value in &mut unit {
                *value /= length;
            }
            let share = dot(&unit, &rest);
            subtract(&mut rest, share, &unit);
            units.push(unit);
        }
        Some(dot(&rest, &rest))
    }

    fn placement(&self, level: usize, node: usize) -> Vec<usize> {
        let path = self.path(level, node);
        path.iter().map(|at| usize::from(*at)).collect()
    }

    fn path(&self, level: usize, node: usize) -> &[u16] {
        &self.levels[level].paths[node * (level + 1)..(node + 1) * (level + 1)]
    }
}

fn is_too_large(n: usize, joinpoints: usize) -> bool {
    placements(n, joinpoints) > MOST_PLACEMENTS || (joinpoints > 0 && n > MOST_POINTS)
}

impl Level {
    /// What each node explains, from what the nodes above explain; none are above the first level.
    fn explain(&self, depth: usize, above: &[f64], moments: &[f64]) -> Vec<f64> {
        let nodes = self
            .weights
            .chunks_exact(depth)
            .zip(self.paths.chunks_exact(depth));
        let explained = nodes.zip(&self.parents).map(|((weights, path), parent)| {
            let share: f64 = weights
                .iter()
                .zip(path)
                .map(|(weight, at)| weight * moments[usize::from(*at)])
                .sum();
            let of_parent = above.get(*parent as usize).copied().unwrap_or(0.0);
            of_parent + share * share
        });
        explained.collect()
    }
}

#[cfg(test)]
mod tests;
