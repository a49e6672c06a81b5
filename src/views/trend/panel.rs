//! One panel: the finding, its scope and the table.

use std::collections::BTreeSet;

use crate::answer::{
    Cell, Chart, Column, Evidence, Lines, NumberFormat, Panel, ShownIn, Table, TableRow, Text,
};
use crate::catalogue::CHARGED;
use crate::facts::{Fact, Facts, Statistic};
use crate::model::{Period, PeriodBasis, SeriesKind, Source};

use super::drawing::{self, alternative_text, chart};
use super::fitted_table::{trend_table, turns};
use super::remarks::{label, remarks};
use super::{short_table, summary};
use crate::facts::trend::shown::Shown;
use crate::words;

/// A title has so many words at most.
const TITLE_WORDS: usize = 12;
/// A rolling year that ends more than so many months after the last of the years leads.
const A_YEAR: i32 = 12;

/// The panel of series that share a table and an axis.
pub(crate) fn panel(topic: &str, group: &[&Shown], facts: &Facts, evidence: &Evidence) -> Panel {
    let mut table = table(group, facts, evidence);
    short_table::shorten(&mut table, group[0].series.source);
    Panel {
        heading: group[0].series.source.heading().to_owned(),
        headline: summary::headline(topic, group, facts),
        title: title_of(topic, group, facts),
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

/// The finding: that of the principal series, or the latest figure of each of several crimes.
fn title_of(topic: &str, group: &[&Shown], facts: &Facts) -> Text {
    let (first, last) = (&group[0].series, group[0].valued().next_back());
    let several = summary::is_of_several(topic, group);
    let Some((last, _)) = last.filter(|_| several && first.source == Source::Police) else {
        return title(group[0], facts);
    };
    let each = group.iter().filter_map(|shown| {
        let fact = facts.at(&shown.series.name, shown.statistic, last)?;
        let label = Text::from(format!("{} ", shown.series.label));
        fact.value.map(|_| label.value(fact, shown.format))
    });
    Text::joined(each, "; ").and(format!(" in {}", words::in_sentence(last)))
}

/// The last of the points, or the latest rolling year where the points end long before it.
fn leading<'a>(shown: &Shown, facts: &'a Facts) -> Option<(Dated<'a>, bool)> {
    let (_, last) = ends(shown, facts)?;
    let latest = summary::latest(shown, facts);
    let latest = latest.and_then(|fact| Some((fact.period.period()?, fact)));
    let later = latest.filter(|(period, _)| period.end_month() > last.0.end_month() + A_YEAR);
    Some((later.unwrap_or(last), later.is_some()))
}

/// The finding, written from the principal series.
pub(crate) fn title(shown: &Shown, facts: &Facts) -> Text {
    let series = &shown.series;
    let Some(((last, fact), is_later)) = leading(shown, facts) else {
        return "No figure is held for these years".into();
    };
    let when = words::in_sentence(last);
    let value = Text::default().value(fact, shown.format);
    let (short, against) = match (shown.statistic, series.source) {
        (Statistic::Share, Source::Police) => (
            Text::from(format!("{}: ", series.label)).and(value).and(
                match shown.unit.strip_prefix("per cent ") {
                    Some(of_what) => format!(" {of_what} in {when}"),
                    None => format!(" {} in {when}", shown.unit),
                },
            ),
            Text::default(),
        ),
        (Statistic::Rate, _) => (
            value.and(format!(
                " {} recorded per 1,000 {} in {when}",
                series.noun,
                summary::per(shown)
            )),
            Text::default(),
        ),
        (Statistic::Index, _) => (
            Text::from(format!("{}: ", series.label))
                .and(value)
                .and(format!(" in {when} ({})", shown.unit)),
            Text::default(),
        ),
        (_, Source::Cps) => (
            value.and(format!(" {} in {when}", series.noun)),
            Text::default(),
        ),
        (_, Source::Police) => (
            value.and(format!(
                " {}{} in {when}",
                series.noun,
                words::recorded(series)
            )),
            match shown.series.basis() {
                // Another season cannot be compared.
                PeriodBasis::Month | PeriodBasis::Quarter => on_year_before(shown, last, facts),
                _ => against(shown, last, facts),
            },
        ),
        (_, Source::Own) => (
            Text::from(format!("{}: ", words::capitalised(&series.label)))
                .and(value)
                .and(format!(" in {when}")),
            against(shown, last, facts),
        ),
        (_, Source::Survey) => return of_survey(shown, value, &when),
    };
    let full = short.clone().and(against);
    if !is_later && full.split_whitespace().count() <= TITLE_WORDS {
        full
    } else {
        short
    }
}

/// The first and the last period with a value, each with the fact that states it.
fn ends<'a>(shown: &Shown, facts: &'a Facts) -> Option<(Dated<'a>, Dated<'a>)> {
    let fact = |(period, _): (Period, f64)| {
        let fact = facts.at(&shown.series.name, shown.statistic, period)?;
        Some((period, fact))
    };
    Some((
        fact(shown.valued().next()?)?,
        fact(shown.valued().next_back()?)?,
    ))
}

/// A period and the fact that states its value.
type Dated<'a> = (Period, &'a Fact);

/// `Any stalking: 4.6% of women aged 16 to 59 in 2015-16`; without what it is where the series
/// differ by the people they describe, or where it would be too long.
fn of_survey(shown: &Shown, value: Text, when: &str) -> Text {
    let series = &shown.series;
    let short = value.and(format!(" of {} in {when}", words::people(series)));
    let full = Text::from(format!("{}: ", series.label)).and(short.clone());
    let is_of_people = series.label == words::capitalised(series.sex.noun());
    if is_of_people || full.split_whitespace().count() > TITLE_WORDS {
        short
    } else {
        full
    }
}

/// `; 6,034 in December 2024`
fn on_year_before(shown: &Shown, last: Period, facts: &Facts) -> Text {
    let before = last.year_before();
    let fact = facts.at(&shown.series.name, shown.statistic, before);
    let Some(fact) = fact.filter(|fact| fact.value.is_some()) else {
        return Text::default();
    };
    let breaks = shown.series.breaks_between(before, last).len();
    Text::from("; ")
        .value(fact, shown.format)
        .and(format!(" in {}", words::in_sentence(before)))
        .and(words::across_breaks(breaks))
}

/// `; 12,295 in 2002-03, across one break`; where breaks lie between, that is said in the same
/// breath.
fn against(shown: &Shown, last: Period, facts: &Facts) -> Text {
    let first = ends(shown, facts).map(|(first, _)| first);
    let Some((first, fact)) = first.filter(|(first, _)| *first != last) else {
        return Text::default();
    };
    let earlier = Text::from("; ")
        .value(fact, shown.format)
        .and(format!(" in {}", words::in_sentence(first)));
    let breaks = shown.series.breaks_between(first, last).len();
    earlier.and(words::across_breaks(breaks))
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
            let what = match first.unit.as_str() {
                CHARGED => "outcomes recorded by the police",
                _ => "offences recorded by the police",
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
            format!("{what}{comma} in the last year, {unit}{people}, CSEW, England and Wales{when}")
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
    let row = |period: &Period| row(group, *period, with_changes, facts, evidence);
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
        if has_change && row.remark.is_empty() {
            "year on year".clone_into(&mut row.remark);
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
    group: &[&Shown],
    period: Period,
    with_changes: bool,
    facts: &Facts,
    evidence: &Evidence,
) -> TableRow {
    let mut cells = vec![Cell::text(if group[0].is_rolling() {
        words::year_to(period)
    } else {
        period.to_string()
    })];
    for shown in group {
        let name = &shown.series.name;
        let value = facts.at(name, shown.statistic, period);
        cells.push(value.map_or(Cell::Empty, |fact| Cell::of(fact, shown.format)));
        if with_changes {
            let before = period.year_before();
            let change = facts.between(name, Statistic::RelativeChange, before, period);
            let format = NumberFormat::SignedPerCent(1);
            cells.push(change.map_or(Cell::Empty, |fact| Cell::of(fact, format)));
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
