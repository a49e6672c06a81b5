//! One panel: the finding, its scope and the table.

use std::collections::BTreeSet;

use crate::answer::{
    Cell, Chart, Column, Evidence, NumberFormat, Panel, ShownIn, Table, TableRow, Text,
};
use crate::facts::Statistic;
use crate::model::{Marker, Period, SeriesKind, Source};

use super::drawing::{alternative_text, chart};
use super::fitted_table::trend_table;
use super::remarks::{label, remarks};
use crate::facts::trend::change;
use crate::facts::trend::shown::Shown;
use crate::words;

/// Rows that a short table shows.
const SHORT: usize = 7;
/// A title has so many words at most.
const TITLE_WORDS: usize = 12;

/// The panel of series that share a table and an axis.
pub(crate) fn panel(topic: &str, group: &[&Shown], evidence: &Evidence) -> Panel {
    let remarks = remarks(group, evidence);
    Panel {
        heading: group[0].series.source.heading().to_owned(),
        title: title(group[0]).into(),
        scope: scope(topic, group),
        table: table(group, evidence),
        further_tables: trend_table(group).into_iter().collect(),
        chart: Some(Chart::Lines(chart(group, evidence))),
        alternative_text: alternative_text(group, evidence).into(),
        remarks: Text::all(remarks),
        headline: Text::default(),
        summary: Vec::new(),
        machine_only: false,
    }
}

/// The finding, written from the principal series.
pub(crate) fn title(shown: &Shown) -> String {
    let series = &shown.series;
    let Some((last, value)) = shown.valued().next_back() else {
        return "No figure is held for these years".to_owned();
    };
    let written = |value| shown.format.write(value);
    let when = words::in_sentence(last);
    let (short, against) = match (shown.statistic, series.source) {
        (Statistic::Rate, _) => (
            format!(
                "{} {} recorded per 1,000 population in {when}",
                written(value),
                series.noun
            ),
            String::new(),
        ),
        (Statistic::Index, _) => (
            format!(
                "{}: {} in {when} ({})",
                series.label,
                written(value),
                shown.unit
            ),
            String::new(),
        ),
        (_, Source::Police) => (
            format!(
                "Police recorded {} {} in {when}",
                written(value),
                series.noun
            ),
            against(shown, last),
        ),
        (_, Source::Own) => (
            format!(
                "{}: {} in {when}",
                words::capitalised(&series.label),
                written(value)
            ),
            against(shown, last),
        ),
        (_, Source::Survey) => return of_survey(shown, &written(value), &when),
    };
    let full = format!("{short}{against}");
    if full.split_whitespace().count() <= TITLE_WORDS {
        full
    } else {
        short
    }
}

/// `Any stalking: 4.6% of women aged 16 to 59 in 2015-16`; without what it is where the series are
/// told apart by whose they are, or where it would be too long.
fn of_survey(shown: &Shown, value: &str, when: &str) -> String {
    let series = &shown.series;
    let short = format!("{value} of {} in {when}", words::people(series));
    let full = format!("{}: {short}", series.label);
    let is_of_people = series.label == words::capitalised(series.sex.noun());
    if is_of_people || full.split_whitespace().count() > TITLE_WORDS {
        short
    } else {
        full
    }
}

/// `, against 12,295 in 2002-03`; where breaks lie between, that is said in the same breath.
fn against(shown: &Shown, last: Period) -> String {
    let Some((first, value)) = shown.valued().next().filter(|(first, _)| *first != last) else {
        return String::new();
    };
    let earlier = format!(
        "{} in {}",
        shown.format.write(value),
        words::in_sentence(first)
    );
    match shown.series.breaks_between(first, last).len() {
        0 => format!(", against {earlier}"),
        1 => format!(", {earlier}, across one break"),
        many => format!(", {earlier}, across {} breaks", words::number(many)),
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
            let unit = if group[0].statistic == Statistic::Observed {
                String::new()
            } else {
                format!(", {}", group[0].unit)
            };
            format!("{topic}: offences recorded by the police{unit}, England and Wales{when}")
        }
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
            format!("{what}{comma} in the last year, {unit}{people}, CSEW, England and Wales{when}")
        }
    }
}

fn table(group: &[&Shown], evidence: &Evidence) -> Table {
    let with_changes =
        group[0].series.kind == SeriesKind::Counts && group[0].statistic != Statistic::Index;
    let mut columns = vec![Column::left(words::period_header(group[0].series.basis()))];
    for index in 0..group.len() {
        columns.push(Column::right(label(group, index)));
        if with_changes {
            columns.push(Column::right("change"));
        }
    }
    let periods: BTreeSet<Period> = group
        .iter()
        .flat_map(|shown| shown.main())
        .map(|value| value.period)
        .collect();
    let rows: Vec<TableRow> = periods
        .iter()
        .map(|period| row(group, *period, with_changes, evidence))
        .collect();
    let earlier_rows = rows.len().saturating_sub(SHORT);
    Table {
        columns,
        rows,
        earlier_rows,
    }
}

fn row(group: &[&Shown], period: Period, with_changes: bool, evidence: &Evidence) -> TableRow {
    let mut cells = vec![Cell::text(period.to_string())];
    for shown in group {
        let value = shown.at(period);
        cells.push(match value.map(|value| (value.number, value.marker)) {
            Some((Some(number), _)) => Cell::Number(number, shown.format),
            Some((None, Some(marker))) => Cell::Missing(marker),
            _ => Cell::Empty,
        });
        if with_changes {
            cells.push(match change::on_year_before(shown, period) {
                None => Cell::Empty,
                Some(change) => match change.relative {
                    Some(relative) => {
                        Cell::Number(100.0 * relative, NumberFormat::SignedPerCent(1))
                    }
                    None => Cell::Missing(Marker::LowReliability),
                },
            });
        }
    }
    TableRow {
        shown: ShownIn::Always,
        cells,
        notes: notes_of(group, period, evidence),
        remark: remark_of(group, period),
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

/// What stands beside the row of a period.
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
                add("not in the releases held");
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
