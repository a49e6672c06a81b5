//! One trend for each segment of a series, by the model asked for.

use super::columns::Columns;
use super::precision::AssumedPrecision;
use super::segment::{Crossing, Segment, TooShort, segments};
use crate::model::{Period, Series, SeriesBreak, SeriesKind};
use crate::stats::error::StatsError;
use crate::stats::estimate::Interval;
use crate::stats::trends::joinpoint::{
    Average, Permutations, Select, Selection, average, default_maximum, select,
};
use crate::stats::trends::line::Line;
use crate::stats::trends::series::{Points, Scale};
use crate::stats::trends::step::{NO_STEPS, Steps};
use crate::stats::trends::{correlated, least_squares, quasi_poisson};

/// The model asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelChoice {
    /// One constant annual rate of change.
    LogLinear,
    /// Straight pieces that meet (NCI Joinpoint).
    Joinpoint(Joinpoints),
}

/// How many joinpoints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joinpoints {
    /// By permutation tests in sequence.
    Permutation,
    /// By the smallest BIC.
    Bic,
    /// By the smallest BIC3.
    Bic3,
    /// By the smallest weighted BIC.
    WeightedBic,
    /// This number.
    Exactly(usize),
}

/// How to fit a trend.
#[derive(Debug, Clone, PartialEq)]
pub struct TrendRequest {
    /// The model.
    pub model: ModelChoice,
    /// Most joinpoints considered; by the number of points where it is not given.
    pub maximum: Option<usize>,
    /// Which breaks it may run across.
    pub crossing: Crossing,
    /// Whether neighbouring periods are taken as correlated, where there are enough points.
    pub correlated: bool,
    /// Whether the trend is straight on the scale of the values, not of their logarithms.
    pub linear: bool,
    /// Windows for the average annual change, besides the whole segment.
    pub windows: Vec<(Period, Period)>,
    /// Seed of the permutations.
    pub seed: u64,
    /// Threads for the permutations.
    pub threads: usize,
    /// Confidence of the intervals.
    pub confidence: f64,
    /// What the user states where nothing was published.
    pub assumed: AssumedPrecision,
}

/// All trends of a series, the latest first.
#[derive(Debug, Clone)]
pub struct TrendResult {
    /// One a segment.
    pub fitted: Vec<Fitted>,
    /// Points without a trend, and the reason.
    pub left_out: Vec<TooShort>,
    /// Level steps asked for, in decimal years, that no trend runs across.
    pub unused_steps: Vec<f64>,
    /// Windows asked for that no trend covers.
    pub uncovered: Vec<(Period, Period)>,
}

/// A trend fitted to one segment.
#[derive(Debug, Clone)]
pub struct Fitted {
    /// The points it was fitted to.
    pub segment: Segment,
    /// The model.
    pub model: FittedModel,
    /// The line at each point.
    pub values: Vec<FittedValue>,
    /// What the model is fitted to.
    pub response: Response,
    /// Breaks inside the segment that it runs across, ignoring them.
    pub crossed: Vec<SeriesBreak>,
}

/// What a model is fitted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Response {
    /// The values themselves.
    Values,
    /// Counts over the population that every point has.
    Rate,
}

/// A fitted model.
#[derive(Debug, Clone)]
pub enum FittedModel {
    /// One straight line.
    Line(Box<Line>),
    /// Straight pieces, and the average change over the whole and over the windows asked for.
    Joinpoint(Box<Selection>, Vec<Average>),
}

/// The fitted line at one period, in the unit of the series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FittedValue {
    /// The period.
    pub period: Period,
    /// The value.
    pub value: f64,
    /// The interval of the line, where it can be estimated.
    pub interval: Option<Interval>,
}

/// Fits a trend to each segment of a series.
#[must_use]
pub fn trends(series: &Series, request: &TrendRequest) -> TrendResult {
    let (segments, mut left_out) = segments(series, &request.crossing);
    let mut fitted = Vec::new();
    for segment in segments {
        match fit(series, &segment, request) {
            Ok((model, values, response)) => fitted.push(Fitted {
                crossed: crossed(series, &segment),
                segment,
                model,
                values,
                response,
            }),
            Err(error) => left_out.push(TooShort {
                periods: segment
                    .points
                    .iter()
                    .map(|(point, _)| point.period)
                    .collect(),
                reason: error.to_string(),
            }),
        }
    }
    TrendResult {
        unused_steps: unused_steps(&fitted, &request.crossing),
        uncovered: uncovered(&fitted, &request.windows),
        fitted,
        left_out,
    }
}

fn unused_steps(fitted: &[Fitted], crossing: &Crossing) -> Vec<f64> {
    let Crossing::WithSteps(steps) = crossing else {
        return Vec::new();
    };
    let unused = |at: &f64| !fitted.iter().any(|one| one.segment.steps_over(*at));
    steps.iter().map(|step| step.at).filter(unused).collect()
}

fn uncovered(fitted: &[Fitted], windows: &[(Period, Period)]) -> Vec<(Period, Period)> {
    let covers = |one: &Fitted, from: Period, to: Period| {
        let ends = one.segment.points.first().zip(one.segment.points.last());
        ends.is_some_and(|((first, _), (last, _))| {
            from.midpoint() >= first.period.midpoint() && to.midpoint() <= last.period.midpoint()
        })
    };
    let uncovered =
        |(from, to): &&(Period, Period)| !fitted.iter().any(|one| covers(one, *from, *to));
    windows.iter().filter(uncovered).copied().collect()
}

/// The breaks inside a segment that have no level step.
fn crossed(series: &Series, segment: &Segment) -> Vec<SeriesBreak> {
    let ends = segment.points.first().zip(segment.points.last());
    let Some(((first, _), (last, _))) = ends else {
        return Vec::new();
    };
    let between = series.breaks_between(first.period, last.period);
    let open = |mark: &&SeriesBreak| !segment.steps_over(mark.at);
    between.into_iter().filter(open).cloned().collect()
}

/// A model, the line at each point, and what it is fitted to.
type Fit = (FittedModel, Vec<FittedValue>, Response);

fn fit(series: &Series, segment: &Segment, request: &TrendRequest) -> Result<Fit, StatsError> {
    let columns = Columns::of(series.kind, segment, &request.assumed)?;
    let steps = Steps {
        at: &segment.steps,
        period_length: columns.period_length,
    };
    let counts = series.kind == SeriesKind::Counts;
    if counts && !request.linear && request.model == ModelChoice::LogLinear {
        let population = columns.population.as_deref();
        let (x, counts) = (&columns.x, &columns.value);
        let terms = columns.terms(steps, &segment.stated)?;
        let confidence = request.confidence;
        let line = if columns.are_correlated(request) {
            correlated::trend_of_counts(x, counts, population, terms, confidence)?
        } else {
            quasi_poisson::trend(x, counts, population, terms, confidence)?
        };
        let values = line_values(segment, &line, population)?;
        let model = FittedModel::Line(Box::new(line));
        return Ok((model, values, columns.response()));
    }
    by_least_squares(segment, request, &columns, &steps)
}

/// Models that are not of counts: where a population is known they are of the rate per 1,000.
fn by_least_squares(
    segment: &Segment,
    request: &TrendRequest,
    columns: &Columns,
    steps: &Steps<'_>,
) -> Result<Fit, StatsError> {
    let scale = if request.linear {
        Scale::Linear
    } else {
        Scale::Log
    };
    let thousands = columns.thousands();
    let rates = columns.over(thousands.as_deref());
    let points = Points {
        x: &columns.x,
        value: &rates,
        standard_error: columns.standard_error.as_deref(),
    };
    let size = thousands.as_deref();
    let (model, values) = match request.model {
        ModelChoice::LogLinear => {
            let terms = columns.terms(*steps, &segment.stated)?;
            let confidence = request.confidence;
            let weights = columns.weights.as_deref();
            let line = match weights {
                _ if columns.are_correlated(request) => {
                    correlated::trend(&points, weights, scale, terms, confidence)?
                }
                Some(weights) => {
                    least_squares::weighted_trend(&points, weights, scale, terms, confidence)?
                }
                None => least_squares::trend(&points, scale, terms, confidence)?,
            };
            let values = line_values(segment, &line, size)?;
            (FittedModel::Line(Box::new(line)), values)
        }
        ModelChoice::Joinpoint(_) if !segment.stated.is_empty() => {
            return Err(StatsError::StatedRatioOfJoinpoints);
        }
        ModelChoice::Joinpoint(joinpoints) => {
            let how = how_many(joinpoints, request, columns.x.len());
            let selection = select(&points, scale, steps, &how, request.confidence)?;
            let averages = averages(&selection, request, &columns.x)?;
            let values = joinpoint_values(segment, &selection, size)?;
            (
                FittedModel::Joinpoint(Box::new(selection), averages),
                values,
            )
        }
    };
    Ok((model, values, columns.response()))
}

/// One straight trend on the log scale through a segment: quasi-Poisson for counts, else least
/// squares, weighted where the standard error of every point is known.
///
/// # Errors
/// Points that no such trend can be fitted to.
pub fn straight(
    kind: SeriesKind,
    segment: &Segment,
    assumed: &AssumedPrecision,
    confidence: f64,
) -> Result<Line, StatsError> {
    let columns = Columns::of(kind, segment, assumed)?;
    if kind == SeriesKind::Counts {
        return quasi_poisson::trend(&columns.x, &columns.value, None, &NO_STEPS, confidence);
    }
    let points = Points {
        x: &columns.x,
        value: &columns.value,
        standard_error: columns.standard_error.as_deref(),
    };
    least_squares::trend(&points, Scale::Log, &NO_STEPS, confidence)
}

fn how_many(joinpoints: Joinpoints, request: &TrendRequest, points: usize) -> Select {
    let maximum = request.maximum.unwrap_or_else(|| default_maximum(points));
    match joinpoints {
        Joinpoints::Permutation => Select::Permutation {
            maximum,
            permutations: Permutations {
                seed: request.seed,
                threads: request.threads,
                ..Permutations::default()
            },
        },
        Joinpoints::Bic => Select::Bic { maximum },
        Joinpoints::Bic3 => Select::Bic3 { maximum },
        Joinpoints::WeightedBic => Select::WeightedBic { maximum },
        Joinpoints::Exactly(number) => Select::Exactly(number),
    }
}

/// The average over the whole segment, and over each window asked for that is inside it.
fn averages(
    selection: &Selection,
    request: &TrendRequest,
    x: &[f64],
) -> Result<Vec<Average>, StatsError> {
    let (Some(first), Some(last)) = (x.first(), x.last()) else {
        return Ok(Vec::new());
    };
    let mut averages = vec![average(&selection.model, *first, *last)?];
    for (from, to) in &request.windows {
        let (from, to) = (from.midpoint(), to.midpoint());
        if from >= *first && to <= *last {
            averages.push(average(&selection.model, from, to)?);
        }
    }
    Ok(averages)
}

/// The fitted line at each point of a segment; `size` turns a rate back into the values of the
/// series.
fn line_values(
    segment: &Segment,
    line: &Line,
    size: Option<&[f64]>,
) -> Result<Vec<FittedValue>, StatsError> {
    let points = segment.points.iter();
    let x: Vec<f64> = points.map(|(point, _)| point.period.midpoint()).collect();
    let line = line.at_each(&x)?;
    let estimate = |index: usize, _: f64| {
        let estimate = line[index].scaled(size.map_or(1.0, |size| size[index]));
        Ok((estimate.value, estimate.interval))
    };
    fitted_values(segment, estimate)
}

fn joinpoint_values(
    segment: &Segment,
    selection: &Selection,
    size: Option<&[f64]>,
) -> Result<Vec<FittedValue>, StatsError> {
    let estimate = |index: usize, x: f64| {
        let size = size.map_or(1.0, |size| size[index]);
        let estimate = selection.model.at(x)?.scaled(size);
        Ok((selection.model.value_at(x) * size, estimate.interval))
    };
    fitted_values(segment, estimate)
}

fn fitted_values(
    segment: &Segment,
    estimate: impl Fn(usize, f64) -> Result<(f64, Interval), StatsError>,
) -> Result<Vec<FittedValue>, StatsError> {
    let points = segment.points.iter().enumerate();
    points
        .map(|(index, (point, _))| {
            let (value, interval) = estimate(index, point.period.midpoint())?;
            Ok(FittedValue {
                period: point.period,
                value,
                interval: Some(interval),
            })
        })
        .collect()
}
