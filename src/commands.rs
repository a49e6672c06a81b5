//! One file per subcommand, and the table of those that answer a question. A command prints nothing
//! and writes nothing.

mod areas;
mod audit;
mod baseline;
mod commitments;
mod detect;
mod ingest;
pub(crate) mod list;
mod prevalence;
mod report;
mod revisions;
#[cfg(test)]
mod shown_facts;
mod site;
mod summary;
mod trajectory;
mod trend;
mod uplift;

pub use areas::areas;
pub use audit::audit;
pub use baseline::baseline;
pub use commitments::commitments;
pub use detect::detect;
pub use list::list;
pub use prevalence::prevalence;
pub use report::report;
pub use site::{count as answers_of_site, site};
pub use summary::summary;
pub use trajectory::trajectory;
pub use trend::trend;
pub use uplift::uplift;

pub(crate) use ingest::{FileOutcome, Held, Ingested, OnValidFile, ingest};

use anyhow::Result;

use crate::answer::{Answer, ReleaseUsed};
use crate::cli::{
    AreasArgs, ArgMatches, Args as _, AuditArgs, BaselineArgs, CommitmentsArgs, DetectArgs, Entry,
    ListArgs, PrevalenceArgs, RevisionsArgs, SummaryArgs, TrajectoryArgs, TrendArgs, UpliftArgs,
    given,
};
use crate::dataset::Dataset;
use crate::problem::Problem;

/// An answer, and whether a check that was asked for failed (exit status 1).
pub struct Outcome {
    /// The answer.
    pub answer: Answer,
    /// Whether a check failed.
    pub failed: bool,
}

impl From<Answer> for Outcome {
    fn from(answer: Answer) -> Self {
        Self {
            answer,
            failed: false,
        }
    }
}

/// Reads a command's arguments and answers its question from the figures.
pub type Ask = fn(&ArgMatches, &Dataset<'_>) -> Result<Outcome>;

/// Every command that answers a question: a new one is a row here. What it may take (a release, a
/// chart, all periods) is read from its arguments.
pub const QUESTIONS: &[Entry<Ask>] = &[
    Entry {
        name: "summary",
        about: "Show the main figures on one screen: the target, recorded offences, the survey",
        examples: &["vawg summary", "vawg summary --full -o summary.md"],
        arguments: SummaryArgs::augment_args,
        action: |matches, dataset| Ok(summary(&given(matches)?, dataset)?.into()),
    },
    Entry {
        name: "trend",
        about: "Show how the figures for a crime have changed, one table and chart for each source",
        examples: &[
            "vawg trend --crime rape",
            "vawg trend --crime stalking --from 2014-15 --chart stalking.png",
            "vawg trend --crime nao-figure-1 --from 2009-10 --to 2023-24 --release ons-appendix-ye-jun-2025",
            "vawg trend --crime rape --source police -o rape.csv",
            "vawg trend --crime rape --source police --step breaks --model joinpoint",
            "vawg trend --crime rape --by month --from 2024-m06",
            "vawg trend --crime domestic-abuse --share-of all-crime",
            "vawg trend --crime stalking,harassment --source police",
            "vawg trend --input own.csv",
        ],
        arguments: TrendArgs::augment_args,
        action: |matches, dataset| Ok(trend(&given(matches)?, dataset)?.into()),
    },
    Entry {
        name: "areas",
        about: "Compare police forces or regions: counts, rates, changes, and which differ by more than chance",
        examples: &[
            "vawg areas --crime sexual-offences",
            "vawg areas --crime rape --sex women --period 2022-23 --chart funnel.png",
            "vawg areas --crime stalking --kind region --chart regions.png --chart-form list",
            "vawg areas --crime all --format csv",
            "vawg areas --input own.csv",
        ],
        arguments: AreasArgs::augment_args,
        action: |matches, dataset| Ok(areas(&given(matches)?, dataset)?.into()),
    },
    Entry {
        name: "prevalence",
        about: "Show how many people experienced a crime, with confidence intervals",
        examples: &[
            "vawg prevalence --crime violence",
            "vawg prevalence --crime domestic-abuse --sex women --age 16-59 --compare 2009-10",
            "vawg prevalence --crime vawg-combined --base 12000 --design-factor 1.35",
            "vawg prevalence --input own.csv --confidence 0.998",
        ],
        arguments: PrevalenceArgs::augment_args,
        action: |matches, dataset| Ok(prevalence(&given(matches)?, dataset)?.into()),
    },
    Entry {
        name: "baseline",
        about: "Show what is to be halved and from which number, under each definition",
        examples: &[
            "vawg baseline",
            "vawg baseline --definition women-16-plus",
            "vawg baseline --all -o baselines.csv",
        ],
        arguments: BaselineArgs::augment_args,
        action: |matches, dataset| Ok(baseline(&given(matches)?, dataset)?.into()),
    },
    Entry {
        name: "trajectory",
        about: "Show whether the figures are on course to be halved, and whether a survey can tell",
        examples: &[
            "vawg trajectory",
            "vawg trajectory --definition women-16-plus --chart halving.png",
            "vawg trajectory --observed 2025-26=10.1 --across-breaks",
            "vawg trajectory --input own.csv --baseline 2023-24 --target 2033-34 --reduction 0.5",
        ],
        arguments: TrajectoryArgs::augment_args,
        action: |matches, dataset| Ok(trajectory(&given(matches)?, dataset)?.into()),
    },
    Entry {
        name: "detect",
        about: "Plan a survey: sample size, detectable change and years",
        examples: &[
            "vawg detect --prevalence 11.3 --base 12000",
            "vawg detect --prevalence 11.3 --change 0.067",
        ],
        arguments: DetectArgs::augment_args,
        action: |matches, _| Ok(detect(&given(matches)?)?.into()),
    },
    Entry {
        name: "audit",
        about: "Recalculate what a report claims: what agrees, what was revised since, what differs",
        examples: &[
            "vawg audit nao-hc547",
            "vawg audit nao-hc547 --only figure-1-rise --release latest",
            "vawg audit nao-hc547 --strict -o audit.csv",
            "vawg audit ./bulletin/report.toml",
        ],
        arguments: AuditArgs::augment_args,
        action: |matches, dataset| {
            let args: AuditArgs = given(matches)?;
            let audited = audit(&args, dataset)?;
            Ok(Outcome {
                failed: args.strict && audited.differing > 0,
                answer: audited.answer,
            })
        },
    },
    Entry {
        name: "commitments",
        about: "Show what government committed to do, and the status of each commitment",
        examples: &[
            "vawg commitments --by pillar",
            "vawg commitments --filter status=\"not completed\" --by department",
            "vawg commitments --filter department=\"Home Office\" -o commitments.csv",
        ],
        arguments: CommitmentsArgs::augment_args,
        action: |matches, _| Ok(commitments(&given(matches)?)?.into()),
    },
    Entry {
        name: "uplift",
        about: "Convert an amount of money to the prices of another year, by each GDP deflator held",
        examples: &[
            "vawg uplift 66bn --from 2016-17 --to 2024-25",
            "vawg uplift 140m --from 2021-22 --to 2024-25 --deflator hmt-deflators-2026-m03",
        ],
        arguments: UpliftArgs::augment_args,
        action: |matches, dataset| Ok(uplift(&given(matches)?, dataset)?.into()),
    },
    Entry {
        name: "revisions",
        about: "Show what changed between two releases: revised figures, new, missing and renamed rows",
        examples: &[
            "vawg revisions ons-appendix-ye-jun-2025 ons-appendix-ye-dec-2025",
            "vawg revisions ons-appendix-ye-jun-2025 ons-appendix-ye-dec-2025 --crime rape --chart rape.png",
        ],
        arguments: RevisionsArgs::augment_args,
        action: |matches, dataset| Ok(revisions::revisions(&given(matches)?, dataset)?.into()),
    },
    Entry {
        name: "list",
        about: "List the names that other commands take, and what is held",
        examples: &[
            "vawg list",
            "vawg list crimes",
            "vawg list breaks -o breaks.csv",
            "vawg list releases --next",
            "vawg list releases --older-than 6m",
        ],
        arguments: ListArgs::augment_args,
        action: |matches, dataset| {
            let args: ListArgs = given(matches)?;
            list(&args, dataset)
        },
    },
];

/// The row of a command that answers a question.
#[must_use]
pub fn question(name: &str) -> Option<&'static Entry<Ask>> {
    QUESTIONS.iter().find(|entry| entry.name == name)
}

/// The answer to a command line, given without the program's name.
///
/// # Errors
/// Words that name no question or are wrong; whatever the command says.
pub fn answer(words: &[String], dataset: &Dataset<'_>) -> Result<Answer> {
    let no_question =
        || Problem::data("the arguments do not name a command that answers a question");
    let name = words.first().map(String::as_str).unwrap_or_default();
    let entry = question(name).ok_or_else(no_question)?;
    let matches = entry.command().try_get_matches_from(words);
    let matches = matches.map_err(|error| {
        if !error.use_stderr() {
            return no_question();
        }
        // What is wrong ends at the first empty line; advice and usage follow.
        let text = error.to_string();
        let lines = text.lines().map(str::trim);
        let wrong: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
        Problem::data(wrong.join(" ").trim_start_matches("error: "))
    })?;
    Ok((entry.action)(&matches, dataset)?.answer)
}

/// The releases that figures of some answers come from, in the order in which they first appear.
fn releases_used<'a>(
    answers: impl Iterator<Item = &'a Answer>,
    dataset: &Dataset<'_>,
) -> Vec<ReleaseUsed> {
    let mut used: Vec<ReleaseUsed> = Vec::new();
    for fact in answers.flat_map(|answer| &answer.facts) {
        if used.iter().any(|one| one.id == fact.release) {
            continue;
        }
        let mut held = dataset.releases().iter();
        used.extend(held.find(|one| one.id == fact.release).map(|release| {
            ReleaseUsed {
                id: release.id.clone(),
                title: release.source_line().full,
                sha256: release
                    .origin()
                    .map_or_else(String::new, |origin| origin.sha256.clone()),
            }
        }));
    }
    used
}
