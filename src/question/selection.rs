//! Which of a crime's measures are shown.

use std::collections::BTreeSet;

use anyhow::Result;

use super::outcomes;
use crate::catalogue::{Catalogue, Crime, Measure};
use crate::cli::{PopulationArgs, SexChoice, SourceChoice};
use crate::dataset::Dataset;
use crate::model::{Age, Period, Sex, Source};
use crate::problem::Problem;

/// The measures to show, and what has to be said about those that are not.
pub(crate) struct Selection<'a> {
    pub(crate) measures: Vec<&'a Measure>,
    pub(crate) notes: Vec<String>,
}

/// Figures of the same kind for other people than those shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Elsewhere<'a> {
    /// The measure shown.
    pub(crate) shown: &'a Measure,
    /// The measure of other people.
    pub(crate) measure: &'a Measure,
    /// Its first period with a figure.
    pub(crate) first: Period,
    /// Its last period with a figure.
    pub(crate) last: Period,
    /// Whether it has later figures than the measure shown.
    pub(crate) is_later: bool,
}

impl Elsewhere<'_> {
    /// `women aged 16 and over`
    pub(crate) fn people(&self) -> String {
        population(Some(self.measure.sex), Some(self.measure.age))
    }

    /// `--sex women --age 16+`
    pub(crate) fn options(&self) -> String {
        format!("--sex {} --age {}", self.measure.sex, self.measure.age)
    }
}

/// A survey measure with the period of its latest figure.
struct Dated<'a> {
    measure: &'a Measure,
    first: Period,
    last: Period,
}

/// The measures of the same kind as a survey measure, for its sex and for all people, that have a
/// figure.
fn of_same_kind<'a>(measure: &'a Measure, dataset: &Dataset<'a>) -> Result<Vec<Dated<'a>>> {
    let mut found = Vec::new();
    for one in &dataset.catalogue().measures {
        let is_near = one.sex == measure.sex || one.sex == Sex::All;
        if one.source != Source::Survey || one.base_id != measure.base_id || !is_near {
            continue;
        }
        if let Some(series) = dataset.series(one, None)? {
            let mut valued = series.valued().map(|(point, _)| point.period);
            if let Some(first) = valued.next() {
                let last = valued.next_back().unwrap_or(first);
                found.push(Dated {
                    measure: one,
                    first,
                    last,
                });
            }
        }
    }
    Ok(found)
}

/// The same measures for another age group, where that has a later figure and none of them an
/// earlier one; else the measures as they are.
///
/// # Errors
/// A damaged release.
pub(crate) fn with_latest_figure<'a>(
    measures: Vec<&'a Measure>,
    dataset: &Dataset<'a>,
) -> Result<Vec<&'a Measure>> {
    let survey = |measure: &&&Measure| measure.source == Source::Survey;
    let Some(first) = measures.iter().find(survey) else {
        return Ok(measures);
    };
    if measures
        .iter()
        .filter(survey)
        .any(|one| (&one.base_id, one.age) != (&first.base_id, first.age))
    {
        return Ok(measures);
    }
    let mut by_age: Vec<(Age, Vec<&'a Measure>, u32)> = Vec::new();
    for measure in measures.iter().filter(survey) {
        let same_kind = of_same_kind(measure, dataset)?;
        let of_same_sex = || {
            same_kind
                .iter()
                .filter(|one| one.measure.sex == measure.sex)
        };
        let held = of_same_sex().find(|one| one.measure.id == measure.id);
        let ends = |one: &Dated<'_>| one.last.end_month();
        for other in of_same_sex().filter(|one| held.is_none_or(|held| ends(one) >= ends(held))) {
            let later = u32::from(held.is_none_or(|held| ends(other) > ends(held)));
            let age = other.measure.age;
            match by_age.iter_mut().find(|(known, ..)| *known == age) {
                Some((_, group, gains)) => {
                    group.push(other.measure);
                    *gains += later;
                }
                None => by_age.push((age, vec![other.measure], later)),
            }
        }
    }
    let count = measures.iter().filter(survey).count();
    let better = by_age
        .into_iter()
        .filter(|(_, group, gains)| group.len() == count && *gains > 0)
        .max_by_key(|(_, _, gains)| *gains);
    Ok(match better {
        Some((_, group, _)) => {
            let others = measures
                .into_iter()
                .filter(|one| one.source != Source::Survey);
            others.chain(group).collect()
        }
        None => measures,
    })
}

/// Later figures for other people than those shown, and the measures that later ones replaced.
///
/// # Errors
/// A damaged release.
pub(crate) fn elsewhere<'a>(
    shown: &[&'a Measure],
    replaced: &[&'a Measure],
    dataset: &Dataset<'a>,
) -> Result<Vec<Elsewhere<'a>>> {
    let mut found: Vec<Elsewhere<'a>> = Vec::new();
    for measure in shown.iter().filter(|one| one.source == Source::Survey) {
        let held = of_same_kind(measure, dataset)?;
        let named = |list: &[&Measure], one: &Dated<'_>| {
            list.iter().any(|known| known.id == one.measure.id)
        };
        let ends = |one: &Dated<'_>| one.last.end_month();
        let end = held
            .iter()
            .find(|one| one.measure.id == measure.id)
            .map(ends);
        let others = || held.iter().filter(|one| !named(shown, one));
        let latest = |sex: Sex, after| {
            let later =
                others().filter(move |one| one.measure.sex == sex && Some(ends(one)) > after);
            later.max_by_key(|one| ends(one))
        };
        let same_sex = latest(measure.sex, end);
        let all = latest(Sex::All, same_sex.map(ends).or(end)).filter(|_| measure.sex != Sex::All);
        let earlier = others().filter(|one| named(replaced, one) && one.measure.sex == measure.sex);
        let later = same_sex.into_iter().chain(all).map(|one| (one, true));
        for (one, is_later) in later.chain(earlier.map(|one| (one, false))) {
            if found.iter().all(|known| known.measure.id != one.measure.id) {
                found.push(Elsewhere {
                    shown: measure,
                    measure: one.measure,
                    first: one.first,
                    last: one.last,
                    is_later,
                });
            }
        }
    }
    Ok(found)
}

/// The crime's default measures; with `--sex` or `--age` all its measures of that population.
///
/// # Errors
/// An age that is none (usage); a population that no measure of the crime has.
pub(crate) fn of<'a>(
    crime: &'a Crime,
    asked: &PopulationArgs,
    catalogue: &'a Catalogue,
) -> Result<Selection<'a>> {
    let sources: Vec<Source> = match asked.source {
        Some(SourceChoice::Police) => vec![Source::Police],
        Some(SourceChoice::Survey) => vec![Source::Survey],
        Some(SourceChoice::Cps) => vec![Source::Cps],
        None => vec![Source::Police, Source::Survey],
    };
    let sex = asked.sex.map(sex_of);
    let age = age_of(asked.age.as_deref())?;
    if asked.outcome.is_some() {
        return outcomes::with_outcomes(crime, asked, (sex, age), catalogue);
    }
    let mut selection = Selection {
        measures: Vec::new(),
        notes: Vec::new(),
    };
    for source in sources {
        let all = measures_of(crime, source, catalogue);
        let chosen = choose(crime, &all, sex, age);
        if chosen.is_empty() && !all.is_empty() {
            selection.notes.push(format!(
                "No {source} measure of {} is for {}: {}.",
                crime.title.to_lowercase(),
                population(sex, age),
                populations(&all)
            ));
        }
        selection.measures.extend(chosen);
    }
    if selection.measures.is_empty() {
        return Err(none(crime, asked, sex, age, catalogue).into());
    }
    Ok(selection)
}

/// Everything the crime can show: its own measures, and those of others that it shows by default.
pub(super) fn measures_of<'a>(
    crime: &'a Crime,
    source: Source,
    catalogue: &'a Catalogue,
) -> Vec<&'a Measure> {
    catalogue
        .measures
        .iter()
        .filter(|measure| measure.source == source && measure.outcome().is_none())
        .filter(|measure| measure.crime == crime.id || crime.default.contains(&measure.id))
        .collect()
}

pub(super) fn choose<'a>(
    crime: &Crime,
    all: &[&'a Measure],
    sex: Option<Sex>,
    age: Option<Age>,
) -> Vec<&'a Measure> {
    let by_default: Vec<&Measure> = crime
        .default
        .iter()
        .filter_map(|id| all.iter().copied().find(|measure| measure.id == *id))
        .collect();
    if sex.is_none() && age.is_none() {
        return if by_default.is_empty() {
            all.first().copied().into_iter().collect()
        } else {
            by_default
        };
    }
    let fits = |measure: &&&Measure| {
        sex.is_none_or(|sex| measure.sex == sex) && age.is_none_or(|age| measure.age == age)
    };
    let fitting: Vec<&Measure> = all.iter().filter(fits).copied().collect();
    // Only one of sex and age was given: the other stays as the crime shows it, if it can.
    let usual_bases: BTreeSet<&str> = by_default
        .iter()
        .map(|measure| measure.base_id.as_str())
        .collect();
    let usual = |measure: &&&Measure| {
        by_default.iter().any(|default| {
            (sex.is_some() || default.sex == measure.sex)
                && (age.is_some() || default.age == measure.age)
        })
    };
    let of_usual: Vec<&Measure> = fitting.iter().filter(usual).copied().collect();
    let chosen = if of_usual.is_empty() {
        fitting
    } else {
        of_usual
    };
    let of_bases: Vec<&Measure> = chosen
        .iter()
        .filter(|measure| usual_bases.contains(measure.base_id.as_str()))
        .copied()
        .collect();
    if of_bases.is_empty() {
        chosen
    } else {
        of_bases
    }
}

pub(crate) const fn sex_of(choice: SexChoice) -> Sex {
    match choice {
        SexChoice::Women => Sex::Women,
        SexChoice::Men => Sex::Men,
        SexChoice::All => Sex::All,
    }
}

/// The ages that `--age` names.
///
/// # Errors
/// An age that is none: a usage error.
pub(crate) fn age_of(text: Option<&str>) -> Result<Option<Age>> {
    let age = text.map(str::parse::<Age>).transpose();
    Ok(age.map_err(|message| {
        Problem::usage(message).hint("`vawg list measures` shows whom each measure is about")
    })?)
}

fn population(sex: Option<Sex>, age: Option<Age>) -> String {
    let sex = sex.map_or("people", Sex::noun);
    match age.map(Age::in_words).filter(|words| !words.is_empty()) {
        Some(age) => format!("{sex} {age}"),
        None => sex.to_owned(),
    }
}

/// `held for women (16-59, 16+), men (16+)`
fn populations(measures: &[&Measure]) -> String {
    let mut people: Vec<(Sex, Vec<Age>)> = Vec::new();
    for measure in measures {
        let at = people.iter().position(|(sex, _)| *sex == measure.sex);
        let at = at.unwrap_or_else(|| {
            people.push((measure.sex, Vec::new()));
            people.len() - 1
        });
        if !people[at].1.contains(&measure.age) {
            people[at].1.push(measure.age);
        }
    }
    let named = people.iter().map(|(sex, ages)| {
        let name = |age: &Age| match age {
            Age::All => "all ages".to_owned(),
            age => age.to_string(),
        };
        match ages.as_slice() {
            [Age::All] => sex.noun().to_owned(),
            ages => {
                let ages: Vec<String> = ages.iter().map(name).collect();
                format!("{} ({})", sex.noun(), ages.join(", "))
            }
        }
    });
    format!("held for {}", named.collect::<Vec<_>>().join(", "))
}

fn none(
    crime: &Crime,
    asked: &PopulationArgs,
    sex: Option<Sex>,
    age: Option<Age>,
    catalogue: &Catalogue,
) -> Problem {
    let has = [Source::Police, Source::Survey, Source::Cps]
        .into_iter()
        .map(|source| (source, measures_of(crime, source, catalogue)))
        .filter(|(_, measures)| !measures.is_empty())
        .map(|(source, measures)| format!("{source} figures are {}", populations(&measures)))
        .collect::<Vec<_>>()
        .join("; ");
    let source = match asked.source {
        Some(SourceChoice::Police) => "police ",
        Some(SourceChoice::Survey) => "survey ",
        Some(SourceChoice::Cps) => return outcomes::no_prosecutions(crime, catalogue),
        None => "",
    };
    let population = match (sex, age) {
        (None, None) => String::new(),
        _ => format!(" for {}", population(sex, age)),
    };
    Problem::data(format!(
        "there is no {source}measure of `{}`{population}",
        crime.id
    ))
    .hint(has)
}
