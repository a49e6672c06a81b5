//! Every figure that an answer shows is a row of its machine output.

use vawg::answer::{Answer, Cell, Panel, Table, Text};
use vawg::catalogue::Catalogue;
use vawg::commands::QUESTIONS;
use vawg::dataset::Dataset;
use vawg::facts::{Fact, FactId};

use crate::program::{Rows, vawg};

/// Answers that between them have every kind of table, sentence and chart of a trend.
const ANSWERS: [&str; 5] = [
    "trend --crime rape",
    "trend --crime rape --sensitivity",
    "trend --crime stalking --source police --step breaks",
    "trend --crime rape --source police --model joinpoint --across-breaks --select wbic",
    "trend --crime sexual-offences --source police --rate",
];

/// What a question draws, with its words as text: the files of charts hold outlines.
pub(crate) fn drawing(arguments: &str) -> String {
    let style = vawg::cli::PictureArgs::default();
    let picture = vawg::render::svg::picture(&answer(arguments), &style).unwrap();
    picture.with_text().to_owned()
}

fn answer(arguments: &str) -> Answer {
    let words = std::iter::once("vawg")
        .chain(arguments.split(' '))
        .map(Into::into);
    let matches = vawg::parse(words).unwrap();
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

fn is_in(rows: &Rows, fact: &Fact) -> bool {
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
    let wanted: Vec<(&str, &str)> = wanted
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let numbers = [
        ("value", fact.value),
        ("lower", fact.lower),
        ("upper", fact.upper),
        ("p_value", fact.p_value),
    ];
    rows.with(&wanted).iter().any(|row| {
        let same =
            |(column, number): (&str, Option<f64>)| row.get(column).parse::<f64>().ok() == number;
        numbers.into_iter().all(same)
    })
}

#[test]
fn every_figure_shown_is_a_row_of_the_csv() {
    for arguments in ANSWERS {
        let answer = answer(arguments);
        let csv = vawg(&format!("{arguments} --format csv")).succeeds();
        let rows = Rows::read(&csv);
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
    let csv = vawg(&format!("{} --format csv", ANSWERS[0])).succeeds();
    let missing = shown(&answer)[0];
    let fact = answer.facts.get(missing).unwrap();
    let without: Vec<&str> = csv
        .lines()
        .filter(|line| {
            !(line.contains(&fact.statistic.to_string()) && line.contains(&fact.period.to_string()))
        })
        .collect();
    assert!(!is_in(&Rows::read(&without.join("\n")), fact));
}
