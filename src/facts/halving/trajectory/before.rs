//! What the change is made up of, and the trend up to the baseline.

use anyhow::Result;

use super::{A_YEAR, About};
use crate::catalogue::Measure;
use crate::dataset::Dataset;
use crate::estimates::trajectory::{Reading, Trajectory};
use crate::estimates::{AssumedPrecision, Crossing, segments, straight};
use crate::facts::{Fact, Facts, Statistic};
use crate::model::{Period, Series, SeriesKind, Sex, Source};
use crate::question::halving::goal::Subject;
use crate::stats::estimate::Estimate;
use crate::stats::trajectory::decomposition::{Decomposition, Part, decompose};
use crate::stats::trends::line::Line;

/// The change by parts; contributions add up exactly.
pub(crate) struct Parts {
    /// What each part adds, its name in the note.
    pub(crate) contributions: Vec<Fact>,
    pub(crate) together: Fact,
    /// What the parts do not explain.
    pub(crate) residual: Option<Fact>,
    /// The share of the population that each part is weighted by; empty where parts are counts.
    pub(crate) weights: Vec<Fact>,
}

/// The trend up to the baseline of a measure with a longer past.
pub(crate) struct Prior {
    pub(crate) name: String,
    /// Whether it is another measure than the target's.
    pub(crate) is_other: bool,
    pub(crate) change: Fact,
    /// What it would come to from baseline to target if it went on.
    pub(crate) continued: Fact,
}

/// A change split into the changes of parts.
pub(super) struct Split {
    names: Vec<String>,
    decomposition: Decomposition,
    /// Number of people and share of all for each part, and the year of the population estimate.
    weights: Option<(Vec<(f64, f64)>, u16)>,
}

/// The latest change split into the changes of the definition's parts.
///
/// # Errors
/// A damaged release.
pub(super) fn parts(
    subject: &Subject<'_>,
    judged: &Trajectory,
    dataset: &Dataset<'_>,
) -> Result<Option<Split>> {
    let latest = judged.assessments.last().map(|one| &one.reading);
    let (Some((definition, _)), Some(latest)) = (subject.definition, latest) else {
        return Ok(None);
    };
    // Parts are those of England and Wales.
    if !dataset.is_whole(&subject.series.area) {
        return Ok(None);
    }
    let first = subject.goal.baseline;
    let held = match latest {
        Reading { given: true, .. } => None,
        Reading { period, .. } => held(&definition.parts, first, *period, dataset)?,
    };
    let Some(held) = held else {
        return Ok(None);
    };
    let weights = weights(subject, &held, dataset)?;
    let share = |at: usize| weights.as_ref().map_or(1.0, |(people, _)| people[at].1);
    let parts: Vec<Part> = held
        .iter()
        .enumerate()
        .map(|(at, (_, (first, second)))| Part {
            first_share: share(at),
            first_value: *first,
            second_share: share(at),
            second_value: *second,
        })
        .collect();
    let change = latest.value - judged.baseline.value;
    Ok(decompose(&parts, Some(change))
        .ok()
        .map(|decomposition| Split {
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
        Sex::Women if measure.source == Source::Survey => "women".to_owned(),
        Sex::Men if measure.source == Source::Survey => "men".to_owned(),
        _ => measure.noun.clone(),
    }
}

/// Shares and people of the parts, and the year of the population.
type Weights = (Vec<(f64, f64)>, u16);

/// People in the parts of a prevalence, with their shares and the year; counts add up as they are.
fn weights(
    subject: &Subject<'_>,
    held: &[Held<'_>],
    dataset: &Dataset<'_>,
) -> Result<Option<Weights>> {
    if subject.series.kind != SeriesKind::Prevalence {
        return Ok(None);
    }
    let mut people = Vec::new();
    let mut year = 0;
    for (measure, _) in held {
        let found = dataset.population(measure.sex, measure.age, subject.goal.baseline)?;
        people.push(found.as_ref().map_or(0.0, |population| population.people));
        year = found.map_or(year, |population| population.year);
    }
    let total: f64 = people.iter().sum();
    let shares = people.into_iter().map(|people| (people, people / total));
    Ok(Some((shares.collect(), year)))
}

impl Split {
    pub(super) fn put(self, about: &About<'_>, judged: &Trajectory, facts: &mut Facts) -> Parts {
        let to = judged.assessments.last();
        let to = to.map_or(judged.baseline.period, |latest| latest.reading.period);
        let fact = |statistic, value, note: &str| Fact {
            method: self.decomposition.method.to_owned(),
            note: note.to_owned(),
            ..about.until(to, statistic, value, about.points())
        };
        let values = &self.decomposition.contributions;
        let each = self.names.iter().zip(values);
        let contributions = each
            .map(|(name, value)| facts.put(fact(Statistic::Contribution, *value, name)))
            .collect();
        let residual = self.decomposition.residual.map(|value| {
            let note = "not explained by the parts";
            facts.put(fact(Statistic::Contribution, value, note))
        });
        let together = self.decomposition.recomposed;
        let together = facts.put(fact(Statistic::Change, together, "the parts together"));
        let (people, year) = self.weights.unwrap_or_default();
        let weights = self
            .names
            .iter()
            .zip(people)
            .map(|(name, (people, share))| {
                facts.put(Fact {
                    n: Some(people),
                    unit: "per cent".to_owned(),
                    denominator: format!("population of mid-{year}"),
                    note: name.clone(),
                    ..about.plain(Statistic::Share, 100.0 * share)
                })
            });
        Parts {
            weights: weights.collect(),
            contributions,
            together,
            residual,
        }
    }
}

/// A trend up to the baseline.
pub(super) struct Past {
    name: String,
    is_other: bool,
    from: Period,
    to: Period,
    line: Line,
    continued: Estimate,
}

/// The trends up to the baseline of the definition's measures with a longer past.
///
/// # Errors
/// A damaged release.
pub(super) fn prior(subject: &Subject<'_>, dataset: &Dataset<'_>) -> Result<Vec<Past>> {
    let Some((definition, _)) = subject.definition else {
        let past = past(&subject.series, subject, "the figures given".to_owned());
        return Ok(past.into_iter().collect());
    };
    if !dataset.is_whole(&subject.series.area) {
        let past = past(&subject.series, subject, subject.series.noun.clone());
        return Ok(past.into_iter().collect());
    }
    let mut found = Vec::new();
    for id in &definition.prior {
        if let Some(measure) = dataset.catalogue().measure(id)
            && let Some(series) = dataset.series(measure, None)?
        {
            let name = match measure.source {
                Source::Survey => {
                    let (sex, age) = (measure.sex.noun(), measure.age.in_words());
                    format!("{}, {sex} {age}", measure.noun)
                }
                _ => measure.noun.clone(),
            };
            found.extend(past(&series, subject, name));
        }
    }
    Ok(found)
}

/// The latest stretch of 4 figures or more without a break, up to the baseline.
fn past(series: &Series, subject: &Subject<'_>, name: String) -> Option<Past> {
    let goal = &subject.goal;
    let up_to = series.clone().within(None, Some(goal.baseline));
    let (found, _) = segments(&up_to, &Crossing::Never);
    let segment = found.first()?;
    // What is assumed of the target's figures is not known of those of a longer past.
    let assumed = if subject.definition.is_some() {
        AssumedPrecision::default()
    } else {
        goal.assumed.clone()
    };
    let line = straight(series.kind, segment, &assumed, goal.confidence).ok()?;
    let years = goal.target.midpoint() - goal.baseline.midpoint();
    Some(Past {
        name,
        is_other: series.measure != subject.series.measure,
        from: segment.points.first()?.0.period,
        to: segment.points.last()?.0.period,
        continued: line.change_over(years).ok()?,
        line,
    })
}

impl Past {
    pub(super) fn put(&self, about: &About<'_>, facts: &mut Facts) -> Prior {
        let name = &self.name;
        let shared = Fact {
            method: self.line.method.to_owned(),
            df: Some(self.line.df),
            n: Some(self.line.n as f64),
            ..about.whole(Statistic::Apc, self.line.change.value, A_YEAR)
        };
        let change = Fact {
            p_value: Some(self.line.p_value),
            from: self.from.into(),
            to: self.to.into(),
            note: format!("before the baseline: {name}"),
            ..shared.clone()
        };
        let continued = Fact {
            statistic: Statistic::Counterfactual,
            value: Some(self.continued.value),
            unit: "per cent".to_owned(),
            note: format!("had the trend before gone on: {name}"),
            ..shared
        };
        Prior {
            name: name.clone(),
            is_other: self.is_other,
            change: facts.put(change.with_interval(Some(self.line.change.interval))),
            continued: facts.put(continued.with_interval(Some(self.continued.interval))),
        }
    }
}
