//! Tests of `difference`: numbers of the method, of other programs, and properties.

use proptest::prelude::*;

use super::*;
use crate::stats::intervals::design::{Evidence, prevalence};
use crate::stats::intervals::proportion::wilson_of_cases;
use crate::stats::random::Random;
use crate::stats::reference::agree;

fn on_base(p: f64, base: f64, confidence: f64) -> Prevalence {
    let evidence = Evidence {
        base: Some(base),
        ..Evidence::default()
    };
    prevalence(p, &evidence, confidence).unwrap().unwrap()
}

#[test]
fn newcombe_reproduces_its_first_published_example() {
    // Newcombe 1998, table II, method 10, (a) 56/70 against 48/80: 0.0524 to 0.3339, and
    // (b) 9/10 against 3/10: 0.1705 to 0.8090; his difference is first minus second.
    for (one, two, lower, upper) in [
        ((48.0, 80.0), (56.0, 70.0), 0.0524, 0.3339),
        ((3.0, 10.0), (9.0, 10.0), 0.1705, 0.8090),
        ((0.0, 10.0), (10.0, 10.0), 0.6075, 1.0),
    ] {
        let first = wilson_of_cases(one.0, one.1, 0.95).unwrap();
        let second = wilson_of_cases(two.0, two.1, 0.95).unwrap();
        let found = newcombe(&first, &second);
        assert!((found.interval.lower - lower).abs() < 6e-5, "{found:?}");
        assert!((found.interval.upper - upper).abs() < 6e-5, "{found:?}");
    }
}

#[test]
fn the_first_change_of_the_combined_measure_has_the_interval_worked_by_hand() {
    // 11.3 to 10.6 per cent on 12,000 people each, design factor 1.35: SE(ln ratio) 0.04973.
    let found = compare(
        &on_base(0.113, 12_000.0, 0.95),
        &on_base(0.106, 12_000.0, 0.95),
        0.95,
    )
    .unwrap();
    let ratio = found.ratio.unwrap();
    assert_eq!(ratio.method, "log ratio, delta method");
    assert!((ratio.value - 0.938_053).abs() < 1e-6);
    assert!((ratio.interval.lower - 0.851).abs() < 5e-4);
    assert!((ratio.interval.upper - 1.034).abs() < 5e-4);
    let test = found.test.unwrap();
    assert!((test.z + 1.286).abs() < 1e-3, "{}", test.z);
    assert_eq!((test.mark(), test.significant()), ("[ns]", false));
    assert_eq!(found.difference.method, "Newcombe");
    // SciPy 1.17.1, brentq on the confidence at which the interval touches 0
    agree(test.p_value, 0.198_412_443_820_294, 1e-9);
}

#[test]
fn a_large_change_is_marked_significant() {
    let test = z_test((0.10, 0.003), (0.11, 0.004)).unwrap();
    agree(test.z, 2.0, 1e-12);
    agree(test.p_value, 0.045_500_263_896_358_4, 1e-12);
    assert_eq!(test.mark(), "[s]");
    let edge = Test {
        p_value: 0.05,
        ..test
    };
    assert!(!edge.significant());
}

#[test]
fn walds_difference_stands_where_only_standard_errors_are_known() {
    let evidence = Evidence {
        standard_error: Some(0.003),
        ..Evidence::default()
    };
    let first = prevalence(0.10, &evidence, 0.95).unwrap().unwrap();
    let second = on_base(0.12, 9_000.0, 0.95);
    let found = compare(&first, &second, 0.95).unwrap();
    assert_eq!(found.difference.method, "Wald");
    let reach = 1.959_963_984_540_054 * 0.003_f64.hypot(second.standard_error);
    agree(found.difference.interval.lower, 0.02 - reach, 1e-10);
    agree(found.difference.interval.upper, 0.02 + reach, 1e-10);
}

#[test]
fn nothing_observed_gives_no_ratio() {
    let none = on_base(0.0, 900.0, 0.95);
    let some = on_base(0.01, 900.0, 0.95);
    let found = compare(&none, &some, 0.95).unwrap();
    assert!(found.ratio.is_none() && found.test.is_some());
    assert!(compare(&some, &none, 0.95).unwrap().ratio.is_none());
    assert!(compare(&none, &none, 0.95).unwrap().test.is_none());
    assert!(compare(&some, &some, 95.0).is_err());
    assert!(ratio((0.0, 0.1), (0.5, 0.1), 0.95).is_err());
    assert!(ratio((0.5, 0.1), (0.0, 0.1), 0.95).is_err());
    assert!(ratio((0.5, 0.1), (0.5, -0.1), 0.95).is_err());
    assert!(wald_difference((0.5, -0.1), (0.5, 0.1), 0.95).is_err());
}

#[test]
fn the_p_value_is_that_of_newcombes_interval() {
    // SciPy 1.17.1, brentq
    for (first, second, expected) in [
        ((0.0, 300.0), (0.01, 500.0), 0.106_224_215_543_133_97),
        ((0.02, 400.0), (0.045, 350.0), 0.055_410_706_559_624_524),
        ((0.05, 1000.0), (0.01, 900.0), 1.730_557_313_508_046e-6),
        ((0.02, 400.0), (0.02, 90.0), 1.0),
    ] {
        let found = newcombe_p_value(first, second).unwrap();
        agree(found, expected, 1e-9);
        agree(newcombe_p_value(second, first).unwrap(), expected, 1e-9);
    }
    assert!(newcombe_p_value((0.1, 0.0), (0.2, 10.0)).is_err());
    assert!(newcombe_p_value((0.1, 10.0), (1.2, 10.0)).is_err());
    // the largest difference there can be
    assert!(newcombe_p_value((0.0, 1e5), (1.0, 1e5)).unwrap() < 1e-300);
}

#[test]
fn mark_and_interval_never_disagree() {
    let mut random = Random::new(11);
    let mut between = |low: f64, high: f64| {
        let share = (random.next() >> 11) as f64 / (1_u64 << 53) as f64;
        low + (high - low) * share
    };
    let (mut both, mut z_alone) = ([0_u32; 2], 0_u32);
    for design in 0..20_000 {
        let deft = between(1.0, 2.0);
        let figure = |p: f64, n: f64| {
            let evidence = Evidence {
                base: Some(n.round()),
                design_factor: Some(deft),
                ..Evidence::default()
            };
            prevalence(p, &evidence, 0.95).unwrap().unwrap()
        };
        let base = between(200.0_f64.ln(), 30_000.0_f64.ln()).exp();
        let p = between(0.005, 0.3);
        // the second about two standard errors away, where marks change
        let error = (p * (1.0 - p) * 2.0 / base).sqrt() * deft;
        let away = between(-3.0, 3.0) * error;
        let second = if design % 2 == 0 {
            p + away
        } else {
            between(0.005, 0.3)
        };
        let second = second.clamp(0.0, 1.0);
        let (first, second) = (figure(p, base), figure(second, base * between(0.5, 2.0)));
        let found = compare(&first, &second, 0.95).unwrap();
        let test = found.test.unwrap();
        let excludes_0 = !found.difference.interval.contains(0.0);
        assert_eq!(test.significant(), excludes_0, "{first:?} {second:?}");
        both[usize::from(excludes_0)] += 1;
        z_alone += u32::from((normal_two_sided(test.z) < 0.05) != excludes_0);
    }
    assert!(both[0] > 4000 && both[1] > 4000, "{both:?}");
    // the z test alone would have disagreed with the interval in some designs
    assert!(z_alone > 100, "{z_alone}");
}

#[test]
fn a_mark_on_the_edge_follows_the_interval() {
    // just past the edge on both sides, where the two computations differ in the last digit
    let error = 0.003_f64;
    let edge = error * 1.959_963_984_540_054;
    for step in -40..40 {
        let difference = edge * (1.0 + f64::from(step) * f64::EPSILON);
        let test = z_test((0.0, 0.0), (difference, error)).unwrap();
        let interval = wald_difference((0.0, 0.0), (difference, error), 0.95).unwrap();
        assert_eq!(test.significant(), !interval.interval.contains(0.0));
    }
    assert_eq!(z_test((0.1, 0.0), (0.2, 0.0)), None);
}

#[test]
fn few_degrees_of_freedom_bring_t_into_the_test() {
    // SciPy 1.17.1: Welch's degrees of freedom 17.7778, upper limit −0.010473, p 0.048220
    let figure = |value, df| Figure {
        value,
        standard_error: 0.4,
        df,
    };
    let (one, two) = (figure(9.5, Some(8.0)), figure(8.3, Some(10.0)));
    let found = difference_of_figures(one, two, 0.95).unwrap();
    agree(found.df.unwrap(), 17.777_777_777_777_78, 1e-12);
    agree(found.interval.upper, -0.010_473_274_187_760_45, 1e-8);
    let test = test_of_figures(one, two).unwrap().unwrap();
    agree(test.p_value, 0.048_219_750_938_195_416, 1e-9);
    assert_eq!(
        (test.mark(), test.method),
        ("[s]", "t test, unpooled standard errors")
    );
    // different standard errors: 0.2²/(0.16²/8 + 0.04²/10) = 11.904762
    let precise = Figure {
        standard_error: 0.2,
        ..two
    };
    let found = difference_of_figures(one, precise, 0.95).unwrap();
    agree(found.df.unwrap(), 11.904_761_904_761_9, 1e-12);
    // one large sample: its standard error has no degrees of freedom to lose
    let found = difference_of_figures(one, figure(8.3, None), 0.95).unwrap();
    agree(found.df.unwrap(), 4.0 * 8.0, 1e-12);
    let ratio = ratio_of_figures(one, two, 0.95).unwrap();
    assert!(ratio.df.unwrap() > 15.0 && ratio.df.unwrap() < 18.0);
    assert!(difference_of_figures(one, figure(8.3, Some(0.0)), 0.95).is_err());
    assert!(test_of_figures(one, figure(8.3, Some(-1.0))).is_err());
    // published standard errors with degrees of freedom are compared by t
    let evidence = Evidence {
        standard_error: Some(0.004),
        ..Evidence::default()
    };
    let published = |p| prevalence(p, &evidence, 0.95).unwrap().unwrap();
    let with_df = |p| published(p).with_df(8.0, 0.95).unwrap();
    let by_t = compare(&with_df(0.095), &with_df(0.083), 0.95).unwrap();
    let by_z = compare(&published(0.095), &published(0.083), 0.95).unwrap();
    agree(by_t.difference.df.unwrap(), 16.0, 1e-12);
    assert!(by_t.test.unwrap().p_value > by_z.test.unwrap().p_value);
}

proptest! {
    #[test]
    fn intervals_hold_the_change_and_nest_by_confidence(
        p in 0.01..0.99_f64, q in 0.01..0.99_f64, n in 100.0..30_000.0_f64, low in 0.5..0.9_f64,
    ) {
        let at = |confidence| {
            compare(&on_base(p, n, confidence), &on_base(q, n, confidence), confidence).unwrap()
        };
        let (inner, outer) = (at(low), at(0.95));
        for (inner, outer) in [
            (inner.difference, outer.difference),
            (inner.ratio.unwrap(), outer.ratio.unwrap()),
        ] {
            prop_assert!(inner.interval.contains(inner.value));
            prop_assert!(outer.interval.lower <= inner.interval.lower);
            prop_assert!(outer.interval.upper >= inner.interval.upper);
        }
    }
}
