//! One file a subcommand: arguments in, an `Answer` out. A command prints nothing and writes nothing.

mod audit;
mod baseline;
mod commitments;
mod detect;
mod ingest;
mod list;
mod prevalence;
mod report;
mod revisions;
mod trajectory;
mod trend;
mod uplift;

pub use audit::{Audited, audit};
pub use baseline::baseline;
pub use commitments::commitments;
pub use detect::detect;
pub use ingest::{Ingested, Then, ingest};
pub use list::list;
pub use prevalence::prevalence;
pub use report::report;
pub use revisions::revisions;
pub use trajectory::trajectory;
pub use trend::trend;
pub use uplift::uplift;

use anyhow::Result;

use crate::answer::Answer;
use crate::cli::Command;
use crate::dataset::Dataset;
use crate::problem::Problem;

/// The answer to a command that asks a question.
///
/// # Errors
/// Whatever the command says; a command that takes in, checks or writes files.
pub fn answer(command: &Command, dataset: &Dataset<'_>) -> Result<Answer> {
    match command {
        Command::Trend(args) => trend(args, dataset),
        Command::Prevalence(args) => prevalence(args, dataset),
        Command::Baseline(args) => baseline(args, dataset),
        Command::Trajectory(args) => trajectory(args, dataset),
        Command::Detect(args) => detect(args),
        Command::Audit(args) => Ok(audit(args, dataset)?.answer),
        Command::Commitments(args) => commitments(args),
        Command::Uplift(args) => uplift(args, dataset),
        Command::Revisions(args) => revisions(args, dataset),
        Command::List(args) => Ok(list(args.thing, dataset)),
        Command::Ingest(_) | Command::Validate(_) | Command::Report(_) => {
            Err(Problem::usage("this command asks no question").into())
        }
    }
}
