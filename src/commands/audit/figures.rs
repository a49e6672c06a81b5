//! The machine rows of an audit: for each claim what is stated, computed, and the difference.

use super::computed::{Computed, Population};
use super::finding::Finding;
use super::formula::formula;
use super::ground::Ground;
use super::words;
use crate::facts::{Fact, Statistic, When};
use crate::model::{Marker, Status};
use crate::reports::Claim;

impl Ground<'_> {
    /// The rows of a claim.
    pub(super) fn figures(&self, finding: &Finding<'_>) -> Vec<Fact> {
        let claim = finding.claim;
        let computed = finding.computed.as_ref();
        let mut rows = vec![
            self.stated_row(claim),
            Fact {
                note: verdict_and_why(finding),
                ..self.row(
                    finding,
                    Statistic::Computed,
                    computed,
                    formula(&claim.computation),
                )
            },
        ];
        rows.extend(difference_row(finding));
        if let Some(pinned) = &finding.pinned {
            let method = formula(&claim.computation);
            rows.push(Fact {
                note: "the same on the release that the claims are pinned to".to_owned(),
                ..self.row(finding, Statistic::Pinned, Some(pinned), method)
            });
        }
        for (also, (label, value)) in claim.also.iter().zip(&finding.beside) {
            let note = match value {
                Ok(_) => (*label).to_owned(),
                Err(reason) => format!("{label}: cannot be computed: {reason}"),
            };
            rows.push(Fact {
                unit: String::new(),
                note,
                ..self.row(
                    finding,
                    Statistic::Also,
                    value.as_ref().ok(),
                    formula(&also.computation),
                )
            });
        }
        rows
    }

    fn stated_row(&self, claim: &Claim) -> Fact {
        Fact {
            series: claim.id.clone(),
            statistic: Statistic::Stated,
            value: claim.stated,
            unit: claim.unit.clone(),
            marker: missing(claim.stated.is_none()),
            release: self.about.id.clone(),
            source_ref: self.place(&claim.paragraph),
            note: claim.sentence.clone(),
            ..Fact::default()
        }
    }

    fn row(
        &self,
        finding: &Finding<'_>,
        statistic: Statistic,
        computed: Option<&Computed>,
        method: String,
    ) -> Fact {
        let claim = finding.claim;
        let mut figure = Fact {
            series: claim.id.clone(),
            statistic,
            method,
            unit: claim.unit.clone(),
            marker: missing(computed.is_none()),
            ..Fact::default()
        };
        let Some(computed) = computed else {
            return figure;
        };
        figure.value = Some(computed.value);
        if let Some(marker) = computed.marker() {
            figure.marker = Some(marker);
        }
        describe(computed, &mut figure);
        if computed.inputs.is_empty() {
            // Numbers that stand beside the claim.
            figure.release.clone_from(&self.about.id);
            figure.source_ref = self.place(&claim.paragraph);
        } else {
            figure.release = computed.joined(|input| &input.release);
            figure.source_ref = computed.joined(|input| &input.source_ref);
        }
        figure
    }
}

fn difference_row(finding: &Finding<'_>) -> Option<Fact> {
    Some(Fact {
        series: finding.claim.id.clone(),
        statistic: Statistic::Difference,
        method: "computed − stated".to_owned(),
        value: Some(finding.difference?),
        unit: words::unit_of_difference(&finding.claim.unit).to_owned(),
        note: finding.verdict.to_string(),
        ..Fact::default()
    })
}

/// Measure, population, period and standing, as far as its figures have them in common.
fn describe(computed: &Computed, figure: &mut Fact) {
    let measure = |name| -> Option<String> {
        let of_measure = computed
            .inputs
            .iter()
            .all(|input| input.population.is_some());
        of_measure.then_some(name)
    };
    let name = computed.common(|input| Some(input.name.clone()));
    figure.measure = name.and_then(measure).unwrap_or_default();
    if let Some(Population {
        source,
        sex,
        age,
        area,
    }) = computed.common(|input| input.population.clone())
    {
        (figure.source, figure.sex) = (Some(source), Some(sex));
        (figure.age, figure.area) = (Some(age), area);
    }
    (figure.period, figure.from, figure.to) = periods(computed);
    let status: Option<Status> = computed.common(|input| input.status);
    figure.status = status;
}

/// `differs: revised since: …`
pub(super) fn verdict_and_why(finding: &Finding<'_>) -> String {
    let why = finding.explanation.join(" ");
    if why.is_empty() {
        finding.verdict.to_string()
    } else {
        format!("{}: {why}", finding.verdict)
    }
}

fn missing(is: bool) -> Option<Marker> {
    is.then_some(Marker::NotAvailable)
}

/// The one period of all inputs, or the first and the last.
fn periods(computed: &Computed) -> (When, When, When) {
    let periods = || computed.inputs.iter().filter_map(|input| input.period);
    let (first, last) = (periods().min(), periods().max());
    if first == last {
        (first.into(), When::None, When::None)
    } else {
        (When::None, first.into(), last.into())
    }
}
