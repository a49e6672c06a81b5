//! `vawg commitments` and `vawg uplift`. Counts of commitments are those stated in HC 547,
//! paragraphs 2.2 to 2.4, and of its Appendix Two; amounts are worked by hand from the deflators
//! beside them.

use crate::program::{Rows, folder, vawg, vawg_with};

/// The number of commitments of a group with a status; an empty status for all.
fn count(rows: &Rows, series: &str, status: &str) -> f64 {
    rows.one(&[
        ("series", series),
        ("statistic", "count"),
        ("breakdown", status),
    ])
    .value()
}

#[track_caller]
fn is(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
}

#[test]
fn the_commitments_add_up_as_the_report_says() {
    let rows = Rows::read(&vawg("commitments --by plan --format csv").succeeds());
    for (status, expected) in [
        ("", 126.0),
        ("completed", 98.0),
        ("not completed", 25.0),
        ("stopped", 2.0),
        ("ongoing", 1.0),
    ] {
        is(count(&rows, "all", status), expected);
    }
    is(count(&rows, "VAWG Strategy", ""), 52.0);
    is(count(&rows, "VAWG Strategy", "completed"), 46.0);
    is(count(&rows, "Domestic Abuse Plan", ""), 74.0);
    is(count(&rows, "Domestic Abuse Plan", "completed"), 52.0);
    let types = Rows::read(&vawg("commitments --by type --format csv").succeeds());
    for (name, expected) in [("activity", 90.0), ("input", 21.0), ("output", 15.0)] {
        is(count(&types, name, ""), expected);
    }
}

#[test]
fn most_outstanding_commitments_are_the_home_offices() {
    let outstanding = [
        "commitments",
        "--by",
        "department",
        "--filter",
        "status=Not completed",
        "--format",
        "csv",
    ];
    let rows = Rows::read(&vawg_with(&outstanding).succeeds());
    is(count(&rows, "Home Office", ""), 19.0);
    is(count(&rows, "all", ""), 25.0);
    let all = vawg("commitments --by department --full").succeeds();
    let departments = all.lines().filter(|line| line.contains('%')).count() - 1;
    assert_eq!(departments, 13);
}

#[test]
fn filters_choose_what_is_listed() {
    let listed = vawg("commitments --filter status=ongoing --filter status=stopped --format csv");
    let text = listed.succeeds();
    assert_eq!(text.lines().count(), 1 + 3);
    assert!(text.starts_with("item,commitment,plan,pillar,department,status,type,page,row,mended"));
    // Seven of its own, and three with the Home Office.
    let joint =
        vawg_with(&["commitments", "--filter", "department=Ministry of Justice"]).succeeds();
    assert!(joint.starts_with("Commitments on violence against women and girls: 10 of 126"));
}

#[test]
fn a_filter_that_cannot_be_used_is_refused_with_a_remedy() {
    for (filter, message) in [
        (
            "status",
            "error: --filter expects COLUMN=VALUE, not `status`\nhint: for example",
        ),
        (
            "dept=x",
            "error: unknown column `dept` in --filter\nhint: columns are pillar, plan",
        ),
        (
            "department=Home Ofice",
            "error: no commitment has the department `Home Ofice`\nhint: did you mean `Home Office`?",
        ),
    ] {
        vawg_with(&["commitments", "--filter", filter]).refuses(2, message);
    }
}

#[test]
fn short_answers_fit_a_screen_and_full_ones_have_every_row() {
    for (arguments, lines) in [
        ("commitments", 32),
        ("commitments --by department", 30),
        ("commitments --by pillar", 20),
        ("uplift 66bn --from 2016-17 --to 2024-25", 22),
    ] {
        let text = vawg(arguments).succeeds();
        assert!(text.lines().count() <= lines, "{arguments}\n{text}");
    }
    let short = vawg("commitments").succeeds();
    assert!(short.contains("and 118 more"), "{short}");
    for form in ["csv", "json", "markdown"] {
        let all = vawg(&format!("commitments --format {form}")).succeeds();
        assert!(!all.contains("118 more"), "{form}");
    }
}

#[test]
fn the_commitments_of_a_report_of_the_users_own_are_counted() {
    let folder = folder();
    let description = "[report]\nid = 'mine'\ntitle = 'A plan'\ncommitments = 'list.csv'\n\
        commitments_place = 'Annex A'\n";
    let path = folder.path().join("report.toml");
    std::fs::write(&path, description).unwrap();
    let list = "number,commitment,plan,pillar,lead,departments,status,type,page,row,cleaned\n\
        1,Do it,P,A,X,X;Y,completed,activity,1,1,\n2,Do more,P,B,Y,Y,ongoing,activity,1,2,\n";
    std::fs::write(folder.path().join("list.csv"), list).unwrap();
    let path = path.to_str().unwrap();
    let run = vawg_with(&["commitments", path, "--by", "pillar", "--format", "csv"]);
    let rows = Rows::read(&run.succeeds());
    is(count(&rows, "A", "completed"), 1.0);
    is(count(&rows, "all", ""), 2.0);
    let all = rows.one(&[("series", "all"), ("statistic", "share")]);
    assert_eq!(
        (all.get("release"), all.get("source_ref")),
        ("mine", "A plan, Annex A")
    );
    std::fs::write(folder.path().join("list.csv"), "number,commitment\n1,x\n").unwrap();
    vawg_with(&["commitments", path]).refuses(1, "error: `");
    vawg("commitments patchwork").refuses(
        1,
        "error: `data/reports/patchwork/report.toml` names no file of commitments\nhint: give it",
    );
}

#[test]
fn the_vintage_is_part_of_an_uplifted_amount() {
    let rows = Rows::read(&vawg("uplift 66bn --from 2016-17 --to 2024-25 --format csv").succeeds());
    // March 2026: 76.0754 and 100 (uk_cost_indices.csv, rows 18 and 26).
    let latest = rows.one(&[
        ("series", "hmt-deflators-2026-m03"),
        ("statistic", "uplifted"),
    ]);
    is(latest.value(), 66.0 * 100.0 / 76.0754);
    assert_eq!(latest.get("marker"), "");
    // March 2020: 96.245425 in 2016-17, 100 in 2018-19, then six forecasts of growth (D72 to D77).
    let chained = 100.0
        * [
            1.916_868_962_219_013,
            1.970_103_230_156_269,
            2.115_007_778_133_829_7,
            2.117_522_458_359_147,
            2.074_148_974_688_029,
            2.111_937_692_393_354,
        ]
        .iter()
        .map(|growth| 1.0 + growth / 100.0)
        .product::<f64>();
    let earlier = rows.one(&[
        ("series", "hmt-deflators-2020-m03"),
        ("statistic", "uplifted"),
    ]);
    is(earlier.value(), 66.0 * chained / 96.245_425);
    assert_eq!(earlier.get("marker"), "[f]");

    let text = vawg("uplift 66bn --from 2016-17 --to 2024-25 --full").succeeds();
    assert!(text.contains("£86.8 billion"), "{text}");
    assert!(text.contains("states £84 billion"), "{text}");
    assert!(text.contains("It rests on another vintage"), "{text}");
    assert!(text.contains("growth that the Treasury forecast"), "{text}");
    // Another amount is nobody's statement, and measured prices are not a forecast.
    let other = vawg("uplift 65bn --from 2016-17 --to 2017-18 --full").succeeds();
    assert!(!other.contains("Published:"), "{other}");
    assert!(!other.contains("forecast"), "{other}");
}

#[test]
fn an_uplift_that_is_not_possible_says_why() {
    for (arguments, status, message) in [
        (
            "uplift ten --from 2016-17 --to 2024-25",
            2,
            "error: `ten` is not an amount of money\nhint: for example 66bn",
        ),
        (
            "uplift 5 --from 2016-17 --to 2024",
            2,
            "error: `2024` in --to is not a financial year\nhint:",
        ),
        (
            "uplift 5 --from 2016-17 --to 2024-25 --deflator ons-appendix-ye-jun-2025",
            2,
            "error: release `ons-appendix-ye-jun-2025` has no deflator\nhint: releases with a deflator:",
        ),
        (
            "uplift 5 --from 1960-61 --to 2029-30",
            1,
            "error: no available deflator has both 1960-61 and 2029-30\n\
             hint: hmt-deflators-2026-m03: 2000-01 to 2030-31",
        ),
    ] {
        vawg(arguments).refuses(status, message);
    }
}
