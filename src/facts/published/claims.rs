//! The claims of a report calculated again: the facts of `vawg audit`.

mod compute;
mod computed;
pub(crate) mod context;
pub(crate) mod finding;
pub(crate) mod formula;
mod inputs;
pub(crate) mod rows;
pub(crate) mod verdict;
