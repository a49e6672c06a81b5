//! Series → estimates: what the commands ask of `stats`, in the terms of a series. Holds which
//! points go into which computation; it must not hold a formula (see `stats`) or wording.

mod columns;
pub mod compare;
pub mod fit;
pub mod precision;
pub mod segment;
pub mod trajectory;

pub use compare::{TestedChange, tested_change};
pub use fit::{
    Fitted, FittedModel, Joinpoints, ModelChoice, Response, TrendRequest, TrendResult, straight,
    trends,
};
pub use precision::{AssumedPrecision, in_per_cent, precision, standard_error};
pub use segment::{Crossing, segments};
