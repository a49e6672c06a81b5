//! Many tests at once: p-values adjusted for their number.
//!
//! Does not choose which tests belong together.

use crate::stats::error::{StatsError, between};

/// P-values adjusted so that of those below a level at most that share is expected to be there by
/// chance (the false discovery rate; Benjamini and Hochberg 1995, Journal of the Royal Statistical
/// Society B 57, 289-300): sorted, each is multiplied by their number over its rank, and lowered to
/// the smallest of those after it. In the order given.
///
/// # Errors
/// A p-value outside 0 to 1.
///
/// ```
/// use vawg::stats::areas::multiple_tests::benjamini_hochberg;
///
/// let adjusted = benjamini_hochberg(&[0.01, 0.04, 0.03])?;
/// assert!((adjusted[0] - 0.03).abs() < 1e-12);
/// assert!((adjusted[1] - 0.04).abs() < 1e-12 && (adjusted[2] - 0.04).abs() < 1e-12);
/// # Ok::<(), vawg::stats::error::StatsError>(())
/// ```
pub fn benjamini_hochberg(p_values: &[f64]) -> Result<Vec<f64>, StatsError> {
    for p_value in p_values {
        between("p-value", *p_value, 0.0, 1.0)?;
    }
    let n = p_values.len();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|one, two| p_values[*one].total_cmp(&p_values[*two]));
    let mut adjusted = vec![0.0; n];
    let mut smallest = 1.0_f64;
    for (rank, place) in order.iter().enumerate().rev() {
        let raised = p_values[*place] * n as f64 / (rank + 1) as f64;
        smallest = smallest.min(raised);
        adjusted[*place] = smallest;
    }
    Ok(adjusted)
}

/// The chance of at least one mark at this level in so many independent tests of which none has
/// anything to find: 1 − (1 − level)^tests. Three trends at 5%: 14%.
///
/// # Errors
/// A level outside 0 to 1.
///
/// ```
/// use vawg::stats::areas::multiple_tests::at_least_one;
///
/// assert_eq!(format!("{:.0}", 100.0 * at_least_one(3, 0.05)?), "14");
/// # Ok::<(), vawg::stats::error::StatsError>(())
/// ```
pub fn at_least_one(tests: u32, level: f64) -> Result<f64, StatsError> {
    let level = between("level", level, 0.0, 1.0)?;
    Ok(1.0 - (1.0 - level).powf(f64::from(tests)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::reference::agree;

    #[test]
    fn the_example_of_benjamini_and_hochberg_rejects_four() {
        // Benjamini and Hochberg 1995, section 4: 15 hypotheses, 4 rejected at 0.05 (Bonferroni: 3)
        let p_values = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
            0.5719, 0.6528, 0.7590, 1.0000,
        ];
        let adjusted = benjamini_hochberg(&p_values).unwrap();
        assert_eq!(adjusted.iter().filter(|p| **p < 0.05).count(), 4);
        // statsmodels 0.15.0, multipletests(method="fdr_bh")
        for (place, expected) in [
            (0, 0.0015),
            (1, 0.003),
            (2, 0.0095),
            (3, 0.035_625),
            (4, 0.060_3),
            (5, 0.063_857_142_857_142_86),
            (6, 0.063_857_142_857_142_86),
            (7, 0.0645),
            (8, 0.0765),
            (14, 1.0),
        ] {
            agree(adjusted[place], expected, 1e-12);
        }
    }

    #[test]
    fn one_false_mark_is_likelier_in_many_tests() {
        // 1 − 0.95² = 0.0975, 1 − 0.95³ = 0.142625
        agree(at_least_one(2, 0.05).unwrap(), 0.0975, 1e-12);
        agree(at_least_one(3, 0.05).unwrap(), 0.142_625, 1e-12);
        assert_eq!(at_least_one(0, 0.05), Ok(0.0));
        assert_eq!(
            (at_least_one(4, 1.0), at_least_one(0, 1.0)),
            (Ok(1.0), Ok(0.0))
        );
        assert!(at_least_one(2, 5.0).is_err());
    }

    #[test]
    fn the_order_given_is_kept() {
        let adjusted = benjamini_hochberg(&[0.9, 0.001, 0.5, 0.02]).unwrap();
        for (found, expected) in adjusted.iter().zip([0.9, 0.004, 0.5 * 4.0 / 3.0, 0.04]) {
            agree(*found, expected, 1e-12);
        }
        assert!(benjamini_hochberg(&[]).unwrap().is_empty());
        assert!(benjamini_hochberg(&[0.5, 1.1]).is_err());
        assert!(benjamini_hochberg(&[f64::NAN]).is_err());
    }
}
