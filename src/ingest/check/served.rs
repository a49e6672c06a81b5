//! Which figures are taken but must not be served, because they cannot be trusted.

use std::collections::HashSet;

use crate::model::Figures;

/// Numbers of figures of an intake.
#[derive(Debug, Default)]
pub(super) struct NotServed(HashSet<usize>);

impl NotServed {
    /// Marks one figure.
    pub(super) fn add(&mut self, index: usize) {
        self.0.insert(index);
    }

    /// Whether a figure is marked.
    pub(super) fn has(&self, index: usize) -> bool {
        self.0.contains(&index)
    }

    /// Drops the marked figures.
    pub(super) fn drop_from(self, figures: &mut Figures) {
        if self.0.is_empty() {
            return;
        }
        let mut index = 0;
        figures.retain(|_| {
            index += 1;
            !self.0.contains(&(index - 1))
        });
    }
}
