//! Which figures are stored but not served, because they cannot be trusted.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::frame::Figures;

/// Indices of figures of an intake, each with the rule that withholds it.
#[derive(Debug, Default)]
pub(super) struct NotServed(BTreeMap<usize, &'static str>);

impl NotServed {
    /// Withholds one figure by a rule; the first rule that does so is kept.
    pub(super) fn add(&mut self, index: usize, rule: &'static str) {
        self.0.entry(index).or_insert(rule);
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
