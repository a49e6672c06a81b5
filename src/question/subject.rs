//! What is shown: a crime's measures, or a user's own figures.

mod in_areas;

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;

use super::outcomes::outcome_topic;
use super::selection::{self, Elsewhere};
use super::share::Whole;
use super::supplied::{all_series, must_supply};
use super::terms::by;
use crate::catalogue::Measure;
use crate::cli::{PopulationArgs, SubjectArgs};
use crate::dataset::Dataset;
use crate::model::{Period, PeriodKind, Series, Source};
use crate::own_figures;
use crate::problem::Problem;

/// The series to show, each with its measure where the catalogue has one.
pub(crate) struct Subject<'a> {
    /// What was asked for, as it was named.
    pub(crate) name: String,
    /// The answer's title.
    pub(crate) title: String,
    /// What the panels are about.
    pub(crate) topic: String,
    /// What own figures beside those of a crime are about; else empty.
    own_topic: String,
    pub(crate) series: Vec<(Series, Option<&'a Measure>)>,
    pub(crate) notes: Vec<String>,
    /// The counts that shares are made of.
    pub(crate) counts: Vec<Series>,
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
    /// The kind of period.
    pub(crate) by: PeriodKind,
    /// The user's own figures, where they are shown beside those of a crime.
    pub(crate) own: &'a [Series],
    /// The crime that figures are set against.
    pub(crate) share_of: Option<&'a str>,
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

impl Asked<'_> {
    /// # Errors
    /// Figures by area are counts of years, from one release: a usage error for anything else.
    fn may_be_by_area(&self) -> Result<()> {
        let of_outcomes = self.population.outcome.is_some();
        let other = match (self.by, self.share_of) {
            (PeriodKind::Year, None) => None,
            (PeriodKind::Year, Some(_)) if of_outcomes => None,
            (PeriodKind::Year, Some(_)) => Some("--share-of"),
            _ => Some("months, quarters or rolling years"),
        };
        if let Some(other) = other {
            return Err(Problem::usage(format!(
                "figures by area are counts of years: --area does not go together with {other}"
            ))
            .hint("leave one of the two out")
            .into());
        }
        if let [_, second, ..] = self.releases {
            return Err(Problem::usage(format!(
                "--area takes one --release, and `{second}` is a second one"
            ))
            .hint("leave the others out")
            .into());
        }
        Ok(())
    }
}

impl<'a> Subject<'a> {
    /// # Errors
    /// Unknown names, populations without a measure, a damaged release, own figures that cannot be
    /// used.
    pub(crate) fn of(asked: &Asked<'_>, dataset: &Dataset<'a>) -> Result<Self> {
        match (&asked.subject.crime, &asked.subject.input) {
            (Some(crimes), None) => Self::of_crimes(crimes, asked, dataset),
            (Some(crimes), Some(path)) => {
                let own = Self::own(path, asked.own.to_vec());
                Self::of_crimes(crimes, asked, dataset)?.beside(own, asked)
            }
            (None, Some(path)) => {
                Self::own(path, own_figures::read(path)?).of_own_areas(asked.areas)
            }
            (None, None) => Err(Problem::usage("neither --crime nor --input is given").into()),
        }
    }

    fn own(path: &Path, series: Vec<Series>) -> Self {
        let name = match path.to_string_lossy().as_ref() {
            "-" => "standard input".to_owned(),
            path => path.to_owned(),
        };
        Self {
            title: format!("Own figures: {name}"),
            topic: name.clone(),
            name,
            series: series.into_iter().map(|series| (series, None)).collect(),
            notes: Vec::new(),
            counts: Vec::new(),
            own_topic: String::new(),
            behind: Vec::new(),
            elsewhere: Vec::new(),
        }
    }

    /// Own figures of the areas asked for, by the names that their file has; all where none is.
    fn of_own_areas(mut self, areas: &[String]) -> Result<Self> {
        let held: BTreeSet<&str> = self
            .series
            .iter()
            .map(|(series, _)| series.area.as_str())
            .filter(|area| !area.is_empty())
            .collect();
        let is_one = |held: &str| areas.iter().any(|area| area.eq_ignore_ascii_case(held));
        let has = |area: &str| held.iter().any(|held| held.eq_ignore_ascii_case(area));
        if let Some(unknown) = areas.iter().find(|area| !has(area)) {
            let name = &self.name;
            let problem = if held.is_empty() {
                Problem::usage(format!("--area {unknown}: `{name}` has no column `area`"))
                    .hint("leave --area out, or say in a column `area` whose figures they are")
            } else {
                let held: Vec<&str> = held.into_iter().collect();
                Problem::usage(format!("--area {unknown}: `{name}` has no such area"))
                    .hint(format!("it has {}", held.join(", ")))
            };
            return Err(problem.into());
        }
        if !areas.is_empty() {
            self.series.retain(|(series, _)| is_one(&series.area));
        }
        Ok(self)
    }

    /// The user's own figures beside those of a crime, which are cut to the same periods.
    fn beside(mut self, own: Self, asked: &Asked<'_>) -> Result<Self> {
        let points = own.series.iter().flat_map(|(series, _)| &series.points);
        let periods: Vec<Period> = points.map(|point| point.period).collect();
        let first = periods
            .iter()
            .copied()
            .min_by(|a, b| a.start().total_cmp(&b.start()));
        let last = periods
            .iter()
            .copied()
            .max_by(|a, b| a.end().total_cmp(&b.end()));
        if asked.from.is_none() && asked.to.is_none() {
            for (series, _) in &mut self.series {
                *series = series.clone().within(first, last);
            }
            self.series
                .retain(|(series, _)| !(series.points.is_empty() && series.rolling.is_empty()));
        }
        if self.series.is_empty() {
            let problem = format!(
                "`{}` has no figure for the periods of {}",
                self.name, own.name
            );
            return Err(Problem::data(problem)
                .hint("name the periods to show with --from and --to")
                .into());
        }
        self.title = format!("{}, with own figures: {}", self.title, own.name);
        self.series.extend(own.series);
        self.own_topic = own.topic;
        self.notes.push(
            "Own figures are not checked; they are drawn in a panel of their own.".to_owned(),
        );
        Ok(self)
    }

    /// One crime with all that it shows by default, or the first measure of each source of several.
    fn of_crimes(names: &str, asked: &Asked<'_>, dataset: &Dataset<'a>) -> Result<Self> {
        let is_one = !names.contains(',') || dataset.catalogue().crime(names).is_ok();
        if is_one {
            return Self::of_crime(names, asked, dataset);
        }
        let mut names: Vec<&str> = names.split(',').map(str::trim).collect();
        names.retain(|name| !name.is_empty());
        let each = names
            .iter()
            .map(|name| Self::of_crime(name, asked, dataset));
        let each: Vec<Self> = each.collect::<Result<_>>()?;
        // Not `stalking and harassment`, which is a group of offences of its own.
        let titles: Vec<String> = each
            .iter()
            .enumerate()
            .map(|(place, one)| match place {
                0 => one.topic.clone(),
                _ => one.topic.to_lowercase(),
            })
            .collect();
        let topic = titles.join("; ");
        let mut all = Self {
            name: names.join(","),
            title: each
                .first()
                .map_or_else(String::new, |one| one.title.replacen(&one.topic, &topic, 1)),
            topic,
            series: Vec::new(),
            notes: Vec::new(),
            counts: Vec::new(),
            own_topic: String::new(),
            behind: Vec::new(),
            elsewhere: Vec::new(),
        };
        for one in each {
            for source in [Source::Police, Source::Survey, Source::Cps] {
                let mut of_source = one.series.iter().filter(|(one, _)| one.source == source);
                if let Some((series, measure)) = of_source.next() {
                    let mut behind = one.behind.iter();
                    let behind = behind.find(|(other, _)| other.measure == series.measure);
                    all.behind.extend(behind.cloned());
                    let mut series = series.clone();
                    series.label.clone_from(&one.topic);
                    all.series.push((series, *measure));
                }
            }
            all.notes.extend(one.notes);
            all.counts.extend(one.counts);
            all.elsewhere.extend(one.elsewhere);
        }
        Ok(all)
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
        let mut topic = crime.title.clone();
        let whole = asked
            .share_of
            .map(|name| Whole::given(name, asked.population.outcome.is_some(), dataset))
            .transpose()?;
        if asked.population.outcome.is_some() {
            topic = outcome_topic(&topic, whole.as_ref());
        } else if let Some(whole) = &whole {
            measures = whole.parts(&crime.id, &measures, dataset);
            topic = format!("{topic} as a share of {}", whole.title);
        }
        let (series, counts) = all_series(&measures, whole.as_ref(), asked, dataset)?;
        let mut notes = selection.notes;
        notes.extend(Self::of_finer_periods(
            asked,
            &crime.id,
            &measures,
            series.is_empty(),
            dataset,
        )?);
        for release in asked.releases {
            must_supply(release, &crime.id, &series)?;
        }
        Ok(Self {
            name: crime.id.clone(),
            title: format!("{topic}, England and Wales"),
            topic,
            series,
            notes,
            counts,
            own_topic: String::new(),
            behind: Vec::new(),
            elsewhere,
        })
    }

    /// What a panel is about: the user's own figures beside those of a crime have a name of their own.
    pub(crate) fn topic_of(&self, series: &Series) -> &str {
        match series.source {
            Source::Own if !self.own_topic.is_empty() => &self.own_topic,
            _ => &self.topic,
        }
    }

    /// What must be said of months, quarters or rolling years; an error if none is held.
    fn of_finer_periods(
        asked: &Asked<'_>,
        crime: &str,
        measures: &[&Measure],
        has_none: bool,
        dataset: &Dataset<'_>,
    ) -> Result<Option<String>> {
        if asked.by == PeriodKind::Year {
            return Ok(None);
        }
        if has_none && !measures.is_empty() {
            let pin = asked.releases.first().map(String::as_str);
            return Err(by::not_held(crime, asked.by, measures, pin, dataset)?);
        }
        let has_survey = measures.iter().any(|one| one.source == Source::Survey);
        Ok(has_survey.then(|| "The survey has yearly figures alone.".to_owned()))
    }

    /// Figures of the same kind as a measure, for other people.
    pub(crate) fn elsewhere(&self, measure: &str) -> Vec<Elsewhere<'a>> {
        let beside = self.elsewhere.iter().filter(|one| one.shown.id == measure);
        beside.copied().collect()
    }

    /// `Questions used until March 2025; new: --crime …`, where a measure has newer questions.
    pub(crate) fn newer(&self, measure: &str) -> Option<String> {
        let measures = self.series.iter().filter_map(|(_, measure)| *measure);
        let mut of_it = measures.filter(|one| one.id == measure);
        let newer = of_it.find_map(|one| one.newer.as_ref())?;
        let (until, crime) = (newer.until.in_words(), &newer.crime);
        Some(format!(
            "Questions used until {until}; new: --crime {crime}."
        ))
    }
}
