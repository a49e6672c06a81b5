//! Questions about a target, made from the arguments of the command line.

use crate::cli::{GoalArgs, PathChoice, TrajectoryArgs};
use crate::question::halving::goal::GoalQuestion;
use crate::question::halving::trajectory::TrajectoryQuestion;
use crate::stats::trajectory::path::Shape;

impl From<&GoalArgs> for GoalQuestion {
    fn from(args: &GoalArgs) -> Self {
        Self {
            definition: args.definition.clone(),
            input: args.input.clone(),
            baseline: args.baseline.clone(),
            target: args.target.clone(),
            reduction: args.reduction,
            release: args.release.clone(),
            confidence: args.precision.confidence,
            base: args.precision.base.clone(),
            design_factor: args.precision.design_factor,
            power: args.power,
            extra_scatter: args.extra_scatter,
            area: None,
        }
    }
}

impl From<&TrajectoryArgs> for TrajectoryQuestion {
    fn from(args: &TrajectoryArgs) -> Self {
        Self {
            goal: GoalQuestion {
                area: args.area.clone(),
                ..(&args.goal).into()
            },
            observed: args.observed.clone(),
            across_breaks: args.across_breaks,
            steps: args.step.clone(),
            paths: match args.path {
                PathChoice::Both => vec![Shape::Geometric, Shape::Linear],
                PathChoice::Geometric => vec![Shape::Geometric],
                PathChoice::Linear => vec![Shape::Linear],
            },
            annual_change: args.assume_annual_change,
        }
    }
}
