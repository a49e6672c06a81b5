//! The facts of an audit: for each claim what is stated, what is computed, and the difference; and
//! how many claims have each verdict.

use super::computed::{Computed, People};
use super::context::AuditContext;
use super::finding::Finding;
use super::formula::formula;
use super::verdict::Verdict;
use crate::facts::{Fact, Facts, Statistic, When};
use crate::model::Marker;
use crate::reports::Computation;

/// The series of the counts of claims.
pub(crate) const CLAIMS: &str = "claims";

/// What claims are counted by, beside their verdicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tested {
    /// Figures that the report does not hold test the claim.
    Independently,
    /// The report's own tables and values test the claim.
    ByTheReport,
}

impl Tested {
    /// The breakdown in machine output.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Independently => "tested on independent figures",
            Self::ByTheReport => "tested on the report's own figures",
        }
    }
}

/// The facts of all findings.
pub(crate) fn facts(context: &AuditContext<'_>, findings: &[Finding<'_>]) -> Facts {
    let mut facts: Facts = findings
        .iter()
        .flat_map(|finding| of_finding(context, finding))
        .collect();
    facts.extend(counts(findings));
    facts
}

/// The number of claims, by verdict and by what tests them.
fn counts(findings: &[Finding<'_>]) -> Vec<Fact> {
    let count = |breakdown: String, number: usize| Fact {
        series: CLAIMS.to_owned(),
        breakdown,
        statistic: Statistic::Count,
        value: Some(number as f64),
        unit: CLAIMS.to_owned(),
        ..Fact::default()
    };
    let number = |wanted: &dyn Fn(&Finding<'_>) -> bool| {
        findings.iter().filter(|finding| wanted(finding)).count()
    };
    let mut counts = vec![count(String::new(), findings.len())];
    for verdict in Verdict::IN_SUMMARY {
        let of_verdict = number(&|finding| finding.verdict == verdict);
        counts.push(count(verdict.to_string(), of_verdict));
    }
    for tested in [Tested::Independently, Tested::ByTheReport] {
        let of_kind = number(&|finding| finding.tested() == Some(tested));
        counts.push(count(tested.name().to_owned(), of_kind));
    }
    counts
}

impl Finding<'_> {
    /// What tests the claim; none where it has no verdict.
    fn tested(&self) -> Option<Tested> {
        let computed = self.computed.as_ref().ok()?;
        (self.verdict != Verdict::NotComputable).then(|| {
            if computed.tests_the_report() {
                Tested::Independently
            } else {
                Tested::ByTheReport
            }
        })
    }
}

/// The facts of one finding, in order: stated, computed, difference, then what explains them.
fn of_finding(context: &AuditContext<'_>, finding: &Finding<'_>) -> Vec<Fact> {
    let claim = finding.claim;
    let computed = finding.computed.as_ref().ok();
    let row = |statistic, computed, computation: &Computation, note: String| Fact {
        statistic,
        note,
        ..of_computed(context, finding, computed, computation)
    };
    let mut facts = vec![
        Fact {
            series: claim.id.clone(),
            statistic: Statistic::Stated,
            value: claim.stated,
            unit: claim.unit.clone(),
            marker: missing(claim.stated.is_none()),
            release: context.about.id.clone(),
            source_ref: context.place(&claim.paragraph),
            note: claim.sentence.clone(),
            ..Fact::default()
        },
        row(
            Statistic::Computed,
            computed,
            &claim.computation,
            finding.note(),
        ),
    ];
    facts.extend(differences(finding));
    if let Some(pinned) = &finding.pinned {
        let note = "the same on the release that the claims are pinned to".to_owned();
        facts.push(row(
            Statistic::Pinned,
            Some(pinned),
            &claim.computation,
            note,
        ));
    }
    for (also, value) in &finding.beside {
        let note = match value {
            Ok(_) => also.label.clone(),
            Err(reason) => format!("{}: cannot be computed: {reason}", also.label),
        };
        facts.push(Fact {
            unit: String::new(),
            ..row(
                Statistic::Also,
                value.as_ref().ok(),
                &also.computation,
                note,
            )
        });
    }
    facts.extend(revised_inputs(finding));
    facts
}

/// The difference, and where figures were revised also in per cent of the stated value.
fn differences(finding: &Finding<'_>) -> Vec<Fact> {
    let claim = finding.claim;
    let Some(difference) = finding.difference else {
        return Vec::new();
    };
    let unit = match claim.unit.as_str() {
        "per cent" => "percentage points",
        "year" => "years",
        unit => unit,
    };
    let mut facts = vec![Fact {
        series: claim.id.clone(),
        statistic: Statistic::Difference,
        method: "computed − stated".to_owned(),
        value: Some(difference),
        unit: unit.to_owned(),
        note: finding.verdict.to_string(),
        ..Fact::default()
    }];
    if let (Verdict::Revised, Some(stated)) = (finding.verdict, claim.stated) {
        facts.push(Fact {
            series: claim.id.clone(),
            statistic: Statistic::RelativeDifference,
            method: "100 × (computed − stated) / stated".to_owned(),
            value: Some(100.0 * difference / stated),
            unit: "per cent".to_owned(),
            ..Fact::default()
        });
    }
    facts
}

/// The figures that the pinned release gives differently: there, then in the release used.
fn revised_inputs(finding: &Finding<'_>) -> Vec<Fact> {
    let inputs = finding.revised_inputs();
    let inputs = inputs.into_iter().flat_map(|(there, here)| [there, here]);
    let fact = |computed: Computed| {
        let mut fact = Fact {
            series: finding.claim.id.clone(),
            statistic: Statistic::Observed,
            value: Some(computed.value),
            ..Fact::default()
        };
        describe(&computed, &mut fact);
        fact
    };
    inputs.map(|input| fact(input.clone().into())).collect()
}

/// A computed value with the figures it rests on; its statistic and note are still to be set.
fn of_computed(
    context: &AuditContext<'_>,
    finding: &Finding<'_>,
    computed: Option<&Computed>,
    computation: &Computation,
) -> Fact {
    let claim = finding.claim;
    let mut fact = Fact {
        series: claim.id.clone(),
        method: formula(computation),
        unit: claim.unit.clone(),
        marker: missing(computed.is_none()),
        ..Fact::default()
    };
    let Some(computed) = computed else {
        return fact;
    };
    fact.value = Some(computed.value);
    fact.marker = computed.marker();
    describe(computed, &mut fact);
    if computed.inputs.is_empty() {
        // Numbers that the report prints beside the claim.
        fact.release.clone_from(&context.about.id);
        fact.source_ref = context.place(&claim.paragraph);
    }
    fact
}

/// Measure, people, period, status and release, as far as the figures have them in common.
fn describe(computed: &Computed, fact: &mut Fact) {
    let of_measures = computed.inputs.iter().all(|input| input.people.is_some());
    let name = computed.common(|input| Some(input.name.clone()));
    fact.measure = name.filter(|_| of_measures).unwrap_or_default();
    let people = computed.common(|input| input.people.clone());
    if let Some(People {
        source,
        sex,
        age,
        area,
    }) = people
    {
        (fact.source, fact.sex) = (Some(source), Some(sex));
        (fact.age, fact.area) = (Some(age), area);
    }
    let periods = || computed.inputs.iter().filter_map(|input| input.period);
    let (first, last) = (periods().min(), periods().max());
    (fact.period, fact.from, fact.to) = if first == last {
        (first.into(), When::None, When::None)
    } else {
        (When::None, first.into(), last.into())
    };
    fact.status = computed.common(|input| input.status);
    fact.release = computed.joined(|input| &input.release);
    fact.source_ref = computed.joined(|input| &input.source_ref);
}

fn missing(is: bool) -> Option<Marker> {
    is.then_some(Marker::NotAvailable)
}
