//! Everything that the full answer says below the tables.

use crate::answer::{NumberFormat, Text};
use crate::facts::trajectory::name;
use crate::facts::trajectory::{Assessed, Prior};
use crate::views::goal::{self, interval_name};
use crate::views::precision::reasons;
use crate::words::trimmed;

use super::View;
use super::sentences::{CHANGE, RATE};

impl View<'_> {
    pub(super) fn remarks(&self) -> Vec<Text> {
        let findings = self.findings;
        let mut remarks: Vec<Text> = Vec::new();
        match findings.latest() {
            Some(latest) => remarks.extend(self.on_latest(latest)),
            None => remarks.push(
                Text::from("Required: ")
                    .value(&findings.required, RATE)
                    .and(" a year from the baseline. There is no verdict without a later figure."),
            ),
        }
        remarks.extend(self.detectable());
        remarks.extend(self.first_detected());
        remarks.extend(reasons(&findings.facts, name(&findings.subject)));
        remarks.push(self.projection());
        remarks.extend(self.what_if());
        remarks.extend(self.parts());
        remarks.extend(findings.prior.iter().map(|prior| self.prior(prior)));
        remarks
    }

    fn on_latest(&self, latest: &Assessed) -> Vec<Text> {
        let mut remarks = vec![self.change(latest)];
        remarks.extend(self.scatter(latest));
        if self.findings.assessed.len() == 1 {
            remarks.push("These are only two points: they show no trend.".into());
        }
        remarks.extend(self.sides(latest).map(Text::from));
        for mark in &latest.blocked_by {
            remarks.push(
                format!(
                    "No verdict: there is a break between the baseline and the figure ({}: {}) \
                     --step PERIOD=RATIO puts the figures on one basis, --across-breaks ignores the break.",
                    mark.date_in_words, mark.text
                )
                .into(),
            );
        }
        remarks.extend(self.rates(latest));
        if latest.rate.limits().is_some() {
            remarks.push(
                Text::from("Annual changes that the figures are consistent with: ")
                    .limits(&latest.rate, CHANGE),
            );
        }
        remarks
    }

    /// The change since the baseline, with its interval where sampling gives it one.
    fn change(&self, latest: &Assessed) -> Text {
        let span = format!(
            "{} to {}: ",
            self.findings.baseline.period, latest.figure.period
        );
        let text = Text::from(span)
            .value(&latest.change, self.format.signed)
            .and(self.format.points)
            .and(", ")
            .value(&latest.relative, CHANGE);
        if self.is_count || latest.relative.limits().is_none() {
            return text;
        }
        text.and(format!(" ({}: ", interval_name(&latest.relative)))
            .limits(&latest.relative, CHANGE)
            .and(")")
    }

    /// Observed and required rates, and their ratio.
    fn rates(&self, latest: &Assessed) -> [Text; 2] {
        let rates = Text::from("Change a year: observed ")
            .value(&latest.rate, RATE)
            .and("; required from the baseline ")
            .value(&self.findings.required, NumberFormat::SignedPerCent(3));
        let rates = match &latest.required {
            Some(required) => rates.and(", from here ").value(required, RATE),
            None => rates,
        };
        let progress = Text::from("Progress ratio ")
            .value(&latest.progress, NumberFormat::Decimal(3))
            .and(format!(
                ", {}; this ratio ignores sampling error: do not quote it on its own",
                latest.class.words()
            ));
        [rates, progress]
    }

    /// Where the two paths say different things, the text says so.
    #[allow(clippy::unused_self, reason = "a part of the remarks like the others")]
    fn sides(&self, latest: &Assessed) -> Option<String> {
        let [geometric, linear] = latest.against.as_slice() else {
            return None;
        };
        if geometric.gap.value > Some(0.0) && linear.gap.value < Some(0.0) {
            return Some(
                "The figure is on different sides of the two paths: above the same-rate path, below \
                 the same-number path, which asks for less in the first years."
                    .to_owned(),
            );
        }
        let verdicts = geometric.judged.as_ref().zip(linear.judged.as_ref());
        let (geometric, linear) = verdicts.map(|(one, other)| (one.verdict, other.verdict))?;
        (geometric != linear).then(|| {
            format!(
                "The verdicts on the two paths differ: {} on the stricter (same rate), {} on the \
                 milder (same number).",
                geometric.words(),
                linear.words()
            )
        })
    }

    fn detectable(&self) -> Option<Text> {
        let fall = self.findings.detectable.as_ref()?;
        let power = trimmed(100.0 * self.findings.subject.goal.power);
        let lead = format!(
            "Smallest fall from the baseline that a second survey of the same size would detect \
             ({power}% power): "
        );
        let size = |fact: &crate::facts::Fact| fact.value.map(f64::abs);
        Some(Text::from(lead).part(fall, size, NumberFormat::PerCent(1)))
    }

    fn projection(&self) -> Text {
        match &self.findings.projection {
            Err(reason) => format!("Projection: not possible, {reason}.").into(),
            Ok([value, probability]) => {
                let confidence = value.confidence.map(|share| trimmed(100.0 * share));
                Text::from("If the trend of the latest stretch continued (not a forecast): ")
                    .value(value, self.format.value)
                    .and(format!(
                        " in {} ({}% prediction interval: ",
                        value.period,
                        confidence.unwrap_or_default()
                    ))
                    .limits(value, self.format.value)
                    .and("), probability of reaching the target ")
                    .and(goal::probability(probability))
            }
        }
    }

    fn parts(&self) -> Option<Text> {
        let parts = self.findings.parts.as_ref()?;
        let format = self.format.signed;
        let each = parts
            .contributions
            .iter()
            .map(|part| Text::from(format!("{} ", part.note)).value(part, format));
        let unit = match self.format.points.trim() {
            "" => String::new(),
            points => format!(", {points}"),
        };
        let lead = format!("Parts of the change between the two figures as published{unit}: ");
        let text = Text::from(lead)
            .and(Text::joined(each, ", "))
            .and("; together ")
            .value(&parts.together, format);
        let text = match &parts.residual {
            Some(residual) => text.and("; not explained by them ").value(residual, format),
            None => text,
        };
        let weights = parts.weights.first().map(|first| {
            let each = parts.weights.iter();
            let each = each.map(|share| Text::default().value(share, NumberFormat::PerCent(1)));
            Text::from(format!(
                ", weighted by their shares of the {} (",
                first.denominator
            ))
            .and(Text::joined(each, ", "))
            .and(")")
        });
        Some(
            text.and(weights.unwrap_or_default()).and(
                ". No interval is known for any part, so no part is shown to differ from zero.",
            ),
        )
    }

    fn prior(&self, prior: &Prior) -> Text {
        let compared = if prior.is_other {
            "This is a different measure from the target's: compare rates, not levels."
        } else {
            "An earlier trend says nothing about its cause."
        };
        let Prior {
            change, continued, ..
        } = prior;
        Text::from(format!("Trend up to the baseline, {}", prior.name))
            .and(format!(" ({} to {}): ", change.from, change.to))
            .value(change, CHANGE)
            .and(format!(" a year ({}: ", interval_name(change)))
            .limits(change, CHANGE)
            .and("), ")
            .p_value(change)
            .and("; if it continued, ")
            .value(continued, CHANGE)
            .and(format!(" by {} (", self.findings.subject.goal.target))
            .limits(continued, CHANGE)
            .and("). ")
            .and(compared)
    }
}
