//! The folder of the user's releases: where it is, and what is in it.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use etcetera::{BaseStrategy, choose_base_strategy};

use super::store::{self, Stored};
use crate::catalogue::Catalogue;
use crate::dataset::ReleaseFile;
use crate::frame::{Figures, Origin};
use crate::problem::{Problem, in_plain_words};

/// How often the folder is listed again where another process replaces a file meanwhile.
const ATTEMPTS: usize = 100;

/// Stands for the folder where a folder cannot be locked; it stays there, empty.
const LOCK: &str = ".vawg-lock";
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// The folder that was asked for, else the platform's folder for this program's data.
///
/// # Errors
/// A user without a home folder, where none was asked for.
pub fn data_folder(asked: Option<&Path>) -> Result<PathBuf> {
    if let Some(folder) = asked.filter(|folder| !folder.as_os_str().is_empty()) {
        return Ok(folder.to_owned());
    }
    platform_folder().ok_or_else(|| {
        Problem::data("no data folder found: the user has no home folder")
            .hint("name one with --data DIR or VAWG_DATA")
            .into()
    })
}

fn platform_folder() -> Option<PathBuf> {
    choose_base_strategy()
        .ok()
        .map(|base| base.data_dir().join("vawg"))
}

/// Stores observations as a part of their release in a folder. A damaged file of the same part goes:
/// its remedy is to take the published file in again.
///
/// # Errors
/// A folder or file that cannot be written; nothing is left half-written.
pub(crate) fn keep(
    folder: &Path,
    origin: &Origin,
    figures: &Figures,
) -> Result<store::StoreOutcome> {
    let mut held = Vec::new();
    let mut damaged = Vec::new();
    // Two commands that store in a new folder would not know of each other: it has no lock yet. Both
    // parts are kept then, and the newer one serves.
    let _alone = folder.is_dir().then(|| alone(folder)).transpose()?;
    if folder.is_dir() {
        for path in paths(folder)?.into_iter().filter(|path| is_stored(path)) {
            match Stored::open(&path) {
                Ok(part) => held.push(part),
                Err(_) if store::is_named_as(&path, origin) => damaged.push(path),
                // Every command that reads names it; it does not keep others out.
                Err(_) => {}
            }
        }
    }
    let of_release = held
        .iter()
        .filter(|part| part.origin().release == origin.release);
    let outcome = store::store(folder, &of_release.collect::<Vec<_>>(), origin, figures)?;
    if damaged.is_empty() {
        return Ok(outcome);
    }
    // One of them may have been written anew under its old name.
    for path in damaged.iter().filter(|path| Stored::open(path).is_err()) {
        std::fs::remove_file(path)?;
    }
    Ok(store::StoreOutcome::Replaced)
}

/// The only process that changes the folder, for as long as the file is open: each of two that
/// replace a release by another could remove what the other has just written.
///
/// # Errors
/// A folder that another process keeps for itself too long.
fn alone(folder: &Path) -> Result<Option<File>> {
    // A folder can be locked itself, but not on Windows: a file stands for it there.
    let opened = if cfg!(unix) {
        File::open(folder)
    } else {
        File::create(folder.join(LOCK))
    };
    // Where that fails, nothing can be stored either, which is said later.
    let Ok(file) = opened else {
        return Ok(None);
    };
    let begun = Instant::now();
    loop {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) if begun.elapsed() < LONGEST_WAIT => {
                std::thread::sleep(Duration::from_millis(5));
            }
            Err(TryLockError::WouldBlock) => {
                let message = format!(
                    "another `vawg` has been storing in `{}` for a minute",
                    folder.display()
                );
                return Err(Problem::data(message)
                    .hint("wait until it ends, or end it, and try again")
                    .into());
            }
            // Some file systems know no locks.
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(Some(file)),
        }
    }
}

/// The releases of the folder: those stored by `vawg ingest`, and tidy CSV files. The platform's
/// own folder need not exist.
pub(crate) fn releases<'a>(
    asked: Option<&Path>,
    catalogue: &'a Catalogue,
) -> Result<Vec<ReleaseFile<'a>>> {
    let folder = match asked.filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => folder.to_owned(),
        None => match platform_folder().filter(|folder| folder.is_dir()) {
            Some(folder) => folder,
            None => return Ok(Vec::new()),
        },
    };
    let mut attempt = 1;
    loop {
        let listed = paths(&folder)?;
        match read(&listed, catalogue) {
            // Another process replaced a file after the folder was listed: list it again.
            Err(error) if attempt < ATTEMPTS && is_not_found(&error) => attempt += 1,
            // Or while it was listed: a list may have neither the old file nor the new one.
            Ok(_) if attempt < ATTEMPTS && paths(&folder)? != listed => attempt += 1,
            result => return result,
        }
    }
}

fn is_not_found(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<std::io::Error>()
        .is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound)
}

fn read<'a>(listed: &[PathBuf], catalogue: &'a Catalogue) -> Result<Vec<ReleaseFile<'a>>> {
    let mut stored: Vec<Stored> = Vec::new();
    let mut releases = Vec::new();
    for path in listed {
        let place = || format!("cannot use `{}`", path.display());
        if is_stored(path) {
            add(&mut stored, Stored::open(path).with_context(place)?);
        } else if has_ending(path, store::OLD_ENDING) {
            return Err(
                Problem::data("an earlier version of vawg stored it in a form of its own").hint(
                    "take the published file in again with `vawg ingest`, then remove this one",
                ),
            )
            .with_context(place);
        } else {
            let release = std::fs::read(path)
                .map_err(anyhow::Error::from)
                .and_then(|bytes| ReleaseFile::from_bytes(bytes, catalogue));
            releases.push(release.with_context(place)?);
        }
    }
    for part in stored {
        let known = |release: &&mut ReleaseFile<'_>| release.id == part.origin().release;
        match releases.iter_mut().find(known) {
            Some(release) => release.add(part)?,
            None => releases.push(ReleaseFile::stored(part, catalogue)?),
        }
    }
    Ok(releases)
}

/// Adds a part, unless a newer file holds the same tables: a process that was stopped while it
/// replaced a part leaves both.
fn add(stored: &mut Vec<Stored>, part: Stored) {
    let same = stored
        .iter()
        .position(|held| store::replaces(part.origin(), held.origin()));
    match same {
        None => stored.push(part),
        Some(at) if modified(part.path()) >= modified(stored[at].path()) => stored[at] = part,
        Some(_) => {}
    }
}

fn modified(path: &Path) -> Option<std::time::SystemTime> {
    path.metadata().and_then(|data| data.modified()).ok()
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|held| held == ending)
}

fn is_stored(path: &Path) -> bool {
    has_ending(path, store::ENDING)
}

fn paths(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).map_err(|error| {
        Problem::data(format!(
            "cannot read the data folder `{}`: {}",
            folder.display(),
            in_plain_words(&error)
        ))
        .hint("`--data` takes the folder into which `vawg ingest FILE --data DIR` put releases")
    })?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let known = ["csv", store::ENDING, store::OLD_ENDING];
        if hidden || !known.iter().any(|ending| has_ending(&path, ending)) {
            continue;
        }
        if path.is_file() {
            paths.push(path);
        } else if is_stored(&path) && path.symlink_metadata().is_ok() {
            let message = format!("`{}` is not a file, or leads to none", path.display());
            return Err(Problem::data(message)
                .hint("remove it, or put the stored release in its place")
                .into());
        }
    }
    paths.sort();
    Ok(paths)
}
