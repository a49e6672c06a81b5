//! What can be said of a target, in words no stronger than the figures allow.

use crate::answer::NumberFormat;
use crate::estimates::trajectory::Assessment;
use crate::model::Source;
use crate::stats::estimate::Estimate;
use crate::stats::verdict::{Judgement, Verdict};
use crate::views::trend::fitted::p_value;
use crate::words;
use crate::words::trimmed;

use super::{Findings, path_name};

const RATE: NumberFormat = NumberFormat::SignedPerCent(2);
const CHANGE: NumberFormat = NumberFormat::SignedPerCent(1);

fn percent(format: NumberFormat, share: f64) -> String {
    format.write(100.0 * share)
}

/// The verdict on the geometric path, the stricter early on, as a title.
pub(super) fn title(findings: &Findings<'_>) -> String {
    let goal = findings.goal_in_words();
    let Some(latest) = findings.latest() else {
        return format!(
            "No figure yet after {} in {}",
            findings
                .format
                .value
                .write(findings.trajectory.baseline.value),
            words::in_sentence(findings.subject.goal.baseline)
        );
    };
    let figure = format!(
        "{} in {}",
        findings.format.value.write(latest.reading.value),
        words::in_sentence(latest.reading.period)
    );
    let rebased = (latest.reading.value - latest.reading.published).abs() > 0.0;
    let figure = match (latest.reading.given, rebased) {
        (false, false) => figure,
        (true, false) => format!("{figure} (given)"),
        (false, true) => format!("{figure} (on the old basis)"),
        (true, true) => format!("{figure} (given, on the old basis)"),
    };
    let Some(judgement) = principal(findings, latest) else {
        return if latest.blocked_by.is_empty() {
            format!("No interval is known, so no verdict: {figure}")
        } else {
            format!("A break in the figures stands before a verdict: {figure}")
        };
    };
    let goal = format!("{goal}{}", if_ignored(latest));
    match judgement.verdict {
        Verdict::Ahead => format!("Ahead of the path to {goal}: {figure}"),
        Verdict::Consistent => format!("Consistent with the path to {goal}: {figure}"),
        Verdict::TooEarly => format!(
            "Too early to tell whether it is on course to {}{}: {figure}",
            findings.aim_in_words(),
            if_ignored(latest)
        ),
        Verdict::FallingBehind => format!("Falling, but behind the path to {goal}: {figure}"),
        Verdict::Behind => format!("Behind the path to {goal}: {figure}"),
        Verdict::Rising => format!("Rising, away from the path to {goal}: {figure}"),
    }
}

/// What a verdict passes over, where it was asked to.
fn if_ignored(latest: &Assessment) -> &'static str {
    match latest.ignored.len() {
        0 => "",
        1 => ", if a break is ignored",
        _ => ", if breaks are ignored",
    }
}

/// The judgement against the first path shown: the geometric one, unless only the other is asked for.
fn principal<'a>(findings: &Findings<'_>, latest: &'a Assessment) -> Option<&'a Judgement> {
    latest.judgements.as_ref()?.get(*findings.paths.first()?)
}

/// One sentence a path, for machines and for the top of a page.
pub(super) fn verdicts(findings: &Findings<'_>) -> Vec<String> {
    let Some(latest) = findings.latest() else {
        return Vec::new();
    };
    let Some(judgements) = &latest.judgements else {
        return Vec::new();
    };
    findings
        .paths
        .iter()
        .map(|at| {
            format!(
                "{}, path of the {}: {}{}",
                latest.reading.period,
                path_name(findings.trajectory.paths[*at].shape),
                judgements[*at].verdict.words(),
                of_recording(findings)
            )
        })
        .collect()
}

/// What a verdict on recorded offences is one on.
fn of_recording(findings: &Findings<'_>) -> &'static str {
    if findings.subject.series.source == Source::Police {
        " (in offences recorded, which can change with recording)"
    } else {
        ""
    }
}

/// The sentences below the tables.
pub(super) fn remarks(findings: &Findings<'_>) -> Vec<String> {
    let mut remarks = Vec::new();
    match findings.latest() {
        Some(latest) => remarks.extend(on_latest(findings, latest)),
        None => remarks.push(format!(
            "Required: {} a year from the baseline. Without a figure after it there is no verdict.",
            percent(RATE, findings.trajectory.required_rate)
        )),
    }
    remarks.extend(detectable(findings));
    remarks.push(projection(findings));
    remarks.extend(what_if(findings));
    remarks.extend(parts(findings));
    remarks.extend(prior(findings));
    remarks
}

fn on_latest(findings: &Findings<'_>, latest: &Assessment) -> Vec<String> {
    let judgement = latest
        .judgements
        .as_ref()
        .and_then(|judgements| judgements.first());
    let mut remarks = vec![change(findings, latest, judgement)];
    if findings.trajectory.assessments.len() == 1 {
        remarks.push("These are two points alone: no trend can be read from them.".to_owned());
    }
    remarks.extend(sides(findings, latest));
    for mark in &latest.blocked_by {
        remarks.push(format!(
            "No verdict: between baseline and figure lies a break ({}: {}). --step PERIOD=RATIO puts the figures \
             on one basis, --across-breaks ignores it.",
            mark.date_in_words, mark.text
        ));
    }
    remarks.extend(rates(latest));
    if let Some(judgement) = judgement {
        let rates = judgement.annual_rates;
        remarks.push(format!(
            "Annual rates that the figures are consistent with: {} to {}",
            percent(CHANGE, rates.lower),
            percent(CHANGE, rates.upper)
        ));
    }
    remarks
}

/// The change since the baseline, with its interval where there is one.
fn change(findings: &Findings<'_>, latest: &Assessment, judgement: Option<&Judgement>) -> String {
    let baseline = &findings.trajectory.baseline;
    let interval = judgement.map_or_else(String::new, |judgement| {
        let interval = judgement.change.interval;
        format!(
            " ({}% confidence interval: {} to {})",
            trimmed(100.0 * interval.confidence),
            percent(CHANGE, interval.lower),
            percent(CHANGE, interval.upper)
        )
    });
    let points = latest.reading.value - baseline.value;
    format!(
        "{} to {}: {}{}, {}{interval}",
        baseline.period,
        latest.reading.period,
        findings.format.signed.write(points),
        findings.format.points,
        percent(CHANGE, latest.reading.value / baseline.value - 1.0)
    )
}

/// Observed and required rates, and their ratio.
fn rates(latest: &Assessment) -> [String; 2] {
    let progress = latest.progress;
    let from_here = latest.required_from_here.map_or_else(String::new, |rate| {
        format!("; required from here {}", percent(RATE, rate))
    });
    [
        format!(
            "A year: observed {}, required from the baseline {}{from_here}",
            percent(RATE, progress.observed_rate),
            percent(NumberFormat::SignedPerCent(3), progress.required_rate)
        ),
        format!(
            "Progress ratio {:.3}, {}: it knows no uncertainty and is never to be read alone",
            progress.ratio,
            progress.class.words()
        ),
    ]
}

/// Where the two paths say different things, the text says so.
fn sides(findings: &Findings<'_>, latest: &Assessment) -> Option<String> {
    let [geometric, linear] = latest.gaps[..] else {
        return None;
    };
    if findings.paths.len() < 2 {
        return None;
    }
    if geometric > 0.0 && linear < 0.0 {
        return Some(
            "The figure lies on different sides of the two paths: above the same-rate path, below the \
             same-number path, which asks for less early on."
                .to_owned(),
        );
    }
    let verdicts = latest.judgements.as_ref()?;
    (verdicts[0].verdict != verdicts[1].verdict).then(|| {
        format!(
            "The two paths are judged differently: {} on the stricter (same rate), {} on the milder \
             (same number).",
            verdicts[0].verdict.words(),
            verdicts[1].verdict.words()
        )
    })
}

fn detectable(findings: &Findings<'_>) -> Vec<String> {
    let mut remarks = Vec::new();
    let power = trimmed(100.0 * findings.subject.goal.power);
    if let Some(fall) = findings.trajectory.detectable {
        remarks.push(format!(
            "Smallest fall from the baseline that a second survey of the same size would detect \
             ({power}% power): {}",
            NumberFormat::PerCent(1).write(100.0 * fall.relative)
        ));
        let years: Vec<String> = findings
            .paths
            .iter()
            .filter_map(|at| findings.trajectory.paths.get(*at))
            .map(|path| {
                let year = path
                    .first_detected
                    .map_or_else(|| "none".to_owned(), |year| year.to_string());
                format!("{year} ({})", path_name(path.shape))
            })
            .collect();
        remarks.push(format!(
            "First year in which being on the path could be told from no change: {}",
            years.join(", ")
        ));
    }
    remarks
}

fn projection(findings: &Findings<'_>) -> String {
    let goal = &findings.subject.goal;
    match &findings.trajectory.projection {
        Err(reason) => format!("Projection: not estimable, {reason}."),
        Ok(projection) => {
            let interval = projection.estimate.interval;
            let format = findings.format.value;
            format!(
                "No forecast, but what follows if the trend of its latest stretch went on: {} in {} ({}% \
                 prediction interval: {} to {}), probability of reaching the target {}",
                format.write(projection.estimate.value),
                goal.target,
                trimmed(100.0 * interval.confidence),
                format.write(interval.lower),
                format.write(interval.upper),
                NumberFormat::PerCent(1).write(100.0 * projection.probability)
            )
        }
    }
}

fn what_if(findings: &Findings<'_>) -> Option<String> {
    let course = findings.what_if.as_ref()?;
    let (from, _) = course.values.first()?;
    let (last, value) = course.values.last()?;
    let verdict = if course.reached {
        "reached"
    } else {
        "not reached"
    };
    Some(format!(
        "What if it changed by {} a year from {from} on, as the user states: {} in {last}, the target {verdict}",
        percent(CHANGE, course.rate),
        findings.format.precise.write(*value),
    ))
}

fn parts(findings: &Findings<'_>) -> Option<String> {
    let parts = findings.parts.as_ref()?;
    let format = findings.format.signed;
    let each: Vec<String> = parts
        .names
        .iter()
        .zip(&parts.decomposition.contributions)
        .map(|(name, contribution)| format!("{name} {}", format.write(*contribution)))
        .collect();
    let residual = parts
        .decomposition
        .residual
        .map_or_else(String::new, |residual| {
            format!("; not explained by them {}", format.write(residual))
        });
    let unit = match findings.format.points.trim() {
        "" => String::new(),
        points => format!(", {points}"),
    };
    let weights = if parts.weights.is_empty() {
        String::new()
    } else {
        format!(", {}", parts.weights)
    };
    Some(format!(
        "Parts of the change between the two figures as published{unit}: {}; together \
         {}{residual}{weights}. No interval is known for any part: none can be told from zero.",
        each.join(", "),
        format.write(parts.decomposition.recomposed)
    ))
}

fn prior(findings: &Findings<'_>) -> Vec<String> {
    let compared = if findings.subject.definition.is_some() {
        "Another measure than the target's: compare rates, not levels."
    } else {
        "A trend found before says nothing of its cause."
    };
    let limits = |estimate: Estimate| {
        let (lower, upper) = (estimate.interval.lower, estimate.interval.upper);
        format!("{} to {}", CHANGE.write(lower), CHANGE.write(upper))
    };
    findings
        .prior
        .iter()
        .map(|prior| {
            let change = prior.line.change;
            format!(
                "The trend up to the baseline, {} ({} to {}): {} a year ({}% confidence interval: {}), {}; \
                 had it gone on, {} by {} ({}). {compared}",
                prior.name,
                prior.from,
                prior.to,
                CHANGE.write(change.value),
                trimmed(100.0 * change.interval.confidence),
                limits(change),
                p_value(prior.line.p_value),
                CHANGE.write(prior.continued.value),
                findings.subject.goal.target,
                limits(prior.continued),
            )
        })
        .collect()
}
