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
pub mod bridge;
pub mod change;
pub mod correlated;
pub mod decomposition;
pub mod design;
pub mod detect;
pub mod difference;
pub mod distribution;
pub mod error;
pub mod estimate;
pub mod funnel;
pub mod joinpoint;
pub mod least_squares;
pub mod line;
pub mod mean;
mod mixture;
pub mod multiple_tests;
mod orthogonal;
pub mod path;
pub mod progress;
pub mod projection;
pub mod proportion;
pub mod quasi_poisson;
mod random;
pub mod rate;
#[cfg(test)]
mod reference;
pub mod rounding;
pub mod season;
pub mod series;
pub mod step;
pub mod terms;
pub mod uncertainty;
pub mod union;
pub mod verdict;
