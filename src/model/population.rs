//! Whom a figure is about: sex and age.

use std::fmt;
use std::str::FromStr;

/// The sex of the people that a figure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sex {
    /// Women, or women and girls where no age is set.
    Women,
    /// Men, or men and boys where no age is set.
    Men,
    /// Everybody.
    All,
}

impl Sex {
    /// Every value, as users write it.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("women", Self::Women),
        ("men", Self::Men),
        ("all", Self::All),
    ];

    /// `women`, `men` or `people`, for sentences.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Women => "women",
            Self::Men => "men",
            Self::All => "people",
        }
    }
}

impl fmt::Display for Sex {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Women => "women",
            Self::Men => "men",
            Self::All => "all",
        })
    }
}

impl FromStr for Sex {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::NAMES
            .iter()
            .find(|(name, _)| *name == text)
            .map(|(_, sex)| *sex)
            .ok_or_else(|| format!("`{text}` is none of women, men, all"))
    }
}

/// The ages of the people that a figure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Age {
    /// Every age, or none stated.
    All,
    /// From the first to the second age, both included: `16-59`.
    Between(u8, u8),
    /// This age and over: `16+`.
    AndOver(u8),
    /// Younger than this age: `under-16`.
    Under(u8),
}

impl Age {
    /// As part of a catalogue name: `16-plus`.
    #[must_use]
    pub fn slug(self) -> String {
        match self {
            Self::AndOver(age) => format!("{age}-plus"),
            _ => self.to_string(),
        }
    }

    /// For sentences: `aged 16 to 59`; empty where every age is meant.
    #[must_use]
    pub fn in_words(self) -> String {
        match self {
            Self::All => String::new(),
            Self::Between(from, to) => format!("aged {from} to {to}"),
            Self::AndOver(age) => format!("aged {age} and over"),
            Self::Under(age) => format!("under {age}"),
        }
    }
}

impl fmt::Display for Age {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => formatter.write_str("all"),
            Self::Between(from, to) => write!(formatter, "{from}-{to}"),
            Self::AndOver(age) => write!(formatter, "{age}+"),
            Self::Under(age) => write!(formatter, "under-{age}"),
        }
    }
}

impl FromStr for Age {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parse = |age: &str| age.parse::<u8>().ok().filter(|age| *age <= 120);
        let found = if text == "all" {
            Some(Self::All)
        } else if let Some(age) = text.strip_suffix('+').or(text.strip_suffix("-plus")) {
            parse(age).map(Self::AndOver)
        } else if let Some(age) = text.strip_prefix("under-").or(text.strip_prefix("under ")) {
            parse(age).map(Self::Under)
        } else {
            text.split_once('-')
                .and_then(|(from, to)| parse(from).zip(parse(to)))
                .filter(|(from, to)| from <= to)
                .map(|(from, to)| Self::Between(from, to))
        };
        found.ok_or_else(|| format!("`{text}` is not an age group: use 16-59, 16-74, 16+ or all"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Age, Sex};

    #[test]
    fn ages_read_back_as_they_are_written() {
        for text in ["all", "16-59", "16+", "under-16"] {
            assert_eq!(text.parse::<Age>().unwrap().to_string(), text);
        }
        assert_eq!("16-plus".parse::<Age>(), Ok(Age::AndOver(16)));
        for text in ["", "59-16", "16", "x+", "1000+"] {
            assert!(text.parse::<Age>().is_err(), "{text}");
        }
    }

    #[test]
    fn sexes_read_back_as_they_are_written() {
        for (name, sex) in Sex::NAMES {
            assert_eq!(sex.to_string(), name);
            assert_eq!(name.parse(), Ok(sex));
        }
        assert!("girls".parse::<Sex>().is_err());
    }
}
