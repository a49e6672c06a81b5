//! What a fact states: one enumerated list, spelled as in machine output.

use std::fmt;
use std::str::FromStr;

macro_rules! statistics {
    ($($variant:ident $name:literal $meaning:literal;)*) => {
        /// What a fact states. The spelling is that of the column `statistic` of machine output.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        pub enum Statistic {
            $(
                #[doc = $meaning]
                $variant,
            )*
            /// Not stated.
            #[default]
            None,
        }

        impl Statistic {
            /// Every statistic with its spelling and its meaning: a new one is a line here.
            pub const ALL: &'static [(Self, &'static str, &'static str)] = &[
                $((Self::$variant, $name, $meaning),)*
            ];
        }
    };
}

statistics! {
    Observed "observed" "A value as published.";
    Rate "rate" "Offences per 1,000 population.";
    Index "index" "The value as a percentage of that of a stated period.";
    Change "change" "Later value minus earlier value.";
    RelativeChange "relative_change" "Later value over earlier value, minus 1, in per cent.";
    Apc "apc" "Annual percentage change of a fitted trend.";
    Aapc "aapc" "Average annual percentage change of a joinpoint trend over a window.";
    AnnualChange "annual_change" "Change a year of a trend fitted on the linear scale.";
    Slope "slope" "Slope of a fitted trend on its own scale.";
    SlopeStandardError "slope_standard_error" "Standard error of the slope.";
    Dispersion "dispersion" "Scatter of counts about a trend, relative to chance alone.";
    LagCorrelation "lag1_correlation" "Correlation of the residuals of neighbouring years.";
    MeanRho "mean_rho" "Mean correlation of neighbouring years over those that fit the residuals.";
    Sensitivity "sensitivity" "Annual change of the latest trend fitted in one way of several: `method` says which.";
    Fitted "fitted" "Value of a fitted trend.";
    Joinpoint "joinpoint" "Period at which a fitted trend turns.";
    JoinpointPlace "joinpoint_place" "Limits of the period at which a fitted trend turns.";
    JoinpointTest "joinpoint_test" "Permutation test of one number of joinpoints against another.";
    SumOfSquares "sum_of_squares" "Residual sum of squares of a candidate model.";
    Bic "bic" "Bayesian information criterion of a candidate model.";
    Bic3 "bic3" "Bayesian information criterion with the larger penalty for joinpoints.";
    WeightedBic "wbic" "Weighted Bayesian information criterion.";
    Step "step" "Level step at a break, on the scale of the trend.";
    StepStandardError "step_standard_error" "Standard error of a level step.";
    ComparabilityRatio "comparability_ratio" "Level on the new basis over level on the old.";
    SymmetricRatio "comparability_ratio_symmetric" "The same with the symmetric limits of the NCI's Joinpoint program.";
    Prevalence "prevalence" "Share of people who were victims, in per cent.";
    Victims "victims" "Number of people who were victims.";
    Population "population" "Number of people.";
    Base "base" "Unweighted base (sample size).";
    DesignFactor "design_factor" "Design factor (deft): standard error over that of a simple random sample.";
    StandardError "standard_error" "Standard error of a value.";
    Difference "difference" "Difference between two groups or values.";
    RelativeDifference "relative_difference" "Difference in per cent of the value that it is measured from.";
    Ratio "ratio" "One value over another.";
    RoundingRange "rounding_range" "Limits that the rounding of published values leaves for what `method` names.";
    ShareOfChange "share_of_change" "Part of a change that falls within a span.";
    Share "share" "Part of a whole, in per cent.";
    Count "count" "Number of things counted.";
    Stated "stated" "A value as a report states it.";
    Computed "computed" "A stated value calculated again.";
    Also "also" "A stated value calculated again in another way or from another release.";
    Pinned "pinned" "A stated value calculated again from the release that the report names.";
    Uplifted "uplifted" "An amount in the prices of another year.";
    Deflator "deflator" "GDP deflator.";
    Baseline "baseline" "Value that a target is measured from.";
    Target "target" "Value to be reached.";
    Path "path" "Value on a path to the target.";
    RequiredRate "required_rate" "Change a year that reaches the target from here.";
    ProgressRatio "progress_ratio" "Change a year so far over the change a year required.";
    Gap "gap" "Value minus that of a path.";
    GapRatio "gap_ratio" "Value over that of a path, minus 1, in per cent.";
    ObservedRate "observed_rate" "Change a year since the baseline.";
    Probability "probability" "Share of the likelihood at or below a path, or probability of reaching a target.";
    VerdictUnder "verdict_under" "Gap to a path under another assumption on precision: `method` says which, `note` the verdict.";
    ChangeOverError "change_over_error" "Change since the baseline over its standard error (z).";
    BaseNeeded "base_needed" "People to ask in each of two periods for the change between them to be significant.";
    Verdict "verdict" "Judgement of a value against a path.";
    Projection "projection" "Value of a fitted trend in a later period.";
    Counterfactual "counterfactual" "Value that an earlier trend would have led to.";
    Contribution "contribution" "Part of a change that one group accounts for.";
    DetectableChange "detectable_change" "Smallest change that a survey would detect.";
    FirstDetected "first_detected" "First period in which a fall on a path would be detected.";
    YearsToDetect "years_to_detect" "Years until a change would be detected.";
    DetectableBridged "detectable_change_bridged" "The smallest change across a change of questions that half samples bridge.";
    YearsBridged "years_to_detect_bridged" "Years until a change would be detected across such a bridge.";
    WhatIf "what_if" "Value if a stated change a year goes on.";
    Phi "phi" "Mean squared z-score of areas about their common rate: 1 where chance alone explains their scatter.";
    Tau "tau" "Ordinary variation between areas: standard deviation of their true rates, on the log scale.";
    FunnelLimits "funnel_limits" "Rate expected of an area, with the limits of chance and ordinary variation.";
    FunnelCurve "funnel_curve" "Rates at the two populations for which an area's count is just on the exact Poisson limits.";
    Standing "standing" "Place in a funnel: 0 within the 95% limits, 1 or -1 outside those, 2 or -2 outside the 99.8% limits.";
    OutsideLimits "outside_limits" "Number of areas outside funnel limits: `method` says which.";
    ChangedAreas "changed_areas" "Number of areas whose count changed significantly: `method` says by which test.";
    RowRenamed "row_renamed" "A row that has another name in the later release.";
    RowVanished "row_vanished" "A row that only the earlier release has.";
    RowAppeared "row_appeared" "A row that only the later release has.";
}

impl Statistic {
    /// The spelling in machine output.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(statistic, ..)| *statistic == self)
            .map_or("", |(_, name, _)| name)
    }
}

impl fmt::Display for Statistic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Statistic {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|(_, name, _)| *name == text);
        found
            .map(|(statistic, ..)| *statistic)
            .ok_or_else(|| format!("`{text}` is not a statistic"))
    }
}
