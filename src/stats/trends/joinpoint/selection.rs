//! How many joinpoints: permutation tests in sequence, BIC, or a number that is given.
//!
//! Does not fit: see `model`.

use super::model::{self, Model};
use super::permutation::{self, PermutationTest, Permutations};
use super::placement::{Best, Search};
use super::problem::Problem;
use super::turn::largest_share;
use crate::stats::error::StatsError;
use crate::stats::trends::series::{Points, Scale};
use crate::stats::trends::step::Steps;

/// The level of all permutation tests together.
const LEVEL: f64 = 0.05;

/// The way to choose the number of joinpoints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Select {
    /// Permutation tests in sequence, from none to at most this many joinpoints.
    Permutation {
        /// The largest number of joinpoints.
        maximum: usize,
        /// How to permute.
        permutations: Permutations,
    },
    /// The smallest Bayesian information criterion of none to at most this many joinpoints.
    Bic {
        /// The largest number of joinpoints.
        maximum: usize,
    },
    /// The smallest BIC3 of none to at most this many joinpoints: three parameters for each joinpoint,
    /// which finds fewer.
    Bic3 {
        /// The largest number of joinpoints.
        maximum: usize,
    },
    /// The smallest weighted BIC, the default of the NCI's program in version 5: between BIC and BIC3,
    /// by how much the clearest turn explains.
    WeightedBic {
        /// The largest number of joinpoints.
        maximum: usize,
    },
    /// Exactly this number.
    Exactly(usize),
}

impl Select {
    /// The smallest and the largest number of joinpoints, with room for this many.
    fn range(&self, room: usize) -> (usize, usize) {
        match *self {
            Self::Permutation { maximum, .. }
            | Self::Bic { maximum }
            | Self::Bic3 { maximum }
            | Self::WeightedBic { maximum } => (0, maximum.min(room)),
            Self::Exactly(number) => (number, number),
        }
    }
}

/// The best model of one number of joinpoints.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Where its joinpoints stand.
    pub joinpoints: Vec<f64>,
    /// Its weighted sum of squares.
    pub sum_of_squares: f64,
    /// Its Bayesian information criterion; none for a sum of squares of 0.
    pub bic: Option<f64>,
    /// The same with three parameters for each joinpoint in place of two.
    pub bic3: Option<f64>,
    /// The weight W of the third parameter in the weighted BIC: the largest partial R² of a turn.
    pub weight: f64,
    /// The weighted BIC, with 2 + W parameters for each joinpoint.
    pub weighted_bic: Option<f64>,
}

/// The chosen model and how it was chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    /// The chosen model.
    pub model: Model,
    /// The best model of each number of joinpoints considered, from the smallest number.
    pub candidates: Vec<Candidate>,
    /// The permutation tests in the order they were made.
    pub tests: Vec<PermutationTest>,
    /// The method in words.
    pub method: &'static str,
}

/// The largest number of joinpoints by the number of points, as the NCI's program sets it.
#[must_use]
pub fn default_maximum(points: usize) -> usize {
    match points {
        0..=6 => 0,
        7..=11 => 1,
        12..=16 => 2,
        17..=21 => 3,
        22..=26 => 4,
        _ => 5,
    }
}

/// The joinpoint model with a number of joinpoints chosen as asked. A maximum that the points have no
/// room for is lowered to (n − 2)/3, less for steps.
///
/// Sequence of tests: fewer = 0 against more = K; p ≤ 0.05/(K − fewer) raises `fewer`, else `more` is
/// lowered, until they meet. BIC = ln(SSE/n) + (2k + 2 + steps)·ln(n)/n; BIC3 has 3k in place of 2k
/// (Kim, Yu and Feuer 2009, Statistica Sinica 19, 597-609), weighted BIC (2 + W)k with W the largest
/// partial R² of a turn (Kim and others 2022, Statistics in Medicine 41, 3102-3130; Joinpoint 5).
///
/// # Errors
/// The errors of [`super::fit`]; permutations that would take too long.
///
/// ```
/// use vawg::stats::trends::joinpoint::{Select, select};
/// use vawg::stats::trends::series::{Points, Scale};
/// use vawg::stats::trends::step::NO_STEPS;
///
/// // colorectal cancer of men aged 50 or more that is put down to overweight, 2005 to 2019
/// // (UK-Generations-Study/UK-cancer-trends, where Joinpoint 5 prints the same)
/// let x: Vec<f64> = (2005..2020).map(f64::from).collect();
/// let value = [
///     37.08, 37.73, 38.71, 40.40, 41.08, 41.86, 42.72, 43.16, 41.46, 39.49, 40.02, 39.92, 39.85,
///     40.55, 41.62,
/// ];
/// let points = Points { x: &x, value: &value, standard_error: None };
/// let how = Select::WeightedBic { maximum: 2 };
/// let found = select(&points, Scale::Log, &NO_STEPS, &how, 0.95)?;
/// assert_eq!(found.model.joinpoints, [2011.0, 2015.0]);
/// assert_eq!(format!("{:.2}", found.candidates[2].weighted_bic.unwrap()), "-7.63");
/// let limits: Vec<_> = found.model.places.iter().map(|place| (place.lower, place.upper)).collect();
/// assert_eq!(limits, [(2009.0, 2013.0), (2013.0, 2017.0)]);
/// # Ok::<(), vawg::stats::error::StatsError>(())
/// ```
pub fn select(
    points: &Points<'_>,
    scale: Scale,
    steps: &Steps<'_>,
    how: &Select,
    confidence: f64,
) -> Result<Selection, StatsError> {
    let room = points.x.len().saturating_sub(2 + steps.at.len()) / 3;
    let (least, most) = how.range(room);
    if let Select::Permutation { permutations, .. } = how {
        permutation::check_work(points.x.len(), most, permutations)?;
    }
    let problem = Problem::new(points, scale, *steps, most)?;
    let search = match how {
        Select::Permutation { .. } => Search::with_tree(&problem, most)?,
        _ => Search::new(&problem, most)?,
    };
    let bests = (least..=most)
        .map(|number| search.best(number).ok_or(StatsError::Inseparable))
        .collect::<Result<Vec<_>, _>>()?;
    let candidates = bests
        .iter()
        .map(|best| candidate(&problem, best))
        .collect::<Result<Vec<_>, _>>()?;
    let by = |criterion: fn(&Candidate) -> Option<f64>| smallest(&candidates, criterion);
    let (chosen, tests, method) = match how {
        Select::Permutation { permutations, .. } => {
            let tests = sequence(&problem, &search, most, permutations)?;
            (passed(&tests), tests, "permutation tests in sequence")
        }
        Select::Bic { .. } => (by(|found| found.bic), Vec::new(), "smallest BIC"),
        Select::Bic3 { .. } => (by(|found| found.bic3), Vec::new(), "smallest BIC3"),
        Select::WeightedBic { .. } => {
            let chosen = by(|found| found.weighted_bic);
            (chosen, Vec::new(), "smallest weighted BIC")
        }
        Select::Exactly(_) => (0, Vec::new(), "number given"),
    };
    let model = model::at_places(&problem, &search, &bests[chosen], confidence)?;
    Ok(Selection {
        model,
        candidates,
        tests,
        method,
    })
}

fn candidate(problem: &Problem<'_>, best: &Best) -> Result<Candidate, StatsError> {
    let n = problem.n() as f64;
    let sum_of_squares = problem.without_rounding(best.sum_of_squares);
    let joinpoints = best.placement.len() as f64;
    let weight = largest_share(problem, &best.placement)?;
    let criterion = |for_each: f64| {
        let parameters = for_each * joinpoints + 2.0 + problem.steps.at.len() as f64;
        (sum_of_squares > 0.0).then(|| (sum_of_squares / n).ln() + parameters * n.ln() / n)
    };
    Ok(Candidate {
        joinpoints: best.placement.iter().map(|at| problem.x[*at]).collect(),
        sum_of_squares,
        bic: criterion(2.0),
        bic3: criterion(3.0),
        weight,
        weighted_bic: criterion(2.0 + weight),
    })
}

/// The tests from 0 against `most` joinpoints until both meet.
fn sequence(
    problem: &Problem<'_>,
    search: &Search,
    most: usize,
    permutations: &Permutations,
) -> Result<Vec<PermutationTest>, StatsError> {
    let (mut fewer, mut more) = (0, most);
    let mut tests = Vec::new();
    while fewer < more {
        let level = LEVEL / (most - fewer) as f64;
        let test = permutation::test(problem, search, (fewer, more), level, permutations)?;
        if test.rejected {
            fewer += 1;
        } else {
            more -= 1;
        }
        tests.push(test);
    }
    Ok(tests)
}

/// The number of joinpoints at which a sequence ends: one for each rejection.
fn passed(tests: &[PermutationTest]) -> usize {
    tests.iter().filter(|test| test.rejected).count()
}

/// The place of the smallest criterion, the first of equals; a sum of squares of 0 is smaller than any.
fn smallest(candidates: &[Candidate], criterion: impl Fn(&Candidate) -> Option<f64>) -> usize {
    let value = |at: usize| criterion(&candidates[at]).unwrap_or(f64::NEG_INFINITY);
    (1..candidates.len()).fold(
        0,
        |best, at| if value(at) < value(best) { at } else { best },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::reference::agree;
    use crate::stats::trends::step::NO_STEPS;

    const VALUE: [f64; 12] = [
        10.0, 11.2, 11.9, 13.4, 14.1, 15.6, 14.9, 13.2, 12.6, 11.3, 10.4, 9.9,
    ];

    fn selected(how: &Select, steps: &Steps<'_>) -> Selection {
        let x: Vec<f64> = (0..12).map(f64::from).collect();
        let points = Points {
            x: &x,
            value: &VALUE,
            standard_error: None,
        };
        select(&points, Scale::Log, steps, how, 0.95).unwrap()
    }

    #[test]
    fn the_default_maximum_follows_the_length() {
        let lengths = [0, 6, 7, 11, 12, 16, 17, 21, 22, 26, 27, 90];
        assert_eq!(
            lengths.map(default_maximum),
            [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
        );
    }

    #[test]
    fn every_number_of_joinpoints_considered_is_a_candidate_with_its_bic() {
        let found = selected(&Select::Bic { maximum: 2 }, &NO_STEPS);
        assert_eq!(found.candidates.len(), 3);
        for (number, candidate) in found.candidates.iter().enumerate() {
            assert_eq!(candidate.joinpoints.len(), number);
            let expected = (candidate.sum_of_squares / 12.0).ln()
                + (2 * number + 2) as f64 * 12.0_f64.ln() / 12.0;
            agree(candidate.bic.unwrap(), expected, 1e-12);
        }
        assert_eq!(found.model.joinpoints, [5.0]);
        assert!(found.tests.is_empty());
        let with_step = selected(
            &Select::Bic { maximum: 0 },
            &Steps {
                at: &[7.5],
                period_length: 1.0,
            },
        );
        let sum = with_step.candidates[0].sum_of_squares;
        agree(
            with_step.candidates[0].bic.unwrap(),
            (sum / 12.0).ln() + 3.0 * 12.0_f64.ln() / 12.0,
            1e-12,
        );
    }

    #[test]
    fn a_perfect_fit_has_no_bic_and_is_taken() {
        let x: Vec<f64> = (0..8).map(f64::from).collect();
        let points = Points {
            x: &x,
            value: &x,
            standard_error: None,
        };
        let how = Select::Bic { maximum: 1 };
        let found = select(&points, Scale::Linear, &NO_STEPS, &how, 0.95).unwrap();
        assert_eq!(found.candidates[0].bic, None);
        assert!(found.model.joinpoints.is_empty());
    }

    #[test]
    fn tests_run_from_none_against_the_maximum_until_they_meet() {
        let permutations = Permutations {
            number: 499,
            ..Permutations::default()
        };
        let found = selected(
            &Select::Permutation {
                maximum: 2,
                permutations,
            },
            &NO_STEPS,
        );
        let steps: Vec<_> = found
            .tests
            .iter()
            .map(|test| (test.fewer, test.more))
            .collect();
        assert_eq!(steps, [(0, 2), (1, 2)]);
        let levels: Vec<f64> = found.tests.iter().map(|test| test.level).collect();
        assert_eq!(levels, [0.025, 0.05]);
        let rejected = found.tests.iter().filter(|test| test.rejected).count();
        assert_eq!(found.model.joinpoints.len(), rejected);
        assert!(found.tests[0].rejected);
    }

    #[test]
    fn a_maximum_beyond_the_points_is_lowered() {
        let most = selected(&Select::Bic { maximum: 9 }, &NO_STEPS);
        assert_eq!(most.candidates.len(), 4);
        let steps = Steps {
            at: &[7.5],
            period_length: 1.0,
        };
        assert_eq!(
            selected(&Select::Bic { maximum: 9 }, &steps)
                .candidates
                .len(),
            4
        );
        let two = Steps {
            at: &[3.5, 7.5],
            period_length: 1.0,
        };
        assert_eq!(
            selected(&Select::Bic { maximum: 9 }, &two).candidates.len(),
            3
        );
    }

    #[test]
    fn a_given_number_is_taken_as_it_is() {
        let found = selected(&Select::Exactly(2), &NO_STEPS);
        assert_eq!(
            (found.model.joinpoints.len(), found.candidates.len()),
            (2, 1)
        );
        assert_eq!(found.method, "number given");
    }
}
