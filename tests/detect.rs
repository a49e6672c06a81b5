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
        ("--prevalence nan", "it is out of bounds"),
        ("--prevalence 11.3 --base 0", "it must be more than 0"),
        ("--prevalence 11.3 --base 1e300", "it is out of bounds"),
        ("--prevalence 11.3 --change 2", "--change 2.0 is outside"),
        (
            "--prevalence 11.3 --annual-fall -0.1",
            "--annual-fall -0.1 is outside",
        ),
        ("--prevalence 11.3 --power 1.2", "--power 1.2 is outside"),
        (
            "--prevalence 11.3 --design-factor 0",
            "it must be more than 0",
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

#[test]
fn plans_say_what_a_change_of_questions_costs() {
    // Halves of 12,000, later surveys of 12,000 and 24,000: 17.3% instead of 13.3%, 16.3% instead of
    // 11.6%; on the path of the same rate the third year instead of the second (2027, not 2026).
    for (later, fall, bridged, years) in [
        ("12000", -13.3, -17.3, ("3.0", "3.0")),
        ("24000", -11.6, -16.3, ("2.0", "3.0")),
    ] {
        let found = rows(&format!(
            "detect --prevalence 11.3 --base 12000 --bridge 12000 --later-base {later}"
        ));
        let value = |statistic| {
            let row = found.one(&[("statistic", statistic), ("unit", "per cent")]);
            (row.value() * 10.0).round() / 10.0
        };
        for (statistic, expected) in [
            ("detectable_change", fall),
            ("detectable_change_bridged", bridged),
        ] {
            assert!((value(statistic) - expected).abs() < 1e-9, "{statistic}");
        }
        let year = |statistic| {
            found
                .one(&[("statistic", statistic)])
                .get("value")
                .to_owned()
        };
        assert_eq!(
            (year("years_to_detect"), year("years_to_detect_bridged")),
            (years.0.to_owned(), years.1.to_owned())
        );
    }
    // Larger halves bring the bridged fall down towards the other.
    let found = rows("detect --prevalence 11.3 --base 12000 --bridge 1000000");
    let row = found.one(&[("statistic", "detectable_change_bridged")]);
    assert!((row.value() + 13.3).abs() < 0.1, "{}", row.value());
    // Extra scatter of 1.2 acts like a design factor of 1.62; the ratio keeps the plain one.
    let scattered = rows("detect --prevalence 11.3 --base 12000 --extra-scatter 1.2");
    let factor = rows("detect --prevalence 11.3 --base 12000 --design-factor 1.62");
    let fall = |rows: &Rows| {
        rows.one(&[("statistic", "detectable_change"), ("unit", "per cent")])
            .value()
    };
    assert!((fall(&scattered) - fall(&factor)).abs() < 1e-9);
    let text = unwrapped(&vawg("detect --prevalence 11.3 --later-base 24000").succeeds());
    assert!(
        text.contains("24,000 people asked in later years"),
        "{text}"
    );
    for option in ["--bridge 0", "--later-base 0", "--extra-scatter 9"] {
        let run = vawg(&format!("detect --prevalence 11.3 {option}"));
        assert_eq!(run.status, 2, "{option}");
    }
    // Halves of 20 people give no ratio within bounds.
    let text = vawg("detect --prevalence 11.3 --base 12000 --bridge 20").succeeds();
    assert!(text.contains("none") && text.contains("over 20"), "{text}");
}
