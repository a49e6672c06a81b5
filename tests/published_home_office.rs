//! The Home Office's files as published, where they are available.

use std::collections::{BTreeMap, BTreeSet};

use vawg::Data;
use vawg::model::Period;

use crate::fixtures::OPEN_DATA_RELEASE;
use crate::program::{Rows, folder, releases, vawg_with};

fn taken(name: &str, test: &str) -> Option<Rows> {
    let file = releases(test)?.join("home-office-open-data").join(name);
    let folder = folder();
    let out = folder.path().join("out.csv");
    let run = vawg_with(&[
        "ingest",
        file.to_str().unwrap(),
        "--quiet",
        "-o",
        out.to_str().unwrap(),
    ]);
    assert_eq!((run.status, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    Some(Rows::read(&std::fs::read_to_string(out).unwrap()))
}

#[test]
fn the_open_data_are_taken_whole_and_add_up_to_the_figures_of_ons() {
    let test = "the_open_data_are_taken_whole_and_add_up_to_the_figures_of_ons";
    let Some(rows) = taken("prc-pfa-mar2013-onwards-191023.csv", test) else {
        return;
    };
    let all = rows.with(&[]);
    assert_eq!(all.len(), 258_905);
    assert_eq!(all.iter().filter(|row| row.value() < 0.0).count(), 426);
    let areas: BTreeSet<&str> = all.iter().map(|row| row.get("area")).collect();
    assert_eq!(areas.len(), 47);
    for name in [
        "Devon and Cornwall",
        "London, City of",
        "British Transport Police",
        "Action Fraud",
        "Cifas",
        "UK Finance",
    ] {
        assert!(areas.contains(name), "{name}");
    }
    // The sums of NAO HC 547, Figure 1, without the codes that no longer count: 19C to 20B.
    let mut years: BTreeMap<&str, f64> = BTreeMap::new();
    for row in all
        .iter()
        .filter(|row| ["19C", "19D", "19E", "19J", "20A", "20B"].contains(&row.get("code")))
    {
        let year = match row.get("period") {
            "2012-q2" | "2012-q3" | "2012-q4" | "2013-q1" => "2012-13",
            "2013-q2" | "2013-q3" | "2013-q4" | "2014-q1" => "2013-14",
            "2014-q2" | "2014-q3" | "2014-q4" | "2015-q1" => "2014-15",
            _ => continue,
        };
        *years.entry(year).or_default() += row.value();
    }
    assert_eq!(
        years,
        BTreeMap::from([
            ("2012-13", 34_516.0),
            ("2013-14", 41_055.0),
            ("2014-15", 55_934.0)
        ])
    );
}

/// The Home Office's own rows of 2022-23, with rows of England and Wales put among them. ONS gives
/// 68,893 rapes in that year, 45,944 of them of women aged 16 and over (Appendix table A4).
#[test]
fn rows_of_a_nation_among_the_published_ones_double_nothing() {
    let test = "rows_of_a_nation_among_the_published_ones_double_nothing";
    let Some(folder) = releases(test) else {
        return;
    };
    let file = folder.join("home-office-open-data/prc-pfa-mar2013-onwards-191023.csv");
    let text = std::fs::read_to_string(file).unwrap();
    let mut lines = text.lines();
    let mut with_nation = format!("{}\n", lines.next().unwrap());
    let rapes: Vec<&str> = lines
        .filter(|line| line.starts_with("2022/23,") && line.contains(",Rape offences,"))
        .collect();
    let mut nation = String::new();
    for line in &rapes {
        with_nation.push_str(line);
        with_nation.push('\n');
        let fields: Vec<&str> = line.split(',').collect();
        if fields[2] == "Kent" {
            let mut row = fields.clone();
            row[2] = "England and Wales";
            let last = row.len() - 1;
            row[last] = "9999";
            nation.push_str(&format!("{}\n", row.join(",")));
        }
    }
    assert!(nation.lines().count() >= 4 * 8);
    let folder = crate::program::folder();
    let data = folder.path().join("data");
    let file = folder.path().join("nation.csv");
    std::fs::write(&file, with_nation + &nation).unwrap();
    crate::fixtures::ingest(&file, &data);
    let held = Data::open(&data).unwrap();
    for (measure, published) in [
        ("police-rape", 68_893.0),
        ("police-rape-female-16-plus", 45_944.0),
    ] {
        let series = held.series(measure, Some(OPEN_DATA_RELEASE)).unwrap();
        let points = series.unwrap().points;
        let year = points
            .iter()
            .find(|point| point.period == Period::financial(2023));
        assert_eq!(year.unwrap().value, Some(published));
    }
}

#[test]
fn the_year_with_counts_as_text_is_taken_and_its_homicide_rows_are_known() {
    let test = "the_year_with_counts_as_text_is_taken_and_its_homicide_rows_are_known";
    let Some(folder) = releases(test) else {
        return;
    };
    let file = folder.join("home-office-open-data/prc-pfa-mar2013-onwards-tables201718.csv");
    let run = vawg_with(&["validate", file.to_str().unwrap(), "--format", "csv"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let findings = Rows::read(&run.stdout);
    // 44 forces, 4 quarters, and 3 of 4 rows that stand there already.
    let known = findings.with(&[
        ("rule", "duplicate-key"),
        ("severity", "warning"),
        ("known", "home-office-2017-18-homicide"),
    ]);
    assert_eq!(known.len(), 44 * 4 * 3);
    let Some(rows) = taken("prc-pfa-mar2013-onwards-tables201718.csv", test) else {
        return;
    };
    assert_eq!(rows.with(&[]).len(), 23_068);
    let fraud = rows.one(&[("area", "Action Fraud"), ("period", "2017-q2")]);
    assert_eq!(
        (fraud.get("value"), fraud.get("source_ref")),
        ("66776.0", "prc-pfa-mar2013-onwards-tables201718.csv!H2")
    );
    assert!(rows.with(&[]).iter().all(|row| row.get("value") != "-0.0"));
}

#[test]
fn the_three_sheets_of_offences_with_a_knife_are_taken() {
    let test = "the_three_sheets_of_offences_with_a_knife_are_taken";
    let Some(rows) = taken("knifecrime.ods", test) else {
        return;
    };
    let all = rows.with(&[]);
    assert_eq!(all.len(), 2_464 + 2_464 + 16_940);
    let areas: BTreeSet<&str> = all.iter().map(|row| row.get("area")).collect();
    assert_eq!(areas.len(), 44);
    let labels: BTreeSet<&str> = all.iter().map(|row| row.get("label")).collect();
    assert!(
        labels.contains("Rape") && labels.contains("Sexual assault"),
        "{labels:?}"
    );
    let periods: BTreeSet<&str> = all.iter().map(|row| row.get("period")).collect();
    assert!(periods.contains("2008-q2") && periods.contains("2025-q4"));
    assert_eq!(periods.len(), 71);
}
