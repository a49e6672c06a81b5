//! `vawg ingest`, on a small workbook of our own that has the traps of the published ones.

use std::path::Path;

use rust_xlsxwriter::Workbook;

use crate::program::{Rows, folder, program, run, stored, vawg_with};

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

const CODED: &[&str] = &[
    "Offence\n code",
    "Offence category",
    "Apr 2022 to \n Mar 2023",
    "Jan 2023 to Dec 2023",
    "Jan 2024 to Dec 2024",
    "Dec 2023 with Dec 2024 % change",
];

fn recorded<'a>(title: &'a [&'a str]) -> Vec<&'a [&'a str]> {
    vec![
        title,
        &["England and Wales"],
        CODED,
        &[
            "19C",
            "Rape of a female aged 16 or over [note 28]",
            "100",
            "110",
            "121",
            "10",
        ],
        &[
            "'4.10'",
            "Corporate manslaughter",
            "'[x]'",
            "'[x]'",
            "'[x]'",
            "'[x]'",
        ],
        &[
            "21",
            "Unlawful sexual intercourse with a girl under 13  [note 28]",
            "'[x]'",
            "'[x]'",
            "'[x]'",
            "'[x]'",
        ],
        &[
            "21",
            "Sexual activity\u{a0}involving a child under 13  [note 28]",
            "60",
            "51",
            "46",
            "'[u]'",
        ],
        &[
            "88E",
            "Exposure and voyeurism [note 28, 34, 35, 36]",
            "200",
            "210",
            "'220 '",
            "5",
        ],
        &[
            "88A",
            "Sexual grooming",
            "640",
            "729",
            "823",
            "12.8943758573388",
        ],
        &[
            "",
            "TOTAL RECORDED CRIME - ALL OFFENCES EXCLUDING FRAUD AND COMPUTER MISUSE  [note 59]",
            "1000",
            "1100",
            "1210",
            "10",
        ],
    ]
}

/// A workbook with every table that the layout asks for, each as short as can be.
fn workbook(path: &Path, cover: &str) {
    let mut workbook = Workbook::new();
    fill(&mut workbook, "Cover Sheet", &[&[cover]]);
    fill(&mut workbook, "Notes_A5 to A7", &[&["Notes"]]);
    fill(
        &mut workbook,
        "Table_A5a",
        &recorded(&["Table A5a:  Police recorded crime by offence"]),
    );
    fill(
        &mut workbook,
        "Table_A5b",
        &[
            &["Table A5b:  Police recorded crime by offence"],
            &[
                "Offence\n code",
                "Offence category",
                "Jan 2024",
                "Feb 2024",
                "Mar 2024",
            ],
            &[
                "",
                "TOTAL RECORDED CRIME - ALL OFFENCES EXCLUDING FRAUD AND COMPUTER MISUSE",
                "100",
                "100",
                "200",
            ],
        ],
    );
    fill(
        &mut workbook,
        "Worksheet_B9",
        &[
            &["Worksheet B9: two tables"],
            &["Table B9a: Number of offences"],
            &["Offence", "Apr 2022 to \nMar 2023", "Jan 2024 to\nDec 2024"],
            &["All offences (excluding fraud)", "150", "121"],
            &[""],
            &["Table B9b: Proportion of offences"],
            &[
                "Offence",
                "Apr 2022 to \nMar 2023\n(%)",
                "Jan 2024 to\nDec 2024\n(%)",
            ],
            &["All offences (excluding fraud)", "15", "11"],
        ],
    );
    fill(
        &mut workbook,
        "Table_B2",
        &[
            &["Table B2: Breakdown"],
            &["Offence", "Apr 2022 to Mar 2023"],
            &["Stalking", "30"],
            &["008/65 - Stalking involving fear of violence.", "20"],
            &["Not assigned to a sub offence", "10"],
        ],
    );
    for (sheet, table) in [
        ("Table_A1a", "A1a"),
        ("Table_A2a", "A2a"),
        ("Table_A3a", "A3a"),
        ("Table_A4a", "A4a"),
    ] {
        let title = format!("Table {table}: Trends");
        fill(
            &mut workbook,
            sheet,
            &[
                &[&title],
                &["Offence group\n[note 5]", "Apr 2012 to Mar 2013\n[note 6]"],
                &["VIOLENCE", "2.2"],
                &["ROBBERY", "0.3"],
                &[
                    "Unweighted base - number of people aged 16 and over",
                    "34880",
                ],
            ],
        );
    }
    for table in ["A7", "B1a", "B1c", "B1e", "B1g", "B10", "E2a", "E2b"] {
        let title = format!("Table {table}: Something");
        let period = if table.starts_with('E') {
            "Jan 2024 to\n Mar 2024"
        } else {
            "Apr 2022 to Mar 2023"
        };
        let value = if table == "E2b" { "10" } else { "40" };
        fill(
            &mut workbook,
            &format!("Table_{table}"),
            &[
                &[&title],
                &["Offence", period],
                &["All offences (excluding fraud)", value],
            ],
        );
    }
    workbook.save(path).unwrap();
}

const COVER: &str = "Crime in England and Wales, Appendix tables - year ending December 2024";

#[test]
fn labels_codes_markers_notes_and_cells_are_kept() {
    let folder = folder();
    let file = folder.path().join("as-published.xlsx");
    workbook(&file, COVER);
    let run = vawg_with(&["ingest", file.to_str().unwrap(), "-o", "-"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stderr.contains("FOUND") && run.stderr.contains("TAKEN"));
    let rows = Rows::read(&run.stdout);
    let rape = rows.one(&[("table", "A5a"), ("code", "19C"), ("period", "2022-23")]);
    assert_eq!(
        [
            "release",
            "source_ref",
            "label",
            "value",
            "notes",
            "status",
            "unit"
        ]
        .map(|column| rape.get(column)),
        [
            "ons-appendix-ye-dec-2024",
            "Table_A5a!C4",
            "Rape of a female aged 16 or over",
            "100.0",
            "28",
            "official",
            "offences"
        ]
    );
    let corporate = rows.one(&[
        ("code", "4.10"),
        ("period", "ye-dec-2023"),
        ("statistic", "count"),
    ]);
    assert_eq!(
        (corporate.get("value"), corporate.get("marker")),
        ("", "[x]")
    );
    assert_eq!(
        rows.with(&[("table", "A5a"), ("code", "21"), ("period", "2022-23")])
            .len(),
        2
    );
    let child = rows.one(&[
        ("label", "Sexual activity involving a child under 13"),
        ("period", "2022-23"),
    ]);
    assert_eq!((child.get("value"), child.get("notes")), ("60.0", "28"));
    let exposure = rows.one(&[
        ("code", "88E"),
        ("period", "ye-dec-2024"),
        ("statistic", "count"),
    ]);
    assert_eq!(
        (exposure.get("value"), exposure.get("notes")),
        ("220.0", "28,34,35,36")
    );
    let violence = rows.one(&[("table", "A3a")]);
    assert_eq!(
        (
            violence.get("label"),
            violence.get("base"),
            violence.get("notes")
        ),
        ("VIOLENCE", "34880.0", "6")
    );
    let part = rows.one(&[("table", "B2"), ("code", "008/65")]);
    assert_eq!(part.get("group"), "Stalking");
    let rest = rows.one(&[("table", "B2"), ("label", "Not assigned to a sub offence")]);
    assert_eq!(rest.get("group"), "Stalking");
}

#[test]
fn a_share_or_change_that_does_not_recompute_is_reported_and_not_served() {
    let folder = folder();
    let file = folder.path().join("workbook.xlsx");
    workbook(&file, COVER);
    let path = file.to_str().unwrap();
    let findings = Rows::read(&vawg_with(&["validate", path, "--format", "csv"]).succeeds());
    // 15 of 100 offences in 2022-23 is 15%; 121 of 1,210 in 2024 is 10%, not 11%.
    let share = findings.one(&[("rule", "share-recomputes")]);
    assert_eq!(
        (share.get("sheet"), share.get("cell"), share.get("value")),
        ("Worksheet_B9", "C8", "11")
    );
    assert!(
        share
            .get("message")
            .contains("is 10.000000%, not 11.000000%"),
        "{}",
        share.get("message")
    );
    // 88E from 210 to 220 is +4.76%, not +5%.
    let change = findings.one(&[("rule", "change-recomputes")]);
    assert_eq!(
        (change.get("sheet"), change.get("cell")),
        ("Table_A5a", "F8")
    );
    // [u] stands on a base of 51.
    let rule = findings.one(&[("rule", "low-reliability-rule")]);
    assert_eq!((rule.get("cell"), rule.get("value")), ("F7", "[u]"));
    assert!(findings.with(&[("severity", "error")]).is_empty());

    let rows = Rows::read(&vawg_with(&["ingest", path, "-o", "-"]).stdout);
    let withheld = |row: crate::program::Row<'_>| {
        ["value", "period", "withheld"].map(|column| row.get(column).to_owned())
    };
    let shares = rows.with(&[("table", "B9b")]);
    let shares: Vec<_> = shares.into_iter().map(withheld).collect();
    assert_eq!(
        shares,
        [
            ["15.0", "2022-23", ""],
            ["11.0", "ye-dec-2024", "share-recomputes"]
        ]
    );
    let change = |code| {
        let row = rows.one(&[("code", code), ("statistic", "relative_change")]);
        assert_eq!(row.get("unit"), "per cent");
        withheld(row)
    };
    assert_eq!(change("88E"), ["5.0", "ye-dec-2024", "change-recomputes"]);
    assert_eq!(change("19C"), ["10.0", "ye-dec-2024", ""]);
    // Counts are not withheld because a share or a change of them is wrong.
    for row in rows.with(&[("statistic", "count")]) {
        assert_eq!(row.get("withheld"), "", "{}", row.get("source_ref"));
    }
}

#[test]
fn taking_the_same_file_twice_gives_the_same_bytes() {
    let folder = folder();
    let file = folder.path().join("workbook.xlsx");
    workbook(&file, COVER);
    let take = |name: &str| {
        let out = folder.path().join(name);
        vawg_with(&[
            "ingest",
            file.to_str().unwrap(),
            "-o",
            out.to_str().unwrap(),
        ])
        .succeeds();
        std::fs::read(out).unwrap()
    };
    assert_eq!(take("one.csv"), take("two.csv"));
}

#[test]
fn a_workbook_with_a_table_missing_or_a_cell_unreadable_is_not_stored() {
    let folder = folder();
    let file = folder.path().join("workbook.xlsx");
    let mut short = Workbook::new();
    fill(&mut short, "Cover Sheet", &[&[COVER]]);
    fill(
        &mut short,
        "Table_A5a",
        &[
            &["Table A5a:  Police recorded crime by offence"],
            CODED,
            &[
                "19C",
                "Rape of a female aged 16 or over",
                "n/a",
                "110",
                "121",
                "10",
            ],
        ],
    );
    short.save(&file).unwrap();
    let out = folder.path().join("out.csv");
    let run = vawg_with(&[
        "ingest",
        file.to_str().unwrap(),
        "-o",
        out.to_str().unwrap(),
        "--format",
        "csv",
    ]);
    assert_eq!(run.status, 1);
    assert!(!out.exists());
    let findings = Rows::read(&run.stdout);
    let cell = findings.one(&[("rule", "figure-readable")]);
    assert_eq!(
        (cell.get("sheet"), cell.get("cell"), cell.get("value")),
        ("Table_A5a", "C3", "n/a")
    );
    assert_eq!(findings.with(&[("rule", "table-present")]).len(), 16);
}

#[test]
fn what_is_no_published_workbook_is_said_so() {
    let folder = folder();
    let html = folder.path().join("page.xlsx");
    std::fs::write(&html, "<html>Not found</html>").unwrap();
    let run = vawg_with(&["ingest", html.to_str().unwrap()]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    assert!(
        run.stderr.contains("page.xlsx") && run.stderr.contains("hint: "),
        "{}",
        run.stderr
    );

    let other = folder.path().join("other.xlsx");
    let mut book = Workbook::new();
    fill(&mut book, "Data", &[&["Something else"]]);
    book.save(&other).unwrap();
    let run = vawg_with(&["ingest", other.to_str().unwrap()]);
    assert_eq!(run.status, 1);
    assert!(
        run.stderr
            .contains("its layout is not known; its sheets: Data\nhint: known layouts: "),
        "{}",
        run.stderr
    );

    workbook(&other, "Crime in England and Wales, Appendix tables");
    let run = vawg_with(&["ingest", other.to_str().unwrap()]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("names no period"), "{}", run.stderr);
}

/// A few rows as the Home Office publishes them, with the traps of its files.
const OPEN_DATA: &str = "Financial Year,Financial Quarter,Force Name,Offence Description,Offence Group,Offence Subgroup,Offence Code,Number of Offences\n\
2017/18,1,Avon and Somerset,Rape of a female aged 16\u{a0}and over,Sexual offences,Rape offences,19C, 1234 \n\
2017/18,1,Devon & Cornwall,Rape of a female aged 16 and over,Sexual offences,Rape offences,19C,-1 \n\
2017/18,Q2,City of London,Rape of a female aged 16 and over,Sexual offences,Rape offences,19C,-00 \n\
2017/18,Q4,CIFAS,Homicide,Violence against the person,Homicide,1/4.1/4.10/4.2,\"1,002\"\n";

fn open_data(folder: &Path, text: &str) -> String {
    let file = folder.join("prc.csv");
    std::fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn counts_by_quarter_force_and_offence_are_taken_as_the_home_office_prints_them() {
    let folder = folder();
    let file = open_data(folder.path(), OPEN_DATA);
    let out = folder.path().join("tidy.csv");
    vawg_with(&["ingest", &file, "--quiet", "-o", out.to_str().unwrap()]).succeeds();
    let rows = Rows::read(&std::fs::read_to_string(&out).unwrap());
    assert_eq!(
        rows.with(&[("release", "home-office-open-data-2018-q1")])
            .len(),
        4
    );
    let of = |area: &str| rows.one(&[("area", area)]);
    let avon = of("Avon and Somerset");
    assert_eq!(
        [
            "label",
            "code",
            "group",
            "period",
            "value",
            "source_ref",
            "statistic",
            "status"
        ]
        .map(|column| avon.get(column)),
        [
            "Rape of a female aged 16 and over",
            "19C",
            "Sexual offences: Rape offences",
            "2017-q2",
            "1234.0",
            "prc.csv!H2",
            "count",
            "official"
        ]
    );
    assert_eq!(of("Devon and Cornwall").get("value"), "-1.0");
    let city = of("London, City of");
    assert_eq!((city.get("value"), city.get("period")), ("0.0", "2017-q3"));
    let fraud = of("Cifas");
    assert_eq!(
        (fraud.get("value"), fraud.get("code"), fraud.get("period")),
        ("1002.0", "1/4.1/4.10/4.2", "2018-q1")
    );
    let metadata = std::fs::read_to_string(folder.path().join("tidy.csv-metadata.json")).unwrap();
    let metadata: serde_json::Value = serde_json::from_str(&metadata).unwrap();
    assert_eq!(metadata["url"], "tidy.csv");
    assert_eq!(
        metadata["tableSchema"]["columns"].as_array().unwrap().len(),
        23
    );
}

#[test]
fn the_same_rows_on_several_sheets_are_taken_whatever_the_order_of_their_columns() {
    let folder = folder();
    let file = folder.path().join("open-data.xlsx");
    let mut book = Workbook::new();
    fill(
        &mut book,
        "Cover_sheet",
        &[&["Police recorded crime open data tables"]],
    );
    fill(
        &mut book,
        "2023-24",
        &[
            &[
                "Financial Year",
                "Financial Quarter",
                "Force Name",
                "Offence Description",
                "Offence Group",
                "Offence Subgroup",
                "Offence Code",
                "Force Offences",
            ],
            &[
                "2023/24",
                "Q1",
                "Kent",
                "Attempted murder",
                "Violence against the person",
                "Violence with injury",
                "2",
                "7",
            ],
        ],
    );
    fill(
        &mut book,
        "2024-25",
        &[
            &["Title of the sheet"],
            &[
                "Offence Code",
                "Financial Year",
                "Financial Quarter",
                "Force Name",
                "Offence Description",
                "Offence Group",
                "Offence Subgroup",
                "Number of Offences",
            ],
            &[
                "'2'",
                "2024/25",
                "1",
                "Kent",
                "Attempted murder",
                "Violence against the person",
                "Violence with injury",
                "'8 '",
            ],
        ],
    );
    book.save(&file).unwrap();
    let run = vawg_with(&["ingest", file.to_str().unwrap(), "-o", "-", "--full"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stderr.contains("Cover_sheet"), "{}", run.stderr);
    let rows = Rows::read(&run.stdout);
    for (value, period, cell) in [
        ("7.0", "2023-q2", "2023-24!H2"),
        ("8.0", "2024-q2", "2024-25!H3"),
    ] {
        let row = rows.one(&[("value", value)]);
        assert_eq!(
            (row.get("code"), row.get("period"), row.get("source_ref")),
            ("2", period, cell)
        );
    }
}

#[test]
fn every_error_of_a_file_is_listed_in_one_run_with_its_place() {
    let folder = folder();
    let text = format!(
        "{OPEN_DATA}2017/18,1,Avon and Somerset,Rape of a female aged 16 and over,Sexual offences,Rape offences,19C,7\n\
         2017/19,1,Kent,Exposure,Sexual offences,Other,88E,1\n\
         2017/18,1,Kennt,Exposure,Sexual offences,Other,88E,1\n\
         2017/18,1,Kent,Exposure,Sexual offences,Other,88E,n/a\n\
         2017/18,1,Surrey,Exposure,Sexual offences,Other,88E,=SUM(H2:H3)\n\
         2017/18,1,Sussex,Exposure,Sexual offences\n"
    );
    let file = open_data(folder.path(), &text);
    let run = vawg_with(&["ingest", &file, "--format", "csv"]);
    assert_eq!(run.status, 1);
    let findings = Rows::read(&run.stdout);
    let place = |rule: &str, cell: &str| {
        let row = findings.one(&[("rule", rule), ("cell", cell), ("severity", "error")]);
        [
            row.get("row").to_owned(),
            row.get("column").to_owned(),
            row.get("value").to_owned(),
            row.get("message").to_owned(),
        ]
    };
    let [row, column, value, message] = place("duplicate-key", "H6");
    assert_eq!(
        (row.as_str(), column.as_str(), value.as_str()),
        ("6", "H", "7")
    );
    assert!(
        message.contains("is also in H2, with another figure"),
        "{message}"
    );
    assert!(place("period-readable", "A7")[3].contains("`2017/19 1` is not a quarter"));
    let [.., message] = place("area-known", "C8");
    assert!(message.contains("did you mean `Kent`?"), "{message}");
    assert_eq!(place("figure-readable", "H9")[2], "n/a");
    assert!(place("figure-readable", "H10")[3].contains("a formula"));
    assert!(place("row-complete", "E11")[3].contains("5 cells, the headings 8"));
}

#[test]
fn text_that_a_spreadsheet_would_run_is_made_safe_and_read_back_as_it_was() {
    let folder = folder();
    let file = open_data(
        folder.path(),
        &OPEN_DATA.replace("Homicide,Violence", "=HYPERLINK(0),Violence"),
    );
    let run = vawg_with(&["ingest", &file, "-o", "-"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let rows = Rows::read(&run.stdout);
    assert_eq!(
        rows.one(&[("area", "Cifas")]).get("label"),
        "'=HYPERLINK(0)"
    );
    assert_eq!(
        rows.one(&[("area", "Devon and Cornwall")]).get("value"),
        "-1.0"
    );
}

#[test]
fn a_folder_and_standard_input_are_read_too() {
    let folder = folder();
    let inner = folder.path().join("more");
    std::fs::create_dir(&inner).unwrap();
    open_data(folder.path(), OPEN_DATA);
    std::fs::write(inner.join("notes.csv"), "a,b\n1,2\n").unwrap();
    std::fs::write(inner.join("readme.txt"), "not looked at").unwrap();
    let data = folder.path().join("data");
    let run_all = vawg_with(&[
        "ingest",
        folder.path().to_str().unwrap(),
        "--data",
        data.to_str().unwrap(),
    ]);
    assert_eq!(run_all.status, 1, "{}", run_all.stdout);
    assert!(
        run_all.stdout.starts_with("2 files\n"),
        "{}",
        run_all.stdout
    );
    assert!(
        run_all.stdout.contains("its layout is not known"),
        "{}",
        run_all.stdout
    );
    let stored = stored(&data);
    assert!(
        stored[0].starts_with("home-office-open-data-2018-q1-") && stored.len() == 1,
        "{stored:?}"
    );

    let mut command = program();
    let input = std::fs::File::open(folder.path().join("prc.csv")).unwrap();
    let from_stdin = run(command.args(["ingest", "-", "-o", "-"]).stdin(input));
    assert_eq!(from_stdin.status, 0, "{}", from_stdin.stderr);
    assert_eq!(Rows::read(&from_stdin.stdout).with(&[]).len(), 4);

    let empty = folder.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    let none = vawg_with(&["ingest", empty.to_str().unwrap()]);
    assert!(
        none.status == 1 && none.stderr.contains("holds no xlsx, xls, ods or csv file"),
        "{}",
        none.stderr
    );
}

#[test]
fn accepting_a_rule_is_recorded_and_an_unknown_rule_is_a_usage_error() {
    let folder = folder();
    let text = format!(
        "{OPEN_DATA}2017/18,1,Avon and Somerset,Rape of a female aged 16 and over,Sexual offences,Rape offences,19C,7\n"
    );
    let file = open_data(folder.path(), &text);
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let refused = vawg_with(&["ingest", &file, "--data", data]);
    assert_eq!(refused.status, 1);
    assert!(
        !Path::new(data).exists(),
        "a file with errors made the data folder"
    );
    let accepted = vawg_with(&[
        "ingest",
        &file,
        "--data",
        data,
        "--accept",
        "duplicate-key",
        "--format",
        "json",
    ]);
    assert_eq!(accepted.status, 0, "{}", accepted.stdout);
    let report: serde_json::Value = serde_json::from_str(&accepted.stdout).unwrap();
    let cells = report["panels"][0]["table"]["rows"][0]["cells"].to_string();
    assert!(cells.contains("\"duplicate-key\""), "{cells}");
    vawg_with(&["ingest", &file, "--accept", "duplicate-keys"]).fails(
        2,
        "error: unknown rule `duplicate-keys` in --accept\nhint: did you mean `duplicate-key`?\n",
    );
}

#[test]
fn several_files_are_not_written_to_one_csv() {
    vawg_with(&["ingest", "a.csv", "b.csv", "-o", "out.csv"]).fails(
        2,
        "error: -o takes the figures of one file, not of several\nhint: name one file, or leave out -o to store every release\n",
    );
}

#[test]
fn a_report_on_several_files_fits_a_terminal() {
    let folder = folder();
    std::fs::write(folder.path().join("one.csv"), "nothing\n").unwrap();
    std::fs::write(folder.path().join("two.csv"), "nothing\n").unwrap();
    let path = folder.path().to_str().unwrap();
    let found = vawg_with(&["validate", path]);
    assert_eq!(found.status, 1);
    let lines: Vec<&str> = found.stdout.lines().collect();
    let file = |name: &str| {
        lines
            .iter()
            .any(|line| line.contains(name) && line.contains("unreadable"))
    };
    assert!(file("one.csv") && file("two.csv"), "{}", found.stdout);
    assert!(
        lines.iter().all(|line| line.chars().count() <= 80),
        "{}",
        found.stdout
    );
}

#[test]
fn the_short_report_on_a_workbook_fits_a_screen_and_names_the_next_step() {
    let folder = folder();
    let file = folder.path().join("workbook.xlsx");
    workbook(&file, COVER);
    let data = folder.path().join("data");
    let ingest = |file: &Path, more: &[&str]| {
        let arguments = [
            "ingest",
            file.to_str().unwrap(),
            "--data",
            data.to_str().unwrap(),
        ];
        vawg_with(&[&arguments, more].concat()).succeeds()
    };
    let full = ingest(&file, &["--full"]);
    let short = ingest(&file, &[]);
    assert!(short.lines().count() <= 30, "{short}");
    assert!(full.lines().count() > short.lines().count());
    for part in [
        "FILES: already in ",
        "\nFOUND: no errors, ",
        "figures stored but not used",
        "\nTAKEN: ",
    ] {
        assert!(short.contains(part), "{part}: {short}");
    }
    let next =
        "Now see what changed: vawg revisions ons-appendix-ye-jun-2025 ons-appendix-ye-dec-2024";
    assert!(crate::program::unwrapped(&short).contains(next), "{short}");
    assert!(
        full.contains("\nLEFT OUT\n") && !short.contains("LEFT OUT"),
        "{full}"
    );
}

#[test]
fn a_published_workbook_is_reported_on_one_screen() {
    let Some(releases) = crate::program::releases("a_published_workbook_is_reported_on_one_screen")
    else {
        return;
    };
    let file = releases.join("ons-appendix-tables/appendixtables_ye-dec-2025.xlsx");
    let folder = folder();
    let data = folder.path().to_str().unwrap();
    let short = vawg_with(&["ingest", file.to_str().unwrap(), "--data", data]).succeeds();
    assert!(short.lines().count() <= 30, "{short}");
}

#[test]
fn a_file_with_less_than_is_held_of_its_release_is_told() {
    let folder = folder();
    let (whole, _) = crate::program::built_in("ons-appendix-ye-dec-2025");
    let file = folder.path().join("few.csv");
    let told = |lines: usize, data: &[&str]| {
        let few: Vec<&str> = whole.lines().take(lines).collect();
        std::fs::write(&file, few.join("\n")).unwrap();
        let arguments = ["validate", file.to_str().unwrap(), "--format", "csv"];
        let found = Rows::read(&vawg_with(&[&arguments, data].concat()).stdout);
        let found = found.with(&[("rule", "coverage-shrank"), ("cell", "")]);
        let messages = found.iter().map(|row| row.get("message").to_owned());
        let messages: Vec<String> = messages
            .filter(|message| message.contains("and takes its place"))
            .collect();
        messages
    };
    // Another file of the release that is built in.
    let [message] = told(200, &[]).try_into().unwrap();
    assert!(
        message.contains("199 figures and markers, not "),
        "{message}"
    );
    // Once it is taken in, one that is not poorer than that.
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let run = vawg_with(&["ingest", file.to_str().unwrap(), "--data", data]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(told(201, &["--data", data]).is_empty());
    assert_eq!(told(199, &["--data", data]).len(), 1);
}
