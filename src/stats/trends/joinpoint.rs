//! Joinpoint regression: a trend of straight pieces that meet, as the NCI's Joinpoint program fits it.
//!
//! Kim and others 2000, Statistics in Medicine 19, 335-351; Joinpoint Regression Program, National
//! Cancer Institute, version 4 defaults, and its weighted BIC of version 5. Counts with zeros: see `quasi_poisson`.

mod average;
mod chain;
mod model;
mod permutation;
mod place;
mod placement;
mod problem;
mod segment;
mod selection;
mod separate;
mod turn;
#[cfg(test)]
mod version5;

pub use average::{Average, average};
pub use model::{Model, fit};
pub use permutation::{PermutationTest, Permutations};
pub use place::Place;
pub use segment::{Segment, SlopeError};
pub use selection::{Candidate, Select, Selection, default_maximum, select};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::stats::error::StatsError;
    use crate::stats::reference::{agree, number, rows};
    use crate::stats::trends::series::{Points, Scale};
    use crate::stats::trends::step::{NO_STEPS, Steps};

    const POINTS: &str = include_str!("../../../tests/reference/stats/joinpoint_points.csv");
    const PRINTED: &str = include_str!("../../../tests/reference/stats/joinpoint.csv");
    const STEP_POINTS: &str = include_str!("../../../tests/reference/stats/step_points.csv");
    const STEP_JUMPS: &str = include_str!("../../../tests/reference/stats/step_jumps.csv");
    const STEP_SLOPES: &str = include_str!("../../../tests/reference/stats/step_slopes.csv");

    /// The columns year, value and standard error of one series.
    fn series(text: &str, name: &str) -> [Vec<f64>; 3] {
        let rows = rows(text);
        let column = |at: usize| {
            rows.iter()
                .filter(|row| row[0] == name)
                .map(|row| number(row[at]))
                .collect()
        };
        [column(1), column(2), column(3)]
    }

    #[test]
    fn the_selected_models_are_those_the_nci_program_prints() {
        let printed = rows(PRINTED);
        assert_eq!(printed.len(), 21);
        for name in ["Both", "Female", "Male"] {
            let [x, value, error] = series(POINTS, name);
            let points = Points {
                x: &x,
                value: &value,
                standard_error: Some(&error),
            };
            for maximum in [2, 3] {
                let permutations = Permutations {
                    number: 199,
                    ..Permutations::default()
                };
                let how = Select::Permutation {
                    maximum,
                    permutations,
                };
                let found = select(&points, Scale::Log, &NO_STEPS, &how, 0.95).unwrap();
                let expected: Vec<_> = printed
                    .iter()
                    .filter(|row| row[0] == maximum.to_string() && row[1] == name)
                    .collect();
                assert_eq!(found.model.segments.len(), expected.len());
                assert_eq!(found.tests.len(), maximum);
                for (segment, row) in found.model.segments.iter().zip(expected) {
                    assert_eq!((segment.from, segment.to), (number(row[4]), number(row[5])));
                    assert!(
                        (segment.change - number(row[6])).abs() < 0.005_001,
                        "{row:?}"
                    );
                    assert_eq!(segment.significant(), row[7] == "1", "{row:?}");
                }
            }
        }
    }

    #[test]
    fn the_step_model_is_that_of_the_nci_program() {
        for row in rows(STEP_JUMPS) {
            let [x, value, error] = series(STEP_POINTS, row[0]);
            let points = Points {
                x: &x,
                value: &value,
                standard_error: Some(&error),
            };
            let steps = Steps {
                at: &[1998.5],
                period_length: 1.0,
            };
            let joinpoints = row[1].parse().unwrap();
            let found = fit(&points, Scale::Log, &steps, joinpoints, 0.95).unwrap();
            let cell = |at: usize| number(row[at]);
            let step = found.steps[0];
            let jump = step.error;
            let ratio = step.comparability.unwrap();
            let printed = step.symmetric_limits.unwrap();
            for (value, at) in [
                (step.jump, 2),
                (jump.standard_error, 3),
                (jump.interval.lower, 4),
                (jump.interval.upper, 5),
                (jump.p_value, 6),
                (ratio.value, 7),
                (printed.lower, 8),
                (printed.upper, 9),
            ] {
                assert!((value - cell(at)).abs() < 5.1e-6, "{row:?}: {value}");
            }
            assert_eq!(jump.df, (37 - 3 * joinpoints - 3) as f64);
            assert_eq!(
                step.method,
                "standard error from the segment around the step"
            );
            let whole = average(&found, 1979.0, 2015.0).unwrap();
            assert!((whole.change - cell(10)).abs() < 5.1e-4);
            for slope in rows(STEP_SLOPES).iter().filter(|slope| slope[0] == row[0]) {
                let segment = found.segments[slope[1].parse::<usize>().unwrap()];
                assert_eq!(segment.from, number(slope[2]));
                assert!((segment.slope - number(slope[3])).abs() < 5.1e-7);
            }
        }
    }

    #[test]
    fn intervals_around_a_step_include_the_step() {
        // Method note of the project: 5.25 to 7.64 where the program prints 5.046 to 7.851.
        let [x, value, error] = series(STEP_POINTS, "drug black");
        let points = Points {
            x: &x,
            value: &value,
            standard_error: Some(&error),
        };
        let steps = Steps {
            at: &[1998.5],
            period_length: 1.0,
        };
        let found = fit(&points, Scale::Log, &steps, 4, 0.95).unwrap();
        let interval = found.segments[0].error.unwrap().interval;
        assert!((interval.lower - 5.25).abs() < 0.005 && (interval.upper - 7.64).abs() < 0.005);
    }

    fn bend(noise: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let x: Vec<f64> = (0..noise.len()).map(|year| 2000.0 + year as f64).collect();
        let turn = 2000.0 + (noise.len() / 2) as f64;
        let value = |(x, noise): (&f64, &f64)| {
            100.0 * (0.05 * (x - 2000.0) - 0.12 * (x - turn).max(0.0) + noise).exp()
        };
        let values = x.iter().zip(noise).map(value).collect();
        (x, values)
    }

    #[test]
    fn an_exact_bend_is_found_exactly() {
        let (x, value) = bend(&[0.0; 15]);
        let points = Points {
            x: &x,
            value: &value,
            standard_error: None,
        };
        for how in [
            Select::Bic { maximum: 3 },
            Select::Permutation {
                maximum: 3,
                permutations: Permutations::default(),
            },
        ] {
            let found = select(&points, Scale::Log, &NO_STEPS, &how, 0.95).unwrap();
            assert_eq!(found.model.joinpoints, [2007.0]);
            agree(found.model.segments[0].slope, 0.05, 1e-9);
            agree(found.model.segments[1].slope, -0.07, 1e-9);
            agree(found.model.value_at(2007.0), 100.0 * 0.35_f64.exp(), 1e-9);
        }
    }

    #[test]
    fn a_faint_turn_is_found_where_it_is_beside_a_sharp_one() {
        let x: Vec<f64> = (0..13).map(f64::from).collect();
        let after = |x: f64, turn: f64| (x - turn).max(0.0);
        let value: Vec<f64> = x
            .iter()
            .map(|x| after(*x, 3.0) + 1e-5 * after(*x, 8.0))
            .collect();
        let points = Points {
            x: &x,
            value: &value,
            standard_error: None,
        };
        let found = fit(&points, Scale::Linear, &NO_STEPS, 2, 0.95).unwrap();
        assert_eq!(found.joinpoints, [3.0, 8.0]);
    }

    #[test]
    fn a_missing_year_keeps_its_place_in_time() {
        let (mut x, mut value) = bend(&[0.0; 15]);
        for missing in [11, 3] {
            x.remove(missing);
            value.remove(missing);
        }
        let points = Points {
            x: &x,
            value: &value,
            standard_error: None,
        };
        let found = fit(&points, Scale::Log, &NO_STEPS, 1, 0.95).unwrap();
        assert_eq!(found.joinpoints, [2007.0]);
        agree(found.segments[0].slope, 0.05, 1e-9);
        agree(found.segments[1].slope, -0.07, 1e-9);
        agree(found.value_at(2003.0), 100.0 * 0.15_f64.exp(), 1e-9);
    }

    #[test]
    fn equal_values_have_no_joinpoint_and_no_significance() {
        let x: Vec<f64> = (0..17).map(|year| 2004.25 + f64::from(year)).collect();
        let points = Points {
            x: &x,
            value: &[3.4; 17],
            standard_error: None,
        };
        for how in [
            Select::Bic { maximum: 3 },
            Select::Permutation {
                maximum: 3,
                permutations: Permutations::default(),
            },
        ] {
            let found = select(&points, Scale::Log, &NO_STEPS, &how, 0.95).unwrap();
            assert_eq!(found.model.segments.len(), 1);
            assert_eq!(found.model.segments[0].change, 0.0);
            assert!(!found.model.segments[0].significant());
            assert!(found.tests.iter().all(|test| test.p_value == 1.0));
        }
    }

    #[test]
    fn the_unit_of_the_standard_errors_does_not_matter() {
        let (x, value) = bend(&[0.0, 0.1, -0.1, 0.2, 0.0, 0.1, 0.05, -0.05, 0.1, 0.0]);
        let with = |unit: f64| {
            let error: Vec<f64> = value.iter().map(|value| unit * value).collect();
            let points = Points {
                x: &x,
                value: &value,
                standard_error: Some(&error),
            };
            fit(&points, Scale::Log, &NO_STEPS, 2, 0.95).unwrap()
        };
        let one = with(0.05);
        for unit in [1e-9, 1e9] {
            let other = with(unit);
            assert_eq!(one.joinpoints, other.joinpoints);
            for (one, other) in one.segments.iter().zip(&other.segments) {
                agree(one.slope, other.slope, 1e-8);
            }
        }
    }

    #[test]
    fn bad_input_is_an_error() {
        let (x, value) = bend(&[0.0, 0.1, -0.1, 0.2, 0.0, 0.1, 0.05, -0.05]);
        let exactly = |value: &[f64], number, confidence| {
            let points = Points {
                x: &x[..value.len()],
                value,
                standard_error: None,
            };
            select(
                &points,
                Scale::Log,
                &NO_STEPS,
                &Select::Exactly(number),
                confidence,
            )
        };
        assert!(exactly(&value, 2, 0.95).is_ok());
        assert_eq!(
            exactly(&value, 3, 0.95).unwrap_err(),
            StatsError::TooFewPoints {
                needed: 11,
                found: 8
            }
        );
        assert!(exactly(&value, usize::MAX, 0.95).is_err());
        assert!(exactly(&value[..2], 0, 0.95).is_err());
        assert!(exactly(&value, 0, 95.0).is_err());
        let mut zero = value.clone();
        zero[3] = 0.0;
        assert!(matches!(
            exactly(&zero, 0, 0.95).unwrap_err(),
            StatsError::NoLogarithm { .. }
        ));
        zero[3] = f64::NAN;
        assert!(exactly(&zero, 0, 0.95).is_err());
    }

    fn noise() -> impl Strategy<Value = Vec<f64>> {
        prop::collection::vec(-0.2..0.2_f64, 9..20)
    }

    proptest! {
        #[test]
        fn time_reversed_flips_the_slopes(noise in noise()) {
            let (x, value) = bend(&noise);
            let back: Vec<f64> = value.iter().rev().copied().collect();
            let (x, n) = (&x, x.len());
            let fit = |value: &[f64]| {
                let points = Points { x, value, standard_error: None };
                fit(&points, Scale::Log, &NO_STEPS, 2, 0.95).unwrap()
            };
            let (first, reversed) = (fit(&value), fit(&back));
            prop_assert!((reversed.sum_of_squares / first.sum_of_squares - 1.0).abs() < 1e-6);
            for (one, other) in first.segments.iter().zip(reversed.segments.iter().rev()) {
                prop_assert!((one.slope + other.slope).abs() < 1e-9);
                prop_assert_eq!(one.from - x[0], x[n - 1] - other.to);
                if let (Some(one), Some(other)) = (one.error, other.error) {
                    prop_assert!((one.standard_error / other.standard_error - 1.0).abs() < 1e-6);
                }
            }
        }

        #[test]
        fn scaling_scales_the_level_alone(noise in noise(), factor in 0.01..100.0_f64) {
            let (x, value) = bend(&noise);
            let error: Vec<f64> = value.iter().map(|value| 0.02 * value + 1.0).collect();
            let times = |values: &[f64]| values.iter().map(|v| v * factor).collect::<Vec<_>>();
            let fit = |value: &[f64], error: &[f64]| {
                let points = Points { x: &x, value, standard_error: Some(error) };
                fit(&points, Scale::Log, &NO_STEPS, 1, 0.95).unwrap()
            };
            let (first, larger) = (fit(&value, &error), fit(&times(&value), &times(&error)));
            prop_assert_eq!(&first.joinpoints, &larger.joinpoints);
            for (one, other) in first.segments.iter().zip(&larger.segments) {
                prop_assert!((one.slope - other.slope).abs() < 1e-9);
            }
            prop_assert!((larger.value_at(2004.0) / first.value_at(2004.0) / factor - 1.0).abs() < 1e-9);
        }

        #[test]
        fn intervals_hold_the_change_and_nest_by_confidence(noise in noise(), low in 0.3..0.9_f64) {
            let (x, value) = bend(&noise);
            let points = Points { x: &x, value: &value, standard_error: None };
            let at = |confidence| fit(&points, Scale::Log, &NO_STEPS, 1, confidence).unwrap();
            let (inner, outer) = (at(low), at(0.95));
            for (one, other) in inner.segments.iter().zip(&outer.segments) {
                let (inner, outer) = (one.error.unwrap().interval, other.error.unwrap().interval);
                prop_assert!(inner.contains(one.change));
                prop_assert!(outer.lower <= inner.lower && outer.upper >= inner.upper);
            }
            let middle = inner.at(2004.0).unwrap();
            prop_assert!(middle.interval.contains(middle.value));
        }
    }
}
