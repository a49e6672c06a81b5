//! Tests of `detect`: numbers of the method, of other programs, and properties.

use super::*;
use crate::stats::reference::agree;

const TEST: Test = Test {
    power: 0.8,
    confidence: 0.95,
};

fn on(prevalence: f64, base: f64) -> Measurement {
    Measurement {
        prevalence,
        effective_base: base / (1.35 * 1.35),
    }
}

#[test]
fn the_worked_detectable_falls_come_out() {
    // People 11.3 per cent, 12,000 each: 13.3%; women 14.0, 6,500 each: 15.9%.
    for (prevalence, base, relative) in [(0.113, 12_000.0, 0.133), (0.14, 6_500.0, 0.159)] {
        let first = on(prevalence, base);
        let found = detectable_fall(first, first.effective_base, TEST)
            .unwrap()
            .unwrap();
        assert!((found.relative - relative).abs() < 5e-4, "{found:?}");
        agree(found.absolute, found.relative * prevalence, 1e-12);
        let second = on(prevalence - found.absolute, base);
        agree(power(first, second, 0.95).unwrap(), 0.8, 1e-9);
        let needed = base_needed(prevalence, second.prevalence, 1.35, TEST).unwrap();
        agree(needed, base, 1e-9);
    }
}

#[test]
fn the_worked_first_years_on_the_paths_come_out() {
    // Same bases every year: people year 3 on both paths, women year 3 geometric, 4 linear.
    for (prevalence, base, geometric, linear) in [(0.113, 12_000.0, 3, 3), (0.14, 6_500.0, 3, 4)] {
        let first = on(prevalence, base);
        let years = 1..=10;
        let path = |value: &dyn Fn(f64) -> f64| -> Vec<Measurement> {
            years
                .clone()
                .map(|year| on(value(f64::from(year)), base))
                .collect()
        };
        let steady = path(&|year| prevalence * 0.5_f64.powf(year / 10.0));
        let even = path(&|year| prevalence * (1.0 - year / 20.0));
        assert_eq!(
            first_detected(first, &steady, TEST).unwrap(),
            Some(geometric - 1)
        );
        assert_eq!(
            first_detected(first, &even, TEST).unwrap(),
            Some(linear - 1)
        );
    }
    let first = on(0.113, 12_000.0);
    assert_eq!(first_detected(first, &[first; 3], TEST).unwrap(), None);
}

#[test]
fn a_base_too_small_for_any_fall_has_no_answer() {
    let tiny = Measurement {
        prevalence: 0.02,
        effective_base: 50.0,
    };
    assert_eq!(detectable_fall(tiny, 50.0, TEST).unwrap(), None);
    let none = Measurement {
        prevalence: 0.0,
        effective_base: 50.0,
    };
    assert_eq!(detectable_fall(none, 50.0, TEST).unwrap(), None);
    assert_eq!(first_detected(none, &[none], TEST).unwrap(), None);
    assert!(power(none, none, 0.95).is_err());
}

#[test]
fn bad_input_is_an_error() {
    let first = on(0.1, 1000.0);
    for power in [0.0, 1.0, 80.0, f64::NAN] {
        let test = Test { power, ..TEST };
        assert!(detectable_fall(first, 500.0, test).is_err(), "{power}");
        assert!(base_needed(0.1, 0.05, 1.35, test).is_err());
    }
    let bad = Test {
        confidence: 95.0,
        ..TEST
    };
    assert!(first_detected(first, &[first], bad).is_err());
    assert!(detectable_fall(first, 0.0, TEST).is_err());
    assert!(detectable_fall(on(1.1, 10.0), 10.0, TEST).is_err());
    assert!(first_detected(first, &[on(0.05, 0.0)], TEST).is_err());
    assert!(base_needed(0.1, 0.1, 1.35, TEST).is_err());
    assert!(base_needed(0.1, 0.05, 0.0, TEST).is_err());
    assert!(base_needed(1.1, 0.05, 1.0, TEST).is_err());
    assert!(power(on(0.1, 0.0), first, 0.95).is_err());
}

fn bridged(halves: f64) -> Uncertainty {
    let half = on(0.113, halves);
    Uncertainty {
        bridging_error: (2.0 * half.variance()).sqrt() / 0.113,
        ..Uncertainty::default()
    }
}

#[test]
fn a_bridge_makes_the_smallest_detectable_fall_larger() {
    // SciPy 1.17.1, brentq: halves of 12,000, later survey of 12,000 and of 24,000
    let first = on(0.113, 12_000.0);
    for (later, plain, with_bridge) in [
        (12_000.0, 0.132_701_208_177_881_4, 0.173_352_461_733_472_3),
        (24_000.0, 0.116_414_100_702_511_1, 0.162_711_673_613_721_8),
    ] {
        let base = on(0.1, later).effective_base;
        let fall = |allowed: &Uncertainty| {
            let found = detectable_fall_with(first, base, TEST, allowed)
                .unwrap()
                .unwrap();
            (found.relative, found.absolute)
        };
        agree(fall(&Uncertainty::default()).0, plain, 1e-10);
        agree(fall(&bridged(12_000.0)).0, with_bridge, 1e-10);
        let (_, absolute) = fall(&bridged(12_000.0));
        let second = on(0.113 - absolute, later);
        let found = power_with(first, second, 0.95, &bridged(12_000.0)).unwrap();
        agree(found, 0.8, 1e-9);
    }
}

#[test]
fn a_bridge_puts_off_the_first_year_that_is_detected() {
    // 12,000 people in the first two years, 24,000 from the third on
    let first = on(0.113, 12_000.0);
    let path = |value: &dyn Fn(f64) -> f64| -> Vec<Measurement> {
        (1..=10)
            .map(|year| {
                on(
                    value(f64::from(year)),
                    if year == 1 { 12_000.0 } else { 24_000.0 },
                )
            })
            .collect()
    };
    let steady = path(&|year| 0.113 * 0.5_f64.powf(year / 10.0));
    let year = |later: &[Measurement], allowed: &Uncertainty| {
        first_detected_with(first, later, TEST, allowed)
            .unwrap()
            .map(|index| 2025 + index)
    };
    assert_eq!(year(&steady, &Uncertainty::default()), Some(2026));
    assert_eq!(year(&steady, &bridged(12_000.0)), Some(2027));
}

#[test]
fn extra_scatter_is_a_larger_design_factor() {
    let first = on(0.113, 12_000.0);
    let extra = Uncertainty {
        extra_scatter: 1.5,
        ..Uncertainty::default()
    };
    let found = detectable_fall_with(first, first.effective_base, TEST, &extra);
    let smaller = Measurement {
        effective_base: first.effective_base / 2.25,
        ..first
    };
    let expected = detectable_fall(smaller, smaller.effective_base, TEST);
    agree(
        found.unwrap().unwrap().relative,
        expected.unwrap().unwrap().relative,
        1e-10,
    );
    for wrong in [0.99, 5.01, f64::NAN] {
        let wrong = Uncertainty {
            extra_scatter: wrong,
            ..Uncertainty::default()
        };
        assert!(power_with(first, first, 0.95, &wrong).is_err());
        assert!(first_detected_with(first, &[first], TEST, &wrong).is_err());
    }
}
