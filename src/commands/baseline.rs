//! `vawg baseline`: what exactly is to be halved, from which number.

use anyhow::Result;

use crate::answer::{Answer, Cell, Column, Evidence, NumberFormat, Panel, Table, TableRow};
use crate::cli::BaselineArgs;
use crate::dataset::Dataset;
use crate::estimates::trajectory::{Trajectory, trajectory};
use crate::facts::{self, Fact, Facts, Statistic};
use crate::model::{Point, Series, SeriesKind};
use crate::problem::Problem;
use crate::question::goal::{self, Subject};
use crate::stats::estimate::Interval;
use crate::views;
use crate::words;

/// The number to be reduced, what would remain, and what the definition leaves out.
///
/// # Errors
/// Unknown names; a baseline without a figure; a damaged release.
pub fn baseline(args: &BaselineArgs, dataset: &Dataset<'_>) -> Result<Answer> {
    let subjects = if args.all {
        let definitions = dataset.catalogue().definitions.iter();
        definitions
            .map(|definition| goal::of_definition(&definition.id, &args.goal, dataset))
            .collect::<Result<Vec<_>>>()?
    } else {
        vec![goal::subject(&args.goal, dataset)?]
    };
    let mut rows = Vec::new();
    for subject in &subjects {
        let trajectory = trajectory(&subject.series, &subject.goal, &[])
            .map_err(|error| Problem::data(format!("`{}`: {error}", subject.series.name)))?;
        let people = people(subject, &trajectory, dataset)?;
        rows.push((subject, trajectory, people));
    }
    let (panels, title) = if args.all {
        let title = "What is to be halved, under each definition, England and Wales";
        (vec![side_by_side(&rows)], title.to_owned())
    } else {
        let each = rows.iter();
        let panels =
            each.map(|(subject, trajectory, people)| one(subject, trajectory, people.as_ref()));
        let title = subjects.first().map(|subject| subject.title.clone());
        (panels.collect(), title.unwrap_or_default())
    };
    let figures = rows
        .iter()
        .flat_map(|(subject, trajectory, people)| figures(subject, trajectory, people.as_ref()));
    let evidence = evidence(&subjects);
    Ok(Answer::new(title, panels, evidence).with_facts(figures))
}

/// Where the figures come from, what their intervals rest on, who set the targets.
fn evidence(subjects: &[Subject<'_>]) -> Evidence {
    let series: Vec<Series> = subjects.iter().map(|one| one.series.clone()).collect();
    let mut evidence = Evidence::of(&series);
    for subject in subjects {
        let periods = [subject.goal.baseline];
        let precision = facts::goal::precision(subject, &periods, None, &mut Facts::default());
        if let Some(note) = views::goal::reasons(&precision) {
            evidence = evidence.with_note(note.to_string(), true);
        }
        if subject.series.kind == SeriesKind::Counts {
            evidence = evidence.with_note(goal::ON_COUNTS, true);
        }
        if let Some((definition, _)) = subject.definition {
            let source = format!("{}: {}", definition.title, subject.target_source());
            evidence = evidence.with_source(source);
        }
    }
    evidence
}

/// The number of people behind a baseline prevalence.
struct People {
    number: f64,
    /// The limits of the prevalence times the population, as the interval of the prevalence.
    interval: Option<Interval>,
    population: f64,
    year: u16,
    release: String,
    source_ref: String,
}

fn people(
    subject: &Subject<'_>,
    trajectory: &Trajectory,
    dataset: &Dataset<'_>,
) -> Result<Option<People>> {
    let series = &subject.series;
    if series.kind != SeriesKind::Prevalence || subject.definition.is_none() {
        return Ok(None);
    }
    let found = dataset.population(series.sex, series.age, subject.goal.baseline)?;
    Ok(found.map(|population| People {
        number: trajectory.baseline.value / 100.0 * population.people,
        interval: trajectory
            .baseline
            .interval
            .map(|interval| interval.map(|limit| limit / 100.0 * population.people)),
        population: population.people,
        year: population.year,
        release: population.release,
        source_ref: population.source_ref,
    }))
}

fn format_of(series: &Series) -> (NumberFormat, NumberFormat) {
    match series.kind {
        SeriesKind::Prevalence => (NumberFormat::PerCent(1), NumberFormat::PerCent(2)),
        SeriesKind::Counts => (NumberFormat::Whole, NumberFormat::Whole),
        SeriesKind::Values => (NumberFormat::Decimal(1), NumberFormat::Decimal(2)),
    }
}

fn interval(trajectory: &Trajectory, format: NumberFormat) -> String {
    trajectory.baseline.interval.map_or_else(
        || "not known".to_owned(),
        |interval| {
            format!(
                "{} to {}",
                format.write(interval.lower),
                format.write(interval.upper)
            )
        },
    )
}

fn thousands(number: f64) -> String {
    NumberFormat::Whole.write((number / 1000.0).round() * 1000.0)
}

fn one(subject: &Subject<'_>, trajectory: &Trajectory, people: Option<&People>) -> Panel {
    let (format, precise) = format_of(&subject.series);
    let goal = &subject.goal;
    let mut rows = numbers(subject, trajectory, people);
    if let Some((definition, _)) = subject.definition {
        rows.extend([
            (
                "counts",
                format!("{}, {}", definition.counts, definition.status),
            ),
            ("includes", definition.includes.clone()),
            ("leaves out", definition.leaves_out.clone()),
            ("used by", definition.used_by.clone()),
            ("citation", definition.citation.clone()),
            ("target", subject.target_source()),
        ]);
    }
    rows.push(("breaks", known_breaks(subject)));
    let row = |(name, text): (&str, String)| TableRow {
        cells: vec![Cell::text(name), Cell::Text(text)],
        ..TableRow::default()
    };
    Panel {
        heading: subject.series.source.heading().to_owned(),
        title: format!(
            "{} of {} in {} is {}, by {}",
            subject.part_left(),
            format.write(trajectory.baseline.value),
            words::in_sentence(goal.baseline),
            precise.write(trajectory.target_value),
            words::in_sentence(goal.target)
        )
        .into(),
        table: Table {
            columns: vec![Column::left("what"), Column::left("")],
            rows: rows.into_iter().map(row).collect(),
            earlier_rows: 0,
        },
        ..Panel::default()
    }
}

fn numbers(
    subject: &Subject<'_>,
    trajectory: &Trajectory,
    people: Option<&People>,
) -> Vec<(&'static str, String)> {
    let (format, precise) = format_of(&subject.series);
    let goal = &subject.goal;
    let baseline = format.write(trajectory.baseline.value);
    let target = precise.write(trajectory.target_value);
    let less = NumberFormat::PerCent(0).write(100.0 * goal.reduction);
    let rate = NumberFormat::SignedPerCent(2).write(100.0 * trajectory.required_rate);
    let mut rows = vec![
        ("to be reduced", format!("{baseline} in {}", goal.baseline)),
        (
            "to be reached",
            format!("{target} in {}, {less} less", goal.target),
        ),
        ("interval", interval(trajectory, format)),
        ("a year", format!("{rate} on average")),
    ];
    rows.extend(people.map(|people| {
        let of = NumberFormat::Whole.write(people.population);
        let limits = people.interval.map_or_else(String::new, |interval| {
            let (lower, upper) = (thousands(interval.lower), thousands(interval.upper));
            format!(" ({lower} to {upper})")
        });
        (
            "people",
            format!(
                "{}{limits}: the prevalence times {of} (mid-{}); the publisher's own number may differ",
                thousands(people.number),
                people.year
            ),
        )
    }));
    rows
}

fn known_breaks(subject: &Subject<'_>) -> String {
    let breaks = subject
        .series
        .breaks_between(subject.goal.baseline, subject.goal.target);
    if breaks.is_empty() {
        return "none known".to_owned();
    }
    let each: Vec<String> = breaks
        .iter()
        .map(|mark| format!("{}: {}", mark.date_in_words, mark.text))
        .collect();
    each.join(" ")
}

/// A definition's subject, its target and its people.
type Row<'a> = (&'a Subject<'a>, Trajectory, Option<People>);

fn side_by_side(rows: &[Row<'_>]) -> Panel {
    Panel {
        title: "How much half is depends on the definition".to_owned().into(),
        scope: "Figures of the police count offences, those of the survey people: they are not one scale"
            .to_owned(),
        table: Table {
            columns: vec![
                Column::left("definition"),
                Column::right("baseline"),
                Column::right("target"),
                Column::right("interval"),
                Column::right("people"),
            ],
            rows: rows.iter().map(definition_row).collect(),
            earlier_rows: 0,
        },
        remarks: vec![
            "The government's target is set on `headline` alone; the others are here to compare."
                .to_owned().into(),
            "People: the prevalence times the mid-year estimate nearest, of different years for \
             different ages; they do not add up, and the publisher's own numbers may differ."
                .to_owned().into(),
            "vawg baseline --definition NAME says what each includes and leaves out.".to_owned().into(),
        ],
        ..Panel::default()
    }
}

fn definition_row((subject, trajectory, people): &Row<'_>) -> TableRow {
    let (format, precise) = format_of(&subject.series);
    let name = subject
        .definition
        .map_or("", |(definition, _)| definition.id.as_str());
    let people = people.as_ref().map(|people| thousands(people.number));
    TableRow {
        cells: vec![
            Cell::text(name),
            Cell::Number(trajectory.baseline.value, format),
            Cell::Number(trajectory.target_value, precise),
            Cell::Text(interval(trajectory, format)),
            people.map_or(Cell::Empty, Cell::Text),
        ],
        ..TableRow::default()
    }
}

fn figures(subject: &Subject<'_>, trajectory: &Trajectory, people: Option<&People>) -> Vec<Fact> {
    let series = &subject.series;
    let template = Fact {
        series: subject
            .definition
            .map_or(&series.name, |(definition, _)| &definition.id)
            .clone(),
        unit: series.unit.clone(),
        ..Fact::about(series)
    };
    let target = Fact {
        period: subject.goal.target.into(),
        statistic: Statistic::Target,
        value: Some(trajectory.target_value),
        ..template.clone()
    };
    let victims = people.map(|people| {
        let figure = Fact {
            period: subject.goal.baseline.into(),
            statistic: Statistic::Victims,
            method: "prevalence times population".to_owned(),
            value: Some(people.number),
            n: Some(people.population),
            unit: "people".to_owned(),
            release: people.release.clone(),
            source_ref: people.source_ref.clone(),
            ..template.clone()
        };
        with_interval(figure, people.interval)
    });
    let baseline = reduced(subject, trajectory, &template);
    [baseline, target].into_iter().chain(victims).collect()
}

/// The figure to be reduced, and where it was read.
fn reduced(subject: &Subject<'_>, trajectory: &Trajectory, template: &Fact) -> Fact {
    let point = subject.series.point(subject.goal.baseline);
    let figure = Fact {
        period: subject.goal.baseline.into(),
        statistic: Statistic::Baseline,
        value: Some(trajectory.baseline.value),
        n: trajectory.baseline.effective_base,
        release: point.map_or_else(String::new, |point| point.release.clone()),
        source_ref: point.map_or_else(String::new, |point| point.source_ref.clone()),
        note: point.map_or_else(String::new, Point::quotation),
        ..template.clone()
    };
    with_interval(figure, trajectory.baseline.interval)
}

fn with_interval(figure: Fact, interval: Option<Interval>) -> Fact {
    Fact {
        lower: interval.map(|interval| interval.lower),
        upper: interval.map(|interval| interval.upper),
        confidence: interval.map(|interval| interval.confidence),
        ..figure
    }
}
