//! `vawg report`: every figure of a report from its description and the figures held.

mod command_question;

use anyhow::Result;

use crate::answer::{Bulletin, BulletinFigure};
use crate::cli::ReportArgs;
use crate::commands::{self, releases_used};
use crate::dataset::Dataset;
use crate::facts::Facts;
use crate::facts::published::report::{
    Context, coverage, definitions, measures, scorecard, stated_values, tallies, value_grid,
    value_ratios, victim_estimates,
};
use crate::problem::{Problem, did_you_mean, themselves};
use crate::reports::{
    CommitmentsQuery, FigureSpec, Form, MatrixQuery, Query, ReportFiles, ReportSpec, RowsQuery,
    StatedValues, ValuesQuery,
};
use crate::views::published::report as views;
use crate::views::published::report::figure_builder::{FigureBuilder, Word};

/// Makes every figure of a report, or those asked for.
///
/// # Errors
/// An unknown report or figure; a damaged description; every figure that cannot be made, all in one
/// message.
pub fn report(args: &ReportArgs, dataset: &Dataset<'_>) -> Result<Bulletin> {
    let files = ReportFiles::open(&args.report)?;
    let ReportSpec {
        report: about,
        mut figure,
    } = ReportSpec::read(&files)?;
    choose(&about.id, &mut figure, &args.only)?;
    let values = StatedValues::read(&files, about.value_files())?;
    let named = args.release.as_deref().filter(|it| *it != "latest");
    if let Some(release) = named {
        dataset.require_release(release)?;
    }
    let context = Context {
        about: &about,
        files: &files,
        values: &values,
        dataset,
        release: args.release.as_deref(),
    };
    let figures = figures(&context, figure)?;
    if let Some(release) = named {
        must_supply(release, &figures)?;
    }
    let facts = figures.iter().flat_map(|figure| &figure.answer.facts);
    Ok(Bulletin {
        publication: about.publication(),
        id: about.id,
        title: about.title,
        summary: about.summary,
        notes: about.notes,
        licence: about.licence,
        is_whole: args.only.is_empty(),
        published: dataset.newest_date(facts.map(|fact| fact.release.as_str())),
        releases: releases_used(figures.iter().map(|figure| &figure.answer), dataset),
        figures,
    })
}

/// Keeps the figures asked for.
fn choose(report: &str, figures: &mut Vec<FigureSpec>, only: &[String]) -> Result<()> {
    let names: Vec<String> = figures.iter().map(|figure| figure.id.clone()).collect();
    if let Some(asked) = only.iter().find(|asked| !names.contains(asked)) {
        let all = format!("its figures are {}", names.join(", "));
        let hint = did_you_mean(asked, themselves(&names), &all);
        let problem = format!("`{report}` has no figure `{asked}`");
        return Err(Problem::usage(problem).hint(hint).into());
    }
    figures.retain(|figure| only.is_empty() || only.contains(&figure.id));
    Ok(())
}

/// Each figure with its answer.
///
/// # Errors
/// Every figure that cannot be made, all in one message.
fn figures(context: &Context<'_>, specs: Vec<FigureSpec>) -> Result<Vec<BulletinFigure>> {
    let (mut figures, mut problems) = (Vec::new(), Vec::new());
    for mut spec in specs {
        let built = command_question::complete(context, &mut spec);
        let built = built.and_then(|()| figure(context, &spec)?.finish(&spec, context.about));
        match built {
            Ok(answer) => figures.push(BulletinFigure {
                id: spec.id,
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
    let dataset = context.dataset;
    Ok(match &spec.query {
        Query::Trend(args) => FigureBuilder::from_answer(commands::trend(args, dataset)?),
        Query::Prevalence(args) => FigureBuilder::from_answer(commands::prevalence(args, dataset)?),
        Query::Baseline(args) => FigureBuilder::from_answer(commands::baseline(args, dataset)?),
        Query::Trajectory(args) => {
            FigureBuilder::from_trajectory(commands::trajectory(args, dataset)?)
        }
        Query::Uplift(args) => FigureBuilder::from_answer(commands::uplift(args, dataset)?),
        Query::Summary(args) => FigureBuilder::from_answer(commands::summary(args, dataset)?),
        Query::Command(_) => FigureBuilder::default(),
        Query::Measures(query) => {
            views::measures::figure(measures::measures(context, spec, query)?, query.breaks)
        }
        Query::EstimatedVictims(query) => {
            views::measures::victims(victim_estimates::victim_estimates(context, spec, query)?)
        }
        Query::Values(query) => values(context, spec, query)?,
        Query::Commitments(query) => commitments(context, query)?,
        Query::Criteria(_) => views::scorecard::figure(scorecard::scorecard(context, spec)?),
        Query::Matrix(query) => matrix(context, query)?,
        Query::Definitions(query) => {
            views::definitions::figure(definitions::definitions(context, spec, query)?)
        }
        Query::Rows(query) => rows(context, query)?,
        Query::Counts(query) => {
            let tally = tallies::by_one(context, &query.file, &query.by)?;
            views::tally::figure(tally, &query.by, "")
        }
    })
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
