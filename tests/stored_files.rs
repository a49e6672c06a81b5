//! The files in which releases are stored: damaged, renamed, of an earlier version, half-written.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fixtures::{OPEN_DATA_RELEASE, ingest, only_file, two_forces};
use crate::program::{Run, folder, unwrapped, vawg_with};

fn trend(data: &Path) -> Run {
    let asked = ["trend", "--crime", "rape", "--release", OPEN_DATA_RELEASE];
    vawg_with(&[&asked[..], &["--data", data.to_str().unwrap()]].concat())
}

#[test]
fn a_damaged_release_is_refused_and_can_be_taken_in_again() {
    let folder = folder();
    let data = folder.path().join("data");
    let file = two_forces(folder.path(), 30);
    ingest(&file, &data);
    let stored = only_file(&data);
    let whole = std::fs::read(&stored).unwrap();
    let refused = |bytes: &[u8], what: &str| {
        std::fs::write(&stored, bytes).unwrap();
        let message = format!(
            "error: cannot use `{}`: it is damaged: its content does not match the digest in its name\n\
             hint: take the published file in again with `vawg ingest`, or remove this one\n",
            stored.display()
        );
        let run = trend(&data);
        assert_eq!(run.stderr, message, "{what}");
        assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{what}");
    };
    // A file that was cut, or in which a byte was changed, gives no figure but an error.
    for length in [0, 5, 20, whole.len() / 2, whole.len() - 1] {
        refused(&whole[..length], &format!("{length} bytes"));
    }
    for at in (0..whole.len()).step_by(whole.len() / 150) {
        let mut changed = whole.clone();
        changed[at] ^= 0x10;
        refused(&changed, &format!("byte {at}"));
    }
    refused(b"PAR1 of another kind", "no Parquet");
    let again = ingest(&file, &data);
    assert!(unwrapped(&again).contains("in place of"), "{again}");
    assert_eq!(std::fs::read(&stored).unwrap(), whole);
    // A corrected file has another name: the damaged one goes too.
    std::fs::write(&stored, &whole[1..]).unwrap();
    let corrected = ingest(&two_forces(folder.path(), 31), &data);
    assert!(unwrapped(&corrected).contains("in place of"), "{corrected}");
    assert_ne!(only_file(&data), stored);
    trend(&data).succeeds();
}

#[test]
fn a_release_with_another_name_than_ingest_gave_it_is_refused() {
    let folder = folder();
    let data = folder.path().join("data");
    ingest(&two_forces(folder.path(), 30), &data);
    let stored = only_file(&data);
    let renamed = |name: &str| {
        let path = data.join(name);
        std::fs::rename(&stored, &path).unwrap();
        let run = trend(&data);
        std::fs::rename(&path, &stored).unwrap();
        (run, path)
    };
    for name in [
        "mine.parquet",
        "mine.0123.parquet",
        "mine.0123456789ABCDEF.parquet",
    ] {
        let (run, path) = renamed(name);
        run.fails(
            1,
            &format!(
                "error: cannot use `{}`: its name does not end with the digest of its content\n\
                 hint: give the file the name that `vawg ingest` gave it, or remove it and take the \
                 published file in again\n",
                path.display()
            ),
        );
    }
    let (run, _) = renamed("mine.0123456789abcdef.parquet");
    run.refuses(1, "error: cannot use `");
    // Under the name of another release it would take that one's place.
    let name = stored.file_name().unwrap().to_str().unwrap().to_owned();
    let (run, _) = renamed(&name.replace("home-office", "ho"));
    run.refuses(1, "error: cannot use `");
}

#[test]
fn a_file_of_an_earlier_version_is_refused_with_the_remedy() {
    let folder = folder();
    let data = folder.path().join("data");
    ingest(&two_forces(folder.path(), 30), &data);
    let old = data.join("home-office-open-data-2022-q1.vawg");
    std::fs::write(&old, b"VAWG").unwrap();
    trend(&data).fails(
        1,
        &format!(
            "error: cannot use `{}`: an earlier version of vawg stored it in a form of its own\n\
             hint: take the published file in again with `vawg ingest`, then remove this one\n",
            old.display()
        ),
    );
    std::fs::remove_file(&old).unwrap();
    trend(&data).succeeds();
}

#[test]
fn a_parquet_file_that_vawg_did_not_write_is_refused() {
    let folder = folder();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    // The digest is right: `printf nothing | sha256sum`.
    let path = data.join("mine-tables.1785cfc3bc6ac773.parquet");
    std::fs::write(&path, b"nothing").unwrap();
    trend(&data).fails(
        1,
        &format!(
            "error: cannot use `{}`: it is not a release file of vawg\n\
             hint: move it out of the data folder\n",
            path.display()
        ),
    );
}

#[test]
fn ingest_writes_parquet_that_is_the_stored_form() {
    let folder = folder();
    let file = two_forces(folder.path(), 30);
    let data = folder.path().join("data");
    ingest(&file, &data);
    let written = folder.path().join("out.parquet");
    let arguments = [&file, Path::new("-o"), &written, Path::new("--quiet")];
    let arguments = arguments.map(|text| text.to_str().unwrap());
    vawg_with(&[&["ingest"], &arguments[..]].concat()).succeeds();
    // The same bytes as those stored, and no description in another file beside it.
    let bytes = std::fs::read(&written).unwrap();
    assert_eq!(bytes, std::fs::read(only_file(&data)).unwrap());
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    let names: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("out"))
        .collect();
    assert_eq!(names, ["out.parquet"]);
}

#[cfg(unix)]
#[test]
fn a_full_disk_or_a_killed_process_leaves_the_earlier_release_unchanged() {
    let folder = folder();
    let data = folder.path().join("data");
    ingest(&two_forces(folder.path(), 30), &data);
    let stored = only_file(&data);
    let before = std::fs::read(&stored).unwrap();
    let file = two_forces(folder.path(), 31);
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
    // The rest that it left is not taken for a release.
    let data = data.to_str().unwrap();
    let list = vawg_with(&["list", "releases", "--data", data]).succeeds();
    assert_eq!(list.matches(OPEN_DATA_RELEASE).count(), 1);
    let left: Vec<PathBuf> = std::fs::read_dir(data)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| *path != stored)
        .collect();
    assert_eq!(left.len(), 1, "{left:?}");
    // The rest is removed once it is a minute old.
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_mins(1);
    let writable = std::fs::File::options()
        .append(true)
        .open(&left[0])
        .unwrap();
    writable.set_modified(long_ago).unwrap();
    drop(writable);
    ingest(&file, Path::new(data));
    assert_ne!(only_file(Path::new(data)), stored);
    assert!(!left[0].exists());
}

/// Two versions of a release, stored in turn by four processes at once: one of them is left, whole.
#[test]
fn writers_at_the_same_time_leave_one_whole_release() {
    let folder = folder();
    let data = folder.path().join("data");
    let versions = [30, 31].map(|first| {
        let place = folder.path().join(first.to_string());
        std::fs::create_dir(&place).unwrap();
        two_forces(&place, first)
    });
    ingest(&versions[0], &data);
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let (versions, data) = (&versions, &data);
            scope.spawn(move || {
                for turn in 0..4 {
                    ingest(&versions[(writer + turn) % 2], data);
                }
            });
        }
    });
    only_file(&data);
    trend(&data).succeeds();
}

#[test]
fn a_stored_file_under_another_name_is_noticed() {
    let folder = crate::program::folder();
    let data = folder.path().join("data");
    crate::fixtures::ingest(&crate::fixtures::two_forces(folder.path(), 30), &data);
    let file = crate::fixtures::only_file(&data);
    let name = file.file_name().unwrap().to_str().unwrap();
    let other = data.join(name.replace("2023-q1", "2022-q1"));
    std::fs::rename(&file, &other).unwrap();
    let data = data.to_str().unwrap();
    let run = crate::program::vawg_with(&["trend", "--crime", "rape", "--data", data]);
    assert_eq!(run.status, 1);
    assert!(
        run.stderr.contains("its name is of something else") && run.stderr.contains(name),
        "{}",
        run.stderr
    );
    std::fs::remove_file(&other).unwrap();
    std::fs::create_dir(&other).unwrap();
    let run = crate::program::vawg_with(&["trend", "--crime", "rape", "--data", data]);
    assert!(
        run.status == 1 && run.stderr.contains("is not a file"),
        "{}",
        run.stderr
    );
}
