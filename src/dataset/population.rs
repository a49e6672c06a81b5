//! How many people there are: mid-year estimates, the nearest that is held.

use anyhow::Result;

use super::Dataset;
use super::frame::{is, read_all, select};
use crate::catalogue::Topic;
use crate::model::{Age, Period, Sex};

/// A mid-year population estimate.
#[derive(Debug, Clone, PartialEq)]
pub struct Population {
    /// The middle of this year.
    pub year: u16,
    /// Number of people.
    pub people: f64,
    /// Who published it: a source line.
    pub source: String,
    /// The release.
    pub release: String,
    /// The cells.
    pub source_ref: String,
}

impl Dataset<'_> {
    /// The mid-year estimate nearest to the middle of a period, for the same sex and age; the earlier
    /// of two that are as near, and of two editions the later.
    ///
    /// # Errors
    /// A damaged release.
    pub fn population(&self, sex: Sex, age: Age, period: Period) -> Result<Option<Population>> {
        let condition = is("statistic", "population")
            .and(is("sex", &sex.to_string()))
            .and(is("age", &age.to_string()));
        let mut nearest: Option<(f64, Population)> = None;
        let on_population =
            |topic: Option<Topic>| topic.is_some_and(|topic| topic == Topic::Population);
        for release in &self.releases {
            if !on_population(release.entry.map(|entry| entry.topic)) {
                continue;
            }
            for row in select(read_all(release)?, condition.clone())? {
                let (Some(people), Period::Calendar { year }) = (row.value, row.period) else {
                    continue;
                };
                // A mid-year estimate is of 30 June.
                let distance = (f64::from(year) + 0.5 - period.midpoint()).abs();
                if nearest.as_ref().is_none_or(|(held, _)| distance < *held) {
                    let population = Population {
                        year,
                        people,
                        source: format!("{}.", release.title()),
                        release: release.id.clone(),
                        source_ref: row.source_ref.clone(),
                    };
                    nearest = Some((distance, population));
                }
            }
        }
        Ok(nearest.map(|(_, population)| population))
    }
}

impl Population {
    /// Whether it is of the middle of the period, give or take three months.
    #[must_use]
    pub fn fits(&self, period: Period) -> bool {
        (f64::from(self.year) + 0.5 - period.midpoint()).abs() <= 0.26
    }
}
