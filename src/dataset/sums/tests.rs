//! Tests of sums over police forces and quarters.

use proptest::prelude::*;
use proptest::sample::Index;

use super::{Summed, national, quarters_of};
use crate::catalogue::{AreaKind, Catalogue, Family, Offence};
use crate::dataset::fixture::{catalogue, count, frame};
use crate::model::{Marker, Observation, Period};

const YEAR: u16 = 2008;

/// The catalogue of the tests with the real police forces.
fn with_forces() -> Catalogue {
    let real = Catalogue::built_in().unwrap();
    Catalogue {
        areas: real.areas,
        families: real.families,
        ..catalogue()
    }
}

fn family(catalogue: &Catalogue) -> &Family {
    catalogue.family("home-office-open-data").unwrap()
}

/// A count of 1 for each police force, quarter and offence of 2007-08.
fn complete(catalogue: &Catalogue) -> Vec<Observation> {
    let kinds = [AreaKind::Force, AreaKind::National];
    let forces = catalogue
        .areas
        .iter()
        .filter(|area| kinds.contains(&area.kind));
    let mut rows = Vec::new();
    for force in forces {
        for quarter in quarters_of(Period::financial(YEAR)) {
            for (code, label) in [("X1", "First"), ("X2", "Second offence")] {
                let cell = format!("H{}", rows.len() + 2);
                rows.push(Observation {
                    table: "prc-pfa".into(),
                    area: force.name.clone(),
                    ..count(code, label, quarter, &cell, 1.0)
                });
            }
        }
    }
    assert_eq!(rows.len(), 44 * 4 * 2);
    rows
}

fn sums(catalogue: &Catalogue, rows: &[Observation]) -> anyhow::Result<Vec<Summed>> {
    let offences: Vec<&Offence> = catalogue.offences.values().collect();
    national(&frame(rows), &offences, family(catalogue), catalogue)
}

/// The only sum, which must be that of 2007-08.
fn sum(catalogue: &Catalogue, rows: &[Observation]) -> Summed {
    let mut found = sums(catalogue, rows).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].point.period, Period::financial(YEAR));
    found.remove(0)
}

/// Why there is no sum of the rows that are left.
fn reason(drop: impl Fn(&Observation) -> bool) -> String {
    let catalogue = with_forces();
    let mut rows = complete(&catalogue);
    rows.retain(|row| !drop(row));
    let found = sum(&catalogue, &rows);
    assert_eq!(
        (found.point.value, found.point.marker),
        (None, Some(Marker::NotAvailable))
    );
    found.incomplete
}

#[test]
fn all_forces_quarters_and_offences_add_up_to_a_year() {
    let catalogue = with_forces();
    let mut rows = complete(&catalogue);
    rows[0].value = Some(-2.0);
    rows[7].value = Some(1000.0);
    let found = sum(&catalogue, &rows);
    assert_eq!(found.point.value, Some(350.0 - 2.0 + 1000.0));
    assert_eq!((found.point.marker, found.incomplete.as_str()), (None, ""));
    assert_eq!(found.point.source_ref, "Sheet!H2 and 351 more rows");
}

#[test]
fn a_missing_force_gives_no_value_and_is_named() {
    assert_eq!(
        reason(|row| row.area == "Kent"),
        "needs 44 police forces and 4 quarters; without a figure: Kent 2007-q2, Kent 2007-q3, \
         Kent 2007-q4 and 1 more"
    );
    assert_eq!(
        reason(|row| row.area != "Kent"),
        "needs 44 police forces and 4 quarters; without a figure: Avon and Somerset 2007-q2, \
         Avon and Somerset 2007-q3, Avon and Somerset 2007-q4 and 169 more"
    );
}

#[test]
fn british_transport_police_is_needed_too() {
    let text = reason(|row| row.area == "British Transport Police");
    assert!(
        text.contains("without a figure: British Transport Police 2007-q2"),
        "{text}"
    );
}

#[test]
fn a_missing_quarter_gives_no_value_and_is_named() {
    let text = reason(|row| row.period.to_string() == "2008-q1");
    assert!(
        text.contains("without a figure: Avon and Somerset 2008-q1, Bedfordshire 2008-q1,")
            && text.ends_with(" and 41 more"),
        "{text}"
    );
    let one = reason(|row| {
        row.period.to_string() == "2008-q1" && row.area == "Surrey" && row.code == "X2"
    });
    assert!(one.ends_with("without a figure: Surrey 2008-q1"), "{one}");
}

#[test]
fn a_missing_offence_gives_no_value_and_the_codes_that_are_there() {
    assert_eq!(
        reason(|row| row.code == "X2"),
        "needs 2 offence codes; the file has 1 (X1)"
    );
}

#[test]
fn a_force_with_a_marker_or_a_withheld_count_is_missing() {
    let catalogue = with_forces();
    for change in [
        (|row: &mut Observation| {
            row.value = None;
            row.marker = Some(Marker::NotAvailable);
        }) as fn(&mut Observation),
        |row| row.withheld = "bounds".into(),
    ] {
        let mut rows = complete(&catalogue);
        let row = rows.iter_mut().find(|row| row.area == "Essex").unwrap();
        change(row);
        let found = sum(&catalogue, &rows);
        assert_eq!(found.point.value, None);
        assert!(
            found
                .incomplete
                .ends_with("without a figure: Essex 2007-q2"),
            "{}",
            found.incomplete
        );
    }
}

#[test]
fn rows_of_nations_fraud_bodies_and_breakdowns_are_not_added() {
    let catalogue = with_forces();
    let mut rows = complete(&catalogue);
    let kent = rows.iter().find(|row| row.area == "Kent").unwrap().clone();
    for area in ["England and Wales", "Wales", "Action Fraud"] {
        rows.push(Observation {
            area: area.into(),
            value: Some(1e6),
            ..kent.clone()
        });
    }
    rows.push(Observation {
        breakdown: "Outcome: charged".into(),
        value: Some(1e6),
        ..kent
    });
    assert_eq!(sum(&catalogue, &rows).point.value, Some(352.0));
}

#[test]
fn a_row_that_is_repeated_counts_once_and_two_values_are_an_error() {
    let catalogue = with_forces();
    let mut rows = complete(&catalogue);
    rows.push(Observation {
        source_ref: "Sheet!H999".into(),
        ..rows[2].clone()
    });
    assert_eq!(sum(&catalogue, &rows).point.value, Some(352.0));
    rows.last_mut().unwrap().value = Some(9.0);
    let error = sums(&catalogue, &rows).unwrap_err();
    assert_eq!(
        error.to_string(),
        "release `mine` has two values for `First` in 2007-q3: 1 in Sheet!H4 and 9 in Sheet!H999"
    );
}

#[test]
fn each_financial_year_is_summed_by_itself() {
    let catalogue = with_forces();
    let mut rows = complete(&catalogue);
    rows.push(Observation {
        period: Period::Quarter {
            year: YEAR,
            quarter: 2,
        },
        ..rows[0].clone()
    });
    let found = sums(&catalogue, &rows).unwrap();
    let values: Vec<_> = found.iter().map(|sum| sum.point.value).collect();
    assert_eq!(values, [Some(352.0), None]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Whatever is missing, a sum is that of all its parts or has no value.
    #[test]
    fn a_sum_has_all_its_parts_or_no_value(
        values in proptest::collection::vec(0..1000_u32, 44 * 4 * 2),
        gaps in proptest::collection::vec((any::<Index>(), 0..3_u8), 0..3),
    ) {
        let catalogue = with_forces();
        let mut rows = complete(&catalogue);
        for (row, value) in rows.iter_mut().zip(&values) {
            row.value = Some(f64::from(*value));
        }
        let expected = gaps.is_empty().then(|| f64::from(values.iter().sum::<u32>()));
        for (index, kind) in gaps {
            let at = index.index(rows.len());
            match kind {
                0 => drop(rows.remove(at)),
                1 => (rows[at].value, rows[at].marker) = (None, Some(Marker::NotAvailable)),
                _ => rows[at].withheld = "bounds".into(),
            }
        }
        let found = sum(&catalogue, &rows);
        prop_assert_eq!(found.point.value, expected);
        prop_assert_eq!(found.incomplete.is_empty(), expected.is_some());
    }
}
