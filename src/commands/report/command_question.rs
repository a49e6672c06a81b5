//! The question of a figure that a command answers: which file and which release it means, and what
//! the command line would have refused.

use std::path::PathBuf;

use anyhow::Result;

use crate::facts::published::report::Context;
use crate::problem::{Problem, did_you_mean, themselves};
use crate::reports::{FigureSpec, Query};

/// Puts the file of own figures beside the description and pins the question to the release of its
/// figure, where it does not name releases itself.
///
/// # Errors
/// Keys that exclude each other; standard input; an unknown release or target; a query of an earlier
/// version.
pub(super) fn complete(context: &Context<'_>, figure: &mut FigureSpec) -> Result<()> {
    let pin = context.pin(figure)?.map(str::to_owned);
    match &mut figure.query {
        Query::Trend(args) => {
            let (steps, crossing) = (!args.model.step.is_empty(), args.model.across_breaks);
            not_both(("rate", args.rate), ("index", args.index.is_some()))?;
            not_both(("step", steps), ("across_breaks", crossing))?;
            place(context, &mut args.subject.input)?;
            one_subject(args.subject.crime.is_some(), args.subject.input.is_some())?;
            pin_several(&mut args.span.release, pin);
        }
        Query::Prevalence(args) => {
            place(context, &mut args.subject.input)?;
            one_subject(args.subject.crime.is_some(), args.subject.input.is_some())?;
            pin_several(&mut args.span.release, pin);
        }
        Query::Baseline(args) => {
            not_both(("all", args.all), ("input", args.goal.input.is_some()))?;
            place(context, &mut args.goal.input)?;
            args.goal.release = args.goal.release.take().or(pin);
        }
        Query::Trajectory(args) => {
            let steps = !args.step.is_empty();
            not_both(("step", steps), ("across_breaks", args.across_breaks))?;
            place(context, &mut args.goal.input)?;
            args.goal.release = args.goal.release.take().or(pin);
            let is_period = |text: &String| text.starts_with(|one: char| one.is_ascii_digit());
            if let Some(target) = args.goal.target.take_if(|it| !is_period(it)) {
                args.goal.definition = definition_of(context, &target)?;
            }
        }
        Query::Command(_) => {
            return Err(Problem::data("the kind `command` is not read any more")
                .hint("name the command as the kind, and its options as keys: { kind = \"trend\", crime = \"rape\" }")
                .into());
        }
        _ => {}
    }
    Ok(())
}

/// Own figures are in a file beside the description.
fn place(context: &Context<'_>, input: &mut Option<PathBuf>) -> Result<()> {
    let Some(file) = input else {
        return Ok(());
    };
    if file.as_os_str() == "-" {
        return Err(Problem::data("standard input cannot be read again")
            .hint("keep the figures in a file beside the description")
            .into());
    }
    *file = context.files.path_within(&file.to_string_lossy())?;
    Ok(())
}

fn pin_several(releases: &mut Vec<String>, pin: Option<String>) {
    if releases.is_empty() {
        releases.extend(pin);
    }
}

fn one_subject(crime: bool, input: bool) -> Result<()> {
    if crime || input {
        return not_both(("crime", crime), ("input", input));
    }
    Err(Problem::data("the query needs `crime` or `input`").into())
}

fn not_both(first: (&str, bool), second: (&str, bool)) -> Result<()> {
    if first.1 && second.1 {
        let problem = format!("give `{}` or `{}`, not both", first.0, second.0);
        return Err(Problem::data(problem).into());
    }
    Ok(())
}

/// The definition that a target of the catalogue belongs to.
fn definition_of(context: &Context<'_>, target: &str) -> Result<String> {
    let targets = &context.dataset.catalogue().targets;
    let found = targets.iter().find(|entry| entry.id == target);
    let found = found.ok_or_else(|| {
        let names = themselves(targets.iter().map(|entry| &entry.id));
        let hint = did_you_mean(target, names, "data/catalogue/targets.toml has them");
        Problem::data(format!("unknown target `{target}`")).hint(hint)
    })?;
    Ok(found.definition.clone())
}
