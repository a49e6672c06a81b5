//! `vawg trajectory`: what the target needs year by year, where the figures are, and whether anyone
//! could tell.

mod cautions;
mod drawing;
mod figures;
mod parts;
mod remarks;
mod table;

use anyhow::Result;

use crate::answer::{Answer, Chart, Evidence, NumberFormat, Panel, Text, ValueAxis};
use crate::cli::{PathChoice, TrajectoryArgs};
use crate::dataset::Dataset;
use crate::estimates::trajectory::{
    Assessment, Reading, Trajectory, WhatIf, trajectory as judged, what_if,
};
use crate::facts::trend::form::decimal_places;
use crate::model::{Period, Point, Series, SeriesKind};
use crate::problem::Problem;
use crate::question::goal::{self, Subject};
use crate::question::period;
use crate::stats::path::Shape;

use parts::{Parts, Prior};

/// Everything that is said of one target.
struct Findings<'a> {
    subject: Subject<'a>,
    trajectory: Trajectory,
    /// The paths to show, by their place.
    paths: Vec<usize>,
    parts: Option<Parts>,
    prior: Vec<Prior>,
    what_if: Option<WhatIf>,
    format: Formats,
}

/// How values of the series are written.
#[derive(Clone, Copy)]
struct Formats {
    value: NumberFormat,
    precise: NumberFormat,
    signed: NumberFormat,
    axis: ValueAxis,
    /// `percentage points`, or the series' unit.
    points: &'static str,
}

/// Judges a definition, or a user's own figures, against a target.
///
/// # Errors
/// Unknown names; a target before its baseline; an observed value without anything to make an
/// interval from; a damaged release.
pub fn trajectory(args: &TrajectoryArgs, dataset: &Dataset<'_>) -> Result<Answer> {
    let mut subject = goal::subject(&args.goal, dataset)?;
    subject.goal.across_breaks = args.across_breaks;
    subject.goal.steps = args
        .step
        .iter()
        .map(|text| step(text, &subject.series))
        .collect::<Result<_>>()?;
    let given = observed(args, &subject)?;
    let trajectory = judged(&subject.series, &subject.goal, &given).map_err(|error| {
        Problem::data(format!("`{}`: {error}", subject.series.name))
            .hint("--base and --design-factor decide what an interval is made from")
    })?;
    every_observed_has_an_interval(&trajectory, subject.series.kind)?;
    let findings = Findings {
        parts: parts::of(&subject, &trajectory, dataset)?,
        prior: parts::prior(&subject, dataset)?,
        paths: match args.path {
            PathChoice::Both => vec![0, 1],
            PathChoice::Geometric => vec![0],
            PathChoice::Linear => vec![1],
        },
        what_if: assumed(args, &subject, &trajectory)?,
        format: formats(&subject.series),
        trajectory,
        subject,
    };
    Ok(answer(
        &findings,
        findings
            .subject
            .assumption(&args.goal, &periods(&findings))
            .as_ref(),
    ))
}

/// Refuses a figure given that nothing makes an interval from.
fn every_observed_has_an_interval(trajectory: &Trajectory, kind: SeriesKind) -> Result<()> {
    let mut readings = trajectory.assessments.iter().map(|one| &one.reading);
    let without = |reading: &&Reading| reading.given && reading.standard_error.is_none();
    let Some(reading) = readings.find(without) else {
        return Ok(());
    };
    Err(Problem::usage(format!(
        "nothing is known to give the observed {} of {} an interval",
        reading.value, reading.period
    ))
    .hint(match kind {
        SeriesKind::Prevalence => "--base states the number of people asked",
        _ => "put the figure into the file, with its standard_error",
    })
    .into())
}

/// The course of a stated annual change, from the latest figure on.
fn assumed(
    args: &TrajectoryArgs,
    subject: &Subject<'_>,
    trajectory: &Trajectory,
) -> Result<Option<WhatIf>> {
    let Some(rate) = args.assume_annual_change else {
        return Ok(None);
    };
    let latest = trajectory
        .assessments
        .last()
        .map_or(&trajectory.baseline, |latest| &latest.reading);
    let course = what_if(latest, &subject.goal, trajectory.target_value, rate);
    course.map(Some).map_err(|_| {
        Problem::usage(format!(
            "--assume-annual-change {rate:?} is no change a year"
        ))
        .hint("a share above -1, so that something is left: -0.03 is 3% less each year")
        .into()
    })
}

fn periods(findings: &Findings<'_>) -> Vec<Period> {
    findings.readings().map(|reading| reading.period).collect()
}

fn formats(series: &Series) -> Formats {
    match series.kind {
        SeriesKind::Prevalence => Formats {
            value: NumberFormat::PerCent(1),
            precise: NumberFormat::PerCent(2),
            signed: NumberFormat::SignedDecimal(2),
            axis: ValueAxis::PerCent,
            points: " percentage points",
        },
        SeriesKind::Counts => Formats {
            value: NumberFormat::Whole,
            precise: NumberFormat::Whole,
            signed: NumberFormat::SignedWhole,
            axis: ValueAxis::Counts,
            points: "",
        },
        SeriesKind::Values => {
            let places = decimal_places(series);
            Formats {
                value: NumberFormat::Decimal(places),
                precise: NumberFormat::Decimal(places + 1),
                signed: NumberFormat::SignedDecimal(places + 1),
                axis: ValueAxis::Decimals,
                points: "",
            }
        }
    }
}

/// The figures given on the command line, as points of the series.
fn observed(args: &TrajectoryArgs, subject: &Subject<'_>) -> Result<Vec<Point>> {
    let mut points: Vec<Point> = Vec::new();
    for text in &args.observed {
        let (period, value) = pair("--observed", text, &subject.series)?;
        let goal = &subject.goal;
        if period <= goal.baseline || period > goal.target {
            return Err(Problem::usage(format!(
                "--observed {text}: {period} does not lie after {} and up to {}",
                goal.baseline, goal.target
            ))
            .into());
        }
        let most = if subject.series.kind == SeriesKind::Prevalence {
            100.0
        } else {
            f64::MAX
        };
        if !(value > 0.0 && value < most) {
            return Err(Problem::usage(format!(
                "--observed {text}: `{value}` cannot be a figure of `{}`",
                subject.series.name
            ))
            .hint(match subject.series.kind {
                SeriesKind::Prevalence => "it is in per cent, more than 0 and less than 100",
                _ => "it is more than 0: a target is a share of it",
            })
            .into());
        }
        points.retain(|point| point.period != period);
        points.push(given_point(period, value));
    }
    Ok(points)
}

/// A figure of which nothing but its value is known.
fn given_point(period: Period, value: f64) -> Point {
    Point {
        value: Some(value),
        source_ref: "--observed".to_owned(),
        ..Point::unknown(period)
    }
}

fn step(text: &str, series: &Series) -> Result<(Period, f64)> {
    let (period, ratio) = pair("--step", text, series)?;
    if ratio > 0.0 && ratio.is_finite() {
        return Ok((period, ratio));
    }
    Err(
        Problem::usage(format!("--step {text}: the ratio must be more than 0"))
            .hint("new basis over old: 1.05 where the new questions give 5% more")
            .into(),
    )
}

/// `2025-26=10.1`, of a period of the kind that the series has.
fn pair(option: &str, text: &str, series: &Series) -> Result<(Period, f64)> {
    let example = if option == "--step" { "1.05" } else { "10.1" };
    let wrong = || {
        Problem::usage(format!("`{text}` in {option} is not PERIOD=NUMBER"))
            .hint(format!("for example {option} 2025-26={example}"))
    };
    let (period, number) = text.split_once('=').ok_or_else(wrong)?;
    let number = number
        .trim()
        .trim_end_matches('%')
        .parse()
        .map_err(|_| wrong())?;
    let period = period::given(option, Some(period))?.ok_or_else(wrong)?;
    let basis = series.basis();
    period::refuse_bare_year(option, Some(period), basis)?;
    let period = period::on_basis(Some(period), basis).unwrap_or(period);
    if period.basis() == basis {
        return Ok((period, number));
    }
    Err(Problem::usage(format!(
        "{option} {text}: these figures are for {}",
        basis.plural()
    ))
    .into())
}

fn answer(findings: &Findings<'_>, assumption: Option<&String>) -> Answer {
    let subject = &findings.subject;
    let shown = subject
        .series
        .clone()
        .within(Some(subject.goal.baseline), Some(subject.goal.target));
    let mut evidence = Evidence::of(&[shown]);
    for note in assumption.into_iter().chain(&cautions::cautions(findings)) {
        evidence = evidence.with_note(note, true);
    }
    evidence = evidence.with_source(format!("Target: {}", subject.target_source()));
    let panel = Panel {
        heading: subject.series.source.heading().to_owned(),
        title: remarks::title(findings).into(),
        scope: scope(findings),
        table: table::years(findings),
        further_tables: table::verdicts(findings).into_iter().collect(),
        remarks: Text::all(remarks::remarks(findings)),
        chart: Some(Chart::Lines(drawing::chart(findings))),
        alternative_text: drawing::alternative_text(findings).into(),
        ..Panel::default()
    };
    let mut answer =
        Answer::new(subject.title.clone(), vec![panel], evidence).with_facts(figures::of(findings));
    answer.verdicts = Text::all(remarks::verdicts(findings));
    answer
}

fn scope(findings: &Findings<'_>) -> String {
    let subject = &findings.subject;
    let what = subject.definition.map_or_else(
        || subject.series.name.clone(),
        |(definition, _)| definition.title.clone(),
    );
    let periods = crate::words::range(subject.goal.baseline, subject.goal.target);
    format!("{what}, {}, {periods}", subject.series.unit)
}

impl Findings<'_> {
    /// The latest figure after the baseline.
    fn latest(&self) -> Option<&Assessment> {
        self.trajectory.assessments.last()
    }

    /// The baseline and every figure after it.
    fn readings(&self) -> impl Iterator<Item = &Reading> {
        std::iter::once(&self.trajectory.baseline).chain(
            self.trajectory
                .assessments
                .iter()
                .map(|assessment| &assessment.reading),
        )
    }

    /// `halve`, or `fall by 30%`.
    fn aim_in_words(&self) -> String {
        let reduction = self.subject.goal.reduction;
        if (reduction - 0.5).abs() < 1e-9 {
            return "halve".to_owned();
        }
        format!(
            "fall by {}",
            NumberFormat::PerCent(0).write(100.0 * reduction)
        )
    }

    /// `half`, or `70% of the baseline`.
    fn goal_in_words(&self) -> String {
        if (self.subject.goal.reduction - 0.5).abs() < 1e-9 {
            return "half".to_owned();
        }
        let left = NumberFormat::PerCent(0).write(100.0 * (1.0 - self.subject.goal.reduction));
        format!("{left} of the baseline")
    }
}

/// A path's name where there is little room.
const fn short_name(shape: Shape) -> &'static str {
    match shape {
        Shape::Geometric => "same rate",
        Shape::Linear => "same number",
    }
}

/// `same rate each year` of a path.
const fn path_name(shape: Shape) -> &'static str {
    match shape {
        Shape::Geometric => "same rate each year",
        Shape::Linear => "same number each year",
    }
}
