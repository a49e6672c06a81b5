//! The only place that touches standard output and writes files. Files appear whole or not at all.

mod beside;
pub mod folder;

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;

pub(crate) use self::beside::beside;
use crate::problem::{Problem, in_plain_words};

/// What a command leaves behind.
#[derive(Debug, Default)]
pub struct Output {
    stdout: Vec<u8>,
    stderr: Vec<u8>,
    files: Vec<(PathBuf, Vec<u8>)>,
}

impl Output {
    /// Bytes for a file, or for standard output where the path is `-` or missing.
    pub fn put(&mut self, path: Option<&Path>, bytes: Vec<u8>) {
        match path {
            Some(path) if path != Path::new("-") => self.files.push((path.to_owned(), bytes)),
            _ => self.stdout.extend(bytes),
        }
    }

    /// Bytes for standard error: anything that is not the data asked for.
    pub fn put_aside(&mut self, bytes: &[u8]) {
        self.stderr.extend(bytes);
    }

    /// Writes everything: first each file beside its place, then all into place, then the streams.
    ///
    /// # Errors
    /// A file that cannot be written, by its path and with a remedy; nothing is left half-written.
    pub fn write(self) -> Result<()> {
        let (devices, files): (Vec<_>, Vec<_>) =
            self.files.iter().partition(|(path, _)| is_device(path));
        let mut ready = Vec::new();
        for (path, bytes) in files {
            let place = behind_links(path);
            let file = written(&place, bytes).map_err(|error| cannot_write(path, &error))?;
            ready.push((path, place, file));
        }
        for (path, place, file) in ready {
            file.persist(place)
                .map_err(|error| cannot_write(path, &error.error))?;
        }
        for (path, bytes) in devices {
            through(path, bytes).map_err(|error| cannot_write(path, &error))?;
        }
        ignore_closed_pipe(
            "standard error",
            std::io::stderr().lock().write_all(&self.stderr),
        )?;
        let mut stdout = std::io::stdout().lock();
        ignore_closed_pipe(
            "standard output",
            stdout.write_all(&self.stdout).and_then(|()| stdout.flush()),
        )
    }
}

/// Whether a path names something that takes bytes but is not a regular file: `/dev/null`, a terminal, a named
/// pipe. Such a thing is written to; a file renamed over it would take its place, for everybody on
/// the machine where it runs as root.
#[must_use]
pub fn is_device(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|what| !what.is_file() && !what.is_dir())
}

/// The file that a link leads to: the link stays one.
fn behind_links(path: &Path) -> PathBuf {
    let is_link = std::fs::symlink_metadata(path).is_ok_and(|what| what.is_symlink());
    let behind = is_link.then(|| std::fs::canonicalize(path).ok()).flatten();
    behind.unwrap_or_else(|| path.to_owned())
}

fn through(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut device = std::fs::OpenOptions::new().write(true).open(path)?;
    match device.write_all(bytes) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

fn written(path: &Path, bytes: &[u8]) -> std::io::Result<tempfile::NamedTempFile> {
    if path.is_dir() {
        return Err(std::io::Error::other("it is a folder"));
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut file = beside(folder.unwrap_or(Path::new(".")))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Problem {
    Problem::data(format!(
        "cannot write `{}`: {}",
        path.display(),
        in_plain_words(error)
    ))
    .hint("name a file in a folder that exists and can be written to")
}

/// Ignores broken pipes.
fn ignore_closed_pipe(stream: &str, result: std::io::Result<()>) -> Result<()> {
    match result {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Problem::data(format!(
            "cannot write to {stream}: {}",
            in_plain_words(&error)
        ))
        .hint("is there room where it is sent to?")
        .into()),
        Ok(()) => Ok(()),
    }
}

/// Columns of the terminal on standard output; 80 where there is none.
#[must_use]
pub fn terminal_width() -> usize {
    terminal_size::terminal_size_of(std::io::stdout())
        .map_or(80, |(width, _)| usize::from(width.0).max(40))
}

/// Columns of the terminal on standard error; none where there is none.
pub(crate) fn stderr_width() -> Option<usize> {
    let size = terminal_size::terminal_size_of(std::io::stderr());
    size.map(|(width, _)| usize::from(width.0).max(40))
}

/// Whether standard output is a terminal.
#[must_use]
pub fn stdout_is_terminal() -> bool {
    std::io::stdout().is_terminal()
}

/// Whether standard output is a terminal that takes colour: `NO_COLOR` and `CLICOLOR=0` are heeded.
#[must_use]
pub fn terminal_takes_color() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let refused = set("NO_COLOR") || std::env::var_os("CLICOLOR").is_some_and(|value| value == "0");
    stdout_is_terminal() && !refused
}
