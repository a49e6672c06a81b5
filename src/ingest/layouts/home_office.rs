//! Rows of the Home Office open data: one a quarter, force and offence, in a CSV or on several
//! sheets of a workbook. Its two publications, which differ in their columns, are files of their own.

mod columns;
pub(super) mod knife;
pub(super) mod open_data;
pub(super) mod outcomes;
mod rows;

use std::borrow::Cow;

use anyhow::Result;

pub(crate) use self::columns::{Columns, headings};
use self::rows::Reader;
use crate::catalogue::Catalogue;
use crate::ingest::files::book::{Book, Cell, Sheet};
use crate::ingest::intake::{Intake, PassedOver, release_period};
use crate::model::Period;

/// What a publication is called.
pub(crate) struct Publication {
    pub(crate) layout: &'static str,
    pub(crate) family: &'static str,
    /// The tables that a sheet gives.
    pub(crate) tables: fn(Columns) -> Vec<(&'static str, Columns)>,
    pub(crate) title: &'static str,
    pub(crate) address: &'static str,
    /// Sheets of figures have these columns.
    pub(crate) takes: fn(&Columns) -> bool,
}

/// Reads every sheet that has the columns of the publication.
pub(crate) fn read(
    book: &Book,
    catalogue: &Catalogue,
    publication: &Publication,
) -> Result<Intake> {
    let unknown = Period::Calendar { year: 0 };
    let mut intake = Intake::new(
        publication.layout,
        "Home Office",
        publication.family,
        unknown,
        publication.title,
    );
    intake.address = publication.address;
    for sheet in &book.sheets {
        let found = headings(sheet).filter(|(_, columns)| (publication.takes)(columns));
        let Some((heading, columns)) = found else {
            intake.passed_over.push(PassedOver {
                sheet: sheet.name.clone(),
                reason: "cover or notes: no columns of figures".to_owned(),
            });
            continue;
        };
        for (table, columns) in (publication.tables)(columns) {
            read_sheet(
                book,
                sheet,
                (heading, columns),
                catalogue,
                table,
                &mut intake,
            )?;
        }
    }
    let Some(last) = intake.figures.periods().iter().max().copied() else {
        return Ok(intake); // what kept each row from being read is among the findings
    };
    intake.period = last;
    intake.title = format!("{}, to {}", publication.title, last_month(last));
    intake.release = format!("{}-{}", publication.family, release_period(last));
    Ok(intake)
}

fn read_sheet(
    book: &Book,
    sheet: &Sheet,
    (heading, columns): (usize, Columns),
    catalogue: &Catalogue,
    table: &str,
    intake: &mut Intake,
) -> Result<()> {
    let from = intake.figures.len();
    let mut reader = Reader::new(columns, sheet, catalogue, table, intake);
    if let Some(delimited) = book.delimited.as_ref() {
        delimited.each(|row, record| {
            if row as usize > heading {
                reader.row(row, record.len(), |column| {
                    Cow::Borrowed(record.get(column).unwrap_or_default())
                });
            }
            Ok(())
        })?;
    } else {
        for (row, cells) in (0..).zip(&sheet.rows).skip(heading + 1) {
            if cells.iter().all(|cell| *cell == Cell::Empty) {
                continue;
            }
            reader.row(row, cells.len(), |column| match &cells[column] {
                Cell::Empty => Cow::Borrowed(""),
                Cell::Text(text) => Cow::Borrowed(text),
                Cell::Number(number) => Cow::Owned(number.to_string()),
            });
        }
    }
    let (rows, negative, empty) = (reader.rows, reader.negative, reader.without_anything);
    reader.unknown_areas();
    let mut remarks = Vec::new();
    remarks.extend(match negative {
        0 => None,
        1 => Some("1 negative count, a correction, is kept".to_owned()),
        many => Some(format!("{many} negative counts, corrections, are kept")),
    });
    remarks.extend(match empty {
        0 => None,
        1 => Some("1 row without any value is left out".to_owned()),
        many => Some(format!("{many} rows without any value are left out")),
    });
    intake.took(table, &sheet.name, rows, from, &remarks.join("; "));
    Ok(())
}

/// `June 2023` of the second quarter of 2023.
fn last_month(period: Period) -> String {
    match period {
        Period::Quarter { year, quarter } => Period::Month {
            year,
            month: quarter * 3,
        }
        .in_words(),
        other => other.in_words(),
    }
}
