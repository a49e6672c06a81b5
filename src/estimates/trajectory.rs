//! A series against a target: paths, gaps, verdicts, what could be detected, what would follow.

use super::precision::{AssumedPrecision, precision};
use super::segment::{Crossing, segments};
use crate::model::{Period, Point, Series, SeriesBreak, SeriesKind};
use crate::stats::design::Basis;
use crate::stats::detect::{self, Detectable, Measurement};
use crate::stats::error::StatsError;
use crate::stats::estimate::Interval;
use crate::stats::path::{self, Path, Shape, annual_rate};
use crate::stats::progress::{Progress, progress};
use crate::stats::projection::{Projection, project};
use crate::stats::series::{Points, Scale};
use crate::stats::step::NO_STEPS;
use crate::stats::verdict::{Judgement, Measured, judge};
use crate::stats::{least_squares, quasi_poisson};

/// Both forms of path: no milestone and no path is published for the government's target.
pub const SHAPES: [Shape; 2] = [Shape::Geometric, Shape::Linear];

/// What is to be reached, and how it is to be judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// The period it starts from.
    pub baseline: Period,
    /// The period by which it is to be reached.
    pub target: Period,
    /// The part by which the baseline is to fall.
    pub reduction: f64,
    /// What is assumed where nothing was published.
    pub assumed: AssumedPrecision,
    /// Confidence of intervals and verdicts.
    pub confidence: f64,
    /// Power of the test in what could be detected.
    pub power: f64,
    /// Whether breaks inside the window are ignored.
    pub across_breaks: bool,
    /// New basis over old from each of these periods on, stated by the user.
    pub steps: Vec<(Period, f64)>,
}

/// A figure with what is known of its precision, in the unit of the series.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The period.
    pub period: Period,
    /// The figure; on the baseline's basis where a step was stated.
    pub value: f64,
    /// Its standard error; `None` where there is nothing to make one from.
    pub standard_error: Option<f64>,
    /// Its interval.
    pub interval: Option<Interval>,
    /// People asked over the square of the design factor; for survey figures on a base.
    pub effective_base: Option<f64>,
    /// What the interval of a survey figure rests on.
    pub basis: Option<Basis>,
    /// Whether the user gave it.
    pub given: bool,
}

/// One path, year by year.
#[derive(Debug, Clone, PartialEq)]
pub struct PathLine {
    /// Its form.
    pub shape: Shape,
    /// Its value in each period from the baseline to the target.
    pub values: Vec<(Period, f64)>,
    /// The first period in which being on it could be told from no change, if any.
    pub first_detected: Option<Period>,
}

/// One figure after the baseline, judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// The figure.
    pub reading: Reading,
    /// Against each path, in the order of [`SHAPES`]; `None` where a break or a missing interval
    /// stands in the way.
    pub judgements: Option<Vec<Judgement>>,
    /// The gap to each path, in the unit of the series.
    pub gaps: Vec<f64>,
    /// Breaks between the baseline and the figure that block a verdict.
    pub blocked_by: Vec<SeriesBreak>,
    /// Observed against required rate.
    pub progress: Progress,
    /// Annual rate required from here to the target; `None` at the target.
    pub required_from_here: Option<f64>,
}

/// A series against its target.
#[derive(Debug, Clone, PartialEq)]
pub struct Trajectory {
    /// The figure to be reduced.
    pub baseline: Reading,
    /// The figure to be reached.
    pub target_value: f64,
    /// The annual rate that the geometric path needs from the baseline.
    pub required_rate: f64,
    /// In the order of [`SHAPES`].
    pub paths: Vec<PathLine>,
    /// Every figure after the baseline, in the order of time.
    pub assessments: Vec<Assessment>,
    /// The smallest fall from the baseline that a survey of the next period's size would detect.
    pub detectable: Option<Detectable>,
    /// The trend continued to the target, or why it is not.
    pub projection: Result<Projection, String>,
}

/// Judges a series against a goal.
///
/// # Errors
/// A baseline without a figure, or numbers that no path can be made from.
pub fn trajectory(series: &Series, goal: &Goal, given: &[Point]) -> Result<Trajectory, StatsError> {
    let dispersion = dispersion(series, goal.confidence);
    let read = |point: &Point, given: bool| reading(series.kind, point, given, goal, dispersion);
    let baseline_point = series
        .point(goal.baseline)
        .ok_or(StatsError::NotFinite { what: "baseline" })?;
    let baseline =
        read(baseline_point, false)?.ok_or(StatsError::NotFinite { what: "baseline" })?;
    let target_value = path::reduced(baseline.value, goal.reduction)?;
    let start = at(goal.baseline, baseline.value);
    let end = at(goal.target, target_value);
    let mut readings = Vec::new();
    for point in &series.points {
        let replaced = given.iter().any(|given| given.period == point.period);
        if point.period > goal.baseline && point.period <= goal.target && !replaced {
            readings.extend(read(point, false)?);
        }
    }
    for point in given {
        readings.extend(read(point, true)?);
    }
    readings.sort_by_key(|reading| reading.period);
    let paths = SHAPES.map(|shape| Path::new(shape, start, end));
    let mut lines = Vec::new();
    for path in paths {
        lines.push(path_line(&path?, &baseline, goal)?);
    }
    let assessments = readings
        .into_iter()
        .map(|reading| assess(series, goal, &baseline, &lines, reading, end))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Trajectory {
        detectable: detectable(&baseline, goal)?,
        projection: projection(series, goal, given, target_value),
        required_rate: annual_rate(start, end)?,
        target_value,
        paths: lines,
        assessments,
        baseline,
    })
}

fn at(period: Period, value: f64) -> path::Point {
    path::Point {
        time: period.midpoint(),
        value,
    }
}

/// The scatter of a count about its trend on the latest stretch without a break; 1 where none can
/// be fitted, and for survey figures.
fn dispersion(series: &Series, confidence: f64) -> f64 {
    if series.kind != SeriesKind::Counts {
        return 1.0;
    }
    let (found, _) = segments(series, &Crossing::Never);
    let fit = found.first().and_then(|segment| {
        let x: Vec<f64> = segment
            .points
            .iter()
            .map(|(point, _)| point.period.midpoint())
            .collect();
        let counts: Vec<f64> = segment.points.iter().map(|(_, value)| *value).collect();
        quasi_poisson::trend(&x, &counts, None, &NO_STEPS, confidence).ok()
    });
    fit.map_or(1.0, |line| line.dispersion.used)
}

fn reading(
    kind: SeriesKind,
    point: &Point,
    given: bool,
    goal: &Goal,
    dispersion: f64,
) -> Result<Option<Reading>, StatsError> {
    let Some(published) = point.value else {
        return Ok(None);
    };
    let ratio: f64 = goal
        .steps
        .iter()
        .filter(|(from, _)| point.period >= *from)
        .map(|(_, ratio)| ratio)
        .product();
    let value = published / ratio;
    let mut reading = Reading {
        period: point.period,
        value,
        standard_error: None,
        interval: None,
        effective_base: None,
        basis: None,
        given,
    };
    match kind {
        SeriesKind::Prevalence => {
            if let Some(found) = precision(point, published, &goal.assumed, goal.confidence)? {
                reading.standard_error = Some(100.0 * found.standard_error / ratio);
                let estimate = found.estimate.scaled(100.0 / ratio);
                reading.interval = Some(estimate.interval);
                reading.basis = Some(found.basis);
                if let Basis::Base { effective_base, .. } = found.basis {
                    reading.effective_base = Some(effective_base);
                }
            }
        }
        SeriesKind::Counts => {
            let error = (dispersion * published).sqrt() / ratio;
            reading.standard_error = Some(error);
            reading.interval = log_interval(value, error, goal.confidence)?;
        }
        SeriesKind::Values => {
            if let Some(error) = point.standard_error {
                reading.standard_error = Some(error / ratio);
                reading.interval = log_interval(value, error / ratio, goal.confidence)?;
            }
        }
    }
    Ok(Some(reading))
}

fn log_interval(value: f64, error: f64, confidence: f64) -> Result<Option<Interval>, StatsError> {
    if value <= 0.0 {
        return Ok(None);
    }
    let z = crate::stats::distribution::critical_z(confidence)?;
    let reach = z * error / value;
    Ok(Some(Interval {
        lower: value * (-reach).exp(),
        upper: value * reach.exp(),
        confidence,
    }))
}

fn path_line(path: &Path, baseline: &Reading, goal: &Goal) -> Result<PathLine, StatsError> {
    let mut values = Vec::new();
    let mut period = goal.baseline;
    while period <= goal.target {
        values.push((period, path.value_at(period.midpoint())?));
        period = period.following();
    }
    let first_detected = baseline.effective_base.map_or(Ok(None), |base| {
        let first = Measurement {
            prevalence: baseline.value / 100.0,
            effective_base: base,
        };
        let later: Vec<Measurement> = values[1..]
            .iter()
            .map_while(|(period, value)| {
                Some(Measurement {
                    prevalence: value / 100.0,
                    effective_base: effective_base(*period, baseline, goal)?,
                })
            })
            .collect();
        detect::first_detected(first, &later, test(goal))
    })?;
    Ok(PathLine {
        shape: path.shape,
        first_detected: first_detected.map(|index| values[index + 1].0),
        values,
    })
}

fn test(goal: &Goal) -> detect::Test {
    detect::Test {
        power: goal.power,
        confidence: goal.confidence,
    }
}

/// The effective base assumed for a later period, with the baseline's design factor.
fn effective_base(period: Period, baseline: &Reading, goal: &Goal) -> Option<f64> {
    let Some(Basis::Base {
        base,
        design_factor,
        ..
    }) = baseline.basis
    else {
        return None;
    };
    let people = goal.assumed.base_of(period).unwrap_or(base);
    Some(people / (design_factor * design_factor))
}

/// From the baseline to a second survey of the same size.
fn detectable(baseline: &Reading, goal: &Goal) -> Result<Option<Detectable>, StatsError> {
    let Some(base) = baseline.effective_base else {
        return Ok(None);
    };
    let first = Measurement {
        prevalence: baseline.value / 100.0,
        effective_base: base,
    };
    detect::detectable_fall(first, base, test(goal))
}

fn assess(
    series: &Series,
    goal: &Goal,
    baseline: &Reading,
    lines: &[PathLine],
    reading: Reading,
    end: path::Point,
) -> Result<Assessment, StatsError> {
    let now = at(reading.period, reading.value);
    let start = at(baseline.period, baseline.value);
    let on_path = |line: &PathLine| {
        let found = line
            .values
            .iter()
            .find(|(period, _)| *period == reading.period);
        found.map(|(_, value)| *value)
    };
    let stepped = |mark: &SeriesBreak| {
        goal.steps
            .iter()
            .any(|(from, _)| (from.start() - mark.at).abs() <= 1.0)
    };
    let blocked_by: Vec<SeriesBreak> = series
        .breaks_between(baseline.period, reading.period)
        .into_iter()
        .filter(|mark| !goal.across_breaks && !stepped(mark))
        .cloned()
        .collect();
    let measured = |reading: &Reading| {
        reading.standard_error.map(|standard_error| Measured {
            value: reading.value,
            standard_error,
        })
    };
    let both = measured(baseline)
        .zip(measured(&reading))
        .filter(|_| blocked_by.is_empty());
    let years = now.time - start.time;
    let judgements = both
        .map(|(first, second)| {
            let on_paths = lines.iter().filter_map(on_path);
            on_paths
                .map(|value| judge(first, second, value, years, goal.confidence))
                .collect()
        })
        .transpose()?;
    Ok(Assessment {
        gaps: lines
            .iter()
            .filter_map(on_path)
            .map(|value| reading.value - value)
            .collect(),
        judgements,
        blocked_by,
        progress: progress(start, now, end)?,
        required_from_here: (reading.period < goal.target)
            .then(|| annual_rate(now, end))
            .transpose()?,
        reading,
    })
}

/// The trend of the latest stretch on one basis, continued to the target.
fn projection(
    series: &Series,
    goal: &Goal,
    given: &[Point],
    target_value: f64,
) -> Result<Projection, String> {
    let mut series = series.clone();
    series
        .points
        .retain(|point| !given.iter().any(|given| given.period == point.period));
    series.points.extend(given.iter().cloned());
    series.points.retain(|point| point.period <= goal.target);
    series.points.sort_by_key(|point| point.period);
    if series
        .points
        .iter()
        .any(|point| point.period == goal.target && point.value.is_some())
    {
        return Err("the target period has been reached".to_owned());
    }
    let crossing = if goal.across_breaks {
        Crossing::Always
    } else {
        Crossing::Never
    };
    let (found, _) = segments(&series, &crossing);
    let latest = series.valued().next_back().map(|(point, _)| point.period);
    let segment = found
        .into_iter()
        .find(|segment| segment.points.last().map(|(point, _)| point.period) == latest)
        .ok_or_else(|| "fewer than 4 figures on one basis up to the latest".to_owned())?;
    let x: Vec<f64> = segment
        .points
        .iter()
        .map(|(point, _)| point.period.midpoint())
        .collect();
    let value: Vec<f64> = segment.points.iter().map(|(_, value)| *value).collect();
    let line = if series.kind == SeriesKind::Counts {
        quasi_poisson::trend(&x, &value, None, &NO_STEPS, goal.confidence)
    } else {
        let points = Points {
            x: &x,
            value: &value,
            standard_error: None,
        };
        least_squares::trend(&points, Scale::Log, &NO_STEPS, goal.confidence)
    };
    line.and_then(|line| project(&line, goal.target.midpoint(), target_value, goal.confidence))
        .map_err(|error| error.to_string())
}
