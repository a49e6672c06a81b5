//! What is to be reduced, from which number, to which.

use anyhow::Result;

use crate::dataset::Dataset;
use crate::estimates::AssumedPrecision;
use crate::estimates::trajectory::{Reading, trajectory};
use crate::facts::{Fact, Statistic, people, precision as sizes};
use crate::model::{Point, Series, SeriesKind};
use crate::problem::Problem;
use crate::question::halving::assumption::Assumption;
use crate::question::halving::goal::Subject;
use crate::stats::intervals::design::Basis;
use crate::words;

/// A baseline and its target.
pub(crate) struct Baseline<'a> {
    pub(crate) subject: Subject<'a>,
    /// The definition, or the series of own figures.
    pub(crate) name: String,
    /// The baseline alone, with the breaks up to the target.
    pub(crate) series: Series,
    pub(crate) facts: Vec<Fact>,
    /// What the interval of a survey figure is based on.
    pub(crate) basis: Option<Basis>,
    /// Where the population comes from.
    pub(crate) population: Option<String>,
}

impl<'a> Baseline<'a> {
    /// Works out what a subject is to be reduced to.
    ///
    /// # Errors
    /// Numbers that no target can be made from; a damaged release.
    pub(crate) fn of(
        subject: Subject<'a>,
        stated: AssumedPrecision,
        dataset: &Dataset<'a>,
    ) -> Result<Self> {
        let found = trajectory(&subject.series, &subject.goal, &[])
            .map_err(|error| Problem::data(format!("`{}`: {error}", subject.series.name)))?;
        let definition = subject.definition.map(|(definition, _)| definition);
        let name = definition.map_or(&subject.series.name, |definition| &definition.id);
        let template = Fact {
            series: name.clone(),
            unit: subject.series.unit.clone(),
            ..Fact::about(&subject.series)
        };
        let goal = &subject.goal;
        let point = subject.series.point(goal.baseline);
        let baseline = reduced(&found.baseline, point, &template);
        let target = Fact {
            period: goal.target.into(),
            statistic: Statistic::Target,
            value: Some(found.target_value),
            ..template.clone()
        };
        let (victims, population) = victims(&subject, &template, &baseline, dataset)?;
        let needed = |statistic, value, unit: &str| Fact {
            statistic,
            from: goal.baseline.into(),
            to: goal.target.into(),
            value: Some(100.0 * value),
            unit: unit.to_owned(),
            ..template.clone()
        };
        let needed = [
            needed(Statistic::RelativeChange, -goal.reduction, "per cent"),
            needed(
                Statistic::RequiredRate,
                found.required_rate,
                "per cent a year",
            ),
        ];
        let assumption = Assumption::new(stated, definition);
        let basis = found.baseline.basis;
        let sizes = point.and_then(|point| sizes::of(&template, point, basis, &assumption));
        let facts = [baseline, target]
            .into_iter()
            .chain(victims)
            .chain(needed)
            .chain(sizes.into_iter().flatten());
        Ok(Self {
            facts: facts.collect(),
            name: name.clone(),
            series: at_baseline(&subject),
            basis,
            population,
            subject,
        })
    }
}

/// The figure to be reduced, and where it is published.
fn reduced(reading: &Reading, point: Option<&Point>, template: &Fact) -> Fact {
    let fact = Fact {
        period: reading.period.into(),
        statistic: Statistic::Baseline,
        value: Some(reading.value),
        n: reading.effective_base,
        release: point.map_or_else(String::new, |point| point.release.clone()),
        source_ref: point.map_or_else(String::new, |point| point.source_ref.clone()),
        note: point.map_or_else(String::new, Point::quotation),
        ..template.clone()
    };
    fact.with_interval(reading.interval)
}

/// The publisher's number of people, and the prevalence times the population, with its source.
fn victims(
    subject: &Subject<'_>,
    template: &Fact,
    baseline: &Fact,
    dataset: &Dataset<'_>,
) -> Result<(Vec<Fact>, Option<String>)> {
    let series = &subject.series;
    if series.kind != SeriesKind::Prevalence || subject.definition.is_none() {
        return Ok((Vec::new(), None));
    }
    let measure = dataset.catalogue().measure(&series.measure);
    let published = measure.map_or(Ok(None), |measure| {
        people::published(series, measure, dataset)
    })?;
    let published = published.and_then(|published| {
        let point = published.point(subject.goal.baseline);
        point.map(|point| people::as_published(template, point))
    });
    let population = dataset.population(series.sex, series.age, subject.goal.baseline)?;
    let product = population
        .as_ref()
        .map(|population| people::product(template, baseline, population, &words::people(series)));
    let facts = published.into_iter().chain(product).collect();
    Ok((facts, population.map(|population| population.source)))
}

/// The series at its baseline alone, with the breaks up to the target.
fn at_baseline(subject: &Subject<'_>) -> Series {
    let (from, to) = (subject.goal.baseline, subject.goal.target);
    let breaks = subject.series.breaks_between(from, to);
    let breaks = breaks.into_iter().cloned().collect();
    let mut series = subject.series.clone();
    series.rolling.clear();
    let mut series = series.within(Some(from), Some(from));
    series.breaks = breaks;
    series
}
