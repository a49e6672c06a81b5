//! `vawg report`: every figure of a report from its description and the figures held.

mod command_answers;

use anyhow::Result;

use crate::answer::{Answer, Bulletin, BulletinFigure, NumberFormat, ReleaseUsed, Text};
use crate::cli::ReportArgs;
use crate::dataset::Dataset;
use crate::facts::report::{
    Context, coverage, definitions, measures, scorecard, stated_values, tallies, value_grid,
    value_ratios, victim_estimates,
};
use crate::facts::{Fact, Facts, Statistic};
use crate::problem::{Problem, did_you_mean, themselves};
use crate::reports::{
    CommitmentsQuery, FigureSpec, Form, MatrixQuery, Query, ReportFiles, ReportSpec, RowsQuery,
    StatedValues, TrajectoryQuery, ValuesQuery,
};
use crate::views::report as views;
use crate::views::report::figure_builder::{FigureBuilder, Word};

/// Makes every figure of a report, or those asked for.
///
/// # Errors
/// An unknown report or figure; a damaged description; every figure that cannot be made, all in one
/// message.
pub fn report(args: &ReportArgs, dataset: &Dataset<'_>) -> Result<Bulletin> {
    let files = ReportFiles::open(&args.report)?;
    let spec = ReportSpec::read(&files)?;
    let chosen = chosen(&spec, &args.only)?;
    let values = StatedValues::read(&files, spec.report.value_files())?;
    let named = args.release.as_deref().filter(|it| *it != "latest");
    if let Some(release) = named {
        dataset.require_release(release)?;
    }
    let context = Context {
        about: &spec.report,
        files: &files,
        values: &values,
        dataset,
        release: args.release.as_deref(),
    };
    let figures = figures(&context, &chosen)?;
    if let Some(release) = named {
        must_supply(release, &figures)?;
    }
    Ok(Bulletin {
        publication: spec.report.publication(),
        id: spec.report.id.clone(),
        title: spec.report.title.clone(),
        summary: spec.report.summary.clone(),
        notes: spec.report.notes.clone(),
        licence: spec.report.licence.clone(),
        is_whole: args.only.is_empty(),
        releases: releases(&figures, dataset),
        figures,
    })
}

/// The figures asked for, in the order of the report.
fn chosen<'a>(spec: &'a ReportSpec, only: &[String]) -> Result<Vec<&'a FigureSpec>> {
    let names: Vec<String> = spec.figure.iter().map(|figure| figure.id.clone()).collect();
    for asked in only {
        if !names.contains(asked) {
            let all = format!("its figures are {}", names.join(", "));
            let hint = did_you_mean(asked, themselves(&names), &all);
            return Err(
                Problem::usage(format!("`{}` has no figure `{asked}`", spec.report.id))
                    .hint(hint)
                    .into(),
            );
        }
    }
    let is_asked = |figure: &&FigureSpec| only.is_empty() || only.contains(&figure.id);
    Ok(spec.figure.iter().filter(is_asked).collect())
}

/// Each figure with its answer.
///
/// # Errors
/// Every figure that cannot be made, all in one message.
fn figures(context: &Context<'_>, chosen: &[&FigureSpec]) -> Result<Vec<BulletinFigure>> {
    let (mut figures, mut problems) = (Vec::new(), Vec::new());
    for spec in chosen {
        let built = figure(context, spec).and_then(|built| built.finish(spec, context.about));
        match built {
            Ok(answer) => figures.push(BulletinFigure {
                id: spec.id.clone(),
                answer,
            }),
            Err(error) => {
                let problem = Problem::in_one_line(&error);
                problems.push(format!("figure `{}`: {problem}", spec.id));
            }
        }
    }
    if problems.is_empty() {
        return Ok(figures);
    }
    Err(Problem::data(format!(
        "some figures of `{}` cannot be made:\n  {}",
        context.files.described_in(),
        problems.join("\n  ")
    ))
    .hint("nothing was written; docs/reports.md lists what a figure can show")
    .into())
}

/// One figure without the words of its description.
fn figure(context: &Context<'_>, spec: &FigureSpec) -> Result<FigureBuilder> {
    use command_answers as answers;
    let answer = match &spec.query {
        Query::Measures(query) => {
            let measures = measures::measures(context, spec, query)?;
            return Ok(views::measures::figure(measures, query.breaks));
        }
        Query::EstimatedVictims(query) => {
            let estimates = victim_estimates::victim_estimates(context, spec, query)?;
            return Ok(views::measures::victims(estimates));
        }
        Query::Values(query) => return values(context, spec, query),
        Query::Commitments(query) => return commitments(context, query),
        Query::Criteria(_) => {
            let card = scorecard::scorecard(context, spec)?;
            return Ok(views::scorecard::figure(card));
        }
        Query::Matrix(query) => return matrix(context, query),
        Query::Definitions(query) => {
            let definitions = definitions::definitions(context, spec, query)?;
            return Ok(views::definitions::figure(definitions));
        }
        Query::Rows(query) => return rows(context, query),
        Query::Counts(query) => {
            let tally = tallies::by_one(context, &query.file, &query.by)?;
            return Ok(views::tally::figure(tally, &query.by, ""));
        }
        Query::Trajectory(query) => return trajectory(context, spec, query),
        Query::Trend(query) => answers::trend(context, spec, query),
        Query::Prevalence(query) => answers::prevalence(context, spec, query),
        Query::Baseline(query) => answers::baseline(context, spec, query),
        Query::Detect(query) => answers::detect(query),
        Query::Uplift(query) => answers::uplift(context, query),
        Query::Revisions(query) => answers::revisions(context, query),
        Query::Command(_) => Err(answers::retired()),
    }?;
    Ok(FigureBuilder::from_answer(answer))
}

/// Stated values as bars or as stages.
fn values(context: &Context<'_>, spec: &FigureSpec, query: &ValuesQuery) -> Result<FigureBuilder> {
    let file = query.file.as_deref();
    let other = file.map(|file| StatedValues::read(context.files, [file]));
    let other = other.transpose()?;
    let chosen = stated_values::chosen(other.as_ref().unwrap_or(context.values), query)?;
    let mut facts = Facts::default();
    let stated = stated_values::add(&mut facts, context, chosen.iter().copied());
    if spec.form == Some(Form::Funnel) {
        return Ok(views::stages::figure(facts, &stated));
    }
    stated_values::require_one_unit(&chosen)?;
    let rows = query.rows.as_deref().unwrap_or("item");
    let grid = value_grid::Grid::new(&stated, rows, query.series.as_deref())?;
    let ratios = if query.ratio {
        value_ratios::add(&mut facts, context, &grid)?
    } else {
        Vec::new()
    };
    let form = (query, spec.form);
    Ok(views::value_bars::figure(facts, &grid, &ratios, form))
}

/// Stated marks in a grid.
fn matrix(context: &Context<'_>, query: &MatrixQuery) -> Result<FigureBuilder> {
    let values = context.values.all().iter();
    let values = values.filter(|value| value.figure == query.figure);
    let mut facts = Facts::default();
    let stated = stated_values::add(&mut facts, context, values);
    if stated.is_empty() {
        let problem = format!("no stated value is for figure `{}`", query.figure);
        return Err(Problem::data(problem).into());
    }
    let held = if query.coverage {
        coverage::held(context)?
    } else {
        Vec::new()
    };
    let grid = value_grid::Grid::new(&stated, &query.rows, Some(&query.columns))?;
    Ok(views::matrix::figure(facts, &grid, &held, query))
}

/// Commitments, counted or listed.
fn commitments(context: &Context<'_>, query: &CommitmentsQuery) -> Result<FigureBuilder> {
    let file = context.named_file("commitments", &context.about.commitments)?;
    let records = context.records(file, &query.table)?;
    let figure = match (&query.rows, &query.columns) {
        (Some(rows), Some(columns)) => {
            let tally = tallies::by_two(context, rows, columns)?;
            views::tally::figure(tally, rows, "commitments")
        }
        _ => views::listing::figure(&records, &query.table, &[]),
    };
    let is_met = |status: Option<&str>| status == Some("completed");
    let met = records.all().filter(|it| is_met(it.get("status"))).count();
    let all = records.all().count();
    Ok(FigureBuilder {
        words: vec![("met", Word::count(met)), ("all", Word::count(all))],
        ..figure
    })
}

/// Rows of a CSV.
fn rows(context: &Context<'_>, query: &RowsQuery) -> Result<FigureBuilder> {
    let mut wide = query.wide.iter();
    if let Some(other) = wide.find(|column| !query.columns.contains(column)) {
        return Err(
            Problem::data(format!("`wide` names `{other}`, which is not shown"))
                .hint(format!("`columns` are {}", query.columns.join(", ")))
                .into(),
        );
    }
    let records = context.records(&query.file, &query.columns)?;
    Ok(views::listing::figure(
        &records,
        &query.columns,
        &query.wide,
    ))
}

/// The way to a target; every path ends at the value to be reached, `{goal}`.
fn trajectory(
    context: &Context<'_>,
    spec: &FigureSpec,
    query: &TrajectoryQuery,
) -> Result<FigureBuilder> {
    let answer: Answer = command_answers::trajectory(context, spec, query)?;
    let paths = answer
        .facts
        .iter()
        .filter(|fact| fact.statistic == Statistic::Path);
    let goal = paths
        .max_by_key(|fact| fact.period.period())
        .map(|fact: &Fact| {
            let format = match fact.unit.as_str() {
                "per cent" => NumberFormat::PerCent(2),
                _ => NumberFormat::Whole,
            };
            ("goal", Word::Text(Text::default().value(fact, format)))
        });
    let words = goal.into_iter().collect();
    Ok(FigureBuilder {
        words,
        ..FigureBuilder::from_answer(answer)
    })
}

/// A release that was asked for and has no figure would leave figures of others under its name.
fn must_supply(release: &str, figures: &[BulletinFigure]) -> Result<()> {
    let mut facts = figures.iter().flat_map(|figure| &figure.answer.facts);
    if facts.any(|fact| fact.release == release) {
        return Ok(());
    }
    Err(Problem::data(format!(
        "release `{release}` supplies none of these figures"
    ))
    .hint("leave --release out: each figure is pinned to its own")
    .into())
}

/// The releases that figures come from, in the order in which they first appear.
fn releases(figures: &[BulletinFigure], dataset: &Dataset<'_>) -> Vec<ReleaseUsed> {
    let mut used: Vec<ReleaseUsed> = Vec::new();
    for fact in figures.iter().flat_map(|figure| &figure.answer.facts) {
        let known = used.iter().any(|one| one.id == fact.release);
        let mut held = dataset.releases().iter();
        let release = held.find(|one| !known && one.id == fact.release);
        used.extend(release.map(|release| {
            let origin = release.origin();
            ReleaseUsed {
                id: release.id.clone(),
                title: release.source_line().full,
                sha256: origin.map_or_else(String::new, |origin| origin.sha256.clone()),
            }
        }));
    }
    used
}
