//! Answers about the aim to halve violence.

pub(crate) mod baseline;
pub(crate) mod commitments;
pub(crate) mod detect;
pub(crate) mod goal;
pub(crate) mod trajectory;
pub(crate) mod uplift;
