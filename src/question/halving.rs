//! Questions about the aim to halve violence: baselines, paths to the target, what can be detected.

pub(crate) mod arguments;
pub(crate) mod assumption;
pub(crate) mod detect;
pub(crate) mod goal;
pub(crate) mod trajectory;
