//! Breaks between two figures are named where the figures are compared.

use std::path::Path;

use crate::program::{Row, Rows, drawing, folder, unwrapped, vawg, vawg_with};

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

fn number(row: Row<'_>, column: &str) -> f64 {
    row.get(column).parse().unwrap()
}

const STATED: &str =
    "trend --crime rape --source police --sex all --from 2005-06 --to 2013-14 --step";

#[test]
fn a_stated_ratio_carries_its_error_into_the_trend() {
    // SciPy, scripts/stated_ratios.py: the series `rape to 2013-14` fitted again with other ratios
    for (errors, expected) in [
        (
            "independent",
            [
                0.432_165_023_710_583_13,
                6.524_315_184_095_496,
                0.029_048_389_653_609_823,
                9.0,
                15_836.560_309_013_73,
            ],
        ),
        (
            "correlated",
            [
                -1.400_065_364_219_552,
                9.669_711_235_425_925,
                0.119_445_880_713_703_93,
                7.0,
                14_312.089_365_660_731,
            ],
        ),
    ] {
        let run = |step: &str| {
            let text = vawg(&format!("{STATED} {step} --errors {errors} --format csv")).succeeds();
            Rows::read(&text)
        };
        let rows = run("2009-10=1.08±0.03");
        let change = rows.one(&[("statistic", "apc")]);
        let line = rows.one(&[("statistic", "fitted"), ("period", "2013-14")]);
        let found = [
            number(change, "lower"),
            number(change, "upper"),
            number(change, "p_value"),
            number(change, "df"),
            number(line, "lower"),
        ];
        for (found, expected) in found.into_iter().zip(expected) {
            assert!((found / expected - 1.0).abs() < 1e-9, "{found} {expected}");
        }
        assert!(change.get("note").contains("with one stated ratio"));
        let ratio = rows.one(&[("statistic", "comparability_ratio")]);
        assert_eq!(
            (ratio.get("method"), ratio.get("period")),
            ("stated by the user", "April 2009")
        );
        let reach = 1.959_963_984_540_054 * 0.03 / 1.08;
        assert!((number(ratio, "upper") / 1.08 / f64::exp(reach) - 1.0).abs() < 1e-9);
        assert!(rows.with(&[("statistic", "step")]).is_empty());
        // without its error the interval is narrower, and the ratio has no limits
        let exact = run("2009-10=1.08");
        let narrower = exact.one(&[("statistic", "apc")]);
        assert!(number(narrower, "upper") < number(change, "upper"));
        assert_eq!(
            exact
                .one(&[("statistic", "comparability_ratio")])
                .get("upper"),
            ""
        );
    }
}

#[test]
fn a_stated_ratio_is_named_where_the_trend_is() {
    let short = unwrapped(&vawg(&format!("{STATED} 2009-10=1.08±0.03")).succeeds());
    assert!(
        short.contains(
            "It takes the level step at April 2009 as 1.08 (95% confidence interval: 1.02 to 1.14), as \
             given with --step."
        ),
        "{short}"
    );
    let full = unwrapped(&vawg(&format!("{STATED} 2009-10=1.085+-0.03 --full")).succeeds());
    assert!(
        full.contains(
            "level step at April 2009: the new level over the old is 1.085 (95% \
             confidence interval: 1.028 to 1.145), as given with --step; its error is in the intervals \
             and the p-value of the trend"
        ),
        "{full}"
    );
    let exact = unwrapped(&vawg(&format!("{STATED} 2009-10=1.08 --full")).succeeds());
    assert!(
        exact.contains("the old is 1.08, as given with --step, taken as exact"),
        "{exact}"
    );
}

#[test]
fn a_stated_ratio_that_cannot_be_used_is_refused() {
    for (step, message) in [
        ("2009-10=1.08±x", "is not PERIOD=RATIO±SE"),
        ("2009-10=x", "is not PERIOD or PERIOD=RATIO±SE"),
        ("2009-10±0.03", "is not PERIOD or PERIOD=RATIO±SE"),
        ("2009-10=108", "the ratio must be between 0.1 and 10"),
        (
            "2009-10=1.08±0.6",
            "must be at least 0 and at most 50% of the ratio",
        ),
        ("2009-10,2009-10=1.08", "this period is given twice"),
        (
            "breaks,2009-10=1.08",
            "--step takes either `breaks` or periods, not both",
        ),
        ("2009=1.08", "2009 could mean two years"),
        (
            "2009-10=1.08 --linear",
            "a ratio multiplies, and a linear trend adds",
        ),
        (
            "2009-10=1.08±0.03 --model joinpoint",
            "joinpoint regression searches the places of its joinpoints anew",
        ),
    ] {
        let run = vawg(&format!("{STATED} {step}"));
        assert!(run.stderr.contains(message), "{step}: {}", run.stderr);
        run.refuses(2, "error: ");
    }
    vawg("trend --crime rape --step 2009-10=1.08").refuses(
        2,
        "error: --step 2009-10=1.08: a ratio belongs to figures of one source, and this answer has several\n\
         hint: add --source police or --source survey, or leave --input out",
    );
}

/// A data folder with the combined measure of 2025-26, after the break of October 2025. The figure is
/// made up.
fn with_a_figure_after_the_break(folder: &Path) -> String {
    let file = folder.join("csew.csv");
    let text = "release,table,source_ref,code,label,group,breakdown,sex,age,area,area_code,period,statistic,\
                unit,value,marker,standard_error,lower,upper,base,status,notes,withheld\n\
                ons-csew-prevalence-vawg-ye-mar-2026,Table 1,Table 1!C9,,\"Domestic abuse, sexual assault or \
                stalking (combined)\",,,all,16+,England and Wales,K04000001,2025-26,prevalence,per cent,10.9,,,\
                10.2,11.6,,in development,,\n";
    std::fs::write(&file, text).unwrap();
    let data = folder.join("data");
    let (file, data) = (file.to_str().unwrap(), data.to_str().unwrap());
    vawg_with(&["ingest", file, "--data", data]);
    format!("--data {data}")
}

#[test]
fn a_prevalence_after_a_break_is_not_compared_with_earlier_years() {
    let folder = folder();
    let data = with_a_figure_after_the_break(folder.path());
    let arguments = format!("prevalence --crime vawg-combined --sex all {data}");
    let said = "The survey changed in October 2025: 2025-26 is not compared with earlier years.";
    for form in ["", "--full", "--base 12000"] {
        let text = unwrapped(&vawg(&format!("{arguments} {form}")).succeeds());
        assert!(
            text.contains("10.9% of people aged 16 and over in 2025-26"),
            "{text}"
        );
        assert!(text.contains(said), "{text}");
        assert!(text.contains("10.2% to 11.6%"), "{text}");
        assert!(text.contains("[b] break in the series."), "{text}");
        for word in ["percentage points", "significant", "across one break"] {
            assert!(!text.contains(word), "{word}: {text}");
        }
    }
    for form in ["", "--compare 2023-24", "--compare 2024-25 --base 12000"] {
        let rows = Rows::read(&vawg(&format!("{arguments} {form} --format csv")).succeeds());
        for statistic in ["difference", "ratio"] {
            assert!(rows.with(&[("statistic", statistic)]).is_empty(), "{form}");
        }
        let figure = [("statistic", "prevalence"), ("period", "2025-26")];
        assert!((rows.one(&figure).value() - 10.9).abs() < 1e-9);
    }
    let asked = vawg(&format!("{arguments} --compare 2024-25"));
    let asked = unwrapped(&asked.succeeds());
    let said = "The survey changed in October 2025: 2025-26 is not compared with 2024-25.";
    assert!(asked.contains(said), "{asked}");
    // Without the figure after it the break divides nothing.
    let rows = Rows::read(&vawg(&format!("{arguments} --to 2024-25 --format csv")).succeeds());
    let difference = rows.one(&[("statistic", "difference")]);
    assert_eq!(
        (difference.get("from"), difference.get("to")),
        ("2023-24", "2024-25")
    );
    assert!((difference.value() + 0.7).abs() < 1e-9);
}

#[test]
fn a_prevalence_is_compared_with_the_earliest_since_the_last_break() {
    // Interviews by telephone from April 2020: 1.2% in 2020-21 and 1.4% in 2021-22 are on one basis.
    let arguments = "prevalence --crime violence --sex women";
    let text = unwrapped(&vawg(arguments).succeeds());
    let said = "The survey changed in April 2020: years before 2020-21 are not compared.";
    assert!(text.contains(said), "{text}");
    let rows = Rows::read(&vawg(&format!("{arguments} --format csv")).succeeds());
    let difference = rows.one(&[("statistic", "difference")]);
    let (from, to) = (difference.get("from"), difference.get("to"));
    assert_eq!((from, to), ("2020-21", "2021-22"));
    let value = |period| {
        let figure = [("statistic", "prevalence"), ("period", period)];
        rows.one(&figure).value()
    };
    assert!((difference.value() - (value(to) - value(from))).abs() < 1e-9);
}

#[test]
fn a_survey_trend_tests_no_change_across_a_break() {
    let folder = folder();
    let data = with_a_figure_after_the_break(folder.path());
    let arguments = format!("trend --crime vawg-combined --sex all --base 12000 {data}");
    let rows = Rows::read(&vawg(&format!("{arguments} --format csv")).succeeds());
    for (from, to, is_tested) in [
        ("2023-24", "2025-26", false),
        ("2024-25", "2025-26", false),
        ("2023-24", "2024-25", true),
    ] {
        let change = rows.one(&[("statistic", "change"), ("from", from), ("to", to)]);
        for column in ["lower", "upper", "confidence", "p_value"] {
            assert_eq!(
                !change.get(column).is_empty(),
                is_tested,
                "{from}: {column}"
            );
        }
    }
    let text = unwrapped(&vawg(&format!("{arguments} --full")).succeeds());
    let said = "+0.3 percentage points, across one break [note 1]";
    assert!(text.contains(said), "{text}");
    assert!(
        text.contains("A change across a break is not tested"),
        "{text}"
    );
    assert!(!text.contains("p = "), "{text}");
}

#[test]
fn a_trajectory_says_which_figure_is_not_comparable_and_what_the_last_comparable_one_says() {
    let folder = folder();
    let data = with_a_figure_after_the_break(folder.path());
    let said = "Is it being halved? 2025-26 is not comparable with 2023-24, as the survey changed in \
                October 2025. On the last comparable figure, of 2024-25: it cannot be said yet: the change \
                since 2023-24 can be chance";
    for asked in [
        &format!("trajectory {data}"),
        &format!("summary {data}"),
        "trajectory --observed 2025-26=10.1",
    ] {
        let text = unwrapped(&vawg(asked).succeeds());
        assert!(text.contains(said), "{text}");
    }
    let text = unwrapped(&vawg(&format!("trajectory {data} --across-breaks")).succeeds());
    assert!(!text.contains("not comparable with"), "{text}");
    let ignored = "The break of October 2025 is ignored, as --across-breaks asks: New sexual";
    assert!(text.contains(ignored), "{text}");
    // 2025-26 is observed: what could be detected comes after it.
    let rows = vawg(&format!("trajectory {data} --across-breaks --format csv"));
    let rows = Rows::read(&rows.succeeds());
    let found = rows.with(&[("statistic", "first_detected")]);
    assert_eq!(found.len(), 2);
    for row in found {
        assert!(row.get("period") > "2025-26", "{}", row.get("period"));
    }
}

#[test]
fn a_break_between_the_figures_of_a_target_is_drawn_with_its_note() {
    let note = "(1)\u{a0}October 2025: New sexual victimisation questions replace the old.";
    let across = drawing("trajectory --observed 2025-26=10.1");
    assert!(across.contains(note), "{across}");
    assert!(across.contains(">1</text>"), "{across}");
    // The figures held end before it.
    let before = drawing("trajectory");
    assert!(!before.contains("October 2025: New"), "{before}");
}
