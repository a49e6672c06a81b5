//! Criteria grouped by outcome: which direction is wanted, and which the figures show.

/// Criteria below the outcome they belong to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scorecard {
    /// The outcomes in their order.
    pub outcomes: Vec<Outcome>,
}

/// One outcome with its criteria.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcome {
    /// What is intended: `Lower prevalence`.
    pub title: String,
    /// How it is told whether that came.
    pub criteria: Vec<Criterion>,
}

/// One criterion and what the figures show of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Criterion {
    /// What is looked at.
    pub title: String,
    /// The direction wanted; `None` where none is named.
    pub wanted: Option<Direction>,
    /// What the figures show.
    pub finding: Finding,
    /// The figures in words, or why there are none: `126,548 in 2021-22, 122,638 in 2023-24`.
    pub figures: String,
}

/// Up or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// More.
    Up,
    /// Less.
    Down,
}

/// What figures show of a criterion. No test of a change lies behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// The later figure lies in the direction wanted.
    AsWanted,
    /// It lies in the other direction.
    Against,
    /// The figures are the same.
    Level,
    /// There are no two figures to compare.
    NoFigures,
}
