//! A computed value and the figures it rests on.

use std::collections::BTreeSet;
use std::fmt;

use crate::model::{Age, Marker, Period, Series, Sex, Source, Status};

/// A computed value and the figures it rests on.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Computed {
    /// At full precision.
    pub(crate) value: f64,
    /// The figures, in the order of the computation.
    pub(crate) inputs: Vec<Input>,
    /// The item that has the lowest value, where the claim names another: it speaks against the
    /// claim whatever the value.
    pub(crate) other_lowest: Option<String>,
}

/// One figure that a computation rests on.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Input {
    /// What it is: a measure, a stated value, a row.
    pub(crate) name: String,
    /// The people that it describes, where it is the figure of a measure.
    pub(crate) people: Option<People>,
    /// Its period.
    pub(crate) period: Option<Period>,
    /// The figure.
    pub(crate) value: f64,
    /// The release that it comes from; the report's name where the report states it.
    pub(crate) release: String,
    /// `SHEET!CELL`, or where in the report, or who quoted it.
    pub(crate) source_ref: String,
    /// Its status.
    pub(crate) status: Option<Status>,
    /// `[f]` where it is forecast.
    pub(crate) marker: Option<Marker>,
    /// What kind of place it comes from.
    pub(crate) origin: Origin,
    /// A source line, where the figure is not from a series.
    pub(crate) source: String,
}

/// The people that a measure describes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct People {
    pub(crate) source: Source,
    pub(crate) sex: Sex,
    pub(crate) age: Age,
    /// `England and Wales`
    pub(crate) area: String,
}

/// What kind of place a figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Origin {
    /// The report itself.
    #[default]
    Report,
    /// A release, or a quotation by somebody else: something that can test the report.
    Elsewhere,
}

/// Why there is no computed value.
#[derive(Debug)]
pub(crate) enum NotComputable {
    /// It cannot be computed, and the audit goes on.
    Because(Reason),
    /// A release or file is damaged: the audit ends.
    Failed(anyhow::Error),
}

/// Why a value cannot be computed from the data available.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The only figure held is the report's own, which cannot test the report.
    OnlyOwnFigure,
    /// A marker is published in place of a figure: which figure.
    Marked(Marker, String),
    /// No release available has a figure: what was looked for, and where.
    NotHeld(String),
    /// A list, a row or a value of the report cannot be used: which, and why.
    Unusable(String),
    /// The claims file says why.
    Declared(String),
    /// The divisor is 0.
    DivisionByZero,
    /// The result is not a finite number.
    NotFinite,
    /// There is a value, but the report states none to compare it with.
    NothingStated,
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OnlyOwnFigure => formatter.write_str("only the report's own figure is held"),
            Self::Marked(marker, what) => {
                write!(formatter, "{what} is {marker}: {}", marker.meaning())
            }
            Self::NotHeld(words) | Self::Unusable(words) | Self::Declared(words) => {
                formatter.write_str(words)
            }
            Self::DivisionByZero => formatter.write_str("division by zero"),
            Self::NotFinite => formatter.write_str("the result is not a finite number"),
            Self::NothingStated => formatter.write_str("the report states no figure"),
        }
    }
}

impl From<Reason> for NotComputable {
    fn from(reason: Reason) -> Self {
        Self::Because(reason)
    }
}

impl From<anyhow::Error> for NotComputable {
    fn from(error: anyhow::Error) -> Self {
        Self::Failed(error)
    }
}

/// A text of the claims file that cannot be read; the checks have reported it before.
impl From<String> for NotComputable {
    fn from(reason: String) -> Self {
        Self::Because(Reason::Unusable(reason))
    }
}

/// A value or the reason why there is none; an error where a release is damaged.
pub(crate) fn possible<T>(found: Result<T, NotComputable>) -> anyhow::Result<Result<T, Reason>> {
    match found {
        Ok(found) => Ok(Ok(found)),
        Err(NotComputable::Because(reason)) => Ok(Err(reason)),
        Err(NotComputable::Failed(error)) => Err(error),
    }
}

impl People {
    pub(crate) fn from_series(series: &Series) -> Self {
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
            other_lowest: None,
        }
    }
}

impl Computed {
    /// A value made of others.
    pub(crate) fn from_parts(value: f64, parts: Vec<Self>) -> Self {
        let mut whole = Self {
            value,
            ..Self::default()
        };
        for part in parts {
            whole.inputs.extend(part.inputs);
            whole.other_lowest = whole.other_lowest.or(part.other_lowest);
        }
        whole
    }

    /// The same where its value is a finite number.
    pub(crate) fn finite(self) -> Result<Self, Reason> {
        if self.value.is_finite() {
            Ok(self)
        } else {
            Err(Reason::NotFinite)
        }
    }

    /// The same with further figures that it rests on.
    pub(crate) fn with(mut self, inputs: impl IntoIterator<Item = Input>) -> Self {
        self.inputs.extend(inputs);
        self
    }

    /// `[f]` where a figure is forecast.
    pub(crate) fn marker(&self) -> Option<Marker> {
        self.inputs.iter().find_map(|input| input.marker)
    }

    /// Whether it rests on anything beyond the report itself.
    pub(crate) fn tests_the_report(&self) -> bool {
        let mut inputs = self.inputs.iter();
        inputs.any(|input| input.origin == Origin::Elsewhere)
    }

    /// Each text of the inputs once, in their order, with `; ` between them.
    pub(crate) fn joined(&self, text: impl Fn(&Input) -> &str) -> String {
        let mut seen = BTreeSet::new();
        let texts = self.inputs.iter().map(text);
        let each: Vec<&str> = texts
            .filter(|text| !text.is_empty() && seen.insert(*text))
            .collect();
        each.join("; ")
    }

    /// What all inputs have in common; `None` where they differ or one has none.
    pub(crate) fn common<T: PartialEq>(&self, of: impl Fn(&Input) -> Option<T>) -> Option<T> {
        let mut inputs = self.inputs.iter();
        let first = of(inputs.next()?)?;
        inputs
            .all(|input| of(input).as_ref() == Some(&first))
            .then_some(first)
    }
}
