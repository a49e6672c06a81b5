//! Answers about published reports and releases.

pub(crate) mod audit;
pub(crate) mod intake;
pub(crate) mod report;
pub(crate) mod revisions;
