//! What a verdict or a plan allows for beside the sampling error of its figures.
//!
//! Holds no defaults of a survey: see `design`.

use super::error::{StatsError, between, not_negative, positive};

/// The largest factor of extra scatter that is accepted.
pub const LARGEST_EXTRA_SCATTER: f64 = 5.0;

/// Allowances beside sampling error; the default allows for none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Uncertainty {
    /// What every standard error of a figure is multiplied by. Series of the survey scatter more than
    /// their sampling error explains: 1.2 stands for 1.44 times the variance. From 1 to 5.
    pub extra_scatter: f64,
    /// The standard error of the logarithm of a bridging ratio between the two figures, 0 where both
    /// have one basis or the ratio is known exactly: see [`super::bridge::BridgingRatio`]. Extra
    /// scatter does not multiply it, because both halves of a bridge are asked in the same year.
    pub bridging_error: f64,
    /// Degrees of freedom, for t in place of z: those of a dispersion for counts, those of a published
    /// standard error for a survey with few clusters. Plans (`detect`) use z.
    pub df: Option<f64>,
}

impl Default for Uncertainty {
    fn default() -> Self {
        Self {
            extra_scatter: 1.0,
            bridging_error: 0.0,
            df: None,
        }
    }
}

impl Uncertainty {
    /// The same, with every part checked.
    ///
    /// # Errors
    /// A factor outside 1 to 5, a negative error of a ratio, degrees of freedom of 0 or less.
    pub(crate) fn checked(self) -> Result<Self, StatsError> {
        between(
            "extra scatter",
            self.extra_scatter,
            1.0,
            LARGEST_EXTRA_SCATTER,
        )?;
        not_negative("standard error of a ratio", self.bridging_error)?;
        if let Some(df) = self.df {
            positive("degrees of freedom", df)?;
        }
        Ok(self)
    }
}
