//! `vawg baseline`: what exactly is to be halved, from which number.

use anyhow::Result;

use crate::answer::Answer;
use crate::cli::BaselineArgs;
use crate::dataset::Dataset;
use crate::facts::halving::baseline::Baseline;
use crate::question::halving::goal;
use crate::question::request;
use crate::views;

/// The number to be reduced, what would remain, and what the definition leaves out.
///
/// # Errors
/// Unknown names; a baseline without a figure; a damaged release.
pub fn baseline(args: &BaselineArgs, dataset: &Dataset<'_>) -> Result<Answer> {
    let subjects = if args.all {
        let definitions = dataset.catalogue().definitions.iter();
        definitions
            .map(|definition| goal::of_definition(&definition.id, &args.goal, dataset))
            .collect::<Result<Vec<_>>>()?
    } else {
        vec![goal::subject(&args.goal, dataset)?]
    };
    let stated = request::assumed(&args.goal.precision)?;
    let all = subjects
        .into_iter()
        .map(|subject| Baseline::of(subject, stated.clone(), dataset))
        .collect::<Result<Vec<_>>>()?;
    Ok(views::halving::baseline::answer(all, args.all))
}
