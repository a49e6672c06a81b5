//! What a command answers to the question of a figure. The question is typed: no text is parsed as
//! a command line.

use std::path::PathBuf;

use anyhow::Result;

use crate::answer::Answer;
use crate::cli::{
    BaselineArgs, DataArgs, DetectArgs, Errors, Format, GoalArgs, Model, ModelArgs, OutputArgs,
    PathChoice, PopulationArgs, PrecisionArgs, PrevalenceArgs, RevisionsArgs, SexChoice,
    SourceChoice, SpanArgs, SubjectArgs, TrajectoryArgs, TrendArgs, UpliftArgs,
};
use crate::commands;
use crate::facts::report::Context;
use crate::model::{Sex, Source};
use crate::problem::{Problem, did_you_mean, themselves};
use crate::reports::{
    BaselineQuery, DetectQuery, FigureSpec, GoalQuery, ModelName, PathName, PrecisionQuery,
    PrevalenceQuery, RevisionsQuery, SubjectQuery, TrajectoryQuery, TrendQuery, UpliftQuery,
};

pub(super) fn trend(
    context: &Context<'_>,
    figure: &FigureSpec,
    query: &TrendQuery,
) -> Result<Answer> {
    not_both("rate", query.rate, "index", query.index.is_some())?;
    not_both(
        "step",
        !query.step.is_empty(),
        "across_breaks",
        query.across_breaks,
    )?;
    let args = TrendArgs {
        subject: subject(context, &query.subject)?,
        population: PopulationArgs {
            source: query.source.map(source),
            sex: sex(&query.subject)?,
            age: query.subject.age.clone(),
        },
        span: span(context, figure, &query.subject)?,
        rate: query.rate,
        index: query.index.clone(),
        model: model(query),
        precision: precision(&query.precision),
        chart: None,
        output: output(),
        data: data(),
    };
    commands::trend(&args, context.dataset)
}

pub(super) fn prevalence(
    context: &Context<'_>,
    figure: &FigureSpec,
    query: &PrevalenceQuery,
) -> Result<Answer> {
    let args = PrevalenceArgs {
        subject: subject(context, &query.subject)?,
        sex: sex(&query.subject)?,
        age: query.subject.age.clone(),
        span: span(context, figure, &query.subject)?,
        compare: query.compare.clone(),
        population: query.population,
        precision: precision(&query.precision),
        chart: None,
        output: output(),
        data: data(),
    };
    commands::prevalence(&args, context.dataset)
}

pub(super) fn baseline(
    context: &Context<'_>,
    figure: &FigureSpec,
    query: &BaselineQuery,
) -> Result<Answer> {
    let args = BaselineArgs {
        goal: goal(context, figure, &query.goal)?,
        all: query.all,
        output: output(),
        data: data(),
    };
    commands::baseline(&args, context.dataset)
}

pub(super) fn trajectory(
    context: &Context<'_>,
    figure: &FigureSpec,
    query: &TrajectoryQuery,
) -> Result<Answer> {
    not_both(
        "step",
        !query.step.is_empty(),
        "across_breaks",
        query.across_breaks,
    )?;
    let pairs = |pairs: &std::collections::BTreeMap<String, f64>| {
        let pair = |(period, value): (&String, &f64)| format!("{period}={value}");
        pairs.iter().map(pair).collect()
    };
    let mut goal = goal(context, figure, &query.goal)?;
    if let Some(target) = &query.target {
        let given = query.goal.definition.is_some() || query.goal.input.is_some();
        not_both("target", true, "definition or input", given)?;
        definition_of(context, target)?.clone_into(&mut goal.definition);
    }
    let args = TrajectoryArgs {
        goal,
        observed: pairs(&query.observed),
        across_breaks: query.across_breaks,
        step: pairs(&query.step),
        path: match query.path {
            PathName::Geometric => PathChoice::Geometric,
            PathName::Linear => PathChoice::Linear,
            PathName::Both => PathChoice::Both,
        },
        assume_annual_change: query.assume_annual_change,
        chart: None,
        output: output(),
        data: data(),
    };
    commands::trajectory(&args, context.dataset)
}

pub(super) fn detect(query: &DetectQuery) -> Result<Answer> {
    commands::detect(&DetectArgs {
        prevalence: query.prevalence,
        base: query.base.clone(),
        change: query.change,
        years: query.years,
        design_factor: if query.design_factor.is_empty() {
            vec![1.35]
        } else {
            query.design_factor.clone()
        },
        annual_fall: query.annual_fall,
        power: query.power.unwrap_or(0.8),
        confidence: query.confidence.unwrap_or(0.95),
        output: output(),
    })
}

pub(super) fn uplift(context: &Context<'_>, query: &UpliftQuery) -> Result<Answer> {
    let args = UpliftArgs {
        amount: query.amount.clone(),
        from: query.from.clone(),
        to: query.to.clone(),
        deflator: query.deflator.clone(),
        output: output(),
        data: data(),
    };
    commands::uplift(&args, context.dataset)
}

pub(super) fn revisions(context: &Context<'_>, query: &RevisionsQuery) -> Result<Answer> {
    let args = RevisionsArgs {
        from: query.from.clone(),
        to: query.to.clone(),
        crime: query.crime.clone(),
        all_periods: false,
        chart: None,
        output: output(),
        data: data(),
    };
    commands::revisions(&args, context.dataset)
}

/// Says how a query of an earlier version is written now.
pub(super) fn retired() -> anyhow::Error {
    Problem::data("the kind `command` is no longer read")
        .hint(
            "name the command as the kind and its options as keys: \
             query = { kind = \"trend\", crime = \"rape\" }",
        )
        .into()
}

/// The definition that a target of the catalogue belongs to.
fn definition_of<'a>(context: &Context<'a>, target: &str) -> Result<&'a str> {
    let targets = &context.dataset.catalogue().targets;
    let found = targets.iter().find(|entry| entry.id == target);
    let found = found.ok_or_else(|| {
        let names = themselves(targets.iter().map(|entry| &entry.id));
        let hint = did_you_mean(target, names, "data/catalogue/targets.toml has them");
        Problem::data(format!("unknown target `{target}`")).hint(hint)
    })?;
    Ok(&found.definition)
}

fn not_both(first: &str, has_first: bool, second: &str, has_second: bool) -> Result<()> {
    if has_first && has_second {
        return Err(Problem::data(format!("give `{first}` or `{second}`, not both")).into());
    }
    Ok(())
}

fn subject(context: &Context<'_>, query: &SubjectQuery) -> Result<SubjectArgs> {
    not_both(
        "crime",
        query.crime.is_some(),
        "input",
        query.input.is_some(),
    )?;
    if query.crime.is_none() && query.input.is_none() {
        return Err(Problem::data("the query needs `crime` or `input`").into());
    }
    Ok(SubjectArgs {
        crime: query.crime.clone(),
        input: input(context, query.input.as_deref())?,
    })
}

/// The file of own figures, which is beside the description.
fn input(context: &Context<'_>, file: Option<&str>) -> Result<Option<PathBuf>> {
    if file == Some("-") {
        return Err(Problem::data("standard input cannot be read again")
            .hint("keep the figures in a file beside the description")
            .into());
    }
    Ok(file.map(|file| PathBuf::from(context.files.path(file))))
}

fn sex(query: &SubjectQuery) -> Result<Option<SexChoice>> {
    let sex = query.sex.as_deref().map(str::parse::<Sex>).transpose();
    let sex = sex.map_err(|error| Problem::data(format!("`sex`: {error}")))?;
    Ok(sex.map(|sex| match sex {
        Sex::Women => SexChoice::Women,
        Sex::Men => SexChoice::Men,
        Sex::All => SexChoice::All,
    }))
}

const fn source(source: Source) -> SourceChoice {
    match source {
        Source::Survey => SourceChoice::Survey,
        _ => SourceChoice::Police,
    }
}

fn span(context: &Context<'_>, figure: &FigureSpec, query: &SubjectQuery) -> Result<SpanArgs> {
    let mut release = query.releases.clone();
    if release.is_empty() {
        release.extend(context.pin(figure)?.map(str::to_owned));
    }
    Ok(SpanArgs {
        from: query.from.clone(),
        to: query.to.clone(),
        all_periods: false,
        release,
    })
}

fn model(query: &TrendQuery) -> ModelArgs {
    ModelArgs {
        model: match query.model {
            ModelName::LogLinear => Model::LogLinear,
            ModelName::Joinpoint => Model::Joinpoint,
            ModelName::None => Model::None,
        },
        max_joinpoints: query.max_joinpoints,
        select: query.select.as_deref().unwrap_or("permutation").to_owned(),
        step: query.step.clone(),
        across_breaks: query.across_breaks,
        errors: Errors::Correlated,
        linear: query.linear,
        average: query.average.clone(),
        seed: query.seed.unwrap_or(20_240_331),
    }
}

fn precision(query: &PrecisionQuery) -> PrecisionArgs {
    let by_period = query.bases.iter();
    let by_period = by_period.map(|(period, base)| format!("{period}={base}"));
    PrecisionArgs {
        confidence: query.confidence.unwrap_or(0.95),
        base: query
            .base
            .map(|base| base.to_string())
            .into_iter()
            .chain(by_period)
            .collect(),
        design_factor: query.design_factor,
    }
}

fn goal(context: &Context<'_>, figure: &FigureSpec, query: &GoalQuery) -> Result<GoalArgs> {
    not_both(
        "definition",
        query.definition.is_some(),
        "input",
        query.input.is_some(),
    )?;
    Ok(GoalArgs {
        definition: query.definition.as_deref().unwrap_or("headline").to_owned(),
        input: input(context, query.input.as_deref())?,
        baseline: query.baseline.clone(),
        target: query.target_period.clone(),
        reduction: query.reduction,
        release: context.pin(figure)?.map(str::to_owned),
        precision: precision(&query.precision),
        power: query.power.unwrap_or(0.8),
    })
}

const fn output() -> OutputArgs {
    OutputArgs {
        format: Format::Text,
        output: None,
        full: false,
    }
}

const fn data() -> DataArgs {
    DataArgs { data: None }
}
