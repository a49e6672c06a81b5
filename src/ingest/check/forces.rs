//! Tables of police forces: the forces and the British Transport Police add up to England and Wales,
//! and a change of a force is that of its two counts.

use super::served::NotServed;
use crate::catalogue::{AreaKind, Catalogue};
use crate::frame::{Figures, Row};
use crate::ingest::cells::areas::without_forces;
use crate::ingest::finding::Finding;
use crate::model::Period;
use foldhash::{HashMap, HashMapExt};

/// A column of a table of counts: its table, label and period.
type ColumnKey<'a> = (&'a str, &'a str, Period);

/// The figures of one column of counts.
#[derive(Default)]
struct Counts<'a> {
    /// England and Wales, perhaps without some forces, and the sum of the parts.
    total: Option<(Row<'a>, &'a str)>,
    /// Values by the name of the force or the British Transport Police.
    parts: HashMap<&'a str, Option<f64>>,
}

/// Totals of England and Wales that are not the sum of the police forces and the British Transport
/// Police, but for those that the total says it leaves out.
pub(super) fn sums(figures: &Figures, catalogue: &Catalogue, findings: &mut Vec<Finding>) {
    for (key, counts) in counts(figures, catalogue) {
        let Some((row, name)) = counts.total else {
            continue;
        };
        let told = findings
            .iter()
            .any(|one| one.rule == "total-adds-up" && one.sheet == row.sheet());
        let left_out: Vec<&str> = without_forces(name, catalogue)
            .map(|(_, forces)| forces.iter().map(|force| force.name.as_str()).collect())
            .unwrap_or_default();
        let parts: Option<Vec<f64>> = catalogue
            .areas
            .iter()
            .filter(|area| matches!(area.kind, AreaKind::Force | AreaKind::National))
            .filter(|area| !left_out.contains(&area.name.as_str()))
            .map(|area| counts.parts.get(area.name.as_str()).copied().flatten())
            .collect();
        let (Some(parts), Some(printed)) = (parts, row.value()) else {
            continue;
        };
        let sum: f64 = parts.iter().sum();
        if !told && (sum - printed).abs() > 0.5 {
            let message = format!(
                "`{}` of {name} in {} is printed as {printed}, but the police forces and the British Transport Police add up to {sum}",
                key.1, key.2
            );
            let cell = row.cell();
            let value = printed.to_string();
            findings.push(Finding::error(
                "total-adds-up",
                row.sheet(),
                cell,
                value,
                message,
            ));
        }
    }
}

/// Columns of counts that have both a total and forces, in the order of the file.
fn counts<'a>(figures: &'a Figures, catalogue: &Catalogue) -> Vec<(ColumnKey<'a>, Counts<'a>)> {
    let mut places: HashMap<(ColumnKey<'a>, &str), usize> = HashMap::new();
    let mut all: Vec<(ColumnKey<'a>, Counts<'a>)> = Vec::new();
    for row in figures.iter().filter(|row| row.kind().statistic == "count") {
        let kind = row.kind();
        if !kind.table.starts_with('P') || kind.label.is_empty() {
            continue;
        }
        let key = (kind.table.as_str(), kind.label.as_str(), row.period());
        let place = *places.entry((key, row.sheet())).or_insert_with(|| {
            all.push((key, Counts::default()));
            all.len() - 1
        });
        let name = row.area();
        let whole = without_forces(name, catalogue)
            .map_or_else(|| catalogue.area(name), |(area, _)| Some(area));
        match whole.map(|area| area.kind) {
            Some(AreaKind::Force | AreaKind::National) => {
                all[place].1.parts.insert(name, row.value());
            }
            // Of a total with and one without some forces, the first serves.
            Some(AreaKind::Country)
                if whole.is_some_and(|area| area.name == "England and Wales") =>
            {
                all[place].1.total.get_or_insert((row, name));
            }
            _ => {}
        }
    }
    all
}

/// The tables of which Table P2 has the changes: the year before is P4 where the workbook has one.
const CHANGES: (&str, &str, &str) = ("P2", "P1", "P4");

/// Changes that are not those of the two counts; they are not served.
pub(super) fn changes(figures: &Figures, findings: &mut Vec<Finding>, not_served: &mut NotServed) {
    let (changes, now, before) = CHANGES;
    let mut levels: HashMap<(&str, String, &str, Period), f64> = HashMap::new();
    for row in figures.iter().filter(|row| row.kind().statistic == "count") {
        if let Some(value) = row.value() {
            let kind = row.kind();
            let key = (
                kind.table.as_str(),
                plain(&kind.label),
                row.area(),
                row.period(),
            );
            levels.insert(key, value);
        }
    }
    for row in figures.iter().filter(|row| row.kind().table == changes) {
        let kind = row.kind();
        let level = |table, period| {
            let key = (table, plain(&kind.label), row.area(), period);
            levels.get(&key).copied()
        };
        let earlier = row.period().year_before();
        let (Some(now), Some(before), Some(printed)) = (
            level(now, row.period()),
            level(before, earlier),
            row.value(),
        ) else {
            continue;
        };
        let expected = 100.0 * (now / before - 1.0);
        if before > 0.0 && (printed - expected).abs() > 1e-6 * expected.abs().max(1.0) {
            let message = format!(
                "the change of `{}` in {} from {before} to {now} is {expected:.6}%, not {printed:.6}%; it is not served",
                kind.label,
                row.area()
            );
            let (cell, value) = (row.cell(), printed.to_string());
            let finding = Finding::warning("change-recomputes", row.sheet(), cell, value, message);
            not_served.add(row.index(), finding.rule);
            findings.push(finding);
        }
    }
}

/// The words of a label: tables of one workbook differ in capitals and misprints of brackets.
fn plain(label: &str) -> String {
    let letters = label.chars().filter(|letter| letter.is_alphanumeric());
    letters.collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{changes, sums};
    use crate::catalogue::{AreaKind, Catalogue};
    use crate::frame::{FiguresBuilder, Place};
    use crate::ingest::check::fixture::frame;
    use crate::ingest::check::served::NotServed;
    use crate::model::{Age, Kind, Period, Sex, Status};

    /// One column of a table: names of areas with their values.
    fn table(
        figures: &mut FiguresBuilder,
        (table, statistic): (&str, &str),
        year: u16,
        rows: &[(String, f64)],
    ) {
        let kind = figures.kind_id(&Kind {
            table: table.to_owned(),
            code: String::new(),
            label: "Sexual offences".to_owned(),
            group: String::new(),
            breakdown: String::new(),
            sex: Sex::All,
            age: Age::All,
            statistic: statistic.to_owned(),
            unit: "offences".to_owned(),
            status: Status::Official,
            notes: String::new(),
        });
        for (row, (area, value)) in (8..).zip(rows) {
            let place = Place {
                kind,
                area: figures.area_id(area),
                period: figures.period_id(Period::financial(year)),
                sheet: figures.sheet_id(table),
                row,
                column: 9,
            };
            figures.push_at(place, Some(*value), None);
        }
    }

    /// 10 offences in each force and in the British Transport Police, and a total.
    fn rows(total: &str, value: f64) -> Vec<(String, f64)> {
        let catalogue = Catalogue::built_in().unwrap();
        let parts = catalogue.areas.iter();
        let parts = parts.filter(|area| matches!(area.kind, AreaKind::Force | AreaKind::National));
        let parts = parts.map(|area| (area.name.clone(), 10.0));
        std::iter::once((total.to_owned(), value))
            .chain(parts)
            .collect()
    }

    fn wrong(total: &str, value: f64) -> usize {
        let mut figures = FiguresBuilder::default();
        table(&mut figures, ("P1", "count"), 2024, &rows(total, value));
        let mut findings = Vec::new();
        sums(
            &frame(&figures),
            &Catalogue::built_in().unwrap(),
            &mut findings,
        );
        findings.len()
    }

    #[test]
    fn forces_and_the_transport_police_add_up_to_england_and_wales() {
        assert_eq!(wrong("England and Wales", 440.0), 0);
        assert_eq!(wrong("England and Wales", 441.0), 1);
        assert_eq!(
            wrong("England and Wales (excluding Devon and Cornwall)", 430.0),
            0
        );
        assert_eq!(
            wrong("England and Wales (excluding Devon and Cornwall)", 440.0),
            1
        );
    }

    #[test]
    fn a_change_is_that_of_the_two_tables() {
        let changes_of = |printed: f64| {
            let mut figures = FiguresBuilder::default();
            for (name, year, value) in [("P1", 2024, 12.0), ("P4", 2023, 10.0)] {
                table(
                    &mut figures,
                    (name, "count"),
                    year,
                    &[("Kent".to_owned(), value)],
                );
            }
            let change = [("Kent".to_owned(), printed)];
            table(&mut figures, ("P2", "relative_change"), 2024, &change);
            let (mut findings, mut withheld) = (Vec::new(), NotServed::default());
            changes(&frame(&figures), &mut findings, &mut withheld);
            (findings.len(), withheld.has(2))
        };
        assert_eq!(changes_of(20.0), (0, false));
        assert_eq!(changes_of(-20.0), (1, true));
    }
}
