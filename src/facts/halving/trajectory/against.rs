//! One figure after the baseline: its change, its rate, and where it is against each path.

use super::{A_YEAR, About, Figure, PathFacts, RoundingFacts, path_name, percent, place};
use crate::answer::NumberFormat;
use crate::estimates::trajectory::{Assessment, Trajectory};
use crate::facts::{Fact, Facts, Statistic};
use crate::model::SeriesBreak;
use crate::stats::trajectory::path::Shape;
use crate::stats::trajectory::progress::Class;
use crate::stats::trajectory::verdict::{Judgement, Prior as VerdictPrior, Verdict};

/// One figure after the baseline, judged.
pub(crate) struct Assessed {
    pub(crate) figure: Figure,
    /// The figure beside the baseline; none where a break forbids it.
    pub(crate) compared: Option<Compared>,
    /// The annual rate that reaches the target from here; none at the target and behind a break.
    pub(crate) required: Option<Fact>,
    /// Against each path shown.
    pub(crate) against: Vec<Against>,
    /// Breaks that stand in the way of a verdict.
    pub(crate) blocked_by: Vec<SeriesBreak>,
    /// Breaks that the user wants ignored.
    pub(crate) ignored: Vec<SeriesBreak>,
}

/// A figure beside the baseline.
pub(crate) struct Compared {
    /// Figure less baseline.
    pub(crate) change: Fact,
    /// Figure over baseline less 1, with its interval where it is judged.
    pub(crate) relative: Fact,
    /// The change a year, with the rates that the figures are consistent with.
    pub(crate) rate: Fact,
    pub(crate) progress: Fact,
    pub(crate) class: Class,
    /// What the rounding of the figures leaves open.
    pub(crate) rounding: Option<RoundingFacts>,
}

/// A figure against one path.
pub(crate) struct Against {
    pub(crate) shape: Shape,
    pub(crate) gap: Fact,
    pub(crate) judged: Option<Judged>,
}

/// The judgement of a figure against one path.
pub(crate) struct Judged {
    pub(crate) verdict: Verdict,
    /// The gap relative to the path, with its interval.
    pub(crate) gap_ratio: Fact,
    /// Share of the likelihood at or below the path, with a flat prior.
    pub(crate) probability: Fact,
    /// The same with the baseline taken as published.
    pub(crate) baseline_fixed: Fact,
    /// The same with what the catalogue takes as known of the annual change as prior.
    pub(crate) with_prior: Option<Fact>,
}

impl Assessed {
    /// The verdict against the first path shown, the stricter one early on where both are.
    pub(crate) fn verdict(&self) -> Option<Verdict> {
        let judged = self.against.first()?.judged.as_ref()?;
        Some(judged.verdict)
    }
}

impl About<'_> {
    pub(super) fn assessed(
        &self,
        figure: Figure,
        assessment: &Assessment,
        judged: &Trajectory,
        paths: &[PathFacts],
        facts: &mut Facts,
    ) -> Assessed {
        let period = figure.period;
        let fact = |statistic, value, unit: &str| Fact {
            period: period.into(),
            ..self.until(period, statistic, value, unit)
        };
        Assessed {
            compared: self.compared(assessment, judged, &fact, paths, facts),
            required: assessment.required_from_here.map(|rate| {
                facts.put(Fact {
                    from: period.into(),
                    to: self.subject.goal.target.into(),
                    ..fact(Statistic::RequiredRate, 100.0 * rate, A_YEAR)
                })
            }),
            against: paths
                .iter()
                .filter_map(|path| self.against(path.shape, assessment, &fact, facts))
                .collect(),
            blocked_by: assessment.blocked_by.clone(),
            ignored: assessment.ignored.clone(),
            figure,
        }
    }

    /// The figure beside the baseline.
    fn compared(
        &self,
        assessment: &Assessment,
        judged: &Trajectory,
        fact: &impl Fn(Statistic, f64, &str) -> Fact,
        paths: &[PathFacts],
        facts: &mut Facts,
    ) -> Option<Compared> {
        let progress = assessment.progress?;
        let (from, to) = (judged.baseline.value, assessment.reading.value);
        let first = assessment.judgements.as_ref().and_then(|all| all.first());
        let relative = 100.0 * (to / from - 1.0);
        let relative = fact(Statistic::RelativeChange, relative, "per cent")
            .with_interval(first.map(|judgement| percent(judgement.change.interval)));
        let rate = 100.0 * progress.observed_rate;
        let rate = fact(Statistic::ObservedRate, rate, A_YEAR)
            .with_interval(first.map(|judgement| percent(judgement.annual_rates)));
        let class = progress.class;
        let rounding = assessment.rounding.as_ref();
        Some(Compared {
            change: facts.put(fact(Statistic::Change, to - from, self.points())),
            relative: facts.put(relative),
            rate: facts.put(rate),
            progress: facts.put(Fact {
                note: class.words().to_owned(),
                ..fact(Statistic::ProgressRatio, progress.ratio, "")
            }),
            class,
            rounding: rounding.map(|range| self.rounding(range, fact, paths, facts)),
        })
    }

    fn against(
        &self,
        shape: Shape,
        assessment: &Assessment,
        fact: &impl Fn(Statistic, f64, &str) -> Fact,
        facts: &mut Facts,
    ) -> Option<Against> {
        let on_path = |statistic, value, unit: &str, note: &str| Fact {
            method: path_name(shape).to_owned(),
            note: note.to_owned(),
            ..fact(statistic, value, unit)
        };
        let gap = *assessment.gaps.get(place(shape))?;
        let gap = facts.put(on_path(Statistic::Gap, gap, self.points(), ""));
        let judgements = assessment.judgements.as_ref();
        let judged = judgements.map(|all| &all[place(shape)]);
        let judged = judged.map(|judgement: &Judgement| {
            let probability = |value, note: &str| on_path(Statistic::Probability, value, "", note);
            let ratio = 100.0 * judgement.gap.value;
            let words = judgement.verdict.words();
            let ratio = on_path(Statistic::GapRatio, ratio, "per cent", words);
            let with_prior = self.prior().and_then(|(prior, note)| {
                let found = judgement.probability_with_prior(&prior).ok()?;
                Some(facts.put(probability(found, note.as_str())))
            });
            Judged {
                verdict: judgement.verdict,
                probability: facts.put(probability(judgement.probability, "baseline uncertain")),
                baseline_fixed: facts.put(probability(
                    judgement.probability_baseline_fixed,
                    "baseline as published",
                )),
                with_prior,
                gap_ratio: facts.put(ratio.with_interval(Some(percent(judgement.gap.interval)))),
            }
        });
        Some(Against { shape, gap, judged })
    }

    /// What the catalogue takes as known of the annual change, with a note.
    fn prior(&self) -> Option<(VerdictPrior, String)> {
        let (definition, _) = self.subject.definition?;
        let known = definition.prior_change.as_ref()?;
        let prior = VerdictPrior {
            annual_change: known.annual,
            standard_deviation: known.standard_deviation,
        };
        let note = format!(
            "baseline uncertain, with a prior of {} a year, standard deviation {} points",
            NumberFormat::SignedPerCent(1).write(100.0 * known.annual),
            NumberFormat::Decimal(1).write(100.0 * known.standard_deviation),
        );
        Some((prior, note))
    }
}
