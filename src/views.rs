//! Facts → tables, charts and sentences. A view prints a figure only through a fact; it computes
//! nothing.

pub(crate) mod audit;
pub(crate) mod baseline;
pub(crate) mod commitments;
pub(crate) mod detect;
mod people;
mod precision;
pub(crate) mod prevalence;
pub(crate) mod trend;
pub(crate) mod uplift;
