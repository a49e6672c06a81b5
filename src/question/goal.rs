//! What is to be reduced, by how much and by when: a definition with its target, or a user's own
//! figures with theirs.

use anyhow::Result;

use super::period;
use super::request;
use crate::answer::NumberFormat;
use crate::catalogue::{Definition, Target};
use crate::cli::GoalArgs;
use crate::dataset::Dataset;
use crate::estimates::trajectory::Goal;
use crate::model::{Period, Point, Series, SeriesKind};
use crate::own_figures;
use crate::problem::{Problem, did_you_mean, themselves};
use crate::stats::design::DEFAULT_DESIGN_FACTOR;

/// What must stand with the interval of a recorded count.
pub(crate) const ON_COUNTS: &str = "The interval of a count speaks of the underlying rate; its \
    scatter is that about the latest trend.";

/// A series with what is to become of it.
pub(crate) struct Subject<'a> {
    pub(crate) title: String,
    pub(crate) series: Series,
    /// The catalogue's definition and target; none for own figures.
    pub(crate) definition: Option<(&'a Definition, &'a Target)>,
    pub(crate) goal: Goal,
}

/// The subject that the arguments name.
///
/// # Errors
/// Unknown names; a target before its baseline; a reduction outside 0 to 1; a baseline without a
/// figure.
pub(crate) fn subject<'a>(args: &GoalArgs, dataset: &Dataset<'a>) -> Result<Subject<'a>> {
    match &args.input {
        Some(path) => {
            let mut all = own_figures::read(path)?;
            let series = all.swap_remove(0);
            if !all.is_empty() {
                return Err(Problem::data(format!(
                    "`{}` holds {} series",
                    path.display(),
                    all.len() + 1
                ))
                .hint("a target is set on one series: give a file with one")
                .into());
            }
            of_series(args, series, None)
        }
        None => of_definition(&args.definition, args, dataset),
    }
}

/// The subject of a definition.
///
/// # Errors
/// As [`subject`].
pub(crate) fn of_definition<'a>(
    name: &str,
    args: &GoalArgs,
    dataset: &Dataset<'a>,
) -> Result<Subject<'a>> {
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
    if let Some(release) = &args.release {
        dataset.require_release(release)?;
    }
    let measure = definition
        .measures
        .first()
        .and_then(|id| catalogue.measure(id));
    let series = measure
        .map(|measure| dataset.series(measure, args.release.as_deref()))
        .transpose()?
        .flatten()
        .ok_or_else(|| {
            Problem::data(format!(
                "no release at hand has figures of definition `{name}`"
            ))
            .hint("`vawg ingest` takes in a release that has them")
        })?;
    of_series(args, series, Some((definition, target)))
}

fn of_series<'a>(
    args: &GoalArgs,
    series: Series,
    definition: Option<(&'a Definition, &'a Target)>,
) -> Result<Subject<'a>> {
    let target = definition.map(|(_, target)| target);
    request::fits(None, &args.precision, series.basis())?;
    let goal = Goal {
        baseline: asked(
            "--baseline",
            args.baseline.as_deref(),
            target.map(|it| it.baseline),
            &series,
        )?,
        target: asked(
            "--target",
            args.target.as_deref(),
            target.map(|it| it.target),
            &series,
        )?,
        reduction: args
            .reduction
            .or(target.map(|it| it.reduction))
            .unwrap_or(0.5),
        assumed: assumed(args, definition.map(|(definition, _)| definition))?,
        confidence: request::confidence(args.precision.confidence)?,
        power: args.power,
        across_breaks: false,
        steps: Vec::new(),
    };
    check(&goal, &series)?;
    Ok(Subject {
        title: definition.map_or_else(
            || format!("Own figures: {}", series.name),
            |(definition, _)| format!("{}, England and Wales", definition.title),
        ),
        series,
        definition,
        goal,
    })
}

/// The period given, or the one the catalogue holds.
fn asked(
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
        .hint(format!("it has figures for {}", held.join(", ")))
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

/// What the user states comes before what the definition assumes.
fn assumed(
    args: &GoalArgs,
    definition: Option<&Definition>,
) -> Result<crate::estimates::AssumedPrecision> {
    let mut assumed = request::assumed(&args.precision)?;
    let Some(definition) = definition else {
        return Ok(assumed);
    };
    if assumed.base.is_none() {
        for entry in &definition.assumed_base {
            assumed
                .base_by_period
                .entry(entry.period)
                .or_insert(entry.base);
        }
    }
    assumed.design_factor = assumed.design_factor.or(definition.assumed_design_factor);
    Ok(assumed)
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

    /// What the intervals of these periods rest on, in words; an assumption is called one.
    pub(crate) fn assumption(&self, args: &GoalArgs, periods: &[Period]) -> Option<String> {
        if self.series.kind != SeriesKind::Prevalence {
            return None;
        }
        let each = self.people_asked(args, periods);
        let published = if self.definition.is_some() {
            " No standard error is published."
        } else {
            ""
        };
        (!each.is_empty()).then(|| {
            format!(
                "Assumption behind the intervals: {}; design factor {}.{published}",
                each.join("; "),
                self.design_factor(periods)
            )
        })
    }

    /// How many people were asked in these periods, and by whose word; alike periods in a row are
    /// taken together.
    fn people_asked(&self, args: &GoalArgs, periods: &[Period]) -> Vec<String> {
        let mut runs: Vec<(String, &str, Period, Period)> = Vec::new();
        for period in periods {
            let Some(base) = self.base_of(*period) else {
                continue;
            };
            let people = NumberFormat::Whole.write(base);
            let why = self.reason(args, *period);
            match runs.last_mut() {
                Some(run) if (run.0.as_str(), run.1) == (people.as_str(), why) => run.3 = *period,
                _ => runs.push((people, why, *period, *period)),
            }
        }
        let words = |(people, why, first, last): (String, &str, Period, Period)| {
            if first == last {
                format!("{people} people asked in {first} ({why})")
            } else {
                format!("{people} people asked in each figure from {first} to {last} ({why})")
            }
        };
        runs.into_iter().map(words).collect()
    }

    /// The people asked in a period, where its interval rests on them.
    fn base_of(&self, period: Period) -> Option<f64> {
        let point = self.series.point(period);
        let known = |point: &Point| point.standard_error.is_some() || point.limits.is_some();
        if point.is_some_and(known) {
            return None;
        }
        let stated = self.goal.assumed.base_of(period);
        stated.or(point.and_then(|point| point.base))
    }

    /// The design factors of these periods, and whose they are where nobody stated one.
    fn design_factor(&self, periods: &[Period]) -> String {
        if let Some(stated) = self.goal.assumed.design_factor {
            return stated.to_string();
        }
        let mut factors: Vec<String> = Vec::new();
        for period in periods
            .iter()
            .filter(|period| self.base_of(**period).is_some())
        {
            let given = self
                .series
                .point(*period)
                .and_then(|point| point.design_factor);
            let factor = given.map_or_else(
                || format!("{DEFAULT_DESIGN_FACTOR} (assumed: none is given)"),
                |factor| factor.to_string(),
            );
            if !factors.contains(&factor) {
                factors.push(factor);
            }
        }
        factors.join(", ")
    }

    /// Why so many people are taken to have been asked.
    fn reason(&self, args: &GoalArgs, period: Period) -> &str {
        let entry = self.definition.and_then(|(definition, _)| {
            let mut entries = definition.assumed_base.iter();
            entries.find(|entry| entry.period == period)
        });
        match entry {
            Some(entry) if !states_base(args, period) => &entry.reason,
            _ if self.goal.assumed.base_of(period).is_none() => "as given with the figures",
            _ => "stated by the user",
        }
    }
}

/// Whether the arguments say how many people were asked in a period.
fn states_base(args: &GoalArgs, period: Period) -> bool {
    request::assumed(&args.precision).is_ok_and(|stated| stated.base_of(period).is_some())
}
