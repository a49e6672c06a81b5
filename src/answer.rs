//! The result of one question: the only thing a renderer may know.
//!
//! Holds words, tables, chart descriptions, machine rows and the notes and sources they rest on.
//! It holds no Polars type, no file and no drawing; every figure in a table, a chart, the
//! alternative text and the CSV comes from the same value here.

pub mod bulletin;
pub mod chart;
pub mod evidence;
pub mod site;
pub mod table;
pub mod text;
pub mod unit;
pub mod visible;

pub use bulletin::{Bulletin, BulletinFigure, ReleaseUsed};
pub use chart::{
    Arrangement, Bar, BarRow, Bars, BreakMark, Chart, Criterion, Direction, Finding, Funnel,
    FunnelArea, FunnelLimits, Gap, Line, LinePoint, LineRole, Lines, Matrix, MatrixCell, MatrixRow,
    Multiples, Outcome, Scorecard, SmallChart, Stage, Stages, Stretch, Tick, Turn, ValueAxis,
};
pub use evidence::{Evidence, Note};
pub use site::{Forms, PageSubject, Site, SitePage, SitePart};
pub use table::{Alignment, Cell, Column, NumberFormat, ShownIn, Table, TableRow};
pub use text::Text;
pub use unit::Unit;
pub use visible::visible;

use crate::facts::Facts;

/// What one command found out, ready to be rendered in any form.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What the answer is about and where: `Rape, England and Wales`.
    pub title: String,
    /// One panel for each source (or each table): they never share an axis or a trend.
    pub panels: Vec<Panel>,
    /// Judgements that the command was asked for, in words; empty where there are none.
    pub verdicts: Vec<Text>,
    /// At most three sentences without which the short answer would mislead.
    pub cautions: Vec<Text>,
    /// When the newest of its releases was published (`2026-04-23`), for documents that are dated;
    /// empty where no release is named.
    pub published: String,
    /// How old the figures are, in a line; empty where that is not known.
    pub age: String,
    /// Whether newer figures are probably out, in the last line of a short answer that has no room for
    /// the line on their age; else empty.
    pub newer: String,
    /// What is stated, at full precision; empty for answers that state no figures (`list`).
    pub facts: Facts,
    evidence: Evidence,
}

impl Answer {
    /// An answer cannot be made without the notes and sources of its figures.
    #[must_use]
    pub fn new(title: impl Into<String>, panels: Vec<Panel>, evidence: Evidence) -> Self {
        Self {
            title: title.into(),
            panels,
            verdicts: Vec::new(),
            cautions: Vec::new(),
            published: String::new(),
            age: String::new(),
            newer: String::new(),
            facts: Facts::default(),
            evidence,
        }
    }

    /// The same answer with its facts.
    #[cfg(test)]
    #[must_use]
    pub fn with_facts(mut self, facts: impl IntoIterator<Item = crate::facts::Fact>) -> Self {
        self.facts = facts.into_iter().collect();
        self
    }

    /// Notes in the order of their numbers, then those without one.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.evidence.notes
    }

    /// Adds something to know about everything; only the full answer has it.
    pub fn add_note(&mut self, text: impl Into<String>) {
        self.evidence = std::mem::take(&mut self.evidence).with_note(text, false);
    }

    /// Where the figures come from, one sentence each.
    #[must_use]
    pub fn sources(&self) -> &[String] {
        &self.evidence.sources
    }

    /// Where the figures come from, without the rows of tables.
    #[must_use]
    pub fn short_sources(&self) -> &[String] {
        &self.evidence.short_sources
    }

    /// The notes and sources alone, for an answer made from this one.
    #[must_use]
    pub fn into_evidence(self) -> Evidence {
        self.evidence
    }

    /// Whether any panel has a chart.
    #[must_use]
    pub fn has_chart(&self) -> bool {
        self.panels.iter().any(|panel| panel.chart.is_some())
    }
}

/// One source's part of an answer: a finding, a table, perhaps a chart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Panel {
    /// Which source it is, in words: `Recorded by the police`.
    pub heading: String,
    /// The latest figure in a few words, for the short answer; empty where the title serves.
    pub headline: Text,
    /// The finding as a sentence of 12 words or fewer; the title of its chart.
    pub title: Text,
    /// What, where, when, in what unit: the subtitle.
    pub scope: String,
    /// The figures.
    pub table: Table,
    /// What was computed from them: trends, tests.
    pub further_tables: Vec<Table>,
    /// One to three sentences below the table, for the short answer.
    pub summary: Vec<Text>,
    /// Everything else that can be said of the table: only the full answer has it.
    pub remarks: Vec<Text>,
    /// The standing of the figures in a few words: `official statistics, not accredited`.
    pub status: Text,
    /// How the figures are drawn.
    pub chart: Option<Chart>,
    /// What a reader who cannot see the chart needs: what it is, its extremes, its change.
    pub alternative_text: Text,
    /// Whether it holds every detail for machines, and people read a shorter panel instead.
    pub machine_only: bool,
    /// Whether only the full answer has it.
    pub only_in_full: bool,
}
