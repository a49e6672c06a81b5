//! The files as published, where they are available: what is built in is what they hold.

use std::collections::BTreeMap;
use std::process::Command;

use crate::program::{Rows, built_in, built_in_releases, folder, releases, repository, vawg_with};

/// The columns of a row, each with its name.
type Fields = Vec<(String, String)>;

/// The rows of a tidy CSV; numbers in one spelling, because the built-in files leave `.0` out.
fn fields(csv: &str) -> Vec<Fields> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let names: Vec<String> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    let field = |name: &String, text: &str| {
        let numbers = ["value", "standard_error", "lower", "upper", "base"];
        let text = match text.parse::<f64>() {
            Ok(number) if numbers.contains(&name.as_str()) => format!("{number:?}"),
            _ => text.to_owned(),
        };
        (name.clone(), text)
    };
    reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            assert_eq!(record.len(), names.len());
            names
                .iter()
                .zip(&record)
                .map(|(name, text)| field(name, text))
                .collect()
        })
        .collect()
}

/// Every column of every figure is compared. Figures that a check withholds are not built in: the
/// workbook's other figures must be there in full, and no others.
#[test]
fn the_built_in_figures_are_those_of_the_published_workbooks() {
    let Some(releases) = releases("the_built_in_figures_are_those_of_the_published_workbooks")
    else {
        return;
    };
    let folder = folder();
    // Withheld: of June, 1 in Table A3a, 3 in A7, 70 in B9b and 2 in E2b; of December, 1 in A3a, 3 in
    // A7, 2 in B9b and 56 in E2b.
    for (period, withheld) in [("jun-2025", 76), ("dec-2025", 62)] {
        let file = releases.join(format!(
            "ons-appendix-tables/appendixtables_ye-{period}.xlsx"
        ));
        let out = folder.path().join("out.csv");
        let run = vawg_with(&[
            "ingest",
            file.to_str().unwrap(),
            "-o",
            out.to_str().unwrap(),
            "--quiet",
        ]);
        assert_eq!((run.status, run.stdout.as_str()), (0, ""), "{}", run.stderr);
        let mut tables: BTreeMap<String, Vec<Fields>> = BTreeMap::new();
        let mut not_served = 0;
        for row in fields(&std::fs::read_to_string(&out).unwrap()) {
            let is = |name: &str| row.iter().find(|field| field.0 == name).unwrap().1.clone();
            if is("withheld").is_empty() {
                tables.entry(is("table")).or_default().push(row);
            } else {
                not_served += 1;
            }
        }
        assert_eq!(not_served, withheld, "{period}");
        let (_, files) = built_in(&format!("ons-appendix-ye-{period}"));
        assert_eq!(files.len(), tables.len(), "{files:?}");
        for path in files {
            let table = path.file_stem().unwrap().to_str().unwrap();
            let held = fields(&std::fs::read_to_string(&path).unwrap());
            assert!(
                tables.get(table) == Some(&held),
                "{} is not what the workbook gives",
                path.display()
            );
        }
    }
}

#[test]
fn the_errors_that_were_really_published_are_found() {
    let Some(releases) = releases("the_errors_that_were_really_published_are_found") else {
        return;
    };
    let findings = |period: &str| {
        let file = releases.join(format!(
            "ons-appendix-tables/appendixtables_ye-{period}.xlsx"
        ));
        Rows::read(&vawg_with(&["validate", file.to_str().unwrap(), "--format", "csv"]).succeeds())
    };
    // Each of these is described, with how it was checked, in `docs/published-errors.md`.
    // Table E2b's headings are one quarter stale; [u] stands on a base of 51 (88D).
    let december = findings("dec-2025");
    assert_eq!(
        december
            .with(&[("sheet", "Worksheet_E2"), ("rule", "share-recomputes")])
            .len(),
        49
    );
    december.one(&[("rule", "low-reliability-rule"), ("cell", "AB101")]);
    december.one(&[("rule", "cover-date"), ("value", "23 April 2025")]);
    december.one(&[
        ("rule", "title-stale"),
        ("sheet", "Table_A5b"),
        ("value", "October 2023"),
    ]);
    december.one(&[
        ("rule", "heading-stale"),
        ("sheet", "Worksheet_E2"),
        ("cell", "I18"),
    ]);
    december.one(&[("rule", "column-shifted"), ("sheet", "Worksheet_E2")]);
    let shares = december.with(&[("rule", "share-recomputes"), ("sheet", "Table_B9")]);
    let cells: Vec<&str> = shares.iter().map(|row| row.get("cell")).collect();
    assert_eq!(cells, ["J20", "K20"]);
    december.one(&[("rule", "outlier"), ("sheet", "Table_B2"), ("cell", "B40")]);
    december.one(&[("rule", "title-stale"), ("sheet", "Table_E3")]);
    // The rate of a kind of theft is printed as 0 in two years.
    let rates = december.with(&[("rule", "total-adds-up"), ("sheet", "Table_A7")]);
    let cells: Vec<&str> = rates.iter().map(|row| row.get("cell")).collect();
    assert_eq!(cells, ["W29", "X29"]);
    assert!(december.with(&[("severity", "error")]).is_empty());
    // Table B9b's shares stand one column too far to the left.
    let june = findings("jun-2025");
    assert_eq!(
        june.with(&[("sheet", "Worksheet_B9"), ("rule", "share-recomputes")])
            .len(),
        70
    );
    june.one(&[("rule", "column-shifted"), ("sheet", "Worksheet_B9")]);
    let shares = june.with(&[("rule", "share-recomputes"), ("sheet", "Worksheet_E2")]);
    let cells: Vec<&str> = shares.iter().map(|row| row.get("cell")).collect();
    assert_eq!(cells, ["I19", "I20"]);
    june.one(&[
        ("rule", "heading-readable"),
        ("sheet", "Table_A7"),
        ("cell", "W9"),
    ]);
    june.one(&[
        ("rule", "heading-readable"),
        ("sheet", "Worksheet_E2"),
        ("cell", "D18"),
    ]);
    june.one(&[
        ("rule", "outlier"),
        ("sheet", "Table_B2"),
        ("cell", "F21"),
        ("value", "9830"),
    ]);
    assert!(june.with(&[("severity", "error")]).is_empty());
}

#[test]
fn the_survey_figures_are_those_of_the_published_files() {
    let Some(releases) = releases("the_survey_figures_are_those_of_the_published_files") else {
        return;
    };
    // The script writes beside itself: it is run in a copy.
    let folder = folder();
    let scripts = folder.path().join("scripts");
    std::fs::create_dir(&scripts).unwrap();
    for entry in std::fs::read_dir(repository().join("scripts")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "py") {
            std::fs::copy(&path, scripts.join(path.file_name().unwrap())).unwrap();
        }
    }
    for script in ["survey_observations.py", "deflators.py"] {
        let mut python = Command::new("python3");
        let Ok(output) = python.arg(scripts.join(script)).arg(&releases).output() else {
            return; // no Python on this machine: the figures are checked where there is one
        };
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let mut written = built_in_releases();
    // Those of the police have scripts of their own: scripts/README.md.
    let police = [
        "ons-appendix-",
        "ons-force-",
        "ons-community-",
        "home-office-",
    ];
    written.retain(|name| !police.iter().any(|start| name.starts_with(start)));
    let places = [
        "ons-population-force-",
        "ons-population-1838-",
        "quoted-homicide-",
        "quoted-patchwork-",
    ];
    written.retain(|name| !places.iter().any(|start| name.starts_with(start)));
    for name in &written {
        for path in built_in(name).1 {
            if path.ends_with("groups.csv") {
                continue; // made by a script of its own: the next test
            }
            let place = path.strip_prefix(repository()).unwrap();
            assert!(
                std::fs::read(folder.path().join(place)).ok() == std::fs::read(&path).ok(),
                "{} is not what the published files give",
                place.display()
            );
        }
    }
    let made = std::fs::read_dir(folder.path().join("data/observations")).unwrap();
    assert_eq!(made.count(), written.len());
}

/// Every built-in figure of a group of people is one that the published file gives, with its cell.
#[test]
fn the_figures_of_groups_of_people_are_those_of_the_published_files() {
    let test = "the_figures_of_groups_of_people_are_those_of_the_published_files";
    let Some(releases) = releases(test) else {
        return;
    };
    let about = ["source_ref", "label", "breakdown", "sex", "age", "period"];
    let about = about.iter().chain(&["area", "value", "marker", "status"]);
    let key = |row: &crate::program::Row<'_>| -> Vec<String> {
        about.clone().map(|name| row.get(name).to_owned()).collect()
    };
    let mut compared = 0;
    for (release, file) in [
        ("ons-sdg-16-1-3", "indicator_16-1-3.csv"),
        ("ons-sdg-11-7-2", "indicator_11-7-2.csv"),
        ("ons-sdg-5-2-1", "indicator_5-2-1.csv"),
    ] {
        let file = releases.join("ons-sdg/data").join(file);
        let out = folder();
        let out = out.path().join("out.csv");
        let [file, out] = [&file, &out].map(|path| path.to_str().unwrap());
        vawg_with(&["ingest", file, "--quiet", "-o", out]).succeeds();
        let taken = Rows::read(&std::fs::read_to_string(out).unwrap());
        let taken: std::collections::BTreeSet<_> = taken.with(&[]).iter().map(key).collect();
        let groups = repository().join(format!("data/observations/{release}/groups.csv"));
        let groups = Rows::read(&std::fs::read_to_string(groups).unwrap());
        for row in groups.with(&[]) {
            assert!(taken.contains(&key(&row)), "{release}: {:?}", key(&row));
            compared += 1;
        }
    }
    assert_eq!(compared, 942);
}
