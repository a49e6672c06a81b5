//! Round values along an axis, and how they are written.
//!
//! Holds arithmetic and words, and no drawing.

use crate::answer::ValueAxis;

/// The axis of values: from zero (or below it, for values that are) to a round number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ValueScale {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) step: f64,
    axis: ValueAxis,
}

/// About so many spaces between gridlines.
const SPACES: f64 = 5.0;

impl ValueScale {
    /// An axis that holds zero and every value.
    pub(crate) fn covering(values: impl IntoIterator<Item = f64>, axis: ValueAxis) -> Self {
        let (mut low, mut high) = (0.0_f64, 0.0_f64);
        for value in values.into_iter().filter(|value| value.is_finite()) {
            low = low.min(value);
            high = high.max(value);
        }
        let step = round_step(high - low, axis);
        let steps_below = spaces(-low, step);
        let steps_above = spaces(high, step).max(if steps_below == 0.0 { 1.0 } else { 0.0 });
        Self {
            low: -steps_below * step,
            high: steps_above * step,
            step,
            axis,
        }
    }

    /// The values that have a gridline, the lowest first.
    pub(crate) fn ticks(&self) -> Vec<f64> {
        let first = (self.low / self.step).round() as i64;
        let last = (self.high / self.step).round() as i64;
        (first..=last)
            .map(|count| count as f64 * self.step)
            .collect()
    }

    /// How a tick is written: `80,000`, `1.5%`, `0.005%`.
    pub(crate) fn label(&self, value: f64) -> String {
        let percent = if self.axis == ValueAxis::PerCent {
            "%"
        } else {
            ""
        };
        if value == 0.0 {
            return format!("0{percent}");
        }
        let decimals = (0..9)
            .find(|decimals| is_whole(self.step * 10_f64.powi(*decimals)))
            .unwrap_or(9);
        let digits = format!("{:.*}", decimals as usize, value.abs());
        let sign = if value < 0.0 { "\u{2212}" } else { "" };
        format!("{sign}{}{percent}", with_commas(&digits))
    }
}

fn spaces(extent: f64, step: f64) -> f64 {
    (extent / step - 1e-9).ceil().max(0.0)
}

fn is_whole(number: f64) -> bool {
    (number - number.round()).abs() < 1e-6
}

/// The step among 1, 2, 2.5 and 5 times a power of ten that gives about five spaces and little
/// empty room; counts have whole steps, and 2.5 serves only where it needs no decimal.
fn round_step(extent: f64, axis: ValueAxis) -> f64 {
    if extent <= 0.0 {
        return 1.0;
    }
    let power = (extent / SPACES).log10().floor() as i32;
    let mut best = (f64::INFINITY, 1.0);
    for exponent in power - 1..=power + 1 {
        for digits in [1.0, 2.0, 2.5, 5.0] {
            let step = if exponent < 0 {
                digits / 10_f64.powi(-exponent)
            } else {
                digits * 10_f64.powi(exponent)
            };
            let whole = is_whole(step);
            let half_digits = digits > 2.0 && digits < 5.0;
            if (axis == ValueAxis::Counts && !whole) || (half_digits && step < 25.0) {
                continue;
            }
            let count = spaces(extent, step);
            let empty = count * step / extent - 1.0;
            let cost = (count - SPACES).abs() + 2.0 * empty;
            if cost < best.0 {
                best = (cost, step);
            }
        }
    }
    best.1
}

fn with_commas(digits: &str) -> String {
    let (whole, fraction) = digits
        .split_once('.')
        .map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut written = String::new();
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    if let Some(fraction) = fraction {
        written.push('.');
        written.push_str(fraction);
    }
    written
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::ValueScale;
    use crate::answer::ValueAxis;

    fn labels(values: &[f64], axis: ValueAxis) -> Vec<String> {
        let scale = ValueScale::covering(values.iter().copied(), axis);
        scale
            .ticks()
            .into_iter()
            .map(|value| scale.label(value))
            .collect()
    }

    #[test]
    fn counts_have_round_steps_with_commas() {
        assert_eq!(
            labels(&[12_295.0, 71_581.0], ValueAxis::Counts),
            ["0", "20,000", "40,000", "60,000", "80,000"]
        );
        assert_eq!(labels(&[2.0], ValueAxis::Counts), ["0", "1", "2"]);
        assert_eq!(
            labels(&[900_000.0], ValueAxis::Counts).last().unwrap(),
            "1,000,000"
        );
    }

    #[test]
    fn per_cents_have_as_many_decimals_as_the_step_needs() {
        assert_eq!(
            labels(&[0.02], ValueAxis::PerCent),
            ["0%", "0.005%", "0.010%", "0.015%", "0.020%"]
        );
        assert_eq!(
            labels(&[5.0], ValueAxis::PerCent),
            ["0%", "1%", "2%", "3%", "4%", "5%"]
        );
    }

    #[test]
    fn values_all_zero_still_have_an_axis() {
        assert_eq!(labels(&[0.0, 0.0], ValueAxis::Counts), ["0", "1"]);
        assert_eq!(labels(&[], ValueAxis::PerCent), ["0%", "1%"]);
    }

    #[test]
    fn values_below_zero_are_not_cut_off() {
        assert_eq!(labels(&[-1.0], ValueAxis::Counts), ["\u{2212}1", "0"]);
        assert_eq!(
            labels(&[-12.0, 30.0], ValueAxis::Decimals).first().unwrap(),
            "\u{2212}20"
        );
    }

    proptest! {
        #[test]
        fn an_axis_holds_every_value_and_has_few_gridlines(
            values in prop::collection::vec(0.0..1e7_f64, 1..20),
            counts in any::<bool>(),
        ) {
            let axis = if counts { ValueAxis::Counts } else { ValueAxis::Decimals };
            let scale = ValueScale::covering(values.iter().copied(), axis);
            prop_assert!(values.iter().all(|value| *value <= scale.high * (1.0 + 1e-9)));
            prop_assert!((2..=11).contains(&scale.ticks().len()));
        }
    }
}
