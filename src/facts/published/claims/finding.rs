//! The result for one claim: its verdict, its values and what explains them.

use super::compute::Query;
use super::computed::{Computed, Input, Reason, possible};
use super::context::AuditContext;
use super::verdict::{Statement, Verdict};
use crate::model::Period;
use crate::reports::{Beside, Claim, LATEST};
use crate::words;

/// The result for one claim.
#[derive(Debug)]
pub(crate) struct Finding<'a> {
    /// The claim.
    pub(crate) claim: &'a Claim,
    /// The release that its figures are taken from, or `latest`.
    pub(crate) pin: &'a str,
    /// The command that shows its figures; empty for none.
    pub(crate) command: String,
    /// The verdict.
    pub(crate) verdict: Verdict,
    /// The computed value, also where there is nothing to compare it with.
    pub(crate) computed: Result<Computed, Reason>,
    /// Computed less stated, where there are both.
    pub(crate) difference: Option<f64>,
    /// The same computation on the release that claims are pinned to, where another was used.
    pub(crate) pinned: Option<Computed>,
    /// What is shown beside it, and the value or why there is none.
    pub(crate) beside: Vec<(&'a Beside, Result<Computed, Reason>)>,
    /// Breaks between the periods that a change is computed from.
    breaks: Option<Breaks>,
}

/// Number of breaks between two periods.
#[derive(Debug, Clone, Copy)]
struct Breaks {
    number: usize,
    first: Period,
    last: Period,
}

/// A sentence that explains a verdict.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Remark {
    /// Words without a figure.
    Words(String),
    /// The figures that the report used are not held and were revised since.
    Moved,
    /// The release that the claims are pinned to gives another value.
    Pinned,
}

impl AuditContext<'_> {
    /// The result for a claim on a release.
    ///
    /// # Errors
    /// A release that is damaged.
    pub(crate) fn examine<'a>(
        &self,
        claim: &'a Claim,
        pin: &'a str,
    ) -> anyhow::Result<Finding<'a>> {
        let query = Query {
            pin,
            item: &claim.item,
        };
        let default = self.claims.defaults.release.as_str();
        let computed = possible(self.compute(&claim.computation, query))?;
        let computed = computed.and_then(Computed::finite);
        let (verdict, difference) = judged(claim, &computed, self.claims.defaults.revision);
        let mut pinned = None;
        if let (Ok(computed), true) = (&computed, pin != default) {
            let query = Query {
                pin: default,
                ..query
            };
            pinned = possible(self.compute(&claim.computation, query))?
                .ok()
                .filter(|pinned| pinned.inputs != computed.inputs);
        }
        let mut beside = Vec::new();
        for also in &claim.also {
            beside.push((also, possible(self.compute(&also.computation, query))?));
        }
        Ok(Finding {
            claim,
            pin,
            command: command(claim, pin, default),
            verdict,
            computed,
            difference,
            pinned,
            beside,
            breaks: self.breaks_within(claim, pin)?,
        })
    }

    /// Breaks between the periods that a change of one measure is computed from.
    fn breaks_within(&self, claim: &Claim, pin: &str) -> anyhow::Result<Option<Breaks>> {
        let contents = claim.computation.all_contents();
        let mut measures = contents.iter().filter_map(|it| it.measure);
        let Some(measure) = measures.next() else {
            return Ok(None);
        };
        let periods = contents.iter().flat_map(|it| &it.periods);
        let periods: Vec<Period> = periods.filter_map(|period| period.get().ok()).collect();
        let (Some(first), Some(last)) = (periods.iter().min(), periods.iter().max()) else {
            return Ok(None);
        };
        if first == last || measures.any(|other| other != measure) {
            return Ok(None);
        }
        let series = self.available_series(measure, pin)?;
        Ok(series.map(|series| Breaks {
            number: series.breaks_between(*first, *last).len(),
            first: *first,
            last: *last,
        }))
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

/// The verdict on a claim, and the computed value less the stated one.
fn judged(
    claim: &Claim,
    computed: &Result<Computed, Reason>,
    revision: f64,
) -> (Verdict, Option<f64>) {
    let (Ok(computed), Some(stated)) = (computed, claim.stated) else {
        return (Verdict::NotComputable, None);
    };
    let statement = Statement {
        stated,
        places: claim.places,
        bound: claim.bound,
        tolerance: claim.tolerance,
        revision: (!claim.rests_on.is_empty()).then_some(claim.revision.unwrap_or(revision)),
    };
    let verdict = match computed.other_lowest {
        None => statement.verdict(computed.value),
        Some(_) => Verdict::Differs,
    };
    (verdict, Some(statement.difference(computed.value)))
}

impl Finding<'_> {
    /// Why there is no verdict; none where there is one.
    fn reason(&self) -> Option<Reason> {
        match (&self.computed, self.claim.stated) {
            (Err(reason), _) => Some(reason.clone()),
            (Ok(_), None) => Some(Reason::NothingStated),
            (Ok(_), Some(_)) => None,
        }
    }

    /// The sentences that explain the verdict, in order.
    pub(crate) fn remarks(&self) -> Vec<Remark> {
        let (claim, reason) = (self.claim, self.reason());
        let only_own = reason == Some(Reason::OnlyOwnFigure);
        let mut remarks = Vec::new();
        let mut say = |words: &str| {
            if !words.is_empty() {
                remarks.push(Remark::Words(words.to_owned()));
            }
        };
        if let Some(reason) = &reason
            && (!only_own || claim.when_own.is_empty())
        {
            say(&sentence(&reason.to_string()));
        }
        let computed = self.computed.as_ref().ok();
        if let Some(item) = computed.and_then(|computed| computed.other_lowest.as_ref()) {
            say(&format!("The lowest is that of {item}."));
        }
        say(match self.verdict {
            Verdict::Agrees => &claim.when_agrees,
            Verdict::Rounded => &claim.when_rounded,
            Verdict::Revised => &claim.when_revised,
            Verdict::Differs => &claim.when_differs,
            Verdict::NotComputable if only_own => &claim.when_own,
            Verdict::NotComputable if computed.is_some() => &claim.when_unstated,
            Verdict::NotComputable => "",
        });
        if let Some(breaks) = &self.breaks {
            say(&breaks.in_words());
        }
        if !self.revised_inputs().is_empty() {
            remarks.insert(0, Remark::Pinned);
        }
        if self.verdict == Verdict::Revised {
            remarks.insert(0, Remark::Moved);
        }
        remarks
    }

    /// Figures that the pinned release gives differently: there, and in the release used.
    pub(crate) fn revised_inputs(&self) -> Vec<(&Input, &Input)> {
        let pairs = self.pinned.iter().zip(self.computed.as_ref().ok());
        pairs
            .flat_map(|(pinned, computed)| pinned.inputs.iter().zip(&computed.inputs))
            .filter(|(there, here)| there.value.total_cmp(&here.value).is_ne())
            .collect()
    }

    /// The verdict and what explains it, for machines: `differs: …`. Figures have rows of their own.
    pub(crate) fn note(&self) -> String {
        let sentence = |remark: Remark| match remark {
            Remark::Words(words) => words,
            Remark::Moved => format!(
                "The report rests on {}, not held here.",
                self.claim.rests_on
            ),
            Remark::Pinned => {
                "The release that the claims are pinned to gives another value.".to_owned()
            }
        };
        let why: Vec<String> = self.remarks().into_iter().map(sentence).collect();
        match why.as_slice() {
            [] => self.verdict.to_string(),
            why => format!("{}: {}", self.verdict, why.join(" ")),
        }
    }

    /// Every figure that the finding rests on or shows beside.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = &Input> {
        let beside = self
            .beside
            .iter()
            .filter_map(|(_, value)| value.as_ref().ok());
        let all = self.computed.iter().chain(&self.pinned).chain(beside);
        all.flat_map(|computed| &computed.inputs)
    }
}

impl Breaks {
    fn in_words(self) -> String {
        let Self {
            number,
            first,
            last,
        } = self;
        match number {
            0 => String::new(),
            1 => format!(
                "There is a break in the series between {first} and {last}: the command names it."
            ),
            _ => format!(
                "There are {} breaks in the series between {first} and {last}: the command names them.",
                words::number(number)
            ),
        }
    }
}

/// With a capital letter and a full stop.
fn sentence(text: &str) -> String {
    let stop = if text.ends_with('.') { "" } else { "." };
    format!("{}{stop}", words::capitalised(text))
}
