//! The terms of a straight trend besides its level and slope: level steps and seasons.
//!
//! A step whose ratio is stated is not estimated: it is taken out of the values before the fit.
//!
//! Does not fit: see `least_squares`, `quasi_poisson` and `correlated`.

use super::orthogonal::subtract;
use super::season::{Season, SeasonColumns};
use super::series::centre;
use super::step::{StatedStep, Steps};
use crate::stats::error::{StatsError, finite};

/// Level steps and season terms of a trend.
///
/// Every fitting function also takes a plain reference to [`Steps`] where there are no seasons.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// The level steps, and the length of the periods.
    pub steps: Steps<'a>,
    /// The season terms: see [`Season::for_window`].
    pub season: Season,
    /// Level steps whose ratio is stated with its error; a logarithmic scale alone takes them.
    pub stated: &'a [StatedStep],
}

impl<'a> From<&Steps<'a>> for Terms<'a> {
    fn from(steps: &Steps<'a>) -> Self {
        Self {
            steps: *steps,
            season: Season::None,
            stated: &[],
        }
    }
}

impl From<&Self> for Terms<'_> {
    fn from(terms: &Self) -> Self {
        *terms
    }
}

/// The row of terms at any x: 1, years since the centre, steps, seasons; last the stated steps, whose
/// coefficients are known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Design {
    centre: f64,
    step_dates: Vec<f64>,
    stated: Vec<StatedStep>,
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
        for step in terms.stated {
            finite("place of a step", step.at)?;
        }
        Ok(Self {
            centre: centre(x),
            step_dates: terms.steps.at.to_vec(),
            stated: terms.stated.to_vec(),
            period_length: terms.steps.period_length,
            season: SeasonColumns::new(terms.season, x),
        })
    }

    /// The number of coefficients that are estimated.
    pub(crate) fn coefficients(&self) -> usize {
        2 + self.step_dates.len() + self.season.len()
    }

    pub(crate) fn centre(&self) -> f64 {
        self.centre
    }

    pub(crate) fn period_length(&self) -> f64 {
        self.period_length
    }

    pub(crate) fn stated(&self) -> &[StatedStep] {
        &self.stated
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
        row.extend(self.stated_shares(x));
        Ok(row)
    }

    /// The terms at x for the average season.
    pub(crate) fn row_without_season(&self, x: f64) -> Vec<f64> {
        let mut row = self.level_and_steps(x);
        row.extend(vec![0.0; self.season.len()]);
        row.extend(self.stated_shares(x));
        row
    }

    /// The share of the period with midpoint x that lies after each stated step.
    fn stated_shares(&self, x: f64) -> Vec<f64> {
        let dates: Vec<f64> = self.stated.iter().map(|step| step.at).collect();
        let steps = Steps {
            at: &dates,
            period_length: self.period_length,
        };
        steps.shares(x)
    }

    /// What the stated steps add to the logarithm of each point, times the square root of its weight.
    pub(crate) fn offset(&self, x: &[f64], root_weight: &[f64]) -> Vec<f64> {
        let mut offset = vec![0.0; x.len()];
        for (step, column) in self.stated.iter().zip(self.stated_columns(x, root_weight)) {
            subtract(&mut offset, -step.ratio.value().ln(), &column);
        }
        offset
    }

    /// One column for each stated step, each value times the square root of its weight.
    pub(crate) fn stated_columns(&self, x: &[f64], root_weight: &[f64]) -> Vec<Vec<f64>> {
        let shares: Vec<Vec<f64>> = x.iter().map(|x| self.stated_shares(*x)).collect();
        let column = |step: usize| {
            let points = shares.iter().zip(root_weight);
            points.map(|(shares, root)| shares[step] * root).collect()
        };
        (0..self.stated.len()).map(column).collect()
    }

    /// Coefficients that were estimated with the stated steps taken out, followed by the logarithms of
    /// the stated ratios; and for each stated step how far one standard error of its ratio moves them
    /// all. `slopes` gives the coefficients of the least squares fit to a column.
    pub(crate) fn with_stated(
        &self,
        mut coefficients: Vec<f64>,
        columns: &[Vec<f64>],
        slopes: impl Fn(&[f64]) -> Vec<f64>,
    ) -> (Vec<f64>, Vec<Vec<f64>>) {
        let moved = |(number, column): (usize, &Vec<f64>)| {
            let error = self.stated[number].ratio.log_error();
            let mut moved: Vec<f64> = slopes(column).iter().map(|by| -error * by).collect();
            let own = |other| if other == number { error } else { 0.0 };
            moved.extend((0..columns.len()).map(own));
            moved
        };
        let moved = columns.iter().enumerate().map(moved).collect();
        coefficients.extend(self.stated.iter().map(|step| step.ratio.value().ln()));
        (coefficients, moved)
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

#[cfg(test)]
mod tests;
