//! Published shares and changes are recomputed from the counts they rest on. One that disagrees
//! is reported and not served.

use std::collections::{HashMap, HashSet};

use super::finding::Finding;
use super::intake::Intake;
use crate::model::{Marker, Observation, Period};

/// How far a recomputed figure may lie from the printed one, relative to it: printed figures
/// carry about 15 digits.
const TOLERANCE: f64 = 1e-9;

/// Where the earlier count is below this, ONS prints `[u]` instead of a percentage change.
const FEWEST_FOR_A_CHANGE: f64 = 50.0;

/// The rule about `[u]`: its marker is kept as published.
const LOW_RELIABILITY: &str = "low-reliability-rule";

type Key<'a> = (&'a str, &'a str, &'a str, &'a str, Period);

/// Checks every share and yearly change of the intake and drops those that do not recompute.
pub(super) fn recompute(intake: &mut Intake) {
    let observations: Vec<Observation> = intake
        .figures
        .iter()
        .map(|row| row.observation(&intake.release))
        .collect();
    let counts: HashMap<Key<'_>, f64> = observations
        .iter()
        .filter(|one| one.statistic != "share" && one.statistic != "relative_change")
        .filter_map(|one| one.value.map(|value| (key(one), value)))
        .collect();
    let mut wrong = Vec::new();
    for (index, observation) in observations.iter().enumerate() {
        let finding = match observation.statistic.as_str() {
            "share" => share(observation, &counts),
            "relative_change" => change(observation, &counts),
            _ => None,
        };
        if let Some(finding) = finding {
            wrong.push((index, finding));
        }
    }
    let not_served: HashSet<usize> = wrong
        .iter()
        .filter(|(_, finding)| finding.rule != LOW_RELIABILITY)
        .map(|(index, _)| *index)
        .collect();
    intake
        .figures
        .retain(|row| !not_served.contains(&row.index()));
    intake
        .findings
        .extend(wrong.into_iter().map(|(_, finding)| finding));
}

fn key(observation: &Observation) -> Key<'_> {
    (
        &observation.table,
        &observation.code,
        &observation.label,
        &observation.group,
        observation.period,
    )
}

fn change(observation: &Observation, counts: &HashMap<Key<'_>, f64>) -> Option<Finding> {
    let (table, code, label, group, period) = key(observation);
    let now = counts.get(&(table, code, label, group, period))?;
    let before = counts.get(&(table, code, label, group, period.year_before()))?;
    let expected = 100.0 * (now / before - 1.0);
    if let Some(printed) = observation.value {
        return (before.abs() > 0.0 && !agrees(printed, expected)).then(|| {
            finding(
                observation,
                "change-recomputes",
                format!("the change of `{label}` from {before} to {now} is {expected:.6}%, not {printed:.6}%; it is not served"),
            )
        });
    }
    let marked = observation.marker == Some(Marker::LowReliability);
    (marked && *before >= FEWEST_FOR_A_CHANGE).then(|| {
        finding(
            observation,
            LOW_RELIABILITY,
            format!("`[u]` stands for `{label}`, though its base of {before} is not below {FEWEST_FOR_A_CHANGE}"),
        )
    })
}

/// Where the whole stands of which a share of flagged offences is taken: the row of Table A5.
const WHOLES: [(&str, &str); 6] = [
    (
        "All offences (excluding fraud)",
        "TOTAL RECORDED CRIME - ALL OFFENCES EXCLUDING FRAUD AND COMPUTER MISUSE",
    ),
    (
        "Violence against the person",
        "TOTAL VIOLENCE AGAINST THE PERSON",
    ),
    ("Sexual offences", "TOTAL SEXUAL OFFENCES"),
    (
        "Miscellaneous crimes",
        "TOTAL MISCELLANEOUS CRIMES AGAINST SOCIETY",
    ),
    ("Public order offences", "TOTAL PUBLIC ORDER OFFENCES"),
    (
        "Criminal damage and arson",
        "TOTAL CRIMINAL DAMAGE AND ARSON",
    ),
];

fn share(observation: &Observation, counts: &HashMap<Key<'_>, f64>) -> Option<Finding> {
    let (flags, whole_table) = match observation.table.as_str() {
        "B9b" => ("B9a", "A5a"),
        "E2b" => ("E2a", "A5b"),
        // Table B10's counts are not published.
        _ => return None,
    };
    let printed = observation.value?;
    let label = observation.label.as_str();
    let period = observation.period;
    let Some(flagged) = counts.get(&(flags, "", label, "", period)) else {
        return Some(finding(
            observation,
            "share-has-a-count",
            format!(
                "the share of `{label}` is given for {period}, for which Table {flags} has no count; it is not served"
            ),
        ));
    };
    let whole = whole(label, whole_table, period, counts)?;
    let expected = 100.0 * flagged / whole;
    (!agrees(printed, expected)).then(|| {
        finding(
            observation,
            "share-recomputes",
            format!("{flagged} of {whole} `{label}` in {period} is {expected:.6}%, not {printed:.6}%; it is not served"),
        )
    })
}

/// All offences of a group in a period, summed over its months where the table is monthly.
fn whole(label: &str, table: &str, period: Period, counts: &HashMap<Key<'_>, f64>) -> Option<f64> {
    let of = |name: &str| -> Option<f64> {
        let row = WHOLES.iter().find(|(group, _)| *group == name)?.1;
        let count = |period| counts.get(&(table, "", row, "", period)).copied();
        count(period).or_else(|| {
            let last = period.end_month() - 1;
            (period.first_month()..=last)
                .map(|month| {
                    let year = u16::try_from(month.div_euclid(12)).ok()?;
                    let month = u8::try_from(month.rem_euclid(12) + 1).ok()?;
                    count(Period::Month { year, month })
                })
                .sum()
        })
    };
    if label == "Other offence types" {
        let named: Option<f64> = WHOLES[1..].iter().map(|(name, _)| of(name)).sum();
        return Some(of(WHOLES[0].0)? - named?);
    }
    of(label)
}

fn agrees(printed: f64, expected: f64) -> bool {
    (printed - expected).abs() <= TOLERANCE * expected.abs().max(1.0)
}

fn finding(observation: &Observation, rule: &'static str, message: String) -> Finding {
    let (sheet, cell) = observation
        .source_ref
        .rsplit_once('!')
        .unwrap_or(("", &observation.source_ref));
    let value = match (observation.value, observation.marker) {
        (Some(value), _) => value.to_string(),
        (None, marker) => marker.map_or_else(String::new, |marker| marker.to_string()),
    };
    Finding::warning(rule, sheet, cell, value, message)
}
