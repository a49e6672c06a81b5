//! The folder of the user's releases: where it is, and what is in it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use etcetera::{BaseStrategy, choose_base_strategy};

use super::ReleaseFile;
use super::store::{self, Stored};
use crate::catalogue::Catalogue;
use crate::problem::{Problem, in_plain_words};

/// The folder that was asked for, else the platform's folder for this program's data.
///
/// # Errors
/// A user without a home, where none was asked for.
pub fn data_folder(asked: Option<&Path>) -> Result<PathBuf> {
    if let Some(folder) = asked.filter(|folder| !folder.as_os_str().is_empty()) {
        return Ok(folder.to_owned());
    }
    platform_folder().ok_or_else(|| {
        Problem::data("there is no folder to keep releases in: the user has no home")
            .hint("--data DIR or VAWG_DATA names one")
            .into()
    })
}

fn platform_folder() -> Option<PathBuf> {
    choose_base_strategy()
        .ok()
        .map(|base| base.data_dir().join("vawg"))
}

/// The releases of the folder: those stored by `vawg ingest`, and tidy CSV files. The platform's
/// own folder need not be there.
pub(super) fn releases<'a>(
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
    let mut releases = Vec::new();
    for path in files(&folder)? {
        let release = release(&path, catalogue);
        releases.push(release.with_context(|| format!("cannot use `{}`", path.display()))?);
    }
    Ok(releases)
}

fn release<'a>(path: &Path, catalogue: &'a Catalogue) -> Result<ReleaseFile<'a>> {
    if path
        .extension()
        .is_some_and(|ending| ending == store::ENDING)
    {
        return ReleaseFile::stored(Stored::open(path)?, catalogue);
    }
    ReleaseFile::from_bytes(std::fs::read(path)?, catalogue)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
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
        let ending = path.extension();
        if !hidden
            && ending.is_some_and(|ending| ending == "csv" || ending == store::ENDING)
            && path.is_file()
        {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
