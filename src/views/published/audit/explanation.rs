//! Why a claim has its verdict, what is shown beside it, and the command that shows its figures.

use super::number_format;
use crate::answer::{NumberFormat, Panel, Text};
use crate::facts::published::claims::finding::{Finding, Remark};
use crate::facts::{Fact, Facts, Statistic};
use crate::model::Marker;

/// A panel of words for each claim. Claims with the same words share one.
pub(super) fn panels(findings: &[&Finding<'_>], facts: &Facts) -> Vec<Panel> {
    let mut panels: Vec<Panel> = Vec::new();
    for finding in findings {
        let mut remarks: Vec<Text> = in_brief(finding, facts).into_iter().collect();
        if !finding.command.is_empty() {
            remarks.push(format!("Shown by: {}", finding.command).into());
        }
        if remarks.is_empty() {
            continue;
        }
        let mut known = panels.iter_mut();
        match known.find(|panel| panel.remarks == remarks) {
            Some(panel) => {
                let title = std::mem::take(&mut panel.title);
                panel.title = title.and(", ").and(name(finding));
            }
            None => panels.push(Panel {
                title: name(finding).into(),
                summary: remarks.clone(),
                remarks,
                ..Panel::default()
            }),
        }
    }
    panels
}

/// The same as one remark with the claim's name; none where there is nothing to say.
pub(super) fn named(finding: &Finding<'_>, facts: &Facts) -> Option<Text> {
    let why = in_brief(finding, facts)?;
    Some(Text::from(format!("{}: ", name(finding))).and(why))
}

/// `commitments-met-strategy (11)`
fn name(finding: &Finding<'_>) -> String {
    format!("{} ({})", finding.claim.id, finding.claim.paragraph)
}

fn in_brief(finding: &Finding<'_>, facts: &Facts) -> Option<Text> {
    let remarks = finding.remarks().into_iter();
    let mut sentences: Vec<Text> = remarks
        .map(|remark| match remark {
            Remark::Words(words) => words.into(),
            Remark::Moved => moved(finding, facts),
            Remark::Pinned => on_pinned_release(finding, facts),
        })
        .collect();
    sentences.extend(beside(finding, facts));
    (!sentences.is_empty()).then(|| Text::joined(sentences, " "))
}

/// `The report rests on …, not held here; the computed value is 0.2% below the stated one.`
fn moved(finding: &Finding<'_>, facts: &Facts) -> Text {
    let claim = finding.claim;
    let text = Text::from(format!(
        "The report rests on {}, not held here",
        claim.rests_on
    ));
    let mut differences = facts.of(&claim.id, Statistic::RelativeDifference);
    let Some(fact) = differences.next() else {
        return text.and(".");
    };
    let is_below = fact.value.is_some_and(|value| value < 0.0);
    text.and("; the computed value is ")
        .part(fact, |it| it.value.map(f64::abs), NumberFormat::PerCent(2))
        .and(if is_below { " below" } else { " above" })
        .and(" the stated one.")
}

/// `… gives 263.51%: 2023-24 is 122,660 there and 122,638 in ….`
fn on_pinned_release(finding: &Finding<'_>, facts: &Facts) -> Text {
    let claim = finding.claim;
    let Some(pinned) = facts.of(&claim.id, Statistic::Pinned).next() else {
        return Text::default();
    };
    let format = pinned.value.map_or(NumberFormat::Whole, |value| {
        number_format::computed(value, claim.places, &claim.unit)
    });
    let plain = |fact: &Fact| {
        let format = number_format::plain(fact.value.unwrap_or_default());
        Text::default().value(fact, format)
    };
    let observed: Vec<&Fact> = facts.of(&claim.id, Statistic::Observed).collect();
    let pairs = observed.chunks_exact(2).map(|pair| {
        Text::from(format!("{} is ", pair[0].period))
            .and(plain(pair[0]))
            .and(" there and ")
            .and(plain(pair[1]))
            .and(format!(" in {}", pair[1].release))
    });
    let pairs = Text::joined(pairs, "; ");
    Text::from(format!("{} gives ", pinned.release))
        .value(pinned, format)
        .and(": ")
        .and(pairs)
        .and(".")
}

/// `Beside it: 70.27 per cent of the Domestic Abuse Plan.`
fn beside(finding: &Finding<'_>, facts: &Facts) -> Option<Text> {
    let values = finding.beside.iter();
    let values = values.zip(facts.of(&finding.claim.id, Statistic::Also));
    let values: Vec<Text> = values
        .map(|((also, value), fact)| match value {
            Ok(_) => labelled(fact, &also.label),
            Err(reason) => {
                let label = &also.label;
                format!("{} {label} ({reason})", Marker::NotAvailable).into()
            }
        })
        .collect();
    (!values.is_empty()).then(|| {
        Text::from("Beside it: ")
            .and(Text::joined(values, "; "))
            .and(".")
    })
}

/// A value with the label that follows it: `70.27 per cent of the Plan`, `£127 million spent`,
/// `1 in 7.14 women`.
fn labelled(fact: &Fact, label: &str) -> Text {
    let money = label.strip_prefix("£ ").map(|rest| ("£", rest));
    let one_in = || label.strip_prefix("one in ").map(|rest| ("1 in ", rest));
    let (lead, rest) = money.or_else(one_in).unwrap_or(("", label));
    let format = number_format::plain(fact.value.unwrap_or_default());
    let text = Text::from(lead).value(fact, format).and(format!(" {rest}"));
    match fact.marker.map(|marker| marker.to_string()) {
        Some(marker) if !label.contains(&marker) => text.and(format!(" {marker}")),
        _ => text,
    }
}
