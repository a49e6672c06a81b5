//! Releases taken in, in the user's folder: one file each, whole or not there at all.
//!
//! A file is a mark with the version of the form, the columns, the texts that their numbers stand
//! for, a foot (what the release is, and how its columns are packed), the foot's length and
//! checksum, and the mark again. Texts and columns have checksums too; the foot alone is read until
//! figures are asked for.

mod packing;
mod texts;

use std::fs::File;
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use self::packing::Packing;
use self::texts::Texts;
use crate::model::{Columns, Figures, Sparse, is_release_name};
use crate::output::beside;
use crate::problem::{Problem, in_plain_words};

/// The first bytes of a stored release; the last of them is the version of the form.
const MARK: [u8; 8] = *b"VAWGREL\x01";
/// Its file's ending.
pub(super) const ENDING: &str = "vawg";
/// A foot is a few thousand bytes.
const LONGEST_FOOT: u64 = 1 << 24;
/// Length and checksum of the foot, and the mark.
const END: u64 = 16;

/// What a stored release is, and where it came from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct Origin {
    /// What `--release` takes.
    pub release: String,
    /// Releases of one family replace each other.
    pub family: String,
    /// Orders the releases of a family.
    pub period: String,
    /// Who published it.
    pub publisher: String,
    /// Its title.
    pub title: String,
    /// Where it is published.
    pub address: String,
    /// The licence of the figures.
    pub licence: String,
    /// The layout it was read by.
    pub layout: String,
    /// The file's name.
    pub file: String,
    /// SHA-256 of that file.
    pub sha256: String,
    /// Rules that the user accepted to be broken.
    pub accepted: Vec<String>,
    /// Findings of rules accepted.
    pub errors_accepted: usize,
    /// Warnings when it was taken in.
    pub warnings: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Foot {
    #[serde(flatten)]
    origin: Origin,
    figures: usize,
    texts: usize,
    texts_crc: u32,
    columns: Vec<Packing>,
}

/// A stored release whose foot was read.
#[derive(Debug, Clone)]
pub struct Stored {
    path: PathBuf,
    foot: Foot,
}

/// What became of a release that was to be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It was not there before.
    New,
    /// It took the place of other figures of that name.
    Replaced,
    /// The same figures of the same file are there already: nothing was written.
    Unchanged,
}

impl Stored {
    /// What it is.
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        &self.foot.origin
    }

    /// Reads the foot of a stored release.
    ///
    /// # Errors
    /// A file that is none, is damaged, or was written by another version.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        let mut mark = [0; 8];
        let foot_end = length.checked_sub(END).filter(|end| *end > 8);
        let Some(foot_end) = foot_end else {
            return Err(damaged("it is cut short").into());
        };
        file.read_exact(&mut mark)?;
        if mark[..7] != MARK[..7] {
            return Err(damaged("it is no release that this program stored").into());
        }
        if mark[7] != MARK[7] {
            let message = format!(
                "it was stored in form {}, this program reads form {}",
                mark[7], MARK[7]
            );
            return Err(Problem::data(message)
                .hint("take the published file in again with `vawg ingest`")
                .into());
        }
        let bytes = foot_bytes(&mut file, foot_end)?;
        let foot: Foot =
            serde_json::from_slice(&bytes).map_err(|error| damaged(&error.to_string()))?;
        let columns: u64 = foot.columns.iter().map(|column| column.bytes as u64).sum();
        if length != 8 + columns + foot.texts as u64 + bytes.len() as u64 + END {
            return Err(damaged("its length is not what was written").into());
        }
        Ok(Self {
            path: path.to_owned(),
            foot,
        })
    }

    /// Whether it is what a foot describes. How many warnings there were is of the day it was taken
    /// in: another release stored since can change their number, and the figures stay the same.
    fn is_of(&self, foot: &Foot) -> bool {
        let mut held = self.foot.clone();
        held.origin.warnings = foot.origin.warnings;
        held == *foot
    }

    /// Its figures.
    ///
    /// # Errors
    /// A file that is damaged or gone.
    pub fn figures(&self) -> Result<Figures> {
        self.read()
            .with_context(|| format!("cannot use `{}`", self.path.display()))
    }

    fn read(&self) -> Result<Figures> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(8))?;
        let mut columns = Columns::default();
        let mut buffer = Vec::new();
        for packing in &self.foot.columns {
            buffer.resize(packing.bytes, 0);
            file.read_exact(&mut buffer)?;
            let unpacked = unpack(packing, &buffer, &mut columns);
            unpacked.ok_or_else(|| {
                let name = &packing.name;
                damaged(&format!("its column `{name}` is not what was written"))
            })?;
        }
        buffer.resize(self.foot.texts, 0);
        file.read_exact(&mut buffer)?;
        if crc32fast::hash(&buffer) != self.foot.texts_crc {
            return Err(damaged("its texts are not what was written").into());
        }
        let texts: Texts =
            serde_json::from_slice(&buffer).map_err(|error| damaged(&error.to_string()))?;
        let figures = texts
            .dictionary()
            .and_then(|texts| Figures::from_columns(texts, columns));
        Ok(figures.ok_or_else(|| damaged("its texts and columns do not fit together"))?)
    }
}

/// The foot that ends at a place, where it is as it was written.
fn foot_bytes(file: &mut File, foot_end: u64) -> Result<Vec<u8>> {
    let (mut length, mut crc, mut mark) = ([0; 4], [0; 4], [0; 8]);
    file.seek(SeekFrom::Start(foot_end))?;
    file.read_exact(&mut length)?;
    file.read_exact(&mut crc)?;
    file.read_exact(&mut mark)?;
    let length = u64::from(u32::from_le_bytes(length));
    if mark != MARK || length > foot_end.min(LONGEST_FOOT) {
        return Err(damaged("it is cut short").into());
    }
    file.seek(SeekFrom::Start(foot_end - length))?;
    let mut bytes = vec![0; length as usize];
    file.read_exact(&mut bytes)?;
    if crc32fast::hash(&bytes) != u32::from_le_bytes(crc) {
        return Err(damaged("its foot is not what was written").into());
    }
    Ok(bytes)
}

/// Stores figures as the file of their release in a folder, which is made where it is missing.
///
/// # Errors
/// A folder or file that cannot be written; nothing is left half-written.
pub fn keep(folder: &Path, origin: &Origin, figures: &Figures) -> Result<Kept> {
    if !is_release_name(&origin.release) {
        let name = &origin.release;
        let problem = Problem::data(format!("`{name}` cannot name a release, nor its file"));
        return Err(problem.hint("small letters, digits and hyphens can").into());
    }
    let path = folder.join(format!("{}.{ENDING}", origin.release));
    keep_at(folder, &path, origin, figures).map_err(|error| {
        match error.downcast::<std::io::Error>() {
            Ok(error) => cannot_store(&path, &error).into(),
            Err(other) => other,
        }
    })
}

fn keep_at(folder: &Path, path: &Path, origin: &Origin, figures: &Figures) -> Result<Kept> {
    std::fs::create_dir_all(folder)?;
    let mut file = beside(folder)?;
    let mut writer = BufWriter::with_capacity(1 << 18, file.as_file_mut());
    writer.write_all(&MARK)?;
    let columns = pack(figures, &mut writer)?;
    let texts = serde_json::to_vec(&Texts::of(figures))?;
    writer.write_all(&texts)?;
    let foot = Foot {
        origin: origin.clone(),
        figures: figures.len(),
        texts: texts.len(),
        texts_crc: crc32fast::hash(&texts),
        columns,
    };
    if Stored::open(path).is_ok_and(|held| held.is_of(&foot) && held.read().is_ok()) {
        return Ok(Kept::Unchanged);
    }
    let foot = serde_json::to_vec(&foot)?;
    writer.write_all(&foot)?;
    writer.write_all(&(foot.len() as u32).to_le_bytes())?;
    writer.write_all(&crc32fast::hash(&foot).to_le_bytes())?;
    writer.write_all(&MARK)?;
    writer.flush()?;
    drop(writer);
    file.as_file().sync_all()?;
    let replaced = path.exists();
    file.persist(path).map_err(|error| error.error)?;
    if let Ok(folder) = File::open(folder) {
        // The name itself is to outlast a power cut, where the system can promise that.
        let _ = folder.sync_all();
    }
    Ok(if replaced { Kept::Replaced } else { Kept::New })
}

fn pack(figures: &Figures, writer: &mut impl Write) -> std::io::Result<Vec<Packing>> {
    let columns = figures.columns();
    let mut packings = Vec::new();
    let mut put = |(packing, bytes): (Packing, Vec<u8>)| {
        packings.push(packing);
        writer.write_all(&bytes)
    };
    let wide = |numbers: &[u16]| {
        numbers
            .iter()
            .map(|number| i64::from(*number))
            .collect::<Vec<_>>()
    };
    let wider = |numbers: &[u32]| {
        numbers
            .iter()
            .map(|number| i64::from(*number))
            .collect::<Vec<_>>()
    };
    put(packing::whole("kind", &wider(&columns.kind)))?;
    put(packing::whole("area", &wide(&columns.area)))?;
    put(packing::whole("period", &wide(&columns.period)))?;
    put(packing::whole("sheet", &wide(&columns.sheet)))?;
    put(packing::whole("row", &wider(&columns.row)))?;
    put(packing::whole("column", &wide(&columns.column)))?;
    put(packing::float("value", &columns.value))?;
    let markers: Vec<i64> = columns
        .marker
        .iter()
        .map(|marker| i64::from(*marker))
        .collect();
    put(packing::whole("marker", &markers))?;
    for (name, sparse) in [
        ("standard_error", &columns.standard_error),
        ("lower", &columns.lower),
        ("upper", &columns.upper),
        ("base", &columns.base),
    ] {
        put(packing::float(name, sparse.held()))?;
    }
    Ok(packings)
}

/// Puts a column in its place; `None` where it is not what was written or has no place.
fn unpack(packing: &Packing, bytes: &[u8], columns: &mut Columns) -> Option<()> {
    fn narrow<T: TryFrom<i64>>(packing: &Packing, bytes: &[u8]) -> Option<Vec<T>> {
        let numbers = packing.whole(bytes)?.into_iter();
        numbers.map(|number| T::try_from(number).ok()).collect()
    }
    match packing.name.as_str() {
        "kind" => columns.kind = narrow(packing, bytes)?,
        "area" => columns.area = narrow(packing, bytes)?,
        "period" => columns.period = narrow(packing, bytes)?,
        "sheet" => columns.sheet = narrow(packing, bytes)?,
        "row" => columns.row = narrow(packing, bytes)?,
        "column" => columns.column = narrow(packing, bytes)?,
        "value" => columns.value = packing.float(bytes)?,
        "marker" => columns.marker = narrow(packing, bytes)?,
        "standard_error" => columns.standard_error = Sparse::from(packing.float(bytes)?),
        "lower" => columns.lower = Sparse::from(packing.float(bytes)?),
        "upper" => columns.upper = Sparse::from(packing.float(bytes)?),
        "base" => columns.base = Sparse::from(packing.float(bytes)?),
        _ => return None,
    }
    Some(())
}

fn damaged(what: &str) -> Problem {
    Problem::data(format!("it is damaged: {what}"))
        .hint("take the published file in again with `vawg ingest`, or remove this one")
}

fn cannot_store(path: &Path, error: &std::io::Error) -> Problem {
    let plain = in_plain_words(error);
    Problem::data(format!("cannot store `{}`: {plain}", path.display()))
        .hint("--data DIR or VAWG_DATA names another folder, with room and writable")
}
