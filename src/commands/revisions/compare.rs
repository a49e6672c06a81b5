//! Two releases set against each other: which figures differ, which rows came, went or bear
//! another name. Plain comparison, no judgement.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::{Figures, Kind, Marker, Period, Row};

/// How alike two labels must be for one to be taken for the other's new name.
const LIKE_ENOUGH: f64 = 0.85;
/// The part of the common figures that must agree where labels alone do not tell.
const SAME_FIGURES: f64 = 0.5;

/// A row of a table: what it is about, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Line {
    pub(super) table: String,
    pub(super) code: String,
    pub(super) label: String,
    pub(super) group: String,
    pub(super) sex: String,
    pub(super) age: String,
    pub(super) statistic: String,
    pub(super) unit: String,
    pub(super) area: String,
}

/// What a release says of a row in a period.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Said {
    pub(super) value: Option<f64>,
    pub(super) marker: Option<Marker>,
    pub(super) status: String,
    pub(super) source_ref: String,
}

/// A figure that both releases have, and have differently.
#[derive(Debug)]
pub(super) struct Revision<'a> {
    pub(super) line: &'a Line,
    pub(super) period: Period,
    pub(super) before: &'a Said,
    pub(super) after: &'a Said,
}

/// The rows of a release, each with its figures.
pub(super) type Lines = BTreeMap<Line, BTreeMap<Period, Said>>;

/// Everything that differs between two releases.
#[derive(Debug, Default)]
pub(super) struct Comparison<'a> {
    pub(super) revised: Vec<Revision<'a>>,
    /// Figures in both, by table.
    pub(super) common: BTreeMap<&'a str, usize>,
    pub(super) appeared: Vec<&'a Line>,
    pub(super) vanished: Vec<&'a Line>,
    pub(super) renamed: Vec<(&'a Line, &'a Line)>,
    /// Periods of a table that only one of them has: first those that went, then those that came.
    pub(super) periods: BTreeMap<&'a str, (BTreeSet<Period>, BTreeSet<Period>)>,
}

/// The rows of figures that are wanted.
pub(super) fn lines(figures: &Figures, wanted: impl Fn(&Kind) -> bool) -> Lines {
    let wanted: Vec<bool> = figures.kinds().iter().map(wanted).collect();
    let mut keys: HashMap<(u32, u16), Line> = HashMap::new();
    let mut lines = Lines::new();
    for row in figures.iter().filter(|row| wanted[row.kind_id() as usize]) {
        let key = (row.kind_id(), row.area_id());
        let line = keys.entry(key).or_insert_with(|| line(row));
        let said = Said {
            value: row.value(),
            marker: row.marker(),
            status: row.kind().status.to_string(),
            source_ref: row.source_ref(),
        };
        if let Some(held) = lines.get_mut(line) {
            held.entry(row.period()).or_insert(said);
        } else {
            lines.insert(line.clone(), BTreeMap::from([(row.period(), said)]));
        }
    }
    lines
}

fn line(row: Row<'_>) -> Line {
    let kind = row.kind();
    Line {
        table: kind.table.clone(),
        code: kind.code.clone(),
        label: kind.label.clone(),
        group: kind.group.clone(),
        sex: kind.sex.to_string(),
        age: kind.age.to_string(),
        statistic: kind.statistic.clone(),
        unit: kind.unit.clone(),
        area: row.area().to_owned(),
    }
}

/// Sets the rows of two releases against each other.
pub(super) fn compare<'a>(before: &'a Lines, after: &'a Lines) -> Comparison<'a> {
    let mut comparison = Comparison::default();
    let mut gone: Vec<&Line> = before
        .keys()
        .filter(|line| !after.contains_key(*line))
        .collect();
    let mut new: Vec<&Line> = after
        .keys()
        .filter(|line| !before.contains_key(*line))
        .collect();
    let mut pairs: Vec<(&Line, &Line)> = before
        .keys()
        .filter_map(|line| after.get_key_value(line).map(|(same, _)| (line, same)))
        .collect();
    gone.retain(|old| {
        let names = new
            .iter()
            .enumerate()
            .filter(|(_, name)| is_new_name(old, name));
        let best = names
            .map(|(at, name)| (at, likeness(old, name, before, after)))
            .filter(|(_, likeness)| *likeness > 0.0)
            .max_by(|a, b| a.1.total_cmp(&b.1));
        let Some((at, _)) = best else {
            return true;
        };
        let name = new.remove(at);
        comparison.renamed.push((old, name));
        pairs.push((old, name));
        false
    });
    for (old, name) in pairs {
        figures(&mut comparison, old, (name, &before[old], &after[name]));
    }
    periods(&mut comparison, before, after);
    comparison.appeared = new;
    comparison.vanished = gone;
    comparison
}

fn figures<'a>(
    comparison: &mut Comparison<'a>,
    old: &'a Line,
    (line, before, after): (
        &'a Line,
        &'a BTreeMap<Period, Said>,
        &'a BTreeMap<Period, Said>,
    ),
) {
    for (period, was) in before {
        let Some(is) = after.get(period) else {
            continue;
        };
        *comparison.common.entry(&old.table).or_default() += 1;
        if was.value != is.value || was.marker != is.marker {
            comparison.revised.push(Revision {
                line,
                period: *period,
                before: was,
                after: is,
            });
        }
    }
}

fn periods<'a>(comparison: &mut Comparison<'a>, before: &'a Lines, after: &'a Lines) {
    let of = |lines: &'a Lines| {
        let mut tables: BTreeMap<&'a str, BTreeSet<Period>> = BTreeMap::new();
        for (line, said) in lines {
            tables.entry(&line.table).or_default().extend(said.keys());
        }
        tables
    };
    let (before, after) = (of(before), of(after));
    for (table, was) in &before {
        let Some(is) = after.get(table) else {
            continue;
        };
        let went: BTreeSet<Period> = was.difference(is).copied().collect();
        let came: BTreeSet<Period> = is.difference(was).copied().collect();
        if !went.is_empty() || !came.is_empty() {
            comparison.periods.insert(table, (went, came));
        }
    }
}

/// Whether a row could be another one under a new name: all but its label and code agree.
fn is_new_name(old: &Line, new: &Line) -> bool {
    let rest = |line: &Line| {
        let words = [
            &line.table,
            &line.group,
            &line.sex,
            &line.age,
            &line.statistic,
            &line.unit,
            &line.area,
        ];
        words.map(Clone::clone)
    };
    rest(old) == rest(new) && (old.code == new.code || old.label == new.label)
}

/// How much two rows are alike, by their labels and their figures; 0 where too little.
fn likeness(old: &Line, new: &Line, before: &Lines, after: &Lines) -> f64 {
    let (was, is) = (&before[old], &after[new]);
    let common = was
        .iter()
        .filter_map(|(period, said)| Some((said, is.get(period)?)));
    let (mut all, mut same) = (0.0_f64, 0.0_f64);
    for (was, is) in common.filter(|(was, is)| was.value.is_some() || is.value.is_some()) {
        all += 1.0;
        let near = was
            .value
            .zip(is.value)
            .is_some_and(|(was, is)| (was - is).abs() <= 0.02 * was.abs().max(is.abs()).max(1.0));
        same += f64::from(u8::from(near));
    }
    let figures = if all > 0.0 { same / all } else { 0.0 };
    let names = strsim::jaro_winkler(&old.label.to_lowercase(), &new.label.to_lowercase());
    let enough = if old.code.is_empty() {
        names >= LIKE_ENOUGH && figures >= SAME_FIGURES
    } else {
        figures >= SAME_FIGURES
    };
    if enough { names + figures } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::{Line, Lines, Said, compare};
    use crate::model::{Marker, Period};

    /// Code, label, and the figures of years ending March.
    type Given<'a> = (&'a str, &'a str, &'a [(u16, Option<f64>)]);

    fn lines(rows: &[Given<'_>]) -> Lines {
        let line = |code: &str, label: &str| Line {
            table: "A5a".into(),
            code: code.into(),
            label: label.into(),
            group: String::new(),
            sex: "all".into(),
            age: "all".into(),
            statistic: "count".into(),
            unit: "offences".into(),
            area: "England and Wales".into(),
        };
        let said = |value: Option<f64>| Said {
            value,
            marker: value.is_none().then_some(Marker::NotAvailable),
            status: "official".into(),
            source_ref: String::new(),
        };
        rows.iter()
            .map(|(code, label, years)| {
                let years = years.iter();
                let said = years.map(|(year, value)| (Period::financial(*year), said(*value)));
                (line(code, label), said.collect())
            })
            .collect()
    }

    #[test]
    fn what_was_revised_renamed_new_and_gone_is_told_apart() {
        let before = lines(&[
            (
                "19C",
                "Rape of a female",
                &[(2023, Some(100.0)), (2024, Some(110.0))],
            ),
            (
                "8R",
                "Malicious communication",
                &[(2023, Some(50.0)), (2024, None)],
            ),
            ("71", "Gone", &[(2023, Some(7.0))]),
        ]);
        let after = lines(&[
            (
                "19C",
                "Rape of a female",
                &[(2023, Some(100.0)), (2024, Some(112.0)), (2025, Some(1.0))],
            ),
            (
                "8R",
                "Malicious communications",
                &[(2023, Some(50.0)), (2024, Some(60.0))],
            ),
            ("88C", "New", &[(2023, Some(7.0))]),
        ]);
        let found = compare(&before, &after);
        let revised: Vec<(&str, String)> = found
            .revised
            .iter()
            .map(|one| (one.line.code.as_str(), one.period.to_string()))
            .collect();
        assert_eq!(
            revised,
            [("19C", "2023-24".to_owned()), ("8R", "2023-24".to_owned())]
        );
        assert_eq!(found.renamed.len(), 1);
        assert_eq!(found.renamed[0].1.label, "Malicious communications");
        assert_eq!(found.vanished[0].label, "Gone");
        assert_eq!(found.appeared[0].label, "New");
        assert_eq!(found.common["A5a"], 4);
        assert_eq!(found.periods["A5a"].1.len(), 1);
    }
}
