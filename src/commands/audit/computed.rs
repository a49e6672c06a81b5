//! A computed value and the figures it rests on.

use std::collections::BTreeSet;

use crate::model::{Age, Marker, Period, Series, Sex, Source, Status};

/// A computed value and the figures it rests on.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Computed {
    /// At full precision.
    pub(super) value: f64,
    /// The figures, in the order of the computation.
    pub(super) inputs: Vec<Input>,
    /// Why it speaks against the claim whatever its value; empty where it does not.
    pub(super) against: String,
}

/// One figure that a computation rests on.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Input {
    /// What it is: a measure, a stated value, a row.
    pub(super) name: String,
    /// The measure's series, where it is the figure of a measure.
    pub(super) population: Option<Population>,
    /// Its period.
    pub(super) period: Option<Period>,
    /// The figure.
    pub(super) value: f64,
    /// The release that it comes from; the report's name where the report states it.
    pub(super) release: String,
    /// `SHEET!CELL`, or where in the report, or who quoted it.
    pub(super) source_ref: String,
    /// Its standing.
    pub(super) status: Option<Status>,
    /// `[f]` where it is forecast.
    pub(super) marker: Option<Marker>,
    /// What kind of place it comes from.
    pub(super) origin: Origin,
    /// A source line, where the figure is of no series.
    pub(super) source: String,
}

/// Whom a measure is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Population {
    pub(super) source: Source,
    pub(super) sex: Sex,
    pub(super) age: Age,
    /// `England and Wales`
    pub(super) area: String,
}

/// What kind of place a figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Origin {
    /// The report itself.
    #[default]
    Report,
    /// A release at hand, or somebody else's quotation: something that can test the report.
    Elsewhere,
}

/// Why there is no computed value.
#[derive(Debug)]
pub(super) enum Stop {
    /// It cannot be computed, and the audit goes on.
    Cannot {
        /// Why.
        reason: String,
        /// Whether the report's own figure is held, and no other.
        own: bool,
    },
    /// A release or file is damaged: the audit ends.
    Failed(anyhow::Error),
}

impl Stop {
    pub(super) fn cannot(reason: impl Into<String>) -> Self {
        Self::Cannot {
            reason: reason.into(),
            own: false,
        }
    }
}

impl From<anyhow::Error> for Stop {
    fn from(error: anyhow::Error) -> Self {
        Self::Failed(error)
    }
}

/// A text of the claims file that cannot be read; the checks have listed it before.
impl From<String> for Stop {
    fn from(reason: String) -> Self {
        Self::cannot(reason)
    }
}

impl Population {
    pub(super) fn of(series: &Series) -> Self {
        Self {
            source: series.source,
            sex: series.sex,
            age: series.age,
            area: series.area.clone(),
        }
    }
}

impl From<Input> for Computed {
    /// A figure as it is.
    fn from(input: Input) -> Self {
        Self {
            value: input.value,
            inputs: vec![input],
            against: String::new(),
        }
    }
}

impl Computed {
    /// A value made of others.
    pub(super) fn of(value: f64, parts: Vec<Self>) -> Self {
        let mut whole = Self {
            value,
            ..Self::default()
        };
        for part in parts {
            whole.inputs.extend(part.inputs);
            if whole.against.is_empty() {
                whole.against = part.against;
            }
        }
        whole
    }

    /// The same with further figures that it rests on.
    pub(super) fn with(mut self, inputs: impl IntoIterator<Item = Input>) -> Self {
        self.inputs.extend(inputs);
        self
    }

    /// `[f]` where a figure is forecast.
    pub(super) fn marker(&self) -> Option<Marker> {
        self.inputs.iter().find_map(|input| input.marker)
    }

    /// Whether it rests on anything beyond the report itself.
    pub(super) fn tests_the_report(&self) -> bool {
        let mut inputs = self.inputs.iter();
        inputs.any(|input| input.origin == Origin::Elsewhere)
    }

    /// Each text of the inputs once, in their order, with `; ` between them.
    pub(super) fn joined(&self, text: impl Fn(&Input) -> &str) -> String {
        let mut seen = BTreeSet::new();
        let texts = self.inputs.iter().map(text);
        let each: Vec<&str> = texts
            .filter(|text| !text.is_empty() && seen.insert(*text))
            .collect();
        each.join("; ")
    }

    /// What all inputs have in common; `None` where they differ or one has none.
    pub(super) fn common<T: PartialEq>(&self, of: impl Fn(&Input) -> Option<T>) -> Option<T> {
        let mut inputs = self.inputs.iter();
        let first = of(inputs.next()?)?;
        inputs
            .all(|input| of(input).as_ref() == Some(&first))
            .then_some(first)
    }
}
