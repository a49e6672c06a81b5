//! Sample sizes and design factors that intervals are based on, as facts.

use super::{Fact, Facts, Statistic};
use crate::model::{Period, Point};
use crate::question::halving::assumption::{Assumption, Origin};
use crate::stats::estimate::Interval;
use crate::stats::intervals::design::Basis;

/// The method of a sample size or design factor that the user states.
pub(crate) const STATED: &str = "stated by the user";
/// The method of a sample size or design factor that nobody published.
pub(crate) const ASSUMED: &str = "assumed";

impl Fact {
    /// The same with these limits.
    pub(crate) fn with_interval(self, interval: Option<Interval>) -> Self {
        Self {
            lower: interval.map(|interval| interval.lower),
            upper: interval.map(|interval| interval.upper),
            confidence: interval.map(|interval| interval.confidence),
            ..self
        }
    }
}

/// The sample size and the design factor behind the interval of a point.
pub(crate) fn of(
    template: &Fact,
    point: &Point,
    basis: Option<Basis>,
    assumption: &Assumption<'_>,
) -> Option<[Fact; 2]> {
    let Some(Basis::Base {
        base,
        design_factor,
        ..
    }) = basis
    else {
        return None;
    };
    let fact = |statistic, value, unit: &str, origin| {
        let (method, note) = match origin {
            Origin::Published => ("", ""),
            Origin::Stated => (STATED, ""),
            Origin::Assumed(reason) => (ASSUMED, reason),
        };
        let published = origin == Origin::Published;
        let if_published = |text: &String| {
            if published {
                text.clone()
            } else {
                String::new()
            }
        };
        Fact {
            period: point.period.into(),
            statistic,
            method: method.to_owned(),
            value: Some(value),
            unit: unit.to_owned(),
            release: if_published(&point.release),
            source_ref: if_published(&point.source_ref),
            note: note.to_owned(),
            ..template.clone()
        }
    };
    Some([
        fact(Statistic::Base, base, "people", assumption.of_base(point)),
        fact(
            Statistic::DesignFactor,
            design_factor,
            "",
            assumption.of_design_factor(point),
        ),
    ])
}

/// Whether the interval of any figure of a series is based on an assumed sample size.
pub(crate) fn is_assumed(facts: &Facts, series: &str) -> bool {
    let mut bases = facts.of(series, Statistic::Base);
    bases.any(|base| base.method == ASSUMED)
}

/// Whether an interval of a series is based on a sample size or a design factor that nobody published or
/// stated.
pub(crate) fn rests_on_assumption(facts: &Facts, series: &str) -> bool {
    let mut factors = facts.of(series, Statistic::DesignFactor);
    is_assumed(facts, series) || factors.any(|factor| factor.method == ASSUMED)
}

/// Whether the sample size of one period is assumed.
pub(crate) fn is_assumed_at(facts: &Facts, series: &str, period: Period) -> bool {
    let base = facts.at(series, Statistic::Base, period);
    base.is_some_and(|base| base.method == ASSUMED)
}
