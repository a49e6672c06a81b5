//! Three forms of chart of areas: a funnel, a list with intervals, and small multiples.

use super::{RATE, Shape};
use crate::answer::{
    Arrangement, Bar, BarRow, Bars, Chart, Funnel, FunnelArea, FunnelLimits, LinePoint, Multiples,
    SmallChart, Text, Tick, ValueAxis,
};
use crate::catalogue::CHARGED;
use crate::cli::ChartForm;
use crate::facts::areas::{Comparison, Place, WITHIN};
use crate::facts::{Facts, Statistic};
use crate::model::Period;
use crate::stats::areas::funnel::CONFIDENCES;
use crate::words;

pub(super) fn chart(compared: &Comparison, facts: &Facts, shape: &Shape<'_>) -> Option<Chart> {
    match shape.form {
        ChartForm::Funnel => funnel(compared, facts, shape).map(Chart::Funnel),
        ChartForm::List => Some(Chart::Bars(list(compared, facts, shape))),
        ChartForm::Multiples => Some(Chart::Multiples(multiples(compared, facts))),
    }
}

fn funnel(compared: &Comparison, facts: &Facts, shape: &Shape<'_>) -> Option<Funnel> {
    let all = compared.all();
    let baseline = facts.of(&all, Statistic::Rate).next()?;
    let point = |place: &Place| {
        let name = compared.name(place);
        let rate = facts.at(&name, Statistic::Rate, compared.period)?;
        let standing = facts.at(&name, Statistic::Standing, compared.period)?;
        Some(FunnelArea {
            label: place.area.name.clone(),
            population: rate.n?,
            rate: rate.value?,
            is_outside: standing.value != Some(WITHIN),
        })
    };
    let course = |confidence: f64| {
        let mut course: Vec<(f64, f64, f64)> = compared
            .places
            .iter()
            .filter_map(|place| {
                let name = compared.name(place);
                let mut limits = facts.of(&name, Statistic::FunnelLimits);
                let fact = limits.find(|fact| fact.confidence == Some(confidence))?;
                let people = facts.at(&name, Statistic::Rate, compared.period)?.n?;
                Some((people, fact.lower?, fact.upper?))
            })
            .collect();
        course.sort_by(|one, other| one.0.total_cmp(&other.0));
        course
    };
    let limits = CONFIDENCES.into_iter().zip(["95%", "99.8%"]);
    Some(Funnel {
        points: compared.places.iter().filter_map(point).collect(),
        baseline: baseline.value?,
        baseline_label: Text::from("All together: ")
            .value(baseline, RATE)
            .to_string(),
        limits: limits
            .map(|(confidence, label)| FunnelLimits {
                label: label.to_owned(),
                course: course(confidence),
            })
            .collect(),
        population_axis: match compared.template.unit.as_str() {
            CHARGED => format!("{} recorded", words::capitalised(shape.per)),
            _ => format!("Population: {}", shape.per),
        },
        rate_axis: format!("Rate per 1,000 {}", shape.per),
    })
}

fn list(compared: &Comparison, facts: &Facts, shape: &Shape<'_>) -> Bars {
    let row = |place: &Place| {
        let fact = facts.at(&compared.name(place), Statistic::Rate, compared.period)?;
        Some(BarRow {
            label: place.area.name.clone(),
            bars: vec![Bar {
                value: fact.value,
                interval: fact.limits(),
                label: Text::default().value(fact, RATE).to_string(),
            }],
            ..BarRow::default()
        })
    };
    Bars {
        rows: compared.places.iter().filter_map(row).collect(),
        parts: Vec::new(),
        arrangement: Arrangement::Estimates,
        value_axis: ValueAxis::Decimals,
        axis_title: format!(
            "Rate per 1,000 {}, with its {:.0}% confidence interval",
            shape.per,
            100.0 * compared.confidence
        ),
    }
}

fn multiples(compared: &Comparison, facts: &Facts) -> Multiples {
    let panels: Vec<SmallChart> = compared
        .places
        .iter()
        .filter(|place| place.area.no_rate.is_empty())
        .map(|place| {
            let name = compared.name(place);
            let last = facts.at(&name, Statistic::Rate, compared.period);
            SmallChart {
                label: place.area.name.clone(),
                points: rates(&name, facts),
                value: last.map_or_else(String::new, |fact| {
                    Text::default().value(fact, RATE).to_string()
                }),
            }
        })
        .collect();
    let valued = || {
        panels
            .iter()
            .flat_map(|panel| &panel.points)
            .filter(|point| point.value.is_some())
    };
    let from = valued().map(|point| point.at).fold(f64::MAX, f64::min);
    let to = valued().map(|point| point.at).fold(f64::MIN, f64::max);
    let periods = || {
        let points = compared.places.iter().flat_map(|place| &place.points);
        points.map(|(point, _)| point.period)
    };
    let tick = |at: f64| {
        let period = periods().find(|period| (period.midpoint() - at).abs() < 1e-6);
        period.map(|period| Tick {
            at,
            label: words::short_period(period),
        })
    };
    let behind = compared.behind.first().map(|fact| fact.series.clone());
    let behind = behind.map_or_else(Vec::new, |name| rates(&name, facts));
    Multiples {
        panels,
        behind: alone_left_out(behind)
            .into_iter()
            .filter(|point| (from..=to).contains(&point.at))
            .collect(),
        behind_label: "England and Wales".to_owned(),
        from,
        to: if to > from { to } else { from + 1.0 },
        ticks: [tick(from), tick(to)].into_iter().flatten().collect(),
        value_axis: ValueAxis::Decimals,
    }
}

/// The rates of a series in the order of time, from the first that there is. Years that end in another
/// month than the first overlap it: they are left out, but for the latest, which stands alone.
fn rates(name: &str, facts: &Facts) -> Vec<LinePoint> {
    let mut dated: Vec<(Period, Option<f64>)> = facts
        .of(name, Statistic::Rate)
        .filter_map(|fact| Some((fact.period.period()?, fact.value)))
        .collect();
    dated.sort_by(|(one, _), (other, _)| one.midpoint().total_cmp(&other.midpoint()));
    let first = dated.iter().position(|(_, value)| value.is_some());
    dated.drain(..first.unwrap_or(0));
    let Some(basis) = dated.first().map(|(period, _)| period.basis()) else {
        return Vec::new();
    };
    let point = |at: f64, value: Option<f64>| LinePoint {
        at,
        value,
        interval: None,
        label: None,
    };
    let joined = dated.iter().filter(|(period, _)| period.basis() == basis);
    let mut points: Vec<LinePoint> = joined
        .map(|(period, value)| point(period.midpoint(), *value))
        .collect();
    let latest = dated.iter().rev().find(|(_, value)| value.is_some());
    if let Some((period, value)) = latest.filter(|(period, _)| period.basis() != basis) {
        // A point without a value opens the line.
        points.push(point(period.midpoint() - 1e-3, None));
        points.push(point(period.midpoint(), *value));
    }
    points
}

/// What is behind has no dot of its own: a point that stands alone is left out.
fn alone_left_out(mut points: Vec<LinePoint>) -> Vec<LinePoint> {
    if points.len() > 1 && points[points.len() - 2].value.is_none() {
        points.truncate(points.len() - 2);
    }
    points
}
