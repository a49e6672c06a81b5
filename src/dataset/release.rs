//! One release at hand: its place among the others, and where its figures are.

use std::borrow::Cow;
use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::OnceLock;

use anyhow::Result;
use polars::prelude::DataFrame;

use super::store::{Origin, Stored};
use super::tidy_csv;
use crate::catalogue::{Catalogue, Release, ReleaseKind, Topic};
use crate::model::{Figures, Observation, Period};
use crate::problem::Problem;

/// A release whose figures are at hand.
#[derive(Debug)]
pub struct ReleaseFile<'a> {
    /// What `--release` takes.
    pub id: String,
    /// Releases of one family replace each other.
    pub family: String,
    /// Published or quoted.
    pub kind: ReleaseKind,
    /// Orders the releases of a family.
    pub period: Period,
    /// What the catalogue says of it.
    pub entry: Option<&'a Release>,
    /// Whether it came from the user's folder.
    pub own: bool,
    content: Content,
    figures: OnceLock<Figures>,
    /// Frames made already, by the tables they hold.
    pub(super) frames: RefCell<HashMap<String, DataFrame>>,
}

/// Where a release's figures are.
#[derive(Debug)]
enum Content {
    /// A tidy CSV.
    Csv(Cow<'static, [u8]>),
    /// A release taken in by `vawg ingest`.
    Stored(Box<Stored>),
}

impl<'a> ReleaseFile<'a> {
    pub(super) fn built_in(id: &str, bytes: &'static [u8], catalogue: &'a Catalogue) -> Self {
        Self::new(id, Content::Csv(Cow::Borrowed(bytes)), false, catalogue)
    }

    /// A tidy CSV of the user's; its rows name the release.
    pub(super) fn from_bytes(bytes: Vec<u8>, catalogue: &'a Catalogue) -> Result<Self> {
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        if reader.headers()?.iter().ne(Observation::COLUMNS) {
            return Err(Problem::data("its columns are not those of a tidy CSV")
                .hint("make one with `vawg ingest FILE -o OUT.csv`")
                .into());
        }
        let mut record = csv::StringRecord::new();
        if !reader.read_record(&mut record)? {
            return Err(Problem::data("it holds no figure").into());
        }
        let id = record.get(0).unwrap_or_default().to_owned();
        Ok(Self::new(
            &id,
            Content::Csv(Cow::Owned(bytes)),
            true,
            catalogue,
        ))
    }

    /// A release taken in by `vawg ingest`; what its file says of it comes before the catalogue.
    pub(super) fn stored(stored: Stored, catalogue: &'a Catalogue) -> Result<Self> {
        let origin = stored.origin().clone();
        let mut release = Self::new(
            &origin.release,
            Content::Stored(Box::new(stored)),
            true,
            catalogue,
        );
        release.family = origin.family;
        release.period = origin
            .period
            .parse()
            .map_err(|_| Problem::data(format!("`{}` is no period", origin.period)))?;
        Ok(release)
    }

    fn new(id: &str, content: Content, own: bool, catalogue: &'a Catalogue) -> Self {
        let entry = catalogue.release(id);
        let (family, period) = entry.map_or_else(
            || family_and_period(id),
            |entry| (entry.family.clone(), entry.period),
        );
        Self {
            id: id.to_owned(),
            family,
            kind: entry.map_or(ReleaseKind::Published, |entry| entry.kind),
            period,
            entry,
            own,
            content,
            figures: OnceLock::new(),
            frames: RefCell::default(),
        }
    }

    /// Its figures, read when they are first asked for.
    pub(super) fn figures(&self) -> Result<&Figures> {
        if let Some(figures) = self.figures.get() {
            return Ok(figures);
        }
        let figures = match &self.content {
            Content::Stored(stored) => stored.figures()?,
            Content::Csv(bytes) => tidy_csv::figures(&self.id, bytes)?,
        };
        Ok(self.figures.get_or_init(|| figures))
    }

    /// Its figures of these tables, and perhaps others: as little as its form lets us read.
    pub(super) fn figures_of(&self, tables: &[&str]) -> Result<Cow<'_, Figures>> {
        match &self.content {
            Content::Csv(bytes) if !self.own && self.figures.get().is_none() => {
                tidy_csv::of_tables(&self.id, bytes, tables).map(Cow::Owned)
            }
            _ => self.figures().map(Cow::Borrowed),
        }
    }

    /// Published before quoted, then the latest first, then by name.
    pub(super) fn serving_order(&self, other: &Self) -> Ordering {
        other
            .kind
            .cmp(&self.kind)
            .then(other.period.end_month().cmp(&self.period.end_month()))
            .then_with(|| self.id.cmp(&other.id))
    }

    /// Whether it is worth looking for population estimates in it.
    pub(super) fn may_hold_population(&self) -> bool {
        let topic = self.entry.map(|entry| entry.topic);
        // Of those taken in, only the population estimates' own family; a tidy CSV may hold anything.
        let unknown = || {
            self.own
                && self
                    .origin()
                    .is_none_or(|_| self.family == "ons-population")
        };
        topic.map_or_else(unknown, |topic| topic == Topic::Population)
    }

    /// Who quoted whom; empty for a published release.
    #[must_use]
    pub fn quoted_by(&self) -> &str {
        self.entry
            .filter(|entry| entry.kind == ReleaseKind::Quoted)
            .map_or("", |entry| &entry.quoted_by)
    }

    /// What the file of a release taken in says of it.
    #[must_use]
    pub fn origin(&self) -> Option<&Origin> {
        match &self.content {
            Content::Stored(stored) => Some(stored.origin()),
            Content::Csv(_) => None,
        }
    }

    /// Whether it counts by police force and quarter, so that it serves only where it is asked for.
    #[must_use]
    pub fn is_by_force(&self) -> bool {
        self.family == "home-office-open-data"
    }

    /// Its title, with who quoted it where it is known only so.
    #[must_use]
    pub fn source_line(&self) -> String {
        match self.quoted_by() {
            "" => self.title(),
            quoted_by => format!(
                "{}, as quoted by {quoted_by}, not checked against the publisher",
                self.title()
            ),
        }
    }

    /// Who published what, for a source line.
    #[must_use]
    pub fn title(&self) -> String {
        match (self.entry, self.origin()) {
            (Some(entry), _) => format!("{}, {}", entry.publisher, entry.title),
            (None, Some(origin)) => format!("{}, {}", origin.publisher, origin.title),
            (None, None) => self.id.clone(),
        }
    }
}

/// `ons-appendix-ye-mar-2026` is of the family `ons-appendix`, for the year ending March 2026.
fn family_and_period(id: &str) -> (String, Period) {
    id.find("-ye-")
        .and_then(|at| {
            let period = id[at + 1..].parse().ok()?;
            Some((id[..at].to_owned(), period))
        })
        .unwrap_or_else(|| (id.to_owned(), Period::Calendar { year: 1000 }))
}

#[cfg(test)]
mod tests {
    use super::family_and_period;

    #[test]
    fn a_release_that_the_catalogue_does_not_know_finds_its_family_by_its_name() {
        let (family, period) = family_and_period("ons-appendix-ye-mar-2026");
        assert_eq!(
            (family.as_str(), period.to_string().as_str()),
            ("ons-appendix", "2025-26")
        );
        assert_eq!(family_and_period("mine").0, "mine");
    }
}
