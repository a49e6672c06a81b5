//! A figure of measures against time, as `vawg trend` shows them, without a fitted trend: with
//! events of the report's own, and the share of the change that fell in each span.

use anyhow::Result;

use super::Context;
use super::drawn::Drawn;
use crate::answer::{
    BreakMark, Cell, Chart, Column, Evidence, Figure, NumberFormat, Panel, Stretch, Table, TableRow,
};
use crate::commands::period;
use crate::commands::trend::shown::{Shown, Uncertainty, View};
use crate::commands::trend::{Window, change, figures, grouped, panel, words};
use crate::estimates::AssumedPrecision;
use crate::model::{Period, Series, SeriesBreak, SeriesKind};
use crate::problem::{Problem, did_you_mean, themselves};
use crate::reports::{FigureSpec, Query, Span};

/// # Errors
/// Unknown measures, events and periods; a measure that no release at hand holds.
pub(super) fn drawn(context: &Context<'_>, figure: &FigureSpec) -> Result<Drawn> {
    let Query::Measures {
        measures,
        from,
        to,
        breaks,
        events,
        spans,
    } = &figure.query
    else {
        return Err(Problem::data("no query of measures").into());
    };
    let window = Window::given(from.as_deref(), to.as_deref())?;
    let events = events
        .iter()
        .map(|event| self::event(context, event))
        .collect::<Result<Vec<_>>>()?;
    let mut shown = Vec::new();
    for name in measures {
        let mut series = series(context, figure, name)?;
        window.check(&series)?;
        series = window.of(series);
        series.sources = context.dataset.source_lines(&series);
        series.rolling.clear();
        if !events.is_empty() {
            series.events.clone_from(&events);
        }
        shown.push(Shown::new(series, View::Observed, &[], as_published())?);
    }
    let evidence = evidence(&shown, *breaks);
    let groups = grouped(&shown);
    let mut panels: Vec<Panel> = groups
        .iter()
        .map(|group| panel::panel(&group[0].series.label, group, &evidence))
        .collect();
    let mut rows: Vec<Figure> = shown.iter().flat_map(figures::of).collect();
    for panel in &mut panels {
        mark(panel, &events, &evidence);
    }
    let mut words = words_of(&shown);
    if let (Some(first), Some(panel), false) = (shown.first(), panels.first_mut(), spans.is_empty())
    {
        let shares = shares(first, spans)?;
        rows.extend(shares.iter().map(|share| share.figure(first)));
        words.extend(
            shares
                .iter()
                .filter(|it| it.named)
                .map(|it| ("share", it.written(0))),
        );
        add(panel, &shares);
    }
    Ok(Drawn {
        panels,
        evidence,
        figures: rows,
        words,
    })
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
    let series = context.dataset.series(measure, context.pin(figure)?)?;
    series.ok_or_else(|| {
        Problem::data(format!("no release at hand holds a figure of `{name}`")).into()
    })
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
            format!("{} Marked: {}.", panel.alternative_text, names.join("; "));
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

/// The part of the whole change that fell in a span.
struct Share {
    from: Period,
    to: Period,
    named: bool,
    absolute: f64,
    /// In per cent of the whole change.
    per_cent: f64,
    breaks: usize,
}

impl Share {
    fn written(&self, places: usize) -> String {
        NumberFormat::PerCent(places).write(self.per_cent)
    }

    fn figure(&self, shown: &Shown) -> Figure {
        let series = &shown.series;
        Figure {
            statistic: "share_of_change".to_owned(),
            method: "change in the span over the change in all spans, times 100".to_owned(),
            from: self.from.to_string(),
            to: self.to.to_string(),
            value: Some(self.per_cent),
            unit: "per cent".to_owned(),
            release: series
                .point(self.to)
                .map_or_else(String::new, |point| point.release.clone()),
            ..Figure::about(series)
        }
    }
}

/// The share of each span; the spans follow on one another from the first figure to the last.
fn shares(shown: &Shown, spans: &[Span]) -> Result<Vec<Share>> {
    let value = |text: &str| -> Result<(Period, f64)> {
        let period = period::given("spans", Some(text))?;
        let found = period.and_then(|period| Some((period, shown.at(period)?.number?)));
        found.ok_or_else(|| {
            Problem::data(format!("there is no figure for {text}, where a span ends")).into()
        })
    };
    let mut found = Vec::new();
    for span in spans {
        let (from, to) = (value(&span.from)?, value(&span.to)?);
        found.push((from, to, span.named));
    }
    let follows = found.windows(2).all(|pair| pair[0].1.0 == pair[1].0.0);
    let whole: f64 = found.iter().map(|(from, to, _)| to.1 - from.1).sum();
    if !follows || whole == 0.0 {
        return Err(
            Problem::data("the spans do not follow on one another, or nothing changed")
                .hint("each begins where the one before it ends, so that the shares add up to 100%")
                .into(),
        );
    }
    let share = |(from, to, named): &((Period, f64), (Period, f64), bool)| Share {
        from: from.0,
        to: to.0,
        named: *named,
        absolute: to.1 - from.1,
        per_cent: 100.0 * (to.1 - from.1) / whole,
        breaks: shown.series.breaks_between(from.0, to.0).len(),
    };
    Ok(found.iter().map(share).collect())
}

/// Adds the shares to the table, the chart and its words.
fn add(panel: &mut Panel, shares: &[Share]) {
    let row = |share: &Share| TableRow {
        cells: vec![
            Cell::text(format!("{} to {}", share.from, share.to)),
            Cell::Number(share.absolute, NumberFormat::SignedWhole),
            Cell::Number(share.per_cent, NumberFormat::PerCent(1)),
            Cell::Number(share.breaks as f64, NumberFormat::Whole),
        ],
        ..TableRow::default()
    };
    panel.further_tables.push(Table {
        columns: vec![
            Column::left("from, to"),
            Column::right("change"),
            Column::right("share of the change"),
            Column::right("breaks"),
        ],
        rows: shares.iter().map(row).collect(),
        earlier_rows: 0,
    });
    let said: Vec<String> = shares
        .iter()
        .map(|it| format!("{} to {}: {}", it.from, it.to, it.written(0)))
        .collect();
    panel.alternative_text = format!(
        "{} Share of the whole change: {}.",
        panel.alternative_text,
        said.join("; ")
    );
    if let Some(Chart::Lines(lines)) = &mut panel.chart {
        // A change from one year to another runs from the middle of the first to that of the last.
        let stretch = |share: &Share| Stretch {
            from: share.from.midpoint(),
            to: share.to.midpoint(),
            label: format!("{} of the change", share.written(0)),
        };
        lines.stretches = shares.iter().map(stretch).collect();
    }
}
