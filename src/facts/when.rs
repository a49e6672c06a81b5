//! The time that a fact is about.

use std::fmt;

use crate::model::Period;

/// The time that a fact is about.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum When {
    /// No single time.
    #[default]
    None,
    /// A period.
    Period(Period),
    /// A date or an event in words: `November 2014`.
    Words(String),
}

impl When {
    /// The period, where it is one.
    #[must_use]
    pub const fn period(&self) -> Option<Period> {
        match self {
            Self::Period(period) => Some(*period),
            _ => None,
        }
    }

    /// Whether no time is stated.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }
}

impl From<Period> for When {
    fn from(period: Period) -> Self {
        Self::Period(period)
    }
}

impl From<&Period> for When {
    fn from(period: &Period) -> Self {
        Self::Period(*period)
    }
}

impl From<Option<Period>> for When {
    fn from(period: Option<Period>) -> Self {
        period.map_or(Self::None, Self::Period)
    }
}

impl From<String> for When {
    fn from(words: String) -> Self {
        if words.is_empty() {
            return Self::None;
        }
        words
            .parse()
            .map_or_else(|_| Self::Words(words), Self::Period)
    }
}

impl fmt::Display for When {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Period(period) => period.fmt(formatter),
            Self::Words(words) => formatter.write_str(words),
        }
    }
}
