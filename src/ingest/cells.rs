//! What publishers write into cells and headings: labels, numbers, markers, periods, people, areas.

pub(crate) mod areas;
pub(crate) mod block;
pub(crate) mod cell;
pub(crate) mod columns;
pub(crate) mod heading;
pub(crate) mod markers;
pub(crate) mod people;
pub(crate) mod table;
