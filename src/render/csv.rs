//! An answer as CSV (RFC 4180, UTF-8): one row a figure at full precision, or the table itself
//! where an answer has no figures; and the CSVW metadata that goes beside the file.

use anyhow::Result;
use serde_json::json;

use super::rows::{self, Field, Kind};
use super::schema::code_list;
use super::text::write_cell;
use crate::answer::{Answer, Cell, Table, visible};

/// The answer's figures, or its first table.
pub(super) fn csv(answer: &Answer) -> Result<Vec<u8>> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    if answer.facts.is_empty() {
        if let Some(table) = principal_table(answer) {
            writer.write_record(
                table
                    .columns
                    .iter()
                    .map(|column| snake_case(&column.header)),
            )?;
            for row in table.full_rows() {
                writer.write_record(row.cells.iter().map(plain))?;
            }
        }
    } else {
        writer.write_record(rows::COLUMNS.map(|(name, ..)| name))?;
        for fact in &answer.facts {
            writer.write_record(rows::row(fact).map(|value| match value {
                Field::Text(text) => safe_text(&text),
                number => number.text(),
            }))?;
        }
    }
    Ok(writer.into_inner()?)
}

/// The table that stands for an answer without figures: the one made for machines, or the first.
fn principal_table(answer: &Answer) -> Option<&Table> {
    let made_for_machines = answer.panels.iter().find(|panel| panel.machine_only);
    made_for_machines
        .or(answer.panels.first())
        .map(|panel| &panel.table)
}

/// Column names in the manner of the tidy tables: lower case, words joined by `_`.
fn snake_case(header: &str) -> String {
    header.to_lowercase().replace([' ', '-'], "_")
}

/// Full precision, without commas or signs for people.
fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Number(value, _) | Cell::Fact(_, value, _) if value.is_finite() => value.to_string(),
        Cell::Number(..) | Cell::Fact(..) => String::new(),
        other => safe_text(&write_cell(other)),
    }
}

/// Text that a spreadsheet would run as a formula is kept from it by an apostrophe.
pub(super) fn safe_text(text: &str) -> String {
    let text = visible(text).into_owned();
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text
    }
}

/// The CSVW description of the file, for `NAME.csv-metadata.json` beside it.
///
/// # Errors
/// None in practice: the bytes are written to memory.
pub fn metadata(answer: &Answer, file_name: &str) -> Result<Vec<u8>> {
    let column =
        |name: &str, datatype: &str| json!({ "name": name, "titles": name, "datatype": datatype });
    let columns: Vec<_> = if answer.facts.is_empty() {
        principal_table(answer)
            .into_iter()
            .flat_map(|table| &table.columns)
            .map(|header| column(&snake_case(&header.header), "string"))
            .collect()
    } else {
        rows::COLUMNS
            .iter()
            .map(|(name, kind, meaning)| {
                let datatype = match kind {
                    Kind::Text => "string",
                    Kind::Number => "double",
                    Kind::Integer => "integer",
                    Kind::Date => "date",
                };
                let mut column = column(name, datatype);
                if let Some(codes) = code_list(name) {
                    let codes = codes
                        .iter()
                        .map(|code| code.replace('[', "\\[").replace(']', "\\]"));
                    let format = codes.collect::<Vec<_>>().join("|");
                    column["datatype"] = json!({ "base": "string", "format": format });
                }
                column["dc:description"] = json!(meaning);
                column
            })
            .collect()
    };
    let notes: Vec<&str> = answer
        .notes()
        .iter()
        .map(|note| note.text.as_str())
        .collect();
    let mut bytes = serde_json::to_vec_pretty(&json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": "en-GB" }],
        "url": file_name,
        "dc:title": answer.title,
        "dc:source": answer.sources(),
        "dc:license": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        "dc:description": notes,
        "dialect": { "encoding": "utf-8", "header": true },
        "tableSchema": { "columns": columns },
    }))?;
    bytes.push(b'\n');
    Ok(bytes)
}
