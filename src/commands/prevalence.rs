//! `vawg prevalence`: how many people experienced a crime, with the uncertainty.

mod figures;
mod table;

use anyhow::Result;

use crate::answer::{Answer, Chart, Evidence, Panel, Text};
use crate::cli::{PopulationArgs, PrevalenceArgs, SourceChoice};
use crate::dataset::{Dataset, Population};
use crate::estimates::{TestedChange, in_per_cent, precision, standard_error, tested_change};
use crate::facts::Facts;
use crate::facts::trend::grouped;
use crate::facts::trend::shown::{Shown, Uncertainty, View};
use crate::model::{Period, Point, Series, SeriesKind, Source};
use crate::problem::Problem;
use crate::question::period;
use crate::question::request;
use crate::question::subject::{Asked, Subject, nothing_to_show};
use crate::question::window::Window;
use crate::stats::design::Prevalence;
use crate::stats::error::StatsError;
use crate::stats::estimate::Estimate;
use crate::stats::rate;
use crate::views::trend::{drawing, panel, remarks};

/// Offences or other events for each so many people.
const PER: f64 = 1000.0;

/// How many people experienced a crime, or what a user's own figures say of it.
///
/// # Errors
/// Unknown names and periods; a population without figures; numbers that no interval can be made
/// from; a damaged release.
pub fn prevalence(args: &PrevalenceArgs, dataset: &Dataset<'_>) -> Result<Answer> {
    let window = Window::given(args.span.from.as_deref(), args.span.to.as_deref())?;
    let compare = period::given("--compare", args.compare.as_deref())?;
    let uncertainty = Uncertainty {
        assumed: request::assumed(&args.precision)?,
        confidence: request::confidence(args.precision.confidence)?,
    };
    let population = PopulationArgs {
        source: args.subject.crime.is_some().then_some(SourceChoice::Survey),
        sex: args.sex,
        age: args.age.clone(),
    };
    let asked = Asked {
        subject: &args.subject,
        population: &population,
        releases: &args.span.release,
        from: args.span.from.as_deref(),
        to: args.span.to.as_deref(),
    };
    let subject = Subject::of(&asked, dataset)?;
    let mut all: Vec<Estimates> = Vec::new();
    for (series, _) in &subject.series {
        let series = series.clone();
        let of_one = uncertainty.of_one(&series, &subject.series);
        window.check(&series)?;
        period::refuse_bare_year("--compare", compare, series.basis())?;
        request::fits(None, &args.precision, series.basis())?;
        let compare = period::on_basis(compare, series.basis());
        let series = window.of(series);
        if series.points.is_empty() && series.rolling.is_empty() {
            continue;
        }
        let shown = Shown::new(series, View::Observed, &[], of_one)?;
        all.push(Estimates::of(shown, compare, args.population, dataset)?);
    }
    if all.is_empty() {
        return Err(nothing_to_show(&asked, dataset)?);
    }
    let shown: Vec<&Shown> = all.iter().map(|one| &one.shown).collect();
    let mut notes = subject.notes.clone();
    notes.extend(uncertainty.note(&shown));
    Ok(answer(&subject.title, &subject.topic, &notes, &all))
}

fn answer(title: &str, topic: &str, notes: &[String], all: &[Estimates]) -> Answer {
    let series: Vec<Series> = all.iter().map(|one| one.shown.series.clone()).collect();
    let mut evidence = Evidence::of(&series);
    for note in notes.iter().chain(all.iter().flat_map(|one| &one.notes)) {
        evidence = evidence.with_note(note, true);
    }
    for one in all.iter().filter_map(Estimates::source) {
        evidence = evidence.with_source(one);
    }
    let facts: Facts = all.iter().flat_map(figures::of).collect();
    let panels = all
        .iter()
        .map(|one| {
            let group = [&one.shown];
            Panel {
                heading: one.shown.series.source.heading().to_owned(),
                title: panel::title(&one.shown, &facts),
                scope: panel::scope(topic, &group),
                table: table::table(one, &evidence),
                remarks: Text::all(table::remarks(one)),
                chart: None,
                ..Panel::default()
            }
        })
        .collect::<Vec<_>>();
    let panels = with_charts(panels, all, &facts, &evidence);
    let mut answer = Answer::new(title, panels, evidence);
    answer.facts = facts;
    answer
}

/// One chart for the series that may share an axis, in the panel of the first of them.
fn with_charts(
    mut panels: Vec<Panel>,
    all: &[Estimates],
    facts: &Facts,
    evidence: &Evidence,
) -> Vec<Panel> {
    let shown: Vec<Shown> = all.iter().map(|one| one.shown.clone()).collect();
    let mut first = 0;
    for group in grouped(&shown) {
        if let Some(panel) = panels.get_mut(first) {
            panel.chart = Some(Chart::Lines(drawing::chart(&group, evidence)));
            panel.alternative_text = drawing::alternative_text(&group, facts, evidence);
        }
        first += group.len();
    }
    panels
}

/// One series with everything that is estimated from it.
struct Estimates {
    shown: Shown,
    /// One for each point, then for each rolling year.
    rows: Vec<Row>,
    /// The latest figure against an earlier one.
    change: Option<Change>,
    notes: Vec<String>,
}

/// What is estimated for one period.
struct Row {
    point: Point,
    /// The prevalence in the unit of the series, or the rate of a count, with its interval.
    estimate: Option<Estimate>,
    /// How the interval of a prevalence came about.
    basis: Option<Prevalence>,
    /// The number of people, from the prevalence.
    people: Option<People>,
}

/// A number of people, and what it was multiplied from.
struct People {
    population: Population,
    /// Without its interval where the prevalence has none.
    number: f64,
    interval: Option<(f64, f64)>,
}

/// The change from one period to another.
struct Change {
    from: Period,
    to: Period,
    difference: f64,
    tested: Option<TestedChange>,
}

impl Estimates {
    fn of(
        shown: Shown,
        compare: Option<Period>,
        population: Option<f64>,
        dataset: &Dataset<'_>,
    ) -> Result<Self> {
        let series = &shown.series;
        let mut rows = Vec::new();
        for point in series.points.iter().chain(&series.rolling) {
            rows.push(row(&shown, point, population, dataset)?);
        }
        let change = change(&shown, compare)?;
        let notes = notes(&shown, &rows);
        Ok(Self {
            shown,
            rows,
            change,
            notes,
        })
    }

    /// Where the population comes from.
    fn source(&self) -> Option<String> {
        let people = self.rows.iter().rev().find_map(|row| row.people.as_ref())?;
        (!people.population.release.is_empty()).then(|| people.population.source.clone())
    }
}

fn row(
    shown: &Shown,
    point: &Point,
    population: Option<f64>,
    dataset: &Dataset<'_>,
) -> Result<Row> {
    let series = &shown.series;
    let place = |error: StatsError| {
        Problem::data(format!("`{}`, {}: {error}", series.name, point.period))
            .hint("--base, --design-factor and --confidence decide what an interval is made from")
    };
    let mut row = Row {
        point: point.clone(),
        estimate: None,
        basis: None,
        people: None,
    };
    let Some(value) = point.value else {
        return Ok(row);
    };
    (row.estimate, row.basis) = estimate(shown, point, value).map_err(place)?;
    if series.kind == SeriesKind::Prevalence {
        row.people = people(series, point, value, row.estimate, population, dataset)?;
    }
    Ok(row)
}

/// The estimate of a figure; of a prevalence, with what its precision rests on.
fn estimate(
    shown: &Shown,
    point: &Point,
    value: f64,
) -> Result<(Option<Estimate>, Option<Prevalence>), StatsError> {
    let confidence = shown.uncertainty.confidence;
    let assumed = &shown.uncertainty.assumed;
    match shown.series.kind {
        SeriesKind::Prevalence => {
            let basis = precision(point, value, assumed, confidence)?;
            let estimate = basis.map(|found| in_per_cent(&found, point, value));
            Ok((estimate, basis))
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
            let wald = |error| crate::stats::proportion::wald(value, error, confidence);
            Ok((error.map(wald).transpose()?, None))
        }
    }
}

fn people(
    series: &Series,
    point: &Point,
    value: f64,
    estimate: Option<Estimate>,
    given: Option<f64>,
    dataset: &Dataset<'_>,
) -> Result<Option<People>> {
    let population = match (given, point.population, series.source) {
        (Some(people), ..) => Some(stated(people, "stated by the user")),
        (None, Some(people), _) => Some(stated(people, "given with the figures")),
        (None, None, Source::Own) => None,
        (None, None, _) => dataset.population(series.sex, series.age, point.period)?,
    };
    Ok(population.map(|population| {
        let size = population.people / 100.0;
        People {
            number: value * size,
            interval: estimate.map(|estimate| {
                (
                    estimate.interval.lower * size,
                    estimate.interval.upper * size,
                )
            }),
            population,
        }
    }))
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

fn change(shown: &Shown, compare: Option<Period>) -> Result<Option<Change>> {
    let series = &shown.series;
    let Some((later, to)) = series.valued().next_back() else {
        return Ok(None);
    };
    let earlier = match compare {
        None => series.valued().next(),
        Some(period) => {
            let found = series
                .point(period)
                .and_then(|point| point.value.map(|value| (point, value)));
            if found.is_none() {
                let held: Vec<String> = series
                    .valued()
                    .map(|(point, _)| point.period.to_string())
                    .collect();
                return Err(Problem::data(format!(
                    "`{}` has no figure for {period} to compare with",
                    series.name
                ))
                .hint(format!("it has figures for {}", held.join(", ")))
                .into());
            }
            found
        }
    };
    let Some((earlier, from)) = earlier.filter(|(point, _)| point.period != later.period) else {
        return Ok(None);
    };
    let uncertainty = &shown.uncertainty;
    let tested = tested_change(
        series.kind,
        (earlier, from),
        (later, to),
        &uncertainty.assumed,
        uncertainty.confidence,
    );
    Ok(Some(Change {
        from: earlier.period,
        to: later.period,
        difference: to - from,
        tested: tested.ok().flatten(),
    }))
}

fn notes(shown: &Shown, rows: &[Row]) -> Vec<String> {
    let mut notes = Vec::new();
    notes.extend(remarks::assumption(&[shown]));
    let bases = || rows.iter().filter_map(|row| row.basis);
    if bases().any(|basis| basis.suppressed) {
        notes.push("[u] low reliability: fewer than 50 people were asked.".to_owned());
    }
    if bases().any(|basis| basis.sparse() && !basis.suppressed) {
        notes.push(
            "Where a figure rests on fewer than 10 effective cases, its interval may be too narrow."
                .to_owned(),
        );
    }
    if rows.iter().any(|row| row.people.is_some()) {
        notes.push("Numbers of people are prevalence times population: women and men need not add up to all.".to_owned());
    }
    notes
}
