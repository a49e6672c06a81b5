//! Per cents that may be proportions: 0.109 for 10.9%.

/// A proportion is the hundredth part of its percentage. Published figures of many people do not
/// fall to a fiftieth.
const TIMES: f64 = 50.0;

/// Whether a figure is under a fiftieth of what it should be like.
pub(crate) fn is_proportion(value: f64, like: f64) -> bool {
    value > 0.0 && value * TIMES < like
}

#[cfg(test)]
mod tests {
    use super::is_proportion;

    #[test]
    fn the_hundredth_part_is_asked_about_and_a_tenth_is_not() {
        assert!(is_proportion(0.109, 10.9));
        assert!(is_proportion(0.109, 5.6));
        assert!(!is_proportion(0.109, 5.4));
        assert!(!is_proportion(1.09, 10.9));
        assert!(!is_proportion(0.0, 10.9));
    }
}
