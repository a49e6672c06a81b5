//! What was found of one claim: verdict, values, and the words that explain it.

use super::computation::Asked;
use super::computed::{Computed, Input, Stop};
use super::ground::Ground;
use super::verdict::{Statement, Verdict};
use super::words;
use crate::model::Period;
use crate::reports::{Claim, Computation, LATEST};

/// What was found of one claim.
#[derive(Debug)]
pub(super) struct Finding<'a> {
    /// The claim.
    pub(super) claim: &'a Claim,
    /// The release that its figures are taken from, or `latest`.
    pub(super) pin: &'a str,
    /// The command that shows its figures; empty for none.
    pub(super) command: String,
    /// The verdict.
    pub(super) verdict: Verdict,
    /// Why it cannot be computed; empty where it can.
    pub(super) reason: String,
    /// The computed value, also where there is nothing to compare it with.
    pub(super) computed: Option<Computed>,
    /// Computed less stated, where there are both.
    pub(super) difference: Option<f64>,
    /// The same computation on the release that claims are pinned to, where another was used.
    pub(super) pinned: Option<Computed>,
    /// What is shown beside it: label, and the value or why there is none.
    pub(super) beside: Vec<(&'a str, Result<Computed, String>)>,
    /// Sentences that explain the verdict.
    pub(super) explanation: Vec<String>,
}

impl Ground<'_> {
    /// What is found of a claim on a release.
    ///
    /// # Errors
    /// A release that is damaged.
    pub(super) fn examine<'a>(
        &self,
        claim: &'a Claim,
        pin: &'a str,
    ) -> anyhow::Result<Finding<'a>> {
        let asked = Asked {
            pin,
            item: &claim.item,
        };
        let mut finding = Finding {
            claim,
            pin,
            command: command(claim, pin, &self.claims.defaults.release),
            verdict: Verdict::Cannot,
            reason: String::new(),
            computed: None,
            difference: None,
            pinned: None,
            beside: Vec::new(),
            explanation: Vec::new(),
        };
        let mut own = false;
        match self.compute(&claim.computation, asked) {
            Ok(computed) => finding.judge(computed, self.claims.defaults.revision),
            Err(Stop::Failed(error)) => return Err(error),
            Err(Stop::Cannot { reason, own: is }) => (finding.reason, own) = (reason, is),
        }
        let default = &self.claims.defaults.release;
        if let Some(computed) = finding.computed.as_ref().filter(|_| pin != default) {
            let asked = Asked {
                pin: default,
                ..asked
            };
            finding.pinned = possible(self.compute(&claim.computation, asked))?
                .ok()
                .filter(|pinned| pinned.inputs != computed.inputs);
        }
        for beside in &claim.also {
            let value = possible(self.compute(&beside.computation, asked))?;
            finding.beside.push((beside.label.as_str(), value));
        }
        finding.explain(own);
        finding.explanation.extend(self.breaks_within(claim, pin)?);
        Ok(finding)
    }

    /// How many breaks lie between the periods that a change is computed from.
    fn breaks_within(&self, claim: &Claim, pin: &str) -> anyhow::Result<Option<String>> {
        let computations = claim.computation.with_parts();
        let mut measures = computations.iter().filter_map(|part| part.measure());
        let Some(measure) = measures.next() else {
            return Ok(None);
        };
        let periods = computations.iter().flat_map(|part| periods(part));
        let (first, last) = periods.fold((None, None), |(first, last), period| {
            let earlier = first.is_none_or(|held: Period| period < held);
            let later = last.is_none_or(|held: Period| period > held);
            (
                if earlier { Some(period) } else { first },
                if later { Some(period) } else { last },
            )
        });
        let (Some(first), Some(last)) = (first, last) else {
            return Ok(None);
        };
        if first == last || measures.any(|other| other != measure) {
            return Ok(None);
        }
        let series = self.series_at_hand(measure, pin)?;
        let breaks = series.map_or(0, |series| series.breaks_between(first, last).len());
        Ok(match breaks {
            0 => None,
            1 => Some(format!(
                "A break in the series lies between {first} and {last}: the command names it."
            )),
            several => Some(format!(
                "{several} breaks in the series lie between {first} and {last}: the command names them."
            )),
        })
    }
}

/// The command that shows the figures of a claim, on the release that they were taken from.
fn command(claim: &Claim, pin: &str, default: &str) -> String {
    let used = match pin {
        LATEST => String::new(),
        pin => format!(" --release {pin}"),
    };
    claim
        .command
        .replace(&format!(" --release {default}"), &used)
}

/// A value or why there is none; an error where a release is damaged.
fn possible(found: Result<Computed, Stop>) -> anyhow::Result<Result<Computed, String>> {
    match found {
        Ok(computed) => Ok(Ok(computed)),
        Err(Stop::Cannot { reason, .. }) => Ok(Err(reason)),
        Err(Stop::Failed(error)) => Err(error),
    }
}

fn periods(computation: &Computation) -> Vec<Period> {
    match computation {
        Computation::MeasureValue { period, .. } => period.get().into_iter().collect(),
        Computation::ShareOfChange { from, to, .. } => [from, to]
            .into_iter()
            .filter_map(|it| it.get().ok())
            .collect(),
        _ => Vec::new(),
    }
}

impl Finding<'_> {
    fn judge(&mut self, computed: Computed, revision: f64) {
        let claim = self.claim;
        match claim.stated {
            None => "the report states no figure".clone_into(&mut self.reason),
            Some(stated) => {
                let statement = Statement {
                    stated,
                    places: claim.places,
                    bound: claim.bound,
                    tolerance: claim.tolerance,
                    revision: (!claim.rests_on.is_empty())
                        .then_some(claim.revision.unwrap_or(revision)),
                };
                let difference = statement.difference(computed.value);
                self.difference = Some(difference).filter(|difference| difference.is_finite());
                self.verdict = if computed.against.is_empty() {
                    statement.verdict(computed.value)
                } else {
                    Verdict::Differs
                };
            }
        }
        if !computed.value.is_finite() {
            "it comes out as no finite number".clone_into(&mut self.reason);
        }
        self.computed = Some(computed).filter(|computed| computed.value.is_finite());
    }

    fn explain(&mut self, own: bool) {
        let claim = self.claim;
        let mut sentences = Vec::new();
        let said_better = own && !claim.when_own.is_empty();
        if self.verdict == Verdict::Cannot && !said_better {
            sentences.push(sentence(&self.reason));
        }
        if self.verdict == Verdict::Revised {
            sentences.push(self.moved_since());
        }
        if let Some(computed) = &self.computed {
            sentences.push(computed.against.clone());
        }
        sentences.extend(self.on_the_pinned_release());
        let unstated = self.computed.is_some() && claim.stated.is_none();
        sentences.push(
            match self.verdict {
                Verdict::Agrees => &claim.when_agrees,
                Verdict::Rounded => &claim.when_rounded,
                Verdict::Revised => &claim.when_revised,
                Verdict::Differs => &claim.when_differs,
                Verdict::Cannot if own => &claim.when_own,
                Verdict::Cannot if unstated => &claim.when_unstated,
                Verdict::Cannot => "",
            }
            .to_owned(),
        );
        sentences.retain(|sentence| !sentence.is_empty());
        self.explanation = sentences;
    }

    /// `The report rests on …, not held here; the computed value lies 0.2% below the stated one.`
    fn moved_since(&self) -> String {
        let claim = self.claim;
        let moved = self.difference.zip(claim.stated);
        let words = moved.map_or_else(String::new, |(difference, stated)| {
            let side = if difference < 0.0 { "below" } else { "above" };
            let share = words::plain(100.0 * (difference / stated).abs());
            format!("; the computed value lies {share}% {side} the stated one")
        });
        format!(
            "The report rests on {}, not held here{words}.",
            claim.rests_on
        )
    }

    /// What the release that claims are pinned to gives, and which figures differ there.
    fn on_the_pinned_release(&self) -> Option<String> {
        let (pinned, computed) = (self.pinned.as_ref()?, self.computed.as_ref()?);
        let claim = self.claim;
        let value = words::computed(pinned.value, claim.places, &claim.unit);
        let pairs = pinned.inputs.iter().zip(&computed.inputs);
        let changed: Vec<String> = pairs
            .filter(|(there, here)| there.value.total_cmp(&here.value).is_ne())
            .map(|(there, here)| revised(there, here))
            .collect();
        let release = pinned.inputs.iter().map(|input| input.release.as_str());
        let release = release.into_iter().find(|id| !id.is_empty())?;
        (!changed.is_empty()).then(|| format!("{release} gives {value}: {}.", changed.join("; ")))
    }
}

/// `2023-24 was 122,660 there and is 122,638 in ons-appendix-ye-dec-2025`
fn revised(there: &Input, here: &Input) -> String {
    let period = there
        .period
        .map_or_else(|| there.name.clone(), |period| period.to_string());
    format!(
        "{period} is {} there and {} in {}",
        words::plain(there.value),
        words::plain(here.value),
        here.release
    )
}

/// With a capital letter and a full stop.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    let stop = if words.ends_with('.') || words.is_empty() {
        ""
    } else {
        "."
    };
    format!("{}{}{stop}", first.unwrap_or_default(), letters.as_str())
}
