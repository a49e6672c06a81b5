//! The project's own tidy CSV: one row a published cell, with CSVW metadata beside it. Written
//! here, read by `dataset`.

use anyhow::Result;
use serde_json::json;

use super::intake::Intake;
use crate::model::{Figures, Observation};

/// Columns that hold numbers; all others are text.
const NUMBERS: [&str; 5] = ["value", "standard_error", "lower", "upper", "base"];

/// The figures as CSV, in their order: UTF-8, RFC 4180, full precision. Text that a spreadsheet
/// would run as a formula has an apostrophe before it.
///
/// # Errors
/// None in practice: the bytes are written to memory.
// Long, but flat: the columns in the order in which they are written.
pub fn to_csv(release: &str, figures: &Figures) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(Observation::COLUMNS)?;
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    let kinds = kind_texts(release, figures);
    let areas: Vec<[String; 2]> = figures
        .areas()
        .iter()
        .map(|area| [safe(&area.name), safe(&area.code)])
        .collect();
    for one in figures.iter() {
        let [
            table,
            code,
            label,
            group,
            breakdown,
            sex,
            age,
            statistic,
            unit,
            status,
            notes,
            release,
        ] = &kinds[one.kind_id() as usize];
        writer.write_record([
            release,
            table,
            &safe(&one.source_ref()),
            code,
            label,
            group,
            breakdown,
            sex,
            age,
            &areas[usize::from(one.area_id())][0],
            &areas[usize::from(one.area_id())][1],
            &one.period().to_string(),
            statistic,
            unit,
            &number(one.value()),
            &one.marker()
                .map_or_else(String::new, |marker| marker.to_string()),
            &number(one.standard_error()),
            &number(one.lower()),
            &number(one.upper()),
            &number(one.base()),
            status,
            notes,
        ])?;
    }
    Ok(writer.into_inner()?)
}

/// The texts of each kind, in the order in which `to_csv` takes them apart.
fn kind_texts(release: &str, figures: &Figures) -> Vec<[String; 12]> {
    let kinds = figures.kinds().iter().map(|kind| {
        [
            safe(&kind.table),
            safe(&kind.code),
            safe(&kind.label),
            safe(&kind.group),
            safe(&kind.breakdown),
            kind.sex.to_string(),
            kind.age.to_string(),
            kind.statistic.clone(),
            safe(&kind.unit),
            kind.status.to_string(),
            safe(&kind.notes),
            safe(release),
        ]
    });
    kinds.collect()
}

/// The CSVW description of that CSV, for `NAME-metadata.json` beside it.
///
/// # Errors
/// None in practice: the bytes are written to memory.
pub fn metadata(intake: &Intake, file_name: &str) -> Result<Vec<u8>> {
    let columns: Vec<_> = Observation::COLUMNS
        .iter()
        .map(|name| {
            let datatype = if NUMBERS.contains(name) {
                "number"
            } else {
                "string"
            };
            json!({ "name": name, "titles": name, "datatype": datatype })
        })
        .collect();
    let mut bytes = serde_json::to_vec_pretty(&json!({
        "@context": "http://www.w3.org/ns/csvw",
        "url": file_name,
        "dc:title": intake.title,
        "dc:publisher": intake.publisher,
        "dc:identifier": intake.release,
        "dc:source": [intake.address, intake.file, format!("sha256:{}", intake.sha256)],
        "dc:license": intake.licence,
        "tableSchema": { "columns": columns },
    }))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn safe(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
