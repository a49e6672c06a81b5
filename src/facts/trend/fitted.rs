//! The machine rows of fitted trends.

use crate::estimates::{Fitted, FittedModel, Response, TrendResult};
use crate::facts::{Fact, Statistic};
use crate::model::{PeriodBasis, Series};
use crate::stats::estimate::Interval;
use crate::stats::trends::joinpoint::{Candidate, Segment, Selection};
use crate::stats::trends::line::Line;
use crate::stats::trends::series::Scale;
use crate::stats::trends::step::{StatedStep, StepEffect};

use crate::words::{self, date, trimmed};

/// The machine rows of a series' trends; segments are counted in the order of time.
///
/// Fitted values are in the unit of the series, whatever form of it is shown.
pub(crate) fn of(template: &Fact, result: &TrendResult, series: &Series) -> Vec<Fact> {
    let step_figures = |base: &Fact, step: &StepEffect| step_figures(base, step, series.basis());
    let mut figures = Vec::new();
    let mut segment = 0;
    for fitted in result.fitted.iter().rev() {
        let (from, to) = ends(fitted);
        let base = Fact {
            from: from.clone().into(),
            to: to.clone().into(),
            note: note(fitted),
            unit: unit(scale(&fitted.model), fitted.response).to_owned(),
            ..template.clone()
        };
        match &fitted.model {
            FittedModel::Line(line) => {
                segment += 1;
                figures.extend(line_figures(&base, line, segment));
                figures.extend(line.steps.iter().flat_map(|step| step_figures(&base, step)));
                let stated = line.stated_steps().iter();
                figures.extend(stated.map(|step| stated_ratio(&base, line, step, series.basis())));
            }
            FittedModel::Joinpoint(selection, averages) => {
                figures.extend(joinpoint_figures(&base, fitted, selection, &mut segment));
                figures.extend(
                    selection
                        .model
                        .steps
                        .iter()
                        .flat_map(|step| step_figures(&base, step)),
                );
                figures.extend(averages.iter().map(|average| Fact {
                    from: at(fitted, average.from).into(),
                    to: at(fitted, average.to).into(),
                    statistic: Statistic::Aapc,
                    method: average.method.to_owned(),
                    value: Some(average.change),
                    p_value: average.p_value,
                    df: average.df,
                    ..with_interval(&base, average.interval)
                }));
            }
        }
        figures.extend(fitted.values.iter().map(|value| Fact {
            period: value.period.into(),
            statistic: Statistic::Fitted,
            value: Some(value.value),
            unit: series.unit.clone(),
            ..with_interval(template, value.interval)
        }));
    }
    figures
}

pub(super) fn scale(model: &FittedModel) -> Scale {
    match model {
        FittedModel::Line(line) => line.scale,
        FittedModel::Joinpoint(selection, _) => selection.model.scale,
    }
}

/// What any figure of a fit must say: that it is of a rate, that it crosses breaks, that it rests on a
/// ratio which the user states.
fn note(fitted: &Fitted) -> String {
    let of_rate = (fitted.response == Response::Rate).then(|| "of the rate".to_owned());
    let breaks = fitted.crossed.len();
    let crossed = (breaks > 0).then(|| match breaks {
        1 => "across one break, ignoring it".to_owned(),
        many => format!("across {} breaks, ignoring them", words::number(many)),
    });
    let ratios = fitted.segment.stated.len();
    let stated = (ratios > 0).then(|| match ratios {
        1 => "with one stated ratio".to_owned(),
        many => format!("with {} stated ratios", words::number(many)),
    });
    let notes = of_rate.into_iter().chain(crossed).chain(stated);
    let notes: Vec<String> = notes.collect();
    notes.join("; ")
}

/// The note of a fit with one more.
fn with_note(base: &Fact, note: Option<&str>) -> String {
    let both = [Some(base.note.as_str()), note];
    let notes = both.into_iter().flatten().filter(|note| !note.is_empty());
    notes.collect::<Vec<_>>().join("; ")
}

/// The unit of the annual change of a log-linear trend.
pub(crate) const PER_CENT_A_YEAR: &str = "per cent a year";

pub(super) fn unit(scale: Scale, response: Response) -> &'static str {
    match (scale, response) {
        (Scale::Log, _) => PER_CENT_A_YEAR,
        (Scale::Linear, Response::Values) => "a year",
        (Scale::Linear, Response::Rate) => "per 1,000 population a year",
    }
}

fn with_interval(base: &Fact, interval: Option<Interval>) -> Fact {
    Fact {
        lower: interval.map(|interval| interval.lower),
        upper: interval.map(|interval| interval.upper),
        confidence: interval.map(|interval| interval.confidence),
        ..base.clone()
    }
}

fn line_figures(base: &Fact, line: &Line, segment: usize) -> Vec<Fact> {
    let statistic = if line.scale == Scale::Log {
        Statistic::Apc
    } else {
        Statistic::AnnualChange
    };
    let floored = "dispersion floor of 1: the interval is conservative";
    let floored = line.dispersion.floored.then_some(floored);
    let shared = Fact {
        method: line.method.to_owned(),
        segment: Some(segment),
        df: line.change.df,
        n: Some(line.n as f64),
        ..base.clone()
    };
    let plain = |statistic: Statistic, value: f64| Fact {
        statistic,
        value: Some(value),
        unit: String::new(),
        ..shared.clone()
    };
    let facts = [
        Fact {
            statistic,
            value: Some(line.change.value),
            p_value: Some(line.p_value),
            note: with_note(base, floored),
            ..with_interval(&shared, Some(line.change.interval))
        },
        plain(Statistic::Slope, line.slope),
        plain(Statistic::SlopeStandardError, line.slope_error),
        plain(Statistic::Dispersion, line.dispersion.raw),
    ];
    let more = [
        (Statistic::LagCorrelation, line.lag1_correlation),
        (Statistic::MeanRho, line.mean_rho),
    ];
    let more = more
        .into_iter()
        .filter_map(|(statistic, value)| Some(plain(statistic, value?)));
    facts.into_iter().chain(more).collect()
}

fn plain(base: &Fact, statistic: Statistic, value: Option<f64>) -> Fact {
    Fact {
        statistic,
        value,
        unit: String::new(),
        ..base.clone()
    }
}

fn joinpoint_figures(
    base: &Fact,
    fitted: &Fitted,
    selection: &Selection,
    segment: &mut usize,
) -> Vec<Fact> {
    let places = selection.model.joinpoints.iter().map(|place| Fact {
        period: at(fitted, *place).into(),
        method: selection.method.to_owned(),
        ..plain(base, Statistic::Joinpoint, Some(*place))
    });
    let mut figures: Vec<Fact> = places.collect();
    let limits = selection.model.places.iter().map(|place| Fact {
        period: at(fitted, place.at).into(),
        from: at(fitted, place.lower).into(),
        to: at(fitted, place.upper).into(),
        confidence: Some(place.confidence),
        method: "places whose fit is not clearly worse".to_owned(),
        ..plain(base, Statistic::JoinpointPlace, Some(place.at))
    });
    figures.extend(limits);
    for piece in &selection.model.segments {
        *segment += 1;
        let shared = Fact {
            method: selection.model.method.to_owned(),
            segment: Some(*segment),
            from: at(fitted, piece.from).into(),
            to: at(fitted, piece.to).into(),
            df: piece.error.map(|error| error.df),
            n: Some(selection.model.n as f64),
            ..base.clone()
        };
        figures.extend(piece_figures(&shared, piece, selection.model.scale));
    }
    figures.extend(candidate_figures(base, fitted, selection));
    figures.extend(selection.tests.iter().map(|test| Fact {
        method: format!("permutation test, {} permutations", test.permutations),
        p_value: Some(test.p_value),
        note: with_note(
            base,
            Some(&format!(
                "{} against {} joinpoints; level {}",
                test.fewer, test.more, test.level
            )),
        ),
        ..plain(base, Statistic::JoinpointTest, test.statistic)
    }));
    figures
}

fn piece_figures(shared: &Fact, piece: &Segment, scale: Scale) -> Vec<Fact> {
    let statistic = if scale == Scale::Log {
        Statistic::Apc
    } else {
        Statistic::AnnualChange
    };
    let change = Fact {
        statistic,
        value: Some(piece.change),
        p_value: piece.error.map(|error| error.p_value),
        ..with_interval(shared, piece.error.map(|error| error.interval))
    };
    let slope = plain(shared, Statistic::Slope, Some(piece.slope));
    let error = piece.error.map(|error| {
        plain(
            shared,
            Statistic::SlopeStandardError,
            Some(error.standard_error),
        )
    });
    [change, slope].into_iter().chain(error).collect()
}

fn candidate_figures(base: &Fact, fitted: &Fitted, selection: &Selection) -> Vec<Fact> {
    let of_candidate = |candidate: &Candidate| {
        let places: Vec<String> = candidate
            .joinpoints
            .iter()
            .map(|place| at(fitted, *place))
            .collect();
        let places = if places.is_empty() {
            "none".to_owned()
        } else {
            places.join(", ")
        };
        let shared = Fact {
            n: Some(candidate.joinpoints.len() as f64),
            note: with_note(
                base,
                Some(&format!("candidate with joinpoints at: {places}")),
            ),
            ..base.clone()
        };
        [
            plain(
                &shared,
                Statistic::SumOfSquares,
                Some(candidate.sum_of_squares),
            ),
            plain(&shared, Statistic::Bic, candidate.bic),
            plain(&shared, Statistic::Bic3, candidate.bic3),
            plain(&shared, Statistic::WeightedBic, candidate.weighted_bic),
        ]
    };
    selection.candidates.iter().flat_map(of_candidate).collect()
}

fn step_figures(base: &Fact, step: &StepEffect, basis: PeriodBasis) -> Vec<Fact> {
    let shared = Fact {
        period: step_name(basis, step.at).into(),
        method: step.method.to_owned(),
        df: Some(step.error.df),
        unit: String::new(),
        ..base.clone()
    };
    let jump = Fact {
        statistic: Statistic::Step,
        value: Some(step.jump),
        p_value: Some(step.error.p_value),
        ..with_interval(&shared, Some(step.error.interval))
    };
    let error = Fact {
        statistic: Statistic::StepStandardError,
        value: Some(step.error.standard_error),
        ..shared.clone()
    };
    let ratio = step.comparability.map(|ratio| Fact {
        statistic: Statistic::ComparabilityRatio,
        method: ratio.method.to_owned(),
        value: Some(ratio.value),
        ..with_interval(&shared, Some(ratio.interval))
    });
    let symmetric = ratio.clone().zip(step.symmetric_limits);
    let symmetric = symmetric.map(|(ratio, limits)| Fact {
        statistic: Statistic::SymmetricRatio,
        ..with_interval(&ratio, Some(limits))
    });
    let facts = [jump, error].into_iter();
    facts.chain(ratio).chain(symmetric).collect()
}

/// The ratio of a level step as the user states it, with its interval where it has an error.
fn stated_ratio(base: &Fact, line: &Line, step: &StatedStep, basis: PeriodBasis) -> Fact {
    let estimate = step.ratio.estimate(line.confidence()).ok();
    let estimate = estimate.filter(|_| step.ratio.log_error() > 0.0);
    Fact {
        period: step_name(basis, step.at).into(),
        statistic: Statistic::ComparabilityRatio,
        method: STATED.to_owned(),
        value: Some(step.ratio.value()),
        unit: String::new(),
        note: String::new(),
        ..with_interval(base, estimate.map(|estimate| estimate.interval))
    }
}

/// The method of a ratio that is not estimated.
const STATED: &str = "stated by the user";

/// The name of a step: the month in which it begins, or the first point on the new basis where
/// figures are outside the calendar.
pub(crate) fn step_name(basis: PeriodBasis, at: f64) -> String {
    if basis == PeriodBasis::Number {
        trimmed(at + 0.5)
    } else {
        date(at)
    }
}

/// The period whose midpoint this is.
pub(crate) fn at(fitted: &Fitted, x: f64) -> String {
    fitted
        .segment
        .points
        .iter()
        .find(|(point, _)| (point.period.midpoint() - x).abs() < 1e-6)
        .map_or_else(|| trimmed(x), |(point, _)| point.period.to_string())
}

/// The first and the last period of a fitted segment.
pub(crate) fn ends(fitted: &Fitted) -> (String, String) {
    let mut periods = fitted
        .segment
        .points
        .iter()
        .map(|(point, _)| point.period.to_string());
    let first = periods.next().unwrap_or_default();
    let last = periods.next_back().unwrap_or_else(|| first.clone());
    (first, last)
}
