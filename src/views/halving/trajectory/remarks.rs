//! Everything that the full answer says below the tables.

use crate::answer::{NumberFormat, Text};
use crate::facts::halving::trajectory::name;
use crate::facts::halving::trajectory::{Assessed, Compared, Prior, RoundingFacts};
use crate::views::halving::goal::{self, interval_name};
use crate::views::precision::reasons;
use crate::words::trimmed;

use super::View;
use super::sentences::{CHANGE, change_format};

impl View<'_> {
    pub(super) fn remarks(&self) -> Vec<Text> {
        let findings = self.findings;
        let mut remarks: Vec<Text> = Vec::new();
        match findings.latest() {
            Some(latest) => remarks.extend(self.on_latest(latest)),
            None => remarks.push(
                Text::from("Required: ")
                    .value(&findings.required, CHANGE)
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
        let mut remarks: Vec<Text> = Vec::new();
        remarks.extend(latest.compared.as_ref().map(|one| self.change(latest, one)));
        remarks.extend(self.scatter(latest));
        remarks.extend(self.significance());
        remarks.extend(self.people_needed());
        if self.findings.assessed.len() == 1 {
            remarks.push("These are only two points: they show no trend.".into());
        }
        remarks.extend(self.sides(latest));
        for mark in &latest.blocked_by {
            remarks.push(
                format!(
                    "No verdict, no rate of change and no progress class: there is a break between \
                     the baseline and the figure ({}: {}) --step PERIOD=RATIO±SE puts the figures on \
                     one basis, --across-breaks ignores the break.",
                    mark.date_in_words, mark.text
                )
                .into(),
            );
        }
        if let Some(compared) = &latest.compared {
            remarks.push(self.rates(latest, compared));
            remarks.push(progress(compared));
            if compared.rate.limits().is_some() {
                remarks.push(
                    Text::from("Annual changes that the figures are consistent with: ")
                        .limits(&compared.rate, change_format(compared)),
                );
            }
        }
        remarks
    }

    /// The change since the baseline, with its interval where sampling gives it one.
    fn change(&self, latest: &Assessed, compared: &Compared) -> Text {
        let span = format!(
            "{} to {}: ",
            self.findings.baseline.period, latest.figure.period
        );
        let format = change_format(compared);
        let text = Text::from(span)
            .value(&compared.change, self.difference_format(latest))
            .and(self.format.points)
            .and(", ")
            .value(&compared.relative, format);
        if self.is_count || compared.relative.limits().is_none() {
            return text;
        }
        text.and(format!(" ({}: ", interval_name(&compared.relative)))
            .limits(&compared.relative, format)
            .and(")")
    }

    /// How many people would have to be asked for the change to be significant.
    fn people_needed(&self) -> Option<Text> {
        let mut needed = self.findings.alternatives.iter();
        let needed = needed.by_ref().filter(|one| !one.is_significant);
        let needed = needed.filter_map(|one| {
            let fact = one.base_needed.as_ref()?;
            let people = Text::default().value(fact, NumberFormat::NearestThousand);
            Some(people.and(format!(" with {}", one.name)))
        });
        let needed = Text::joined(needed, ", ");
        let lead = "A change of this size would be significant if so many people were asked in each of \
            the two years: about ";
        (!needed.is_empty()).then(|| Text::from(lead).and(needed).and("."))
    }

    /// Observed and required rates.
    fn rates(&self, latest: &Assessed, compared: &Compared) -> Text {
        let rates = Text::from("Change a year: observed ")
            .value(&compared.rate, change_format(compared))
            .and("; required from the baseline ")
            .value(&self.findings.required, CHANGE);
        match &latest.required {
            Some(required) => rates.and(", from here ").value(required, CHANGE),
            None => rates,
        }
    }

    /// Where the two paths say different things, the text says so; and where rounding alone decides.
    fn sides(&self, latest: &Assessed) -> Option<Text> {
        let compared = latest.compared.as_ref()?;
        if let Some(text) = compared
            .rounding
            .as_ref()
            .and_then(|range| self.open_sides(range))
        {
            return Some(text);
        }
        let [geometric, linear] = latest.against.as_slice() else {
            return None;
        };
        if geometric.gap.value > Some(0.0) && linear.gap.value < Some(0.0) {
            return Some(
                "The figure is on different sides of the two paths: above the same-rate path, below \
                 the same-number path, which asks for less in the first years."
                    .into(),
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
            .into()
        })
    }

    /// The paths of which rounding alone decides on which side of them the figure is.
    fn open_sides(&self, range: &RoundingFacts) -> Option<Text> {
        let open = range.paths.iter().filter(|path| path.side_is_open);
        let open = open.map(|path| {
            let format = self.format.precise;
            Text::from(path.fact.method.as_str())
                .and(": ")
                .limits(&path.fact, format)
        });
        let open = Text::joined(open, "; ");
        (!open.is_empty()).then(|| {
            Text::from("Rounding alone decides whether the figure (")
                .limits(&range.figure, self.format.precise)
                .and(") is above or below the path with the ")
                .and(open)
                .and(".")
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
                    .and(goal::probability(probability, NumberFormat::PerCent(1)))
            }
        }
    }

    fn parts(&self) -> Option<Text> {
        let parts = self.findings.parts.as_ref()?;
        let latest = self.findings.latest();
        let format = latest.map_or(self.format.signed, |latest| self.difference_format(latest));
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

/// Observed over required rate, with its class.
fn progress(compared: &Compared) -> Text {
    let format = NumberFormat::Decimal(2);
    let lead = Text::from("Progress ratio ");
    let rounding = compared.rounding.as_ref();
    let text = match rounding.and_then(|range| range.progress.as_ref()) {
        Some((range, [lower, upper])) => {
            let text = lead
                .limits(range, format)
                .and(" as far as the rounded figures tell: ");
            if lower == upper {
                text.and(lower.words())
            } else {
                let classes = format!(
                    "{} or {}, rounding alone decides",
                    lower.words(),
                    upper.words()
                );
                text.and(classes)
            }
        }
        None => lead
            .value(&compared.progress, format)
            .and(format!(", {}", compared.class.words())),
    };
    text.and("; this ratio ignores sampling error: do not quote it on its own")
}
