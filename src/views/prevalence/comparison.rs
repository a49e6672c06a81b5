//! The latest figure against an earlier one; where a break lies between them, that it does.

use crate::answer::Text;
use crate::facts::trend::shown::Shown;
use crate::facts::{Facts, Statistic};
use crate::model::{Period, PeriodBasis, SeriesKind};
use crate::views::trend::{panel, summary};
use crate::words;

/// `2023-24 to 2024-25: -0.7 percentage points (95% confidence interval: -1.7 to +0.3), not
/// statistically significant.` The full answer has the p-value too.
pub(super) fn change(shown: &Shown, facts: &Facts, in_full: bool) -> Option<Text> {
    let name = &shown.series.name;
    let fact = facts.of(name, Statistic::Difference).next()?;
    let (from, to) = (fact.from.period()?, fact.to.period()?);
    let unit = match shown.series.kind {
        SeriesKind::Prevalence => " percentage points",
        _ => "",
    };
    let text = Text::from(format!("{from} to {to}: "))
        .value(fact, shown.signed)
        .and(unit);
    let Some(confidence) = fact.confidence else {
        return Some(text.and("; not tested."));
    };
    let confidence = words::trimmed(100.0 * confidence);
    let text = text
        .and(format!(" ({confidence}% confidence interval: "))
        .limits(fact, shown.signed)
        .and(")");
    let verdict = match fact.p_value {
        Some(p) if p < 0.05 => ", statistically significant",
        Some(_) => ", not statistically significant",
        None => "",
    };
    let text = text.and(verdict);
    let text = if in_full && fact.p_value.is_some() {
        text.and(", ").p_value(fact)
    } else {
        text
    };
    Some(text.and("."))
}

/// `The survey changed in October 2025: 2025-26 is not compared with earlier years.` Only where a
/// break keeps the latest figure from an earlier one that is shown or asked for.
pub(super) fn not_compared(shown: &Shown, facts: &Facts, asked: Option<Period>) -> Option<String> {
    let series = &shown.series;
    let (latest, _) = series.valued().next_back()?;
    let first = asked.or_else(|| series.valued().next().map(|(point, _)| point.period))?;
    let (from, to) = if first < latest.period {
        (first, latest.period)
    } else {
        (latest.period, first)
    };
    let last_break = series.breaks_between(from, to).into_iter().next_back()?;
    let lead = format!(
        "{} changed in {}",
        words::capitalised(summary::what_changes(series.source)),
        last_break.date_in_words
    );
    if let Some(period) = asked {
        return Some(format!(
            "{lead}: {} is not compared with {period}.",
            latest.period
        ));
    }
    let mut differences = facts.of(&series.name, Statistic::Difference);
    let periods = match series.basis() {
        PeriodBasis::Number => "figures".to_owned(),
        basis => format!("{}s", words::period_header(basis)),
    };
    Some(
        match differences.next().and_then(|fact| fact.from.period()) {
            Some(from) => format!("{lead}: {periods} before {from} are not compared."),
            None => format!(
                "{lead}: {} is not compared with earlier {periods}.",
                latest.period
            ),
        },
    )
}

/// The remark of a row, with a mark where a break lies between its figure and the one before.
pub(super) fn marked(remark: String, shown: &Shown, period: Period) -> String {
    let series = &shown.series;
    let has_figure = series
        .point(period)
        .is_some_and(|point| point.value.is_some());
    let before = if series.rolling.iter().any(|point| point.period == period) {
        Some(period.year_before())
    } else {
        let earlier = series.valued().map(|(point, _)| point.period);
        earlier.take_while(|at| *at < period).last()
    };
    let crossed = before
        .filter(|_| has_figure)
        .is_some_and(|before| !series.breaks_between(before, period).is_empty());
    if crossed {
        panel::with_break_mark(remark)
    } else {
        remark
    }
}
