//! Home Office, crime outcomes open data: what became of the offences of each quarter, police force and
//! offence code, and which outcomes were recorded in the quarter. Each row has both counts: they are
//! two tables, since one is about offences of any year.

use anyhow::Result;

use crate::catalogue::{Catalogue, OUTCOMES_FAMILY, OUTCOMES_IN_PERIOD, OUTCOMES_OF_OFFENCES};
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
    layout: "Home Office, crime outcomes open data (csv, csv.gz, ods, xlsx)",
    family: OUTCOMES_FAMILY,
    tables,
    title: "Crime outcomes open data tables",
    address: "https://www.gov.uk/government/statistics/police-recorded-crime-open-data-tables",
    takes,
};

const fn takes(columns: &Columns) -> bool {
    columns.outcome.is_some()
}

fn tables(columns: Columns) -> Vec<(&'static str, Columns)> {
    let Some(outcome) = columns.outcome else {
        return Vec::new();
    };
    vec![
        (OUTCOMES_IN_PERIOD, columns.counting(outcome.in_period)),
        (OUTCOMES_OF_OFFENCES, columns.counting(outcome.of_offences)),
    ]
}

fn recognises(book: &Book) -> bool {
    let mut sheets = book.sheets.iter().filter_map(headings);
    sheets.any(|(_, columns)| takes(&columns))
}

fn read(book: &Book, catalogue: &Catalogue) -> Result<Intake> {
    home_office::read(book, catalogue, &PUBLICATION)
}
