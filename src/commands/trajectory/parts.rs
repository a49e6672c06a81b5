//! What the change is made up of, and the trend that came before.

use anyhow::Result;

use super::Subject;
use crate::catalogue::Measure;
use crate::dataset::Dataset;
use crate::estimates::trajectory::Trajectory;
use crate::estimates::{AssumedPrecision, Crossing, segments, straight};
use crate::model::{Period, Series, SeriesKind, Sex};
use crate::stats::decomposition::{Decomposition, Part, decompose};
use crate::stats::estimate::Estimate;
use crate::stats::line::Line;

/// The change by parts, adding up exactly.
pub(super) struct Parts {
    /// Name of each part, in the order of the contributions.
    pub(super) names: Vec<String>,
    pub(super) decomposition: Decomposition,
    /// What the parts were weighted with; empty where they are counts.
    pub(super) weights: String,
}

/// The trend up to the baseline of a measure with a longer past.
pub(super) struct Prior {
    pub(super) name: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) line: Line,
    /// What it would come to from baseline to target, had it gone on.
    pub(super) continued: Estimate,
}

/// The latest change split into the changes of the definition's parts.
///
/// # Errors
/// A damaged release.
pub(super) fn of(
    subject: &Subject<'_>,
    trajectory: &Trajectory,
    dataset: &Dataset<'_>,
) -> Result<Option<Parts>> {
    let Some((definition, _)) = subject.definition else {
        return Ok(None);
    };
    let Some(latest) = trajectory.assessments.last().map(|one| &one.reading) else {
        return Ok(None);
    };
    if latest.given {
        return Ok(None);
    }
    let Some(held) = held(
        &definition.parts,
        subject.goal.baseline,
        latest.period,
        dataset,
    )?
    else {
        return Ok(None);
    };
    let (shares, weights) = shares(subject, &held, dataset)?;
    let parts: Vec<Part> = held
        .iter()
        .zip(&shares)
        .map(|((_, (first, second)), share)| Part {
            first_share: *share,
            first_value: *first,
            second_share: *share,
            second_value: *second,
        })
        .collect();
    let change = latest.value - trajectory.baseline.value;
    Ok(decompose(&parts, Some(change))
        .ok()
        .map(|decomposition| Parts {
            names: held.iter().map(|(measure, _)| name(measure)).collect(),
            decomposition,
            weights,
        }))
}

/// A part with its first and its second figure.
type Held<'a> = (&'a Measure, (f64, f64));

/// The parts with their figures; `None` where there are none, or one of them has no figure.
fn held<'a>(
    ids: &[String],
    first: Period,
    second: Period,
    dataset: &Dataset<'a>,
) -> Result<Option<Vec<Held<'a>>>> {
    let mut held = Vec::new();
    for id in ids {
        let Some(measure) = dataset.catalogue().measure(id) else {
            return Ok(None);
        };
        let Some(series) = dataset.series(measure, None)? else {
            return Ok(None);
        };
        let value = |period| series.point(period).and_then(|point| point.value);
        let Some(values) = value(first).zip(value(second)) else {
            return Ok(None);
        };
        held.push((measure, values));
    }
    Ok((!held.is_empty()).then_some(held))
}

fn name(measure: &Measure) -> String {
    match measure.sex {
        Sex::Women if measure.source == crate::model::Source::Survey => "women".to_owned(),
        Sex::Men if measure.source == crate::model::Source::Survey => "men".to_owned(),
        _ => measure.noun.clone(),
    }
}

/// Population shares of the parts of a prevalence; counts add up as they are.
fn shares(
    subject: &Subject<'_>,
    held: &[Held<'_>],
    dataset: &Dataset<'_>,
) -> Result<(Vec<f64>, String)> {
    if subject.series.kind != SeriesKind::Prevalence {
        return Ok((vec![1.0; held.len()], String::new()));
    }
    let mut people = Vec::new();
    let mut year = 0;
    for (measure, _) in held {
        let found = dataset.population(measure.sex, measure.age, subject.goal.baseline)?;
        people.push(found.as_ref().map_or(0.0, |population| population.people));
        year = found.map_or(year, |population| population.year);
    }
    let total: f64 = people.iter().sum();
    let shares: Vec<f64> = people.iter().map(|people| people / total).collect();
    let written: Vec<String> = shares.iter().map(|share| format!("{share:.3}")).collect();
    Ok((
        shares,
        format!(
            "weighted by their shares of the population of mid-{year} ({})",
            written.join(", ")
        ),
    ))
}

/// The trends up to the baseline of the definition's measures with a longer past.
///
/// # Errors
/// A damaged release.
pub(super) fn prior(subject: &Subject<'_>, dataset: &Dataset<'_>) -> Result<Vec<Prior>> {
    let Some((definition, _)) = subject.definition else {
        return Ok(prior_of(&subject.series, subject, "the figures given")
            .into_iter()
            .collect());
    };
    let mut found = Vec::new();
    for id in &definition.prior {
        if let Some(measure) = dataset.catalogue().measure(id)
            && let Some(series) = dataset.series(measure, None)?
        {
            let name = match measure.source {
                crate::model::Source::Survey => format!(
                    "{}, {} {}",
                    measure.noun,
                    measure.sex.noun(),
                    measure.age.in_words()
                ),
                _ => measure.noun.clone(),
            };
            found.extend(prior_of(&series, subject, &name));
        }
    }
    Ok(found)
}

/// The latest stretch of 4 figures or more without a break, up to the baseline.
fn prior_of(series: &Series, subject: &Subject<'_>, name: &str) -> Option<Prior> {
    let up_to = series.clone().within(None, Some(subject.goal.baseline));
    let (found, _) = segments(&up_to, &Crossing::Never);
    let segment = found.first()?;
    // What is assumed of the target's figures is not known of those of a longer past.
    let assumed = if subject.definition.is_some() {
        AssumedPrecision::default()
    } else {
        subject.goal.assumed.clone()
    };
    let line = straight(series.kind, segment, &assumed, subject.goal.confidence);
    let line = line.ok()?;
    let goal = &subject.goal;
    let years = goal.target.midpoint() - goal.baseline.midpoint();
    let (first, last) = (segment.points.first()?, segment.points.last()?);
    Some(Prior {
        name: name.to_owned(),
        from: first.0.period.to_string(),
        to: last.0.period.to_string(),
        continued: line.change_over(years).ok()?,
        line,
    })
}
