//! Prevalence times the resident population, as a table of the full answer.

use crate::answer::{Cell, Column, NumberFormat, Table, TableRow, Text};
use crate::facts::Fact;
use crate::views::precision::limits;

/// What must be said of such a product.
pub(crate) const NOT_PUBLISHED: &str = "Prevalence times population is not the publisher's number: \
    the survey covers private households only. Women and men need not add up to all.";

/// A row for each product, by its name; no table where there is none.
pub(crate) fn products<'a>(
    header: &str,
    products: impl Iterator<Item = (String, &'a Fact)>,
) -> Option<Table> {
    let row = |(name, fact): (String, &Fact)| {
        let population = Text::default().part(fact, |fact| fact.n, NumberFormat::Whole);
        TableRow {
            cells: vec![
                Cell::Text(name),
                Cell::of(fact, NumberFormat::NearestThousand),
                limits(Some(fact), NumberFormat::NearestThousand),
                Cell::Text(population.to_string()),
                Cell::text(&fact.note),
            ],
            ..TableRow::default()
        }
    };
    let rows: Vec<TableRow> = products.map(row).collect();
    (!rows.is_empty()).then(|| Table {
        columns: vec![
            Column::left(header),
            Column::right("prevalence times population"),
            Column::right("interval"),
            Column::right("population"),
            Column::left(""),
        ],
        rows,
        earlier_rows: 0,
    })
}
