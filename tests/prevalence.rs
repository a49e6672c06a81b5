//! `vawg prevalence`.

use crate::program::{Rows, unwrapped, vawg, vawg_reading};

#[test]
fn prevalence_has_its_interval_and_people_with_their_basis() {
    let text = unwrapped(&vawg("prevalence --crime violence --from 2022-23 --full").succeeds());
    let words =
        "Intervals are based on the published sample sizes and an assumed design factor of 1.35.";
    assert!(text.contains(words), "{text}");
    assert!(text.contains("mid-2024"), "{text}");
    let rows =
        Rows::read(&vawg("prevalence --crime violence --from 2022-23 --format csv").succeeds());
    let row = rows.one(&[("statistic", "prevalence"), ("period", "2024-25")]);
    // ONS Appendix tables, year ending December 2025, Table A3a: 1.4% of 31,532 people. Wilson's
    // limits on 31,532 / 1.35² people, worked by hand.
    let (n, p, z) = (
        31_532.0 / 1.35_f64.powi(2),
        0.014_f64,
        1.959_963_984_540_054_f64,
    );
    let half = z * (z * z + 4.0 * n * p * (1.0 - p)).sqrt();
    let middle = 2.0 * n * p + z * z;
    let limits = [
        (middle - half) / (2.0 * (n + z * z)),
        (middle + half) / (2.0 * (n + z * z)),
    ];
    for (column, limit) in [("lower", limits[0]), ("upper", limits[1])] {
        let found: f64 = row.get(column).parse().unwrap();
        assert!((found - 100.0 * limit).abs() < 1e-9, "{column}: {found}");
    }
    let people = rows.one(&[("statistic", "victims"), ("period", "2024-25")]);
    // 1.4% of 50,492,073 people aged 16 and over, mid-2024.
    assert!((people.value() - 0.014 * 50_492_073.0).abs() < 1e-3);
    assert_eq!(people.get("n"), "50492073.0");
    let base = rows.one(&[("statistic", "base"), ("period", "2024-25")]);
    assert_eq!(
        (
            base.get("value"),
            base.get("method"),
            base.get("source_ref")
        ),
        ("31532.0", "", row.get("source_ref"))
    );
}

#[test]
fn without_anything_published_no_interval_is_shown() {
    let text = vawg("prevalence --crime rape --sex women --age 16-59 --full").succeeds();
    assert!(
        unwrapped(&text)
            .contains("No sample size or standard error is published, so no interval is shown"),
        "{text}"
    );
    assert!(!text.contains("95% interval"), "{text}");
    let rows = Rows::read(&vawg("prevalence --crime rape --format csv").succeeds());
    for row in rows.with(&[("statistic", "prevalence")]) {
        assert_eq!((row.get("lower"), row.get("upper")), ("", ""));
    }
    let difference = rows.one(&[("statistic", "difference")]);
    assert_eq!(
        (difference.get("p_value"), difference.get("note")),
        ("", "not tested")
    );
}

#[test]
fn a_stated_base_gives_intervals_and_a_test_that_say_so() {
    let arguments = "prevalence --crime sexual-assault --sex women --age 16-59 --base 2009-10=11000,2023-24=6000 \
                     --design-factor 1.2 --compare 2009-10";
    let text = unwrapped(&vawg(&format!("{arguments} --full")).succeeds());
    let words = "stated sample sizes (11,000 in 2009-10, 6,000 in 2023-24)";
    assert!(text.contains(words), "{text}");
    assert!(
        text.contains("2009-10 to 2023-24: +0.9 percentage points (95% confidence interval:"),
        "{text}"
    );
    let rows = Rows::read(&vawg(&format!("{arguments} --format csv")).succeeds());
    let difference = rows.one(&[("statistic", "difference")]);
    // z = (p2 - p1)/sqrt(SE1² + SE2²) with SE = deft·sqrt(p(1 - p)/n).
    let error = |p: f64, n: f64| 1.2 * (p * (1.0 - p) / n).sqrt();
    let first: f64 = 0.033_550_8;
    let z = (0.043 - first) / error(first, 11_000.0).hypot(error(0.043, 6_000.0));
    assert!(z > 1.96, "{z}");
    assert_eq!(difference.get("note"), "[s]");
    assert!(difference.get("method").contains("Newcombe"));
}

#[test]
fn the_reports_figures_for_women_are_shown_with_their_gap() {
    let rows = |crime: &str| {
        Rows::read(&vawg(&format!("trend --crime {crime} --source survey --sex women --age 16-59 --from 2004-05 --format csv")).succeeds())
    };
    // NAO, HC 547, paragraph 7: sexual assault 3.4% in 2009-10 and 4.3% in 2023-24; domestic abuse
    // 9.2% and 7.4%.
    for (crime, first, last) in [("sexual-assault", 3.4, 4.3), ("domestic-abuse", 9.2, 7.4)] {
        let rows = rows(crime);
        let value = |period: &str| {
            let found = rows.with(&[("statistic", "observed"), ("period", period)]);
            found
                .iter()
                .find(|row| row.get("measure").starts_with("survey-"))
                .unwrap()
                .value()
        };
        assert!((value("2009-10") - first).abs() < 0.05, "{crime}");
        assert!((value("2023-24") - last).abs() < 0.05, "{crime}");
        let gap = rows.with(&[("statistic", "observed"), ("period", "2020-21")]);
        assert!(gap.iter().all(|row| row.get("marker") == "[x]"));
        let text = vawg(&format!(
            "trend --crime {crime} --source survey --sex women --age 16-59 --from 2004-05 --full"
        ))
        .succeeds();
        for word in [" rose", " fell", " increased", " decreased"] {
            assert!(!text.contains(word), "{crime}: {word}");
        }
        assert!(
            unwrapped(&text).contains("so no change is tested"),
            "{text}"
        );
    }
}

#[test]
fn confidence_bases_and_factors_are_checked() {
    vawg("prevalence --crime violence --confidence 95").fails(
        2,
        "error: --confidence 95 does not lie between 0 and 1\nhint: 95% is written 0.95\n",
    );
    vawg("prevalence --crime violence --confidence 1.2").fails(
        2,
        "error: --confidence 1.2 does not lie between 0 and 1\nhint: 0.95 is usual\n",
    );
    for arguments in [
        "--base 0",
        "--base many",
        "--base 2023-25=10",
        "--design-factor 0",
        "--confidence NaN",
    ] {
        let run = vawg(&format!("prevalence --crime violence {arguments}"));
        assert_eq!(
            (run.status, run.stdout.as_str()),
            (2, ""),
            "{arguments}: {}",
            run.stderr
        );
    }
    let run = vawg("prevalence --crime violence --compare 1990-91");
    assert_eq!(run.status, 1);
    assert!(
        run.stderr
            .contains("has no figure for 1990-91 to compare with"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_figure_on_fewer_than_fifty_people_is_not_shown() {
    let input = "period,value,base\n2020-21,5,40\n2021-22,6,400\n";
    let text = vawg_reading(input, "prevalence --input - --full").succeeds();
    assert!(text.contains("2020-21         [u]"), "{text}");
    let rows = Rows::read(&vawg_reading(input, "prevalence --input - --format csv").succeeds());
    let row = rows.one(&[("statistic", "prevalence"), ("period", "2020-21")]);
    assert_eq!((row.get("value"), row.get("marker")), ("", "[u]"));
    // Nor is it disclosed by a difference.
    assert!(rows.with(&[("statistic", "difference")]).is_empty());
}

#[test]
fn figures_and_published_limits_are_returned_as_they_were_given() {
    // 7/100 × 100 is 7.000000000000001 in binary numbers.
    let input = "period,value,unit,lower,upper\n2020-21,7,per cent,5,8\n2021-22,6,per cent,5,7\n";
    let rows = Rows::read(&vawg_reading(input, "prevalence --input - --format csv").succeeds());
    let first = rows.one(&[("statistic", "prevalence"), ("period", "2020-21")]);
    assert_eq!(
        ["value", "lower", "upper", "method"].map(|column| first.get(column)),
        ["7.0", "5.0", "8.0", "limits as published"]
    );
    let second = rows.one(&[("statistic", "prevalence"), ("period", "2021-22")]);
    assert_eq!(second.get("upper"), "7.0");
}

#[test]
fn every_basis_of_an_interval_is_named() {
    let rests = |input: &str| {
        let text = unwrapped(&vawg_reading(input, "prevalence --input - --full").succeeds());
        let (_, rest) = text.split_once("Intervals are based on ").unwrap();
        rest.split(". ").next().unwrap().to_owned()
    };
    let errors =
        "period,value,unit,standard_error\n2020-21,5,per cent,0.4\n2021-22,6,per cent,0.5\n";
    assert_eq!(rests(errors), "the standard errors given");
    let mixed = "period,value,base,design_factor,lower,upper\n\
                 2020-21,5,900,,4,6\n2021-22,6,900,,,\n2022-23,6,900,1.2,,\n";
    assert_eq!(
        rests(mixed),
        "the limits given, the published sample sizes and an assumed design factor of 1.35 or a \
         published design factor of 1.2"
    );
    let values = "period,value,unit,lower,upper\n1,50,rate,40,60\n2,55,rate,45,65\n";
    let rows = Rows::read(&vawg_reading(values, "prevalence --input - --format csv").succeeds());
    // Values with limits: SE = 20/3.92, and a test of +5 against √2·SE.
    let change = rows.one(&[("statistic", "difference")]);
    let z = 5.0 / (2.0_f64.sqrt() * 20.0 / 3.92);
    assert!((z - 0.692_965).abs() < 1e-6);
    // P(|Z| ≥ 0.692965) = 0.488332 (SciPy).
    assert!((change.get("p_value").parse::<f64>().unwrap() - 0.488_332).abs() < 1e-6);
}

#[test]
fn the_catalogues_sample_size_is_used_where_none_is_published_and_is_called_assumed() {
    let arguments = "prevalence --crime domestic-abuse --sex women --age 16-59";
    let rows = Rows::read(&vawg(&format!("{arguments} --format csv")).succeeds());
    let baseline = Rows::read(
        &vawg("baseline --definition domestic-abuse-women-16-59 --format csv").succeeds(),
    );
    let figure = rows.one(&[("statistic", "prevalence"), ("period", "2023-24")]);
    let same = baseline.one(&[("statistic", "baseline")]);
    for column in ["value", "lower", "upper", "n", "release"] {
        assert_eq!(figure.get(column), same.get(column), "{column}");
    }
    for rows in [&rows, &baseline] {
        let base = rows.one(&[("statistic", "base")]);
        assert_eq!(
            (base.get("value"), base.get("method")),
            ("4400.0", "assumed")
        );
    }
    let text = unwrapped(&vawg(arguments).succeeds());
    assert!(
        text.contains("assumed sample size (4,400 in 2023-24)"),
        "{text}"
    );
    // What the user states replaces the assumption.
    let stated = Rows::read(&vawg(&format!("{arguments} --base 5000 --format csv")).succeeds());
    let base = stated.one(&[("statistic", "base"), ("period", "2023-24")]);
    assert_eq!(
        (base.get("value"), base.get("method")),
        ("5000.0", "stated by the user")
    );
}

#[test]
fn the_publishers_number_of_people_comes_before_a_product() {
    let arguments = "prevalence --crime vawg-combined";
    let rows = Rows::read(&vawg(&format!("{arguments} --format csv")).succeeds());
    // PA news agency, 24 July 2025, quoting ONS: 5.4, 3.4 and 2.0 million.
    for (sex, people) in [
        ("all", "5400000.0"),
        ("women", "3400000.0"),
        ("men", "2000000.0"),
    ] {
        let victims = [
            ("statistic", "victims"),
            ("period", "2023-24"),
            ("sex", sex),
        ];
        let found = rows.with(&victims);
        assert_eq!(
            [found[0].get("value"), found[0].get("method")],
            [people, ""]
        );
        assert_eq!(found[1].get("method"), "prevalence times population");
    }
    let short = vawg(&format!("{arguments} --sex all")).succeeds();
    assert!(
        short.contains("5,400,000") && !short.contains("5,611,000"),
        "{short}"
    );
    let full = unwrapped(&vawg(&format!("{arguments} --sex all --full")).succeeds());
    assert!(
        full.contains("5,611,000") && full.contains("is not the publisher's number"),
        "{full}"
    );
}

#[test]
fn the_age_group_with_the_latest_figure_is_shown_and_later_ones_are_named() {
    let text = unwrapped(&vawg("prevalence --crime stalking").succeeds());
    assert!(
        text.contains("4.0% of women aged 16 and over in 2023-24"),
        "{text}"
    );
    let later = "Later figures: people aged 16 and over, to 2024-25 (--sex all --age 16+).";
    let earlier = "Earlier figures: women aged 16 to 59, from 2004-05 (--sex women --age 16-59).";
    assert!(text.contains(later) && text.contains(earlier), "{text}");
    let all = unwrapped(&vawg("prevalence --crime stalking --sex all --age 16+").succeeds());
    assert!(
        all.contains("2.9% of people aged 16 and over in 2024-25"),
        "{all}"
    );
    assert!(!all.contains("Later figures"), "{all}");
    // Who asks for a period or a comparison keeps the long series.
    for asked in [
        "--from 2004-05",
        "--compare 2009-10",
        "--sex women --age 16-59",
    ] {
        let text = vawg(&format!("prevalence --crime stalking {asked}")).succeeds();
        assert!(
            text.contains("4.6% of women aged 16 to 59 in 2015-16"),
            "{text}"
        );
    }
}

#[test]
fn the_short_answer_on_one_measure_has_at_most_24_lines() {
    for crime in [
        "violence",
        "rape",
        "stalking",
        "harassment",
        "sexual-assault",
        "domestic-abuse --sex women --age 16-59",
        "domestic-abuse-new-questions --sex women",
        "domestic-violence",
        "vawg-combined --sex all",
        "vawg-combined --sex men",
    ] {
        let text = vawg(&format!("prevalence --crime {crime}")).succeeds();
        let lines = text.lines().count();
        assert!(lines <= 24, "{lines} lines\n{text}");
        let widest = text.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(80), "{text}");
        // What the row of a figure cannot show is in the sentence below.
        assert!(text.contains("More: --full"), "{text}");
    }
}

#[test]
fn an_assumed_design_factor_is_said_in_the_short_answer() {
    let asked = "prevalence --crime domestic-abuse-new-questions --sex women --base 6000";
    let text = unwrapped(&vawg(asked).succeeds());
    let said =
        "Intervals are based on a stated sample size (6,000) and an assumed design factor of 1.35.";
    assert!(text.contains(said), "{text}");
    assert!(!text.contains("(assumed)"), "{text}");
    let stated = vawg(&format!("{asked} --design-factor 1.2")).succeeds();
    assert!(!stated.contains("Intervals are based on"), "{stated}");
    // Where a size is assumed for one row only, the row says so and the heading does not.
    let asked = "prevalence --crime vawg-combined --sex all";
    let all = vawg(asked).succeeds();
    assert!(
        all.contains("(assumed)") && !all.contains("sample size assumed"),
        "{all}"
    );
    let one = vawg(&format!("{asked} --base 2024-25=12000")).succeeds();
    let row = |period: &str| {
        let rows = one
            .split("\n  20")
            .find(|row| format!("20{row}").starts_with(period));
        unwrapped(rows.unwrap())
    };
    assert!(!one.contains("(assumed)"), "{one}");
    assert!(row("2023-24").ends_with("sample size assumed"), "{one}");
    assert!(!row("2024-25").contains("assumed"), "{one}");
}

#[test]
fn statuses_that_differ_say_whose_they_are() {
    let text = unwrapped(&vawg("prevalence --crime domestic-abuse").succeeds());
    let said = "Latest survey figure of women aged 16 to 59: official statistics, not accredited; of men \
                aged 16 to 59: accredited official statistics.";
    assert!(text.contains(said), "{text}");
    assert_eq!(text.matches("Latest survey figure").count(), 1, "{text}");
}

#[test]
fn an_answer_on_the_old_questions_names_the_crime_of_the_new_ones_once() {
    let said = "Questions used until March 2025; new: --crime domestic-abuse-new-questions.";
    for command in ["prevalence", "trend"] {
        let text = unwrapped(&vawg(&format!("{command} --crime domestic-abuse")).succeeds());
        assert_eq!(text.matches(said).count(), 1, "{text}");
        // Police figures rest on no question, and the new questions have none that are newer.
        for other in ["domestic-abuse-new-questions", "stalking"] {
            let text = vawg(&format!("{command} --crime {other}")).succeeds();
            assert!(!text.contains("Questions used until"), "{text}");
        }
    }
    let police = vawg("trend --crime domestic-abuse --source police").succeeds();
    assert!(!police.contains("Questions used until"), "{police}");
}
