//! Numbers of people behind a prevalence: what the publisher gives, and the prevalence times the
//! resident population.

use anyhow::Result;

use super::{Fact, Facts, Statistic};
use crate::catalogue::Measure;
use crate::dataset::{Dataset, Population};
use crate::model::{Period, Point, Series};

/// The method of a number that no publisher gives.
pub(crate) const PRODUCT: &str = "prevalence times population";

/// The publisher's own number of people with this experience, for the points that the same release
/// gives it for.
///
/// # Errors
/// A damaged release.
pub(crate) fn published(
    series: &Series,
    measure: &Measure,
    dataset: &Dataset<'_>,
) -> Result<Option<Series>> {
    for (unit, size) in [("people", 1.0), ("thousand people", 1000.0)] {
        let victims = Measure {
            statistic: Statistic::Victims.name().to_owned(),
            unit: unit.to_owned(),
            ..measure.clone()
        };
        let Some(mut found) = dataset.series(&victims, None)? else {
            continue;
        };
        let with_prevalence = |point: &Point| {
            let of_series = series.point(point.period);
            of_series.is_some_and(|known| known.release == point.release && known.value.is_some())
        };
        for points in [&mut found.points, &mut found.rolling] {
            points.retain(|point| point.value.is_some() && with_prevalence(point));
            for point in points {
                point.value = point.value.map(|value| value * size);
            }
        }
        if !(found.points.is_empty() && found.rolling.is_empty()) {
            found.sources = dataset.source_lines(&found);
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The publisher's own number of people.
pub(crate) fn as_published(template: &Fact, point: &Point) -> Fact {
    Fact {
        period: point.period.into(),
        statistic: Statistic::Victims,
        value: point.value,
        unit: "people".to_owned(),
        status: point.status,
        release: point.release.clone(),
        source_ref: point.source_ref.clone(),
        note: point.quotation(),
        ..template.clone()
    }
}

/// A prevalence, as a fact, times a population.
pub(crate) fn product(
    template: &Fact,
    prevalence: &Fact,
    population: &Population,
    people: &str,
) -> Fact {
    let times = |share: f64| share / 100.0 * population.people;
    let period = prevalence.period.period();
    let which = if population.release.is_empty() {
        population.source.clone()
    } else {
        format!("mid-{} estimate", population.year)
    };
    let is_nearest =
        !population.release.is_empty() && period.is_some_and(|period| !population.fits(period));
    let nearest = if is_nearest { ", the nearest held" } else { "" };
    Fact {
        period: prevalence.period.clone(),
        statistic: Statistic::Victims,
        method: PRODUCT.to_owned(),
        value: prevalence.value.map(times),
        lower: prevalence.lower.map(times),
        upper: prevalence.upper.map(times),
        confidence: prevalence.confidence,
        n: Some(population.people),
        unit: "people".to_owned(),
        denominator: format!("{people}, {which}"),
        release: population.release.clone(),
        source_ref: population.source_ref.clone(),
        note: format!("{which}{nearest}"),
        ..template.clone()
    }
}

/// The number of people in a period: the publisher's own, or the product.
pub(crate) fn at<'a>(
    facts: &'a Facts,
    series: &str,
    period: Period,
    method: &str,
) -> Option<&'a Fact> {
    let mut stated = facts.of(series, Statistic::Victims);
    stated.find(|fact| fact.period.period() == Some(period) && fact.method == method)
}
