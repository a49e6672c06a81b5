//! One panel: the finding, its scope and the table.

use std::collections::BTreeSet;

use crate::answer::{
    Cell, Chart, Column, Evidence, Lines, NumberFormat, Panel, ShownIn, Table, TableRow,
};
use crate::catalogue::CHARGED;
use crate::facts::{Facts, Statistic};
use crate::model::{Marker, Period, PeriodBasis, SeriesKind, Source};

use super::cautions::has_areas;
use super::drawing::{self, alternative_text, chart};
use super::fitted_table::{trend_table, turns};
use super::remarks::{label, remarks};
use super::{short_table, summary, title};
use crate::facts::trend::shown::Shown;
use crate::words;

/// The panel of series that share a table and an axis.
pub(crate) fn panel(topic: &str, group: &[&Shown], facts: &Facts, evidence: &Evidence) -> Panel {
    let mut table = table(group, facts, evidence);
    short_table::shorten(&mut table, group[0].series.source);
    Panel {
        heading: group[0].series.heading().to_owned(),
        headline: summary::headline(topic, group, facts),
        title: title::of_group(topic, group, facts),
        scope: scope(topic, group),
        table,
        further_tables: [trend_table(group, facts), turns(group, facts)]
            .into_iter()
            .flatten()
            .collect(),
        chart: Some(Chart::Lines(Lines {
            turns: drawing::turns(group, facts),
            ..chart(group, evidence)
        })),
        alternative_text: alternative_text(group, facts, evidence),
        summary: summary::sentences(group, facts),
        remarks: remarks(group, facts, evidence),
        status: summary::status(group),
        ..Panel::default()
    }
}

pub(crate) fn scope(topic: &str, group: &[&Shown]) -> String {
    let periods = || {
        group
            .iter()
            .flat_map(|shown| shown.valued())
            .map(|(period, _)| period)
    };
    let when = match periods().min().zip(periods().max()) {
        Some((first, last)) => format!(", {}", words::range(first, last)),
        None => String::new(),
    };
    let first = &group[0].series;
    let one_population = group
        .iter()
        .all(|shown| (shown.series.sex, shown.series.age) == (first.sex, first.age));
    match first.source {
        Source::Police => {
            let unit = match group[0].statistic {
                Statistic::Observed => String::new(),
                Statistic::Share if group[0].unit.starts_with("per cent") => String::new(),
                _ => format!(", {}", group[0].unit),
            };
            let areas = areas(group);
            let what = match (first.collection.as_str(), first.unit.as_str()) {
                ("", CHARGED) => "outcomes recorded by the police".to_owned(),
                ("", _) => "offences recorded by the police".to_owned(),
                (collection, unit) => format!("{unit}, {collection}"),
            };
            format!("{topic}: {what}{unit}, {areas}{when}")
        }
        Source::Cps => format!("{topic}: {}, {}{when}", group[0].unit, areas(group)),
        Source::Own => format!("{topic}, {}{when}", group[0].unit),
        Source::Survey => {
            let what = if group.iter().all(|shown| shown.series.noun == first.noun) {
                words::capitalised(&first.noun)
            } else {
                topic.to_owned()
            };
            let people = if one_population {
                format!(" of {}", words::people(first))
            } else {
                String::new()
            };
            let unit = if group[0].statistic == Statistic::Observed {
                &first.unit
            } else {
                &group[0].unit
            };
            // `…, including attempts, in the last year`
            let comma = if what.contains(',') { "," } else { "" };
            let places = areas(group);
            format!("{what}{comma} in the last year, {unit}{people}, CSEW, {places}{when}")
        }
    }
}

/// The areas of a group, each once.
fn areas(group: &[&Shown]) -> String {
    let mut areas: Vec<String> = Vec::new();
    for shown in group {
        if !areas.contains(&shown.series.area) {
            areas.push(shown.series.area.clone());
        }
    }
    words::list(&areas)
}

/// Beside a change between years that a break lies between.
const CROSSED: &str = "[b]";

/// A remark with the mark of a break after it, once.
pub(crate) fn with_break_mark(remark: String) -> String {
    match remark.as_str() {
        "" => CROSSED.to_owned(),
        marked if marked.ends_with(CROSSED) => remark,
        _ => format!("{remark} {CROSSED}"),
    }
}

/// What is said beside the figures, with the mark of breaks explained where a table has it.
pub(crate) fn with_marks_explained(evidence: Evidence, panels: &[Panel]) -> Evidence {
    let mut rows = panels.iter().flat_map(|panel| &panel.table.rows);
    if !rows.any(|row| row.remark.ends_with(CROSSED)) {
        return evidence;
    }
    let mark = Marker::Break;
    evidence.with_note(format!("{mark} {}.", mark.meaning()), false)
}

fn table(group: &[&Shown], facts: &Facts, evidence: &Evidence) -> Table {
    let with_changes =
        group[0].series.kind == SeriesKind::Counts && group[0].statistic != Statistic::Index;
    let mut columns = vec![Column::left(words::period_header(group[0].series.basis()))];
    for index in 0..group.len() {
        columns.push(Column::right(label(group, index)));
        if with_changes {
            columns.push(Column::right(match group[0].series.basis() {
                PeriodBasis::Month | PeriodBasis::Quarter => "on a year before",
                _ => "change",
            }));
        }
    }
    let is_rolling = group[0].is_rolling();
    let row = |period: &Period| {
        let name = if is_rolling {
            words::year_to(*period)
        } else {
            period.to_string()
        };
        row(name, group, *period, with_changes, facts, evidence)
    };
    let periods: BTreeSet<Period> = group
        .iter()
        .flat_map(|shown| shown.main())
        .map(|value| value.period)
        .collect();
    let mut rows: Vec<TableRow> = periods.iter().map(row).collect();
    rows.extend(latest_rolling(group).map(|period| {
        let mut row = row(&period);
        row.cells[0] = Cell::Text(words::year_to(period));
        // The row above ends only months before: its figure is not what this one is compared with.
        let has_change = with_changes && row.cells.iter().skip(2).step_by(2).any(is_given);
        if has_change && matches!(row.remark.as_str(), "" | CROSSED) {
            row.remark = format!("year on year {}", row.remark);
            row.remark.truncate(row.remark.trim_end().len());
        }
        row
    }));
    Table {
        columns,
        rows,
        earlier_rows: 0,
    }
}

const fn is_given(cell: &Cell) -> bool {
    !matches!(cell, Cell::Empty)
}

/// The latest rolling year, where it ends after the last of the points.
fn latest_rolling(group: &[&Shown]) -> Option<Period> {
    let ends = |period: &Period| period.end_month();
    let areas = || group.iter().filter(|shown| !shown.is_behind);
    let rolling = areas().flat_map(|shown| shown.rolling());
    let latest = rolling
        .filter(|value| value.number.is_some())
        .map(|value| value.period)
        .max_by_key(ends)?;
    let valued = areas().flat_map(|shown| shown.valued());
    let last = valued.map(|(period, _)| period).max_by_key(ends);
    last.is_none_or(|last| ends(&latest) > ends(&last))
        .then_some(latest)
}

fn row(
    name: String,
    group: &[&Shown],
    period: Period,
    with_changes: bool,
    facts: &Facts,
    evidence: &Evidence,
) -> TableRow {
    let mut cells = vec![Cell::text(name)];
    let mut remark = remark_of(group, period);
    // Beside several areas the words of the answer say it: each has a column for what it says.
    let one_area = !has_areas(group);
    for shown in group {
        let name = &shown.series.name;
        let value = facts.at(name, shown.statistic, period);
        cells.push(value.map_or(Cell::Empty, |fact| Cell::of(fact, shown.format)));
        if with_changes {
            let before = period.year_before();
            let change = facts.between(name, Statistic::RelativeChange, before, period);
            let format = NumberFormat::SignedPerCent(1);
            cells.push(change.map_or(Cell::Empty, |fact| Cell::of(fact, format)));
            let is_across = !shown.series.breaks_between(before, period).is_empty();
            if one_area && change.is_some() && is_across {
                remark = with_break_mark(remark);
            }
        }
    }
    TableRow {
        shown: ShownIn::Always,
        cells,
        notes: notes_of(group, period, evidence),
        remark,
    }
}

/// Numbers of the breaks and events inside a period.
pub(crate) fn notes_of(group: &[&Shown], period: Period, evidence: &Evidence) -> Vec<usize> {
    let mut numbers = BTreeSet::new();
    for shown in group {
        let series = &shown.series;
        let inside = |at: f64, until: Option<f64>| {
            at < period.end() && until.map_or(at >= period.start(), |until| until > period.start())
        };
        for mark in series
            .breaks
            .iter()
            .chain(&series.gaps)
            .chain(&series.events)
        {
            if inside(mark.at, mark.until) {
                numbers.extend(evidence.number_of(&mark.id));
            }
        }
    }
    numbers.into_iter().collect()
}

/// The remark beside the row of a period.
pub(crate) fn remark_of(group: &[&Shown], period: Period) -> String {
    let mut remarks: Vec<String> = Vec::new();
    let mut add = |remark: &str| {
        if !remark.is_empty() && !remarks.iter().any(|known| known == remark) {
            remarks.push(remark.to_owned());
        }
    };
    let none_held = group.iter().all(|shown| {
        let point = shown.series.point(period);
        point.is_none_or(|point| point.release.is_empty())
    });
    for shown in group {
        let series = &shown.series;
        let point = series.point(period);
        if point.is_none_or(|point| point.release.is_empty()) && !in_a_gap(shown, period) {
            if none_held {
                add("no yearly figure held");
            }
            continue;
        }
        for note in series
            .notes
            .iter()
            .filter(|note| note.period == Some(period))
        {
            add(&note.remark);
        }
        if point.is_some_and(|point| !point.quoted_by.is_empty()) {
            add("as quoted");
        }
    }
    remarks.join("; ")
}

fn in_a_gap(shown: &Shown, period: Period) -> bool {
    let until = |gap: &crate::model::SeriesBreak| gap.until.unwrap_or(gap.at);
    shown
        .series
        .gaps
        .iter()
        .any(|gap| gap.at < period.end() && until(gap) > period.start())
}
