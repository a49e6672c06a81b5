//! A series against its target: every fact of `vawg trajectory`, kept where views find it.

mod against;
mod alternatives;
mod bases;
mod before;
mod course;
mod rounding;

use anyhow::Result;

use crate::dataset::Dataset;
use crate::estimates::trajectory::{FirstDetected, Reading, SHAPES, Trajectory, trajectory};
use crate::facts::{Fact, Facts, Statistic, When};
use crate::model::{Period, Point, SeriesBreak, SeriesKind};
use crate::problem::Problem;
use crate::question::halving::goal::Subject;
use crate::question::halving::trajectory::TrajectoryQuestion;
use crate::stats::estimate::Interval;
use crate::stats::intervals::design::Basis;
use crate::stats::trajectory::path::Shape;

pub(crate) use against::{Against, Assessed, Compared, Judged};
pub(crate) use alternatives::Alternative;
pub(crate) use before::{Parts, Prior};
pub(crate) use course::Course;
pub(crate) use rounding::RoundingFacts;

/// Everything that is stated of one target. Facts are in the list and, with their ids, in the place
/// where a view needs them.
pub(crate) struct Findings<'a> {
    pub(crate) subject: Subject<'a>,
    /// All facts, in the order of machine output.
    pub(crate) facts: Facts,
    /// The figure to be reduced.
    pub(crate) baseline: Figure,
    /// The paths asked for.
    pub(crate) paths: Vec<PathFacts>,
    /// Every figure after the baseline, in the order of time.
    pub(crate) assessed: Vec<Assessed>,
    /// The annual rate that reaches the target from the baseline.
    pub(crate) required: Fact,
    /// The smallest fall from the baseline that a second survey would detect.
    pub(crate) detectable: Option<Fact>,
    /// Decimal places of a path, where the rounding of the baseline limits them.
    pub(crate) path_places: Option<usize>,
    /// The verdict on the latest figure under other assumptions on precision.
    pub(crate) alternatives: Vec<Alternative>,
    pub(crate) what_if: Option<Course>,
    /// The trend continued to the target with the probability of reaching it, or why it is not.
    pub(crate) projection: Result<[Fact; 2], String>,
    pub(crate) parts: Option<Parts>,
    pub(crate) prior: Vec<Prior>,
    /// What the intervals of survey figures are based on.
    pub(crate) bases: Vec<Basis>,
    /// Ratios that the user states to put figures on the old basis.
    pub(crate) steps: Vec<Fact>,
}

/// One observed figure.
pub(crate) struct Figure {
    pub(crate) period: Period,
    pub(crate) fact: Fact,
    /// Whether the user gave it.
    pub(crate) is_given: bool,
    /// Whether a ratio put it on the old basis.
    pub(crate) is_rebased: bool,
    /// Who quoted it, in words; empty where it was published or given.
    pub(crate) quotation: String,
}

/// One path.
pub(crate) struct PathFacts {
    pub(crate) shape: Shape,
    /// Its value in each period from the baseline to the target.
    pub(crate) values: Vec<Fact>,
    /// The first period in which a fall on it would be detected; a fact without a value.
    pub(crate) first_detected: Option<Fact>,
    /// The break behind which nothing is said of it until a bridging ratio is known.
    pub(crate) unbridged: Option<SeriesBreak>,
}

/// `same rate each year`: the name of a path.
pub(crate) const fn path_name(shape: Shape) -> &'static str {
    match shape {
        Shape::Geometric => "same rate each year",
        Shape::Linear => "same number each year",
    }
}

/// Judges what a question names against its target.
///
/// # Errors
/// Unknown names; a target before its baseline; an observed value without anything to make an
/// interval from; a damaged release.
#[allow(
    clippy::too_many_lines,
    reason = "flat: each part of the findings in order"
)]
pub(crate) fn findings<'a>(
    question: &TrajectoryQuestion,
    dataset: &Dataset<'a>,
) -> Result<Findings<'a>> {
    let (subject, given) = question.subject(dataset)?;
    let judged = trajectory(&subject.series, &subject.goal, &given).map_err(|error| {
        Problem::data(format!("`{}`: {error}", subject.series.name))
            .hint("--base and --design-factor decide what an interval is made from")
    })?;
    every_given_figure_has_an_interval(&judged, subject.series.kind)?;
    let what_if = course::what_if(question.annual_change, &subject, &judged)?;
    let parts = before::parts(&subject, &judged, dataset)?;
    let prior = before::prior(&subject, dataset)?;
    let mut facts = Facts::default();
    let readings = std::iter::once(&judged.baseline)
        .chain(judged.assessments.iter().map(|assessed| &assessed.reading));
    let mut figures: Vec<Figure> = readings
        .map(|reading| figure(&subject, reading, &mut facts))
        .collect();
    let baseline = figures.remove(0);
    let about = About::new(&subject);
    let mut paths = path_facts(question, &about, &judged, &mut facts);
    let assessed = figures
        .into_iter()
        .zip(&judged.assessments)
        .map(|(figure, assessment)| about.assessed(figure, assessment, &judged, &paths, &mut facts))
        .collect();
    let required = about.whole(
        Statistic::RequiredRate,
        100.0 * judged.required_rate,
        A_YEAR,
    );
    let required = facts.put(required);
    let detectable = judged.detectable.map(|fall| {
        facts.put(Fact {
            method: fall.method.to_owned(),
            to: When::None,
            ..about.whole(
                Statistic::DetectableChange,
                -100.0 * fall.relative,
                "per cent",
            )
        })
    });
    first_detected(&about, &judged, &mut paths, &mut facts);
    let what_if = what_if.map(|course| about.course(&course, &mut facts));
    let projection = about.projection(&judged, &mut facts);
    let parts = parts.map(|parts| parts.put(&about, &judged, &mut facts));
    let prior = prior
        .iter()
        .map(|prior| prior.put(&about, &mut facts))
        .collect();
    let alternatives = about.alternatives(&given, &judged, &paths, &mut facts)?;
    let bases = about.bases(&judged, &mut facts);
    let steps = about.steps(&mut facts);
    Ok(Findings {
        subject,
        facts,
        baseline,
        paths,
        assessed,
        required,
        detectable,
        path_places: judged.path_places.map(usize::from),
        alternatives,
        what_if,
        projection,
        parts,
        prior,
        bases,
        steps,
    })
}

impl Findings<'_> {
    /// The latest figure after the baseline.
    pub(crate) fn latest(&self) -> Option<&Assessed> {
        self.assessed.last()
    }

    /// The baseline and every figure after it.
    pub(crate) fn figures(&self) -> impl Iterator<Item = &Figure> {
        std::iter::once(&self.baseline).chain(self.assessed.iter().map(|one| &one.figure))
    }

    /// The value to be reached: every path leads to it.
    pub(crate) fn target(&self) -> Option<&Fact> {
        self.paths.first()?.values.last()
    }
}

/// Refuses a figure given by the user that nothing makes an interval from.
fn every_given_figure_has_an_interval(judged: &Trajectory, kind: SeriesKind) -> Result<()> {
    let mut readings = judged.assessments.iter().map(|one| &one.reading);
    let without = |reading: &&Reading| reading.given && reading.standard_error.is_none();
    let Some(reading) = readings.find(without) else {
        return Ok(());
    };
    Err(Problem::usage(format!(
        "cannot calculate a confidence interval for {} ({}): no sample size or standard error",
        reading.value, reading.period
    ))
    .hint(match kind {
        SeriesKind::Prevalence => "state the sample size with --base N",
        _ => "put the figure into the file, with its standard_error",
    })
    .into())
}

const A_YEAR: &str = "per cent a year";

/// The name of a subject's facts: its definition, or its series.
pub(crate) fn name<'a>(subject: &'a Subject<'_>) -> &'a str {
    let definition = subject.definition.map(|(definition, _)| &definition.id);
    definition.unwrap_or(&subject.series.name)
}

fn template(subject: &Subject<'_>) -> Fact {
    Fact {
        series: name(subject).to_owned(),
        unit: subject.series.unit.clone(),
        ..Fact::about(&subject.series)
    }
}

/// Makes facts about a subject.
struct About<'a> {
    subject: &'a Subject<'a>,
    template: Fact,
}

impl<'a> About<'a> {
    fn new(subject: &'a Subject<'a>) -> Self {
        Self {
            subject,
            template: template(subject),
        }
    }

    /// In the unit of the series.
    fn plain(&self, statistic: Statistic, value: f64) -> Fact {
        Fact {
            statistic,
            value: Some(value),
            ..self.template.clone()
        }
    }

    /// From the baseline to a period.
    fn until(&self, to: Period, statistic: Statistic, value: f64, unit: &str) -> Fact {
        Fact {
            from: self.subject.goal.baseline.into(),
            to: to.into(),
            unit: unit.to_owned(),
            ..self.plain(statistic, value)
        }
    }

    /// From the baseline to the target.
    fn whole(&self, statistic: Statistic, value: f64, unit: &str) -> Fact {
        self.until(self.subject.goal.target, statistic, value, unit)
    }

    /// The unit of a difference of two figures.
    fn points(&self) -> &str {
        match self.subject.series.kind {
            SeriesKind::Prevalence => "percentage points",
            _ => &self.subject.series.unit,
        }
    }

    /// Ratios that the user states.
    fn steps(&self, facts: &mut Facts) -> Vec<Fact> {
        let confidence = self.subject.goal.confidence;
        let steps = self.subject.goal.steps.iter().map(|(period, ratio)| {
            let fact = Fact {
                period: period.into(),
                method: "stated by the user".to_owned(),
                unit: String::new(),
                ..self.plain(Statistic::ComparabilityRatio, ratio.value())
            };
            let estimate = ratio.estimate(confidence).ok();
            let estimate = estimate.filter(|_| ratio.log_error() > 0.0);
            facts.put(fact.with_interval(estimate.map(|estimate| estimate.interval)))
        });
        steps.collect()
    }
}

/// Shares in per cent.
fn percent(interval: Interval) -> Interval {
    interval.map(|limit| 100.0 * limit)
}

fn figure(subject: &Subject<'_>, reading: &Reading, facts: &mut Facts) -> Figure {
    let point = subject
        .series
        .point(reading.period)
        .filter(|_| !reading.given);
    let quotation = point.map_or_else(String::new, Point::quotation);
    let is_rebased = reading.is_rebased();
    let ratio = subject.goal.ratio(reading.period);
    let given = reading.given.then(|| "given by --observed".to_owned());
    let rebased = ((ratio - 1.0).abs() > 0.0)
        .then(|| format!("{} over {ratio}, on the old basis", reading.published));
    let notes: Vec<String> = given
        .into_iter()
        .chain(Some(quotation.clone()).filter(|quotation| !quotation.is_empty()))
        .chain(rebased)
        .collect();
    let fact = Fact {
        period: reading.period.into(),
        statistic: Statistic::Observed,
        value: Some(reading.value),
        n: reading.effective_base,
        status: point.and_then(|point| point.status),
        release: point.map_or_else(String::new, |point| point.release.clone()),
        source_ref: point.map_or_else(String::new, |point| point.source_ref.clone()),
        note: notes.join("; "),
        ..template(subject)
    };
    Figure {
        period: reading.period,
        fact: facts.put(fact.with_interval(reading.interval)),
        is_given: reading.given,
        is_rebased,
        quotation,
    }
}

fn path_facts(
    question: &TrajectoryQuestion,
    about: &About<'_>,
    judged: &Trajectory,
    facts: &mut Facts,
) -> Vec<PathFacts> {
    let wanted = judged
        .paths
        .iter()
        .filter(|path| question.paths.contains(&path.shape));
    let paths = wanted.map(|path| {
        let values = path.values.iter().map(|(period, value)| {
            facts.put(Fact {
                period: period.into(),
                method: path_name(path.shape).to_owned(),
                ..about.plain(Statistic::Path, *value)
            })
        });
        PathFacts {
            shape: path.shape,
            values: values.collect(),
            first_detected: None,
            unbridged: None,
        }
    });
    paths.collect()
}

/// The place of a path among those that figures are judged against.
fn place(shape: Shape) -> usize {
    let found = SHAPES.iter().position(|known| *known == shape);
    found.unwrap_or_default()
}

fn first_detected(
    about: &About<'_>,
    judged: &Trajectory,
    paths: &mut [PathFacts],
    facts: &mut Facts,
) {
    for path in paths {
        let found = judged.paths[place(path.shape)].first_detected.as_ref();
        match found {
            Some(FirstDetected::In(period)) => {
                path.first_detected = Some(facts.put(Fact {
                    period: period.into(),
                    method: path_name(path.shape).to_owned(),
                    value: None,
                    ..about.whole(Statistic::FirstDetected, 0.0, "")
                }));
            }
            Some(FirstDetected::BehindBreak(mark)) => path.unbridged = Some(mark.clone()),
            Some(FirstDetected::NotUpToTarget) | None => {}
        }
    }
}
