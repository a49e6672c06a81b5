//! A figure of measures against time, as `vawg trend` shows them, without a fitted trend: with
//! events of the report's own, and the share of the change that fell in each span.

use anyhow::Result;

use super::Context;
use super::drawn::Drawn;
use super::spans;
use crate::answer::{BreakMark, Chart, Evidence, NumberFormat, Panel};
use crate::estimates::AssumedPrecision;
use crate::facts::trend::shown::{Shown, Uncertainty, View};
use crate::facts::trend::{change, grouped, rows};
use crate::facts::{Fact, Facts};
use crate::model::{Series, SeriesBreak, SeriesKind, Source};
use crate::problem::{Problem, did_you_mean, themselves};
use crate::question::period;
use crate::question::window::Window;
use crate::reports::{FigureSpec, MeasuresQuery};
use crate::views::trend::panel;
use crate::words;

/// # Errors
/// Unknown measures, events and periods; a measure that no release at hand holds, or holds no
/// figure of in these years; spans that do not follow on one another.
pub(super) fn drawn(
    context: &Context<'_>,
    figure: &FigureSpec,
    query: &MeasuresQuery,
) -> Result<Drawn> {
    let MeasuresQuery {
        measures,
        from,
        to,
        breaks,
        events,
        spans,
    } = query;
    let window = window(measures, from.as_deref(), to.as_deref())?;
    let events = events
        .iter()
        .map(|event| self::event(context, event))
        .collect::<Result<Vec<_>>>()?;
    let mut shown = Vec::new();
    for name in measures {
        let mut series = series(context, figure, name)?;
        series = within(&window, series)?;
        series.sources = context.dataset.source_lines(&series);
        series.rolling.clear();
        if !events.is_empty() {
            series.events.clone_from(&events);
        }
        shown.push(Shown::new(series, View::Observed, &[], as_published())?);
    }
    let evidence = evidence(&shown, *breaks);
    let groups = grouped(&shown);
    let mut rows: Vec<Fact> = shown.iter().flat_map(rows::of).collect();
    let facts: Facts = rows.iter().cloned().collect();
    let mut panels: Vec<Panel> = groups
        .iter()
        .map(|group| panel::panel(&group[0].series.label, group, &facts, &evidence))
        .collect();
    for panel in &mut panels {
        mark(panel, &events, &evidence);
    }
    let mut words = words_of(&shown);
    if let (Some(panel), false) = (panels.first_mut(), spans.is_empty()) {
        let shares = spans::shares(&shown, spans)?;
        rows.extend(shares.figures());
        words.extend(shares.named());
        shares.add_to(panel);
    }
    Ok(Drawn {
        panels,
        evidence,
        figures: rows,
        words,
    })
}

/// The periods of a query of measures.
///
/// # Errors
/// No measure; a text that is no period; a last period before the first.
pub(super) fn window(measures: &[String], from: Option<&str>, to: Option<&str>) -> Result<Window> {
    if measures.is_empty() {
        return Err(Problem::data("the query names no measure")
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

/// What of a series lies in the window.
///
/// # Errors
/// A bare year where it could mean two; nothing that lies in it.
pub(super) fn within(window: &Window, series: Series) -> Result<Series> {
    window.check(&series)?;
    let ends = series.points.first().zip(series.points.last());
    let held = ends.map_or_else(String::new, |(first, last)| {
        format!("its figures are for {} to {}", first.period, last.period)
    });
    let measure = series.measure.clone();
    let within = window.of(series);
    if within.points.is_empty() {
        let nothing = format!("`{measure}` has no figure in these years");
        return Err(Problem::data(nothing).hint(held).into());
    }
    Ok(within)
}

/// As published: nothing is assumed.
pub(super) fn as_published() -> Uncertainty {
    Uncertainty {
        assumed: AssumedPrecision::default(),
        confidence: 0.95,
    }
}

/// The series of a measure, from the release that the figure is pinned to.
///
/// # Errors
/// An unknown measure; one that no release at hand holds.
pub(super) fn series(context: &Context<'_>, figure: &FigureSpec, name: &str) -> Result<Series> {
    let catalogue = context.dataset.catalogue();
    let measure = catalogue.measure(name).ok_or_else(|| {
        let names = themselves(catalogue.measures.iter().map(|measure| &measure.id));
        let hint = did_you_mean(name, names, "`vawg list measures` shows them all");
        Problem::data(format!("unknown measure `{name}`")).hint(hint)
    })?;
    let pin = context.pin(figure)?;
    let series = context.dataset.series(measure, pin)?;
    let series = series
        .ok_or_else(|| Problem::data(format!("no release at hand holds a figure of `{name}`")))?;
    // A series of the police is of one release: of another than the one asked for it would be
    // taken for that one's. The survey takes each year from where it is held.
    match pin {
        Some(pin) if series.source == Source::Police && !supplies(pin, &series) => {
            Err(Problem::data(format!("release `{pin}` supplies no figure of `{name}`")).into())
        }
        _ => Ok(series),
    }
}

fn supplies(release: &str, series: &Series) -> bool {
    let mut points = series.points.iter().chain(&series.rolling);
    points.any(|point| point.release == release)
}

/// A stated value of the unit `event`: a date at which something happened.
fn event(context: &Context<'_>, id: &str) -> Result<SeriesBreak> {
    let value = context.values.value(id)?;
    let period = period::given("the period of an event", Some(&value.period))?;
    let period = period.filter(|_| value.unit == "event").ok_or_else(|| {
        Problem::data(format!("the stated value `{id}` is no event"))
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

/// The notes of the series. Where breaks are not to be marked they have no number, and one note
/// names them all.
fn evidence(shown: &[Shown], with_breaks: bool) -> Evidence {
    let mut series: Vec<Series> = shown.iter().map(|one| one.series.clone()).collect();
    if with_breaks {
        return Evidence::of(&series);
    }
    let mut names: Vec<String> = Vec::new();
    for one in shown.iter().filter_map(change::over_window) {
        for mark in one.breaks {
            let name = format!(
                "{} ({})",
                mark.date_in_words,
                mark.text.trim_end_matches('.')
            );
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    for one in &mut series {
        one.breaks.clear();
    }
    let evidence = Evidence::of(&series);
    if names.is_empty() {
        return evidence;
    }
    let count = names.len();
    evidence.with_note(
        format!(
            "{} in these years, not marked here: {}.",
            if count == 1 {
                "One break lies".to_owned()
            } else {
                format!("{} breaks lie", words::capitalised(&words::number(count)))
            },
            names.join("; ")
        ),
        true,
    )
}

/// Marks the report's own events in a panel's chart, and names them for those who cannot see it.
fn mark(panel: &mut Panel, events: &[SeriesBreak], evidence: &Evidence) {
    let Some(Chart::Lines(lines)) = &mut panel.chart else {
        return;
    };
    let within = |event: &&SeriesBreak| event.at > lines.from && event.at < lines.to;
    let marked: Vec<&SeriesBreak> = events.iter().filter(within).collect();
    for event in &marked {
        if let Some(note) = evidence.number_of(&event.id) {
            lines.breaks.push(BreakMark { at: event.at, note });
        }
    }
    lines.breaks.sort_by(|a, b| a.at.total_cmp(&b.at));
    if !marked.is_empty() {
        let names = marked.iter().map(|event| {
            format!(
                "{} ({})",
                event.date_in_words,
                event.text.trim_end_matches('.')
            )
        });
        let names: Vec<String> = names.collect();
        panel.alternative_text =
            format!("{} Marked: {}.", panel.alternative_text, names.join("; ")).into();
    }
}

/// What a title may say of the first series: figures of the survey have no change without a test.
fn words_of(shown: &[Shown]) -> Vec<(&'static str, String)> {
    let Some(first) = shown.first() else {
        return Vec::new();
    };
    let ends = first.valued().next().zip(first.valued().next_back());
    let Some(((_, start), (_, end))) = ends else {
        return Vec::new();
    };
    let mut words = vec![
        ("first", first.format.write(start)),
        ("last", first.format.write(end)),
    ];
    let change = change::over_window(first).and_then(|change| change.relative);
    if let (Some(relative), SeriesKind::Counts) = (change, first.series.kind) {
        let amount = NumberFormat::PerCent(0).write(100.0 * relative.abs());
        let changed = match amount.as_str() {
            "0%" => "hardly changed".to_owned(),
            amount if relative > 0.0 => format!("rose {amount}"),
            amount => format!("fell {amount}"),
        };
        words.push(("changed", changed));
        words.push((
            "change",
            NumberFormat::SignedPerCent(0).write(100.0 * relative),
        ));
    }
    words
}
