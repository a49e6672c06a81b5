//! Tests of sums of offences and of the choice among releases.

use super::{by_basis, chosen, point, summed, with_missing_periods};
use crate::catalogue::{Catalogue, Offence};
use crate::dataset::fixture::{catalogue, count};
use crate::model::{Marker, Observation, Period, Point};

fn offences(catalogue: &Catalogue) -> Vec<&Offence> {
    catalogue.offences.values().collect()
}

fn first(year: u16, value: f64) -> Observation {
    count("X1", "First", Period::financial(year), "B1", value)
}

fn second(year: u16, value: f64) -> Observation {
    count("X2", "Second", Period::financial(year), "B2", value)
}

/// Value, marker, reason and cells of the only point.
fn sum(
    rows: Vec<Observation>,
    total: Option<&str>,
) -> (Option<f64>, Option<Marker>, String, String) {
    let catalogue = catalogue();
    let mut points = summed(rows, &offences(&catalogue), total).unwrap();
    assert_eq!(points.len(), 1);
    let found = points.remove(0);
    let point = found.point;
    (
        point.value,
        point.marker,
        found.incomplete,
        point.source_ref,
    )
}

#[test]
fn offences_add_up_and_the_cells_of_the_sum_are_named() {
    assert_eq!(
        sum(vec![first(2008, 3.0), second(2008, 4.0)], None),
        (Some(7.0), None, String::new(), "Sheet!B1+B2".to_owned())
    );
}

#[test]
fn the_published_total_is_taken_before_the_sum() {
    let total = count("", "Both offences", Period::financial(2008), "B3", 8.0);
    let rows = vec![first(2008, 3.0), second(2008, 4.0), total];
    assert_eq!(
        sum(rows, Some("Both offences")),
        (Some(8.0), None, String::new(), "Sheet!B3".to_owned())
    );
}

#[test]
fn an_offence_that_was_not_in_use_adds_nothing_and_is_not_missing() {
    let gap = Observation {
        value: None,
        marker: Some(Marker::NotApplicable),
        ..second(2005, 0.0)
    };
    for rows in [vec![first(2005, 3.0)], vec![first(2005, 3.0), gap]] {
        let (value, marker, reason, _) = sum(rows, None);
        assert_eq!((value, marker, reason.as_str()), (Some(3.0), None, ""));
    }
}

#[test]
fn a_missing_offence_gives_no_value_and_the_reason() {
    let (value, marker, reason, _) = sum(vec![first(2008, 3.0)], None);
    assert_eq!((value, marker), (None, Some(Marker::NotAvailable)));
    assert_eq!(reason, "needs 2 offence codes; the file has 1 (X1)");
    let other = count("X9", "Other", Period::financial(2008), "B9", 1.0);
    let (value, _, reason, _) = sum(vec![other], None);
    assert_eq!(value, None);
    assert_eq!(reason, "needs 2 offence codes; the file has none of them");
}

#[test]
fn the_marker_of_a_part_is_that_of_the_sum() {
    let gap = Observation {
        value: None,
        marker: Some(Marker::Confidential),
        ..second(2008, 0.0)
    };
    let (value, marker, ..) = sum(vec![first(2008, 3.0), gap], None);
    assert_eq!((value, marker), (None, Some(Marker::Confidential)));
}

#[test]
fn a_withheld_value_is_not_served_whatever_its_marker() {
    let withheld = Observation {
        withheld: "share-recomputes".into(),
        marker: Some(Marker::Provisional),
        ..second(2008, 4.0)
    };
    let one = point(&withheld, "");
    assert_eq!((one.value, one.marker), (None, Some(Marker::NotAvailable)));
    let (value, marker, ..) = sum(vec![first(2008, 3.0), withheld], None);
    assert_eq!((value, marker), (None, Some(Marker::NotAvailable)));
}

#[test]
fn the_same_value_twice_counts_once_and_two_values_are_an_error_that_names_both_cells() {
    let again = Observation {
        source_ref: "Sheet!C1".into(),
        ..first(2008, 3.0)
    };
    let rows = vec![first(2008, 3.0), second(2008, 4.0), again.clone()];
    assert_eq!(sum(rows, None).0, Some(7.0));
    let other = Observation {
        value: Some(5.0),
        ..again
    };
    let catalogue = catalogue();
    let rows = vec![first(2008, 3.0), second(2008, 4.0), other];
    let error = summed(rows, &offences(&catalogue), None).unwrap_err();
    assert_eq!(
        error.to_string(),
        "release `mine` has two values for `First` in 2007-08: 3 in Sheet!B1 and 5 in Sheet!C1"
    );
}

#[test]
fn a_figure_comes_before_a_marker_and_a_published_one_before_a_quoted_one() {
    let missing = Observation {
        value: None,
        marker: Some(Marker::NotAvailable),
        ..first(2008, 0.0)
    };
    let value = |rows: &[(&Observation, &str)]| chosen(rows.iter().copied())[0].value;
    let (one, two) = (first(2008, 1.0), first(2008, 2.0));
    assert_eq!(value(&[(&missing, ""), (&one, "somebody")]), Some(1.0));
    assert_eq!(value(&[(&one, "somebody"), (&two, "")]), Some(2.0));
    assert_eq!(value(&[(&one, ""), (&two, "")]), Some(1.0));
}

#[test]
fn financial_years_are_the_series_and_later_rolling_years_are_kept_apart() {
    let at = |period| Point::unknown(period);
    let rolling = |year, month| Period::YearEnding { year, month };
    let points = vec![
        at(Period::financial(2007)),
        at(rolling(2007, 12)),
        at(Period::financial(2008)),
        at(rolling(2008, 12)),
        at(Period::Quarter {
            year: 2008,
            quarter: 4,
        }),
    ];
    let periods = |points: Vec<Point>| -> Vec<String> {
        points
            .iter()
            .map(|point| point.period.to_string())
            .collect()
    };
    let (main, others) = by_basis(points);
    assert_eq!(periods(main), ["2006-07", "2007-08"]);
    assert_eq!(periods(others), ["ye-dec-2007", "ye-dec-2008"]);
}

#[test]
fn a_year_without_a_row_has_a_point_without_a_value() {
    let points = vec![point(&first(2006, 1.0), ""), point(&first(2008, 2.0), "")];
    let complete = with_missing_periods(points, Some(Period::financial(2009)));
    let shown: Vec<_> = complete
        .iter()
        .map(|point| (point.value, point.marker))
        .collect();
    let missing = (None, Some(Marker::NotAvailable));
    assert_eq!(
        shown,
        [(Some(1.0), None), missing, (Some(2.0), None), missing]
    );
}
