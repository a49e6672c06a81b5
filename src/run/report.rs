//! `vawg report`: its folder read, compared or written.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Result;

use super::{Session, open};
use crate::answer::{Answer, Bulletin};
use crate::catalogue::Catalogue;
use crate::cli::{Format, ReportArgs};
use crate::commands;
use crate::facts::report::differences::{Columns, Files, Previous, Subject, differences};
use crate::output::{Output, folder};
use crate::problem::Problem;
use crate::progress::Progress;
use crate::render::{MANIFEST, Manifest, bulletin, machine_columns, report_page, sha256};
use crate::views::report as views;

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
    let manifest = manifest(out)?;
    let (answer, differs) = if args.check {
        compare(out, &report, &files, &manifest)?
    } else {
        write(out, &report, &files, &manifest)?;
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
        (None, true) if args.check => Err(Problem::usage("--check needs the folder to compare with")
            .hint("name it: --out DIR")
            .into()),
        (None, false) => Err(Problem::usage("no folder to write the report to")
            .hint("name a folder: --out DIR; for one page: -o FILE.html")
            .into()),
        (folder, _) => Ok(folder),
    }
}

/// The files of the report, with a progress bar while they are drawn.
fn drawn(report: &Bulletin, session: &Session<'_>) -> Result<Files> {
    let progress = Mutex::new(Progress::new(session.cli.quiet));
    let (done, all) = (AtomicUsize::new(0), report.figures.len());
    let said = |done: usize, name: &str| {
        if let Ok(mut progress) = progress.lock() {
            progress.file(done, all, Path::new(name));
        }
    };
    said(0, "");
    bulletin(report, &|position| {
        let name = report.figures.get(position).map_or("", |it| it.id.as_str());
        said(done.fetch_add(1, Ordering::Relaxed) + 1, name);
    })
}

/// The manifest of the folder; an empty one where there is none.
fn manifest(out: &Path) -> Result<Manifest> {
    if !out.is_dir() {
        return Ok(Manifest::default());
    }
    let files = folder::read(out, [MANIFEST])?;
    let manifest = files.get(MANIFEST).and_then(|bytes| Manifest::read(bytes));
    Ok(manifest.unwrap_or_default())
}

/// What differs from the files in the folder, and whether anything does.
fn compare(
    out: &Path,
    report: &Bulletin,
    files: &Files,
    manifest: &Manifest,
) -> Result<(Answer, bool)> {
    let names = files.keys().chain(manifest.files.keys());
    let held = folder::read(out, names.map(String::as_str))?;
    let previous = Previous {
        sums: held
            .iter()
            .map(|(name, bytes)| (name.clone(), sha256(bytes)))
            .collect(),
        has_sound_manifest: held
            .get(MANIFEST)
            .map(|bytes| Manifest::read(bytes).is_some()),
        files: held,
        written_as: manifest.files.clone(),
    };
    let order: Vec<&str> = report.figures.iter().map(|it| it.id.as_str()).collect();
    let subject = Subject {
        order: &order,
        is_whole: report.is_whole,
    };
    let found = differences(&subject, &previous, files, &Columns::new(machine_columns()));
    let answer = views::differences::answer(&report.title, &found);
    Ok((answer, !found.found.is_empty()))
}

fn write(out: &Path, report: &Bulletin, files: &Files, manifest: &Manifest) -> Result<()> {
    let folder = out.display();
    if !manifest.report.is_empty() && manifest.report != report.id {
        let other = &manifest.report;
        return Err(
            Problem::data(format!("`{folder}` has another report, `{other}`"))
                .hint("give each report a folder of its own")
                .into(),
        );
    }
    if manifest.whole && !report.is_whole {
        return Err(Problem::data(format!(
            "`{folder}` has the whole report: --only would replace a part of it"
        ))
        .hint("give the figures a folder of their own, or leave --only out")
        .into());
    }
    let gone = manifest.files.keys().filter(|_| report.is_whole);
    folder::write(out, files, MANIFEST, gone.map(String::as_str))
}
