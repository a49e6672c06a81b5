//! Releases taken in, in the user's folder: one Parquet file for each part of a release, whole or
//! not there at all.
//!
//! The name of a file ends with the first 16 hexadecimal digits of its SHA-256. The reader of
//! Parquet trusts what it reads, so a file whose content does not match its name is refused before
//! that reader sees it. The origin and the findings of ingest are in the key-value metadata.

use std::fs::File;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use polars::io::parquet::read::ParquetReader;
use polars::io::parquet::write::{KeyValueMetadata, ParquetCompression, ParquetWriter};
use polars::prelude::*;
use sha2::{Digest, Sha256};

use crate::frame::{Figures, Origin};
use crate::model::is_release_name;
use crate::output::beside;
use crate::problem::{Problem, in_plain_words};

/// The ending of a stored part of a release.
pub(crate) const ENDING: &str = "parquet";
/// The ending that earlier versions gave to their own form.
pub(crate) const OLD_ENDING: &str = "vawg";
/// The form of the metadata; a later one is refused.
const FORMAT: &str = "1";
const FORMAT_KEY: &str = "vawg.format";
const ORIGIN_KEY: &str = "vawg.origin";
/// Digits of the SHA-256 in a file's name.
const DIGITS: usize = 16;

/// One stored part of a release: its bytes are known to be those that were written.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    path: PathBuf,
    origin: Origin,
    bytes: Arc<[u8]>,
}

/// What was done with a part of a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StoreOutcome {
    /// It was not there before.
    New,
    /// It took the place of other observations of the same tables.
    Replaced,
    /// The same observations of the same file are there already: nothing was written.
    Unchanged,
}

impl Stored {
    /// What it is.
    pub(crate) const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Its file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Reads a stored part and what it is; its observations are read when asked for.
    ///
    /// # Errors
    /// A file that is damaged, or that another version wrote.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let bytes: Arc<[u8]> = std::fs::read(path)?.into();
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let expected = name.as_deref().and_then(digits_of_name).ok_or_else(|| {
            Problem::data("its name does not end with the digest of its content")
                .hint("give the file the name that `vawg ingest` gave it, or remove it and take the published file in again")
        })?;
        if digest(&bytes) != expected {
            return Err(damaged("its content does not match the digest in its name").into());
        }
        let mut reader = ParquetReader::new(Cursor::new(&bytes));
        let metadata = reader.get_metadata().map_err(|_| foreign())?;
        let metadata = metadata.key_value_metadata().clone();
        let value = |key: &str| {
            let entries = metadata.iter().flatten();
            entries
                .filter(|entry| entry.key == key)
                .find_map(|entry| entry.value.clone())
        };
        let (Some(format), Some(origin)) = (value(FORMAT_KEY), value(ORIGIN_KEY)) else {
            return Err(foreign().into());
        };
        if format != FORMAT {
            let message =
                format!("it was stored in format {format}; this version reads format {FORMAT}");
            return Err(Problem::data(message)
                .hint("take the published file in again with `vawg ingest`")
                .into());
        }
        let origin: Origin =
            serde_json::from_str(&origin).map_err(|error| damaged(&error.to_string()))?;
        if !is_named_as(path, &origin) {
            let message = format!(
                "it holds {} of `{}`, but its name is of something else",
                origin.part, origin.release
            );
            let hint = format!(
                "rename it to {}-{}.{expected}.{ENDING}, or remove it",
                origin.release, origin.part
            );
            return Err(Problem::data(message).hint(hint).into());
        }
        Ok(Self {
            path: path.to_owned(),
            origin,
            bytes,
        })
    }

    /// Its observations.
    ///
    /// # Errors
    /// Columns that are not those of an observation.
    pub(crate) fn figures(&self) -> Result<Figures> {
        let read = || {
            let frame = ParquetReader::new(Cursor::new(&self.bytes)).finish()?;
            Figures::from_frame(frame)
        };
        read().with_context(|| format!("cannot use `{}`", self.path.display()))
    }

    /// Whether it holds the same as another intake of the same file. How many warnings there were
    /// may differ: another release stored since can change their number.
    fn is_same_intake(&self, origin: &Origin) -> bool {
        let without_findings = |origin: &Origin| Origin {
            findings: Vec::new(),
            ..origin.clone()
        };
        without_findings(&self.origin) == without_findings(origin)
    }
}

/// The Parquet file of observations, with their origin in its metadata.
///
/// # Errors
/// None in practice: the bytes are written to memory.
pub(crate) fn to_parquet(origin: &Origin, figures: &Figures) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let entry = |key: &str, value: String| (key.to_owned(), value);
    let metadata = KeyValueMetadata::from_static(vec![
        entry(FORMAT_KEY, FORMAT.to_owned()),
        entry(ORIGIN_KEY, serde_json::to_string(origin)?),
    ]);
    ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Zstd(None))
        .with_key_value_metadata(Some(metadata))
        .finish(&mut figures.frame().clone())?;
    Ok(bytes)
}

/// Stores observations as a part of their release in a folder, which is made where it is missing.
/// `held` are the parts of that release in the folder.
///
/// # Errors
/// A folder or file that cannot be written; nothing is left half-written.
pub(crate) fn store(
    folder: &Path,
    held: &[&Stored],
    origin: &Origin,
    figures: &Figures,
) -> Result<StoreOutcome> {
    for (name, what) in [(&origin.release, "release"), (&origin.part, "part")] {
        if !is_release_name(name) {
            let problem = Problem::data(format!(
                "`{name}` cannot be the name of a {what}: it is part of a file name"
            ));
            let hint = "use small letters, digits and hyphens";
            return Err(problem.hint(hint).into());
        }
    }
    store_part(folder, held, origin, figures).map_err(|error| {
        match error.downcast::<std::io::Error>() {
            Ok(error) => cannot_store(folder, &error).into(),
            Err(other) => other,
        }
    })
}

fn store_part(
    folder: &Path,
    held: &[&Stored],
    origin: &Origin,
    figures: &Figures,
) -> Result<StoreOutcome> {
    if held.iter().any(|part| part.is_same_intake(origin)) {
        return Ok(StoreOutcome::Unchanged);
    }
    std::fs::create_dir_all(folder)?;
    let bytes = to_parquet(origin, figures)?;
    let name = format!(
        "{}-{}.{}.{ENDING}",
        origin.release,
        origin.part,
        digest(&bytes)
    );
    let path = folder.join(name);
    let mut file = beside(folder)?;
    file.write_all(&bytes)?;
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|error| error.error)?;
    let mut outcome = StoreOutcome::New;
    let replaced = held.iter().filter(|part| replaces(origin, &part.origin));
    for part in replaced.filter(|part| part.path != path) {
        outcome = StoreOutcome::Replaced;
        match std::fs::remove_file(&part.path) {
            // Where the file system knows no locks, another process may have replaced it too.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            removed => removed?,
        }
    }
    if let Ok(folder) = File::open(folder) {
        // The name itself is to outlast a power cut, where the system can promise that.
        let _ = folder.sync_all();
    }
    Ok(outcome)
}

/// Whether a part takes the place of another of the same release: it has the same name, or tables in
/// common.
pub(crate) fn replaces(new: &Origin, held: &Origin) -> bool {
    new.release == held.release
        && (new.part == held.part || new.tables.iter().any(|table| held.tables.contains(table)))
}

fn digest(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(DIGITS);
    for byte in Sha256::digest(bytes).iter().take(DIGITS / 2) {
        for nibble in [byte >> 4, byte & 15] {
            digits.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
    }
    digits
}

/// Whether a file has the name of a part of a release, whatever its digest.
pub(crate) fn is_named_as(path: &Path, origin: &Origin) -> bool {
    let beginning = format!("{}-{}.", origin.release, origin.part);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with(&beginning) && digits_of_name(&name).is_some()
}

/// The digest in `RELEASE-PART.DIGEST.parquet`.
fn digits_of_name(name: &str) -> Option<&str> {
    let (rest, ending) = name.rsplit_once('.')?;
    let (_, digits) = rest.rsplit_once('.')?;
    let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    (ending == ENDING && digits.len() == DIGITS && digits.bytes().all(is_hex)).then_some(digits)
}

fn damaged(what: &str) -> Problem {
    Problem::data(format!("it is damaged: {what}"))
        .hint("take the published file in again with `vawg ingest`, or remove this one")
}

fn foreign() -> Problem {
    Problem::data("it is not a release file of vawg").hint("move it out of the data folder")
}

fn cannot_store(folder: &Path, error: &std::io::Error) -> Problem {
    let plain = in_plain_words(error);
    Problem::data(format!("cannot store in `{}`: {plain}", folder.display()))
        .hint("name a folder with room that you may write to: --data DIR or VAWG_DATA")
}
