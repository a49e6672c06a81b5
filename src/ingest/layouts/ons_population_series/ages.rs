//! Single years of age: which belong to a group, and whether they add up to all ages.

use std::collections::HashMap;

use super::OLDEST_BEFORE_1971;
use crate::ingest::finding::Finding;
use crate::ingest::intake::Intake;
use crate::model::{Age, Sex, cell_name};

/// The youngest age of a group.
pub(super) const fn begins(age: Age) -> u8 {
    match age {
        Age::Between(from, _) | Age::AndOver(from) => from,
        Age::Under(_) | Age::All => 0,
    }
}

/// Whether an age belongs to a group.
pub(super) fn is_part(age: Age, group: Age) -> bool {
    match (group, age) {
        (Age::Between(from, to), Age::Between(one, _)) => (from..=to).contains(&one),
        (Age::AndOver(from), Age::Between(one, _) | Age::AndOver(one)) => one >= from,
        _ => false,
    }
}

/// Whether ages in order are all those of a group, each once.
pub(super) fn covers(parts: &[&(usize, Age, f64)], group: Age) -> bool {
    let mut next = begins(group);
    let mut is_open = false;
    for (_, age, _) in parts {
        if begins(*age) != next || is_open {
            return false;
        }
        is_open = matches!(age, Age::AndOver(_));
        next = next.saturating_add(1);
    }
    match group {
        Age::Between(_, to) => next == to.saturating_add(1),
        Age::AndOver(_) => is_open,
        Age::Under(_) | Age::All => false,
    }
}

/// All ages of a table, area, year and sex: as printed, as the single years add up, and the row.
#[derive(Clone, Copy, Default)]
struct AllAges {
    printed: Option<f64>,
    sum: f64,
    row: usize,
}

/// In each table, the single years of age add up to all ages.
pub(super) fn add_up(intake: &mut Intake) {
    let figures = &intake.figures;
    let mut found: HashMap<(&str, u16, u16, Sex), AllAges> = HashMap::new();
    for row in 0..figures.len() {
        let kind = figures.kind_at(row);
        let Some(value) = figures.value_at(row).0 else {
            continue;
        };
        let (area, year) = (figures.area_id_at(row), figures.period_id_at(row));
        let all = found
            .entry((kind.table.as_str(), area, year, kind.sex))
            .or_default();
        match kind.age {
            Age::All => (all.printed, all.row) = (Some(value), row),
            Age::Between(from, to) if from == to => all.sum += value,
            Age::AndOver(from) if from >= OLDEST_BEFORE_1971 => all.sum += value,
            _ => {}
        }
    }
    let is_wrong = |all: &&AllAges| {
        let differs = |printed: f64| (printed - all.sum).abs() > 0.5;
        all.sum > 0.0 && all.printed.is_some_and(differs)
    };
    let mut wrong: Vec<AllAges> = found.values().filter(is_wrong).copied().collect();
    wrong.sort_by_key(|all| all.row);
    let Some(first) = wrong.first().copied() else {
        return;
    };
    let (row, column) = figures.position_at(first.row);
    let message = format!(
        "single years of age do not add up to all ages in {} figures; here they add up to {}",
        wrong.len(),
        first.sum
    );
    let cell = cell_name(row as usize, usize::from(column));
    let value = first
        .printed
        .map_or_else(String::new, |printed| printed.to_string());
    let sheet = figures.sheet_at(first.row).to_owned();
    let finding = Finding::error("total-adds-up", &sheet, cell, value, message);
    intake.findings.push(finding);
}
