//! `vawg trajectory --input`, and courses that the user states.

use crate::program::{Row, Rows, folder, unwrapped, vawg, vawg_reading};

fn number(row: Row<'_>, column: &str) -> f64 {
    row.get(column).parse().unwrap()
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() < 1e-6 * expected,
        "{found} is not {expected}"
    );
}

#[test]
fn limits_give_a_target_its_intervals() {
    let input =
        "period,value,lower,upper,unit\n2020-21,12,11,13,rate\n2021-22,11.5,10.5,12.5,rate\n";
    let arguments = "trajectory --input - --baseline 2020-21 --target 2030-31 --format csv";
    let rows = Rows::read(&vawg_reading(input, arguments).succeeds());
    let baseline = rows.one(&[("statistic", "observed"), ("period", "2020-21")]);
    assert_eq!(
        (baseline.get("lower"), baseline.get("upper")),
        ("11.0", "13.0")
    );
    // By hand: SE = 2/3.92, and 12·exp(∓2.575829·SE/12) at 99%.
    let at_99 = format!("{arguments} --confidence 0.99");
    let at_99 = Rows::read(&vawg_reading(input, &at_99).succeeds());
    let wider = at_99.one(&[("statistic", "observed"), ("period", "2020-21")]);
    near(
        number(wider, "lower"),
        12.0 * (-2.575_829_304 * 2.0 / 3.92 / 12.0_f64).exp(),
    );
    let verdicts = rows.with(&[("statistic", "gap_ratio"), ("period", "2021-22")]);
    assert_eq!(verdicts.len(), 2);
    assert!(
        verdicts
            .iter()
            .all(|row| row.get("note") == "too early to tell")
    );
}

/// Prevalences of five years on growing bases; `with` changes the last two.
fn five_years(with: f64) -> String {
    let values = [12.0, 11.5, 11.0, 10.2 * with, 9.9 * with];
    let bases = [2000, 2000, 4000, 4000, 8000];
    let mut text = "period,value,base\n".to_owned();
    for (year, (value, base)) in values.iter().zip(bases).enumerate() {
        text += &format!("{},{value},{base}\n", year + 1);
    }
    text
}

#[test]
fn a_projection_weighs_the_figures_by_their_precision() {
    let arguments = "trajectory --input - --baseline 1 --target 8 --format csv";
    let rows = Rows::read(&vawg_reading(&five_years(1.0), arguments).succeeds());
    let projection = rows.one(&[("statistic", "projection")]);
    // Computed apart with statsmodels 0.15: weights (p/SE)², factor 1.35, floor of 1, t(3).
    near(projection.value(), 8.491_586_465);
    near(number(projection, "lower"), 6.106_826_606);
    near(number(projection, "upper"), 11.807_612_257);
    let reached = rows.with(&[("statistic", "probability"), ("period", "8")]);
    near(reached[0].value(), 0.021_983_556);
}

#[test]
fn a_stated_ratio_puts_the_projection_on_the_old_basis_too() {
    let arguments = "trajectory --input - --baseline 1 --target 8 --step 4=1.1 --format csv";
    let rows = Rows::read(&vawg_reading(&five_years(1.1), arguments).succeeds());
    let projection = rows.one(&[("statistic", "projection")]);
    // The same five values once divided; the errors are those of the larger shares over 1.1.
    near(projection.value(), 8.491_407_016);
    near(number(projection, "lower"), 6.183_318_419);
    let fourth = rows.one(&[("statistic", "observed"), ("period", "4")]);
    near(fourth.value(), 10.2);
    assert!(
        fourth.get("note").ends_with("over 1.1, on the old basis"),
        "{}",
        fourth.get("note")
    );
    let text =
        unwrapped(&vawg("trajectory --observed 2025-26=10.1 --step 2025-26=1.1 --full").succeeds());
    assert!(
        text.contains(
            "Consistent with the path to half: 9.2% in 2025-26 (given, on the old basis)"
        ),
        "{text}"
    );
}

#[test]
fn what_an_interval_rests_on_is_said_for_own_figures() {
    let arguments = "trajectory --input - --baseline 1 --target 4";
    let input = "period,value,base,design_factor\n1,12,1000,\n2,11.5,1100,1.2\n";
    let text = unwrapped(&vawg_reading(input, &format!("{arguments} --full")).succeeds());
    assert!(
        text.contains(
            "Intervals are based on the published sample sizes, an assumed sample size (1,000 from 3 to \
             4) and an assumed design factor of 1.35 or a published design factor of 1.2."
        ),
        "{text}"
    );
    let input = "period,value,base,standard_error\n1,12,1000,0.5\n2,11.5,1100,0.5\n";
    let text = vawg_reading(input, arguments).succeeds();
    assert!(!text.contains("sample size"), "{text}");
    // Of a base stated for one year alone the others are still the definition's.
    let arguments = "trajectory --observed 2025-26=10 --base 2025-26=20000";
    let text = unwrapped(&vawg(arguments).succeeds());
    assert!(
        text.contains("assumed sample sizes (12,000 from 2023-24 to 2024-25"),
        "{text}"
    );
    assert!(text.contains("a stated sample size (20,000)"), "{text}");
}

#[test]
fn a_stated_change_is_drawn_and_given_year_by_year() {
    let folder = folder();
    let chart = folder.path().join("what-if.svg");
    let arguments = format!(
        "trajectory --assume-annual-change -0.03 --format csv --chart {}",
        chart.display()
    );
    let rows = Rows::read(&vawg(&arguments).succeeds());
    let course = rows.with(&[("statistic", "what_if")]);
    assert_eq!(course.len(), 10);
    assert_eq!(course[0].get("period"), "2024-25");
    near(course[1].value(), 10.6 * 0.97);
    // 10.6 × 0.97^9 = 8.058…, above 5.65.
    near(course[9].value(), 10.6 * 0.97_f64.powi(9));
    assert_eq!(course[9].get("note"), "the target is not reached");
    assert!(std::fs::metadata(chart).unwrap().len() > 0);
    let drawn = crate::program::drawing("trajectory --assume-annual-change -0.03");
    assert!(drawn.contains("What if: -3.0% a year"));
    let rows = Rows::read(&vawg("trajectory --assume-annual-change -0.07 --format csv").succeeds());
    // 10.6 × 0.93^9 = 5.516…, below 5.65.
    assert_eq!(
        rows.with(&[("statistic", "what_if")])[9].get("note"),
        "the target is reached"
    );
}

#[test]
fn figures_outside_the_calendar_take_numbers_for_periods() {
    let input = "period,value,base\n1,12,1000\n2,11.5,1000\n";
    let run = |arguments: &str| vawg_reading(input, &format!("trajectory --input - {arguments}"));
    let text = run("--baseline 1 --target 4 --observed 3=10 --base 3=2000").succeeds();
    assert!(text.contains("10.0% in 3 (given)"), "{text}");
    run("--baseline 1 --target 1000000000").fails(
        2,
        "error: more than 1000 periods lie between 1 and 1000000000\n\
         hint: --target takes a period nearer to the baseline\n",
    );
    run("--baseline 1 --target 2030-31")
        .refuses(2, "error: --target 2030-31: these figures are for numbers");
}
