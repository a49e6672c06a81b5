//! Arithmetic on published and stated figures: one place for reports, audits and commands, so that
//! a figure cannot come out differently in two of them.

pub(crate) mod counts;

/// Number of victims: a prevalence in per cent of so many people.
pub(crate) fn victims(prevalence: f64, people: f64) -> f64 {
    prevalence / 100.0 * people
}

/// One value over another; none where the divisor is 0.
pub(crate) fn ratio(of: f64, to: f64) -> Option<f64> {
    (to != 0.0).then(|| of / to)
}

/// One value in per cent of another: a share of a whole, or of a change.
pub(crate) fn share(of: f64, to: f64) -> Option<f64> {
    ratio(of, to).map(|ratio| 100.0 * ratio)
}

/// Change from one value to another, in per cent of the first.
pub(crate) fn relative_change(from: f64, to: f64) -> Option<f64> {
    ratio(to, from).map(|ratio| 100.0 * (ratio - 1.0))
}

/// Part of a change that lies within a span, in per cent. Each pair is the earlier and the later
/// value.
pub(crate) fn share_of_change(within: (f64, f64), whole: (f64, f64)) -> Option<f64> {
    share(within.1 - within.0, whole.1 - whole.0)
}

#[cfg(test)]
mod tests {
    use super::{relative_change, share, share_of_change, victims};

    #[test]
    fn division_by_zero_gives_no_value() {
        assert_eq!(share(1.0, 4.0), Some(25.0));
        assert_eq!(share(1.0, 0.0), None);
        assert_eq!(relative_change(4.0, 5.0), Some(25.0));
        assert_eq!(relative_change(0.0, 5.0), None);
        assert_eq!(share_of_change((2.0, 5.0), (1.0, 7.0)), Some(50.0));
        assert_eq!(share_of_change((2.0, 5.0), (7.0, 7.0)), None);
        assert!((victims(4.3, 1000.0) - 43.0).abs() < 1e-9);
    }
}
