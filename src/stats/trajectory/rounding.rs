//! The ranges that rounding leaves where only rounded values were published.
//!
//! Holds no sampling error, which is a separate matter and usually larger.

use super::path::{Path, Point};
use super::progress::{Class, progress};
use crate::stats::error::{StatsError, positive};

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

/// How a target follows its baseline when the baseline is not known exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A share of the baseline, such as half: it moves with the baseline.
    ShareOfBaseline,
    /// A stated value.
    Stated,
}

/// The range of the value of a path at a time that the rounding of its baseline leaves; `places` are
/// the decimal places of the baseline.
///
/// # Errors
/// A baseline that may be 0, a time beyond the path.
///
/// ```
/// use vawg::stats::trajectory::path::{Path, Point, Shape};
/// use vawg::stats::trajectory::rounding::{Target, path_range};
///
/// let at = |time, value| Point { time, value };
/// let path = Path::new(Shape::Geometric, at(2024.0, 11.3), at(2034.0, 5.65))?;
/// let (lower, upper) = path_range(&path, 1, Target::ShareOfBaseline, 2025.0)?;
/// assert_eq!(format!("{lower:.2} to {upper:.2}"), "10.50 to 10.59");
/// # Ok::<(), vawg::stats::error::StatsError>(())
/// ```
pub fn path_range(
    path: &Path,
    places: u8,
    target: Target,
    time: f64,
) -> Result<(f64, f64), StatsError> {
    let (least, most) = rounded_from(path.baseline.value, places);
    let at = |baseline| with_baseline(path, baseline, target)?.value_at(time);
    Ok((at(least)?, at(most)?))
}

/// The range of a progress ratio that the rounding of its figures leaves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProgressRange {
    /// The smallest ratio.
    pub lower: f64,
    /// Its class.
    pub lower_class: Class,
    /// The largest ratio.
    pub upper: f64,
    /// Its class.
    pub upper_class: Class,
}

impl ProgressRange {
    /// Whether rounding alone decides the class.
    #[must_use]
    pub fn class_is_open(&self) -> bool {
        self.lower_class != self.upper_class
    }
}

/// The range of the progress ratio of a figure on a path, from the decimal places of the baseline and
/// of the figure: the ratio is taken at the ends of both.
///
/// # Errors
/// A baseline or figure that may be 0, a figure that is not after the baseline.
///
/// ```
/// use vawg::stats::trajectory::path::{Path, Point, Shape};
/// use vawg::stats::trajectory::rounding::{Target, progress_range};
///
/// let at = |time, value| Point { time, value };
/// let path = Path::new(Shape::Geometric, at(2024.0, 11.3), at(2034.0, 5.65))?;
/// let range = progress_range(&path, 1, Target::ShareOfBaseline, (at(2025.0, 10.6), 1))?;
/// assert_eq!(format!("{:.2} to {:.2}", range.lower, range.upper), "0.80 to 1.05");
/// assert!(range.class_is_open());
/// # Ok::<(), vawg::stats::error::StatsError>(())
/// ```
pub fn progress_range(
    path: &Path,
    places: u8,
    target: Target,
    (figure, figure_places): (Point, u8),
) -> Result<ProgressRange, StatsError> {
    let (least, most) = rounded_from(path.baseline.value, places);
    let (lowest, highest) = rounded_from(figure.value, figure_places);
    let mut found: Option<ProgressRange> = None;
    for baseline in [least, most] {
        for value in [lowest, highest] {
            let path = with_baseline(path, baseline, target)?;
            let ratio = progress(path.baseline, Point { value, ..figure }, path.target)?;
            let range = found.get_or_insert(ProgressRange {
                lower: ratio.ratio,
                lower_class: ratio.class,
                upper: ratio.ratio,
                upper_class: ratio.class,
            });
            if ratio.ratio < range.lower {
                (range.lower, range.lower_class) = (ratio.ratio, ratio.class);
            }
            if ratio.ratio > range.upper {
                (range.upper, range.upper_class) = (ratio.ratio, ratio.class);
            }
        }
    }
    found.ok_or(StatsError::NotFinite {
        what: "progress ratio",
    })
}

fn with_baseline(path: &Path, baseline: f64, target: Target) -> Result<Path, StatsError> {
    let baseline = positive("smallest baseline", baseline)?;
    let value = match target {
        Target::ShareOfBaseline => path.target.value * (baseline / path.baseline.value),
        Target::Stated => path.target.value,
    };
    Path::new(
        path.shape,
        Point {
            value: baseline,
            ..path.baseline
        },
        Point {
            value,
            ..path.target
        },
    )
}

/// Whether rounding alone decides on which side of a range, such as that of a path, a rounded figure
/// lies.
#[must_use]
pub fn side_is_open(figure: f64, places: u8, (lower, upper): (f64, f64)) -> bool {
    let (least, most) = rounded_from(figure, places);
    least <= upper && most >= lower
}

/// The decimal places that a derived figure with this range can be printed with: the last place is
/// not smaller than half the width of the range; 0 for a width of 2 or more.
///
/// ```
/// use vawg::stats::trajectory::rounding::places_left;
///
/// assert_eq!(places_left(10.50, 10.59), 1);
/// assert_eq!(places_left(10.55 - 11.35, 10.65 - 11.25), 1);
/// ```
#[must_use]
pub fn places_left(lower: f64, upper: f64) -> u8 {
    const MOST_PLACES: u8 = 15;
    // Half of 0.8 − 0.6 is a little more than 0.1 in binary numbers.
    const EXACT: f64 = 1e-9;
    let half = (upper - lower).abs() / 2.0;
    (1..=MOST_PLACES)
        .take_while(|places| 0.1_f64.powi(i32::from(*places)) * (1.0 + EXACT) >= half)
        .last()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::stats::reference::agree;
    use crate::stats::trajectory::path::Shape;

    fn path(shape: Shape) -> Path {
        let at = |time, value| Point { time, value };
        Path::new(shape, at(2024.0, 11.3), at(2034.0, 5.65)).unwrap()
    }

    #[test]
    fn a_path_and_a_progress_ratio_have_the_ranges_worked_by_hand() {
        // 11.25·0.5^0.1 = 10.49663 and 11.35·0.5^0.1 = 10.58994
        let (lower, upper) =
            path_range(&path(Shape::Geometric), 1, Target::ShareOfBaseline, 2025.0).unwrap();
        agree(lower, 11.25 * 0.5_f64.powf(0.1), 1e-12);
        agree(upper, 11.35 * 0.5_f64.powf(0.1), 1e-12);
        // linear, stated target: 11.25 − 0.1·(11.25 − 5.65) = 10.69
        let linear = path(Shape::Linear);
        let (lower, upper) = path_range(&linear, 1, Target::Stated, 2025.0).unwrap();
        agree(lower, 10.69, 1e-12);
        agree(upper, 10.78, 1e-12);
        // (10.65/11.25 − 1)/−0.066967 and (10.55/11.35 − 1)/−0.066967
        let figure = |value| Point {
            time: 2025.0,
            value,
        };
        let geometric = path(Shape::Geometric);
        let range =
            progress_range(&geometric, 1, Target::ShareOfBaseline, (figure(10.6), 1)).unwrap();
        let required = 0.5_f64.powf(0.1) - 1.0;
        agree(range.lower, (10.65 / 11.25 - 1.0) / required, 1e-12);
        agree(range.upper, (10.55 / 11.35 - 1.0) / required, 1e-12);
        let classes = (range.lower_class, range.upper_class);
        assert_eq!(classes, (Class::Moderate, Class::OnTrack));
        assert!(range.class_is_open());
        // with a stated target the required rate moves too
        let stated = progress_range(&geometric, 1, Target::Stated, (figure(10.6), 1)).unwrap();
        let required = (5.65_f64 / 11.35).powf(0.1) - 1.0;
        agree(stated.upper, (10.55 / 11.35 - 1.0) / required, 1e-12);
        // more digits settle it
        let known = progress_range(&geometric, 4, Target::ShareOfBaseline, (figure(10.6), 4));
        assert!(!known.unwrap().class_is_open());
        assert!(progress_range(&geometric, 1, Target::Stated, (figure(0.04), 1)).is_err());
        let early = Point {
            time: 2024.0,
            value: 10.6,
        };
        assert!(progress_range(&geometric, 1, Target::Stated, (early, 1)).is_err());
    }

    #[test]
    fn rounding_can_leave_the_side_of_a_path_open() {
        // 10.55 to 10.65 against 10.50 to 10.59
        assert!(side_is_open(10.6, 1, (10.497, 10.590)));
        assert!(!side_is_open(10.7, 1, (10.497, 10.590)));
        assert!(!side_is_open(10.4, 1, (10.497, 10.590)));
        assert!(side_is_open(10.0, 0, (10.5, 10.6)));
        assert!(side_is_open(10.0, 0, (9.0, 9.5)));
    }

    #[test]
    fn a_wider_range_leaves_fewer_places() {
        assert_eq!(places_left(10.497, 10.590), 1);
        assert_eq!(places_left(0.80, 1.05), 0);
        assert_eq!(places_left(0.80, 1.0), 1);
        assert_eq!(places_left(100.0, 140.0), 0);
        assert_eq!(places_left(0.123, 0.124), 3);
        assert_eq!(places_left(1.0, 1.0), 15);
    }

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
