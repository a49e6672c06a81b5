//! What must be known beside a verdict: how offences are recorded, what rests on the user's word,
//! which breaks lie ahead.

use crate::model::{SeriesKind, Source};
use crate::question::goal::ON_COUNTS;

use super::Findings;

/// What must stand with any verdict.
pub(super) fn cautions(findings: &Findings<'_>) -> Vec<String> {
    let mut cautions = Vec::new();
    let series = &findings.subject.series;
    if series.kind == SeriesKind::Counts {
        let whose = if series.source == Source::Police {
            "A count of recorded offences"
        } else {
            "A count of what was recorded"
        };
        cautions.push(format!(
            "{whose} can fall or rise with reporting and recording: a verdict on it is one on recording, not \
             on how much violence there is."
        ));
        cautions.push(ON_COUNTS.to_owned());
    }
    if findings
        .latest()
        .and_then(|latest| latest.judgements.as_ref())
        .is_some()
    {
        let paths = if findings.subject.target_is_published() {
            "; no path and no milestone has been published"
        } else {
            ""
        };
        cautions.push(format!(
            "\u{201c}Consistent\u{201d} and \u{201c}too early\u{201d} mean not rejected, no more{paths}."
        ));
    }
    cautions.extend(as_stated(findings));
    cautions.extend(breaks_ahead(findings));
    cautions
}

/// What rests on the user's word.
fn as_stated(findings: &Findings<'_>) -> Vec<String> {
    let mut cautions = Vec::new();
    for mark in findings.latest().into_iter().flat_map(|it| &it.ignored) {
        cautions.push(format!(
            "Ignored as --across-breaks asks, though figures before and after it are not one series ({}: {})",
            mark.date_in_words, mark.text
        ));
    }
    let given: Vec<String> = findings
        .readings()
        .filter(|reading| reading.given)
        .map(|reading| format!("{} in {}", reading.published, reading.period))
        .collect();
    if !given.is_empty() {
        cautions.push(format!(
            "Given on the command line, not published: {}.",
            given.join(", ")
        ));
    }
    for (period, ratio) in &findings.subject.goal.steps {
        cautions.push(format!(
            "Figures from {period} on are divided by {ratio}, as the user states, to put them on the old basis."
        ));
    }
    cautions
}

/// Breaks between the latest figure and the target.
fn breaks_ahead(findings: &Findings<'_>) -> Vec<String> {
    let goal = &findings.subject.goal;
    let latest = findings
        .latest()
        .map_or(goal.baseline, |latest| latest.reading.period);
    let ahead = findings
        .subject
        .series
        .breaks_between(goal.baseline, goal.target);
    ahead
        .into_iter()
        .filter(|mark| mark.at >= latest.end())
        .map(|mark| {
            format!(
                "A break is already known to lie before the target: {}, {}.",
                mark.date_in_words,
                mark.text.trim_end_matches('.')
            )
        })
        .collect()
}
