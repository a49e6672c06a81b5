//! The areas that are asked for: names, aliases or GSS codes, of any kind.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::catalogue::{Area, Measure};
use crate::cli::PerChoice;
use crate::dataset::{Dataset, Per};
use crate::model::{Series, SeriesKind, Source};
use crate::problem::{Problem, did_you_mean};
use crate::words;

/// What is said wherever figures of one area are shown.
pub(crate) const RECORDING_PRACTICE: &str = "Recording practice differs between police forces and over \
     time: a higher figure may mean that more is reported and recorded.";

/// The areas named. The whole of a text is tried first, since some names contain commas; otherwise
/// commas separate several.
///
/// # Errors
/// An unknown name: a usage error with the nearest names.
pub(crate) fn given(texts: &[String], dataset: &Dataset<'_>) -> Result<Vec<Area>> {
    let mut areas: Vec<Area> = Vec::new();
    let mut add = |area: Area| {
        if areas
            .iter()
            .all(|known| (known.kind, &known.name) != (area.kind, &area.name))
        {
            areas.push(area);
        }
    };
    for text in texts {
        if let Some(area) = find(text, dataset)? {
            add(area);
            continue;
        }
        for name in text
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
        {
            match find(name, dataset)? {
                Some(area) => add(area),
                None => return Err(unknown(name, dataset)?),
            }
        }
    }
    if !texts.is_empty() && areas.is_empty() {
        return Err(Problem::usage("--area names no area")
            .hint("give a name or a GSS code, such as Kent or E23000032")
            .into());
    }
    Ok(areas)
}

fn find(text: &str, dataset: &Dataset<'_>) -> Result<Option<Area>> {
    let text = text.trim();
    if let Some(area) = dataset.catalogue().find_area(text) {
        return Ok(Some(area.clone()));
    }
    let mut partnerships = dataset.partnerships()?.into_iter();
    Ok(partnerships.find(|area| area.is_called(text) || area.code.eq_ignore_ascii_case(text)))
}

fn unknown(name: &str, dataset: &Dataset<'_>) -> Result<anyhow::Error> {
    let partnerships = dataset.partnerships()?;
    let areas = dataset.catalogue().areas.iter().chain(&partnerships);
    let names = areas.flat_map(|area| {
        let all = std::iter::once(&area.name).chain(&area.also);
        all.map(|spelling| (spelling.as_str(), area.name.as_str()))
    });
    let hint = did_you_mean(name, names, "`vawg list areas` shows them all");
    Ok(Problem::usage(format!("unknown area `{name}`"))
        .hint(hint)
        .into())
}

/// The series of measures in areas: for each measure one an area, where figures are held.
///
/// # Errors
/// An area without a figure of any of the measures; a damaged release.
pub(crate) fn series<'a>(
    crime: &str,
    measures: &[&'a Measure],
    areas: &[Area],
    release: Option<&str>,
    dataset: &Dataset<'a>,
) -> Result<Vec<(Series, Option<&'a Measure>)>> {
    let mut found = Vec::new();
    for measure in measures {
        for area in areas {
            if let Some(series) = dataset.series_in(measure, area, release)? {
                found.push((
                    named(series, area, measures.len(), areas.len()),
                    Some(*measure),
                ));
            }
        }
    }
    for area in areas {
        let has_figure = |(series, _): &(Series, _)| series.area == area.name && has_value(series);
        if !found.iter().any(has_figure) {
            return Err(without_figure(crime, area, measures, release, dataset)?);
        }
    }
    found.retain(|(series, _)| has_value(series));
    Ok(found)
}

fn has_value(series: &Series) -> bool {
    let mut points = series.points.iter().chain(&series.rolling);
    points.any(|point| point.value.is_some())
}

/// The series under a name of its own, with its area in its label and noun.
fn named(mut series: Series, area: &Area, measures: usize, areas: usize) -> Series {
    let place = if area.code.is_empty() {
        &area.name
    } else {
        &area.code
    };
    series.name = format!("{}:{place}", series.measure);
    series.noun = format!("{} in {}", series.noun, area.name);
    if areas > 1 {
        series.label = if measures > 1 {
            format!("{}, {}", area.name, series.label)
        } else {
            area.name.clone()
        };
    }
    series
}

/// What must be said where counts by offence and police force are from an open data release.
pub(crate) fn revised_since(
    series: &[(Series, Option<&Measure>)],
    dataset: &Dataset<'_>,
) -> Option<String> {
    let points = || series.iter().flat_map(|(series, _)| &series.points);
    let mut by_force = dataset.releases().iter().filter(|one| one.is_by_force());
    let release = by_force.find(|one| points().any(|point| point.release == one.id))?;
    Some(format!(
        "Counts by offence are those of {}. Police forces may have revised them since: `vawg revisions` \
         compares their sums with those of a later release.",
        release.title()
    ))
}

/// A note on the areas of some series that have no rate, with the reason.
///
/// # Errors
/// None of them has one.
pub(crate) fn without_rate<'a>(
    series: impl Iterator<Item = &'a Series>,
    dataset: &Dataset<'_>,
) -> Result<Option<String>> {
    let mut names: Vec<String> = Vec::new();
    let mut has_rate = false;
    for one in series {
        let area = dataset.catalogue().area_with_code(&one.area_code);
        let area = area.or_else(|| dataset.catalogue().area(&one.area));
        match area.filter(|area| !area.no_rate.is_empty()) {
            Some(area) => {
                let with_reason = format!("{} ({})", area.name, area.no_rate);
                if !names.contains(&with_reason) {
                    names.push(with_reason);
                }
            }
            None => has_rate = true,
        }
    }
    if names.is_empty() {
        return Ok(None);
    }
    let names = words::list(&names);
    if has_rate {
        return Ok(Some(format!("No rate can be given for {names}.")));
    }
    Err(Problem::data(format!("no rate can be given for {names}"))
        .hint("leave --rate out, or show index numbers, such as --index 2020-21")
        .into())
}

/// The same measures for England and Wales, to be drawn behind areas whose rates or index numbers
/// are shown; none where that is among the areas.
///
/// # Errors
/// A damaged release.
pub(crate) fn behind<'a>(
    measures: &[&'a Measure],
    areas: &[Area],
    dataset: &Dataset<'a>,
) -> Result<Vec<(Series, Option<&'a Measure>)>> {
    let Some(whole) = dataset.catalogue().whole() else {
        return Ok(Vec::new());
    };
    if areas.is_empty() || areas.iter().any(|area| area.name == whole.name) {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for measure in measures
        .iter()
        .filter(|measure| measure.source == Source::Police)
    {
        if let Some(mut series) = dataset.series(measure, None)? {
            series.name = format!("{}:{}", series.measure, whole.code);
            series.label.clone_from(&whole.name);
            series.noun = format!("{} in {}", series.noun, whole.name);
            debug_assert!(series.kind == SeriesKind::Counts);
            found.push((series, Some(*measure)));
        }
    }
    Ok(found)
}

/// Most names of areas that a message lists.
const MOST_NAMES: usize = 12;

fn without_figure(
    crime: &str,
    area: &Area,
    measures: &[&Measure],
    release: Option<&str>,
    dataset: &Dataset<'_>,
) -> Result<anyhow::Error> {
    if measures.iter().all(|one| one.source == Source::Cps) {
        let message = format!(
            "figures of the CPS are shown for England and Wales, not for {}",
            area.name
        );
        return Ok(Problem::data(message).hint("leave --area out").into());
    }
    let of_release = release.map_or_else(String::new, |release| format!(" of release `{release}`"));
    let message = format!("no figure{of_release} of `{crime}` for {}", area.name);
    if measures.iter().all(|one| one.source == Source::Survey) {
        return Ok(Problem::data(message)
            .hint(survey_areas(measures, dataset)?)
            .into());
    }
    let of_measures = measures
        .iter()
        .flat_map(|measure| dataset.releases_by_area(measure));
    let held: BTreeSet<String> = of_measures.collect();
    let held: Vec<String> = held.into_iter().collect();
    let hint = if held.is_empty() {
        "no release that is held counts this crime by area".to_owned()
    } else {
        format!("figures by area are in {}", words::list(&held))
    };
    let hint = format!(
        "{hint}; take in others with `vawg ingest FILE`: ONS police force area tables (headline groups) \
         or the Home Office's open data (offences by force)"
    );
    Ok(Problem::data(message).hint(hint).into())
}

/// Which areas the survey's figures of some measures are held for, in words for a remedy.
///
/// # Errors
/// A damaged release.
pub(crate) fn survey_areas(measures: &[&Measure], dataset: &Dataset<'_>) -> Result<String> {
    let mut held: BTreeSet<String> = BTreeSet::new();
    for measure in measures {
        held.extend(dataset.areas_with(measure)?);
    }
    if held.is_empty() {
        return Ok(
            "the survey's figures held are for England and Wales alone; \
                   the ONS files of SDG indicators have some by region: `vawg ingest FILE`"
                .to_owned(),
        );
    }
    let mut held: Vec<String> = held.into_iter().collect();
    let more = held.len().saturating_sub(MOST_NAMES);
    held.truncate(MOST_NAMES);
    if more > 0 {
        held.push(format!("{more} more"));
    }
    Ok(format!(
        "the survey's figures are held for England and Wales, {}",
        words::list(&held)
    ))
}

impl From<PerChoice> for Per {
    fn from(choice: PerChoice) -> Self {
        match choice {
            PerChoice::Victims => Self::Victims,
            PerChoice::People => Self::People,
        }
    }
}
