//! Every figure that an answer shows is a row of its machine output.

use std::collections::HashMap;

use super::QUESTIONS;
use crate::answer::{Answer, Cell, Panel, Table, Text};
use crate::catalogue::Catalogue;
use crate::cli::Format;
use crate::dataset::Dataset;
use crate::facts::{Fact, FactId};
use crate::render::{Detail, TextStyle, render};

/// Answers that between them have every kind of table, sentence and chart of a trend.
const ANSWERS: [&str; 5] = [
    "trend --crime rape",
    "trend --crime rape --sensitivity",
    "trend --crime stalking --source police --step breaks",
    "trend --crime rape --source police --model joinpoint --across-breaks --select wbic",
    "trend --crime sexual-offences --source police --rate",
];

fn answer(arguments: &str) -> Answer {
    let words = std::iter::once("vawg")
        .chain(arguments.split(' '))
        .map(Into::into);
    let matches = crate::run::parse(words).unwrap();
    let (name, matches) = matches.subcommand().unwrap();
    let question = QUESTIONS
        .iter()
        .find(|question| question.name == name)
        .unwrap();
    let catalogue = Catalogue::built_in().unwrap();
    let dataset = Dataset::built_in(&catalogue);
    (question.action)(matches, &dataset).unwrap().answer
}

/// The facts whose figures are in the sentences and tables of an answer.
fn shown(answer: &Answer) -> Vec<FactId> {
    let texts = answer.verdicts.iter().chain(&answer.cautions);
    let mut ids: Vec<FactId> = texts.flat_map(Text::facts).copied().collect();
    for panel in &answer.panels {
        let texts = [
            &panel.headline,
            &panel.title,
            &panel.status,
            &panel.alternative_text,
        ];
        let texts = texts
            .into_iter()
            .chain(&panel.summary)
            .chain(&panel.remarks);
        ids.extend(texts.flat_map(Text::facts));
        ids.extend(tables(panel).flat_map(in_table));
    }
    ids
}

fn tables(panel: &Panel) -> impl Iterator<Item = &Table> {
    std::iter::once(&panel.table).chain(&panel.further_tables)
}

fn in_table(table: &Table) -> Vec<FactId> {
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    let id = |cell: &Cell| match cell {
        Cell::Fact(id, ..) | Cell::Limits(id, ..) | Cell::PValue(id, ..) => Some(*id),
        Cell::Number(value, _) => panic!("{value} is not a fact"),
        Cell::Text(_) | Cell::Missing(_) | Cell::Empty => None,
    };
    cells.filter_map(id).collect()
}

/// The rows of an answer's CSV, each by its column names.
fn rows(answer: &Answer) -> Vec<HashMap<String, String>> {
    let style = TextStyle {
        width: 80,
        bold: false,
        detail: Detail::Short,
        all_rows: false,
        more: "",
    };
    let bytes = render(answer, Format::Csv, style).unwrap();
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    reader.deserialize().map(Result::unwrap).collect()
}

fn is_in(rows: &[HashMap<String, String>], fact: &Fact) -> bool {
    let wanted = [
        ("series", fact.series.clone()),
        ("statistic", fact.statistic.to_string()),
        ("method", fact.method.clone()),
        ("period", fact.period.to_string()),
        ("from", fact.from.to_string()),
        ("to", fact.to.to_string()),
        (
            "marker",
            fact.marker
                .map_or_else(String::new, |marker| marker.to_string()),
        ),
    ];
    let numbers = [
        ("value", fact.value),
        ("lower", fact.lower),
        ("upper", fact.upper),
        ("p_value", fact.p_value),
    ];
    rows.iter().any(|row| {
        let number = |column: &str| row[column].parse::<f64>().ok();
        wanted.iter().all(|(column, text)| row[*column] == *text)
            && numbers
                .iter()
                .all(|(column, value)| number(column) == *value)
    })
}

#[test]
fn every_figure_shown_is_a_row_of_the_csv() {
    for arguments in ANSWERS {
        let answer = answer(arguments);
        let rows = rows(&answer);
        let ids = shown(&answer);
        assert!(ids.len() > 40, "{arguments}: {}", ids.len());
        for id in ids {
            let fact = answer.facts.get(id).unwrap();
            assert!(is_in(&rows, fact), "{arguments}: {fact:?}");
        }
    }
}

#[test]
fn a_figure_without_its_row_is_found() {
    let answer = answer(ANSWERS[0]);
    let fact = answer.facts.get(shown(&answer)[0]).unwrap();
    let mut rows = rows(&answer);
    assert!(is_in(&rows, fact));
    rows.retain(|row| !is_in(std::slice::from_ref(row), fact));
    assert!(!is_in(&rows, fact));
}
