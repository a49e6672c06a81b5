//! What is asked of a target: which figures are judged, on which paths, across which breaks.

use anyhow::Result;

use crate::dataset::Dataset;
use crate::model::{Period, Point, Series, SeriesKind, is_proportion};
use crate::problem::Problem;
use crate::question::halving::goal::{self, GoalQuestion, Subject};
use crate::question::terms::period;
use crate::question::terms::ratio::{bridging_ratio, split_error};
use crate::stats::trajectory::path::Shape;
use crate::stats::trends::bridge::BridgingRatio;
use crate::words::trimmed;

/// What is asked of a target.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TrajectoryQuestion {
    /// What is to be reduced.
    pub(crate) goal: GoalQuestion,
    /// Figures just published: `2025-26=10.1`.
    pub(crate) observed: Vec<String>,
    /// Whether breaks are ignored.
    pub(crate) across_breaks: bool,
    /// New basis over old from a period on, with its standard error: `2025-26=1.05±0.03`.
    pub(crate) steps: Vec<String>,
    /// Paths to show.
    pub(crate) paths: Vec<Shape>,
    /// Annual change to carry on from the latest figure, as a share.
    pub(crate) annual_change: Option<f64>,
}

impl TrajectoryQuestion {
    /// The subject to be judged, and the figures given for it.
    ///
    /// # Errors
    /// As [`goal::subject`]; figures or ratios that cannot be used.
    pub(crate) fn subject<'a>(&self, dataset: &Dataset<'a>) -> Result<(Subject<'a>, Vec<Point>)> {
        let mut subject = goal::subject(self.goal.clone(), dataset)?;
        subject.goal.across_breaks = self.across_breaks;
        let steps = self.steps.iter().map(|text| step(text, &subject.series));
        subject.goal.steps = steps.collect::<Result<_>>()?;
        let mut given: Vec<Point> = Vec::new();
        for (place, text) in self.observed.iter().enumerate() {
            let before = place.checked_sub(1).map(|before| &self.observed[before]);
            if let Some(before) = before.filter(|_| is_digits(text)) {
                return Err(decimal_comma(before, text).into());
            }
            let point = observed(text, &subject)?;
            given.retain(|known| known.period != point.period);
            given.push(point);
        }
        Ok((subject, given))
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A list is split at its commas, and so is `2025-26=10,9`.
fn decimal_comma(before: &str, digits: &str) -> Problem {
    let whole = before.rsplit('=').next().unwrap_or_default();
    Problem::usage(format!(
        "--observed {before},{digits}: a comma comes between two figures, each with its period"
    ))
    .hint(format!("write {whole}.{digits}"))
}

/// A figure given on the command line, as a point of the series: only its value is known.
fn observed(text: &str, subject: &Subject<'_>) -> Result<Point> {
    let (period, value) = pair("--observed", text, &subject.series)?;
    let goal = &subject.goal;
    if period <= goal.baseline || period > goal.target {
        return Err(Problem::usage(format!(
            "--observed {text}: {period} is not between the baseline {} and the target {}",
            goal.baseline, goal.target
        ))
        .hint("only figures after the baseline, up to the target, are judged")
        .into());
    }
    let is_share = subject.series.kind == SeriesKind::Prevalence;
    let most = if is_share { 100.0 } else { f64::MAX };
    if !(value > 0.0 && value < most) {
        return Err(Problem::usage(format!(
            "--observed {text}: `{value}` cannot be a figure of `{}`",
            subject.series.name
        ))
        .hint(if is_share {
            "give a percentage of more than 0 and less than 100"
        } else {
            "give a number of more than 0: the target is a share of it"
        })
        .into());
    }
    let latest = subject.series.valued().next_back();
    if let Some((_, latest)) =
        latest.filter(|(_, latest)| is_share && is_proportion(value, *latest))
    {
        return Err(Problem::usage(format!(
            "--observed {text}: `{}` is {latest} per cent at the latest: is {value} a proportion?",
            subject.series.name
        ))
        .hint(format!("write {}", trimmed(value * 100.0)))
        .into());
    }
    Ok(Point {
        value: Some(value),
        source_ref: "--observed".to_owned(),
        ..Point::unknown(period)
    })
}

/// `2025-26=1.05`, or `2025-26=1.05±0.03` with the standard error of the ratio.
fn step(text: &str, series: &Series) -> Result<(Period, BridgingRatio)> {
    let (ratio, error) = split_error(text);
    let (period, ratio) = pair("--step", ratio, series)?;
    let found = bridging_ratio(text, ratio, error)?;
    Ok((period, found))
}

/// `2025-26=10.1`, for a period of the kind that the series has.
fn pair(option: &str, text: &str, series: &Series) -> Result<(Period, f64)> {
    let example = if option == "--step" { "1.05" } else { "10.1" };
    let wrong = || {
        Problem::usage(format!("`{text}` in {option} is not PERIOD=NUMBER"))
            .hint(format!("for example {option} 2025-26={example}"))
    };
    let (period, number) = text.split_once('=').ok_or_else(wrong)?;
    let number = number.trim().trim_end_matches('%');
    let number = number.parse().map_err(|_| wrong())?;
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
