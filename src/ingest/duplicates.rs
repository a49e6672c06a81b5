//! Two figures of one file must never claim to be about the same thing. Quick enough for ten
//! million rows: a bit for each possible key, and only keys seen twice are looked at again.

use super::finding::Finding;
use super::intake::Intake;
use crate::frame::{Figures, Row};
use crate::model::Kind;
use foldhash::{HashMap, HashMapExt};

/// Findings that are listed; the last of them says how many more there are.
const MOST_LISTED: usize = 10_000;

/// Adds a finding for each figure whose key an earlier one has.
pub(super) fn check(intake: &mut Intake) {
    let figures = &intake.observations;
    let same = without_notes(figures);
    let repeated = repeated_keys(figures, &same);
    if repeated.is_empty() {
        return;
    }
    let mut first: HashMap<u64, Row<'_>> = HashMap::new();
    let mut listed = 0;
    for row in figures.iter() {
        let key = key(row, &same, figures);
        if repeated.binary_search(&key).is_err() {
            continue;
        }
        let Some(earlier) = first.get(&key) else {
            first.insert(key, row);
            continue;
        };
        listed += 1;
        if listed <= MOST_LISTED {
            intake.findings.push(finding(row, *earlier));
        }
    }
    if listed > MOST_LISTED {
        intake.findings.push(Finding::error(
            RULE,
            "",
            "",
            listed.to_string(),
            format!(
                "{} more figures have a key that an earlier one has",
                listed - MOST_LISTED
            ),
        ));
    }
}

const RULE: &str = "duplicate-key";

fn finding(row: Row<'_>, earlier: Row<'_>) -> Finding {
    let value = row
        .value()
        .map_or_else(String::new, |value| value.to_string());
    let kind = row.kind();
    let mut about = vec![kind.label.as_str()];
    about.extend(
        [kind.code.as_str(), kind.group.as_str(), row.area()]
            .iter()
            .filter(|part| !part.is_empty()),
    );
    let (sex, age) = (kind.sex.to_string(), kind.age.to_string());
    about.extend(
        [sex.as_str(), age.as_str()]
            .iter()
            .filter(|part| **part != "all"),
    );
    let agrees = if row.value() == earlier.value() && row.marker() == earlier.marker() {
        "with the same figure"
    } else {
        "with another figure"
    };
    Finding::error(
        RULE,
        row.sheet(),
        row.cell(),
        value,
        format!(
            "`{}` in {} is also in {}, {agrees}",
            about.join("`, `"),
            row.period(),
            earlier.cell()
        ),
    )
}

/// For each kind the first one that is the same apart from its notes.
fn without_notes(figures: &Figures) -> Vec<u32> {
    let mut first: HashMap<Kind, u32> = HashMap::new();
    (0..)
        .zip(figures.kinds())
        .map(|(number, kind)| {
            let bare = Kind {
                notes: String::new(),
                ..kind.clone()
            };
            *first.entry(bare).or_insert(number)
        })
        .collect()
}

fn key(row: Row<'_>, same: &[u32], figures: &Figures) -> u64 {
    let areas = figures.areas().len() as u64;
    let periods = figures.periods().len() as u64;
    let kind = u64::from(same[row.kind_id() as usize]);
    (kind * areas + u64::from(row.area_id())) * periods + u64::from(row.period_id())
}

/// Keys that more than one figure has, in order.
fn repeated_keys(figures: &Figures, same: &[u32]) -> Vec<u64> {
    let possible =
        same.len() as u64 * figures.areas().len() as u64 * figures.periods().len() as u64;
    let mut repeated = Vec::new();
    // A bit for each possible key, unless most of them never occur.
    if possible <= 64 * figures.len() as u64 + (1 << 20) {
        let mut seen = vec![0_u64; usize::try_from(possible / 64 + 1).unwrap_or(0)];
        for row in figures.iter() {
            let key = key(row, same, figures);
            let (word, bit) = ((key / 64) as usize, 1 << (key % 64));
            if seen[word] & bit != 0 {
                repeated.push(key);
            }
            seen[word] |= bit;
        }
        repeated.sort_unstable();
    } else {
        let mut keys: Vec<u64> = figures.iter().map(|row| key(row, same, figures)).collect();
        keys.sort_unstable();
        repeated.extend(
            keys.windows(2)
                .filter(|pair| pair[0] == pair[1])
                .map(|pair| pair[0]),
        );
    }
    repeated.dedup();
    repeated
}
