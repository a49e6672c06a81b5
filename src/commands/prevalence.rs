//! `vawg prevalence`: how many people experienced a crime, with the uncertainty.

use anyhow::Result;

use crate::answer::Answer;
use crate::cli::{PopulationArgs, PrevalenceArgs, SourceChoice};
use crate::dataset::Dataset;
use crate::facts::Facts;
use crate::facts::breakdown::Groups;
use crate::facts::prevalence::Estimated;
use crate::model::{PeriodKind, Point};
use crate::problem::Problem;
use crate::question::prevalence::Question;
use crate::question::subject::{Asked, Subject};
use crate::question::supplied::nothing_to_show;
use crate::question::{breakdown, selection};
use crate::views;

/// How many people experienced a crime, or what a user's own figures say of it.
///
/// # Errors
/// Unknown names and periods; a population without figures; numbers that no interval can be made
/// from; a damaged release.
pub fn prevalence(args: &PrevalenceArgs, dataset: &Dataset<'_>) -> Result<Answer> {
    let question = Question::of(args)?;
    if args.subject.crime.is_some() && args.subject.input.is_some() {
        return Err(Problem::usage("give --crime or --input, not both")
            .hint("`vawg trend` shows own figures beside those of a crime")
            .into());
    }
    if let (Some(dimension), Some(crime)) = (&args.breakdown, &args.subject.crime) {
        return by_group(args, crime, dimension, &question, dataset);
    }
    let population = PopulationArgs {
        source: args.subject.crime.is_some().then_some(SourceChoice::Survey),
        sex: args.sex,
        age: args.age.clone(),
        outcome: None,
    };
    let asked = Asked {
        subject: &args.subject,
        population: &population,
        releases: &args.span.release,
        areas: &args.area,
        from: args.span.from.as_deref(),
        to: args.span.to.as_deref(),
        by: PeriodKind::Year,
        share_of: None,
        own: &[],
        latest_first: args.compare.is_none(),
    };
    let subject = Subject::of(&asked, dataset)?;
    let mut all: Vec<Estimated> = Vec::new();
    for (series, measure) in &subject.series {
        question.check(args, series)?;
        let stated = question.uncertainty.of_one(series, &subject.series);
        let series = question.window.of(series.clone());
        if !(series.points.is_empty() && series.rolling.is_empty()) {
            all.push(Estimated::of(series, *measure, stated, &question, dataset)?);
        }
    }
    if all.is_empty() {
        return Err(nothing_to_show(&asked, dataset)?);
    }
    Ok(views::prevalence::answer(&subject, all))
}

/// Groups of people, side by side.
fn by_group(
    args: &PrevalenceArgs,
    crime: &str,
    dimension: &str,
    question: &Question,
    dataset: &Dataset<'_>,
) -> Result<Answer> {
    let crime = dataset.catalogue().crime(crime)?;
    for release in &args.span.release {
        dataset.require_release(release)?;
    }
    let asked = breakdown::Asked {
        dimension,
        sex: args.sex.map(selection::sex_of),
        age: selection::age_of(args.age.as_deref())?,
        release: args.span.release.first().map(String::as_str),
        window: &question.window,
    };
    let chosen = breakdown::choose(crime, &asked, dataset)?;
    let confidence = question.uncertainty.confidence;
    let mut facts = Facts::default();
    let mut groups = Vec::new();
    for (measure, figures) in &chosen.measures {
        let points: Vec<Point> = figures.iter().map(|one| one.point.clone()).collect();
        if let Some(series) = dataset.series_of_groups(measure, &points) {
            let one = Groups {
                series,
                figures: figures.clone(),
            };
            one.state(confidence, &mut facts)?;
            groups.push(one);
        }
    }
    let about = views::breakdown::About {
        crime: &crime.title,
        chosen: &chosen,
        groups: &groups,
        confidence,
    };
    Ok(views::breakdown::answer(&about, facts))
}
