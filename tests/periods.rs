//! `vawg trend` by month, quarter and rolling year; shares; several crimes; own figures beside them.

use std::collections::BTreeMap;

use crate::program::{Rows, folder, program, run, vawg, vawg_with};

fn rows(arguments: &str) -> Rows {
    Rows::read(&vawg(&format!("trend {arguments} --format csv")).succeeds())
}

fn value(rows: &Rows, measure: &str, statistic: &str, period: &str) -> f64 {
    rows.one(&[
        ("measure", measure),
        ("statistic", statistic),
        ("period", period),
    ])
    .value()
}

/// A published table as it is built in: the value of each row (code, label, what it stands under)
/// and period.
fn table(release: &str, name: &str) -> BTreeMap<([String; 3], String), Option<f64>> {
    let path = format!(
        "{}/data/observations/{release}/{name}.csv",
        env!("CARGO_MANIFEST_DIR")
    );
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headers = reader.headers().unwrap().clone();
    let at = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let mut found = BTreeMap::new();
    for record in reader.records() {
        let record = record.unwrap();
        let text = |name: &str| record[at(name)].to_owned();
        if text("statistic") == "count" {
            let row = [text("code"), text("label"), text("group")];
            found.insert((row, text("period")), text("value").parse().ok());
        }
    }
    found
}

/// ONS prints both: Table A5b has the months, Table A5a the years ending December.
#[test]
fn twelve_months_add_up_to_the_printed_year_in_every_row() {
    let release = "ons-appendix-ye-dec-2025";
    let (months, years) = (table(release, "A5b"), table(release, "A5a"));
    let mut compared = 0;
    for ((row, period), year) in &years {
        let Some(ending) = period.strip_prefix("ye-dec-") else {
            continue;
        };
        let parts: Vec<Option<f64>> = (1..=12)
            .map(|month| months[&(row.clone(), format!("{ending}-m{month:02}"))])
            .collect();
        // Rows without a figure have none in any month, or zeros for an offence no longer in use.
        let Some(year) = year else {
            assert!(
                parts
                    .iter()
                    .any(|part| part.is_none_or(|value| value == 0.0)),
                "{row:?}"
            );
            continue;
        };
        let sum: f64 = parts.iter().map(|part| part.unwrap_or(f64::NAN)).sum();
        assert_eq!(sum, *year, "{row:?} in {period}");
        compared += 1;
    }
    assert!(compared > 280, "{compared} rows");
}

/// Table A5b of the year ending December 2025, row 'Rape'.
#[test]
fn rape_by_month_is_that_of_the_published_table() {
    let rows = rows("--crime rape --source police --by month");
    let months: Vec<f64> = (1..=12)
        .map(|month| {
            value(
                &rows,
                "police-rape",
                "observed",
                &format!("2025-m{month:02}"),
            )
        })
        .collect();
    assert_eq!(months.iter().sum::<f64>(), 74_174.0);
    assert_eq!(months[11], 5_756.0);
    // The trend has terms for the months: 24 points leave 24 - 2 - 11 degrees of freedom.
    let trend = rows.one(&[("measure", "police-rape"), ("statistic", "apc")]);
    assert_eq!(trend.get("n"), "24.0");
}

#[test]
fn quarters_and_rolling_years_are_added_up_from_months() {
    let quarters = rows("--crime rape --source police --by quarter");
    let months = rows("--crime rape --source police --by month");
    let sum: f64 = ["2025-m10", "2025-m11", "2025-m12"]
        .iter()
        .map(|month| value(&months, "police-rape-female", "observed", month))
        .sum();
    assert_eq!(
        value(&quarters, "police-rape-female", "observed", "2025-q4"),
        sum
    );
    let rolling = rows("--crime rape --source police --by rolling");
    // Printed in Table A5a: the years ending December 2024 and 2025, and March 2025.
    assert_eq!(
        value(&rolling, "police-rape", "observed", "ye-dec-2025"),
        74_174.0
    );
    assert_eq!(
        value(&rolling, "police-rape", "observed", "2024-25"),
        71_581.0
    );
    assert!(rolling.with(&[("statistic", "apc")]).is_empty());
}

#[test]
fn flagged_offences_are_held_by_quarter_and_not_by_month() {
    let quarters = rows("--crime domestic-abuse --by quarter");
    let year: f64 = (1..=4)
        .map(|quarter| {
            let period = format!("2025-q{quarter}");
            value(
                &quarters,
                "police-domestic-abuse-flagged",
                "observed",
                &period,
            )
        })
        .sum();
    // Table B9a prints the year.
    assert_eq!(year, 824_772.0);
    let refused = vawg("trend --crime domestic-abuse --by month");
    assert_eq!(refused.status, 1);
    let error = refused.stderr;
    assert!(
        error.contains("no monthly figures of `domestic-abuse`"),
        "{error}"
    );
    assert!(
        error.contains("quarterly figures from 2024-q1 to 2025-q4 (--by quarter)"),
        "{error}"
    );
}

#[test]
fn a_period_of_another_kind_is_answered_in_that_kind_or_refused() {
    let months = vawg("trend --crime rape --from 2024-m11 --to 2025-m02 --all-periods").succeeds();
    for month in ["2024-m11", "2024-m12", "2025-m01", "2025-m02"] {
        assert!(months.contains(month), "{months}");
    }
    assert!(!months.contains("2024-25"), "{months}");
    let quarters = vawg("trend --crime rape --from 2025-q1").succeeds();
    assert!(quarters.contains("2025-q4"), "{quarters}");
    let refused = vawg("trend --crime rape --by month --from 2024-q1");
    assert_eq!(refused.status, 2);
    assert!(
        refused.stderr.contains("--from 2024-q1 is not a month"),
        "{}",
        refused.stderr
    );
    let mixed = vawg("trend --crime rape --from 2024-q1 --to 2024-m06");
    assert_eq!(mixed.status, 2);
}

/// Table B9a over Table A5a of the same workbook: 820,856 of 5,343,815 and 824,772 of 5,241,415.
/// Table B9b prints 15.3212% and 15.6599%, which are shares of other totals.
#[test]
fn the_share_of_flagged_offences_is_recomputed_from_the_counts() {
    let arguments = "--crime domestic-abuse --share-of all-crime";
    let rows = rows(arguments);
    let measure = "police-domestic-abuse-flagged";
    let share = |period: &str| value(&rows, measure, "share", period);
    assert!((share("ye-dec-2024") - 100.0 * 820_856.0 / 5_343_815.0).abs() < 1e-9);
    assert!((share("ye-dec-2025") - 100.0 * 824_772.0 / 5_241_415.0).abs() < 1e-9);
    // Printed in Table B9b for earlier years.
    assert!((share("2015-16") - 10.803_261_431_631_825).abs() < 1e-9);
    assert!((share("2022-23") - 16.334_617_004_147_866).abs() < 1e-9);
    assert_eq!(value(&rows, measure, "observed", "ye-dec-2025"), 824_772.0);
    assert_eq!(
        value(&rows, "police-all-crime", "observed", "ye-dec-2025"),
        5_241_415.0
    );
    let text = vawg(&format!("trend {arguments}")).succeeds();
    assert!(text.contains("15.74%"), "{text}");
    assert!(text.contains("15.32% and 15.66%"), "{text}");
    let all = vawg(&format!("trend {arguments} --by rolling")).succeeds();
    assert!(all.contains("15.36%"), "{all}");
}

/// Table B9b, the rows of violence against the person and of sexual offences.
#[test]
fn flagged_offences_of_a_kind_are_set_against_all_of_that_kind() {
    let of = |whole: &str, measure: &str, period: &str| {
        let rows = rows(&format!("--crime domestic-abuse --share-of {whole}"));
        value(&rows, measure, "share", period)
    };
    let violence = of(
        "violence-against-the-person",
        "police-domestic-abuse-flagged-violence",
        "ye-dec-2025",
    );
    assert!((violence - 32.761_985_410_198_356).abs() < 1e-9);
    let sexual = of(
        "sexual-offences",
        "police-domestic-abuse-flagged-sexual",
        "ye-dec-2025",
    );
    assert!((sexual - 21.815_689_190_445_21).abs() < 1e-9);
}

/// Table A5a: 74,174 rapes among 215,180 sexual offences.
#[test]
fn shares_of_offences_and_ratios_are_told_apart() {
    let rows = rows("--crime rape --share-of sexual-offences --source police");
    let row = rows.one(&[
        ("measure", "police-rape"),
        ("statistic", "share"),
        ("period", "ye-dec-2025"),
    ]);
    assert!((row.value() - 100.0 * 74_174.0 / 215_180.0).abs() < 1e-9);
    assert_eq!(row.get("unit"), "per cent of sexual offences");
    assert!(row.get("lower").is_empty(), "a full count has no interval");
    let ratio = vawg("trend --crime stalking --share-of harassment --source police").succeeds();
    assert!(ratio.contains("per 100 harassment offences"), "{ratio}");
    let none = vawg("trend --crime rape --share-of violence");
    assert_eq!(none.status, 1);
}

#[test]
fn two_crimes_are_in_one_table() {
    let text = vawg("trend --crime stalking,harassment --source police").succeeds();
    // Table A5a, codes 8Q and 8L.
    assert!(text.contains("Stalking: 144,025"), "{text}");
    assert!(text.contains("Harassment: 319,695"), "{text}");
    assert_eq!(text.matches("RECORDED BY THE POLICE").count(), 1, "{text}");
    let wrong = vawg("trend --crime stalking,harasment");
    assert_eq!(wrong.status, 2);
    assert!(wrong.stderr.contains("`harasment`"), "{}", wrong.stderr);
    assert!(wrong.stderr.contains("harassment"), "{}", wrong.stderr);
    let known = vawg("trend --crime femicide");
    assert_eq!(known.status, 1);
}

#[test]
fn own_figures_are_in_a_panel_of_their_own_for_the_same_periods() {
    let folder = folder();
    let file = folder.path().join("calls.csv");
    std::fs::write(
        &file,
        "period,value\n2025-m01,12\n2025-m02,15\n2025-m03,11\n",
    )
    .unwrap();
    let words = ["trend", "--crime", "rape", "--source", "police", "--input"];
    let mut words: Vec<String> = words.map(str::to_owned).to_vec();
    words.push(file.display().to_string());
    let text = vawg_with(&words).succeeds();
    assert!(text.contains("OWN FIGURES"), "{text}");
    assert!(
        text.contains("2025-m03") && !text.contains("2025-m04"),
        "{text}"
    );
    assert!(!text.contains("2024-m12"), "{text}");
}

#[test]
fn the_summary_is_one_screen_with_the_command_for_each_figure() {
    let text = vawg("summary").succeeds();
    assert!(text.lines().count() <= 50, "{text}");
    for wanted in [
        "66,901",
        "+4.3%",
        "144,025",
        "824,772",
        "too early to tell",
        "vawg trajectory",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    assert!(
        text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
    // Every command that it names answers.
    let rows = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/data/catalogue/summary.toml"
    ))
    .unwrap();
    let commands = rows
        .lines()
        .filter_map(|line| line.strip_prefix("more = \""));
    let commands: Vec<&str> = commands.map(|line| line.trim_end_matches('"')).collect();
    assert_eq!(commands.len(), 10);
    for command in commands {
        vawg(command).succeeds();
    }
}

#[test]
fn the_next_release_is_named_with_its_month_and_a_guess_of_its_address() {
    let text = vawg("list releases --next").succeeds();
    // Released in April and July 2026: four months after December and March.
    assert!(
        text.contains("ye-mar-2026") || text.contains("2025-26"),
        "{text}"
    );
    assert!(text.contains("July 2026"), "{text}");
    let csv = vawg("list releases --next --format csv").succeeds();
    // The address at which the tables of the year ending March 2026 were seen.
    assert!(
        csv.contains("yearendingmarch2026/appendixtablesyemar2026.xlsx"),
        "{csv}"
    );
}

#[test]
fn an_old_release_gives_exit_status_1() {
    let at = |seconds: &str, age: &str| {
        let words = ["list", "releases", "--older-than", age];
        run(program().args(words).env("SOURCE_DATE_EPOCH", seconds))
    };
    // 1 September 2026, and 1 December 2026: the year ending December 2025 is of April 2026.
    let recent = at("1788220800", "6m");
    assert!(
        !recent.stdout.contains("ons-appendix-ye-dec-2025"),
        "{}",
        recent.stdout
    );
    assert_eq!(at("1788220800", "5y").status, 0);
    let old = at("1796083200", "6m");
    assert_eq!(old.status, 1);
    assert!(
        old.stdout.contains("ons-appendix-ye-dec-2025"),
        "{}",
        old.stdout
    );
    assert!(!at("1796083200", "1y").stdout.contains("ons-appendix"));
    assert_eq!(at("1796083200", "long").status, 2);
    assert_eq!(vawg("list crimes --next").status, 2);
}

/// Totals of the Homicide Index as a copy of it gives them; no parts, since that copy has 0 where
/// figures are suppressed.
#[test]
fn domestic_homicides_of_women_are_as_quoted() {
    let rows = rows("--crime domestic-homicide");
    let of = |year: &str| rows.one(&[("statistic", "observed"), ("period", year)]);
    let expected = [
        ("2014-15", 102.0),
        ("2018-19", 110.0),
        ("2023-24", 88.0),
        ("2024-25", 75.0),
    ];
    for (year, count) in expected {
        assert_eq!(of(year).value(), count);
        assert!(
            of(year).get("note").contains("as quoted by"),
            "{}",
            of(year).get("note")
        );
    }
    let femicide = vawg("trend --crime femicide");
    assert_eq!(femicide.status, 1);
    assert!(
        femicide.stderr.contains("--crime domestic-homicide"),
        "{}",
        femicide.stderr
    );
}
