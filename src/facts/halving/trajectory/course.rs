//! What would follow: the course of a stated annual change, and the trend continued.

use anyhow::Result;

use super::About;
use crate::answer::NumberFormat;
use crate::estimates::trajectory::{Trajectory, WhatIf, what_if as course_of};
use crate::facts::{Fact, Facts, Statistic};
use crate::problem::Problem;
use crate::question::halving::goal::Subject;

/// The course of a stated annual change, from the latest figure on.
pub(crate) struct Course {
    /// The stated change: `-3.0%`.
    pub(crate) rate: String,
    pub(crate) values: Vec<Fact>,
    /// Whether it reaches the target.
    pub(crate) is_reached: bool,
}

/// The course of a stated annual change.
///
/// # Errors
/// A change that leaves nothing.
pub(super) fn what_if(
    rate: Option<f64>,
    subject: &Subject<'_>,
    judged: &Trajectory,
) -> Result<Option<WhatIf>> {
    let Some(rate) = rate else {
        return Ok(None);
    };
    let latest = judged.assessments.last();
    let latest = latest.map_or(&judged.baseline, |latest| &latest.reading);
    let course = course_of(latest, &subject.goal, judged.target_value, rate);
    course.map(Some).map_err(|_| {
        Problem::usage(format!(
            "--assume-annual-change {rate:?} is not a possible annual change"
        ))
        .hint("give a share of more than -1: -0.03 is 3% less each year")
        .into()
    })
}

impl About<'_> {
    pub(super) fn course(&self, course: &WhatIf, facts: &mut Facts) -> Course {
        let rate = NumberFormat::SignedPerCent(1).write(100.0 * course.rate);
        let method = format!("stated change of {rate} a year, from the latest figure on");
        let note = if course.reached {
            "the target is reached"
        } else {
            "the target is not reached"
        };
        let values = course.values.iter().map(|(period, value)| {
            facts.put(Fact {
                period: period.into(),
                method: method.clone(),
                note: note.to_owned(),
                ..self.plain(Statistic::WhatIf, *value)
            })
        });
        Course {
            values: values.collect(),
            rate,
            is_reached: course.reached,
        }
    }

    /// The trend continued to the target, and the probability of reaching it.
    pub(super) fn projection(
        &self,
        judged: &Trajectory,
        facts: &mut Facts,
    ) -> Result<[Fact; 2], String> {
        let projection = judged.projection.as_ref().map_err(String::clone)?;
        let estimate = &projection.estimate;
        let unit = &self.subject.series.unit;
        let fact = |statistic, value, unit: &str| Fact {
            period: self.subject.goal.target.into(),
            ..self.whole(statistic, value, unit)
        };
        let value = Fact {
            method: estimate.method.to_owned(),
            df: estimate.df,
            n: estimate.n,
            ..fact(Statistic::Projection, estimate.value, unit)
        };
        let probability = Fact {
            note: "of reaching the target, if the trend went on".to_owned(),
            ..fact(Statistic::Probability, projection.probability, "")
        };
        Ok([
            facts.put(value.with_interval(Some(estimate.interval))),
            facts.put(probability),
        ])
    }
}
