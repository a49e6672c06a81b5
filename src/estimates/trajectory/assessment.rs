//! One figure after the baseline against each path.

use super::path_line::PathLine;
use super::reading::Reading;
use super::rounding::Rounding;
use super::{Goal, at};
use crate::model::{Series, SeriesBreak, SeriesKind};
use crate::stats::error::StatsError;
use crate::stats::intervals::difference::{Figure, ratio_of_figures};
use crate::stats::trajectory::path::{self, annual_rate};
use crate::stats::trajectory::progress::{Progress, progress};
use crate::stats::trajectory::verdict::{Judgement, Measured, judge_with};

/// One figure after the baseline, judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// The figure.
    pub reading: Reading,
    /// Against each path, in the order of the shapes of a path; `None` where a break or a missing interval
    /// stands in the way.
    pub judgements: Option<Vec<Judgement>>,
    /// The gap to each path, in the unit of the series; none behind a break.
    pub gaps: Vec<f64>,
    /// Breaks between the baseline and the figure that block a verdict.
    pub blocked_by: Vec<SeriesBreak>,
    /// Breaks between the baseline and the figure that were to be ignored.
    pub ignored: Vec<SeriesBreak>,
    /// Observed against required rate; `None` behind a break.
    pub progress: Option<Progress>,
    /// What the rounding of baseline and figure leaves open; `None` behind a break, and where
    /// figures are not known to be rounded.
    pub rounding: Option<Rounding>,
    /// Annual rate required from here to the target; `None` at the target and behind a break.
    pub required_from_here: Option<f64>,
}

/// Judges one figure.
///
/// # Errors
/// Numbers that cannot be judged, such as a figure of 0.
pub(super) fn assess(
    series: &Series,
    goal: &Goal,
    baseline: &Reading,
    lines: &[PathLine],
    reading: Reading,
    end: path::Point,
) -> Result<Assessment, StatsError> {
    let now = at(reading.period, reading.value);
    let start = at(baseline.period, baseline.value);
    let unbridged = goal.unbridged(series, reading.period);
    let unbridged = unbridged.into_iter().cloned();
    let (ignored, blocked_by): (Vec<SeriesBreak>, Vec<SeriesBreak>) =
        unbridged.partition(|_| goal.across_breaks);
    if !blocked_by.is_empty() {
        return Ok(Assessment {
            judgements: None,
            gaps: Vec::new(),
            blocked_by,
            ignored,
            progress: None,
            rounding: None,
            required_from_here: None,
            reading,
        });
    }
    let on_paths = lines.iter().filter_map(|line| line.at(reading.period));
    Ok(Assessment {
        gaps: on_paths.map(|value| reading.value - value).collect(),
        judgements: judged(series.kind, baseline, &reading, lines, goal)?,
        blocked_by,
        ignored,
        progress: Some(progress(start, now, end)?),
        rounding: Rounding::of(series.kind, baseline, &reading, end)?,
        required_from_here: (reading.period < goal.target)
            .then(|| annual_rate(now, end))
            .transpose()?,
        reading,
    })
}

/// A figure against each path; `None` where it or the baseline has no standard error.
fn judged(
    kind: SeriesKind,
    baseline: &Reading,
    reading: &Reading,
    lines: &[PathLine],
    goal: &Goal,
) -> Result<Option<Vec<Judgement>>, StatsError> {
    let measured = |reading: &Reading| {
        reading.standard_error.map(|standard_error| Measured {
            value: reading.value,
            standard_error,
        })
    };
    let Some((first, second)) = measured(baseline).zip(measured(reading)) else {
        return Ok(None);
    };
    let years = reading.period.midpoint() - baseline.period.midpoint();
    let on_paths = lines.iter().filter_map(|line| line.at(reading.period));
    // Counts share one scatter; survey figures have errors of their own.
    let df = if kind == SeriesKind::Counts {
        reading.df
    } else {
        let figure = |measured: Measured, reading: &Reading| Figure {
            value: measured.value,
            standard_error: measured.standard_error,
            df: reading.df,
        };
        let (from, to) = (figure(first, baseline), figure(second, reading));
        ratio_of_figures(from, to, goal.confidence)?.df
    };
    let allowed = goal.allowed(reading.period, df);
    on_paths
        .map(|value| judge_with(first, second, value, years, &allowed, goal.confidence))
        .collect::<Result<_, _>>()
        .map(Some)
}
