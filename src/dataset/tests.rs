//! Tests of queries: the right rows and no others, from releases in memory and in a folder.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::Dataset;
use super::fixture::{catalogue, count, frame};
use super::keep;
use crate::catalogue::Catalogue;
use crate::dataset::held::release::ReleaseFile;
use crate::dataset::held::store::StoreOutcome;
use crate::frame::{Origin, tidy};
use crate::model::{Marker, Observation, Period, Series};

const OFFENCES: [(&str, &str); 3] = [("X1", "First"), ("X2", "Second"), ("X2", "Of another name")];
const AREAS: [&str; 3] = ["England and Wales", "Wales", "Kent"];
const BREAKDOWNS: [&str; 2] = ["", "Ethnicity: White"];

/// What a row is about: an offence, an area, a breakdown, and the year in which the financial year
/// ends.
type RowKey = (usize, usize, usize, u16);

/// A count; `None` for a marker. Whether it is withheld.
type Cell = (Option<u32>, bool);

/// Rows with distinct keys, in the order of their keys.
fn some_rows() -> impl Strategy<Value = BTreeMap<RowKey, Cell>> {
    let key = (
        0..OFFENCES.len(),
        0..AREAS.len(),
        0..BREAKDOWNS.len(),
        2005..2010_u16,
    );
    let cell = (
        proptest::option::weighted(0.9, 0..1000_u32),
        prop::bool::weighted(0.1),
    );
    proptest::collection::btree_map(key, cell, 0..60)
}

/// The observation of a row; its cell depends on its key alone.
fn observation((offence, area, breakdown, year): RowKey, (value, withheld): Cell) -> Observation {
    let (code, label) = OFFENCES[offence];
    let cell = format!("{}{year}", ["A", "B", "C"][offence]);
    let mut row = count(code, label, Period::financial(year), &cell, 0.0);
    row.area = AREAS[area].into();
    row.breakdown = BREAKDOWNS[breakdown].into();
    row.value = value.map(f64::from);
    row.marker = value.is_none().then_some(Marker::Confidential);
    row.withheld = if withheld {
        "bounds".into()
    } else {
        String::new()
    };
    row
}

/// The series of the measure `both` from a release with these rows.
fn series(catalogue: &Catalogue, rows: &BTreeMap<RowKey, Cell>) -> Option<Series> {
    if rows.is_empty() {
        return None;
    }
    let rows: Vec<_> = rows
        .iter()
        .map(|(key, cell)| observation(*key, *cell))
        .collect();
    let csv = tidy::write("mine", &frame(&rows)).unwrap();
    let dataset = Dataset {
        catalogue,
        releases: vec![ReleaseFile::from_bytes(csv, catalogue).unwrap()],
    };
    let measure = catalogue.measure("both").unwrap();
    dataset.series(measure, None).unwrap()
}

/// The sum of the offences in use in a year, where each has a value that may be served. The second
/// offence is in use from 2006-07.
fn expected(rows: &BTreeMap<RowKey, Cell>, year: u16) -> Option<f64> {
    let wanted = if year >= 2007 { 0..2 } else { 0..1 };
    let value = |offence: usize| match rows.get(&(offence, 0, 0, year))? {
        (Some(value), false) => Some(f64::from(*value)),
        _ => None,
    };
    wanted.map(value).sum()
}

/// Whether a row has the key of a headline figure of the measure.
const fn is_wanted((offence, area, breakdown, _): &RowKey) -> bool {
    *offence < 2 && *area == 0 && *breakdown == 0
}

proptest! {
    #[test]
    fn an_answer_is_the_sum_of_the_rows_with_its_key_or_has_no_value(rows in some_rows()) {
        let catalogue = catalogue();
        let years: Vec<u16> = rows.keys().filter(|key| is_wanted(key)).map(|key| key.3).collect();
        let found = series(&catalogue, &rows);
        prop_assert_eq!(found.is_some(), !years.is_empty());
        if let (Some(series), Some(first), Some(last)) =
            (found, years.iter().min(), years.iter().max())
        {
            prop_assert_eq!(series.points.len(), usize::from(last - first) + 1);
            for (year, point) in (*first..).zip(&series.points) {
                prop_assert_eq!(point.period, Period::financial(year));
                let value = expected(&rows, year);
                prop_assert_eq!(point.value, value);
                prop_assert_eq!(point.marker.is_some(), value.is_none());
            }
        }
    }

    #[test]
    fn rows_of_other_areas_and_breakdowns_change_no_answer(rows in some_rows()) {
        let catalogue = catalogue();
        let mut headline = rows.clone();
        headline.retain(|(_, area, breakdown, _), _| *area == 0 && *breakdown == 0);
        prop_assert_eq!(series(&catalogue, &rows), series(&catalogue, &headline));
    }
}

/// What a stored part is: other parts of the release have other tables.
fn origin(part: &str, rows: &[Observation]) -> Origin {
    Origin {
        release: "mine".into(),
        part: part.into(),
        family: "mine".into(),
        period: "2007-08".into(),
        sha256: format!("{part} {}", rows.len()),
        tables: frame(rows).tables().to_vec(),
        ..Origin::default()
    }
}

/// A row of a table.
fn row_of(table: &str, value: f64) -> Observation {
    Observation {
        table: table.into(),
        ..count("X1", "First", Period::financial(2008), "B1", value)
    }
}

#[test]
fn parts_of_a_release_with_different_tables_are_kept_side_by_side() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = catalogue();
    let keep = |part: &str, rows: &[Observation]| {
        keep(folder.path(), &origin(part, rows), &frame(rows)).unwrap()
    };
    let held = || {
        let dataset = Dataset::open(&catalogue, Some(folder.path())).unwrap();
        let values = |table| {
            let period = Period::financial(2008);
            let pin = Some("mine");
            let rows = dataset.published_rows(table, "First", "count", period, pin);
            rows.unwrap()
                .iter()
                .filter_map(|row| row.value)
                .collect::<Vec<_>>()
        };
        let all = dataset.figures("mine").unwrap().len();
        (values("crime"), values("fairness"), all)
    };
    assert_eq!(keep("crime", &[row_of("crime", 1.0)]), StoreOutcome::New);
    assert_eq!(
        keep("fairness", &[row_of("fairness", 2.0)]),
        StoreOutcome::New
    );
    assert_eq!(held(), (vec![1.0], vec![2.0], 2));
    // The same part again, corrected, replaces itself alone.
    let corrected = [row_of("crime", 3.0), row_of("crime-by-age", 4.0)];
    assert_eq!(keep("crime", &corrected), StoreOutcome::Replaced);
    assert_eq!(held(), (vec![3.0], vec![2.0], 3));
    // A part of another name with one of its tables takes its place: a table is held once.
    let renamed = [row_of("fairness", 5.0)];
    assert_eq!(keep("perceptions", &renamed), StoreOutcome::Replaced);
    assert_eq!(held(), (vec![3.0], vec![5.0], 3));
    assert_eq!(keep("perceptions", &renamed), StoreOutcome::Unchanged);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn a_release_is_not_both_a_tidy_csv_and_a_stored_file() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = catalogue();
    let rows = [row_of("crime", 1.0)];
    keep(folder.path(), &origin("crime", &rows), &frame(&rows)).unwrap();
    let csv = tidy::write("mine", &frame(&rows)).unwrap();
    std::fs::write(folder.path().join("mine.csv"), csv).unwrap();
    let error = Dataset::open(&catalogue, Some(folder.path()))
        .map(|_| ())
        .unwrap_err();
    let message = format!("{error:#}");
    assert!(message.ends_with("holds the same release"), "{message}");
}

#[test]
fn a_part_whose_name_cannot_be_a_file_name_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let rows = [row_of("crime", 1.0)];
    for part in ["../crime", "", "Crime Survey"] {
        let error = keep(folder.path(), &origin(part, &rows), &frame(&rows)).unwrap_err();
        assert!(
            error.to_string().contains("cannot be the name of a part"),
            "{error}"
        );
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
