//! The entries of the catalogue as they stand in its files. Unknown keys are refused.

mod cautions;
mod goals;
mod measured;
mod publications;

use super::outcomes::OutcomeEntry;
use serde::{Deserialize, Deserializer};

pub use cautions::{Break, BreakKind, NoteEntry};
pub use goals::{Definition, Target};
pub use measured::{Crime, Headline, MeasureEntry, Newer, NotHeld, Offence, RowSelector};
pub use publications::{
    Area, AreaKind, Calendar, Family, PublishedError, Release, ReleaseKind, Topic,
};

/// One file of the catalogue: any mixture of entries.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    pub(super) crime: Vec<Crime>,
    pub(super) not_held: Vec<NotHeld>,
    pub(super) offence: Vec<Offence>,
    pub(super) measure: Vec<MeasureEntry>,
    pub(super) r#break: Vec<Break>,
    pub(super) definition: Vec<Definition>,
    pub(super) target: Vec<Target>,
    pub(super) release: Vec<Release>,
    pub(super) note: Vec<NoteEntry>,
    pub(super) area: Vec<Area>,
    pub(super) published_error: Vec<PublishedError>,
    pub(super) family: Vec<Family>,
    pub(super) headline: Vec<Headline>,
    pub(super) calendar: Vec<Calendar>,
    pub(super) outcome: Vec<OutcomeEntry>,
}

fn parsed<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(serde::de::Error::custom)
}

fn parsed_option<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    parsed(deserializer).map(Some)
}
