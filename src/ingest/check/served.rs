//! Which figures are stored but not served, because they cannot be trusted.

use std::collections::{BTreeMap, HashSet};

use anyhow::Result;

use crate::frame::Figures;
use crate::ingest::cells::areas::AGREES;
use crate::ingest::intake::Intake;
use crate::model::cell_position;

/// Indices of figures of an intake, each with the rule that withholds it.
#[derive(Debug, Default)]
pub(super) struct NotServed(BTreeMap<usize, &'static str>);

impl NotServed {
    /// Withholds one figure by a rule; the first rule that does so is kept.
    pub(super) fn add(&mut self, index: usize, rule: &'static str) {
        self.0.entry(index).or_insert(rule);
    }

    /// Withholds the rows whose code and name are those of two areas.
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
        for row in intake.observations.iter() {
            if rows.contains(&(row.sheet(), row.position().0 as usize)) {
                self.add(row.index(), AGREES);
            }
        }
    }

    /// Whether a figure is withheld.
    pub(super) fn has(&self, index: usize) -> bool {
        self.0.contains_key(&index)
    }

    /// The figures with the rules that withhold them.
    ///
    /// # Errors
    /// None in practice: the indices are those of the figures.
    pub(super) fn mark(self, figures: &mut Figures) -> Result<()> {
        if !self.0.is_empty() {
            *figures = std::mem::take(figures).withholding(self.0)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::NotServed;
    use crate::frame::FiguresBuilder;
    use crate::ingest::check::fixture::{add, frame, some};

    #[test]
    fn a_withheld_figure_keeps_its_first_rule_and_stays() {
        let mut figures = FiguresBuilder::default();
        let values = some([1.0, 2.0, 3.0]);
        add(&mut figures, ("A5a", "count"), 2020, &[("1", "A", &values)]);
        let mut figures = frame(&figures);
        let mut withheld = NotServed::default();
        withheld.add(1, "share-recomputes");
        withheld.add(1, "column-shifted");
        assert!(withheld.has(1) && !withheld.has(0));
        withheld.mark(&mut figures).unwrap();
        let rules: Vec<_> = figures.iter().map(crate::frame::Row::withheld).collect();
        assert_eq!(rules, ["", "share-recomputes", ""]);
        assert_eq!(figures.row(1).value(), Some(2.0));
    }
}
