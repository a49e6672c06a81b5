//! Which of a crime's measures are shown.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::catalogue::{Catalogue, Crime, Measure};
use crate::cli::{PopulationArgs, SexChoice, SourceChoice};
use crate::model::{Age, Sex, Source};
use crate::problem::Problem;

/// The measures to show, and what has to be said about those that are not.
pub(crate) struct Selection<'a> {
    pub(crate) measures: Vec<&'a Measure>,
    pub(crate) notes: Vec<String>,
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
        None => vec![Source::Police, Source::Survey],
    };
    let sex = asked.sex.map(sex_of);
    let age = asked
        .age
        .as_deref()
        .map(str::parse::<Age>)
        .transpose()
        .map_err(|message| {
            Problem::usage(message).hint("`vawg list measures` shows whom each measure is about")
        })?;
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
fn measures_of<'a>(crime: &'a Crime, source: Source, catalogue: &'a Catalogue) -> Vec<&'a Measure> {
    catalogue
        .measures
        .iter()
        .filter(|measure| measure.source == source)
        .filter(|measure| measure.crime == crime.id || crime.default.contains(&measure.id))
        .collect()
}

fn choose<'a>(
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

fn sex_of(choice: SexChoice) -> Sex {
    match choice {
        SexChoice::Women => Sex::Women,
        SexChoice::Men => Sex::Men,
        SexChoice::All => Sex::All,
    }
}

fn population(sex: Option<Sex>, age: Option<Age>) -> String {
    let sex = sex.map_or("people", Sex::noun);
    match age.map(Age::in_words).filter(|words| !words.is_empty()) {
        Some(age) => format!("{sex} {age}"),
        None => sex.to_owned(),
    }
}

fn populations(measures: &[&Measure]) -> String {
    let names: BTreeSet<String> = measures
        .iter()
        .map(|measure| population(Some(measure.sex), Some(measure.age)))
        .collect();
    format!(
        "there are {}",
        names.into_iter().collect::<Vec<_>>().join("; ")
    )
}

fn none(
    crime: &Crime,
    asked: &PopulationArgs,
    sex: Option<Sex>,
    age: Option<Age>,
    catalogue: &Catalogue,
) -> Problem {
    let has = [Source::Police, Source::Survey]
        .into_iter()
        .map(|source| (source, measures_of(crime, source, catalogue)))
        .filter(|(_, measures)| !measures.is_empty())
        .map(|(source, measures)| format!("{source}: {}", populations(&measures)))
        .collect::<Vec<_>>()
        .join("; ");
    let source = match asked.source {
        Some(SourceChoice::Police) => "police ",
        Some(SourceChoice::Survey) => "survey ",
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
