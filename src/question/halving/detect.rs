//! What is asked of `vawg detect`: a survey to plan.

use anyhow::Result;

use crate::cli::DetectArgs;
use crate::problem::Problem;
use crate::question::request::{confidence, extra_scatter};
use crate::stats::trajectory::detect::Test;
use crate::stats::trajectory::path::{Path, Point, Shape};

/// Sample sizes shown where none is given.
const SAMPLE_SIZES: [f64; 6] = [3_000.0, 6_000.0, 12_000.0, 24_000.0, 30_000.0, 48_000.0];
/// No survey asks more people.
const MOST_PEOPLE: f64 = 1e9;

/// A survey to plan, checked.
pub(crate) struct Design {
    /// Per cent.
    pub(crate) prevalence: f64,
    /// Design factors.
    pub(crate) factors: Vec<f64>,
    /// The fall a year, as a share.
    pub(crate) annual_fall: f64,
    pub(crate) test: Test,
    /// People asked in later years, where not the same number.
    pub(crate) later_base: Option<f64>,
    /// People in each half sample that bridges a change of questions; the sample size where none.
    pub(crate) bridge: Option<f64>,
    /// What every standard error of a figure is multiplied by.
    pub(crate) extra_scatter: f64,
    pub(crate) wanted: Wanted,
}

/// What is to be worked out.
pub(crate) enum Wanted {
    /// The smallest fall that these sample sizes detect.
    Fall(Vec<f64>),
    /// The sample size that detects this fall, as a share of the prevalence.
    SizeForFall(f64),
    /// The sample size that detects the annual fall within so many years.
    SizeForYears(u8),
}

impl Design {
    /// # Errors
    /// Numbers that no survey can be planned with: usage errors.
    pub(crate) fn of(args: &DetectArgs) -> Result<Self> {
        let at = |time, value| Point { time, value };
        let halving = Path::new(Shape::Geometric, at(0.0, 1.0), at(10.0, 0.5))?;
        let design = Self {
            prevalence: args.prevalence,
            factors: args.design_factor.clone(),
            annual_fall: args.annual_fall.unwrap_or(1.0 - halving.value_at(1.0)?),
            test: Test {
                power: args.power,
                confidence: confidence(args.confidence)?,
            },
            later_base: args.later_base,
            bridge: args.bridge,
            extra_scatter: extra_scatter(args.extra_scatter)?,
            wanted: match (args.change, args.years) {
                (Some(change), _) => Wanted::SizeForFall(change),
                (None, Some(years)) => Wanted::SizeForYears(years),
                (None, None) if args.base.is_empty() => Wanted::Fall(SAMPLE_SIZES.to_vec()),
                (None, None) => Wanted::Fall(args.base.clone()),
            },
        };
        let percent = "per cent, more than 0 and less than 100";
        within("--prevalence", args.prevalence, 100.0, percent)?;
        let bases = args.base.iter().map(|base| ("--base", *base));
        let later = args.later_base.map(|base| ("--later-base", base));
        let bridge = args.bridge.map(|base| ("--bridge", base));
        for (option, base) in bases.chain(later).chain(bridge) {
            let hint = "a number of people: more than 0, and fewer than a thousand million";
            within(option, base, MOST_PEOPLE, hint)?;
        }
        for factor in &args.design_factor {
            let hint = "the ratio of standard errors (deft), not of variances; 1.35 is usual here";
            within("--design-factor", *factor, 100.0, hint)?;
        }
        let share = "a share between 0 and 1, such as 0.067";
        if let Some(change) = args.change {
            within("--change", change, 1.0, share)?;
        }
        within("--annual-fall", design.annual_fall, 1.0, share)?;
        within("--power", args.power, 1.0, "0.8 is usual")?;
        Ok(design)
    }
}

/// Refuses a value that is not strictly between 0 and `most`.
fn within(option: &str, value: f64, most: f64, hint: &str) -> Result<()> {
    if value > 0.0 && value < most {
        return Ok(());
    }
    let message = format!("{option} {value:?} is outside what can be planned for");
    Err(Problem::usage(message).hint(hint).into())
}
