//! Releases taken in: stored whole or not at all, used by every command, replaced by later ones.

use std::path::Path;

use crate::fixtures::{OPEN_DATA_RELEASE, OpenData, ingest, only_file, two_forces};
use crate::program::{Rows, folder, program, run, stored, unwrapped, vawg_with};

/// `trend --crime rape` from the release of the fixtures, with more arguments.
fn trend(data: &Path, more: &[&str]) -> String {
    let asked = ["trend", "--crime", "rape", "--source", "police"];
    let pinned = ["--release", OPEN_DATA_RELEASE, "--data"];
    let folder = [data.to_str().unwrap()];
    vawg_with(&[&asked[..], &pinned, &folder, more].concat()).succeeds()
}

#[test]
fn a_release_taken_in_is_there_for_every_command_at_once() {
    let folder = folder();
    let data = folder.path().join("new/data");
    let file = OpenData::all_rapes().with((1, "Kent", "19C"), 30);
    let report = ingest(&file.write(folder.path()), &data);
    assert!(report.contains("stored in"), "{report}");
    let data = data.as_path();
    let data_text = data.to_str().unwrap();
    let list = ["list", "releases", "--format", "csv", "--data", data_text];
    let list = Rows::read(&vawg_with(&list).succeeds());
    let release = list.one(&[("name", OPEN_DATA_RELEASE)]);
    assert_eq!(release.get("kind"), "published, taken in");
    assert_eq!(release.get("file"), "open-data.csv");
    assert_eq!(release.get("sha256").len(), 64);
    // 44 forces, 4 quarters and 10 in each row; one row has 30. Of the 8 offences in use, 4 are
    // rapes of women and girls.
    let rows = Rows::read(&trend(data, &["--format", "csv"]));
    for (measure, sum) in [
        ("police-rape", 44 * 4 * 8 * 10 + 20),
        ("police-rape-female", 44 * 4 * 4 * 10 + 20),
    ] {
        let row = rows.one(&[
            ("measure", measure),
            ("period", "2022-23"),
            ("statistic", "observed"),
            ("release", OPEN_DATA_RELEASE),
        ]);
        assert!((row.value() - f64::from(sum)).abs() < 1e-9, "{measure}");
        let cells = row.get("source_ref");
        assert!(
            cells.starts_with("open-data.csv!H") && cells.ends_with(" more rows"),
            "{cells}"
        );
    }
    // The source line does not name ONS's Table A5a for a sum of the Home Office's rows.
    let source = unwrapped(&trend(data, &["--full"]));
    assert!(
        source.contains("to March 2023, all forces and quarters added up, codes 19A, 19C,")
            && !source.contains("Table A5a"),
        "{source}"
    );
    // A release by police force serves only where it is asked for.
    let usual = Rows::read(
        &vawg_with(&[
            "trend", "--crime", "rape", "--source", "police", "--format", "csv", "--data",
            data_text,
        ])
        .succeeds(),
    );
    assert!(usual.with(&[("release", OPEN_DATA_RELEASE)]).is_empty());
}

#[test]
fn the_data_folder_is_that_of_the_environment_or_of_the_platform() {
    let folder = folder();
    let file = two_forces(folder.path(), 30);
    let named = folder.path().join("named");
    let taken = run(program()
        .args(["ingest", file.to_str().unwrap()])
        .env("VAWG_DATA", &named));
    assert_eq!(taken.status, 0, "{}", taken.stderr);
    only_file(&named);
    if cfg!(target_os = "linux") {
        let home = folder.path().join("share");
        let taken = run(program()
            .args(["ingest", file.to_str().unwrap()])
            .env("XDG_DATA_HOME", &home));
        assert_eq!(taken.status, 0, "{}", taken.stderr);
        only_file(&home.join("vawg"));
        let list = run(program()
            .args(["list", "releases"])
            .env("XDG_DATA_HOME", &home));
        assert!(list.stdout.contains(OPEN_DATA_RELEASE), "{}", list.stdout);
    }
}

#[test]
fn the_same_file_twice_changes_nothing_and_a_corrected_file_replaces_it() {
    let folder = folder();
    let data = folder.path().join("data");
    let file = two_forces(folder.path(), 30);
    ingest(&file, &data);
    let first = only_file(&data);
    let bytes = std::fs::read(&first).unwrap();
    let written = std::fs::metadata(&first).unwrap().modified().unwrap();
    let again = ingest(&file, &data);
    assert!(
        again.contains("nothing changed") && again.contains("already in"),
        "{again}"
    );
    assert_eq!(only_file(&data), first);
    assert_eq!(
        std::fs::metadata(&first).unwrap().modified().unwrap(),
        written
    );
    assert_eq!(std::fs::read(&first).unwrap(), bytes);
    let corrected = ingest(&two_forces(folder.path(), 31), &data);
    assert!(
        corrected
            .replace('\n', " ")
            .contains("in place of other figures"),
        "{corrected}"
    );
    assert_ne!(only_file(&data), first);
    assert_eq!(std::fs::read_dir(&data).unwrap().count(), 1);
}

#[test]
fn a_dry_run_and_validate_store_nothing() {
    let folder = folder();
    let data = folder.path().join("data");
    let file = two_forces(folder.path(), 30);
    let (file, data_text) = (file.to_str().unwrap(), data.to_str().unwrap());
    let dry = vawg_with(&["ingest", file, "--dry-run", "--data", data_text]).succeeds();
    assert!(dry.contains("no errors: the file can be stored"), "{dry}");
    vawg_with(&["validate", file, "--data", data_text]).succeeds();
    assert!(!data.exists());
}

#[test]
fn the_same_file_again_changes_nothing_after_another_release_was_stored() {
    let folder = folder();
    let data = folder.path().join("data");
    let file = two_forces(folder.path(), 30);
    let text = std::fs::read_to_string(&file).unwrap();
    let before = folder.path().join("before.csv");
    // An earlier release has an offence and a force that this one lacks: two warnings on this one.
    assert!(text.contains(",4,\"Surrey\","));
    let earlier = text
        .replace("2022/23", "2021/22")
        .replace(",4,\"Surrey\",", ",4,\"Essex\",");
    std::fs::write(
        &before,
        earlier
            + "2021/22,4,Kent,Stalking,Violence against the person,Stalking and harassment,8Q,10\n",
    )
    .unwrap();
    let first = ingest(&file, &data);
    let stored_first = only_file(&data);
    let bytes = std::fs::read(&stored_first).unwrap();
    ingest(&before, &data);
    let again = ingest(&file, &data);
    let counts = |report: &str| {
        let mut rows = report.lines();
        let row = rows.find(|row| row.starts_with(&format!("  {OPEN_DATA_RELEASE} ")));
        row.unwrap().to_owned()
    };
    assert_ne!(counts(&first), counts(&again), "no warning is new");
    assert!(again.contains("nothing changed"), "{again}");
    assert_eq!(std::fs::read(&stored_first).unwrap(), bytes);
    assert_eq!(stored(&data).len(), 2);
}

#[test]
fn a_folder_that_cannot_be_written_is_an_error() {
    let folder = folder();
    let file = two_forces(folder.path(), 30);
    let below = file.join("data");
    let run = vawg_with(&[
        "ingest",
        file.to_str().unwrap(),
        "--data",
        below.to_str().unwrap(),
    ]);
    assert_eq!(run.status, 1);
    assert!(
        run.stderr.contains("cannot store") && run.stderr.contains("--data DIR"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_sum_without_all_its_parts_is_not_shown_and_the_note_says_what_is_missing() {
    let folder = folder();
    let complete = OpenData::all_rapes();
    let cases: [(&str, OpenData, &str); 4] = [
        (
            "two forces",
            OpenData::new(&["Kent", "Surrey"], "police-rape"),
            "2022-23: the sum is incomplete and is not shown. It needs 44 police forces and 4 quarters; \
             without a figure: Avon and Somerset 2022-q2, Avon and Somerset 2022-q3, Avon and Somerset \
             2022-q4 and 165 more.",
        ),
        (
            "one offence",
            OpenData::complete("police-rape-female-16-plus"),
            "2022-23: the sum is incomplete and is not shown. It needs 8 offence codes; the file has 1 \
             (19C).",
        ),
        (
            "a force without a quarter",
            OpenData(without(&complete, |(quarter, force, _)| {
                *quarter == 3 && force == "Kent"
            })),
            "It needs 44 police forces and 4 quarters; without a figure: Kent 2022-q4.",
        ),
        (
            "one row of a force",
            OpenData(without(&complete, |(quarter, force, code)| {
                *quarter == 4 && force == "Surrey" && code == "19K"
            })),
            "It needs 44 police forces and 4 quarters; without a figure: Surrey 2023-q1.",
        ),
    ];
    for (name, file, reason) in cases {
        let data = folder.path().join(name);
        ingest(&file.write(folder.path()), &data);
        let rows = Rows::read(&trend(&data, &["--format", "csv"]));
        let row = rows.one(&[
            ("measure", "police-rape"),
            ("period", "2022-23"),
            ("statistic", "observed"),
            ("release", OPEN_DATA_RELEASE),
        ]);
        assert_eq!((row.get("value"), row.get("marker")), ("", "[x]"), "{name}");
        let page = unwrapped(&trend(&data, &["--format", "markdown"]));
        assert!(page.contains(reason), "{name}: {page}");
    }
}

type Keys = (u8, String, String);

/// The rows of a file without some.
fn without(
    file: &OpenData,
    dropped: impl Fn(&Keys) -> bool,
) -> std::collections::BTreeMap<Keys, (String, u32)> {
    let mut rows = file.0.clone();
    let all = rows.len();
    rows.retain(|key, _| !dropped(key));
    assert!(rows.len() < all);
    rows
}

/// Rows of a nation beside its forces would count every offence twice.
#[test]
fn rows_of_england_and_wales_beside_those_of_the_forces_are_not_added() {
    let folder = folder();
    let mut file = OpenData::all_rapes();
    let nation = OpenData::new(&["England and Wales"], "police-rape");
    file.0.extend(nation.0);
    let file = file.with((1, "England and Wales", "19C"), 99_999);
    let data = folder.path().join("data");
    ingest(&file.write(folder.path()), &data);
    let rows = Rows::read(&trend(&data, &["--format", "csv"]));
    let row = rows.one(&[
        ("measure", "police-rape"),
        ("period", "2022-23"),
        ("statistic", "observed"),
        ("release", OPEN_DATA_RELEASE),
    ]);
    assert!((row.value() - f64::from(44 * 4 * 8 * 10)).abs() < 1e-9);
}
