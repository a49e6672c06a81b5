//! `vawg trajectory`: what the target needs year by year, where the figures are, and whether anyone
//! could tell.

use anyhow::Result;

use crate::answer::Answer;
use crate::cli::TrajectoryArgs;
use crate::dataset::Dataset;
use crate::facts::halving::trajectory::findings;
use crate::views::halving::trajectory::answer;

/// Judges a definition, or a user's own figures, against a target.
///
/// # Errors
/// Unknown names; a target before its baseline; an observed value without anything to make an
/// interval from; a damaged release.
pub fn trajectory(args: &TrajectoryArgs, dataset: &Dataset<'_>) -> Result<Answer> {
    Ok(answer(&findings(&args.into(), dataset)?))
}
