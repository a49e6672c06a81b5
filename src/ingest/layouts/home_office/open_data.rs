//! Home Office, police recorded crime open data by police force area: quarterly counts of every
//! offence, as one CSV or as a workbook with a sheet for some years each.

use anyhow::Result;

use crate::catalogue::Catalogue;
use crate::ingest::files::book::Book;
use crate::ingest::intake::Intake;
use crate::ingest::layouts::Layout;
use crate::ingest::layouts::home_office::{self, Columns, Publication, headings};

pub(crate) const LAYOUT: Layout = Layout {
    name: PUBLICATION.layout,
    recognises,
    read,
};

const PUBLICATION: Publication = Publication {
    layout: "Home Office, police recorded crime open data by police force area (csv, ods, xlsx)",
    family: "home-office-open-data",
    tables: |columns| vec![("prc-pfa", columns)],
    title: "Police recorded crime open data, police force area tables",
    address: "https://www.gov.uk/government/statistics/police-recorded-crime-open-data-tables",
    takes,
};

/// Offence groups tell it from the tables of offences with a knife.
fn takes(columns: &Columns) -> bool {
    columns.group.is_some() && columns.outcome.is_none()
}

fn recognises(book: &Book) -> bool {
    let mut sheets = book.sheets.iter().filter_map(headings);
    sheets.any(|(_, columns)| takes(&columns))
}

fn read(book: &Book, catalogue: &Catalogue) -> Result<Intake> {
    home_office::read(book, catalogue, &PUBLICATION)
}
