//! The answer of `vawg revisions`: by table, the figures most revised, rows and periods that came
//! and went; every revision as machine rows.

use std::collections::BTreeMap;

use super::chart::Charted;
use super::compare::{Comparison, Line, Revision, Said};
use super::rows::{self, name};
use crate::answer::{Answer, Cell, Column, Evidence, NumberFormat, Panel, Table, TableRow, Text};
use crate::cli::RevisionsArgs;
use crate::facts::{Fact, Statistic};

/// Revisions shown unless all are asked for.
const SHOWN: usize = 20;

/// The answer on what changed.
pub(super) fn report(
    args: &RevisionsArgs,
    comparison: &Comparison<'_>,
    charted: Option<Charted>,
    titles: [String; 2],
) -> Answer {
    let about = args
        .crime
        .as_ref()
        .map_or_else(String::new, |crime| format!(", {crime}"));
    let title = format!("Revisions from {} to {}{about}", args.from, args.to);
    let mut panels = vec![by_table(comparison)];
    if !comparison.revised.is_empty() {
        panels.push(largest(args, comparison));
    }
    let changed = rows::panel(args, comparison);
    if !changed.table.rows.is_empty() || !changed.remarks.is_empty() {
        panels.push(changed);
    }
    if !comparison.periods.is_empty() {
        panels.push(periods(comparison));
    }
    let mut evidence = Evidence::of_releases(titles);
    if let Some(charted) = charted {
        evidence = charted.evidence;
        panels.insert(
            0,
            Panel {
                heading: "In both releases".to_owned(),
                title: charted.title.into(),
                scope: charted.scope,
                chart: Some(charted.chart),
                alternative_text: charted.alternative_text.into(),
                ..Panel::default()
            },
        );
    }
    Answer::new(title, panels, evidence).with_facts(figures(args, comparison))
}

/// How many figures of a table were revised, and which way.
#[derive(Default, Clone, Copy)]
struct Revised {
    all: usize,
    up: usize,
    down: usize,
}

impl Revised {
    fn by_table<'a>(comparison: &'a Comparison<'_>) -> BTreeMap<&'a str, Self> {
        let mut tables: BTreeMap<&str, Self> = BTreeMap::new();
        for revision in &comparison.revised {
            let counts = tables.entry(&revision.line.table).or_default();
            counts.all += 1;
            match difference(revision) {
                Some(change) if change > 0.0 => counts.up += 1,
                Some(_) => counts.down += 1,
                None => {}
            }
        }
        tables
    }
}

fn by_table(comparison: &Comparison<'_>) -> Panel {
    let revised = Revised::by_table(comparison);
    let rows = comparison.common.iter().map(|(table, common)| {
        let revised = revised.get(table).copied().unwrap_or_default();
        TableRow {
            cells: vec![
                Cell::text(*table),
                whole(*common),
                whole(revised.all),
                whole(revised.up),
                whole(revised.down),
                whole(revised.all - revised.up - revised.down),
            ],
            ..TableRow::default()
        }
    });
    let all: usize = comparison.common.values().sum();
    Panel {
        heading: "By table".to_owned(),
        title: format!(
            "{} of {} figures in both releases were revised",
            number(comparison.revised.len()),
            number(all)
        )
        .into(),
        table: Table {
            columns: vec![
                Column::left("table"),
                Column::right("in both"),
                Column::right("revised"),
                Column::right("up"),
                Column::right("down"),
                Column::right("marker changed"),
            ],
            rows: rows.collect(),
            earlier_rows: 0,
        },
        ..Panel::default()
    }
}

fn largest(args: &RevisionsArgs, comparison: &Comparison<'_>) -> Panel {
    let mut shown = by_size(comparison);
    let hidden = if args.all_periods {
        0
    } else {
        shown.len().saturating_sub(SHOWN)
    };
    shown.truncate(shown.len() - hidden);
    Panel {
        heading: "Revised".to_owned(),
        title: "The largest revisions relative to the figure, counts first"
            .to_owned()
            .into(),
        table: Table {
            columns: vec![
                Column::left("table"),
                Column::left("row"),
                Column::left("period"),
                Column::right("before"),
                Column::right("after"),
                Column::right("difference"),
                Column::right("%"),
            ],
            rows: shown.into_iter().map(row).collect(),
            earlier_rows: 0,
        },
        remarks: Text::all(
            (hidden > 0)
                .then(|| format!("{} more: --all-periods, or --format csv", number(hidden))),
        ),
        ..Panel::default()
    }
}

/// Levels before what is derived from them; the largest part of the figure first, then changes
/// from zero, then of markers.
fn by_size<'a>(comparison: &'a Comparison<'a>) -> Vec<&'a Revision<'a>> {
    let mut all: Vec<&Revision<'_>> = comparison.revised.iter().collect();
    let weight = |one: &Revision<'_>| {
        let derived = matches!(one.line.statistic.as_str(), "relative_change" | "share");
        let size = relative(one).map_or_else(
            || difference(one).map_or(f64::INFINITY, |change| 1e9 - change.abs()),
            |relative| -relative.abs(),
        );
        (derived, size)
    };
    all.sort_by(|a, b| {
        let (a, b) = (weight(a), weight(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    all
}

fn row(revision: &Revision<'_>) -> TableRow {
    TableRow {
        cells: vec![
            Cell::text(&revision.line.table),
            Cell::text(name(revision.line)),
            Cell::text(revision.period.to_string()),
            said(revision.before),
            said(revision.after),
            difference(revision).map_or(Cell::Empty, |change| Cell::Number(change, signed(change))),
            relative(revision).map_or(Cell::Empty, |change| {
                Cell::Number(change, NumberFormat::SignedPerCent(1))
            }),
        ],
        ..TableRow::default()
    }
}

fn periods(comparison: &Comparison<'_>) -> Panel {
    let list = |periods: &std::collections::BTreeSet<crate::model::Period>| {
        let mut names: Vec<String> = periods.iter().map(ToString::to_string).collect();
        if names.len() > 6 {
            let last = names.pop().unwrap_or_default();
            names.truncate(3);
            names.push(format!("… {last}"));
        }
        names.join(", ")
    };
    let rows = comparison
        .periods
        .iter()
        .map(|(table, (went, came))| TableRow {
            cells: vec![
                Cell::text(*table),
                Cell::text(list(went)),
                Cell::text(list(came)),
            ],
            ..TableRow::default()
        });
    Panel {
        heading: "Periods".to_owned(),
        table: Table {
            columns: ["table", "no longer there", "new"]
                .map(Column::left)
                .to_vec(),
            rows: rows.collect(),
            earlier_rows: 0,
        },
        ..Panel::default()
    }
}

/// Both figures of each revision, their difference and relative change; rows that came and went.
fn figures(args: &RevisionsArgs, comparison: &Comparison<'_>) -> Vec<Fact> {
    let mut figures = Vec::new();
    for revision in &comparison.revised {
        let mut base = figure(revision.line);
        base.period = revision.period.into();
        for (release, side) in [(&args.from, revision.before), (&args.to, revision.after)] {
            figures.push(Fact {
                statistic: Statistic::Observed,
                value: side.value,
                marker: side.marker,
                status: Some(side.status),
                release: release.clone(),
                source_ref: side.source_ref.clone(),
                ..base.clone()
            });
        }
        base.release.clone_from(&args.to);
        base.note = format!("revised since {}", args.from);
        base.source_ref.clone_from(&revision.after.source_ref);
        figures.extend(difference(revision).map(|change| Fact {
            statistic: Statistic::Difference,
            method: "later release less earlier release".to_owned(),
            value: Some(change),
            ..base.clone()
        }));
        figures.extend(relative(revision).map(|change| Fact {
            statistic: Statistic::RelativeChange,
            method: "later release relative to earlier release".to_owned(),
            value: Some(change),
            unit: "per cent".to_owned(),
            ..base.clone()
        }));
    }
    figures.extend(rows::figures(args, comparison));
    figures
}

pub(super) fn figure(line: &Line) -> Fact {
    Fact {
        series: format!("{} {}", line.table, name(line)),
        sex: Some(line.sex),
        age: Some(line.age),
        area: line.area.clone(),
        unit: line.unit.clone(),
        ..Fact::default()
    }
}

fn difference(revision: &Revision<'_>) -> Option<f64> {
    Some(revision.after.value? - revision.before.value?)
}

fn relative(revision: &Revision<'_>) -> Option<f64> {
    let before = revision.before.value.filter(|value| value.abs() > 0.0)?;
    Some(100.0 * difference(revision)? / before.abs())
}

fn said(side: &Said) -> Cell {
    match (side.value, side.marker) {
        (Some(value), _) => Cell::Number(value, places(value)),
        (None, Some(marker)) => Cell::Missing(marker),
        (None, None) => Cell::Empty,
    }
}

fn places(value: f64) -> NumberFormat {
    if value.fract() == 0.0 {
        NumberFormat::Whole
    } else {
        NumberFormat::Decimal(2)
    }
}

fn signed(value: f64) -> NumberFormat {
    if value.fract() == 0.0 {
        NumberFormat::SignedWhole
    } else {
        NumberFormat::SignedDecimal(2)
    }
}

fn whole(number: usize) -> Cell {
    Cell::Number(number as f64, NumberFormat::Whole)
}

fn number(number: usize) -> String {
    NumberFormat::Whole.write(number as f64)
}
