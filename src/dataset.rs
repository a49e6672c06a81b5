//! The figures: Polars frames of observations, and the only bridge from them to a `Series`.
//! Judgement (breaks, notes, which offences make a measure) comes from the catalogue.

mod frame;
mod points;
mod population;
mod rate;
mod release;
mod series;

use std::path::Path;

use anyhow::{Context, Result};
use include_dir::{Dir, include_dir};

pub use population::Population;
pub use rate::RatePoint;
pub use release::ReleaseFile;

use crate::catalogue::{Catalogue, Topic};
use crate::model::Period;
use crate::problem::{Problem, did_you_mean, themselves};

static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/data/observations");

/// Every release at hand: those built in, and those of the user's folder.
pub struct Dataset<'a> {
    catalogue: &'a Catalogue,
    /// Published before quoted, then the latest first.
    releases: Vec<ReleaseFile<'a>>,
}

impl<'a> Dataset<'a> {
    /// The releases built into the program, and the tidy CSV files of a folder. A release of the
    /// folder replaces the built-in one of the same name.
    ///
    /// # Errors
    /// A folder or file that cannot be read; a file that is no tidy CSV.
    pub fn open(catalogue: &'a Catalogue, folder: Option<&Path>) -> Result<Self> {
        let mut releases: Vec<ReleaseFile<'a>> = Vec::new();
        if let Some(folder) = folder {
            for path in csv_files(folder)? {
                let file = std::fs::read(&path)
                    .map_err(anyhow::Error::from)
                    .and_then(|bytes| ReleaseFile::from_bytes(bytes, catalogue))
                    .with_context(|| format!("cannot use `{}`", path.display()))?;
                releases.push(file);
            }
        }
        for file in FILES.files() {
            let name = file.path().file_stem().and_then(|stem| stem.to_str());
            let Some(name) =
                name.filter(|_| file.path().extension().is_some_and(|end| end == "csv"))
            else {
                continue;
            };
            if releases.iter().all(|release| release.id != name) {
                releases.push(ReleaseFile::built_in(name, file.contents(), catalogue));
            }
        }
        releases.sort_by(ReleaseFile::serving_order);
        Ok(Self {
            catalogue,
            releases,
        })
    }

    /// The catalogue that the figures are read by.
    #[must_use]
    pub const fn catalogue(&self) -> &'a Catalogue {
        self.catalogue
    }

    /// The releases at hand, in the order in which they serve.
    #[must_use]
    pub fn releases(&self) -> &[ReleaseFile<'a>] {
        &self.releases
    }

    /// Checks that a release named on the command line is at hand.
    ///
    /// # Errors
    /// An unknown name: a usage error with the nearest names.
    pub fn require_release(&self, id: &str) -> Result<()> {
        if self.releases.iter().any(|release| release.id == id) {
            return Ok(());
        }
        let names = themselves(self.releases.iter().map(|release| &release.id));
        let hint = did_you_mean(id, names, "`vawg list releases` shows them all");
        Err(Problem::usage(format!("unknown release `{id}`"))
            .hint(hint)
            .into())
    }

    /// One release a family, in serving order: the pinned one, else the latest.
    fn serving(&self, pin: Option<&str>) -> Vec<&ReleaseFile<'a>> {
        let pinned = self
            .releases
            .iter()
            .find(|release| Some(release.id.as_str()) == pin);
        let mut serving: Vec<&ReleaseFile<'a>> = Vec::new();
        for release in &self.releases {
            let of_family = pinned.filter(|pinned| pinned.family == release.family);
            let release = of_family.unwrap_or(release);
            if serving.iter().all(|one| one.family != release.family) {
                serving.push(release);
            }
        }
        serving
    }

    /// The latest financial year that had ended when the latest release on crime was made.
    fn latest_financial_year(&self) -> Option<Period> {
        let on_crime = |release: &&ReleaseFile<'_>| {
            release
                .entry
                .is_none_or(|entry| entry.topic == Topic::Crime)
        };
        let ends = self
            .releases
            .iter()
            .filter(on_crime)
            .map(|release| release.period.end_month());
        let year = u16::try_from((ends.max()? - 3).div_euclid(12)).ok()?;
        Some(Period::financial(year))
    }
}

fn csv_files(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let entries = std::fs::read_dir(folder).map_err(|error| {
        Problem::data(format!(
            "cannot read the data folder `{}`: {error}",
            folder.display()
        ))
        .hint("`--data` takes a folder of CSV files made by `vawg ingest FILE -o OUT.csv`")
    })?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "csv") && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
