//! Intervals of single numbers: shares, rates and means, their differences and changes.
//!
//! Holds no lines through several points: see `trends`.

pub mod change;
pub mod design;
pub mod difference;
pub mod mean;
pub mod proportion;
pub mod rate;
pub mod union;
