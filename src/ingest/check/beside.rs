//! A file beside another release: the same figures under another period, and fewer figures, areas
//! or periods than there were.

use std::collections::BTreeSet;

use crate::catalogue::OUTCOMES_IN_PERIOD;
use crate::frame::{Figures, Row};
use crate::ingest::cells::areas::AGREES;
use crate::ingest::finding::Finding;
use crate::ingest::{Intake, Previous};
use crate::model::{Area, Kind, Marker, Period};
use foldhash::HashSet;

const RULE: &str = "other-period";

/// A finding where a file holds the figures of a release of another period again, all of them and in
/// the same order.
pub(super) fn same_as_other_period(
    figures: &Figures,
    period: Period,
    other: &Previous<'_>,
) -> Option<Finding> {
    let same_length = figures.len() == other.figures.len() && !figures.is_empty();
    if !same_length || period == other.period || periods(figures) == periods(other.figures) {
        return None;
    }
    contents(figures).eq(contents(other.figures)).then(|| {
        let message = format!(
            "all {} figures are those of release {}, which is of another period: is the file the right one for {period}?",
            figures.len(),
            other.release
        );
        Finding::warning(RULE, "", "", period.to_string(), message)
    })
}

/// A finding where the bytes of a file are those of a release of another period.
pub(crate) fn same_bytes(intake: &Intake, others: &[(String, Period)]) -> Option<Finding> {
    if intake.findings.iter().any(|one| one.rule == RULE) {
        return None;
    }
    let (release, period) = others.iter().find(|(_, period)| *period != intake.period)?;
    let message = format!(
        "the same file is release {release}, of {period}: is it the right one for {}?",
        intake.period
    );
    let value = intake.period.to_string();
    Some(Finding::warning(RULE, "", "", value, message))
}

/// What each figure is about, but for its period, with what it says.
fn contents(figures: &Figures) -> impl Iterator<Item = (&Kind, &str, Option<u64>, Option<Marker>)> {
    figures.iter().map(|row| {
        let value = row.value().map(f64::to_bits);
        (row.kind(), row.area(), value, row.marker())
    })
}

fn periods(figures: &Figures) -> BTreeSet<Period> {
    figures.periods().iter().copied().collect()
}

/// A finding where a file has fewer figures, areas or periods than another release of its family.
pub(super) fn fewer_than(figures: &Figures, other: &Previous<'_>) -> Option<Finding> {
    let fewer = fewer(figures, other.figures)?;
    let message = format!("the file has less than release {}: {fewer}", other.release);
    Some(shrunk(figures, message))
}

/// A finding where a file has fewer figures, areas or periods than those held under its own name,
/// which it would take the place of.
pub(crate) fn poorer_than(figures: &Figures, held: &Previous<'_>) -> Option<Finding> {
    let fewer = fewer(figures, held.figures).or_else(|| lost(figures, held.figures))?;
    let message = format!(
        "the file has less than what is held of release {}, and takes its place: {fewer}",
        held.release
    );
    Some(shrunk(figures, message))
}

/// How many held figures a file of as many figures lacks, in words: the other half of a table, for
/// example. A few rows may have been renamed.
fn lost(figures: &Figures, held: &Figures) -> Option<String> {
    let key = |row: Row<'_>| {
        let kind = row.kind();
        let about = (kind.code.clone(), kind.label.clone(), kind.group.clone());
        let whom = (kind.breakdown.clone(), kind.sex, kind.age);
        let what = (kind.table.clone(), kind.statistic.clone());
        (what, about, whom, row.area().to_owned(), row.period())
    };
    let here: HashSet<_> = figures.iter().map(key).collect();
    let gone = held.iter().filter(|row| !here.contains(&key(*row)));
    let (gone, all) = (gone.count(), held.len());
    (2 * gone > all).then(|| format!("{gone} of the {all} figures and markers held are not in it"))
}

fn shrunk(figures: &Figures, message: String) -> Finding {
    let value = figures.len().to_string();
    Finding::warning("coverage-shrank", "", "", value, message)
}

/// What there is less of, in words.
fn fewer(figures: &Figures, other: &Figures) -> Option<String> {
    // A file of outcomes has a row only for those that were recorded.
    let is_sparse = figures
        .tables()
        .iter()
        .any(|table| table == OUTCOMES_IN_PERIOD);
    let sizes = |figures: &Figures| {
        [
            (
                "figures and markers",
                if is_sparse { 0 } else { figures.len() },
            ),
            ("tables", figures.tables().len()),
            ("areas", figures.areas().len()),
            ("periods", periods(figures).len()),
        ]
    };
    let fewer: Vec<String> = sizes(figures)
        .iter()
        .zip(sizes(other))
        .filter(|((_, now), (_, before))| now < before)
        .map(|((what, now), (_, before))| format!("{now} {what}, not {before}"))
        .collect();
    (!fewer.is_empty()).then(|| fewer.join("; "))
}

/// A finding for each area whose name is that of another area of the release before, by its code
/// there: two names were swapped, or moved by a row. No code is ever given to another area.
pub(crate) fn names_moved(figures: &Figures, other: &Previous<'_>) -> Vec<Finding> {
    let plain = |name: &str| name.trim().to_lowercase();
    let coded = |figures: &Figures| -> Vec<Area> {
        let areas = figures.areas().iter();
        let with_code = areas.filter(|area| !area.code.is_empty());
        with_code.cloned().collect()
    };
    let before = coded(other.figures);
    let name_before = |code: &str| before.iter().find(|area| area.code == code);
    let code_before = |name: &str| {
        let mut same = before
            .iter()
            .filter(|area| plain(&area.name) == plain(name));
        // Some areas of different kinds have one name.
        same.next().filter(|_| same.next().is_none())
    };
    let mut found = Vec::new();
    for area in coded(figures) {
        let Some(was) = name_before(&area.code).filter(|was| plain(&was.name) != plain(&area.name))
        else {
            continue;
        };
        let Some(owner) = code_before(&area.name) else {
            continue;
        };
        let first = figures.iter().find(|row| row.area() == area.name);
        let (sheet, cell) = first.map_or(("", ""), |row| (row.sheet(), row.cell()));
        let message = format!(
            "the code {} is `{}` in release {}, but the name beside it is `{}`, whose code there is {}",
            area.code, was.name, other.release, area.name, owner.code
        );
        found.push(Finding::error(
            AGREES,
            sheet,
            cell,
            area.code.as_str(),
            message,
        ));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Previous, fewer_than, names_moved, poorer_than, same_as_other_period};
    use crate::frame::{Figures, FiguresBuilder};
    use crate::ingest::cells::table::{At, put_coded};
    use crate::ingest::check::fixture::{add, frame, some};
    use crate::model::{Area, Period};

    fn counts(first: u16, values: &[f64]) -> Figures {
        let mut figures = FiguresBuilder::default();
        let values: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
        add(&mut figures, ("T", "count"), first, &[("", "Row", &values)]);
        frame(&figures)
    }

    fn earlier(figures: &Figures) -> Previous<'_> {
        Previous {
            release: "earlier".to_owned(),
            period: Period::financial(2017),
            figures,
        }
    }

    #[test]
    fn the_same_figures_under_another_period_are_told() {
        let old = counts(2017, &[5.0, 6.0]);
        let told = |figures: &Figures, year| {
            same_as_other_period(figures, Period::financial(year), &earlier(&old)).is_some()
        };
        assert!(told(&counts(2018, &[5.0, 6.0]), 2018));
        assert!(!told(&counts(2018, &[5.0, 7.0]), 2018));
        assert!(!told(&counts(2017, &[5.0, 6.0]), 2017));
        assert!(!told(&Figures::default(), 2018));
    }

    #[test]
    fn the_other_half_of_what_is_held_is_not_a_new_version_of_it() {
        let held = counts(2015, &[1.0, 2.0, 3.0, 4.0]);
        let message = |first: u16| {
            let figures = counts(first, &[1.0, 2.0, 3.0, 4.0]);
            poorer_than(&figures, &earlier(&held)).map(|one| one.message)
        };
        assert_eq!(message(2016), None);
        let told = message(2018).unwrap();
        assert!(told.contains("3 of the 4 figures"), "{told}");
    }

    /// One figure of each area with a code.
    fn of_areas(areas: &[(&str, &str)]) -> Figures {
        let mut figures = FiguresBuilder::default();
        add(
            &mut figures,
            ("T", "count"),
            2015,
            &[("", "Row", &[Some(1.0)])],
        );
        let kind = figures.kinds()[0].clone();
        for (row, (code, name)) in areas.iter().enumerate() {
            let at = At {
                sheet: "s",
                row: row + 20,
                column: 1,
            };
            let area = Area {
                name: (*name).to_owned(),
                code: (*code).to_owned(),
            };
            let about = (&area, Period::financial(2015));
            put_coded(&mut figures, at, &kind, about, (Some(1.0), None));
        }
        frame(&figures)
    }

    #[test]
    fn names_beside_the_codes_of_each_other_are_told_and_a_new_name_is_not() {
        let old = of_areas(&[("E1", "Durham"), ("E2", "Darlington"), ("E3", "Shepway")]);
        let told = |areas: &[(&str, &str)]| -> Vec<String> {
            let found = names_moved(&of_areas(areas), &earlier(&old)).into_iter();
            found
                .map(|one| format!("{} {}", one.cell, one.value))
                .collect()
        };
        let renamed = [
            ("E1", "DURHAM "),
            ("E2", "Darlington"),
            ("E3", "Folkestone"),
        ];
        assert_eq!(told(&renamed), Vec::<String>::new());
        assert_eq!(
            told(&[("E1", "Darlington"), ("E2", "Durham")]),
            ["B21 E1", "B22 E2"]
        );
    }

    #[test]
    fn fewer_figures_are_told_with_their_numbers() {
        let old = counts(2015, &some([1.0; 4]).map(|one| one.unwrap_or(0.0)));
        let message =
            |figures: &Figures| fewer_than(figures, &earlier(&old)).map(|one| one.message);
        assert_eq!(message(&counts(2015, &[1.0; 4])), None);
        let told = message(&counts(2015, &[1.0; 2])).unwrap();
        assert!(
            told.contains("2 figures and markers, not 4; 2 periods, not 4"),
            "{told}"
        );
    }
}
