//! A series in the form asked for: as published, as rates, or as index numbers.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::answer::{NumberFormat, ValueAxis};
use crate::catalogue::Measure;
use crate::dataset::RatePoint;
use crate::estimates::{AssumedPrecision, TrendRequest, TrendResult, trends};
use crate::facts::Statistic;
use crate::model::{Marker, Period, PeriodBasis, Point, Series, SeriesKind, Sex, Source};
use crate::problem::Problem;
use crate::question::terms::period;

use super::form::{self, Form, RATE};
use super::per_head::{self, PerHead};
use super::sensitivity::Sensitivity;
pub(crate) use super::view::View;

/// One count over another, times 100.
pub(crate) const SHARE: &str = "count over count of the same release times 100";
/// The value over that of the base period, times 100.
pub(crate) const INDEX: &str = "value over that of the base period times 100";

/// One value in the form asked for.
#[derive(Debug, Clone)]
pub(crate) struct Value {
    pub(crate) period: Period,
    pub(crate) number: Option<f64>,
    pub(crate) marker: Option<Marker>,
    /// How it was made; empty where it is as published.
    pub(crate) method: &'static str,
    pub(crate) source_ref: String,
    /// What a rate is per.
    pub(crate) per_head: Option<PerHead>,
}

/// A series in the form asked for.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    /// As published.
    pub(crate) series: Series,
    /// One value for each point of the series, then for each rolling year.
    pub(crate) values: Vec<Value>,
    /// `observed`, `rate` or `index`.
    pub(crate) statistic: Statistic,
    pub(crate) unit: String,
    pub(crate) format: NumberFormat,
    pub(crate) signed: NumberFormat,
    pub(crate) axis: ValueAxis,
    /// What the user states where nothing was published, and the confidence of intervals.
    pub(crate) uncertainty: Uncertainty,
    /// The trends fitted to it, where any were asked for.
    pub(crate) trends: Option<TrendResult>,
    /// Whether it is England and Wales, drawn behind the areas that are asked for.
    pub(crate) is_behind: bool,
    /// The months or quarters before the window, which the first of those shown are compared with.
    pub(crate) earlier: Vec<(Point, Value)>,
    /// Its latest trend fitted in other ways, where that was asked for or decides what may be said.
    pub(crate) sensitivity: Option<Sensitivity>,
}

/// What the user states where nothing was published, and the confidence of intervals.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Uncertainty {
    pub(crate) assumed: AssumedPrecision,
    pub(crate) confidence: f64,
}

impl Uncertainty {
    /// The same for one series among several: a sample size stated for all people is not that of
    /// women or of men, who are a part of them.
    pub(crate) fn of_one(&self, series: &Series, beside: &[(Series, Option<&Measure>)]) -> Self {
        let survey = |one: &Series| one.source == Source::Survey;
        let all_people = beside
            .iter()
            .any(|(one, _)| survey(one) && one.sex == Sex::All);
        let mut uncertainty = self.clone();
        if all_people && survey(series) && series.sex != Sex::All {
            uncertainty.assumed.base = None;
            uncertainty.assumed.base_by_period.clear();
        }
        uncertainty
    }

    /// A note if the user stated a sample size and it does not hold for every series.
    pub(crate) fn note(&self, kept_from: &[&Shown]) -> Option<String> {
        let stated =
            |one: &Self| one.assumed.base.is_some() || !one.assumed.base_by_period.is_empty();
        let left_out = kept_from.iter().any(|one| !stated(&one.uncertainty));
        (stated(self) && left_out).then(|| {
            "The base stated is taken to be that of all people: women and men are fewer, and have no \
             interval from it."
                .to_owned()
        })
    }
}

impl Shown {
    /// # Errors
    /// An index base at which the series has no figure.
    pub(crate) fn new(
        series: Series,
        view: View,
        rates: &[RatePoint],
        uncertainty: Uncertainty,
    ) -> Result<Self> {
        let shown = match (view, series.source) {
            (View::Rate, Source::Police) => Self::rates(series, rates),
            (View::Rate, Source::Own) if series.kind == SeriesKind::Counts => {
                Self::own_rates(series)
            }
            (View::Index(base), _) => {
                let base = period::on_basis(Some(base), series.basis()).unwrap_or(base);
                Self::index(series, base)?
            }
            (View::Share, Source::Police) => Self::share(series),
            _ => Self::observed(series),
        };
        Ok(Self {
            uncertainty,
            ..shown
        })
    }

    /// The same with its trends fitted.
    pub(crate) fn with_trends(mut self, request: Option<&TrendRequest>) -> Self {
        // Neither index numbers nor shares are counts; rolling years repeat the same months.
        let fittable = self.statistic != Statistic::Index
            && self.statistic != Statistic::Share
            && !self.is_rolling();
        self.trends = request
            .filter(|_| fittable)
            .map(|request| trends(&per_head::fittable(&self), request));
        self
    }

    fn of(
        series: Series,
        values: Vec<Value>,
        statistic: Statistic,
        unit: String,
        form: Form,
    ) -> Self {
        Self {
            series,
            values,
            statistic,
            unit,
            format: form.0,
            signed: form.1,
            axis: form.2,
            uncertainty: Uncertainty {
                assumed: AssumedPrecision::default(),
                confidence: 0.95,
            },
            trends: None,
            is_behind: false,
            earlier: Vec::new(),
            sensitivity: None,
        }
    }

    /// The same with the months or quarters before its window.
    pub(crate) fn with_earlier(mut self, whole: &Self) -> Self {
        let is_finer = matches!(
            self.series.basis(),
            PeriodBasis::Month | PeriodBasis::Quarter
        );
        if let Some(first) = self.series.points.first().filter(|_| is_finer) {
            let points = whole.series.points.iter().zip(&whole.values);
            // No change is given across a break that the window has cut off, nor from a part of a period.
            let is_comparable = |period: Period| {
                whole.series.breaks_between(period, first.period).is_empty()
                    && !whole.series.is_partial(period)
            };
            let before = points
                .filter(|(point, _)| point.period < first.period && is_comparable(point.period));
            self.earlier = before
                .map(|(point, value)| (point.clone(), value.clone()))
                .collect();
        }
        self
    }

    /// The point of a period, and its value in the form asked for, also where it is before the window.
    pub(crate) fn known(&self, period: Period) -> Option<(&Point, &Value)> {
        let points = &self.series.points;
        // Points are in the order of time, and so are those before them: a file of one's own may hold
        // a hundred thousand.
        if let Ok(place) = points.binary_search_by_key(&period, |point| point.period) {
            return points.get(place).zip(self.values.get(place));
        }
        let rolling = self.series.rolling.iter().zip(self.rolling());
        let found = rolling
            .into_iter()
            .find(|(point, _)| point.period == period);
        found.or_else(|| {
            let earlier = &self.earlier;
            let place = earlier.binary_search_by_key(&period, |(point, _)| point.period);
            earlier
                .get(place.ok()?)
                .map(|(point, value)| (point, value))
        })
    }

    fn observed(series: Series) -> Self {
        let form = form::of(&series);
        let values = all_points(&series).map(as_published).collect();
        let unit = series.unit.clone();
        Self::of(series, values, Statistic::Observed, unit, form)
    }

    /// Counts in per cent of other counts.
    fn share(series: Series) -> Self {
        let is_part = series.unit.starts_with("per cent");
        let form = if is_part {
            (
                NumberFormat::PerCent(2),
                NumberFormat::SignedDecimal(2),
                ValueAxis::PerCent,
            )
        } else {
            (
                NumberFormat::Decimal(1),
                NumberFormat::SignedDecimal(1),
                ValueAxis::Decimals,
            )
        };
        let values = all_points(&series).map(|point| Value {
            method: SHARE,
            ..as_published(point)
        });
        let (values, unit) = (values.collect(), series.unit.clone());
        Self::of(series, values, Statistic::Share, unit, form)
    }

    /// Whether the periods are years that overlap.
    pub(crate) fn is_rolling(&self) -> bool {
        let mut bases = self.series.points.iter().map(|point| point.period.basis());
        bases
            .next()
            .is_some_and(|first| bases.any(|other| other != first))
    }

    /// Own counts over their own populations.
    fn own_rates(series: Series) -> Self {
        let values = all_points(&series)
            .map(|point| Value {
                number: point
                    .value
                    .zip(point.population)
                    .map(|(count, population)| 1000.0 * count / population),
                marker: point
                    .marker
                    .or(point.population.is_none().then_some(Marker::NotAvailable)),
                method: "count over the population given",
                ..as_published(point)
            })
            .collect();
        Self::of(
            series,
            values,
            Statistic::Rate,
            "per 1,000 population".to_owned(),
            RATE,
        )
    }

    fn rates(mut series: Series, rates: &[RatePoint]) -> Self {
        let by_period: BTreeMap<Period, &RatePoint> =
            rates.iter().map(|rate| (rate.period, rate)).collect();
        let values: Vec<Value> = all_points(&series)
            .map(|point| match by_period.get(&point.period) {
                Some(rate) => Value {
                    period: point.period,
                    number: Some(rate.per_thousand),
                    marker: None,
                    method: per_head::method(rate),
                    source_ref: rate.source_ref.clone(),
                    per_head: Some(PerHead::of(rate)),
                },
                None => Value {
                    number: None,
                    marker: point.marker.or(Some(Marker::NotAvailable)),
                    ..as_published(point)
                },
            })
            .collect();
        // The count over the rate: with it a trend is one of the rate.
        for (point, value) in series.points.iter_mut().zip(&values) {
            point.population = point
                .value
                .zip(value.number)
                .map(|(count, rate)| 1000.0 * count / rate);
        }
        let per = values.iter().find_map(|value| value.per_head.as_ref());
        let per = per.map_or("population", PerHead::whom);
        let unit = format!("offences per 1,000 {per}");
        Self::of(series, values, Statistic::Rate, unit, RATE)
    }

    fn index(series: Series, base: Period) -> Result<Self> {
        let base_value = series
            .point(base)
            .and_then(|point| point.value)
            .filter(|value| *value > 0.0);
        let Some(base_value) = base_value else {
            let held = series.valued().next().zip(series.valued().next_back());
            let hint = held.map_or_else(String::new, |((first, _), (last, _))| {
                format!("it has figures from {} to {}", first.period, last.period)
            });
            return Err(Problem::data(format!(
                "`{}` has no figure for {base} to be the index's 100",
                series.name
            ))
            .hint(hint)
            .into());
        };
        let values = all_points(&series)
            .map(|point| {
                let (from, to) = (base.min(point.period), base.max(point.period));
                let across = !series.breaks_between(from, to).is_empty() && from != to;
                Value {
                    number: point
                        .value
                        .filter(|_| !across)
                        .map(|value| 100.0 * value / base_value),
                    marker: if across && point.value.is_some() {
                        Some(Marker::Break)
                    } else {
                        point.marker
                    },
                    method: INDEX,
                    ..as_published(point)
                }
            })
            .collect();
        Ok(Self::of(
            series,
            values,
            Statistic::Index,
            format!("index, {base} = 100"),
            (
                NumberFormat::Decimal(1),
                NumberFormat::SignedDecimal(1),
                ValueAxis::Decimals,
            ),
        ))
    }

    /// The values of the points, without the rolling years.
    pub(crate) fn main(&self) -> &[Value] {
        &self.values[..self.series.points.len()]
    }

    /// The values of the rolling years.
    pub(crate) fn rolling(&self) -> &[Value] {
        &self.values[self.series.points.len()..]
    }

    /// The value of a period of the points.
    pub(crate) fn at(&self, period: Period) -> Option<&Value> {
        let main = self.main();
        let place = main.binary_search_by_key(&period, |value| value.period);
        place.ok().and_then(|place| main.get(place))
    }

    /// Periods of the points with a value, in order.
    pub(crate) fn valued(&self) -> impl DoubleEndedIterator<Item = (Period, f64)> {
        self.main()
            .iter()
            .filter_map(|value| value.number.map(|number| (value.period, number)))
    }
}

fn all_points(series: &Series) -> impl Iterator<Item = &Point> {
    series.points.iter().chain(&series.rolling)
}

fn as_published(point: &Point) -> Value {
    Value {
        period: point.period,
        number: point.value,
        marker: point.marker,
        method: "",
        source_ref: point.source_ref.clone(),
        per_head: None,
    }
}
