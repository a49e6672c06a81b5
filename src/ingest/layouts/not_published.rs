//! Files that hold figures of publications, but are none themselves: collections of quotations and
//! extracts made by others.

use crate::ingest::cells::columns::Columns;
use crate::ingest::files::book::Book;

/// Headings by which such a file is known, and what it is.
const KNOWN: &[(&[&str], &str)] = &[
    (
        &["measure", "year_ending_march", "percent", "source"],
        "a list of figures quoted by others",
    ),
    (
        &["item", "period", "value", "unit", "source"],
        "a list of figures quoted by others",
    ),
    (
        &["mid_year", "sex", "age", "population", "source"],
        "a list of sums of population estimates",
    ),
    (
        &["type", "sex", "age_group", "period", "prevalence"],
        "an extract of a survey table, without its title, bases and notes",
    ),
    (
        &["type", "sex", "number"],
        "an extract of a survey table, without its title, bases and notes",
    ),
];

/// What a file is instead of a published release, where that can be told.
pub(crate) fn why(book: &Book) -> Option<String> {
    let columns = Columns::of(book.sheets.first()?, 0);
    KNOWN
        .iter()
        .find(|(names, _)| columns.has(names))
        .map(|(_, what)| format!("it is not a published layout, but {what}"))
}
