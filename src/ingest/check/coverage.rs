//! Parts that a file does not have although sums need them: police forces, quarters and offence
//! codes; and rows of nations and regions among those of police forces.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::{AreaKind, Catalogue, Offence};
use crate::frame::Figures;
use crate::ingest::cells::areas::without_forces;
use crate::ingest::finding::{Absent, Finding};
use crate::ingest::intake::Intake;
use crate::model::Period;

const RULE: &str = "coverage-complete";
const FILTERED: &str = "download-complete";

/// Families whose rows are police forces, and the table of the catalogue's offence codes that each
/// should have; none where rows are groups of offences.
const FAMILIES: [(&str, Option<&str>); 4] = [
    ("home-office-open-data", Some("A5a")),
    ("home-office-knife", None),
    ("ons-force-tables", None),
    ("ons-community-safety", None),
];

/// Everything that is absent, and every row that is not a part.
pub(super) fn check(intake: &Intake, catalogue: &Catalogue, findings: &mut Vec<Finding>) {
    let family = FAMILIES.iter().find(|(name, _)| *name == intake.family);
    let Some((family, offences)) = family else {
        return;
    };
    let figures = &intake.observations;
    forces(figures, catalogue, findings);
    left_out(figures, catalogue, findings);
    quarters(figures, findings);
    if let Some(table) = offences {
        codes(figures, catalogue, table, findings);
    }
    if family.starts_with("home-office") {
        total_rows(figures, catalogue, findings);
    }
}

/// Which of the forces have rows in each table and period.
fn forces(figures: &Figures, catalogue: &Catalogue, findings: &mut Vec<Finding>) {
    let names: Vec<&str> = catalogue
        .forces()
        .map(|force| force.name.as_str())
        .collect();
    let tables = Tables::of(figures);
    let present = tables.areas_by_period(figures);
    let areas = figures.areas();
    let mut held: BTreeMap<(&str, Period), Vec<bool>> = BTreeMap::new();
    for (place, present) in present.chunks(areas.len().max(1)).enumerate() {
        let table = tables.names[place / figures.periods().len()];
        let period = figures.periods()[place % figures.periods().len()];
        if present.contains(&true) {
            let is_here = |name: &&str| {
                let mut both = areas.iter().zip(present);
                both.any(|(area, here)| *here && area.name == **name)
            };
            held.insert((table, period), names.iter().map(is_here).collect());
        }
    }
    // Equal gaps in several periods are one finding.
    let mut gaps: Vec<(&str, Vec<&str>, Vec<Period>)> = Vec::new();
    for ((table, period), forces) in &held {
        let missing = names.iter().zip(forces).filter(|(_, held)| !**held);
        let missing: Vec<&str> = missing.map(|(name, _)| *name).collect();
        // A table without any force is not one of forces.
        if missing.is_empty() || missing.len() == names.len() {
            continue;
        }
        match gaps
            .iter_mut()
            .find(|gap| gap.0 == *table && gap.1 == missing)
        {
            Some(gap) => gap.2.push(*period),
            None => gaps.push((table, missing, vec![*period])),
        }
    }
    for (table, missing, periods) in gaps {
        findings.push(missing_forces(table, &missing, &periods, names.len()));
    }
}

/// The tables of a file, and the number of the table of each kind.
struct Tables<'a> {
    names: Vec<&'a str>,
    of_kind: Vec<usize>,
}

impl<'a> Tables<'a> {
    fn of(figures: &'a Figures) -> Self {
        let mut names: Vec<&str> = Vec::new();
        let mut of_kind = Vec::new();
        for kind in figures.kinds() {
            let known = names.iter().position(|name| *name == kind.table);
            of_kind.push(known.unwrap_or(names.len()));
            if known.is_none() {
                names.push(&kind.table);
            }
        }
        Self { names, of_kind }
    }

    /// Whether each area has a row, for each table and period in turn.
    fn areas_by_period(&self, figures: &Figures) -> Vec<bool> {
        let (periods, areas) = (figures.periods().len(), figures.areas().len());
        let mut present = vec![false; self.names.len() * periods * areas];
        for row in figures.iter() {
            let table = self.of_kind[row.kind_id() as usize];
            let at = (table * periods + usize::from(row.period_id())) * areas;
            present[at + usize::from(row.area_id())] = true;
        }
        present
    }
}

fn missing_forces(table: &str, missing: &[&str], periods: &[Period], all: usize) -> Finding {
    let few = all - missing.len() < all / 2;
    let when = match periods {
        [one] => format!("in {one}"),
        [first, .., last] => format!("in {} periods, {first} to {last}", periods.len()),
        [] => String::new(),
    };
    let message = if few {
        format!(
            "Table {table} has figures of {} of {all} police forces {when}: is the file a filtered download? No sum for England and Wales can be made of it",
            all - missing.len()
        )
    } else {
        format!(
            "Table {table} has no figures of {} {when}: sums over police forces are not complete",
            missing.join("; ")
        )
    };
    let absent = Absent {
        tables: vec![table.to_owned()],
        periods: periods.iter().map(ToString::to_string).collect(),
        areas: missing.iter().map(|name| (*name).to_owned()).collect(),
        codes: Vec::new(),
    };
    let rule = if few { FILTERED } else { RULE };
    let value = periods
        .first()
        .map_or_else(String::new, ToString::to_string);
    Finding::warning(rule, "", "", value, message).with_absent(absent)
}

/// A total by its name, with the police forces that it leaves out.
type Total<'a> = (&'a str, Vec<&'a str>);

/// Totals of England and Wales that leave out police forces, where the table has no other.
fn left_out(figures: &Figures, catalogue: &Catalogue, findings: &mut Vec<Finding>) {
    let mut totals: BTreeMap<(&str, Period), Vec<Total<'_>>> = BTreeMap::new();
    for row in figures.iter() {
        let name = row.area();
        if !name.starts_with("England and Wales") {
            continue;
        }
        let forces = without_forces(name, catalogue).map_or_else(Vec::new, |(_, forces)| {
            forces.iter().map(|force| force.name.as_str()).collect()
        });
        let key = (row.kind().table.as_str(), row.period());
        let held = totals.entry(key).or_default();
        if !held.iter().any(|(known, _)| *known == name) {
            held.push((name, forces));
        }
    }
    for ((table, period), held) in totals {
        let whole = held.iter().any(|(_, forces)| forces.is_empty());
        let Some((name, forces)) = held.first().filter(|_| !whole) else {
            continue;
        };
        let message = format!(
            "Table {table} has no total of England and Wales in {period}: what it has leaves out {}, and is taken as `{name}`",
            forces.join("; ")
        );
        let absent = Absent {
            tables: vec![table.to_owned()],
            periods: vec![period.to_string()],
            areas: forces.iter().map(|name| (*name).to_owned()).collect(),
            codes: Vec::new(),
        };
        let finding = Finding::warning(RULE, "", "", period.to_string(), message);
        findings.push(finding.with_absent(absent));
    }
}

/// Quarters and months between the first and the last that have no row at all.
fn quarters(figures: &Figures, findings: &mut Vec<Finding>) {
    let held: BTreeSet<Period> = figures
        .periods()
        .iter()
        .copied()
        .filter(|period| period.months() < 12)
        .collect();
    let (Some(first), Some(last)) = (held.first().copied(), held.last().copied()) else {
        return;
    };
    let mut missing = Vec::new();
    let mut next = first.following();
    while next < last && next.basis() == last.basis() {
        if !held.contains(&next) {
            missing.push(next.to_string());
        }
        next = next.following();
    }
    if missing.is_empty() {
        return;
    }
    let message = format!(
        "the file has no figures for {}: years that include them are not complete",
        missing.join("; ")
    );
    let absent = Absent {
        periods: missing.clone(),
        ..Absent::default()
    };
    findings.push(Finding::warning(RULE, "", "", missing.join(" "), message).with_absent(absent));
}

/// Offence codes of the catalogue that were in use in the file's periods and have no row.
fn codes(figures: &Figures, catalogue: &Catalogue, table: &str, findings: &mut Vec<Finding>) {
    let held: BTreeSet<&str> = figures
        .kinds()
        .iter()
        .map(|kind| kind.code.as_str())
        .collect();
    let in_use = |offence: &&Offence| {
        let mut periods = figures.periods().iter();
        offence.table == table
            && !offence.code.is_empty()
            && periods.any(|period| offence.in_use(*period))
    };
    let wanted: BTreeSet<&str> = catalogue
        .offences
        .values()
        .filter(in_use)
        .map(|offence| offence.code.as_str())
        .collect();
    let missing: Vec<&str> = wanted.difference(&held).copied().collect();
    if missing.is_empty() {
        return;
    }
    let shown: Vec<&str> = held.iter().copied().take(5).collect();
    let (rule, message) = if missing.len() * 2 > wanted.len() {
        let only = if held.len() > shown.len() { " …" } else { "" };
        let message = format!(
            "the file has {} of the {} offence codes that this program uses (its codes: {}{only}): is it a filtered download? Sums that need the others cannot be made of it",
            wanted.len() - missing.len(),
            wanted.len(),
            shown.join(", ")
        );
        (FILTERED, message)
    } else {
        let message = format!(
            "the file has no rows of the offence codes {}: sums that need them are not complete",
            missing.join(", ")
        );
        (RULE, message)
    };
    let absent = Absent {
        codes: missing.iter().map(|code| (*code).to_owned()).collect(),
        ..Absent::default()
    };
    findings.push(Finding::warning(rule, "", "", missing.join(" "), message).with_absent(absent));
}

/// Rows of nations and regions beside those of the police forces that they are sums of.
fn total_rows(figures: &Figures, catalogue: &Catalogue, findings: &mut Vec<Finding>) {
    let is_total = |name: &str| {
        let area = catalogue.area(name);
        area.is_some_and(|area| matches!(area.kind, AreaKind::Country | AreaKind::Region))
    };
    let names: Vec<&str> = figures
        .areas()
        .iter()
        .map(|area| area.name.as_str())
        .filter(|name| is_total(name))
        .collect();
    let Some(first) = figures.iter().find(|row| names.contains(&row.area())) else {
        return;
    };
    let message = format!(
        "rows of {} are among those of police forces; this publication has no such rows. They are left out of sums over police forces",
        names.join("; ")
    );
    findings.push(Finding::warning(
        "total-rows",
        first.sheet(),
        first.cell(),
        names.join("; "),
        message,
    ));
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::catalogue::Catalogue;
    use crate::frame::Place;
    use crate::ingest::{Finding, Intake};
    use crate::model::{Age, Kind, Period, Sex, Status};

    /// A file with a row for each code, area and quarter.
    fn found(codes: &[&str], areas: &[&str], quarters: &[u8]) -> Vec<Finding> {
        let catalogue = Catalogue::built_in().unwrap();
        let year = Period::financial(2023);
        let mut intake = Intake::new("", "", "home-office-open-data", year, "");
        let figures = &mut intake.figures;
        for code in codes {
            let kind = figures.kind_id(&Kind {
                table: "prc-pfa".to_owned(),
                code: (*code).to_owned(),
                label: format!("Offence {code}"),
                group: String::new(),
                breakdown: String::new(),
                sex: Sex::All,
                age: Age::All,
                statistic: "count".to_owned(),
                unit: "offences".to_owned(),
                status: Status::Official,
                notes: String::new(),
            });
            for (row, area) in (1..).zip(areas) {
                for quarter in quarters {
                    let period = Period::Quarter {
                        year: 2022,
                        quarter: *quarter,
                    };
                    let place = Place {
                        kind,
                        area: figures.area_id(area),
                        period: figures.period_id(period),
                        sheet: figures.sheet_id("s"),
                        row,
                        column: 7,
                    };
                    figures.push_at(place, Some(1.0), None);
                }
            }
        }
        intake.finish().unwrap();
        let mut findings = Vec::new();
        check(&intake, &catalogue, &mut findings);
        findings
    }

    fn forces() -> Vec<String> {
        let catalogue = Catalogue::built_in().unwrap();
        catalogue.forces().map(|force| force.name.clone()).collect()
    }

    fn all_codes() -> Vec<String> {
        let catalogue = Catalogue::built_in().unwrap();
        let offences = catalogue.offences.values();
        offences.map(|offence| offence.code.clone()).collect()
    }

    fn rules(codes: &[&str], areas: &[&str], quarters: &[u8]) -> Vec<&'static str> {
        let found = found(codes, areas, quarters);
        found.into_iter().map(|one| one.rule).collect()
    }

    #[test]
    fn a_filtered_download_a_missing_force_and_a_missing_quarter_are_found() {
        let (forces, codes) = (forces(), all_codes());
        let areas: Vec<&str> = forces.iter().map(String::as_str).collect();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        assert!(rules(&codes, &areas, &[1, 2, 3, 4]).is_empty());
        assert_eq!(rules(&["19C"], &areas, &[1, 2]), ["download-complete"]);
        assert_eq!(rules(&codes, &["Kent"], &[1, 2]), ["download-complete"]);
        let without_kent: Vec<&str> = areas.iter().copied().filter(|one| *one != "Kent").collect();
        let findings = found(&codes, &without_kent, &[1, 4]);
        let [force, quarters] = findings.as_slice() else {
            unreachable!("{findings:?}");
        };
        assert_eq!(force.absent.areas, ["Kent"]);
        assert_eq!(force.absent.periods, ["2022-q1", "2022-q4"]);
        assert_eq!(quarters.absent.periods, ["2022-q2", "2022-q3"]);
    }

    #[test]
    fn rows_of_nations_and_regions_are_told() {
        let (forces, codes) = (forces(), all_codes());
        let mut areas: Vec<&str> = forces.iter().map(String::as_str).collect();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        areas.extend(["England and Wales", "North East"]);
        let findings = found(&codes, &areas, &[1]);
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert_eq!(findings[0].rule, "total-rows");
        assert_eq!(findings[0].value, "England and Wales; North East");
    }
}
