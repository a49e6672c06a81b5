//! Which figures of groups are asked for: the dimension, the people and the period.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::terms::window::Window;
use crate::catalogue::{Crime, Measure};
use crate::dataset::{Dataset, GroupFigure, latest};
use crate::model::{Age, Period, Sex, Source};
use crate::problem::{Problem, nearest};
use crate::words;

/// The figures of groups to show: of one age and one period, for each sex that has them.
pub(crate) struct Chosen<'a> {
    /// `ethnicity`
    pub(crate) dimension: String,
    pub(crate) period: Period,
    /// Each measure with its groups.
    pub(crate) measures: Vec<(&'a Measure, Vec<GroupFigure>)>,
    /// Other ages and periods that are held: `women aged 16 to 59 in 2017-18`.
    pub(crate) others: Vec<String>,
}

/// What is asked.
pub(crate) struct Asked<'a> {
    pub(crate) dimension: &'a str,
    pub(crate) sex: Option<Sex>,
    pub(crate) age: Option<Age>,
    pub(crate) release: Option<&'a str>,
    pub(crate) window: &'a Window,
}

/// The survey measures of a crime that are of the kind that it shows by default.
fn measures_of<'a>(crime: &Crime, dataset: &Dataset<'a>) -> Vec<&'a Measure> {
    let measures = &dataset.catalogue().measures;
    let of_survey = || measures.iter().filter(|one| one.source == Source::Survey);
    let bases: BTreeSet<&str> = of_survey()
        .filter(|one| crime.default.contains(&one.id))
        .map(|one| one.base_id.as_str())
        .collect();
    of_survey()
        .filter(|one| {
            bases.contains(one.base_id.as_str()) || (bases.is_empty() && one.crime == crime.id)
        })
        .collect()
}

/// A word as names of dimensions are written.
fn written(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '_'], "-")
}

/// A dimension by its name, or by a word of it.
fn is_called(dimension: &str, name: &str) -> bool {
    let name = written(name);
    let plain = |text: &str| text.trim_end_matches("-status").to_owned();
    dimension == name
        || plain(dimension) == plain(&name)
        || dimension.ends_with(&format!("-{name}"))
}

/// The grouping that a word means; none where nothing is called so.
///
/// # Errors
/// A word that is in the names of several, such as `status`: which they are.
fn the_one<'a>(asked: &str, dimensions: &'a BTreeSet<String>) -> Result<Option<&'a str>, Problem> {
    let called = || dimensions.iter().filter(|one| is_called(one, asked));
    let exact = written(asked);
    match called().find(|one| **one == exact) {
        Some(one) => Ok(Some(one)),
        None if called().count() > 1 => {
            let names: Vec<String> = called().map(|one| format!("`{one}`")).collect();
            Err(
                Problem::usage(format!("`{asked}` may mean several groupings of people"))
                    .hint(format!("name one: {}", names.join(", "))),
            )
        }
        None => Ok(called().next().map(String::as_str)),
    }
}

/// A measure with the figures of its groups.
type OfMeasure<'a> = (&'a Measure, Vec<GroupFigure>);

/// The figures asked for that are held, and everything that people are grouped by.
fn held<'a>(
    crime: &Crime,
    asked: &Asked<'_>,
    dataset: &Dataset<'a>,
) -> Result<(Vec<OfMeasure<'a>>, BTreeSet<String>)> {
    let mut held: Vec<OfMeasure<'a>> = Vec::new();
    let mut dimensions: BTreeSet<String> = BTreeSet::new();
    for measure in measures_of(crime, dataset) {
        let mut figures = dataset.groups(measure, asked.release)?;
        dimensions.extend(figures.iter().map(|one| one.dimension.clone()));
        let fits = asked.sex.is_none_or(|sex| sex == measure.sex)
            && asked.age.is_none_or(|age| age == measure.age);
        figures.retain(|one| {
            is_called(&one.dimension, asked.dimension) && asked.window.holds(one.point.period)
        });
        if fits && !figures.is_empty() {
            held.push((measure, figures));
        }
    }
    Ok((held, dimensions))
}

/// The figures of groups of a crime.
///
/// # Errors
/// No such figure: what is held instead. A damaged release.
pub(crate) fn choose<'a>(
    crime: &Crime,
    asked: &Asked<'_>,
    dataset: &Dataset<'a>,
) -> Result<Chosen<'a>> {
    let (mut held, dimensions) = held(crime, asked, dataset)?;
    if let Some(one) = the_one(asked.dimension, &dimensions)? {
        for (_, figures) in &mut held {
            figures.retain(|figure| figure.dimension == one);
        }
    }
    let Some(period) = held
        .iter()
        .filter_map(|(_, figures)| latest(figures))
        .max_by_key(|one| one.end_month())
    else {
        return Err(none(crime, asked.dimension, &dimensions, dataset)?);
    };
    let at = |figures: &[GroupFigure]| -> Vec<GroupFigure> {
        let of_period = figures.iter().filter(|one| one.point.period == period);
        of_period.cloned().collect()
    };
    let mut by_age: BTreeMap<Age, Vec<OfMeasure<'_>>> = BTreeMap::new();
    let mut others = BTreeSet::new();
    for (measure, figures) in &held {
        let now = at(figures);
        if !now.is_empty() {
            by_age.entry(measure.age).or_default().push((measure, now));
        }
        for one in figures {
            others.insert((one.point.period, words::population(measure)));
        }
    }
    // Women and men where both are held, else what is.
    let count = |measures: &Vec<OfMeasure<'_>>| {
        measures
            .iter()
            .map(|(_, figures)| figures.len())
            .sum::<usize>()
    };
    let best = by_age.into_values().max_by_key(count).unwrap_or_default();
    let apart = best.iter().any(|(measure, _)| measure.sex != Sex::All);
    let measures: Vec<_> = best
        .into_iter()
        .filter(|(measure, _)| asked.sex.is_some() || !apart || measure.sex != Sex::All)
        .collect();
    for (measure, _) in &measures {
        others.remove(&(period, words::population(measure)));
    }
    Ok(Chosen {
        dimension: measures
            .iter()
            .flat_map(|(_, figures)| figures)
            .map(|one| one.dimension.clone())
            .next()
            .unwrap_or_default(),
        period,
        measures,
        others: others
            .into_iter()
            .rev()
            .map(|(period, people)| format!("{people} in {period}"))
            .collect(),
    })
}

/// What to say where no figure of a breakdown is held: which are.
fn none(
    crime: &Crime,
    asked: &str,
    held: &BTreeSet<String>,
    dataset: &Dataset<'_>,
) -> Result<anyhow::Error> {
    let problem = format!("no figures of `{}` by {asked} are held", crime.id);
    let known = held.iter().map(|name| (name.as_str(), name.as_str()));
    let near = nearest(asked, known);
    let hint = if let [near, ..] = near.as_slice() {
        format!("did you mean `{near}`? Held of this crime: {}", list(held))
    } else if !held.is_empty() {
        format!("held of this crime: {}", list(held))
    } else {
        let mut crimes = Vec::new();
        let mut all = BTreeSet::new();
        for other in &dataset.catalogue().crimes {
            let mut dimensions = BTreeSet::new();
            for measure in measures_of(other, dataset) {
                let figures = dataset.groups(measure, None)?;
                dimensions.extend(figures.into_iter().map(|one| one.dimension));
            }
            if dimensions.iter().any(|one| is_called(one, asked)) {
                crimes.push(other.id.as_str());
            }
            all.extend(dimensions);
        }
        let others = if crimes.is_empty() {
            format!("held of others: {}", list(&all))
        } else {
            format!("{asked} is held of {}", crimes.join(", "))
        };
        format!(
            "no breakdown is held of this crime; {others}. `vawg ingest` takes in ONS workbooks with \
             figures by group"
        )
    };
    Ok(Problem::data(problem).hint(hint).into())
}

fn list(names: &BTreeSet<String>) -> String {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::the_one;

    #[test]
    fn a_word_of_several_groupings_is_asked_about() {
        let held = [
            "disability-status",
            "marital-status",
            "status-of-tenure",
            "age",
        ];
        let held = held.map(str::to_owned).into();
        assert_eq!(
            the_one("Marital status", &held).unwrap(),
            Some("marital-status")
        );
        assert_eq!(the_one("marital", &held).unwrap(), Some("marital-status"));
        assert_eq!(the_one("religion", &held).unwrap(), None);
        let asked = the_one("status", &held).unwrap_err();
        assert_eq!(
            asked.to_string(),
            "`status` may mean several groupings of people"
        );
        // A grouping of that very name is meant, whatever else the word is in.
        let held = ["status", "marital-status"].map(str::to_owned).into();
        assert_eq!(the_one("status", &held).unwrap(), Some("status"));
    }
}
