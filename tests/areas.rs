//! Figures by area: `--area`, `vawg areas`, and rates over the right people.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::program::{
    Rows, built_in, built_in_releases, folder, releases, unwrapped, vawg, vawg_with,
};

fn rows(arguments: &[&str]) -> Rows {
    Rows::read(&vawg_with(&[arguments, &["--format", "csv"]].concat()).succeeds())
}

fn near(found: f64, expected: f64, places: i32) {
    assert!(
        (found - expected).abs() < 0.5 * 10_f64.powi(-places),
        "{found}, not {expected}"
    );
}

/// ONS, Police force area data tables, each as first published (year ending March 2020 from Table P4
/// of the corrected workbook of March 2021), read from the workbooks by hand: sexual offences, then
/// stalking and harassment.
const BY_EDITION: [(&str, [(f64, f64); 7]); 3] = [
    (
        "Kent",
        [
            (6551.0, 19_420.0),
            (5619.0, 27_039.0),
            (6886.0, 28_979.0),
            (6611.0, 23_826.0),
            (6261.0, 20_869.0),
            (6264.0, 20_423.0),
            (6748.0, 20_150.0),
        ],
    ),
    (
        "West Mercia",
        [
            (3396.0, 10_014.0),
            (3156.0, 11_383.0),
            (4075.0, 13_547.0),
            (4114.0, 13_804.0),
            (3573.0, 10_958.0),
            (3573.0, 10_643.0),
            (3878.0, 10_957.0),
        ],
    ),
    (
        "West Yorkshire",
        [
            (8368.0, 37_603.0),
            (7485.0, 44_084.0),
            (9339.0, 52_999.0),
            (9591.0, 55_200.0),
            (9386.0, 48_451.0),
            (9972.0, 46_613.0),
            (10_943.0, 46_791.0),
        ],
    ),
];

#[test]
fn three_forces_have_the_figures_of_every_edition() {
    let periods = [
        "2019-20",
        "2020-21",
        "2021-22",
        "2022-23",
        "2023-24",
        "ye-jun-2024",
        "ye-jun-2025",
    ];
    for (area, figures) in BY_EDITION {
        for (at, crime) in ["sexual-offences", "stalking-and-harassment"]
            .into_iter()
            .enumerate()
        {
            let rows = rows(&["trend", "--crime", crime, "--area", area]);
            let measure = format!("police-{crime}");
            for (period, (first, second)) in periods.into_iter().zip(figures) {
                let row = rows.one(&[
                    ("measure", &measure),
                    ("statistic", "observed"),
                    ("period", period),
                ]);
                assert_eq!(
                    row.value(),
                    if at == 0 { first } else { second },
                    "{area} {period}"
                );
                assert_eq!(row.get("area"), area);
                assert!(row.get("area_code").starts_with("E23"));
                assert!(
                    row.get("source_ref").contains('!') && row.get("release").starts_with("ons-")
                );
            }
        }
    }
}

/// England and Wales, sexual offences by edition: 194,683 in July 2022, 193,559 in July 2023; 194,478
/// and 188,893 in July 2024.
#[test]
fn national_totals_by_edition_are_compared() {
    let written = vawg_with(&[
        "revisions",
        "ons-force-tables-ye-mar-2022",
        "ons-force-tables-ye-mar-2023",
        "--crime",
        "sexual-offences",
        "--area",
        "England and Wales",
        "--format",
        "csv",
    ]);
    let written = written.succeeds();
    assert!(
        written.contains("194683") && written.contains("193559"),
        "{written}"
    );
    for (release, period, value) in [
        ("ons-force-tables-ye-mar-2022", "2021-22", 194_683.0),
        ("ons-force-tables-ye-mar-2023", "2021-22", 193_559.0),
        ("ons-force-tables-ye-mar-2024", "2023-24", 188_893.0),
        ("ons-force-tables-ye-mar-2024", "2022-23", 194_478.0),
    ] {
        let rows = self::rows(&[
            "trend",
            "--crime",
            "sexual-offences",
            "--area",
            "K04000001",
            "--release",
            release,
        ]);
        let row = rows.one(&[
            ("measure", "police-sexual-offences"),
            ("statistic", "observed"),
            ("period", period),
        ]);
        assert_eq!(row.value(), value, "{release} {period}");
    }
}

/// Tables P1 and P4 of the nine workbooks: 43 forces and British Transport Police add up to England
/// and Wales; in the workbook of December 2022 both printed totals leave Devon and Cornwall out.
#[test]
fn forces_add_up_to_england_and_wales_in_every_workbook_that_is_built_in() {
    let mut compared = 0;
    for release in built_in_releases()
        .iter()
        .filter(|id| id.starts_with("ons-force-tables"))
    {
        let rows = Rows::read(&built_in(release).0);
        for table in ["P1", "P4"] {
            let mut sums: BTreeMap<(String, String), (f64, usize, f64)> = BTreeMap::new();
            for row in &rows.with(&[("table", table), ("statistic", "count")]) {
                let key = (row.get("label").to_owned(), row.get("period").to_owned());
                let entry = sums.entry(key).or_default();
                let code = row.get("area_code");
                let is_force = code.starts_with("E23") || code.starts_with("W15");
                // December 2022: `England and Wales (excluding Devon and Cornwall)`.
                if row.get("area").starts_with("England and Wales") {
                    entry.2 = row.value();
                } else if (is_force || row.get("area") == "British Transport Police")
                    && row.get("marker").is_empty()
                {
                    entry.0 += row.value();
                    entry.1 += 1;
                }
            }
            for ((label, period), (sum, parts, printed)) in sums {
                let without = usize::from(release == "ons-force-tables-ye-dec-2022");
                assert_eq!(parts, 44 - without, "{release} {table} {label}");
                assert_eq!(sum, printed, "{release} {table} {label} {period}");
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 9 * 2 * 4);
}

/// ONS Table A5a prints 34,516, 41,055 and 55,934 rapes and sexual assaults of women and girls (19C,
/// 19D, 19E, 19J, 20A, 20B); later years differ by revisions.
#[test]
fn offences_by_force_add_up_to_table_a5a_for_the_first_three_years() {
    let rows = Rows::read(&built_in("home-office-open-data-2023-q2").0);
    let codes = ["19C", "19D", "19E", "19J", "20A", "20B"];
    for (year, expected) in [
        ("2012-13", 34_516.0),
        ("2013-14", 41_055.0),
        ("2014-15", 55_934.0),
    ] {
        let of_year = rows.with(&[("period", year)]);
        let parts = of_year
            .iter()
            .filter(|row| codes.contains(&row.get("code")));
        assert_eq!(
            parts.map(|row| row.value()).sum::<f64>(),
            expected,
            "{year}"
        );
    }
    // All rapes by force in 2022-23: 68,893, of them 45,944 of women aged 16 or over.
    let of_year = rows.with(&[("period", "2022-23")]);
    let sum = |wanted: &dyn Fn(&str) -> bool| -> f64 {
        of_year
            .iter()
            .filter(|row| wanted(row.get("code")))
            .map(|row| row.value())
            .sum()
    };
    assert_eq!(sum(&|code| code.starts_with("19")), 68_893.0);
    assert_eq!(sum(&|code| code == "19C"), 45_944.0);
}

#[test]
fn the_areas_built_in_are_small_enough() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/observations");
    let size = |families: &[&str]| -> u64 {
        let releases = built_in_releases().into_iter();
        let of_family = releases.filter(|id| families.iter().any(|family| id.starts_with(family)));
        let files = of_family.flat_map(|id| std::fs::read_dir(path.join(id)).unwrap());
        files
            .map(|file| file.unwrap().metadata().unwrap().len())
            .sum()
    };
    let recorded = size(&[
        "ons-force-tables",
        "ons-community-safety",
        "home-office-open-data",
    ]);
    assert!(recorded < 3_000_000, "{recorded}");
    let outcomes = size(&["home-office-outcomes"]);
    assert!(outcomes < 220_000, "{outcomes}");
}

#[test]
fn an_area_is_named_in_many_ways_and_a_mistyped_one_is_refused() {
    let title = |area: &str| {
        let run = vawg_with(&["trend", "--crime", "sexual-offences", "--area", area]);
        run.succeeds().lines().next().unwrap_or_default().to_owned()
    };
    for (area, expected) in [
        ("kent", "Sexual offences, Kent"),
        ("E23000032", "Sexual offences, Kent"),
        ("City of London", "Sexual offences, London, City of"),
        ("London, City of", "Sexual offences, London, City of"),
        ("Kent,Wales", "Sexual offences, Kent and Wales"),
    ] {
        assert_eq!(title(area), expected);
    }
    let run = vawg("trend --crime sexual-offences --area Kint");
    assert_eq!(run.status, 2);
    assert!(
        run.stderr.contains("unknown area `Kint`") && run.stderr.contains("did you mean `Kent`")
    );
    let run = vawg("trend --crime cyberflashing --area Kent");
    assert_eq!(run.status, 1, "{}", run.stderr);
    assert!(
        run.stderr.contains("no figure of `cyberflashing` for Kent"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("home-office-open-data-2023-q2") && run.stderr.contains("vawg ingest")
    );
}

/// ONS, population estimates: 64,674 rapes of women and girls in 2024-25 (Table A5a of December 2025) over
/// 31,018,735 women and girls at mid-2023; 25,553,458 women aged 16 and over; Kent 951,663 at mid-2021.
#[test]
fn rates_are_per_the_people_that_the_offences_are_about() {
    let rape = rows(&[
        "trend",
        "--crime",
        "rape-of-a-female",
        "--source",
        "police",
        "--rate",
    ]);
    let rate = |period: &str| rape.one(&[("statistic", "rate"), ("period", period)]);
    let latest = rate("2024-25");
    near(latest.value(), 1000.0 * 64_674.0 / 31_018_735.0, 9);
    near(latest.value(), 2.085, 3);
    assert_eq!(latest.get("denominator"), "women and girls, mid-2023");
    assert_eq!(latest.get("unit"), "offences per 1,000 women and girls");
    // 2023-24 and 2024-25 share the estimate of mid-2023: no change, and no trend over it.
    assert_eq!(
        rate("2023-24").get("denominator"),
        "women and girls, mid-2023"
    );
    let changes = rape.with(&[
        ("statistic", "relative_change"),
        ("from", "2023-24"),
        ("to", "2024-25"),
    ]);
    assert_eq!(changes.len(), 0);
    let trends = rape.with(&[("statistic", "apc")]);
    assert!(!trends.is_empty() && trends.iter().all(|row| row.get("to") != "2024-25"));
    let people = rows(&[
        "trend",
        "--crime",
        "rape-of-a-female",
        "--source",
        "police",
        "--rate",
        "--per",
        "people",
    ]);
    near(
        people
            .one(&[("statistic", "rate"), ("period", "2024-25")])
            .value(),
        1.06,
        1,
    );
    let adults = Rows::read(&built_in("ons-population-1838-to-2023").0);
    let women = adults.one(&[("period", "2023"), ("sex", "women"), ("age", "16+")]);
    assert_eq!(women.value(), 25_553_458.0);
    for (area, expected) in [
        ("Kent", 951_663.0),
        ("West Mercia", 663_085.0),
        ("West Yorkshire", 1_199_977.0),
    ] {
        let rows = Rows::read(&built_in("ons-population-force-mid-2021").0);
        assert_eq!(
            rows.one(&[("area", area), ("sex", "women")]).value(),
            expected
        );
    }
    // The look-up has the 43 forces; their sum is of another vintage than the national 30,457,171.
    for (year, sum) in [("2021", 30_439_748.0), ("2022", 30_719_864.0)] {
        let rows = Rows::read(&built_in(&format!("ons-population-force-mid-{year}")).0);
        let women = rows.with(&[("sex", "women")]);
        assert_eq!(women.len(), 43, "{year}");
        assert_eq!(
            women.iter().map(|row| row.value()).sum::<f64>(),
            sum,
            "{year}"
        );
    }
}

/// A denominator is at most three years from the middle of its period.
#[test]
fn rates_of_a_force_are_limited_to_the_years_that_its_population_fits() {
    let rows = rows(&[
        "trend", "--crime", "rape", "--sex", "women", "--area", "Kent", "--rate",
    ]);
    let rates = rows.with(&[
        ("statistic", "rate"),
        ("area", "Kent"),
        ("measure", "police-rape-female"),
    ]);
    let valued: Vec<&str> = rates
        .iter()
        .filter(|row| row.get("marker").is_empty())
        .map(|row| row.get("period"))
        .collect();
    assert_eq!(
        valued,
        ["2018-19", "2019-20", "2020-21", "2021-22", "2022-23"]
    );
    assert_eq!(
        rows.with(&[("statistic", "apc"), ("area", "Kent")]).len(),
        0
    );
    // England and Wales in grey behind.
    assert!(
        rows.with(&[("statistic", "rate"), ("area", "England and Wales")])
            .len()
            > 4
    );
}

#[test]
fn the_jump_of_the_population_that_ons_implies_is_not_served_as_a_change() {
    let rows = rows(&[
        "trend", "--crime", "rape", "--source", "police", "--rate", "--per", "people",
    ]);
    let changes = rows.with(&[
        ("statistic", "relative_change"),
        ("measure", "police-rape"),
        ("to", "ye-dec-2025"),
    ]);
    assert_eq!(changes.len(), 0);
    let one = rows.with(&[
        ("statistic", "relative_change"),
        ("measure", "police-rape"),
        ("to", "2024-25"),
    ]);
    assert!(!one.is_empty());
}

/// `NumPy` and `SciPy` on the Home Office's file, 42 forces without the City of London and British Transport
/// Police: dispersion 8.42; 24 changes significant by Poisson, 5 with the dispersion, 1 after Benjamini
/// and Hochberg.
#[test]
fn changes_of_rape_are_tested_over_the_forces() {
    let rows = rows(&["areas", "--crime", "rape", "--period", "2018-19"]);
    let dispersion = rows.one(&[("statistic", "dispersion"), ("area", "all areas shown")]);
    near(dispersion.value(), 8.419_719_253_996_66, 9);
    for (method, expected) in [
        ("Poisson", 24.0),
        ("with the dispersion of changes", 5.0),
        ("after Benjamini-Hochberg", 1.0),
    ] {
        let row = rows.one(&[("statistic", "changed_areas"), ("method", method)]);
        assert_eq!((row.value(), row.get("n")), (expected, "42.0"), "{method}");
    }
}

/// phi, tau and the forces outside 99.8% limits, computed apart in Python (`NumPy`, `SciPy`) from the
/// published workbook of the year ending December 2019.
#[test]
fn the_funnel_of_2019_is_that_of_an_independent_computation() {
    let Some(releases) = releases("the_funnel_of_2019_is_that_of_an_independent_computation")
    else {
        return;
    };
    let data = folder();
    let data = data.path().to_str().unwrap();
    let file = releases.join("ons-pfa-tables/pfatablesdec19.xlsx");
    vawg_with(&["ingest", file.to_str().unwrap(), "--data", data]).succeeds();
    for (crime, phi, tau, poisson, wide) in [
        ("sexual-offences", 48.7, 0.116, 29.0, 2.0),
        ("stalking-and-harassment", 961.2, 0.300, 40.0, 0.0),
    ] {
        let rows = rows(&[
            "areas",
            "--crime",
            crime,
            "--data",
            data,
            "--release",
            "ons-force-tables-ye-dec-2019",
        ]);
        near(rows.one(&[("statistic", "phi")]).value(), phi, 1);
        near(rows.one(&[("statistic", "tau")]).value(), tau, 3);
        for (method, expected) in [
            ("exact Poisson", poisson),
            ("additive over-dispersion, method of moments", wide),
        ] {
            let row = rows.one(&[
                ("statistic", "outside_limits"),
                ("method", method),
                ("confidence", "0.998"),
            ]);
            assert_eq!(
                (row.value(), row.get("n")),
                (expected, "41.0"),
                "{crime} {method}"
            );
        }
    }
}

/// `PHEindicatormethods` 2.1.0 (OHID), test data of its funnel for rates per 100,000: baseline 116.1720835;
/// at 1, 2 and 3 events the rates on the curves, 95% and 99.8%.
#[test]
fn own_areas_have_the_funnel_of_public_health_england() {
    let folder = folder();
    let path = folder.path().join("own.csv");
    // Three small areas and one that brings the common rate to the baseline.
    let people = (1_000_000.0 - 6.0) / 116.172_083_5 * 1e5;
    let mut text = "area,period,value,population\n".to_owned();
    for (name, events) in [("A", 1), ("B", 2), ("C", 3)] {
        let _ = writeln!(
            text,
            "{name},2020,{events},{}",
            f64::from(events) / 116.172_083_5 * 1e5
        );
    }
    let _ = writeln!(text, "D,2020,999994,{people}");
    std::fs::write(&path, text).unwrap();
    let rows = rows(&["areas", "--input", path.to_str().unwrap()]);
    for (area, inner, outer) in [
        (
            "A",
            (20.850_591_19, 4_588.535_848),
            (12.581_709_43, 116_108.569),
        ),
        (
            "B",
            (32.159_753_14, 959.269_553_8),
            (20.691_681_43, 5_117.488_63),
        ),
        (
            "C",
            (39.751_952_25, 563.329_687_2),
            (26.681_190_61, 1_829.161_832),
        ),
    ] {
        for (confidence, (lower, upper)) in [("0.95", inner), ("0.998", outer)] {
            let row = rows.one(&[
                ("statistic", "funnel_curve"),
                ("area", area),
                ("confidence", confidence),
            ]);
            let limit = |column: &str| 100.0 * row.get(column).parse::<f64>().unwrap();
            assert!(
                (limit("lower") / lower - 1.0).abs() < 5e-5,
                "{area} {confidence}"
            );
            assert!(
                (limit("upper") / upper - 1.0).abs() < 5e-5,
                "{area} {confidence}"
            );
        }
    }
}

#[test]
fn areas_are_in_name_order_without_ranks_and_say_that_recording_differs() {
    for crime in ["rape", "sexual-offences"] {
        let text = vawg(&format!("areas --crime {crime}")).succeeds();
        let places: Vec<&str> = ["Avon and Somerset", "Cleveland", "Kent", "Wiltshire"].to_vec();
        let at: Vec<usize> = places
            .iter()
            .map(|place| text.find(place).unwrap())
            .collect();
        assert!(at.windows(2).all(|pair| pair[0] < pair[1]), "{at:?}");
        let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in [
            "than expected from chance and ordinary variation between police forces",
            "Recording practice differs between police forces",
            "British Transport Police (it has no resident population)",
            "London, City of (few people live there)",
        ] {
            assert!(plain.contains(words), "{words}: {plain}");
        }
        for word in ["rank", "worst", "best", "highest", "league"] {
            assert!(!plain.to_lowercase().contains(word), "{word}");
        }
        assert!(text.lines().all(|line| line.chars().count() <= 80));
    }
    let rape = vawg("areas --crime rape").succeeds();
    let plain = rape.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        plain.contains("third party's conversion") && plain.contains("not checked"),
        "{plain}"
    );
}

#[test]
fn each_form_of_chart_of_areas_is_drawn() {
    for form in ["funnel", "list", "multiples"] {
        let svg = crate::program::drawing(&format!(
            "areas --crime rape --sex women --chart x.svg --chart-form {form}"
        ));
        assert!(
            svg.contains("Cleveland") && svg.contains("women and girls"),
            "{form}"
        );
        assert!(!svg.contains("NaN") && !svg.contains("inf,"), "{form}");
    }
}

#[test]
fn regions_and_every_crime_are_compared_too() {
    let text = vawg("areas --crime sexual-offences --kind region").succeeds();
    for region in [
        "East Midlands",
        "London",
        "Wales",
        "Yorkshire and The Humber",
    ] {
        assert!(
            text.to_lowercase().contains(&region.to_lowercase()),
            "{text}"
        );
    }
    let rows = rows(&["areas", "--crime", "all"]);
    for crime in ["rape", "stalking", "sexual-offences"] {
        let held = rows.with(&[
            ("crime", crime),
            ("area", "Kent"),
            ("statistic", "observed"),
        ]);
        assert!(held.len() > 4, "{crime}");
    }
}

#[test]
fn areas_are_compared_by_one_crime_at_a_time() {
    vawg("areas --crime rape,stalking").fails(
        2,
        "error: `vawg areas` compares areas by one crime at a time\n\
         hint: run it once for each crime, such as `vawg areas --crime rape`; --crime all compares every \
         crime, and `vawg trend --crime rape,stalking --area NAME` shows several for one area\n",
    );
    vawg("areas --crime raep,stalkin").refuses(2, "error: unknown crime `raep,stalkin`\n");
}

#[test]
fn the_marks_of_a_comparison_and_its_funnel_are_explained() {
    let text = unwrapped(&vawg("areas --crime rape --sex women --period 2022-23").succeeds());
    for words in [
        "[s] statistically significant at the 5% level.",
        "[ns] not statistically significant at the 5% level.",
        "times as much as by chance alone (phi) and ordinarily differ by about",
    ] {
        let has_mark = !words.starts_with("[s]") || text.contains(" [s] ");
        assert!(text.contains(words) || !has_mark, "{words}\n{text}");
    }
}

/// A trend of one of several areas would be taken for that of all: neither the text nor the chart has
/// one.
#[test]
fn several_areas_are_compared_without_trends() {
    let folder = folder();
    let chart = |name: &str, more: &[&str]| {
        let file = folder.path().join(name);
        let asked = [
            "trend",
            "--crime",
            "rape",
            "--area",
            "Kent,Surrey",
            "--chart",
        ];
        let text = vawg_with(&[&asked[..], &[file.to_str().unwrap()], more].concat()).succeeds();
        assert!(!text.contains("a year ("), "{text}");
        std::fs::read(file).unwrap()
    };
    assert_eq!(
        chart("default.svg", &[]),
        chart("none.svg", &["--model", "none"])
    );
}
