//! Releases taken in: stored whole or not at all, used by every command, replaced by later ones.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::program::{Rows, folder, program, run, vawg_with};

/// Counts of rape of a female aged 16 and over, for two forces and the four quarters of 2022/23.
fn open_data(folder: &Path, first: u32) -> PathBuf {
    let mut text = "Financial Year,Financial Quarter,Force Name,Offence Description,Offence Group,Offence Subgroup,Offence Code,Number of Offences\n".to_owned();
    for (quarter, force) in [1, 2, 3, 4]
        .into_iter()
        .flat_map(|quarter| [(quarter, "Kent"), (quarter, "Surrey")])
    {
        let count = if quarter == 1 && force == "Kent" {
            first
        } else {
            10
        };
        text.push_str(&format!("2022/23,{quarter},{force},Rape of a Female aged 16 and over,Sexual offences,Rape offences,19C,{count}\n"));
    }
    let text = text.replace("Rape of a Female", "Rape of a female");
    let file = folder.join("open-data.csv");
    std::fs::write(&file, text).unwrap();
    file
}

const STORED: &str = "home-office-open-data-2023-q1.vawg";

fn ingest(file: &Path, data: &Path) -> String {
    vawg_with(&[
        "ingest",
        file.to_str().unwrap(),
        "--data",
        data.to_str().unwrap(),
    ])
    .succeeds()
}

#[test]
fn a_release_taken_in_is_there_for_every_command_at_once() {
    let folder = folder();
    let data = folder.path().join("new/data");
    let report = ingest(&open_data(folder.path(), 30), &data);
    assert!(report.contains("Stored in"), "{report}");
    let data = data.to_str().unwrap();
    let list =
        Rows::read(&vawg_with(&["list", "releases", "--data", data, "--format", "csv"]).succeeds());
    let release = list.one(&[("name", "home-office-open-data-2023-q1")]);
    assert_eq!(release.get("kind"), "published, taken in");
    assert_eq!(release.get("file"), "open-data.csv");
    assert_eq!(release.get("sha256").len(), 64);
    // 30 in the first quarter of Kent and seven times 10.
    let pinned = [
        "trend",
        "--crime",
        "rape",
        "--source",
        "police",
        "--release",
        "home-office-open-data-2023-q1",
        "--format",
        "csv",
        "--data",
        data,
    ];
    let rows = Rows::read(&vawg_with(&pinned).succeeds());
    let sum = rows.with(&[
        ("period", "2022-23"),
        ("statistic", "observed"),
        ("release", "home-office-open-data-2023-q1"),
    ]);
    assert!(!sum.is_empty());
    assert!(
        sum.iter().all(|row| row.get("value") == "100"),
        "{}",
        sum[0].get("value")
    );
    assert!(
        sum[0].get("source_ref").contains("open-data.csv!H2"),
        "{}",
        sum[0].get("source_ref")
    );
    // A sum of the Home Office's rows is not said to stand in ONS's Table A5a.
    let text = vawg_with(&[&pinned[..7], &["--data", data]].concat()).succeeds();
    let source = crate::program::unwrapped(&text);
    assert!(
        source.contains("to March 2023, all forces and quarters added up, codes 19A, 19C,")
            && !source.contains("Table A5a"),
        "{text}"
    );
    // What counts by force does not serve unless it is asked for.
    let usual = Rows::read(
        &vawg_with(&[
            "trend", "--crime", "rape", "--source", "police", "--format", "csv", "--data", data,
        ])
        .succeeds(),
    );
    assert!(
        usual
            .with(&[("release", "home-office-open-data-2023-q1")])
            .is_empty()
    );
}

#[test]
fn the_folder_may_be_named_in_the_environment_or_be_the_platforms_own() {
    let folder = folder();
    let file = open_data(folder.path(), 30);
    let named = folder.path().join("named");
    let taken = run(program()
        .args(["ingest", file.to_str().unwrap()])
        .env("VAWG_DATA", &named));
    assert_eq!(taken.status, 0, "{}", taken.stderr);
    assert!(named.join(STORED).is_file());
    if cfg!(target_os = "linux") {
        let home = folder.path().join("share");
        let taken = run(program()
            .args(["ingest", file.to_str().unwrap()])
            .env("XDG_DATA_HOME", &home));
        assert_eq!(taken.status, 0, "{}", taken.stderr);
        assert!(home.join("vawg").join(STORED).is_file());
        let list = run(program()
            .args(["list", "releases"])
            .env("XDG_DATA_HOME", &home));
        assert!(
            list.stdout.contains("home-office-open-data-2023-q1"),
            "{}",
            list.stdout
        );
    }
}

#[test]
fn the_same_file_twice_changes_nothing_and_a_corrected_one_takes_its_place() {
    let folder = folder();
    let data = folder.path().join("data");
    let file = open_data(folder.path(), 30);
    ingest(&file, &data);
    let stored = data.join(STORED);
    let bytes = std::fs::read(&stored).unwrap();
    let written = std::fs::metadata(&stored).unwrap().modified().unwrap();
    let again = ingest(&file, &data);
    assert!(
        again.contains("nothing changed") && again.contains("Already in"),
        "{again}"
    );
    assert_eq!(
        std::fs::metadata(&stored).unwrap().modified().unwrap(),
        written
    );
    assert_eq!(std::fs::read(&stored).unwrap(), bytes);
    let corrected = ingest(&open_data(folder.path(), 31), &data);
    assert!(
        corrected
            .replace('\n', " ")
            .contains("in place of other figures"),
        "{corrected}"
    );
    assert_ne!(std::fs::read(&stored).unwrap(), bytes);
    assert_eq!(std::fs::read_dir(&data).unwrap().count(), 1);
}

#[test]
fn a_dry_run_and_validate_store_nothing() {
    let folder = folder();
    let data = folder.path().join("data");
    let file = open_data(folder.path(), 30);
    let (file, data_text) = (file.to_str().unwrap(), data.to_str().unwrap());
    let dry = vawg_with(&["ingest", file, "--dry-run", "--data", data_text]).succeeds();
    assert!(dry.contains("Fit to be stored"), "{dry}");
    vawg_with(&["validate", file, "--data", data_text]).succeeds();
    assert!(!data.exists());
}

#[test]
fn a_damaged_release_is_named_and_can_be_taken_in_again() {
    let folder = folder();
    let data = folder.path().join("data");
    let file = open_data(folder.path(), 30);
    ingest(&file, &data);
    let stored = data.join(STORED);
    let whole = std::fs::read(&stored).unwrap();
    let pinned = [
        "trend",
        "--crime",
        "rape",
        "--release",
        "home-office-open-data-2023-q1",
        "--data",
        data.to_str().unwrap(),
    ];
    // Cut anywhere, or with any byte changed: never a figure from it, always its name and a remedy.
    for length in [0, 5, 20, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&stored, &whole[..length]).unwrap();
        let run = vawg_with(&pinned);
        assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{length}");
        assert!(
            run.stderr.contains(STORED)
                && run
                    .stderr
                    .contains("hint: take the published file in again"),
            "{}",
            run.stderr
        );
    }
    for at in (0..whole.len()).step_by(7) {
        let mut changed = whole.clone();
        changed[at] ^= 0x10;
        std::fs::write(&stored, &changed).unwrap();
        let run = vawg_with(&pinned);
        assert_eq!(run.status, 1, "byte {at}: {}", run.stdout);
        assert!(
            run.stderr
                .contains("hint: take the published file in again"),
            "byte {at}: {}",
            run.stderr
        );
    }
    let again = ingest(&file, &data);
    assert!(again.replace('\n', " ").contains("in place of"), "{again}");
    assert_eq!(std::fs::read(&stored).unwrap(), whole);
}

#[cfg(unix)]
#[test]
fn a_full_disk_or_a_killed_process_leaves_the_release_before_as_it_was() {
    let folder = folder();
    let data = folder.path().join("data");
    ingest(&open_data(folder.path(), 30), &data);
    let stored = data.join(STORED);
    let before = std::fs::read(&stored).unwrap();
    let file = open_data(folder.path(), 31);
    let limited = |trap: &str| {
        let command =
            format!("{trap} ulimit -f 1; exec \"$0\" ingest \"$1\" --data \"$2\" --quiet");
        let mut shell = Command::new("bash");
        shell
            .args(["-c", &command])
            .arg(env!("CARGO_BIN_EXE_vawg"))
            .arg(&file)
            .arg(&data);
        shell.output().unwrap()
    };
    // No file may grow beyond 1 KiB: with the signal ignored the write fails as on a full disk.
    let full = limited("trap '' XFSZ;");
    assert_eq!(full.status.code(), Some(1));
    let message = String::from_utf8_lossy(&full.stderr).into_owned();
    assert!(
        message.contains("cannot store") && message.contains("hint: "),
        "{message}"
    );
    assert_eq!(std::fs::read(&stored).unwrap(), before);
    assert_eq!(
        std::fs::read_dir(&data).unwrap().count(),
        1,
        "something was left behind"
    );
    // With the signal the process dies while it writes.
    let killed = limited("");
    assert_eq!(killed.status.code(), None);
    assert_eq!(std::fs::read(&stored).unwrap(), before);
    // What it left is no release, and hinders nobody.
    let data = data.to_str().unwrap();
    let list = vawg_with(&["list", "releases", "--data", data]).succeeds();
    assert_eq!(list.matches("home-office-open-data-2023-q1").count(), 1);
    let left: Vec<PathBuf> = std::fs::read_dir(data)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| *path != stored)
        .collect();
    assert_eq!(left.len(), 1, "{left:?}");
    // It is swept once it is no longer fresh.
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_mins(1);
    let writable = std::fs::File::options()
        .append(true)
        .open(&left[0])
        .unwrap();
    writable.set_modified(long_ago).unwrap();
    drop(writable);
    ingest(&file, Path::new(data));
    assert_ne!(std::fs::read(&stored).unwrap(), before);
    assert!(!left[0].exists());
}

#[test]
fn the_same_file_again_changes_nothing_though_another_release_has_come_between() {
    let folder = folder();
    let data = folder.path().join("data");
    let file = open_data(folder.path(), 30);
    let text = std::fs::read_to_string(&file).unwrap();
    let before = folder.path().join("before.csv");
    // A release before it, with an offence and a force that it lacks: two warnings on it.
    let earlier = text
        .replace("2022/23", "2021/22")
        .replace(",4,Surrey,", ",4,Essex,");
    std::fs::write(
        &before,
        earlier
            + "2021/22,4,Kent,Stalking,Violence against the person,Stalking and harassment,8Q,10\n",
    )
    .unwrap();
    let first = ingest(&file, &data);
    let bytes = std::fs::read(data.join(STORED)).unwrap();
    ingest(&before, &data);
    let again = ingest(&file, &data);
    let counts = |report: &str| {
        let mut rows = report.lines();
        let row = rows.find(|row| row.starts_with("  home-office-open-data-2023-q1 "));
        row.unwrap().to_owned()
    };
    assert_ne!(counts(&first), counts(&again), "no warning is new");
    assert!(again.contains("nothing changed"), "{again}");
    assert_eq!(std::fs::read(data.join(STORED)).unwrap(), bytes);
}

#[test]
fn a_folder_that_cannot_be_written_is_said_so() {
    let folder = folder();
    let file = open_data(folder.path(), 30);
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
