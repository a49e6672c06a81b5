//! What is asked, as plain structs: made from the command line or from the description of a report.

pub(crate) mod amount;
pub(crate) mod areas;
mod arguments;
pub(crate) mod assumption;
pub(crate) mod breakdown;
pub(crate) mod by;
pub(crate) mod detect;
pub(crate) mod goal;
mod outcomes;
pub(crate) mod period;
pub(crate) mod prevalence;
pub(crate) mod ratio;
pub(crate) mod request;
pub(crate) mod selection;
pub(crate) mod share;
pub(crate) mod subject;
pub(crate) mod supplied;
pub(crate) mod trajectory;
pub(crate) mod window;
