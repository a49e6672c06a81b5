//! The statistics through the command line, against the programs of the field. Each file in
//! `tests/reference/stats` says on its first line where its numbers come from.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::program::{Row, Rows, folder, unwrapped, vawg, vawg_reading};

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
        let found = answer(&input, "trend --errors independent");
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
        assert_eq!(change.get("df"), "14.0");
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
        let scale = if linear { " --linear" } else { "" };
        let found = answer(&input, &format!("trend --errors independent{scale}"));
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
            "trend --model joinpoint --select {} --step 1999",
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
            number(one("comparability_ratio_symmetric"), "lower"),
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

#[test]
fn turns_have_limits_of_their_place() {
    let arguments = "trend --crime rape --source police --model joinpoint --across-breaks";
    let rows = Rows::read(&vawg(&format!("{arguments} --select wbic --format csv")).succeeds());
    let places = rows.with(&[("statistic", "joinpoint_place"), ("series", "police-rape")]);
    let limits =
        |row: &Row<'_>| [row.get("period"), row.get("from"), row.get("to")].map(str::to_owned);
    assert_eq!(
        places.iter().map(limits).collect::<Vec<_>>(),
        [
            ["2012-13", "2010-11", "2013-14"],
            ["2017-18", "2015-16", "2018-19"]
        ]
    );
    let folder = folder();
    let chart = folder.path().join("turns.svg");
    let command = format!(
        "{arguments} --select wbic --full --chart {}",
        chart.display()
    );
    let text = unwrapped(&vawg(&command).succeeds());
    for part in [
        "All rapes, 2012-13 2010-11 and 2013-14",
        "turned between 2010-11 and 2013-14, between 2015-16 and 2018-19",
        "Intervals of joinpoint regression take years as independent",
        "Bars on the time axis: where a trend turned",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

/// Trends of 7 points or more in the catalogue: measure, segment, and whether it is significant.
fn long_trends(errors: &str) -> BTreeMap<(String, String), bool> {
    let crimes = Rows::read(&vawg("list crimes --format csv").succeeds());
    let mut found = BTreeMap::new();
    for crime in crimes.with(&[]) {
        // Wider than, or apart from, the crimes that the numbers below were counted for.
        let others = [
            "all-crime",
            "violence-against-the-person",
            "domestic-homicide",
        ];
        if others.contains(&crime.get("name")) {
            continue;
        }
        let arguments = format!(
            "trend --crime {} --errors {errors} --format csv",
            crime.get("name")
        );
        let rows = Rows::read(&vawg(&arguments).succeeds());
        for row in rows.with(&[("statistic", "apc")]) {
            if number(row, "n") >= 7.0 {
                let name = (row.get("measure").to_owned(), row.get("segment").to_owned());
                found.insert(name, number(row, "p_value") < 0.05);
            }
        }
    }
    found
}

#[test]
fn correlated_years_take_significance_from_some_trends_of_the_catalogue() {
    let (independent, correlated) = (long_trends("independent"), long_trends("correlated"));
    let significant: Vec<_> = independent
        .iter()
        .filter(|(_, is)| **is)
        .map(|(name, _)| name)
        .collect();
    let lost: Vec<_> = significant
        .iter()
        .filter(|name| !correlated[**name])
        .collect();
    assert_eq!((significant.len(), lost.len()), (20, 4), "{lost:?}");
    // Rape, 2005-06 to 2013-14.
    assert!(
        lost.contains(&&&("police-rape".to_owned(), "1".to_owned())),
        "{lost:?}"
    );
}

#[test]
fn short_trends_take_years_as_independent_and_long_ones_say_how_alike_they_are() {
    let rows = Rows::read(&vawg("trend --crime rape --source police --format csv").succeeds());
    let of = |statistic: &str| rows.with(&[("statistic", statistic), ("series", "police-rape")]);
    let segments = |statistic: &str| -> Vec<String> {
        of(statistic)
            .iter()
            .map(|row| row.get("segment").to_owned())
            .collect()
    };
    assert_eq!(segments("apc"), ["1", "2", "3"]);
    // Only the trend of nine points averages over correlations; each states that of its residuals.
    assert_eq!(segments("mean_rho"), ["1"]);
    assert_eq!(segments("lag1_correlation"), ["1", "2", "3"]);
    let text = unwrapped(&vawg("trend --crime rape --source police --full").succeeds());
    for part in [
        "Trends of fewer than 7 points take years as independent",
        "Dispersion is the scatter of counts about the trend: 1 if chance alone is at work",
        "[s]: statistically significant at the 5% level. [ns]: not significant",
        "This answer tests six trends.",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn quarters_have_terms_for_their_season() {
    // +3% a year and a season of its own for each quarter.
    let value = |quarter: i32| {
        let season = [1.0, 1.2, 0.9, 1.1][quarter.rem_euclid(4) as usize];
        100.0 * season * 1.03_f64.powf(f64::from(quarter) / 4.0)
    };
    let input = |quarters: i32| -> String {
        let row = |at: i32| format!("{}-q{},{},rate\n", 2020 + at / 4, at % 4 + 1, value(at));
        format!(
            "period,value,unit\n{}",
            (0..quarters).map(row).collect::<String>()
        )
    };
    close(
        answer(&input(11), "trend")
            .one(&[("statistic", "apc")])
            .value(),
        3.0,
        1e-9,
    );
    // Seven quarters are too few for terms, and hold some quarters twice and one once.
    let text = vawg_reading(&input(7), "trend --input - --full").succeeds();
    assert!(text.contains("No trend for 2020-q1 to 2021-q3"), "{text}");
}

#[test]
fn the_latest_trend_is_shown_as_it_is_fitted_in_other_ways() {
    let arguments = "trend --crime rape --source police --sensitivity";
    let rows = Rows::read(&vawg(&format!("{arguments} --format csv")).succeeds());
    let one = |method: &str| rows.one(&[("statistic", "sensitivity"), ("method", method)]);
    assert_eq!(rows.with(&[("statistic", "sensitivity")]).len(), 9);
    // From the year after the pandemic +0.6% (-4.4 to 5.8); without the last year +4.8%.
    let lowest = one("from 2021-22, after the pandemic");
    as_printed(lowest.value(), 0.6, 1);
    as_printed(number(lowest, "lower"), -4.4, 1);
    as_printed(number(lowest, "upper"), 5.8, 1);
    as_printed(one("one year less at the end").value(), 4.8, 1);
    // Each is what the options give that ask for it.
    let asked = |options: &str| {
        let command = format!("trend --crime rape --source police {options} --format csv");
        let rows = Rows::read(&vawg(&command).succeeds());
        let found = rows.with(&[("statistic", "apc"), ("series", "police-rape")]);
        found.last().unwrap().value()
    };
    for (method, options) in [
        ("as fitted", ""),
        (
            "one year more at the start",
            "--from 2018-19 --across-breaks",
        ),
        ("one year less at the start", "--from 2020-21"),
        ("one year less at the end", "--to 2023-24"),
        ("from 2021-22, after the pandemic", "--from 2021-22"),
        ("level step at April 2019", "--from 2015-16 --step 2019-20"),
        ("per head of population", "--rate"),
        ("joinpoint regression", "--from 2019-20 --model joinpoint"),
    ] {
        close(one(method).value(), asked(options), 1e-9);
    }
    let text = unwrapped(&vawg(arguments).succeeds());
    for part in [
        "+0.6% to +7.7% a year, fitted in nine ways",
        "without 2020-21 2019-20 to 2024-25 +3.2%",
        "no increase or decrease can be claimed",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    vawg("trend --crime rape --sensitivity --model none").fails(
        2,
        "error: --sensitivity needs a trend\nhint: leave --model none out\n",
    );
}

#[test]
fn a_rise_is_claimed_only_where_every_way_of_fitting_it_agrees() {
    let values = |values: &[f64]| -> String {
        let row = |(year, value): (usize, &f64)| format!("{},{value},rate\n", 2000 + year);
        format!(
            "period,value,unit\n{}",
            values.iter().enumerate().map(row).collect::<String>()
        )
    };
    let steady = values(&[100.0, 104.0, 107.0, 112.0, 117.0, 121.0]);
    let text = unwrapped(&vawg_reading(&steady, "trend --input -").succeeds());
    assert!(text.contains("Since 2000: an increase of"), "{text}");
    // Significant over six years; without the first it falls.
    let bent = values(&[50.0, 98.0, 99.0, 97.5, 97.0, 96.0, 95.5, 95.0, 94.5, 94.0]);
    let arguments = "trend --input - --errors independent --from 2001";
    let text = unwrapped(&vawg_reading(&bent, arguments).succeeds());
    assert!(
        text.contains("no clear trend") && text.contains("the direction changes"),
        "{text}"
    );
}
