//! What is to be reduced, by how much and by when: a definition with its target, or a user's own
//! figures with theirs.

use std::path::PathBuf;

use anyhow::Result;

use crate::answer::NumberFormat;
use crate::catalogue::{Definition, Measure, Target};
use crate::dataset::Dataset;
use crate::estimates::AssumedPrecision;
use crate::estimates::trajectory::Goal;
use crate::model::{Period, Series, Source};
use crate::own_figures;
use crate::problem::{Problem, did_you_mean, themselves};
use crate::question::areas;
use crate::question::halving::assumption::Assumption;
use crate::question::request;
use crate::question::terms::period;
use crate::words;

/// What is asked of a target; what is not given here comes from the catalogue.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct GoalQuestion {
    /// The definition, where no own figures are given.
    pub(crate) definition: String,
    /// Own figures in place of a definition.
    pub(crate) input: Option<PathBuf>,
    /// Area in place of England and Wales.
    pub(crate) area: Option<String>,
    /// Period to start from.
    pub(crate) baseline: Option<String>,
    /// Period by which the target is to be reached.
    pub(crate) target: Option<String>,
    /// Part by which the baseline is to fall.
    pub(crate) reduction: Option<f64>,
    /// Release to use in place of the latest.
    pub(crate) release: Option<String>,
    /// Confidence of intervals and verdicts.
    pub(crate) confidence: f64,
    /// Sample sizes that the user states: `12000` or `2023-24=12000`.
    pub(crate) base: Vec<String>,
    /// Design factor that the user states.
    pub(crate) design_factor: Option<f64>,
    /// Power of the test in what could be detected.
    pub(crate) power: f64,
    /// What every standard error of a figure is multiplied by.
    pub(crate) extra_scatter: f64,
}

/// A series with what is to become of it.
pub(crate) struct Subject<'a> {
    pub(crate) title: String,
    pub(crate) series: Series,
    /// The catalogue's definition and target; none for own figures.
    pub(crate) definition: Option<(&'a Definition, &'a Target)>,
    pub(crate) goal: Goal,
    /// The part of the assumptions that the user states.
    pub(crate) stated: AssumedPrecision,
}

/// The subject that a question names.
///
/// # Errors
/// Unknown names; a target before its baseline; a reduction outside 0 to 1; a baseline without a
/// figure.
pub(crate) fn subject<'a>(
    asked: impl Into<GoalQuestion>,
    dataset: &Dataset<'a>,
) -> Result<Subject<'a>> {
    let asked = asked.into();
    match &asked.input {
        Some(path) => {
            let mut all = own_figures::read(path)?;
            let series = all.swap_remove(0);
            if !all.is_empty() {
                return Err(Problem::data(format!(
                    "`{}` has {} series",
                    path.display(),
                    all.len() + 1
                ))
                .hint("a target is set on one series: give a file with one")
                .into());
            }
            of_series(&asked, series, None)
        }
        None => of_definition(&asked.definition.clone(), asked, dataset),
    }
}

/// The subject of a definition.
///
/// # Errors
/// As [`subject`].
pub(crate) fn of_definition<'a>(
    name: &str,
    asked: impl Into<GoalQuestion>,
    dataset: &Dataset<'a>,
) -> Result<Subject<'a>> {
    let asked = asked.into();
    let catalogue = dataset.catalogue();
    let definition = catalogue
        .definitions
        .iter()
        .find(|entry| entry.id == name)
        .ok_or_else(|| {
            let names = themselves(catalogue.definitions.iter().map(|entry| &entry.id));
            let hint = did_you_mean(name, names, "`vawg list definitions` shows them all");
            Problem::usage(format!("unknown definition `{name}`")).hint(hint)
        })?;
    let target = catalogue
        .targets
        .iter()
        .find(|target| target.definition == definition.id)
        .ok_or_else(|| {
            Problem::data(format!(
                "definition `{name}` has no target in the catalogue"
            ))
        })?;
    if let Some(release) = &asked.release {
        dataset.require_release(release)?;
    }
    let measure = definition
        .measures
        .first()
        .and_then(|id| catalogue.measure(id));
    let release = asked.release.as_deref();
    let series = match (measure, &asked.area) {
        (Some(measure), Some(area)) => Some(in_area(definition, measure, area, release, dataset)?),
        (Some(measure), None) => dataset.series(measure, release)?,
        (None, _) => None,
    };
    let series = series.ok_or_else(|| {
        Problem::data(format!(
            "none of the releases held has figures for definition `{name}`"
        ))
        .hint("take in a release that has them with `vawg ingest`")
    })?;
    of_series(&asked, series, Some((definition, target)))
}

/// The series of a definition's measure in the one area asked for.
fn in_area(
    definition: &Definition,
    measure: &Measure,
    area: &str,
    release: Option<&str>,
    dataset: &Dataset<'_>,
) -> Result<Series> {
    let areas = areas::given(&[area.to_owned()], dataset)?;
    let [area] = areas.as_slice() else {
        return Err(Problem::usage("--area takes one area here")
            .hint("a target is set on one series: ask for each area by itself")
            .into());
    };
    let has_figure = |series: &Series| series.valued().next().is_some();
    let found = dataset.series_in(measure, area, release)?;
    if let Some(series) = found.filter(has_figure) {
        return Ok(series);
    }
    let catalogue = dataset.catalogue();
    let mut others: Vec<String> = Vec::new();
    for other in &catalogue.definitions {
        let measure = other.measures.first().and_then(|id| catalogue.measure(id));
        let Some(measure) = measure else {
            continue;
        };
        let series = dataset.series_in(measure, area, release)?;
        let latest = series.and_then(|series| Some(series.valued().next_back()?.0.period));
        let option = |latest| format!("`--definition {} --baseline {latest}`", other.id);
        others.extend(latest.map(option));
    }
    let held = match measure.source {
        Source::Survey => areas::survey_areas(&[measure], dataset)?,
        _ => format!(
            "figures by area are in {}",
            words::list(&dataset.releases_by_area(measure))
        ),
    };
    let hint = if others.is_empty() {
        held
    } else {
        format!(
            "{held}; figures for {} are held of {}",
            area.name,
            words::list(&others)
        )
    };
    let message = format!(
        "no figure of definition `{}` for {}",
        definition.id, area.name
    );
    Err(Problem::data(message).hint(hint).into())
}

fn of_series<'a>(
    asked: &GoalQuestion,
    series: Series,
    definition: Option<(&'a Definition, &'a Target)>,
) -> Result<Subject<'a>> {
    let target = definition.map(|(_, target)| target);
    request::base_fits(&asked.base, series.basis())?;
    let stated = request::stated(&asked.base, asked.design_factor)?;
    let period = |option: &str, text: &Option<String>, held: Option<Period>| {
        period_asked(option, text.as_deref(), held, &series)
    };
    let reduction = asked.reduction.or(target.map(|target| target.reduction));
    let goal = Goal {
        baseline: period(
            "--baseline",
            &asked.baseline,
            target.map(|target| target.baseline),
        )?,
        target: period(
            "--target",
            &asked.target,
            target.map(|target| target.target),
        )?,
        reduction: reduction.unwrap_or(0.5),
        assumed: Assumption::new(stated.clone(), definition.map(|(definition, _)| definition))
            .completed(&series),
        confidence: request::confidence(asked.confidence)?,
        power: asked.power,
        across_breaks: false,
        steps: Vec::new(),
        extra_scatter: request::extra_scatter(asked.extra_scatter)?,
    };
    check(&goal, &series)?;
    Ok(Subject {
        title: definition.map_or_else(
            || format!("Own figures: {}", series.name),
            |(definition, _)| format!("{}, {}", definition.title, series.area),
        ),
        series,
        definition,
        goal,
        stated,
    })
}

/// The period given, or the catalogue's.
fn period_asked(
    option: &str,
    text: Option<&str>,
    held: Option<Period>,
    series: &Series,
) -> Result<Period> {
    let basis = series.basis();
    let given = period::given(option, text)?;
    period::refuse_bare_year(option, given, basis)?;
    let period = period::on_basis(given, basis).or(held).ok_or_else(|| {
        Problem::usage(format!("own figures need {option}"))
            .hint("for example --baseline 2023-24 --target 2033-34")
    })?;
    if period.basis() == basis {
        return Ok(period);
    }
    Err(Problem::usage(format!(
        "{option} {period}: these figures are for {}",
        basis.plural()
    ))
    .hint("baseline and target are periods of the same kind as the figures")
    .into())
}

/// More periods than this between baseline and target are not shown.
const MOST_PERIODS: f64 = 1_000.0;

fn check(goal: &Goal, series: &Series) -> Result<()> {
    let problem = if goal.target <= goal.baseline {
        Problem::usage(format!(
            "the target {} does not come after the baseline {}",
            goal.target, goal.baseline
        ))
        .hint("--baseline takes the period to start from, --target the one to reach")
    } else if periods_between(goal) > MOST_PERIODS {
        Problem::usage(format!(
            "more than {MOST_PERIODS} periods lie between {} and {}",
            goal.baseline, goal.target
        ))
        .hint("--target takes a period nearer to the baseline")
    } else if !(goal.reduction > 0.0 && goal.reduction < 1.0) {
        let message = format!(
            "--reduction {} does not lie between 0 and 1",
            goal.reduction
        );
        Problem::usage(message).hint("a share: 0.5 for a half, 0.2 for 20%")
    } else if !(goal.power > 0.0 && goal.power < 1.0) {
        let message = format!("--power {} does not lie between 0 and 1", goal.power);
        Problem::usage(message).hint("0.8 is usual")
    } else if series
        .point(goal.baseline)
        .and_then(|point| point.value)
        .is_none()
    {
        let held: Vec<String> = series
            .valued()
            .map(|(point, _)| point.period.to_string())
            .collect();
        Problem::data(format!(
            "`{}` has no figure for the baseline {}",
            series.name, goal.baseline
        ))
        .hint(format!(
            "it has figures for {}: --baseline takes one of them",
            held.join(", ")
        ))
    } else {
        return Ok(());
    };
    Err(problem.into())
}

/// How many periods the target lies after the baseline.
fn periods_between(goal: &Goal) -> f64 {
    let length = f64::from(goal.baseline.months()) / 12.0;
    (goal.target.midpoint() - goal.baseline.midpoint()) / length
}

impl Subject<'_> {
    /// Whether the target is the catalogue's, not one that the user states.
    pub(crate) fn target_is_published(&self) -> bool {
        self.definition.is_some_and(|(_, target)| {
            (target.baseline, target.target) == (self.goal.baseline, self.goal.target)
                && target.reduction.total_cmp(&self.goal.reduction).is_eq()
        })
    }

    /// Who set the target, and who quoted whom; the user, where one is stated.
    pub(crate) fn target_source(&self) -> String {
        let published = self.definition.filter(|_| self.target_is_published());
        let Some((_, target)) = published else {
            let less = NumberFormat::PerCent(0).write(100.0 * self.goal.reduction);
            let (from, to) = (self.goal.baseline, self.goal.target);
            return format!("as stated by the user, {less} less from {from} to {to}.");
        };
        if target.quoted_by.is_empty() {
            return format!("{}.", target.citation);
        }
        format!(
            "{}; as quoted by {}, not checked against the publisher.",
            target.citation, target.quoted_by
        )
    }
}
