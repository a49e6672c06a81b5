//! Files of police forces, populations, prices and outcomes: areas by code, titles that decide, parts
//! that are absent. On small files of our own, and on the published files where they are there.

use std::path::{Path, PathBuf};

use rust_xlsxwriter::Workbook;

use crate::program::{Rows, findings, folder, releases, vawg_with};

/// Codes and names of all police forces as ONS prints them, some with notes.
const FORCES: [(&str, &str); 43] = [
    ("E23000013", "Cleveland"),
    ("E23000008", "Durham"),
    ("E23000007", "Northumbria"),
    ("E23000006", "Cheshire"),
    ("E23000002", "Cumbria"),
    ("E23000005", "Greater Manchester"),
    ("E23000003", "Lancashire"),
    ("E23000004", "Merseyside"),
    ("E23000012", "Humberside"),
    ("E23000009", "North Yorkshire"),
    ("E23000011", "South Yorkshire"),
    ("E23000010", "West Yorkshire"),
    ("E23000018", "Derbyshire"),
    ("E23000021", "Leicestershire"),
    ("E23000020", "Lincolnshire"),
    ("E23000022", "Northamptonshire"),
    ("E23000019", "Nottinghamshire"),
    ("E23000015", "Staffordshire"),
    ("E23000017", "Warwickshire"),
    ("E23000016", "West Mercia"),
    ("E23000014", "West Midlands"),
    ("E23000026", "Bedfordshire"),
    ("E23000023", "Cambridgeshire"),
    ("E23000028", "Essex"),
    ("E23000027", "Hertfordshire"),
    ("E23000024", "Norfolk"),
    ("E23000025", "Suffolk"),
    ("E23000034", "City of London"),
    ("E23000001", "Metropolitan Police [note 4]"),
    ("E23000030", "Hampshire"),
    ("E23000032", "Kent"),
    ("E23000031", "Surrey"),
    ("E23000033", "Sussex"),
    ("E23000029", "Thames Valley"),
    ("E23000036", "Avon and Somerset"),
    ("E23000035", "Devon & Cornwall"),
    ("E23000039", "Dorset"),
    ("E23000037", "Gloucestershire"),
    ("E23000038", "Wiltshire"),
    ("W15000004", "Dyfed-Powys4"),
    ("W15000002", "Gwent"),
    ("W15000001", "North Wales"),
    ("W15000003", "South Wales"),
];

/// A row of a table of police forces: code, name, sexual offences, robbery.
type Row = [String; 4];

/// Ten times its place and three times its place in each force, and their sums above.
fn counts(times: usize) -> Vec<Row> {
    let row = |code: &str, name: &str, first: usize, second: usize| {
        [code, name, &first.to_string(), &second.to_string()].map(ToOwned::to_owned)
    };
    let forces = (1..).zip(FORCES);
    let mut rows: Vec<Row> = forces
        .map(|(place, (code, name))| row(code, name, 10 * place * times, 3 * place * times))
        .collect();
    rows.push(row("", "British Transport Police", 50 * times, 20 * times));
    // 10 × (1 + … + 43) + 50, and 3 × (1 + … + 43) + 20.
    let total = row(
        "K04000001",
        "ENGLAND AND WALES [note 3]",
        9510 * times,
        2858 * times,
    );
    rows.insert(0, total);
    rows
}

struct Sheet<'a> {
    name: &'a str,
    lines: &'a [&'a str],
    rows: Vec<Row>,
}

/// A workbook in the form of 2022 to 2024.
fn workbook(path: &Path, sheets: &[Sheet<'_>]) {
    let mut workbook = Workbook::new();
    let cover = workbook.add_worksheet();
    cover.set_name("Cover_sheet").unwrap();
    let title = "Police force area data tables - year ending March 2024";
    cover.write_string(0, 0, title).unwrap();
    for one in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(one.name).unwrap();
        for (row, line) in (0..).zip(one.lines) {
            sheet.write_string(row, 0, *line).unwrap();
        }
        let headings = u32::try_from(one.lines.len()).unwrap();
        let names = [
            "Area Code",
            "Area Name",
            "Sexual offences\n [note 2]",
            "Robbery",
        ];
        for (column, name) in (0..).zip(names) {
            sheet.write_string(headings, column, name).unwrap();
        }
        for (row, cells) in (headings + 1..).zip(&one.rows) {
            for (column, cell) in (0..).zip(cells) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write_number(row, column, number).unwrap(),
                    Err(_) => sheet.write_string(row, column, cell).unwrap(),
                };
            }
        }
    }
    workbook.save(path).unwrap();
}

const P1: &str = "Table P1:  Police recorded crime by offence group and police force area, England and Wales, number of offences, year ending March 2024 [note 1]";
const P4: &str = "Table P4:  Police recorded crime by offence group and police force area, England and Wales, number of offences, year ending March 2023 [note1]";

/// Tables P1 and P4 alone.
fn two_tables(path: &Path, now: Vec<Row>, before: Vec<Row>) {
    let tables = [
        Sheet {
            name: "Table P1",
            lines: &[P1],
            rows: now,
        },
        Sheet {
            name: "Table P4 ",
            lines: &[P4],
            rows: before,
        },
    ];
    workbook(path, &tables);
}

#[track_caller]
fn figures(file: &Path, accept: &[&str]) -> Rows {
    let mut arguments = vec!["ingest", file.to_str().unwrap(), "-o", "-"];
    for rule in accept {
        arguments.extend(["--accept", rule]);
    }
    let run = vawg_with(&arguments);
    assert_eq!(run.status, 0, "{}", run.stderr);
    Rows::read(&run.stdout)
}

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let file = folder.join(name);
    std::fs::write(&file, text).unwrap();
    file
}

/// Changes the row of one area.
fn with_row(mut rows: Vec<Row>, code: &str, change: impl FnOnce(&mut Row)) -> Vec<Row> {
    change(rows.iter_mut().find(|row| row[0] == code).unwrap());
    rows
}

#[test]
fn each_force_table_is_dated_by_its_own_title_and_its_areas_have_codes() {
    let folder = folder();
    let file = folder.path().join("forces.xlsx");
    let rates = [
        "Table P3:  Police recorded crime by offence group and police force area, England and Wales, rate of offences per 1,000 population, year ending March 2024 [note 1]",
        "Some shorthand is used in this table, [u1] indicates that rate per 1,000 population data for City of London have been suppressed due to the small population size of the police force area.",
    ];
    let mut rows = counts(1);
    rows.truncate(1);
    rows.push(["E23000034", "City of London", "[u1]", "+"].map(ToOwned::to_owned));
    let tables = [
        Sheet {
            name: "Table P1",
            lines: &[P1],
            rows: counts(2),
        },
        Sheet {
            name: "Table P3",
            lines: &rates,
            rows,
        },
        Sheet {
            name: "Table P4 previous",
            lines: &[P4],
            rows: counts(1),
        },
        Sheet {
            name: "Table P8",
            lines: &[
                "Table P8: Comparison of knife or sharp instrument number of offences recorded by the police, by old and new method and coverage of the collection[note 1]",
            ],
            rows: counts(1),
        },
    ];
    workbook(&file, &tables);
    let (found, status) = findings(&file);
    // Table P3 of this fixture has one of the 43 forces.
    let rules: Vec<&str> = found.with(&[]).iter().map(|row| row.get("rule")).collect();
    assert_eq!((rules.as_slice(), status), (&["download-complete"][..], 0));
    let rows = figures(&file, &[]);
    let cell = |table: &str, area: &str| {
        let row = rows.one(&[
            ("table", table),
            ("area", area),
            ("label", "Sexual offences"),
        ]);
        ["period", "area_code", "value", "marker", "notes"].map(|column| row.get(column).to_owned())
    };
    assert_eq!(
        cell("P1", "England and Wales"),
        ["2023-24", "K04000001", "19020.0", "", "2,3"]
    );
    assert_eq!(
        cell("P4", "England and Wales"),
        ["2022-23", "K04000001", "9510.0", "", "2,3"]
    );
    assert_eq!(
        cell("P4", "Dyfed-Powys"),
        ["2022-23", "W15000004", "400.0", "", "2,4"]
    );
    assert_eq!(cell("P4", "Metropolitan Police")[4], "2,4");
    assert_eq!(
        cell("P3", "London, City of"),
        ["2023-24", "E23000034", "", "[u]", "2,u1"]
    );
    assert!(rows.with(&[("table", "P8")]).is_empty());
    let run = vawg_with(&["validate", file.to_str().unwrap(), "--full"]);
    let flat = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains("two methods of counting offences"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_marker_that_no_line_of_its_sheet_explains_is_refused() {
    let folder = folder();
    let file = folder.path().join("forces.xlsx");
    let now = with_row(counts(1), "E23000034", |row| row[2] = "[u9]".to_owned());
    two_tables(&file, now, counts(1));
    let (found, status) = findings(&file);
    let marker = found.one(&[("rule", "marker-known")]);
    assert_eq!(
        (marker.get("cell"), marker.get("value"), status),
        ("C31", "[u9]", 1)
    );
}

#[test]
fn a_name_beside_the_code_of_another_area_withholds_its_row_and_nothing_else() {
    let folder = folder();
    let file = folder.path().join("forces.xlsx");
    let now = with_row(counts(1), "E23000032", |row| row[1] = "Sussex".to_owned());
    let now = with_row(now, "E23000033", |row| row[1] = "Kent".to_owned());
    two_tables(&file, now, counts(1));
    let (found, status) = findings(&file);
    let errors = found.with(&[("severity", "error")]);
    let told: Vec<_> = errors
        .iter()
        .map(|row| (row.get("rule"), row.get("cell")))
        .collect();
    assert_eq!(told, [("area-agrees", "A34"), ("area-agrees", "A36")]);
    assert_eq!(status, 1);
    for part in ["E23000032", "Kent", "Sussex", "E23000033"] {
        assert!(
            errors[0].get("message").contains(part),
            "{}",
            errors[0].get("message")
        );
    }
    let rows = figures(&file, &["area-agrees"]);
    for area in ["Kent", "Sussex"] {
        for (table, rule) in [("P1", "area-agrees"), ("P4", "")] {
            let rows = rows.with(&[("table", table), ("area", area)]);
            let rules: Vec<_> = rows.iter().map(|row| row.get("withheld")).collect();
            assert_eq!(rules, [rule; 2], "{table} {area}");
        }
    }
    let surrey = rows.with(&[("table", "P1"), ("area", "Surrey"), ("withheld", "")]);
    assert_eq!(surrey.len(), 2);
}

#[test]
fn a_total_that_leaves_out_a_force_is_not_that_of_england_and_wales() {
    let folder = folder();
    let file = folder.path().join("forces.xlsx");
    // Devon and Cornwall is the 36th force: 360 and 108 offences.
    let leaves_out = |total: &str| {
        let rows = with_row(counts(1), "E23000035", |row| {
            row[2..].fill("[x]".to_owned());
        });
        with_row(rows, "K04000001", |row| {
            "ENGLAND AND WALES (exc. Devon and Cornwall) [note 3,4]".clone_into(&mut row[1]);
            total.clone_into(&mut row[2]);
            "2750".clone_into(&mut row[3]);
        })
    };
    two_tables(&file, leaves_out("9150"), counts(1));
    let (found, status) = findings(&file);
    let told = found.one(&[]);
    assert_eq!(
        (told.get("rule"), told.get("severity"), status),
        ("coverage-complete", "warning", 0)
    );
    assert!(
        told.get("message")
            .contains("leaves out Devon and Cornwall")
    );
    let rows = figures(&file, &[]);
    assert!(
        rows.with(&[("table", "P1"), ("area", "England and Wales")])
            .is_empty()
    );
    let part = [
        ("table", "P1"),
        ("area", "England and Wales (excluding Devon and Cornwall)"),
    ];
    let values: Vec<&str> = rows
        .with(&part)
        .iter()
        .map(|row| row.get("value"))
        .collect();
    assert_eq!(values, ["9150.0", "2750.0"]);
    two_tables(&file, leaves_out("9510"), counts(1));
    let (found, status) = findings(&file);
    let wrong = found.one(&[("rule", "total-adds-up")]);
    assert_eq!(
        (wrong.get("cell"), wrong.get("value"), status),
        ("C3", "9510", 1)
    );
    assert!(
        wrong.get("message").contains("9150"),
        "{}",
        wrong.get("message")
    );
}

/// A sheet of population: lines above, then England and Wales with the same number at each age.
fn population(lines: &[&str], each: u32, below: &[&str]) -> String {
    let ages: Vec<String> = (0..90).map(|age| age.to_string()).collect();
    let mut text = String::new();
    for line in lines {
        text.push_str(&format!("\"{line}\"{}\n", ",".repeat(94)));
    }
    text.push_str(&format!(
        "Code,Name,Geography,All ages,{},90+\n",
        ages.join(",")
    ));
    let numbers = format!("{each},").repeat(90);
    text.push_str(&format!(
        "K04000001,ENGLAND AND WALES,Country,{},{numbers}{each}\n",
        91 * each
    ));
    for line in below {
        text.push_str(&format!(
            "{}\n\"{line}\"{}\n",
            ",".repeat(94),
            ",".repeat(94)
        ));
    }
    text
}

#[test]
fn the_sex_of_a_population_is_read_from_its_title_and_not_from_the_name_of_the_file() {
    let folder = folder();
    let persons =
        "MYE2: Persons by single year of age and sex for local authorities in the UK, mid-2019";
    let males = "MYE2: Population estimates: Males by single year of age and sex, mid-2019";
    let footnote = "1. Further information is given in the notes.";
    let sexes = |name: &str, lines: &[&str], each: u32| {
        let file = write(folder.path(), name, &population(lines, each, &[footnote]));
        let rows = figures(&file, &[]);
        let group = rows.one(&[("age", "16-59")]);
        let shown = [
            group.get("sex"),
            group.get("area_code"),
            group.get("period"),
        ];
        assert_eq!(shown[1..], ["K04000001", "2019"]);
        shown[0].to_owned()
    };
    assert_eq!(sexes("males-and-females.csv", &[persons], 600_000), "all");
    assert_eq!(
        sexes("females.csv", &["Contents", "", persons], 600_000),
        "all"
    );
    assert_eq!(sexes("population.csv", &["", "", males], 300_000), "men");
    let (found, status) = findings(&folder.path().join("females.csv"));
    let told = found.one(&[]);
    assert_eq!(
        (told.get("rule"), told.get("severity"), status),
        ("sex-known", "warning", 0)
    );
}

/// The name of the file gives the year where the title does not: a copy under another name is one
/// year's figures for another's.
#[test]
fn the_same_bytes_under_another_period_are_told() {
    let folder = folder();
    let text = population(
        &["MYE2: Persons by single year of age and sex"],
        600_000,
        &[],
    );
    let [first, second] = ["2019", "2020"]
        .map(|year| write(folder.path(), &format!("population-mid-{year}.csv"), &text));
    let told = |arguments: &[&str]| {
        let run = vawg_with(&[&["validate", "--format", "csv"], arguments].concat());
        let found = Rows::read(&run.succeeds());
        let told = found.one(&[("rule", "other-period")]);
        assert_eq!(
            (told.get("severity"), told.get("value")),
            ("warning", "2020")
        );
        assert!(told.get("file").ends_with("population-mid-2020.csv"));
        assert!(
            told.get("message").contains("ons-population-mid-2019"),
            "{}",
            told.get("message")
        );
    };
    let (first, second) = (first.to_str().unwrap(), second.to_str().unwrap());
    told(&[first, second]);
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let run = vawg_with(&["ingest", first, "--data", data]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    told(&[second, "--data", data]);
}

#[test]
fn a_population_whose_title_does_not_fit_its_numbers_or_is_missing_is_refused() {
    let folder = folder();
    let females = "MYE2: Females by single year of age and sex, mid-2020";
    let file = write(
        folder.path(),
        "mid2020.csv",
        &population(&[females], 600_000, &[]),
    );
    let (found, status) = findings(&file);
    let told = found.one(&[("severity", "error")]);
    assert_eq!(
        (told.get("rule"), told.get("value"), status),
        ("sex-known", "54600000", 1)
    );
    let file = write(
        folder.path(),
        "mid2020females.csv",
        &population(&[], 300_000, &[]),
    );
    let (found, status) = findings(&file);
    assert_eq!((found.with(&[("rule", "sex-known")]).len(), status), (1, 1));
    let file = write(
        folder.path(),
        "persons.csv",
        &population(&["Persons by single year"], 600_000, &[]),
    );
    let run = vawg_with(&["validate", file.to_str().unwrap()]);
    assert_eq!(run.status, 1);
    assert!(
        run.stderr.contains("no year of the estimates"),
        "{}",
        run.stderr
    );
}

const OPEN_DATA: &str = "Financial Year,Financial Quarter,Force Name,Offence Description,Offence Group,Offence Subgroup,Offence Code,Number of Offences\n";

#[test]
fn a_filtered_download_and_rows_of_nations_are_told() {
    let folder = folder();
    let mut text = OPEN_DATA.to_owned();
    let row = |force: &str| {
        format!(
            "2022/23,1,{force},Rape of a female aged 16 and over,Sexual offences,Rape offences,19C,5\n"
        )
    };
    for (_, name) in FORCES {
        let name = name.trim_end_matches(" [note 4]").trim_end_matches('4');
        text.push_str(&row(name));
    }
    let rules = |name: &str, text: &str| {
        let (found, status) = findings(&write(folder.path(), name, text));
        assert_eq!(status, 0);
        let rows = found.with(&[]);
        rows.iter()
            .map(|row| row.get("rule").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(rules("one-code.csv", &text), ["download-complete"]);
    let one_force = format!("{OPEN_DATA}{}", row("Kent"));
    assert_eq!(
        rules("one-force.csv", &one_force),
        ["download-complete", "download-complete"]
    );
    text.push_str(&row("England"));
    assert_eq!(
        rules("nations.csv", &text),
        ["download-complete", "total-rows"]
    );
    let without = text.replace(&row("Kent"), "");
    assert_eq!(
        rules("without.csv", &without),
        ["coverage-complete", "download-complete", "total-rows"]
    );
}

#[test]
fn the_same_outcomes_under_another_month_are_told() {
    let folder = folder();
    let text = ",Number of Homicide Convictions,Percentage of Homicide Convictions,Number of Homicide Unsuccessful,Percentage of Homicide Unsuccessful,Number of Rape Convictions,Percentage of Rape Convictions,Number of Rape Unsuccessful,Percentage of Rape Unsuccessful\n\
National,10,50.0%,10,50.0%,30,75.0%,10,25.0%\n\
Kent,1,50.0%,1,50.0%,3,75.0%,1,25.0%\n";
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let first = write(
        folder.path(),
        "2017_principal_offence_category_Oct.csv",
        text,
    );
    vawg_with(&["ingest", first.to_str().unwrap(), "--data", data]).succeeds();
    let told = |text: &str| {
        let second = write(
            folder.path(),
            "2018_principal_offence_category_Oct.csv",
            text,
        );
        let run = vawg_with(&[
            "validate",
            second.to_str().unwrap(),
            "--data",
            data,
            "--format",
            "csv",
        ]);
        let found = Rows::read(&run.stdout);
        found
            .with(&[("rule", "other-period"), ("severity", "warning")])
            .len()
    };
    assert_eq!(told(text), 1);
    assert_eq!(told(&text.replace("3,75.0%,1,", "6,75.0%,2,")), 0);
    let unnamed = write(folder.path(), "principal_offence_category_Aug.csv", text);
    let run = vawg_with(&["validate", unnamed.to_str().unwrap()]);
    assert!(
        run.stderr.contains("no year found in the name of the file"),
        "{}",
        run.stderr
    );
}

/// A sheet of deflators with a year of another spelling in its first row.
fn deflators(folder: &Path, sheet: &str, first: &str) -> PathBuf {
    let file = folder.join("deflators.xlsx");
    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet();
    page.set_name(sheet).unwrap();
    let rows: [[&str; 4]; 4] = [
        [
            "",
            "Quarterly National Accounts, last updated 28 June 2026",
            "",
            "",
        ],
        [
            "",
            "Financial year",
            "2018-19 = 100",
            "per cent change on previous year",
        ],
        ["", first, "4.5", ""],
        ["", "1956/57", "4.75", "5.5"],
    ];
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell.parse::<f64>() {
                Ok(number) => page.write_number(row, column, number).unwrap(),
                Err(_) => page.write_string(row, column, cell).unwrap(),
            };
        }
    }
    workbook.save(&file).unwrap();
    file
}

#[test]
fn financial_years_are_read_with_a_slash_or_a_dash_and_others_are_named() {
    let folder = folder();
    for first in [
        "1955/56",
        "1955\u{2013}56",
        "1955/1956",
        "1955 to 1956",
        "Year ending March 1956",
    ] {
        let rows = figures(&deflators(folder.path(), "QNA", first), &[]);
        let index = rows.one(&[("period", "1955-56"), ("statistic", "index")]);
        assert_eq!(
            (index.get("value"), index.get("release")),
            ("4.5", "hmt-deflators-2026-m06")
        );
        assert_eq!(rows.with(&[]).len(), 4);
    }
    // A bare year does not say which of two financial years it is.
    for first in ["FY 55", "1955"] {
        let (found, status) = findings(&deflators(folder.path(), "QNA", first));
        let told = found.one(&[("severity", "error")]);
        assert_eq!(
            (
                told.get("rule"),
                told.get("cell"),
                told.get("value"),
                status
            ),
            ("period-readable", "B3", first, 1)
        );
    }
}

#[test]
fn a_share_above_100_per_cent_is_refused() {
    let folder = folder();
    let file = write(
        folder.path(),
        "indicator_16-1-3.csv",
        "Year,Series,Violence type,Age,Sex,Region,Observation status,Units,Value\n\
         2004/05,(c) Sexual violence - 16 to 59,,,Female,,Normal value,Percentage (%),4.5\n\
         2005/06,(c) Sexual violence - 16 to 59,,,Female,,Normal value,Percentage (%),450\n",
    );
    let (found, status) = findings(&file);
    let told = found.one(&[("rule", "value-possible")]);
    assert_eq!(
        (told.get("cell"), told.get("value"), status),
        ("I3", "450", 1)
    );
    assert_eq!(figures(&file, &["value-possible"]).with(&[]).len(), 2);
}

type Edition = (&'static str, &'static str, [(u32, u32); 3]);

/// Sexual offences; stalking and harassment of three forces, as each edition first published them:
/// the file, the year of its Table P1, and the figures of Kent, West Mercia and West Yorkshire.
const EDITIONS: [Edition; 4] = [
    (
        "pfatablescorrectionmar21.xlsx",
        "2020-21",
        [(5_619, 27_039), (3_156, 11_383), (7_485, 44_084)],
    ),
    (
        "pfafinalmar22.xlsx",
        "2021-22",
        [(6_886, 28_979), (4_075, 13_547), (9_339, 52_999)],
    ),
    (
        "pfatableyemar231.xlsx",
        "2022-23",
        [(6_611, 23_826), (4_114, 13_804), (9_591, 55_200)],
    ),
    (
        "pfatablesyemar24final.xlsx",
        "2023-24",
        [(6_261, 20_869), (3_573, 10_958), (9_386, 48_451)],
    ),
];

#[test]
fn every_published_workbook_of_police_forces_is_taken_in() {
    let Some(releases) = releases("every_published_workbook_of_police_forces_is_taken_in") else {
        return;
    };
    let folder = releases.join("ons-pfa-tables");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert_eq!(files.len(), 15);
    for file in &files {
        let (found, status) = findings(file);
        assert_eq!(
            (
                found.with(&[("severity", "error"), ("known", "")]).len(),
                status
            ),
            (0, 0),
            "{}",
            file.display()
        );
    }
    for (file, year, expected) in EDITIONS {
        let rows = figures(&folder.join(file), &[]);
        let value = |area: &str, label: &str| {
            let row = [
                ("table", "P1"),
                ("area", area),
                ("label", label),
                ("period", year),
            ];
            rows.one(&row).get("value").to_owned()
        };
        for (area, (sexual, stalking)) in ["Kent", "West Mercia", "West Yorkshire"]
            .iter()
            .zip(expected)
        {
            assert_eq!(
                value(area, "Sexual offences"),
                format!("{sexual}.0"),
                "{file}, {area}"
            );
            assert_eq!(
                value(area, "Stalking and harassment"),
                format!("{stalking}.0"),
                "{file}, {area}"
            );
        }
    }
    // Sexual offences in England and Wales in 2022-23: first as published, then a year later in P4.
    let national = |file: &str, table: &str| {
        let rows = figures(&folder.join(file), &[]);
        let row = [
            ("table", table),
            ("area_code", "K04000001"),
            ("label", "Sexual offences"),
            ("period", "2022-23"),
        ];
        rows.one(&row).get("value").to_owned()
    };
    assert_eq!(national("pfatableyemar231.xlsx", "P1"), "195315.0");
    assert_eq!(national("pfatablesyemar24final.xlsx", "P4"), "194478.0");
}

#[test]
fn published_populations_have_the_numbers_of_their_sheets() {
    let Some(releases) = releases("published_populations_have_the_numbers_of_their_sheets") else {
        return;
    };
    // Cell D of the row of England and Wales, sheet of persons; then sums of the row of females.
    let expected = [
        ("ons_pop_data.xls", "2018", 59_115_809.0, 29_900_558.0),
        (
            "ukmidyearestimates20192020ladcodes.xls",
            "2019",
            59_439_840.0,
            30_057_331.0,
        ),
        (
            "ukpopestimatesmid2020on2021geography.xls",
            "2020",
            59_719_724.0,
            30_173_382.0,
        ),
        (
            "ukpopestimatesmid2021on2021geographyfinal.xls",
            "2021",
            59_641_829.0,
            30_439_748.0,
        ),
        ("mye22final.xlsx", "2022", 60_238_038.0, 30_719_864.0),
    ];
    for (file, year, persons, women) in expected {
        let file = releases.join("ons-population").join(file);
        let run = vawg_with(&["ingest", file.to_str().unwrap(), "-o", "-"]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        // Of a hundred thousand figures, those of England and Wales.
        let lines = run.stdout.lines();
        let wanted =
            lines.filter(|line| line.starts_with("release,") || line.contains(",K04000001,"));
        let rows = Rows::read(&wanted.collect::<Vec<_>>().join("\n"));
        let file = file.display();
        let of = |sex: &str, age: &str| {
            let row = [
                ("area_code", "K04000001"),
                ("sex", sex),
                ("age", age),
                ("period", year),
            ];
            rows.one(&row).value()
        };
        assert_eq!(
            (of("all", "all"), of("women", "all")),
            (persons, women),
            "{file}"
        );
        if year == "2020" {
            assert_eq!(
                (of("women", "16-59"), of("women", "16+")),
                (16_850_083.0, 24_612_286.0)
            );
        }
    }
}

#[test]
fn the_tables_of_a_workbook_decide_its_period_and_not_its_cover() {
    let Some(releases) = releases("the_tables_of_a_workbook_decide_its_period_and_not_its_cover")
    else {
        return;
    };
    let file = releases.join("ons-appendix-tables/ons_source_crime_data.xlsx");
    let (found, status) = findings(&file);
    assert_eq!(status, 0);
    assert_eq!(
        found
            .one(&[("rule", "title-stale"), ("sheet", "Cover sheet")])
            .get("cell"),
        "A1"
    );
    let rows = figures(&file, &[]);
    // Read off the sheet `Table A4 `: row 122 singles out a part of residential burglary, row 120 of
    // domestic burglary.
    let part = |group: &str, period: &str| {
        let row = [
            ("label", "of which: distraction burglary"),
            ("group", group),
            ("period", period),
        ];
        rows.one(&row).get("value").to_owned()
    };
    assert_eq!(part("Domestic burglary", "2003-04"), "15716.0");
    assert_eq!(part("Residential burglary", "2017-18"), "3326.0");
    let releases: std::collections::BTreeSet<_> = rows
        .with(&[])
        .iter()
        .map(|row| row.get("release").to_owned())
        .collect();
    assert_eq!(
        releases.into_iter().collect::<Vec<_>>(),
        ["ons-appendix-ye-sep-2022"]
    );
}
