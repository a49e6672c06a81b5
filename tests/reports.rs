//! `vawg commitments` and `vawg uplift`. Counts of commitments are those stated in HC 547,
//! paragraphs 2.2 to 2.4, and of its Appendix Two; amounts are worked by hand from the deflators
//! that stand beside them.

use crate::program::{Rows, vawg, vawg_with};

fn count(rows: &Rows, series: &str, statistic: &str) -> f64 {
    rows.one(&[("series", series), ("statistic", statistic)])
        .value()
}

#[track_caller]
fn is(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
}

#[test]
fn the_commitments_add_up_as_the_report_says() {
    let rows = Rows::read(&vawg("commitments --by plan --format csv").succeeds());
    for (statistic, expected) in [
        ("count", 126.0),
        ("completed", 98.0),
        ("not_completed", 25.0),
        ("stopped", 2.0),
        ("ongoing", 1.0),
    ] {
        is(count(&rows, "all", statistic), expected);
    }
    is(count(&rows, "VAWG Strategy", "count"), 52.0);
    is(count(&rows, "VAWG Strategy", "completed"), 46.0);
    is(count(&rows, "Domestic Abuse Plan", "count"), 74.0);
    is(count(&rows, "Domestic Abuse Plan", "completed"), 52.0);
    let types = Rows::read(&vawg("commitments --by type --format csv").succeeds());
    for (name, expected) in [("activity", 90.0), ("input", 21.0), ("output", 15.0)] {
        is(count(&types, name, "count"), expected);
    }
}

#[test]
fn most_that_is_outstanding_is_the_home_offices() {
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
    is(count(&rows, "Home Office", "count"), 19.0);
    is(count(&rows, "all", "count"), 25.0);
    let all = vawg("commitments --by department").succeeds();
    let departments = all.lines().filter(|line| line.contains('%')).count() - 1;
    assert_eq!(departments, 13);
}

#[test]
fn filters_choose_and_the_rest_is_listed() {
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
fn a_filter_that_is_none_is_named_with_its_remedy() {
    for (filter, message) in [
        (
            "status",
            "error: `status` in --filter is not COLUMN=VALUE\nhint: for example",
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
fn the_vintage_is_part_of_an_uplifted_amount() {
    let rows = Rows::read(&vawg("uplift 66bn --from 2016-17 --to 2024-25 --format csv").succeeds());
    // March 2026: 76.0754 and 100 (uk_cost_indices.csv, rows 18 and 26).
    let latest = rows.one(&[("series", "hmt-deflators-2026-m03")]);
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
    let earlier = rows.one(&[("series", "hmt-deflators-2020-m03")]);
    is(earlier.value(), 66.0 * chained / 96.245_425);
    assert_eq!(earlier.get("marker"), "[f]");

    let text = vawg("uplift 66bn --from 2016-17 --to 2024-25").succeeds();
    assert!(text.contains("£86.8 billion"), "{text}");
    assert!(text.contains("states £84 billion"), "{text}");
    assert!(text.contains("It rests on another vintage"), "{text}");
    assert!(text.contains("growth that the Treasury forecast"), "{text}");
    // Another amount is nobody's statement, and measured prices are no forecast.
    let other = vawg("uplift 65bn --from 2016-17 --to 2017-18").succeeds();
    assert!(!other.contains("Published:"), "{other}");
    assert!(!other.contains("forecast"), "{other}");
}

#[test]
fn an_uplift_that_cannot_be_made_says_why() {
    for (arguments, status, message) in [
        (
            "uplift ten --from 2016-17 --to 2024-25",
            2,
            "error: `ten` is no amount of money\nhint: for example 66bn",
        ),
        (
            "uplift 5 --from 2016-17 --to 2024",
            2,
            "error: `2024` in --to is not a financial year\nhint:",
        ),
        (
            "uplift 5 --from 2016-17 --to 2024-25 --deflator ons-appendix-ye-jun-2025",
            2,
            "error: release `ons-appendix-ye-jun-2025` holds no deflator\nhint: deflators at hand:",
        ),
        (
            "uplift 5 --from 1960-61 --to 2029-30",
            1,
            "error: no deflator at hand reaches from 1960-61 to 2029-30\n\
             hint: hmt-deflators-2026-m03: 2000-01 to 2030-31",
        ),
    ] {
        vawg(arguments).refuses(status, message);
    }
}
