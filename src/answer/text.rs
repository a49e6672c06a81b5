//! A sentence, with the facts whose figures are in it: a view writes a figure only through a fact.

use std::fmt;

use super::NumberFormat;
use crate::facts::{Fact, FactId};

/// Words for people, and the facts whose figures are among them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Text {
    words: String,
    facts: Vec<FactId>,
}

impl Text {
    /// Adds words, or another text with its facts.
    #[must_use]
    pub fn and(mut self, more: impl Into<Self>) -> Self {
        let more = more.into();
        self.words.push_str(&more.words);
        self.facts.extend(more.facts);
        self
    }

    /// Adds the value of a fact, or its marker.
    #[must_use]
    pub fn value(self, fact: &Fact, format: NumberFormat) -> Self {
        let written = match (fact.value, fact.marker) {
            (Some(value), _) => format.write(value),
            (None, marker) => marker.map_or_else(|| "[x]".to_owned(), |marker| marker.to_string()),
        };
        self.placed(fact, &written)
    }

    /// Adds the limits of a fact, where it has both: `-0.3% to +9.1%`.
    #[must_use]
    pub fn limits(self, fact: &Fact, format: NumberFormat) -> Self {
        let written = fact.limits().map(|(lower, upper)| {
            let (lower, upper) = (format.write(lower), format.write(upper));
            format!("{lower} to {upper}")
        });
        self.placed(fact, &written.unwrap_or_else(|| "[x]".to_owned()))
    }

    /// Adds the p-value of a fact with its mark: `p = 0.031 [s]`.
    #[must_use]
    pub fn p_value(self, fact: &Fact) -> Self {
        let written = match fact.p_value {
            Some(p) if p < 0.001 => "p < 0.001 [s]".to_owned(),
            Some(p) => format!("p = {p:.3} {}", if p < 0.05 { "[s]" } else { "[ns]" }),
            None => "[x]".to_owned(),
        };
        self.placed(fact, &written)
    }

    /// Adds another number of a fact (its sample size, its degrees of freedom …).
    #[must_use]
    pub fn part(
        self,
        fact: &Fact,
        part: impl Fn(&Fact) -> Option<f64>,
        format: NumberFormat,
    ) -> Self {
        let written = part(fact).map_or_else(|| "[x]".to_owned(), |number| format.write(number));
        self.placed(fact, &written)
    }

    fn placed(mut self, fact: &Fact, written: &str) -> Self {
        self.words.push_str(written);
        self.facts.extend(fact.id);
        self
    }

    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.words
    }

    /// Whether there are no words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The facts whose figures are among the words.
    #[cfg(test)]
    #[must_use]
    pub fn facts(&self) -> &[FactId] {
        &self.facts
    }

    /// Sentences without a figure of a fact.
    pub fn all<T: Into<Self>>(sentences: impl IntoIterator<Item = T>) -> Vec<Self> {
        sentences.into_iter().map(Into::into).collect()
    }

    /// Texts with a separator between them.
    #[must_use]
    pub fn joined(texts: impl IntoIterator<Item = Self>, separator: &str) -> Self {
        texts
            .into_iter()
            .reduce(|all, text| all.and(separator).and(text))
            .unwrap_or_default()
    }
}

impl From<&str> for Text {
    fn from(words: &str) -> Self {
        words.to_owned().into()
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        Self {
            words,
            facts: Vec::new(),
        }
    }
}

impl std::ops::Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.words
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.words == *other
    }
}

impl fmt::Display for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.words)
    }
}

impl serde::Serialize for Text {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.words)
    }
}
