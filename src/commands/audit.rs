//! `vawg audit`: what a report claims, calculated again: what agrees, what differs, and why.

use anyhow::Result;

use crate::answer::{Answer, Text};
use crate::cli::AuditArgs;
use crate::dataset::Dataset;
use crate::facts::published::claims::context::AuditContext;
use crate::facts::published::claims::finding::Finding;
use crate::facts::published::claims::rows;
use crate::facts::published::claims::verdict::Verdict;
use crate::problem::{Problem, did_you_mean, themselves};
use crate::reports::{Claim, LATEST, ReportFiles};
use crate::views::published::audit::evidence::evidence;
use crate::views::published::audit::{self as views, InShort};

/// What an audit found.
#[derive(Debug)]
pub struct Audited {
    /// The findings.
    pub answer: Answer,
    /// How many claims differ, those revised since not among them.
    pub differing: usize,
}

/// Every claim of a report, or those asked for, with a verdict that follows from its computed value.
///
/// # Errors
/// An unknown report, claim or release: usage errors. A damaged file of the report: a data error with
/// everything that is wrong in the file.
pub fn audit(args: &AuditArgs, dataset: &Dataset<'_>) -> Result<Audited> {
    let files = ReportFiles::open(&args.report)?;
    let asked = args.release.as_deref();
    if let Some(release) = asked.filter(|release| *release != LATEST) {
        dataset.require_release(release)?;
    }
    let context = AuditContext::open(&files, dataset)?;
    let claims = chosen(&context.claims.claims, &args.only)?;
    let default = context.claims.defaults.release.as_str();
    let findings = claims
        .into_iter()
        .map(|claim| context.examine(claim, pin(claim, asked, default)))
        .collect::<Result<Vec<_>>>()?;
    if let Some(release) = asked.filter(|release| *release != LATEST) {
        used(release, &findings)?;
    }
    let facts = rows::facts(&context, &findings);
    let in_short = if args.only.is_empty() {
        InShort::Disagreements
    } else {
        InShort::Everything
    };
    let mut answer = Answer::new(
        format!("Claims of {}, calculated again", context.about.title),
        views::panels(&findings, &facts, in_short),
        evidence(&context, &findings)?,
    );
    answer.verdicts = views::summary(&facts);
    answer.cautions =
        Text::all(["A verdict says whether two numbers agree, not whether the report is right."]);
    answer.facts = facts;
    let differs = |finding: &&Finding<'_>| finding.verdict == Verdict::Differs;
    Ok(Audited {
        answer,
        differing: findings.iter().filter(differs).count(),
    })
}

/// A claim about one release keeps it; the rest follow the command line, else the file.
fn pin<'a>(claim: &'a Claim, asked: Option<&'a str>, default: &'a str) -> &'a str {
    claim.release.as_deref().or(asked).unwrap_or(default)
}

fn chosen<'a>(claims: &'a [Claim], only: &[String]) -> Result<Vec<&'a Claim>> {
    for id in only {
        if claims.iter().all(|claim| claim.id != *id) {
            let names = themselves(claims.iter().map(|claim| &claim.id));
            let hint = did_you_mean(id, names, "`--format csv` names every claim");
            return Err(Problem::usage(format!("unknown claim `{id}`"))
                .hint(hint)
                .into());
        }
    }
    let is_asked_for = |claim: &&Claim| only.is_empty() || only.contains(&claim.id);
    Ok(claims.iter().filter(is_asked_for).collect())
}

/// Refuses a release that no claim rests on: the user would expect its figures in the answer.
fn used(release: &str, findings: &[Finding<'_>]) -> Result<()> {
    let mut computed = findings.iter().filter_map(|it| it.computed.as_ref().ok());
    if computed.any(|it| it.inputs.iter().any(|input| input.release == release)) {
        return Ok(());
    }
    Err(Problem::usage(format!(
        "no claim here is computed from release `{release}`"
    ))
    .hint("--release takes a release of the tables that the claims are computed from, or `latest`")
    .into())
}
