//! Notes and sources of every figure that an audit uses.

use anyhow::Result;

use crate::answer::Evidence;
use crate::facts::published::claims::context::AuditContext;
use crate::facts::published::claims::finding::Finding;
use crate::model::{Marker, Series};

/// Notes and sources of every figure used. Breaks are not listed: each claim says how many it
/// crosses, and its command names them.
///
/// # Errors
/// A damaged release.
pub(crate) fn evidence(context: &AuditContext<'_>, findings: &[Finding<'_>]) -> Result<Evidence> {
    let mut cited = Vec::new();
    for finding in findings {
        cite(context, finding, &mut cited)?;
    }
    let report = context.about.citation();
    let mut evidence = Evidence::of(&cited).with_source(format!(
        "{report}: the claims, in our words, and what the report states."
    ));
    let inputs = || findings.iter().flat_map(Finding::inputs);
    for input in inputs().filter(|input| !input.source.is_empty()) {
        evidence = evidence.with_source(input.source.clone());
    }
    let missing = findings.iter().any(|it| it.computed.is_err());
    let forecast = inputs().any(|input| input.marker == Some(Marker::Forecast));
    for (marker, is_used) in [
        (Marker::NotAvailable, missing),
        (Marker::Forecast, forecast),
    ] {
        if is_used {
            evidence = evidence.with_note(format!("{marker} {}.", marker.meaning()), true);
        }
    }
    Ok(shortened(evidence, &report))
}

/// The short answer names the report, and its other sources where they are few.
fn shortened(evidence: Evidence, report: &str) -> Evidence {
    const FEW: usize = 3;
    let all = evidence.short_sources();
    let others = all.iter().filter(|it| !it.starts_with(report));
    let others: Vec<String> = others.cloned().collect();
    let mut short = vec![report.to_owned()];
    if others.len() > FEW {
        short.push(format!(
            "{} other sources (--full lists them)",
            others.len()
        ));
    } else {
        short.extend(others);
    }
    evidence.with_short_sources(short)
}

/// Adds the series that a finding uses, each over the periods used, without breaks and gaps.
fn cite(context: &AuditContext<'_>, finding: &Finding<'_>, cited: &mut Vec<Series>) -> Result<()> {
    let default = context.claims.defaults.release.as_str();
    let pins = [
        Some(finding.pin),
        finding.pinned.is_some().then_some(default),
    ];
    let computations = finding.claim.computations();
    for measure in computations.filter_map(|it| it.contents().measure) {
        let of_measure = finding.inputs().filter(|input| input.name == measure);
        let periods: Vec<_> = of_measure.filter_map(|input| input.period).collect();
        let (Some(first), Some(last)) = (periods.iter().min(), periods.iter().max()) else {
            continue;
        };
        for pin in pins.into_iter().flatten() {
            let Some(series) = context.available_series(measure, pin)? else {
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
