//! The standard errors of a joinpoint model, by the rule of the NCI's program: separate straight lines
//! through the points between the joinpoints.
//!
//! Does not choose the places of joinpoints.

use super::problem::Problem;
use crate::stats::trends::orthogonal::{Orthogonal, dot, product};
use crate::stats::trends::series::centre;

/// Separate lines through the points strictly between joinpoints; variances are to be multiplied by
/// `error_variance`.
#[derive(Debug, Clone)]
pub(crate) struct Separate {
    /// 1/Sxx of each segment (with the step beside it where the segment has one).
    pub(crate) slope_factors: Vec<f64>,
    /// For each step its variance factor, where one segment has points on both of its sides.
    pub(crate) step_factors: Vec<Option<f64>>,
    /// The sums of squares of all lines together.
    pub(crate) sum_of_squares: f64,
    /// Points used less coefficients.
    pub(crate) df: usize,
}

impl Separate {
    /// The lines for a placement (indices of observations); none where a segment cannot be fitted.
    pub(crate) fn new(problem: &Problem<'_>, placement: &[usize]) -> Option<Self> {
        let mut found = Self {
            slope_factors: Vec::new(),
            step_factors: vec![None; problem.steps.at.len()],
            sum_of_squares: 0.0,
            df: 0,
        };
        let mut start = 0;
        for end in placement.iter().copied().chain([problem.n()]) {
            found.add(problem, start, end)?;
            start = end + 1;
        }
        found.sum_of_squares = problem.without_rounding(found.sum_of_squares);
        Some(found)
    }

    /// Adds the line through the observations from `start` up to, not including, `end`.
    fn add(&mut self, problem: &Problem<'_>, start: usize, end: usize) -> Option<()> {
        let x = &problem.x[start..end];
        let root_weight = &problem.root_weight[start..end];
        let centre = centre(x);
        let time: Vec<f64> = x.iter().map(|x| x - centre).collect();
        let mut columns = vec![root_weight.to_vec(), product(&time, root_weight)];
        let mut steps = Vec::new();
        let shares: Vec<Vec<f64>> = x.iter().map(|x| problem.steps.shares(*x)).collect();
        for step in 0..self.step_factors.len() {
            let column: Vec<f64> = shares.iter().map(|shares| shares[step]).collect();
            let mut with_step = columns.clone();
            with_step.push(product(&column, root_weight));
            if Orthogonal::new(with_step.clone()).is_some() {
                columns = with_step;
                let both_sides = column[0] <= 0.0 && column[column.len() - 1] >= 1.0;
                steps.push((step, both_sides));
            }
        }
        self.df += x.len() - columns.len();
        let basis = Orthogonal::new(columns)?;
        let (_, rest) = basis.fit(&problem.target[start..end]);
        self.sum_of_squares += dot(&rest, &rest);
        let factors = basis.inverse_gram();
        self.slope_factors.push(factors[1][1]);
        for (place, (step, both_sides)) in steps.into_iter().enumerate() {
            if both_sides {
                self.step_factors[step] = Some(factors[2 + place][2 + place]);
            }
        }
        Some(())
    }

    /// s², the sum of squares over the degrees of freedom; none without any.
    pub(crate) fn error_variance(&self) -> Option<f64> {
        (self.df > 0).then(|| self.sum_of_squares / self.df as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::reference::agree;
    use crate::stats::trends::series::{Points, Scale};
    use crate::stats::trends::step::{NO_STEPS, Steps};

    fn separate(value: &[f64], steps: Steps<'_>, placement: &[usize]) -> Separate {
        let x: Vec<f64> = (0..value.len()).map(|x| x as f64).collect();
        at(&x, value, steps, placement)
    }

    fn at(x: &[f64], value: &[f64], steps: Steps<'_>, placement: &[usize]) -> Separate {
        let points = Points {
            x,
            value,
            standard_error: None,
        };
        let problem = Problem::new(&points, Scale::Linear, steps, placement.len()).unwrap();
        Separate::new(&problem, placement).unwrap()
    }

    #[test]
    fn the_joinpoints_own_observation_is_left_out() {
        // Observations 0, 1, 2 and 4, 5, 6: residuals 1/6, -1/3, 1/6 of each triple 0, 0, 1.
        let value = [0.0, 0.0, 1.0, 50.0, 1.0, 1.0, 2.0];
        let found = separate(&value, NO_STEPS, &[3]);
        agree(
            found.sum_of_squares,
            2.0 * (1.0 / 36.0 + 1.0 / 9.0 + 1.0 / 36.0),
            1e-12,
        );
        assert_eq!(found.df, 2);
        agree(found.slope_factors[0], 0.5, 1e-12);
        agree(found.slope_factors[1], 0.5, 1e-12);
        agree(
            found.error_variance().unwrap(),
            found.sum_of_squares / 2.0,
            1e-15,
        );
    }

    #[test]
    fn slopes_far_from_zero_keep_their_digits() {
        let x: Vec<f64> = (0..7).map(|x| 1e6 + 0.1 * f64::from(x)).collect();
        let found = at(&x, &[0.0, 0.0, 1.0, 50.0, 1.0, 1.0, 2.0], NO_STEPS, &[3]);
        // Of three observations Sxx = (d₁² + d₂² + d₃²)/3 with the distances between them.
        let factor = |x: &[f64]| {
            let distances = [x[1] - x[0], x[2] - x[1], x[2] - x[0]];
            3.0 / distances
                .iter()
                .map(|distance| distance * distance)
                .sum::<f64>()
        };
        agree(found.slope_factors[0], factor(&x[..3]), 1e-12);
        agree(found.slope_factors[1], factor(&x[4..]), 1e-12);
    }

    #[test]
    fn a_step_enters_the_segment_with_points_on_both_sides() {
        let value = [1.0, 2.0, 1.0, 3.0, 5.0, 4.0, 6.0, 9.0, 9.0, 8.0];
        let steps = Steps {
            at: &[2.5],
            period_length: 1.0,
        };
        let found = separate(&value, steps, &[6]);
        // n - 3k - 3
        assert_eq!(found.df, 4);
        // x = 0..=5 with a step in the middle: Var(slope) = 1/(2 + 2), Var(jump) = 2/3 + 9/4
        agree(found.slope_factors[0], 0.25, 1e-12);
        agree(found.step_factors[0].unwrap(), 2.0 / 3.0 + 2.25, 1e-12);
        agree(found.slope_factors[1], 0.5, 1e-12);
    }

    #[test]
    fn a_joinpoint_at_the_step_leaves_no_segment_with_both_sides() {
        let value = [1.0, 2.0, 1.0, 3.0, 5.0, 4.0, 6.0, 9.0];
        let steps = Steps {
            at: &[3.5],
            period_length: 1.0,
        };
        for placement in [3, 4] {
            let found = separate(&value, steps, &[placement]);
            assert_eq!((found.step_factors[0], found.df), (None, 3));
        }
        // a share of the step in a period that is not left out still takes a coefficient
        let inside = Steps {
            at: &[3.25],
            period_length: 1.0,
        };
        let found = separate(&value, inside, &[4]);
        assert_eq!((found.step_factors[0], found.df), (None, 2));
    }

    #[test]
    fn without_degrees_of_freedom_there_is_no_error() {
        let found = separate(&[1.0, 2.0, 4.0, 3.0, 3.0], NO_STEPS, &[2]);
        assert_eq!((found.df, found.error_variance()), (0, None));
    }
}
