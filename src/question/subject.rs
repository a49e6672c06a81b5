//! What is shown: a crime's measures, or a user's own figures.

use std::collections::BTreeSet;

use anyhow::Result;

use super::areas;
use super::selection::{self, Elsewhere};
use crate::catalogue::{Crime, Measure};
use crate::cli::{PopulationArgs, SubjectArgs};
use crate::dataset::Dataset;
use crate::model::{Period, Series, Source};
use crate::own_figures;
use crate::problem::Problem;
use crate::words;

/// The series to show, each with its measure where the catalogue has one.
pub(crate) struct Subject<'a> {
    /// What was asked for, as it was named.
    pub(crate) name: String,
    /// The answer's title.
    pub(crate) title: String,
    /// What the panels are about.
    pub(crate) topic: String,
    pub(crate) series: Vec<(Series, Option<&'a Measure>)>,
    pub(crate) notes: Vec<String>,
    /// The same for England and Wales, for a chart of areas.
    pub(crate) behind: Vec<(Series, Option<&'a Measure>)>,
    /// Figures of the same kind for other people.
    elsewhere: Vec<Elsewhere<'a>>,
}

/// What a command asks for.
pub(crate) struct Asked<'a> {
    pub(crate) subject: &'a SubjectArgs,
    pub(crate) population: &'a PopulationArgs,
    pub(crate) releases: &'a [String],
    /// Areas by name or code; none for England and Wales.
    pub(crate) areas: &'a [String],
    pub(crate) from: Option<&'a str>,
    pub(crate) to: Option<&'a str>,
    /// Whether the age group with the latest figure comes before the crime's usual one.
    pub(crate) latest_first: bool,
}

impl Asked<'_> {
    /// Whether neither people, nor periods, nor releases are asked for.
    fn leaves_open(&self) -> bool {
        let people = self.population;
        people.sex.is_none()
            && people.age.is_none()
            && self.releases.is_empty()
            && self.from.is_none()
            && self.to.is_none()
    }
}

impl<'a> Subject<'a> {
    /// # Errors
    /// Unknown names, populations without a measure, a damaged release, own figures that cannot be
    /// used.
    pub(crate) fn of(asked: &Asked<'_>, dataset: &Dataset<'a>) -> Result<Self> {
        match (&asked.subject.crime, &asked.subject.input) {
            (Some(crime), _) => Self::of_crime(crime, asked, dataset),
            (None, Some(path)) => {
                let name = match path.to_string_lossy().as_ref() {
                    "-" => "standard input".to_owned(),
                    path => path.to_owned(),
                };
                Ok(Self {
                    title: format!("Own figures: {name}"),
                    topic: name.clone(),
                    name,
                    series: own_figures::read(path)?
                        .into_iter()
                        .map(|series| (series, None))
                        .collect(),
                    notes: Vec::new(),
                    behind: Vec::new(),
                    elsewhere: Vec::new(),
                })
            }
            (None, None) => Err(Problem::usage("neither --crime nor --input is given").into()),
        }
    }

    fn of_crime(name: &str, asked: &Asked<'_>, dataset: &Dataset<'a>) -> Result<Self> {
        let catalogue = dataset.catalogue();
        let crime = catalogue.crime(name)?;
        for release in asked.releases {
            dataset.require_release(release)?;
        }
        let selection = selection::of(crime, asked.population, catalogue)?;
        let mut measures = selection.measures;
        if !asked.areas.is_empty() {
            return Self::in_areas(crime, &measures, asked, dataset);
        }
        let usual = measures.clone();
        if asked.latest_first && asked.leaves_open() {
            measures = selection::with_latest_figure(measures, dataset)?;
        }
        let mut elsewhere = Vec::new();
        if asked.releases.is_empty() && asked.to.is_none() {
            elsewhere = selection::elsewhere(&measures, &usual, dataset)?;
        }
        let mut series = Vec::new();
        for measure in measures {
            for one in series_of(measure, asked.releases, dataset)? {
                series.push((one, Some(measure)));
            }
        }
        for release in asked.releases {
            must_supply(release, &crime.id, &series)?;
        }
        Ok(Self {
            name: crime.id.clone(),
            title: format!("{}, England and Wales", crime.title),
            topic: crime.title.clone(),
            series,
            notes: selection.notes,
            behind: Vec::new(),
            elsewhere,
        })
    }

    fn in_areas(
        crime: &Crime,
        measures: &[&'a Measure],
        asked: &Asked<'_>,
        dataset: &Dataset<'a>,
    ) -> Result<Self> {
        let areas = areas::given(asked.areas, dataset)?;
        if let [_, second, ..] = asked.releases {
            return Err(Problem::usage(format!(
                "--area takes one --release, and `{second}` is a second one"
            ))
            .hint("leave the others out")
            .into());
        }
        let release = asked.releases.first().map(String::as_str);
        // Several areas are compared by one measure: the first that is counted by area.
        let police = measures.iter().filter(|one| one.source == Source::Police);
        let first: Vec<&'a Measure> = police.take(1).copied().collect();
        let measures = if areas.len() > 1 {
            first.as_slice()
        } else {
            measures
        };
        let series = areas::series(&crime.id, measures, &areas, release, dataset)?;
        let names: Vec<String> = areas.iter().map(|area| area.name.clone()).collect();
        let shown: Vec<&Measure> = series.iter().filter_map(|(_, measure)| *measure).collect();
        let shown: Vec<&'a Measure> = measures
            .iter()
            .copied()
            .filter(|one| shown.iter().any(|other| other.id == one.id))
            .collect();
        Ok(Self {
            name: crime.id.clone(),
            title: format!("{}, {}", crime.title, words::list(&names)),
            topic: crime.title.clone(),
            behind: areas::behind(&shown, &areas, dataset)?,
            series,
            notes: vec![areas::RECORDING_PRACTICE.to_owned()],
            elsewhere: Vec::new(),
        })
    }

    /// Figures of the same kind as a measure, for other people.
    pub(crate) fn elsewhere(&self, measure: &str) -> Vec<Elsewhere<'a>> {
        let beside = self.elsewhere.iter().filter(|one| one.shown.id == measure);
        beside.copied().collect()
    }
}

/// A release that was asked for and supplies nothing would leave the reader with figures of
/// another, taken for its own.
fn must_supply(release: &str, crime: &str, series: &[(Series, Option<&Measure>)]) -> Result<()> {
    let points = || {
        let series = series.iter().map(|(series, _)| series);
        series.flat_map(|series| series.points.iter().chain(&series.rolling))
    };
    if points().any(|point| point.release == release) {
        return Ok(());
    }
    let valued = points().filter(|point| point.value.is_some());
    let others: BTreeSet<&str> = valued.map(|point| point.release.as_str()).collect();
    let others: Vec<String> = others.iter().map(|other| format!("`{other}`")).collect();
    let problem = Problem::data(format!(
        "release `{release}` supplies no figure of `{crime}` as it is asked for"
    ));
    Err(problem
        .hint(if others.is_empty() {
            "`vawg list measures` shows which tables a crime is in".to_owned()
        } else {
            format!(
                "leave --release out: figures come from {}",
                others.join(", ")
            )
        })
        .into())
}

/// The series of a measure: one, or one for each pinned release that holds it.
fn series_of(measure: &Measure, releases: &[String], dataset: &Dataset<'_>) -> Result<Vec<Series>> {
    let mut found: Vec<Series> = Vec::new();
    for release in releases {
        if let Some(mut series) = dataset.series(measure, Some(release))? {
            let points = || series.points.iter().chain(&series.rolling);
            if !points().any(|point| point.release == *release) {
                continue;
            }
            if releases.len() > 1 {
                series.name = format!("{}@{release}", series.name);
                series.label = format!(
                    "{}, {}",
                    series.label,
                    words::release_period(release, dataset)
                );
            }
            found.push(series);
        }
    }
    if found.is_empty() {
        // A release of another family is pinned, or none: the latest serves.
        found.extend(dataset.series(measure, None)?);
    }
    Ok(found)
}

/// What to say where no figure lies in the window.
///
/// # Errors
/// A damaged release.
pub(crate) fn nothing_to_show(asked: &Asked<'_>, dataset: &Dataset<'_>) -> Result<anyhow::Error> {
    let subject = Subject::of(asked, dataset)?;
    let mut held: Vec<String> = Vec::new();
    for (series, _) in &subject.series {
        let valued: Vec<Period> = series.valued().map(|(point, _)| point.period).collect();
        if let (Some(first), Some(last)) = (valued.first(), valued.last()) {
            held.push(format!(
                "`{}` has figures from {first} to {last}",
                series.name
            ));
        }
    }
    let hint = if held.is_empty() {
        "`vawg ingest` takes in a release that has them".to_owned()
    } else {
        held.join("; ")
    };
    let window = match (asked.from, asked.to) {
        (None, None) => String::new(),
        (from, to) => format!(
            " {}",
            [("from", from), ("to", to)]
                .iter()
                .filter_map(|(word, period)| period.map(|period| format!("{word} {period}")))
                .collect::<Vec<_>>()
                .join(" ")
        ),
    };
    Ok(Problem::data(format!(
        "no release at hand has figures of `{}`{window}",
        subject.name
    ))
    .hint(hint)
    .into())
}
