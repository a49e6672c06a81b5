//! What intervals are based on, in a sentence: published or assumed sample sizes and design factors.

use crate::answer::{Cell, NumberFormat, Text};
use crate::facts::precision::{ASSUMED, STATED};
use crate::facts::{Fact, Facts, Statistic};
use crate::stats::intervals::design::Basis;
use crate::words;

/// What the intervals of a series are based on; nothing where it has none.
pub(crate) fn sentence(facts: &Facts, series: &str, bases: &[Basis]) -> Option<Text> {
    let any = |wanted: fn(&Basis) -> bool| bases.iter().any(wanted);
    let mut parts: Vec<Text> = Vec::new();
    if any(|basis| matches!(basis, Basis::PublishedError)) {
        parts.push("the standard errors given".into());
    }
    if any(|basis| matches!(basis, Basis::PublishedLimits { .. })) {
        parts.push("the limits given".into());
    }
    for method in ["", STATED, ASSUMED] {
        parts.extend(sample_sizes(facts, series, method));
    }
    parts.extend(design_factors(facts, series));
    let last = parts.pop()?;
    let start = Text::from("Intervals are based on ");
    Some(if parts.is_empty() {
        start.and(last).and(".")
    } else {
        start
            .and(Text::joined(parts, ", "))
            .and(" and ")
            .and(last)
            .and(".")
    })
}

/// `assumed sample sizes (12,000 in 2023-24 to 2024-25)`
fn sample_sizes(facts: &Facts, series: &str, method: &str) -> Option<Text> {
    let mut runs: Vec<(&Fact, &Fact)> = Vec::new();
    for fact in facts.of(series, Statistic::Base) {
        if fact.method != method {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.0.value == fact.value => run.1 = fact,
            _ => runs.push((fact, fact)),
        }
    }
    let number = |fact: &Fact| Text::default().value(fact, NumberFormat::Whole);
    let several = if runs.len() > 1 { "s" } else { "" };
    let each = |(first, last): &(&Fact, &Fact)| {
        number(first).and(if first.period == last.period {
            format!(" in {}", first.period)
        } else {
            format!(" from {} to {}", first.period, last.period)
        })
    };
    let first = runs.first()?;
    let how = match method {
        "" => return Some("the published sample sizes".into()),
        STATED if several.is_empty() => "a stated",
        STATED => "stated",
        _ if several.is_empty() => "an assumed",
        _ => "assumed",
    };
    let sizes = match method {
        // Where one number is stated, it holds for every period.
        STATED if several.is_empty() => number(first.0),
        _ => Text::joined(runs.iter().map(each), ", "),
    };
    let lead = format!("{how} sample size{several} (");
    Some(Text::from(lead).and(sizes).and(")"))
}

/// `an assumed design factor of 1.35`, each factor once.
fn design_factors(facts: &Facts, series: &str) -> Option<Text> {
    let mut factors: Vec<&Fact> = Vec::new();
    for fact in facts.of(series, Statistic::DesignFactor) {
        let known = |one: &&Fact| (one.value, &one.method) == (fact.value, &fact.method);
        if !factors.iter().any(known) {
            factors.push(fact);
        }
    }
    let each = |fact: &&Fact| {
        let whose = match fact.method.as_str() {
            "" => "a published design factor of ",
            STATED => "a stated design factor of ",
            _ => "an assumed design factor of ",
        };
        Text::from(whose).value(fact, factor_format(fact))
    };
    (!factors.is_empty()).then(|| Text::joined(factors.iter().map(each), " or "))
}

/// A design factor as it is written: `1.2`, `1.35`.
pub(crate) fn factor_format(fact: &Fact) -> NumberFormat {
    NumberFormat::Decimal(decimals(fact.value))
}

/// Decimal places of a number as the user or the publisher writes it.
pub(crate) fn decimals(value: Option<f64>) -> usize {
    let written = value.map_or_else(String::new, |value| value.to_string());
    written
        .split_once('.')
        .map_or(0, |(_, places)| places.len())
}

/// Why sample sizes are assumed, each reason once.
pub(crate) fn reasons(facts: &Facts, series: &str) -> Option<Text> {
    let mut reasons: Vec<String> = Vec::new();
    for fact in facts.of(series, Statistic::Base) {
        let reason = fact.note.trim_start_matches("assumed: ").to_owned();
        if !reason.is_empty() && !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    let sentence = || words::capitalised(&reasons.join("; "));
    (!reasons.is_empty()).then(|| format!("Sample sizes: {}.", sentence()).into())
}

/// The limits of a fact; an empty cell where it has none.
pub(crate) fn limits(fact: Option<&Fact>, format: NumberFormat) -> Cell {
    fact.map_or(Cell::Empty, |fact| Cell::limits(fact, format))
}
