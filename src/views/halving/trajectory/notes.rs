//! What must be known beside a verdict: how offences are recorded, what rests on assumptions or on
//! the user's word, which breaks are ahead.

use crate::answer::{NumberFormat, Text};
use crate::facts::halving::trajectory::name;
use crate::facts::{Fact, Statistic};
use crate::model::{SeriesBreak, Source};
use crate::question::areas::RECORDING_PRACTICE;
use crate::views::halving::baseline::ON_COUNTS;
use crate::views::halving::goal::interval_name;
use crate::views::precision::sentence;
use crate::words::trimmed;

use super::View;

impl View<'_> {
    /// At most three sentences without which the short answer would mislead.
    pub(super) fn cautions(&self) -> Vec<Text> {
        let mut cautions: Vec<Text> = self.ignored();
        cautions.extend(self.extra_scatter());
        cautions.extend(self.stated_ratios());
        cautions.extend(self.on_recording());
        cautions.extend(self.sizes().filter(|_| self.sizes_are_not_published()));
        cautions.extend(self.quoted_target());
        cautions.extend(self.breaks_ahead());
        cautions.truncate(3);
        cautions
    }

    /// What is said with every verdict, also below a chart.
    pub(super) fn notes(&self) -> Vec<Text> {
        let mut notes: Vec<Text> = self.sizes().into_iter().collect();
        notes.extend(self.on_recording());
        if self.is_count {
            notes.push(ON_COUNTS.into());
        }
        let latest = self.findings.latest();
        if latest
            .and_then(crate::facts::halving::trajectory::Assessed::verdict)
            .is_some()
        {
            let paths = if self.findings.subject.target_is_published() {
                " No path and no milestone has been published."
            } else {
                ""
            };
            notes.push(
                format!(
                    "\u{201c}Consistent\u{201d} and \u{201c}too early to tell\u{201d} mean only that \
                     the figures do not rule the path out.{paths}"
                )
                .into(),
            );
        }
        let series = &self.findings.subject.series;
        let is_part = !matches!(series.area_kind, "" | "country");
        if is_part && series.source == Source::Police {
            notes.push(RECORDING_PRACTICE.into());
        }
        notes.extend(self.ignored());
        notes.extend(self.given());
        notes.extend(self.extra_scatter());
        notes.extend(self.stated_ratios());
        notes.extend(self.breaks_ahead());
        notes
    }

    /// What the intervals are based on.
    fn sizes(&self) -> Option<Text> {
        let findings = self.findings;
        sentence(&findings.facts, name(&findings.subject), &findings.bases)
    }

    /// Whether the user or the catalogue gives a sample size or a design factor.
    fn sizes_are_not_published(&self) -> bool {
        let facts = self.findings.facts.iter();
        let mut sizes = facts
            .filter(|fact| matches!(fact.statistic, Statistic::Base | Statistic::DesignFactor));
        sizes.any(|fact| !fact.method.is_empty())
    }

    fn on_recording(&self) -> Option<Text> {
        let counted = match self.findings.subject.series.source {
            Source::Police => "Recorded offences",
            _ => "Recorded numbers",
        };
        self.is_count.then(|| {
            format!(
                "{counted} depend on reporting and recording: a verdict on them is one on recording, \
                 not on how much violence there is."
            )
            .into()
        })
    }

    /// Breaks that the user wants ignored.
    fn ignored(&self) -> Vec<Text> {
        let latest = self.findings.latest();
        let ignored = latest.into_iter().flat_map(|latest| &latest.ignored);
        let sentence = |mark: &SeriesBreak| {
            format!(
                "The break of {} is ignored, as --across-breaks asks: {}; figures before and after it \
                 are not comparable.",
                mark.date_in_words,
                mark.text.trim_end_matches('.')
            )
        };
        ignored.map(|mark| sentence(mark).into()).collect()
    }

    /// What standard errors are multiplied by, where the user says so.
    fn extra_scatter(&self) -> Option<Text> {
        let factor = self.findings.subject.goal.extra_scatter;
        (factor > 1.0).then(|| {
            format!(
                "Standard errors are multiplied by {} in verdicts and in what could be detected, as \
                 --extra-scatter asks.",
                trimmed(factor)
            )
            .into()
        })
    }

    fn stated_ratios(&self) -> impl Iterator<Item = Text> {
        // As many decimal places as the user gave.
        let places = |value: f64| {
            let digits = value.to_string();
            digits.split_once('.').map_or(0, |(_, places)| places.len())
        };
        self.findings.steps.iter().map(move |step| {
            let format = NumberFormat::Decimal(step.value.map_or(0, places));
            Text::from(format!("Figures from {} on are divided by ", step.period))
                .value(step, format)
                .and(precision_of(step))
                .and(", as the user states, to put them on the old basis.")
        })
    }

    /// Figures that nobody has published.
    fn given(&self) -> Option<Text> {
        let given = self.findings.figures().filter(|figure| figure.is_given);
        let given = given.map(|figure| {
            let text = Text::default().value(&figure.fact, self.format.value);
            text.and(format!(" in {}", figure.period))
        });
        let given = Text::joined(given, ", ");
        let lead = Text::from("Given on the command line, not published: ");
        (!given.is_empty()).then(|| lead.and(given).and("."))
    }

    /// Who is known to have quoted a target that somebody set.
    fn quoted_target(&self) -> Option<Text> {
        let subject = &self.findings.subject;
        let (_, target) = subject
            .definition
            .filter(|_| subject.target_is_published())?;
        (!target.set_by.is_empty() && !target.quoted_by.is_empty()).then(|| {
            format!(
                "Target as quoted by {}; not checked against the publisher.",
                target.quoted_by
            )
            .into()
        })
    }

    /// Breaks between the latest figure and the target.
    fn breaks_ahead(&self) -> Vec<Text> {
        let goal = &self.findings.subject.goal;
        let latest = self.findings.figures().last();
        let latest = latest.map_or(goal.baseline, |figure| figure.period);
        let series = &self.findings.subject.series;
        let ahead = series.breaks_between(goal.baseline, goal.target);
        let ahead = ahead.into_iter().filter(|mark| mark.at >= latest.end());
        ahead
            .map(|mark| {
                format!(
                    "A break is already known before the target: {}, {}.",
                    mark.date_in_words,
                    mark.text.trim_end_matches('.')
                )
                .into()
            })
            .collect()
    }
}

/// The interval of a stated ratio, or that it has none.
fn precision_of(step: &Fact) -> Text {
    match step.limits() {
        Some(_) => Text::from(format!(" ({}: ", interval_name(step)))
            .limits(step, NumberFormat::Decimal(2))
            .and(")"),
        None => " (taken as known exactly)".into(),
    }
}
