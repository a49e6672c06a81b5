//! Facts → tables, charts and sentences. A view prints a figure only through a fact; it computes
//! nothing.

pub(crate) mod age;
pub(crate) mod areas;
pub(crate) mod audit;
pub(crate) mod baseline;
pub(crate) mod breakdown;
pub(crate) mod commitments;
pub(crate) mod detect;
pub(crate) mod goal;
pub(crate) mod intake;
pub(crate) mod list;
mod people;
mod precision;
pub(crate) mod prevalence;
pub(crate) mod report;
pub(crate) mod revisions;
pub(crate) mod summary;
pub(crate) mod trajectory;
pub(crate) mod trend;
pub(crate) mod uplift;
