//! Breaks, gaps, events and notes: what must be known beside figures.

use serde::Deserialize;

use super::{parsed, parsed_option};
use crate::model::{Period, Source};

/// What kind of caution it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BreakKind {
    /// After it the series does not mean the same thing.
    Break,
    /// A span without figures.
    Gap,
    /// It happened; the series means the same.
    Event,
}

/// A break, a gap or an event.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Break {
    /// Unique name.
    pub id: String,
    /// Break, gap or event.
    pub kind: BreakKind,
    /// First month on the new basis, of the gap or of the event.
    #[serde(deserialize_with = "parsed")]
    pub date: Period,
    /// Last month of a gap or event.
    #[serde(default, deserialize_with = "parsed_option")]
    pub until: Option<Period>,
    /// Police or survey.
    pub source: Source,
    /// Police: the offences that it touches.
    #[serde(default)]
    pub offences: Vec<String>,
    /// Measures that it touches, by their name or its beginning; `*` for all of the source.
    #[serde(default)]
    pub measures: Vec<String>,
    /// The areas that it touches; all of them where none is named.
    #[serde(default)]
    pub areas: Vec<String>,
    /// What happened, in 12 words or fewer.
    pub text: String,
    /// The same at more length.
    #[serde(default)]
    pub explanation: String,
    /// Who says so, and where.
    pub reference: String,
}

/// What must be said beside figures.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteEntry {
    /// Unique name.
    pub id: String,
    /// The source it concerns; both where it is not stated.
    #[serde(default)]
    pub source: Option<Source>,
    /// Measures it concerns, by their name or its beginning; `*` for all.
    #[serde(default)]
    pub measures: Vec<String>,
    /// The areas it concerns; all of them where none is named.
    #[serde(default)]
    pub areas: Vec<String>,
    /// The only period it concerns.
    #[serde(default, deserialize_with = "parsed_option")]
    pub period: Option<Period>,
    /// Whether the offence or the survey covered only a part of that period: no change is given from
    /// or to it.
    #[serde(default)]
    pub partial: bool,
    /// Months of that period in which the survey was asked; all of them where it is not stated.
    #[serde(default)]
    pub months: Option<u8>,
    /// What is said beside that period's row, in six words or fewer.
    #[serde(default)]
    pub remark: String,
    /// A sentence or two.
    pub text: String,
    /// Whether it is short and weighty enough to stand below a chart.
    #[serde(default)]
    pub chart: bool,
    /// Who says so, and where.
    #[serde(default)]
    #[expect(dead_code, reason = "for whoever reads the catalogue")]
    pub reference: String,
}
