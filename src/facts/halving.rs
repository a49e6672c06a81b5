//! What is found about the aim to halve violence: baselines, paths, commitments, what can be detected.

pub(crate) mod baseline;
pub(crate) mod commitments;
pub(crate) mod detect;
pub(crate) mod trajectory;
pub(crate) mod uplift;
