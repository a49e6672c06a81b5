//! The sample sizes that intervals are based on, and those with which later falls are looked for.

use super::About;
use crate::estimates::trajectory::Trajectory;
use crate::facts::precision::{self, ASSUMED};
use crate::facts::{Fact, Facts, Statistic};
use crate::model::{Period, Point};
use crate::question::halving::assumption::Assumption;
use crate::stats::intervals::design::Basis;

impl About<'_> {
    /// States the sample sizes of the figures and of the periods still to come, in the order of
    /// time.
    pub(super) fn bases(&self, judged: &Trajectory, facts: &mut Facts) -> Vec<Basis> {
        let readings = || {
            let later = judged.assessments.iter().map(|one| &one.reading);
            std::iter::once(&judged.baseline).chain(later)
        };
        let first = judged.baseline.basis;
        let path = judged.paths.first().map(|path| path.values.as_slice());
        for (period, _) in path.unwrap_or_default() {
            if let Some(reading) = readings().find(|reading| reading.period == *period) {
                facts.extend(self.sizes(*period, reading.basis).into_iter().flatten());
            } else if judged.detectable.is_some() {
                facts.extend(first.and_then(|first| self.later_size(*period, first)));
            }
        }
        readings().filter_map(|reading| reading.basis).collect()
    }

    /// The sample size and the design factor of a period.
    fn sizes(&self, period: Period, basis: Option<Basis>) -> Option<[Fact; 2]> {
        let subject = self.subject;
        let definition = subject.definition.map(|(definition, _)| definition);
        let assumption = Assumption::new(subject.stated.clone(), definition);
        let unknown = Point::unknown(period);
        let point = subject.series.point(period).unwrap_or(&unknown);
        precision::of(&self.template, point, basis, &assumption)
    }

    /// The sample size of a period without a figure; that of the baseline where nobody states one.
    fn later_size(&self, period: Period, baseline: Basis) -> Option<Fact> {
        let Basis::Base { base, .. } = baseline else {
            return None;
        };
        let Some(stated) = self.subject.goal.assumed.base_of(period) else {
            return Some(Fact {
                period: period.into(),
                method: ASSUMED.to_owned(),
                unit: "people".to_owned(),
                note: "as in the baseline period".to_owned(),
                ..self.plain(Statistic::Base, base)
            });
        };
        let [size, _] = self.sizes(period, Some(baseline))?;
        Some(Fact {
            value: Some(stated),
            ..size
        })
    }
}
