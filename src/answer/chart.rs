//! What a chart shows, without a word of how it is drawn.
//!
//! Positions along the horizontal axis are decimal years: the midpoint of each period. A new form
//! of chart is a variant here and one file under `render/`.

use super::table::Table;

mod bars;
mod matrix;
mod places;
mod scorecard;
mod stages;

pub use bars::{Arrangement, Bar, BarRow, Bars};
pub use matrix::{Matrix, MatrixCell, MatrixRow};
pub use places::{Funnel, FunnelArea, FunnelLimits, Multiples, SmallChart};
pub use scorecard::{Criterion, Direction, Finding, Outcome, Scorecard};
pub use stages::{Stage, Stages};

/// A chart of one panel.
#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    /// One or more series against time.
    Lines(Lines),
    /// Horizontal bars from zero.
    Bars(Bars),
    /// Rates of areas against their population.
    Funnel(Funnel),
    /// A small chart for each area.
    Multiples(Multiples),
    /// Stages that follow on one another, not to scale.
    Stages(Stages),
    /// Marks in a grid.
    Matrix(Matrix),
    /// A table, drawn.
    Listing(Table),
    /// Criteria, with the direction wanted and the one found.
    Scorecard(Scorecard),
}

/// Series against time, with breaks, gaps and uncertainty.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lines {
    /// Left end of the horizontal axis, in decimal years.
    pub from: f64,
    /// Right end of the horizontal axis, in decimal years.
    pub to: f64,
    /// Every period that could carry a label, in order; the renderer may thin them out evenly.
    pub ticks: Vec<Tick>,
    /// What the labels below the axis are: `Year ending March`.
    pub period_axis: String,
    /// How values are written along the vertical axis, which starts at zero.
    pub value_axis: ValueAxis,
    /// The series, the principal one first; readers can distinguish four at most.
    pub lines: Vec<Line>,
    /// Numbered dates at which the series changed its meaning; the numbers are those of the notes.
    pub breaks: Vec<BreakMark>,
    /// Spans without figures, each with its reason.
    pub gaps: Vec<Gap>,
    /// Stretches of time that something is said of.
    pub stretches: Vec<Stretch>,
    /// Values that concern the whole span: a target.
    pub levels: Vec<Level>,
    /// Midpoints of periods that are counted only in part: hollow points, joined to no line.
    pub partial: Vec<f64>,
    /// Where fitted lines turn, with the limits of the place: bars on the axis of periods.
    pub turns: Vec<Turn>,
}

/// A label on the horizontal axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Decimal year.
    pub at: f64,
    /// `2024`
    pub label: String,
}

/// The unit of the vertical axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ValueAxis {
    /// Whole numbers with thousands commas.
    #[default]
    Counts,
    /// Numbers followed by `%`.
    PerCent,
    /// Plain decimals: rates and index numbers.
    Decimals,
}

/// One series.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Direct label, written at the line's end: `All rapes`.
    pub label: String,
    /// What the line is, which decides how it is drawn.
    pub role: LineRole,
    /// In the order of time; a point without a value opens the line.
    pub points: Vec<LinePoint>,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineRole {
    /// Published figures; the survey's points are marked with dots.
    Observed {
        /// Whether each point carries a dot.
        dots: bool,
    },
    /// A model fitted to figures, with its band where the points have intervals; drawn in the
    /// colour of those figures, without a name of its own.
    Fitted {
        /// Which of the chart's lines holds the figures.
        of: usize,
    },
    /// Figures that others are compared with: England and Wales behind its police forces.
    Behind,
    /// A course that is required or assumed, not observed: what halving would need.
    Path,
}

/// One point of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct LinePoint {
    /// Midpoint of the period, in decimal years.
    pub at: f64,
    /// The value; `None` where a marker stands, where the line is left open.
    pub value: Option<f64>,
    /// Lower and upper limit, in the unit of the value.
    pub interval: Option<(f64, f64)>,
    /// A label at this point: the first, the last, an extreme; written as given.
    pub label: Option<String>,
}

/// A numbered date at which a series changed its meaning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BreakMark {
    /// Decimal year.
    pub at: f64,
    /// The number of the note that explains it.
    pub note: usize,
}

/// A span of time without figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap {
    /// Decimal year at which it begins.
    pub from: f64,
    /// Decimal year at which it ends.
    pub to: f64,
    /// Why: `no survey`.
    pub reason: String,
}

/// A stretch of time that something is said of.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    /// Decimal year at which it begins.
    pub from: f64,
    /// Decimal year at which it ends.
    pub to: f64,
    /// What is said: `77% of the change`.
    pub label: String,
}

/// A place at which a fitted line turns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Turn {
    /// Decimal year of its lower limit.
    pub from: f64,
    /// Decimal year of its upper limit.
    pub to: f64,
    /// Which of the chart's lines holds the figures.
    pub of: usize,
}

/// A value that concerns the whole span, marked across the chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// In the unit of the value axis.
    pub value: f64,
    /// Direct label, with the value as it is to be written: `Target: half, 5.65%`.
    pub label: String,
}
