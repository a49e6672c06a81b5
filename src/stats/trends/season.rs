//! Season terms of quarterly and monthly trends, and the rule for when a trend needs them.
//!
//! Does not adjust a series for season: the terms keep the season out of the slope.

use crate::stats::error::StatsError;

/// The seasons that a trend has terms for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Season {
    /// No season terms.
    None,
    /// A term for each quarter.
    Quarters,
    /// A term for each month.
    Months,
}

impl Season {
    /// The season terms that a window of periods needs.
    ///
    /// Years need none. From 8 quarters or 24 months on, a trend has quarter or month terms. A
    /// shorter window has no room for them: it is accepted without terms when it holds every season
    /// equally often, and refused otherwise, because the season would be taken for a trend.
    ///
    /// # Errors
    /// A window of fewer than 8 quarters or 24 months that does not hold every season equally often.
    ///
    /// ```
    /// use vawg::stats::trends::season::Season;
    ///
    /// let quarters = |n: u32| (0..n).map(|i| 2020.125 + 0.25 * f64::from(i)).collect::<Vec<_>>();
    /// assert_eq!(Season::for_window(&quarters(8), 0.25), Ok(Season::Quarters));
    /// assert_eq!(Season::for_window(&quarters(4), 0.25), Ok(Season::None));
    /// assert!(Season::for_window(&quarters(6), 0.25).is_err());
    /// ```
    pub fn for_window(x: &[f64], period_length: f64) -> Result<Self, StatsError> {
        let season = Self::of_period(period_length);
        let needed = 2 * season.in_a_year();
        if season == Self::None || x.len() >= needed {
            return Ok(season);
        }
        let mut times = vec![0_usize; season.in_a_year()];
        for x in x {
            times[season.number(*x)] += 1;
        }
        if times.windows(2).all(|pair| pair[0] == pair[1]) {
            Ok(Self::None)
        } else {
            Err(StatsError::UnbalancedSeasons {
                needed,
                found: x.len(),
            })
        }
    }

    /// The seasons that periods of this length, in years, can have.
    fn of_period(length: f64) -> Self {
        if length > 0.5 {
            Self::None
        } else if length > 0.15 {
            Self::Quarters
        } else {
            Self::Months
        }
    }

    fn in_a_year(self) -> usize {
        match self {
            Self::None => 1,
            Self::Quarters => 4,
            Self::Months => 12,
        }
    }

    /// The season, from 0, of the period with midpoint x.
    fn number(self, x: f64) -> usize {
        let seasons = self.in_a_year();
        ((x.rem_euclid(1.0) * seasons as f64) as usize).min(seasons - 1)
    }
}

/// The columns of season terms, which add up to 0 over the seasons that the points have: the level
/// is then that of the average season.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SeasonColumns {
    season: Season,
    present: Vec<usize>,
}

impl SeasonColumns {
    pub(crate) fn new(season: Season, x: &[f64]) -> Self {
        let present = (0..season.in_a_year())
            .filter(|number| x.iter().any(|x| season.number(*x) == *number))
            .collect();
        Self { season, present }
    }

    /// The number of columns: one fewer than seasons.
    pub(crate) fn len(&self) -> usize {
        self.present.len().saturating_sub(1)
    }

    /// The season terms at x.
    ///
    /// # Errors
    /// A season that none of the points has.
    pub(crate) fn row(&self, x: f64) -> Result<Vec<f64>, StatsError> {
        let number = self.season.number(x);
        let place = self.present.iter().position(|season| *season == number);
        let place = place.ok_or(StatsError::SeasonNotSeen { x })?;
        let last = self.len();
        let term = |column| match place {
            place if place == last => -1.0,
            place => f64::from(u8::from(place == column)),
        };
        Ok((0..last).map(term).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn periods(from: f64, each_year: u32, n: u32) -> Vec<f64> {
        (0..n)
            .map(|i| from + (f64::from(i) + 0.5) / f64::from(each_year))
            .collect()
    }

    #[test]
    fn terms_begin_at_8_quarters_and_24_months() {
        let quarters = |n| Season::for_window(&periods(2020.0, 4, n), 0.25);
        let months = |n| Season::for_window(&periods(2020.0, 12, n), 1.0 / 12.0);
        assert_eq!(quarters(8), Ok(Season::Quarters));
        assert_eq!(quarters(11), Ok(Season::Quarters));
        let unbalanced = |needed, found| Err(StatsError::UnbalancedSeasons { needed, found });
        assert_eq!(quarters(7), unbalanced(8, 7));
        assert_eq!(quarters(4), Ok(Season::None));
        assert_eq!(months(24), Ok(Season::Months));
        assert_eq!(months(23), unbalanced(24, 23));
        assert_eq!(months(12), Ok(Season::None));
        assert_eq!(
            Season::for_window(&periods(2020.0, 1, 5), 1.0),
            Ok(Season::None)
        );
    }

    #[test]
    fn columns_add_up_to_0_over_the_seasons() {
        let x = periods(2020.25, 4, 8);
        let columns = SeasonColumns::new(Season::Quarters, &x);
        assert_eq!(columns.len(), 3);
        // the window begins in April: the second quarter of the calendar year
        assert_eq!(columns.row(x[0]).unwrap(), [0.0, 1.0, 0.0]);
        assert_eq!(columns.row(x[2]).unwrap(), [-1.0, -1.0, -1.0]);
        assert_eq!(columns.row(x[3]).unwrap(), [1.0, 0.0, 0.0]);
        for column in 0..3 {
            let sum: f64 = x[..4]
                .iter()
                .map(|x| columns.row(*x).unwrap()[column])
                .sum();
            assert_eq!(sum, 0.0);
        }
        let months = SeasonColumns::new(Season::Months, &periods(2020.0, 12, 24));
        for (month, x) in periods(2021.0, 12, 11).iter().enumerate() {
            let row = months.row(*x).unwrap();
            assert_eq!(row.iter().position(|term| *term == 1.0), Some(month));
        }
    }

    #[test]
    fn a_date_just_before_a_year_belongs_to_its_last_season() {
        // the fraction of a year rounds to 1
        assert_eq!((-1e-20_f64).rem_euclid(1.0), 1.0);
        assert_eq!(Season::Quarters.number(-1e-20), 3);
        assert_eq!(Season::Months.number(-1e-20), 11);
        assert_eq!(Season::None.number(2020.9), 0);
    }

    #[test]
    fn a_season_without_a_point_has_no_term() {
        // first and third quarters alone
        let x = [2020.125, 2020.625, 2021.125, 2021.625];
        let columns = SeasonColumns::new(Season::Quarters, &x);
        assert_eq!(columns.len(), 1);
        assert_eq!(columns.row(2022.125).unwrap(), [1.0]);
        assert_eq!(
            columns.row(2022.375),
            Err(StatsError::SeasonNotSeen { x: 2022.375 })
        );
        assert_eq!(SeasonColumns::new(Season::None, &x).len(), 0);
        assert!(SeasonColumns::new(Season::None, &x).row(2022.3).is_ok());
    }
}
