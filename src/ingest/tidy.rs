//! The CSVW description of the tidy CSV that `vawg ingest -o FILE.csv` writes.

use anyhow::Result;
use serde_json::json;

use super::intake::Intake;
use crate::frame::NUMBERS;
use crate::model::Observation;

/// The CSVW description of a tidy CSV, for `NAME-metadata.json` beside it.
///
/// # Errors
/// None in practice: the bytes are written to memory.
pub(crate) fn metadata(intake: &Intake, file_name: &str) -> Result<Vec<u8>> {
    let columns: Vec<_> = Observation::COLUMNS
        .iter()
        .map(|name| {
            let datatype = if NUMBERS.contains(name) {
                "double"
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
