//! The machine rows of an audit: for each claim what is stated, computed, and the difference.

use super::computed::{Computed, Population};
use super::finding::Finding;
use super::formula::formula;
use super::ground::Ground;
use super::words;
use crate::answer::Figure;
use crate::model::{Marker, Period, Status};
use crate::reports::Claim;

impl Ground<'_> {
    /// The rows of a claim.
    pub(super) fn figures(&self, finding: &Finding<'_>) -> Vec<Figure> {
        let claim = finding.claim;
        let computed = finding.computed.as_ref();
        let mut rows = vec![
            self.stated_row(claim),
            Figure {
                note: verdict_and_why(finding),
                ..self.row(finding, "computed", computed, formula(&claim.computation))
            },
        ];
        rows.extend(difference_row(finding));
        if let Some(pinned) = &finding.pinned {
            let method = formula(&claim.computation);
            rows.push(Figure {
                note: "the same on the release that the claims are pinned to".to_owned(),
                ..self.row(finding, "pinned", Some(pinned), method)
            });
        }
        for (also, (label, value)) in claim.also.iter().zip(&finding.beside) {
            let note = match value {
                Ok(_) => (*label).to_owned(),
                Err(reason) => format!("{label}: cannot be computed: {reason}"),
            };
            rows.push(Figure {
                unit: String::new(),
                note,
                ..self.row(
                    finding,
                    "also",
                    value.as_ref().ok(),
                    formula(&also.computation),
                )
            });
        }
        rows
    }

    fn stated_row(&self, claim: &Claim) -> Figure {
        Figure {
            series: claim.id.clone(),
            statistic: "stated".to_owned(),
            value: claim.stated,
            unit: claim.unit.clone(),
            marker: missing(claim.stated.is_none()),
            release: self.about.id.clone(),
            source_ref: self.place(&claim.paragraph),
            note: claim.sentence.clone(),
            ..Figure::default()
        }
    }

    fn row(
        &self,
        finding: &Finding<'_>,
        statistic: &str,
        computed: Option<&Computed>,
        method: String,
    ) -> Figure {
        let claim = finding.claim;
        let mut figure = Figure {
            series: claim.id.clone(),
            statistic: statistic.to_owned(),
            method,
            unit: claim.unit.clone(),
            marker: missing(computed.is_none()),
            ..Figure::default()
        };
        let Some(computed) = computed else {
            return figure;
        };
        figure.value = Some(computed.value);
        if let Some(marker) = computed.marker() {
            figure.marker = marker.to_string();
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

fn difference_row(finding: &Finding<'_>) -> Option<Figure> {
    Some(Figure {
        series: finding.claim.id.clone(),
        statistic: "difference".to_owned(),
        method: "computed − stated".to_owned(),
        value: Some(finding.difference?),
        unit: words::unit_of_difference(&finding.claim.unit).to_owned(),
        note: finding.verdict.to_string(),
        ..Figure::default()
    })
}

/// Measure, population, period and standing, as far as its figures have them in common.
fn describe(computed: &Computed, figure: &mut Figure) {
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
        (figure.source, figure.sex) = (source, sex);
        (figure.age, figure.area) = (age, area);
    }
    (figure.period, figure.from, figure.to) = periods(computed);
    let status: Option<Status> = computed.common(|input| input.status);
    figure.status = status.map_or_else(String::new, |status| status.to_string());
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

fn missing(is: bool) -> String {
    if is {
        Marker::NotAvailable.to_string()
    } else {
        String::new()
    }
}

/// The one period of all inputs, or the first and the last.
fn periods(computed: &Computed) -> (String, String, String) {
    let periods = || computed.inputs.iter().filter_map(|input| input.period);
    let text = |period: Option<Period>| period.map_or_else(String::new, |it| it.to_string());
    let (first, last) = (periods().min(), periods().max());
    if first == last {
        (text(first), String::new(), String::new())
    } else {
        (String::new(), text(first), text(last))
    }
}
