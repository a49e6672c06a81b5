//! The findings of an audit as tables: for people one a verdict, what differs first; for machines
//! all in one.

pub(crate) mod evidence;
mod explanation;
mod number_format;

use crate::answer::{Cell, Column, NumberFormat, Panel, Table, TableRow, Text};
use crate::facts::published::claims::finding::Finding;
use crate::facts::published::claims::formula::formula;
use crate::facts::published::claims::rows::{CLAIMS, Tested};
use crate::facts::published::claims::verdict::Verdict;
use crate::facts::{Fact, Facts, Statistic};
use crate::words::capitalised;

/// Which claims the short answer shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InShort {
    /// The claims that do not agree, without explanations.
    Disagreements,
    /// Every claim with its explanation: the user has chosen them.
    Everything,
}

/// The findings of each verdict, then one panel for machines. What does not agree is explained claim
/// by claim, the rest in brief.
pub(crate) fn panels(findings: &[Finding<'_>], facts: &Facts, in_short: InShort) -> Vec<Panel> {
    let mut panels = Vec::new();
    for verdict in Verdict::ALL {
        let of_verdict = findings.iter().filter(|it| it.verdict == verdict);
        let of_verdict: Vec<&Finding<'_>> = of_verdict.collect();
        if of_verdict.is_empty() {
            continue;
        }
        let agrees = matches!(verdict, Verdict::Agrees | Verdict::Rounded);
        let table = Panel {
            only_in_full: !matches!(verdict, Verdict::Differs | Verdict::Revised),
            ..panel(verdict, &of_verdict, facts)
        };
        let explained = if agrees {
            vec![in_brief(&of_verdict, facts)]
        } else {
            explanation::panels(&of_verdict, facts)
        };
        panels.push(table);
        panels.extend(explained.into_iter().map(|panel| Panel {
            only_in_full: true,
            ..panel
        }));
    }
    if in_short == InShort::Everything {
        for panel in &mut panels {
            panel.only_in_full = false;
        }
    }
    panels.push(for_machines(findings, facts));
    panels
}

/// `69 claims: 31 agree, …`, and what the claims are tested on.
pub(crate) fn summary(facts: &Facts) -> Vec<Text> {
    let count = |breakdown: &str| {
        let mut counts = facts.of(CLAIMS, Statistic::Count);
        counts.find(|fact| fact.breakdown == breakdown)
    };
    let number = |fact: &Fact| fact.value.unwrap_or_default() as usize;
    let written = |fact: &Fact| Text::default().value(fact, NumberFormat::Whole);
    let verdicts = Verdict::IN_SUMMARY.into_iter().filter_map(|verdict| {
        let fact = count(&verdict.to_string()).filter(|fact| number(fact) > 0)?;
        Some(written(fact).and(" ").and(verdict.verb(number(fact))))
    });
    let verdicts = Text::joined(verdicts, ", ");
    let mut lines = Vec::new();
    if let Some(all) = count("") {
        let noun = if number(all) == 1 {
            " claim: "
        } else {
            " claims: "
        };
        lines.push(written(all).and(noun).and(verdicts).and("."));
    }
    let tested = [Tested::Independently, Tested::ByTheReport].map(|it| count(it.name()));
    if let [Some(independently), Some(by_the_report)] = tested
        && number(independently) + number(by_the_report) > 0
    {
        lines.push(
            Text::from("Tested on independent figures: ")
                .and(written(independently))
                .and("; on the report's own tables and values: ")
                .and(written(by_the_report))
                .and("."),
        );
    }
    lines
}

fn panel(verdict: Verdict, findings: &[&Finding<'_>], facts: &Facts) -> Panel {
    Panel {
        heading: heading(verdict),
        headline: headline(verdict).into(),
        scope: meaning(verdict).to_owned(),
        table: Table {
            columns: vec![
                Column::left("paragraph"),
                Column::left("claim"),
                Column::right("stated"),
                Column::right("computed"),
            ],
            rows: findings.iter().map(|it| row(it, facts)).collect(),
            earlier_rows: 0,
        },
        ..Panel::default()
    }
}

fn heading(verdict: Verdict) -> String {
    match verdict {
        Verdict::Revised => "Revised since".to_owned(),
        other => capitalised(&other.to_string()),
    }
}

const fn headline(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Differs => "recalculation gives a different value",
        Verdict::Revised => "the figures have changed since; not an error of the report",
        Verdict::NotComputable => "no figure to calculate or compare with",
        Verdict::Rounded => "at the precision stated",
        Verdict::Agrees => "the same value",
    }
}

const fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Differs => {
            "Recalculation gives a different value. Where the reason is known, it follows."
        }
        Verdict::Revised => {
            "The report used figures that are not held; the figures held have been revised since. \
             This is not an error of the report."
        }
        Verdict::NotComputable => {
            "There are no figures to calculate with, or none to compare with. This says nothing \
             against the claim."
        }
        Verdict::Rounded => {
            "The same value at the precision stated, or as near as loose words allow."
        }
        Verdict::Agrees => {
            "The same value, or a value that words such as `over` and `nearly` allow."
        }
    }
}

fn row(finding: &Finding<'_>, facts: &Facts) -> TableRow {
    let claim = finding.claim;
    let stated = number_format::stated(claim.places, &claim.unit);
    let stated = match claim.stated {
        None => Cell::Empty,
        Some(_) => cell(finding, facts, Statistic::Stated, stated),
    };
    let fact = facts.of(&claim.id, Statistic::Computed).next();
    let format = fact
        .and_then(|fact| fact.value)
        .map_or(NumberFormat::Whole, |value| {
            number_format::computed(value, claim.places, &claim.unit)
        });
    let forecast = fact
        .filter(|fact| fact.value.is_some())
        .and_then(|fact| fact.marker);
    TableRow {
        cells: vec![
            Cell::text(&claim.paragraph),
            Cell::text(&claim.sentence),
            stated,
            cell(finding, facts, Statistic::Computed, format),
        ],
        remark: forecast.map_or_else(String::new, |marker| marker.to_string()),
        ..TableRow::default()
    }
}

/// What a claim's fact states; empty where there is no such fact.
fn cell(finding: &Finding<'_>, facts: &Facts, statistic: Statistic, format: NumberFormat) -> Cell {
    let fact = facts.of(&finding.claim.id, statistic).next();
    fact.map_or(Cell::Empty, |fact| Cell::of(fact, format))
}

/// What must be said of claims that agree, and the commands that show their figures, each once.
fn in_brief(findings: &[&Finding<'_>], facts: &Facts) -> Panel {
    let said = findings
        .iter()
        .filter_map(|it| explanation::named(it, facts));
    let mut commands: Vec<&str> = Vec::new();
    for finding in findings {
        let command = finding.command.as_str();
        if !command.is_empty() && !commands.contains(&command) {
            commands.push(command);
        }
    }
    let row = |command: &&str| TableRow {
        cells: vec![Cell::text(*command)],
        ..TableRow::default()
    };
    let remarks: Vec<Text> = said.collect();
    Panel {
        table: Table {
            columns: vec![Column::left("shown by")],
            rows: commands.iter().map(row).collect(),
            earlier_rows: 0,
        },
        summary: remarks.clone(),
        remarks,
        ..Panel::default()
    }
}

/// Every claim in the order of the file.
fn for_machines(findings: &[Finding<'_>], facts: &Facts) -> Panel {
    let words = ["claim", "paragraph", "sentence"];
    let numbers = ["stated", "computed", "difference"];
    let more = [
        "unit",
        "verdict",
        "why",
        "computation",
        "release",
        "source_ref",
        "command",
    ];
    let columns = words.into_iter().map(Column::left);
    let columns = columns.chain(numbers.into_iter().map(Column::right));
    Panel {
        title: "Every claim and its verdict".to_owned().into(),
        table: Table {
            columns: columns.chain(more.into_iter().map(Column::left)).collect(),
            rows: findings.iter().map(|it| full_row(it, facts)).collect(),
            earlier_rows: 0,
        },
        machine_only: true,
        ..Panel::default()
    }
}

fn full_row(finding: &Finding<'_>, facts: &Facts) -> TableRow {
    let claim = finding.claim;
    let number = |statistic, is_there: bool| {
        if is_there {
            cell(finding, facts, statistic, NumberFormat::Decimal(6))
        } else {
            Cell::Empty
        }
    };
    let computed = facts.of(&claim.id, Statistic::Computed).next();
    let text = |of: fn(&Fact) -> &str| Cell::text(computed.map_or("", of));
    TableRow {
        cells: vec![
            Cell::text(&claim.id),
            Cell::text(&claim.paragraph),
            Cell::text(&claim.sentence),
            number(Statistic::Stated, claim.stated.is_some()),
            number(Statistic::Computed, finding.computed.is_ok()),
            number(Statistic::Difference, true),
            Cell::text(&claim.unit),
            Cell::text(finding.verdict.to_string()),
            text(|fact| &fact.note),
            Cell::text(formula(&claim.computation)),
            text(|fact| &fact.release),
            text(|fact| &fact.source_ref),
            Cell::text(&finding.command),
        ],
        ..TableRow::default()
    }
}
