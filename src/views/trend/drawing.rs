//! What the chart of a panel shows, and the same in words for readers who cannot see it.

use std::collections::BTreeSet;

use crate::answer::{
    BreakMark, Evidence, Gap, Line, LinePoint, LineRole, Lines, NumberFormat, Text, Tick, Turn,
};
use crate::estimates::precision;
use crate::facts::{Facts, Statistic, When};
use crate::model::{Marker, Period, SeriesBreak, SeriesKind, Source};

use super::fitted;
use super::panel::remark_of;
use super::remarks::label;
use super::summary;
use crate::facts::trend::shown::Shown;
use crate::words;

/// The series of a panel against time.
pub(crate) fn chart(group: &[&Shown], evidence: &Evidence) -> Lines {
    let valued = || {
        group
            .iter()
            .flat_map(|shown| shown.valued())
            .map(|(period, _)| period)
    };
    let all = || {
        group
            .iter()
            .flat_map(|shown| shown.main())
            .map(|value| value.period)
    };
    let first = valued().min().or_else(|| all().min());
    // Later years without figures are left off: the table has them.
    let last = valued().max().or_else(|| all().max());
    let (Some(first), Some(last)) = (first, last) else {
        return Lines::default();
    };
    let periods: BTreeSet<Period> = all()
        .filter(|period| (first..=last).contains(period))
        .collect();
    let survey = group[0].series.source == Source::Survey;
    let later = later_years(group);
    let (from, to) = ends(group, first, last, later.as_ref());
    let gaps = gaps_before(gaps(group, &periods), later.as_ref());
    let mut lines = lines(group, first, survey);
    lines.extend(later);
    let is_rolling = group[0].is_rolling();
    Lines {
        from,
        to,
        ticks: periods
            .iter()
            .map(|period| Tick {
                at: period.midpoint(),
                label: if is_rolling {
                    words::year_to(*period).replace("Year to ", "")
                } else {
                    period.axis_label()
                },
            })
            .collect(),
        period_axis: if is_rolling {
            "Year ending".to_owned()
        } else {
            first.basis().axis_title()
        },
        value_axis: group[0].axis,
        lines,
        breaks: marks(group, evidence, first.start(), last.end()),
        gaps,
        stretches: Vec::new(),
        levels: Vec::new(),
        partial: partial(group),
        turns: Vec::new(),
    }
}

/// Periods that are counted only in part.
fn partial(group: &[&Shown]) -> Vec<f64> {
    let counted_in_part = |shown: &&Shown| {
        let values = shown.main().iter();
        let periods = values.map(|value| value.period);
        let part = periods.filter(|period| shown.series.is_partial(*period));
        part.map(Period::midpoint).collect::<Vec<f64>>()
    };
    group.iter().flat_map(counted_in_part).collect()
}

/// Where the fitted lines on the chart turn.
pub(super) fn turns(group: &[&Shown], facts: &Facts) -> Vec<Turn> {
    let on_chart = group
        .iter()
        .enumerate()
        .filter(|(_, shown)| shown.statistic == Statistic::Observed);
    let turns = on_chart.flat_map(|(of, shown)| {
        let places = facts.of(&shown.series.name, Statistic::JoinpointPlace);
        places.filter_map(move |fact| {
            let at = |when: &When| {
                let mut points = shown.series.points.iter();
                let point = points.find(|point| When::from(point.period.to_string()) == *when);
                point.map(|point| point.period.midpoint())
            };
            Some(Turn {
                from: at(&fact.from)?,
                to: at(&fact.to)?,
                of,
            })
        })
    });
    turns.collect()
}

/// Both ends of the axis of time. Years that overlap are drawn at their middles: months of room on
/// each side would be empty.
fn ends(group: &[&Shown], first: Period, last: Period, later: Option<&Line>) -> (f64, f64) {
    const HALF_A_MONTH: f64 = 1.0 / 24.0;
    if group[0].is_rolling() {
        return (
            first.midpoint() - HALF_A_MONTH,
            last.midpoint() + HALF_A_MONTH,
        );
    }
    let points = later.iter().flat_map(|line| &line.points);
    let end = points.fold(last.end(), |end, point| end.max(point.at + 0.5));
    (first.start(), end)
}

/// The gaps that end before the later years of a series begin.
fn gaps_before(gaps: Vec<Gap>, later: Option<&Line>) -> Vec<Gap> {
    const SHORTEST: f64 = 0.5;
    let points = later.iter().flat_map(|line| &line.points);
    let until = points.fold(f64::MAX, |until, point| until.min(point.at - 0.5));
    let cut = gaps.into_iter().map(|gap| Gap {
        to: gap.to.min(until),
        ..gap
    });
    let cut = cut.filter(|gap| gap.to - gap.from > SHORTEST || gap.to < until);
    cut.collect()
}

/// The rolling years of a series whose latest financial years have no figure, as a line of their
/// own: they are never joined to the financial years.
fn later_years(group: &[&Shown]) -> Option<Line> {
    let [shown] = group else {
        return None;
    };
    let (last, _) = shown.valued().next_back()?;
    let valued = shown
        .rolling()
        .iter()
        .filter(|value| value.number.is_some());
    let apart: Vec<_> = valued
        .filter(|value| value.period.first_month() >= last.end_month())
        .collect();
    let end = apart.last()?.period;
    let basis = |period: Period| period.basis();
    let point = |value: &&crate::facts::trend::shown::Value| LinePoint {
        at: value.period.midpoint(),
        value: value.number,
        interval: None,
        label: value
            .number
            .filter(|_| value.period == end)
            .map(|number| shown.format.write(number)),
    };
    Some(Line {
        label: words::year_to(end).replacen("Year ", "Years ", 1),
        role: LineRole::Observed { dots: true },
        points: apart
            .iter()
            .filter(|value| basis(value.period) == basis(end))
            .map(point)
            .collect(),
    })
}

/// The series, then the trends of each, drawn behind by the renderer.
fn lines(group: &[&Shown], first: Period, survey: bool) -> Vec<Line> {
    let observed = (0..group.len()).map(|index| line(group, index, first, survey));
    // Several areas are compared by their figures: no trend is said of them, and none is drawn.
    let is_of_areas = summary::is_of_areas(group);
    let fitted = group.iter().enumerate().filter(|_| !is_of_areas);
    let fitted = fitted.filter_map(|(of, shown)| {
        let trends = shown.trends.as_ref()?;
        Some(fitted::lines(shown, of, trends))
    });
    observed.chain(fitted.flatten()).collect()
}

fn line(group: &[&Shown], index: usize, first: Period, survey: bool) -> Line {
    let shown = group[index];
    let ends = shown.valued().next().zip(shown.valued().next_back());
    let labelled = |period: Period| {
        ends.is_some_and(|((start, _), (end, _))| period == end || (survey && period == start))
    };
    Line {
        label: label(group, index),
        role: if shown.is_behind {
            LineRole::Behind
        } else {
            LineRole::Observed { dots: survey }
        },
        points: shown
            .main()
            .iter()
            .filter(|value| value.period >= first)
            .map(|value| LinePoint {
                at: value.period.midpoint(),
                value: value.number,
                interval: interval(shown, value.period),
                label: value
                    .number
                    .filter(|_| labelled(value.period))
                    .map(|number| shown.format.write(number)),
            })
            .collect(),
    }
}

/// The interval of a survey figure as published, where something is known of its precision.
fn interval(shown: &Shown, period: Period) -> Option<(f64, f64)> {
    let point = shown.series.point(period)?;
    let uncertainty = &shown.uncertainty;
    let as_published = [Statistic::Observed, Statistic::Prevalence].contains(&shown.statistic);
    if shown.series.kind != SeriesKind::Prevalence || !as_published {
        return None;
    }
    let found = precision(
        point,
        point.value?,
        &uncertainty.assumed,
        uncertainty.confidence,
    );
    let interval = found.ok()??.estimate.interval;
    Some((100.0 * interval.lower, 100.0 * interval.upper))
}

fn marks(group: &[&Shown], evidence: &Evidence, from: f64, to: f64) -> Vec<BreakMark> {
    let mut marks: Vec<BreakMark> = Vec::new();
    for mark in group.iter().flat_map(|shown| &shown.series.breaks) {
        if let Some(note) = evidence.number_of(&mark.id)
            && mark.at > from
            && mark.at < to
            && marks.iter().all(|known| known.note != note)
        {
            marks.push(BreakMark { at: mark.at, note });
        }
    }
    marks.sort_by(|a, b| a.at.total_cmp(&b.at));
    marks
}

/// Spans in which no series has a figure.
fn gaps(group: &[&Shown], periods: &BTreeSet<Period>) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    for period in periods {
        if group.iter().any(|shown| {
            shown
                .at(*period)
                .is_some_and(|value| value.number.is_some())
        }) {
            continue;
        }
        let reason = reason(group, *period);
        match gaps.last_mut() {
            Some(gap) if gap.reason == reason && (gap.to - period.start()).abs() < 1e-9 => {
                gap.to = period.end();
            }
            _ => gaps.push(Gap {
                from: period.start(),
                to: period.end(),
                reason,
            }),
        }
    }
    gaps
}

/// Why a period has no figure.
fn reason(group: &[&Shown], period: Period) -> String {
    let markers = || {
        group
            .iter()
            .filter_map(|shown| shown.at(period))
            .filter_map(|value| value.marker)
    };
    if markers().any(|marker| marker == Marker::Break) {
        return "[b] on another basis".to_owned();
    }
    if let Some(marker) = markers().find(|marker| *marker != Marker::NotAvailable) {
        return format!("{marker} {}", marker.meaning());
    }
    match remark_of(group, period).as_str() {
        "" => "[x] not available".to_owned(),
        remark if remark.starts_with("not in") => format!("[x] {remark}"),
        remark => remark.to_owned(),
    }
}

/// What the chart shows, for readers who cannot see it.
pub(crate) fn alternative_text(group: &[&Shown], facts: &Facts, evidence: &Evidence) -> Text {
    let mut sentences: Vec<Text> = vec![format!("Line chart, {}.", group[0].unit).into()];
    for (index, shown) in group.iter().enumerate() {
        let name = label(group, index);
        let Some(first) = shown.valued().next() else {
            sentences.push(format!("{name}: no figure.").into());
            continue;
        };
        sentences.push(extremes(&name, shown, facts, first));
        let missing: Vec<String> = shown
            .main()
            .iter()
            .filter(|value| value.number.is_none() && value.period > first.0)
            .map(|value| value.period.to_string())
            .collect();
        if !missing.is_empty() {
            sentences.push(format!("No figure for {}.", missing.join(", ")).into());
        }
    }
    let numbered = group.iter().flat_map(|shown| &shown.series.breaks);
    let mut breaks: Vec<&SeriesBreak> = numbered
        .filter(|mark| evidence.number_of(&mark.id).is_some())
        .collect();
    breaks.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut dates: Vec<&str> = breaks.iter().map(|it| it.date_in_words.as_str()).collect();
    dates.dedup();
    if !dates.is_empty() {
        sentences.push(format!("Breaks are marked at {}.", dates.join(", ")).into());
    }
    Text::joined(sentences, " ")
}

/// First and last value, lowest and highest, and for counts the change between first and last.
fn extremes(name: &str, shown: &Shown, facts: &Facts, first: (Period, f64)) -> Text {
    let written = |(period, _): (Period, f64)| {
        let fact = facts.at(&shown.series.name, shown.statistic, period);
        let value = fact.map_or_else(Text::default, |fact| {
            Text::default().value(fact, shown.format)
        });
        value.and(format!(" in {period}"))
    };
    let last = shown.valued().next_back().unwrap_or(first);
    let lowest = shown
        .valued()
        .reduce(|a, b| if b.1 < a.1 { b } else { a })
        .unwrap_or(first);
    let highest = shown
        .valued()
        .reduce(|a, b| if b.1 > a.1 { b } else { a })
        .unwrap_or(first);
    let text = Text::from(format!("{name}: "))
        .and(written(first))
        .and(", ")
        .and(written(last))
        .and("; lowest ")
        .and(written(lowest))
        .and(", highest ")
        .and(written(highest));
    let name = &shown.series.name;
    let change = facts.between(name, Statistic::RelativeChange, first.0, last.0);
    match change.filter(|_| shown.series.source == Source::Police) {
        Some(fact) => text
            .and("; change ")
            .value(fact, NumberFormat::SignedPerCent(1))
            .and("."),
        None => text.and("."),
    }
}
