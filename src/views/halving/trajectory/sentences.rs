//! The verdict and the few sentences beside it, in words no stronger than the figures allow.

use crate::answer::{NumberFormat, Text};
use crate::facts::Fact;
use crate::facts::halving::trajectory::{Assessed, Compared, path_name};
use crate::model::Source;
use crate::stats::trajectory::path::Shape;
use crate::stats::trajectory::verdict::Verdict;
use crate::views::halving::goal::{aim, interval_name, part_left};
use crate::words;

use super::View;

/// Rates and changes.
pub(super) const CHANGE: NumberFormat = NumberFormat::SignedPerCent(1);

/// How changes are written: with the digits that the rounding of the figures leaves.
pub(super) fn change_format(compared: &Compared) -> NumberFormat {
    let places = compared.rounding.as_ref();
    places.map_or(CHANGE, |one| {
        NumberFormat::SignedPerCent(one.change_places.min(1))
    })
}

impl View<'_> {
    /// `10.6% in 2024-25`
    pub(super) fn dated(&self, fact: &Fact) -> Text {
        let period = fact.period.period();
        let when = period.map_or_else(String::new, words::in_sentence);
        Text::default()
            .value(fact, self.format.value)
            .and(format!(" in {when}"))
    }

    /// The latest figure, with what is known of it only from the user.
    fn latest(&self, latest: &Assessed) -> Text {
        let figure = &latest.figure;
        let from = match (figure.is_given, figure.is_rebased) {
            (false, false) => "",
            (true, false) => " (given)",
            (false, true) => " (on the old basis)",
            (true, true) => " (given, on the old basis)",
        };
        self.dated(&figure.fact).and(from)
    }

    /// The verdict on the first path shown, the stricter one early on, as a title.
    pub(super) fn title(&self) -> Text {
        let findings = self.findings;
        let Some(latest) = findings.latest() else {
            return Text::from("No figure yet after ").and(self.dated(&findings.baseline.fact));
        };
        let goal = part_left(&findings.subject);
        let ignored = match latest.ignored.len() {
            0 => "",
            1 => ", if a break is ignored",
            _ => ", if breaks are ignored",
        };
        let lead = match latest.verdict() {
            Some(Verdict::Ahead) => format!("Ahead of the path to {goal}{ignored}"),
            Some(Verdict::Consistent) => format!("Consistent with the path to {goal}{ignored}"),
            Some(Verdict::TooEarly) => format!(
                "Too early to tell whether the figure is on course to {}{ignored}",
                aim(&findings.subject)
            ),
            Some(Verdict::FallingBehind) => {
                format!("Falling, but behind the path to {goal}{ignored}")
            }
            Some(Verdict::Behind) => format!("Behind the path to {goal}{ignored}"),
            Some(Verdict::Rising) => format!("Rising, away from the path to {goal}{ignored}"),
            None if latest.blocked_by.is_empty() => "No verdict, since no interval is known".into(),
            None => "No verdict across a break in the figures".into(),
        };
        Text::from(lead).and(": ").and(self.latest(latest))
    }

    /// Where the latest figure is against each path; one sentence where both are judged alike.
    pub(super) fn verdicts(&self) -> Vec<Text> {
        let Some(latest) = self.findings.latest() else {
            let baseline = self.findings.baseline.period;
            return vec![
                format!("No figure after {baseline} is held, so there is no verdict").into(),
            ];
        };
        let period = latest.figure.period;
        let Some(verdict) = latest.verdict() else {
            return vec![self.no_verdict(latest)];
        };
        let judged = || {
            latest
                .against
                .iter()
                .filter_map(|path| Some((path.shape, path.judged.as_ref()?.verdict)))
        };
        let sentence = |which: String, verdict: Verdict| {
            let (words, means) = (verdict.words(), self.meaning(verdict));
            format!(
                "{period}, {which}: {words} ({means}){}",
                self.of_recording()
            )
            .into()
        };
        if judged().count() > 1 && judged().all(|(_, other)| other == verdict) {
            return vec![sentence("both paths".to_owned(), verdict)];
        }
        judged()
            .map(|(shape, verdict)| sentence(on_path(shape), verdict))
            .collect()
    }

    #[allow(
        clippy::unused_self,
        reason = "a part of the sentences like the others"
    )]
    fn no_verdict(&self, latest: &Assessed) -> Text {
        let period = latest.figure.period;
        match latest.blocked_by.first() {
            Some(mark) => format!(
                "{period}: no verdict, because of a break after the baseline ({}: {})",
                mark.date_in_words,
                mark.text.trim_end_matches('.')
            ),
            None => format!("{period}: no verdict, because no confidence interval is known"),
        }
        .into()
    }

    /// What a verdict means.
    fn meaning(&self, verdict: Verdict) -> String {
        let chance = if self.is_count {
            "year-to-year scatter"
        } else {
            "sampling error"
        };
        match verdict {
            Verdict::Ahead => format!("below the path by more than {chance}"),
            Verdict::Consistent => {
                format!("a fall of more than {chance}, and the path is not ruled out")
            }
            Verdict::TooEarly => "path and no change are both possible".to_owned(),
            Verdict::FallingBehind => format!("a fall, but above the path by more than {chance}"),
            Verdict::Behind => format!("above the path by more than {chance}; no clear fall"),
            Verdict::Rising => format!("above the baseline by more than {chance}"),
        }
    }

    /// What a verdict on recorded offences is about.
    fn of_recording(&self) -> &'static str {
        if self.findings.subject.series.source == Source::Police {
            ", in offences recorded, which can change with recording"
        } else {
            ""
        }
    }

    /// The latest figure and its change, for the short answer.
    pub(super) fn headline(&self) -> Text {
        let Some(latest) = self.findings.latest() else {
            return self.title();
        };
        let since = self.findings.baseline.period;
        let Some(compared) = &latest.compared else {
            return self
                .latest(latest)
                .and(format!(", not comparable with {since} across the break"));
        };
        let format = change_format(compared);
        if self.is_count {
            return self
                .latest(latest)
                .and(", ")
                .value(&compared.change, self.format.signed)
                .and(" (")
                .value(&compared.relative, format)
                .and(format!(") since {since}"));
        }
        let text = self
            .latest(latest)
            .and(", ")
            .value(&compared.relative, format)
            .and(format!(" since {since}"));
        match compared.relative.limits() {
            Some(_) => text
                .and(format!(" ({}: ", interval_name(&compared.relative)))
                .limits(&compared.relative, format)
                .and(")"),
            None => text,
        }
    }

    /// The sentences below the table of the short answer.
    pub(super) fn summary(&self) -> Vec<Text> {
        let scatter = self
            .findings
            .latest()
            .and_then(|latest| self.scatter(latest));
        let blocked = self
            .findings
            .latest()
            .filter(|one| !one.blocked_by.is_empty());
        let blocked = blocked.map(|_| {
            "To compare across the break, state new basis over old with --step PERIOD=RATIO±SE, or \
             ignore the break with --across-breaks."
                .into()
        });
        let sentences = [
            Some(self.plain_answer()),
            scatter,
            self.significance(),
            blocked,
            self.required(),
            self.first_detected(),
            self.what_if(),
        ];
        sentences.into_iter().flatten().collect()
    }

    /// The range of the underlying change of a complete count.
    pub(super) fn scatter(&self, latest: &Assessed) -> Option<Text> {
        let relative = &latest.compared.as_ref()?.relative;
        relative.limits().filter(|_| self.is_count)?;
        let confidence = relative
            .confidence
            .map(|share| words::trimmed(100.0 * share));
        Some(
            Text::from("Year-to-year scatter alone could give a change of ")
                .limits(relative, NumberFormat::SignedPerCent(0))
                .and(format!(
                    " ({}% range, t distribution).",
                    confidence.unwrap_or_default()
                )),
        )
    }

    /// Whether the change is significant with the design factor of ONS and with the assumed one.
    pub(super) fn significance(&self) -> Option<Text> {
        let all = &self.findings.alternatives;
        let mut factors = all.iter().filter(|one| one.is_design_factor);
        let (ons, assumed) = (factors.next()?, factors.next()?);
        let z = |text: Text, fact: &Fact| {
            let size = |fact: &Fact| fact.value.map(f64::abs);
            text.and(" (z = ")
                .part(fact, size, NumberFormat::Decimal(2))
                .and(")")
        };
        let (lead, link) = match (ons.is_significant, assumed.is_significant) {
            (true, true) => ("The change is statistically significant", ", and"),
            (false, false) => ("The change is not statistically significant", ", nor"),
            (true, false) => ("The change is statistically significant", ", but not"),
            (false, true) => ("The change is not statistically significant", ", but is"),
        };
        let text = Text::from(format!("{lead} with the {} that ONS uses", ons.name));
        let text = z(text, &ons.change_over_error).and(format!("{link} with the assumed {}", {
            assumed.name.trim_start_matches("design factor ")
        }));
        Some(z(text, &assumed.change_over_error).and("."))
    }

    /// What is to be reached, who says so, and the change a year that it needs.
    fn required(&self) -> Option<Text> {
        let findings = self.findings;
        let subject = &findings.subject;
        let target = findings.target()?;
        let set_by = subject
            .definition
            .filter(|_| subject.target_is_published())
            .map(|(_, target)| target.set_by.as_str());
        let lead = match set_by {
            None => "Target stated by the user: ".to_owned(),
            Some("") => "For comparison, not a target of the government: ".to_owned(),
            Some(set_by) => format!("Target of {set_by}: "),
        };
        let text = Text::from(lead)
            .value(target, self.format.precise)
            .and(format!(
                " in {}, {} of ",
                subject.goal.target,
                part_left(subject)
            ))
            .value(&findings.baseline.fact, self.format.value)
            .and(". Needed a year: ")
            .value(&findings.required, CHANGE);
        let from_here = findings
            .latest()
            .and_then(|latest| latest.required.as_ref());
        Some(match from_here {
            Some(rate) => text
                .and(format!(" from {}, ", subject.goal.baseline))
                .value(rate, CHANGE)
                .and(format!(" from {}.", rate.from)),
            None => text.and("."),
        })
    }

    /// When a fall on each path would show.
    pub(super) fn first_detected(&self) -> Option<Text> {
        self.findings.detectable.as_ref()?;
        let unbridged: Vec<_> = self
            .each_path()
            .filter_map(|path| path.unbridged.as_ref())
            .collect();
        let period = match words::period_header(self.findings.baseline.period.basis()) {
            "x" => "period",
            name => name,
        };
        if let [mark, ..] = unbridged.as_slice()
            && unbridged.len() == self.findings.paths.len()
        {
            let date = &mark.date_in_words;
            return Some(
                format!("A fall can be detected only once a bridging ratio for {date} is known.")
                    .into(),
            );
        }
        let years = self.each_path().map(|path| {
            let year = path.first_detected.as_ref().map(|fact| &fact.period);
            let year = match (year, &path.unbridged) {
                (Some(year), _) => year.to_string(),
                (None, Some(_)) => "not before a bridging ratio is known".to_owned(),
                (None, None) => "none".to_owned(),
            };
            format!("{year} ({})", path_name(path.shape))
        });
        let when = years.collect::<Vec<_>>().join(", ");
        Some(
            format!(
                "First {period} in which a fall on this path would be statistically detectable: {when}."
            )
            .into(),
        )
    }

    /// Where a stated annual change would lead.
    pub(super) fn what_if(&self) -> Option<Text> {
        let course = self.findings.what_if.as_ref()?;
        let (first, last) = (course.values.first()?, course.values.last()?);
        let reached = if course.is_reached {
            "reached"
        } else {
            "not reached"
        };
        let lead = format!(
            "If the figure changed by {} a year from {} on, as the user states: ",
            course.rate, first.period
        );
        Some(
            Text::from(lead)
                .value(last, self.format.precise)
                .and(format!(" in {}, target {reached}.", last.period)),
        )
    }
}

/// `path with the same rate each year`
fn on_path(shape: Shape) -> String {
    format!("path with the {}", path_name(shape))
}
