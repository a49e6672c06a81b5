//! Sentences without which an answer about trends would mislead.

use std::collections::BTreeSet;

use crate::answer::Text;
use crate::catalogue::CHARGED;
use crate::facts::Statistic;
use crate::facts::trend::shown::Shown;
use crate::model::{Period, Point, Series, SeriesKind, Source};
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
    let Some((first, others)) = releases.split_first() else {
        return false;
    };
    others.iter().any(|other| first.is_disjoint(other))
}

/// What the source of a group's figures leaves out or does not say.
fn of_source(group: &[&Shown]) -> Option<&'static str> {
    let series = &group[0].series;
    match series.source {
        // Homicides are not left unreported as other offences are.
        Source::Police if series.unit != "offences" => None,
        Source::Police => {
            Some("Recorded offences depend on reporting and recording. Many are never reported.")
        }
        Source::Survey => {
            let latest = group
                .iter()
                .filter_map(|shown| shown.series.valued().next_back());
            let latest: Vec<&Point> = latest.map(|(point, _)| point).collect();
            let known = latest.iter().any(|point| {
                point.base.is_some() || point.standard_error.is_some() || point.limits.is_some()
            });
            (!known && !latest.is_empty() && series.kind == SeriesKind::Prevalence)
                .then_some("No sampling error is published for this survey series.")
        }
        Source::Cps => Some(
            "Prosecutions are counted by the principal offence of each defendant, in the month in \
             which they ended.",
        ),
        Source::Own => None,
    }
}

/// The sentences without which the figures of one group would mislead, the gravest first.
fn of_group(group: &[&Shown]) -> Vec<String> {
    let series = &group[0].series;
    let notes = group.iter().flat_map(|shown| &shown.series.notes);
    let definitions = notes.filter(|note| note.id.starts_with("outcome-"));
    let stated = series.notes.iter().filter(|note| {
        note.id == "printed-share"
            || note.id.starts_with("incomplete-sum")
            || note.id.starts_with("findings-")
    });
    let mut cautions: Vec<String> = definitions
        .chain(stated)
        .map(|note| note.text.clone())
        .collect();
    if group
        .iter()
        .any(|shown| is_of_several_editions(&shown.series))
    {
        cautions.push(
            "Each year is as first published. Later editions revise it, so a change between \
             years can be partly a revision."
                .to_owned(),
        );
    }
    if series.unit == CHARGED && group.iter().any(|shown| shown.statistic == Statistic::Rate) {
        cautions.push(
            "A rate of charges over people says little of how often an offence is charged: \
             --share-of sets charges against the offences recorded."
                .to_owned(),
        );
    }
    if series.kind == SeriesKind::Counts && series.source == Source::Police {
        cautions.extend(crossed_by_areas(group));
    }
    if are_of_different_releases(group) {
        cautions.push(
            "The columns come from different releases: parts need not add up to a total."
                .to_owned(),
        );
    }
    cautions.extend(of_source(group).map(str::to_owned));
    cautions
}

/// At most four sentences without which the answer would mislead.
pub(crate) fn of(groups: &[Vec<&Shown>]) -> Vec<Text> {
    let mut cautions: Vec<String> = Vec::new();
    for text in groups.iter().flat_map(|group| of_group(group)) {
        if !text.is_empty() && !cautions.contains(&text) {
            cautions.push(text);
        }
    }
    cautions.truncate(4);
    cautions.into_iter().map(Text::from).collect()
}
