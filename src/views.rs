//! Facts → tables, charts and sentences. A view prints a figure only through a fact; it computes
//! nothing.

pub(crate) mod age;
pub(crate) mod areas;
pub(crate) mod breakdown;
pub(crate) mod halving;
pub(crate) mod list;
mod people;
mod precision;
pub(crate) mod prevalence;
pub(crate) mod published;
pub(crate) mod summary;
pub(crate) mod trend;
