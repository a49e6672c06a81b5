//! Tests of `verdict`: numbers of the method, of other programs, and properties.

use super::*;
use crate::stats::reference::agree;
use crate::stats::trajectory::path::{Point, Shape};
use crate::stats::trends::bridge::BridgingRatio;

fn measured(percent: f64) -> Measured {
    let p = percent / 100.0;
    let standard_error = 100.0 * 1.35 * (p * (1.0 - p) / 12_000.0).sqrt();
    Measured {
        value: percent,
        standard_error,
    }
}

fn judged(shape: Shape, year: f64, percent: f64) -> Judgement {
    let at = |time, value| Point { time, value };
    let path = Path::new(shape, at(2024.0, 11.3), at(2034.0, 5.65)).unwrap();
    let path_value = path.value_at(year).unwrap();
    judge(
        measured(11.3),
        measured(percent),
        path_value,
        year - 2024.0,
        0.95,
    )
    .unwrap()
}

#[test]
fn the_first_year_has_the_worked_change_and_probabilities() {
    // Worked in the method of the project: base 12,000, design factor 1.35.
    let found = judged(Shape::Geometric, 2025.0, 10.6);
    assert!((found.change.value + 0.062).abs() < 5e-4);
    assert!((found.change.interval.lower + 0.149).abs() < 5e-4);
    assert!((found.change.interval.upper - 0.034).abs() < 5e-4);
    assert!((found.probability - 0.457).abs() < 5e-4);
    assert!((found.probability_baseline_fixed - 0.440).abs() < 5e-4);
    let linear = judged(Shape::Linear, 2025.0, 10.6);
    assert!((linear.probability - 0.600).abs() < 5e-4);
    assert!((linear.probability_baseline_fixed - 0.638).abs() < 5e-4);
    // after one year the annual rates are the change itself
    assert!((found.annual_rates.lower - found.change.interval.lower).abs() < 1e-12);
}

#[test]
fn verdicts_are_those_of_the_worked_examples() {
    for (year, percent, geometric, linear) in [
        (2025.0, 10.6, Verdict::TooEarly, Verdict::TooEarly),
        (2027.0, 9.2, Verdict::Consistent, Verdict::Consistent),
        (2029.0, 7.0, Verdict::Ahead, Verdict::Ahead),
        (2029.0, 9.5, Verdict::FallingBehind, Verdict::FallingBehind),
        (2029.0, 10.9, Verdict::Behind, Verdict::Behind),
        (2029.0, 12.8, Verdict::Rising, Verdict::Rising),
    ] {
        assert_eq!(
            judged(Shape::Geometric, year, percent).verdict,
            geometric,
            "{percent}"
        );
        assert_eq!(
            judged(Shape::Linear, year, percent).verdict,
            linear,
            "{percent}"
        );
    }
}

#[test]
fn an_interval_that_just_touches_0_holds_it() {
    let interval = |lower, upper| Interval {
        lower,
        upper,
        confidence: 0.95,
    };
    let (touching, above, below) = (interval(0.0, 1.0), interval(0.1, 1.0), interval(-1.0, -0.1));
    assert_eq!(verdict(&touching, &below), Verdict::Consistent);
    assert_eq!(
        verdict(&interval(-1.0, 0.0), &interval(-1.0, 0.0)),
        Verdict::TooEarly
    );
    assert_eq!(verdict(&above, &touching), Verdict::Behind);
    assert_eq!(verdict(&above, &interval(-1.0, 0.0)), Verdict::Behind);
    assert_eq!(verdict(&above, &above), Verdict::Rising);
    assert_eq!(verdict(&below, &below), Verdict::Ahead);
}

#[test]
fn every_verdict_has_its_words() {
    assert_eq!(Verdict::Ahead.words(), "ahead of the path");
    assert_eq!(Verdict::Consistent.words(), "consistent with the path");
    assert_eq!(Verdict::TooEarly.words(), "too early to tell");
    assert_eq!(Verdict::FallingBehind.words(), "falling, behind the path");
    assert_eq!(Verdict::Behind.words(), "behind the path");
    assert_eq!(Verdict::Rising.words(), "rising");
}

#[test]
fn annual_rates_spread_the_change_over_the_years() {
    let found = judged(Shape::Geometric, 2026.0, 10.0);
    let whole = (1.0 + found.annual_rates.upper).powi(2) - 1.0;
    assert!((whole - found.change.interval.upper).abs() < 1e-12);
}

#[test]
fn bad_input_is_an_error() {
    let (good, exact) = (
        measured(10.0),
        Measured {
            value: 11.3,
            standard_error: 0.0,
        },
    );
    assert!(judge(exact, good, 9.0, 1.0, 0.95).is_ok());
    assert!(judge(good, exact, 9.0, 1.0, 0.95).is_err());
    assert!(judge(good, good, 0.0, 1.0, 0.95).is_err());
    assert!(judge(good, good, 9.0, 0.0, 0.95).is_err());
    assert!(judge(good, good, 9.0, 1.0, 95.0).is_err());
    assert!(judge(measured(0.0), good, 9.0, 1.0, 0.95).is_err());
    assert!(
        judge(
            good,
            Measured {
                value: 0.0,
                standard_error: 0.1
            },
            9.0,
            1.0,
            0.95
        )
        .is_err()
    );
    let negative = Measured {
        value: 10.0,
        standard_error: -0.1,
    };
    assert!(judge(negative, good, 9.0, 1.0, 0.95).is_err());
}

fn path(shape: Shape) -> Path {
    let at = |time, value| Point { time, value };
    Path::new(shape, at(2024.0, 11.3), at(2034.0, 5.65)).unwrap()
}

fn on(percent: f64, base: f64) -> Measured {
    let p = percent / 100.0;
    Measured {
        value: percent,
        standard_error: 100.0 * 1.35 * (p * (1.0 - p) / base).sqrt(),
    }
}

#[test]
fn counts_are_judged_by_t() {
    // ONS appendix table A5a, December 2025: 122,638 and 127,728 offences, and the dispersion of the
    // quasi-Poisson trend from 2019-20 on; limits by NumPy and SciPy: −20.7% to +36.8% by z.
    let count = |value: f64| Measured {
        value,
        standard_error: (1_209.493_164_467_24 * value).sqrt(),
    };
    let judged = |df| {
        let allowed = Uncertainty {
            df,
            ..Uncertainty::default()
        };
        let path = 114_423.0;
        judge_with(
            count(122_638.0),
            count(127_728.0),
            path,
            1.0,
            &allowed,
            0.95,
        )
        .unwrap()
    };
    let (by_z, by_t) = (judged(None), judged(Some(4.0)));
    agree(by_z.change.interval.lower, -0.206_929_83, 1e-6);
    agree(by_z.change.interval.upper, 0.367_761_87, 1e-6);
    agree(by_t.change.interval.lower, -0.292_038_491_901_74, 1e-7);
    agree(by_t.change.interval.upper, 0.532_189_419_902_17, 1e-7);
    assert_eq!((by_t.df, by_t.change.df), (Some(4.0), Some(4.0)));
    agree(by_t.log_error, by_z.log_error, 1e-15);
    let gap = (127_728.0_f64 / 114_423.0).ln();
    agree(by_t.probability, t_cdf(-gap / by_t.log_error, 4.0), 1e-12);
    assert!(by_t.probability > by_z.probability);
}

#[test]
fn a_bridging_ratio_moves_the_probability_and_its_error_is_carried() {
    // 10.1% in the second year on 24,000 people: a ratio of 1.00 or of 1.05 gives 27% or 70%
    let judged = |ratio: f64, error: f64| {
        let ratio = BridgingRatio::stated(ratio, error).unwrap();
        let allowed = Uncertainty {
            bridging_error: ratio.log_error(),
            ..Uncertainty::default()
        };
        let current = ratio.to_old_basis(on(10.1, 24_000.0));
        let value = path(Shape::Geometric).value_at(2026.0).unwrap();
        judge_with(measured(11.3), current, value, 2.0, &allowed, 0.95).unwrap()
    };
    agree(judged(1.0, 0.0).probability, 0.270_952_255_163_810_4, 1e-10);
    agree(
        judged(1.05, 0.0).probability,
        0.698_089_271_889_304_8,
        1e-10,
    );
    let known = judged(1.05, 0.0);
    let with_error = judged(1.05, 0.042);
    agree(with_error.log_error, known.log_error.hypot(0.04), 1e-12);
    assert!(with_error.probability < known.probability);
    assert!(with_error.probability_baseline_fixed < known.probability_baseline_fixed);
}

#[test]
fn extra_scatter_multiplies_the_errors_of_both_figures() {
    let judged = |extra_scatter| {
        let allowed = Uncertainty {
            extra_scatter,
            ..Uncertainty::default()
        };
        judge_with(measured(11.3), measured(9.2), 9.18, 3.0, &allowed, 0.95)
    };
    let (plain, more) = (judged(1.0).unwrap(), judged(1.5).unwrap());
    agree(more.log_error, 1.5 * plain.log_error, 1e-12);
    let own = 0.01 * measured(9.2).standard_error / 0.092;
    let gap = (9.2_f64 / 9.18).ln();
    agree(
        more.probability_baseline_fixed,
        normal_cdf(-gap / (1.5 * own)),
        1e-12,
    );
    assert!(judged(0.9).is_err() && judged(6.0).is_err());
    // the headline change is not significant with ONS's design factor either
    for (design_factor, z) in [(1.2, 1.45), (1.35, 1.29)] {
        let error = |p: f64| design_factor * (p * (1.0 - p) / 12_000.0).sqrt();
        let found = (0.113 - 0.106) / error(0.113).hypot(error(0.106));
        assert!((found - z).abs() < 5e-3, "{found}");
    }
}

#[test]
fn a_prior_pulls_the_share_of_the_likelihood_towards_the_past_trend() {
    // SciPy 1.17.1: 13.8% and 32.3%; without a prior 45.7% and 60.0%
    let prior = Prior {
        annual_change: -0.025,
        standard_deviation: 0.035,
    };
    for (shape, expected) in [
        (Shape::Geometric, 0.137_838_350_993_919_22),
        (Shape::Linear, 0.322_598_404_209_791_5),
    ] {
        let found = judged(shape, 2025.0, 10.6);
        agree(
            found.probability_with_prior(&prior).unwrap(),
            expected,
            1e-9,
        );
        // a prior that says nothing leaves the likelihood
        let flat = Prior {
            standard_deviation: 1e6,
            ..prior
        };
        agree(
            found.probability_with_prior(&flat).unwrap(),
            found.probability,
            1e-9,
        );
    }
    let found = judged(Shape::Linear, 2025.0, 10.6);
    let wrong = |annual_change, standard_deviation| {
        found.probability_with_prior(&Prior {
            annual_change,
            standard_deviation,
        })
    };
    assert!(wrong(-1.0, 0.1).is_err() && wrong(0.0, 0.0).is_err());
}

fn dated(figures: &[(f64, f64)]) -> Vec<Dated> {
    let dated = |(time, percent): &(f64, f64)| Dated {
        time: *time,
        figure: measured(*percent),
    };
    figures.iter().map(dated).collect()
}

#[test]
fn all_points_with_two_figures_are_the_endpoints() {
    let allowed = Uncertainty {
        extra_scatter: 1.2,
        bridging_error: 0.03,
        df: Some(5.0),
    };
    let two = dated(&[(2024.0, 11.3), (2027.0, 9.5)]);
    for shape in [Shape::Geometric, Shape::Linear] {
        let path = path(shape);
        let value = path.value_at(2027.0).unwrap();
        let (first, last) = (two[0].figure, two[1].figure);
        let ends = judge_with(first, last, value, 3.0, &allowed, 0.95).unwrap();
        let all = judge_all_points(&two, &path, &allowed, 0.95).unwrap();
        agree(all.change.value, ends.change.value, 1e-10);
        agree(all.gap.value, ends.gap.value, 1e-9);
        agree(all.log_error, ends.log_error, 1e-12);
        agree(all.probability, ends.probability, 1e-10);
        assert_eq!(all.years, 3.0);
        agree(all.annual_rates.lower, ends.annual_rates.lower, 1e-10);
        agree(all.annual_rates.upper, ends.annual_rates.upper, 1e-10);
        agree(
            all.probability_baseline_fixed,
            ends.probability_baseline_fixed,
            1e-9,
        );
        assert_eq!(all.verdict, ends.verdict);
    }
}

#[test]
fn all_points_follow_a_weighted_line() {
    // NumPy, polyfit of ln(value) and of ln(value/path) with weights value/SE
    let four = dated(&[
        (2024.0, 11.3),
        (2025.0, 10.6),
        (2026.0, 10.4),
        (2027.0, 9.3),
    ]);
    let geometric = path(Shape::Geometric);
    let none = Uncertainty::default();
    let found = judge_all_points(&four, &geometric, &none, 0.95).unwrap();
    agree(found.change.value.ln_1p(), -0.178_435_285_069_975_72, 1e-9);
    agree(found.gap.value.ln_1p(), 0.029_508_869_098_009_83, 1e-9);
    agree(found.log_error, 0.048_849_428_815_934_93, 1e-9);
    let fixed = normal_cdf(-0.035_062_830_421_373_12 / 0.030_129_961_237_883_44);
    agree(found.probability_baseline_fixed, fixed, 1e-9);
    let bridged = Uncertainty {
        bridging_error: 0.05,
        ..none
    };
    let found = judge_all_points(&four, &geometric, &bridged, 0.95).unwrap();
    agree(found.log_error, 0.067_978_485_391_041_51, 1e-9);
    let fixed = normal_cdf(-0.035_062_830_421_373_12 / 0.072_173_627_141_460_36);
    agree(found.probability_baseline_fixed, fixed, 1e-9);
}

#[test]
fn the_gap_from_a_fixed_baseline_starts_at_the_first_figure() {
    // NumPy, least squares through the first figure; the path begins at 11.0, the figures at 11.3
    let at = |time, value| Point { time, value };
    let path = Path::new(Shape::Geometric, at(2024.0, 11.0), at(2034.0, 5.5)).unwrap();
    let four = dated(&[
        (2024.0, 11.3),
        (2025.0, 10.6),
        (2026.0, 10.4),
        (2027.0, 9.3),
    ]);
    let found = judge_all_points(&four, &path, &Uncertainty::default(), 0.95).unwrap();
    agree(
        found.probability_baseline_fixed,
        0.122_268_805_091_386_1,
        1e-9,
    );
}

#[test]
fn bad_figures_are_an_error() {
    let none = Uncertainty::default();
    let geometric = path(Shape::Geometric);
    let judged =
        |figures: &[(f64, f64)]| judge_all_points(&dated(figures), &geometric, &none, 0.95);
    assert!(judged(&[(2024.0, 11.3)]).is_err());
    assert!(judged(&[(2024.0, 11.3), (2024.0, 11.0)]).is_err());
    assert!(judged(&[(2024.0, 11.3), (2023.0, 11.0)]).is_err());
    assert!(judged(&[(2024.0, 11.3), (2035.0, 11.0)]).is_err());
    assert!(judged(&[(2024.0, 11.3), (2025.0, 0.0)]).is_err());
}
