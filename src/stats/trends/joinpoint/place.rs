//! How well the place of a joinpoint is known.
//!
//! Does not search: see `placement`.

use super::placement::{Best, Search};
use super::problem::Problem;
use crate::stats::distribution::f_quantile;
use crate::stats::error::StatsError;

/// A joinpoint with the limits of its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// The place that fits best, the x of a point.
    pub at: f64,
    /// The first period before it that fits clearly worse, else the earliest place a joinpoint can have.
    pub lower: f64,
    /// The first period after it that fits clearly worse, else the latest place a joinpoint can have.
    pub upper: f64,
    /// The confidence of the limits.
    pub confidence: f64,
}

/// The limits of each joinpoint's place: places whose sum of squares, with the other joinpoints free,
/// is at most SSE·(1 + k/df·F(k, df)), df = n − 2k − 2 less one for each step, in one run around
/// the estimate (Lerman 1980, Applied Statistics 29, 77-84; Kim and others 2000, section 4).
pub(crate) fn places(
    problem: &Problem<'_>,
    search: &Search,
    best: &Best,
    confidence: f64,
) -> Result<Vec<Place>, StatsError> {
    let joinpoints = best.placement.len();
    if joinpoints == 0 {
        return Ok(Vec::new());
    }
    let taken = 2 * joinpoints + 2 + problem.steps.at.len();
    let df = problem.n() as f64 - taken as f64;
    let numerator = joinpoints as f64;
    let allowance = numerator / df * f_quantile(confidence, numerator, df)?;
    let most = problem.without_rounding(best.sum_of_squares) * (1.0 + allowance);
    let profiles = search.profiles(joinpoints);
    let place = |(number, at): (usize, &usize)| {
        let fits = |place: usize| {
            let sum = profiles[number].get(place).copied().flatten();
            sum.map(|sum| place == *at || problem.without_rounding(sum) <= most)
        };
        let (lower, upper) = (
            edge(*at, (0..*at).rev(), fits),
            edge(*at, *at + 1..problem.n(), fits),
        );
        Place {
            at: problem.x[*at],
            lower: problem.x[lower],
            upper: problem.x[upper],
            confidence,
        }
    };
    Ok(best.placement.iter().enumerate().map(place).collect())
}

/// The first place on one side that does not fit, else the last that a joinpoint can have.
fn edge(
    at: usize,
    outwards: impl Iterator<Item = usize>,
    fits: impl Fn(usize) -> Option<bool>,
) -> usize {
    let mut last = at;
    for place in outwards {
        match fits(place) {
            None => return last,
            Some(false) => return place,
            Some(true) => last = place,
        }
    }
    last
}
