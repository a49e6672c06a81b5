//! Shares that agree with their counts and their wholes, and shares that do not.

use super::{Book, Cell, Levels, NotServed, check};
use crate::frame::{Figures, FiguresBuilder};
use crate::ingest::check::fixture::{TableRow, add, add_periods, frame, some};
use crate::ingest::check::grid::grids;
use crate::ingest::files::book::Sheet;
use crate::model::Period;

/// The rule, the cell and whether the figure is still served, for each finding.
fn found(figures: &Figures, rounded: bool) -> Vec<(&'static str, String, bool)> {
    let grids = grids(figures);
    let levels = Levels::of(&grids, rounded);
    let (mut findings, mut not_served) = (Vec::new(), NotServed::default());
    check(&grids, &levels, &mut findings, &mut not_served);
    let dropped = |cell: &str| {
        let mut figures = figures.iter().enumerate();
        figures.any(|(index, row)| row.cell() == cell && not_served.has(index))
    };
    let findings = findings.into_iter();
    findings
        .map(|one| (one.rule, one.cell.clone(), !dropped(&one.cell)))
        .collect()
}

/// Counts of two years, with the change printed beside them.
fn with_change(before: f64, now: f64, printed: Option<f64>) -> Figures {
    let mut figures = FiguresBuilder::default();
    let counts = some([before, now]);
    let counts: [TableRow<'_>; 1] = [("88D", "Unnatural sexual offences", &counts)];
    add(&mut figures, ("A5a", "count"), 2024, &counts);
    let changes = [None, None, printed];
    let changes: [TableRow<'_>; 1] = [("88D", "Unnatural sexual offences", &changes)];
    let years = [2023, 2024, 2025].map(Period::financial);
    add_periods(&mut figures, ("A5a", "relative_change"), &years, &changes);
    frame(&figures)
}

#[test]
fn a_change_must_be_that_of_its_counts_and_is_not_served_where_it_is_not() {
    assert!(found(&with_change(200.0, 250.0, Some(25.0)), false).is_empty());
    assert_eq!(
        found(&with_change(200.0, 250.0, Some(24.0)), false),
        [("change-recomputes", "E10".to_owned(), false)]
    );
    // A CSV prints what is displayed: 24.6 of 24.5614.
    assert!(found(&with_change(228.0, 284.0, Some(24.6)), true).is_empty());
    assert_eq!(
        found(&with_change(228.0, 284.0, Some(24.6)), false).len(),
        1
    );
}

#[test]
fn a_figure_typed_as_text_is_rounded_as_it_is_displayed() {
    let figures = with_change(228.0, 284.0, Some(24.6));
    let grids = grids(&figures);
    let rows = |cell: Cell| {
        let blank = vec![Cell::Empty; 5];
        let mut rows = vec![blank; 10];
        rows[9][4] = cell;
        rows
    };
    let agrees = |cell: Cell| {
        let sheet = Sheet {
            name: grids[0].sheet.to_owned(),
            rows: rows(cell),
            ..Sheet::default()
        };
        let book = Book {
            sheets: vec![sheet],
            ..Book::default()
        };
        let levels = Levels::of(&grids, false).typed_in(&grids, &book);
        let (mut findings, mut not_served) = (Vec::new(), NotServed::default());
        check(&grids, &levels, &mut findings, &mut not_served);
        findings.is_empty()
    };
    assert!(agrees(Cell::Text("24.6".to_owned())));
    assert!(!agrees(Cell::Number(24.6)));
}

#[test]
fn the_mark_of_low_reliability_stands_below_fifty_and_nowhere_else() {
    let rule = "low-reliability-rule";
    assert!(found(&with_change(49.0, 60.0, None), false).is_empty());
    let cell = "E10".to_owned();
    assert_eq!(
        found(&with_change(51.0, 60.0, None), false),
        [(rule, cell.clone(), true)]
    );
    assert_eq!(
        found(&with_change(50.0, 60.0, None), false),
        [(rule, cell.clone(), true)]
    );
    assert_eq!(
        found(&with_change(40.0, 50.0, Some(25.0)), false),
        [(rule, cell, true)]
    );
}

#[test]
fn a_share_is_that_of_its_count_in_all_offences() {
    let printed = |share: f64| {
        let mut figures = FiguresBuilder::default();
        let (all, flagged) = (some([400.0, 500.0]), some([100.0, 150.0]));
        let shares = some([25.0, share]);
        let all: [TableRow<'_>; 1] = [("", "TOTAL SEXUAL OFFENCES", &all)];
        add(&mut figures, ("A5a", "count"), 2024, &all);
        let flagged: [TableRow<'_>; 1] = [("", "Sexual offences", &flagged)];
        add(&mut figures, ("B9a", "count"), 2024, &flagged);
        let shares: [TableRow<'_>; 1] = [("", "Sexual offences", &shares)];
        add(&mut figures, ("B9b", "share"), 2024, &shares);
        found(&frame(&figures), false)
    };
    assert!(printed(30.0).is_empty());
    assert_eq!(printed(30.1)[0].0, "share-recomputes");
}
