//! Estimated numbers of victims: prevalence times the population of one year, and what the report
//! states where no prevalence is held. Nothing tests a change between them.

use anyhow::Result;

use super::Context;
use super::measures::{as_published, window, within};
use crate::answer::{NumberFormat, ValueAxis};
use crate::dataset::Population;
use crate::facts::trend::rows;
use crate::facts::trend::shown::Shown;
use crate::facts::{Fact, Facts, Statistic};
use crate::model::{Point, Series, SeriesKind};
use crate::problem::Problem;
use crate::reports::{FigureSpec, StatedValue, VictimsQuery};
use crate::words;

/// Estimated numbers of victims, one series a measure.
pub(crate) struct VictimEstimates {
    pub(crate) shown: Vec<Shown>,
    /// Where the populations come from.
    pub(crate) sources: Vec<String>,
    pub(crate) facts: Facts,
}

/// The numbers of victims that a query names.
///
/// # Errors
/// Unknown measures and periods; a population that the release does not hold; measures that are not
/// prevalence in per cent.
pub(crate) fn victim_estimates(
    context: &Context<'_>,
    figure: &FigureSpec,
    query: &VictimsQuery,
) -> Result<VictimEstimates> {
    let window = window(&query.measures, Some(&query.from), Some(&query.to))?;
    let (mut shown, mut sources) = (Vec::new(), Vec::new());
    for name in &query.measures {
        let prevalence = within(&window, context.series(figure, name)?)?;
        if prevalence.kind != SeriesKind::Prevalence {
            let problem = format!("`{name}` is not a prevalence in per cent");
            return Err(Problem::data(problem).into());
        }
        let (sex, age) = (prevalence.sex, prevalence.age);
        let population = context.dataset.population_in(&query.population, sex, age)?;
        let victims = victims(context, prevalence, &population, &query.figure);
        let mut one = as_published(victims)?;
        (one.format, one.signed, one.axis) = (
            NumberFormat::NearestThousand,
            NumberFormat::SignedWhole,
            ValueAxis::Counts,
        );
        shown.push(one);
        sources.push(population.source);
    }
    let facts = shown.iter().flat_map(estimated).collect();
    for one in &mut shown {
        one.statistic = Statistic::Victims;
    }
    Ok(VictimEstimates {
        shown,
        sources,
        facts,
    })
}

/// The estimates without changes, which nothing tests.
fn estimated(shown: &Shown) -> Vec<Fact> {
    let rows = rows::of(shown).into_iter();
    let observed = rows.filter(|row| row.statistic == Statistic::Observed);
    let estimate = |row| Fact {
        statistic: Statistic::Victims,
        ..row
    };
    observed.map(estimate).collect()
}

/// A prevalence as numbers of people, at full precision.
fn victims(
    context: &Context<'_>,
    prevalence: Series,
    population: &Population,
    figure: &str,
) -> Series {
    let about = context.about;
    let sex = prevalence.sex.to_string();
    let stated = |point: &Point| {
        let period = point.period.to_string();
        let fits = |value: &&StatedValue| {
            let place = (value.figure.as_str(), &value.group, &value.period);
            !figure.is_empty() && place == (figure, &sex, &period)
        };
        context.values.all().iter().find(fits)
    };
    let number = |point: Point| match (point.value, stated(&point)) {
        (Some(per_cent), _) => Point {
            value: Some(per_cent / 100.0 * population.people),
            source_ref: format!("{}; {}", point.source_ref, population.source_ref),
            standard_error: None,
            limits: None,
            ..point
        },
        (None, Some(value)) if value.value.is_some() => Point {
            value: value.value,
            marker: None,
            release: about.own_release.clone(),
            quoted_by: format!("{} ({})", about.publisher, value.note),
            source_ref: value.paragraph.clone(),
            ..point
        },
        (None, Some(value)) => Point {
            marker: value.marker(),
            ..point
        },
        (None, None) => point,
    };
    Series {
        points: prevalence.points.into_iter().map(number).collect(),
        label: words::capitalised(prevalence.sex.noun()),
        noun: "people".to_owned(),
        unit: "people".to_owned(),
        kind: SeriesKind::Values,
        ..prevalence
    }
}
