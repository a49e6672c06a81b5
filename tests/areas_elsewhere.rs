//! `--area` in `prevalence`, `trajectory` and a report: figures where a source has them, else a refusal
//! that says which are held.

use std::fs;

use crate::program::{Rows, folder, releases, vawg, vawg_with};

/// Two regions and England and Wales, in the form of ONS's indicator 16.1.3. The numbers are our own.
const BY_REGION: &str = "Year,Series,Violence type,Age,Sex,Region,Observation status,Unit multiplier,Units,GeoCode,Value\n\
2016/17,(c) Sexual violence - 16 to 59,,,Female,,Normal value,Units,Percentage (%),,3\n\
2016/17,(c) Sexual violence - 16 to 59,,,Female,London,Normal value,Units,Percentage (%),E12000007,3.4\n\
2017/18,(c) Sexual violence - 16 to 59,,,Female,London,Normal value,Units,Percentage (%),E12000007,5.24\n\
2017/18,(c) Sexual violence - 16 to 59,,,Female,Wales,Normal value,Units,Percentage (%),W92000004,6\n";

#[test]
fn survey_figures_of_a_region_are_shown_where_a_file_has_them() {
    let folder = folder();
    let file = folder.path().join("indicator_16-1-3.csv");
    fs::write(&file, BY_REGION).unwrap();
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let run = vawg_with(&["ingest", file.to_str().unwrap(), "--data", data]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let ask = |more: &[&str]| {
        let all = [
            "prevalence",
            "--crime",
            "sexual-assault",
            "--sex",
            "women",
            "--data",
            data,
        ];
        vawg_with(&[&all, more].concat())
    };
    let rows = Rows::read(&ask(&["--area", "London", "--format", "csv"]).succeeds());
    for (period, value) in [("2016-17", 3.4), ("2017-18", 5.24)] {
        let row = rows.one(&[("statistic", "prevalence"), ("period", period)]);
        assert_eq!(row.value(), value);
        assert_eq!(
            (row.get("area"), row.get("area_code")),
            ("London", "E12000007")
        );
    }
    // Numbers of people by age are held of England and Wales alone.
    assert!(rows.with(&[("statistic", "victims")]).is_empty());
    let text = ask(&["--area", "London,Wales"]).succeeds();
    for headline in [
        "5.2% of women aged 16 to 59 in London in 2017-18",
        "6.0% of women aged 16 to 59 in Wales in 2017-18",
    ] {
        assert!(text.contains(headline), "{text}");
    }
    ask(&["--area", "Kent"]).fails(
        1,
        "error: no figure of `sexual-assault` for Kent\n\
         hint: the survey's figures are held for England and Wales, London and Wales\n",
    );
    // The figure of England and Wales is not that of a region.
    let whole = Rows::read(&ask(&["--format", "csv"]).succeeds());
    let row = whole.with(&[("statistic", "prevalence"), ("period", "2017-18")]);
    assert!(row.iter().all(|row| row.get("area") == "England and Wales"));
}

#[test]
fn without_survey_figures_by_area_the_answer_says_so() {
    vawg("prevalence --crime domestic-abuse --area Kent").fails(
        1,
        "error: no figure of `domestic-abuse` for Kent\n\
         hint: the survey's figures held are for England and Wales alone; the ONS files of SDG \
         indicators have some by region: `vawg ingest FILE`\n",
    );
    vawg("prevalence --crime domestic-abuse --area Kennt")
        .refuses(2, "error: unknown area `Kennt`\n");
}

/// London, women 16 to 59, sexual violence in the year ending March 2018: row 1099 of ONS's
/// indicator 16.1.3.
#[test]
fn the_published_indicator_has_london() {
    let Some(releases) = releases("the_published_indicator_has_london") else {
        return;
    };
    let folder = folder();
    let data = folder.path().to_str().unwrap();
    let file = releases.join("ons-sdg/data/indicator_16-1-3.csv");
    let run = vawg_with(&["ingest", file.to_str().unwrap(), "--data", data]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let asked = "prevalence --crime sexual-assault --area E12000007 --format csv --data";
    let rows = Rows::read(&vawg(&format!("{asked} {data}")).succeeds());
    let row = rows.one(&[
        ("statistic", "prevalence"),
        ("period", "2017-18"),
        ("sex", "women"),
    ]);
    assert_eq!(row.value(), 5.233_743_439_450_076);
    assert!(row.get("source_ref").ends_with("!S1099"));
}

#[test]
fn a_target_is_judged_in_an_area_from_a_year_that_has_a_figure() {
    let asked = "trajectory --definition police-women-and-girls --area Kent";
    vawg(asked).refuses(
        1,
        "error: `police-women-and-girls` has no figure for the baseline 2023-24\n",
    );
    let rows = format!("{asked} --baseline 2019-20 --target 2029-30 --format csv");
    let rows = Rows::read(&vawg(&rows).succeeds());
    // Home Office open data of October 2023: 19C, 19D, 19E, 19J, 20A and 20B in Kent, four quarters of
    // 2019/20 added up: 1,446 + 287 + 241 + 17 + 1,576 + 409 = 3,976.
    let baseline = rows.one(&[("statistic", "observed"), ("period", "2019-20")]);
    assert_eq!(baseline.value(), 3976.0);
    assert_eq!(
        (baseline.get("area"), baseline.get("area_code")),
        ("Kent", "E23000032")
    );
    let reached = rows.with(&[("statistic", "path"), ("period", "2029-30")]);
    assert!(reached.iter().all(|row| row.value() == 3976.0 / 2.0));
    // Parts and longer series are those of England and Wales.
    let areas = rows.with(&[]);
    assert!(areas.iter().all(|row| row.get("area") == "Kent"));
    let text = format!("{asked} --baseline 2019-20 --target 2029-30 --full");
    let text = vawg(&text).succeeds();
    assert!(text.starts_with("Police-recorded rape and sexual assault of women and girls, Kent\n"));
    assert!(text.contains("Recording practice differs between police forces"));
}

#[test]
fn a_definition_without_figures_of_an_area_names_those_that_have_them() {
    vawg("trajectory --area Kent").fails(
        1,
        "error: no figure of definition `headline` for Kent\n\
         hint: the survey's figures held are for England and Wales alone; the ONS files of SDG \
         indicators have some by region: `vawg ingest FILE`; figures for Kent are held of \
         `--definition nao-figure-1 --baseline 2022-23` and `--definition police-women-and-girls \
         --baseline 2022-23`\n",
    );
    vawg("trajectory --definition nao-figure-1 --area Kent,Surrey")
        .refuses(2, "error: --area takes one area here\n");
}

/// The description of docs/reports.md. Kent and West Mercia in the year ending June 2025: ONS, Table
/// C2.
#[test]
fn a_figure_of_a_report_shows_areas() {
    let folder = folder();
    let description = folder.path().join("report.toml");
    fs::write(
        &description,
        "[report]\nid = \"forces\"\ntitle = \"Two forces\"\n\
         [[figure]]\nid = \"1\"\n\
         query = { kind = \"trend\", crime = \"sexual-offences\", area = [\"Kent\", \"West Mercia\"] }\n",
    )
    .unwrap();
    let out = folder.path().join("out");
    let run = [
        "report",
        description.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ];
    vawg_with(&run).succeeds();
    let rows = Rows::read(&fs::read_to_string(out.join("figure-1.csv")).unwrap());
    for (area, value) in [("Kent", 6748.0), ("West Mercia", 3878.0)] {
        let row = [
            ("statistic", "observed"),
            ("period", "ye-jun-2025"),
            ("area", area),
        ];
        assert_eq!(rows.one(&row).value(), value, "{area}");
    }
    let page = fs::read_to_string(out.join("report.md")).unwrap();
    assert!(page.contains("Kent and West Mercia"), "{page}");
    fs::write(
        &description,
        "[report]\nid = \"forces\"\ntitle = \"Two forces\"\n\
         [[figure]]\nid = \"1\"\n\
         query = { kind = \"trend\", crime = \"sexual-offences\", area = [\"Kennt\"] }\n",
    )
    .unwrap();
    let refused = vawg_with(&run);
    assert_ne!(refused.status, 0);
    assert!(
        refused.stderr.contains("unknown area `Kennt`"),
        "{}",
        refused.stderr
    );
}

/// Sexual offences in Kent beside England and Wales, each crime in a panel of its own; where few people
/// live no rate is made up.
#[test]
fn two_crimes_of_an_area_are_set_beside_england_and_wales_as_rates() {
    let crimes =
        "trend --crime sexual-offences,stalking-and-harassment --source police --model none";
    let rows = Rows::read(&vawg(&format!("{crimes} --area Kent --rate --format csv")).succeeds());
    // Table P3 of the year ending March 2024: Kent 3.3 sexual offences and 11.1 of stalking and
    // harassment per 1,000 people.
    for (measure, printed) in [
        ("police-sexual-offences", 3.3),
        ("police-stalking-and-harassment", 11.1),
    ] {
        let rate = |area: &str| {
            let row = [
                ("measure", measure),
                ("statistic", "rate"),
                ("period", "2023-24"),
                ("area", area),
            ];
            rows.one(&row).value()
        };
        assert!((rate("Kent") - printed).abs() < 0.05, "{measure}");
        assert!(rate("England and Wales") > 0.0);
    }
    let told = vawg(&format!("{crimes} --area E23000034 --rate"));
    told.fails(
        1,
        "error: no rate can be given for London, City of (few people live there)\n\
         hint: leave --rate out, or show index numbers, such as --index 2020-21\n",
    );
}
