//! `vawg ingest` and `vawg validate`: published files are read and checked, one after the other.

mod files;
mod held;

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;

pub(crate) use self::held::Held;
use crate::answer::Answer;
use crate::cli::InputArgs;
use crate::dataset::Dataset;
pub(crate) use crate::facts::published::intake::FileOutcome;
use crate::facts::published::intake::{FileReport, not_used};
use crate::ingest::{Intake, RULES, Source, Surroundings, read};
use crate::problem::{Problem, did_you_mean};
use crate::views::published::intake::report;

/// The report on files, and how many of them cannot be stored.
pub(crate) struct Ingested {
    /// What was taken, left out and found.
    pub(crate) report: Answer,
    /// Files with errors.
    pub(crate) failed: usize,
}

/// Called for each file without errors; returns what was done with it.
pub(crate) type OnValidFile<'a> = dyn FnMut(&Intake) -> Result<FileOutcome> + 'a;

/// Reads published files and hands on those without errors, one after the other.
///
/// # Errors
/// An unknown rule; a single file that cannot be read or has no known layout. Among several files
/// such a file is in the report.
pub(crate) fn ingest(
    input: &InputArgs,
    dataset: &Dataset<'_>,
    on_valid: &mut OnValidFile<'_>,
    mut progress: impl FnMut(usize, usize, &Path),
) -> Result<Ingested> {
    check_rules(&input.accept)?;
    let paths = files::named(&input.files)?;
    let held = Held::new(dataset);
    let surroundings = Surroundings {
        catalogue: dataset.catalogue(),
        accept: &input.accept,
        beside: &held,
    };
    let mut all = Vec::new();
    for (index, path) in paths.iter().enumerate() {
        progress(index, paths.len(), path);
        let result = ingest_file(path, dataset, (&surroundings, &held), on_valid);
        if paths.len() == 1 {
            all.push(result?);
        } else {
            all.push(result.unwrap_or_else(|error| failed(path, &error)));
        }
    }
    progress(paths.len(), paths.len(), Path::new(""));
    Ok(Ingested {
        failed: all.iter().filter(|report| !report.is_valid()).count(),
        report: report(&all),
    })
}

fn ingest_file(
    path: &Path,
    dataset: &Dataset<'_>,
    (surroundings, held): (&Surroundings<'_>, &Held<'_>),
    on_valid: &mut OnValidFile<'_>,
) -> Result<FileReport> {
    let source = Arc::new(Source::at(path)?);
    let mut intake = read(&source, surroundings)?;
    held.add(&intake);
    let outcome = match intake.errors() {
        0 => on_valid(&intake)?,
        _ => FileOutcome::HasErrors,
    };
    let not_used = not_used(&intake);
    intake.observations = crate::frame::Figures::default();
    let previous = dataset.beside(&intake.family, &intake.release, intake.period);
    Ok(FileReport {
        file: path.display().to_string(),
        previous: previous.map(|release| release.id.clone()),
        read: Ok(intake),
        outcome,
        not_used,
    })
}

fn failed(path: &Path, error: &anyhow::Error) -> FileReport {
    let mut problem = Problem::data(format!("{error:#}"));
    let hints = error
        .chain()
        .find_map(|cause| cause.downcast_ref::<Problem>());
    for hint in hints.map(Problem::hints).unwrap_or_default() {
        problem = problem.hint(hint);
    }
    FileReport {
        file: path.display().to_string(),
        read: Err(problem),
        outcome: FileOutcome::Unreadable,
        previous: None,
        not_used: std::collections::BTreeMap::new(),
    }
}

fn check_rules(accept: &[String]) -> Result<()> {
    for rule in accept {
        if RULES.iter().all(|(known, _)| known != rule) {
            let names = RULES.iter().map(|(name, _)| (*name, *name));
            let all: Vec<&str> = RULES.iter().map(|(name, _)| *name).collect();
            let hint = did_you_mean(rule, names, &format!("the rules are {}", all.join(", ")));
            return Err(Problem::usage(format!("unknown rule `{rule}` in --accept"))
                .hint(hint)
                .into());
        }
    }
    Ok(())
}
