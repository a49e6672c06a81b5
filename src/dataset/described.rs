//! What must be said beside a series: breaks, gaps, notes, short years and who published what.

use super::select::DEFAULT_AREA;
use super::{Dataset, ReleaseFile, outcomes};
use crate::catalogue::{Area, Break, BreakKind, Measure};
use crate::model::{Point, Series, SeriesBreak, SeriesKind, SeriesNote, Source, SourceLine};

impl Dataset<'_> {
    pub(super) fn describe(
        &self,
        measure: &Measure,
        area: Option<&Area>,
        points: Vec<Point>,
        rolling: Vec<Point>,
    ) -> Series {
        let area = area.or_else(|| self.catalogue.whole());
        let name = area.map_or(DEFAULT_AREA, |area| area.name.as_str());
        let marks = |kind: BreakKind| -> Vec<SeriesBreak> {
            self.catalogue
                .breaks
                .iter()
                .filter(|entry| entry.kind == kind && touches(entry, measure))
                .filter(|entry| concerns(&entry.areas, name))
                .filter(|entry| is_within(entry, &points, &rolling))
                .map(series_break)
                .collect()
        };
        Series {
            name: measure.id.clone(),
            measure: measure.id.clone(),
            crime: measure.crime.clone(),
            label: measure.label.clone(),
            noun: measure.noun.clone(),
            source: measure.source,
            sex: measure.sex,
            age: measure.age,
            area: name.to_owned(),
            area_code: area.map_or_else(String::new, |area| area.code.clone()),
            area_kind: area.map_or("", |area| area.kind.name()),
            unit: measure.unit.clone(),
            kind: match (measure.source, measure.unit.as_str()) {
                (Source::Police | Source::Cps, _) => SeriesKind::Counts,
                (Source::Survey, "per cent") => SeriesKind::Prevalence,
                _ => SeriesKind::Values,
            },
            breaks: marks(BreakKind::Break),
            gaps: marks(BreakKind::Gap),
            events: marks(BreakKind::Event),
            notes: self
                .notes_of(measure, name, &points)
                .into_iter()
                .chain(
                    measure
                        .outcome()
                        .into_iter()
                        .flat_map(|(_, count)| outcomes::notes(count)),
                )
                .collect(),
            sources: Vec::new(),
            composition: String::new(),
            collection: measure.collection.clone(),
            points,
            rolling,
        }
    }

    /// States which part of its year each estimate covers, where the survey was asked for some months.
    pub(super) fn mark_short_years(&self, measure: &Measure, series: &mut Series) {
        let short = self.catalogue.notes.iter().filter_map(|note| {
            let of_measure = note.measures.is_empty() || measure.is_named_in(&note.measures);
            let of_source = note.source.is_none_or(|source| source == measure.source);
            (of_measure && of_source).then_some((note.period?, note.months?))
        });
        for (period, months) in short {
            for point in series.points.iter_mut().filter(|one| one.period == period) {
                point.covered = f64::from(months) / 12.0;
            }
        }
    }

    fn notes_of(&self, measure: &Measure, area: &str, points: &[Point]) -> Vec<SeriesNote> {
        self.catalogue
            .notes
            .iter()
            .filter(|note| note.source.is_none_or(|source| source == measure.source))
            .filter(|note| note.measures.is_empty() || measure.is_named_in(&note.measures))
            .filter(|note| concerns(&note.areas, area))
            .filter(|note| {
                note.period
                    .is_none_or(|period| points.iter().any(|point| point.period == period))
            })
            .map(|note| SeriesNote {
                id: note.id.clone(),
                period: note.period,
                partial: note.partial,
                remark: note.remark.clone(),
                text: note.text.clone(),
                on_chart: note.chart,
            })
            .collect()
    }

    /// Who published the points of a series, one line a release.
    #[must_use]
    pub fn source_lines(&self, series: &Series) -> Vec<SourceLine> {
        let mut lines = Vec::new();
        for point in series.points.iter().chain(&series.rolling) {
            let release = self
                .releases
                .iter()
                .find(|release| release.id == point.release);
            if let Some(line) = release.map(ReleaseFile::source_line)
                && !lines.contains(&line)
            {
                lines.push(line);
            }
        }
        lines
    }
}

/// Where a break names measures, it touches those alone: a total may hold both rows that a rule
/// moved offences between. Else it touches every measure that holds one of its offences.
fn touches(entry: &Break, measure: &Measure) -> bool {
    // How offences are recorded is not how they are charged.
    if entry.source != measure.source || measure.outcome().is_some() {
        return false;
    }
    if entry.measures.is_empty() || entry.source == Source::Survey {
        measure.is_named_in(&entry.measures)
            || entry
                .offences
                .iter()
                .any(|offence| measure.offences().contains(offence))
    } else {
        measure.is_named_in(&entry.measures)
    }
}

/// Whether a caution that names areas, or none for all of them, concerns one.
fn concerns(areas: &[String], area: &str) -> bool {
    areas.is_empty() || areas.iter().any(|name| name == area)
}

fn is_within(entry: &Break, points: &[Point], rolling: &[Point]) -> bool {
    let all = || points.iter().chain(rolling);
    let first = all().map(|point| point.period.first_month()).min();
    let end = all().map(|point| point.period.end_month()).max();
    let until = entry.until.unwrap_or(entry.date);
    // A break after the last figure is known too: a target may lie beyond it.
    let after = entry.kind == BreakKind::Break;
    first.is_some_and(|first| until.end_month() > first)
        && end.is_some_and(|end| after || entry.date.first_month() < end)
}

fn series_break(entry: &Break) -> SeriesBreak {
    SeriesBreak {
        id: entry.id.clone(),
        at: entry.date.start(),
        until: entry.until.map(crate::model::Period::end),
        date_in_words: match entry.until {
            None => entry.date.in_words(),
            Some(until) if until == entry.date => until.in_words(),
            Some(until) => format!("{} to {}", entry.date.in_words(), until.in_words()),
        },
        text: entry.text.clone(),
    }
}
