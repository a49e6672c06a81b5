//! A series in the form asked for: as published, as rates, or as index numbers.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::answer::{NumberFormat, ValueAxis};
use crate::cli::TrendArgs;
use crate::commands::period;
use crate::dataset::RatePoint;
use crate::model::{Marker, Period, Point, Series, Source};
use crate::problem::Problem;

/// The form asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// As published.
    Observed,
    /// Offences per 1,000 population.
    Rate,
    /// 100 at this period.
    Index(Period),
}

impl View {
    pub(super) fn given(args: &TrendArgs) -> Result<Self> {
        if args.rate {
            return Ok(Self::Rate);
        }
        let index = period::given("--index", args.index.as_deref())?;
        Ok(index.map_or(Self::Observed, Self::Index))
    }

    /// The period at which an index is 100.
    pub(super) const fn index(self) -> Option<Period> {
        match self {
            Self::Index(period) => Some(period),
            Self::Observed | Self::Rate => None,
        }
    }

    /// What must be said of the form.
    pub(super) fn notes(self, shown: &[Shown]) -> Vec<String> {
        match self {
            Self::Observed => Vec::new(),
            Self::Rate => {
                let mut notes = Vec::new();
                let has = |wanted: fn(&Value) -> bool| {
                    shown.iter().flat_map(|one| &one.values).any(wanted)
                };
                if has(|value| value.method == PUBLISHED_RATE) {
                    notes.push(
                        "Rates per 1,000 population are those that ONS prints (Table A7)."
                            .to_owned(),
                    );
                }
                if has(|value| value.method == IMPLIED_RATE) {
                    notes.push(
                        "Where ONS prints no rate, the count is set over the population of all ages and \
                         sexes that ONS's own rates rest on: all recorded crime in Table A5a over its \
                         rate in Table A7."
                            .to_owned(),
                    );
                }
                if shown.iter().any(|one| one.series.source == Source::Survey) {
                    notes.push(
                        "Rates are of police-recorded offences; survey figures stay as they are."
                            .to_owned(),
                    );
                }
                notes
            }
            Self::Index(base) => vec![format!(
                "Index: {} = 100. It is not carried across a break: there [b] stands.",
                base.in_words()
            )],
        }
    }
}

/// The rate that ONS prints.
pub(super) const PUBLISHED_RATE: &str = "published rate";
/// The rate over the population that ONS's own rates rest on.
pub(super) const IMPLIED_RATE: &str = "count over the population implied by ONS Tables A5a and A7";
/// The value over that of the base period, times 100.
pub(super) const INDEX: &str = "value over that of the base period times 100";

/// One value in the form asked for.
#[derive(Debug, Clone)]
pub(super) struct Value {
    pub(super) period: Period,
    pub(super) number: Option<f64>,
    pub(super) marker: Option<Marker>,
    /// How it was made; empty where it is as published.
    pub(super) method: &'static str,
    pub(super) source_ref: String,
}

/// A series in the form asked for.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    /// As published.
    pub(super) series: Series,
    /// One value for each point of the series, then for each rolling year.
    pub(super) values: Vec<Value>,
    /// `observed`, `rate` or `index`.
    pub(super) statistic: &'static str,
    pub(super) unit: String,
    pub(super) format: NumberFormat,
    pub(super) signed: NumberFormat,
    pub(super) axis: ValueAxis,
}

impl Shown {
    /// # Errors
    /// An index base at which the series has no figure.
    pub(super) fn new(series: Series, view: View, rates: &[RatePoint]) -> Result<Self> {
        match (view, series.source) {
            (View::Rate, Source::Police) => Ok(Self::rates(series, rates)),
            (View::Index(base), _) => Self::index(series, base),
            _ => Ok(Self::observed(series)),
        }
    }

    fn observed(series: Series) -> Self {
        let counts = series.source == Source::Police;
        Self {
            values: all_points(&series).map(as_published).collect(),
            statistic: "observed",
            unit: series.unit.clone(),
            format: if counts {
                NumberFormat::Whole
            } else {
                NumberFormat::PerCent(1)
            },
            signed: if counts {
                NumberFormat::SignedWhole
            } else {
                NumberFormat::SignedDecimal(1)
            },
            axis: if counts {
                ValueAxis::Counts
            } else {
                ValueAxis::PerCent
            },
            series,
        }
    }

    fn rates(series: Series, rates: &[RatePoint]) -> Self {
        let by_period: BTreeMap<Period, &RatePoint> =
            rates.iter().map(|rate| (rate.period, rate)).collect();
        let values = all_points(&series)
            .map(|point| match by_period.get(&point.period) {
                Some(rate) => Value {
                    period: point.period,
                    number: Some(rate.per_thousand),
                    marker: None,
                    method: if rate.published {
                        PUBLISHED_RATE
                    } else {
                        IMPLIED_RATE
                    },
                    source_ref: rate.source_ref.clone(),
                },
                None => Value {
                    number: None,
                    marker: point.marker.or(Some(Marker::NotAvailable)),
                    ..as_published(point)
                },
            })
            .collect();
        Self {
            values,
            statistic: "rate",
            unit: "offences per 1,000 population".to_owned(),
            format: NumberFormat::Decimal(2),
            signed: NumberFormat::SignedDecimal(2),
            axis: ValueAxis::Decimals,
            series,
        }
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
        Ok(Self {
            values,
            statistic: "index",
            unit: format!("index, {base} = 100"),
            format: NumberFormat::Decimal(1),
            signed: NumberFormat::SignedDecimal(1),
            axis: ValueAxis::Decimals,
            series,
        })
    }

    /// The values of the points, without the rolling years.
    pub(super) fn main(&self) -> &[Value] {
        &self.values[..self.series.points.len()]
    }

    /// The values of the rolling years.
    pub(super) fn rolling(&self) -> &[Value] {
        &self.values[self.series.points.len()..]
    }

    /// The value of a period of the points.
    pub(super) fn at(&self, period: Period) -> Option<&Value> {
        self.main().iter().find(|value| value.period == period)
    }

    /// Periods of the points with a value, in order.
    pub(super) fn valued(&self) -> impl DoubleEndedIterator<Item = (Period, f64)> {
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
    }
}
