//! Bounds of the share of people in one or more of several groups whose shares alone are known.
//!
//! Does not hold the overlap factor: that is data with a citation.

use crate::stats::error::{StatsError, between, enough_points};

/// What can be said of a union of prevalences from its parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Union {
    /// The largest part: every other part lies within it.
    pub lower: f64,
    /// The sum of the parts, at most 1: no person is in two parts.
    pub upper: f64,
    /// The overlap factor times the sum, kept within the bounds; a model, not a measurement.
    pub modelled: f64,
    /// The method in words.
    pub method: &'static str,
}

/// max(pᵢ) ≤ union ≤ min(1, Σpᵢ) (Boole 1854; Fréchet 1935), and factor × Σpᵢ as modelled value;
/// proportions 0 to 1, factor 0 to 1.
///
/// # Errors
/// No part, a part or a factor outside 0 to 1.
pub fn union(parts: &[f64], overlap_factor: f64) -> Result<Union, StatsError> {
    enough_points(1, parts.len())?;
    let factor = between("overlap factor", overlap_factor, 0.0, 1.0)?;
    let (mut lower, mut sum) = (0.0_f64, 0.0);
    for part in parts {
        let part = between("prevalence", *part, 0.0, 1.0)?;
        lower = lower.max(part);
        sum += part;
    }
    let upper = sum.clamp(lower, 1.0);
    Ok(Union {
        lower,
        upper,
        modelled: (factor * sum).clamp(lower, upper),
        method: "bounds of a union; overlap factor modelled",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::reference::agree;

    #[test]
    fn the_combined_measure_lies_between_its_largest_part_and_the_sum() {
        // Year ending March 2025, as quoted: parts 7.8, 1.9 and 2.9, together 10.6 per cent.
        let found = union(&[0.078, 0.019, 0.029], 0.84).unwrap();
        agree(found.lower, 0.078, 1e-12);
        agree(found.upper, 0.126, 1e-12);
        agree(found.modelled, 0.105_84, 1e-12);
    }

    #[test]
    fn bounds_stay_within_0_and_1_and_the_model_within_the_bounds() {
        let found = union(&[0.7, 0.6], 0.1).unwrap();
        assert_eq!((found.lower, found.upper, found.modelled), (0.7, 1.0, 0.7));
        assert!(union(&[], 0.84).is_err());
        assert!(union(&[0.5, 1.5], 0.84).is_err());
        assert!(union(&[0.5], 1.5).is_err());
    }
}
