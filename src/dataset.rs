//! The releases that are held, and the way from their observations to a `Series`. Judgement (breaks,
//! notes, which offences make a measure) comes from the catalogue.

mod breakdowns;
mod described;
#[cfg(test)]
mod fixture;
mod held;
mod outcomes;
mod people;
mod periods;
mod places;
mod points;
mod rows;
mod select;
mod series;
mod sums;
mod survey_places;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::path::Path;

use anyhow::Result;

pub(crate) use breakdowns::{GroupFigure, latest};
pub use held::folder::data_folder;
pub(crate) use held::folder::keep;
use held::release::Packed;
pub use held::release::ReleaseFile;
pub(crate) use held::store::{StoreOutcome, to_parquet};
pub(crate) use people::denominators::Denominators;
pub use people::denominators::{Denominator, Per};
pub use people::population::Population;
pub use people::rate::RatePoint;
pub(crate) use places::ByArea;

use crate::catalogue::{Catalogue, Topic};
use crate::frame::Figures;
use crate::model::Period;
use crate::problem::{Problem, did_you_mean, themselves};

/// The releases built in, each with its tables.
static BUILT_IN: &[(&str, &[Packed])] = include!(concat!(env!("OUT_DIR"), "/observations.rs"));

/// Every release that is held: those built in, and those of the user's folder.
pub struct Dataset<'a> {
    catalogue: &'a Catalogue,
    /// Published before quoted, then the latest first.
    releases: Vec<ReleaseFile<'a>>,
}

impl<'a> Dataset<'a> {
    /// The releases built into the program, and those of a folder: the one named, else the
    /// platform's own where it is there. A release of the folder replaces the built-in one of the
    /// same name.
    ///
    /// # Errors
    /// A folder or file that cannot be read; a file that holds no release.
    pub fn open(catalogue: &'a Catalogue, folder: Option<&Path>) -> Result<Self> {
        let own = held::folder::releases(folder, catalogue)?;
        Ok(Self::with(catalogue, own))
    }

    /// The releases built into the program alone.
    #[must_use]
    pub fn built_in(catalogue: &'a Catalogue) -> Self {
        Self::with(catalogue, Vec::new())
    }

    fn with(catalogue: &'a Catalogue, mut releases: Vec<ReleaseFile<'a>>) -> Self {
        for (name, tables) in BUILT_IN {
            if releases.iter().all(|release| release.id != *name) {
                releases.push(ReleaseFile::built_in(name, tables, catalogue));
            }
        }
        releases.sort_by(ReleaseFile::serving_order);
        Self {
            catalogue,
            releases,
        }
    }

    /// The catalogue that the figures are read by.
    #[must_use]
    pub const fn catalogue(&self) -> &'a Catalogue {
        self.catalogue
    }

    /// The releases held, in the order in which they serve.
    #[must_use]
    pub fn releases(&self) -> &[ReleaseFile<'a>] {
        &self.releases
    }

    /// When the newest of some releases was published, or the last day of its period where no date
    /// is known; the newest of all where none of them is held.
    #[must_use]
    pub fn newest_date<'b>(&self, ids: impl IntoIterator<Item = &'b str>) -> String {
        let ids: HashSet<&str> = ids.into_iter().collect();
        let dates = |all: bool| -> Option<String> {
            let held = self.releases.iter();
            let asked = held.filter(|one| all || ids.contains(one.id.as_str()));
            asked.filter_map(ReleaseFile::date).max()
        };
        dates(false).or_else(|| dates(true)).unwrap_or_default()
    }

    /// Checks that a release named on the command line is held.
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

    /// Every figure of a release held.
    ///
    /// # Errors
    /// An unknown name; a release that is damaged.
    pub fn figures(&self, id: &str) -> Result<&Figures> {
        self.require_release(id)?;
        let release = self.releases.iter().find(|release| release.id == id);
        let missing = || Problem::usage(format!("unknown release `{id}`"));
        release.ok_or_else(missing)?.figures()
    }

    /// The release of a family to compare another with: the latest before it, else the next after it.
    #[must_use]
    pub fn beside(&self, family: &str, id: &str, period: Period) -> Option<&ReleaseFile<'a>> {
        let others = || {
            let family = self
                .releases
                .iter()
                .filter(|release| release.family == family && !release.is_extract());
            family.filter(|release| release.id != id)
        };
        let end = |release: &&ReleaseFile<'_>| release.period.end_month();
        let before = others().filter(|release| end(release) <= period.end_month());
        before.max_by_key(end).or_else(|| others().min_by_key(end))
    }

    /// One release a family, in serving order: the pinned one before all others, else the latest.
    /// What counts by force serves only where it is pinned.
    fn serving(&self, pin: Option<&str>) -> Vec<&ReleaseFile<'a>> {
        let pinned = self
            .releases
            .iter()
            .find(|release| Some(release.id.as_str()) == pin);
        let mut serving: Vec<&ReleaseFile<'a>> = Vec::new();
        serving.extend(pinned);
        for release in self
            .releases
            .iter()
            .filter(|release| !release.is_by_force())
        {
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
