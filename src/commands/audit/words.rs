//! How values of claims are written for people: `78%`, `£84bn`, `1 in 12`.

use crate::answer::NumberFormat;

/// A stated value, at the precision stated.
pub(super) fn stated(value: f64, places: i32, unit: &str) -> String {
    with_unit(value, usize::try_from(places).unwrap_or(0), unit)
}

/// A computed value: whole, or at the precision stated where that is exact, else at two digits more,
/// which show how it rounds.
pub(super) fn computed(value: f64, places: i32, unit: &str) -> String {
    let places = usize::try_from(places).ok();
    let digits = match places {
        None => 0,
        Some(_) if is_exact(value, 0) => 0,
        Some(places) if is_exact(value, places) => places,
        Some(places) => places + 2,
    };
    with_unit(value, digits, unit)
}

/// A value shown beside a verdict with the label that follows it: `70.27 per cent of the Plan`,
/// `£127 million spent`, `1 in 7.14 women`.
pub(super) fn labelled(value: &str, label: &str) -> String {
    let money = label.strip_prefix("£ ").map(|rest| ("£", rest));
    let one_in = || label.strip_prefix("one in ").map(|rest| ("1 in ", rest));
    let (lead, rest) = money.or_else(one_in).unwrap_or(("", label));
    format!("{lead}{value} {rest}")
}

/// A number by itself.
pub(super) fn plain(value: f64) -> String {
    let digits = if is_exact(value, 0) || value.abs() >= 1000.0 {
        0
    } else {
        2
    };
    NumberFormat::Decimal(digits).write(value)
}

/// The unit of a difference between two values of a unit.
pub(super) fn unit_of_difference(unit: &str) -> &str {
    match unit {
        "per cent" => "percentage points",
        "year" => "years",
        unit => unit,
    }
}

fn is_exact(value: f64, places: usize) -> bool {
    let scaled = value * 10_f64.powi(i32::try_from(places).unwrap_or(0));
    (scaled - scaled.round()).abs() < 1e-9 * scaled.abs().max(1.0)
}

fn is_one(value: f64) -> bool {
    (value - 1.0).abs() < 1e-9
}

fn with_unit(value: f64, places: usize, unit: &str) -> String {
    let number = NumberFormat::Decimal(places).write(value);
    match unit {
        "per cent" => format!("{number}%"),
        "£ billion" => format!("£{number}bn"),
        "£ million" => format!("£{number}m"),
        "times" => format!("{number} times"),
        "one in" => format!("1 in {number}"),
        // A year is a name, not a number of things.
        "year" => number.replace(',', ""),
        "place in the pair" if is_one(value) => "first".to_owned(),
        "place in the pair" => "second".to_owned(),
        "yes or no" if is_one(value) => "yes".to_owned(),
        "yes or no" => "no".to_owned(),
        _ => number,
    }
}

#[cfg(test)]
mod tests {
    use super::{computed, labelled, plain, stated};

    #[test]
    fn values_are_written_as_reports_write_them() {
        assert_eq!(stated(194_000.0, -3, "offences"), "194,000");
        assert_eq!(stated(4.8, 1, "£ billion"), "£4.8bn");
        assert_eq!(stated(12.0, 0, "one in"), "1 in 12");
        assert_eq!(stated(2017.0, 0, "year"), "2017");
        assert_eq!(stated(1.0, 0, "yes or no"), "yes");
        assert_eq!(computed(0.0, 0, "yes or no"), "no");
        assert_eq!(computed(193_684.0, -3, "offences"), "193,684");
        assert_eq!(computed(263.512_432, 0, "per cent"), "263.51%");
        assert_eq!(computed(3.4, 1, "per cent"), "3.4%");
        assert_eq!(computed(1_228_401.3, -5, "people"), "1,228,401");
        assert_eq!(plain(68_831.0), "68,831");
        assert_eq!(plain(70.270_27), "70.27");
        assert_eq!(plain(39_344.262), "39,344");
        assert_eq!(labelled("90", "activities"), "90 activities");
        assert_eq!(labelled("127", "£ million spent"), "£127 million spent");
        assert_eq!(labelled("7.14", "one in women"), "1 in 7.14 women");
        assert_eq!(stated(2.0, 0, "place in the pair"), "second");
    }
}
