//! A target with its paths and figures: the verdict, the table, the chart, what must be said.

mod drawing;
mod notes;
mod plain_answer;
mod remarks;
mod sentences;
mod table;

use crate::answer::{Answer, Chart, Evidence, Panel, Text};
use crate::facts::halving::trajectory::Findings;
use crate::model::SeriesKind;
use crate::views::halving::goal::{self, Formats};
use crate::words;

/// What views need beside the findings.
struct View<'a> {
    findings: &'a Findings<'a>,
    format: Formats,
    /// Whether the figures are complete counts, which have scatter and no sampling error.
    is_count: bool,
}

/// The answer about one target.
pub(crate) fn answer(findings: &Findings<'_>) -> Answer {
    let subject = &findings.subject;
    let view = View {
        findings,
        format: goal::formats(&subject.series),
        is_count: subject.series.kind == SeriesKind::Counts,
    };
    let mut shown = subject
        .series
        .clone()
        .within(Some(subject.goal.baseline), Some(subject.goal.target));
    // A figure that the user gives may lie behind a break that no published one does.
    shown.breaks = view.crossed().into_iter().cloned().collect();
    let mut evidence = Evidence::of(&[shown]);
    let panel = Panel {
        heading: subject.series.heading().to_owned(),
        headline: view.headline(),
        title: view.title(),
        scope: scope(findings),
        table: view.years(),
        further_tables: view
            .against_paths()
            .into_iter()
            .chain(view.under_other_assumptions())
            .collect(),
        summary: view.summary(),
        remarks: view.remarks(),
        status: view.status(),
        chart: Some(Chart::Lines(view.chart(&evidence))),
        alternative_text: view.alternative_text(),
        ..Panel::default()
    };
    for note in view.notes() {
        evidence = evidence.with_note(note.to_string(), true);
    }
    if !findings.prior.is_empty() {
        evidence = evidence.with_note(
            "[s] statistically significant at the 5% level; [ns] not.",
            false,
        );
    }
    evidence = evidence.with_full_source(format!("Target: {}", subject.target_source()));
    let mut answer = Answer::new(subject.title.clone(), vec![panel], evidence);
    answer.verdicts = view.verdicts();
    answer.cautions = view.cautions();
    answer.facts = findings.facts.clone();
    answer
}

fn scope(findings: &Findings<'_>) -> String {
    let subject = &findings.subject;
    let what = subject.definition.map_or_else(
        || subject.series.name.clone(),
        |(definition, _)| definition.title.clone(),
    );
    let periods = words::range(subject.goal.baseline, subject.goal.target);
    format!("{what}, {}, {periods}", subject.series.unit)
}

impl View<'_> {
    /// `Latest survey figure: official statistics in development.`
    fn status(&self) -> Text {
        let latest = self.findings.figures().last();
        let status = latest.and_then(|figure| figure.fact.status);
        status.map_or_else(Text::default, |status| {
            format!("Latest figure: {}.", status.in_words()).into()
        })
    }

    /// What is shown of several paths, with a name each.
    fn each_path(&self) -> impl Iterator<Item = &crate::facts::halving::trajectory::PathFacts> {
        self.findings.paths.iter()
    }
}
