//! What is asked, as plain structs: made from the command line or from the description of a report.

pub(crate) mod areas;
pub(crate) mod breakdown;
pub(crate) mod halving;
mod outcomes;
pub(crate) mod prevalence;
pub(crate) mod request;
pub(crate) mod selection;
pub(crate) mod share;
pub(crate) mod subject;
pub(crate) mod supplied;
pub(crate) mod terms;
