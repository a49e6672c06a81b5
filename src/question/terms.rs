//! What a question is made of, as people write it: amounts, periods, ratios.

pub(crate) mod amount;
pub(crate) mod by;
pub(crate) mod period;
pub(crate) mod ratio;
pub(crate) mod window;
