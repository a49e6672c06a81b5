//! What changed between two releases, as facts: both figures of each revision, their difference and
//! relative change; rows that were renamed, are new or are missing.

pub(crate) mod compare;
mod rename;

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::{Fact, FactId, Facts, Statistic};
use crate::model::{Period, Series};
use compare::{Comparison, Revision, RowKey};
pub(crate) use rename::Name;

/// The ids of the releases compared: the earlier and the later one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Between<'a> {
    pub(crate) from: &'a str,
    pub(crate) to: &'a str,
}

/// A revised figure and the facts that state it.
pub(crate) struct RevisedFigure<'a> {
    pub(crate) row: &'a RowKey,
    pub(crate) period: Period,
    pub(crate) before: FactId,
    pub(crate) after: FactId,
    pub(crate) difference: Option<FactId>,
    pub(crate) relative: Option<FactId>,
}

/// Facts on everything that differs, in the order of the tables, and the revised figures.
pub(crate) fn state<'a>(
    between: Between<'_>,
    comparison: &'a Comparison<'a>,
) -> (Facts, Vec<RevisedFigure<'a>>) {
    let mut facts = Facts::default();
    let revisions = comparison.revised.iter();
    let revised = revisions
        .map(|one| state_revision(&mut facts, between, one))
        .collect();
    facts.extend(rows(between, comparison));
    for (table, count) in by_table(comparison) {
        facts.extend(counted(between, Some(table), count));
    }
    facts.extend(counted(between, None, total(comparison)));
    (facts, revised)
}

/// What is counted in a table: the spelling of `method` in machine output, in the order of columns.
pub(crate) const COUNTED: [&str; 5] = [
    "figures in both releases",
    "revised",
    "revised upwards",
    "revised downwards",
    "marker changed",
];

/// The series of a table's counts; without a table, that of all tables.
pub(crate) fn series_of_counts(table: Option<&str>) -> String {
    table.map_or_else(|| "all tables".to_owned(), |table| format!("table {table}"))
}

fn counted(between: Between<'_>, table: Option<&str>, count: Count) -> [Fact; COUNTED.len()] {
    let Count {
        common,
        revised,
        up,
        down,
    } = count;
    let counts = [common, revised, up, down, revised - up - down];
    let mut methods = COUNTED.into_iter();
    counts.map(|count| Fact {
        series: series_of_counts(table),
        statistic: Statistic::Count,
        method: methods.next().unwrap_or_default().to_owned(),
        value: Some(count as f64),
        unit: "figures".to_owned(),
        release: between.to.to_owned(),
        note: format!("compared with {}", between.from),
        ..Fact::default()
    })
}

fn total(comparison: &Comparison<'_>) -> Count {
    let tables = by_table(comparison);
    tables.values().fold(Count::default(), |all, one| Count {
        common: all.common + one.common,
        revised: all.revised + one.revised,
        up: all.up + one.up,
        down: all.down + one.down,
    })
}

fn state_revision<'a>(
    facts: &mut Facts,
    between: Between<'_>,
    revision: &Revision<'a>,
) -> RevisedFigure<'a> {
    let mut base = about(revision.row);
    base.period = revision.period.into();
    let mut observed = |release: &str, side: &compare::Reported| {
        facts.add(Fact {
            statistic: Statistic::Observed,
            value: side.value,
            marker: side.marker,
            status: Some(side.status),
            release: release.to_owned(),
            source_ref: side.source_ref.clone(),
            ..base.clone()
        })
    };
    let before = observed(between.from, revision.before);
    let after = observed(between.to, revision.after);
    between.to.clone_into(&mut base.release);
    base.note = format!("revised since {}", between.from);
    base.source_ref.clone_from(&revision.after.source_ref);
    let change = change(revision);
    let difference = change.map(|change| {
        facts.add(Fact {
            statistic: Statistic::Difference,
            method: "later release less earlier release".to_owned(),
            value: Some(change),
            ..base.clone()
        })
    });
    let earlier = revision.before.value.filter(|value| value.abs() > 0.0);
    let relative = change.zip(earlier).map(|(change, earlier)| {
        facts.add(Fact {
            statistic: Statistic::RelativeChange,
            method: "later release relative to earlier release".to_owned(),
            value: Some(100.0 * change / earlier.abs()),
            unit: "per cent".to_owned(),
            ..base
        })
    });
    RevisedFigure {
        row: revision.row,
        period: revision.period,
        before,
        after,
        difference,
        relative,
    }
}

fn change(revision: &Revision<'_>) -> Option<f64> {
    Some(revision.after.value? - revision.before.value?)
}

/// Puts the largest revisions first: levels before shares and changes derived from them; revisions
/// of zero after other values, then changed markers.
pub(crate) fn sort_by_size(revised: &mut [RevisedFigure<'_>], facts: &Facts) {
    let value = |id: Option<FactId>| facts.get(id?)?.value;
    revised.sort_by_cached_key(|one| {
        let is_derived = matches!(one.row.statistic.as_str(), "relative_change" | "share");
        let size = value(one.relative).map_or_else(
            || value(one.difference).map_or(f64::INFINITY, |change| 1e9 - change.abs()),
            |relative| -relative.abs(),
        );
        (is_derived, Size(size))
    });
}

/// A number that can be ordered.
#[derive(PartialEq)]
struct Size(f64);

impl Eq for Size {}

impl PartialOrd for Size {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Size {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// How many figures of a table are in both releases, and how many of them were revised.
#[derive(Default, Clone, Copy)]
pub(crate) struct Count {
    pub(crate) common: usize,
    pub(crate) revised: usize,
    pub(crate) up: usize,
    pub(crate) down: usize,
}

/// The counts of each table that both releases have.
pub(crate) fn by_table<'a>(comparison: &'a Comparison<'_>) -> BTreeMap<&'a str, Count> {
    let mut tables: BTreeMap<&str, Count> = BTreeMap::new();
    for (table, common) in &comparison.common {
        tables.entry(table).or_default().common = *common;
    }
    for revision in &comparison.revised {
        let count = tables.entry(&revision.row.table).or_default();
        count.revised += 1;
        match change(revision) {
            Some(change) if change > 0.0 => count.up += 1,
            Some(_) => count.down += 1,
            None => {}
        }
    }
    tables
}

/// Renamed, missing and new rows: facts without a value.
fn rows<'a>(between: Between<'a>, comparison: &'a Comparison<'_>) -> impl Iterator<Item = Fact> {
    let row = |row: &RowKey, statistic: Statistic, release: &str, note: String| Fact {
        statistic,
        release: release.to_owned(),
        note,
        ..about(row)
    };
    let not_in = |row: &RowKey, tables: &BTreeSet<&str>, release: &str| {
        if tables.contains(row.table.as_str()) {
            format!("no figure of its table is held from {release}")
        } else {
            format!("not in {release}")
        }
    };
    let renamed = comparison.renamed.iter().map(move |(old, new)| {
        let note = format!("before: {}", name(old));
        row(new, Statistic::RowRenamed, between.to, note)
    });
    let missing = comparison.missing.iter().map(move |key| {
        let note = not_in(key, &comparison.only_before, between.to);
        row(key, Statistic::RowVanished, between.from, note)
    });
    let new_rows = comparison.new_rows.iter().map(move |key| {
        let note = not_in(key, &comparison.only_after, between.from);
        row(key, Statistic::RowAppeared, between.to, note)
    });
    renamed.chain(missing).chain(new_rows)
}

fn about(row: &RowKey) -> Fact {
    Fact {
        series: format!("{} {}", row.table, name(row)),
        sex: Some(row.sex),
        age: Some(row.age),
        breakdown: row.breakdown.clone(),
        area: row.area.clone(),
        area_code: row.area_code.clone(),
        unit: row.unit.clone(),
        ..Fact::default()
    }
}

/// Facts on a measure that both releases have: the differences of its values. Returns the ids of the
/// differences in order of time.
pub(crate) fn state_measure(
    facts: &mut Facts,
    between: Between<'_>,
    [before, after]: [&Series; 2],
) -> Vec<FactId> {
    let mut differences = Vec::new();
    for (point, earlier) in before.valued() {
        let later = after.point(point.period).and_then(|point| point.value);
        let change = later.map_or(0.0, |later| later - earlier);
        if change.abs() > 0.0 {
            differences.push(facts.add(Fact {
                statistic: Statistic::Difference,
                method: "later release less earlier release".to_owned(),
                period: point.period.into(),
                value: Some(change),
                unit: before.unit.clone(),
                release: between.to.to_owned(),
                note: format!("revised since {}", between.from),
                ..Fact::about(before)
            }));
        }
    }
    differences
}

/// `19C Rape of a female …`, with its heading, and its area and people if they are not the usual ones.
pub(crate) fn name(row: &RowKey) -> String {
    let mut name = short_name(row);
    for (part, usual) in [
        (row.breakdown.as_str(), ""),
        (&row.area, "England and Wales"),
        (&row.sex.to_string(), "all"),
        (&row.age.to_string(), "all"),
    ] {
        if part != usual {
            name.push_str(", ");
            name.push_str(part);
        }
    }
    match row.statistic.as_str() {
        "relative_change" => name.push_str(" (% change)"),
        "share" => name.push_str(" (share)"),
        _ => {}
    }
    name
}

/// Its code, its label and its heading.
pub(crate) fn short_name(row: &RowKey) -> String {
    let mut name = String::new();
    // Some labels begin with their code.
    if !row.code.is_empty() && !row.label.starts_with(&row.code) {
        name.push_str(&row.code);
        name.push(' ');
    }
    name.push_str(&row.label);
    if !row.group.is_empty() {
        name.push_str(", ");
        name.push_str(&row.group);
    }
    name
}
