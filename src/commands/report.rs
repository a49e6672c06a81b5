//! `vawg report`: every figure of a report from its description, with the figures at hand; and
//! what differs from those written before.

mod check;
mod command;
mod commitments;
mod criteria;
mod drawn;
mod goals;
mod grid;
mod matrix;
mod measures;
mod published;
mod ratio;
mod rows;
mod spans;
mod stated;
mod values;
mod victims;
mod written;

use anyhow::Result;

pub use check::{Before, Checked, Files, Subject, check};
pub use written::written;

use crate::answer::{Answer, Bulletin, BulletinFigure, ReleaseUsed};
use crate::cli::ReportArgs;
use crate::dataset::Dataset;
use crate::problem::{Problem, did_you_mean, themselves};
use crate::reports::{About, FigureSpec, Query, ReportFiles, ReportSpec, StatedValues};

/// What every figure of a report is made from.
pub(super) struct Context<'a> {
    about: &'a About,
    files: &'a ReportFiles,
    values: &'a StatedValues,
    dataset: &'a Dataset<'a>,
    /// `latest`, or a release in place of those pinned.
    release: Option<&'a str>,
}

impl Context<'_> {
    /// The release that a figure is pinned to; none for the latest.
    ///
    /// # Errors
    /// A release that is not at hand.
    fn pin<'b>(&'b self, figure: &'b FigureSpec) -> Result<Option<&'b str>> {
        let pin = match self.release {
            Some("latest") => None,
            Some(release) => Some(release),
            None => figure.release.as_deref(),
        };
        if let Some(release) = pin {
            self.dataset.require_release(release)?;
        }
        Ok(pin)
    }
}

/// Every figure of a report, or those asked for.
///
/// # Errors
/// An unknown report or figure; a description that is damaged; every figure that cannot be made,
/// all in one message.
pub fn report(args: &ReportArgs, dataset: &Dataset<'_>) -> Result<Bulletin> {
    let files = ReportFiles::open(&args.report)?;
    let spec = ReportSpec::read(&files)?;
    let chosen = chosen(&spec, &args.only)?;
    let values = StatedValues::read(&files, spec.report.value_files())?;
    if let Some(release) = args.release.as_deref().filter(|it| *it != "latest") {
        dataset.require_release(release)?;
    }
    let context = Context {
        about: &spec.report,
        files: &files,
        values: &values,
        dataset,
        release: args.release.as_deref(),
    };
    let figures = made(&context, &chosen)?;
    if let Some(release) = args.release.as_deref().filter(|it| *it != "latest") {
        must_supply(release, &figures)?;
    }
    let releases = releases(&figures, dataset);
    let about = spec.report;
    Ok(Bulletin {
        imprint: imprint(&about),
        id: about.id,
        title: about.title,
        summary: about.summary,
        notes: about.notes,
        licence: about.licence,
        is_whole: args.only.is_empty(),
        figures,
        releases,
    })
}

/// Each figure with its answer.
///
/// # Errors
/// Every figure that cannot be made, all in one message.
fn made(context: &Context<'_>, chosen: &[&FigureSpec]) -> Result<Vec<BulletinFigure>> {
    let (mut figures, mut problems) = (Vec::new(), Vec::new());
    for figure in chosen {
        match answered(context, figure) {
            Ok(answer) => figures.push(BulletinFigure {
                id: figure.id.clone(),
                answer,
            }),
            Err(error) => problems.push(format!(
                "figure `{}`: {}",
                figure.id,
                Problem::in_one_line(&error)
            )),
        }
    }
    if problems.is_empty() {
        return Ok(figures);
    }
    Err(Problem::data(format!(
        "`{}` asks for what cannot be made:\n  {}",
        context.files.described_in(),
        problems.join("\n  ")
    ))
    .hint("nothing was written; docs/reports.md says what a report can ask for")
    .into())
}

/// A release that was asked for and supplies nothing would leave figures of others under its name.
fn must_supply(release: &str, figures: &[BulletinFigure]) -> Result<()> {
    let mut rows = figures.iter().flat_map(|figure| &figure.answer.facts);
    if rows.any(|row| row.release == release) {
        return Ok(());
    }
    Err(Problem::data(format!(
        "release `{release}` supplies none of these figures"
    ))
    .hint("leave --release out: each figure is pinned to its own")
    .into())
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

/// One figure.
fn answered(context: &Context<'_>, figure: &FigureSpec) -> Result<Answer> {
    let drawn = match &figure.query {
        Query::Command(query) => command::drawn(context, figure, query),
        Query::Measures(query) => measures::drawn(context, figure, query),
        Query::EstimatedVictims(query) => victims::drawn(context, figure, query),
        Query::Values(query) => values::drawn(context, figure, query),
        Query::Commitments(query) => commitments::drawn(context, query),
        Query::Criteria(_) => criteria::drawn(context, figure),
        Query::Matrix(query) => matrix::drawn(context, query),
        Query::Trajectory(query) => goals::trajectory(context, figure, query),
        Query::Definitions(query) => goals::definitions(context, figure, query),
        Query::Rows(query) => rows::listed(context, query),
        Query::Counts(query) => rows::counted(context, query),
    }?;
    drawn.finish(figure, context.about)
}

/// The releases that figures come from, in the order in which they first serve.
fn releases(figures: &[BulletinFigure], dataset: &Dataset<'_>) -> Vec<ReleaseUsed> {
    let mut used: Vec<ReleaseUsed> = Vec::new();
    let names = figures
        .iter()
        .flat_map(|figure| &figure.answer.facts)
        .map(|figure| figure.release.as_str());
    for name in names {
        if used.iter().any(|one| one.id == name) {
            continue;
        }
        if let Some(release) = dataset.releases().iter().find(|one| one.id == name) {
            used.push(ReleaseUsed {
                id: release.id.clone(),
                title: release.source_line().full,
                sha256: release
                    .origin()
                    .map_or_else(String::new, |origin| origin.sha256.clone()),
            });
        }
    }
    used
}

/// `National Audit Office, HC 547, 31 January 2025, https://…`
fn imprint(about: &About) -> String {
    let published = about.published_in_words();
    let parts = [
        &about.publisher,
        &about.reference,
        &published,
        &about.address,
    ];
    let parts: Vec<&str> = parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(String::as_str)
        .collect();
    parts.join(", ")
}
