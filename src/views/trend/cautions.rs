//! Sentences without which an answer about trends would mislead.

use std::collections::BTreeSet;

use crate::answer::Text;
use crate::facts::trend::shown::Shown;
use crate::model::{Period, Series, SeriesKind, Source};
use crate::words;

/// Whether recorded offences come from several releases: by area, each year is of its own edition.
fn is_of_several_editions(series: &Series) -> bool {
    let points = series.points.iter().chain(&series.rolling);
    let mut releases = points
        .filter(|point| point.value.is_some())
        .map(|point| &point.release);
    let first = releases.next();
    series.source == Source::Police && releases.any(|release| Some(release) != first)
}

/// Changes that the short table has.
const LATEST_CHANGES: usize = 5;

/// Whether a group has the figures of more than one area.
pub(super) fn has_areas(group: &[&Shown]) -> bool {
    let areas = || group.iter().map(|shown| &shown.series.area);
    areas().any(|area| Some(area) != areas().next())
}

/// Where changes of several areas stand side by side: the breaks that they cross.
fn crossed_by_areas(group: &[&Shown]) -> Option<String> {
    let mut years = BTreeSet::new();
    for shown in group.iter().filter(|_| has_areas(group)) {
        let series = &shown.series;
        let periods: Vec<Period> = shown.valued().map(|(period, _)| period).collect();
        for period in periods.iter().rev().take(LATEST_CHANGES) {
            let breaks = series.breaks_between(period.year_before(), *period);
            years.extend(
                breaks
                    .iter()
                    .map(|mark| (mark.at.floor() as i32).to_string()),
            );
        }
    }
    let years: Vec<String> = years.into_iter().collect();
    (!years.is_empty()).then(|| {
        format!(
            "Recording changed in {}: a change across it is not like for like.",
            words::list(&years)
        )
    })
}

/// Whether two police series of one area that stand side by side have no release in common.
fn are_of_different_releases(group: &[&Shown]) -> bool {
    if has_areas(group) {
        return false;
    }
    let releases = |shown: &&Shown| -> BTreeSet<String> {
        let points = shown.series.points.iter().chain(&shown.series.rolling);
        let valued = points.filter(|point| point.value.is_some());
        valued.map(|point| point.release.clone()).collect()
    };
    let police = group
        .iter()
        .filter(|shown| shown.series.source == Source::Police);
    let releases: Vec<BTreeSet<String>> =
        police.map(releases).filter(|one| !one.is_empty()).collect();
    let (first, others) = match releases.split_first() {
        Some(split) => split,
        None => return false,
    };
    others.iter().any(|other| first.is_disjoint(other))
}

/// At most four sentences without which the answer would mislead.
pub(crate) fn of(groups: &[Vec<&Shown>]) -> Vec<Text> {
    let mut cautions: Vec<Text> = Vec::new();
    let mut add = |text: String| {
        if !text.is_empty() && cautions.iter().all(|known| known.as_str() != text) {
            cautions.push(text.into());
        }
    };
    for group in groups {
        let series = &group[0].series;
        let notes = group.iter().flat_map(|shown| &shown.series.notes);
        let definitions = notes.filter(|note| note.id.starts_with("outcome-"));
        definitions.for_each(|note| add(note.text.clone()));
        for note in &series.notes {
            if note.id == "printed-share"
                || note.id.starts_with("incomplete-sum")
                || note.id.starts_with("findings-")
            {
                add(note.text.clone());
            }
        }
        if group
            .iter()
            .any(|shown| is_of_several_editions(&shown.series))
        {
            add(
                "Each year is as first published. Later editions revise it, so a change between \
                 years can be partly a revision."
                    .to_owned(),
            );
        }
        if series.kind == SeriesKind::Counts && series.source == Source::Police {
            crossed_by_areas(group).into_iter().for_each(&mut add);
        }
        if are_of_different_releases(group) {
            add(
                "The columns come from different releases: parts need not add up to a total."
                    .to_owned(),
            );
        }
        match series.source {
            // Homicides are not left unreported as other offences are.
            Source::Police if series.unit != "offences" => {}
            Source::Police => add(
                "Recorded offences depend on reporting and recording. Many are never reported."
                    .to_owned(),
            ),
            Source::Survey => {
                let latest = group
                    .iter()
                    .filter_map(|shown| shown.series.valued().next_back());
                let known = latest.into_iter().any(|(point, _)| {
                    point.base.is_some() || point.standard_error.is_some() || point.limits.is_some()
                });
                if !known && series.kind == SeriesKind::Prevalence {
                    add("No sampling error is published for this survey series.".to_owned());
                }
            }
            Source::Cps => add(
                "Prosecutions are counted by the principal offence of each defendant, in the month in \
                 which they ended."
                    .to_owned(),
            ),
            Source::Own => {}
        }
    }
    cautions.truncate(4);
    cautions
}
