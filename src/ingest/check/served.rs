//! Which figures are taken but must not be served, because they cannot be trusted.

use std::collections::{BTreeMap, HashSet};

use crate::ingest::areas::AGREES;
use crate::ingest::intake::Intake;
use crate::model::{Figures, cell_position};

/// Figures of an intake, by number, each with the rule that it breaks.
#[derive(Debug, Default)]
pub(super) struct NotServed(BTreeMap<usize, &'static str>);

impl NotServed {
    /// Marks one figure. The first rule that a figure breaks is kept.
    pub(super) fn add(&mut self, index: usize, rule: &'static str) {
        self.0.entry(index).or_insert(rule);
    }

    /// Marks the rows whose code and name are those of two areas.
    pub(super) fn add_rows_of_other_areas(&mut self, intake: &Intake) {
        let rows: HashSet<(&str, usize)> = intake
            .findings
            .iter()
            .filter(|finding| finding.rule == AGREES)
            .filter_map(|one| Some((one.sheet.as_str(), cell_position(&one.cell)?.0)))
            .collect();
        if rows.is_empty() {
            return;
        }
        for row in intake.figures.iter() {
            if rows.contains(&(row.sheet(), row.row() as usize)) {
                self.add(row.index(), AGREES);
            }
        }
    }

    /// Whether a figure is marked.
    pub(super) fn has(&self, index: usize) -> bool {
        self.0.contains_key(&index)
    }

    /// Marked figures in order, each with its rule.
    pub(super) fn entries(&self) -> impl Iterator<Item = (usize, &'static str)> {
        self.0.iter().map(|(index, rule)| (*index, *rule))
    }

    /// Drops the marked figures.
    pub(super) fn drop_from(&self, figures: &mut Figures) {
        let mut entries = self.entries().peekable();
        if entries.peek().is_none() {
            return;
        }
        let mut next = 0;
        figures.retain(|_| {
            let index = next;
            next += 1;
            entries.next_if(|(marked, _)| *marked == index).is_none()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::NotServed;
    use crate::ingest::check::fixture::{add, some};
    use crate::model::Figures;

    #[test]
    fn a_marked_figure_keeps_its_first_rule_and_is_dropped() {
        let mut figures = Figures::default();
        let values = some([1.0, 2.0, 3.0]);
        add(&mut figures, ("A5a", "count"), 2020, &[("1", "A", &values)]);
        let mut marked = NotServed::default();
        marked.add(1, "share-recomputes");
        marked.add(1, "column-shifted");
        assert_eq!(
            marked.entries().collect::<Vec<_>>(),
            [(1, "share-recomputes")]
        );
        marked.drop_from(&mut figures);
        let left: Vec<_> = figures
            .iter()
            .filter_map(crate::model::Row::value)
            .collect();
        assert_eq!(left, [1.0, 3.0]);
    }
}
