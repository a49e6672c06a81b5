//! A folder of files that belong together: read, or written whole or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::beside::folder_beside;
use super::in_plain_words;
use crate::problem::Problem;

/// A file larger than this belongs to no report.
const LARGEST: u64 = 1 << 28;

/// Stands in a folder while files are put in their places: found by a later command, it says that the
/// process ended in between, and that the files there may be of two runs.
const UNFINISHED: &str = ".vawg-unfinished";

/// Whether a command ended while it was putting files into a folder.
#[must_use]
pub fn is_unfinished(folder: &Path) -> bool {
    folder.join(UNFINISHED).exists()
}

/// Whether a name is that of a file in a folder, and leads nowhere else: a manifest may have been
/// written by anybody.
fn is_plain(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    matches!(
        (parts.next(), parts.next()),
        (Some(std::path::Component::Normal(_)), None)
    )
}

/// The files of these names that a folder holds; those that are not there are left out.
///
/// # Errors
/// A folder that is not there; a file that is there and cannot be read.
pub fn read<'a>(
    folder: &Path,
    names: impl IntoIterator<Item = &'a str>,
) -> Result<BTreeMap<String, Vec<u8>>> {
    if !folder.is_dir() {
        return Err(
            Problem::data(format!("there is no folder `{}`", folder.display()))
                .hint("write the report first: the same command without --check")
                .into(),
        );
    }
    let mut files = BTreeMap::new();
    for name in names.into_iter().filter(|name| is_plain(name)) {
        let path = folder.join(name);
        if !path.is_file() {
            continue;
        }
        let mut bytes = Vec::new();
        let read =
            std::fs::File::open(&path).and_then(|file| file.take(LARGEST).read_to_end(&mut bytes));
        read.map_err(|error| {
            Problem::data(format!(
                "cannot read `{}`: {}",
                path.display(),
                in_plain_words(&error)
            ))
        })?;
        files.insert(name.to_owned(), bytes);
    }
    Ok(files)
}

/// Writes files into a folder, which is made where it is not there. Everything is first written
/// beside its place: where that fails, as on a full disk, nothing in the folder has changed. `last`
/// is put in its place after all others; `gone` are earlier files that are not made any more.
///
/// # Errors
/// A folder that cannot be made or written to, by its path.
pub fn write<'a>(
    folder: &Path,
    files: &BTreeMap<String, Vec<u8>>,
    last: &str,
    gone: impl IntoIterator<Item = &'a str>,
) -> Result<()> {
    let cannot = |error: std::io::Error| -> anyhow::Error {
        Problem::data(format!(
            "cannot write the report to `{}`: {}",
            folder.display(),
            in_plain_words(&error)
        ))
        .hint("name a folder that can be written to, with room for it; what was there is untouched")
        .into()
    };
    if folder.is_dir() {
        let made = staged(folder, files).map_err(cannot)?;
        return into_place(folder, made.path(), files, last, gone).map_err(cannot);
    }
    let parent = match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let made = first_missing(parent);
    let written = std::fs::create_dir_all(parent)
        .and_then(|()| staged(parent, files))
        .and_then(|stage| {
            let path = stage.keep();
            std::fs::rename(&path, folder).inspect_err(|_| {
                let _ = std::fs::remove_dir_all(&path);
            })
        });
    written.map_err(|error| {
        // Only folders that are still empty go: what was there before is not ours.
        let mut empty = made.clone();
        while let Some(path) = empty.filter(|path| std::fs::remove_dir(path).is_ok()) {
            empty = path.parent().map(Path::to_owned);
        }
        cannot(error)
    })
}

/// The deepest folder of a path that has to be made, if any.
fn first_missing(path: &Path) -> Option<PathBuf> {
    (!path.exists()).then(|| path.to_owned())
}

/// All files in a folder of their own inside another, safely on the disk.
fn staged(within: &Path, files: &BTreeMap<String, Vec<u8>>) -> std::io::Result<tempfile::TempDir> {
    let stage = folder_beside(within)?;
    for (name, bytes) in files {
        let mut file = std::fs::File::create(stage.path().join(name))?;
        file.write_all(bytes)?;
        file.sync_all()?;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(stage.path(), std::fs::Permissions::from_mode(0o755))?;
    }
    Ok(stage)
}

/// Puts staged files in their places. Each file that was there is kept until all are in place, and
/// put back where one cannot be.
fn into_place<'a>(
    folder: &Path,
    stage: &Path,
    files: &BTreeMap<String, Vec<u8>>,
    last: &str,
    gone: impl IntoIterator<Item = &'a str>,
) -> std::io::Result<()> {
    let before = folder_beside(folder)?;
    let gone: BTreeSet<&str> = gone.into_iter().filter(|name| is_plain(name)).collect();
    let old = gone
        .into_iter()
        .filter(|name| !files.contains_key(*name))
        .map(|name| (name, false));
    let others = files.keys().filter(|name| *name != last);
    let new = others
        .chain(files.keys().filter(|name| *name == last))
        .map(|name| (name.as_str(), true));
    let mut moved: Vec<&str> = Vec::new();
    let mut placed: Vec<&str> = Vec::new();
    let unfinished = folder.join(UNFINISHED);
    std::fs::File::create(&unfinished)?.sync_all()?;
    let mut outcome = Ok(());
    for (name, is_new) in old.chain(new) {
        let place = folder.join(name);
        if place.is_dir() {
            outcome = Err(std::io::Error::other(format!("`{name}` is a folder there")));
        } else if place.exists() {
            outcome = std::fs::rename(&place, before.path().join(name));
            if outcome.is_ok() {
                moved.push(name);
            }
        }
        if outcome.is_ok() && is_new {
            outcome = std::fs::rename(stage.join(name), &place);
            if outcome.is_ok() {
                placed.push(name);
            }
        }
        if outcome.is_err() {
            break;
        }
    }
    let mut restored = true;
    if outcome.is_err() {
        for name in placed {
            restored &= std::fs::remove_file(folder.join(name)).is_ok();
        }
        for name in moved {
            restored &= std::fs::rename(before.path().join(name), folder.join(name)).is_ok();
        }
    }
    if restored {
        std::fs::remove_file(&unfinished)?;
    }
    outcome
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{read, write};

    fn files(texts: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        let file = |(name, text): &(&str, &str)| ((*name).to_owned(), text.as_bytes().to_vec());
        texts.iter().map(file).collect()
    }

    fn names(folder: &std::path::Path) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_new_folder_is_made_and_an_old_one_keeps_what_is_not_ours() {
        let within = tempfile::tempdir().unwrap();
        let folder = within.path().join("a/b");
        write(&folder, &files(&[("one", "1"), ("last", "x")]), "last", []).unwrap();
        assert_eq!(names(&folder), ["last", "one"]);
        std::fs::write(folder.join("own"), "mine").unwrap();
        std::fs::write(within.path().join("kept"), "").unwrap();
        let new = files(&[("two", "2"), ("last", "y")]);
        write(&folder, &new, "last", ["one", "gone", "../../kept"]).unwrap();
        assert_eq!(names(&folder), ["last", "own", "two"]);
        assert_eq!(names(within.path()), ["a", "kept"]);
        assert_eq!(
            read(&folder, ["two", "last", "one", "../../kept"]).unwrap(),
            new
        );
    }

    #[test]
    fn where_one_file_cannot_be_placed_all_stay_as_they_were() {
        let within = tempfile::tempdir().unwrap();
        let old = files(&[("a", "1"), ("m", "1"), ("z", "1")]);
        write(within.path(), &old, "z", []).unwrap();
        std::fs::create_dir(within.path().join("n")).unwrap();
        let new = files(&[("a", "2"), ("b", "2"), ("n", "2"), ("z", "2")]);
        let error = write(within.path(), &new, "z", ["m"]).unwrap_err();
        assert!(
            error.to_string().contains("`n` is a folder there"),
            "{error}"
        );
        assert_eq!(names(within.path()), ["a", "m", "n", "z"]);
        assert_eq!(read(within.path(), ["a", "m", "z"]).unwrap(), old);
    }

    #[test]
    fn a_write_that_ended_half_way_is_known_until_all_is_written_again() {
        let within = tempfile::tempdir().unwrap();
        std::fs::write(within.path().join(super::UNFINISHED), "").unwrap();
        assert!(super::is_unfinished(within.path()));
        write(within.path(), &files(&[("a", "1")]), "a", []).unwrap();
        assert!(!super::is_unfinished(within.path()));
        assert_eq!(names(within.path()), ["a"]);
    }

    #[test]
    fn below_a_file_no_folder_can_be_and_none_is_left() {
        let within = tempfile::tempdir().unwrap();
        std::fs::write(within.path().join("file"), "").unwrap();
        let below = within.path().join("file/report");
        assert!(write(&below, &files(&[("a", "1")]), "a", []).is_err());
        assert_eq!(names(within.path()), ["file"]);
        assert!(read(&below, ["a"]).is_err());
    }
}
