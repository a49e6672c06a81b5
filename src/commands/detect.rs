//! `vawg detect`: sample size, detectable change and years, for planning a survey.

use anyhow::Result;

use crate::answer::Answer;
use crate::cli::DetectArgs;
use crate::facts;
use crate::problem::Problem;
use crate::question::halving::detect::Design;
use crate::views;

/// The smallest fall that each size of survey would detect and the years that takes, or the size
/// that a fall needs.
///
/// # Errors
/// Numbers that no survey can be planned with: usage errors.
pub fn detect(args: &DetectArgs) -> Result<Answer> {
    let design = Design::of(args)?;
    let facts = facts::halving::detect::of(&design)
        .map_err(|error| Problem::usage(format!("no survey can be planned with this: {error}")))?;
    Ok(views::halving::detect::answer(
        &design,
        facts.into_iter().collect(),
    ))
}
