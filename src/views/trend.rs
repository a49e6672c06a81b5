//! Panels of series through time: the finding, the table, the trends, the chart.

pub(crate) mod cautions;
pub(crate) mod drawing;
pub(crate) mod fitted;
mod fitted_table;
pub(crate) mod notes;
pub(crate) mod panel;
pub(crate) mod remarks;
pub(crate) mod sensitivity;
pub(crate) mod short_table;
mod stated;
pub(crate) mod summary;
pub(crate) mod title;
