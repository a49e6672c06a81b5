//! Measures through time, as `vawg trend` shows them, with events of the report's own and the share
//! of the change in each span; and estimated numbers of victims.

use super::figure_builder::{FigureBuilder, Word};
use super::{row, table};
use crate::answer::{BreakMark, Cell, Chart, Column, Evidence, NumberFormat, Panel, Stretch, Text};
use crate::facts::published::report::measures::Measures;
use crate::facts::published::report::span_shares::SpanShare;
use crate::facts::published::report::victim_estimates::VictimEstimates;
use crate::facts::trend::grouped;
use crate::facts::trend::shown::Shown;
use crate::facts::{Fact, FactId, Facts, Statistic};
use crate::model::{Period, Series, SeriesBreak, SeriesKind, SeriesNote};
use crate::views::trend::panel;
use crate::words;

/// The figure of measures; breaks are marked or named in one note.
pub(crate) fn figure(measures: Measures, with_breaks: bool) -> FigureBuilder {
    let evidence = evidence(&measures.shown, with_breaks);
    let groups = grouped(&measures.shown);
    let facts = &measures.facts;
    let panels = groups.iter().map(|group| {
        let mut panel = panel::panel(&group[0].series.label, group, facts, &evidence);
        mark(&mut panel, &measures.events, &evidence);
        panel
    });
    let mut panels: Vec<Panel> = panels.collect();
    let mut words = measures
        .shown
        .first()
        .map_or_else(Vec::new, |first| title_words(first, facts));
    if let (Some(panel), false) = (panels.first_mut(), measures.shares.is_empty()) {
        add_shares(panel, &measures.shares, facts);
        let named = measures.shares.iter().find(|share| share.named);
        words.extend(named.map(|share| ("share", Word::Text(share_of(share, facts, 0)))));
    }
    FigureBuilder {
        evidence: panel::with_marks_explained(evidence, &panels),
        panels,
        words,
        facts: measures.facts,
    }
}

/// The figure of estimated numbers of victims.
pub(crate) fn victims(estimates: VictimEstimates) -> FigureBuilder {
    let series: Vec<Series> = estimates
        .shown
        .iter()
        .map(|one| one.series.clone())
        .collect();
    let evidence = Evidence::of(&series);
    let sources = estimates.sources.into_iter();
    let evidence = sources.fold(evidence, Evidence::with_source);
    let group: Vec<&Shown> = estimates.shown.iter().collect();
    let mut panel = panel::panel("Estimated victims", &group, &estimates.facts, &evidence);
    panel.remarks = Text::all(["No change is tested: no standard error is published."]);
    FigureBuilder {
        evidence,
        ..FigureBuilder::new(panel, estimates.facts)
    }
}

/// The notes of the series. Breaks that are not to be marked have no number; one note names them all.
fn evidence(shown: &[Shown], with_breaks: bool) -> Evidence {
    let mut series: Vec<Series> = shown.iter().map(|one| one.series.clone()).collect();
    if with_breaks {
        return Evidence::of(&series);
    }
    let mut names: Vec<String> = Vec::new();
    for mark in shown
        .iter()
        .filter_map(ends)
        .flat_map(|(one, from, to)| one.series.breaks_between(from, to))
    {
        let name = named(mark);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    for one in &mut series {
        one.breaks.clear();
    }
    let evidence = Evidence::of(&series);
    let breaks = match names.len() {
        0 => return evidence,
        1 => "One break".to_owned(),
        count => format!("{} breaks", words::capitalised(&words::number(count))),
    };
    let note = format!(
        "{breaks} in these years, not marked here: {}.",
        names.join("; ")
    );
    evidence.with_note(note, true)
}

/// A series with the periods of its first and its last value.
fn ends(shown: &Shown) -> Option<(&Shown, Period, Period)> {
    let (first, last) = (shown.valued().next()?.0, shown.valued().next_back()?.0);
    (first != last).then_some((shown, first, last))
}

fn named(mark: &SeriesBreak) -> String {
    format!(
        "{} ({})",
        mark.date_in_words,
        mark.text.trim_end_matches('.')
    )
}

/// Marks the report's own events in a chart, and names them for readers who cannot see it.
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
        let names: Vec<String> = marked.iter().map(|event| named(event)).collect();
        let text = std::mem::take(&mut panel.alternative_text);
        panel.alternative_text = text.and(format!(" Marked: {}.", names.join("; ")));
    }
}

/// What a title may say of a series. Figures of the survey have no change without a test.
fn title_words(shown: &Shown, facts: &Facts) -> Vec<(&'static str, Word)> {
    let name = &shown.series.name;
    let value = |period| {
        let fact = facts.at(name, shown.statistic, period)?;
        Some(Word::Text(Text::default().value(fact, shown.format)))
    };
    let valued = || shown.valued().map(|(period, _)| period);
    let Some((first, last)) = valued().next().zip(valued().next_back()) else {
        return Vec::new();
    };
    let mut words: Vec<(&'static str, Word)> = Vec::new();
    words.extend(value(first).map(|word| ("first", word)));
    words.extend(value(last).map(|word| ("last", word)));
    if shown.series.kind != SeriesKind::Counts || first == last {
        return words;
    }
    let change = facts.between(name, Statistic::RelativeChange, first, last);
    let partial = partial_year(shown, [first, last]);
    for name in ["changed", "change"] {
        let word = match &partial {
            Some(reason) => Some(Word::Refused(reason.clone())),
            None => change.and_then(|change| changed(name, shown, change)),
        };
        words.extend(word.map(|word| (name, word)));
    }
    words
}

/// Why one of these years cannot be compared: it covers part of a year, in the words of its note.
fn partial_year(shown: &Shown, periods: [Period; 2]) -> Option<String> {
    periods.into_iter().find_map(|period| {
        let of_year = |note: &&SeriesNote| note.period == Some(period) && !note.remark.is_empty();
        let note = shown.series.notes.iter().find(of_year)?;
        Some(format!(
            "{period} is not like other years ({})",
            note.remark
        ))
    })
}

/// `rose 264%, across two breaks`, or for `{change}` `+264%, across two breaks`.
fn changed(word: &str, shown: &Shown, change: &Fact) -> Option<Word> {
    let value = change.value?;
    let size = Text::default().part(
        change,
        |fact| fact.value.map(f64::abs),
        NumberFormat::PerCent(0),
    );
    let text = match (word, size.as_str()) {
        ("change", _) => Text::default().value(change, NumberFormat::SignedPerCent(0)),
        (_, "0%") => "hardly changed".into(),
        _ if value > 0.0 => Text::from("rose ").and(size),
        _ => Text::from("fell ").and(size),
    };
    let ends = change.from.period().zip(change.to.period());
    let breaks = ends.map_or(0, |(first, last)| {
        shown.series.breaks_between(first, last).len()
    });
    Some(Word::Text(text.and(words::across_breaks(breaks))))
}

fn share_of(share: &SpanShare, facts: &Facts, places: usize) -> Text {
    let fact = facts.get(share.share);
    fact.map_or_else(Text::default, |fact| {
        Text::default().value(fact, NumberFormat::PerCent(places))
    })
}

/// Adds the shares to the table, the chart and its words.
fn add_shares(panel: &mut Panel, shares: &[SpanShare], facts: &Facts) {
    let cell = |id: FactId, format| {
        let fact = facts.get(id);
        fact.map_or(Cell::Empty, |fact| Cell::of(fact, format))
    };
    let line = |share: &SpanShare| {
        row([
            Cell::text(format!("{} to {}", share.from, share.to)),
            cell(share.change, NumberFormat::SignedWhole),
            cell(share.share, NumberFormat::PerCent(1)),
            Cell::Number(share.breaks as f64, NumberFormat::Whole),
        ])
    };
    panel.further_tables.push(table(
        [
            Column::left("from, to"),
            Column::right("change"),
            Column::right("share of the change"),
            Column::right("breaks"),
        ],
        shares.iter().map(line),
    ));
    let said = shares.iter().map(|share| {
        Text::from(format!("{} to {}: ", share.from, share.to)).and(share_of(share, facts, 0))
    });
    let text = std::mem::take(&mut panel.alternative_text);
    panel.alternative_text = text
        .and(" Share of the whole change: ")
        .and(Text::joined(said, "; "))
        .and(".");
    if let Some(Chart::Lines(lines)) = &mut panel.chart {
        // A change from one year to another runs from the middle of the first to that of the last.
        let stretch = |share: &SpanShare| Stretch {
            from: share.from.midpoint(),
            to: share.to.midpoint(),
            label: format!("{} of the change", share_of(share, facts, 0)),
        };
        lines.stretches = shares.iter().map(stretch).collect();
    }
}
