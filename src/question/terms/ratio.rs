//! A stated ratio of the new basis to the old, with its standard error: `1.05±0.03`.

use anyhow::Result;

use crate::problem::Problem;
use crate::stats::trends::bridge::{
    BridgingRatio, LARGEST_RATIO, LARGEST_RELATIVE_ERROR, SMALLEST_RATIO,
};

/// The part before the standard error, and the standard error where one is given; `+-` and `+/-` can
/// be typed in place of `±`.
pub(crate) fn split_error(text: &str) -> (&str, Option<&str>) {
    for sign in ["±", "+/-", "+-"] {
        if let Some((ratio, error)) = text.split_once(sign) {
            return (ratio, Some(error));
        }
    }
    (text, None)
}

/// A ratio within its bounds; without a standard error it is taken as known exactly.
///
/// # Errors
/// A ratio or a standard error that is not a number or out of bounds: a usage error.
pub(crate) fn bridging_ratio(text: &str, ratio: f64, error: Option<&str>) -> Result<BridgingRatio> {
    let error = error.map_or(Ok(0.0), |error| error.trim().parse::<f64>());
    let error = error.map_err(|_| {
        Problem::usage(format!("`{text}` in --step is not PERIOD=RATIO±SE"))
            .hint("for example --step 2025-26=1.05±0.03")
    })?;
    let found = BridgingRatio::stated(ratio, error).map_err(|_| {
        if (SMALLEST_RATIO..=LARGEST_RATIO).contains(&ratio) {
            let share = 100.0 * LARGEST_RELATIVE_ERROR;
            Problem::usage(format!(
                "--step {text}: the standard error must be at least 0 and at most {share}% of the ratio"
            ))
            .hint("the standard error is in the unit of the ratio: 1.05±0.03")
        } else {
            Problem::usage(format!(
                "--step {text}: the ratio must be between {SMALLEST_RATIO} and {LARGEST_RATIO}"
            ))
            .hint("new basis over old: 1.05 where the new questions give 5% more")
        }
    })?;
    Ok(found)
}
