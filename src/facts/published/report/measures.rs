//! Measures of the catalogue through time, as published, with events of the report's own.

use anyhow::Result;

use super::Context;
use super::span_shares::{self, SpanShare};
use crate::estimates::AssumedPrecision;
use crate::facts::Facts;
use crate::facts::trend::rows;
use crate::facts::trend::shown::{Shown, Uncertainty, View};
use crate::model::{Series, SeriesBreak};
use crate::problem::Problem;
use crate::question::terms::period;
use crate::question::terms::window::Window;
use crate::reports::{FigureSpec, MeasuresQuery};

/// Series of measures with what happened in their years.
pub(crate) struct Measures {
    pub(crate) shown: Vec<Shown>,
    pub(crate) events: Vec<SeriesBreak>,
    pub(crate) shares: Vec<SpanShare>,
    pub(crate) facts: Facts,
}

/// The series that a query names.
///
/// # Errors
/// Unknown measures, events and periods; a measure without a figure in these years; spans that do
/// not follow on one another.
pub(crate) fn measures(
    context: &Context<'_>,
    figure: &FigureSpec,
    query: &MeasuresQuery,
) -> Result<Measures> {
    let window = window(&query.measures, query.from.as_deref(), query.to.as_deref())?;
    let events = query.events.iter().map(|id| event(context, id));
    let events: Vec<SeriesBreak> = events.collect::<Result<_>>()?;
    let mut shown = Vec::new();
    for name in &query.measures {
        let mut series = within(&window, context.series(figure, name)?)?;
        if !events.is_empty() {
            series.events.clone_from(&events);
        }
        shown.push(as_published(series)?);
    }
    let mut facts: Facts = shown.iter().flat_map(rows::of).collect();
    let shares = span_shares::add(&mut facts, &shown, &query.spans)?;
    Ok(Measures {
        shown,
        events,
        shares,
        facts,
    })
}

/// The periods of a query of measures.
///
/// # Errors
/// No measure; a text that is not a period; a last period before the first.
pub(super) fn window(measures: &[String], from: Option<&str>, to: Option<&str>) -> Result<Window> {
    if measures.is_empty() {
        return Err(Problem::data("the query does not name a measure")
            .hint("measures = [\"police-rape\"]; `vawg list measures` shows them all")
            .into());
    }
    let (from, to) = (period::given("`from`", from)?, period::given("`to`", to)?);
    if let (Some(from), Some(to)) = (from, to)
        && from.first_month() > to.first_month()
    {
        return Err(Problem::data(format!("`from` {from} comes after `to` {to}")).into());
    }
    Ok(Window { from, to })
}

/// Part of a series inside the window, without its rolling years.
///
/// # Errors
/// A bare year that could mean two; no figure inside the window.
pub(super) fn within(window: &Window, mut series: Series) -> Result<Series> {
    window.check(&series)?;
    let ends = series.points.first().zip(series.points.last());
    let held = ends.map_or_else(String::new, |(first, last)| {
        format!("its figures are for {} to {}", first.period, last.period)
    });
    let measure = series.measure.clone();
    series.rolling.clear();
    let within = window.of(series);
    if within.points.is_empty() {
        let nothing = format!("`{measure}` has no figures in these years");
        return Err(Problem::data(nothing).hint(held).into());
    }
    Ok(within)
}

/// A series as published, with nothing assumed.
pub(super) fn as_published(series: Series) -> Result<Shown> {
    let uncertainty = Uncertainty {
        assumed: AssumedPrecision::default(),
        confidence: 0.95,
    };
    Shown::new(series, View::Observed, &[], uncertainty)
}

/// A stated value of the unit `event`: a date at which something happened.
fn event(context: &Context<'_>, id: &str) -> Result<SeriesBreak> {
    let value = context.values.value(id)?;
    let period = period::given("the period of an event", Some(&value.period))?;
    let period = period.filter(|_| value.unit == "event").ok_or_else(|| {
        Problem::data(format!("the stated value `{id}` is not an event"))
            .hint("an event has the unit `event`, a period and the marker [z]")
    })?;
    Ok(SeriesBreak {
        id: value.id.clone(),
        at: period.start(),
        until: Some(period.end()),
        date_in_words: period.in_words(),
        text: format!("{}.", value.item.trim_end_matches('.')),
    })
}
