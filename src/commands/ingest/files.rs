//! The files that a command line names: files, and those in folders.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::problem::{Problem, in_plain_words};

/// Endings of files that a folder is searched for.
const ENDINGS: [&str; 5] = ["xlsx", "xlsm", "xls", "ods", "csv"];

/// Every file named, and every published form of file in the folders named, in order of their names.
///
/// # Errors
/// A folder that cannot be read or holds none.
pub(super) fn named(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if path == Path::new("-") || !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let before = files.len();
        inside(path, &mut files)?;
        if files.len() == before {
            return Err(Problem::data(format!(
                "the folder `{}` holds no xlsx, xls, ods or csv file",
                path.display()
            ))
            .hint("name a file, or the folder that the files are in")
            .into());
        }
    }
    Ok(files)
}

fn inside(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let entries = folder.read_dir().map_err(|error| {
        Problem::data(format!(
            "cannot read the folder `{}`: {}",
            folder.display(),
            in_plain_words(&error)
        ))
        .hint("change its permissions, or name another one")
    })?;
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<_>>()?;
    paths.sort();
    for path in paths {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        if name.is_none_or(|name| name.starts_with('.') || name.starts_with('~')) {
            continue;
        }
        let ending = path
            .extension()
            .map(|end| end.to_string_lossy().to_lowercase());
        if path.is_dir() && !path.is_symlink() {
            inside(&path, files)?;
        } else if ending.is_some_and(|end| ENDINGS.contains(&end.as_str())) {
            files.push(path);
        }
    }
    Ok(())
}
