//! Definitions side by side as a table.

use super::figure_builder::FigureBuilder;
use super::scorecard::format_of_kind;
use super::table;
use crate::answer::{Cell, Column, Evidence, Panel, TableRow};
use crate::facts::Facts;
use crate::facts::published::report::definitions::{DefinitionRow, Definitions};
use crate::model::Marker;

/// The figure of some definitions.
pub(crate) fn figure(definitions: Definitions<'_>) -> FigureBuilder {
    let facts = definitions.facts;
    let panel = Panel {
        table: table(
            [
                Column::left("definition"),
                Column::right(definitions.period.to_string()),
                Column::left("counts"),
                Column::left("includes"),
                Column::left("leaves out"),
                Column::left("status"),
                Column::wide("used by"),
            ],
            definitions.rows.iter().map(|one| row(&facts, one)),
        ),
        ..Panel::default()
    };
    FigureBuilder {
        evidence: Evidence::of_sources(&definitions.series),
        ..FigureBuilder::new(panel, facts)
    }
}

fn row(facts: &Facts, row: &DefinitionRow<'_>) -> TableRow {
    let definition = row.definition;
    let fact = row.fact.and_then(|id| facts.get(id));
    let value = fact.map_or(Cell::Missing(Marker::NotAvailable), |fact| {
        Cell::of(fact, format_of_kind(row.kind))
    });
    TableRow {
        cells: vec![
            Cell::text(&definition.title),
            value,
            Cell::text(&definition.counts),
            Cell::text(&definition.includes),
            Cell::text(&definition.leaves_out),
            Cell::text(&definition.status),
            Cell::text(&definition.used_by),
        ],
        remark: if row.is_quoted { "as quoted" } else { "" }.to_owned(),
        ..TableRow::default()
    }
}
