//! Facts → tables, charts and sentences. A view prints a figure only through a fact; it computes
//! nothing.

pub(crate) mod goal;
pub(crate) mod trajectory;
pub(crate) mod trend;
