//! The statistics through the command line, against the programs of the field. Each file in
//! `tests/reference/stats` says on its first line where its numbers come from.

use std::fmt::Write as _;

use crate::program::{Row, Rows, vawg_reading};

/// A reference file without its line of citation.
fn reference(name: &str) -> (String, Rows) {
    let path = crate::program::repository()
        .join("tests/reference/stats")
        .join(name);
    let text = std::fs::read_to_string(path).unwrap();
    let (citation, table) = text.split_once('\n').unwrap();
    assert!(citation.starts_with("# source: "), "{name}");
    (table.to_owned(), Rows::read(table))
}

fn number(row: Row<'_>, column: &str) -> f64 {
    row.get(column)
        .parse()
        .unwrap_or_else(|_| panic!("{column}: `{}`", row.get(column)))
}

#[track_caller]
fn close(found: f64, expected: f64, relative: f64) {
    let distance = (found - expected).abs();
    assert!(
        distance <= relative * expected.abs().max(1e-300),
        "{found} is not {expected}"
    );
}

/// Rounded as printed, to so many places.
#[track_caller]
fn as_printed(found: f64, expected: f64, places: i32) {
    let unit = 10_f64.powi(-places);
    assert!(
        (found - expected).abs() <= 0.500_1 * unit,
        "{found} is not printed {expected}"
    );
}

fn answer(input: &str, arguments: &str) -> Rows {
    Rows::read(&vawg_reading(input, &format!("{arguments} --input - --format csv")).succeeds())
}

#[test]
fn proportions_have_the_wilson_limits_of_the_public_health_package() {
    let (_, expected) = reference("proportions.csv");
    for (confidence, lower, upper) in [
        ("0.95", "lower_95", "upper_95"),
        ("0.998", "lower_998", "upper_998"),
    ] {
        for row in expected.with(&[]) {
            let value = number(row, "cases") / number(row, "base");
            let input = format!(
                "period,value,base,design_factor,unit\n1,{value},{},1,proportion\n",
                row.get("base")
            );
            let found = answer(&input, &format!("prevalence --confidence {confidence}"));
            let found = found.one(&[("statistic", "prevalence")]);
            // Suppressed where fewer than 50 were asked: these have 100 and more.
            close(number(found, "lower"), 100.0 * number(row, lower), 1e-12);
            close(number(found, "upper"), 100.0 * number(row, upper), 1e-12);
            assert_eq!(found.get("method"), "Wilson");
        }
    }
}

#[test]
fn rates_have_the_exact_and_byars_limits_of_the_public_health_package() {
    let (_, expected) = reference("rates.csv");
    for (confidence, lower, upper) in [
        ("0.95", "lower_95", "upper_95"),
        ("0.998", "lower_998", "upper_998"),
    ] {
        for row in expected.with(&[]) {
            let input = format!(
                "period,value,denominator,unit\n1,{},{},events\n",
                row.get("events"),
                row.get("population")
            );
            let found = answer(&input, &format!("prevalence --confidence {confidence}"));
            let found = found.one(&[("statistic", "rate")]);
            let scale = 1000.0 / number(row, "multiplier");
            close(found.value(), scale * number(row, "value"), 1e-12);
            if number(row, lower) > 0.0 {
                close(number(found, "lower"), scale * number(row, lower), 1e-9);
            }
            close(number(found, "upper"), scale * number(row, upper), 1e-9);
        }
    }
}

#[test]
fn trends_of_counts_are_those_of_r() {
    let (_, points) = reference("seatbelts.csv");
    let (_, expected) = reference("quasi_poisson.csv");
    for row in expected.with(&[]) {
        let with_offset = row.get("population") == "offset";
        let mut input = format!(
            "period,value,unit{}\n",
            if with_offset { ",population" } else { "" }
        );
        for point in points.with(&[]) {
            write!(
                input,
                "{},{},counts",
                point.get("year"),
                point.get(row.get("counts"))
            )
            .unwrap();
            if with_offset {
                write!(input, ",{}", point.get("kilometres")).unwrap();
            }
            input.push('\n');
        }
        let found = answer(&input, "trend");
        let one = |statistic: &str| found.one(&[("statistic", statistic)]);
        close(one("slope").value(), number(row, "slope"), 1e-6);
        close(
            one("slope_standard_error").value(),
            number(row, "standard_error"),
            1e-5,
        );
        close(
            one("dispersion").value(),
            number(row, "pearson") / 14.0,
            1e-5,
        );
        let change = one("apc");
        close(change.value(), number(row, "apc"), 1e-6);
        close(number(change, "lower"), number(row, "lower"), 1e-5);
        close(number(change, "upper"), number(row, "upper"), 1e-5);
        close(number(change, "p_value"), number(row, "p_value"), 1e-5);
        assert_eq!(change.get("df"), "14");
    }
}

#[test]
fn trends_of_values_are_those_of_r() {
    let (_, points) = reference("joinpoint_points.csv");
    let (_, expected) = reference("least_squares.csv");
    for row in expected.with(&[]) {
        let weighted = row.get("weights") == "weighted";
        let mut input = String::from("period,value,standard_error,unit\n");
        for point in points.with(&[("series", row.get("series"))]) {
            let error = if weighted {
                point.get("standard_error")
            } else {
                ""
            };
            writeln!(
                input,
                "{},{},{error},rate",
                point.get("year"),
                point.get("value")
            )
            .unwrap();
        }
        let linear = row.get("scale") == "linear";
        let found = answer(&input, if linear { "trend --linear" } else { "trend" });
        let one = |statistic: &str| found.one(&[("statistic", statistic)]);
        close(one("slope").value(), number(row, "slope"), 1e-6);
        close(
            one("slope_standard_error").value(),
            number(row, "standard_error"),
            1e-6,
        );
        let change = one(if linear { "annual_change" } else { "apc" });
        close(number(change, "p_value"), number(row, "p_value"), 1e-6);
        if !linear {
            close(number(change, "lower"), number(row, "change_lower"), 1e-6);
            close(number(change, "upper"), number(row, "change_upper"), 1e-6);
        }
    }
}

#[test]
fn joinpoints_are_those_that_the_nci_program_prints() {
    let (points, _) = reference("joinpoint_points.csv");
    let input = points.replace("series,year,value", "series,period,value");
    let (_, expected) = reference("joinpoint.csv");
    for maximum in ["2", "3"] {
        let found = answer(
            &input,
            &format!("trend --model joinpoint --max-joinpoints {maximum}"),
        );
        for series in ["Both", "Female", "Male"] {
            let printed = expected.with(&[("maximum", maximum), ("series", series)]);
            let pieces = found.with(&[("series", series), ("statistic", "apc")]);
            assert_eq!(pieces.len(), printed.len(), "{series}, at most {maximum}");
            for (piece, printed) in pieces.iter().zip(printed) {
                assert_eq!(
                    (piece.get("from"), piece.get("to")),
                    (printed.get("from"), printed.get("to"))
                );
                as_printed(piece.value(), number(printed, "apc"), 2);
                let significant = number(*piece, "p_value") < 0.05;
                assert_eq!(significant, printed.get("significant") == "1");
            }
            assert!(
                !found
                    .with(&[("series", series), ("statistic", "joinpoint_test")])
                    .is_empty()
            );
        }
    }
}

#[test]
fn level_steps_are_those_that_the_nci_program_prints() {
    let (points, _) = reference("step_points.csv");
    let input = points.replace("series,year,value", "series,period,value");
    let (_, jumps) = reference("step_jumps.csv");
    let (_, slopes) = reference("step_slopes.csv");
    for row in jumps.with(&[]) {
        let arguments = format!(
            "trend --model joinpoint --select {} --step 1998.5",
            row.get("joinpoints")
        );
        let found = answer(&input, &arguments);
        let one =
            |statistic: &str| found.one(&[("series", row.get("series")), ("statistic", statistic)]);
        as_printed(one("step").value(), number(row, "jump"), 5);
        as_printed(
            one("step_standard_error").value(),
            number(row, "standard_error"),
            5,
        );
        as_printed(number(one("step"), "p_value"), number(row, "p_value"), 5);
        as_printed(one("comparability_ratio").value(), number(row, "ratio"), 5);
        as_printed(
            number(one("comparability_ratio"), "lower"),
            number(row, "ratio_lower"),
            5,
        );
        as_printed(one("aapc").value(), number(row, "aapc"), 3);
        let printed = slopes.with(&[("series", row.get("series"))]);
        let found = found.with(&[("series", row.get("series")), ("statistic", "slope")]);
        assert_eq!(found.len(), printed.len());
        for (found, printed) in found.iter().zip(printed) {
            as_printed(found.value(), number(printed, "slope"), 6);
        }
    }
}

#[test]
fn average_changes_are_weighted_over_any_window() {
    let (points, _) = reference("joinpoint_points.csv");
    let input = points.replace("series,year,value", "series,period,value");
    let found = answer(
        &input,
        "trend --model joinpoint --select 2 --average 1976:1980,1984:2002,1980:1990",
    );
    let both = |statistic: &str| found.with(&[("series", "Both"), ("statistic", statistic)]);
    let slopes: Vec<f64> = both("slope").iter().map(|row| row.value()).collect();
    let average = |from: &str, to: &str| {
        found.one(&[
            ("series", "Both"),
            ("statistic", "aapc"),
            ("from", from),
            ("to", to),
        ])
    };
    // Joinpoints at 1984 and 2002: inside one piece, equal to one, across two (4 and 6 years).
    let percent = |slope: f64| 100.0 * slope.exp_m1();
    close(average("1976", "1980").value(), percent(slopes[0]), 1e-12);
    close(average("1984", "2002").value(), percent(slopes[1]), 1e-12);
    close(
        average("1980", "1990").value(),
        percent((4.0 * slopes[0] + 6.0 * slopes[1]) / 10.0),
        1e-12,
    );
    assert_eq!(
        average("1984", "2002").get("lower"),
        both("apc")[1].get("lower")
    );
}

#[test]
fn the_same_seed_gives_the_same_tests() {
    let (points, _) = reference("joinpoint_points.csv");
    let input = points.replace("series,year,value", "series,period,value");
    let tests = |seed: &str| {
        let found = answer(
            &input,
            &format!("trend --model joinpoint --max-joinpoints 2 --seed {seed}"),
        );
        let tests = found.with(&[("statistic", "joinpoint_test")]);
        tests
            .iter()
            .map(|row| row.get("p_value").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(tests("7"), tests("7"));
}
