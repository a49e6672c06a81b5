//! An answer as JSON: the machine rows, with title, panels, notes, sources and verdicts beside them.

use anyhow::Result;
use serde_json::{Value, json};

use super::rows;
use crate::answer::{Answer, Cell, Panel, Table};
use crate::facts::Fact;

/// The answer as one JSON object.
pub(super) fn json(answer: &Answer) -> Result<Vec<u8>> {
    let notes: Vec<Value> = answer
        .notes()
        .iter()
        .map(|note| json!({ "number": note.number, "text": note.text }))
        .collect();
    let mut bytes = serde_json::to_vec_pretty(&json!({
        "schema_version": 2,
        "title": answer.title,
        "panels": answer.panels.iter().map(panel).collect::<Vec<_>>(),
        "verdicts": answer.verdicts,
        "rows": answer.facts.iter().map(row).collect::<Vec<_>>(),
        "notes": notes,
        "sources": answer.sources(),
    }))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// A fact as an object whose keys are the columns, in their order.
fn row(fact: &Fact) -> Value {
    let names = rows::COLUMNS.iter().map(|(name, ..)| (*name).to_owned());
    let fields = rows::row(fact).into_iter().map(rows::Field::json);
    Value::Object(names.zip(fields).collect())
}

fn panel(panel: &Panel) -> Value {
    json!({
        "heading": panel.heading,
        "title": panel.title,
        "scope": panel.scope,
        "alternative_text": panel.alternative_text,
        "table": table(&panel.table),
        "further_tables": panel.further_tables.iter().map(table).collect::<Vec<_>>(),
        "remarks": panel.remarks,
    })
}

fn table(table: &Table) -> Value {
    let columns: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.header.as_str())
        .collect();
    let rows: Vec<Value> = table
        .full_rows()
        .map(|row| {
            let cells: Vec<Value> = row.cells.iter().map(cell).collect();
            json!({ "cells": cells, "notes": row.notes, "remark": row.remark })
        })
        .collect();
    json!({ "columns": columns, "rows": rows })
}

fn cell(cell: &Cell) -> Value {
    match cell {
        Cell::Text(text) => json!(text),
        Cell::Number(value, _) | Cell::Fact(_, value, _) => json!(value),
        Cell::Limits(_, [lower, upper], _) => json!({ "lower": lower, "upper": upper }),
        Cell::PValue(_, p) => json!(p),
        Cell::Missing(marker) => json!({ "marker": marker.to_string() }),
        Cell::Empty => Value::Null,
    }
}
