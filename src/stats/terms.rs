//! The terms of a straight trend besides its level and slope: level steps and seasons.
//!
//! Does not fit: see `least_squares`, `quasi_poisson` and `correlated`.

use super::error::StatsError;
use super::season::{Season, SeasonColumns};
use super::series::centre;
use super::step::Steps;

/// Level steps and season terms of a trend.
///
/// Every fitting function also takes a plain reference to [`Steps`] where there are no seasons.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// The level steps, and the length of the periods.
    pub steps: Steps<'a>,
    /// The season terms: see [`Season::for_window`].
    pub season: Season,
}

impl<'a> From<&Steps<'a>> for Terms<'a> {
    fn from(steps: &Steps<'a>) -> Self {
        Self {
            steps: *steps,
            season: Season::None,
        }
    }
}

impl From<&Self> for Terms<'_> {
    fn from(terms: &Self) -> Self {
        *terms
    }
}

/// The row of terms at any x: 1, years since the centre, steps, seasons.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Design {
    centre: f64,
    step_dates: Vec<f64>,
    period_length: f64,
    season: SeasonColumns,
}

impl Design {
    /// The terms for these points, which are in order of time.
    ///
    /// # Errors
    /// A step without a whole period on both of its sides, a period length of 0 or less.
    pub(crate) fn new(x: &[f64], terms: &Terms<'_>) -> Result<Self, StatsError> {
        terms.steps.columns(x)?;
        Ok(Self {
            centre: centre(x),
            step_dates: terms.steps.at.to_vec(),
            period_length: terms.steps.period_length,
            season: SeasonColumns::new(terms.season, x),
        })
    }

    /// The number of coefficients.
    pub(crate) fn coefficients(&self) -> usize {
        2 + self.step_dates.len() + self.season.len()
    }

    pub(crate) fn centre(&self) -> f64 {
        self.centre
    }

    pub(crate) fn period_length(&self) -> f64 {
        self.period_length
    }

    pub(crate) fn step_dates(&self) -> &[f64] {
        &self.step_dates
    }

    /// The terms at x with its season.
    ///
    /// # Errors
    /// A season that none of the points has.
    pub(crate) fn row(&self, x: f64) -> Result<Vec<f64>, StatsError> {
        let mut row = self.level_and_steps(x);
        row.extend(self.season.row(x)?);
        Ok(row)
    }

    /// The terms at x for the average season.
    pub(crate) fn row_without_season(&self, x: f64) -> Vec<f64> {
        let mut row = self.level_and_steps(x);
        row.extend(vec![0.0; self.season.len()]);
        row
    }

    fn level_and_steps(&self, x: f64) -> Vec<f64> {
        let steps = Steps {
            at: &self.step_dates,
            period_length: self.period_length,
        };
        let mut row = vec![1.0, x - self.centre];
        row.extend(steps.shares(x));
        row
    }

    /// One column for each coefficient, each value times the square root of its weight.
    ///
    /// # Errors
    /// A season that none of the points has.
    pub(crate) fn columns(
        &self,
        x: &[f64],
        root_weight: &[f64],
    ) -> Result<Vec<Vec<f64>>, StatsError> {
        let mut columns = vec![Vec::with_capacity(x.len()); self.coefficients()];
        for (x, root) in x.iter().zip(root_weight) {
            for (column, value) in columns.iter_mut().zip(self.row(*x)?) {
                column.push(value * root);
            }
        }
        Ok(columns)
    }
}
