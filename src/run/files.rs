//! `vawg ingest` and `vawg validate`: published files are read, checked and stored.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::form::{ending, of_report, without_facts};
use super::{Session, metadata_beside, open, stays};
use crate::catalogue::Catalogue;
use crate::cli::{DataArgs, Format, IngestArgs, InputArgs, ValidateArgs};
use crate::commands::{self, FileOutcome, Ingested, OnValidFile};
use crate::dataset::{Dataset, data_folder, keep, to_parquet};
use crate::frame::tidy as tidy_csv;
use crate::ingest::Intake;
use crate::ingest::tidy;
use crate::output::Output;
use crate::problem::Problem;
use crate::progress::Progress;
use crate::render::render;

/// Stores the figures of published files, or writes those of one to a file; the exit status is 1 if
/// any file has errors.
pub(super) fn ingest(args: &IngestArgs, session: &Session<'_>, output: &mut Output) -> Result<u8> {
    let to_file = args.output.as_deref();
    if args.format == Format::Parquet {
        return Err(without_facts().into());
    }
    if let Some(path) = to_file {
        check_destination(path, &args.input)?;
    }
    let mut figures = Vec::new();
    let mut on_valid = |intake: &Intake| {
        if let Some(path) = to_file {
            figures = tidy_files(intake, path)?;
            return Ok(FileOutcome::WrittenTo(path.to_owned()));
        }
        if args.dry_run {
            return Ok(FileOutcome::Valid);
        }
        let folder = data_folder(super::folder(&args.data).as_deref())?;
        let stored = keep(&folder, &intake.origin(), &intake.observations)?;
        Ok(FileOutcome::Stored(stored, folder))
    };
    let ingested = read(&args.input, &args.data, session, &mut on_valid)?;
    let report = render(
        &ingested.report,
        args.format,
        session.style(args.full, None),
    )?;
    if to_file.is_some_and(|path| path == Path::new("-")) {
        output.put_aside(&report);
    } else if !session.cli.quiet || ingested.failed > 0 {
        output.put(None, report);
    }
    for (path, bytes) in figures {
        output.put(Some(&path), bytes);
    }
    Ok(u8::from(ingested.failed > 0))
}

/// Checks published files without storing them; the exit status is 1 if any file has errors.
pub(super) fn validate(
    args: &ValidateArgs,
    session: &Session<'_>,
    output: &mut Output,
) -> Result<u8> {
    of_report(&args.output)?;
    let mut on_valid = |_: &Intake| Ok(FileOutcome::Valid);
    let checked = read(&args.input, &args.data, session, &mut on_valid)?;
    if !session.cli.quiet || checked.failed > 0 || args.output.output.is_some() {
        session.put_answer(&checked.report, &args.output, args.output.full, output)?;
    }
    Ok(u8::from(checked.failed > 0))
}

fn read(
    input: &InputArgs,
    data: &DataArgs,
    session: &Session<'_>,
    on_valid: &mut OnValidFile<'_>,
) -> Result<Ingested> {
    let catalogue = Catalogue::built_in()?;
    let dataset = available(&catalogue, data);
    let mut progress = Progress::new(session.cli.quiet);
    commands::ingest(input, &dataset, on_valid, |done, all, path| {
        progress.file(done, all, path);
    })
}

/// The releases to compare new files with. A data folder that does not exist yet, or that holds a
/// damaged release, does not stop new files.
fn available<'a>(catalogue: &'a Catalogue, data: &DataArgs) -> Dataset<'a> {
    let is_missing = data.data.as_ref().is_some_and(|folder| !folder.is_dir());
    let opened = (!is_missing).then(|| open(catalogue, data));
    opened
        .and_then(Result::ok)
        .unwrap_or_else(|| Dataset::built_in(catalogue))
}

fn check_destination(path: &Path, input: &InputArgs) -> Result<()> {
    if input.files.len() > 1 || input.files.first().is_some_and(|file| file.is_dir()) {
        return Err(
            Problem::usage("-o takes the figures of one file, not of several")
                .hint("name one file, or leave out -o to store every release")
                .into(),
        );
    }
    match ending(path).as_deref() {
        None | Some("csv" | "parquet") => Ok(()),
        Some(_) => Err(Problem::usage(format!(
            "cannot write figures to `{}`: use a name that ends in .csv or .parquet",
            path.display()
        ))
        .into()),
    }
}

/// The observations of a file as Parquet or as tidy CSV with its description; each file with its path.
fn tidy_files(intake: &Intake, path: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>> {
    if ending(path).as_deref() == Some("parquet") {
        let bytes = to_parquet(&intake.origin(), &intake.observations)?;
        return Ok(vec![(path.to_owned(), bytes)]);
    }
    let bytes = tidy_csv::write(&intake.release, &intake.observations)?;
    let mut files = vec![(path.to_owned(), bytes)];
    if stays(path) {
        let (beside, name) = metadata_beside(path);
        files.push((beside, tidy::metadata(intake, &name)?));
    }
    Ok(files)
}
