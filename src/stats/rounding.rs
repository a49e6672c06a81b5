//! What is left open where only rounded values were published.
//!
//! It must not hold sampling error, which is another matter and usually larger.

use super::error::{StatsError, positive};

/// The values that are rounded to `value` at so many decimal places: from half a unit below to half
/// a unit above, never below 0. In the unit of the value.
#[must_use]
pub fn rounded_from(value: f64, places: u8) -> (f64, f64) {
    let half = 0.5 * 10_f64.powi(-i32::from(places));
    ((value - half).max(0.0), value + half)
}

/// The range of `of` / `to` that the rounding of both leaves: the smallest dividend over the
/// largest divisor, and the largest over the smallest. Each is a value with its decimal places.
///
/// # Errors
/// A divisor that may be 0.
pub fn ratio_range(of: (f64, u8), to: (f64, u8)) -> Result<(f64, f64), StatsError> {
    let (least, most) = rounded_from(of.0, of.1);
    let (smallest, largest) = rounded_from(to.0, to.1);
    let smallest = positive("smallest divisor", smallest)?;
    Ok((least / largest, most / smallest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{ratio_range, rounded_from};

    #[test]
    fn a_ratio_of_rounded_values_lies_in_a_range() {
        // 13.1 and 5.6 to one place: 13.05/5.65 = 2.30973…, 13.15/5.55 = 2.36936…
        let (least, most) = ratio_range((13.1, 1), (5.6, 1)).unwrap();
        assert!((least - 2.309_734_513).abs() < 1e-8, "{least}");
        assert!((most - 2.369_369_369).abs() < 1e-8, "{most}");
        // 10.3 to one place and 4 to none: 10.25/4.5 = 2.2777…, 10.35/3.5 = 2.9571…
        let (least, most) = ratio_range((10.3, 1), (4.0, 0)).unwrap();
        assert!((least - 2.277_777_778).abs() < 1e-8, "{least}");
        assert!((most - 2.957_142_857).abs() < 1e-8, "{most}");
        assert!(ratio_range((1.0, 0), (0.4, 0)).is_err());
        assert_eq!(rounded_from(0.2, 0), (0.0, 0.7));
    }

    proptest! {
        #[test]
        fn the_range_holds_the_ratio_of_any_values_so_rounded(
            of in 0.1..90.0_f64, to in 1.0..90.0_f64, places in 0..3_u8,
        ) {
            let rounded = |value: f64| {
                let scale = 10_f64.powi(i32::from(places));
                (value * scale).round() / scale
            };
            if let Ok((least, most)) = ratio_range((rounded(of), places), (rounded(to), places)) {
                prop_assert!(least <= of / to + 1e-9 && of / to <= most + 1e-9);
            }
        }
    }
}
