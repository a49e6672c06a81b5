//! The question of a command as a figure of a report asks it: the options are keys of its query, and
//! keys that are not given have the defaults of the command line.

use std::path::PathBuf;

use serde::Deserialize;

use super::{DataArgs, Errors, GoalArgs, Model, ModelArgs, OutputArgs, PrecisionArgs};

impl Default for ModelArgs {
    fn default() -> Self {
        Self {
            errors: Errors::Correlated,
            model: Model::LogLinear,
            max_joinpoints: None,
            select: "permutation".to_owned(),
            step: Vec::new(),
            across_breaks: false,
            linear: false,
            average: Vec::new(),
            seed: 20_240_331,
        }
    }
}

impl Default for PrecisionArgs {
    fn default() -> Self {
        Self {
            confidence: 0.95,
            base: Vec::new(),
            design_factor: None,
        }
    }
}

/// The keys of a target, side by side: serde cannot tell unknown keys from known ones where one
/// flattened struct is inside another.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct GoalKeys {
    definition: Option<String>,
    input: Option<PathBuf>,
    baseline: Option<String>,
    target: Option<String>,
    reduction: Option<f64>,
    release: Option<String>,
    confidence: Option<f64>,
    base: Vec<String>,
    design_factor: Option<f64>,
    power: Option<f64>,
    extra_scatter: Option<f64>,
}

impl From<GoalKeys> for GoalArgs {
    fn from(keys: GoalKeys) -> Self {
        let usual = PrecisionArgs::default();
        Self {
            definition: keys.definition.unwrap_or_else(|| "headline".to_owned()),
            input: keys.input,
            baseline: keys.baseline,
            target: keys.target,
            reduction: keys.reduction,
            release: keys.release,
            precision: PrecisionArgs {
                confidence: keys.confidence.unwrap_or(usual.confidence),
                base: keys.base,
                design_factor: keys.design_factor,
            },
            power: keys.power.unwrap_or(0.8),
            extra_scatter: keys.extra_scatter.unwrap_or(1.0),
        }
    }
}

/// A report decides in which form and where its figures are.
pub(super) const fn no_output() -> OutputArgs {
    OutputArgs {
        format: None,
        output: None,
        full: false,
        wide: false,
    }
}

/// A report decides which figures it uses.
pub(super) const fn no_data() -> DataArgs {
    DataArgs { data: None }
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use serde::de::DeserializeOwned;

    use crate::cli::{BaselineArgs, PrevalenceArgs, TrajectoryArgs, TrendArgs, UpliftArgs};

    #[derive(Debug, Parser)]
    struct Line<T: clap::Args> {
        #[command(flatten)]
        arguments: T,
    }

    #[track_caller]
    fn ask_the_same<T: clap::Args + DeserializeOwned + std::fmt::Debug>(line: &str, keys: &str) {
        let words = std::iter::once("vawg").chain(line.split_whitespace());
        let line: Line<T> = Line::try_parse_from(words).unwrap();
        let query: T = toml::from_str(keys).unwrap();
        assert_eq!(format!("{query:?}"), format!("{:?}", line.arguments));
    }

    #[test]
    fn a_query_asks_what_the_command_line_asks() {
        let crime = "crime = 'rape'\n";
        ask_the_same::<TrendArgs>("--crime rape", crime);
        ask_the_same::<PrevalenceArgs>("--crime rape", crime);
        ask_the_same::<BaselineArgs>("", "");
        ask_the_same::<TrajectoryArgs>("", "");
        ask_the_same::<TrendArgs>(
            "--input a.csv --source police --sex women --model joinpoint --rate --confidence 0.9 --step breaks",
            "input = 'a.csv'\nsource = 'police'\nsex = 'women'\nmodel = 'joinpoint'\nrate = true\n\
             confidence = 0.9\nstep = ['breaks']\n",
        );
        ask_the_same::<TrajectoryArgs>(
            "--observed 2025-26=10.1 --path linear --base 12000 --reduction 0.2 --extra-scatter 1.2",
            "observed = ['2025-26=10.1']\npath = 'linear'\nbase = ['12000']\nreduction = 0.2\n\
             extra_scatter = 1.2\n",
        );
        ask_the_same::<UpliftArgs>(
            "66bn --from 2016-17 --to 2024-25",
            "amount = '66bn'\nfrom = '2016-17'\nto = '2024-25'\n",
        );
    }

    #[test]
    fn keys_that_a_command_does_not_have_are_refused() {
        let refused = |error: toml::de::Error| assert!(error.to_string().contains("unknown field"));
        refused(toml::from_str::<TrendArgs>("crime = 'rape'\ncolour = 'red'\n").unwrap_err());
        refused(toml::from_str::<TrendArgs>("crime = 'rape'\nchart = 'x.png'\n").unwrap_err());
        refused(toml::from_str::<PrevalenceArgs>("source = 'police'\n").unwrap_err());
    }
}
