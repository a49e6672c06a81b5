//! The files as published, where they are at hand: what is built in is what they hold.

use std::process::Command;

use crate::program::{Rows, folder, releases, repository, vawg_with};

#[test]
fn the_built_in_figures_are_those_of_the_published_workbooks() {
    let Some(releases) = releases("the_built_in_figures_are_those_of_the_published_workbooks")
    else {
        return;
    };
    let folder = folder();
    for period in ["jun-2025", "dec-2025"] {
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
        let name = format!("data/observations/ons-appendix-ye-{period}.csv");
        let built_in = std::fs::read(repository().join(&name)).unwrap();
        assert!(
            std::fs::read(out).unwrap() == built_in,
            "{name} is not what the workbook gives"
        );
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
    for part in ["scripts", "data/observations"] {
        let target = folder.path().join(part);
        std::fs::create_dir_all(&target).unwrap();
        for entry in std::fs::read_dir(repository().join(part)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "py") {
                std::fs::copy(&path, target.join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    let script = folder.path().join("scripts/survey_observations.py");
    let Ok(output) = Command::new("python3").arg(&script).arg(&releases).output() else {
        return; // no Python on this machine: the figures are checked where there is one
    };
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let mut compared = 0;
    for entry in std::fs::read_dir(folder.path().join("data/observations")).unwrap() {
        let path = entry.unwrap().path();
        let built_in = repository()
            .join("data/observations")
            .join(path.file_name().unwrap());
        assert!(
            std::fs::read(&path).unwrap() == std::fs::read(built_in).unwrap(),
            "{}",
            path.display()
        );
        compared += 1;
    }
    assert!(compared >= 15, "{compared} files");
}
