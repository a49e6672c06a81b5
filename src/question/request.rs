//! How a trend is fitted, read from the arguments.

use anyhow::Result;

use crate::cli::{Errors, Model, ModelArgs, PrecisionArgs};
use crate::estimates::{
    AssumedPrecision, Crossing, Joinpoints, LevelStep, ModelChoice, TrendRequest,
};
use crate::model::{NotAPeriod, Period, PeriodBasis, Source};
use crate::problem::Problem;
use crate::question::terms::period;
use crate::question::terms::ratio::{bridging_ratio, split_error};
use crate::stats::uncertainty::LARGEST_EXTRA_SCATTER;

/// How the trend is fitted; `None` for no trend.
///
/// # Errors
/// Values that cannot be used to fit a trend: usage errors.
pub(crate) fn of(args: &ModelArgs, precision: &PrecisionArgs) -> Result<Option<TrendRequest>> {
    let confidence = confidence(precision.confidence)?;
    let assumed = assumed(precision)?;
    let model = match args.model {
        Model::None => {
            only_joinpoint(args)?;
            return Ok(None);
        }
        Model::LogLinear => {
            only_joinpoint(args)?;
            ModelChoice::LogLinear
        }
        Model::Joinpoint => ModelChoice::Joinpoint(joinpoints(&args.select)?),
    };
    Ok(Some(TrendRequest {
        model,
        maximum: args.max_joinpoints,
        crossing: crossing(args)?,
        correlated: args.errors == Errors::Correlated,
        linear: args.linear,
        windows: args
            .average
            .iter()
            .map(|text| window(text))
            .collect::<Result<_>>()?,
        seed: args.seed,
        threads: std::thread::available_parallelism().map_or(1, usize::from),
        confidence,
        assumed,
    }))
}

/// Refuses options that only a joinpoint model uses: they would have no effect.
fn only_joinpoint(args: &ModelArgs) -> Result<()> {
    for (given, option) in [
        (!args.average.is_empty(), "--average"),
        (args.max_joinpoints.is_some(), "--max-joinpoints"),
        (args.select != "permutation", "--select"),
    ] {
        if given {
            return Err(
                Problem::usage(format!("{option} belongs to a joinpoint trend"))
                    .hint("add --model joinpoint")
                    .into(),
            );
        }
    }
    Ok(())
}

/// Refuses a stated ratio where the answer has figures of the police and of the survey: one ratio
/// cannot be that of both.
///
/// # Errors
/// A usage error whose hint names `--source`.
pub(crate) fn ratio_is_of_one_source(args: &ModelArgs, sources: &[Source]) -> Result<()> {
    let stated = args.step.iter().find(|step| step.contains('='));
    let several = sources.windows(2).any(|pair| pair[0] != pair[1]);
    match stated.filter(|_| several) {
        None => Ok(()),
        Some(text) => Err(Problem::usage(format!(
            "--step {text}: a ratio belongs to figures of one source, and this answer has several"
        ))
        .hint("add --source police or --source survey, or leave --input out")
        .into()),
    }
}

/// Refuses a bare year or a number where the figures have calendar periods.
///
/// # Errors
/// A usage error that names the option.
pub(crate) fn fits(
    model: Option<&ModelArgs>,
    precision: &PrecisionArgs,
    basis: PeriodBasis,
) -> Result<()> {
    if basis == PeriodBasis::Number {
        return Ok(());
    }
    let mut given: Vec<(&str, &str)> = Vec::new();
    if let Some(model) = model {
        let steps = model.step.iter().filter(|step| *step != "breaks");
        let periods = steps.map(|step| step.split_once('=').map_or(step.as_str(), |(at, _)| at));
        given.extend(periods.map(|period| ("--step", period)));
        let ends = model.average.iter().flat_map(|window| window.split(':'));
        given.extend(ends.map(|end| ("--average", end)));
    }
    for (option, text) in given {
        period::refuse_bare_year(option, period::given(option, Some(text.trim()))?, basis)?;
    }
    base_fits(&precision.base, basis)
}

/// Refuses a bare year or a number before a sample size where the figures are of the calendar.
///
/// # Errors
/// A usage error that names `--base`.
pub(crate) fn base_fits(base: &[String], basis: PeriodBasis) -> Result<()> {
    if basis == PeriodBasis::Number {
        return Ok(());
    }
    for (period, _) in base.iter().filter_map(|base| base.split_once('=')) {
        let given = period::given("--base", Some(period.trim()))?;
        period::refuse_bare_year("--base", given, basis)?;
    }
    Ok(())
}

/// A confidence strictly between 0 and 1.
///
/// # Errors
/// Anything else; the hint tells 95 from 0.95.
pub(crate) fn confidence(confidence: f64) -> Result<f64> {
    if confidence > 0.0 && confidence < 1.0 {
        return Ok(confidence);
    }
    let hint = if (50.0..100.0).contains(&confidence) {
        format!("{confidence}% is written {}", confidence / 100.0)
    } else {
        "0.95 is usual".to_owned()
    };
    Err(Problem::usage(format!(
        "--confidence {confidence} does not lie between 0 and 1"
    ))
    .hint(hint)
    .into())
}

/// Sample sizes and design factor that the user states.
///
/// # Errors
/// A sample size, a period or a factor that cannot be read.
pub(crate) fn assumed(args: &PrecisionArgs) -> Result<AssumedPrecision> {
    stated(&args.base, args.design_factor)
}

/// Sample sizes and design factor as the user writes them.
///
/// # Errors
/// As [`assumed`].
pub(crate) fn stated(base: &[String], design_factor: Option<f64>) -> Result<AssumedPrecision> {
    let mut assumed = AssumedPrecision {
        design_factor,
        ..AssumedPrecision::default()
    };
    if design_factor.is_some_and(|factor| !(factor > 0.0 && factor.is_finite())) {
        return Err(Problem::usage("--design-factor must be more than 0")
            .hint("it is the ratio of standard errors (deft), not of variances; 1.35 is usual here")
            .into());
    }
    for text in base {
        let number = |text: &str| -> Result<f64> {
            let number = text
                .trim()
                .parse::<f64>()
                .ok()
                .filter(|number| *number > 0.0 && number.is_finite());
            number.ok_or_else(|| {
                Problem::usage(format!("--base expects a sample size, not `{text}`"))
                    .hint("--base takes a number without a comma inside, such as 12000, or PERIOD=NUMBER, such as 2023-24=12000")
                    .into()
            })
        };
        match text.split_once('=') {
            None => assumed.base = Some(number(text)?),
            Some((period, base)) => {
                assumed
                    .base_by_period
                    .insert(any_period("--base", period)?, number(base)?);
            }
        }
    }
    Ok(assumed)
}

/// A factor of extra scatter within its bounds.
///
/// # Errors
/// A factor outside 1 to 5.
pub(crate) fn extra_scatter(factor: f64) -> Result<f64> {
    if (1.0..=LARGEST_EXTRA_SCATTER).contains(&factor) {
        return Ok(factor);
    }
    let message =
        format!("--extra-scatter {factor:?} is not between 1 and {LARGEST_EXTRA_SCATTER}");
    Err(Problem::usage(message)
        .hint("it multiplies standard errors: 1 for sampling error alone, 1.2 for 1.44 times the variance")
        .into())
}

/// A period of the calendar, or a number for own figures outside it.
fn any_period(option: &str, text: &str) -> Result<Period> {
    let text = text.trim();
    // A bare number is a point of own figures: no series here is in calendar years.
    if let Some(number) = text.parse::<f64>().ok().and_then(Period::number) {
        return Ok(number);
    }
    let parsed = text.parse::<Period>();
    parsed.map_err(|NotAPeriod { text, hint }| {
        Problem::usage(format!("`{text}` in {option} is not a period"))
            .hint(hint)
            .into()
    })
}

fn joinpoints(text: &str) -> Result<Joinpoints> {
    match text {
        "permutation" => Ok(Joinpoints::Permutation),
        "wbic" => Ok(Joinpoints::WeightedBic),
        "bic" => Ok(Joinpoints::Bic),
        "bic3" => Ok(Joinpoints::Bic3),
        number => number.parse().map(Joinpoints::Exactly).map_err(|_| {
            Problem::usage(format!(
                "--select must be `permutation`, `wbic`, `bic`, `bic3` or a number, not `{text}`"
            ))
            .into()
        }),
    }
}

fn crossing(args: &ModelArgs) -> Result<Crossing> {
    if args.across_breaks {
        return Ok(Crossing::Always);
    }
    if args.step.is_empty() {
        return Ok(Crossing::Never);
    }
    if args.step.iter().any(|step| step == "breaks") {
        return if args.step.len() == 1 {
            Ok(Crossing::WithAllSteps)
        } else {
            Err(Problem::usage("--step takes either `breaks` or periods, not both").into())
        };
    }
    let steps = args.step.iter().map(|text| level_step(text));
    let steps = steps.collect::<Result<Vec<_>>>()?;
    if let Some(text) = (args.step.iter()).find(|text| text.contains('=')) {
        ratio_fits_the_model(args, text)?;
    }
    for (number, step) in steps.iter().enumerate() {
        if steps[..number].iter().any(|other| step.is_at(other.at)) {
            let message = format!("--step {}: this period is given twice", args.step[number]);
            return Err(Problem::usage(message).into());
        }
    }
    Ok(Crossing::WithSteps(steps))
}

/// `2019-20` for a step that the trend estimates, `2019-20=1.05±0.03` for one that is known.
fn level_step(text: &str) -> Result<LevelStep> {
    let (before, error) = split_error(text);
    let (period, ratio) = match before.split_once('=') {
        None if error.is_none() => (text, None),
        None => return Err(not_a_step(text)),
        Some((period, ratio)) => {
            let ratio = ratio.trim().parse().map_err(|_| not_a_step(text))?;
            (period, Some(bridging_ratio(text, ratio, error)?))
        }
    };
    let period = any_period("--step", period)?;
    // The first period on the new basis: the step is at its start, whatever its spelling.
    let at = period.start();
    Ok(LevelStep { at, ratio })
}

fn not_a_step(text: &str) -> anyhow::Error {
    Problem::usage(format!(
        "`{text}` in --step is not PERIOD or PERIOD=RATIO±SE"
    ))
    .hint("for example --step 2019-20, or --step 2019-20=1.05±0.03")
    .into()
}

/// Refuses a stated ratio where the model cannot carry it.
fn ratio_fits_the_model(args: &ModelArgs, text: &str) -> Result<()> {
    let (reason, remedy) = if args.model == Model::Joinpoint {
        (
            "joinpoint regression searches the places of its joinpoints anew for each ratio, so its \
             intervals cannot hold the error of a stated one",
            "leave out --model joinpoint, or give the PERIOD alone: the step is then estimated",
        )
    } else if args.linear {
        (
            "a ratio multiplies, and a linear trend adds",
            "leave out --linear, or give the PERIOD alone: the step is then estimated",
        )
    } else {
        return Ok(());
    };
    let message = format!("--step {text}: {reason}");
    Err(Problem::usage(message).hint(remedy).into())
}

fn window(text: &str) -> Result<(Period, Period)> {
    let Some((from, to)) = text.split_once(':') else {
        return Err(
            Problem::usage(format!("--average expects FROM:TO, not `{text}`"))
                .hint("for example 2015-16:2024-25")
                .into(),
        );
    };
    let (from, to) = (any_period("--average", from)?, any_period("--average", to)?);
    if from >= to {
        return Err(
            Problem::usage(format!("--average {text}: {from} must come before {to}")).into(),
        );
    }
    Ok((from, to))
}
