//! A series' fitted trends: in a table, in words and on the chart.

use std::collections::BTreeMap;

use crate::answer::{Evidence, Line as ChartLine, LinePoint, LineRole, NumberFormat, Text};
use crate::estimates::{Fitted, FittedModel, Response, TrendResult};
use crate::facts::{Fact, Facts, Statistic, When};
use crate::model::{Period, PeriodBasis, SeriesBreak, SeriesKind, Source};
use crate::stats::trends::correlated::FEWEST_POINTS;
use crate::stats::trends::joinpoint::Selection;
use crate::stats::trends::line::Line;
use crate::stats::trends::series::Scale;
use crate::stats::trends::step::StepEffect;

use super::remarks::{across, label};
use super::stated;
use crate::facts::trend::fitted::{ends, step_name};
use crate::facts::trend::shown::Shown;
use crate::words::trimmed;

/// The remarks on a panel's trends: how they were fitted, breaks crossed, steps, tests, and periods
/// without a trend.
pub(crate) fn remarks(group: &[&Shown], facts: &Facts, evidence: &Evidence) -> Vec<Text> {
    let mut remarks: Vec<Text> = Vec::new();
    for (index, shown) in group.iter().enumerate() {
        let Some(trends) = &shown.trends else {
            continue;
        };
        let name = label(group, index);
        for fitted in &trends.fitted {
            let steps = match &fitted.model {
                FittedModel::Line(line) => &line.steps,
                FittedModel::Joinpoint(selection, _) => {
                    remarks.push(joinpoints(&name, fitted, selection, shown, facts));
                    remarks.extend(tests(selection).map(Text::from));
                    &selection.model.steps
                }
            };
            remarks.extend(steps.iter().map(|step| {
                let name = Text::from(format!("{name}: "));
                name.and(step_words(step, shown, facts))
            }));
            if let FittedModel::Line(line) = &fitted.model {
                let stated = line.stated_steps().iter();
                remarks.extend(stated.map(|step| stated::remark(&name, step, shown, facts)));
            }
            remarks.extend(crossing(&name, fitted, evidence).map(Text::from));
        }
        remarks.extend(method(&name, shown, &trends.fitted, facts));
        let basis = shown.series.basis();
        remarks.extend(not_done(&name, trends, basis).into_iter().map(Text::from));
    }
    for (reason, spans) in left_out(group) {
        remarks.push(format!("No trend for {}: {reason}", spans.join("; ")).into());
    }
    remarks.dedup();
    remarks.extend(explanations(group));
    remarks
}

/// Steps and averages that were asked for and that no trend has.
fn not_done(name: &str, trends: &TrendResult, basis: PeriodBasis) -> Vec<String> {
    let steps = trends.unused_steps.iter().map(|at| {
        format!(
            "{name}: no level step at {}, since no trend runs across it",
            step_name(basis, *at)
        )
    });
    let windows = trends.uncovered.iter().map(|(from, to)| {
        format!("{name}: no average for {from} to {to}, since no single trend covers it")
    });
    steps.chain(windows).collect()
}

/// The breaks that a trend runs across, ignoring them.
fn crossing(name: &str, fitted: &Fitted, evidence: &Evidence) -> Option<String> {
    let breaks: Vec<&SeriesBreak> = fitted.crossed.iter().collect();
    (!breaks.is_empty()).then(|| {
        format!(
            "{name}, {}: one trend{}, ignoring the change of basis",
            span(fitted),
            across(&breaks, evidence).replace(", across", " across")
        )
    })
}

pub(crate) fn span(fitted: &Fitted) -> String {
    let (first, last) = ends(fitted);
    format!("{first} to {last}")
}

fn step_words(step: &StepEffect, shown: &Shown, facts: &Facts) -> Text {
    let series = &shown.series.name;
    let when = When::from(step_name(shown.series.basis(), step.at));
    let at = |statistic| {
        let mut found = facts.of(series, statistic);
        found.find(|fact| fact.period == when)
    };
    let text = Text::from(format!("level step at {when}: "));
    let text = match (at(Statistic::ComparabilityRatio), at(Statistic::Step)) {
        (Some(ratio), _) => {
            let confidence = ratio.confidence.map(|one| trimmed(100.0 * one));
            text.and("level on the new basis over level on the old ")
                .value(ratio, NumberFormat::Decimal(2))
                .and(format!(
                    " ({}% confidence interval: ",
                    confidence.unwrap_or_default()
                ))
                .limits(ratio, NumberFormat::Decimal(2))
                .and(")")
        }
        (None, Some(jump)) => text
            .and("jump ")
            .value(jump, NumberFormat::SignedDecimal(3)),
        (None, None) => text,
    };
    match at(Statistic::Step) {
        Some(jump) => text.and(", ").p_value(jump),
        None => text,
    }
}

/// `All rapes, 2002-03 to 2024-25: one joinpoint (…), turned between 2010-11 and 2013-14`
fn joinpoints(
    name: &str,
    fitted: &Fitted,
    selection: &Selection,
    shown: &Shown,
    facts: &Facts,
) -> Text {
    let many = match selection.model.joinpoints.len() {
        0 => "no joinpoint".to_owned(),
        1 => "one joinpoint".to_owned(),
        many => format!("{} joinpoints", crate::words::number(many)),
    };
    let text = format!("{name}, {}: {many} ({})", span(fitted), selection.method);
    let of_model = |place: &&Fact| {
        let mut points = fitted.segment.points.iter();
        points.any(|(point, _)| place.period == When::from(point.period.to_string()))
    };
    let places = facts
        .of(&shown.series.name, Statistic::JoinpointPlace)
        .filter(of_model);
    let between =
        places.map(|place| Text::from(format!("between {} and {}", place.from, place.to)));
    let between = Text::joined(between, ", ");
    if between.is_empty() {
        text.into()
    } else {
        Text::from(format!("{text}; turned ")).and(between)
    }
}

fn tests(selection: &Selection) -> Option<String> {
    let tests: Vec<String> = selection
        .tests
        .iter()
        .map(|test| {
            format!(
                "{} against {}: p = {:.4}, level {:.4}",
                test.fewer, test.more, test.p_value, test.level
            )
        })
        .collect();
    (!tests.is_empty()).then(|| format!("joinpoints tested, {}", tests.join("; ")))
}

/// How the trends of one series were fitted.
fn method(name: &str, shown: &Shown, all: &[Fitted], facts: &Facts) -> Option<Text> {
    let counts = shown.series.kind == SeriesKind::Counts;
    let line = match &all.first()?.model {
        FittedModel::Line(line) => line,
        FittedModel::Joinpoint(selection, _) => {
            let response = response(shown, all, true);
            return Some(format!("{name}: {}{response}", selection.model.method).into());
        }
    };
    let mut methods: Vec<&str> = lines_of(all).map(|line| line.method).collect();
    methods.dedup();
    let response = response(shown, all, line.scale == Scale::Linear);
    let mut text = Text::from(format!("{name}: {}{response}", methods.join("; ")));
    let values = |statistic, format| {
        let found = facts.of(&shown.series.name, statistic);
        Text::joined(found.map(|fact| Text::default().value(fact, format)), ", ")
    };
    if counts {
        let dispersions = values(Statistic::Dispersion, NumberFormat::Decimal(1));
        text = text.and("; dispersion ").and(dispersions);
    }
    let correlations = values(Statistic::MeanRho, NumberFormat::Decimal(2));
    if !correlations.is_empty() {
        text = text
            .and("; correlation of neighbouring years ")
            .and(correlations);
    }
    Some(text)
}

fn lines_of(all: &[Fitted]) -> impl Iterator<Item = &Line> {
    all.iter().filter_map(|fitted| match &fitted.model {
        FittedModel::Line(line) => Some(&**line),
        FittedModel::Joinpoint(..) => None,
    })
}

/// What the terms in the remarks of a panel mean, and what its intervals assume.
fn explanations(group: &[&Shown]) -> Vec<Text> {
    let fitted = || {
        group
            .iter()
            .filter_map(|shown| shown.trends.as_ref())
            .flat_map(|all| &all.fitted)
    };
    let lines = || {
        group
            .iter()
            .filter_map(|shown| shown.trends.as_ref())
            .flat_map(|all| lines_of(&all.fitted))
    };
    let of_counts = group[0].series.kind == SeriesKind::Counts && lines().next().is_some();
    let mut said = Vec::new();
    if of_counts {
        said.push("Dispersion is the scatter of counts about the trend: 1 if chance alone is at work, more if \
                   years differ for other reasons. Intervals allow for it.".to_owned());
    }
    if lines().any(|line| line.dispersion.floored) {
        said.push("Where the scatter is smaller than chance alone would give, the interval is wider than it \
                   need be.".to_owned());
    }
    if lines().any(|line| line.mean_rho.is_some()) {
        said.push("Trends that take years as correlated allow for neighbouring years being alike: an average \
                   over correlations from 0 to 0.95, weighted by how well each explains the figures.".to_owned());
    }
    if lines().any(|line| line.n < FEWEST_POINTS) {
        said.push(format!("Trends of fewer than {FEWEST_POINTS} points take years as independent: there are too few to judge \
                   how alike neighbouring years are."));
    }
    if fitted().any(|fitted| matches!(fitted.model, FittedModel::Joinpoint(..))) {
        said.push("Intervals of joinpoint regression take years as independent, as the NCI's Joinpoint program \
                   does: they are too narrow if neighbouring years are alike.".to_owned());
    }
    if of_counts && group[0].series.source == Source::Police {
        said.push("The interval of a trend describes the underlying recording rate.".to_owned());
    }
    said.into_iter().map(Text::from).collect()
}

/// What a model of counts is of: the rate where a population is known, else the counts themselves,
/// which matters where the model has no weights for them.
fn response(shown: &Shown, all: &[Fitted], without_weights: bool) -> &'static str {
    let of_rate = all.iter().all(|fitted| fitted.response == Response::Rate);
    match (shown.series.kind, of_rate, without_weights) {
        (SeriesKind::Counts, true, false) => ", of the rate over the population",
        (SeriesKind::Counts, true, true) => {
            ", of the rate per 1,000 population, each year with the same weight"
        }
        (SeriesKind::Counts, false, true) => {
            ", of the counts themselves, each year with the same weight, whatever the population"
        }
        _ => "",
    }
}

/// Spans without a trend, by the reason.
fn left_out(group: &[&Shown]) -> BTreeMap<String, Vec<String>> {
    let mut by_reason: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for left in group
        .iter()
        .filter_map(|shown| shown.trends.as_ref())
        .flat_map(|trends| &trends.left_out)
    {
        let (Some(first), Some(last)) = (left.periods.first(), left.periods.last()) else {
            continue;
        };
        let span = if first == last {
            first.to_string()
        } else {
            format!("{first} to {last}")
        };
        let spans = by_reason.entry(left.reason.clone()).or_default();
        if !spans.contains(&span) {
            spans.push(span);
        }
    }
    by_reason
}

/// The fitted lines of a series, as the chart shows them.
pub(crate) fn lines(shown: &Shown, of: usize, result: &TrendResult) -> Vec<ChartLine> {
    let on_chart = shown.statistic == Statistic::Observed;
    let line = |fitted: &Fitted| ChartLine {
        label: String::new(),
        role: LineRole::Fitted { of },
        points: points(shown, fitted),
    };
    let fitted = result.fitted.iter().filter(|_| on_chart);
    fitted.map(line).collect()
}

/// The points of a fitted line from its first to its last period. It is left open where the series
/// has no figure, as the figures are: no line of any kind runs through what is missing.
fn points(shown: &Shown, fitted: &Fitted) -> Vec<LinePoint> {
    let ends = fitted.values.first().zip(fitted.values.last());
    let Some((first, last)) = ends else {
        return Vec::new();
    };
    let periods = shown.main().iter().map(|value| value.period);
    let within = periods.filter(|period| (first.period..=last.period).contains(period));
    let point = |period: Period| {
        let place = (fitted.values).binary_search_by_key(&period, |value| value.period);
        let value = place.ok().and_then(|place| fitted.values.get(place));
        let interval = value.and_then(|value| value.interval);
        LinePoint {
            at: period.midpoint(),
            value: value.map(|value| value.value),
            interval: interval.map(|interval| (interval.lower, interval.upper)),
            label: None,
        }
    };
    let mut points: Vec<LinePoint> = within.map(point).collect();
    // A point by itself is not a line: it would be read as a figure.
    let known: Vec<bool> = points.iter().map(|point| point.value.is_some()).collect();
    let is_known =
        |position: Option<usize>| position.is_some_and(|at| known.get(at) == Some(&true));
    for (position, point) in points.iter_mut().enumerate() {
        if !is_known(position.checked_sub(1)) && !is_known(position.checked_add(1)) {
            (point.value, point.interval) = (None, None);
        }
    }
    points
}
