//! One release: its place among the others, and the parts that hold its observations.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::OnceLock;

use anyhow::Result;

use super::store::{self, Stored};
use crate::catalogue::{Catalogue, Family, Release, ReleaseKind, Topic};
use crate::frame::{Figures, FiguresBuilder, Origin, StoredFinding, tidy};
use crate::model::{Period, SourceLine, iso_date};
use crate::problem::Problem;

/// A release that is built in, or that the user has taken in.
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
    /// Its entry in the catalogue.
    pub entry: Option<&'a Release>,
    /// Whether it is in the user's folder.
    pub own: bool,
    /// How the catalogue says that its family counts.
    pub(crate) counting: Option<&'a Family>,
    parts: Vec<Part>,
    figures: OnceLock<Figures>,
}

/// Observations of a release that are read together.
#[derive(Debug)]
struct Part {
    content: Content,
    figures: OnceLock<Figures>,
}

/// A table that is built in: a tidy CSV, packed with zstd by the build script.
#[derive(Debug)]
pub(crate) struct Packed {
    pub(crate) table: &'static str,
    /// Bytes of the CSV.
    pub(crate) length: usize,
    pub(crate) bytes: &'static [u8],
}

impl Packed {
    fn unpacked(&self) -> Result<Vec<u8>> {
        Ok(zstd::bulk::decompress(self.bytes, self.length)?)
    }
}

/// Where the observations of a part are.
#[derive(Debug)]
enum Content {
    /// One built-in table.
    Table(&'static Packed),
    /// A tidy CSV of the user's.
    Csv(Cow<'static, [u8]>),
    /// A part taken in by `vawg ingest`.
    Stored(Box<Stored>),
}

impl Part {
    const fn new(content: Content) -> Self {
        Self {
            content,
            figures: OnceLock::new(),
        }
    }

    fn may_hold(&self, tables: &[&str]) -> bool {
        match &self.content {
            Content::Table(packed) => tables.contains(&packed.table),
            Content::Csv(_) => true,
            Content::Stored(stored) => {
                let held = &stored.origin().tables;
                held.iter().any(|table| tables.contains(&table.as_str()))
            }
        }
    }

    fn figures(&self, release: &str) -> Result<&Figures> {
        if let Some(figures) = self.figures.get() {
            return Ok(figures);
        }
        let figures = match &self.content {
            Content::Stored(stored) => stored.figures()?,
            Content::Table(packed) => tidy::read(release, &packed.unpacked()?)?,
            Content::Csv(bytes) => tidy::read(release, bytes)?,
        };
        Ok(self.figures.get_or_init(|| figures))
    }
}

impl<'a> ReleaseFile<'a> {
    /// A release built into the program: its tables, each a tidy CSV packed with zstd.
    pub(crate) fn built_in(id: &str, tables: &'static [Packed], catalogue: &'a Catalogue) -> Self {
        let tables = tables.iter();
        let parts = tables.map(|packed| Part::new(Content::Table(packed)));
        Self::new(id, parts.collect(), false, catalogue)
    }

    /// A tidy CSV of the user's; its rows name the release.
    pub(crate) fn from_bytes(bytes: Vec<u8>, catalogue: &'a Catalogue) -> Result<Self> {
        let id = tidy::release_of(&bytes)?;
        let part = Part::new(Content::Csv(Cow::Owned(bytes)));
        Ok(Self::new(&id, vec![part], true, catalogue))
    }

    /// A release taken in by `vawg ingest`; what its file says of it comes before the catalogue.
    pub(crate) fn stored(stored: Stored, catalogue: &'a Catalogue) -> Result<Self> {
        let origin = stored.origin().clone();
        let mut release = Self::new(&origin.release, Vec::new(), true, catalogue);
        release.counting = catalogue.family(&origin.family);
        release.family = origin.family;
        release.period = origin
            .period
            .parse()
            .map_err(|_| Problem::data(format!("`{}` is not a period", origin.period)))?;
        release
            .parts
            .push(Part::new(Content::Stored(Box::new(stored))));
        Ok(release)
    }

    /// Adds another stored part of the same release.
    ///
    /// # Errors
    /// A release that a tidy CSV in the folder holds too.
    pub(crate) fn add(&mut self, stored: Stored) -> Result<()> {
        if self
            .parts
            .iter()
            .any(|part| matches!(part.content, Content::Csv(_)))
        {
            let message = format!("`{}` holds the same release", stored.path().display());
            return Err(Problem::data(message)
                .hint("remove one of the two files from the data folder")
                .into());
        }
        self.parts
            .push(Part::new(Content::Stored(Box::new(stored))));
        Ok(())
    }

    fn new(id: &str, parts: Vec<Part>, own: bool, catalogue: &'a Catalogue) -> Self {
        let entry = catalogue.release(id);
        let (family, period) = entry.map_or_else(
            || family_and_period(id),
            |entry| (entry.family.clone(), entry.period),
        );
        Self {
            id: id.to_owned(),
            counting: catalogue.family(&family),
            family,
            kind: entry.map_or(ReleaseKind::Published, |entry| entry.kind),
            period,
            entry,
            own,
            parts,
            figures: OnceLock::new(),
        }
    }

    /// All its observations in one frame, read when they are first asked for.
    ///
    /// # Errors
    /// A damaged file.
    pub(crate) fn figures(&self) -> Result<&Figures> {
        if let [part] = self.parts.as_slice() {
            return part.figures(&self.id);
        }
        if let Some(figures) = self.figures.get() {
            return Ok(figures);
        }
        let mut builder = FiguresBuilder::default();
        for part in &self.parts {
            builder.append(part.figures(&self.id)?);
        }
        let figures = builder.finish(&self.id)?;
        Ok(self.figures.get_or_init(|| figures))
    }

    /// The parts that may hold observations of some tables: nothing else is read.
    ///
    /// # Errors
    /// A damaged file.
    pub(crate) fn parts_with(&self, tables: &[&str]) -> Result<Vec<&Figures>> {
        let parts = self.parts.iter().filter(|part| part.may_hold(tables));
        parts.map(|part| part.figures(&self.id)).collect()
    }

    /// Its figures to compare a file of these tables with: of several files taken in, the one that
    /// has such tables; none where no file has.
    ///
    /// # Errors
    /// A damaged file.
    pub(crate) fn figures_beside(&self, tables: &[String]) -> Result<Option<&Figures>> {
        let names: Vec<&str> = tables.iter().map(String::as_str).collect();
        if self.origins().count() < 2 {
            return self.figures().map(Some);
        }
        let parts: Vec<&Part> = self
            .parts
            .iter()
            .filter(|part| part.may_hold(&names))
            .collect();
        match parts.as_slice() {
            [] => Ok(None),
            [part] => part.figures(&self.id).map(Some),
            _ => self.figures().map(Some),
        }
    }

    /// The figures that a file of this release would take the place of: those of the same part,
    /// unless they are of the same bytes, or all that is built in.
    ///
    /// # Errors
    /// A damaged file.
    pub(crate) fn replaced_by(&self, origin: &Origin) -> Result<Vec<&Figures>> {
        if !self.own {
            let same = self.digests().any(|digest| digest == origin.sha256);
            return if same || self.is_extract() {
                Ok(Vec::new())
            } else {
                Ok(vec![self.figures()?])
            };
        }
        let parts = self.parts.iter().filter(|part| match &part.content {
            Content::Stored(stored) => {
                let held = stored.origin();
                held.sha256 != origin.sha256 && store::replaces(origin, held)
            }
            _ => true,
        });
        parts.map(|part| part.figures(&self.id)).collect()
    }

    /// SHA-256 of the published files that it is made of, as far as they are known.
    pub(crate) fn digests(&self) -> impl Iterator<Item = &str> {
        let known = self.entry.filter(|_| !self.own);
        let known = known.map(|entry| entry.sha256.as_str());
        let taken = self.origins().map(|origin| origin.sha256.as_str());
        known.into_iter().chain(taken).filter(|one| !one.is_empty())
    }

    /// The day it was published (`2026-04-23`), or the last day of its period.
    pub(crate) fn date(&self) -> Option<String> {
        let published = self.entry.and_then(|entry| entry.published.clone());
        published.or_else(|| self.period.last_day().map(iso_date))
    }

    /// Published before quoted, then the latest first, then by name.
    pub(crate) fn serving_order(&self, other: &Self) -> Ordering {
        other
            .kind
            .cmp(&self.kind)
            .then(other.period.end_month().cmp(&self.period.end_month()))
            .then_with(|| self.id.cmp(&other.id))
    }

    /// Whether it may hold population estimates.
    pub(crate) fn may_hold_population(&self) -> bool {
        let topic = self.entry.map(|entry| entry.topic);
        // Of those taken in, only the population estimates' own families; a tidy CSV may hold anything.
        let is_family = || self.family.starts_with("ons-population");
        let unknown = || self.own && (self.origins().next().is_none() || is_family());
        topic.map_or_else(unknown, |topic| topic == Topic::Population)
    }

    /// Who quoted whom; empty for a published release.
    #[must_use]
    pub fn quoted_by(&self) -> &str {
        self.entry
            .filter(|entry| entry.kind == ReleaseKind::Quoted)
            .map_or("", |entry| &entry.quoted_by)
    }

    /// What the files of a release taken in say of themselves, one a part.
    pub(crate) fn origins(&self) -> impl Iterator<Item = &Origin> {
        self.parts.iter().filter_map(|part| match &part.content {
            Content::Stored(stored) => Some(stored.origin()),
            _ => None,
        })
    }

    /// What the first of its files says of itself.
    pub(crate) fn origin(&self) -> Option<&Origin> {
        self.origins().next()
    }

    /// What the checks found in its files when they were taken in.
    pub(crate) fn findings(&self) -> impl Iterator<Item = &StoredFinding> {
        self.origins().flat_map(|origin| &origin.findings)
    }

    /// Whether it counts by police force and quarter, so that it serves only where it is asked for.
    #[must_use]
    pub const fn is_by_force(&self) -> bool {
        self.counting.is_some()
    }

    /// Whether only a part of its file is built in: another file is not compared with it.
    pub(crate) fn is_extract(&self) -> bool {
        !self.own && self.entry.is_some_and(|entry| entry.extract)
    }

    /// Its title, with who quoted it where it is known only so.
    #[must_use]
    pub fn source_line(&self) -> SourceLine {
        let quotation = match self.quoted_by() {
            "" => String::new(),
            quoted_by => format!("as quoted by {quoted_by}, not checked against the publisher"),
        };
        if quotation.is_empty() {
            let copy = self.entry.map_or("", |entry| entry.copy.as_str());
            let with_copy = |title: String| {
                if copy.is_empty() || self.own {
                    title
                } else {
                    format!("{title}, {copy}")
                }
            };
            return SourceLine {
                release: self.id.clone(),
                full: with_copy(self.title()),
                short: with_copy(self.short_title()),
                is_quoted: false,
            };
        }
        SourceLine {
            release: self.id.clone(),
            full: format!("{}, {quotation}", self.title()),
            short: match self.entry.filter(|entry| !entry.short.is_empty()) {
                Some(entry) => entry.short.clone(),
                None => self
                    .quoted_by()
                    .replace("the Office for National Statistics", "ONS"),
            },
            is_quoted: true,
        }
    }

    /// Who published what, in a few words.
    fn short_title(&self) -> String {
        match self.entry.filter(|entry| !entry.short.is_empty()) {
            Some(entry) => entry.short.clone(),
            None => self
                .title()
                .replace("Office for National Statistics", "ONS"),
        }
    }

    /// Who published what, for a source line.
    #[must_use]
    pub fn title(&self) -> String {
        match (self.entry, self.origins().next()) {
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
