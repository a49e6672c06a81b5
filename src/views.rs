//! Facts → tables, charts and sentences. A view prints a figure only through a fact; it computes
//! nothing.

pub(crate) mod intake;
pub(crate) mod list;
pub(crate) mod revisions;
pub(crate) mod trend;
