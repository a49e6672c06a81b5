//! The catalogue against the figures: what it says must be what ONS prints.

use std::collections::BTreeMap;

use vawg::model::Period;

use crate::catalogue_files::CatalogueFiles;
use crate::program::{Rows, built_in, built_in_releases, vawg};

const RELEASES: [&str; 2] = ["ons-appendix-ye-jun-2025", "ons-appendix-ye-dec-2025"];

fn observations(release: &str) -> Rows {
    Rows::read(&built_in(release).0)
}

/// Rape, Stalking and harassment, Other sexual offences …: the offences that make up a measure add
/// up to the total that ONS prints, in every period of both releases.
#[test]
fn composite_crimes_equal_the_totals_that_ons_prints() {
    let catalogue = CatalogueFiles::read();
    let mut compared: BTreeMap<String, usize> = BTreeMap::new();
    for release in RELEASES {
        let rows = observations(release);
        let counts = rows.with(&[("table", "A5a"), ("statistic", "count")]);
        for measure in &catalogue.measures {
            let Some(total) = &measure.total else {
                continue;
            };
            if measure.table != "A5a" || measure.offences.is_empty() {
                continue;
            }
            let printed = counts
                .iter()
                .filter(|row| row.get("code").is_empty() && row.get("label") == total);
            for total_row in printed {
                let period: Period = total_row.get("period").parse().unwrap();
                let sum: f64 = counts
                    .iter()
                    .filter(|row| row.get("period") == total_row.get("period"))
                    .filter(|row| {
                        measure.offences.iter().any(|id| {
                            let offence = &catalogue.offences[id];
                            offence.is_row(row.get("code"), row.get("label"))
                                && offence.in_use(period)
                        })
                    })
                    .map(|row| row.value())
                    .sum();
                assert!(
                    (sum - total_row.value()).abs() < 1e-9,
                    "{release} {} {period}: {sum}",
                    measure.id
                );
                *compared.entry(total.clone()).or_default() += 1;
            }
        }
    }
    for total in [
        "Rape",
        "Stalking and harassment",
        "Other sexual offences",
        "TOTAL SEXUAL OFFENCES",
    ] {
        assert!(
            compared.get(total).is_some_and(|periods| *periods >= 50),
            "{total}: {compared:?}"
        );
    }
}

#[test]
fn every_offence_is_one_row_of_its_table_in_both_releases() {
    let catalogue = CatalogueFiles::read();
    for release in RELEASES {
        let rows = observations(release);
        for offence in catalogue.offences.values() {
            let of_table = rows.with(&[
                ("table", &offence.table),
                ("statistic", "count"),
                ("period", "2022-23"),
            ]);
            let matching = of_table
                .iter()
                .filter(|row| offence.is_row(row.get("code"), row.get("label")));
            assert_eq!(matching.count(), 1, "{release}: offence `{}`", offence.id);
        }
    }
}

#[test]
fn code_21_is_two_offences() {
    let catalogue = CatalogueFiles::read();
    let of_code: Vec<&str> = catalogue
        .offences
        .values()
        .filter(|offence| offence.code == "21")
        .map(|offence| offence.label.as_str())
        .collect();
    assert_eq!(of_code.len(), 2, "{of_code:?}");
    // ONS Appendix tables, year ending December 2025, Table A5a, rows 86 and 87.
    assert!(of_code.contains(&"Unlawful sexual intercourse with a girl under 13"));
    assert!(of_code.contains(&"Sexual activity involving a child under 13"));
}

#[test]
fn rape_of_a_female_does_not_swallow_its_namesakes() {
    let catalogue = CatalogueFiles::read();
    let legacy = &catalogue.offences["19A"];
    let rows = observations("ons-appendix-ye-dec-2025");
    let of_period = rows.with(&[
        ("table", "A5a"),
        ("period", "2004-05"),
        ("statistic", "count"),
    ]);
    let named: Vec<_> = of_period
        .iter()
        .filter(|row| row.get("label").starts_with("Rape of a female"))
        .collect();
    assert_eq!(named.len(), 5);
    let matched: Vec<_> = named
        .iter()
        .filter(|row| legacy.is_row(row.get("code"), row.get("label")))
        .collect();
    assert_eq!(matched.len(), 1);
    assert!((matched[0].value() - 693.0).abs() < 1e-9); // Table A5a, cell E67
}

#[test]
fn every_release_with_figures_is_described() {
    let listed = Rows::read(&vawg("list releases --format csv").succeeds());
    let names = built_in_releases();
    assert!(names.len() >= 20, "{names:?}");
    for name in names {
        assert!(listed.with(&[("name", &name)]).len() == 1, "{name}");
        let rows = observations(&name);
        assert_eq!(
            rows.with(&[]).len(),
            rows.with(&[("release", &name)]).len(),
            "{name}"
        );
        for row in rows.with(&[("value", "")]) {
            assert!(
                !row.get("marker").is_empty(),
                "{name}: {} has neither value nor marker",
                row.get("source_ref")
            );
        }
    }
}

/// One table of a built-in release is found by the name of its file, and every built-in figure may
/// be served.
#[test]
fn each_file_of_a_built_in_release_is_the_table_of_its_name() {
    for name in built_in_releases() {
        for path in built_in(&name).1 {
            let text = std::fs::read_to_string(&path).unwrap();
            let rows = Rows::read(&text);
            let table = path.file_stem().unwrap().to_str().unwrap();
            let all = rows.with(&[]).len();
            assert!(all > 0, "{}", path.display());
            if table == "groups" {
                // Rows by groups of people, of the tables beside it: none is a headline figure.
                let headline =
                    ["16-59", "16-74", "16+"].map(|age| [("breakdown", ""), ("age", age)]);
                for wanted in headline {
                    assert!(rows.with(&wanted).is_empty(), "{}", path.display());
                }
                continue;
            }
            let mut wanted = vec![("release", name.as_str()), ("table", table)];
            // A file in which the column is empty throughout leaves it out.
            if text.lines().next().unwrap().contains("withheld") {
                wanted.push(("withheld", ""));
            }
            let served = rows.with(&wanted);
            assert_eq!(served.len(), all, "{}", path.display());
        }
    }
}
