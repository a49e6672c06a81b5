//! The main figures on one screen: the target, then a table for each source.

use crate::answer::{
    Answer, Cell, Chart, Column, Evidence, NumberFormat, Panel, Table, TableRow, Text,
};
use crate::facts::Facts;
use crate::facts::summary::MainFigure;
use crate::model::{Period, Series, Source};
use crate::words;

/// The answer: where the target stands, then the main figures.
pub(crate) fn answer(target: &Answer, figures: Vec<MainFigure<'_>>) -> Answer {
    let mut facts: Facts = target.facts.iter().cloned().collect();
    let figures: Vec<MainFigure<'_>> = figures
        .into_iter()
        .map(|figure| MainFigure {
            latest: facts.put(figure.latest),
            change: figure.change.map(|change| facts.put(change)),
            ..figure
        })
        .collect();
    let series: Vec<Series> = figures.iter().map(|one| one.series.clone()).collect();
    let mut evidence = Evidence::of_sources(&series);
    for source in target.sources() {
        evidence = evidence.with_full_source(source.clone());
    }
    for note in target.notes() {
        evidence = evidence.with_note(note.text.clone(), false);
    }
    let mut short = evidence.short_sources().to_vec();
    let new = target
        .short_sources()
        .iter()
        .filter(|one| !short.contains(one));
    short.extend(new.cloned().collect::<Vec<_>>());
    evidence = evidence.with_short_sources(short);
    let mut panels = vec![of_target(target)];
    for source in [Source::Police, Source::Survey] {
        let rows: Vec<&MainFigure<'_>> = figures
            .iter()
            .filter(|figure| figure.series.source == source)
            .collect();
        if !rows.is_empty() {
            panels.push(panel(source, &rows));
        }
    }
    let mut answer = Answer::new(
        "Violence against women and girls, England and Wales",
        panels,
        evidence,
    );
    answer.facts = facts;
    answer.verdicts.clone_from(&target.verdicts);
    answer.cautions = Text::all([
        "Offences recorded by the police depend on reporting and recording; many are never reported. A \
         rise can be better recording."
            .to_owned(),
        "One offence can be in several rows: rows are not to be added up.".to_owned(),
        "Figures marked \"as quoted\" are not checked against the publisher.".to_owned(),
    ]);
    answer
}

/// The finding of `vawg trajectory` in place of a table.
fn of_target(target: &Answer) -> Panel {
    let first = target.panels.first();
    Panel {
        heading: format!(
            "Target ({})",
            target.title.split(',').next().unwrap_or_default()
        ),
        headline: first.map_or_else(Text::default, |panel| panel.headline.clone()),
        title: first.map_or_else(Text::default, |panel| panel.title.clone()),
        summary: first
            .map_or_else(Vec::new, |panel| {
                panel.summary.iter().take(2).cloned().collect()
            })
            .into_iter()
            .chain(["More: vawg trajectory".into()])
            .collect(),
        ..Panel::default()
    }
}

fn panel(source: Source, figures: &[&MainFigure<'_>]) -> Panel {
    let table = match source {
        Source::Police => police(figures),
        _ => survey(figures),
    };
    let remarks = figures.iter().map(|figure| {
        let people = match figure.series.source {
            Source::Survey => format!(" ({})", words::people(&figure.series)),
            _ => String::new(),
        };
        format!("{}{people}: {}.", figure.entry.label, figure.entry.caveat)
    });
    let title = match source {
        Source::Police => "Main figures: offences recorded by the police",
        _ => "Main figures: people in the Crime Survey (CSEW)",
    };
    Panel {
        heading: source.heading().to_owned(),
        headline: "latest figures".into(),
        title: title.into(),
        scope: "Latest figures, England and Wales".to_owned(),
        chart: Some(Chart::Listing(without_commands(&table))),
        alternative_text: Text::from(format!("Table. {title}.")),
        table,
        remarks: Text::all(remarks),
        ..Panel::default()
    }
}

/// The table as it is drawn: an image names no command.
fn without_commands(table: &Table) -> Table {
    let mut table = table.clone();
    table.columns.pop();
    for row in &mut table.rows {
        row.cells.pop();
    }
    table
}

fn year(period: Option<Period>) -> String {
    period.map_or_else(String::new, |period| {
        words::year_to(period).replace("Year to ", "to ")
    })
}

fn police(figures: &[&MainFigure<'_>]) -> Table {
    let row = |figure: &&MainFigure<'_>| {
        let change = figure.change.as_ref();
        TableRow {
            cells: vec![
                Cell::text(figure.entry.label.clone()),
                Cell::text(year(figure.latest.period.period())),
                Cell::of(&figure.latest, NumberFormat::Whole),
                change.map_or(Cell::Empty, |fact| {
                    Cell::of(fact, NumberFormat::SignedPerCent(1))
                }),
                Cell::text(more(figure, "trend --crime ")),
            ],
            ..TableRow::default()
        }
    };
    Table {
        columns: vec![
            Column::left("offences"),
            Column::left("year"),
            Column::right("number"),
            Column::right("change"),
            Column::left("vawg trend --crime"),
        ],
        rows: figures.iter().map(row).collect(),
        earlier_rows: 0,
    }
}

fn survey(figures: &[&MainFigure<'_>]) -> Table {
    let people = |figure: &MainFigure<'_>| format!("{} {}", figure.series.sex, figure.series.age);
    let first = figures
        .first()
        .map_or_else(String::new, |figure| people(figure));
    let is_one = figures.iter().all(|figure| people(figure) == first);
    let row = |figure: &&MainFigure<'_>| {
        let label = figure.entry.label.clone();
        let quoted = figure.latest.note.starts_with("as quoted");
        TableRow {
            cells: vec![
                Cell::text(if is_one {
                    label
                } else {
                    format!("{label}, {}", people(figure))
                }),
                Cell::text(year(figure.latest.period.period())),
                Cell::of(&figure.latest, NumberFormat::PerCent(1)),
                Cell::text(more(figure, "prevalence --crime ")),
            ],
            remark: if quoted { "as quoted" } else { "" }.to_owned(),
            ..TableRow::default()
        }
    };
    Table {
        columns: vec![
            Column::left(if is_one {
                format!("{first}, in the last year")
            } else {
                "in the last year".to_owned()
            }),
            Column::left("year"),
            Column::right("share"),
            Column::left("vawg prevalence --crime"),
        ],
        rows: figures.iter().map(row).collect(),
        earlier_rows: 0,
    }
}

/// What follows the words in the head of the column, or the whole command.
fn more(figure: &MainFigure<'_>, usual: &str) -> String {
    let command = figure.entry.more.as_str();
    let rest = command.strip_prefix(usual);
    rest.map_or_else(|| format!("(vawg {command})"), str::to_owned)
}
