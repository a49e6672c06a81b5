//! What is counted in the lists of a report: commitments, recommendations.

use std::collections::BTreeSet;

use super::computed::{Computed, Input, Stop};
use super::ground::Ground;
use crate::reports::{Filter, Record, Records};

impl Ground<'_> {
    /// Rows of a list that pass a filter.
    pub(super) fn count(&self, file: &str, filter: &Filter) -> Result<Computed, Stop> {
        let list = self.list(file)?;
        let count = list.all().filter(|row| passes(*row, filter)).count();
        Ok(self.of_list(file, list, count))
    }

    /// Different texts in a column of the commitments.
    pub(super) fn distinct(&self, column: &str) -> Result<Computed, Stop> {
        let file = &self.about.commitments;
        let list = self.list(file)?;
        let texts = list.all().filter_map(|row| row.get(column));
        let each: BTreeSet<&str> = texts
            .flat_map(|text| text.split(';').map(str::trim))
            .filter(|text| !text.is_empty())
            .collect();
        Ok(self.of_list(file, list, each.len()))
    }

    fn of_list(&self, file: &str, list: &Records, count: usize) -> Computed {
        let rows = list.all().count();
        Input {
            name: file.to_owned(),
            value: count as f64,
            release: self.about.id.clone(),
            source_ref: format!("{file}, {rows} rows"),
            ..Input::default()
        }
        .into()
    }
}

/// Every column named holds the text, alone or among several.
fn passes(row: Record<'_>, filter: &Filter) -> bool {
    filter.iter().all(|(column, wanted)| {
        row.get(column)
            .is_some_and(|text| text == wanted || text.split(';').any(|one| one.trim() == wanted))
    })
}

#[cfg(test)]
mod tests {
    use super::{Filter, Records, passes};

    #[test]
    fn a_filter_finds_a_text_among_several() {
        let records = Records::of("who,what\nA;B,x\nB,y\n\"A; C\",x\n").unwrap();
        let count = |pairs: &[(&str, &str)]| {
            let pairs = pairs
                .iter()
                .map(|(column, text)| ((*column).to_owned(), (*text).to_owned()));
            let filter: Filter = pairs.collect();
            records.all().filter(|row| passes(*row, &filter)).count()
        };
        assert_eq!(count(&[]), 3);
        assert_eq!(count(&[("who", "A")]), 2);
        assert_eq!(count(&[("who", "B"), ("what", "x")]), 1);
        assert_eq!(count(&[("who", "A;B")]), 1);
        assert_eq!(count(&[("whom", "A")]), 0);
    }
}
