//! Survey files as they come: other words, number formats, hidden parts and breakdowns. Each file is
//! made here; the published ones are read where they are present.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Format, Workbook, Worksheet};

use crate::program::{figures, findings, folder, releases, vawg_with};

const TITLE: &str = "Table 3: Prevalence of domestic abuse in the last year among adults aged 16 to 59, by type of abuse and sex";
const COVER: &str = "Domestic abuse prevalence and victim characteristics, year ending March 2022";
const HEADINGS: &[&str] = &[
    "Type of abuse [note 4]",
    "Sex",
    "Apr 2020 to\nMar 2021",
    "Apr 2021 to\nMar 2022",
    "Significance",
];
const MEN: &[&str] = &["Any domestic abuse [note 5]", "Men", "4.2", "3.5", ""];
const WOMEN: &[&str] = &["Any domestic abuse [note 5]", "Women", "7.875", "7.25", "*"];
const BASE: &[&str] = &[
    "Unweighted base - number of adults",
    "Women",
    "6000",
    "2500",
    "",
];

/// Cells as a publisher types them: numbers where they read as numbers.
fn fill(sheet: &mut Worksheet, rows: &[&[&str]], numbers: &Format) {
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number_with_format(row, column, number, numbers),
                Err(_) => sheet.write_string(row, column, *cell),
            }
            .unwrap();
        }
    }
}

/// A workbook with a cover and these tables, each changed as the case needs.
fn workbook(
    path: &Path,
    cover: &str,
    tables: &[(&str, &[&[&str]])],
    change: impl Fn(&mut Worksheet),
) -> PathBuf {
    let mut workbook = Workbook::new();
    if !cover.is_empty() {
        let sheet = workbook.add_worksheet();
        sheet.set_name("Cover_sheet").unwrap();
        fill(sheet, &[&[cover]], &Format::new());
    }
    for (name, rows) in tables {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).unwrap();
        fill(sheet, rows, &Format::new());
        change(sheet);
    }
    let file = path.join("survey.xlsx");
    workbook.save(&file).unwrap();
    file
}

fn table_3(rows: &[&[&str]]) -> PathBuf {
    let folder = folder().keep();
    let all = [&[&[TITLE][..], &["England and Wales"]], rows].concat();
    workbook(&folder, COVER, &[("Table 3", &all)], |_| ())
}

#[track_caller]
fn women_2021_22(file: &Path) -> String {
    let rows = figures(file);
    let row = rows.one(&[("sex", "women"), ("period", "2021-22")]);
    row.get("value").to_owned()
}

#[test]
fn a_cell_shown_as_a_percentage_is_that_percentage() {
    let folder = folder();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let shares: &[&[&str]] = &[
        &[TITLE],
        HEADINGS,
        &["Any domestic abuse", "Women", "0.07875", "0.0725", "*"],
    ];
    fill(sheet, shares, &Format::new().set_num_format("0.0%"));
    fill_base(sheet);
    let file = folder.path().join("percent.xlsx");
    workbook.save(&file).unwrap();
    assert_eq!(women_2021_22(&file), "7.25");
    let rows = figures(&file);
    assert_eq!(rows.one(&[("period", "2021-22")]).get("base"), "2500.0");
}

fn fill_base(sheet: &mut Worksheet) {
    for (column, cell) in (0..).zip(BASE) {
        match cell.parse::<f64>() {
            Ok(number) => sheet.write_number(3, column, number),
            Err(_) => sheet.write_string(3, column, *cell),
        }
        .unwrap();
    }
}

/// An archive of parts, as xlsx and ods files are.
fn archive(path: &Path, parts: &[(&str, &str)]) {
    let mut archive = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in parts {
        archive.start_file(*name, stored).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap();
}

#[test]
fn an_ods_file_says_of_its_cells_that_they_are_percentages_or_hidden() {
    let folder = folder();
    let file = folder.path().join("survey.ods");
    let text = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let row = |cells: &[String], more: &str| {
        format!(
            "<table:table-row{more}>{}</table:table-row>",
            cells.concat()
        )
    };
    let share = "<table:table-cell office:value-type=\"percentage\" office:value=\"0.0725\"><text:p>7.3%</text:p></table:table-cell>".to_owned();
    let rows = [
        row(&[text(TITLE)], ""),
        row(
            &[
                text("Type of abuse"),
                text("Sex"),
                text("Apr 2021 to Mar 2022"),
            ],
            "",
        ),
        row(
            &[text("Any domestic abuse"), text("Men"), share.clone()],
            " table:visibility=\"collapse\"",
        ),
        row(&[text("Any domestic abuse"), text("Women"), share], ""),
    ];
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet><table:table table:name=\"Table 3\">{}</table:table></office:spreadsheet></office:body></office:document-content>",
        rows.concat()
    );
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    let manifest = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>";
    archive(
        &file,
        &[
            ("mimetype", kind),
            ("META-INF/manifest.xml", manifest),
            ("content.xml", &content),
        ],
    );
    let rows = figures(&file);
    assert_eq!(rows.with(&[]).len(), 1);
    assert_eq!(women_2021_22(&file), "7.25");
    let (found, status) = findings(&file);
    let hidden = found.one(&[("rule", "hidden-cells")]);
    assert!(
        hidden.get("message").contains("rows 3 "),
        "{}",
        hidden.get("message")
    );
    assert_eq!(status, 0);
}

#[test]
fn hidden_sheets_rows_and_columns_are_named_and_not_read() {
    let folder = folder();
    let draft: &[&[&str]] = &[
        &[&TITLE.replace("Table 3", "Table 4")],
        HEADINGS,
        &["Any domestic abuse", "Women", "7.875", "9.99", ""],
    ];
    let table: &[&[&str]] = &[&[TITLE], HEADINGS, MEN, WOMEN, BASE];
    let file = workbook(
        folder.path(),
        COVER,
        &[("working", draft), ("Table 3", table)],
        |sheet| {
            if sheet.name() == "working" {
                sheet.set_hidden(true);
            } else {
                sheet.set_row_hidden(2).unwrap();
                sheet.set_column_hidden(2).unwrap();
            }
        },
    );
    let rows = figures(&file);
    let all = rows.with(&[]);
    let kept: Vec<&str> = all.iter().map(|row| row.get("value")).collect();
    assert_eq!(kept, ["7.25"]);
    let report = vawg_with(&["validate", "--full", file.to_str().unwrap()]).succeeds();
    for named in [
        "working",
        "hidden in the workbook",
        "hidden rows 3 and columns C",
        "1 figure or marker in 1 table",
    ] {
        assert!(report.contains(named), "{named}: {report}");
    }
}

#[test]
fn two_tables_that_disagree_are_found_with_both_cells() {
    let folder = folder();
    let draft: &[&[&str]] = &[
        &[&TITLE.replace("Table 3", "Table 4")],
        HEADINGS,
        &["Any domestic abuse", "Women", "7.875", "9.99", ""],
        BASE,
    ];
    let table: &[&[&str]] = &[&[TITLE], HEADINGS, WOMEN, BASE];
    let tables = [("Table 4", draft), ("Table 3", table)];
    let file = workbook(folder.path(), COVER, &tables, |_| ());
    let (found, _) = findings(&file);
    let differs = found.one(&[("rule", "tables-agree")]);
    assert_eq!(
        (differs.get("sheet"), differs.get("cell")),
        ("Table 3", "D3")
    );
    assert!(
        differs.get("message").contains("Table 4!D3"),
        "{}",
        differs.get("message")
    );
}

#[test]
fn sexes_are_understood_in_every_wording_and_other_words_are_errors() {
    let rows: &[&[&str]] = &[
        HEADINGS,
        &["Any domestic abuse", "Male", "4.2", "3.5", ""],
        &["Any domestic abuse", "Female", "7.875", "7.25", ""],
        &["Any domestic abuse", "Persons", "6", "5.4", ""],
        &["Base: unweighted", "Female", "6000", "2500", ""],
    ];
    let rows = figures(&table_3(rows));
    let of = |sex| {
        let row = rows.one(&[("sex", sex), ("period", "2021-22")]);
        (row.get("value").to_owned(), row.get("base").to_owned())
    };
    assert_eq!(of("women"), ("7.25".to_owned(), "2500.0".to_owned()));
    assert_eq!(of("men").0, "3.5");
    assert_eq!(of("all").0, "5.4");
    let unknown: &[&[&str]] = &[
        HEADINGS,
        &["Any domestic abuse", "Men", "4.2", "3.5", ""],
        &["Any domestic abuse", "Wmn", "7.875", "7.25", ""],
    ];
    let (found, status) = findings(&table_3(unknown));
    let error = found.one(&[("rule", "sex-known")]);
    assert_eq!(
        (
            error.get("cell"),
            error.get("value"),
            error.get("severity"),
            status
        ),
        ("B5", "Wmn", "error", 1)
    );
}

#[test]
fn a_column_of_another_group_makes_its_rows_a_breakdown() {
    let rows: &[&[&str]] = &[
        &[
            "Type of abuse",
            "Sex",
            "Age group",
            "Ethnic group",
            "2021/22 [p]",
        ],
        &["Any domestic abuse", "Women", "16 to 19", "All", "8.5"],
        &["Any domestic abuse", "Women", "16 to 59", "White", "7.5"],
        &["Any domestic abuse", "Women", "16 to 59", "All", "7.25"],
    ];
    let rows = figures(&table_3(rows));
    let headline = rows.one(&[("age", "16-59"), ("breakdown", "")]);
    assert_eq!(
        ["value", "period", "notes"].map(|column| headline.get(column)),
        ["7.25", "2021-22", "[p]"]
    );
    rows.one(&[("breakdown", "Ethnic group: White"), ("value", "7.5")]);
    rows.one(&[("age", "16-19"), ("value", "8.5")]);
}

#[test]
fn a_year_is_taken_in_each_wording_and_names_the_release() {
    for heading in [
        "Year ending March 2022",
        "2021/22",
        "2021\u{2013}22",
        "Apr 2021 \u{2013} Mar 2022",
        "Apr 2021 to Mar 2022 [p]",
        "YE March 2022",
    ] {
        let headings = &["Type of abuse", "Sex", "Apr 2020 to Mar 2021", heading, ""];
        let file = table_3(&[headings, WOMEN, BASE]);
        assert_eq!(women_2021_22(&file), "7.25", "{heading}");
        let rows = figures(&file);
        let release = "ons-csew-prevalence-domestic-abuse-ye-mar-2022";
        assert_eq!(rows.with(&[("release", release)]).len(), 2, "{heading}");
    }
}

#[test]
fn figures_under_an_unknown_heading_are_named_and_do_not_move_the_release() {
    let headings = &["Type of abuse", "Sex", "Apr 2020 to Mar 2021", "Latest", ""];
    let (found, status) = findings(&table_3(&[headings, WOMEN, BASE]));
    let named = found.one(&[("rule", "heading-readable")]);
    assert_eq!(
        (
            named.get("cell"),
            named.get("value"),
            named.get("severity"),
            status
        ),
        ("D3", "Latest", "warning", 0)
    );
    let rows = figures(&table_3(&[headings, WOMEN, BASE]));
    let release = "ons-csew-prevalence-domestic-abuse-ye-mar-2022";
    assert_eq!(rows.with(&[("release", release)]).len(), 1);
    // No word in the workbook says the year.
    let folder = folder();
    let title = "Table 3: Prevalence of domestic abuse in the last year, adults aged 16 to 59";
    let table: &[&[&str]] = &[&[title], headings, WOMEN, BASE];
    let file = workbook(
        folder.path(),
        "Domestic abuse",
        &[("Table 3", table)],
        |_| (),
    );
    let (found, status) = findings(&file);
    let named = found.one(&[("rule", "heading-readable")]);
    assert_eq!((named.get("severity"), status), ("error", 1));
}

#[test]
fn sexes_above_the_years_are_read_from_both_rows_of_headings() {
    let folder = folder();
    let table: &[&[&str]] = &[
        &[
            "Table 4.01: Prevalence of intimate violence in the last year among adults aged 16 to 59",
        ],
        &["", "Men", "", "Women", ""],
        &[
            "Type of intimate violence",
            "Apr '13 to Mar '14",
            "Apr '14 to Mar '15",
            "Apr '13 to Mar '14",
            "Apr '14 to Mar '15",
        ],
        &["Any domestic abuse", "4.5", "4", "8.5", "8.25"],
        &[
            "Unweighted base - number of adults",
            "5000",
            "5100",
            "6000",
            "6100",
        ],
    ];
    let file = workbook(folder.path(), "", &[("Table 4.01", table)], |_| ());
    let rows = figures(&file);
    let of = |sex| {
        let row = rows.one(&[("sex", sex), ("period", "2014-15")]);
        ["value", "base"].map(|column| row.get(column).to_owned())
    };
    assert_eq!(of("women"), ["8.25", "6100.0"]);
    assert_eq!(of("men"), ["4.0", "5100.0"]);
    let (found, status) = findings(&file);
    assert_eq!((found.with(&[]).len(), status), (0, 0));
}

#[test]
fn a_marker_that_the_sheet_explains_is_kept_with_its_explanation() {
    let rows: &[&[&str]] = &[
        &["[u1] indicates that fewer than 50 people were asked."],
        HEADINGS,
        &["Any domestic abuse", "Women", "7.875", "[u1]", ""],
    ];
    let rows = figures(&table_3(rows));
    let row = rows.one(&[("period", "2021-22")]);
    assert_eq!(
        ["value", "marker", "notes"].map(|column| row.get(column)),
        [
            "",
            "[u]",
            "[u1] indicates that fewer than 50 people were asked."
        ]
    );
    let (found, status) = findings(&table_3(&[
        HEADINGS,
        &["Any domestic abuse", "Women", "7.875", "[u1]", ""],
    ]));
    let error = found.one(&[("rule", "marker-known")]);
    assert_eq!((error.get("cell"), status), ("D4", 1));
}

#[test]
fn a_formula_without_its_result_and_a_wrong_extent_are_told() {
    let folder = folder();
    let file = folder.path().join("formula.xlsx");
    let text = |cell: &str, text: &str| {
        format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    };
    let sheet = |figure: &str| {
        format!(
            "<worksheet><dimension ref=\"1:49\"/><sheetData><row r=\"1\">{}</row><row r=\"2\">{}{}{}</row><row r=\"3\">{}{}<c r=\"C3\">{figure}</c></row></sheetData></worksheet>",
            text("A1", TITLE),
            text("A2", "Type of abuse"),
            text("B2", "Sex"),
            text("C2", "Apr 2021 to Mar 2022"),
            text("A3", "Any domestic abuse"),
            text("B3", "Women"),
        )
    };
    let write = |figure: &str| {
        archive(
            &file,
            &[
                (
                    "xl/workbook.xml",
                    "<workbook><sheets><sheet name=\"Table 3\" r:id=\"rId1\"/></sheets></workbook>",
                ),
                (
                    "xl/_rels/workbook.xml.rels",
                    "<Relationships><Relationship Id=\"rId1\" Type=\"a/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
                ),
                ("xl/worksheets/sheet1.xml", &sheet(figure)),
            ],
        );
    };
    write("<f>7+0.25</f><v>7.25</v>");
    assert_eq!(women_2021_22(&file), "7.25");
    write("<f>7+0.25</f><v></v>");
    let (found, status) = findings(&file);
    let error = found.one(&[("rule", "figure-readable")]);
    assert_eq!((error.get("cell"), status), ("C3", 1));
    assert!(
        error
            .get("message")
            .contains("a formula without its result"),
        "{}",
        error.get("message")
    );
}

/// Rows by ethnic group before the headline row, as in the published files.
const SDG: &str = "\
Year,Series,Units,Type of partner abuse,Age,Ethnicity,Country of birth,Unit multiplier,Observation status,Value
2020/21,Women aged 16 and over,Percentage (%),BLANK,BLANK,White,BLANK,Units,Normal value,5.125
2020/21,Women aged 16 and over,Percentage (%),BLANK,BLANK,BLANK,Born in UK,Units,Normal value,5.25
2020/21,Women aged 16 and over,Percentage (%),BLANK,BLANK,BLANK,BLANK,Units,Normal value,4.75
2021/22,Women aged 16 and over,Percentage (%),BLANK,BLANK,Mixed,BLANK,Units,Missing value; suppressed,
2021/22,Women aged 16 and over,Percentage (%),BLANK,BLANK,BLANK,BLANK,Units,Provisional value,4.5
";

fn sdg(text: &str) -> PathBuf {
    let file = folder().keep().join("indicator_5-2-1.csv");
    std::fs::write(&file, text).unwrap();
    file
}

#[test]
fn the_headline_is_the_row_whose_breakdowns_all_mean_all() {
    for blank in ["", "NA", "Total", "All", " all ", "N/A"] {
        let file = sdg(&SDG.replace("BLANK", blank));
        let rows = figures(&file);
        let headline = |period| {
            let row = rows.one(&[("breakdown", ""), ("period", period)]);
            ["value", "label", "age", "sex", "notes"].map(|column| row.get(column).to_owned())
        };
        assert_eq!(
            headline("2020-21"),
            ["4.75", "Partner abuse (any)", "16+", "women", ""],
            "{blank}"
        );
        assert_eq!(headline("2021-22")[4], "Provisional value", "{blank}");
        rows.one(&[("breakdown", "Ethnicity: White"), ("value", "5.125")]);
        rows.one(&[("breakdown", "Ethnicity: Mixed"), ("marker", "[c]")]);
        rows.one(&[("breakdown", "Country of birth: Born in UK")]);
    }
}

#[test]
fn units_and_multipliers_other_than_per_cent_are_refused() {
    let percentages = SDG.replace("BLANK", "");
    for (unit, other, cell) in [
        ("Percentage (%)", "Number", "C2"),
        ("Percentage (%)", "Rate per 1,000", "C2"),
        (",Units,", "Thousands", "H2"),
    ] {
        let other_text = if unit == ",Units," {
            percentages.replace(unit, ",Thousands,")
        } else {
            percentages.replace(unit, &format!("\"{other}\""))
        };
        let (found, status) = findings(&sdg(&other_text));
        let error = found.one(&[("rule", "unit-known")]);
        assert_eq!(
            (error.get("cell"), error.get("value"), status),
            (cell, other, 1)
        );
    }
}

#[test]
fn an_age_that_is_not_understood_is_an_error_and_not_the_headline() {
    let text = SDG.replace("BLANK,BLANK,White", ",Young adults,White");
    let (found, status) = findings(&sdg(&text.replace("BLANK", "")));
    let error = found.one(&[("rule", "age-known")]);
    assert_eq!(
        (error.get("cell"), error.get("value"), status),
        ("E2", "Young adults", 1)
    );
}

#[test]
fn the_headline_figures_of_the_published_indicators_have_no_breakdown() {
    let Some(releases) =
        releases("the_headline_figures_of_the_published_indicators_have_no_breakdown")
    else {
        return;
    };
    // Read off the published files: the rows of 5.2.1 and 16.1.3 without any breakdown.
    for (file, label, age, period, value) in [
        (
            "5-2-1",
            "Partner abuse (any)",
            "16-59",
            "2018-19",
            "6.375420398669647",
        ),
        (
            "5-2-1",
            "Partner abuse (any)",
            "16-74",
            "2018-19",
            "5.61968859866154",
        ),
        (
            "5-2-1",
            "Partner abuse (any)",
            "16-74",
            "2019-20",
            "5.600399616968888",
        ),
        (
            "5-2-1",
            "Partner abuse (any)",
            "16+",
            "2021-22",
            "4.77098293986571",
        ),
        (
            "16-1-3",
            "Sexual violence",
            "16-59",
            "2017-18",
            "4.222980180484632",
        ),
    ] {
        let source = releases.join(format!("ons-sdg/data/indicator_{file}.csv"));
        let rows = figures(&source);
        let headline = rows.one(&[
            ("label", label),
            ("sex", "women"),
            ("age", age),
            ("period", period),
            ("area", "England and Wales"),
            ("group", ""),
            ("breakdown", ""),
        ]);
        assert_eq!(headline.get("value"), value, "{label} {age} {period}");
    }
}

#[test]
fn tables_of_one_quarter_name_their_groups_as_breakdowns() {
    let folder = folder();
    let file = folder.path().join("open.csv");
    let text = "\
year,quarter,measurement_var,measurement_level,measurement_type,geography,household_type,sex,age,characteristic_var,characteristic,estimate,standard_error,unweighted_count
2018,4,catt2,Person,Perception,England and Wales,NA,Female,16+,tenharm,Owners,0.61,0.0295,335
2018,4,catt2,Person,Perception,England and Wales,NA,Female,16+,NA,NA,0.62,0.0125,3350
2018,4,catt2,Person,Incidence rate,England and Wales,NA,Female,16+,NA,NA,12,0.5,3350
";
    std::fs::write(&file, text.lines().take(3).collect::<Vec<_>>().join("\n")).unwrap();
    let rows = figures(&file);
    rows.one(&[
        ("breakdown", ""),
        ("group", "Perception"),
        ("value", "0.62"),
    ]);
    rows.one(&[("breakdown", "tenharm: Owners"), ("value", "0.61")]);
    std::fs::write(&file, text).unwrap();
    let (found, status) = findings(&file);
    let error = found.one(&[("rule", "unit-known")]);
    assert_eq!((error.get("cell"), status), ("E4", 1));
}
