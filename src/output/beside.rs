//! Files written beside their place, to be renamed into it: nobody sees one half-written. What a
//! killed process left behind is swept away by the next that writes there.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::{Duration, SystemTime};

use tempfile::{NamedTempFile, TempDir};

const BEGINNING: &str = ".vawg-";
const ENDING: &str = ".part";
/// Letters and digits between them.
const DRAWN: usize = 10;
/// A file younger than this may be one that its process has not locked yet.
const FRESH: Duration = Duration::from_secs(5);
/// Where a file system knows no locks, one that nobody has written to for so long is left over.
const ABANDONED: Duration = Duration::from_hours(24);

/// An empty file in a folder, under a name of its own, locked for as long as it is open.
///
/// # Errors
/// A folder that cannot be written to.
pub(crate) fn beside(folder: &Path) -> std::io::Result<NamedTempFile> {
    sweep(folder);
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o644));
    }
    let file = builder
        .prefix(BEGINNING)
        .suffix(ENDING)
        .rand_bytes(DRAWN)
        .tempfile_in(folder)?;
    // Where the file system knows no locks, the age of the file alone protects it.
    let _ = file.as_file().try_lock();
    Ok(file)
}

/// An empty folder in a folder, under a name of its own, that goes with what it holds when it is
/// dropped.
///
/// # Errors
/// A folder that cannot be written to.
pub(crate) fn folder_beside(folder: &Path) -> std::io::Result<TempDir> {
    sweep(folder);
    tempfile::Builder::new()
        .prefix(BEGINNING)
        .suffix(ENDING)
        .rand_bytes(DRAWN)
        .tempdir_in(folder)
}

/// Removes what processes left behind that were killed while they wrote. It does not matter where
/// that fails: a later run tries again.
fn sweep(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        if !is_ours(&entry.file_name().to_string_lossy()) {
            continue;
        }
        let (path, kind) = (entry.path(), entry.file_type());
        if kind.as_ref().is_ok_and(std::fs::FileType::is_file) && is_left(&path) {
            let _ = std::fs::remove_file(path);
        } else if kind.is_ok_and(|what| what.is_dir()) && is_abandoned(&path) {
            let _ = std::fs::remove_dir_all(path);
        }
    }
}

fn is_ours(name: &str) -> bool {
    name.strip_prefix(BEGINNING)
        .and_then(|rest| rest.strip_suffix(ENDING))
        .is_some_and(|drawn| {
            drawn.len() == DRAWN && drawn.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// Whether nothing has been put in a folder for so long that its process must be gone.
fn is_abandoned(folder: &Path) -> bool {
    let made = folder.metadata().and_then(|what| what.modified());
    let age = made
        .ok()
        .and_then(|made| SystemTime::now().duration_since(made).ok());
    age.is_some_and(|age| age >= ABANDONED)
}

/// Whether no process writes to it any more: its lock went with its process.
fn is_left(path: &Path) -> bool {
    let Ok(file) = File::options().read(true).write(true).open(path) else {
        return false;
    };
    let written = file.metadata().and_then(|what| what.modified());
    let age = written
        .ok()
        .and_then(|written| SystemTime::now().duration_since(written).ok());
    match (file.try_lock(), age) {
        (Ok(()), Some(age)) => age >= FRESH,
        (Err(TryLockError::Error(_)), Some(age)) => age >= ABANDONED,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::path::Path;
    use std::time::{Duration, SystemTime};

    use super::{beside, is_ours};

    fn left(folder: &Path, name: &str, age: u64) -> File {
        let file = File::create(folder.join(name)).unwrap();
        let then = SystemTime::now() - Duration::from_secs(age);
        file.set_modified(then).unwrap();
        file
    }

    #[test]
    fn what_a_killed_process_left_is_swept_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        for name in [
            ".vawg-0123456789.part",
            ".vawg-config",
            "vawg-0123456789.part",
        ] {
            drop(left(folder, name, 60));
        }
        drop(left(folder, ".vawg-justmade00.part", 0));
        let in_use = left(folder, ".vawg-inuse00000.part", 60);
        in_use.lock().unwrap();
        std::fs::create_dir(folder.join(".vawg-afolder000.part")).unwrap();
        drop(beside(folder).unwrap());
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(
            names,
            [
                ".vawg-afolder000.part",
                ".vawg-config",
                ".vawg-inuse00000.part",
                ".vawg-justmade00.part",
                "vawg-0123456789.part"
            ]
        );
    }

    #[test]
    fn a_file_being_written_bears_a_name_that_the_sweep_knows() {
        let folder = tempfile::tempdir().unwrap();
        let file = beside(folder.path()).unwrap();
        let name = file.path().file_name().unwrap().to_string_lossy();
        assert!(is_ours(&name), "{name}");
        assert!(File::open(file.path()).unwrap().try_lock().is_err());
    }
}
