//! Prevalence by groups of people: each figure with its interval, and the difference of each group from
//! the first, tested where the precision of both was published.

use anyhow::Result;

use super::{Fact, Facts, Statistic};
use crate::dataset::GroupFigure;
use crate::estimates::{AssumedPrecision, in_per_cent, precision, tested_change};
use crate::model::{Marker, Series, SeriesKind};
use crate::problem::Problem;
use crate::stats::intervals::design::{Basis, Prevalence};

/// The figures of the groups of one measure.
pub(crate) struct Groups {
    pub(crate) series: Series,
    pub(crate) figures: Vec<GroupFigure>,
}

impl Groups {
    /// The name of a group's series.
    pub(crate) fn name(&self, figure: &GroupFigure) -> String {
        format!("{}:{}", self.series.name, figure.breakdown)
    }

    /// Adds the facts of every group; what the intervals are based on.
    ///
    /// # Errors
    /// Numbers that no interval can be made from.
    pub(crate) fn state(&self, confidence: f64, facts: &mut Facts) -> Result<Vec<Basis>> {
        let mut bases = Vec::new();
        for figure in &self.figures {
            let (stated, rests_on) = self.figure(figure, confidence)?;
            facts.add(stated);
            bases.extend(rests_on);
        }
        let Some((first, others)) = self.figures.split_first() else {
            return Ok(bases);
        };
        for other in others {
            facts.extend(self.difference(first, other, confidence)?);
        }
        Ok(bases)
    }

    fn about(&self, figure: &GroupFigure) -> Fact {
        Fact {
            series: self.name(figure),
            breakdown: figure.breakdown.clone(),
            ..Fact::about(&self.series)
        }
    }

    fn figure(&self, figure: &GroupFigure, confidence: f64) -> Result<(Fact, Option<Basis>)> {
        let point = &figure.point;
        let found = estimated(figure, confidence)?;
        let suppressed = found.is_some_and(|found| found.suppressed);
        let estimate = found
            .zip(point.value)
            .filter(|_| !suppressed)
            .map(|(found, value)| in_per_cent(&found, point, value));
        let fact = Fact {
            statistic: Statistic::Prevalence,
            value: point.value.filter(|_| !suppressed),
            marker: suppressed
                .then_some(Marker::LowReliability)
                .or(point.marker),
            method: estimate.map_or_else(String::new, |estimate| estimate.method.to_owned()),
            n: point.base,
            ..Fact::observed(&self.series, point)
        };
        let fact = Fact {
            series: self.name(figure),
            breakdown: figure.breakdown.clone(),
            ..fact
        };
        let fact = fact.with_interval(estimate.map(|estimate| estimate.interval));
        Ok((fact, found.map(|found| found.basis)))
    }

    /// A group's figure less that of the first group.
    fn difference(
        &self,
        first: &GroupFigure,
        other: &GroupFigure,
        confidence: f64,
    ) -> Result<Option<Fact>> {
        let hidden = |figure: &GroupFigure| {
            let found = estimated(figure, confidence)?;
            Ok::<_, anyhow::Error>(found.is_some_and(|found| found.suppressed))
        };
        let Some((from, to)) = first.point.value.zip(other.point.value) else {
            return Ok(None);
        };
        if hidden(first)? || hidden(other)? {
            return Ok(None);
        }
        let assumed = AssumedPrecision::default();
        let pair = ((&first.point, from), (&other.point, to));
        let tested = tested_change(SeriesKind::Prevalence, pair.0, pair.1, &assumed, confidence)
            .map_err(|error| wrong(&other.group, &error))?;
        let test = tested.and_then(|tested| tested.test);
        let fact = Fact {
            statistic: Statistic::Difference,
            period: other.point.period.into(),
            method: tested
                .map_or("difference of two groups", |tested| {
                    tested.difference.method
                })
                .to_owned(),
            value: Some(to - from),
            p_value: test.map(|test| test.p_value),
            unit: "percentage points".to_owned(),
            release: other.point.release.clone(),
            source_ref: format!("{} less {}", other.point.source_ref, first.point.source_ref),
            note: format!(
                "less {}; {}",
                first.group,
                test.map_or("not tested", |test| test.mark())
            ),
            ..self.about(other)
        };
        Ok(Some(fact.with_interval(
            tested.map(|tested| tested.difference.interval),
        )))
    }
}

/// What is published of the precision of a figure.
fn estimated(figure: &GroupFigure, confidence: f64) -> Result<Option<Prevalence>> {
    let Some(value) = figure.point.value else {
        return Ok(None);
    };
    let assumed = AssumedPrecision::default();
    precision(&figure.point, value, &assumed, confidence)
        .map_err(|error| wrong(&figure.group, &error))
}

fn wrong(group: &str, error: &crate::stats::error::StatsError) -> anyhow::Error {
    Problem::data(format!("`{group}`: {error}")).into()
}
