//! Every layout but the Home Office's, each on a small file of our own that has the traps of the
//! published ones, and on the published files where they are available.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Format, Workbook};

use crate::program::{Rows, findings, folder, releases, vawg_with};

/// The figures of a file that is taken in whole.
#[track_caller]
fn figures(file: &Path) -> Rows {
    let run = vawg_with(&["ingest", file.to_str().unwrap(), "-o", "-"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    Rows::read(&run.stdout)
}

/// What is found wrong with a file, and whether it would be stored.
fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let file = folder.join(name);
    std::fs::write(&file, text).unwrap();
    file
}

/// Cells as a publisher types them: numbers where they read as numbers, unless in quotes.
fn fill(workbook: &mut Workbook, name: &str, rows: &[&[&str]]) {
    let sheet = workbook.add_worksheet();
    sheet.set_name(name).unwrap();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) => sheet
                    .write_string(row, column, cell.trim_matches('\''))
                    .unwrap(),
            };
        }
    }
}

const SDG: &str = "\
Year,Series,Violence type,Age,Sex,Region,Observation status,Units,Value
2004/05,(c) Sexual violence - 16 to 59,,,Female,,Normal value,Percentage (%),4.5
2005 to 2006,(c) Sexual violence - 16 to 59,,,Women,,Normal value,Percentage (%),4.25
2006 to 07,(c) Sexual violence - 16 to 59,,,,,Normal value,Percentage (%),2.5
2007,(c) Sexual violence - 16 to 59,Rape,16 to 19,Male,,Missing value; suppressed,Percentage (%),
2007,(c) Sexual violence - 16 to 59,,,,West Midlands,Missing value,Percentage (%),
2018 to 2020,(c) Sexual violence - 16 to 59,,,,,Normal value,Percentage (%),3
";

#[test]
fn an_sdg_file_is_read_in_every_spelling_of_its_years() {
    let folder = folder();
    // The name of the file says nothing: the indicator is told by its columns.
    let file = write(folder.path(), "data.csv", SDG);
    let rows = figures(&file);
    assert_eq!(rows.with(&[]).len(), 5);
    let women = |period| {
        rows.one(&[
            ("label", "Sexual violence"),
            ("sex", "women"),
            ("period", period),
        ])
        .get("value")
    };
    assert_eq!((women("2004-05"), women("2005-06")), ("4.5", "4.25"));
    let all = rows.one(&[("period", "2006-07")]);
    assert_eq!(
        [
            "table",
            "sex",
            "age",
            "area",
            "group",
            "source_ref",
            "statistic"
        ]
        .map(|column| all.get(column)),
        [
            "16-1-3",
            "all",
            "16-59",
            "England and Wales",
            "",
            "data.csv!I4",
            "prevalence"
        ]
    );
    let suppressed = rows.one(&[("label", "Rape")]);
    assert_eq!(
        ["value", "marker", "age", "sex", "notes"].map(|column| suppressed.get(column)),
        ["", "[c]", "16-19", "men", "Missing value; suppressed"]
    );
    // A region that has the name of a police force stays a region.
    let region = rows.one(&[("area", "West Midlands Region")]);
    assert_eq!(
        (region.get("marker"), region.get("label")),
        ("[x]", "Sexual violence")
    );
    let (found, status) = findings(&file);
    let pooled = found.one(&[]);
    assert_eq!(
        (
            pooled.get("rule"),
            pooled.get("cell"),
            pooled.get("severity"),
            status
        ),
        ("period-readable", "A7", "warning", 0)
    );
}

/// In the published file rows by ethnic group come before the row for everybody.
#[test]
fn a_row_by_ethnic_group_is_never_served_as_the_headline_figure() {
    let folder = folder();
    let text = "\
Year,Series,Units,Type of partner abuse,Age,Ethnicity,Disability status,Region,Observation status,Value
2022/23,Women aged 16 and over,Percentage (%),,,Asian/Asian British,,,Normal value,1.5
2022/23,Women aged 16 and over,Percentage (%),,,White,Disabled,,Normal value,9
2022/23,Women aged 16 and over,Percentage (%),,16 to 19,,,,Normal value,8
2022/23,Women aged 16 and over,Percentage (%),,,,,London,Normal value,3.5
2022/23,Women aged 16 and over,Percentage (%),,,,,,Normal value,4.5
2022/23,Women aged 16 and over,Percentage (%),,,Black,,,Missing value; suppressed,
";
    let file = write(folder.path(), "indicator_5-2-1.csv", text);
    let rows = figures(&file);
    let breakdowns: Vec<[&str; 4]> = rows
        .with(&[("label", "Partner abuse (any)"), ("group", "")])
        .iter()
        .map(|row| ["breakdown", "area", "age", "value"].map(|column| row.get(column)))
        .collect();
    let nation = "England and Wales";
    assert_eq!(
        breakdowns,
        [
            ["Ethnicity: Asian/Asian British", nation, "16+", "1.5"],
            [
                "Ethnicity: White; Disability status: Disabled",
                nation,
                "16+",
                "9.0"
            ],
            ["Women aged 16 and over", nation, "16-19", "8.0"],
            ["", "London", "16+", "3.5"],
            ["", nation, "16+", "4.5"],
            ["Ethnicity: Black", nation, "16+", ""],
        ]
    );
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    vawg_with(&["ingest", file.to_str().unwrap(), "--data", data]).succeeds();
    let asked = [
        "trend",
        "--crime",
        "partner-abuse",
        "--source",
        "survey",
        "--sex",
        "women",
        "--age",
        "16+",
        "--format",
        "csv",
        "--data",
        data,
    ];
    let served = Rows::read(&vawg_with(&asked).succeeds());
    let figure = served.one(&[
        ("measure", "survey-partner-abuse-women-16-plus"),
        ("period", "2022-23"),
        ("statistic", "observed"),
    ]);
    assert_eq!(
        ["value", "source_ref"].map(|column| figure.get(column)),
        ["4.5", "indicator_5-2-1.csv!J6"]
    );
}

#[test]
fn rows_that_lost_their_labels_are_listed_and_taken_only_when_accepted() {
    let folder = folder();
    let twice = SDG.replace("2005 to 2006", "2004");
    let file = write(folder.path(), "twice.csv", &twice);
    let (found, status) = findings(&file);
    let duplicate = found.one(&[("rule", "duplicate-key")]);
    assert_eq!((duplicate.get("cell"), status), ("I3", 1));
    let path = file.to_str().unwrap();
    let refused = vawg_with(&["ingest", path, "-o", "-"]);
    assert_eq!((refused.status, refused.stdout.as_str()), (1, ""));
    let run = vawg_with(&["ingest", path, "-o", "-", "--accept", "duplicate-key"]);
    assert_eq!(
        Rows::read(&run.stdout).with(&[("period", "2004-05")]).len(),
        2
    );
}

#[test]
fn a_file_with_two_versions_or_broken_lines_is_refused_line_by_line() {
    let folder = folder();
    let (head, rows) = SDG.split_once('\n').unwrap();
    let conflict = format!("<<<<<<< HEAD\n{head}\n{rows}=======\n{head}\n{rows}>>>>>>> other\n");
    let (found, status) = findings(&write(folder.path(), "conflict.csv", &conflict));
    let cells: Vec<&str> = found
        .with(&[("rule", "merge-conflict")])
        .iter()
        .map(|row| row.get("cell"))
        .collect();
    assert_eq!((cells, status), (vec!["A1", "A9", "A17"], 1));
    assert!(found.with(&[("rule", "duplicate-key")]).is_empty());

    let comma = SDG.replace(",Female,,Normal", ",Female,,10,000 to 20,000,Normal");
    let (found, status) = findings(&write(folder.path(), "comma.csv", &comma));
    let row = found.one(&[("rule", "row-complete")]);
    assert_eq!((row.get("cell"), status), ("A2", 1));
    assert!(
        row.get("message")
            .contains("has 12 fields where the headings have 9")
    );

    let value = SDG.replace(",4.25\n", ",about 4\n");
    let (found, _) = findings(&write(folder.path(), "value.csv", &value));
    let cell = found.one(&[("rule", "figure-readable")]);
    assert_eq!((cell.get("cell"), cell.get("value")), ("I3", "about 4"));
}

const C2: &str = "\
\"Table C2: Number of police recorded crimes for headline offences by Community Safety Partnership area, year ending June 2025 [note 1][note 2]\",,,,,,,,
Some shorthand is used in this table.,,,,,,,,
\"Police Force
Area code\",\"Police Force
Area name\",\"Community Safety
Partnership code\",\"Community Safety
Partnership name\",Local Authority code,Local Authority name,\"Total recorded crime
 (excluding fraud)\",Sexual offences,Robbery
E23000038,Wiltshire ,,,,,\"1,100 \",\"1,000 \",100 
E23000038,Wiltshire ,E22000350,Swindon,E06000030,Swindon,600 ,550 ,50 
E23000038,Wiltshire,,Unassigned Wiltshire,,,10 ,8 ,2 
E23000038,Wiltshire,E22000361,Wiltshire,E06000054,Wiltshire,490 ,442 ,48 
E23000031,Surrey,,,,,300 ,280 ,20 
E23000031,Surrey,E22000331,Elmbridge,E07000207,Elmbridge,120 ,110 ,10 
E23000031,Surrey,E22000332,Guildford,E07000209,Guildford,180 ,170 ,10 
E23000031,Surrey,,unassigned Surrey,,,,,
";

#[test]
fn partnerships_and_their_forces_are_kept_apart_and_added_up() {
    let folder = folder();
    let rows = figures(&write(folder.path(), "c2.csv", C2));
    assert_eq!(rows.with(&[]).len(), 21);
    let force = rows.one(&[
        ("area", "Wiltshire"),
        ("group", ""),
        ("label", "Sexual offences"),
    ]);
    assert_eq!(
        ["value", "period", "source_ref", "release", "notes"].map(|column| force.get(column)),
        [
            "1000.0",
            "ye-jun-2025",
            "c2.csv!H4",
            "ons-community-safety-ye-jun-2025",
            "1,2"
        ]
    );
    let partnership = rows.one(&[
        ("area", "Wiltshire"),
        ("group", "Community Safety Partnership of Wiltshire"),
        ("label", "Total recorded crime (excluding fraud)"),
    ]);
    assert_eq!(partnership.get("value"), "490.0");

    let wrong = C2.replace("600 ,550 ,50 ", "600 ,551 ,50 ");
    let (found, status) = findings(&write(folder.path(), "wrong.csv", &wrong));
    assert_eq!(
        found
            .with(&[("rule", "row-empty"), ("severity", "warning")])
            .len(),
        1
    );
    let cells: Vec<&str> = found
        .with(&[("rule", "total-adds-up")])
        .iter()
        .map(|row| row.get("cell"))
        .collect();
    // The partnership's own total, and its force's sexual offences.
    assert_eq!((cells, status), (vec!["H4", "G5"], 1));
}

fn force_tables(path: &Path) {
    let mut workbook = Workbook::new();
    fill(
        &mut workbook,
        "Correction",
        &[&["A correction was made on 1 May 2019."]],
    );
    fill(
        &mut workbook,
        "Notes",
        &[&["Crime in England & Wales, year ending March 2019 - PFA tables"]],
    );
    let sheet = workbook.add_worksheet();
    sheet.set_name("Table P1 ").unwrap();
    let rows: &[&[&str]] = &[
        &[
            "Table P1: Police recorded crime by offence group and police force area, English regions and Wales, number of offences, year ending March 20191,2",
        ],
        &[""],
        &["England and Wales"],
        &[
            "",
            "",
            "Total recorded crime (excluding fraud3)",
            "",
            "Victim-based crime",
            "",
        ],
        &[
            "Area Code",
            "Area Name",
            "",
            "",
            "Sexual offences",
            "Stalking\nand harassment 5",
        ],
        &["", "", "Numbers"],
        &["K04000001", "ENGLAND AND WALES7,8", "600", "", "400", "200"],
        &["E12000005", "West Midlands ", "300", "", "250", "50"],
        &["E23000014", "West Midlands", "200", "", "180", "20"],
        &["E23000015", "Staffordshire4", "100", "", "70", "30"],
        &["W92000004", "WALES", "300", "", "150", "150"],
        &["W15000004", "Dyfed-Powys4", "300", "", "150", "150"],
        &[
            "E23000005",
            "Greater Manchester8,9",
            "'..'",
            "",
            "'..'",
            "'..'",
        ],
        &["Source: Home Office"],
        &["1. Not designated as National Statistics."],
    ];
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) => sheet
                    .write_string(row, column, cell.trim_matches('\''))
                    .unwrap(),
            };
        }
    }
    let plain = Format::new();
    sheet
        .merge_range(
            3,
            2,
            4,
            2,
            "Total recorded crime (excluding fraud3)",
            &plain,
        )
        .unwrap();
    sheet
        .merge_range(3, 4, 3, 5, "Victim-based crime", &plain)
        .unwrap();
    fill(
        &mut workbook,
        "Table P5",
        &[
            &[
                "Table P5: Knife and sharp instrument offences recorded by the police for selected offences, by police force area, English regions and Wales, percentage change for year ending March 2019 compared with selected periods1,2",
            ],
            &[""],
            &["England and Wales"],
            &[
                "",
                "",
                "Apr '10 to Mar '11",
                "",
                "Apr '11 to Mar '124",
                "",
                "% change\n compared with:",
            ],
            &[
                "Area Codes",
                "Area name",
                "Number of offences3",
                "% involving a knife",
                "Number of offences3",
                "% involving a knife",
                "Apr '10 to\n Mar '11",
            ],
            &[""],
            &[
                "E23000014",
                "West Midlands",
                "20",
                "6.5",
                "10",
                "'-'",
                "-50",
            ],
            &["Source: Home Office"],
        ],
    );
    workbook.save(path).unwrap();
}

#[test]
fn the_old_force_tables_are_read_under_the_right_headings() {
    let folder = folder();
    let file = folder.path().join("old.xlsx");
    force_tables(&file);
    let rows = figures(&file);
    let stalking = rows.one(&[
        ("area", "Dyfed-Powys"),
        ("label", "Stalking and harassment"),
    ]);
    assert_eq!(
        ["value", "source_ref", "notes", "period", "table"].map(|column| stalking.get(column)),
        ["150.0", "Table P1 !F12", "5,4", "2018-19", "P1"]
    );
    let total = "Total recorded crime (excluding fraud)";
    let value = |area: &str| {
        rows.one(&[("area", area), ("label", total)])
            .get("value")
            .to_owned()
    };
    assert_eq!(
        [
            value("England and Wales"),
            value("West Midlands Region"),
            value("Staffordshire")
        ],
        ["600.0", "300.0", "100.0"]
    );
    let missing = rows.one(&[("area", "Greater Manchester"), ("label", total)]);
    assert_eq!((missing.get("value"), missing.get("marker")), ("", "[x]"));
    let knife = rows.with(&[("table", "P5"), ("area", "West Midlands")]);
    let shown: Vec<[&str; 4]> = knife
        .iter()
        .map(|row| ["period", "statistic", "value", "marker"].map(|column| row.get(column)))
        .collect();
    assert_eq!(
        shown,
        [
            ["2010-11", "count", "20.0", ""],
            ["2010-11", "share", "6.5", ""],
            ["2011-12", "count", "10.0", ""],
            ["2011-12", "share", "", "[u]"],
        ]
    );
}

const OPEN_DATA: &str = "\
year,quarter,measurement_var,measurement_level,measurement_type,geography,household_type,sex,age,characteristic_var,characteristic,estimate,standard_error,unweighted_count
2018,4,domest_p,Person,Prevalence rate,England and Wales,NA,Female,16-24,tenharm,Owners,0.0123,4.5e-4,349
2018,4,domest_p,Person,Prevalence rate,England and Wales,NA,All adults,75+,None,None,NA,NA,NA
";

/// One table of a quarter has crimes, another opinions; one copy has a part of the rows of another.
#[test]
fn two_open_data_files_of_one_quarter_live_together() {
    let folder = folder();
    let data = folder.path().join("data");
    let arguments = |file: &str| {
        let file = folder.path().join(file);
        [
            "ingest",
            file.to_str().unwrap(),
            "--data",
            data.to_str().unwrap(),
        ]
        .map(str::to_owned)
    };
    let take = |file: &str, text: &str| {
        write(folder.path(), file, text);
        let arguments = arguments(file);
        vawg_with(&arguments.each_ref().map(String::as_str)).succeeds()
    };
    let opinions = OPEN_DATA
        .replace("domest_p", "ratpol3")
        .replace("Prevalence rate", "Perception");
    take("crimes.csv", OPEN_DATA);
    let second = take("opinions.csv", &opinions);
    assert!(!second.contains("in place of"), "{second}");
    let names = crate::program::stored(&data);
    assert_eq!(names.len(), 2, "{names:?}");
    for part in [
        "prevalence-rate-person-domest-p",
        "perception-person-ratpol3",
    ] {
        assert!(names.iter().any(|name| name.contains(part)), "{names:?}");
    }
    // With a variable more, the same figures are in another part: the first gives way.
    let more = OPEN_DATA.to_owned()
        + &OPEN_DATA
            .lines()
            .nth(1)
            .unwrap()
            .replace("domest_p", "com_p");
    let replaced = take("more.csv", &(more + "\n")).replace('\n', " ");
    assert!(replaced.contains("in place of other figures"), "{replaced}");
    assert_eq!(crate::program::stored(&data).len(), 2);
}

#[test]
fn open_data_keeps_its_standard_errors_and_bases() {
    let folder = folder();
    let rows = figures(&write(folder.path(), "open.csv", OPEN_DATA));
    let women = rows.one(&[("sex", "women")]);
    assert_eq!(
        [
            "value",
            "standard_error",
            "base",
            "age",
            "period",
            "unit",
            "breakdown",
            "source_ref"
        ]
        .map(|column| women.get(column)),
        [
            "0.0123",
            "0.00045",
            "349.0",
            "16-24",
            "ye-dec-2018",
            "proportion",
            "tenharm: Owners",
            "open.csv!L2"
        ]
    );
    let none = rows.one(&[("age", "75+")]);
    assert_eq!(
        ["value", "marker", "standard_error", "base"].map(|column| none.get(column)),
        ["", "[x]", "", ""]
    );
    let wrong = OPEN_DATA.replace("4.5e-4", "small");
    let (found, status) = findings(&write(folder.path(), "wrong.csv", &wrong));
    let cell = found.one(&[("rule", "figure-readable")]);
    assert_eq!(
        (cell.get("cell"), cell.get("value"), status),
        ("M2", "small", 1)
    );
}

#[test]
fn a_repeated_label_belongs_to_the_row_above_it() {
    let folder = folder();
    let file = folder.path().join("prevalence.xlsx");
    let mut workbook = Workbook::new();
    fill(
        &mut workbook,
        "Cover",
        &[&["Domestic abuse prevalence, year ending March 2012"]],
    );
    fill(
        &mut workbook,
        "Table 1",
        &[
            &[
                "Table 1: Prevalence of domestic abuse in the last year for adults aged 16 to 59, by type [note 1]",
            ],
            &["England and Wales"],
            &["Percentages"],
            &["Link to contents"],
            &["Source: Crime Survey"],
            &[
                "Type of abuse [note 4]",
                "Apr 2004 to\nMar 2005",
                "Apr '11 to Mar '121",
                "Significance",
            ],
            &["Women"],
            &["Any partner abuse", "6", "5", "'*'"],
            &["  Force", "2", "'[u]'", ""],
            &["  Threats", "1.5", "1", "'*'"],
            &["Any family abuse", "3", "2.5", ""],
            &["  Force", "1", "0.5", "'*'"],
            &[
                "Unweighted base - number of adults",
                "'24,120'",
                "12000",
                "",
            ],
            &["Men"],
            &["Any partner abuse", "4", "3", ""],
            &["Unweighted base - number of adults", "20000", "10000", ""],
        ],
    );
    workbook.save(&file).unwrap();
    let rows = figures(&file);
    assert_eq!(rows.with(&[]).len(), 12);
    let force = |group| {
        rows.one(&[("label", "Force"), ("group", group), ("period", "2004-05")])
            .get("value")
    };
    assert_eq!(
        (force("Any partner abuse"), force("Any family abuse")),
        ("2.0", "1.0")
    );
    let later = rows.one(&[("label", "Threats"), ("period", "2011-12")]);
    assert_eq!(
        ["value", "base", "age", "sex", "notes", "table"].map(|column| later.get(column)),
        ["1.0", "12000.0", "16-59", "women", "1", "1"]
    );
    let men = rows.one(&[("sex", "men"), ("period", "2004-05")]);
    assert_eq!((men.get("value"), men.get("base")), ("4.0", "20000.0"));
}

/// A workbook such as that of 2022: of whom a row is stands in a column of its own.
fn prevalence_workbook(folder: &Path) -> PathBuf {
    let file = folder.join("domesticabuseprevalence.xlsx");
    let mut workbook = Workbook::new();
    fill(
        &mut workbook,
        "Cover_sheet",
        &[&["Domestic abuse prevalence and victim characteristics, year ending March 2022"]],
    );
    fill(
        &mut workbook,
        "Table 1",
        &[
            &[
                "Table 1: Prevalence of domestic abuse among adults aged 16 years and over, by type of abuse and sex [note 1]",
            ],
            &["England and Wales, year ending March 2022, percentages"],
            &[
                "Type of abuse [note 4]",
                "All in the last year",
                "Women in the last year",
                "Women since age 16",
            ],
            &["Any domestic abuse [note 5]", "5.1", "6.75", "29"],
            &["Unweighted base - number of adults", "8100", "4300", "4300"],
        ],
    );
    let title = "Table 3: Prevalence of domestic abuse in the last year among adults aged 16 to 59, by type of abuse and sex";
    fill(
        &mut workbook,
        "Table 3",
        &[
            &[title],
            &["England and Wales"],
            &[
                "Type of abuse [note 4]",
                "Sex",
                "Apr 2017 to\nMar 2018",
                "Apr 2021 to\nMar 2022 [note 9]",
                "Statistically significant [note 3]",
            ],
            &["Any domestic abuse [note 5]", "Men", "4.2", "3.5", ""],
            &[
                "Any domestic abuse [note 5]",
                "Women",
                "7.875",
                "7.25",
                "'*'",
            ],
            &["Partner abuse - non-sexual", "Women", "4.5", "4.25", ""],
            &[
                "Non-physical abuse (emotional, financial)",
                "Women",
                "3.5",
                "3.25",
                "",
            ],
            &["Force", "Women", "1.5", "1.25", ""],
            &["Family abuse - non-sexual", "Women", "2.5", "2.25", ""],
            &[
                "Non-physical abuse (emotional, financial)",
                "Women",
                "1.9",
                "1.8",
                "",
            ],
            &["Force", "Women", "0.5", "0.25", ""],
            &[
                "Any sexual assault (including attempts)",
                "Women",
                "3.125",
                "3.875",
                "",
            ],
            &[
                "Unweighted base - number of adults",
                "Men",
                "5000",
                "2000",
                "",
            ],
            &[
                "Unweighted base - number of adults",
                "Women",
                "6000",
                "2500",
                "",
            ],
        ],
    );
    fill(
        &mut workbook,
        "Table 5",
        &[
            &[&title
                .replace("in the last year", "since the age of 16")
                .replace("Table 3", "Table 5")],
            &["Type of abuse", "Sex", "Apr 2021 to Mar 2022"],
            &["Any domestic abuse", "Women", "30"],
        ],
    );
    workbook.save(&file).unwrap();
    file
}

#[test]
fn figures_of_a_prevalence_workbook_replace_those_quoted() {
    let folder = folder();
    let file = prevalence_workbook(folder.path());
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let release = "ons-csew-prevalence-domestic-abuse-ye-mar-2022";
    let asked = |command: &str, more: &[&str]| {
        let given = [command, "--crime", "domestic-abuse"];
        let form = ["--format", "csv", "--data", data];
        Rows::read(&vawg_with(&[&given[..], more, &form].concat()).succeeds())
    };
    let ingest = ["ingest", file.to_str().unwrap(), "--data", data, "--full"];
    let report = vawg_with(&ingest).succeeds();
    assert!(
        report.contains("since the age of 16: serves no measure") || report.contains("serves no"),
        "{report}"
    );
    let women = ["--sex", "women", "--age", "16-59"];
    let rows = asked("trend", &women);
    // 2017-18 is quoted, at one decimal, in the text of a research proposal.
    for (period, value, cell) in [
        ("2017-18", "7.875", "Table 3!C5"),
        ("2021-22", "7.25", "Table 3!D5"),
    ] {
        let row = rows.one(&[
            ("measure", "survey-domestic-abuse-women-16-59"),
            ("statistic", "observed"),
            ("period", period),
        ]);
        assert_eq!(
            ["value", "release", "source_ref"].map(|column| row.get(column)),
            [value, release, cell]
        );
    }
    // With its base there is an interval.
    let estimate = asked("prevalence", &women);
    let estimate = estimate.one(&[
        ("measure", "survey-domestic-abuse-women-16-59"),
        ("statistic", "prevalence"),
        ("period", "2021-22"),
    ]);
    assert_eq!(
        (estimate.get("value"), estimate.get("release")),
        ("7.25", release)
    );
    let bound = |column: &str| estimate.get(column).parse::<f64>().unwrap();
    assert!(bound("lower") < 7.25 && 7.25 < bound("upper"));
    // A table of one year has a column for each sex, and what happened since 16 is not prevalence of the last year.
    let older = asked("trend", &["--sex", "women", "--age", "16+"]);
    let older = older.one(&[
        ("measure", "survey-domestic-abuse-women-16-plus"),
        ("statistic", "observed"),
        ("period", "2021-22"),
    ]);
    assert_eq!(
        ["value", "release", "source_ref", "status"].map(|column| older.get(column)),
        ["6.75", release, "Table 1!C4", "not badged"]
    );
    // A row on sexual assault in a workbook on domestic abuse may be about partners alone.
    let assault = [
        "trend",
        "--crime",
        "sexual-assault",
        "--source",
        "survey",
        "--format",
        "csv",
        "--data",
        data,
    ];
    assert!(!vawg_with(&assault).succeeds().contains(release));
    let file = folder.path().join("sexual.xlsx");
    let mut workbook = Workbook::new();
    fill(
        &mut workbook,
        "Table 1",
        &[
            &[
                "Table 1: Prevalence of sexual assault in the last year among adults aged 16 to 59, by type",
            ],
            &["Type of sexual assault", "Sex", "Apr 2023 to Mar 2024"],
            &["Any sexual assault (including attempts)", "Women", "4.125"],
            &["Unweighted base - number of adults", "Women", "6000"],
        ],
    );
    workbook.save(&file).unwrap();
    vawg_with(&["ingest", file.to_str().unwrap(), "--data", data]).succeeds();
    let rows = Rows::read(&vawg_with(&assault).succeeds());
    // The National Audit Office quotes 4.3 for that year.
    let row = rows.one(&[
        ("measure", "survey-sexual-assault-women-16-59"),
        ("statistic", "observed"),
        ("period", "2023-24"),
    ]);
    assert_eq!(
        (row.get("value"), row.get("release")),
        ("4.125", "ons-csew-prevalence-sexual-offences-ye-mar-2024")
    );
}

#[test]
fn a_row_with_a_sex_has_the_sample_size_of_that_sex() {
    let folder = folder();
    let rows = figures(&prevalence_workbook(folder.path()));
    let one = |label, sex, period| {
        let row = rows.one(&[
            ("table", "3"),
            ("label", label),
            ("sex", sex),
            ("period", period),
        ]);
        ["value", "base", "status", "notes"].map(|column| row.get(column))
    };
    assert_eq!(
        one("Any domestic abuse", "men", "2017-18"),
        ["4.2", "5000.0", "accredited", "5"]
    );
    assert_eq!(
        one("Any domestic abuse", "women", "2021-22"),
        ["7.25", "2500.0", "not badged", "5,9"]
    );
    let force = |group| {
        rows.one(&[("label", "Force"), ("group", group), ("period", "2017-18")])
            .get("value")
    };
    assert_eq!(
        (
            force("Partner abuse - non-sexual"),
            force("Family abuse - non-sexual")
        ),
        ("1.5", "0.5")
    );
    assert_eq!(rows.with(&[("statistic", "prevalence_since_16")]).len(), 1);
}

#[test]
fn figures_of_years_with_two_sets_of_questions_serve_only_where_the_title_says_which() {
    let folder = folder();
    let serves = |crime: &str, title: &str| {
        let file = folder.path().join("new.xlsx");
        let mut workbook = Workbook::new();
        let title = format!(
            "Table 1: Prevalence of domestic abuse in the last year, adults aged 16 and over{title}"
        );
        fill(
            &mut workbook,
            "Table 1",
            &[
                &[&title],
                &["Type of abuse", "Sex", "Apr 2023 to Mar 2024"],
                &["Any domestic abuse", "Women", "8.125"],
                &["Unweighted base - number of adults", "Women", "15000"],
            ],
        );
        workbook.save(&file).unwrap();
        let data = tempfile::tempdir().unwrap();
        let data = data.path().to_str().unwrap();
        vawg_with(&["ingest", file.to_str().unwrap(), "--data", data]).succeeds();
        let given = [
            "trend", "--crime", crime, "--source", "survey", "--age", "16+", "--sex", "women",
            "--format", "csv", "--data", data,
        ];
        let rows = Rows::read(&vawg_with(&given).succeeds());
        let served = rows.with(&[("value", "8.125"), ("statistic", "observed")]);
        served
            .iter()
            .map(|row| row.get("measure").to_owned())
            .collect::<Vec<_>>()
    };
    for crime in ["domestic-abuse", "domestic-abuse-new-questions"] {
        assert!(serves(crime, "").is_empty());
    }
    assert_eq!(
        serves("domestic-abuse", ", old questions"),
        ["survey-domestic-abuse-women-16-plus"]
    );
    assert_eq!(
        serves(
            "domestic-abuse-new-questions",
            ", new domestic abuse measure"
        ),
        ["survey-domestic-abuse-new-women-16-plus"]
    );
}

#[test]
fn outcomes_of_prosecutions_are_read_in_spite_of_a_misprinted_heading() {
    let folder = folder();
    let text = "\
,Number of Sexual Offences Convictions,Percentage of Sexual Offences Convictions,Number of Sexual Offences Unsuccessful,Percentage of Sexual Offences Unsuccessful,Number of Robbery Convictions,Percentage of Robbery Convictions,Number of Admin Finalised Unsuccessful,Percentage of L Motoring Offences Unsuccessful
National,\"1,027\",85.7%,171,14.3%,90,90.0%,10,10.0%
GreaterManchester,\"1,000\",87.0%,150,13.0%,90,90.0%,10,10.0%
Dyfed Powys,27,56.3%,21,43.8%,0,-,0,-
";
    let file = write(
        folder.path(),
        "2016_principal_offence_category_january_2016.csv",
        text,
    );
    let rows = figures(&file);
    let convicted = rows.one(&[
        ("area", "Greater Manchester"),
        ("label", "Sexual Offences"),
        ("group", "Convictions"),
        ("statistic", "count"),
    ]);
    assert_eq!(
        (convicted.get("value"), convicted.get("period")),
        ("1000.0", "2016-m01")
    );
    let none = rows.one(&[
        ("area", "Dyfed-Powys"),
        ("label", "Robbery"),
        ("statistic", "share"),
    ]);
    assert_eq!((none.get("value"), none.get("marker")), ("", "[z]"));
    assert_eq!(rows.with(&[("area", "England and Wales")]).len(), 8);
    let (found, _) = findings(&file);
    assert_eq!(found.one(&[("rule", "heading-readable")]).get("cell"), "I1");

    let unnamed = write(folder.path(), "outcomes.csv", text);
    let run = vawg_with(&["validate", unnamed.to_str().unwrap()]);
    assert_eq!(run.status, 1);
    assert!(
        run.stderr.contains("no month and year found in the name"),
        "{}",
        run.stderr
    );
}

#[test]
fn single_years_of_age_add_up_to_the_ages_of_the_survey() {
    let folder = folder();
    let ages: Vec<String> = (0..90).map(|age| age.to_string()).collect();
    let mut text = format!(
        "\u{feff}Code,Name,Geography,All ages,{},90+\r\n",
        ages.join(",")
    );
    for (code, name) in [
        ("K04000001", "ENGLAND AND WALES"),
        ("E92000001", "ENGLAND"),
        ("W92000004", "WALES"),
    ] {
        // So many people are not those of one sex: the file needs no title.
        let ages = "600000,".repeat(90);
        text.push_str(&[code, ",", name, ",Country,54600000,", &ages, "600000\r\n"].concat());
    }
    let file = write(folder.path(), "mye24tablesew.csv", &text);
    let rows = figures(&file);
    let group = rows.one(&[("age", "16-59")]);
    assert_eq!(
        ["value", "area", "period", "source_ref", "release"].map(|column| group.get(column)),
        [
            "26400000.0",
            "England and Wales",
            "2024",
            "mye24tablesew.csv!U2:BL2",
            "ons-population-mid-2024"
        ]
    );
    assert_eq!(rows.one(&[("age", "16+")]).get("value"), "45000000.0");
    assert_eq!(rows.with(&[("age", "90+")]).len(), 3);
    let wrong = text.replacen(",54600000,", ",54600001,", 1);
    let (found, status) = findings(&write(folder.path(), "mye24.csv", &wrong));
    assert_eq!(
        (found.with(&[("rule", "total-adds-up")]).len(), status),
        (1, 1)
    );
}

#[test]
fn deflators_stand_in_two_blocks_side_by_side() {
    let folder = folder();
    let file = folder.path().join("deflators.xlsx");
    let mut workbook = Workbook::new();
    fill(
        &mut workbook,
        "11032020 deflator update",
        &[
            &["", "GDP DEFLATORS AT MARKET PRICES, AND MONEY GDP"],
            &["", "Financial year", "", "", "", "", "", "Calendar year"],
            &["", "", "GDP deflator at market prices"],
            &[
                "",
                "Financial year",
                "2018-19 = 100",
                "per cent change",
                "Cash",
                "Cash",
                "",
                "Calendar year",
                "2019 = 100",
                "per cent change",
            ],
            &["", "2017-18", "97.9", "", "1", "1", "", "2018", "98.1", ""],
            &[
                "", "2018-19", "100", "2.1", "1", "1", "", "2019", "100", "1.9",
            ],
            &[
                "",
                "2019-20 (1), (2)",
                "'-'",
                "1.9",
                "1",
                "1",
                "",
                "2020 (1), (2)",
                "'-'",
                "2",
            ],
            &["", "Sources and footnotes:"],
        ],
    );
    workbook.save(&file).unwrap();
    let rows = figures(&file);
    let index = |period: &str| rows.one(&[("period", period), ("statistic", "index")]);
    assert_eq!(
        (index("2017-18").get("value"), index("2018").get("value")),
        ("97.9", "98.1")
    );
    let forecast = index("2019-20");
    assert_eq!(
        ["value", "marker", "notes", "unit"].map(|column| forecast.get(column)),
        ["", "[x]", "1,2", "2018-19 = 100"]
    );
    assert_eq!(index("2017-18").get("release"), "hmt-deflators-2020-m03");

    let csv = "fiscal_year_start,fiscal_year,gdp_deflator,cpi_index,is_forecast\n2024,2024-25,100.0000,134.7,false\n2025,2025-26,103.2,,true\n";
    let rows = figures(&write(folder.path(), "indices.csv", csv));
    let next = rows.one(&[("period", "2025-26"), ("label", "GDP deflator")]);
    assert_eq!(
        (next.get("value"), next.get("notes")),
        ("103.2", "forecast")
    );
}

#[test]
fn our_own_form_reads_back_as_it_was_written() {
    let folder = folder();
    let file = write(folder.path(), "data.csv", SDG);
    let out = folder.path().join("tidy.csv");
    let paths = [file.to_str().unwrap(), out.to_str().unwrap()];
    assert_eq!(vawg_with(&["ingest", paths[0], "-o", paths[1]]).status, 0);
    let again = vawg_with(&["ingest", paths[1], "-o", "-"]);
    assert_eq!(again.status, 0, "{}", again.stderr);
    assert_eq!(again.stdout, std::fs::read_to_string(&out).unwrap());

    let broken = again.stdout.replacen("2004-05", "04-05", 1);
    let (found, status) = findings(&write(folder.path(), "broken.csv", &broken));
    let field = found.one(&[("rule", "field-readable")]);
    assert_eq!(
        (field.get("cell"), field.get("value"), status),
        ("L2", "04-05", 1)
    );
}

#[test]
fn a_collection_of_quotations_is_no_published_layout() {
    let folder = folder();
    let quoted =
        "measure,age,year_ending_march,sex,percent,source\nabuse,16+,2024,women,6.6,somebody\n";
    let extract = "type,sex,number\nany type,all,7901000\n";
    for (name, text) in [("quoted.csv", quoted), ("extract.csv", extract)] {
        let file = write(folder.path(), name, text);
        let run = vawg_with(&["ingest", file.to_str().unwrap(), "-o", "-"]);
        assert_eq!((run.status, run.stdout.as_str()), (1, ""));
        assert!(
            run.stderr.contains("not a published layout"),
            "{}",
            run.stderr
        );
    }
}

const TABLE_A5B: &[&[&str]] = &[
    &["Table A5b:  Police recorded crime by offence, January 2025 to March 2025 [notes 1, 2]"],
    &["England and Wales"],
    &[
        "Offence\n code",
        "Offence category",
        "Jan 2025",
        "Feb 2025",
        "Mar 2025",
    ],
    &[
        "19C",
        "Rape of a female aged 16 or over [note 28]",
        "10",
        "20",
        "30",
    ],
    &[
        "19D",
        "Rape of a female child under 16 [note 28]",
        "1",
        "2",
        "3",
    ],
    &["", "Rape", "11", "22", "33"],
];

#[test]
fn one_table_of_the_appendix_may_come_as_csv() {
    let folder = folder();
    let quoted = |cell: &str| format!("\"{cell}\"");
    let text: Vec<String> = TABLE_A5B
        .iter()
        .map(|cells| {
            let mut cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
            cells.resize(5, String::new());
            cells.join(",")
        })
        .collect();
    let file = write(folder.path(), "any name.csv", &(text.join("\n") + "\n"));
    let rows = figures(&file);
    let rape = rows.one(&[("code", "19C"), ("period", "2025-m02")]);
    assert_eq!(
        ["table", "value", "release", "notes", "source_ref"].map(|column| rape.get(column)),
        [
            "A5b",
            "20.0",
            "ons-appendix-a5b-ye-mar-2025",
            "28",
            "any name.csv!D4"
        ]
    );
    let wrong = text.join("\n").replace("\"22\"", "\"23\"");
    let (found, status) = findings(&write(folder.path(), "wrong.csv", &wrong));
    let total = found.one(&[("rule", "total-adds-up")]);
    assert_eq!(
        (total.get("cell"), total.get("value"), status),
        ("D6", "23", 1)
    );
}

/// A spreadsheet of one sheet as an ods file, with nothing in it that a reader does not need.
fn ods(path: &Path, sheets: &[(&str, &[&[&str]])]) {
    let cell = |cell: &&str| {
        let lines = cell.trim_matches('\'').replace('&', "&amp;");
        let lines = lines.replace('\n', "</text:p><text:p>");
        let open = match cell.parse::<f64>() {
            Ok(_) => format!("office:value-type=\"float\" office:value=\"{cell}\""),
            Err(_) if cell.is_empty() => return "<table:table-cell/>".to_owned(),
            Err(_) => "office:value-type=\"string\"".to_owned(),
        };
        format!("<table:table-cell {open}><text:p>{lines}</text:p></table:table-cell>")
    };
    let row = |cells: &&[&str]| {
        let cells: Vec<String> = cells.iter().map(cell).collect();
        ["<table:table-row>", &cells.concat(), "</table:table-row>"].concat()
    };
    let body: Vec<String> = sheets
        .iter()
        .map(|(name, rows)| {
            let rows: Vec<String> = rows.iter().map(row).collect();
            let rows = rows.concat();
            format!("<table:table table:name=\"{name}\">{rows}</table:table>")
        })
        .collect();
    let body = body.concat();
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    );
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    let manifest = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"><manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"{kind}\"/></manifest:manifest>"
    );
    let mut archive = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in [
        ("mimetype", kind),
        ("META-INF/manifest.xml", manifest.as_str()),
        ("content.xml", content.as_str()),
    ] {
        archive.start_file(name, stored).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap();
}

#[test]
fn the_appendix_tables_may_come_as_ods_and_under_other_numbers() {
    let folder = folder();
    let file = folder.path().join("tables.ods");
    ods(
        &file,
        &[
            (
                "Cover",
                &[&["Crime in England and Wales, Appendix tables - year ending March 2022"]],
            ),
            ("Contents", &[&["Table of contents"], &["Table A4"]]),
            (
                "Table A4 ",
                &[
                    &[
                        "Table A4: Police recorded crime by offence, year ending March 2021 to year ending March 2022",
                    ],
                    &[
                        "Offence\n code",
                        "Offence category",
                        "Apr 2020 to\n Mar 2021",
                        "Apr 2021 to \nMar 2022",
                    ],
                    &[
                        "19C",
                        "Rape of a female aged 16 or over [note 28]",
                        "10",
                        "20",
                    ],
                    &["'4.10'", "Corporate manslaughter", "'[x]'", "1"],
                ],
            ),
        ],
    );
    let rows = figures(&file);
    let rape = rows.one(&[("code", "19C"), ("period", "2021-22")]);
    assert_eq!(
        ["table", "value", "source_ref", "release"].map(|column| rape.get(column)),
        ["A5a", "20.0", "Table A4 !D3", "ons-appendix-ye-mar-2022"]
    );
    let none = rows.one(&[("code", "4.10"), ("period", "2020-21")]);
    assert_eq!(none.get("marker"), "[x]");
}

#[test]
fn a_sheet_that_the_contents_list_must_be_there() {
    let folder = folder();
    let file = folder.path().join("tables.ods");
    ods(
        &file,
        &[
            (
                "Cover",
                &[&["Crime in England and Wales, Appendix tables - year ending March 2025"]],
            ),
            (
                "Table of contents",
                &[
                    &["Table of contents"],
                    &["Table_A5a"],
                    &["Table_A5b"],
                    &["Table C3"],
                ],
            ),
            ("Table_A5b", TABLE_A5B),
            ("Table C3", &[&[""]]),
        ],
    );
    let (found, status) = findings(&file);
    let missing = found.one(&[("rule", "table-present")]);
    assert_eq!(
        (
            missing.get("value"),
            missing.get("sheet"),
            missing.get("cell"),
            status
        ),
        ("A5a", "Table of contents", "A2", 1)
    );
    assert!(
        missing
            .get("message")
            .contains("its sheets: Cover, Table of contents, Table_A5b, Table C3")
    );
    let empty = found.one(&[("rule", "contents-complete")]);
    assert_eq!(
        (empty.get("cell"), empty.get("severity")),
        ("A4", "warning")
    );
}

/// The published files with the rows and figures that each holds, counted apart from this program
/// (Python's csv, openpyxl and xlrd), and the markers among them.
const PUBLISHED: &[(&str, usize, usize)] = &[
    ("ons-sdg/data/indicator_11-7-2.csv", 377, 28),
    ("ons-sdg/data/indicator_16-1-3.csv", 1126, 68),
    ("ons-sdg/data/indicator_5-2-1.csv", 386, 21),
    ("ons-sdg/data/indicator_5-2-2.csv", 84, 13),
    (
        "ons-sdg/history/indicator_5-2-1_2021-07-16_b5a4206ede.csv",
        182,
        0,
    ),
    (
        "ons-csp-tables/policeforceareatablesyejune25final.csv",
        // With the row `Unassigned Gwent`, which has the code of South Wales: its figures are
        // stored with that finding and not served. Without `unassigned Surrey`, which has none.
        398 * 23,
        0,
    ),
    (
        "cps-outcomes/2016_principal_offence_category_january_2016.csv",
        43 * 50,
        18,
    ),
    (
        "cps-outcomes/2016_principal_offence_category_september_2016.csv",
        43 * 50,
        28,
    ),
    (
        "cps-outcomes/2017_principal_offence_category_Sep.csv",
        43 * 50,
        33,
    ),
    ("ons-population/mye24tablesew.csv", 357 * 92 + 3, 0),
    (
        "ons-population/ukpopestimatesmid2020on2021geography.xls",
        3 * (420 * 92 + 3),
        0,
    ),
    (
        "ons-csew-open-data/personal-crime-prevalence-ye-dec-2018.csv",
        66_816,
        2_560,
    ),
    ("hmt-deflators/uk_cost_indices.csv", 93, 12),
];

#[test]
fn every_published_file_is_taken_in_with_its_counts() {
    let Some(releases) = releases("every_published_file_is_taken_in_with_its_counts") else {
        return;
    };
    for (name, count, markers) in PUBLISHED {
        let rows = figures(&releases.join(name));
        let all = rows.with(&[]);
        assert_eq!(all.len(), *count, "{name}");
        let marked = all.iter().filter(|row| !row.get("marker").is_empty());
        assert_eq!(marked.count(), *markers, "{name}");
    }
    // `quoted/population_england_wales.csv`, women 16 to 59 and 16 and over, mid-2020.
    let rows = figures(&releases.join("ons-population/ukpopestimatesmid2020on2021geography.xls"));
    let women = |age| rows.one(&[("sex", "women"), ("age", age)]).value();
    assert!((women("16-59") - 16_850_083.0).abs() < 0.5);
    assert!((women("16+") - 24_612_286.0).abs() < 0.5);
}

#[test]
fn the_old_force_tables_hold_every_force_under_its_heading() {
    let Some(releases) = releases("the_old_force_tables_hold_every_force_under_its_heading") else {
        return;
    };
    let folder = releases.join("ons-pfa-tables");
    let march = figures(&folder.join("policeforceareatablesyeendingmarch2019.xlsx"));
    // Read off the sheet `Table P1 `: K7 is sexual offences, I10 stalking in Cleveland.
    let cell = |area: &str, label: &str| {
        march
            .one(&[("table", "P1"), ("area", area), ("label", label)])
            .get("value")
            .to_owned()
    };
    assert_eq!(cell("England and Wales", "Sexual offences"), "162030.0");
    assert_eq!(cell("Cleveland", "Stalking and harassment"), "8060.0");
    assert_eq!(
        cell("Surrey", "Total recorded crime (excluding fraud)"),
        "76489.0"
    );
    let forces = march.with(&[("table", "P1"), ("label", "Sexual offences")]);
    // England and Wales, England, Wales, nine regions, 43 forces, British Transport Police.
    assert_eq!(forces.len(), 56);
    for row in forces {
        assert!(
            !row.get("area")
                .ends_with(|last: char| last.is_ascii_digit()),
            "{}",
            row.get("area")
        );
    }
    let december = figures(&folder.join("pfatablesdec19.xlsx"));
    assert_eq!(
        december
            .with(&[
                ("table", "P1"),
                ("area", "Greater Manchester"),
                ("marker", "[x]")
            ])
            .len(),
        23
    );
}

#[test]
fn duplicate_keys_of_the_older_files_are_listed_and_can_be_accepted() {
    let Some(releases) =
        releases("duplicate_keys_of_the_older_files_are_listed_and_can_be_accepted")
    else {
        return;
    };
    // Rows that share a key with an earlier one: 182, 3, 36 and 801 rows in 91, 1, 18 and 343 keys.
    for (name, repeated) in [
        ("indicator_5-2-1_2018-02-20_6084803ccf.csv", 182 - 91),
        ("indicator_5-2-1_2021-07-01_e5d96e65c7.csv", 3 - 1),
        ("indicator_5-2-2_2018-04-19_f87243e3d7.csv", 36 - 18),
        ("indicator_5-2-2_2019-02-07_0988adfdf5.csv", 801 - 343),
    ] {
        let file = releases.join("ons-sdg/history").join(name);
        let (found, status) = findings(&file);
        let errors = found.with(&[("severity", "error")]);
        assert_eq!(
            (found.with(&[("rule", "duplicate-key")]).len(), status),
            (repeated, 1),
            "{name}"
        );
        assert_eq!(errors.len(), repeated, "{name}");
        let run = vawg_with(&[
            "validate",
            file.to_str().unwrap(),
            "--accept",
            "duplicate-key",
        ]);
        assert_eq!(run.status, 0, "{name}: {}", run.stderr);
    }
}

#[test]
fn the_malformed_files_are_answered_exactly() {
    let Some(releases) = releases("the_malformed_files_are_answered_exactly") else {
        return;
    };
    let folder = releases.join("ons-sdg/malformed");
    let (found, _) = findings(&folder.join("indicator_16-1-3_2021-11-18_4ed2d1d2cc.csv"));
    let lines: Vec<&str> = found
        .with(&[("rule", "merge-conflict")])
        .iter()
        .map(|row| row.get("row"))
        .collect();
    assert_eq!(
        lines,
        [
            "1", "420", "839", "891", "1078", "1265", "1281", "1304", "1327"
        ]
    );
    let windows = folder.join("indicator_5-2-2_2019-02-28_355c36338c.csv");
    // It is read; two versions of its rows are in it.
    let (found, status) = findings(&windows);
    let form = found.one(&[("rule", "text-form")]);
    assert!(form.get("message").contains("Windows-1252"));
    assert!(!found.with(&[("rule", "duplicate-key")]).is_empty());
    assert_eq!(status, 1);
    let (found, status) = findings(&folder.join("indicator_5-2-2_2019-02-28_5b73521743.csv"));
    // 128 lines with 29 fields and 63 with 28, where the headings have 27.
    assert_eq!(
        (found.with(&[("rule", "row-complete")]).len(), status),
        (128 + 63, 1)
    );
    assert_eq!(found.with(&[("rule", "row-complete")])[0].get("row"), "68");
}
