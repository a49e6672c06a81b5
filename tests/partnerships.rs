//! Rates by Community Safety Partnership (Table C4) beside their counts (C2), and what their cells say
//! of the people that they are per. On small workbooks of our own, and on the published one where it
//! is there.

use std::path::{Path, PathBuf};

use rust_xlsxwriter::Workbook;

use crate::program::{Rows, figures, folder, releases, vawg_with};

const KEYS: [&str; 6] = [
    "Police Force Area code",
    "Police Force Area name",
    "Community Safety Partnership code",
    "Community Safety Partnership name",
    "Local Authority code",
    "Local Authority name",
];

type Line = Vec<&'static str>;

/// A force and its two partnerships, one of them with the name of the force, and these figures.
fn lines(figures: [&[&'static str]; 4]) -> Vec<Line> {
    let keys: [[&str; 6]; 4] = [
        ["E23000038", "Wiltshire", "", "", "", ""],
        [
            "E23000038",
            "Wiltshire",
            "E22000350",
            "Swindon",
            "E06000030",
            "Swindon",
        ],
        [
            "E23000038",
            "Wiltshire",
            "E22000361",
            "Wiltshire",
            "E06000054",
            "Wiltshire",
        ],
        ["E23000038", "Wiltshire", "", "Unassigned Wiltshire", "", ""],
    ];
    let line = |(keys, figures): (&[&'static str; 6], &[&'static str])| {
        keys.iter().chain(figures).copied().collect()
    };
    keys.iter().zip(figures).map(line).collect()
}

/// Tables C2 and C4: 4,000 and 1,000 people are 1,600 and 400 households.
fn workbook(path: &Path, swindon: [&'static str; 3]) -> PathBuf {
    let counts = lines([
        &["100", "40", "10", "50"],
        &["20", "10", "8", "2"],
        &["80", "30", "2", "48"],
        &["0", "0", "0", "0"],
    ]);
    let [robbery, by_people, by_households] = swindon;
    let rates = lines([
        &["5000", "2000", "20", "8", "2", "5", "10"],
        &["1000", "400", "20", robbery, by_people, by_households, "2"],
        &["4000", "1600", "20", "7.5", "0.5", "1.25", "12"],
        &["[x]", "[x]", "[x]", "[x]", "[x]", "[x]", "[x]"],
    ]);
    let tables: [(&str, &str, &[&str], Vec<Line>); 2] = [
        (
            "Table C2",
            "Table C2: Number of police recorded crimes for headline offences by Community Safety Partnership area, England and Wales, year ending June 2024 [note 1]",
            &[
                "Total recorded crime",
                "Robbery",
                "Residential burglary",
                "Shoplifting",
            ],
            counts,
        ),
        (
            "Table C4",
            "Table C4:  Recorded crime rate per 1,000 population/households for headline offences, by Community Safety Partnership area, England and Wales, year ending June 2024 [note 1][note 5]",
            &[
                "Population figures\n (mid-2022) \n- rounded to 100",
                "Household figures\n (mid-2021)\n - rounded to 100",
                "Total recorded crime",
                "Robbery",
                "Residential burglary (per 1,000 population)",
                "Residential burglary (per 1,000 household)",
                "Shoplifting",
            ],
            rates,
        ),
    ];
    let mut workbook = Workbook::new();
    for (name, title, headings, lines) in tables {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).unwrap();
        sheet.write_string(0, 0, title).unwrap();
        for (column, heading) in (0..).zip(KEYS.iter().chain(headings)) {
            sheet.write_string(1, column, *heading).unwrap();
        }
        for (row, line) in (2..).zip(&lines) {
            for (column, cell) in (0..).zip(line) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write_number(row, column, number).unwrap(),
                    Err(_) => sheet.write_string(row, column, *cell).unwrap(),
                };
            }
        }
    }
    let file = path.join("partnerships.xlsx");
    workbook.save(&file).unwrap();
    file
}

/// Cells of rates that are not those of their counts.
#[track_caller]
fn disagreeing(file: &Path) -> Vec<String> {
    let run = vawg_with(&["validate", file.to_str().unwrap(), "--format", "csv"]);
    let found = Rows::read(&run.stdout);
    let cells = found.with(&[("rule", "rate-recomputes")]).into_iter();
    cells.map(|row| row.get("cell").to_owned()).collect()
}

#[test]
fn rates_are_per_people_or_households_and_those_are_kept_beside_them() {
    let folder = folder();
    let file = workbook(folder.path(), ["10", "8", "20"]);
    let rows = figures(&file);
    assert_eq!(rows.with(&[("table", "C4")]).len(), 28);
    let partnership = "Community Safety Partnership of Wiltshire";
    for (area, group, label, statistic, expected) in [
        (
            "Swindon",
            partnership,
            "Population",
            "population",
            ["1000.0", "rounded to 100", "1,5,mid-2022", "Table C4!G4"],
        ),
        (
            "Swindon",
            partnership,
            "Households",
            "households",
            ["400.0", "rounded to 100", "1,5,mid-2021", "Table C4!H4"],
        ),
        (
            "Swindon",
            partnership,
            "Robbery",
            "rate",
            ["10.0", "per 1,000 population", "1,5", "Table C4!J4"],
        ),
        (
            "Swindon",
            partnership,
            "Residential burglary",
            "rate",
            ["8.0", "per 1,000 population", "1,5", "Table C4!K4"],
        ),
        (
            "Swindon",
            partnership,
            "Residential burglary",
            "household_rate",
            ["20.0", "per 1,000 households", "1,5", "Table C4!L4"],
        ),
        (
            "Wiltshire",
            "",
            "Robbery",
            "rate",
            ["8.0", "per 1,000 population", "1,5", "Table C4!J3"],
        ),
    ] {
        let row = rows.one(&[
            ("table", "C4"),
            ("area", area),
            ("group", group),
            ("label", label),
            ("statistic", statistic),
            ("period", "ye-jun-2024"),
        ]);
        let told = ["value", "unit", "notes", "source_ref"].map(|column| row.get(column));
        assert_eq!(told, expected, "{area} {label}");
    }
    let unassigned = rows.with(&[("table", "C4"), ("area", "Unassigned Wiltshire")]);
    assert!(unassigned.iter().all(|row| row.get("marker") == "[x]"));
    assert_eq!(disagreeing(&file), Vec::<String>::new());
}

#[test]
fn a_rate_that_is_not_that_of_its_count_is_not_served() {
    let folder = folder();
    // The rate of robbery, which the total of its row tells as well.
    let file = workbook(folder.path(), ["11", "8", "20"]);
    assert_eq!(disagreeing(&file), ["J4"]);
    // A rate per household that is missing, and one that is per people.
    for by_households in ["0", "8"] {
        let file = workbook(folder.path(), ["10", "8", by_households]);
        assert_eq!(disagreeing(&file), ["L4"]);
        let rows = figures(&file);
        let withheld = rows.one(&[("withheld", "rate-recomputes")]);
        assert_eq!(withheld.get("source_ref"), "Table C4!L4");
    }
}

#[test]
fn the_published_rates_of_partnerships_are_those_of_their_cells() {
    let Some(releases) = releases("the_published_rates_of_partnerships_are_those_of_their_cells")
    else {
        return;
    };
    let file = releases.join("ons-pfa-tables/policeforceareatablesfinal.xlsx");
    let rows = figures(&file);
    // Read off the sheet with openpyxl.
    assert_eq!(rows.with(&[("table", "C4")]).len(), 10_374);
    for (cell, value) in [
        ("G9", "1765400.0"),
        ("H9", "733800.0"),
        ("I9", "88.8612464908882"),
        ("K10", "0.010224008015622284"),
        ("U407", "3.073217905562478"),
    ] {
        let place = format!("Table C4!{cell}");
        let row = rows.one(&[("source_ref", &place)]);
        let read: f64 = row.get("value").parse().unwrap();
        assert!(
            (read / value.parse::<f64>().unwrap() - 1.0).abs() < 1e-12,
            "{cell} {read}"
        );
    }
    let suppressed = rows.one(&[("source_ref", "Table C4!I35")]);
    assert_eq!(suppressed.get("marker"), "[u]");
    // Poole: a rate of 0 where Table C2 has 397 burglaries of homes.
    let withheld = rows.with(&[("table", "C4"), ("withheld", "rate-recomputes")]);
    let places: Vec<&str> = withheld.iter().map(|row| row.get("source_ref")).collect();
    assert_eq!(places, ["Table C4!U74"]);
}
