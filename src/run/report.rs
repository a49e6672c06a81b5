//! `vawg report`: its folder read, compared or written.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Result;

use super::{Session, open};
use crate::answer::Bulletin;
use crate::catalogue::Catalogue;
use crate::cli::ReportArgs;
use crate::commands::{self, Before, Files, Subject};
use crate::output::{Output, folder};
use crate::problem::Problem;
use crate::progress::Progress;
use crate::render::{MANIFEST, Manifest, bulletin, sha256};

/// Writes a report, or says what differs from the one that is there; the exit status is 1 where
/// anything differs.
pub(super) fn report(args: &ReportArgs, session: &Session<'_>, output: &mut Output) -> Result<u8> {
    super::form::of_report(&args.output)?;
    let catalogue = Catalogue::built_in()?;
    let dataset = open(&catalogue, &args.data)?;
    let report = commands::report(args, &dataset)?;
    let files = drawn(&report, session)?;
    let before = manifest(&args.out)?;
    let status = if args.check {
        compare(args, session, &report, (&files, &before), output)?
    } else {
        write(args, session, &report, (&files, &before), output)?;
        0
    };
    Ok(status)
}

/// The files of the report, with a bar while they are drawn.
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

/// The manifest of what is there; an empty one where nothing is.
fn manifest(out: &Path) -> Result<Manifest> {
    if !out.is_dir() {
        return Ok(Manifest::default());
    }
    let files = folder::read(out, [MANIFEST])?;
    let manifest = files.get(MANIFEST).and_then(|bytes| Manifest::read(bytes));
    Ok(manifest.unwrap_or_default())
}

fn compare(
    args: &ReportArgs,
    session: &Session<'_>,
    report: &Bulletin,
    (files, manifest): (&Files, &Manifest),
    output: &mut Output,
) -> Result<u8> {
    let names = files.keys().chain(manifest.files.keys());
    let held = folder::read(&args.out, names.map(String::as_str))?;
    let before = Before {
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
        title: &report.title,
        order: &order,
        is_whole: report.is_whole,
    };
    let checked = commands::check(&subject, &before, files);
    if !session.cli.quiet || checked.differs {
        session.put_answer(&checked.report, &args.output, true, output)?;
    }
    Ok(u8::from(checked.differs))
}

fn write(
    args: &ReportArgs,
    session: &Session<'_>,
    report: &Bulletin,
    (files, manifest): (&Files, &Manifest),
    output: &mut Output,
) -> Result<()> {
    let out = &args.out;
    if !manifest.report.is_empty() && manifest.report != report.id {
        return Err(Problem::data(format!(
            "`{}` holds another report, `{}`",
            out.display(),
            manifest.report
        ))
        .hint("give each report a folder of its own")
        .into());
    }
    if manifest.whole && !report.is_whole {
        return Err(Problem::data(format!(
            "`{}` holds the whole report, which --only would leave in pieces",
            out.display()
        ))
        .hint("give the figures a folder of their own, or leave --only out")
        .into());
    }
    let gone = manifest.files.keys().filter(|_| report.is_whole);
    folder::write(out, files, MANIFEST, gone.map(String::as_str))?;
    if !session.cli.quiet {
        let answer = commands::written(report, &out.display().to_string(), files.len());
        session.put_answer(&answer, &args.output, true, output)?;
    }
    Ok(())
}
