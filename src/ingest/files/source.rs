//! Where a file's bytes come from: a path, or standard input kept aside. Says what is wrong with a
//! path; reads nothing of the content beyond its first bytes.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use crate::problem::{Problem, in_plain_words};

/// A file that can be opened as often as needed.
#[derive(Debug)]
pub struct Source {
    path: PathBuf,
    name: String,
    spooled: Option<NamedTempFile>,
}

impl Source {
    /// The file at a path; `-` is standard input.
    ///
    /// # Errors
    /// A path that leads to no file: what is wrong with it, and a remedy.
    pub fn at(path: &Path) -> Result<Self> {
        if path == Path::new("-") {
            let mut file = NamedTempFile::new()?;
            std::io::copy(&mut std::io::stdin().lock(), &mut file)?;
            return Ok(Self::spooled(file, "standard input"));
        }
        let metadata = std::fs::metadata(path).map_err(|error| cannot_read(path, &error))?;
        if metadata.is_dir() {
            return Err(
                Problem::data(format!("`{}` is a folder, not a file", path.display()))
                    .hint("name the files in it, or the folder itself as an argument of its own")
                    .into(),
            );
        }
        let name = path
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        if !metadata.is_file() {
            let mut file = NamedTempFile::new()?;
            let mut pipe = File::open(path).map_err(|error| cannot_read(path, &error))?;
            std::io::copy(&mut pipe, &mut file)?;
            return Ok(Self::spooled(file, &name));
        }
        Ok(Self {
            path: path.to_owned(),
            name,
            spooled: None,
        })
    }

    pub(crate) fn spooled(file: NamedTempFile, name: &str) -> Self {
        Self {
            path: file.path().to_owned(),
            name: name.to_owned(),
            spooled: Some(file),
        }
    }

    /// As it was named: for errors.
    #[must_use]
    pub fn label(&self) -> String {
        if self.spooled.is_some() {
            return self.name.clone();
        }
        self.path.display().to_string()
    }

    /// The file's name without its folders.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where the bytes are.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn open(&self) -> Result<File> {
        Ok(File::open(&self.path).map_err(|error| cannot_read(&self.path, &error))?)
    }

    /// Its size in bytes.
    pub(crate) fn length(&self) -> Result<u64> {
        Ok(self.open()?.metadata()?.len())
    }

    /// Its first bytes, as many as there are up to the number given.
    pub(crate) fn head(&self, bytes: u64) -> Result<Vec<u8>> {
        let mut head = Vec::new();
        self.open()?.take(bytes).read_to_end(&mut head)?;
        Ok(head)
    }

    /// SHA-256 of all its bytes, in hexadecimal; given up once nobody needs it.
    pub(crate) fn sha256(&self, needed: &AtomicBool) -> Result<String> {
        let mut file = self.open()?;
        let mut hash = Sha256::new();
        let mut buffer = vec![0; 1 << 18];
        loop {
            let read = file.read(&mut buffer)?;
            if read == 0 || !needed.load(Ordering::Relaxed) {
                break;
            }
            hash.update(&buffer[..read]);
        }
        let mut digits = String::new();
        for byte in hash.finalize() {
            let _ = write!(digits, "{byte:02x}");
        }
        Ok(digits)
    }
}

fn cannot_read(path: &Path, error: &std::io::Error) -> Problem {
    let (what, remedy) = match error.kind() {
        ErrorKind::NotFound => ("there is no such file", "check the path"),
        ErrorKind::NotADirectory => (
            "a part of the path is a file, not a folder",
            "check the path",
        ),
        ErrorKind::PermissionDenied => (
            "it may not be read",
            "change its permissions, or copy it to a place of your own",
        ),
        _ => {
            let plain = in_plain_words(error);
            return Problem::data(format!("cannot read `{}`: {plain}", path.display()))
                .hint("is the disk or the connection to it in order?");
        }
    };
    Problem::data(format!("cannot read `{}`: {what}", path.display())).hint(remedy)
}
