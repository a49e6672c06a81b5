//! The machine rows of a target.

use crate::answer::NumberFormat;
use crate::estimates::trajectory::{Assessment, Reading};
use crate::facts::{Fact, Statistic, When};
use crate::model::{Period, Point, SeriesKind};
use crate::stats::estimate::Interval;

use super::{Findings, path_name};

/// Figures observed, paths, judgements, what could be detected, what would follow.
pub(super) fn of(findings: &Findings<'_>) -> Vec<Fact> {
    let mut figures: Vec<Fact> = findings
        .readings()
        .map(|reading| observed(findings, reading))
        .collect();
    for at in &findings.paths {
        let path = &findings.trajectory.paths[*at];
        figures.extend(path.values.iter().map(|(period, value)| Fact {
            period: period.into(),
            method: path_name(path.shape).to_owned(),
            ..plain(findings, Statistic::Path, *value)
        }));
    }
    for assessment in &findings.trajectory.assessments {
        figures.extend(judged(findings, assessment));
    }
    figures.extend(rest(findings));
    figures
}

fn template(findings: &Findings<'_>) -> Fact {
    let series = &findings.subject.series;
    Fact {
        series: findings
            .subject
            .definition
            .map_or(&series.name, |(definition, _)| &definition.id)
            .clone(),
        unit: series.unit.clone(),
        ..Fact::about(series)
    }
}

fn plain(findings: &Findings<'_>, statistic: Statistic, value: f64) -> Fact {
    Fact {
        statistic,
        value: Some(value),
        ..template(findings)
    }
}

fn with_interval(figure: Fact, interval: Option<Interval>, scale: f64) -> Fact {
    Fact {
        lower: interval.map(|interval| scale * interval.lower),
        upper: interval.map(|interval| scale * interval.upper),
        confidence: interval.map(|interval| interval.confidence),
        ..figure
    }
}

fn observed(findings: &Findings<'_>, reading: &Reading) -> Fact {
    let point = findings
        .subject
        .series
        .point(reading.period)
        .filter(|_| !reading.given);
    let note = point.map_or_else(|| "given by --observed".to_owned(), Point::quotation);
    let ratio = findings.subject.goal.ratio(reading.period);
    let note = if (ratio - 1.0).abs() > 0.0 {
        let put = format!("{} over {ratio}, on the old basis", reading.published);
        if note.is_empty() {
            put
        } else {
            format!("{note}; {put}")
        }
    } else {
        note
    };
    let figure = Fact {
        period: reading.period.into(),
        n: reading.effective_base,
        status: point.and_then(|point| point.status),
        release: point.map_or_else(String::new, |point| point.release.clone()),
        source_ref: point.map_or_else(String::new, |point| point.source_ref.clone()),
        note,
        ..plain(findings, Statistic::Observed, reading.value)
    };
    with_interval(figure, reading.interval, 1.0)
}

/// One figure: its change, its rate, and where it stands against each path.
fn judged(findings: &Findings<'_>, assessment: &Assessment) -> Vec<Fact> {
    let base = Spanned::to(findings, assessment.reading.period);
    let change = assessment.reading.value / findings.trajectory.baseline.value - 1.0;
    let first = assessment
        .judgements
        .as_ref()
        .and_then(|judgements| judgements.first());
    let mut figures = vec![
        with_interval(
            base.figure(Statistic::RelativeChange, 100.0 * change, "per cent"),
            first.map(|judgement| judgement.change.interval),
            100.0,
        ),
        with_interval(
            base.figure(
                Statistic::ObservedRate,
                100.0 * assessment.progress.observed_rate,
                A_YEAR,
            ),
            first.map(|judgement| judgement.annual_rates),
            100.0,
        ),
        Fact {
            note: assessment.progress.class.words().to_owned(),
            ..base.figure(Statistic::ProgressRatio, assessment.progress.ratio, "")
        },
    ];
    figures.extend(assessment.required_from_here.map(|rate| Fact {
        from: assessment.reading.period.into(),
        to: findings.subject.goal.target.into(),
        ..base.figure(Statistic::RequiredRate, 100.0 * rate, A_YEAR)
    }));
    for at in &findings.paths {
        figures.extend(against_path(findings, assessment, *at, &base));
    }
    figures
}

/// Gap, probabilities and verdict against one path.
fn against_path(
    findings: &Findings<'_>,
    assessment: &Assessment,
    at: usize,
    base: &Spanned<'_>,
) -> Vec<Fact> {
    let judgement = assessment.judgements.as_ref().and_then(|all| all.get(at));
    let gap = assessment.gaps.get(at);
    let probability = |value: f64, note: &str| Fact {
        note: note.to_owned(),
        ..base.figure(Statistic::Probability, value, "")
    };
    let mut figures: Vec<Fact> = gap
        .map(|gap| base.figure(Statistic::Gap, *gap, points(findings)))
        .into_iter()
        .collect();
    if let Some(judgement) = judgement {
        figures.push(probability(judgement.probability, "baseline uncertain"));
        figures.push(probability(
            judgement.probability_baseline_fixed,
            "baseline as published",
        ));
        figures.push(Fact {
            note: judgement.verdict.words().to_owned(),
            ..with_interval(
                base.figure(Statistic::GapRatio, 100.0 * judgement.gap.value, "per cent"),
                Some(judgement.gap.interval),
                100.0,
            )
        });
    }
    for figure in &mut figures {
        path_name(findings.trajectory.paths[at].shape).clone_into(&mut figure.method);
    }
    figures
}

const A_YEAR: &str = "per cent a year";

/// The unit of a difference of two figures.
fn points<'a>(findings: &'a Findings<'_>) -> &'a str {
    match findings.subject.series.kind {
        SeriesKind::Prevalence => "percentage points",
        _ => &findings.subject.series.unit,
    }
}

/// Rows from the baseline to a period.
struct Spanned<'a> {
    findings: &'a Findings<'a>,
    to: Period,
    of_period: bool,
}

impl<'a> Spanned<'a> {
    fn to(findings: &'a Findings<'a>, to: Period) -> Self {
        Self {
            findings,
            to,
            of_period: true,
        }
    }

    /// From the baseline to the target.
    fn whole(findings: &'a Findings<'a>) -> Self {
        Self {
            of_period: false,
            ..Self::to(findings, findings.subject.goal.target)
        }
    }

    fn figure(&self, statistic: Statistic, value: f64, unit: &str) -> Fact {
        Fact {
            period: if self.of_period {
                self.to.into()
            } else {
                When::None
            },
            from: self.findings.subject.goal.baseline.into(),
            to: self.to.into(),
            unit: unit.to_owned(),
            ..plain(self.findings, statistic, value)
        }
    }
}

fn rest(findings: &Findings<'_>) -> Vec<Fact> {
    let base = Spanned::whole(findings);
    let mut figures = vec![base.figure(
        Statistic::RequiredRate,
        100.0 * findings.trajectory.required_rate,
        A_YEAR,
    )];
    figures.extend(findings.trajectory.detectable.map(|fall| Fact {
        method: fall.method.to_owned(),
        to: When::None,
        ..base.figure(
            Statistic::DetectableChange,
            -100.0 * fall.relative,
            "per cent",
        )
    }));
    for path in findings
        .paths
        .iter()
        .map(|at| &findings.trajectory.paths[*at])
    {
        figures.extend(path.first_detected.map(|period| Fact {
            period: period.into(),
            method: path_name(path.shape).to_owned(),
            value: None,
            ..base.figure(Statistic::FirstDetected, 0.0, "")
        }));
    }
    figures.extend(what_if(findings));
    figures.extend(projection(findings, &base));
    figures.extend(contributions(findings));
    figures.extend(prior(findings, &base));
    figures
}

/// The course of a stated annual change.
fn what_if(findings: &Findings<'_>) -> Vec<Fact> {
    let Some(course) = &findings.what_if else {
        return Vec::new();
    };
    let method = format!(
        "stated change of {} a year, from the latest figure on",
        NumberFormat::SignedPerCent(1).write(100.0 * course.rate)
    );
    let note = if course.reached {
        "the target is reached"
    } else {
        "the target is not reached"
    };
    let of_period = |(period, value): &(Period, f64)| Fact {
        period: period.into(),
        method: method.clone(),
        note: note.to_owned(),
        ..plain(findings, Statistic::WhatIf, *value)
    };
    course.values.iter().map(of_period).collect()
}

fn projection(findings: &Findings<'_>, base: &Spanned<'_>) -> Vec<Fact> {
    let Ok(projection) = &findings.trajectory.projection else {
        return Vec::new();
    };
    let period = When::from(findings.subject.goal.target);
    let value = Fact {
        period: period.clone(),
        method: projection.estimate.method.to_owned(),
        df: projection.estimate.df,
        n: projection.estimate.n,
        ..base.figure(
            Statistic::Projection,
            projection.estimate.value,
            &findings.subject.series.unit,
        )
    };
    let probability = Fact {
        period,
        note: "of reaching the target, if the trend went on".to_owned(),
        ..base.figure(Statistic::Probability, projection.probability, "")
    };
    vec![
        with_interval(value, Some(projection.estimate.interval), 1.0),
        probability,
    ]
}

/// What each part adds to the change from the baseline to the latest figure.
fn contributions(findings: &Findings<'_>) -> Vec<Fact> {
    let Some((parts, latest)) = findings.parts.as_ref().zip(findings.latest()) else {
        return Vec::new();
    };
    let base = Spanned {
        of_period: false,
        ..Spanned::to(findings, latest.reading.period)
    };
    let named = parts
        .names
        .iter()
        .map(String::as_str)
        .zip(parts.decomposition.contributions.iter().copied());
    let residual = parts
        .decomposition
        .residual
        .map(|value| ("not explained by the parts", value));
    named
        .chain(residual)
        .map(|(name, value)| Fact {
            note: name.to_owned(),
            method: parts.decomposition.method.to_owned(),
            ..base.figure(Statistic::Contribution, value, points(findings))
        })
        .collect()
}

fn prior(findings: &Findings<'_>, base: &Spanned<'_>) -> Vec<Fact> {
    let of = |prior: &super::parts::Prior| {
        let shared = Fact {
            method: prior.line.method.to_owned(),
            p_value: Some(prior.line.p_value),
            df: Some(prior.line.df),
            n: Some(prior.line.n as f64),
            ..base.figure(Statistic::Apc, prior.line.change.value, A_YEAR)
        };
        let change = Fact {
            from: prior.from.clone().into(),
            to: prior.to.clone().into(),
            note: format!("before the baseline: {}", prior.name),
            ..shared.clone()
        };
        let continued = Fact {
            statistic: Statistic::Counterfactual,
            value: Some(prior.continued.value),
            p_value: None,
            unit: "per cent".to_owned(),
            note: format!("had the trend before gone on: {}", prior.name),
            ..shared
        };
        [
            with_interval(change, Some(prior.line.change.interval), 1.0),
            with_interval(continued, Some(prior.continued.interval), 1.0),
        ]
    };
    findings.prior.iter().flat_map(of).collect()
}
