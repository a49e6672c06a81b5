//! The same survey and outcomes in other words and other kinds of file: what is read alike, and what
//! is refused because it may mean another thing. Each file is made here.

use std::path::{Path, PathBuf};

use rust_xlsxwriter::Workbook;

use crate::program::{figures, findings, folder, vawg_with};

/// A workbook of one sheet with these rows.
fn workbook(path: &Path, name: &str, sheet: &str, rows: &[&[&str]]) -> PathBuf {
    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet();
    page.set_name(sheet).unwrap();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            match cell.parse::<f64>() {
                Ok(number) => page.write_number(row, column, number),
                Err(_) => page.write_string(row, column, *cell),
            }
            .unwrap();
        }
    }
    let file = path.join(name);
    workbook.save(&file).unwrap();
    file
}

/// A table of two sexes and two years, with these headings above those of the years.
fn two_rows_of_headings(path: &Path, upper: [&str; 4]) -> PathBuf {
    let [first, second, third, fourth] = upper;
    let rows: [&[&str]; 6] = [
        &[
            "Table 4.01: Prevalence of intimate violence in the last year among adults aged 16 to 59, by type and sex",
        ],
        &["Percentages"],
        &["", first, second, third, fourth],
        &[
            "Type of intimate violence",
            "Apr '13 to Mar '14",
            "Apr '14 to Mar '15",
            "Apr '13 to Mar '14",
            "Apr '14 to Mar '15",
        ],
        &["Any domestic abuse", "4.5", "4.25", "8.5", "8.25"],
        &[
            "Unweighted base - number of adults",
            "5000",
            "5100",
            "6000",
            "6100",
        ],
    ];
    workbook(path, "survey.xlsx", "Table 4.01", &rows)
}

#[test]
fn a_heading_above_others_is_read_where_it_says_over_which_it_stands() {
    let folder = folder();
    for upper in [
        ["Men", "", "Women", ""],
        ["Males", "Males", "Females", "Females"],
    ] {
        let file = two_rows_of_headings(folder.path(), upper);
        let rows = figures(&file);
        for (sex, period, value) in [
            ("men", "2013-14", "4.5"),
            ("men", "2014-15", "4.25"),
            ("women", "2013-14", "8.5"),
            ("women", "2014-15", "8.25"),
        ] {
            let row = rows.one(&[("sex", sex), ("period", period)]);
            assert_eq!(row.get("value"), value, "{upper:?} {sex} {period}");
        }
        assert_eq!(rows.with(&[]).len(), 4);
        assert!(findings(&file).0.with(&[("severity", "error")]).is_empty());
    }
}

#[test]
fn a_heading_over_the_middle_of_its_columns_or_over_some_alone_is_refused() {
    let folder = folder();
    for upper in [["", "Men", "", "Women"], ["", "", "Women", ""]] {
        let (found, status) = findings(&two_rows_of_headings(folder.path(), upper));
        let error = found.one(&[("rule", "heading-readable")]);
        assert_eq!(
            (error.get("severity"), error.get("cell"), status),
            ("error", "B3", 1),
            "{upper:?}"
        );
        assert!(error.get("message").contains("fill two rows"));
    }
}

const SDG: [&[&str]; 5] = [
    &[
        "Year",
        "Series",
        "Units",
        "Type of partner abuse",
        "Sex",
        "Ethnicity",
        "Unit multiplier",
        "Observation status",
        "Value",
    ],
    &[
        "2020/21",
        "Women aged 16 and over",
        "Percentage (%)",
        "",
        "",
        "White",
        "Units",
        "Normal value",
        "5.125",
    ],
    &[
        "2020/21",
        "Women aged 16 and over",
        "Percentage (%)",
        "",
        "",
        "",
        "Units",
        "Normal value",
        "4.75",
    ],
    &[
        "2021/22",
        "Women aged 16 and over",
        "Percentage (%)",
        "",
        "",
        "White",
        "Units",
        "Normal value",
        "5.25",
    ],
    &[
        "2021/22",
        "Women aged 16 and over",
        "Percentage (%)",
        "",
        "",
        "",
        "Units",
        "Normal value",
        "4.5",
    ],
];

/// The rows as a CSV, each changed as the case needs.
fn sdg(path: &Path, change: impl Fn(&str) -> String) -> PathBuf {
    let file = path.join("indicator_5-2-1.csv");
    let lines: Vec<String> = SDG.iter().map(|cells| change(&cells.join(","))).collect();
    std::fs::write(&file, lines.join("\n")).unwrap();
    file
}

#[track_caller]
fn has_both_headlines(file: &Path) {
    let rows = figures(file);
    for (period, value) in [("2020-21", "4.75"), ("2021-22", "4.5")] {
        let row = rows.one(&[("breakdown", ""), ("sex", "women"), ("period", period)]);
        assert_eq!(row.get("value"), value, "{}", file.display());
    }
    assert_eq!(rows.with(&[("breakdown", "Ethnicity: White")]).len(), 2);
}

#[test]
fn an_indicator_is_read_in_other_words_and_as_a_workbook() {
    let folder = folder();
    has_both_headlines(&sdg(folder.path(), ToOwned::to_owned));
    let cells: [fn(&str) -> String; 6] = [
        |line| {
            line.replace("Value", "value")
                .replace("Units,Type", "units,Type")
        },
        |line| line.replace(",,,Units", ",,_T,Units"),
        |line| {
            line.replace("2020/21", "2020-21")
                .replace("2021/22", "Year ending March 2022")
        },
        |line| {
            line.replace(",,White,", ",F,White,")
                .replace(",,,Units,", ",Females,,Units,")
        },
        |line| line.replace(",,,Units,", ",,Not applicable,Units,"),
        // Words on the status of a figure are not a group of people.
        |line| {
            let comment = if line.starts_with("Year") {
                "COMMENT_OBS"
            } else if line.ends_with("4.5") {
                "revised"
            } else {
                ""
            };
            let (before, value) = line.rsplit_once(',').unwrap();
            format!("{before},{comment},{value}")
        },
    ];
    for change in cells {
        has_both_headlines(&sdg(folder.path(), change));
    }
    has_both_headlines(&workbook(
        folder.path(),
        "indicator_5-2-1.xlsx",
        "data",
        &SDG,
    ));
}

#[test]
fn a_year_without_a_headline_and_a_sex_that_is_not_that_of_the_series_are_told() {
    let folder = folder();
    let file = sdg(folder.path(), |line| {
        if line.starts_with("2021/22") {
            line.replace(",,,Units,", ",,Headline,Units,")
        } else {
            line.to_owned()
        }
    });
    let (found, status) = findings(&file);
    let told = found.one(&[("rule", "headline-present")]);
    assert_eq!(
        (told.get("value"), told.get("severity"), status),
        ("2021-22", "warning", 0)
    );
    let file = sdg(folder.path(), |line| {
        line.replace(
            ",,,Units,Normal value,4.5",
            ",Males,,Units,Normal value,4.5",
        )
    });
    let (found, status) = findings(&file);
    let told = found.one(&[("rule", "sex-known")]);
    assert_eq!(
        (told.get("cell"), told.get("value"), status),
        ("E5", "Males", 1)
    );
}

#[test]
fn outcomes_of_prosecutions_may_be_a_workbook() {
    let folder = folder();
    let rows: [&[&str]; 3] = [
        &[
            "",
            "Number of Sexual Offences Convictions",
            "Percentage of Sexual Offences Convictions",
            "Number of Sexual Offences Unsuccessful",
            "Percentage of Sexual Offences Unsuccessful",
            "Number of Homicide Convictions",
            "Percentage of Homicide Convictions",
            "Number of Homicide Unsuccessful",
            "Percentage of Homicide Unsuccessful",
        ],
        &["National", "60", "75%", "20", "25%", "9", "90%", "1", "10%"],
        &["Kent", "6", "75%", "2", "25%", "0", "0.0%", "0", "0.0%"],
    ];
    let name = "2017_principal_offence_category_october.xlsx";
    let rows = figures(&workbook(folder.path(), name, "data", &rows));
    let row = rows.one(&[
        ("label", "Sexual Offences"),
        ("group", "Convictions"),
        ("statistic", "count"),
        ("area", "Kent"),
    ]);
    assert_eq!(
        ["value", "period", "source_ref"].map(|column| row.get(column)),
        ["6.0", "2017-m10", "data!B3"]
    );
}

#[test]
fn numbers_with_commas_between_semicolons_are_refused_where_they_may_be_decimals() {
    let folder = folder();
    let file = folder.path().join("indices.csv");
    let write = |index: &str| {
        let text = format!(
            "fiscal_year_start;fiscal_year;gdp_deflator;is_forecast\n2022;2022-23;{index};false\n2023;2023-24;100;false\n"
        );
        std::fs::write(&file, text).unwrap();
    };
    write("96.111");
    let row = figures(&file);
    let row = row.one(&[("period", "2022-23")]);
    assert_eq!(row.get("value"), "96.111");
    write("96,111");
    let run = vawg_with(&["validate", file.to_str().unwrap()]);
    assert_eq!(run.status, 1, "{}", run.stdout);
    assert!(
        run.stderr.contains("`96,111` may have decimals"),
        "{}",
        run.stderr
    );
}
