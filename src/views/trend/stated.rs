//! Level steps whose ratio the user states, in words.

use crate::answer::{NumberFormat, Text};
use crate::estimates::{Fitted, FittedModel};
use crate::facts::trend::fitted::step_name;
use crate::facts::trend::shown::Shown;
use crate::facts::{Facts, Statistic, When};
use crate::stats::trends::step::StatedStep;
use crate::words::trimmed;

/// `All rapes: level step at April 2019: the new level over the old is 1.05 (95% confidence interval:
/// 0.99 to 1.11), as given with --step; …`
pub(super) fn remark(name: &str, step: &StatedStep, shown: &Shown, facts: &Facts) -> Text {
    let when = step_name(shown.series.basis(), step.at);
    let error = if step.ratio.log_error() > 0.0 {
        "; its error is in the intervals and the p-value of the trend"
    } else {
        ", taken as exact"
    };
    let lead = format!("{name}: level step at {when}: the new level over the old is ");
    Text::from(lead)
        .and(ratio(step, shown, facts))
        .and(", as given with --step")
        .and(error)
}

/// `It takes the level step at April 2019 as 1.05 (95% confidence interval: 0.99 to 1.11), as given
/// with --step.`
pub(super) fn sentence(fitted: &Fitted, shown: &Shown, facts: &Facts) -> Option<Text> {
    let FittedModel::Line(line) = &fitted.model else {
        return None;
    };
    let steps = line.stated_steps().iter().map(|step| {
        let when = step_name(shown.series.basis(), step.at);
        Text::from(format!("the level step at {when} as ")).and(ratio(step, shown, facts))
    });
    let steps = Text::joined(steps, " and ");
    (!steps.is_empty()).then(|| {
        Text::from("It takes ")
            .and(steps)
            .and(", as given with --step.")
    })
}

/// `1.05 (95% confidence interval: 0.99 to 1.11)`
fn ratio(step: &StatedStep, shown: &Shown, facts: &Facts) -> Text {
    let when = When::from(step_name(shown.series.basis(), step.at));
    let mut found = facts.of(&shown.series.name, Statistic::ComparabilityRatio);
    let Some(ratio) = found.find(|fact| fact.period == when) else {
        return Text::default();
    };
    // As many decimal places as the user gave, at least two.
    let digits = step.ratio.value().to_string();
    let places = digits.split_once('.').map_or(0, |(_, places)| places.len());
    let format = NumberFormat::Decimal(places.max(2));
    let text = Text::default().value(ratio, format);
    match ratio.confidence {
        Some(confidence) => text
            .and(format!(
                " ({}% confidence interval: ",
                trimmed(100.0 * confidence)
            ))
            .limits(ratio, format)
            .and(")"),
        None => text,
    }
}
