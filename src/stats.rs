//! The statistics of the program: pure functions, numbers in, small structs out.
//!
//! Holds formulas and their sources. Uses neither Polars nor the other modules, and reads and writes
//! nothing. A result is never a NaN: where a result cannot be calculated, the answer is an
//! [`error::StatsError`].

#![cfg_attr(
    test,
    allow(clippy::float_cmp, reason = "tests compare results that must be exact")
)]

pub mod areas;
pub mod distribution;
pub mod error;
pub mod estimate;
pub mod intervals;
mod random;
#[cfg(test)]
mod reference;
pub mod trajectory;
pub mod trends;
pub mod uncertainty;
