//! What each placement of joinpoints explains where there are no steps, from sums of pieces.
//!
//! A line of pieces that meet is given by its heights at the joinpoints. What a piece explains depends on
//! the heights at its two ends alone, so a placement is built up from left to right, and each height is
//! left at its best once the pieces on both sides are in. The sums of a piece are worked out once.

use super::problem::{OBSERVATIONS_BETWEEN, Problem};
use crate::stats::trends::orthogonal::{dot, product};

/// What points on one side of a joinpoint explain, given the height v of the line there:
/// `explained + 2·moment·v − curvature·v²`.
#[derive(Debug, Clone, Copy)]
struct Side {
    curvature: f64,
    moment: f64,
    explained: f64,
}

impl Side {
    /// Points on a line whose slope is free, at these distances from the joinpoint, all times the square
    /// roots of their weights.
    fn free_line(root_weight: &[f64], distance: &[f64], value: &[f64]) -> Self {
        let with_distance = dot(distance, root_weight) / dot(distance, distance);
        let slope_moment = dot(distance, value);
        Self {
            curvature: dot(root_weight, root_weight) - with_distance * dot(distance, root_weight),
            moment: dot(root_weight, value) - with_distance * slope_moment,
            explained: slope_moment * slope_moment / dot(distance, distance),
        }
    }

    /// What the points on both sides explain at the best height.
    fn with(&self, other: &Self) -> f64 {
        let moment = self.moment + other.moment;
        let curvature = self.curvature + other.curvature;
        self.explained + other.explained + moment * moment / curvature
    }

    /// The same points and those of a piece, given the height at the far end of the piece.
    fn beyond(&self, piece: &Piece) -> Self {
        let moment = self.moment + piece.near_moment;
        let curvature = self.curvature + piece.near;
        Self {
            curvature: piece.far - piece.both * piece.both / curvature,
            moment: piece.far_moment - piece.both * moment / curvature,
            explained: self.explained + moment * moment / curvature,
        }
    }
}

/// The sums of the points of a piece: products of their shares of the heights at the near and the far
/// end, and of these with the values.
#[derive(Debug, Clone, Copy, Default)]
struct Piece {
    near: f64,
    both: f64,
    far: f64,
    near_moment: f64,
    far_moment: f64,
}

impl Piece {
    /// The pieces from one observation to each later one, by running sums over the points after it.
    fn all_from(problem: &Problem<'_>, rest: &[f64], from: usize) -> Vec<Self> {
        let mut pieces = vec![Self::default(); problem.n()];
        let (mut weight, mut first, mut second) = (0.0, 0.0, 0.0);
        let (mut value, mut value_first) = (0.0, 0.0);
        for to in from + 1..problem.n() {
            let root = problem.root_weight[to];
            let length = problem.x[to] - problem.x[from];
            weight += root * root;
            first += root * root * length;
            second += (root * length).powi(2);
            value += root * rest[to];
            value_first += root * rest[to] * length;
            let (first, second) = (first / length, second / (length * length));
            let far_moment = value_first / length;
            pieces[to] = Self {
                near: weight - 2.0 * first + second,
                both: first - second,
                far: second,
                near_moment: value - far_moment,
                far_moment,
            };
        }
        pieces
    }

    /// The same with near and far exchanged.
    fn reversed(self) -> Self {
        Self {
            near: self.far,
            far: self.near,
            near_moment: self.far_moment,
            far_moment: self.near_moment,
            both: self.both,
        }
    }
}

/// The sums of all pieces of a problem.
pub(crate) struct Chain {
    n: usize,
    /// For each observation the points up to it.
    heads: Vec<Side>,
    /// For each two observations the points after the first up to the second.
    pieces: Vec<Piece>,
    /// For each two observations as the last two joinpoints the points after the first.
    tails: Vec<Side>,
    /// For each observation as the only joinpoint what that explains.
    alone: Vec<f64>,
}

impl Chain {
    /// The sums for weighted values without what the line without joinpoints explains.
    pub(crate) fn new(problem: &Problem<'_>, rest: &[f64]) -> Self {
        let (n, root_weight) = (problem.n(), &problem.root_weight[..]);
        let side = |at: usize, range: std::ops::Range<usize>| {
            let root_weight = &root_weight[range.clone()];
            let distance = |x: &f64| x - problem.x[at];
            let distance: Vec<f64> = problem.x[range.clone()].iter().map(distance).collect();
            Side::free_line(root_weight, &product(&distance, root_weight), &rest[range])
        };
        let heads: Vec<Side> = (0..n).map(|at| side(at, 0..at + 1)).collect();
        let ends: Vec<Side> = (0..n).map(|at| side(at, at + 1..n)).collect();
        let pieces = (0..n).flat_map(|from| Piece::all_from(problem, rest, from));
        let pieces: Vec<Piece> = pieces.collect();
        let pairs = (0..n).flat_map(|from| (0..n).map(move |to| (from, to)));
        let tail = |(from, to): (usize, usize)| ends[to].beyond(&pieces[from * n + to].reversed());
        Self {
            n,
            alone: heads
                .iter()
                .zip(&ends)
                .map(|(head, end)| head.with(end))
                .collect(),
            tails: pairs.map(tail).collect(),
            heads,
            pieces,
        }
    }

    /// The memory of the sums of all pieces.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&self.pieces[..]) + size_of_val(&self.tails[..])
    }

    /// Gives each placement of one joinpoint or more, in lexicographic order, and what it explains.
    pub(crate) fn each(&self, joinpoints: usize, mut found: impl FnMut(&[usize], f64)) {
        let places = OBSERVATIONS_BETWEEN..self.n.saturating_sub(OBSERVATIONS_BETWEEN);
        let mut placement = Vec::with_capacity(joinpoints);
        for at in places {
            placement.push(at);
            if joinpoints == 1 {
                found(&placement, self.alone[at]);
            } else {
                self.go_on(&self.heads[at], joinpoints, &mut placement, &mut found);
            }
            placement.pop();
        }
    }

    /// Gives each placement that begins with these joinpoints, of which the side is to the left of the
    /// last.
    fn go_on(
        &self,
        side: &Side,
        joinpoints: usize,
        placement: &mut Vec<usize>,
        found: &mut impl FnMut(&[usize], f64),
    ) {
        let from = placement[placement.len() - 1];
        let is_last = placement.len() + 1 == joinpoints;
        for to in from + OBSERVATIONS_BETWEEN + 1..self.n.saturating_sub(OBSERVATIONS_BETWEEN) {
            let pair = from * self.n + to;
            placement.push(to);
            if is_last {
                found(placement, side.with(&self.tails[pair]));
            } else {
                let side = side.beyond(&self.pieces[pair]);
                self.go_on(&side, joinpoints, placement, found);
            }
            placement.pop();
        }
    }
}
