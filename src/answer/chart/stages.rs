//! Stages that follow on one another, and what is counted at each. They count different things, so
//! nothing of it is drawn to scale.

/// A funnel of stages, the first above.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stages {
    /// The stages in their order.
    pub stages: Vec<Stage>,
}

/// One stage.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stage {
    /// What happens here: `Offences recorded and flagged`.
    pub label: String,
    /// The number with what it counts, or the marker: `831,000 offences`, `[x]`.
    pub count: String,
    /// Whose figures they are: `police`.
    pub source: String,
    /// Whether there is a number.
    pub is_known: bool,
}
