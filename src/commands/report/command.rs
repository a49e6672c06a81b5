//! A figure that is what a command of the program answers.

use anyhow::Result;

use super::Context;
use super::drawn::Drawn;
use crate::commands;
use crate::problem::Problem;
use crate::reports::{CommandQuery, FigureSpec};

/// The answer to a command, pinned as the figure is where the command pins nothing itself.
///
/// # Errors
/// Arguments that are wrong; a command that asks no question; whatever the command says.
pub(super) fn drawn(
    context: &Context<'_>,
    figure: &FigureSpec,
    query: &CommandQuery,
) -> Result<Drawn> {
    let mut words = query.arguments.clone();
    let is_pinned = words.iter().any(|word| word.starts_with("--release"));
    let command = words.first().and_then(|name| commands::question(name));
    let takes_release = command.is_some_and(|command| command.takes("release"));
    if let (false, true, Some(pin)) = (is_pinned, takes_release, context.pin(figure)?) {
        words.extend(["--release".to_owned(), pin.to_owned()]);
    }
    of_words(context, &words)
}

/// The answer to these words, as on the command line.
pub(super) fn of_words(context: &Context<'_>, words: &[String]) -> Result<Drawn> {
    refuse_forms(words)?;
    let words = beside(context, words)?;
    let answer = commands::answer(&words, context.dataset)?;
    let figures = answer.facts.clone();
    let mut panels = answer.panels.clone();
    if let Some(panel) = panels.first_mut().filter(|panel| panel.title.is_empty()) {
        panel.title = answer.title.clone().into();
    }
    for verdict in answer.verdicts.iter().rev() {
        if let Some(panel) = panels.first_mut() {
            panel.remarks.insert(0, verdict.clone());
        }
    }
    Ok(Drawn {
        panels,
        evidence: answer.into_evidence(),
        figures: figures.iter().cloned().collect(),
        words: Vec::new(),
    })
}

/// The report decides in which form its figures are, where they go and from which figures they are.
fn refuse_forms(words: &[String]) -> Result<()> {
    let long = ["--output", "--chart", "--format", "--data"];
    let found = words.iter().find_map(|word| {
        let name = word.split_once('=').map_or(word.as_str(), |(name, _)| name);
        let is_short = name.starts_with("-o") && !name.starts_with("--");
        (is_short || long.contains(&name)).then_some(if is_short { "-o" } else { name })
    });
    found.map_or(Ok(()), |name| {
        Err(
            Problem::data(format!("{name} has no place in a figure's arguments"))
                .hint("the report decides where its figures go")
                .into(),
        )
    })
}

/// The words with the file of `--input` found beside the description, as all files of a report are.
fn beside(context: &Context<'_>, words: &[String]) -> Result<Vec<String>> {
    let mut is_file = false;
    let mut placed = Vec::new();
    for word in words {
        let given = word.strip_prefix("--input=");
        let file = given.or(is_file.then_some(word));
        placed.push(match file {
            Some("-") => {
                return Err(Problem::data("standard input cannot be read again")
                    .hint("keep the figures in a file beside the description")
                    .into());
            }
            Some(file) => {
                let option = given.map_or("", |_| "--input=");
                format!("{option}{}", context.files.path(file))
            }
            None => word.clone(),
        });
        is_file = word == "--input";
    }
    Ok(placed)
}
