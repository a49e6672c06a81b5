//! `vawg baseline`: what exactly is to be halved, from which number.

use anyhow::Result;

use super::goal::{self, Subject};
use super::trend::words;
use crate::answer::{Answer, Cell, Column, Evidence, Figure, NumberFormat, Panel, Table, TableRow};
use crate::cli::BaselineArgs;
use crate::dataset::Dataset;
use crate::estimates::trajectory::{Trajectory, trajectory};
use crate::model::{Point, Series, SeriesKind};
use crate::problem::Problem;

/// The number to be reduced, what would remain, and what the definition leaves out.
///
/// # Errors
/// Unknown names; a baseline without a figure; a damaged release.
pub fn baseline(args: &BaselineArgs, dataset: &Dataset<'_>) -> Result<Answer> {
    let subjects = if args.all {
        let names = dataset
            .catalogue()
            .definitions
            .iter()
            .map(|definition| &definition.id);
        names
            .map(|name| goal::of_definition(name, &args.goal, dataset))
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
    let series: Vec<Series> = subjects
        .iter()
        .map(|subject| subject.series.clone())
        .collect();
    let mut evidence = Evidence::of(&series);
    for subject in &subjects {
        if let Some(note) = subject.assumption(&args.goal, &[subject.goal.baseline]) {
            evidence = evidence.with_note(note, true);
        }
        if subject.series.kind == SeriesKind::Counts {
            evidence = evidence.with_note(goal::ON_COUNTS, true);
        }
        if let Some((definition, target)) = subject.definition {
            evidence = evidence.with_source(format!(
                "{}: {}{}.",
                definition.title,
                target.citation,
                quoted(&target.quoted_by)
            ));
        }
    }
    let panels = if args.all {
        vec![side_by_side(&rows)]
    } else {
        rows.iter()
            .map(|(subject, trajectory, people)| one(subject, trajectory, people.as_ref()))
            .collect()
    };
    let title = if args.all {
        "What is to be halved, under each definition, England and Wales".to_owned()
    } else {
        subjects
            .first()
            .map_or_else(String::new, |subject| subject.title.clone())
    };
    let figures = rows
        .iter()
        .flat_map(|(subject, trajectory, people)| figures(subject, trajectory, people.as_ref()));
    Ok(Answer::new(title, panels, evidence).with_figures(figures.collect()))
}

fn quoted(by: &str) -> String {
    if by.is_empty() {
        String::new()
    } else {
        format!("; as quoted by {by}, not checked against the publisher")
    }
}

/// The number of people behind a baseline prevalence.
struct People {
    number: f64,
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
    if let Some((definition, target)) = subject.definition {
        rows.extend([
            (
                "counts",
                format!("{}, {}", definition.counts, definition.status),
            ),
            ("includes", definition.includes.clone()),
            ("leaves out", definition.leaves_out.clone()),
            ("used by", definition.used_by.clone()),
            ("citation", definition.citation.clone()),
            ("target", target.citation.clone()),
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
        ),
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
        let (number, of) = (
            thousands(people.number),
            NumberFormat::Whole.write(people.population),
        );
        (
            "people",
            format!(
                "{number}: the prevalence times {of} (mid-{}); the publisher's own number may differ",
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

fn side_by_side(rows: &[(&Subject<'_>, Trajectory, Option<People>)]) -> Panel {
    let table_rows = rows
        .iter()
        .map(|(subject, trajectory, people)| {
            let (format, precise) = format_of(&subject.series);
            let name = subject
                .definition
                .map_or("", |(definition, _)| definition.id.as_str());
            TableRow {
                cells: vec![
                    Cell::text(name),
                    Cell::Number(trajectory.baseline.value, format),
                    Cell::Number(trajectory.target_value, precise),
                    Cell::Text(interval(trajectory, format)),
                    people
                        .as_ref()
                        .map_or(Cell::Empty, |people| Cell::Text(thousands(people.number))),
                ],
                ..TableRow::default()
            }
        })
        .collect();
    Panel {
        title: "How much half is depends on the definition".to_owned(),
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
            rows: table_rows,
            earlier_rows: 0,
        },
        remarks: vec![
            "The government's target is set on `headline` alone; the others are here to compare."
                .to_owned(),
            "People: the prevalence times the mid-year estimate nearest, of different years for \
             different ages; they do not add up, and the publisher's own numbers may differ."
                .to_owned(),
            "vawg baseline --definition NAME says what each includes and leaves out.".to_owned(),
        ],
        ..Panel::default()
    }
}

fn figures(subject: &Subject<'_>, trajectory: &Trajectory, people: Option<&People>) -> Vec<Figure> {
    let series = &subject.series;
    let point = series.point(subject.goal.baseline);
    let template = Figure {
        series: subject
            .definition
            .map_or(&series.name, |(definition, _)| &definition.id)
            .clone(),
        measure: series.measure.clone(),
        source: series.source.to_string(),
        sex: series.sex.to_string(),
        age: series.age.to_string(),
        area: series.area.clone(),
        unit: series.unit.clone(),
        ..Figure::default()
    };
    let mut figures = vec![
        Figure {
            period: subject.goal.baseline.to_string(),
            statistic: "baseline".to_owned(),
            value: Some(trajectory.baseline.value),
            lower: trajectory.baseline.interval.map(|interval| interval.lower),
            upper: trajectory.baseline.interval.map(|interval| interval.upper),
            confidence: trajectory
                .baseline
                .interval
                .map(|interval| interval.confidence),
            n: trajectory.baseline.effective_base,
            release: point.map_or_else(String::new, |point| point.release.clone()),
            source_ref: point.map_or_else(String::new, |point| point.source_ref.clone()),
            note: point.map_or_else(String::new, Point::quotation),
            ..template.clone()
        },
        Figure {
            period: subject.goal.target.to_string(),
            statistic: "target".to_owned(),
            value: Some(trajectory.target_value),
            ..template.clone()
        },
    ];
    figures.extend(people.map(|people| Figure {
        period: subject.goal.baseline.to_string(),
        statistic: "victims".to_owned(),
        method: "prevalence times population".to_owned(),
        value: Some(people.number),
        n: Some(people.population),
        unit: "people".to_owned(),
        release: people.release.clone(),
        source_ref: people.source_ref.clone(),
        ..template
    }));
    figures
}
