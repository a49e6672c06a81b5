//! What became of offences: `--outcome charged`, `--source cps`, and files of outcomes taken in.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::program::{Rows, folder, releases, vawg, vawg_with};

fn rows(arguments: &str) -> Rows {
    Rows::read(&vawg(&format!("{arguments} --format csv")).succeeds())
}

fn observed(rows: &Rows, measure: &str, area: &str, period: &str) -> f64 {
    let wanted = [
        ("measure", measure),
        ("area", area),
        ("period", period),
        ("statistic", "observed"),
    ];
    let found = rows.with(&wanted);
    assert_eq!(found.len(), 1, "{wanted:?}");
    found[0].value()
}

#[test]
fn rape_charged_in_the_year_is_the_sum_of_the_published_files() {
    // Sums of the column of outcomes recorded in the quarter over codes 19C to 19H, outcome type 1, made
    // with awk from the two files of the Home Office.
    let national = rows("trend --crime rape --outcome charged");
    let whole = |period| {
        observed(
            &national,
            "police-rape-charged",
            "England and Wales",
            period,
        )
    };
    assert_eq!((whole("2017-18"), whole("2018-19")), (3856.0, 2372.0));
    let areas = "Kent,West Mercia,West Yorkshire";
    let run = vawg_with(&[
        "trend",
        "--crime",
        "rape",
        "--outcome",
        "charged",
        "--area",
        areas,
        "--format",
        "csv",
    ]);
    let by_force = Rows::read(&run.succeeds());
    for (force, first, second) in [
        ("Kent", 100.0, 43.0),
        ("West Mercia", 91.0, 60.0),
        ("West Yorkshire", 214.0, 184.0),
    ] {
        let at = |period| observed(&by_force, "police-rape-charged", force, period);
        assert_eq!((at("2017-18"), at("2018-19")), (first, second), "{force}");
    }
}

#[test]
fn both_definitions_are_said_and_shares_rest_on_the_offences_of_the_same_release() {
    let text = vawg("trend --crime rape --outcome charged --share-of rape").succeeds();
    assert!(text.contains("Charged in the year:"), "{text}");
    assert!(text.contains("Of the year's offences:"), "{text}");
    let rows = rows("trend --crime rape --outcome charged --share-of rape");
    let share = |measure, period| {
        let wanted = [
            ("measure", measure),
            ("period", period),
            ("statistic", "share"),
        ];
        rows.with(&wanted)[0].value()
    };
    // The file has 53,931 and 59,502 rapes recorded, 2,238 and 1,323 of them charged by its time.
    let near = |value: f64, expected: f64| assert!((value - expected).abs() < 1e-9, "{value}");
    near(
        share("police-rape-charged", "2017-18"),
        100.0 * 3856.0 / 53_931.0,
    );
    near(
        share("police-rape-charged", "2018-19"),
        100.0 * 2372.0 / 59_502.0,
    );
    let of_recorded = "police-rape-charged-of-year";
    near(share(of_recorded, "2017-18"), 100.0 * 2238.0 / 53_931.0);
    near(share(of_recorded, "2018-19"), 100.0 * 1323.0 / 59_502.0);
}

#[test]
fn forces_are_compared_per_offence_recorded() {
    let rows = rows("areas --crime rape --outcome charged");
    let kent = [
        ("area", "Kent"),
        ("period", "2018-19"),
        ("statistic", "rate"),
    ];
    let rate = &rows.with(&kent)[0];
    // The file has 2,415 rapes recorded in Kent in 2018/19.
    assert!(
        (rate.value() - 1000.0 * 43.0 / 2415.0).abs() < 1e-9,
        "{}",
        rate.value()
    );
    assert_eq!(rate.get("denominator"), "rapes recorded in the year");
    assert_eq!(rate.get("unit"), "per 1,000 offences recorded");
    let text = vawg("areas --crime rape --outcome charged").succeeds();
    assert!(text.contains("per 1,000 rapes"), "{text}");
}

#[test]
fn a_crime_without_outcomes_and_another_source_are_refused() {
    let run = vawg("trend --crime cyberflashing --outcome charged");
    assert_eq!(run.status, 1);
    assert!(
        run.stderr.contains("there are outcomes of"),
        "{}",
        run.stderr
    );
    let run = vawg("trend --crime rape --outcome charged --source survey");
    assert_eq!(run.status, 2, "{}", run.stderr);
    let run = vawg("trend --crime rape --outcome charged --by quarter");
    assert_eq!(run.status, 1, "{}", run.stderr);
}

#[test]
fn the_files_of_the_cps_do_not_show_rape() {
    let run = vawg("trend --crime rape --source cps");
    assert_eq!(run.status, 1);
    assert!(
        run.stderr.contains("do not show `rape` separately"),
        "{}",
        run.stderr
    );
    let run = vawg("trend --crime sexual-offences --source cps");
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("vawg ingest FILE"), "{}", run.stderr);
}

#[test]
fn the_cps_gives_sexual_offences_once_its_files_are_taken_in() {
    let data = folder();
    let text = ",Number of Homicide Convictions,Percentage of Homicide Convictions,\
                Number of Homicide Unsuccessful,Percentage of Homicide Unsuccessful,\
                Number of Sexual Offences Convictions,Percentage of Sexual Offences Convictions,\
                Number of Sexual Offences Unsuccessful,Percentage of Sexual Offences Unsuccessful\n\
                National,89,90.8%,9,9.2%,\"1,024\",74.4%,352,25.6%\n";
    let file = data.path().join("2017_principal_offence_category_Sep.csv");
    std::fs::write(&file, text).unwrap();
    let store = data.path().to_str().unwrap();
    vawg_with(&["ingest", file.to_str().unwrap(), "--data", store]).succeeds();
    std::fs::remove_file(&file).unwrap();
    let run = vawg_with(&[
        "trend",
        "--crime",
        "sexual-offences",
        "--source",
        "cps",
        "--data",
        store,
        "--format",
        "csv",
    ]);
    let rows = Rows::read(&run.succeeds());
    for (measure, value) in [("convictions", 1024.0), ("unsuccessful", 352.0)] {
        let measure = format!("cps-sexual-offences-{measure}");
        assert_eq!(
            observed(&rows, &measure, "England and Wales", "2017-m09"),
            value
        );
    }
    assert_eq!(
        rows.with(&[("source", "cps"), ("statistic", "observed")])
            .len(),
        2
    );
}

const HEADINGS: &str = "Financial Year,Financial Quarter,Force Name,Offence Description,Offence Group,Offence \
                        Subgroup,Offence Code,Offence Code Expired,Outcome Description,Outcome Group,Outcome Type,\
                        Force outcomes for offences recorded in quarter,Force outcomes recorded in quarter\n";

/// Rapes of a female aged 16 and over in Kent, four quarters, with and without a charge.
fn outcomes(last_quarter: &str) -> String {
    let offence = "Rape of a female aged 16 and over,Sexual offences,Rape,19C,FALSE";
    let row = |quarter: usize, outcome: &str, of_offences: &str, in_period: &str| {
        format!(
            "2018/19,{quarter},Kent,{offence},{outcome},{outcome},1,{of_offences},{in_period}\n"
        )
    };
    let mut text = HEADINGS.to_owned();
    for quarter in 1..=3 {
        text += &row(quarter, "Charged/Summonsed", "2", "5");
        text += &row(quarter, "Not yet assigned an outcome", "100", "NA");
    }
    text + last_quarter + "NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA\n"
}

fn taken(text: &str, name: &str) -> (tempfile::TempDir, String) {
    let data = folder();
    let file = data.path().join(name);
    if name.ends_with(".gz") {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        std::fs::write(&file, encoder.finish().unwrap()).unwrap();
    } else {
        std::fs::write(&file, text).unwrap();
    }
    let store = data.path().to_str().unwrap().to_owned();
    let said =
        vawg_with(&["ingest", file.to_str().unwrap(), "--data", &store, "--full"]).succeeds();
    std::fs::remove_file(&file).unwrap();
    (data, said)
}

fn in_kent(data: &tempfile::TempDir) -> Rows {
    let store = data.path().to_str().unwrap();
    let run = vawg_with(&[
        "trend",
        "--crime",
        "rape-of-women",
        "--outcome",
        "charged",
        "--area",
        "Kent",
        "--data",
        store,
        "--format",
        "csv",
    ]);
    Rows::read(&run.succeeds())
}

#[test]
fn a_packed_file_is_taken_in_and_an_outcome_without_a_row_is_none() {
    let offence = "Rape of a female aged 16 and over,Sexual offences,Rape,19C,FALSE";
    let other = "Rape of a female child under 13,Sexual offences,Rape,19E,FALSE";
    let child = "Rape of a female child under 16,Sexual offences,Rape,19D,FALSE";
    // In the last quarter no rape of a woman was charged; one of a child was.
    let last = format!(
        "2018/19,4,Kent,{offence},Not yet assigned an outcome,None,0,90,NA\n\
         2018/19,4,Kent,{other},Charged/Summonsed,Charged,1,1,1\n\
         2018/19,4,Kent,{child},Not yet assigned an outcome,None,0,3,NA\n"
    );
    let (data, said) = taken(&outcomes(&last), "outcomes.csv.gz");
    // The reason stands in a column of its own, which wraps.
    for words in ["1 row", "without any", "left out"] {
        assert!(said.contains(words), "{said}");
    }
    let rows = in_kent(&data);
    let at = |measure: &str| observed(&rows, measure, "Kent", "2018-19");
    // Three quarters of 5 and one of 1; three of 2 and one of 1.
    assert_eq!(at("police-rape-female-charged"), 16.0);
    assert_eq!(at("police-rape-female-charged-of-year"), 7.0);
}

#[test]
fn a_quarter_that_is_not_in_the_file_leaves_the_year_without_a_figure() {
    let other = "2018/19,1,Kent,Rape of a female child under 13,Sexual offences,Rape,19E,FALSE,\
                 Not yet assigned an outcome,None,0,9,NA\n\
                 2018/19,1,Kent,Rape of a female child under 16,Sexual offences,Rape,19D,FALSE,\
                 Not yet assigned an outcome,None,0,9,NA\n";
    let (data, _) = taken(&outcomes(other), "outcomes.csv");
    let store = data.path().to_str().unwrap();
    let run = vawg_with(&[
        "trend",
        "--crime",
        "rape-of-women",
        "--outcome",
        "charged",
        "--area",
        "Kent",
        "--data",
        store,
        "--release",
        "home-office-outcomes-2018-q4",
    ]);
    // Quarters 1 to 3 of 2018/19 are those to December 2018.
    assert_eq!(run.status, 1, "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains("no figure"), "{}", run.stderr);
}

#[test]
fn the_published_file_gives_what_is_built_in() {
    let test = "the_published_file_gives_what_is_built_in";
    let Some(folder_of_releases) = releases(test) else {
        return;
    };
    let data = folder();
    let store = data.path().to_str().unwrap();
    let file = folder_of_releases.join("home-office-outcomes/violence-prosecutions-data.csv.gz");
    vawg_with(&["ingest", file.to_str().unwrap(), "--data", store]).succeeds();
    for crime in ["rape", "sexual-offences", "stalking"] {
        let arguments = [
            "trend",
            "--crime",
            crime,
            "--outcome",
            "charged",
            "--format",
            "csv",
        ];
        let built_in = Rows::read(&vawg_with(&arguments).succeeds());
        let own = [&arguments[..], &["--data", store]].concat();
        let own = Rows::read(&vawg_with(&own).succeeds());
        for kind in ["charged", "charged-of-year"] {
            let measure = match crime {
                "sexual-offences" => format!("police-sexual-offences-{kind}"),
                crime => format!("police-{crime}-{kind}"),
            };
            let at = |rows| observed(rows, &measure, "England and Wales", "2018-19");
            assert_eq!(at(&own), at(&built_in), "{measure}");
        }
    }
}
