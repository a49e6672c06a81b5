//! ONS's population series since 1838 and its look-up of local authorities to police forces: on small
//! files of our own, and on the published files where they are there.

use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Workbook, Worksheet};

use crate::program::{Rows, built_in, folder, releases, vawg_with};

/// Persons are males and females together; each age has this many men, and twice as many women.
const MEN: f64 = 1000.0;

fn write(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, cell) in (0..).zip(cells) {
        match cell.parse::<f64>() {
            // Ages are text in the published workbook.
            Ok(number) if column > 1 => sheet.write_number(row, column, number).unwrap(),
            _ => sheet.write_string(row, column, *cell).unwrap(),
        };
    }
}

/// Table 9 of two years: in mid-1970 the row of 85 holds everybody of 85 and over.
fn by_age(workbook: &mut Workbook, total: f64) {
    let sheet = workbook.add_worksheet();
    sheet.set_name("Table 9").unwrap();
    let title = "Table 9: Population estimates for England and Wales, by sex and single year of age, mid-1970 to mid-1971 (units)";
    write(sheet, 0, &[title]);
    write(sheet, 1, &["Age", "Sex", "Mid-1971", "Mid-1970"]);
    let mut row = 2;
    for (sex, people) in [
        ("Persons", 3.0 * MEN),
        ("Males", MEN),
        ("Females", 2.0 * MEN),
    ] {
        let all = people / MEN * total;
        write(
            sheet,
            row,
            &["All Ages", sex, &all.to_string(), &all.to_string()],
        );
        row += 1;
        for age in 0..=90 {
            let name = if age == 90 {
                "90+".to_owned()
            } else {
                age.to_string()
            };
            let in_1970 = match age {
                85 => (6.0 * people).to_string(),
                86.. => "missing data".to_owned(),
                _ => people.to_string(),
            };
            write(sheet, row, &[&name, sex, &people.to_string(), &in_1970]);
            row += 1;
        }
    }
}

/// Table 7, where the estimate of mid-1906 is rounded to the hundred and misses a whole number.
fn by_year(workbook: &mut Workbook, men_of_1906: f64) {
    let sheet = workbook.add_worksheet();
    sheet.set_name("Table 7").unwrap();
    let title =
        "Table 7: Population estimates for England and Wales, by sex, mid-1906 to mid-1971 (units)";
    write(sheet, 0, &[title]);
    write(sheet, 1, &["Year", "Persons", "Males", "Females"]);
    write(sheet, 2, &["Mid-1971"]);
    for (column, value) in [(1, 273_000.0), (2, 91_000.0), (3, 182_000.0)] {
        sheet.write_number(2, column, value).unwrap();
    }
    write(sheet, 3, &["Mid-1906"]);
    for (column, value) in [(1, 34_342_000.0), (2, men_of_1906), (3, 17_734_200.0)] {
        sheet.write_number(3, column, value).unwrap();
    }
}

fn series(folder: &Path, total: f64, men_of_1906: f64) -> PathBuf {
    let mut workbook = Workbook::new();
    by_year(&mut workbook, men_of_1906);
    by_age(&mut workbook, total);
    let sheet = workbook.add_worksheet();
    sheet.set_name("Table 16").unwrap();
    let title = "Table 16: Population estimates for Scotland, by sex and single year of age, mid-1961 to mid-2022 (units)";
    write(sheet, 0, &[title]);
    write(sheet, 1, &["Age", "Sex", "Mid-2022"]);
    write(sheet, 2, &["All Ages", "Persons", "5447700"]);
    let sheet = workbook.add_worksheet();
    sheet.set_name("Table 8").unwrap();
    let title = "Table 8: Population estimates for England and Wales, by sex and quinary age, mid-1911 to mid-1960 (thousands)";
    write(sheet, 0, &[title]);
    write(sheet, 1, &["Age", "Sex", "Mid-1960"]);
    let file = folder.join("population.xlsx");
    workbook.save(&file).unwrap();
    file
}

#[track_caller]
fn findings(file: &Path) -> (Rows, i32) {
    let run = vawg_with(&["validate", file.to_str().unwrap(), "--format", "csv"]);
    (Rows::read(&run.stdout), run.status)
}

fn figures(file: &Path) -> Rows {
    let run = vawg_with(&["ingest", file.to_str().unwrap(), "-o", "-"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    Rows::read(&run.stdout)
}

#[test]
fn the_population_series_is_taken_by_year_and_by_age_with_full_keys() {
    let folder = folder();
    // Float noise as the published cell has it.
    let file = series(folder.path(), 91.0 * MEN, 16_607_900.000_000_002);
    let (found, status) = findings(&file);
    assert_eq!((found.with(&[]).len(), status), (0, 0));
    let rows = figures(&file);
    let cell = |table: &str, sex: &str, age: &str, period: &str| {
        let row = [
            ("table", table),
            ("sex", sex),
            ("age", age),
            ("period", period),
        ];
        let row = rows.one(&row);
        assert_eq!(
            [
                row.get("area"),
                row.get("area_code"),
                row.get("statistic"),
                row.get("unit")
            ],
            ["England and Wales", "K04000001", "population", "people"]
        );
        ["value", "marker", "source_ref"].map(|column| row.get(column).to_owned())
    };
    assert_eq!(
        cell("7", "men", "all", "1906"),
        ["16607900.0", "", "Table 7!C4"]
    );
    assert_eq!(
        cell("9", "women", "30-30", "1971"),
        ["2000.0", "", "Table 9!C218"]
    );
    assert_eq!(
        cell("9", "women", "90+", "1971"),
        ["2000.0", "", "Table 9!C278"]
    );
    // 44 ages from 16 to 59; from 16 on there are 75 in 1971, and 69 single years and 85 and over in 1970.
    assert_eq!(cell("9", "women", "16-59", "1970")[0], "88000.0");
    assert_eq!(
        cell("9", "women", "16+", "1971"),
        ["150000.0", "", "Table 9!C204:C278"]
    );
    assert_eq!(
        cell("9", "women", "16+", "1970"),
        ["150000.0", "", "Table 9!D204:D273"]
    );
    // The row `85` of mid-1970 is not a single year, and those below it are not 0.
    assert_eq!(
        cell("9", "women", "85+", "1970"),
        ["12000.0", "", "Table 9!D273"]
    );
    assert_eq!(cell("9", "women", "86-86", "1970")[..2], ["", "[x]"]);
    assert!(
        rows.with(&[("age", "85-85"), ("period", "1970")])
            .is_empty()
    );
    let release = rows.with(&[]);
    assert!(
        release
            .iter()
            .all(|row| row.get("release") == "ons-population-1906-to-1971")
    );
    let run = vawg_with(&["validate", file.to_str().unwrap(), "--full"]);
    let flat = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains("about Scotland, not England or Wales"),
        "{flat}"
    );
    assert!(
        flat.contains("in thousands, by groups of ages, or not by sex"),
        "{flat}"
    );
}

#[test]
fn ages_and_sexes_that_do_not_add_up_are_refused() {
    let folder = folder();
    let of_men = 16_607_900.0;
    let rules = |file: &Path| {
        let (found, status) = findings(file);
        assert_eq!(status, 1);
        let rows = found.with(&[("severity", "error")]);
        let told = rows.iter().map(|row| (row.get("rule"), row.get("sheet")));
        told.map(|(rule, sheet)| format!("{rule} {sheet}"))
            .collect::<std::collections::BTreeSet<_>>()
    };
    let ages = rules(&series(folder.path(), 92.0 * MEN, of_men));
    assert!(ages.contains("total-adds-up Table 9"), "{ages:?}");
    // A difference of 200 is more than rounding to the hundred explains.
    let sexes = rules(&series(folder.path(), 91.0 * MEN, of_men + 200.0));
    assert!(sexes.contains("total-adds-up Table 7"), "{sexes:?}");
}

const LOOKUP: &str = "lad21cd,pfa21cd,pfa21nm\nE07000029,E23000002,Cumbria\nE07000030,E23000002,Cumbria\nE06000001,E23000013,Cleveland\n";

#[test]
fn the_look_up_is_taken_with_its_faults_named() {
    let folder = folder();
    let file = folder.path().join("lookup.csv");
    std::fs::write(&file, LOOKUP).unwrap();
    let (found, status) = findings(&file);
    // Two of 43 police forces.
    let told = found.one(&[]);
    assert_eq!(
        (told.get("rule"), told.get("severity"), status),
        ("coverage-complete", "warning", 0)
    );
    assert!(told.get("message").contains("Kent"));
    let rows = figures(&file);
    let row = rows.one(&[("area_code", "E07000030")]);
    assert_eq!(
        [
            "release",
            "code",
            "label",
            "statistic",
            "period",
            "value",
            "source_ref"
        ]
        .map(|one| row.get(one)),
        [
            "ons-lookup-lad-pfa-2021",
            "E23000002",
            "Cumbria",
            "part",
            "2021",
            "1.0",
            "lookup.csv!B3"
        ]
    );
    for (wrong, rule, cell) in [
        ("E07000029,E23000013,Cleveland\n", "duplicate-key", "A5"),
        ("E07000031,E23000013,Cumbria\n", "area-agrees", "B5"),
        ("Eden,E23000002,Cumbria\n", "area-known", "A5"),
    ] {
        std::fs::write(&file, format!("{LOOKUP}{wrong}")).unwrap();
        let (found, status) = findings(&file);
        let told = found.one(&[("severity", "error")]);
        assert_eq!(
            (told.get("rule"), told.get("cell"), status),
            (rule, cell, 1)
        );
    }
}

/// The built-in figures were made from the same workbook by `scripts/area_figures.py` with openpyxl.
/// Others: read off the sheets; all persons of mid-2023 stand in cell B3 of Table 7.
#[test]
fn the_published_series_has_the_figures_that_are_built_in() {
    let Some(releases) = releases("the_published_series_has_the_figures_that_are_built_in") else {
        return;
    };
    let file = releases.join("ons-population/ukpopulationestimates18382023.xlsx");
    let run = vawg_with(&["ingest", file.to_str().unwrap(), "-o", "-"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(
        run.stderr.contains("no errors and no warnings"),
        "{}",
        run.stderr
    );
    // Single years are most of the file.
    let wanted = |line: &&str| {
        let age = line.split(',').nth(8).unwrap_or_default();
        let single = age.split_once('-').is_some_and(|(from, to)| from == to);
        !single
    };
    let short: Vec<&str> = run.stdout.lines().filter(wanted).collect();
    let rows = Rows::read(&short.join("\n"));
    let value = |table: &str, sex: &str, age: &str, area: &str, period: &str| {
        let row = [
            ("table", table),
            ("sex", sex),
            ("age", age),
            ("area_code", area),
            ("period", period),
        ];
        rows.one(&row).value()
    };
    assert_eq!(value("7", "all", "all", "K04000001", "2023"), 60_854_727.0);
    assert_eq!(
        value("10", "women", "all", "E92000001", "2023"),
        29_407_249.0
    );
    assert_eq!(value("13", "all", "all", "W92000004", "2023"), 3_164_404.0);
    // Published elsewhere as sums: women 16 to 59 at mid-2020, rebased, and 16 and over at mid-2023.
    assert_eq!(
        value("9", "women", "16-59", "K04000001", "2020"),
        17_236_862.0
    );
    assert_eq!(
        value("9", "women", "16+", "K04000001", "2023"),
        25_553_458.0
    );
    let built_in = Rows::read(&built_in("ons-population-1838-to-2023").0);
    for row in built_in.with(&[]) {
        let [sex, age, period] = ["sex", "age", "period"].map(|column| row.get(column));
        assert_eq!(
            value("9", sex, age, "K04000001", period),
            row.value(),
            "{sex} {age} {period}"
        );
    }
}

/// Women of mid-2019 in Kent: cell D of the 13 authorities of the sheet of females, added up with
/// xlrd.
const WOMEN_IN_KENT: f64 = 945_356.0;

#[test]
fn authorities_are_added_up_to_forces_where_each_of_them_is_there() {
    let Some(releases) = releases("authorities_are_added_up_to_forces_where_each_of_them_is_there")
    else {
        return;
    };
    let folder = folder();
    let data = folder.path().to_str().unwrap();
    for file in [
        "lookups/lad_pfa_lookup.csv",
        "ons-population/ukmidyearestimates20192020ladcodes.xls",
    ] {
        let file = releases.join(file);
        let run = vawg_with(&["ingest", file.to_str().unwrap(), "--data", data]);
        assert_eq!(run.status, 0, "{}", run.stderr);
    }
    let asked = [
        "areas", "--crime", "rape", "--sex", "women", "--period", "2019-20", "--format", "csv",
    ];
    let rows = Rows::read(&vawg_with(&[&asked[..], &["--data", data]].concat()).succeeds());
    let rate = |area: &str| {
        let row = [("area", area), ("statistic", "rate"), ("period", "2019-20")];
        let row = rows.one(&row);
        (row.get("denominator").to_owned(), row.value())
    };
    let (people, kent) = rate("Kent");
    assert_eq!(people, "women and girls, mid-2019");
    assert!(
        (kent - 1000.0 * 1991.0 / WOMEN_IN_KENT).abs() < 1e-9,
        "{kent}"
    );
    // Northamptonshire's authorities of 2020 are not those of the look-up of 2021: a part is not the
    // whole, and the estimate of mid-2021 serves.
    assert_eq!(rate("Northamptonshire").0, "women and girls, mid-2021");
}
