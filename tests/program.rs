//! Running the program, and what it left behind.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What one run left behind.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) status: i32,
}

/// The program, ready to be run with further arguments or settings.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vawg"));
    command
        .env_remove("VAWG_DATA")
        // The platform's data folder is the user's own: no test may read or fill it.
        .env("XDG_DATA_HOME", "/dev/null/data")
        .env("HOME", "/dev/null")
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR")
        .env_remove("RUST_BACKTRACE")
        // The present day, by which figures are old: 28 November 2026.
        .env("SOURCE_DATE_EPOCH", "1795824000")
        .stdin(Stdio::null());
    command
}

/// Runs the program with arguments split at spaces.
pub(crate) fn vawg(arguments: &str) -> Run {
    run(program().args(arguments.split(' ').filter(|word| !word.is_empty())))
}

/// Runs the program with these arguments.
pub(crate) fn vawg_with<S: AsRef<OsStr>>(arguments: &[S]) -> Run {
    run(program().args(arguments))
}

/// Runs the program with arguments split at spaces, and this text on standard input.
pub(crate) fn vawg_reading(text: &str, arguments: &str) -> Run {
    let mut child = program()
        .args(arguments.split(' ').filter(|word| !word.is_empty()))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    // A program that refuses its arguments does not read.
    let _ = stdin.write_all(text.as_bytes());
    drop(stdin);
    finished(child.wait_with_output().expect("the program ends"))
}

pub(crate) fn run(command: &mut Command) -> Run {
    finished(command.output().expect("the program starts"))
}

fn finished(output: std::process::Output) -> Run {
    Run {
        stdout: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
        status: output.status.code().expect("the program was not killed"),
    }
}

impl Run {
    /// Done, with nothing on standard error.
    #[track_caller]
    pub(crate) fn succeeds(self) -> String {
        assert_eq!(
            (self.status, self.stderr.as_str()),
            (0, ""),
            "{}",
            self.stdout
        );
        self.stdout
    }

    /// Failed with this status, this text on standard error, and nothing on standard output.
    #[track_caller]
    pub(crate) fn fails(self, status: i32, stderr: &str) {
        assert_eq!(self.stderr, stderr);
        assert_eq!((self.status, self.stdout.as_str()), (status, ""));
    }

    /// As [`Run::fails`], where standard error begins with this.
    #[track_caller]
    pub(crate) fn refuses(self, status: i32, beginning: &str) {
        assert!(self.stderr.starts_with(beginning), "{}", self.stderr);
        assert_eq!((self.status, self.stdout.as_str()), (status, ""));
    }
}

/// A text as one line, wherever it was wrapped.
pub(crate) fn unwrapped(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a question draws, with its words as text: the files of charts hold outlines.
pub(crate) fn drawing(arguments: &str) -> String {
    let data = vawg::Data::built_in().unwrap();
    let answer = data.ask(arguments.split(' ')).unwrap();
    answer.chart().unwrap()
}

/// The rows of machine output, each by its column names.
pub(crate) struct Rows(Vec<Vec<(String, String)>>);

impl Rows {
    pub(crate) fn read(csv: &str) -> Self {
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let headers: Vec<String> = reader
            .headers()
            .unwrap()
            .iter()
            .map(str::to_owned)
            .collect();
        let rows = reader
            .records()
            .map(|record| {
                let record = record.unwrap();
                headers
                    .iter()
                    .cloned()
                    .zip(record.iter().map(str::to_owned))
                    .collect()
            })
            .collect();
        Self(rows)
    }

    /// Rows in which each of the columns holds the value.
    pub(crate) fn with(&self, wanted: &[(&str, &str)]) -> Vec<Row<'_>> {
        self.0
            .iter()
            .map(|row| Row(row))
            .filter(|row| {
                wanted
                    .iter()
                    .all(|(column, value)| row.get(column) == *value)
            })
            .collect()
    }

    /// The only such row.
    #[track_caller]
    pub(crate) fn one(&self, wanted: &[(&str, &str)]) -> Row<'_> {
        let found = self.with(wanted);
        assert_eq!(found.len(), 1, "rows with {wanted:?}");
        found[0]
    }
}

#[derive(Clone, Copy)]
pub(crate) struct Row<'a>(&'a [(String, String)]);

impl<'a> Row<'a> {
    pub(crate) fn get(self, column: &str) -> &'a str {
        let found = self.0.iter().find(|(name, _)| name == column);
        &found.unwrap_or_else(|| panic!("no column {column}")).1
    }

    pub(crate) fn value(self) -> f64 {
        self.get("value").parse().expect("the row has a value")
    }
}

/// A folder of the test's own that goes when the test ends.
pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The names of the files in a data folder that `ingest` stored.
pub(crate) fn stored(data: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(data).expect("the data folder");
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".parquet"))
        .collect();
    names.sort();
    names
}

/// Every table of a built-in release as one tidy CSV, and the path of each of its files.
pub(crate) fn built_in(release: &str) -> (String, Vec<PathBuf>) {
    let folder = repository().join("data/observations").join(release);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let mut text = String::new();
    for file in &files {
        let table = std::fs::read_to_string(file).unwrap();
        let (headings, rows) = table.split_once('\n').unwrap();
        if text.is_empty() {
            text = format!("{headings}\n");
        }
        assert!(text.starts_with(headings), "{}", file.display());
        text.push_str(rows);
    }
    (text, files)
}

/// The names of the built-in releases.
pub(crate) fn built_in_releases() -> Vec<String> {
    let folder = repository().join("data/observations");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The published files, where they are available: `VAWG_RELEASES`, or `shared/releases` beside the
/// repository. Says on standard error itself, which the test harness does not hide, that a test
/// is skipped where they are not.
pub(crate) fn releases(test: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("VAWG_RELEASES")
        .map_or_else(|| repository().join("../shared/releases"), PathBuf::from);
    if folder.join("ons-appendix-tables").is_dir() {
        return Some(folder);
    }
    let _ = writeln!(
        std::io::stderr(),
        "SKIPPED {test}: no published files at {} (set VAWG_RELEASES)",
        folder.display()
    );
    None
}

/// The figures that are taken from a file without an error.
#[track_caller]
pub(crate) fn figures(file: &Path) -> Rows {
    let run = vawg_with(&["ingest", file.to_str().unwrap(), "-o", "-"]);
    assert_eq!(run.status, 0, "{}{}", run.stdout, run.stderr);
    Rows::read(&run.stdout)
}

/// What is found in a file, and the exit status.
#[track_caller]
pub(crate) fn findings(file: &Path) -> (Rows, i32) {
    let run = vawg_with(&["validate", file.to_str().unwrap(), "--format", "csv"]);
    assert!(!run.stdout.is_empty(), "{}", run.stderr);
    (Rows::read(&run.stdout), run.status)
}
