//! What the intervals of a target's figures rest on.

use super::{Fact, Facts, Statistic};
use crate::model::Period;
use crate::question::goal::{Origin, Subject};

/// A fact about a subject: its series is named by the definition.
pub(crate) fn template(subject: &Subject<'_>) -> Fact {
    let series = &subject.series;
    let name = subject.definition.map(|(definition, _)| &definition.id);
    Fact {
        series: name.unwrap_or(&series.name).clone(),
        unit: series.unit.clone(),
        ..Fact::about(series)
    }
}

/// A sample size or a design factor, with where it is from in its note.
pub(crate) struct Known {
    pub(crate) fact: Fact,
    pub(crate) origin: Origin,
}

/// Sample sizes, in the order of time, and the design factors used with them.
#[derive(Default)]
pub(crate) struct Precision {
    pub(crate) sizes: Vec<Known>,
    pub(crate) factors: Vec<Known>,
}

/// Sample sizes in some periods, and the design factors. A later period without one of its own is
/// assumed to have the size `later`.
pub(crate) fn precision(
    subject: &Subject<'_>,
    periods: &[Period],
    later: Option<f64>,
    facts: &mut Facts,
) -> Precision {
    let about = template(subject);
    let known = |statistic, value, unit: &str, origin, note: &str| Known {
        fact: Fact {
            statistic,
            value: Some(value),
            unit: unit.to_owned(),
            note: note.to_owned(),
            ..about.clone()
        },
        origin,
    };
    let mut found = Precision::default();
    for period in periods {
        let base = subject.base_of(*period);
        let Some(size) = base.or(later) else {
            continue;
        };
        let (origin, reason) = match base {
            Some(_) => subject.base_origin(*period),
            None => (Origin::Assumed, "assumed: as in the baseline period"),
        };
        let mut size = known(Statistic::Base, size, "people", origin, reason);
        size.fact.period = period.into();
        found.sizes.push(size);
        let (factor, origin) = subject.design_factor_of(*period);
        let note = match origin {
            Origin::Assumed if subject.definition.is_some() => "assumed: none is published",
            Origin::Assumed => "assumed: none is given",
            Origin::Stated => "stated by the user",
            Origin::Given => "as given with the figures",
        };
        let factor = known(Statistic::DesignFactor, factor, "", origin, note);
        if base.is_some() && !found.factors.iter().any(|one| one.fact == factor.fact) {
            found.factors.push(factor);
        }
    }
    for known in found.sizes.iter_mut().chain(&mut found.factors) {
        known.fact = facts.put(known.fact.clone());
    }
    found
}
