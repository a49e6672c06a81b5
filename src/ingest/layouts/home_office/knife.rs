//! Home Office, offences involving knives or sharp instruments, open data: quarterly counts by
//! police force for selected offences, rape and sexual assault among them, on sheets for some
//! years each.

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
    layout: "Home Office, offences involving knives or sharp instruments, open data (ods, xlsx, csv)",
    family: "home-office-knife",
    tables: |columns| vec![("knife", columns)],
    title: "Police recorded offences involving knives or sharp instruments, open data tables",
    address: "https://www.gov.uk/government/statistics/police-recorded-crime-open-data-tables",
    takes,
};

fn takes(columns: &Columns) -> bool {
    columns.group.is_none() && columns.outcome.is_none()
}

fn recognises(book: &Book) -> bool {
    let mut sheets = book.sheets.iter().filter_map(headings);
    sheets.any(|(_, columns)| takes(&columns))
}

fn read(book: &Book, catalogue: &Catalogue) -> Result<Intake> {
    home_office::read(book, catalogue, &PUBLICATION)
}
