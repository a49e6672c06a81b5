//! `vawg report`: its folder read, compared or written.

use std::path::Path;

use anyhow::Result;

use super::publication::{Publication, Steps};
use super::{Session, open};
use crate::answer::Bulletin;
use crate::catalogue::Catalogue;
use crate::cli::{Format, ReportArgs};
use crate::commands;
use crate::facts::published::report::differences::{Files, Subject};
use crate::output::Output;
use crate::problem::Problem;
use crate::render::{bulletin, report_page};
use crate::views::published::report as views;

/// Writes a report, or says what differs from the one in the folder; the exit status is 1 where
/// anything differs.
pub(super) fn report(args: &ReportArgs, session: &Session<'_>, output: &mut Output) -> Result<u8> {
    let as_page = super::form::of_report(&args.output)? == Format::Html;
    let folder = destination(args, as_page)?;
    let catalogue = Catalogue::built_in()?;
    let dataset = open(&catalogue, &args.data)?;
    let report = commands::report(args, &dataset)?;
    let Some(out) = folder else {
        output.put(args.output.output.as_deref(), report_page(&report)?);
        return Ok(0);
    };
    let files = drawn(&report, session)?;
    let publication = Publication::open(out)?;
    let (answer, differs) = if args.check {
        let order: Vec<&str> = report.figures.iter().map(|it| it.id.as_str()).collect();
        let subject = Subject {
            order: &order,
            is_whole: report.is_whole,
        };
        publication.compare(&report.title, &subject, &files)?
    } else {
        publication.write(&report.id, report.is_whole, &files)?;
        let folder = out.display().to_string();
        let answer = views::written_files::answer(&report, &folder, files.len());
        (answer, false)
    };
    if !session.cli.quiet || differs {
        session.put_answer(&answer, &args.output, args.output.full, output)?;
    }
    Ok(u8::from(differs))
}

/// The folder of the report; none for a report that is one page.
fn destination(args: &ReportArgs, as_page: bool) -> Result<Option<&Path>> {
    match (args.out.as_deref(), as_page) {
        (Some(_), true) => Err(Problem::usage(
            "--out writes a folder, and --format html or -o FILE.html one page",
        )
        .hint("leave one of them out; the folder has report.html too")
        .into()),
        (None, true) if args.check => {
            Err(Problem::usage("--check needs the folder to compare with")
                .hint("name it: --out DIR")
                .into())
        }
        (None, false) => Err(Problem::usage("no folder to write the report to")
            .hint("name a folder: --out DIR; for one page: -o FILE.html")
            .into()),
        (folder, _) => Ok(folder),
    }
}

/// The files of the report, with a progress bar while they are drawn.
fn drawn(report: &Bulletin, session: &Session<'_>) -> Result<Files> {
    let steps = Steps::new(session, report.figures.len());
    bulletin(report, &|position| {
        let figure = report.figures.get(position);
        steps.done(figure.map_or("", |it| it.id.as_str()));
    })
}
