//! How a claim's value is computed: what is asked for, not what comes out.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Written;
use crate::model::{Age, Period, Sex};

/// Texts that the columns of a row must hold; a column holds several with `;` between them.
pub type Filter = BTreeMap<String, String>;

/// A computation; its parts are computations too.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Computation {
    /// The figure of a measure.
    MeasureValue {
        /// Its name in the catalogue.
        measure: String,
        /// For which period.
        period: Written<Period>,
    },
    /// A published row that no measure of the catalogue is.
    RowValue {
        /// The publisher's table.
        table: String,
        /// The row's label.
        label: String,
        /// For which period.
        period: Written<Period>,
    },
    /// A value that the report states, or that others state beside it.
    Value {
        /// Its name in the files of values.
        id: String,
    },
    /// A number that stands in the report beside the claim.
    Number {
        /// The number.
        value: f64,
    },
    /// Terms added up.
    Sum {
        /// The terms.
        terms: Vec<Term>,
    },
    /// One over another.
    Ratio {
        /// The part.
        of: Box<Computation>,
        /// What it is set against.
        to: Box<Computation>,
    },
    /// 100 times one over another.
    Share {
        /// The part.
        of: Box<Computation>,
        /// The whole.
        to: Box<Computation>,
    },
    /// Change from one to another, in per cent of the first.
    RelativeChange {
        /// The earlier.
        from: Box<Computation>,
        /// The later.
        to: Box<Computation>,
    },
    /// The part of a measure's change that lies within a span, in per cent.
    ShareOfChange {
        /// Its name in the catalogue.
        measure: String,
        /// First period.
        from: Written<Period>,
        /// Last period.
        to: Written<Period>,
        /// First period of the span.
        within_from: Written<Period>,
        /// Last period of the span.
        within_to: Written<Period>,
    },
    /// Prevalence times population.
    EstimatedVictims {
        /// In per cent.
        prevalence: Box<Computation>,
        /// Whose population.
        sex: Written<Sex>,
        /// Of which ages.
        age: Written<Age>,
    },
    /// 1 where one is below the other, else 0.
    LessThan {
        /// The one.
        of: Box<Computation>,
        /// The other.
        to: Box<Computation>,
    },
    /// Commitments that pass a filter.
    CountOfCommitments {
        /// By column.
        #[serde(default)]
        filter: Filter,
    },
    /// Different texts in a column of the commitments.
    DistinctCommitments {
        /// The column.
        column: String,
    },
    /// Rows of a file that pass a filter.
    CountOfRows {
        /// Its name.
        file: String,
        /// By column.
        #[serde(default)]
        filter: Filter,
    },
    /// The lowest value stated for a figure.
    Lowest {
        /// Which figure.
        figure: String,
    },
    /// The place in a pair of the number that a figure rounds to.
    Position {
        /// The two numbers as they are printed.
        pair: [f64; 2],
        /// The figure's measure.
        measure: String,
        /// The figure's period.
        period: Written<Period>,
    },
    /// The year of a break of the catalogue.
    BreakYear {
        /// Its name.
        r#break: String,
    },
    /// An amount in the prices of another financial year.
    Uplift {
        /// The amount.
        amount: Box<Computation>,
        /// The financial year of its prices.
        from: Written<Period>,
        /// The financial year it is put in.
        to: Written<Period>,
        /// The release of the deflator.
        deflator: String,
    },
    /// Nothing can be computed.
    Cannot {
        /// Why.
        reason: String,
    },
}

/// A term of a sum.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "toml::Table")]
pub struct Term {
    /// What is added.
    pub computation: Computation,
    /// How often; -1 to subtract it.
    pub times: f64,
}

/// A computation shown beside the verdict.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "toml::Table")]
pub struct Beside {
    /// What it is, with its unit.
    pub label: String,
    /// The computation.
    pub computation: Computation,
}

impl TryFrom<toml::Table> for Term {
    type Error = String;

    fn try_from(mut table: toml::Table) -> Result<Self, String> {
        let times = match table.remove("times") {
            None => 1.0,
            Some(toml::Value::Integer(times)) => times as f64,
            Some(toml::Value::Float(times)) => times,
            Some(_) => return Err("`times` is not a number".to_owned()),
        };
        Ok(Self {
            computation: computation(table)?,
            times,
        })
    }
}

impl TryFrom<toml::Table> for Beside {
    type Error = String;

    fn try_from(mut table: toml::Table) -> Result<Self, String> {
        match table.remove("label") {
            Some(toml::Value::String(label)) => Ok(Self {
                label,
                computation: computation(table)?,
            }),
            _ => Err("a computation of `also` has no `label`".to_owned()),
        }
    }
}

fn computation(table: toml::Table) -> Result<Computation, String> {
    let read = table.try_into::<Computation>();
    read.map_err(|error| error.to_string().trim().to_owned())
}

/// What a computation is made of.
#[derive(Debug, Default)]
pub struct Contents<'a> {
    /// The computations inside it.
    pub parts: Vec<&'a Computation>,
    /// The measure that it takes figures of.
    pub measure: Option<&'a str>,
    /// The periods of those figures.
    pub periods: Vec<&'a Written<Period>>,
}

impl<'a> Contents<'a> {
    fn parts(parts: impl IntoIterator<Item = &'a Computation>) -> Self {
        Self {
            parts: parts.into_iter().collect(),
            ..Self::default()
        }
    }

    fn figures(measure: &'a str, periods: Vec<&'a Written<Period>>) -> Self {
        Self {
            measure: Some(measure),
            periods,
            ..Self::default()
        }
    }
}

impl Computation {
    /// What it is made of.
    #[must_use]
    pub fn contents(&self) -> Contents<'_> {
        match self {
            Self::Sum { terms } => Contents::parts(terms.iter().map(|term| &term.computation)),
            Self::Ratio { of, to } | Self::Share { of, to } | Self::LessThan { of, to } => {
                Contents::parts([&**of, &**to])
            }
            Self::RelativeChange { from, to } => Contents::parts([&**from, &**to]),
            Self::EstimatedVictims { prevalence, .. } => Contents::parts([&**prevalence]),
            Self::Uplift { amount, .. } => Contents::parts([&**amount]),
            Self::MeasureValue { measure, period }
            | Self::Position {
                measure, period, ..
            } => Contents::figures(measure, vec![period]),
            Self::ShareOfChange {
                measure,
                from,
                to,
                within_from,
                within_to,
            } => Contents::figures(measure, vec![from, to, within_from, within_to]),
            Self::RowValue { .. }
            | Self::Value { .. }
            | Self::Number { .. }
            | Self::CountOfCommitments { .. }
            | Self::DistinctCommitments { .. }
            | Self::CountOfRows { .. }
            | Self::Lowest { .. }
            | Self::BreakYear { .. }
            | Self::Cannot { .. } => Contents::default(),
        }
    }

    /// Itself, and every computation inside it.
    #[must_use]
    pub fn with_parts(&self) -> Vec<&Self> {
        let mut all = vec![self];
        for part in self.contents().parts {
            all.extend(part.with_parts());
        }
        all
    }

    /// What it and every computation inside it are made of.
    #[must_use]
    pub fn all_contents(&self) -> Vec<Contents<'_>> {
        let all = self.with_parts();
        all.into_iter().map(Self::contents).collect()
    }
}
