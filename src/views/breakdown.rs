//! Prevalence by groups of people: one table, and points with their intervals.

use crate::answer::{
    Answer, Arrangement, Bar, BarRow, Bars, Cell, Chart, Column, Evidence, NumberFormat, Panel,
    Table, TableRow, Text, ValueAxis,
};
use crate::dataset::GroupFigure;
use crate::facts::breakdown::Groups;
use crate::facts::{Fact, Facts, Statistic};
use crate::model::{Marker, Period, Series, Source};
use crate::question::breakdown::Chosen;
use crate::views::precision::limits;
use crate::words;

const FORMAT: NumberFormat = NumberFormat::PerCent(1);
const SIGNED: NumberFormat = NumberFormat::SignedDecimal(1);

/// What the answer is about.
pub(crate) struct About<'a> {
    pub(crate) crime: &'a str,
    pub(crate) chosen: &'a Chosen<'a>,
    pub(crate) groups: &'a [Groups],
    pub(crate) confidence: f64,
}

impl About<'_> {
    const fn period(&self) -> Period {
        self.chosen.period
    }

    /// The groups, in the order of the first measure that has them.
    fn names(&self) -> Vec<&GroupFigure> {
        let mut names: Vec<&GroupFigure> = Vec::new();
        for figure in self.groups.iter().flat_map(|one| &one.figures) {
            if names.iter().all(|known| known.group != figure.group) {
                names.push(figure);
            }
        }
        names.sort_by_key(|figure| figure.from_age);
        names
    }

    /// `ethnicity`, `country of birth`
    fn dimension(&self) -> String {
        self.chosen.dimension.replace('-', " ")
    }

    fn fact<'f>(
        &self,
        groups: &Groups,
        group: &str,
        statistic: Statistic,
        facts: &'f Facts,
    ) -> Option<&'f Fact> {
        let figure = groups.figures.iter().find(|one| one.group == group)?;
        facts.at(&groups.name(figure), statistic, self.period())
    }
}

/// The answer.
pub(crate) fn answer(about: &About<'_>, facts: Facts) -> Answer {
    let series: Vec<Series> = about.groups.iter().map(|one| one.series.clone()).collect();
    let mut evidence = Evidence::of_sources(&series);
    for note in series.iter().flat_map(|one| &one.notes) {
        if note.period.is_none_or(|period| period == about.period()) {
            evidence = evidence.with_note(note.text.clone(), false);
        }
    }
    let panel = panel(about, &facts);
    let mut answer = Answer::new(
        format!(
            "{} by {}, England and Wales",
            about.crime,
            about.dimension()
        ),
        vec![panel],
        evidence,
    );
    answer.cautions = cautions(about, &facts);
    answer.facts = facts;
    answer
}

fn has_limits(facts: &Facts) -> bool {
    facts
        .iter()
        .any(|fact| fact.statistic == Statistic::Prevalence && fact.limits().is_some())
}

fn panel(about: &About<'_>, facts: &Facts) -> Panel {
    let people = people(about);
    let period = words::in_sentence(about.period());
    let title = format!(
        "{} by {}: {} in {period}",
        about.crime,
        about.dimension(),
        people
    );
    let noun = about
        .groups
        .first()
        .map_or("", |one| one.series.noun.as_str());
    Panel {
        heading: Source::Survey.heading().to_owned(),
        headline: format!("by {}, {people} in {period}", about.dimension()).into(),
        title: title.clone().into(),
        scope: format!(
            "{} in the last year, per cent of {}, CSEW, England and Wales, {period}",
            words::capitalised(noun),
            people
        ),
        table: table(about, facts),
        chart: Some(Chart::Bars(chart(about, facts))),
        alternative_text: Text::from(format!("Points by group. {title}.")).and(
            if has_limits(facts) {
                " Each with its interval."
            } else {
                ""
            },
        ),
        summary: summary(about, facts),
        remarks: summary(about, facts),
        ..Panel::default()
    }
}

/// `women and men aged 16 and over`
fn people(about: &About<'_>) -> String {
    let sexes = about
        .groups
        .iter()
        .map(|one| one.series.sex.noun().to_owned());
    let sexes: Vec<String> = sexes.collect();
    let age = about.groups.first().map(|one| one.series.age.in_words());
    let age = age.filter(|age| !age.is_empty());
    let age = age.map_or_else(String::new, |age| format!(" {age}"));
    format!("{}{age}", words::list(&sexes))
}

/// `women`, `men`; nothing where there is only one kind of people.
fn column(about: &About<'_>, groups: &Groups) -> String {
    if about.groups.len() == 1 {
        "prevalence".to_owned()
    } else {
        groups.series.sex.noun().to_owned()
    }
}

fn table(about: &About<'_>, facts: &Facts) -> Table {
    let with_limits = has_limits(facts);
    let confidence = words::trimmed(100.0 * about.confidence);
    let mut columns = vec![Column::left("group")];
    for groups in about.groups {
        columns.push(Column::right(column(about, groups)));
        if with_limits {
            columns.push(Column::right(format!("{confidence}% interval")));
        }
    }
    let row = |figure: &&GroupFigure| {
        let mut cells = vec![Cell::text(&figure.group)];
        let mut remark = String::new();
        for groups in about.groups {
            let fact = about.fact(groups, &figure.group, Statistic::Prevalence, facts);
            cells.push(fact.map_or(Cell::Missing(Marker::NotAvailable), |fact| {
                Cell::of(fact, FORMAT)
            }));
            if with_limits {
                cells.push(limits(fact, FORMAT));
            }
            let quoted = groups
                .figures
                .iter()
                .any(|one| one.group == figure.group && !one.point.quoted_by.is_empty());
            if quoted {
                "as quoted".clone_into(&mut remark);
            }
        }
        TableRow {
            cells,
            remark,
            ..TableRow::default()
        }
    };
    Table {
        columns,
        rows: about.names().iter().map(row).collect(),
        earlier_rows: 0,
    }
}

fn chart(about: &About<'_>, facts: &Facts) -> Bars {
    let row = |figure: &&GroupFigure| BarRow {
        label: figure.group.clone(),
        bars: about
            .groups
            .iter()
            .map(|groups| {
                let fact = about.fact(groups, &figure.group, Statistic::Prevalence, facts);
                Bar {
                    value: fact.and_then(|fact| fact.value),
                    interval: fact.and_then(Fact::limits),
                    label: fact.map_or_else(
                        || Marker::NotAvailable.to_string(),
                        |fact| Text::default().value(fact, FORMAT).to_string(),
                    ),
                }
            })
            .collect(),
        ..BarRow::default()
    };
    let interval = if has_limits(facts) {
        format!(
            ", with {}% confidence intervals",
            words::trimmed(100.0 * about.confidence)
        )
    } else {
        String::new()
    };
    Bars {
        rows: about.names().iter().map(row).collect(),
        parts: if about.groups.len() > 1 {
            let groups = about.groups.iter();
            groups
                .map(|one| words::capitalised(one.series.sex.noun()))
                .collect()
        } else {
            Vec::new()
        },
        arrangement: Arrangement::Estimates,
        value_axis: ValueAxis::PerCent,
        axis_title: format!("Per cent of each group{interval}"),
    }
}

/// Differences that were tested, or why none was.
fn summary(about: &About<'_>, facts: &Facts) -> Vec<Text> {
    let mut said = Vec::new();
    for groups in about.groups {
        let Some((first, others)) = groups.figures.split_first() else {
            continue;
        };
        let whose = if about.groups.len() > 1 {
            format!("{}, ", words::capitalised(groups.series.sex.noun()))
        } else {
            String::new()
        };
        for other in others {
            let fact = facts.at(&groups.name(other), Statistic::Difference, about.period());
            let Some(fact) = fact.filter(|fact| fact.limits().is_some()) else {
                continue;
            };
            let text = Text::from(format!("{whose}{} less {}: ", other.group, first.group))
                .value(fact, SIGNED)
                .and(" percentage points (")
                .and(format!(
                    "{}% confidence interval: ",
                    words::trimmed(100.0 * about.confidence)
                ))
                .limits(fact, SIGNED)
                .and(")");
            said.push(text.and(match fact.p_value {
                Some(p) if p < 0.05 => ", statistically significant.",
                Some(_) => ", not statistically significant.",
                None => ".",
            }));
        }
    }
    if said.is_empty() {
        said.push(
            "No sample sizes or standard errors are published with these figures: differences between \
             groups are not tested, and can be chance."
                .into(),
        );
    } else if said.len() > 1 {
        said.push("By chance alone about one in 20 such tests is significant.".into());
    }
    if let [first, rest @ ..] = about.chosen.others.as_slice() {
        let more = match rest.len() {
            0 => String::new(),
            1 => " and 1 more".to_owned(),
            many => format!(" and {many} more"),
        };
        said.push(format!("Also held: {first}{more} (--sex, --age, --to).").into());
    }
    said
}

fn cautions(about: &About<'_>, facts: &Facts) -> Vec<Text> {
    let mut said = vec![Text::from(
        "Groups differ in age and in much else: a difference between them is not by itself an effect of \
         what they are grouped by.",
    )];
    if !has_limits(facts) {
        said.push("No sampling error is published; small groups have wide margins.".into());
    }
    let figures = about.groups.iter().flat_map(|one| &one.figures);
    if figures.clone().any(|one| !one.point.quoted_by.is_empty()) {
        said.push("Figures marked \"as quoted\" are not checked against the publisher.".into());
    }
    said
}
