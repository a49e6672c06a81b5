//! Small tables for the tests of the rules.

use crate::frame::{Figures, FiguresBuilder, Place};
use crate::model::{Age, Kind, Marker, Period, Sex, Status};

/// A row of a table: its code, its label, and a figure or `[u]` a column.
pub(super) type TableRow<'a> = (&'a str, &'a str, &'a [Option<f64>]);

/// Counts, shares or changes of financial years, beginning with the year ending in March `first`.
pub(super) fn add(
    figures: &mut FiguresBuilder,
    (table, statistic): (&str, &str),
    first: u16,
    rows: &[TableRow<'_>],
) {
    let periods: Vec<Period> = (first..first + 30).map(Period::financial).collect();
    add_periods(figures, (table, statistic), &periods, rows);
}

/// The same with periods of any kind; the first row of figures is row 10, the first column C.
pub(super) fn add_periods(
    figures: &mut FiguresBuilder,
    (table, statistic): (&str, &str),
    periods: &[Period],
    rows: &[TableRow<'_>],
) {
    for (row, (code, label, values)) in (9..).zip(rows) {
        let kind = figures.kind_id(&Kind {
            table: table.to_owned(),
            code: (*code).to_owned(),
            label: (*label).to_owned(),
            group: String::new(),
            breakdown: String::new(),
            sex: Sex::All,
            age: Age::All,
            statistic: statistic.to_owned(),
            unit: "offences".to_owned(),
            status: Status::Official,
            notes: String::new(),
        });
        for (column, (value, period)) in (2..).zip(values.iter().zip(periods)) {
            let place = Place {
                kind,
                area: figures.area_id("England and Wales"),
                period: figures.period_id(*period),
                sheet: figures.sheet_id(table),
                row,
                column,
            };
            let marker = value.is_none().then_some(Marker::LowReliability);
            figures.push_at(place, *value, marker);
        }
    }
}

/// Figures that are all there.
pub(super) fn some<const N: usize>(values: [f64; N]) -> [Option<f64>; N] {
    values.map(Some)
}

/// The frame of a table that is complete.
pub(super) fn frame(figures: &FiguresBuilder) -> Figures {
    figures.clone().finish("release").unwrap()
}
