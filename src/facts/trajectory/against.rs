//! One figure after the baseline: its change, its rate, and where it is against each path.

use super::{A_YEAR, About, Figure, PathFacts, path_name, percent, place};
use crate::estimates::trajectory::{Assessment, Trajectory};
use crate::facts::{Fact, Facts, Statistic};
use crate::model::SeriesBreak;
use crate::stats::path::Shape;
use crate::stats::progress::Class;
use crate::stats::verdict::{Judgement, Verdict};

/// One figure after the baseline, judged.
pub(crate) struct Assessed {
    pub(crate) figure: Figure,
    /// Figure less baseline.
    pub(crate) change: Fact,
    /// Figure over baseline less 1, with its interval where it is judged.
    pub(crate) relative: Fact,
    /// The change a year, with the rates that the figures are consistent with.
    pub(crate) rate: Fact,
    pub(crate) progress: Fact,
    pub(crate) class: Class,
    /// The annual rate that reaches the target from here; none at the target.
    pub(crate) required: Option<Fact>,
    /// Against each path shown.
    pub(crate) against: Vec<Against>,
    /// Breaks that stand in the way of a verdict.
    pub(crate) blocked_by: Vec<SeriesBreak>,
    /// Breaks that the user wants ignored.
    pub(crate) ignored: Vec<SeriesBreak>,
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
    /// Probability that the truth is at or below the path.
    pub(crate) probability: Fact,
    /// The same with the baseline taken as published.
    pub(crate) baseline_fixed: Fact,
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
        let (from, to) = (judged.baseline.value, assessment.reading.value);
        let first = assessment.judgements.as_ref().and_then(|all| all.first());
        let relative = 100.0 * (to / from - 1.0);
        let relative = fact(Statistic::RelativeChange, relative, "per cent")
            .with_interval(first.map(|judgement| percent(judgement.change.interval)));
        let rate = 100.0 * assessment.progress.observed_rate;
        let rate = fact(Statistic::ObservedRate, rate, A_YEAR)
            .with_interval(first.map(|judgement| percent(judgement.annual_rates)));
        let class = assessment.progress.class;
        Assessed {
            change: facts.put(fact(Statistic::Change, to - from, self.points())),
            relative: facts.put(relative),
            rate: facts.put(rate),
            progress: facts.put(Fact {
                note: class.words().to_owned(),
                ..fact(Statistic::ProgressRatio, assessment.progress.ratio, "")
            }),
            class,
            required: assessment.required_from_here.map(|rate| {
                facts.put(Fact {
                    from: period.into(),
                    to: self.subject.goal.target.into(),
                    ..fact(Statistic::RequiredRate, 100.0 * rate, A_YEAR)
                })
            }),
            against: paths
                .iter()
                .map(|path| against(path.shape, assessment, self.points(), &fact, facts))
                .collect(),
            blocked_by: assessment.blocked_by.clone(),
            ignored: assessment.ignored.clone(),
            figure,
        }
    }
}

fn against(
    shape: Shape,
    assessment: &Assessment,
    points: &str,
    fact: &impl Fn(Statistic, f64, &str) -> Fact,
    facts: &mut Facts,
) -> Against {
    let on_path = |statistic, value, unit: &str, note: &str| Fact {
        method: path_name(shape).to_owned(),
        note: note.to_owned(),
        ..fact(statistic, value, unit)
    };
    let gap = assessment.gaps[place(shape)];
    let gap = facts.put(on_path(Statistic::Gap, gap, points, ""));
    let judgements = assessment.judgements.as_ref();
    let judged = judgements.map(|all| &all[place(shape)]);
    let judged = judged.map(|judgement: &Judgement| {
        let probability = |value, note| on_path(Statistic::Probability, value, "", note);
        let ratio = 100.0 * judgement.gap.value;
        let words = judgement.verdict.words();
        let ratio = on_path(Statistic::GapRatio, ratio, "per cent", words);
        Judged {
            verdict: judgement.verdict,
            probability: facts.put(probability(judgement.probability, "baseline uncertain")),
            baseline_fixed: facts.put(probability(
                judgement.probability_baseline_fixed,
                "baseline as published",
            )),
            gap_ratio: facts.put(ratio.with_interval(Some(percent(judgement.gap.interval)))),
        }
    });
    Against { shape, gap, judged }
}
