//! The search over all placements of joinpoints, with their projections worked out once.
//!
//! Holds no inference.

mod lanes;

pub(crate) use lanes::{LANES, LaneScratch};

use super::problem::{OBSERVATIONS_BETWEEN, Problem, placements};
use crate::stats::error::StatsError;
use crate::stats::least_squares::rounding;
use crate::stats::orthogonal::{Orthogonal, dot, norm, subtract};

/// More placements than this are refused: they take too long and too much memory.
const MOST_PLACEMENTS: f64 = 2e6;

/// Placements whose sums of squares agree to this share are taken as equal.
const TIE: f64 = 1e-10;

/// Sums from the quick search are this close to the exact ones, as a share of the total.
const QUICK_ERROR: f64 = 1e-9;

/// A joinpoint whose column adds less than this share of its length cannot be separated from the others.
const SMALLEST_SHARE: f64 = 1e-6;

/// All placements of 1 to k joinpoints as a tree: a node adds one joinpoint to its parent, and holds
/// the unit vector that its column adds to the space, as weights of the joinpoints' columns.
pub(crate) struct Search {
    base: Orthogonal,
    /// For each observation the column of a joinpoint there, without what the base explains.
    columns: Vec<Vec<f64>>,
    /// The shortest that a column may become beside the others.
    shortest: Vec<f64>,
    levels: Vec<Level>,
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

/// What a search keeps between data sets so that it need not allocate.
#[derive(Default)]
struct Scratch {
    rest: Vec<f64>,
    moments: Vec<f64>,
    explained: Vec<Vec<f64>>,
}

/// The best placement and its sum of squares.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Best {
    pub(crate) placement: Vec<usize>,
    pub(crate) sum_of_squares: f64,
}

impl Search {
    /// The tree for up to `deepest` joinpoints.
    pub(crate) fn new(problem: &Problem<'_>, deepest: usize) -> Result<Self, StatsError> {
        let n = problem.n();
        let too_many = StatsError::TooManyPlacements {
            joinpoints: deepest,
            points: n,
        };
        if placements(n, deepest) > MOST_PLACEMENTS || u16::try_from(n).is_err() {
            return Err(too_many);
        }
        let base = problem.base_basis()?;
        let column = |at| {
            let mut column = problem.hinge(at);
            base.take_out(&mut column);
            base.take_out(&mut column);
            column
        };
        let columns = (0..n).map(column).collect();
        let shortest = (0..n).map(|at| SMALLEST_SHARE * norm(&problem.hinge(at)));
        let levels = (0..deepest).map(|_| Level::default()).collect();
        let mut search = Self {
            base,
            columns,
            shortest: shortest.collect(),
            levels,
            rounding: rounding(&problem.target),
        };
        search.grow(n, &mut Vec::new());
        Ok(search)
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
    pub(crate) fn best(&self, target: &[f64], joinpoints: usize) -> Option<Best> {
        let mut scratch = Scratch::default();
        self.explain(target, joinpoints, &mut scratch);
        let total = dot(&scratch.rest, &scratch.rest);
        let Some(level) = joinpoints.checked_sub(1) else {
            return Some(Best {
                placement: Vec::new(),
                sum_of_squares: total,
            });
        };
        let explained = &scratch.explained[level];
        let enough = explained[largest(explained)?] - QUICK_ERROR * total;
        let near: Vec<(usize, f64)> = (0..explained.len())
            .filter(|node| explained[*node] >= enough)
            .map(|node| (node, self.exact(&scratch.rest, level, node)))
            .collect();
        let smallest = near
            .iter()
            .map(|(_, sum)| *sum)
            .fold(f64::INFINITY, f64::min);
        let equal = smallest * (1.0 + TIE) + self.rounding;
        let (node, sum_of_squares) = near.into_iter().find(|(_, sum)| *sum <= equal)?;
        let placement = self
            .path(level, node)
            .iter()
            .map(|at| usize::from(*at))
            .collect();
        Some(Best {
            placement,
            sum_of_squares,
        })
    }

    /// For each joinpoint in order and each observation the smallest sum of squares with that joinpoint
    /// there and the others free; none where it cannot be.
    pub(crate) fn profiles(&self, target: &[f64], joinpoints: usize) -> Vec<Vec<Option<f64>>> {
        let Some(level) = joinpoints.checked_sub(1) else {
            return Vec::new();
        };
        let mut scratch = Scratch::default();
        self.explain(target, joinpoints, &mut scratch);
        let explained = &scratch.explained[level];
        let mut most: Vec<Vec<Option<usize>>> = vec![vec![None; target.len()]; joinpoints];
        for node in 0..explained.len() {
            for (number, at) in self.path(level, node).iter().enumerate() {
                let place = &mut most[number][usize::from(*at)];
                if place.is_none_or(|other| explained[node] > explained[other]) {
                    *place = Some(node);
                }
            }
        }
        let sum = |node: Option<usize>| node.map(|node| self.exact(&scratch.rest, level, node));
        most.into_iter()
            .map(|places| places.into_iter().map(sum).collect())
            .collect()
    }

    /// How much of the sum of squares each placement of up to `deepest` joinpoints explains.
    fn explain(&self, target: &[f64], deepest: usize, scratch: &mut Scratch) {
        scratch.rest.clear();
        scratch.rest.extend_from_slice(target);
        self.base.take_out(&mut scratch.rest);
        scratch.moments.clear();
        scratch
            .moments
            .extend(self.columns.iter().map(|column| dot(column, &scratch.rest)));
        scratch.explained.resize(self.levels.len(), Vec::new());
        for depth in 0..deepest {
            let (above, here) = scratch.explained.split_at_mut(depth);
            let above = above.last().map(Vec::as_slice);
            self.levels[depth].explain(depth + 1, above, &scratch.moments, &mut here[0]);
        }
    }

    /// The sum of squares of one placement by taking out its unit vectors one after another, which
    /// keeps more digits than the difference of two sums.
    fn exact(&self, rest: &[f64], level: usize, node: usize) -> f64 {
        let mut rest = rest.to_vec();
        for (level, node) in self.ancestors(level, node) {
            let mut unit = vec![0.0; rest.len()];
            let path = self.path(level, node);
            for (at, weight) in path
                .iter()
                .zip(&self.levels[level].weights[node * (level + 1)..])
            {
                subtract(&mut unit, -weight, &self.columns[usize::from(*at)]);
            }
            let share = dot(&unit, &rest);
            subtract(&mut rest, share, &unit);
        }
        dot(&rest, &rest)
    }

    /// The node and the nodes above it, the uppermost first.
    fn ancestors(&self, level: usize, node: usize) -> Vec<(usize, usize)> {
        let mut found = vec![(level, node)];
        let mut node = node;
        for level in (0..level).rev() {
            node = self.levels[level + 1].parents[node] as usize;
            found.push((level, node));
        }
        found.reverse();
        found
    }

    fn path(&self, level: usize, node: usize) -> &[u16] {
        &self.levels[level].paths[node * (level + 1)..(node + 1) * (level + 1)]
    }
}

impl Level {
    fn explain(&self, depth: usize, above: Option<&[f64]>, moments: &[f64], found: &mut Vec<f64>) {
        found.clear();
        let nodes = self
            .weights
            .chunks_exact(depth)
            .zip(self.paths.chunks_exact(depth));
        found.extend(nodes.zip(&self.parents).map(|((weights, path), parent)| {
            let share: f64 = weights
                .iter()
                .zip(path)
                .map(|(weight, at)| weight * moments[usize::from(*at)])
                .sum();
            above.map_or(0.0, |above| above[*parent as usize]) + share * share
        }));
    }
}

/// The place of the largest value, the first of equals.
fn largest(values: &[f64]) -> Option<usize> {
    let mut found = None;
    let mut most = f64::NEG_INFINITY;
    for (at, value) in values.iter().enumerate() {
        if *value > most {
            (found, most) = (Some(at), *value);
        }
    }
    found
}

#[cfg(test)]
mod tests;
