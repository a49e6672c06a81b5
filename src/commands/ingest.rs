//! `vawg ingest` and `vawg validate`: what was taken from published files, and what was found wrong
//! with them.

mod files;
mod findings;
mod held;
mod report;

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;

use self::held::Held;
use crate::answer::Answer;
use crate::cli::InputArgs;
use crate::dataset::Dataset;
use crate::ingest::{Intake, RULES, Source, Surroundings, read};
use crate::problem::{Problem, did_you_mean};

/// What became of one file.
pub(super) struct Taken {
    /// The file as it was named.
    pub(super) file: String,
    /// What it gave, or why nothing could be read.
    pub(super) read: Result<Intake, Problem>,
    /// What was done with it, in words.
    pub(super) outcome: String,
}

/// What reading files gave: the report, and how many of them are in order.
pub struct Ingested {
    /// What was taken, passed over and found.
    pub report: Answer,
    /// Files that cannot be taken in.
    pub failed: usize,
}

/// What a command does with a file that was read and has no error left; it says what became of it.
pub type Then<'a> = dyn FnMut(&Intake) -> Result<String> + 'a;

/// Reads published files and hands on those without errors, one after the other.
///
/// # Errors
/// An unknown rule; a single file that cannot be read or has no known layout. Among several files
/// such a one stands in the report.
pub fn ingest(
    input: &InputArgs,
    dataset: &Dataset<'_>,
    then: &mut Then<'_>,
    mut progress: impl FnMut(usize, usize, &Path),
) -> Result<Ingested> {
    known_rules(&input.accept)?;
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
        let outcome = one(path, &surroundings, &held, then);
        if paths.len() == 1 {
            all.push(outcome?);
        } else {
            all.push(outcome.unwrap_or_else(|error| failed(path, &error)));
        }
    }
    progress(paths.len(), paths.len(), Path::new(""));
    Ok(Ingested {
        failed: all.iter().filter(|taken| !is_in_order(taken)).count(),
        report: report::report(&all),
    })
}

fn one(
    path: &Path,
    surroundings: &Surroundings<'_>,
    held: &Held<'_>,
    then: &mut Then<'_>,
) -> Result<Taken> {
    let source = Arc::new(Source::at(path)?);
    let mut intake = read(&source, surroundings)?;
    held.add(&intake);
    let outcome = match intake.errors() {
        0 => then(&intake)?,
        1 => "not stored: 1 error".to_owned(),
        many => format!("not stored: {many} errors"),
    };
    intake.observations = crate::frame::Figures::default();
    Ok(Taken {
        file: path.display().to_string(),
        read: Ok(intake),
        outcome,
    })
}

fn failed(path: &Path, error: &anyhow::Error) -> Taken {
    let mut problem = Problem::data(format!("{error:#}"));
    let hints = error
        .chain()
        .find_map(|cause| cause.downcast_ref::<Problem>());
    for hint in hints.map(Problem::hints).unwrap_or_default() {
        problem = problem.hint(hint);
    }
    Taken {
        file: path.display().to_string(),
        read: Err(problem),
        outcome: "not taken in".to_owned(),
    }
}

fn is_in_order(taken: &Taken) -> bool {
    taken.read.as_ref().is_ok_and(|intake| intake.errors() == 0)
}

fn known_rules(accept: &[String]) -> Result<()> {
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
