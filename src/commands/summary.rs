//! `vawg summary`: the target and the main figures on one screen.

use anyhow::Result;

use crate::answer::Answer;
use crate::cli::SummaryArgs;
use crate::dataset::Dataset;
use crate::facts::summary::main_figures;
use crate::views;

/// Where the target stands, and the latest main figures.
///
/// # Errors
/// A damaged release.
pub fn summary(_: &SummaryArgs, dataset: &Dataset<'_>) -> Result<Answer> {
    let target = super::answer(&["trajectory".to_owned()], dataset)?;
    Ok(views::summary::answer(&target, main_figures(dataset)?))
}
