//! The kinds of source, which never share an axis, a trend or a verb; and the standing of a figure.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

/// Where figures of a kind come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// Police-recorded crime: counts of offences, not accredited, no measure of prevalence.
    Police,
    /// The Crime Survey for England and Wales (CSEW): prevalence among people, sampled.
    Survey,
    /// The Crown Prosecution Service: how prosecutions ended.
    Cps,
    /// A user's own figures; the catalogue has none of them.
    #[serde(skip)]
    Own,
}

impl Source {
    /// The heading of its panel.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Police => "Recorded by the police",
            Self::Survey => "Crime Survey (CSEW)",
            Self::Cps => "Crown Prosecution Service",
            Self::Own => "Own figures",
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Police => "police",
            Self::Survey => "survey",
            Self::Cps => "cps",
            Self::Own => "own",
        })
    }
}

/// The standing of one figure, as its publisher states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// Accredited official statistics (National Statistics).
    Accredited,
    /// Official statistics, not accredited.
    Official,
    /// Official statistics in development.
    InDevelopment,
    /// Published without a badge.
    NotBadged,
}

impl Status {
    const NAMES: [(&'static str, Self); 4] = [
        ("accredited", Self::Accredited),
        ("official", Self::Official),
        ("in development", Self::InDevelopment),
        ("not badged", Self::NotBadged),
    ];

    /// For sentences: `official statistics, not accredited`.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Accredited => "accredited official statistics",
            Self::Official => "official statistics, not accredited",
            Self::InDevelopment => "official statistics in development",
            Self::NotBadged => "not badged as National Statistics",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Self::NAMES
            .iter()
            .find(|(_, status)| status == self)
            .map_or("", |(name, _)| name);
        formatter.write_str(name)
    }
}

impl FromStr for Status {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::NAMES
            .iter()
            .find(|(name, _)| *name == text)
            .map(|(_, status)| *status)
            .ok_or_else(|| {
                format!("`{text}` is none of accredited, official, in development, not badged")
            })
    }
}
