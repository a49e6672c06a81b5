//! Where the files of a report are: built into the program, or in a folder of the user's.

use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use anyhow::Result;
use include_dir::{Dir, include_dir};
use serde::de::DeserializeOwned;

use super::records::Records;
use crate::problem::{Problem, did_you_mean, in_plain_words, themselves};

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/data/reports");

/// Bytes that a file of a report may have: fifty times the largest one built in.
const LARGEST: u64 = 64 << 20;
const BESIDE: &str =
    "a report is described by a report.toml; the files that it names are beside it";

/// The description of a report; everything else is named there.
const DESCRIPTION: &str = "report.toml";

/// The files of one report.
#[derive(Debug, Clone)]
pub struct ReportFiles {
    place: Place,
    /// Name of the file that describes the report.
    description: String,
}

#[derive(Debug, Clone)]
enum Place {
    /// A folder below `data/reports`; empty for that folder itself.
    BuiltIn(String),
    Folder(PathBuf),
}

/// Refuses a file that is not in the folder of the report, whatever links lead to it: its content
/// would be published with the report.
fn within(folder: &Path, file: &str) -> Result<()> {
    let outside =
        || Problem::data(format!("`{file}` is outside the folder of the report")).hint(BESIDE);
    let is_below = Path::new(file)
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !is_below {
        return Err(outside().into());
    }
    let here = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    // A file that is not there is reported when it is read.
    if let (Ok(here), Ok(file)) = (here.canonicalize(), here.join(file).canonicalize())
        && !file.starts_with(here)
    {
        return Err(outside().into());
    }
    Ok(())
}

/// The content of a file, which may be a device without an end.
fn bounded(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path)?;
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(std::io::Error::other(format!(
            "it has more than {} MiB",
            LARGEST >> 20
        )));
    }
    Ok(bytes)
}

impl ReportFiles {
    /// The report of this name, or the one that a file describes.
    ///
    /// # Errors
    /// A name that is neither: a usage error with the nearest names.
    pub fn open(name: &str) -> Result<Self> {
        if Self::names().iter().any(|known| known == name) {
            return Ok(Self {
                place: Place::BuiltIn(name.to_owned()),
                description: DESCRIPTION.to_owned(),
            });
        }
        let path = Path::new(name);
        let is_file_name = path.extension().is_some() || path.components().count() > 1;
        if let (true, Some(file)) = (is_file_name, path.file_name()) {
            return Ok(Self {
                place: Place::Folder(path.parent().unwrap_or(Path::new("")).to_owned()),
                description: file.to_string_lossy().into_owned(),
            });
        }
        let names = Self::names();
        let all = format!(
            "reports built in are {}; a report of your own is named by its file, as in ./report.toml",
            names.join(", ")
        );
        let hint = did_you_mean(name, themselves(&names), &all);
        Err(Problem::usage(format!("unknown report `{name}`"))
            .hint(hint)
            .into())
    }

    /// Names of the reports built in.
    #[must_use]
    pub fn names() -> Vec<String> {
        let of = |folder: &Dir<'_>| Some(folder.path().file_name()?.to_str()?.to_owned());
        let mut names: Vec<String> = BUILT_IN.dirs().filter_map(of).collect();
        names.sort();
        names
    }

    /// The files that belong to no single report.
    pub(super) fn beside_all() -> Self {
        Self {
            place: Place::BuiltIn(String::new()),
            description: DESCRIPTION.to_owned(),
        }
    }

    /// Where the description is, for messages.
    #[must_use]
    pub fn described_in(&self) -> String {
        self.path(&self.description)
    }

    /// A file's name as a person finds it.
    #[must_use]
    pub fn path(&self, file: &str) -> String {
        match &self.place {
            Place::BuiltIn(report) => Path::new("data/reports").join(report).join(file),
            Place::Folder(folder) => folder.join(file),
        }
        .display()
        .to_string()
    }

    /// The path of a file that the description names.
    ///
    /// # Errors
    /// A file outside the folder of the report.
    pub fn path_within(&self, file: &str) -> Result<PathBuf> {
        if let Place::Folder(folder) = &self.place {
            within(folder, file)?;
        }
        Ok(PathBuf::from(self.path(file)))
    }

    /// The text of a file of the report.
    ///
    /// # Errors
    /// A file that is not there or is not UTF-8.
    pub fn text(&self, file: &str) -> Result<String> {
        let path = self.path(file);
        let bytes = match &self.place {
            Place::BuiltIn(report) => BUILT_IN
                .get_file(Path::new(report).join(file))
                .map(|file| file.contents().to_vec())
                .ok_or_else(|| Problem::data(format!("`{path}` is not built into the program")))?,
            Place::Folder(folder) => {
                within(folder, file)?;
                bounded(&folder.join(file)).map_err(|error| {
                    let plain = in_plain_words(&error);
                    Problem::data(format!("cannot read `{path}`: {plain}")).hint(BESIDE)
                })?
            }
        };
        let text = String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            Problem::data(format!("`{path}` is not UTF-8: byte {}", at + 1))
                .hint("save it as UTF-8")
        })?;
        Ok(text
            .strip_prefix('\u{feff}')
            .map_or(text.clone(), str::to_owned))
    }

    /// The description of the report.
    ///
    /// # Errors
    /// As [`ReportFiles::toml`].
    pub fn described<T: DeserializeOwned>(&self) -> Result<T> {
        self.toml(&self.description)
    }

    /// A TOML file of the report.
    ///
    /// # Errors
    /// A file that cannot be read; one that is damaged, with the place and what is wrong there.
    pub fn toml<T: DeserializeOwned>(&self, file: &str) -> Result<T> {
        toml::from_str(&self.text(file)?).map_err(|error| {
            Problem::data(format!(
                "`{}` is damaged: {}",
                self.path(file),
                error.to_string().trim()
            ))
            .hint("docs/reports.md says what such a file holds")
            .into()
        })
    }

    /// The rows of a CSV of the report.
    ///
    /// # Errors
    /// A file that cannot be read; every row that is damaged, with its line.
    pub fn rows<T: DeserializeOwned>(&self, file: &str) -> Result<Vec<T>> {
        let text = self.text(file)?;
        let (mut rows, mut problems) = (Vec::new(), Vec::new());
        for row in csv::Reader::from_reader(text.as_bytes()).deserialize() {
            match row {
                Ok(row) => rows.push(row),
                Err(error) => problems.push(error.to_string()),
            }
        }
        if problems.is_empty() {
            Ok(rows)
        } else {
            Err(self.damaged(file, &problems))
        }
    }

    /// The rows of a CSV of the report as texts.
    ///
    /// # Errors
    /// As [`ReportFiles::rows`].
    pub fn records(&self, file: &str) -> Result<Records> {
        Records::of(&self.text(file)?).map_err(|problems| self.damaged(file, &problems))
    }

    /// The error for a damaged file: its problems, one a line.
    #[must_use]
    pub fn damaged(&self, file: &str, problems: &[String]) -> anyhow::Error {
        Problem::data(format!(
            "`{}` is damaged:\n  {}",
            self.path(file),
            problems.join("\n  ")
        ))
        .hint("docs/reports.md says what such a file holds")
        .into()
    }
}

#[cfg(test)]
mod tests {
    use super::ReportFiles;

    #[test]
    fn reports_are_found_by_name_or_by_file() {
        assert_eq!(ReportFiles::names(), ["nao-hc547", "patchwork"]);
        let built_in = ReportFiles::open("nao-hc547").unwrap();
        assert!(built_in.text("report.toml").is_ok());
        assert_eq!(
            built_in.path("values.csv"),
            "data/reports/nao-hc547/values.csv"
        );
        let own = ReportFiles::open("mine/bulletin.toml").unwrap();
        assert_eq!(own.described_in(), "mine/bulletin.toml");
        assert!(own.text("values.csv").is_err());
        let error = ReportFiles::open("nao-hc574").unwrap_err();
        assert_eq!(error.to_string(), "unknown report `nao-hc574`");
    }

    /// HC 547, Appendix Two: 126 commitments, numbered.
    #[test]
    fn the_built_in_list_of_commitments_is_whole() {
        #[derive(serde::Deserialize)]
        struct Numbered {
            number: u16,
        }
        let files = ReportFiles::open("nao-hc547").unwrap();
        let all: Vec<Numbered> = files.rows("commitments.csv").unwrap();
        let numbers: Vec<u16> = all.iter().map(|one| one.number).collect();
        assert_eq!(numbers, (1..=126).collect::<Vec<u16>>());
    }
}
