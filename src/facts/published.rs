//! What is found about published reports and releases: claims, revisions, dates, what a file holds.

pub(crate) mod claims;
pub(crate) mod intake;
pub(crate) mod report;
pub(crate) mod revisions;
pub(crate) mod schedule;
