//! What a count by the police is divided by: people of the sex and age that the offence codes name, in
//! the middle of the year nearest to the period.

use std::collections::BTreeMap;

use anyhow::Result;

use super::rate::RatePoint;
use crate::catalogue::{Area, AreaKind, Catalogue, Measure, MeasureRows};
use crate::dataset::Dataset;
use crate::dataset::ReleaseFile;
use crate::dataset::select::{everywhere, headline, rows, select};
use crate::frame::Key;
use crate::model::{Age, Observation, Period, Point, Series, Sex};

/// A denominator may be this many years from the middle of its period.
const MOST_YEARS: f64 = 3.0;
/// Series of population by area begin their names so.
const BY_FORCE: &str = "ons-population-force";
/// The rebased series of England and Wales; of two editions the later comes first.
const NATIONAL: &str = "ons-population-series";
/// The population and the rates of the police force area workbooks.
const RATES: &str = "P3";

/// Whom a rate is per.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Per {
    /// The people that the catalogue's entry names: women and girls where the offence codes are of
    /// female victims.
    #[default]
    Victims,
    /// People of all ages.
    People,
}

impl Per {
    fn people(self, measure: &Measure) -> (Sex, Age) {
        match self {
            Self::Victims => (measure.sex, measure.age),
            Self::People => (Sex::All, Age::All),
        }
    }
}

/// A number of people in the middle of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Denominator {
    /// How many.
    pub people: f64,
    /// `women and girls, mid-2023`
    pub name: String,
    /// Tells whether two periods have the same denominator.
    pub key: String,
    /// Who published it; empty where the workbook of the counts does.
    pub source: String,
    /// The cells.
    pub source_ref: String,
}

impl Denominator {
    fn rate(&self, point: &Point) -> Option<RatePoint> {
        Some(RatePoint {
            period: point.period,
            per_thousand: 1000.0 * point.value? / self.people,
            published: false,
            denominator: self.name.clone(),
            key: self.key.clone(),
            people: Some(self.people),
            source: self.source.clone(),
            source_ref: format!("{}/({})", point.source_ref, self.source_ref),
        })
    }
}

/// `women and girls`, `women aged 16 and over`, `people`
fn whom(sex: Sex, age: Age) -> String {
    match (sex, age) {
        (Sex::Women, Age::All) => "women and girls".to_owned(),
        (Sex::Men, Age::All) => "men and boys".to_owned(),
        (Sex::All, Age::All) => "people".to_owned(),
        (sex, age) => format!("{} {}", sex.noun(), age.in_words()),
    }
}

/// Estimates of one population by mid-year.
type ByYear = BTreeMap<u16, Estimate>;

/// One mid-year estimate.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Estimate {
    pub(crate) people: f64,
    pub(crate) cells: String,
    pub(crate) source: String,
}

fn nearest(estimates: &ByYear, period: Period, whom: &str) -> Option<Denominator> {
    let distance = |year: &u16| (f64::from(*year) + 0.5 - period.midpoint()).abs();
    let (year, estimate) = estimates
        .iter()
        .min_by(|(one, _), (other, _)| distance(one).total_cmp(&distance(other)))?;
    (distance(year) <= MOST_YEARS).then(|| Denominator {
        people: estimate.people,
        name: format!("{whom}, mid-{year}"),
        key: format!("mid-{year}"),
        source: estimate.source.clone(),
        source_ref: estimate.cells.clone(),
    })
}

impl Dataset<'_> {
    /// Rates over the people that a measure is about, for England and Wales; none where it is about
    /// everybody: ONS prints those.
    pub(crate) fn rates_of_victims(
        &self,
        measure: &Measure,
        series: &Series,
        per: Per,
    ) -> Result<Option<Vec<RatePoint>>> {
        let (sex, age) = per.people(measure);
        if (sex, age) == (Sex::All, Age::All) {
            return Ok(None);
        }
        let key = headline(self.catalogue)
            .is("statistic", "population")
            .is("sex", &sex.to_string())
            .is("age", &age.to_string());
        let mut estimates = ByYear::new();
        for release in self.releases.iter().filter(|one| one.family == NATIONAL) {
            for row in rows(release.figures()?, std::slice::from_ref(&key))?.iter() {
                if let (Some(people), Period::Calendar { year }) = (row.value(), row.period()) {
                    estimates.entry(year).or_insert_with(|| Estimate {
                        people,
                        cells: row.source_ref(),
                        source: release.title(),
                    });
                }
            }
        }
        let whom = whom(sex, age);
        let points = series.points.iter().chain(&series.rolling);
        let rate = |point: &Point| nearest(&estimates, point.period, &whom)?.rate(point);
        Ok(Some(points.filter_map(rate).collect()))
    }

    /// Rates of a series of one area.
    pub(crate) fn rates_in(
        &self,
        measure: &Measure,
        series: &Series,
        per: Per,
    ) -> Result<Vec<RatePoint>> {
        let area = self.catalogue.area_with_code(&series.area_code);
        let Some(area) = area.or_else(|| self.catalogue.area(&series.area)) else {
            return Ok(Vec::new());
        };
        let denominators = Denominators::of(self, measure, &[area], per)?;
        let points = series.points.iter().chain(&series.rolling);
        let mut rates = Vec::new();
        for point in points {
            rates.extend(denominators.rate(0, point));
        }
        Ok(rates)
    }
}

/// The denominators of several areas.
pub(crate) struct Denominators {
    /// For each area, its own mid-year estimates; empty for an area without a rate.
    by_year: Vec<ByYear>,
    /// The population and the rates that the workbook of a point's release prints, by release and area.
    printed: BTreeMap<(String, usize, Period), Vec<Observation>>,
    rate_row: Option<String>,
    whom: String,
}

impl Denominators {
    /// # Errors
    /// A damaged release.
    pub(crate) fn of(
        dataset: &Dataset<'_>,
        measure: &Measure,
        areas: &[&Area],
        per: Per,
    ) -> Result<Self> {
        let catalogue = dataset.catalogue;
        let (sex, age) = per.people(measure);
        let rate_row = match &measure.rows {
            MeasureRows::Offences { area_row, .. } => area_row.clone(),
            MeasureRows::Selected(_) | MeasureRows::Outcomes { .. } => None,
        };
        let by_force = dataset.by_force(sex, age)?;
        let by_year = areas
            .iter()
            .map(|area| {
                if area.no_rate.is_empty() {
                    of_area(area, &by_force, catalogue)
                } else {
                    ByYear::new()
                }
            })
            .collect();
        let mut printed: BTreeMap<(String, usize, Period), Vec<Observation>> = BTreeMap::new();
        if (sex, age) == (Sex::All, Age::All) && rate_row.is_some() {
            let key = everywhere().with("statistic", ["population", "rate"]);
            for release in dataset
                .releases
                .iter()
                .filter(|one| one.family == "ons-force-tables")
            {
                for row in select(release, &[RATES], std::slice::from_ref(&key))? {
                    let is_row =
                        |area: &&Area| area.no_rate.is_empty() && area.code == row.area_code;
                    if let Some(place) = areas.iter().position(is_row) {
                        printed
                            .entry((row.release.clone(), place, row.period))
                            .or_default()
                            .push(row);
                    }
                }
            }
        }
        Ok(Self {
            by_year,
            printed,
            rate_row,
            whom: whom(sex, age),
        })
    }

    /// `women and girls`, `people`
    pub(crate) fn whom(&self) -> &str {
        &self.whom
    }

    /// The number of people that a point of an area is divided by.
    pub(crate) fn people(&self, area: usize, point: &Point) -> Option<Denominator> {
        if let Some(rows) = self
            .printed
            .get(&(point.release.clone(), area, point.period))
        {
            let row = rows.iter().find(|row| row.statistic == "population")?;
            return Some(Denominator {
                people: row.value?,
                name: "people, population that the workbook prints".to_owned(),
                key: format!("printed {}", row.value?),
                source: String::new(),
                source_ref: row.source_ref.clone(),
            });
        }
        nearest(self.by_year.get(area)?, point.period, &self.whom)
    }

    /// The rate of a point of an area: as printed where its workbook prints it.
    pub(crate) fn rate(&self, area: usize, point: &Point) -> Option<RatePoint> {
        let denominator = self.people(area, point)?;
        let rows = self
            .printed
            .get(&(point.release.clone(), area, point.period));
        let is_rate = |row: &&Observation| {
            row.statistic == "rate" && Some(&row.label) == self.rate_row.as_ref()
        };
        let printed = rows.and_then(|rows| rows.iter().find(is_rate));
        let computed = denominator.rate(point)?;
        Some(match printed.and_then(|row| Some((row, row.value?))) {
            Some((row, value)) => RatePoint {
                per_thousand: value,
                published: true,
                source_ref: row.source_ref.clone(),
                ..computed
            },
            None => computed,
        })
    }
}

/// The estimates of an area: its own, or those of the forces that lie in it, where all are there.
fn of_area(
    area: &Area,
    by_force: &BTreeMap<(String, u16), Estimate>,
    catalogue: &Catalogue,
) -> ByYear {
    let is_sum = matches!(area.kind, AreaKind::Region | AreaKind::Country);
    let forces: Vec<&Area> = catalogue
        .forces()
        .filter(|force| {
            if is_sum {
                catalogue.is_within(force, area)
            } else {
                force.name == area.name
            }
        })
        .collect();
    let mut years: Vec<u16> = by_force.keys().map(|(_, year)| *year).collect();
    years.dedup();
    let mut found = ByYear::new();
    for year in years {
        let parts: Option<Vec<&Estimate>> = forces
            .iter()
            .map(|force| by_force.get(&(force.name.clone(), year)))
            .collect();
        if let Some(parts) = parts.filter(|parts| !parts.is_empty()) {
            let cells: Vec<&str> = parts.iter().map(|part| part.cells.as_str()).collect();
            let estimate = Estimate {
                people: parts.iter().map(|part| part.people).sum(),
                cells: cells.join("+"),
                source: parts[0].source.clone(),
            };
            found.insert(year, estimate);
        }
    }
    found
}

impl Dataset<'_> {
    /// Mid-year estimates by police force.
    fn by_force(&self, sex: Sex, age: Age) -> Result<BTreeMap<(String, u16), Estimate>> {
        let key: Key = everywhere()
            .is("statistic", "population")
            .is("sex", &sex.to_string())
            .is("age", &age.to_string());
        let mut found = BTreeMap::new();
        let holds = |release: &&ReleaseFile<'_>| release.id.starts_with(BY_FORCE);
        for release in self.releases.iter().filter(holds) {
            for row in rows(release.figures()?, std::slice::from_ref(&key))?.iter() {
                let area = self.catalogue.area(row.area());
                if let (Some(area), Some(people), Period::Calendar { year }) =
                    (area, row.value(), row.period())
                {
                    let estimate = Estimate {
                        people,
                        cells: row.source_ref(),
                        source: release.title(),
                    };
                    found.insert((area.name.clone(), year), estimate);
                }
            }
        }
        self.add_up_authorities(&key, &mut found)?;
        Ok(found)
    }
}
