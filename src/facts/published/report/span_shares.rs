//! The share of a recorded change that fell in each span of years.

use anyhow::Result;

use crate::facts::trend::shown::Shown;
use crate::facts::{Fact, FactId, Facts, Statistic};
use crate::model::{Period, SeriesKind};
use crate::problem::Problem;
use crate::question::terms::period;
use crate::reports::Span;

/// The part of the whole change that fell in a span.
pub(crate) struct SpanShare {
    pub(crate) from: Period,
    pub(crate) to: Period,
    /// Whether `{share}` in the title means this span.
    pub(crate) named: bool,
    pub(crate) change: FactId,
    /// In per cent of the whole change.
    pub(crate) share: FactId,
    pub(crate) breaks: usize,
}

/// A period and its value.
type Dated = (Period, f64);

/// Adds the share of each span; the spans follow on one another.
///
/// # Errors
/// Spans of more or less than one series of counts; a span that begins or ends where there is no
/// figure, or runs backwards; spans with gaps between them, of which two are named, or over which
/// nothing changed.
pub(crate) fn add(facts: &mut Facts, shown: &[Shown], spans: &[Span]) -> Result<Vec<SpanShare>> {
    if spans.is_empty() {
        return Ok(Vec::new());
    }
    let one = match shown {
        [one] if one.series.kind == SeriesKind::Counts => one,
        [_] => {
            return Err(
                Problem::data("spans need counts: a change of prevalence needs a test").into(),
            );
        }
        _ => {
            return Err(
                Problem::data(format!("spans need one measure, not {}", shown.len())).into(),
            );
        }
    };
    if spans.iter().filter(|span| span.named).count() > 1 {
        return Err(
            Problem::data("more than one span is `named`: the title has one {share}").into(),
        );
    }
    let ends = ends(one, spans)?;
    let whole: f64 = ends.iter().map(|(from, to)| to.1 - from.1).sum();
    let follows = ends.windows(2).all(|pair| pair[0].1.0 == pair[1].0.0);
    if !follows || whole == 0.0 {
        return Err(
            Problem::data("the spans do not follow on one another, or nothing changed")
                .hint("each begins where the one before it ends, so that the shares add up to 100%")
                .into(),
        );
    }
    let share = |(span, (from, to)): (&Span, (Dated, Dated))| SpanShare {
        from: from.0,
        to: to.0,
        named: span.named,
        change: change(facts, one, from, to),
        share: facts.add(Fact {
            statistic: Statistic::ShareOfChange,
            method: "change in the span over the change in all spans, times 100".to_owned(),
            value: Some(100.0 * (to.1 - from.1) / whole),
            unit: "per cent".to_owned(),
            ..between(one, from.0, to.0)
        }),
        breaks: one.series.breaks_between(from.0, to.0).len(),
    };
    Ok(spans.iter().zip(ends).map(share).collect())
}

/// The first and the last value of each span.
fn ends(shown: &Shown, spans: &[Span]) -> Result<Vec<(Dated, Dated)>> {
    let value = |text: &str| -> Result<Dated> {
        let period = period::given("`spans`", Some(text))?;
        let found = period.and_then(|period| Some((period, shown.at(period)?.number?)));
        let missing = || format!("a span ends at {text}, for which there is no figure");
        found.ok_or_else(|| Problem::data(missing()).into())
    };
    let mut ends = Vec::new();
    for span in spans {
        let (from, to) = (value(&span.from)?, value(&span.to)?);
        if from.0.first_month() >= to.0.first_month() {
            let (from, to) = (from.0, to.0);
            let problem = format!("the span from {from} to {to} runs backwards");
            return Err(Problem::data(problem).into());
        }
        ends.push((from, to));
    }
    Ok(ends)
}

/// The change over a span, which may be among the facts already.
fn change(facts: &mut Facts, shown: &Shown, from: Dated, to: Dated) -> FactId {
    let known = facts.between(&shown.series.name, Statistic::Change, from.0, to.0);
    known.and_then(|fact| fact.id).unwrap_or_else(|| {
        facts.add(Fact {
            statistic: Statistic::Change,
            method: "later minus earlier".to_owned(),
            value: Some(to.1 - from.1),
            unit: shown.unit.clone(),
            ..between(shown, from.0, to.0)
        })
    })
}

fn between(shown: &Shown, from: Period, to: Period) -> Fact {
    let series = &shown.series;
    Fact {
        from: from.into(),
        to: to.into(),
        release: series
            .point(to)
            .map_or_else(String::new, |point| point.release.clone()),
        ..Fact::about(series)
    }
}
