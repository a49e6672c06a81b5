//! A figure before it has its title, notes and sources; how it gets them.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::answer::{Answer, Chart, Evidence, Panel};
use crate::facts::Fact;
use crate::model::Marker;
use crate::problem::Problem;
use crate::reports::{About, FigureSpec, Form, Query};

/// What a query gives.
pub(super) struct Drawn {
    pub(super) panels: Vec<Panel>,
    pub(super) evidence: Evidence,
    pub(super) figures: Vec<Fact>,
    /// What a title may hold in braces, filled in from the figures.
    pub(super) words: Vec<(&'static str, String)>,
}

impl Drawn {
    /// What is stated somewhere, and comes from no release.
    pub(super) fn of_statements(panel: Panel, figures: Vec<Fact>) -> Self {
        Self {
            panels: vec![panel],
            evidence: Evidence::of_no_figures(),
            figures,
            words: Vec::new(),
        }
    }

    /// The answer, with what the description says of the figure.
    ///
    /// # Errors
    /// No title; words in braces that the query does not give; a form that it cannot have.
    pub(super) fn finish(mut self, figure: &FigureSpec, about: &About) -> Result<Answer> {
        let title = self.filled(&figure.title)?;
        self.refuse_other_form(figure)?;
        // What has no drawing of its own is drawn as the table it is.
        let is_bare = self.panels.iter().all(|panel| panel.chart.is_none());
        if is_bare || figure.form == Some(Form::Table) {
            self.panels.iter_mut().for_each(as_table);
        }
        self.refuse_too_many_bars()?;
        let mut evidence = self.evidence;
        for marker in markers(&self.figures) {
            // The description may say more of it than its meaning.
            if !figure
                .notes
                .iter()
                .any(|note| note.contains(&marker.to_string()))
            {
                evidence = evidence.with_note(format!("{marker} {}.", marker.meaning()), true);
            }
        }
        for note in &figure.notes {
            evidence = evidence.with_note(note, true);
        }
        if !figure.source.is_empty() {
            evidence = evidence.with_source(format!("{}.", figure.source.trim_end_matches('.')));
        }
        if !evidence.has_sources() && !matches!(figure.query, Query::Command(_)) {
            evidence = evidence.with_source(whose(about));
        }
        if let Some(panel) = self.panels.first_mut() {
            if !title.is_empty() {
                panel.title = title.clone().into();
            }
            if !figure.subtitle.is_empty() {
                panel.scope.clone_from(&figure.subtitle);
            }
        }
        let title = match (title.as_str(), self.panels.first()) {
            ("", Some(panel)) => panel.title.clone(),
            _ => title.into(),
        };
        if title.is_empty() {
            return Err(Problem::data("the figure has no title")
                .hint("title = \"…\": the finding, in 12 words or fewer")
                .into());
        }
        Ok(Answer::new(title.to_string(), self.panels, evidence).with_facts(self.figures))
    }

    /// A text with what stands in braces filled in.
    fn filled(&self, text: &str) -> Result<String> {
        let mut filled = text.to_owned();
        for (name, word) in &self.words {
            filled = filled.replace(&format!("{{{name}}}"), word);
        }
        let left = filled
            .split_once('{')
            .and_then(|(_, rest)| rest.split_once('}'));
        let Some((unknown, _)) = left else {
            return Ok(filled);
        };
        let names: Vec<String> = self
            .words
            .iter()
            .map(|(name, _)| format!("{{{name}}}"))
            .collect();
        let hint = if names.is_empty() {
            "this query fills in nothing".to_owned()
        } else {
            format!("this query fills in {}", names.join(", "))
        };
        Err(
            Problem::data(format!("nothing fills in {{{unknown}}} in the title"))
                .hint(hint)
                .into(),
        )
    }

    /// More bars of a row than can be told apart are no chart.
    fn refuse_too_many_bars(&self) -> Result<()> {
        const MOST: usize = 6;
        let charts = self.panels.iter().filter_map(|panel| panel.chart.as_ref());
        let parts = charts.filter_map(|chart| match chart {
            Chart::Bars(bars) => Some(bars.parts.len()),
            _ => None,
        });
        match parts.max() {
            Some(most) if most > MOST => Err(Problem::data(format!(
                "a row of {most} bars: no more than {MOST} can be told apart"
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
        let mut charts = self.panels.iter().filter_map(|panel| panel.chart.as_ref());
        let has_chart = self.panels.iter().any(|panel| panel.chart.is_some());
        if asked == Form::Table || (has_chart && charts.all(fits)) {
            return Ok(());
        }
        Err(Problem::data(format!(
            "the query cannot be drawn as `{}`",
            format!("{asked:?}").to_lowercase()
        ))
        .hint("docs/reports.md says which forms each query has; leave `form` out for its own")
        .into())
    }
}

/// The report itself, for figures that nobody else is named for.
fn whose(about: &About) -> String {
    let parts = [&about.publisher, &about.title, &about.reference];
    let parts = parts.into_iter().map(|part| part.trim_end_matches('.'));
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    format!("{}.", parts.join(", "))
}

/// The markers that stand for numbers.
fn markers(figures: &[Fact]) -> BTreeSet<Marker> {
    let missing = figures.iter().filter(|figure| figure.value.is_none());
    missing.filter_map(|figure| figure.marker).collect()
}

/// A panel whose table is drawn in place of a chart.
fn as_table(panel: &mut Panel) {
    let table = &panel.table;
    if table.columns.is_empty() || panel.machine_only {
        panel.chart = None;
        return;
    }
    let drawn = table.columns.iter().filter(|column| column.in_terminal);
    let headers: Vec<&str> = drawn.map(|column| column.header.as_str()).collect();
    panel.alternative_text = format!(
        "Table of {} rows: {}. Its cells stand as text on the page and in the CSV.",
        table.rows.len(),
        headers.join(", ")
    )
    .into();
    panel.chart = Some(Chart::Listing(table.clone()));
}
