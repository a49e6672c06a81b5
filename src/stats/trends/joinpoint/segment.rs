//! The straight pieces of a joinpoint model: slope, annual change and their uncertainty.
//!
//! Does not fit.

use super::problem::Problem;
use super::separate::Separate;
use crate::stats::distribution::{critical_t, p_value};
use crate::stats::error::{StatsError, representable};
use crate::stats::estimate::Interval;
use crate::stats::trends::line::annual_change;

/// One straight piece.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    /// Its first x (of a point).
    pub from: f64,
    /// Its last x (of a point); the next piece begins there.
    pub to: f64,
    /// The slope a year on the scale of the fit.
    pub slope: f64,
    /// The annual change: APC = 100(e^slope − 1) in percent on the log scale, else the slope.
    pub change: f64,
    /// How sure it is; none where the points are too few (n < 3k + 3).
    pub error: Option<SlopeError>,
}

/// How sure the slope of a segment is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SlopeError {
    /// The standard error of the slope.
    pub standard_error: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// The t interval of the annual change.
    pub interval: Interval,
    /// The p-value of a slope of 0.
    pub p_value: f64,
}

impl Segment {
    /// Whether the slope differs from 0 at 5%; false where that cannot be said.
    #[must_use]
    pub fn significant(&self) -> bool {
        self.error.is_some_and(|error| error.p_value < 0.05)
    }
}

/// The pieces of a model with these coefficients, with errors from the separate lines.
pub(crate) fn segments(
    problem: &Problem<'_>,
    placement: &[usize],
    coefficients: &[f64],
    separate: Option<&Separate>,
    confidence: f64,
) -> Result<Vec<Segment>, StatsError> {
    let first_turn = 2 + problem.steps.at.len();
    let mut slope = coefficients[1];
    let mut from = 0;
    let mut found = Vec::new();
    for number in 0..=placement.len() {
        if number > 0 {
            slope += coefficients[first_turn + number - 1];
        }
        let to = placement.get(number).copied().unwrap_or(problem.n() - 1);
        let slope = problem.slope_without_rounding(slope);
        let error = separate.and_then(|separate| {
            let variance = separate.error_variance()? * separate.slope_factors[number];
            Some((variance.sqrt(), separate.df as f64))
        });
        found.push(segment(problem, (from, to), slope, error, confidence)?);
        from = to;
    }
    Ok(found)
}

fn segment(
    problem: &Problem<'_>,
    (from, to): (usize, usize),
    slope: f64,
    error: Option<(f64, f64)>,
    confidence: f64,
) -> Result<Segment, StatsError> {
    let change = |slope| annual_change(slope, problem.scale);
    let error = match error {
        None => None,
        Some((standard_error, df)) => {
            representable(&[slope, standard_error])?;
            let t = critical_t(confidence, df)?;
            let interval = Interval::symmetric(slope, standard_error, t, confidence);
            Some(SlopeError {
                standard_error,
                df,
                interval: interval.map(change).bounded()?,
                p_value: p_value(slope, standard_error, Some(df)),
            })
        }
    };
    let (from, to) = (problem.x[from], problem.x[to]);
    Ok(Segment {
        from,
        to,
        slope,
        change: change(slope),
        error,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn significance_is_at_five_per_cent_and_needs_an_error() {
        let error = |p_value| SlopeError {
            standard_error: 1.0,
            df: 5.0,
            interval: Interval {
                lower: -1.0,
                upper: 1.0,
                confidence: 0.95,
            },
            p_value,
        };
        let segment = |error| Segment {
            from: 2000.0,
            to: 2004.0,
            slope: 0.0,
            change: 0.0,
            error,
        };
        assert!(segment(Some(error(0.0499))).significant());
        assert!(!segment(Some(error(0.05))).significant());
        assert!(!segment(None).significant());
    }
}
