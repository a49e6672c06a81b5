//! The notes and sources that travel with every figure.

use std::collections::BTreeSet;

use crate::model::{Marker, Series, SeriesBreak, Source};

/// What the figures of an answer rest on: made from series, or empty by name only for answers
/// that show no figure.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Evidence {
    pub(super) notes: Vec<Note>,
    pub(super) sources: Vec<String>,
    /// Titles of the releases, without the rows that were taken.
    pub(super) short_sources: Vec<String>,
    numbers: Vec<String>,
}

/// Something a reader must know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The number by which tables and charts refer to it; `None` for one that concerns everything.
    pub number: Option<usize>,
    /// Plain English, a sentence or two.
    pub text: String,
    /// Whether it stands also where there is little room: below a chart and in the terminal.
    pub on_chart: bool,
}

impl Evidence {
    /// For answers that show the catalogue or a file's check, and no figure.
    #[must_use]
    pub fn of_no_figures() -> Self {
        Self::default()
    }

    /// For answers that set releases as a whole against each other: their titles are the sources.
    #[must_use]
    pub fn of_releases(titles: impl IntoIterator<Item = String>) -> Self {
        let short_sources: Vec<String> = titles.into_iter().collect();
        Self {
            sources: short_sources
                .iter()
                .map(|title| format!("{title}."))
                .collect(),
            short_sources,
            ..Self::default()
        }
    }

    /// The notes and sources of some series. For each source its breaks are numbered in the order
    /// of time, then its gaps and events; then follow the markers in use, and what concerns a whole
    /// series or a year.
    #[must_use]
    pub fn of(series: &[Series]) -> Self {
        let mut evidence = Self::default();
        for source in [Source::Police, Source::Survey] {
            let of_source = || series.iter().filter(|one| one.source == source);
            evidence.number_in_order_of_time(of_source().flat_map(visible_breaks));
            evidence.number_in_order_of_time(
                of_source().flat_map(|one| one.gaps.iter().chain(&one.events)),
            );
        }
        evidence.explain_markers(series);
        for note in series.iter().flat_map(|one| &one.notes) {
            evidence.add(note.text.clone(), note.on_chart);
        }
        evidence.sources = sources(series);
        evidence.short_sources = titles(series);
        evidence
    }

    /// The sources of some series alone, and the markers in use: for a table that shows single
    /// figures of them, to which no break and no gap belongs.
    #[must_use]
    pub fn of_sources(series: &[Series]) -> Self {
        let mut evidence = Self {
            sources: sources(series),
            short_sources: titles(series),
            ..Self::default()
        };
        evidence.explain_markers(series);
        evidence
    }

    /// The same with one more note about everything, if it is not there yet.
    #[must_use]
    pub fn with_note(mut self, text: impl Into<String>, on_chart: bool) -> Self {
        self.add(text.into(), on_chart);
        self
    }

    /// The same with one more source.
    #[must_use]
    pub fn with_source(mut self, source: String) -> Self {
        if !self.sources.contains(&source) {
            let title = source.replace("Office for National Statistics", "ONS");
            self.short_sources
                .push(title.trim_end_matches('.').to_owned());
            self.sources.push(source);
        }
        self
    }

    /// The same with a source that only the full answer names.
    #[must_use]
    pub fn with_full_source(mut self, source: String) -> Self {
        if !self.sources.contains(&source) {
            self.sources.push(source);
        }
        self
    }

    /// The same with other sources in the short answer.
    #[must_use]
    pub fn with_short_sources(mut self, sources: Vec<String>) -> Self {
        self.short_sources = sources;
        self
    }

    /// Titles of the sources, as the short answer has them.
    #[must_use]
    pub fn short_sources(&self) -> &[String] {
        &self.short_sources
    }

    /// Whether any source is named.
    #[must_use]
    pub fn has_sources(&self) -> bool {
        !self.sources.is_empty()
    }

    /// The number of a break, gap or event of the catalogue.
    #[must_use]
    pub fn number_of(&self, id: &str) -> Option<usize> {
        self.numbers
            .iter()
            .position(|known| known == id)
            .map(|index| index + 1)
    }

    fn number_in_order_of_time<'a>(&mut self, marks: impl Iterator<Item = &'a SeriesBreak>) {
        let mut marks: Vec<&SeriesBreak> = marks.collect();
        marks.sort_by(|a, b| a.at.total_cmp(&b.at));
        for mark in marks {
            self.number(mark);
        }
    }

    fn number(&mut self, mark: &SeriesBreak) {
        if self.number_of(&mark.id).is_none() {
            self.numbers.push(mark.id.clone());
            self.notes.push(Note {
                number: Some(self.numbers.len()),
                text: format!("{}: {}", mark.date_in_words, mark.text),
                on_chart: true,
            });
        }
    }

    fn explain_markers(&mut self, series: &[Series]) {
        let markers: BTreeSet<Marker> = series
            .iter()
            .flat_map(|one| one.points.iter().chain(&one.rolling))
            .filter_map(|point| point.marker)
            .collect();
        for marker in markers {
            self.add(format!("{marker} {}.", marker.meaning()), true);
        }
    }

    fn add(&mut self, text: String, on_chart: bool) {
        if !self.notes.iter().any(|note| note.text == text) {
            self.notes.push(Note {
                number: None,
                text,
                on_chart,
            });
        }
    }
}

/// Breaks after the first figure's period has begun: an earlier one divides nothing.
fn visible_breaks(series: &Series) -> impl Iterator<Item = &SeriesBreak> {
    let start = series
        .valued()
        .next()
        .map_or(f64::MIN, |(point, _)| point.period.start());
    series.breaks.iter().filter(move |mark| mark.at > start)
}

/// Each release once, in a few words.
fn titles(series: &[Series]) -> Vec<String> {
    let mut titles: Vec<String> = Vec::new();
    let mut quoted: Vec<String> = Vec::new();
    for source in series.iter().flat_map(|one| &one.sources) {
        let list = if source.is_quoted {
            &mut quoted
        } else {
            &mut titles
        };
        if !list.contains(&source.short) {
            list.push(source.short.clone());
        }
    }
    if !quoted.is_empty() {
        titles.push(format!(
            "as quoted by {}, not checked against the publisher",
            quoted.join(" and ")
        ));
    }
    titles
}

/// One line a release, with the rows that were taken from it.
fn sources(series: &[Series]) -> Vec<String> {
    let mut lines: Vec<(&str, Vec<&str>)> = Vec::new();
    for one in series {
        for source in &one.sources {
            let at = lines
                .iter()
                .position(|(known, _)| *known == source.full)
                .unwrap_or_else(|| {
                    lines.push((&source.full, Vec::new()));
                    lines.len() - 1
                });
            let rows = &mut lines[at].1;
            if !one.composition.is_empty() && !rows.contains(&one.composition.as_str()) {
                rows.push(&one.composition);
            }
        }
    }
    lines
        .into_iter()
        .map(|(source, rows)| {
            let separator = if rows.is_empty() { "" } else { ", " };
            format!("{source}{separator}{}.", rows.join("; "))
        })
        .collect()
}
