//! `vawg baseline`, `vawg trajectory` and `vawg detect`. The expected numbers are worked by hand
//! from the formulas of docs/methods.md; where another stands, it is named.

use crate::program::{Row, Rows, folder, unwrapped, vawg, vawg_reading};

fn rows(arguments: &str) -> Rows {
    Rows::read(&vawg(&format!("{arguments} --format csv")).succeeds())
}

fn value(rows: &Rows, wanted: &[(&str, &str)]) -> f64 {
    rows.one(wanted).value()
}

#[track_caller]
fn near(found: f64, expected: f64, within: f64) {
    assert!(
        (found - expected).abs() <= within,
        "{found} is not {expected}"
    );
}

const GEOMETRIC: (&str, &str) = ("method", "same rate each year");
const LINEAR: (&str, &str) = ("method", "same number each year");

#[test]
fn both_paths_halve_the_headline_by_the_year() {
    let rows = rows("trajectory");
    // 11.3 × 0.5^(k/10) and 11.3 × (1 − k/20).
    for year in 0..=10 {
        let period = format!("20{}-{}", 23 + year, 24 + year);
        let share = f64::from(year) / 10.0;
        let at = |method| value(&rows, &[("statistic", "path"), ("period", &period), method]);
        near(at(GEOMETRIC), 11.3 * 0.5_f64.powf(share), 1e-9);
        near(at(LINEAR), 11.3 * (1.0 - share / 2.0), 1e-9);
    }
    let required = rows.one(&[("statistic", "required_rate"), ("from", "2023-24")]);
    near(required.value(), -6.697, 5e-4);
}

#[test]
fn the_headline_is_too_early_to_tell_on_both_paths() {
    let rows = rows("trajectory");
    let change = rows.one(&[("statistic", "relative_change"), ("period", "2024-25")]);
    near(change.value(), -6.2, 0.05);
    near(limit(change, "lower"), -14.9, 0.05);
    near(limit(change, "upper"), 3.4, 0.05);
    for (path, uncertain, fixed) in [(GEOMETRIC, 0.457, 0.440), (LINEAR, 0.600, 0.638)] {
        let probability =
            |note: &str| value(&rows, &[("statistic", "probability"), path, ("note", note)]);
        near(probability("baseline uncertain"), uncertain, 5e-4);
        near(probability("baseline as published"), fixed, 5e-4);
        assert_eq!(
            rows.one(&[("statistic", "gap_ratio"), path]).get("note"),
            "too early to tell"
        );
    }
    let progress = rows.one(&[("statistic", "progress_ratio")]);
    near(progress.value(), 0.925, 5e-4);
    assert_eq!(progress.get("note"), "moderate progress");
    near(
        value(
            &rows,
            &[("statistic", "required_rate"), ("from", "2024-25")],
        ),
        -6.75,
        5e-3,
    );

    let text = vawg("trajectory --full").succeeds();
    let words = unwrapped(&text);
    for part in [
        "2024-25, both paths: too early to tell (path and no change are both possible)",
        "Too early to tell whether the figure is on course to halve: 10.6% in 2024-25",
        "These are only two points: they show no trend",
        "The change is not statistically significant with the design factor 1.2 that ONS uses \
         (z = 1.45), nor with the assumed 1.35 (z = 1.29).",
        "about 22,000 with design factor 1.2, 28,000 with design factor 1.35",
        "Rounding alone decides whether the figure (10.55% to 10.65%) is above or below the path \
         with the same rate each year: 10.50% to 10.59%.",
        "Progress ratio 0.80 to 1.05 as far as the rounded figures tell: moderate progress or on \
         track, rounding alone decides",
        "share of the likelihood at or",
        "-0.7 percentage points, -6% (95% confidence interval: -15% to +3%)",
        "A fall can be detected only once a bridging ratio for October 2025 is known.",
        "possible to say whether the years ending March 2024 and March 2025 differ",
        "not checked against",
        "Intervals are based on assumed sample sizes (12,000 from 2023-24 to 2024-25, 24,000 from 2025-26 \
         to 2033-34) and an assumed design factor of 1.35.",
        "Projection: not possible, fewer than 4 figures",
    ] {
        assert!(words.contains(part), "{part}: {text}");
    }
    assert!(
        text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
}

fn limit(row: Row<'_>, column: &str) -> f64 {
    row.get(column).parse().unwrap()
}

#[test]
fn verdicts_follow_the_rule_as_figures_come_in() {
    for (observed, verdict) in [
        ("2026-27=9.2", "consistent with the path"),
        ("2028-29=7.0", "ahead of the path"),
        ("2028-29=9.5", "falling, behind the path"),
        ("2028-29=10.9", "behind the path"),
        ("2028-29=12.8", "rising"),
    ] {
        let (period, _) = observed.split_once('=').unwrap();
        let rows = rows(&format!(
            "trajectory --base 12000 --across-breaks --observed {observed}"
        ));
        for path in [GEOMETRIC, LINEAR] {
            let row = rows.one(&[("statistic", "gap_ratio"), ("period", period), path]);
            assert_eq!(row.get("note"), verdict, "{observed}");
        }
    }
}

#[test]
fn what_could_be_detected_is_that_of_the_bases() {
    let people = rows("trajectory --base 12000 --across-breaks");
    near(
        value(&people, &[("statistic", "detectable_change")]),
        -13.3,
        0.05,
    );
    let first = |rows: &Rows, path| {
        rows.one(&[("statistic", "first_detected"), path])
            .get("period")
            .to_owned()
    };
    assert_eq!(
        [first(&people, GEOMETRIC), first(&people, LINEAR)],
        ["2026-27", "2026-27"]
    );
    let women = rows("trajectory --definition women-16-plus --base 6500 --across-breaks");
    near(
        value(&women, &[("statistic", "detectable_change")]),
        -15.9,
        0.05,
    );
    assert_eq!(
        [first(&women, GEOMETRIC), first(&women, LINEAR)],
        ["2026-27", "2027-28"]
    );
    let planned = rows("detect --prevalence 11.3 --base 12000");
    near(
        value(
            &planned,
            &[("statistic", "detectable_change"), ("unit", "per cent")],
        ),
        -13.3,
        0.05,
    );
    // The number that a fall of 13.3% needs is about the number that detects it.
    let needed = rows("detect --prevalence 11.3 --change 0.133");
    near(
        limit(
            needed.one(&[("statistic", "detectable_change"), ("unit", "per cent")]),
            "n",
        ),
        12_000.0,
        150.0,
    );
}

#[test]
fn the_change_is_the_sum_of_its_parts_and_a_residual() {
    let rows = rows("trajectory");
    let part = |note: &str| value(&rows, &[("statistic", "contribution"), ("note", note)]);
    near(part("women"), -0.6, 0.05);
    near(part("men"), -0.1, 0.05);
    near(
        part("women") + part("men") + part("not explained by the parts"),
        -0.7,
        1e-9,
    );
    let women = rows.one(&[("statistic", "contribution"), ("note", "women")]);
    assert_eq!(
        ["from", "to", "unit"].map(|column| women.get(column)),
        ["2023-24", "2024-25", "percentage points"]
    );
}

#[test]
fn a_known_break_blocks_a_verdict_unless_it_is_stepped_over_or_ignored() {
    let text = unwrapped(&vawg("trajectory --observed 2026-27=9.2 --full").succeeds());
    assert!(
        text.contains("No verdict across a break in the figures: 9.2% in 2026-27 (given)"),
        "{text}"
    );
    assert!(
        text.contains("New sexual victimisation questions"),
        "{text}"
    );
    let rows = |more: &str| {
        Rows::read(
            &vawg(&format!(
                "trajectory --observed 2026-27=9.2 {more} --format csv"
            ))
            .succeeds(),
        )
    };
    assert!(
        rows("")
            .with(&[("statistic", "gap_ratio"), ("period", "2026-27")])
            .is_empty()
    );
    assert_eq!(
        rows("--across-breaks")
            .with(&[("statistic", "gap_ratio"), ("period", "2026-27")])
            .len(),
        2
    );
    let stepped = rows("--step 2025-26=1.1");
    near(
        value(
            &stepped,
            &[("statistic", "observed"), ("period", "2026-27")],
        ),
        9.2 / 1.1,
        1e-9,
    );
}

#[test]
fn a_definition_without_a_later_figure_has_paths_and_no_verdict() {
    let text =
        unwrapped(&vawg("trajectory --definition domestic-abuse-women-16-59 --full").succeeds());
    assert!(
        text.contains("No figure yet after 7.4% in 2023-24"),
        "{text}"
    );
    assert!(
        text.contains("There is no verdict without a later figure."),
        "{text}"
    );
    assert!(text.contains("Smallest fall from the baseline"), "{text}");
}

#[test]
fn a_definition_in_offences_carries_the_caveat_of_recording() {
    for definition in ["nao-figure-1", "police-women-and-girls"] {
        let text = unwrapped(&vawg(&format!("trajectory --definition {definition}")).succeeds());
        assert!(
            text.contains("on recording, not on how much violence there is"),
            "{text}"
        );
    }
}

#[test]
fn every_definition_is_shown_side_by_side() {
    let rows = rows("baseline --all");
    for (definition, baseline) in [
        ("headline", 11.3),
        ("women-16-plus", 14.0),
        ("men-16-plus", 8.6),
        ("domestic-abuse-women-16-59", 7.4),
        ("sexual-assault-women-16-59", 4.3),
        ("nao-figure-1", 122_638.0),
        ("police-women-and-girls", 122_638.0),
    ] {
        near(
            value(&rows, &[("series", definition), ("statistic", "baseline")]),
            baseline,
            1e-9,
        );
        near(
            value(&rows, &[("series", definition), ("statistic", "target")]),
            baseline / 2.0,
            1e-9,
        );
    }
    let text = vawg("baseline").succeeds();
    assert!(
        text.contains("leaves out") && text.lines().count() <= 30,
        "{text}"
    );
    let all = vawg("baseline --all").succeeds();
    assert!(all.lines().count() <= 32, "{all}");
    // The note on the target is there only where it is true.
    let note = "This is not the measure that the government's target uses";
    let has_note = |arguments: &str| unwrapped(&vawg(arguments).succeeds()).contains(note);
    assert!(
        !has_note("baseline")
            && !has_note("baseline --target 2030-31")
            && !has_note("baseline --all")
    );
    assert!(has_note("baseline --definition women-16-plus"));
}

#[test]
fn a_force_or_charity_can_track_its_own_target() {
    let input = "period,value,unit\n2022-23,400,offences\n2023-24,420,offences\n2024-25,390,offences\n2025-26,300,offences\n2026-27,290,offences\n";
    let own = "trajectory --input - --baseline 2023-24 --target 2029-30 --reduction 0.3";
    let rows = Rows::read(&vawg_reading(input, &format!("{own} --format csv")).succeeds());
    near(
        value(
            &rows,
            &[("statistic", "path"), ("period", "2029-30"), LINEAR],
        ),
        294.0,
        1e-9,
    );
    assert_eq!(rows.with(&[("statistic", "projection")]).len(), 1);
    let run = vawg_reading(input, "trajectory --input -");
    assert_eq!(run.status, 2);
    assert!(
        run.stderr.contains("own figures need --baseline"),
        "{}",
        run.stderr
    );
    let folder = folder();
    let chart = folder.path().join("own.png");
    vawg_reading(input, &format!("{own} --chart {}", chart.display())).succeeds();
    assert!(chart.exists());
}

#[test]
fn the_short_answer_fits_a_screen_and_begins_with_the_verdict() {
    for definition in [
        "headline",
        "women-16-plus",
        "men-16-plus",
        "domestic-abuse-women-16-59",
        "sexual-assault-women-16-59",
        "nao-figure-1",
        "police-women-and-girls",
    ] {
        let text = vawg(&format!("trajectory --definition {definition}")).succeeds();
        assert!(text.lines().count() <= 36, "{text}");
        assert!(
            text.lines().all(|line| line.chars().count() <= 80),
            "{text}"
        );
        let verdict = unwrapped(text.split("\n\n").next().unwrap());
        assert!(
            verdict.contains("too early to tell") || verdict.contains("no verdict"),
            "{text}"
        );
        assert!(text.contains("\nRead with care\n"), "{text}");
    }
    // 121 months: only the latest figures, the next period and the target are in the short answer.
    let text = vawg_reading(
        "period,value,unit\n2024-m01,400,offences\n2024-m02,390,offences\n",
        "trajectory --input - --baseline 2024-m01 --target 2034-m01",
    )
    .succeeds();
    assert!(text.lines().count() <= 36, "{text}");
    assert!(text.contains("  2034-m01"), "{text}");
}

#[test]
fn a_complete_count_has_its_plain_change_first_and_scatter_after() {
    let text = unwrapped(&vawg("trajectory --definition police-women-and-girls").succeeds());
    let plain = text.find("127,728 in 2024-25, +5,090 (+4.2%) since 2023-24");
    // t(4) = 2.776 with the dispersion 1,209.49 of the six years from 2019-20 on: ln(127,728/122,638)
    // ± 2.776·sqrt(1,209.49(1/127,728 + 1/122,638)) = 0.0407 ± 0.3860, -29.2% to +53.2%.
    let scatter = text.find("Year-to-year scatter alone could give a change of -29% to +53%");
    assert!(plain.is_some() && plain < scatter, "{text}");
    assert!(text.contains("not a target of the government"), "{text}");
    let full = unwrapped(&vawg("trajectory --definition police-women-and-girls --full").succeeds());
    // The trend before is that of the target's own measure.
    assert!(!full.contains("a different measure from"), "{full}");
}

#[test]
fn across_a_break_there_is_no_rate_no_class_and_no_year() {
    let blocked = rows("trajectory --observed 2025-26=10.1");
    for statistic in [
        "relative_change",
        "change",
        "observed_rate",
        "progress_ratio",
        "gap",
        "gap_ratio",
        "probability",
        "rounding_range",
    ] {
        let found = blocked.with(&[("statistic", statistic), ("period", "2025-26")]);
        assert!(found.is_empty(), "{statistic}");
    }
    assert!(blocked.with(&[("statistic", "first_detected")]).is_empty());
    let from_here = [("statistic", "required_rate"), ("from", "2025-26")];
    assert!(blocked.with(&from_here).is_empty());
    let text = unwrapped(&vawg("trajectory --observed 2025-26=10.1 --full").succeeds());
    assert!(
        text.contains("10.1% in 2025-26") && !text.contains("Progress ratio"),
        "{text}"
    );
    let ignored = rows("trajectory --observed 2025-26=10.1 --across-breaks");
    let progress = ignored.one(&[("statistic", "progress_ratio"), ("period", "2025-26")]);
    // (10.1/11.3)^(1/2) - 1 over 0.5^(1/10) - 1.
    near(progress.value(), 0.8154, 5e-4);
}

#[test]
fn a_stated_ratio_carries_its_error_into_verdict_probability_and_detection() {
    let exact = rows("trajectory --observed 2025-26=10.1 --step 2025-26=1.05");
    let unsure = rows("trajectory --observed 2025-26=10.1 --step 2025-26=1.05±0.042");
    let typed = rows("trajectory --observed 2025-26=10.1 --step 2025-26=1.05+-0.042");
    let wanted = [("statistic", "relative_change"), ("period", "2025-26")];
    let log = |rows: &Rows| {
        let change = rows.one(&wanted);
        let of = |column| (1.0 + limit(change, column) / 100.0).ln();
        (of("upper") - of("lower")) / (2.0 * 1.959_963_984_540_054)
    };
    // SE(ln) of 11.3% on 12,000 and of 10.1% on 24,000 with 1.35: 0.034523, 0.025998.
    near(log(&exact), 0.034_523_f64.hypot(0.025_998), 1e-5);
    let with_ratio = 0.034_523_f64.hypot(0.025_998).hypot(0.04);
    near(log(&unsure), with_ratio, 1e-5);
    near(log(&typed), with_ratio, 1e-5);
    // A ratio known exactly, from 1.00 to 1.05, moves the share of the likelihood from 27% to 70%.
    let share = |rows: &Rows| {
        let wanted = [
            ("statistic", "probability"),
            ("period", "2025-26"),
            GEOMETRIC,
            ("note", "baseline uncertain"),
        ];
        value(rows, &wanted)
    };
    near(share(&exact), 0.70, 0.005);
    let same = rows("trajectory --observed 2025-26=10.1 --step 2025-26=1.0");
    near(share(&same), 0.27, 0.005);
    assert!(share(&unsure) < share(&exact));
    // Looked for after the latest figure, that of 2024-25; with a figure of 2025-26, after that.
    let first = |arguments: &str| {
        let rows = rows(&format!("trajectory {arguments}"));
        let row = rows.one(&[("statistic", "first_detected"), GEOMETRIC]);
        row.get("period").to_owned()
    };
    let found = ["", "±0.042"].map(|error| first(&format!("--step 2025-26=1.05{error}")));
    assert_eq!(found, ["2025-26", "2026-27"]);
    let given = "--observed 2025-26=10.1 --step 2025-26=1.05";
    assert_eq!(first(given), "2026-27");
    let fall = |rows: &Rows| value(rows, &[("statistic", "detectable_change")]);
    // 13.3% with the ratio known exactly; with its error the root of the formula of docs/methods.md.
    near(fall(&exact), -13.3, 0.05);
    assert!(fall(&unsure) < -15.0);
    let text =
        unwrapped(&vawg("trajectory --observed 2025-26=10.1 --step 2025-26=1.05±0.042").succeeds());
    // exp(ln 1.05 ± 1.96·0.04)
    assert!(
        text.contains("divided by 1.05 (95% confidence interval: 0.97 to 1.14)"),
        "{text}"
    );
}

#[test]
fn a_projection_carries_the_error_of_a_stated_ratio() {
    let input = "period,value,unit,standard_error\n2019-20,12.0,per cent,0.4\n\
        2020-21,11.5,per cent,0.4\n2021-22,11.3,per cent,0.4\n2022-23,10.8,per cent,0.4\n\
        2023-24,10.9,per cent,0.4\n2024-25,10.1,per cent,0.4\n";
    let found = |step: &str| {
        let asked = format!(
            "trajectory --input - --baseline 2019-20 --target 2029-30 --step {step} --format csv"
        );
        let rows = Rows::read(&vawg_reading(input, &asked).succeeds());
        let line = rows.one(&[("statistic", "projection")]);
        let reach = (limit(line, "upper") / line.value()).ln();
        let note = "of reaching the target, if the trend went on";
        (
            line.value(),
            reach,
            value(&rows, &[("statistic", "probability"), ("note", note)]),
        )
    };
    let exact = found("2023-24=1.05");
    let unsure = found("2023-24=1.05±0.0525");
    near(exact.0, unsure.0, 1e-12);
    // A ratio e^0.05 times as large lowers the last two of six points alike: the slope of weights
    // (p/SE)² falls by 0.05·Σw(x − m)s/Σw(x − m)², the line at year 10 by that times (10 − m) and by
    // 0.05 times their share of the weights.
    let weights: Vec<f64> = [12.0, 11.5, 11.3, 10.8, 10.9, 10.1]
        .map(|p: f64| p * p)
        .to_vec();
    let total: f64 = weights.iter().sum();
    let each = || weights.iter().zip([0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
    let mean = each().map(|(w, x)| w * x).sum::<f64>() / total;
    let spread: f64 = each().map(|(w, x)| w * (x - mean).powi(2)).sum();
    let stepped: f64 = each().skip(4).map(|(w, x)| w * (x - mean)).sum();
    let share: f64 = weights[4..].iter().sum::<f64>() / total;
    let moved = 0.05 * (stepped / spread * (10.0 - mean) + share);
    near(unsure.1, exact.1.hypot(1.959_963_984_540_054 * moved), 1e-6);
    assert!(unsure.2 > exact.2, "{unsure:?} {exact:?}");
}

#[test]
fn extra_scatter_widens_verdicts_and_what_can_be_detected() {
    let (usual, wider) = (rows("trajectory"), rows("trajectory --extra-scatter 1.5"));
    let log = |rows: &Rows| {
        let row = rows.one(&[("statistic", "relative_change"), ("period", "2024-25")]);
        (1.0 + limit(row, "upper") / 100.0).ln() - (1.0 + limit(row, "lower") / 100.0).ln()
    };
    near(log(&wider) / log(&usual), 1.5, 1e-9);
    // A design factor of 2.025 = 1.5 × 1.35: `detect` with it gives the same fall.
    let planned = rows("detect --prevalence 11.3 --base 12000 --design-factor 2.025");
    let planned = value(
        &planned,
        &[("statistic", "detectable_change"), ("unit", "per cent")],
    );
    near(
        value(&wider, &[("statistic", "detectable_change")]),
        planned,
        1e-9,
    );
    // ln(10.0/11.3) = -0.1222 with SE 0.0506 on 12,000 people each is a fall beyond 1.96 SE; with 1.5
    // times the error, 0.0759, it is not. The linear path, 9.605, is not ruled out by either.
    let verdict = |more: &str| {
        let found = rows(&format!(
            "trajectory --base 12000 --across-breaks --observed 2026-27=10.0 {more}"
        ));
        let row = found.one(&[("statistic", "gap_ratio"), ("period", "2026-27"), LINEAR]);
        row.get("note").to_owned()
    };
    assert_eq!(verdict(""), "consistent with the path");
    assert_eq!(verdict("--extra-scatter 1.5"), "too early to tell");
    let text = unwrapped(&vawg("trajectory --extra-scatter 1.5").succeeds());
    assert!(
        text.contains("Standard errors are multiplied by 1.5"),
        "{text}"
    );
}

#[test]
fn the_verdict_is_shown_under_other_assumptions_and_with_the_past_as_prior() {
    let found = rows("trajectory");
    let z = |method: &str| {
        value(
            &found,
            &[("statistic", "change_over_error"), ("method", method)],
        )
    };
    near(z("design factor 1.2"), -1.45, 0.005);
    near(z("design factor 1.35"), -1.29, 0.005);
    near(z("extra scatter 1.5"), -1.29 / 1.5, 0.005);
    for row in found.with(&[("statistic", "verdict_under")]) {
        assert_eq!(row.get("note"), "too early to tell");
    }
    assert_eq!(found.with(&[("statistic", "verdict_under")]).len(), 8);
    let prior = "baseline uncertain, with a prior of -2.5% a year, standard deviation 3.5 points";
    for (path, share) in [(GEOMETRIC, 0.138), (LINEAR, 0.323)] {
        let wanted = [("statistic", "probability"), path, ("note", prior)];
        near(value(&found, &wanted), share, 5e-4);
    }
    let range = |method: &str| {
        let row = found.one(&[("statistic", "rounding_range"), ("method", method)]);
        (limit(row, "lower"), limit(row, "upper"))
    };
    let (lower, upper) = range("progress ratio");
    near(lower, 0.80, 0.005);
    near(upper, 1.05, 0.005);
    let (lower, upper) = range("same rate each year");
    near(lower, 10.50, 0.005);
    near(upper, 10.59, 0.005);
}

#[test]
fn the_publisher_s_number_of_people_comes_first() {
    for (definition, people) in [
        ("headline", "5.4 million"),
        ("women-16-plus", "3.4 million"),
        ("men-16-plus", "2.0 million"),
    ] {
        let text = vawg(&format!("baseline --definition {definition} --full")).succeeds();
        let published = text.find(&format!("{people}, as published"));
        let product = text.find("Prevalence times population");
        assert!(published.is_some() && published < product, "{text}");
    }
}

#[test]
fn the_sample_sizes_of_later_years_are_stated_as_assumed() {
    let rows = rows("trajectory");
    for (period, people) in [
        ("2024-25", 12_000.0),
        ("2025-26", 24_000.0),
        ("2033-34", 24_000.0),
    ] {
        let base = rows.one(&[("statistic", "base"), ("period", period)]);
        near(base.value(), people, 1e-9);
        assert_eq!(base.get("method"), "assumed");
    }
}

#[test]
fn what_if_says_where_a_rate_would_lead() {
    let text = unwrapped(&vawg("trajectory --assume-annual-change -0.03").succeeds());
    // 10.6 × 0.97^9 = 8.06.
    assert!(
        text.contains("8.06% in 2033-34, target not reached"),
        "{}",
        text.replace('\n', " ")
    );
}

#[test]
fn targets_that_make_no_sense_are_refused() {
    for (arguments, part) in [
        (
            "--baseline 2024-25 --target 2023-24",
            "does not come after the baseline",
        ),
        ("--reduction 1.5", "does not lie between 0 and 1"),
        ("--reduction 0", "does not lie between 0 and 1"),
        ("--power 2", "does not lie between 0 and 1"),
        ("--observed 2025-26", "is not PERIOD=NUMBER"),
        ("--observed 2022-23=10", "is not between the baseline"),
        ("--observed 2025-26=0", "cannot be a figure"),
        ("--step 2025-26=0", "the ratio must be between 0.1 and 10"),
        ("--step 2025-26=105", "the ratio must be between 0.1 and 10"),
        (
            "--step 2025-26=1.05±0.6",
            "the standard error must be at least 0 and at most 50% of the ratio",
        ),
        ("--step 2025-26=1.05±x", "is not PERIOD=RATIO±SE"),
        ("--extra-scatter 0.9", "is not between 1 and 5"),
        ("--extra-scatter 6", "is not between 1 and 5"),
        (
            "--assume-annual-change -2",
            "is not a possible annual change",
        ),
        (
            "--target ye-dec-2033",
            "these figures are for financial years",
        ),
        ("--target 2033", "could mean two years"),
        ("--baseline 5", "is not a period"),
        (
            "--step 2025-q1=1.1",
            "these figures are for financial years",
        ),
        ("--definition headlin", "did you mean `headline`?"),
    ] {
        let run = vawg(&format!("trajectory {arguments}"));
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments}");
        assert!(run.stderr.contains(part), "{arguments}: {}", run.stderr);
    }
    let run = vawg("trajectory --baseline 2019-20");
    assert_eq!(run.status, 1);
    assert!(
        run.stderr
            .contains("has no figure for the baseline 2019-20"),
        "{}",
        run.stderr
    );
    let input = "period,value,unit\n2023-24,10,per cent\n";
    let run = vawg_reading(
        input,
        "trajectory --input - --baseline 2023-24 --target 2033-34 --observed 2024-25=9",
    );
    assert_eq!(run.status, 2);
    assert!(
        run.stderr
            .contains("cannot calculate a confidence interval for 9 (2024-25)"),
        "{}",
        run.stderr
    );
}
