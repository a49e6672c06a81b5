//! Per cents of a file that may be proportions.

use foldhash::{HashMap, HashMapExt};

use super::Previous;
use crate::frame::{Figures, Row};
use crate::ingest::finding::Finding;
use crate::model::{Age, Kind, Sex, is_proportion};

/// The finding on a figure that may be a proportion.
pub(in crate::ingest) fn asks_for_per_cent(row: Row<'_>, value: f64, about: &str) -> Finding {
    let message = format!(
        "`{}` in {} is {value} per cent, but {about}: is it a proportion, {} per cent?",
        row.kind().label,
        row.period(),
        crate::words::trimmed(value * 100.0)
    );
    Finding::warning(
        "per-cent-not-proportion",
        row.sheet(),
        row.cell(),
        value.to_string(),
        message,
    )
}

/// What a share is about, in all its periods.
type Key<'a> = (&'a str, &'a str, &'a str, Sex, Age, &'a str);

/// Whether figures are shares in per cent of so many people that none falls to a fiftieth by chance:
/// published ones of an ethnic group or of people aged 55 to 59 do.
fn is_of_many(kind: &Kind) -> bool {
    const YEARS: u8 = 20;
    kind.unit == "per cent"
        && ["prevalence", "share"].contains(&kind.statistic.as_str())
        && kind.breakdown.is_empty()
        && !matches!(kind.age, Age::Between(from, to) if to < from.saturating_add(YEARS))
}

/// The shares of some figures that are in per cent.
fn shares(figures: &Figures) -> impl Iterator<Item = (Key<'_>, Row<'_>, f64)> {
    let kinds: Vec<bool> = figures.kinds().iter().map(is_of_many).collect();
    figures.iter().filter_map(move |row| {
        let value = row.value().filter(|_| kinds[row.kind_id() as usize])?;
        let kind = row.kind();
        let (table, label, group) = (&kind.table, &kind.label, &kind.group);
        let key = (
            table.as_str(),
            label.as_str(),
            group.as_str(),
            kind.sex,
            kind.age,
            row.area(),
        );
        Some((key, row, value))
    })
}

/// Per cents under a fiftieth of the other figures of their series, here or in the release before.
pub(super) fn check(
    figures: &Figures,
    previous: Option<&Previous<'_>>,
    findings: &mut Vec<Finding>,
) {
    let mut series: HashMap<Key<'_>, Vec<f64>> = HashMap::new();
    for (key, _, value) in shares(figures) {
        series.entry(key).or_default().push(value);
    }
    let before = previous.into_iter().flat_map(|one| shares(one.figures));
    for (key, _, value) in before {
        series.entry(key).and_modify(|known| known.push(value));
    }
    for values in series.values_mut() {
        values.sort_by(f64::total_cmp);
    }
    for (key, row, value) in shares(figures) {
        // The upper of two in the middle: of two figures the larger is the percentage.
        let like = series.get(&key).map_or(0.0, |all| all[all.len() / 2]);
        if is_proportion(value, like) {
            let about = format!("the others of its row are about {like}");
            findings.push(asks_for_per_cent(row, value, &about));
        }
    }
}
