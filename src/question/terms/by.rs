//! The kind of period asked for, with `--by` or by the way `--from` and `--to` are written.

use anyhow::Result;

use crate::catalogue::Measure;
use crate::cli::{SpanArgs, TrendArgs};
use crate::dataset::Dataset;
use crate::model::{Period, PeriodKind, Series, Source};
use crate::problem::Problem;
use crate::question::terms::period;

/// The kind of period asked for; that of the user's own figures where they are shown too.
///
/// # Errors
/// A period of another kind than `--by`; two kinds in `--from` and `--to`; `--by` for own figures
/// alone.
pub(crate) fn given(args: &TrendArgs, own: &[Series]) -> Result<PeriodKind> {
    let asked = args.by.map(PeriodKind::from);
    if asked.is_some() && args.subject.crime.is_none() {
        return Err(Problem::usage("--by chooses among the figures of a crime")
            .hint("own figures are shown in the periods that the file has")
            .into());
    }
    if args.subject.crime.is_none() {
        return Ok(PeriodKind::Year);
    }
    let of_own = own.first().map(Series::basis).and_then(|basis| {
        let points = own.iter().flat_map(|series| &series.points);
        let mut periods = points.map(|point| point.period);
        let first = periods.find(|period| period.basis() == basis)?;
        (!matches!(first, Period::Number { .. })).then(|| first.kind())
    });
    let spelled = spelled(&args.span)?;
    let Some(asked) = asked else {
        return Ok(spelled.or(of_own).unwrap_or_default());
    };
    for (option, period) in ends(&args.span)? {
        let fits = match period {
            Period::Calendar { .. } | Period::Number { .. } => true,
            Period::YearEnding { .. } => matches!(asked, PeriodKind::Year | PeriodKind::Rolling),
            other => other.kind() == asked,
        };
        if !fits {
            return Err(Problem::usage(format!(
                "{option} {period} is not a {} of --by {}",
                one(asked),
                asked.name()
            ))
            .hint(format!("write {}", example(asked)))
            .into());
        }
    }
    Ok(asked)
}

const fn one(kind: PeriodKind) -> &'static str {
    match kind {
        PeriodKind::Year | PeriodKind::Rolling => "year",
        PeriodKind::Quarter => "quarter",
        PeriodKind::Month => "month",
    }
}

const fn example(kind: PeriodKind) -> &'static str {
    match kind {
        PeriodKind::Year => "a financial year, such as 2023-24, or leave --by out",
        PeriodKind::Rolling => "a year by its last month, such as ye-dec-2025, or leave --by out",
        PeriodKind::Quarter => "a quarter, such as 2024-q1, or leave --by out",
        PeriodKind::Month => "a month, such as 2024-m01, or leave --by out",
    }
}

fn ends(span: &SpanArgs) -> Result<Vec<(&'static str, Period)>> {
    let from = period::given("--from", span.from.as_deref())?;
    let to = period::given("--to", span.to.as_deref())?;
    let both = [("--from", from), ("--to", to)];
    Ok(both
        .into_iter()
        .filter_map(|(option, period)| Some((option, period?)))
        .collect())
}

/// The kind of the periods given. A rolling year as the last period of financial years is the latest
/// figure beside them.
fn spelled(span: &SpanArgs) -> Result<Option<PeriodKind>> {
    let kinds: Vec<(&str, PeriodKind)> = ends(span)?
        .into_iter()
        .filter(|(_, period)| !matches!(period, Period::Calendar { .. } | Period::Number { .. }))
        .map(|(option, period)| (option, period.kind()))
        .collect();
    match kinds.as_slice() {
        [("--to", PeriodKind::Rolling)] => Ok(Some(PeriodKind::Year)),
        [(_, kind)] => Ok(Some(*kind)),
        [(_, first), (_, last)] if first == last => Ok(Some(*first)),
        [(_, PeriodKind::Year), (_, PeriodKind::Rolling)] => Ok(Some(PeriodKind::Year)),
        [(_, PeriodKind::Rolling), (_, PeriodKind::Year)] => Ok(Some(PeriodKind::Rolling)),
        [_, _, ..] => Err(Problem::usage("--from and --to are two kinds of period")
            .hint("write both as months, as quarters or as years")
            .into()),
        [] => Ok(None),
    }
}

/// The crimes, other than those shown, that months are held of: for a reader of one.
///
/// # Errors
/// A damaged release.
pub(crate) fn with_months(shown: &[&str], dataset: &Dataset<'_>) -> Result<Option<String>> {
    let mut names = Vec::new();
    for crime in &dataset.catalogue().crimes {
        let measure = crime
            .default
            .iter()
            .filter_map(|id| dataset.catalogue().measure(id))
            .find(|measure| measure.source == Source::Police);
        let Some(measure) = measure.filter(|_| !shown.contains(&crime.id.as_str())) else {
            continue;
        };
        if dataset
            .series_by(measure, None, PeriodKind::Month)?
            .is_some()
        {
            names.push(crime.id.as_str());
        }
    }
    Ok((!names.is_empty()).then(|| format!("Months are also held of {}.", names.join(", "))))
}

/// What to say where no figure is held in the kind of period asked for: which kinds are.
///
/// # Errors
/// A damaged release.
pub(crate) fn not_held(
    name: &str,
    kind: PeriodKind,
    measures: &[&Measure],
    pin: Option<&str>,
    dataset: &Dataset<'_>,
) -> Result<anyhow::Error> {
    let mut held = Vec::new();
    for other in PeriodKind::ALL {
        let mut ends: Option<(Period, Period)> = None;
        for measure in measures {
            let series = dataset.series_by(measure, pin, other)?;
            let valued = series.iter().flat_map(Series::valued);
            let periods: Vec<Period> = valued.map(|(point, _)| point.period).collect();
            if let (Some(first), Some(last), None) = (periods.first(), periods.last(), ends) {
                ends = Some((*first, *last));
            }
        }
        if let Some((first, last)) = ends {
            held.push(format!(
                "{} figures from {first} to {last} (--by {})",
                other.adjective(),
                other.name()
            ));
        }
    }
    let hint = match held.as_slice() {
        [] => "`vawg ingest` takes in a release that has them".to_owned(),
        held => format!("held: {}", held.join("; ")),
    };
    let of_outcomes = measures.iter().any(|one| one.outcome().is_some());
    let outcomes = if of_outcomes {
        " charged or summonsed"
    } else {
        ""
    };
    let problem = format!(
        "no {} figures of `{name}`{outcomes} are held",
        kind.adjective()
    );
    Ok(Problem::data(problem).hint(hint).into())
}
