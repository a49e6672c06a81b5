//! The figures of a report: tables, charts and sentences from their facts.

pub(crate) mod definitions;
pub(crate) mod differences;
pub(crate) mod figure_builder;
pub(crate) mod listing;
pub(crate) mod matrix;
pub(crate) mod measures;
pub(crate) mod scorecard;
pub(crate) mod stages;
mod stated_value;
pub(crate) mod tally;
pub(crate) mod value_bars;
pub(crate) mod written_files;
