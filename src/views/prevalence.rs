//! Prevalence: the figures with their intervals, numbers of people, and the change with its test.

mod comparison;

use crate::answer::{
    Answer, Cell, Chart, Column, Evidence, NumberFormat, Panel, ShownIn, Table, TableRow, Text,
};
use crate::facts::people::{self, PRODUCT};
use crate::facts::precision::{is_assumed_at, rests_on_assumption};
use crate::facts::prevalence::Estimated;
use crate::facts::trend::grouped;
use crate::facts::trend::shown::Shown;
use crate::facts::{Fact, Facts, Statistic};
use crate::model::{Marker, Period, Series, SeriesKind};
use crate::question::subject::Subject;
use crate::views;
use crate::views::precision::{limits, reasons, sentence};
use crate::views::trend::{drawing, panel, remarks, short_table, summary, title};
use crate::words;

use comparison::{change, not_compared};

/// Beside the interval of a row whose sample size is assumed, where that of another is not.
const SIZE_ASSUMED: &str = "sample size assumed";

/// The answer on some series.
pub(crate) fn answer(subject: &Subject<'_>, mut all: Vec<Estimated>) -> Answer {
    let facts = all.iter_mut().map(|one| std::mem::take(&mut one.facts));
    let facts: Facts = facts.flatten().collect();
    let evidence = evidence(subject, &all, &facts);
    let panels = all
        .iter()
        .map(|one| panel_of(one, subject, &facts, &evidence));
    let mut panels: Vec<Panel> = panels.collect();
    // Said of women, it is said of men too.
    let mut said: Vec<String> = Vec::new();
    for (panel, one) in panels.iter_mut().zip(&all) {
        let newer = subject.newer(&one.shown.series.measure);
        if let Some(newer) = newer.filter(|newer| !said.contains(newer)) {
            panel.summary.push(newer.clone().into());
            panel.remarks.push(newer.clone().into());
            said.push(newer);
        }
    }
    draw(&mut panels, &all, &facts, &evidence);
    let each: Vec<&Shown> = all.iter().map(|one| &one.shown).collect();
    if let Some(status) = summary::status_by_people(&each) {
        for panel in &mut panels {
            panel.status = status.clone();
        }
    }
    let evidence = panel::with_marks_explained(evidence, &panels);
    let cautions = cautions(&all, &facts);
    let mut answer = Answer::new(&subject.title, panels, evidence);
    answer.facts = facts;
    answer.cautions = cautions;
    answer
}

/// What would mislead: no sampling error is known, or a figure is only quoted.
fn cautions(all: &[Estimated], facts: &Facts) -> Vec<Text> {
    let unknown = all.iter().any(|one| {
        let series = &one.shown.series;
        let figures = facts.of(&series.name, one.shown.statistic);
        let figures: Vec<&Fact> = figures.filter(|fact| fact.value.is_some()).collect();
        series.kind == SeriesKind::Prevalence
            && !figures.is_empty()
            && figures.iter().all(|fact| fact.limits().is_none())
    });
    let points = all.iter().flat_map(|one| &one.shown.series.points);
    let mut quoted = points.filter(|point| point.value.is_some() && !point.quoted_by.is_empty());
    let said = [
        (
            unknown,
            "No sampling error is published for this survey series.",
        ),
        (
            quoted.next().is_some(),
            "Figures marked \"as quoted\" are not checked against the publisher.",
        ),
    ];
    let said = said.into_iter().filter(|(is_so, _)| *is_so);
    said.map(|(_, words)| words.into()).collect()
}

fn evidence(subject: &Subject<'_>, all: &[Estimated], facts: &Facts) -> Evidence {
    let series = all.iter().map(|one| &one.shown.series);
    let series: Vec<Series> = series
        .chain(all.iter().filter_map(|one| one.published.as_ref()))
        .cloned()
        .collect();
    let mut evidence = Evidence::of(&series);
    for note in &subject.notes {
        evidence = evidence.with_note(note, false);
    }
    if all.iter().any(|one| one.base_left_out) {
        evidence = evidence.with_note(
            "The sample size stated is that of all people. Women and men are fewer, so it is not used \
             for them: state theirs with --sex women --base N.",
            false,
        );
    }
    for one in all {
        let name = &one.shown.series.name;
        for text in [sentence(facts, name, &one.bases), reasons(facts, name)]
            .into_iter()
            .flatten()
        {
            evidence = evidence.with_note(text.to_string(), true);
        }
        if facts
            .iter()
            .any(|fact| fact.marker == Some(Marker::LowReliability))
        {
            evidence = evidence.with_note("[u] low reliability: sample size under 50.", true);
        }
        if one.sparse {
            evidence = evidence.with_note(
                "Where a figure has fewer than 10 effective cases, its interval may be too narrow.",
                true,
            );
        }
        if let Some(source) = &one.population {
            evidence = evidence.with_full_source(source.clone());
        }
    }
    evidence
}

fn panel_of(one: &Estimated, subject: &Subject<'_>, facts: &Facts, evidence: &Evidence) -> Panel {
    let shown = &one.shown;
    let name = &shown.series.name;
    let assumed = sentence(facts, name, &one.bases).filter(|_| rests_on_assumption(facts, name));
    let also_held = words::also_held(&subject.elsewhere(&shown.series.measure));
    let products = products(shown, facts);
    let change_in_full = change(shown, facts, true);
    let not_compared = not_compared(shown, facts, one.compare).map(Text::from);
    let remarks: Vec<Text> = change_in_full
        .into_iter()
        .chain(not_compared.clone())
        .chain(without_interval(shown, facts))
        .chain(products.iter().map(|_| views::people::NOT_PUBLISHED.into()))
        .chain(also_held.clone().map(Text::from))
        .chain(remarks::status(&[shown]).map(Text::from))
        .collect();
    Panel {
        heading: shown.series.heading().to_owned(),
        headline: headline(shown, facts),
        title: title::of_one(shown, facts),
        scope: panel::scope(&subject.topic, &[shown]),
        table: table(shown, facts, evidence),
        further_tables: products.into_iter().collect(),
        remarks,
        summary: change(shown, facts, false)
            .into_iter()
            .chain(not_compared)
            .chain(assumed)
            .chain(also_held.map(Text::from))
            .collect(),
        status: summary::status(&[shown]),
        ..Panel::default()
    }
}

/// One chart for the series that may share an axis, in the panel of the first of them.
fn draw(panels: &mut [Panel], all: &[Estimated], facts: &Facts, evidence: &Evidence) {
    let shown: Vec<Shown> = all.iter().map(|one| one.shown.clone()).collect();
    let mut first = 0;
    for group in grouped(&shown) {
        if let Some(panel) = panels.get_mut(first) {
            panel.chart = Some(Chart::Lines(drawing::chart(&group, evidence)));
            panel.alternative_text = drawing::alternative_text(&group, facts, evidence);
        }
        first += group.len();
    }
}

/// `10.6% of people aged 16 and over in 2024-25 (5,100,000 people)`
fn headline(shown: &Shown, facts: &Facts) -> Text {
    let text = summary::headline("", &[shown], facts);
    let latest = summary::latest(shown, facts).and_then(|fact| fact.period.period());
    let people = latest.and_then(|period| people::at(facts, &shown.series.name, period, ""));
    match people {
        Some(fact) => text
            .and(" (")
            .value(fact, NumberFormat::Whole)
            .and(" people)"),
        None => text,
    }
}

/// Period, figure with its interval, and the publisher's number of people.
fn table(shown: &Shown, facts: &Facts, evidence: &Evidence) -> Table {
    let series = &shown.series;
    let name = &series.name;
    let limited = facts.of(name, shown.statistic);
    let limited: Vec<Period> = limited
        .filter(|fact| fact.limits().is_some())
        .filter_map(|fact| fact.period.period())
        .collect();
    let with_limits = !limited.is_empty();
    let is_assumed = |period: Period| is_assumed_at(facts, name, period);
    // The heading speaks for every row, or the rows for themselves.
    let all_assumed = limited.iter().all(|period| is_assumed(*period));
    let in_row = |period: Period| is_assumed(period) && !all_assumed;
    let mut victims = facts.of(name, Statistic::Victims);
    let with_people = victims.any(|fact| fact.method != PRODUCT);
    let assumed = if all_assumed { " (assumed)" } else { "" };
    let of_limits = with_limits.then(|| format!("{}{assumed}", interval(shown)));
    let of_people = with_people.then(|| "people".to_owned());
    let mut columns = vec![
        Column::left(words::period_header(series.basis())),
        Column::right(match series.kind {
            SeriesKind::Prevalence => "prevalence",
            _ => &shown.unit,
        }),
    ];
    columns.extend(of_limits.into_iter().chain(of_people).map(Column::right));
    let row = |period: Period| {
        let fact = facts.at(name, shown.statistic, period);
        let missing = Cell::Missing(Marker::NotAvailable);
        let mut cells = vec![
            Cell::text(period.to_string()),
            fact.map_or(missing, |fact| Cell::of(fact, shown.format)),
        ];
        if with_limits {
            cells.push(limits(fact, shown.format));
        }
        if with_people {
            let people = people::at(facts, name, period, "");
            cells.push(people.map_or(Cell::Empty, |fact| Cell::of(fact, NumberFormat::Whole)));
        }
        let remark = with_size(panel::remark_of(&[shown], period), in_row(period));
        TableRow {
            shown: ShownIn::Always,
            cells,
            notes: panel::notes_of(&[shown], period, evidence),
            remark: comparison::marked(remark, shown, period),
        }
    };
    let mut table = Table {
        columns,
        rows: series
            .points
            .iter()
            .map(|point| row(point.period))
            .collect(),
        earlier_rows: 0,
    };
    short_table::shorten(&mut table, series.source);
    narrow(&mut table.rows);
    table.rows.extend(rolling(shown, facts, row));
    table
}

/// The remark of a row, with that its sample size is assumed.
fn with_size(remark: String, is_assumed: bool) -> String {
    match remark.as_str() {
        _ if !is_assumed => remark,
        "" => SIZE_ASSUMED.to_owned(),
        _ => format!("{remark}; {SIZE_ASSUMED}"),
    }
}

/// Names a run of periods without a figure by its last, with one reason: it has one line.
fn narrow(rows: &mut [TableRow]) {
    for row in rows.iter_mut().filter(|row| row.shown == ShownIn::InShort) {
        if let Some(Cell::Text(span)) = row.cells.first_mut()
            && let Some(start) = span.find("to ")
        {
            span.replace_range(..start, "");
        }
        row.remark = row.remark.split("; ").take(1).collect();
    }
}

/// The rolling years; the short answer has the latest alone, where it is later than the other rows.
fn rolling(shown: &Shown, facts: &Facts, row: impl Fn(Period) -> TableRow) -> Vec<TableRow> {
    let latest = summary::latest(shown, facts).and_then(|fact| fact.period.period());
    let rolling = shown.series.rolling.iter().map(|point| {
        let mut row = row(point.period);
        row.cells[0] = Cell::Text(words::year_to(point.period));
        if Some(point.period) != latest {
            row.shown = ShownIn::InFull;
        }
        row
    });
    rolling.collect()
}

/// `95% interval`
fn interval(shown: &Shown) -> String {
    format!(
        "{}% interval",
        words::trimmed(100.0 * shown.uncertainty.confidence)
    )
}

/// Prevalence times the resident population, for the full answer.
fn products(shown: &Shown, facts: &Facts) -> Option<Table> {
    let stated = facts.of(&shown.series.name, Statistic::Victims);
    let products = stated
        .filter(|fact| fact.method == PRODUCT)
        .map(|fact| (fact.period.to_string(), fact));
    views::people::products(words::period_header(shown.series.basis()), products)
}

/// Why there is no interval, where there is none.
fn without_interval(shown: &Shown, facts: &Facts) -> Option<Text> {
    let mut figures = facts.of(&shown.series.name, shown.statistic);
    figures.all(|fact| fact.limits().is_none()).then(|| {
        "No sample size or standard error is published, so no interval is shown and no change is \
         tested. State a sample size with --base."
            .into()
    })
}
