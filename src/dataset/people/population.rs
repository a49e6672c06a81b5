//! How many people there are: mid-year estimates, the nearest that is held.

use anyhow::Result;

use crate::dataset::Dataset;
use crate::dataset::ReleaseFile;
use crate::dataset::select::{headline, rows};
use crate::frame::Key;
use crate::model::{Age, Period, Sex};
use crate::problem::Problem;

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
        let holding = self.releases.iter();
        nearest(
            holding.filter(|release| release.may_hold_population()),
            &headline(self.catalogue),
            sex,
            age,
            period,
        )
    }

    /// The estimate of one release that is nearest to the middle of a period.
    ///
    /// # Errors
    /// A damaged release.
    pub fn population_of(
        &self,
        release: &str,
        sex: Sex,
        age: Age,
        period: Period,
    ) -> Result<Option<Population>> {
        let named = self.releases.iter().filter(|one| one.id == release);
        nearest(named, &headline(self.catalogue), sex, age, period)
    }

    /// The mid-year estimate of a release, for England and Wales.
    ///
    /// # Errors
    /// An unknown release, or a damaged one; one that does not hold the people asked for.
    pub fn population_in(&self, release: &str, sex: Sex, age: Age) -> Result<Population> {
        self.require_release(release)?;
        let named = self.releases.iter().find(|one| one.id == release);
        let period = named.map_or(Period::Calendar { year: 2020 }, |one| one.period);
        let found = self.population_of(release, sex, age, period)?;
        found.ok_or_else(|| {
            Problem::data(format!(
                "release `{release}` has no population of {} {}, England and Wales",
                sex.noun(),
                age.in_words()
            ))
            .into()
        })
    }
}

fn nearest<'a>(
    releases: impl Iterator<Item = &'a ReleaseFile<'a>>,
    headline: &Key,
    sex: Sex,
    age: Age,
    period: Period,
) -> Result<Option<Population>> {
    let mut nearest: Option<(f64, Population)> = None;
    for release in releases {
        let key = headline
            .clone()
            .is("statistic", "population")
            .is("sex", &sex.to_string())
            .is("age", &age.to_string());
        let found = rows(release.figures()?, &[key])?;
        for row in found.iter() {
            let (Some(people), Period::Calendar { year }) = (row.value(), row.period()) else {
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
                    source_ref: row.source_ref(),
                };
                nearest = Some((distance, population));
            }
        }
    }
    Ok(nearest.map(|(_, population)| population))
}

impl Population {
    /// Whether it is of the middle of the period, give or take three months.
    #[must_use]
    pub fn fits(&self, period: Period) -> bool {
        (f64::from(self.year) + 0.5 - period.midpoint()).abs() <= 0.26
    }
}
