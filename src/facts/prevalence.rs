//! How many people experienced a crime: the prevalence, its interval and what that is based on,
//! numbers of people, and a tested change.

use anyhow::Result;

use super::trend::shown::{Shown, Uncertainty, View};
use super::{Fact, Statistic, people, precision as sizes};
use crate::catalogue::Measure;
use crate::dataset::{Dataset, Population};
use crate::estimates::{in_per_cent, precision, standard_error, tested_change};
use crate::model::{Marker, Period, Point, Series, SeriesKind, Source};
use crate::problem::Problem;
use crate::question::halving::assumption::Assumption;
use crate::question::prevalence::Question;
use crate::stats::error::StatsError;
use crate::stats::estimate::Estimate;
use crate::stats::intervals::design::{Basis, Prevalence};
use crate::stats::intervals::{proportion, rate};
use crate::words;

/// Offences or other events for each so many people.
const PER: f64 = 1000.0;

/// One series with everything that is estimated from it.
pub(crate) struct Estimated {
    pub(crate) shown: Shown,
    pub(crate) facts: Vec<Fact>,
    /// What the intervals of survey figures are based on.
    pub(crate) bases: Vec<Basis>,
    /// Whether any figure is based on fewer than 10 effective cases.
    pub(crate) sparse: bool,
    /// The period that the user compares the latest with.
    pub(crate) compare: Option<Period>,
    /// Whether the sample size that the user states is that of other people.
    pub(crate) base_left_out: bool,
    /// The publisher's own numbers of people.
    pub(crate) published: Option<Series>,
    /// Where the latest population comes from.
    pub(crate) population: Option<String>,
}

impl Estimated {
    /// Estimates a series.
    ///
    /// # Errors
    /// Numbers that no interval can be made from; a period to compare with that has no figure; a
    /// damaged release.
    pub(crate) fn of(
        series: Series,
        measure: Option<&Measure>,
        stated: Uncertainty,
        question: &Question,
        dataset: &Dataset<'_>,
    ) -> Result<Self> {
        let base_left_out = stated != question.uncertainty;
        let assumption =
            Assumption::of_measure(stated.assumed, &series.measure, dataset.catalogue());
        let uncertainty = Uncertainty {
            assumed: assumption.completed(&series),
            ..stated
        };
        let published = measure.map_or(Ok(None), |measure| {
            people::published(&series, measure, dataset)
        })?;
        let mut estimated = Self {
            shown: form(series, uncertainty)?,
            facts: Vec::new(),
            bases: Vec::new(),
            sparse: false,
            compare: None,
            base_left_out,
            published,
            population: None,
        };
        let series = estimated.shown.series.clone();
        for point in series.points.iter().chain(&series.rolling) {
            estimated.state(point, &assumption, question, dataset)?;
        }
        estimated.compare = question.compare(series.basis());
        let change = change(&estimated.shown, estimated.compare, &estimated.facts)?;
        estimated.facts.extend(change);
        Ok(estimated)
    }

    /// States what is known for one period.
    fn state(
        &mut self,
        point: &Point,
        assumption: &Assumption<'_>,
        question: &Question,
        dataset: &Dataset<'_>,
    ) -> Result<()> {
        let series = &self.shown.series;
        let template = Fact::about(series);
        let (estimate, found) = estimate(&self.shown, point).map_err(|error| {
            Problem::data(format!("`{}`, {}: {error}", series.name, point.period)).hint(
                "--base, --design-factor and --confidence decide what an interval is made from",
            )
        })?;
        let suppressed = found.is_some_and(|found| found.suppressed);
        let sparse = found.is_some_and(|found| found.sparse());
        self.sparse |= sparse && !suppressed;
        self.bases.extend(found.map(|found| found.basis));
        let figure = figure(&self.shown, point, estimate, suppressed, sparse);
        let published = self
            .published
            .as_ref()
            .and_then(|one| one.point(point.period));
        let published = published.map(|point| people::as_published(&template, point));
        let population = population(series, point, question.population, dataset)?;
        let shown = figure.value.is_some();
        let product = population.as_ref().filter(|_| shown).map(|population| {
            people::product(&template, &figure, population, &words::people(series))
        });
        let sizes = sizes::of(&template, point, found.map(|found| found.basis), assumption);
        self.facts.push(figure);
        self.facts.extend(published);
        self.facts.extend(product);
        self.facts.extend(sizes.into_iter().flatten());
        if let Some(population) = population.filter(|population| !population.release.is_empty()) {
            self.population = Some(population.source);
        }
        Ok(())
    }
}

/// The series as prevalence, as rates where it is a count with populations, or as given.
fn form(series: Series, uncertainty: Uncertainty) -> Result<Shown> {
    let is_rate = series.kind == SeriesKind::Counts
        && series.points.iter().any(|point| point.population.is_some());
    let view = if is_rate { View::Rate } else { View::Observed };
    let is_prevalence = series.kind == SeriesKind::Prevalence;
    let mut shown = Shown::new(series, view, &[], uncertainty)?;
    if is_prevalence {
        shown.statistic = Statistic::Prevalence;
    }
    Ok(shown)
}

/// The estimate of a figure; of a prevalence, with what its precision is based on.
fn estimate(
    shown: &Shown,
    point: &Point,
) -> Result<(Option<Estimate>, Option<Prevalence>), StatsError> {
    let confidence = shown.uncertainty.confidence;
    let assumed = &shown.uncertainty.assumed;
    let Some(value) = point.value else {
        return Ok((None, None));
    };
    match shown.series.kind {
        SeriesKind::Prevalence => {
            let found = precision(point, value, assumed, confidence)?;
            let estimate = found.map(|found| in_per_cent(&found, point, value));
            Ok((estimate, found))
        }
        SeriesKind::Counts => {
            let estimate = match point.population {
                Some(people) => rate::rate(value, people, PER, confidence)?,
                None => rate::count(value, confidence)?,
            };
            Ok((Some(estimate), None))
        }
        SeriesKind::Values => {
            let error = standard_error(shown.series.kind, point, value, assumed)?;
            let wald = |error| proportion::wald_with_df(value, error, point.df, confidence);
            Ok((error.map(wald).transpose()?, None))
        }
    }
}

/// The figure of a period with its interval; without both where too few people were asked.
fn figure(
    shown: &Shown,
    point: &Point,
    estimate: Option<Estimate>,
    suppressed: bool,
    sparse: bool,
) -> Fact {
    let series = &shown.series;
    let is_rate = series.kind == SeriesKind::Counts && point.population.is_some();
    // A prevalence is as it was published, not as it comes back from its proportion.
    let value = point
        .value
        .filter(|_| series.kind == SeriesKind::Prevalence)
        .or(estimate.map(|estimate| estimate.value))
        .or(point.value);
    let sparse = if sparse {
        "fewer than 10 effective cases"
    } else {
        ""
    };
    let notes = [point.quotation(), sparse.to_owned()];
    let fact = Fact {
        period: point.period.into(),
        statistic: match series.kind {
            SeriesKind::Prevalence => Statistic::Prevalence,
            SeriesKind::Counts if is_rate => Statistic::Rate,
            SeriesKind::Counts | SeriesKind::Values => Statistic::Observed,
        },
        method: estimate.map_or_else(String::new, |estimate| estimate.method.to_owned()),
        value: value.filter(|_| !suppressed),
        df: estimate.and_then(|estimate| estimate.df),
        n: estimate.and_then(|estimate| estimate.n),
        unit: if is_rate { &shown.unit } else { &series.unit }.clone(),
        marker: suppressed
            .then_some(Marker::LowReliability)
            .or(point.marker),
        status: point.status,
        release: point.release.clone(),
        source_ref: point.source_ref.clone(),
        note: notes
            .into_iter()
            .filter(|note| !note.is_empty())
            .collect::<Vec<_>>()
            .join("; "),
        ..Fact::about(series)
    };
    let estimate = estimate.filter(|_| !suppressed);
    fact.with_interval(estimate.map(|estimate| estimate.interval))
}

/// The population that a prevalence is multiplied by.
fn population(
    series: &Series,
    point: &Point,
    given: Option<f64>,
    dataset: &Dataset<'_>,
) -> Result<Option<Population>> {
    if series.kind != SeriesKind::Prevalence || point.value.is_none() {
        return Ok(None);
    }
    match (given, point.population, series.source) {
        (Some(people), ..) => Ok(Some(stated(people, "stated by the user"))),
        (None, Some(people), _) => Ok(Some(stated(people, "given with the figures"))),
        (None, None, Source::Own) => Ok(None),
        // Estimates by sex and age are held of England and Wales.
        (None, None, _) if !dataset.is_whole(&series.area) => Ok(None),
        (None, None, _) => dataset.population(series.sex, series.age, point.period),
    }
}

fn stated(people: f64, by: &str) -> Population {
    Population {
        year: 0,
        people,
        source: by.to_owned(),
        release: String::new(),
        source_ref: String::new(),
    }
}

/// A figure and where it comes from.
type Valued<'a> = (&'a Point, f64);

/// The figures to compare: an earlier one and the latest. A figure that is not shown is not compared:
/// the difference would disclose it. Nor are figures with a break between them: where no period is
/// asked for, the earliest since the last break stands in.
fn compared<'a>(
    series: &'a Series,
    compare: Option<Period>,
    stated: &[Fact],
) -> Result<Option<(Valued<'a>, Valued<'a>)>> {
    let is_suppressed = |point: &Point| {
        let suppressed = |fact: &&Fact| fact.marker == Some(Marker::LowReliability);
        let mut hidden = stated.iter().filter(suppressed);
        hidden.any(|fact| fact.period.period() == Some(point.period))
    };
    let mut valued = series.valued().filter(|(point, _)| !is_suppressed(point));
    let latest = valued.next_back();
    let is_comparable = |(point, _): &Valued<'_>| {
        latest.is_some_and(|(latest, _)| is_unbroken(series, point.period, latest.period))
    };
    let earlier = match compare {
        None => valued.find(is_comparable),
        Some(period) => Some(to_compare(series, period)?)
            .filter(|(point, _)| !is_suppressed(point))
            .filter(is_comparable),
    };
    let both = earlier.zip(latest);
    Ok(both.filter(|((earlier, _), (later, _))| earlier.period != later.period))
}

/// The latest figure against an earlier one: the difference and, where both can be tested, the ratio.
fn change(shown: &Shown, compare: Option<Period>, stated: &[Fact]) -> Result<Vec<Fact>> {
    let series = &shown.series;
    let Some(((earlier, from), (later, to))) = compared(series, compare, stated)? else {
        return Ok(Vec::new());
    };
    let uncertainty = &shown.uncertainty;
    let tested = tested_change(
        series.kind,
        (earlier, from),
        (later, to),
        &uncertainty.assumed,
        uncertainty.confidence,
    );
    let tested = tested.ok().flatten();
    let test = tested.and_then(|tested| tested.test);
    let base = Fact {
        from: earlier.period.into(),
        to: later.period.into(),
        ..Fact::about(series)
    };
    let difference = Fact {
        statistic: Statistic::Difference,
        method: tested
            .map_or("later minus earlier", |tested| tested.difference.method)
            .to_owned(),
        value: Some(to - from),
        p_value: test.map(|test| test.p_value),
        df: tested.and_then(|tested| tested.difference.df),
        unit: match series.kind {
            SeriesKind::Prevalence => "percentage points".to_owned(),
            _ => series.unit.clone(),
        },
        note: test.map_or("not tested", |test| test.mark()).to_owned(),
        ..base.clone()
    };
    let ratio = tested.and_then(|tested| tested.ratio).map(|ratio| Fact {
        statistic: Statistic::Ratio,
        method: ratio.method.to_owned(),
        value: Some(ratio.value),
        df: ratio.df,
        ..base.with_interval(Some(ratio.interval))
    });
    let difference = difference.with_interval(tested.map(|tested| tested.difference.interval));
    Ok(std::iter::once(difference).chain(ratio).collect())
}

/// Whether no break lies between two periods: the rule by which trends are cut and verdicts refused.
fn is_unbroken(series: &Series, from: Period, to: Period) -> bool {
    let (first, last) = if from < to { (from, to) } else { (to, from) };
    series.breaks_between(first, last).is_empty()
}

/// The figure of the period to compare with.
fn to_compare(series: &Series, period: Period) -> Result<Valued<'_>> {
    let point = series.point(period);
    let found = point.and_then(|point| point.value.map(|value| (point, value)));
    found.ok_or_else(|| {
        let held = series.valued().map(|(point, _)| point.period.to_string());
        let held: Vec<String> = held.collect();
        let message = format!(
            "`{}` has no figure for {period} to compare with",
            series.name
        );
        Problem::data(message)
            .hint(format!("it has figures for {}", held.join(", ")))
            .into()
    })
}
