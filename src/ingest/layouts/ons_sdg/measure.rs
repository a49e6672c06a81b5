//! What the columns `Units` and `Unit multiplier` say of the figures: only percentages are taken.

use std::collections::BTreeMap;

use crate::ingest::cells::columns::Columns;
use crate::ingest::cells::people::means_all;
use crate::ingest::finding::Finding;
use crate::model::cell_name;

/// The columns of units, and the rows that hold anything but percentages.
pub(super) struct Measures {
    units: Vec<usize>,
    multiplier: Option<usize>,
    /// The first row and the number of rows of each other unit, by column and words.
    others: BTreeMap<(usize, String), (usize, usize)>,
}

impl Measures {
    /// The columns of units among those of a file.
    pub(super) fn of(columns: &Columns<'_>) -> Self {
        let names = ["Units", "Unit measure"];
        Self {
            units: names.iter().filter_map(|name| columns.at(name)).collect(),
            multiplier: columns.at("Unit multiplier"),
            others: BTreeMap::new(),
        }
    }

    /// Whether a row's figure is a percentage as it is; another unit is remembered.
    pub(super) fn are_percentages(&mut self, columns: &Columns<'_>, row: usize) -> bool {
        let unit = |column: &usize| !holds_percentages(&columns.text(row, *column));
        let scaled = |column: &usize| {
            let text = columns.text(row, *column).to_lowercase();
            !(means_all(&text) || matches!(text.as_str(), "units" | "unit" | "1"))
        };
        let other = self.units.iter().find(|column| unit(column));
        let Some(column) = other.or_else(|| self.multiplier.iter().find(|one| scaled(one))) else {
            return true;
        };
        let key = (*column, columns.text(row, *column));
        self.others.entry(key).or_insert((row, 0)).1 += 1;
        false
    }

    /// One finding for each other unit, at its first row.
    pub(super) fn findings(&self, columns: &Columns<'_>) -> Vec<Finding> {
        let others = self.others.iter();
        others
            .map(|((column, text), (row, rows))| {
                let message = format!(
                    "`{}` is `{text}` in {rows} rows: this layout takes percentages in single units",
                    columns.names()[*column]
                );
                let cell = cell_name(*row, *column);
                Finding::error("unit-known", &columns.sheet.name, cell, text, message)
            })
            .collect()
    }
}

/// Whether a text names per cent as the unit; a blank one leaves it to the indicator. Older files
/// print the name of the series here: `Percentage of women aged 16 to 59 (%)`.
pub(super) fn holds_percentages(text: &str) -> bool {
    let text = text.to_lowercase();
    let per_cent = ["%", "percent", "per cent"];
    means_all(&text) || per_cent.iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::holds_percentages;

    #[test]
    fn only_percentages_are_percentages() {
        for text in ["Percentage (%)", "", "per cent", "Percent", "%", "NA"] {
            assert!(holds_percentages(text), "{text}");
        }
        for text in ["Number", "Rate per 1,000", "Thousands", "Proportion"] {
            assert!(!holds_percentages(text), "{text}");
        }
    }
}
