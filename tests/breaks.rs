//! Breaks between two figures are named where the figures are compared.

use crate::program::{Rows, unwrapped, vawg};

#[test]
fn breaks_that_are_crossed_are_named_with_the_comparison() {
    // Three breaks are listed for rape: May 2004, November 2014, April 2019.
    let text = vawg("trend --crime rape --source police --to 2024-25 --full").succeeds();
    assert!(
        text.contains("71,581 rapes recorded in 2024-25; 12,295 in 2002-03, across three breaks"),
        "{text}"
    );
    let text = vawg("trend --crime rape --source police --from 2019-20 --to 2024-25 --full");
    let text = text.succeeds();
    assert!(text.contains("in 2024-25; 59,236 in 2019-20"), "{text}");
    // A later year than the last financial year leads.
    let text = vawg("trend --crime rape --source police --full").succeeds();
    let title = "74,174 rapes in the year ending December 2025; 71,581 in 2024-25";
    assert!(unwrapped(&text).contains(title), "{text}");
    let arguments = "trend --crime rape --source police --full --across-breaks --from 2012-13";
    let text = unwrapped(&vawg(arguments).succeeds());
    assert!(
        text.contains(
            "All rapes, 2012-13 to 2024-25: one trend across two breaks [note 1, 2], ignoring the change \
             of basis"
        ),
        "{text}"
    );
    let rows = Rows::read(&vawg(&format!("{arguments} --format csv")).succeeds());
    let change = rows.one(&[("statistic", "apc"), ("series", "police-rape")]);
    assert_eq!(change.get("note"), "across two breaks, ignoring them");
    // A break with a level step is not ignored.
    let text = vawg("trend --crime rape --source police --full --step breaks").succeeds();
    assert!(!text.contains("ignoring the change of basis"), "{text}");
}

#[test]
fn the_short_answer_gives_no_trend_that_ended_at_a_break() {
    // Stalking: two-crime rule dropped in May 2023; two years since.
    let text = unwrapped(&vawg("trend --crime stalking --source police").succeeds());
    assert!(
        text.contains("No trend: recording changed in 2018, 2020 and 2023; too few years since."),
        "{text}"
    );
    // Domestic abuse: the years to 2022-23 have a trend, the latest figure is on another basis.
    let text = unwrapped(&vawg("trend --crime domestic-abuse --source police").succeeds());
    assert!(
        text.contains("824,772") && text.contains("too few years since"),
        "{text}"
    );
}

#[test]
fn a_level_step_has_limits_that_agree_with_its_test() {
    let arguments = "trend --crime stalking --source police --step breaks --errors independent";
    let rows = Rows::read(&vawg(&format!("{arguments} --format csv")).succeeds());
    let ratio = |statistic: &str| rows.one(&[("statistic", statistic), ("period", "April 2018")]);
    let number =
        |statistic: &str, column: &str| -> f64 { ratio(statistic).get(column).parse().unwrap() };
    // 3.21 has 1.55 to 6.63; the symmetric limits of the NCI's program 0.88 to 5.54.
    for (statistic, lower, upper) in [
        ("comparability_ratio", 1.553_0, 6.632_0),
        ("comparability_ratio_symmetric", 0.879_8, 5.538_8),
    ] {
        assert!((number(statistic, "value") - 3.209_3).abs() < 1e-4);
        assert!(
            (number(statistic, "lower") - lower).abs() < 1e-4,
            "{statistic}"
        );
        assert!(
            (number(statistic, "upper") - upper).abs() < 1e-4,
            "{statistic}"
        );
    }
    let p: f64 = rows
        .one(&[("statistic", "step"), ("period", "April 2018")])
        .get("p_value")
        .parse()
        .unwrap();
    assert!(p < 0.05);
    let text = unwrapped(&vawg(&format!("{arguments} --full")).succeeds());
    assert!(
        text.contains(
            "level step at April 2018: level on the new basis over level on the old 3.21 (95% \
                       confidence interval: 1.55 to 6.63)"
        ),
        "{text}"
    );
}
