//! A figure that is what a command of the program answers.

use anyhow::Result;

use super::Context;
use super::drawn::Drawn;
use crate::cli::Command;
use crate::problem::Problem;
use crate::reports::FigureSpec;

/// The answer to a command, pinned as the figure is where the command pins nothing itself.
///
/// # Errors
/// Arguments that are wrong; a command that asks no question; whatever the command says.
pub(super) fn drawn(
    context: &Context<'_>,
    figure: &FigureSpec,
    arguments: &[String],
) -> Result<Drawn> {
    let mut words = arguments.to_vec();
    let is_pinned = words.iter().any(|word| word.starts_with("--release"));
    let takes_release = matches!(
        words.first().map(String::as_str),
        Some("trend" | "prevalence" | "baseline" | "trajectory")
    );
    if let (false, true, Some(pin)) = (is_pinned, takes_release, context.pin(figure)?) {
        words.extend(["--release".to_owned(), pin.to_owned()]);
    }
    of_words(context, &words)
}

/// The answer to these words, as on the command line.
pub(super) fn of_words(context: &Context<'_>, words: &[String]) -> Result<Drawn> {
    for forbidden in ["-o", "--output", "--chart", "--format", "--data"] {
        if words.iter().any(|word| word == forbidden) {
            return Err(
                Problem::data(format!("{forbidden} has no place in a figure's arguments"))
                    .hint("the report decides where its figures go")
                    .into(),
            );
        }
    }
    let command = Command::of_words(words).map_err(Problem::data)?;
    let answer = crate::commands::answer(&command, context.dataset)?;
    let figures = answer.figures.clone();
    let mut panels = answer.panels.clone();
    for verdict in answer.verdicts.iter().rev() {
        if let Some(panel) = panels.first_mut() {
            panel.remarks.insert(0, verdict.clone());
        }
    }
    Ok(Drawn {
        panels,
        evidence: answer.into_evidence(),
        figures,
        words: Vec::new(),
    })
}
