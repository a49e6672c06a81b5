//! Releases, the areas they name, and the errors that they are known to have.

use serde::Deserialize;

use super::parsed;
use crate::model::Period;

/// Whether figures were taken from the publisher's file or from somebody's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReleaseKind {
    /// Known only as somebody quoted them.
    Quoted,
    /// As published.
    Published,
}

/// What the figures of a release are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Topic {
    /// Crimes and the people who experienced them.
    #[default]
    Crime,
    /// How many people there are.
    Population,
    /// Prices.
    Money,
}

/// One publication of figures.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// Unique name: what `--release` takes.
    pub id: String,
    /// Releases of one family replace each other; the latest serves.
    pub family: String,
    /// Published or quoted.
    pub kind: ReleaseKind,
    /// What its figures are about; crime unless stated.
    #[serde(default)]
    pub topic: Topic,
    /// Who published it.
    pub publisher: String,
    /// Its title, as a source line gives it.
    pub title: String,
    /// Publisher and title in a few words; empty where the title serves.
    #[serde(default)]
    pub short: String,
    /// The period that orders the releases of a family.
    #[serde(deserialize_with = "parsed")]
    pub period: Period,
    /// Date of publication, where it is known for sure.
    #[serde(default)]
    pub published: Option<String>,
    /// Who quoted whom; for quoted figures.
    #[serde(default)]
    pub quoted_by: String,
    /// Where it can be found.
    #[serde(default)]
    pub address: String,
    /// The name of the file taken in.
    #[serde(default)]
    pub file: String,
    /// Whether only the figures in use were taken from that file: another file is not compared with it.
    #[serde(default)]
    pub extract: bool,
    /// What must be said of the copy, where it is not the publisher's own file.
    #[serde(default)]
    pub copy: String,
    /// SHA-256 of that file.
    #[serde(default)]
    pub sha256: String,
    /// The licence of the figures.
    #[serde(default)]
    pub licence: String,
}

/// When a publisher publishes the releases of a family, and where.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// The family of releases.
    pub family: String,
    /// Publisher and title.
    pub title: String,
    /// Months from the period of one release to that of the next.
    pub every: i32,
    /// Month of publication, counted from the last month of the period.
    pub after: i32,
    /// The address expected, with the last month of the period left open.
    pub pattern: String,
    /// Addresses that were seen.
    pub seen: Vec<String>,
}

/// What an area is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AreaKind {
    #[default]
    /// A territorial police force.
    Force,
    /// A police force for the whole country.
    National,
    /// A body that fraud is reported to.
    Fraud,
    /// A community safety partnership.
    Csp,
    /// A region.
    Region,
    /// A country, or both.
    Country,
}

impl AreaKind {
    /// Name of the kind, as `--kind` and the column `area_kind` have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Force => "force",
            Self::Csp => "csp",
            Self::Region => "region",
            Self::Country => "country",
            Self::National | Self::Fraud => "other",
        }
    }
}

/// An area that figures are published for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Its name, as ONS prints it.
    pub name: String,
    /// What it is.
    pub kind: AreaKind,
    /// Its GSS code; empty where it has none.
    #[serde(default)]
    pub code: String,
    /// The name of the area that it is a part of; empty for the largest.
    #[serde(default)]
    pub parent: String,
    /// Other published spellings.
    #[serde(default)]
    pub also: Vec<String>,
    /// Why it has no rate per head; empty for an area that has.
    #[serde(default)]
    pub no_rate: String,
}

/// A family of releases that counts by area and quarter: its counts are added up where a measure asks
/// for the rows of a national table, and only where the release is asked for by name.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// The family's name.
    pub id: String,
    /// Its own table.
    pub table: String,
    /// Its tables by area and financial year, where the quarters were added up.
    #[serde(default)]
    pub yearly: Vec<YearlyTable>,
    /// The publisher's table whose rows it has by area and quarter.
    pub serves_for: String,
    /// The kinds of areas that add up to England and Wales; all of them are needed.
    pub areas: Vec<AreaKind>,
}

/// A table of counts by area and financial year.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearlyTable {
    /// Its name.
    pub table: String,
    /// The offence codes that it has.
    pub codes: Vec<String>,
}

/// An error in a publication that is known, with the reason why its figures are taken in all the same.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedError {
    /// Unique name.
    pub id: String,
    /// The release that has it.
    pub release: String,
    /// The rule that it breaks.
    pub rule: String,
    /// The sheet; every sheet where it is not stated.
    #[serde(default)]
    pub sheet: String,
    /// Its cells, `B9` or `B9:Y12`; the whole sheet where there are none.
    #[serde(default)]
    pub cells: Vec<String>,
    /// A part of the finding's message, where cells alone do not tell it.
    #[serde(default)]
    pub about: String,
    /// What is wrong and how that is known, in a sentence.
    pub reason: String,
    /// Who says so, or how it was checked.
    #[expect(dead_code, reason = "for whoever reads the catalogue")]
    pub reference: String,
}
