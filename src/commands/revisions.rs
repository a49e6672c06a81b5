//! `vawg revisions`: what changed between two releases.

mod chart;
mod compare;
mod rename;
mod report;
mod rows;

use anyhow::Result;

use crate::answer::Answer;
use crate::catalogue::{Catalogue, Crime, Measure, MeasureRows};
use crate::cli::RevisionsArgs;
use crate::dataset::{Dataset, ReleaseFile};
use crate::model::Kind;
use crate::problem::Problem;

/// Sets two releases against each other.
///
/// # Errors
/// An unknown release or crime; releases that have no table in common.
pub fn revisions(args: &RevisionsArgs, dataset: &Dataset<'_>) -> Result<Answer> {
    let catalogue = dataset.catalogue();
    must_fit(args, dataset)?;
    let crime = args
        .crime
        .as_deref()
        .map(|name| catalogue.crime(name))
        .transpose()?;
    let measures = crime.map(|crime| measures_of(crime, catalogue));
    let family = family(dataset, &args.from);
    let wanted = |kind: &Kind| {
        measures.as_ref().is_none_or(|measures| {
            let mut measures = measures.iter();
            measures.any(|measure| concerns(measure, kind, &family, catalogue))
        })
    };
    let before = compare::lines(dataset.figures(&args.from)?, wanted);
    let after = compare::lines(dataset.figures(&args.to)?, wanted);
    let comparison = compare::compare(&before, &after);
    if comparison.common.is_empty() {
        return Err(nothing_in_common(args, dataset).into());
    }
    let chart = crime
        .map(|crime| chart::chart(crime, args, dataset))
        .transpose()?
        .flatten();
    if args.chart.is_some() && chart.is_none() {
        return Err(nothing_to_draw(args).into());
    }
    let title = |id: &str| {
        let release = dataset.releases().iter().find(|release| release.id == id);
        release.map_or_else(|| id.to_owned(), ReleaseFile::title)
    };
    Ok(report::report(
        args,
        &comparison,
        chart,
        [title(&args.from), title(&args.to)],
    ))
}

fn must_fit(args: &RevisionsArgs, dataset: &Dataset<'_>) -> Result<()> {
    dataset.require_release(&args.from)?;
    dataset.require_release(&args.to)?;
    if args.from == args.to {
        return Err(
            Problem::usage(format!("--from and --to are both `{}`", args.from))
                .hint("`vawg list releases` names the releases at hand")
                .into(),
        );
    }
    if args.chart.is_some() && args.crime.is_none() {
        return Err(Problem::usage("--chart needs --crime")
            .hint("a chart shows one crime as both releases give it")
            .into());
    }
    Ok(())
}

/// The measures of a crime, and those of others that stand for it.
fn measures_of<'a>(crime: &Crime, catalogue: &'a Catalogue) -> Vec<&'a Measure> {
    let all = catalogue.measures.iter();
    all.filter(|measure| measure.crime == crime.id || crime.default.contains(&measure.id))
        .collect()
}

/// Whether a row of a family of releases is one that a measure is made of.
fn concerns(measure: &Measure, kind: &Kind, family: &str, catalogue: &Catalogue) -> bool {
    match &measure.rows {
        MeasureRows::Offences {
            table,
            offences,
            total,
            ..
        } => {
            let is_total = kind.code.is_empty() && total.as_ref() == Some(&kind.label);
            let is_part = || {
                let mut parts = offences.iter().filter_map(|id| catalogue.offences.get(id));
                parts.any(|offence| offence.is_row(&kind.code, &kind.label))
            };
            let in_table = kind.table == *table || kind.table == "prc-pfa";
            in_table && (is_total || is_part())
        }
        MeasureRows::Selected(rows) => {
            kind.sex == measure.sex
                && kind.age == measure.age
                && rows.iter().any(|row| {
                    row.is_of_family(family) && row.is_row(&kind.table, &kind.label, &kind.group)
                })
        }
    }
}

fn nothing_to_draw(args: &RevisionsArgs) -> Problem {
    Problem::data(format!(
        "neither release has a series of `{}` that a chart could show",
        args.crime.as_deref().unwrap_or_default()
    ))
    .hint("leave --chart out, or name another crime")
}

fn nothing_in_common(args: &RevisionsArgs, dataset: &Dataset<'_>) -> Problem {
    let of = args
        .crime
        .as_ref()
        .map_or_else(String::new, |crime| format!(" of `{crime}`"));
    let problem = Problem::data(format!(
        "`{}` and `{}` have no figure{of} in common",
        args.from, args.to
    ));
    if family(dataset, &args.from) == family(dataset, &args.to) {
        problem.hint("`vawg list measures` shows which tables a crime is in")
    } else {
        problem.hint("compare two releases of one publication: `vawg list releases` names them")
    }
}

fn family(dataset: &Dataset<'_>, id: &str) -> String {
    let release = dataset.releases().iter().find(|release| release.id == id);
    release.map_or_else(String::new, |release| release.family.clone())
}
