//! The points of a joinpoint fit as weighted vectors, ready for many fits.
//!
//! Does not search or select.

use crate::stats::error::StatsError;
use crate::stats::trends::least_squares::{self, weighted_columns};
use crate::stats::trends::orthogonal::{Orthogonal, product};
use crate::stats::trends::series::{Points, Scale, centre};
use crate::stats::trends::step::Steps;

/// The fewest observations beyond a joinpoint at either end, and between two joinpoints.
pub(crate) const OBSERVATIONS_BETWEEN: usize = 2;

/// Weighted points and the weighted columns 1, x − centre and the steps.
#[derive(Debug, Clone)]
pub(crate) struct Problem<'a> {
    pub(crate) x: &'a [f64],
    pub(crate) scale: Scale,
    pub(crate) steps: Steps<'a>,
    pub(crate) centre: f64,
    pub(crate) root_weight: Vec<f64>,
    /// The values on the scale of the fit times the square roots of the weights.
    pub(crate) target: Vec<f64>,
    pub(crate) base: Vec<Vec<f64>>,
}

impl<'a> Problem<'a> {
    /// Checked points with room for a number of joinpoints: n ≥ 3k + 2, and one more for each step.
    pub(crate) fn new(
        points: &Points<'a>,
        scale: Scale,
        steps: Steps<'a>,
        joinpoints: usize,
    ) -> Result<Self, StatsError> {
        let room = (OBSERVATIONS_BETWEEN + 1)
            .saturating_mul(joinpoints)
            .saturating_add(2);
        let scaled = points.scaled(scale, room.max(3).saturating_add(steps.at.len()))?;
        let centre = centre(points.x);
        let base = weighted_columns(points.x, centre, &steps, &scaled.root_weight)?;
        let target = product(&scaled.y, &scaled.root_weight);
        let root_weight = scaled.root_weight;
        Ok(Self {
            x: points.x,
            scale,
            steps,
            centre,
            root_weight,
            target,
            base,
        })
    }

    pub(crate) fn n(&self) -> usize {
        self.x.len()
    }

    /// The basis of the model without joinpoints.
    pub(crate) fn base_basis(&self) -> Result<Orthogonal, StatsError> {
        Orthogonal::new(self.base.clone()).ok_or(StatsError::Inseparable)
    }

    /// The weighted column of a joinpoint at an observation: 0 up to it, the time since then after.
    pub(crate) fn hinge(&self, at: usize) -> Vec<f64> {
        let since = |x: &f64| (x - self.x[at]).max(0.0);
        product(
            &self.x.iter().map(since).collect::<Vec<_>>(),
            &self.root_weight,
        )
    }

    /// A sum of squares that is no more than rounding counts as 0.
    pub(crate) fn without_rounding(&self, sum_of_squares: f64) -> f64 {
        least_squares::without_rounding(sum_of_squares, &self.target)
    }

    /// A slope whose rise over the whole series is no more than rounding counts as 0.
    pub(crate) fn slope_without_rounding(&self, slope: f64) -> f64 {
        least_squares::slope_without_rounding(slope, self.x, &self.root_weight, &self.target)
    }
}

/// The number of placements of k joinpoints in n observations, C(n − 2k − 2, k).
pub(crate) fn placements(n: usize, joinpoints: usize) -> f64 {
    let free = n.saturating_sub(2 * joinpoints + 2);
    (0..joinpoints)
        .map(|i| free.saturating_sub(i) as f64 / (i + 1) as f64)
        .product()
}

/// Whether a placement (indices of observations) leaves enough observations on all sides.
#[cfg(test)]
pub(crate) fn allowed(placement: &[usize], n: usize) -> bool {
    let first = placement
        .first()
        .is_none_or(|at| *at >= OBSERVATIONS_BETWEEN);
    let last = placement
        .last()
        .is_none_or(|at| at + OBSERVATIONS_BETWEEN < n);
    let between = placement
        .windows(2)
        .all(|pair| pair[1] - pair[0] > OBSERVATIONS_BETWEEN);
    first && last && between
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_placements_is_the_binomial() {
        assert_eq!(placements(37, 5), 53_130.0);
        assert_eq!(placements(17, 3), 84.0);
        assert_eq!(placements(5, 1), 1.0);
        assert_eq!(placements(4, 1), 0.0);
    }
}
