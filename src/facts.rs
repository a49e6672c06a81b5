//! Question and series → facts: one list of typed statements, from which tables, charts, sentences
//! and machine output are made. It holds no wording for people beyond notes and methods.

pub(crate) mod areas;
pub(crate) mod breakdown;
pub(crate) mod deflator;
pub(crate) mod evaluate;
mod fact;
pub(crate) mod halving;
pub(crate) mod people;
pub(crate) mod precision;
pub(crate) mod prevalence;
pub(crate) mod published;
mod statistic;
pub(crate) mod summary;
pub(crate) mod trend;
mod when;

pub use fact::{Fact, FactId};
pub use statistic::Statistic;
pub use when::When;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::model::Period;

/// The facts of one answer, in the order of machine output.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    list: Vec<Fact>,
    /// Places of the facts of a series and statistic: an answer may have 100,000 facts.
    places: HashMap<(u64, Statistic), Vec<u32>>,
    /// The same with the period that they are about, or that a change ends with.
    dated: HashMap<(u64, Statistic, Period), Vec<u32>>,
}

/// Stands for the name of a series; facts found by it are compared by name.
fn hash(series: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    series.hash(&mut hasher);
    hasher.finish()
}

impl Facts {
    /// Adds a fact and tells where it is.
    pub fn add(&mut self, fact: Fact) -> FactId {
        let mut fact = fact.finite();
        let place = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        let id = FactId(place);
        fact.id = Some(id);
        let (series, statistic) = (hash(&fact.series), fact.statistic);
        let places = self.places.entry((series, statistic)).or_default();
        places.push(place);
        if let Some(period) = fact.period.period().or_else(|| fact.to.period()) {
            let dated = self.dated.entry((series, statistic, period)).or_default();
            dated.push(place);
        }
        self.list.push(fact);
        id
    }

    /// Adds a fact and returns it with its place in the list.
    pub fn put(&mut self, fact: Fact) -> Fact {
        let fact = fact.finite();
        let id = self.add(fact.clone());
        Fact {
            id: Some(id),
            ..fact
        }
    }

    /// The fact of this id.
    #[must_use]
    pub fn get(&self, id: FactId) -> Option<&Fact> {
        self.list.get(id.0 as usize)
    }

    /// Every fact in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Fact> {
        self.list.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The facts of a series that state one thing, in order.
    #[must_use]
    pub fn of(&self, series: &str, statistic: Statistic) -> impl DoubleEndedIterator<Item = &Fact> {
        let places = self.places.get(&(hash(series), statistic));
        self.found(places, series)
    }

    /// What is stated of a series for a period.
    #[must_use]
    pub fn at(&self, series: &str, statistic: Statistic, period: Period) -> Option<&Fact> {
        let places = self.dated.get(&(hash(series), statistic, period));
        self.found(places, series)
            .find(|fact| fact.period.period() == Some(period))
    }

    fn found(
        &self,
        places: Option<&Vec<u32>>,
        series: &str,
    ) -> impl DoubleEndedIterator<Item = &Fact> {
        let places = places.map(Vec::as_slice).unwrap_or_default();
        let facts = places
            .iter()
            .filter_map(|place| self.list.get(*place as usize));
        facts.filter(move |fact| fact.series == series)
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
        // A fact about a period of its own is not found by the period that it ends with.
        let dated = self.dated.get(&(hash(series), statistic, to));
        let undated = |fact: &&Fact| fact.period.period().is_none();
        self.found(dated, series)
            .filter(undated)
            .chain(
                self.found(self.places.get(&(hash(series), statistic)), series)
                    .filter(move |fact| !undated(fact)),
            )
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
