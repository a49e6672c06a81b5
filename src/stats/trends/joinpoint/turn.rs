//! How much a turn explains, by which the weighted BIC sets its penalty.
//!
//! Does not choose: see `selection`.

use super::problem::Problem;
use crate::stats::error::StatsError;
use crate::stats::trends::orthogonal::{Orthogonal, dot, product};
use crate::stats::trends::series::centre;

/// The largest partial R² of a turn: for each joinpoint, the share of the sum of squares about a
/// straight line that its turn takes away, in the points after the previous joinpoint's own up to and
/// with the next joinpoint's. 0 without joinpoints.
pub(crate) fn largest_share(problem: &Problem<'_>, placement: &[usize]) -> Result<f64, StatsError> {
    let mut largest = 0.0_f64;
    for (number, at) in placement.iter().enumerate() {
        let from = number
            .checked_sub(1)
            .map_or(0, |before| placement[before] + 1);
        let to = placement
            .get(number + 1)
            .map_or(problem.n(), |next| next + 1);
        largest = largest.max(share(problem, from..to, *at)?);
    }
    Ok(largest)
}

fn share(
    problem: &Problem<'_>,
    range: std::ops::Range<usize>,
    at: usize,
) -> Result<f64, StatsError> {
    let (x, root_weight) = (
        &problem.x[range.clone()],
        &problem.root_weight[range.clone()],
    );
    let centre = centre(x);
    let column = |value: &dyn Fn(f64) -> f64| {
        product(
            &x.iter().map(|x| value(*x)).collect::<Vec<_>>(),
            root_weight,
        )
    };
    let mut columns = vec![root_weight.to_vec(), column(&|x| x - centre)];
    for step in 0..problem.steps.at.len() {
        let mut with_step = columns.clone();
        with_step.push(column(&|x| problem.steps.shares(x)[step]));
        // a step outside these points changes nothing
        if Orthogonal::new(with_step.clone()).is_some() {
            columns = with_step;
        }
    }
    let target = &problem.target[range];
    let sum_of_squares = |columns: Vec<Vec<f64>>| {
        let (_, rest) = Orthogonal::new(columns)?.fit(target);
        Some(problem.without_rounding(dot(&rest, &rest)))
    };
    let straight = sum_of_squares(columns.clone()).ok_or(StatsError::Inseparable)?;
    columns.push(column(&|x| (x - problem.x[at]).max(0.0)));
    // with as many terms as points there is nothing left to explain
    let turned = sum_of_squares(columns).unwrap_or(0.0);
    Ok(if straight > 0.0 {
        1.0 - turned / straight
    } else {
        0.0
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::reference::agree;
    use crate::stats::trends::series::{Points, Scale};
    use crate::stats::trends::step::{NO_STEPS, Steps};

    fn with_problem(value: &[f64], steps: Steps<'_>, check: impl Fn(&Problem<'_>)) {
        let x: Vec<f64> = (0..value.len() as u32).map(f64::from).collect();
        let points = Points {
            x: &x,
            value,
            standard_error: None,
        };
        check(&Problem::new(&points, Scale::Linear, steps, 1).unwrap());
    }

    #[test]
    fn an_exact_turn_explains_everything_and_a_line_leaves_nothing() {
        with_problem(&[0.0, 1.0, 2.0, 3.0, 2.0, 1.0, 0.0], NO_STEPS, |problem| {
            agree(largest_share(problem, &[3]).unwrap(), 1.0, 1e-12);
            assert_eq!(largest_share(problem, &[]), Ok(0.0));
        });
        with_problem(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0], NO_STEPS, |problem| {
            assert_eq!(largest_share(problem, &[3]), Ok(0.0));
        });
    }

    #[test]
    fn the_share_is_that_worked_by_hand() {
        // 0, 1, 0, 1, 4, 5, 8 with a turn at the fourth point: NumPy, least squares
        let value = [0.0, 1.0, 0.0, 1.0, 4.0, 5.0, 8.0];
        with_problem(&value, NO_STEPS, |problem| {
            agree(largest_share(problem, &[3]).unwrap(), 0.812_5, 1e-10);
        });
        // the same with a jump of 5 after the second point and a step there
        let jumped = [0.0, 1.0, 5.0, 6.0, 9.0, 10.0, 13.0];
        let steps = Steps {
            at: &[1.5],
            period_length: 1.0,
        };
        with_problem(&jumped, steps, |problem| {
            agree(
                largest_share(problem, &[3]).unwrap(),
                0.516_277_641_277_642,
                1e-10,
            );
        });
    }

    #[test]
    fn each_turn_is_judged_between_its_neighbours() {
        let x: Vec<f64> = (0..12).map(f64::from).collect();
        let value = [0.0, 2.0, 4.1, 5.9, 5.5, 5.1, 4.4, 4.2, 4.9, 6.2, 6.8, 8.1];
        let points = Points {
            x: &x,
            value: &value,
            standard_error: None,
        };
        let problem = Problem::new(&points, Scale::Linear, NO_STEPS, 2).unwrap();
        // the first in points 0 to 7, the second in points 4 to 11
        let first = share(&problem, 0..8, 3).unwrap();
        let second = share(&problem, 4..12, 7).unwrap();
        let found = largest_share(&problem, &[3, 7]).unwrap();
        agree(found, first.max(second), 1e-15);
        agree(first, 0.996_160_941_124_489_2, 1e-10);
        agree(second, 0.973_748_032_676_309_7, 1e-10);
    }
}
