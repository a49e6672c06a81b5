//! A figure of estimated numbers of people: prevalence times the population of one year, and what
//! the report states where no prevalence is held. No test of a change can be made of it.

use anyhow::Result;

use super::Context;
use super::drawn::Drawn;
use super::measures::{as_published, series, window, within};
use crate::answer::{Evidence, NumberFormat, ValueAxis};
use crate::dataset::Population;
use crate::facts::trend::rows;
use crate::facts::trend::shown::{Shown, View};
use crate::facts::{Fact, Facts, Statistic};
use crate::model::{Point, Series, SeriesKind};
use crate::problem::Problem;
use crate::reports::{FigureSpec, StatedValue, VictimsQuery};
use crate::views::trend::panel;
use crate::words;

/// # Errors
/// Unknown measures and periods; a population that the release does not hold; figures that are no
/// prevalence in per cent.
pub(super) fn drawn(
    context: &Context<'_>,
    figure: &FigureSpec,
    query: &VictimsQuery,
) -> Result<Drawn> {
    let VictimsQuery {
        measures,
        from,
        to,
        population,
        figure: number,
    } = query;
    let window = window(measures, Some(from), Some(to))?;
    let mut shown = Vec::new();
    let mut sources = Vec::new();
    for name in measures {
        let mut prevalence = within(&window, series(context, figure, name)?)?;
        prevalence.rolling.clear();
        if prevalence.kind != SeriesKind::Prevalence {
            return Err(Problem::data(format!("`{name}` is no prevalence in per cent")).into());
        }
        let (sex, age) = (prevalence.sex, prevalence.age);
        let people = context.dataset.population_in(population, sex, age)?;
        sources.push(people.source.clone());
        let people = people_of(context, &prevalence, &people, number);
        let mut one = Shown::new(people, View::Observed, &[], as_published())?;
        (one.format, one.signed, one.axis) = (
            NumberFormat::NearestThousand,
            NumberFormat::SignedWhole,
            ValueAxis::Counts,
        );
        shown.push(one);
    }
    let all: Vec<Series> = shown.iter().map(|one| one.series.clone()).collect();
    let mut evidence = Evidence::of(&all);
    for source in sources {
        evidence = evidence.with_source(source);
    }
    let group: Vec<&Shown> = shown.iter().collect();
    let facts: Facts = shown.iter().flat_map(rows::of).collect();
    let mut panel = panel::panel("Estimated victims", &group, &facts, &evidence);
    panel.remarks = vec![
        "No test of a change: no standard error is published."
            .to_owned()
            .into(),
    ];
    Ok(Drawn {
        panels: vec![panel],
        evidence,
        figures: shown.iter().flat_map(observed).collect(),
        words: Vec::new(),
    })
}

/// The machine rows without changes, which nothing tests.
fn observed(shown: &Shown) -> Vec<Fact> {
    let rows = rows::of(shown).into_iter();
    rows.filter(|row| row.statistic == Statistic::Observed)
        .map(|row| Fact {
            statistic: Statistic::Victims,
            ..row
        })
        .collect()
}

/// The prevalence as numbers of people, to the nearest thousand only where it is written.
fn people_of(
    context: &Context<'_>,
    prevalence: &Series,
    population: &Population,
    number: &str,
) -> Series {
    let sex = prevalence.sex.to_string();
    let stated = |point: &Point| {
        let period = point.period.to_string();
        let fits = |value: &&StatedValue| {
            !number.is_empty()
                && value.figure == number
                && value.group == sex
                && value.period == period
        };
        context.values.all().iter().find(fits)
    };
    let about = context.about;
    let points = prevalence
        .points
        .iter()
        .map(|point| match (point.value, stated(point)) {
            (Some(per_cent), _) => Point {
                value: Some(per_cent / 100.0 * population.people),
                source_ref: format!("{}; {}", point.source_ref, population.source_ref),
                standard_error: None,
                limits: None,
                ..point.clone()
            },
            (None, Some(value)) if value.value.is_some() => Point {
                value: value.value,
                marker: None,
                release: about.own_release.clone(),
                quoted_by: format!("{} ({})", about.publisher, value.note),
                source_ref: value.paragraph.clone(),
                ..point.clone()
            },
            (None, Some(value)) => Point {
                marker: value.marker(),
                ..point.clone()
            },
            (None, None) => point.clone(),
        });
    Series {
        points: points.collect(),
        label: words::capitalised(prevalence.sex.noun()),
        noun: "people".to_owned(),
        unit: "people".to_owned(),
        kind: SeriesKind::Values,
        ..prevalence.clone()
    }
}
