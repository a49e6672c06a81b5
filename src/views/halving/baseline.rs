//! What is to be reduced under a definition, and under every definition side by side.

use crate::answer::{
    Answer, Cell, Column, Evidence, NumberFormat, Panel, ShownIn, Table, TableRow, Text, Unit,
};
use crate::facts::halving::baseline::Baseline;
use crate::facts::people::{self, PRODUCT};
use crate::facts::precision::is_assumed;
use crate::facts::{Fact, Facts, Statistic};
use crate::model::{Series, SeriesKind, Source};
use crate::views;
use crate::views::precision::{limits, reasons, sentence};
use crate::words;

/// The answer on one definition, or on all side by side.
pub(crate) fn answer(mut all: Vec<Baseline<'_>>, side_by_side: bool) -> Answer {
    let facts = all.iter_mut().map(|one| std::mem::take(&mut one.facts));
    let facts: Facts = facts.flatten().collect();
    let (title, panels) = match all.as_slice() {
        [one] if !side_by_side => (one.subject.title.clone(), vec![panel(one, &facts)]),
        _ => (
            "What is to be halved, under each definition, England and Wales".to_owned(),
            vec![comparison(&all, &facts)],
        ),
    };
    let mut answer = Answer::new(title, panels, evidence(&all, &facts));
    answer.cautions = cautions(&all, side_by_side);
    answer.facts = facts;
    answer
}

/// Where the figures come from, what their intervals are based on, who set the targets.
fn evidence(all: &[Baseline<'_>], facts: &Facts) -> Evidence {
    let series: Vec<Series> = all.iter().map(|one| one.series.clone()).collect();
    let mut evidence = Evidence::of(&series);
    for one in all {
        let bases: Vec<_> = one.basis.into_iter().collect();
        let sizes = [
            sentence(facts, &one.name, &bases),
            reasons(facts, &one.name),
        ];
        for text in sizes.into_iter().flatten() {
            let of = if all.len() > 1 {
                format!("{}: ", one.name)
            } else {
                String::new()
            };
            evidence = evidence.with_note(format!("{of}{text}"), true);
        }
        if one.series.kind == SeriesKind::Counts {
            evidence = evidence.with_note(ON_COUNTS, true);
        }
        if let Some((definition, _)) = one.subject.definition {
            let target = one.subject.target_source();
            evidence = evidence.with_full_source(format!("{}: {target}", definition.title));
        }
        if let Some(source) = &one.population {
            evidence = evidence.with_full_source(source.clone());
        }
    }
    evidence
}

/// What the interval of a count means.
pub(crate) const ON_COUNTS: &str = "A count of offences has no sampling error: its range is year-to-year \
    scatter about the latest trend.";

/// What would mislead: whose target it is, what the figures count, that they are only quoted.
fn cautions(all: &[Baseline<'_>], side_by_side: bool) -> Vec<Text> {
    let mut cautions: Vec<Text> = Vec::new();
    let of = |source: Source| all.iter().any(|one| one.series.source == source);
    if of(Source::Police) {
        cautions.push(if of(Source::Survey) {
            "Police figures count offences, survey figures count people: do not compare them."
                .into()
        } else {
            "Recorded offences depend on reporting and recording. Many offences are never reported."
                .into()
        });
    }
    let is_other = |one: &&Baseline<'_>| {
        let target = one.subject.definition.map(|(_, target)| target);
        target.is_some_and(|target| target.set_by.is_empty())
    };
    if side_by_side {
        let set: Vec<String> = all
            .iter()
            .filter(|one| !is_other(one))
            .map(|one| format!("`{}`", one.name))
            .collect();
        let set = words::list(&set);
        cautions.push(
            format!("The government's target uses {set}. The others are here to compare.").into(),
        );
    } else if all.iter().any(|one| is_other(&one)) {
        cautions.push(
            "This is not the measure that the government's target uses: see `vawg baseline`."
                .into(),
        );
    }
    let mut points = all.iter().flat_map(|one| &one.series.points);
    if points.any(|point| !point.quoted_by.is_empty()) {
        cautions.push("Survey figures are as quoted, not checked against the publisher.".into());
    }
    cautions
}

/// How values are written, and with one more decimal place.
const fn formats(series: &Series) -> (NumberFormat, NumberFormat) {
    match series.kind {
        SeriesKind::Prevalence => (NumberFormat::PerCent(1), NumberFormat::PerCent(2)),
        SeriesKind::Counts => (NumberFormat::Whole, NumberFormat::Whole),
        SeriesKind::Values => (NumberFormat::Decimal(1), NumberFormat::Decimal(2)),
    }
}

/// The one fact of a baseline that states this.
fn the<'a>(one: &Baseline<'_>, facts: &'a Facts, statistic: Statistic) -> Option<&'a Fact> {
    facts.of(&one.name, statistic).next()
}

fn value(fact: Option<&Fact>, format: NumberFormat) -> Text {
    fact.map_or_else(Text::default, |fact| Text::default().value(fact, format))
}

fn panel(one: &Baseline<'_>, facts: &Facts) -> Panel {
    let (format, precise) = formats(&one.series);
    let goal = &one.subject.goal;
    let of = match one.series.source {
        Source::Survey => format!(" of {}", words::people(&one.series)),
        _ => format!(" {}", one.series.noun),
    };
    let title = value(the(one, facts, Statistic::Baseline), format)
        .and(format!(
            "{of} in {}, to be ",
            words::in_sentence(goal.baseline)
        ))
        .and(value(the(one, facts, Statistic::Target), precise))
        .and(format!(" in {}", words::in_sentence(goal.target)));
    let span = Text::from("from ")
        .and(value(the(one, facts, Statistic::Baseline), format))
        .and(format!(" in {} to ", goal.baseline))
        .and(value(the(one, facts, Statistic::Target), precise))
        .and(format!(" in {}", goal.target));
    let assumed = is_assumed(facts, &one.name);
    let bases: Vec<_> = one.basis.into_iter().collect();
    let products = products(std::slice::from_ref(one), facts);
    Panel {
        heading: one.series.heading().to_owned(),
        headline: span,
        title,
        table: Table {
            columns: vec![Column::left("what"), Column::left("")],
            rows: rows(one, facts),
            earlier_rows: 0,
        },
        summary: sentence(facts, &one.name, &bases)
            .filter(|_| assumed)
            .into_iter()
            .collect(),
        remarks: products
            .iter()
            .map(|_| views::people::NOT_PUBLISHED.into())
            .collect(),
        further_tables: products.into_iter().collect(),
        ..Panel::default()
    }
}

/// What is stated of one definition, a row each.
fn rows(one: &Baseline<'_>, facts: &Facts) -> Vec<TableRow> {
    let (format, precise) = formats(&one.series);
    let goal = &one.subject.goal;
    let row = |name: &str, text: Text, shown| TableRow {
        cells: vec![Cell::text(name), Cell::Text(text.to_string())],
        shown,
        ..TableRow::default()
    };
    let always = |name, text| row(name, text, ShownIn::Always);
    let in_full = |name, text| row(name, text, ShownIn::InFull);
    let baseline = the(one, facts, Statistic::Baseline);
    let target = value(the(one, facts, Statistic::Target), precise);
    let reduction = the(one, facts, Statistic::RelativeChange);
    let rate = the(one, facts, Statistic::RequiredRate);
    let mut rows = vec![
        always(
            "baseline",
            value(baseline, format).and(format!(" in {}", goal.baseline)),
        ),
        always(
            "target",
            target
                .and(format!(" in {} (", goal.target))
                .and(value(reduction, NumberFormat::SignedPerCent(0)))
                .and(")"),
        ),
        always(
            if one.series.kind == SeriesKind::Counts {
                "year-to-year scatter"
            } else {
                "interval"
            },
            interval(one, baseline, format, facts),
        ),
        always(
            "change a year",
            value(rate, NumberFormat::SignedPerCent(2)).and(" at a constant rate"),
        ),
    ];
    if let Some(people) = people::at(facts, &one.name, goal.baseline, "") {
        rows.insert(
            2,
            always("people", in_millions(people).and(", as published")),
        );
    }
    if let Some((definition, _)) = one.subject.definition {
        let counts = format!("{}, {}", definition.counts, definition.status);
        rows.extend([
            always("counts", counts.into()),
            always("includes", definition.includes.as_str().into()),
            always("leaves out", definition.leaves_out.as_str().into()),
            in_full("used by", definition.used_by.as_str().into()),
            in_full("citation", definition.citation.as_str().into()),
            in_full("target set by", one.subject.target_source().into()),
        ]);
    }
    rows.push(always("breaks", known_breaks(one)));
    rows
}

/// A published number of people: it is given to the nearest hundred thousand.
fn in_millions(people: &Fact) -> Text {
    let millions = |fact: &Fact| fact.value.map(|people| people / 1e6);
    Text::default().part(people, millions, NumberFormat::In(Unit::Million, 1))
}

/// The limits, and what they are; `not known` where there are none.
fn interval(
    one: &Baseline<'_>,
    baseline: Option<&Fact>,
    format: NumberFormat,
    facts: &Facts,
) -> Text {
    let Some(fact) = baseline.filter(|fact| fact.limits().is_some()) else {
        return "not known".into();
    };
    let confidence = words::trimmed(100.0 * fact.confidence.unwrap_or_default());
    let basis = match one.series.kind {
        SeriesKind::Counts => "t distribution",
        _ if is_assumed(facts, &one.name) => "sample size assumed",
        _ => "sampling error",
    };
    Text::default()
        .limits(fact, format)
        .and(format!(" ({confidence}%, {basis})"))
}

/// The breaks between the baseline and the target.
fn known_breaks(one: &Baseline<'_>) -> Text {
    if one.series.breaks.is_empty() {
        return "none known".into();
    }
    let each = one.series.breaks.iter();
    let each: Vec<String> = each
        .map(|mark| format!("{}: {}", mark.date_in_words, mark.text))
        .collect();
    let end = "No rate of change and no verdict across it before a bridging ratio is known.";
    format!("{} {end}", each.join(" ")).into()
}

/// Every definition in a row; the full answer has the product of prevalence and population too.
fn comparison(all: &[Baseline<'_>], facts: &Facts) -> Panel {
    let is_assumed = all.iter().any(|one| is_assumed(facts, &one.name));
    let assumed = if is_assumed { " (assumed)" } else { "" };
    let sizes = "Intervals of survey figures are based on assumed sample sizes: none is published.";
    let row = |one: &Baseline<'_>| {
        let (format, precise) = formats(&one.series);
        let baseline = the(one, facts, Statistic::Baseline);
        let target = the(one, facts, Statistic::Target);
        let people = people::at(facts, &one.name, one.subject.goal.baseline, "");
        let cell =
            |fact: Option<&Fact>, format| fact.map_or(Cell::Empty, |fact| Cell::of(fact, format));
        TableRow {
            cells: vec![
                Cell::text(&one.name),
                cell(baseline, format),
                cell(target, precise),
                limits(baseline, format),
                people.map_or(Cell::Empty, |people| {
                    Cell::Text(in_millions(people).to_string())
                }),
            ],
            ..TableRow::default()
        }
    };
    let each = "Each definition: what it includes and leaves out, with --definition NAME.";
    Panel {
        title: "How much half is depends on the definition".into(),
        table: Table {
            columns: vec![
                Column::left("definition"),
                Column::right("baseline"),
                Column::right("target"),
                Column::right(format!("95% interval{assumed}")),
                Column::right("people, as published"),
            ],
            rows: all.iter().map(row).collect(),
            earlier_rows: 0,
        },
        further_tables: products(all, facts).into_iter().collect(),
        summary: is_assumed
            .then_some(sizes)
            .into_iter()
            .chain([each])
            .map(Text::from)
            .collect(),
        remarks: vec![views::people::NOT_PUBLISHED.into(), each.into()],
        ..Panel::default()
    }
}

/// The prevalence of each definition times the resident population.
fn products(all: &[Baseline<'_>], facts: &Facts) -> Option<Table> {
    let each = all.iter().filter_map(|one| {
        let product = people::at(facts, &one.name, one.subject.goal.baseline, PRODUCT)?;
        Some((one.name.clone(), product))
    });
    views::people::products("definition", each)
}
