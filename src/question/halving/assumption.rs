//! Sample sizes and design factors: what is published, what the user states, what the catalogue
//! assumes. One policy for every command.

use crate::catalogue::{Catalogue, Definition};
use crate::estimates::AssumedPrecision;
use crate::model::{Point, Series};

/// Where a sample size or a design factor comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin<'a> {
    /// The publisher, or the user's own file.
    Published,
    /// The user, with `--base` or `--design-factor`.
    Stated,
    /// The catalogue, for this reason.
    Assumed(&'a str),
}

/// What the user states, and what the catalogue assumes where nothing is published.
pub(crate) struct Assumption<'a> {
    stated: AssumedPrecision,
    definition: Option<&'a Definition>,
}

impl<'a> Assumption<'a> {
    /// What holds for a definition, or for own figures.
    pub(crate) const fn new(stated: AssumedPrecision, definition: Option<&'a Definition>) -> Self {
        Self { stated, definition }
    }

    /// What holds for a measure: the assumption of the definition that is based on it.
    pub(crate) fn of_measure(
        stated: AssumedPrecision,
        measure: &str,
        catalogue: &'a Catalogue,
    ) -> Self {
        let based_on = |definition: &&Definition| {
            let first = definition.measures.first();
            first.is_some_and(|id| id == measure)
        };
        Self::new(stated, catalogue.definitions.iter().find(based_on))
    }

    /// What is used for a series. What the user states comes first, then what is published, then
    /// what the catalogue assumes.
    pub(crate) fn completed(&self, series: &Series) -> AssumedPrecision {
        let mut completed = self.stated.clone();
        let Some(definition) = self.definition else {
            return completed;
        };
        if completed.base.is_none() {
            for entry in &definition.assumed_base {
                let point = series.point(entry.period);
                if point.is_none_or(|point| point.base.is_none()) {
                    let bases = &mut completed.base_by_period;
                    bases.entry(entry.period).or_insert(entry.base);
                }
            }
        }
        let published = series
            .points
            .iter()
            .any(|point| point.design_factor.is_some());
        if !published {
            completed.design_factor = completed.design_factor.or(definition.assumed_design_factor);
        }
        completed
    }

    /// Where the sample size of a point comes from.
    pub(crate) fn of_base(&self, point: &Point) -> Origin<'a> {
        let mut entries = self
            .definition
            .iter()
            .flat_map(|definition| &definition.assumed_base);
        let entry = entries.find(|entry| entry.period == point.period);
        match entry {
            _ if self.stated.base_of(point.period).is_some() => Origin::Stated,
            Some(entry) if point.base.is_none() => Origin::Assumed(&entry.reason),
            _ => Origin::Published,
        }
    }

    /// Where the design factor of a point comes from.
    pub(crate) const fn of_design_factor(&self, point: &Point) -> Origin<'a> {
        match (self.stated.design_factor, point.design_factor) {
            (Some(_), _) => Origin::Stated,
            (None, Some(_)) => Origin::Published,
            (None, None) => Origin::Assumed(""),
        }
    }
}
