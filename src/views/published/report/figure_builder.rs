//! A figure before it has its title, notes and sources; how it gets them.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::answer::{Answer, Chart, Evidence, NumberFormat, Panel, ShownIn, Text};
use crate::facts::{Facts, Statistic};
use crate::model::Marker;
use crate::problem::Problem;
use crate::reports::{About, FigureSpec, Form};

/// What a query gives.
#[derive(Default)]
pub(crate) struct FigureBuilder {
    pub(crate) panels: Vec<Panel>,
    pub(crate) evidence: Evidence,
    pub(crate) facts: Facts,
    /// Words that a title may hold in braces, filled in from the facts.
    pub(crate) words: Vec<(&'static str, Word)>,
}

/// What fills in a word of a title.
pub(crate) enum Word {
    /// This text.
    Text(Text),
    /// Nothing: it would mislead, for this reason.
    Refused(String),
}

impl Word {
    /// A count of rows.
    pub(crate) fn count(count: usize) -> Self {
        Self::Text(count.to_string().into())
    }
}

impl FigureBuilder {
    /// A figure of one panel with its facts.
    pub(crate) fn new(panel: Panel, facts: Facts) -> Self {
        Self {
            panels: vec![panel],
            facts,
            ..Self::default()
        }
    }

    /// What a command answers.
    pub(crate) fn from_answer(mut answer: Answer) -> Self {
        let mut panels = std::mem::take(&mut answer.panels);
        if let Some(panel) = panels.first_mut() {
            if panel.title.is_empty() {
                panel.title = answer.title.clone().into();
            }
            panel.remarks.splice(0..0, answer.verdicts.drain(..));
        }
        Self {
            panels,
            facts: std::mem::take(&mut answer.facts),
            evidence: answer.into_evidence(),
            words: Vec::new(),
        }
    }

    /// What `vawg trajectory` answers; every path ends at the value to be reached, `{goal}`.
    pub(crate) fn from_trajectory(answer: Answer) -> Self {
        let mut figure = Self::from_answer(answer);
        let facts = figure.facts.iter();
        let paths = facts.filter(|fact| fact.statistic == Statistic::Path);
        let goal = paths.max_by_key(|fact| fact.period.period());
        let goal = goal.map(|fact| {
            let format = match fact.unit.as_str() {
                "per cent" => NumberFormat::PerCent(2),
                _ => NumberFormat::Whole,
            };
            ("goal", Word::Text(Text::default().value(fact, format)))
        });
        figure.words.extend(goal);
        figure
    }

    /// The answer, with what the description says of the figure.
    ///
    /// # Errors
    /// No title; words in braces that the query does not fill in; a form that it cannot have.
    pub(crate) fn finish(mut self, figure: &FigureSpec, about: &About) -> Result<Answer> {
        let mut title = self.filled(&figure.title)?;
        self.refuse_other_form(figure)?;
        // A figure without a chart of its own is drawn as a table.
        let is_bare = self.panels.iter().all(|panel| panel.chart.is_none());
        if is_bare || figure.form == Some(Form::Table) {
            self.panels.iter_mut().for_each(draw_table);
        }
        self.refuse_too_many_bars()?;
        if let Some(panel) = self.panels.first_mut() {
            if title.is_empty() {
                title = panel.title.clone();
            }
            panel.title = title.clone();
            if !figure.subtitle.is_empty() {
                panel.scope.clone_from(&figure.subtitle);
            }
        }
        if title.is_empty() {
            return Err(Problem::data("the figure has no title")
                .hint("title = \"…\": the finding, in 12 words or fewer")
                .into());
        }
        let evidence = evidence(self.evidence, &self.facts, figure, about);
        let mut answer = Answer::new(title.to_string(), self.panels, evidence);
        answer.facts = self.facts;
        Ok(answer)
    }

    /// A text with its words in braces filled in.
    fn filled(&self, text: &str) -> Result<Text> {
        let (mut filled, mut rest) = (Text::default(), text);
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            filled = filled.and(before).and(self.word(name)?.clone());
            rest = after;
        }
        Ok(filled.and(rest))
    }

    fn word(&self, name: &str) -> Result<&Text> {
        let problem = match self.words.iter().find(|(known, _)| *known == name) {
            Some((_, Word::Text(text))) => return Ok(text),
            Some((_, Word::Refused(reason))) => {
                Problem::data(format!("{{{name}}} in the title would mislead: {reason}"))
                    .hint("{first} and {last} give the two values")
            }
            None => {
                let names = self.words.iter().map(|(name, _)| format!("{{{name}}}"));
                let names: Vec<String> = names.collect();
                Problem::data(format!("nothing fills in {{{name}}} in the title")).hint(
                    if names.is_empty() {
                        "this query fills in nothing".to_owned()
                    } else {
                        format!("this query fills in {}", names.join(", "))
                    },
                )
            }
        };
        Err(problem.into())
    }

    /// A reader cannot distinguish more bars of a row.
    fn refuse_too_many_bars(&self) -> Result<()> {
        const MOST: usize = 6;
        let charts = self.panels.iter().filter_map(|panel| panel.chart.as_ref());
        let parts = charts.filter_map(|chart| match chart {
            Chart::Bars(bars) => Some(bars.parts.len()),
            _ => None,
        });
        match parts.max() {
            Some(most) if most > MOST => Err(Problem::data(format!(
                "a row of {most} bars: a chart shows {MOST} at most"
            ))
            .hint("the form `table` shows them all")
            .into()),
            _ => Ok(()),
        }
    }

    fn refuse_other_form(&self, figure: &FigureSpec) -> Result<()> {
        let Some(asked) = figure.form else {
            return Ok(());
        };
        let fits = |chart: &Chart| match (chart, asked) {
            (Chart::Lines(_), Form::Lines)
            | (Chart::Stages(_), Form::Funnel)
            | (Chart::Matrix(_), Form::Matrix)
            | (Chart::Scorecard(_), Form::Scorecard) => true,
            (Chart::Bars(_), form) => matches!(form, Form::Bars | Form::Stacked),
            _ => false,
        };
        let charts = || self.panels.iter().filter_map(|panel| panel.chart.as_ref());
        if asked == Form::Table || (charts().next().is_some() && charts().all(fits)) {
            return Ok(());
        }
        let name = format!("{asked:?}").to_lowercase();
        Err(
            Problem::data(format!("the query cannot be drawn as `{name}`"))
                .hint("docs/reports.md lists the forms of each query; leave `form` out for its own")
                .into(),
        )
    }
}

/// Notes and sources, with those of the description.
fn evidence(mut evidence: Evidence, facts: &Facts, figure: &FigureSpec, about: &About) -> Evidence {
    let missing = facts.iter().filter(|fact| fact.value.is_none());
    let markers: BTreeSet<Marker> = missing.filter_map(|fact| fact.marker).collect();
    for marker in markers {
        // The description may explain it itself.
        let explains = |note: &String| note.contains(&marker.to_string());
        if !figure.notes.iter().any(explains) {
            evidence = evidence.with_note(format!("{marker} {}.", marker.meaning()), true);
        }
    }
    for note in &figure.notes {
        evidence = evidence.with_note(note, true);
    }
    if !figure.source.is_empty() {
        evidence = evidence.with_source(format!("{}.", figure.source.trim_end_matches('.')));
    }
    if !evidence.has_sources() && !figure.query.is_command() {
        evidence = evidence.with_source(source_of(about));
    }
    evidence
}

/// The report itself, for figures without another source.
fn source_of(about: &About) -> String {
    let parts = [&about.publisher, &about.title, &about.reference];
    let parts = parts.into_iter().map(|part| part.trim_end_matches('.'));
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    format!("{}.", parts.join(", "))
}

/// Draws the table of a panel instead of a chart.
fn draw_table(panel: &mut Panel) {
    if panel.table.columns.is_empty() || panel.machine_only {
        panel.chart = None;
        return;
    }
    let mut table = panel.table.clone();
    table.rows.retain(|row| row.shown != ShownIn::InShort);
    let drawn = table.columns.iter().filter(|column| column.in_terminal);
    let headers: Vec<&str> = drawn.map(|column| column.header.as_str()).collect();
    panel.alternative_text = format!(
        "Table of {} rows: {}. Its cells are text on the page and in the CSV.",
        table.rows.len(),
        headers.join(", ")
    )
    .into();
    panel.chart = Some(Chart::Listing(table));
}
