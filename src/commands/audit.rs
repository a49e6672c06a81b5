//! `vawg audit`: what a report claims, computed again: what agrees, what differs, and why.

mod computation;
mod computed;
mod evidence;
mod figures;
mod finding;
mod formula;
mod ground;
mod lists;
mod table;
mod verdict;
mod words;

use anyhow::Result;

use self::finding::Finding;
use self::ground::Ground;
use self::verdict::Verdict;
use crate::answer::{Answer, Text};
use crate::cli::AuditArgs;
use crate::dataset::Dataset;
use crate::problem::{Problem, did_you_mean, themselves};
use crate::reports::{Claim, LATEST, ReportFiles};

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
/// An unknown report, claim or release: usage errors. A file of the report that is damaged: a data
/// error with everything that is wrong in it.
pub fn audit(args: &AuditArgs, dataset: &Dataset<'_>) -> Result<Audited> {
    let files = ReportFiles::open(&args.report)?;
    let asked = args.release.as_deref();
    if let Some(release) = asked.filter(|release| *release != LATEST) {
        dataset.require_release(release)?;
    }
    let ground = Ground::open(&files, dataset)?;
    let claims = chosen(&ground.claims.claims, &args.only)?;
    let default = ground.claims.defaults.release.as_str();
    let findings = claims
        .into_iter()
        .map(|claim| ground.examine(claim, pin(claim, asked, default)))
        .collect::<Result<Vec<_>>>()?;
    if let Some(release) = asked.filter(|release| *release != LATEST) {
        used(release, &findings)?;
    }
    let evidence = ground.evidence(&findings)?;
    let title = format!("Claims of {}, computed again", ground.about.title);
    let mut answer = Answer::new(title, table::panels(&findings), evidence);
    answer.verdicts = Text::all(summary(&findings));
    answer.facts = findings.iter().flat_map(|it| ground.figures(it)).collect();
    let differs = |it: &&Finding<'_>| it.verdict == Verdict::Differs;
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

/// A release asked for that no claim rests on would leave its asker in error.
fn used(release: &str, findings: &[Finding<'_>]) -> Result<()> {
    let mut computed = findings.iter().filter_map(|it| it.computed.as_ref());
    if computed.any(|it| it.inputs.iter().any(|input| input.release == release)) {
        return Ok(());
    }
    Err(Problem::usage(format!(
        "no claim here is computed from release `{release}`"
    ))
    .hint("--release takes a release of the tables that the claims are computed from, or `latest`")
    .into())
}

/// `69 claims: 30 agree, …`, and what the verdicts rest on.
fn summary(findings: &[Finding<'_>]) -> Vec<String> {
    let count = |verdict: Verdict| findings.iter().filter(|it| it.verdict == verdict).count();
    let parts: Vec<String> = Verdict::IN_SUMMARY
        .into_iter()
        .filter(|verdict| count(*verdict) > 0)
        .map(|verdict| verdict.of_several(count(verdict)))
        .collect();
    let claims = match findings.len() {
        1 => "1 claim".to_owned(),
        several => format!("{several} claims"),
    };
    let judged = || findings.iter().filter(|it| it.verdict != Verdict::Cannot);
    let beyond = judged()
        .filter_map(|it| it.computed.as_ref())
        .filter(|computed| computed.tests_the_report())
        .count();
    let mut lines = vec![format!("{claims}: {}.", parts.join(", "))];
    let within = judged().count() - beyond;
    if beyond + within > 0 {
        lines.push(format!(
            "Tested on figures held apart from the report: {beyond}; on its own tables and \
             values: {within}."
        ));
    }
    lines
}
