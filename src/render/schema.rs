//! The JSON Schema of an answer as JSON.

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::rows::{COLUMNS, Kind};
use crate::facts::Statistic;
use crate::model::Marker;

/// What columns hold that have a fixed list of values; none where any text may be.
pub(super) fn code_list(column: &str) -> Option<Vec<String>> {
    match column {
        "statistic" => Some(
            Statistic::ALL
                .iter()
                .map(|(_, name, _)| (*name).to_owned())
                .collect(),
        ),
        "marker" => Some(
            Marker::ALL
                .iter()
                .map(|(_, symbol, _)| (*symbol).to_owned())
                .collect(),
        ),
        _ => None,
    }
}

/// The schema (draft 2020-12) of `--format json`: rows have the columns of CSV, in their order.
///
/// # Errors
/// None in practice: the bytes are written to memory.
pub fn schema() -> Result<Vec<u8>> {
    let row = row();
    let names: Vec<&str> = COLUMNS.iter().map(|(name, ..)| *name).collect();
    let text = json!({ "type": "string" });
    let texts = json!({ "type": "array", "items": text });
    let panel = panel(&text, &texts);
    let note = json!({
        "type": "object",
        "required": ["number", "text"],
        "properties": { "number": { "type": ["integer", "null"] }, "text": text },
    });
    let rows = list(&json!({
        "type": "object",
        "required": names,
        "additionalProperties": false,
        "properties": row,
    }));
    let mut bytes = serde_json::to_vec_pretty(&json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An answer of vawg",
        "description": "One object for each answer; `rows` has one object for each fact. Fields are \
            added, not renamed; a change that breaks readers raises `schema_version`.",
        "type": "object",
        "required": ["schema_version", "title", "panels", "verdicts", "rows", "notes", "sources"],
        "properties": {
            "schema_version": { "const": 2 },
            "title": text,
            "panels": list(&panel),
            "verdicts": texts,
            "rows": rows,
            "notes": list(&note),
            "sources": texts,
        },
    }))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// One column a property.
fn row() -> Map<String, Value> {
    let mut row = Map::new();
    for (name, kind, meaning) in COLUMNS {
        let kind = match kind {
            Kind::Text | Kind::Date => "string",
            Kind::Number => "number",
            Kind::Integer => "integer",
        };
        let mut column = json!({ "description": meaning, "type": [kind, "null"] });
        if COLUMNS
            .iter()
            .any(|(other, kind, _)| *other == name && *kind == Kind::Date)
        {
            column["format"] = json!("date");
        }
        if let Some(codes) = code_list(name) {
            let codes = codes.into_iter().map(Value::from).chain([Value::Null]);
            column["enum"] = codes.collect();
        }
        row.insert(name.to_owned(), column);
    }
    row
}

fn list(items: &Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn panel(text: &Value, texts: &Value) -> Value {
    let table = json!({
        "type": "object",
        "required": ["columns", "rows"],
        "properties": {
            "columns": texts,
            "rows": list(&json!({
                "type": "object",
                "required": ["cells", "notes", "remark"],
                "properties": {
                    "cells": {
                        "type": "array",
                        "items": { "type": ["string", "number", "object", "null"] },
                        "description": "words, a number, a marker ({\"marker\": \"[x]\"}), limits \
                            ({\"lower\": 1.9, \"upper\": 2.7}), or null",
                    },
                    "notes": list(&json!({ "type": "integer" })),
                    "remark": text,
                },
            })),
        },
    });
    json!({
        "type": "object",
        "required": ["heading", "title", "scope", "alternative_text", "table", "further_tables", "remarks"],
        "properties": {
            "heading": text,
            "title": text,
            "scope": text,
            "alternative_text": text,
            "table": table,
            "further_tables": list(&table),
            "remarks": texts,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::schema;
    use crate::render::rows::COLUMNS;

    #[test]
    fn a_row_has_the_columns_of_csv() {
        let schema: serde_json::Value = serde_json::from_slice(&schema().unwrap()).unwrap();
        let row = &schema["properties"]["rows"]["items"];
        let required: Vec<&str> = row["required"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|it| it.as_str())
            .collect();
        assert_eq!(required, COLUMNS.map(|(name, ..)| name));
        let codes = row["properties"]["statistic"]["enum"].as_array().unwrap();
        assert!(codes.iter().any(|code| code == "observed"));
        assert_eq!(row["properties"]["value"]["type"][0], "number");
    }
}
