//! Charts of many areas: a funnel, and small charts of one form.

use super::{LinePoint, Tick, ValueAxis};

/// Rates against population, with the limits within which areas are expected.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Funnel {
    /// The areas, by name.
    pub points: Vec<FunnelArea>,
    /// The common rate.
    pub baseline: f64,
    /// Its label: `All forces: 3.21`.
    pub baseline_label: String,
    /// The limits, the inner first.
    pub limits: Vec<FunnelLimits>,
    /// What the horizontal axis is: `Population`.
    pub population_axis: String,
    /// What the vertical axis is: `Rate per 1,000 people`.
    pub rate_axis: String,
}

/// One area in a funnel.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FunnelArea {
    /// Its name.
    pub label: String,
    /// How many people.
    pub population: f64,
    /// Its rate.
    pub rate: f64,
    /// Whether it lies outside the inner limits, and so has its name on the chart.
    pub is_outside: bool,
}

/// The limits at one confidence.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FunnelLimits {
    /// `95%`
    pub label: String,
    /// Population, lower and upper limit, from left to right.
    pub course: Vec<(f64, f64, f64)>,
}

/// A small chart for each area, all on the same axes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Multiples {
    /// The charts, by name.
    pub panels: Vec<SmallChart>,
    /// What all of them have behind, in grey.
    pub behind: Vec<LinePoint>,
    /// The name of what is behind.
    pub behind_label: String,
    /// Left end of the horizontal axis, in decimal years.
    pub from: f64,
    /// Right end of the horizontal axis, in decimal years.
    pub to: f64,
    /// The first and the last period.
    pub ticks: Vec<Tick>,
    /// How values are written along the vertical axis, which starts at zero.
    pub value_axis: ValueAxis,
}

/// One small chart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SmallChart {
    /// Its area.
    pub label: String,
    /// In the order of time; a point without a value opens the line.
    pub points: Vec<LinePoint>,
    /// Its last value in words.
    pub value: String,
}
