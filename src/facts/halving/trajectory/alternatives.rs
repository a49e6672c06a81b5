//! The verdict on the latest figure under other assumptions on precision.

use anyhow::Result;

use super::{About, PathFacts, path_name, percent, place};
use crate::estimates::trajectory::{Goal, Trajectory, trajectory};
use crate::facts::precision::ASSUMED;
use crate::facts::{Fact, Facts, Statistic};
use crate::model::{Point, SeriesKind};
use crate::stats::distribution::critical_z;
use crate::stats::intervals::design::Basis;
use crate::stats::trajectory::path::Shape;
use crate::stats::trajectory::verdict::{Judgement, Verdict};

/// What the code that ONS publishes for its own tables multiplies every standard error of a
/// proportion by.
const DESIGN_FACTOR_OF_ONS: f64 = 1.2;
/// Factors of extra scatter whose error rates are documented.
const EXTRA_SCATTER: [f64; 2] = [1.2, 1.5];

/// The verdict under one assumption.
pub(crate) struct Alternative {
    /// `design factor 1.2`
    pub(crate) name: String,
    /// Whether another design factor is assumed, or extra scatter.
    pub(crate) is_design_factor: bool,
    /// The gap to each path shown, with its interval.
    pub(crate) paths: Vec<(Shape, Verdict, Fact)>,
    /// The change over its standard error.
    pub(crate) change_over_error: Fact,
    /// Whether the change since the baseline is statistically significant.
    pub(crate) is_significant: bool,
    /// People to ask in each period for the same change to be significant.
    pub(crate) base_needed: Option<Fact>,
}

impl About<'_> {
    /// The verdict on the latest figure with ONS's working design factor beside the assumed one, and
    /// with extra scatter; nothing for counts, and where there is no verdict.
    pub(super) fn alternatives(
        &self,
        given: &[Point],
        judged: &Trajectory,
        paths: &[PathFacts],
        facts: &mut Facts,
    ) -> Result<Vec<Alternative>> {
        let goal = &self.subject.goal;
        let has_verdict = judged.assessments.last();
        let has_verdict = has_verdict.is_some_and(|latest| latest.judgements.is_some());
        if self.subject.series.kind != SeriesKind::Prevalence || !has_verdict {
            return Ok(Vec::new());
        }
        let mut goals = Vec::new();
        for factor in self.design_factors(judged) {
            let mut other = goal.clone();
            other.assumed.design_factor = Some(factor);
            goals.push((format!("design factor {factor}"), true, other));
        }
        for factor in EXTRA_SCATTER {
            if factor > goal.extra_scatter {
                let other = Goal {
                    extra_scatter: factor,
                    ..goal.clone()
                };
                goals.push((format!("extra scatter {factor}"), false, other));
            }
        }
        let mut found = Vec::new();
        for (name, is_design_factor, goal) in goals {
            let other = trajectory(&self.subject.series, &goal, given)?;
            found.extend(self.alternative(name, is_design_factor, &other, paths, facts));
        }
        Ok(found)
    }

    /// The factor of ONS and the one that is assumed, where nobody published or stated one.
    fn design_factors(&self, judged: &Trajectory) -> Vec<f64> {
        let stated = self.subject.stated.design_factor.is_some();
        let points = &mut self.subject.series.points.iter();
        let published = points.any(|point| point.design_factor.is_some());
        match judged.baseline.basis {
            Some(Basis::Base { design_factor, .. }) if !stated && !published => {
                vec![DESIGN_FACTOR_OF_ONS, design_factor]
            }
            _ => Vec::new(),
        }
    }

    fn alternative(
        &self,
        name: String,
        is_design_factor: bool,
        other: &Trajectory,
        paths: &[PathFacts],
        facts: &mut Facts,
    ) -> Option<Alternative> {
        let latest = other.assessments.last()?;
        let judgements = latest.judgements.as_ref()?;
        let period = latest.reading.period;
        let first = judgements.first()?;
        let fact = |statistic, value, unit: &str| Fact {
            period: period.into(),
            method: name.clone(),
            ..self.until(period, statistic, value, unit)
        };
        let over_paths = paths.iter().map(|path| {
            let judgement: &Judgement = &judgements[place(path.shape)];
            let words = judgement.verdict.words();
            let gap = Fact {
                method: format!("{name}, {}", path_name(path.shape)),
                note: words.to_owned(),
                ..fact(
                    Statistic::VerdictUnder,
                    100.0 * judgement.gap.value,
                    "per cent",
                )
            };
            let gap = gap.with_interval(Some(percent(judgement.gap.interval)));
            (path.shape, judgement.verdict, facts.put(gap))
        });
        let paths = over_paths.collect();
        let ratio = first.change.value.ln_1p() / first.log_error;
        let limits = first.change.interval;
        let needed = match other.baseline.basis {
            Some(Basis::Base { base, .. }) if is_design_factor => {
                let z = critical_z(self.subject.goal.confidence).ok()?;
                Some(base * (z / ratio).powi(2)).filter(|needed| needed.is_finite())
            }
            _ => None,
        };
        Some(Alternative {
            paths,
            is_design_factor,
            change_over_error: facts.put(fact(Statistic::ChangeOverError, ratio, "")),
            is_significant: limits.lower > 0.0 || limits.upper < 0.0,
            base_needed: needed.map(|needed| {
                facts.put(Fact {
                    note: ASSUMED.to_owned(),
                    ..fact(Statistic::BaseNeeded, needed.ceil(), "people")
                })
            }),
            name,
        })
    }
}
