//! Areas compared with one another: funnel limits that allow for ordinary differences between areas,
//! and which changes stand out.
//!
//! Does not rank areas. The plain funnel, for chance alone, is in `funnel`.

mod changes;
pub mod funnel;
pub mod multiple_tests;
mod overdispersion;

pub use changes::{AreaChange, AreaChanges, changes};
pub use overdispersion::{Overdispersion, WINSORISED, limits, overdispersion, standing};
