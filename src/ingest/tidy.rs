//! The project's own tidy CSV: one row a published cell. Written here, read by `dataset`.

use anyhow::Result;

use crate::model::Observation;

/// The observations as CSV, in their order: UTF-8, RFC 4180, full precision.
///
/// # Errors
/// None in practice: the bytes are written to memory.
pub fn to_csv(observations: &[Observation]) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(Observation::COLUMNS)?;
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    for one in observations {
        writer.write_record([
            one.release.as_str(),
            &one.table,
            &one.source_ref,
            &one.code,
            &one.label,
            &one.group,
            &one.sex.to_string(),
            &one.age.to_string(),
            &one.area,
            &one.period.to_string(),
            &one.statistic,
            &one.unit,
            &number(one.value),
            &one.marker
                .map_or_else(String::new, |marker| marker.to_string()),
            &number(one.standard_error),
            &number(one.lower),
            &number(one.upper),
            &number(one.base),
            &one.status.to_string(),
            &one.notes,
        ])?;
    }
    Ok(writer.into_inner()?)
}
