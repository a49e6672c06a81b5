//! The facts of an answer as Parquet: the columns of CSV with their types, text held once per value.

use std::collections::HashMap;

use anyhow::Result;
use polars::io::parquet::write::{KeyValueMetadata, ParquetCompression, ParquetWriter};
use polars::prelude::*;

use super::rows::{self, COLUMNS, Field, Kind};
use crate::answer::Answer;
use crate::frame::enumerated;
use crate::problem::Problem;

/// The facts, with title, notes and sources in the key-value metadata.
///
/// # Errors
/// An answer without facts, such as that of `vawg list`.
pub(super) fn parquet(answer: &Answer) -> Result<Vec<u8>> {
    let mut frame = frame(answer)?;
    let notes: Vec<&str> = answer
        .notes()
        .iter()
        .map(|note| note.text.as_str())
        .collect();
    let entry = |key: &str, value: String| (format!("vawg.{key}"), value);
    let metadata = KeyValueMetadata::from_static(vec![
        entry("schema_version", "2".to_owned()),
        entry("title", answer.title.clone()),
        entry("notes", serde_json::to_string(&notes)?),
        entry("sources", serde_json::to_string(answer.sources())?),
    ]);
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Zstd(None))
        .with_key_value_metadata(Some(metadata))
        .finish(&mut frame)?;
    Ok(bytes)
}

/// The facts as a frame: one a row, in the columns of CSV with their types.
///
/// # Errors
/// An answer without facts, such as that of `vawg list`.
pub(crate) fn frame(answer: &Answer) -> Result<DataFrame> {
    if answer.facts.is_empty() {
        return Err(
            Problem::usage("Parquet holds facts, and this answer has none")
                .hint("use --format csv or json")
                .into(),
        );
    }
    let rows: Vec<_> = answer.facts.iter().map(rows::row).collect();
    let columns = COLUMNS.iter().enumerate().map(|(at, (name, kind, _))| {
        let fields = rows.iter().map(|row| &row[at]);
        column(name, *kind, fields)
    });
    let columns = columns.collect::<Result<_>>()?;
    Ok(DataFrame::new(rows.len(), columns)?)
}

fn column<'a>(name: &str, kind: Kind, fields: impl Iterator<Item = &'a Field>) -> Result<Column> {
    Ok(match kind {
        Kind::Text => return text_column(name, fields),
        Kind::Number => {
            let numbers = fields.map(|field| match field {
                Field::Number(number) => *number,
                _ => None,
            });
            Float64Chunked::from_iter_options(name.into(), numbers).into_column()
        }
        Kind::Integer => {
            let numbers = fields.map(|field| match field {
                Field::Integer(number) => number.and_then(|number| i64::try_from(number).ok()),
                _ => None,
            });
            Int64Chunked::from_iter_options(name.into(), numbers).into_column()
        }
        Kind::Date => {
            let days = fields.map(|field| match field {
                Field::Date(day) => *day,
                _ => None,
            });
            let days = Int32Chunked::from_iter_options(name.into(), days);
            days.into_date().into_column()
        }
    })
}

fn text_column<'a>(name: &str, fields: impl Iterator<Item = &'a Field>) -> Result<Column> {
    let mut texts: Vec<String> = Vec::new();
    let mut known: HashMap<String, u32> = HashMap::new();
    let mut codes = Vec::new();
    for field in fields {
        let text = field.clone().text();
        let code = if let Some(code) = known.get(&text) {
            *code
        } else {
            let code = u32::try_from(texts.len())?;
            texts.push(text.clone());
            known.insert(text, code);
            code
        };
        codes.push(code);
    }
    enumerated(name, &codes, &texts)
}
