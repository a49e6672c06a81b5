//! `vawg detect`.

use crate::program::{Rows, unwrapped, vawg};

fn rows(arguments: &str) -> Rows {
    Rows::read(&vawg(&format!("{arguments} --format csv")).succeeds())
}

#[test]
fn years_and_people_asked_answer_each_other() {
    // Computed apart with SciPy: 1.35²(z.975 + z.80)²(p0(1 − p0) + p1(1 − p1))/(p0 − p1)² with
    // p1 = p0/2^(1/5): 12,630.19 people. Halving in ten years is a fall of 1 − 2^(−1/10) a year.
    let needed = rows("detect --prevalence 11.3 --years 2");
    let years = needed.one(&[("statistic", "years_to_detect")]);
    assert_eq!((years.get("n"), years.get("value")), ("12631.0", "2.0"));
    assert_eq!(years.get("note"), "a fall of 0.06696700846319259 a year");
    let fewer = rows("detect --prevalence 11.3 --base 12630");
    assert_eq!(
        fewer.one(&[("statistic", "years_to_detect")]).get("value"),
        "3.0"
    );
}

#[test]
fn what_cannot_be_planned_for_is_refused() {
    for (arguments, part) in [
        ("--prevalence 0", "--prevalence 0.0 is outside"),
        ("--prevalence nan", "--prevalence NaN is outside"),
        ("--prevalence 11.3 --base 0", "--base 0.0 is outside"),
        ("--prevalence 11.3 --base 1e300", "--base 1e300 is outside"),
        ("--prevalence 11.3 --change 2", "--change 2.0 is outside"),
        (
            "--prevalence 11.3 --annual-fall -0.1",
            "--annual-fall -0.1 is outside",
        ),
        ("--prevalence 11.3 --power 1.2", "--power 1.2 is outside"),
        (
            "--prevalence 11.3 --design-factor 0",
            "--design-factor 0.0 is outside",
        ),
        ("--prevalence 11.3 --confidence 95", "95% is written 0.95"),
        (
            "--prevalence 11.3 --base 5 --change 0.1",
            "cannot be used with",
        ),
        ("--prevalence 11.3 --years 0", "0 is not in 1..=100"),
    ] {
        let run = vawg(&format!("detect {arguments}"));
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments}");
        assert!(run.stderr.contains(part), "{arguments}: {}", run.stderr);
    }
    let text = vawg("detect --prevalence 0.05 --base 30000").succeeds();
    assert!(
        text.contains("Smallest fall that a survey would detect from 0.05%"),
        "{text}"
    );
}

#[test]
fn several_factors_are_shown_side_by_side() {
    // Computed apart with SciPy: the root of δ = (z.975 + z.80)√(f²(p0q0 + p1q1)/n), p1 = p0 − δ.
    let table = "detect --prevalence 11.3 --base 6000,24000 --design-factor 1.2,1.5";
    let found = rows(table);
    let falls: Vec<f64> = found
        .with(&[("statistic", "detectable_change"), ("unit", "per cent")])
        .iter()
        .map(|row| (row.value() * 10.0).round() / 10.0)
        .collect();
    assert_eq!(falls, [-16.5, -8.4, -20.5, -10.5]);
    let text = vawg(table).succeeds();
    assert!(text.contains("design factor  sample size"), "{text}");
    let text = vawg("detect --prevalence 11.3").succeeds();
    assert!(
        unwrapped(&text).contains("design factor 1.35") && !text.contains("design factor  sample"),
        "{text}"
    );
}

#[test]
fn the_answer_fits_a_screen_and_every_number_of_the_table_is_a_row() {
    let text = vawg("detect --prevalence 11.3").succeeds();
    assert!(text.lines().count() <= 15, "{text}");
    let found = rows("detect --prevalence 11.3 --base 12000");
    let value = |statistic, unit| {
        let row = found.one(&[("statistic", statistic), ("unit", unit)]);
        (row.value() * 100.0).round() / 100.0
    };
    // 12,000 people, a fall of 1.50 points, 13.3% of 11.3%; halving in ten years is -6.7% a year.
    for (statistic, unit, expected) in [
        ("base", "people", 12_000.0),
        ("design_factor", "", 1.35),
        ("detectable_change", "percentage points", -1.5),
        ("detectable_change", "per cent", -13.27),
        ("required_rate", "per cent a year", -6.7),
        ("prevalence", "per cent", 11.3),
    ] {
        let found = value(statistic, unit);
        assert!(
            (found - expected).abs() < 1e-9,
            "{statistic} {unit}: {found}"
        );
    }
}
