//! The way from a baseline to a target, and what can be said about the figures on it.
//!
//! Holds no targets: baseline, target and dates are given.

pub mod decomposition;
pub mod detect;
pub mod path;
pub mod progress;
pub mod rounding;
pub mod verdict;
