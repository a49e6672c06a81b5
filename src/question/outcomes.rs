//! What became of offences: which measures are shown, and what is said where there are none.

use std::collections::BTreeSet;

use anyhow::Result;

use super::selection::{Selection, choose, measures_of};
use super::share::Whole;
use crate::catalogue::{Catalogue, Crime, Measure};
use crate::cli::{PopulationArgs, SourceChoice};
use crate::model::{Age, Sex, Source};
use crate::problem::Problem;

/// The measures of the offences of a crime that were charged, of its first measure that has them.
pub(super) fn with_outcomes<'a>(
    crime: &'a Crime,
    asked: &PopulationArgs,
    (sex, age): (Option<Sex>, Option<Age>),
    catalogue: &'a Catalogue,
) -> Result<Selection<'a>> {
    if let Some(source @ (SourceChoice::Survey | SourceChoice::Cps)) = asked.source {
        let name = match source {
            SourceChoice::Cps => "cps",
            _ => "survey",
        };
        let problem =
            format!("--outcome is about offences recorded by the police, not --source {name}");
        return Err(Problem::usage(problem).hint("leave --source out").into());
    }
    let of = |base: &Measure| {
        let measures = catalogue.measures.iter();
        let outcomes = measures.filter(|one| {
            let counted = one.outcome();
            counted.is_some_and(|(of, count)| of == base.id && count.is_charged())
        });
        outcomes.collect::<Vec<_>>()
    };
    let all = measures_of(crime, Source::Police, catalogue);
    let chosen = choose(crime, &all, sex, age);
    let mut found = chosen.iter().map(|base| of(base));
    if let Some(measures) = found.find(|measures| !measures.is_empty()) {
        return Ok(Selection {
            measures,
            notes: Vec::new(),
        });
    }
    let with: BTreeSet<&str> = catalogue
        .measures
        .iter()
        .filter(|one| one.outcome().is_some())
        .map(|one| one.crime.as_str())
        .collect();
    let with: Vec<&str> = with.into_iter().collect();
    let problem = format!("no outcomes of `{}` are held", crime.id);
    Err(Problem::data(problem)
        .hint(format!("there are outcomes of {}", with.join(", ")))
        .into())
}

/// The files of the CPS show groups of offences.
pub(super) fn no_prosecutions(crime: &Crime, catalogue: &Catalogue) -> Problem {
    let shown: BTreeSet<&str> = catalogue
        .measures
        .iter()
        .filter(|one| one.source == Source::Cps)
        .map(|one| one.crime.as_str())
        .collect();
    let shown: Vec<String> = shown
        .into_iter()
        .map(|name| format!("--crime {name} --source cps"))
        .collect();
    Problem::data(format!(
        "the files of the Crown Prosecution Service (CPS) do not show `{}` separately: they have groups of \
         offences by the principal offence",
        crime.id
    ))
    .hint(format!(
        "use {} for the group, or --outcome charged for charges recorded by the police",
        shown.join(" or ")
    ))
}

/// `Rape charged or summonsed`, perhaps with what it is set against.
pub(super) fn outcome_topic(crime: &str, whole: Option<&Whole<'_>>) -> String {
    match whole {
        Some(whole) => format!(
            "{crime} charged or summonsed per 100 {} recorded",
            whole.measure.noun
        ),
        None => format!("{crime} charged or summonsed"),
    }
}
