//! Notes and sources of every figure that an audit uses.

use anyhow::Result;

use super::computed::{Computed, Input};
use super::finding::Finding;
use super::ground::Ground;
use crate::answer::Evidence;
use crate::model::{Marker, Series};

impl Ground<'_> {
    /// Notes and sources of every figure used. Breaks are not listed: each claim says how many it
    /// crosses, and its command names them.
    pub(super) fn evidence(&self, findings: &[Finding<'_>]) -> Result<Evidence> {
        let mut cited = Vec::new();
        for finding in findings {
            self.cite(finding, &mut cited)?;
        }
        let mut evidence = Evidence::of(&cited).with_source(self.imprint());
        for input in findings.iter().flat_map(inputs) {
            if !input.source.is_empty() {
                evidence = evidence.with_source(input.source.clone());
            }
        }
        let missing = findings.iter().any(|it| it.computed.is_none());
        let mut used = findings.iter().flat_map(inputs);
        let forecast = used.any(|input| input.marker == Some(Marker::Forecast));
        for (marker, is_used) in [
            (Marker::NotAvailable, missing),
            (Marker::Forecast, forecast),
        ] {
            if is_used {
                evidence = evidence.with_note(format!("{marker} {}.", marker.meaning()), true);
            }
        }
        Ok(evidence)
    }

    /// Who published the report, and when.
    fn imprint(&self) -> String {
        let about = &self.about;
        let published = about.published_in_words();
        let parts = [&about.publisher, &about.title, &about.reference, &published];
        let parts = parts.into_iter().map(String::as_str);
        let parts: Vec<&str> = parts.filter(|text| !text.is_empty()).collect();
        format!(
            "{}: the claims, in our words, and what the report states.",
            parts.join(", ")
        )
    }

    /// Adds the series that a finding uses, each over the periods used, without breaks and gaps.
    fn cite(&self, finding: &Finding<'_>, cited: &mut Vec<Series>) -> Result<()> {
        let default = self.claims.defaults.release.as_str();
        let pins = [
            Some(finding.pin),
            finding.pinned.is_some().then_some(default),
        ];
        let measures = finding.claim.computations().filter_map(|it| it.measure());
        for measure in measures {
            let of_measure = inputs(finding).filter(|input| input.name == measure);
            let periods: Vec<_> = of_measure.filter_map(|input| input.period).collect();
            let (Some(first), Some(last)) = (periods.iter().min(), periods.iter().max()) else {
                continue;
            };
            for pin in pins.into_iter().flatten() {
                let Some(series) = self.series_at_hand(measure, pin)? else {
                    continue;
                };
                let mut series = series.within(Some(*first), Some(*last));
                series.breaks.clear();
                series.gaps.clear();
                series.events.clear();
                cited.push(series);
            }
        }
        Ok(())
    }
}

/// Every figure that a finding rests on or shows beside.
fn inputs<'a>(finding: &'a Finding<'_>) -> impl Iterator<Item = &'a Input> {
    let beside = finding.beside.iter();
    let beside = beside.filter_map(|(_, value)| value.as_ref().ok());
    let computed = finding.computed.iter().chain(&finding.pinned);
    let all = computed.chain(beside);
    all.flat_map(|computed: &Computed| &computed.inputs)
}
