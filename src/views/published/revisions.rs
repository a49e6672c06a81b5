//! The answer of `vawg revisions`: revised figures by table, the largest revisions, rows and periods
//! that only one release has.

mod chart;
mod rows;

use std::collections::BTreeSet;

use crate::answer::{
    Answer, Cell, Column, Evidence, NumberFormat, Panel, ShownIn, Table, TableRow, Text,
};
use crate::facts::published::revisions::compare::Comparison;
use crate::facts::published::revisions::{
    Between, COUNTED, RevisedFigure, by_table, name, series_of_counts,
};
use crate::facts::{Fact, FactId, Facts, Statistic};
use crate::model::Period;
use crate::words::{counted, list};
pub(crate) use chart::{Drawn, chart};

/// Revisions in the short answer, and in the full one unless all are asked for.
const SHORT: usize = 6;
const FULL: usize = 20;

/// What the answer is about.
pub(crate) struct About<'a> {
    pub(crate) between: Between<'a>,
    pub(crate) crime: Option<&'a str>,
    /// Titles of both releases.
    pub(crate) titles: [String; 2],
    /// Whether the full answer shows every revision.
    pub(crate) all: bool,
}

/// The answer on what changed. The revised figures are in the order of their size.
pub(crate) fn answer(
    about: &About<'_>,
    comparison: &Comparison<'_>,
    revised: &[RevisedFigure<'_>],
    facts: Facts,
    drawn: Option<Drawn>,
) -> Answer {
    let Between { from, to } = about.between;
    let crime = about
        .crime
        .map_or_else(String::new, |crime| format!(", {crime}"));
    let mut panels = Vec::new();
    let mut evidence = Evidence::of_releases(about.titles.clone());
    if let Some(drawn) = drawn {
        evidence = drawn.evidence;
        panels.push(drawn.panel);
    }
    panels.push(counts(comparison, &facts));
    if !revised.is_empty() {
        panels.push(largest(about, revised, &facts));
    }
    let changed = rows::panel(about.between, comparison);
    if !changed.table.rows.is_empty() || !changed.remarks.is_empty() {
        panels.push(changed);
    }
    if !comparison.periods.is_empty() {
        panels.push(periods(comparison));
    }
    let mut answer = Answer::new(
        format!("Revisions from {from} to {to}{crime}"),
        panels,
        evidence,
    );
    answer.facts = facts;
    answer
}

fn counts(comparison: &Comparison<'_>, facts: &Facts) -> Panel {
    let count = |table: Option<&str>, what: &str| {
        let series = series_of_counts(table);
        let mut counts = facts.of(&series, Statistic::Count);
        counts.find(|fact| fact.method == what)
    };
    let tables = by_table(comparison);
    let rows = tables.iter().map(|(table, counted)| TableRow {
        cells: std::iter::once(Cell::text(*table))
            .chain(COUNTED.map(|what| {
                let fact = count(Some(table), what);
                fact.map_or(Cell::Empty, |fact| Cell::of(fact, NumberFormat::Whole))
            }))
            .collect(),
        shown: if counted.revised > 0 {
            ShownIn::Always
        } else {
            ShownIn::InFull
        },
        ..TableRow::default()
    });
    let unrevised = tables.iter().filter(|(_, count)| count.revised == 0);
    let unrevised: Vec<String> = unrevised.map(|(table, _)| (*table).to_owned()).collect();
    let unrevised = (!unrevised.is_empty()).then(|| format!("Not revised: {}.", list(&unrevised)));
    let written = |what: &str| {
        let fact = count(None, what);
        fact.map_or_else(Text::default, |fact| {
            Text::default().value(fact, NumberFormat::Whole)
        })
    };
    let is_one = comparison.common.values().sum::<usize>() == 1;
    let title = written(COUNTED[1])
        .and(" of ")
        .and(written(COUNTED[0]))
        .and(if is_one { " figure" } else { " figures" })
        .and(" in both releases revised");
    Panel {
        heading: "By table".to_owned(),
        headline: title.clone(),
        title,
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
        summary: Text::all(unrevised),
        ..Panel::default()
    }
}

fn largest(about: &About<'_>, revised: &[RevisedFigure<'_>], facts: &Facts) -> Panel {
    let in_full = if about.all { revised.len() } else { FULL };
    let rows = revised
        .iter()
        .take(in_full)
        .enumerate()
        .map(|(place, one)| {
            let shown = if place < SHORT {
                ShownIn::Always
            } else {
                ShownIn::InFull
            };
            row(one, facts, shown)
        });
    let more = |shown: usize, how: &str| {
        let hidden = revised.len().saturating_sub(shown);
        let count = counted(hidden, "more revision", "more revisions");
        Text::all((hidden > 0).then(|| format!("{count}: {how}.")))
    };
    let title = "Largest revisions relative to the figure, counts first";
    Panel {
        heading: "Revised".to_owned(),
        headline: title.into(),
        title: title.into(),
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
            rows: rows.collect(),
            earlier_rows: 0,
        },
        summary: if about.all {
            Vec::new()
        } else {
            more(SHORT, "--all-periods, or --format csv")
        },
        remarks: more(in_full, "--all-periods, or --format csv"),
        ..Panel::default()
    }
}

fn row(revised: &RevisedFigure<'_>, facts: &Facts, shown: ShownIn) -> TableRow {
    let cell = |id: Option<FactId>, format: fn(&Fact) -> NumberFormat| {
        let fact = id.and_then(|id| facts.get(id));
        fact.map_or(Cell::Empty, |fact| Cell::of(fact, format(fact)))
    };
    TableRow {
        cells: vec![
            Cell::text(&revised.row.table),
            Cell::text(name(revised.row)),
            Cell::text(revised.period.to_string()),
            cell(Some(revised.before), plain),
            cell(Some(revised.after), plain),
            cell(revised.difference, signed),
            cell(revised.relative, |_| NumberFormat::SignedPerCent(1)),
        ],
        shown,
        ..TableRow::default()
    }
}

fn is_whole(fact: &Fact) -> bool {
    fact.value.is_none_or(|value| value.fract() == 0.0)
}

fn plain(fact: &Fact) -> NumberFormat {
    if is_whole(fact) {
        NumberFormat::Whole
    } else {
        NumberFormat::Decimal(2)
    }
}

fn signed(fact: &Fact) -> NumberFormat {
    if is_whole(fact) {
        NumberFormat::SignedWhole
    } else {
        NumberFormat::SignedDecimal(2)
    }
}

fn periods(comparison: &Comparison<'_>) -> Panel {
    let named = |periods: &BTreeSet<Period>| {
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
        .map(|(table, (missing, new))| TableRow {
            cells: vec![
                Cell::text(*table),
                Cell::text(named(missing)),
                Cell::text(named(new)),
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
        only_in_full: true,
        ..Panel::default()
    }
}
