//! A scorecard: the direction wanted and the direction that the figures show.

use super::figure_builder::{FigureBuilder, Word};
use super::stated_value::{format_of, with_unit};
use super::{row, table};
use crate::answer::{
    Cell, Chart, Column, Criterion, Direction, Evidence, Finding, NumberFormat, Outcome, Panel,
    Scorecard, TableRow, Text,
};
use crate::facts::published::report::scorecard::{self as facts_of, Compared, Judged};
use crate::facts::{Fact, FactId, Facts, When};
use crate::model::SeriesKind;
use crate::reports::Wanted;
use crate::words;

/// The figure of the criteria below their outcomes.
pub(crate) fn figure(card: facts_of::Scorecard<'_>) -> FigureBuilder {
    let figures = card.judged.iter().map(|one| compared(&card.facts, one));
    let figures: Vec<Text> = figures.collect();
    let judged = || card.judged.iter().zip(&figures);
    let outcomes = outcomes(judged());
    let is_reached = |outcome: &&Outcome| {
        let known = |criterion: &Criterion| criterion.finding != Finding::NoFigures;
        outcome.criteria.iter().any(known)
    };
    let number = |count: usize| Word::Text(words::number(count).into());
    let words = vec![
        (
            "reached",
            number(outcomes.iter().filter(is_reached).count()),
        ),
        ("outcomes", number(outcomes.len())),
    ];
    let said = judged().map(|(one, figures)| in_words(one, figures));
    let panel = Panel {
        table: table(
            ["outcome", "criterion", "wanted", "found", "figures"].map(Column::left),
            judged().map(|(one, figures)| criterion_row(one, figures)),
        ),
        alternative_text: Text::from("Scorecard. ").and(Text::joined(said, " ")),
        chart: Some(Chart::Scorecard(Scorecard { outcomes })),
        ..Panel::default()
    };
    FigureBuilder {
        evidence: Evidence::of_sources(&card.series),
        words,
        ..FigureBuilder::new(panel, card.facts)
    }
}

/// `126,548 in 2021-22, 122,638 in 2023-24`, or why there are no figures.
fn compared(facts: &Facts, judged: &Judged<'_>) -> Text {
    let dated = |id: FactId, written: &dyn Fn(&Fact) -> Text| {
        let fact = facts.get(id);
        fact.map_or_else(Text::default, |fact| {
            written(fact).and(format!(" in {}", when(&fact.period)))
        })
    };
    let both = match &judged.compared {
        Compared::None => return format!("[x] {}", judged.spec.reason).into(),
        Compared::Published(ids, kind) => {
            let written = |fact: &Fact| Text::default().value(fact, format_of_kind(*kind));
            ids.map(|id| dated(id, &written))
        }
        Compared::Stated(both) => {
            let format = format_of(both.iter().map(|stated| stated.value));
            both.map(|stated| dated(stated.fact, &|_| with_unit(facts, stated, format)))
        }
    };
    let text = Text::joined(both, ", ");
    match judged.spec.remark.as_str() {
        "" => text,
        remark => text.and(format!(" ({remark})")),
    }
}

/// How the values of a series are written.
pub(super) const fn format_of_kind(kind: SeriesKind) -> NumberFormat {
    match kind {
        SeriesKind::Prevalence => NumberFormat::PerCent(1),
        SeriesKind::Counts => NumberFormat::Whole,
        SeriesKind::Values => NumberFormat::Decimal(1),
    }
}

fn when(when: &When) -> String {
    when.period()
        .map_or_else(|| when.to_string(), words::in_sentence)
}

const fn direction(wanted: Wanted) -> Option<Direction> {
    match wanted {
        Wanted::Up => Some(Direction::Up),
        Wanted::Down => Some(Direction::Down),
        Wanted::None => None,
    }
}

const fn found(finding: Finding) -> &'static str {
    match finding {
        Finding::AsWanted => "as wanted",
        Finding::Against => "the other way",
        Finding::Level => "level",
        Finding::NoFigures => "no figures",
    }
}

fn criterion_row(judged: &Judged<'_>, figures: &Text) -> TableRow {
    let wanted = match judged.spec.wanted {
        Wanted::Up => "more",
        Wanted::Down => "less",
        Wanted::None => "none named",
    };
    let spec = judged.spec;
    let cells: [&str; 5] = [
        &spec.outcome,
        &spec.criterion,
        wanted,
        found(judged.finding),
        figures,
    ];
    row(cells.map(Cell::text))
}

fn in_words(judged: &Judged<'_>, figures: &Text) -> Text {
    let (outcome, criterion) = (&judged.spec.outcome, &judged.spec.criterion);
    Text::from(format!(
        "{outcome}, {criterion}: {} (",
        found(judged.finding)
    ))
    .and(figures.clone())
    .and(").")
}

/// The criteria below their outcomes, in the order of the description.
fn outcomes<'a>(judged: impl Iterator<Item = (&'a Judged<'a>, &'a Text)>) -> Vec<Outcome> {
    let mut outcomes: Vec<Outcome> = Vec::new();
    for (one, figures) in judged {
        let criterion = Criterion {
            title: one.spec.criterion.clone(),
            wanted: direction(one.spec.wanted),
            finding: one.finding,
            figures: figures.to_string(),
        };
        match outcomes.iter_mut().find(|it| it.title == one.spec.outcome) {
            Some(outcome) => outcome.criteria.push(criterion),
            None => outcomes.push(Outcome {
                title: one.spec.outcome.clone(),
                criteria: vec![criterion],
            }),
        }
    }
    outcomes
}
