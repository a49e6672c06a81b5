//! Rows of a release by their full key, as observations.

use anyhow::Result;
use foldhash::{HashMap, HashMapExt};

use super::ReleaseFile;
use crate::catalogue::Catalogue;
use crate::frame::{Figures, Key};
use crate::model::Observation;
use crate::problem::Problem;

/// The area of every figure unless another is asked for.
pub(super) const DEFAULT_AREA: &str = "England and Wales";

/// The key of a headline figure for England and Wales: rows by a further dimension, such as an
/// ethnic group, and rows for other areas do not have it.
pub(super) fn headline(catalogue: &Catalogue) -> Key {
    match catalogue.whole() {
        Some(area) => everywhere().in_area(area.spellings(), &area.code),
        None => everywhere().is("area", DEFAULT_AREA),
    }
}

/// The key of a headline figure for any area.
pub(super) fn everywhere() -> Key {
    Key::default().is("breakdown", "")
}

/// The observations of some tables of a release that have one of some keys.
///
/// # Errors
/// A damaged release.
pub(super) fn select(
    release: &ReleaseFile<'_>,
    tables: &[&str],
    keys: &[Key],
) -> Result<Vec<Observation>> {
    let keys: Vec<Key> = keys
        .iter()
        .map(|key| key.clone().with("table", tables))
        .collect();
    let mut observations = Vec::new();
    for figures in release.parts_with(tables)? {
        let found = rows(figures, &keys)?;
        observations.extend(found.iter().map(crate::frame::Row::observation));
    }
    Ok(observations)
}

/// The rows of a frame that have one of some keys.
pub(super) fn rows(figures: &Figures, keys: &[Key]) -> Result<Figures> {
    figures.filtered(&figures.with_any_key(keys)?)
}

/// Drops observations that repeat an earlier one; `key` tells what makes two of them the same figure.
///
/// # Errors
/// Two observations of the same figure that differ: both cells are named.
pub(super) fn distinct<K: Eq + std::hash::Hash>(
    rows: Vec<Observation>,
    key: impl Fn(&Observation) -> K,
) -> Result<Vec<Observation>> {
    let mut first: HashMap<K, usize> = HashMap::new();
    let mut kept: Vec<Observation> = Vec::with_capacity(rows.len());
    for row in rows {
        match first.get(&key(&row)) {
            None => {
                first.insert(key(&row), kept.len());
                kept.push(row);
            }
            Some(at) => agree(&kept[*at], &row)?,
        }
    }
    Ok(kept)
}

/// Fails where two observations of the same figure have different values.
pub(super) fn agree(one: &Observation, other: &Observation) -> Result<()> {
    let same = match (one.value, other.value) {
        (Some(one), Some(other)) => (one - other).abs() <= 1e-9 * one.abs().max(1.0),
        (one, other) => one == other,
    };
    if same {
        return Ok(());
    }
    let value = |row: &Observation| match (row.value, row.marker) {
        (Some(value), _) => value.to_string(),
        (None, Some(marker)) => marker.to_string(),
        (None, None) => "no value".to_owned(),
    };
    Err(Problem::data(format!(
        "release `{}` has two values for `{}` in {}: {} in {} and {} in {}",
        one.release,
        one.label,
        one.period,
        value(one),
        one.source_ref,
        value(other),
        other.source_ref
    ))
    .hint("check the file with `vawg validate`, correct it and take it in again; or choose another --release")
    .into())
}
