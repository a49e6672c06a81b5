//! What is said of columns that are not taken because their headings do not say what they hold.

use super::Block;
use crate::ingest::cells::cell::{Reading, reading};
use crate::ingest::cells::heading::{Heading, spans_in};
use crate::ingest::finding::Finding;
use crate::model::cell_name;

/// Columns of numbers whose headings do not say what they hold: a finding for each.
pub(crate) fn unread_columns(block: &Block<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    if block.unclear {
        let row = block.heading_row.saturating_sub(1);
        let message = format!(
            "the headings of Table {} fill two rows, and the upper one does not say which columns each heading is over; put each over the first of its columns",
            block.table
        );
        let (sheet, cell) = (
            block.sheet.name.as_str(),
            cell_name(row, block.label_column + 1),
        );
        let value = block.table.as_str();
        return vec![Finding::error(
            "heading-readable",
            sheet,
            cell,
            value,
            message,
        )];
    }
    for (column, heading) in &block.columns {
        let Heading::Other(text) = heading else {
            continue;
        };
        let lower = text.to_lowercase();
        let other_kind = ["change", "signific", "compared with"];
        // A span of months that is not a period has a finding of its own.
        let found_already = spans_in(text).len() == 1 && text.split(' ').count() <= 5;
        let numbers = block.rows.clone().filter(|row| {
            let cell = block.sheet.cell(*row, *column);
            matches!(reading(cell), Reading::Value(_))
        });
        let numbers = numbers.count();
        if numbers == 0 || found_already || other_kind.iter().any(|word| lower.contains(word)) {
            continue;
        }
        let headed = if text.is_empty() {
            "has no heading in words".to_owned()
        } else {
            format!("is headed `{text}`, which is not a known period or group of people")
        };
        let message = format!(
            "column {} of Table {} {headed}: its {numbers} figures are not taken",
            cell_name(0, *column).trim_end_matches('1'),
            block.table
        );
        let cell = cell_name(block.heading_row, *column);
        let sheet = block.sheet.name.as_str();
        found.push(Finding::warning(
            "heading-readable",
            sheet,
            cell,
            text,
            message,
        ));
    }
    found
}
