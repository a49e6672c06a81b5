//! Models of a line through a series of points, with steps, seasons and joinpoints.
//!
//! Holds no breaks of a series: which points go into one line is decided before.

pub mod bridge;
pub mod correlated;
pub mod joinpoint;
pub mod least_squares;
pub mod line;
mod mixture;
mod orthogonal;
pub mod projection;
pub mod quasi_poisson;
pub mod season;
pub mod series;
pub mod step;
pub mod terms;
