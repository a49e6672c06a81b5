//! `vawg prevalence`: how many people experienced a crime, with the uncertainty.

use anyhow::Result;

use crate::answer::Answer;
use crate::cli::{PopulationArgs, PrevalenceArgs, SourceChoice};
use crate::dataset::Dataset;
use crate::facts::prevalence::Estimated;
use crate::model::PeriodKind;
use crate::problem::Problem;
use crate::question::prevalence::Question;
use crate::question::subject::{Asked, Subject, nothing_to_show};
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
        areas: &[],
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
