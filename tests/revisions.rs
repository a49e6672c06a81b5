//! `vawg revisions`, on two small releases of our own.

use std::fmt::Write as _;
use std::path::Path;

use crate::program::{Rows, folder, unwrapped, vawg, vawg_with};

const COLUMNS: &str = "release,table,source_ref,code,label,group,sex,age,area,period,statistic,unit,value,marker,standard_error,lower,upper,base,status,notes\n";

fn release(folder: &Path, id: &str, rows: &[(&str, &str, &str, &str)]) {
    let mut text = COLUMNS.to_owned();
    for (row, (code, label, period, value)) in rows.iter().enumerate() {
        let (value, marker) = if value.starts_with('[') {
            ("", *value)
        } else {
            (*value, "")
        };
        let _ = writeln!(
            text,
            "{id},A5a,Table_A5a!C{},{code},{label},,all,all,England and Wales,{period},count,offences,{value},{marker},,,,,official,",
            row + 10
        );
    }
    std::fs::write(folder.join(format!("{id}.csv")), text).unwrap();
}

fn two(folder: &Path) {
    release(
        folder,
        "ons-appendix-ye-mar-2026",
        &[
            ("19C", "Rape of a female aged 16 or over", "2023-24", "100"),
            ("19C", "Rape of a female aged 16 or over", "2024-25", "200"),
            ("8R", "Malicious communication", "2023-24", "50"),
            ("8Q", "Stalking", "2023-24", "[x]"),
            ("71", "Gone", "2023-24", "7"),
        ],
    );
    release(
        folder,
        "ons-appendix-ye-jun-2026",
        &[
            ("19C", "Rape of a female aged 16 or over", "2023-24", "100"),
            ("19C", "Rape of a female aged 16 or over", "2024-25", "210"),
            ("8R", "Malicious communications", "2023-24", "50"),
            ("8Q", "Stalking", "2023-24", "9"),
            ("88C", "New", "2023-24", "1234"),
        ],
    );
}

fn revisions(data: &Path, more: &[&str]) -> crate::program::Run {
    let mut arguments = vec![
        "revisions",
        "--from",
        "ons-appendix-ye-mar-2026",
        "--to",
        "ons-appendix-ye-jun-2026",
        "--data",
        data.to_str().unwrap(),
    ];
    arguments.extend(more);
    vawg_with(&arguments)
}

#[test]
fn every_figure_revised_is_given_from_both_releases_with_its_difference() {
    let folder = folder();
    two(folder.path());
    let rows = Rows::read(&revisions(folder.path(), &["--format", "csv"]).succeeds());
    let rape = |statistic: &str, release: &str| {
        rows.one(&[
            ("series", "A5a 19C Rape of a female aged 16 or over"),
            ("period", "2024-25"),
            ("statistic", statistic),
            ("release", release),
        ])
    };
    assert_eq!(
        rape("observed", "ons-appendix-ye-mar-2026").get("value"),
        "200.0"
    );
    assert_eq!(
        rape("observed", "ons-appendix-ye-jun-2026").get("value"),
        "210.0"
    );
    assert_eq!(
        rape("observed", "ons-appendix-ye-jun-2026").get("source_ref"),
        "Table_A5a!C11"
    );
    assert_eq!(
        rape("difference", "ons-appendix-ye-jun-2026").get("value"),
        "10.0"
    );
    assert_eq!(
        rape("relative_change", "ons-appendix-ye-jun-2026").get("value"),
        "5.0"
    );
    // 2023-24 was not revised: no row says anything of it.
    assert!(
        rows.with(&[
            ("series", "A5a 19C Rape of a female aged 16 or over"),
            ("period", "2023-24")
        ])
        .is_empty()
    );
    let stalking = rows.one(&[("statistic", "observed"), ("marker", "[x]")]);
    assert_eq!(
        (stalking.get("series"), stalking.get("value")),
        ("A5a 8Q Stalking", "")
    );
    assert_eq!(
        rows.one(&[("statistic", "row_vanished")]).get("series"),
        "A5a 71 Gone"
    );
    assert_eq!(
        rows.one(&[("statistic", "row_appeared")]).get("series"),
        "A5a 88C New"
    );
    let renamed = rows.one(&[("statistic", "row_renamed")]);
    assert_eq!(
        (renamed.get("series"), renamed.get("note")),
        (
            "A5a 8R Malicious communications",
            "before: 8R Malicious communication"
        )
    );
}

#[test]
fn the_text_gives_the_number_of_revisions_and_the_largest() {
    let folder = folder();
    two(folder.path());
    let text = revisions(folder.path(), &[]).succeeds();
    for part in [
        "2 of 4 figures in both releases revised",
        "+5.0%",
        "1 row renamed, 1 missing, 1 new",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let json = revisions(folder.path(), &["--format", "json", "--crime", "rape"]).succeeds();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let rows = json["rows"].as_array().unwrap().iter();
    let (counts, figures): (Vec<_>, Vec<_>) = rows.partition(|row| row["statistic"] == "count");
    assert_eq!(figures.len(), 4);
    // One of the two tables' figures is of the crime: its counts, and those of all tables.
    assert_eq!(counts.len(), 10);
}

#[test]
fn rows_renamed_between_the_real_releases_are_reported_as_renamed() {
    let between = [
        "revisions",
        "--from",
        "ons-appendix-ye-jun-2025",
        "--to",
        "ons-appendix-ye-dec-2025",
    ];
    let json = vawg_with(&[&between[..], &["--format", "json"]].concat()).succeeds();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let rows = json["rows"].as_array().unwrap();
    let told = |statistic: &str| {
        let rows = rows.iter().filter(|row| row["statistic"] == statistic);
        rows.map(|row| (row["series"].to_string(), row["note"].to_string()))
            .collect::<Vec<_>>()
    };
    // Action Fraud became Report Fraud: rows 227 to 230 of A5a, each with its yearly change, A5b
    // and A7 alike; and Table B2 spells `equipment` in two ways.
    let renamed = told("row_renamed");
    assert_eq!(renamed.len(), 19, "{renamed:#?}");
    let cifas = "A5a Fraud reports referred to Report Fraud by Cifas (% change)";
    let cifas = renamed.iter().find(|(row, _)| row.contains(cifas)).unwrap();
    let before = "before: Fraud offences referred to NFIB by Cifas (% change)";
    assert!(cifas.1.contains(before), "{}", cifas.1);
    // The rest is of tables whose shares do not agree with their counts in one of the two.
    let (vanished, appeared) = (told("row_vanished"), told("row_appeared"));
    assert_eq!((vanished.len(), appeared.len()), (7, 7));
    for (rows, table) in [(vanished, "\"E2b "), (appeared, "\"B9b ")] {
        let held = |row: &(String, String)| {
            row.0.starts_with(table) && row.1.contains("no figure of its table is held from")
        };
        assert!(rows.iter().all(held), "{rows:#?}");
    }
    let text = unwrapped(&vawg_with(&between).succeeds());
    assert!(text.contains("19 rows renamed, 0 missing, 0 new"), "{text}");
    assert!(text.contains("No figure of Table E2b is held from ons-appendix-ye-dec-2025"));
    let short = vawg_with(&between).succeeds();
    assert!(short.lines().count() <= 42, "{short}");
    let positional = vawg_with(&["revisions", between[2], between[4]]).succeeds();
    assert_eq!(positional, short);
}

#[test]
fn a_crime_of_the_built_in_releases_can_be_drawn() {
    let folder = folder();
    let chart = folder.path().join("rape.svg");
    let run = vawg_with(&[
        "revisions",
        "--from",
        "ons-appendix-ye-jun-2025",
        "--to",
        "ons-appendix-ye-dec-2025",
        "--crime",
        "rape",
        "--chart",
        chart.to_str().unwrap(),
        "--format",
        "csv",
    ]);
    let rows = Rows::read(&run.succeeds());
    // Table A5a, row 'Rape', 2021-22: 70,039 in June's workbook, 69,905 in December's.
    let change = rows.one(&[
        ("series", "A5a Rape"),
        ("period", "2021-22"),
        ("statistic", "difference"),
    ]);
    assert_eq!(change.get("value"), "-134.0");
    let svg = std::fs::read_to_string(chart).unwrap();
    assert!(
        svg.contains("ons-appendix-ye-jun-2025") && svg.contains("<title"),
        "{}",
        &svg[..300]
    );
}

#[test]
fn releases_that_cannot_be_compared_are_refused() {
    let folder = folder();
    two(folder.path());
    vawg_with(&["revisions", "--from", "ons-appendix-ye-jun-2025", "--to", "ons-appendix-ye-jun-2025"]).fails(
        2,
        "error: both releases are `ons-appendix-ye-jun-2025`\nhint: name two different releases; `vawg list releases` shows them all\n",
    );
    let run = vawg_with(&[
        "revisions",
        "--from",
        "ons-appendix-ye-jun-2025",
        "--to",
        "ons-sdg-5-2-1",
    ]);
    assert_eq!(run.status, 1);
    assert!(
        run.stderr
            .contains("have no figures in common\nhint: compare two releases of one publication"),
        "{}",
        run.stderr
    );
    let run = revisions(folder.path(), &["--chart", "x.svg"]);
    assert!(
        run.status == 2 && run.stderr.contains("--chart needs --crime"),
        "{}",
        run.stderr
    );
}

/// Sums of the Home Office's file by police force against Table A5a: 34,516, 41,055 and 55,934 in both
/// for 2012-13 to 2014-15 (ONS, Table A5a, as the National Audit Office lists the offences), and later
/// years differ. Sexual offences of 2022-23: 194,947 in the Home Office's file of October 2023, 194,729
/// in Table A5a of June 2025.
#[test]
fn sums_of_the_home_office_are_compared_with_the_table_of_ons() {
    let asked =
        "revisions home-office-open-data-2023-q2 ons-appendix-ye-jun-2025 --format csv --crime";
    let rows = Rows::read(&vawg(&format!("{asked} nao-figure-1")).succeeds());
    let differing = rows.with(&[
        (
            "series",
            "sums rapes and sexual assaults of women and girls",
        ),
        ("statistic", "difference"),
    ]);
    let periods: Vec<&str> = differing.iter().map(|row| row.get("period")).collect();
    let revised = "2015-16 2016-17 2017-18 2018-19 2019-20 2020-21 2021-22 2022-23";
    assert_eq!(periods, revised.split(' ').collect::<Vec<_>>());
    let rows = Rows::read(&vawg(&format!("{asked} sexual-offences")).succeeds());
    let of = |release: &str| {
        let row = rows.one(&[
            ("series", "sums sexual offences"),
            ("statistic", "observed"),
            ("period", "2022-23"),
            ("release", release),
        ]);
        row.value()
    };
    assert_eq!(of("home-office-open-data-2023-q2"), 194_947.0);
    assert_eq!(of("ons-appendix-ye-jun-2025"), 194_729.0);
    let text =
        vawg("revisions home-office-open-data-2023-q2 ons-appendix-ye-jun-2025 --crime rape");
    let text = unwrapped(&text.succeeds());
    assert!(
        text.contains("Two publications without a common row"),
        "{text}"
    );
}
