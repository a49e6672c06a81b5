//! A joinpoint model at given places: slopes, annual changes, steps and their uncertainty.
//!
//! Does not select the number of joinpoints.

use super::place::{Place, places};
use super::placement::{Best, Search};
use super::problem::Problem;
use super::segment::{Segment, segments};
use super::separate::Separate;
use crate::stats::distribution::critical_t;
use crate::stats::error::StatsError;
use crate::stats::estimate::{Estimate, Interval};
use crate::stats::trends::line::from_scale;
use crate::stats::trends::orthogonal::{Orthogonal, dot, quadratic, times};
use crate::stats::trends::series::{Points, Scale};
use crate::stats::trends::step::{StepEffect, Steps};

/// A fitted joinpoint model; times are decimal years.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// The method in words.
    pub method: &'static str,
    /// The scale on which the pieces are straight.
    pub scale: Scale,
    /// The number of points.
    pub n: usize,
    /// The joinpoints, each the x of a point.
    pub joinpoints: Vec<f64>,
    /// The limits of the place of each joinpoint.
    pub places: Vec<Place>,
    /// The pieces in order of time, one more than joinpoints.
    pub segments: Vec<Segment>,
    /// The level steps in the order they were given.
    pub steps: Vec<StepEffect>,
    /// The weighted sum of squares of the model on its scale.
    pub sum_of_squares: f64,
    /// The confidence of its intervals.
    pub confidence: f64,
    centre: f64,
    period_length: f64,
    coefficients: Vec<f64>,
    /// Degrees of freedom of the whole fit.
    df: f64,
    /// Covariance of the coefficients with the joinpoints taken as known.
    covariance: Vec<Vec<f64>>,
}

/// The model with exactly this number of joinpoints, at the places that fit best: at observed
/// periods, 2 observations or more beyond a joinpoint at each end and between two joinpoints (Kim and
/// others 2000, Statistics in Medicine 19, 335-351).
///
/// # Errors
/// Fewer points than 3k + 2 (one more for each step); more places than can be tried, or more than
/// 1,000 points; the errors of `least_squares::trend`.
pub fn fit(
    points: &Points<'_>,
    scale: Scale,
    steps: &Steps<'_>,
    joinpoints: usize,
    confidence: f64,
) -> Result<Model, StatsError> {
    let problem = Problem::new(points, scale, *steps, joinpoints)?;
    let search = Search::new(&problem, joinpoints)?;
    let best = search.best(joinpoints).ok_or(StatsError::Inseparable)?;
    at_places(&problem, &search, &best, confidence)
}

/// The basis of the model with joinpoints at these observations.
pub(crate) fn basis(problem: &Problem<'_>, placement: &[usize]) -> Result<Orthogonal, StatsError> {
    let mut columns = problem.base.clone();
    columns.extend(placement.iter().map(|at| problem.hinge(*at)));
    Orthogonal::new(columns).ok_or(StatsError::Inseparable)
}

/// The model with joinpoints at these observations.
pub(crate) fn at_places(
    problem: &Problem<'_>,
    search: &Search,
    best: &Best,
    confidence: f64,
) -> Result<Model, StatsError> {
    let basis = basis(problem, &best.placement)?;
    let (coefficients, rest) = basis.fit(&problem.target);
    let sum_of_squares = problem.without_rounding(dot(&rest, &rest));
    let separate = Separate::new(problem, &best.placement);
    // each joinpoint costs its slope and its place; n ≥ 3k + 2 leaves at least one degree of freedom
    let taken = coefficients.len() + best.placement.len();
    let df = (problem.n() - taken) as f64;
    let covariance = times(&basis.inverse_gram(), sum_of_squares / df);
    let steps = step_effects(
        problem,
        &coefficients,
        separate.as_ref(),
        (&covariance, df),
        confidence,
    )?;
    Ok(Model {
        method: "joinpoint regression, least squares at observed periods",
        scale: problem.scale,
        n: problem.n(),
        joinpoints: best.placement.iter().map(|at| problem.x[*at]).collect(),
        places: places(problem, search, best, confidence)?,
        segments: segments(
            problem,
            &best.placement,
            &coefficients,
            separate.as_ref(),
            confidence,
        )?,
        steps,
        sum_of_squares,
        confidence,
        centre: problem.centre,
        period_length: problem.steps.period_length,
        coefficients,
        df,
        covariance,
    })
}

fn step_effects(
    problem: &Problem<'_>,
    coefficients: &[f64],
    separate: Option<&Separate>,
    (covariance, df): (&[Vec<f64>], f64),
    confidence: f64,
) -> Result<Vec<StepEffect>, StatsError> {
    let effect = |step: usize| {
        let from_segment = separate.and_then(|separate| {
            let variance = separate.error_variance()? * separate.step_factors[step]?;
            Some((variance.sqrt(), separate.df as f64))
        });
        let (error, method) = match from_segment {
            Some(error) => (error, "standard error from the segment around the step"),
            None => (
                (covariance[2 + step][2 + step].sqrt(), df),
                "standard error from the whole fit: no segment spans the step",
            ),
        };
        let at = problem.steps.at[step];
        let jump = coefficients[2 + step];
        StepEffect::new(at, jump, error, problem.scale, confidence, method)
    };
    (0..problem.steps.at.len()).map(effect).collect()
}

impl Model {
    /// The fitted value at the midpoint x of a period, in the unit of the series.
    #[must_use]
    pub fn value_at(&self, x: f64) -> f64 {
        from_scale(dot(&self.row(x), &self.coefficients), self.scale)
    }

    /// The fitted value with the t interval of the line at x, the joinpoints taken as known.
    ///
    /// # Errors
    /// Limits too far apart to be written as numbers.
    pub fn at(&self, x: f64) -> Result<Estimate, StatsError> {
        let row = self.row(x);
        let value = dot(&row, &self.coefficients);
        let t = critical_t(self.confidence, self.df)?;
        let error = quadratic(&row, &self.covariance).sqrt();
        let interval = Interval::symmetric(value, error, t, self.confidence);
        let estimate = Estimate {
            value: from_scale(value, self.scale),
            interval: interval.map(|limit| from_scale(limit, self.scale)),
            n: Some(self.n as f64),
            df: Some(self.df),
            method: self.method,
        };
        estimate.bounded()
    }

    fn row(&self, x: f64) -> Vec<f64> {
        let dates: Vec<f64> = self.steps.iter().map(|step| step.at).collect();
        let mut row = vec![1.0, x - self.centre];
        row.extend(
            Steps {
                at: &dates,
                period_length: self.period_length,
            }
            .shares(x),
        );
        row.extend(
            self.joinpoints
                .iter()
                .map(|joinpoint| (x - joinpoint).max(0.0)),
        );
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::reference::agree;
    use crate::stats::trends::least_squares;
    use crate::stats::trends::step::NO_STEPS;

    #[test]
    fn without_joinpoints_it_is_the_ordinary_line() {
        // y = 1, 2, 2, 4 at 0..3: slope 0.9, s² = 0.7/2, Sxx = 5
        let points = Points {
            x: &[0.0, 1.0, 2.0, 3.0],
            value: &[1.0, 2.0, 2.0, 4.0],
            standard_error: None,
        };
        let found = fit(&points, Scale::Linear, &NO_STEPS, 0, 0.95).unwrap();
        let segment = found.segments[0];
        agree(segment.slope, 0.9, 1e-12);
        agree(segment.change, 0.9, 1e-12);
        let error = segment.error.unwrap();
        agree(error.standard_error, (0.35_f64 / 5.0).sqrt(), 1e-12);
        assert_eq!((error.df, segment.from, segment.to), (2.0, 0.0, 3.0));
        // at the mean of x: 2.25 ± t(2)·sqrt(0.35/4), t = 4.302652729749464
        let middle = found.at(1.5).unwrap();
        agree(middle.value, 2.25, 1e-12);
        agree(
            middle.interval.upper - 2.25,
            4.302_652_729_749_464 * 0.0875_f64.sqrt(),
            1e-10,
        );
        agree(found.value_at(0.0), 0.9, 1e-12);
    }

    #[test]
    fn too_few_points_have_slopes_but_no_errors() {
        let x = [0.0, 1.0, 2.0, 3.0, 4.0];
        let points = Points {
            x: &x,
            value: &[1.0, 2.1, 3.0, 2.0, 1.2],
            standard_error: None,
        };
        let found = fit(&points, Scale::Log, &NO_STEPS, 1, 0.95).unwrap();
        assert_eq!(found.joinpoints, [2.0]);
        assert!(found.segments.iter().all(|segment| segment.error.is_none()));
        assert!(!found.segments[0].significant());
        // 5 points less 3 coefficients and one place leave one degree of freedom for the band
        assert_eq!(found.at(2.0).unwrap().df, Some(1.0));
    }

    #[test]
    fn a_joinpoint_at_the_step_takes_the_error_of_the_whole_fit_and_says_so() {
        let x: Vec<f64> = (0..10).map(f64::from).collect();
        let value = [1.0, 2.0, 3.0, 4.1, 4.9, 9.0, 8.1, 7.0, 5.9, 5.0];
        let points = Points {
            x: &x,
            value: &value,
            standard_error: None,
        };
        let steps = Steps {
            at: &[4.5],
            period_length: 1.0,
        };
        let found = fit(&points, Scale::Linear, &steps, 1, 0.95).unwrap();
        assert_eq!(found.joinpoints, [4.0]);
        let step = found.steps[0];
        assert_eq!(
            step.method,
            "standard error from the whole fit: no segment spans the step"
        );
        // 10 points less 4 coefficients and one place
        assert_eq!(step.error.df, 5.0);
        // the slopes keep the errors of their own segments: n - 3k - 2
        assert_eq!(found.segments[1].error.unwrap().df, 5.0);
        assert!(step.error.standard_error > 0.0);
    }
    #[test]
    fn without_joinpoints_steps_are_those_of_the_ordinary_line() {
        let x: Vec<f64> = (0..12).map(f64::from).collect();
        let value = [5.0, 5.3, 5.1, 5.9, 8.1, 8.6, 8.2, 9.1, 6.2, 6.1, 6.9, 6.6];
        let points = Points {
            x: &x,
            value: &value,
            standard_error: None,
        };
        let steps = Steps {
            at: &[3.25, 7.5],
            period_length: 1.0,
        };
        let line = least_squares::trend(&points, Scale::Log, &steps, 0.95).unwrap();
        let found = fit(&points, Scale::Log, &steps, 0, 0.95).unwrap();
        let error = found.segments[0].error.unwrap();
        agree(found.segments[0].slope, line.slope, 1e-9);
        agree(error.standard_error, line.slope_error, 1e-9);
        agree(error.p_value, line.p_value, 1e-8);
        agree(error.interval.lower, line.change.interval.lower, 1e-8);
        for (one, other) in found.steps.iter().zip(&line.steps) {
            agree(one.jump, other.jump, 1e-9);
            let (one, other) = (one.error, other.error);
            agree(one.standard_error, other.standard_error, 1e-9);
            assert_eq!(one.df, other.df);
        }
        for x in [0.0, 3.0, 9.5] {
            let (one, other) = (found.at(x).unwrap(), line.at(x).unwrap());
            agree(one.value, other.value, 1e-9);
            agree(one.interval.lower, other.interval.lower, 1e-9);
            agree(found.value_at(x), other.value, 1e-9);
        }
    }

    #[test]
    fn the_order_of_the_steps_does_not_matter() {
        let x: Vec<f64> = (0..20).map(f64::from).collect();
        let noise = [3.0, -2.0, 1.0, -1.0, 2.0, -3.0, 1.0];
        let value: Vec<f64> = x
            .iter()
            .zip(noise.iter().cycle())
            .map(|(x, noise)| {
                let turn = if *x > 4.5 { 9.0 - x } else { *x };
                turn + 0.02 * noise + if *x > 12.5 { 2.0 } else { 0.0 }
            })
            .collect();
        let points = Points {
            x: &x,
            value: &value,
            standard_error: None,
        };
        let with = |at: &[f64]| {
            let steps = Steps {
                at,
                period_length: 1.0,
            };
            fit(&points, Scale::Linear, &steps, 1, 0.95).unwrap()
        };
        let (one, other) = (with(&[4.5, 12.5]), with(&[12.5, 4.5]));
        assert_eq!(one.joinpoints, [4.0]);
        assert_ne!(one.steps[0].method, one.steps[1].method);
        for (one, other) in one.steps.iter().zip(other.steps.iter().rev()) {
            assert_eq!((one.at, one.method), (other.at, other.method));
            agree(one.jump, other.jump, 1e-9);
            let (one, other) = (one.error, other.error);
            agree(one.standard_error, other.standard_error, 1e-9);
        }
        for (one, other) in one.segments.iter().zip(&other.segments) {
            agree(one.slope, other.slope, 1e-9);
            let (one, other) = (one.error.unwrap(), other.error.unwrap());
            agree(one.standard_error, other.standard_error, 1e-9);
        }
    }
}
