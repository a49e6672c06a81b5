//! How many people there are, and what counts are divided by.

pub(crate) mod authorities;
pub(crate) mod denominators;
pub(crate) mod population;
pub(crate) mod rate;
