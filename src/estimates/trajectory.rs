//! A series against a target: paths, gaps, verdicts, what could be detected, what would follow.

mod assessment;
mod continued;
mod path_line;
mod reading;
mod rounding;
mod what_if;

pub use assessment::Assessment;
pub use path_line::{FirstDetected, PathLine};
pub use reading::Reading;
pub use rounding::Rounding;
pub use what_if::{WhatIf, what_if};

use super::precision::AssumedPrecision;
use crate::model::{Period, Point, Series, SeriesBreak};
use crate::stats::error::StatsError;
use crate::stats::trajectory::detect::Detectable;
use crate::stats::trajectory::path::{self, Path, Shape, annual_rate};
use crate::stats::trends::bridge::BridgingRatio;
use crate::stats::trends::projection::Projection;
use crate::stats::uncertainty::Uncertainty;

use assessment::assess;
use continued::continued;
use path_line::{detectable, path_line};
use reading::{Scatter, reading};

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
    pub steps: Vec<(Period, BridgingRatio)>,
    /// What every standard error of a figure is multiplied by.
    pub extra_scatter: f64,
}

impl Goal {
    /// New basis over old in a period, as the user states; 1 where nothing is stated.
    #[must_use]
    pub fn ratio(&self, period: Period) -> f64 {
        let steps = self.steps.iter().filter(|(from, _)| period >= *from);
        steps.map(|(_, ratio)| ratio.value()).product()
    }

    /// The standard error of the logarithm of the ratios stated between the baseline and a period.
    #[must_use]
    pub fn bridging_error(&self, period: Period) -> f64 {
        let between = |from: Period| from > self.baseline && from <= period;
        let steps = self.steps.iter().filter(|(from, _)| between(*from));
        steps
            .map(|(_, ratio)| ratio.log_error())
            .fold(0.0, f64::hypot)
    }

    /// What a comparison of the baseline with a period allows for.
    fn allowed(&self, period: Period, df: Option<f64>) -> Uncertainty {
        Uncertainty {
            extra_scatter: self.extra_scatter,
            bridging_error: self.bridging_error(period),
            df,
        }
    }

    /// The breaks between the baseline and a period that no stated ratio answers for.
    fn unbridged<'a>(&self, series: &'a Series, period: Period) -> Vec<&'a SeriesBreak> {
        let between = series.breaks_between(self.baseline, period).into_iter();
        between.filter(|mark| !self.stepped(mark)).collect()
    }

    /// Whether a stated ratio answers for a break: one whose period begins within a year of it.
    fn stepped(&self, mark: &SeriesBreak) -> bool {
        let mut steps = self.steps.iter();
        steps.any(|(from, _)| (from.start() - mark.at).abs() <= 1.0)
    }
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
    /// The decimal places that the rounding of the baseline leaves for a path; `None` where the
    /// figures are not known to be rounded.
    pub path_places: Option<u8>,
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
    let scatter = Scatter::of(series, goal.confidence);
    let read = |point: &Point, given: bool| reading(series.kind, point, given, goal, &scatter);
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
    let latest = readings.last().map_or(goal.baseline, |last| last.period);
    let mut lines = Vec::new();
    for shape in SHAPES {
        lines.push(path_line(
            &Path::new(shape, start, end)?,
            series,
            &baseline,
            latest,
            goal,
        )?);
    }
    let assessments = readings
        .into_iter()
        .map(|reading| assess(series, goal, &baseline, &lines, reading, end))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Trajectory {
        detectable: detectable(&baseline, goal)?,
        projection: continued(series, goal, given, target_value),
        required_rate: annual_rate(start, end)?,
        target_value,
        path_places: rounding::path_places(series.kind, &baseline, goal, end)?,
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
