//! Question and series → facts: one list of typed statements, from which tables, charts, sentences
//! and machine output are made. It holds no wording for people beyond notes and methods.

pub(crate) mod areas;
pub(crate) mod baseline;
pub(crate) mod claims;
pub(crate) mod commitments;
pub(crate) mod deflator;
pub(crate) mod detect;
pub(crate) mod evaluate;
mod fact;
pub(crate) mod intake;
pub(crate) mod people;
pub(crate) mod precision;
pub(crate) mod prevalence;
pub(crate) mod report;
pub(crate) mod revisions;
mod statistic;
pub(crate) mod trajectory;
pub(crate) mod trend;
pub(crate) mod uplift;
mod when;

pub use fact::{Fact, FactId};
pub use statistic::Statistic;
pub use when::When;

use crate::model::Period;

/// The facts of one answer, in the order of machine output.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts(Vec<Fact>);

impl Facts {
    /// Adds a fact and tells where it is.
    pub fn add(&mut self, mut fact: Fact) -> FactId {
        let id = FactId(u32::try_from(self.0.len()).unwrap_or(u32::MAX));
        fact.id = Some(id);
        self.0.push(fact);
        id
    }

    /// Adds a fact and returns it with its place in the list.
    pub fn put(&mut self, fact: Fact) -> Fact {
        let id = self.add(fact.clone());
        Fact {
            id: Some(id),
            ..fact
        }
    }

    /// The fact of this id.
    #[must_use]
    pub fn get(&self, id: FactId) -> Option<&Fact> {
        self.0.get(id.0 as usize)
    }

    /// Every fact in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Fact> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The facts of a series that state one thing, in order.
    #[must_use]
    pub fn of(&self, series: &str, statistic: Statistic) -> impl DoubleEndedIterator<Item = &Fact> {
        self.0
            .iter()
            .filter(move |fact| fact.statistic == statistic && fact.series == series)
    }

    /// What is stated of a series for a period.
    #[must_use]
    pub fn at(&self, series: &str, statistic: Statistic, period: Period) -> Option<&Fact> {
        self.of(series, statistic)
            .find(|fact| fact.period.period() == Some(period))
    }

    /// What is stated of a series between two periods.
    #[must_use]
    pub fn between(
        &self,
        series: &str,
        statistic: Statistic,
        from: Period,
        to: Period,
    ) -> Option<&Fact> {
        let wanted = (Some(from), Some(to));
        self.of(series, statistic)
            .find(|fact| (fact.from.period(), fact.to.period()) == wanted)
    }
}

impl Extend<Fact> for Facts {
    fn extend<I: IntoIterator<Item = Fact>>(&mut self, facts: I) {
        for fact in facts {
            self.add(fact);
        }
    }
}

impl FromIterator<Fact> for Facts {
    fn from_iter<I: IntoIterator<Item = Fact>>(facts: I) -> Self {
        let mut list = Self::default();
        list.extend(facts);
        list
    }
}

impl<'a> IntoIterator for &'a Facts {
    type Item = &'a Fact;
    type IntoIter = std::slice::Iter<'a, Fact>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
