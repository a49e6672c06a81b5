//! How values of claims are written: `78%`, `£84bn`, `1 in 12`.

use crate::answer::{NumberFormat, Unit};

/// A stated value, at the precision stated.
pub(super) fn stated(places: i32, unit: &str) -> NumberFormat {
    in_unit(usize::try_from(places).unwrap_or(0), unit)
}

/// A computed value: whole, or at the precision stated where that is exact, else with two digits
/// more, which show how it rounds.
pub(super) fn computed(value: f64, places: i32, unit: &str) -> NumberFormat {
    let digits = match usize::try_from(places) {
        Err(_) => 0,
        Ok(_) if is_exact(value, 0) => 0,
        Ok(places) if is_exact(value, places) => places,
        Ok(places) => places + 2,
    };
    in_unit(digits, unit)
}

/// A number by itself.
pub(super) fn plain(value: f64) -> NumberFormat {
    let is_whole = is_exact(value, 0) || value.abs() >= 1000.0;
    NumberFormat::Decimal(if is_whole { 0 } else { 2 })
}

fn is_exact(value: f64, places: usize) -> bool {
    let scaled = value * 10_f64.powi(i32::try_from(places).unwrap_or(0));
    (scaled - scaled.round()).abs() < 1e-9 * scaled.abs().max(1.0)
}

fn in_unit(places: usize, unit: &str) -> NumberFormat {
    match Unit::named(unit) {
        Some(unit) => NumberFormat::In(unit.abbreviated(), places),
        None => NumberFormat::Decimal(places),
    }
}

#[cfg(test)]
mod tests {
    use super::{computed, plain, stated};

    #[test]
    fn values_are_written_as_reports_write_them() {
        let written = |value: f64, places, unit: &str| stated(places, unit).write(value);
        assert_eq!(written(194_000.0, -3, "offences"), "194,000");
        assert_eq!(written(4.8, 1, "£ billion"), "£4.8bn");
        assert_eq!(written(2017.0, 0, "year"), "2017");
        let written = |value: f64, places, unit: &str| computed(value, places, unit).write(value);
        assert_eq!(written(0.0, 0, "yes or no"), "no");
        assert_eq!(written(193_684.0, -3, "offences"), "193,684");
        assert_eq!(written(263.512_432, 0, "per cent"), "263.51%");
        assert_eq!(written(3.4, 1, "per cent"), "3.4%");
        assert_eq!(written(1_228_401.3, -5, "people"), "1,228,401");
        assert_eq!(plain(68_831.0).write(68_831.0), "68,831");
        assert_eq!(plain(70.270_27).write(70.270_27), "70.27");
        assert_eq!(plain(39_344.262).write(39_344.262), "39,344");
    }
}
