//! `vawg trend`.

use crate::program::{Rows, folder, program, run, vawg, vawg_with};

const COLUMNS: &str = "series,measure,crime,source,sex,age,breakdown,area,area_code,area_kind,period,\
    period_kind,period_start,period_end,statistic,method,segment,from,to,value,lower,upper,confidence,\
    p_value,df,n,unit,denominator,marker,status,release,source_ref,note";

fn rows(arguments: &str) -> Rows {
    Rows::read(&vawg(&format!("trend {arguments} --format csv")).succeeds())
}

fn observed(rows: &Rows, measure: &str, period: &str) -> f64 {
    rows.one(&[
        ("measure", measure),
        ("statistic", "observed"),
        ("period", period),
    ])
    .value()
}

/// NAO, Tackling violence against women and girls, HC 547, Figure 1: 19A, 19C, 19D, 19E, 19J, 20,
/// 20A, 20B, 21 (girl under 13) and 22 (girl under 16), added by hand from ONS Table A5a of the
/// releases for the years ending June and December 2025.
const NAO_FIGURE_1: [(&str, f64, f64); 16] = [
    ("2009-10", 33_743.0, 33_743.0),
    ("2010-11", 35_233.0, 35_233.0),
    ("2011-12", 34_547.0, 34_547.0),
    ("2012-13", 34_516.0, 34_516.0),
    ("2013-14", 41_055.0, 41_055.0),
    ("2014-15", 55_934.0, 55_934.0),
    ("2015-16", 67_985.0, 67_987.0),
    ("2016-17", 75_929.0, 75_933.0),
    ("2017-18", 95_735.0, 95_739.0),
    ("2018-19", 103_347.0, 103_350.0),
    ("2019-20", 101_802.0, 101_823.0),
    ("2020-21", 91_201.0, 91_212.0),
    ("2021-22", 126_692.0, 126_548.0),
    ("2022-23", 127_508.0, 127_538.0),
    ("2023-24", 122_660.0, 122_638.0),
    ("2024-25", 127_794.0, 127_728.0),
];

#[test]
fn the_first_figure_of_the_nao_report_is_reproduced_for_every_year_from_both_releases() {
    for (release, column) in [
        ("ons-appendix-ye-jun-2025", 0),
        ("ons-appendix-ye-dec-2025", 1),
    ] {
        let rows = rows(&format!(
            "--crime nao-figure-1 --from 2009-10 --release {release}"
        ));
        for (period, june, december) in NAO_FIGURE_1 {
            let expected = [june, december][column];
            let row = rows.one(&[("statistic", "observed"), ("period", period)]);
            assert!(
                (row.value() - expected).abs() < 1e-9,
                "{release} {period}: {}",
                row.value()
            );
            assert_eq!(row.get("release"), release);
        }
    }
}

#[test]
fn a_pinned_release_gives_its_own_change_and_the_latest_serves_otherwise() {
    let window = "--crime nao-figure-1 --from 2009-10 --to 2023-24";
    let pinned = vawg(&format!(
        "trend {window} --full --release ons-appendix-ye-jun-2025"
    ))
    .succeeds();
    assert!(
        pinned.contains("2009-10 to 2023-24: +88,917 (+263.5%)"),
        "{pinned}"
    );
    assert!(pinned.contains("122,660"), "{pinned}");
    assert!(pinned.contains("year ending June 2025"), "{pinned}");

    let latest = vawg(&format!("trend {window} --full")).succeeds();
    assert!(
        latest.contains("2009-10 to 2023-24: +88,895 (+263.4%)"),
        "{latest}"
    );
    assert!(latest.contains("122,638"), "{latest}");
    assert!(latest.contains("year ending December 2025"), "{latest}");

    let change = |release: &str| {
        let rows = rows(&format!("{window} --release {release}"));
        let found = rows.one(&[
            ("statistic", "relative_change"),
            ("from", "2009-10"),
            ("to", "2023-24"),
        ]);
        (found.value(), found.get("note").to_owned())
    };
    let (june, note) = change("ons-appendix-ye-jun-2025");
    assert!((june - 263.512_4).abs() < 1e-3, "{june}");
    assert_eq!(note, "across 2 breaks: November 2014, April 2019");
    assert!((change("ons-appendix-ye-dec-2025").0 - 263.447).abs() < 1e-3);
}

#[test]
fn the_latest_rape_figures_are_those_of_the_december_2025_release() {
    let rows = rows("--crime rape --source police");
    // ONS Appendix tables, year ending December 2025, Table A5a, cells AA77, Y77 and C77.
    let cells = [
        ("ye-dec-2025", 74_174.0, "AA77"),
        ("2024-25", 71_581.0, "Y77"),
        ("2002-03", 12_295.0, "C77"),
    ];
    for (period, value, cell) in cells {
        let row = rows.one(&[
            ("measure", "police-rape"),
            ("statistic", "observed"),
            ("period", period),
        ]);
        assert!((row.value() - value).abs() < 1e-9);
        assert_eq!(row.get("source_ref"), format!("Table_A5a!{cell}"));
        assert_eq!(row.get("status"), "official");
    }
    // Women and girls: 19C, 19D, 19E and 19J, cells Y68 to Y71.
    let women = rows.one(&[
        ("measure", "police-rape-female"),
        ("statistic", "observed"),
        ("period", "2024-25"),
    ]);
    assert!((women.value() - (49_004.0 + 8_666.0 + 5_100.0 + 1_904.0)).abs() < 1e-9);
    assert_eq!(women.get("source_ref"), "Table_A5a!Y68+Y69+Y70+Y71");
}

#[test]
fn the_machine_table_has_its_columns_in_order_and_one_row_a_figure() {
    let csv = vawg("trend --crime rape --format csv").succeeds();
    assert_eq!(csv.lines().next(), Some(COLUMNS));
    let rows = Rows::read(&csv);
    let missing = rows.one(&[
        ("source", "survey"),
        ("statistic", "observed"),
        ("period", "2020-21"),
    ]);
    assert_eq!((missing.get("value"), missing.get("marker")), ("", "[x]"));
    let unknown = rows.one(&[
        ("source", "survey"),
        ("statistic", "observed"),
        ("period", "2022-23"),
    ]);
    assert_eq!((unknown.get("value"), unknown.get("marker")), ("", "[x]"));
    assert_eq!(unknown.get("note"), "no yearly figure held");
}

#[test]
fn json_holds_the_rows_with_what_must_be_said_beside_them() {
    let json = vawg("trend --crime rape --format json").succeeds();
    let answer: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(answer["title"], "Rape, England and Wales");
    let csv = Rows::read(&vawg("trend --crime rape --format csv").succeeds());
    assert_eq!(
        answer["rows"].as_array().unwrap().len(),
        csv.with(&[]).len()
    );
    assert_eq!(answer["notes"][0]["number"], 1);
    assert!(answer["sources"].as_array().unwrap().len() >= 2);
    assert_eq!(answer["panels"].as_array().unwrap().len(), 2);
    assert!(answer["verdicts"].as_array().unwrap().is_empty());
}

#[test]
fn the_two_sources_never_share_a_table() {
    let text = vawg("trend --crime rape --all-periods").succeeds();
    let (police, survey) = text.split_once("CRIME SURVEY (CSEW)").expect("two panels");
    assert!(police.contains("RECORDED BY THE POLICE") && police.contains("71,581"));
    assert!(
        !police.contains("1.2%  six months") && survey.contains("1.2%  six months of interviews")
    );
    assert!(!police.contains("prevalence") && !police.contains("victims"));
}

#[test]
fn the_default_text_is_the_last_years_on_one_screen() {
    for (arguments, most) in [("", 32), (" --source police", 22), (" --source survey", 22)] {
        let text = vawg(&format!("trend --crime rape{arguments}")).succeeds();
        assert!(text.lines().count() <= most, "{text}");
        assert!(
            text.lines().all(|line| line.chars().count() <= 80),
            "{text}"
        );
        assert!(
            text.contains("More: --full, --all-periods, --format csv"),
            "{text}"
        );
        assert!(!text.contains("2017-18"), "{text}");
    }
    let all = vawg("trend --crime rape --all-periods").succeeds();
    assert!(all.contains("2002-03") && all.contains("20,751"), "{all}");
}

#[test]
fn a_stretch_without_figures_stays_open_and_says_why() {
    let text = vawg("trend --crime rape --source survey --all-periods --full").succeeds();
    assert!(
        text.contains("2020-21                  [x]  [note 1] survey suspended"),
        "{text}"
    );
    assert!(
        text.contains("2024-25                  [x]  no yearly figure held"),
        "{text}"
    );
    assert!(text.contains("no change\n  is tested"), "{text}");
}

#[test]
fn rates_are_the_published_ones_and_else_per_women_and_girls() {
    let rows = rows("--crime rape --source police --rate");
    // ONS Appendix tables, year ending December 2025, Table A7, cell Z18.
    let published = rows.one(&[
        ("measure", "police-rape"),
        ("statistic", "rate"),
        ("period", "ye-dec-2025"),
    ]);
    assert!((published.value() - 1.200_096_779_179_96).abs() < 1e-12);
    assert_eq!(published.get("method"), "published rate");
    assert_eq!(published.get("source_ref"), "Table_A7!Z18");
    // 64,674 rapes of women and girls over 31,018,735 women and girls at mid-2023.
    let women = rows.one(&[
        ("measure", "police-rape-female"),
        ("statistic", "rate"),
        ("period", "2024-25"),
    ]);
    assert!((women.value() - 64_674.0 / 31_018_735.0 * 1000.0).abs() < 1e-9);
}

#[test]
fn an_index_is_not_carried_across_a_break() {
    let rows = rows("--crime rape --source police --index 2019-20");
    let index = |period: &str| {
        rows.one(&[
            ("measure", "police-rape"),
            ("statistic", "index"),
            ("period", period),
        ])
    };
    assert!((index("2019-20").value() - 100.0).abs() < 1e-12);
    assert!((index("2024-25").value() - 100.0 * 71_581.0 / 59_236.0).abs() < 1e-9);
    assert_eq!(
        (
            index("2018-19").get("value"),
            index("2018-19").get("marker")
        ),
        ("", "[b]")
    );
}

#[test]
fn several_releases_stand_side_by_side() {
    let rows = rows(
        "--crime rape --source police --release ons-appendix-ye-jun-2025,ons-appendix-ye-dec-2025",
    );
    for (series, value) in [
        ("police-rape@ons-appendix-ye-jun-2025", 71_540.0),
        ("police-rape@ons-appendix-ye-dec-2025", 71_581.0),
    ] {
        let row = rows.one(&[
            ("series", series),
            ("statistic", "observed"),
            ("period", "2024-25"),
        ]);
        assert!((row.value() - value).abs() < 1e-9);
    }
}

#[test]
fn sex_and_age_choose_the_population() {
    let men = rows("--crime rape --sex men");
    assert!((observed(&men, "police-rape-male", "2024-25") - 6_907.0).abs() < 1e-9); // 3,680 + 824 + 2,156 + 247
    assert!(men.with(&[("sex", "women")]).is_empty());
    let survey =
        rows("--crime sexual-assault --source survey --sex women --age 16-59 --from 2004-05");
    // ONS SDG data, indicator 16.1.3: 3.355 in 2009-10; NAO HC 547, paragraph 7: 4.3 in 2023-24.
    assert!(
        (observed(&survey, "survey-sexual-assault-women-16-59", "2009-10") - 3.355).abs() < 5e-4
    );
    let quoted = survey.one(&[("statistic", "observed"), ("period", "2023-24")]);
    assert!((quoted.value() - 4.3).abs() < 1e-9);
    assert!(
        quoted.get("note").starts_with("as quoted by"),
        "{}",
        quoted.get("note")
    );
}

#[test]
fn output_is_the_same_bytes_in_any_time_zone_and_locale() {
    let with = |zone: &str, locale: &str| {
        let folder = folder();
        let chart = folder.path().join("chart.png");
        let mut command = program();
        command
            .env("TZ", zone)
            .env("LANG", locale)
            .env("LC_ALL", locale);
        command
            .args(["trend", "--crime", "rape", "--chart"])
            .arg(&chart);
        let text = run(&mut command).succeeds();
        (text, std::fs::read(chart).unwrap())
    };
    assert!(with("UTC", "C") == with("Asia/Kathmandu", "de_DE.UTF-8"));
}

#[test]
fn a_csv_file_has_its_metadata_beside_it() {
    let folder = folder();
    let path = folder.path().join("rape.csv");
    let run = vawg_with(&[
        "trend",
        "--crime",
        "rape",
        "--format",
        "csv",
        "-o",
        path.to_str().unwrap(),
    ]);
    assert_eq!(run.succeeds(), "");
    assert!(std::fs::read_to_string(&path).unwrap().starts_with(COLUMNS));
    let metadata = std::fs::read(folder.path().join("rape.csv-metadata.json")).unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&metadata).unwrap();
    assert_eq!(metadata["url"], "rape.csv");
    assert_eq!(
        metadata["tableSchema"]["columns"].as_array().unwrap().len(),
        33
    );
    assert_eq!(metadata["tableSchema"]["columns"][19]["datatype"], "double");
}

#[test]
fn markdown_is_a_table_with_its_notes() {
    let markdown = vawg("trend --crime rape --source police --format markdown").succeeds();
    assert!(
        markdown.contains("| year | All rapes | change | Women and girls | change | notes |"),
        "{markdown}"
    );
    assert!(
        markdown.contains("| 2024-25 | 71,581 | +5.5% | 64,674 | +5.5% |  |"),
        "{markdown}"
    );
    assert!(markdown.contains("## Notes") && markdown.contains("## Sources"));
}

#[test]
fn colour_is_for_terminals_or_when_asked() {
    assert!(!vawg("trend --crime rape").succeeds().contains('\u{1b}'));
    assert!(
        vawg("trend --crime rape --color always")
            .succeeds()
            .contains("\u{1b}[1m")
    );
}

#[test]
fn figures_taken_in_by_a_user_replace_those_built_in() {
    let folder = folder();
    let row = "Table_A5a!Y77,,Rape,,,all,all,England and Wales,,2024-25,count,offences,71581";
    let (csv, _) = crate::program::built_in("ons-appendix-ye-dec-2025");
    assert_eq!(csv.matches(row).count(), 1);
    let csv = csv
        .replace("ons-appendix-ye-dec-2025", "ons-appendix-ye-mar-2026")
        .replace(row, &row.replace("71581", "71582"));
    std::fs::write(folder.path().join("new.csv"), csv).unwrap();
    let csv = vawg(&format!(
        "trend --crime rape --source police --format csv --data {}",
        folder.path().display()
    ))
    .succeeds();
    let row_of = Rows::read(&csv);
    let row = row_of.one(&[
        ("measure", "police-rape"),
        ("statistic", "observed"),
        ("period", "2024-25"),
    ]);
    assert_eq!(
        (row.get("value"), row.get("release")),
        ("71582.0", "ons-appendix-ye-mar-2026")
    );
}

#[test]
fn two_releases_side_by_side_fit_a_terminal_and_keep_each_change_with_its_figure() {
    let text = vawg(
        "trend --crime rape --release ons-appendix-ye-jun-2025,ons-appendix-ye-dec-2025 --source police",
    )
    .succeeds();
    let too_wide: Vec<&str> = text
        .lines()
        .filter(|line| line.chars().count() > 80)
        .collect();
    assert!(too_wide.is_empty(), "{too_wide:#?}");
    // Table A5a, row `Rape` and the sum of 19A, 19C, 19D, 19E, 19J, from the December workbook.
    let row = |start: &str| {
        let mut rows = text.lines().filter(|line| line.starts_with(start));
        (rows.next().unwrap(), rows.next().unwrap(), rows.count())
    };
    let (first, second, others) = row("  2024-25 ");
    assert_eq!(others, 0, "{text}");
    assert!(first.contains("71,581   +5.5%"), "{first}");
    assert!(second.contains("64,674   +5.5%"), "{second}");
}

#[test]
fn a_release_that_supplies_nothing_of_what_is_asked_is_no_silent_default() {
    vawg("trend --crime stalking --source survey --release ons-sdg-16-1-3").fails(
        1,
        "error: release `ons-sdg-16-1-3` supplies no figure of `stalking` as it is asked for\n\
         hint: leave --release out: figures come from `ons-sdg-5-2-1-2018-02`\n",
    );
    // Asked for together with another source's, each supplies its own.
    vawg("trend --crime rape --release ons-sdg-16-1-3,ons-appendix-ye-jun-2025").succeeds();
}

#[test]
fn every_short_answer_fits_one_screen() {
    let crimes = Rows::read(&vawg("list crimes --format csv").succeeds());
    for crime in crimes.with(&[]) {
        for (source, most) in [("", 32), (" --source police", 22), (" --source survey", 22)] {
            let run = vawg(&format!("trend --crime {}{source}", crime.get("name")));
            let lines = run.stdout.lines().count();
            assert!(
                lines <= most,
                "{lines} lines of at most {most}:\n{}",
                run.stdout
            );
            assert!(
                run.stdout.lines().all(|line| line.chars().count() <= 80),
                "{}",
                run.stdout
            );
        }
    }
}

#[test]
fn every_yearly_change_is_in_the_csv() {
    let rows = rows("--crime rape --source police");
    let text = vawg("trend --crime rape --source police --full").succeeds();
    let financial_years = |row: &crate::program::Row<'_>| {
        let year = |column: &str| row.get(column)[..4].parse::<u16>().ok();
        year("from")
            .zip(year("to"))
            .is_some_and(|(from, to)| to == from + 1)
    };
    let changes = rows.with(&[("statistic", "relative_change")]);
    let yearly: Vec<_> = changes.into_iter().filter(financial_years).collect();
    assert_eq!(yearly.len(), 44);
    for row in yearly {
        let written = format!("{:+.1}%", row.value());
        let year = format!("  {} ", row.get("to"));
        let line = text.lines().find(|line| line.starts_with(&year)).unwrap();
        assert!(line.contains(&written), "{written}: {line}");
    }
}
