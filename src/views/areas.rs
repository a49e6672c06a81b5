//! Areas compared: one table in name order, what stands out in words, and three forms of chart. Areas
//! are never ranked.

mod charts;

use std::collections::BTreeSet;

use crate::answer::{Answer, Cell, Column, NumberFormat, Panel, Table, TableRow, Text};
use crate::catalogue::CHARGED;
use crate::cli::ChartForm;
use crate::facts::areas::{Comparison, Place, WITHIN};
use crate::facts::{Fact, Facts, Statistic};
use crate::model::{Marker, Source};
use crate::stats::areas::funnel::CONFIDENCES;
use crate::words;

/// Decimal places of a rate per 1,000.
pub(super) const RATE: NumberFormat = NumberFormat::Decimal(2);

/// How a comparison is shown.
pub(crate) struct Shape<'a> {
    /// `Rape`
    pub(crate) topic: &'a str,
    /// `police forces`
    pub(crate) kind: &'a str,
    /// `people`, `women and girls`
    pub(crate) per: &'a str,
    pub(crate) form: ChartForm,
}

/// The panel of one measure.
pub(crate) fn panel(compared: &Comparison, facts: &Facts, shape: &Shape<'_>) -> Panel {
    let period = words::in_sentence(compared.period);
    let noun = &compared.template.noun;
    let mut said = vec![columns_explained(compared, facts, shape)];
    said.extend(sentences(compared, facts, shape));
    Panel {
        heading: compared.template.heading().to_owned(),
        headline: format!("{noun} in {period}, {} by name", shape.kind).into(),
        title: title(compared, facts, shape),
        scope: scope(compared, shape, &period),
        table: table(compared, facts),
        chart: charts::chart(compared, facts, shape),
        alternative_text: alternative_text(compared, facts, shape),
        summary: said.clone(),
        remarks: said,
        status: match compared.template.source {
            Source::Police => "Police figures: official statistics, not accredited.".into(),
            _ => Text::default(),
        },
        ..Panel::default()
    }
}

/// An answer on all areas as a page on one of them shows it: its row of each table, without the
/// chart of all; the facts stay those of all areas. None where no table has the area.
pub(crate) fn one_area(all: &Answer, area: &str) -> Option<Answer> {
    let mut answer = all.clone();
    let is_its =
        |row: &TableRow| matches!(row.cells.first(), Some(Cell::Text(name)) if name == area);
    answer.panels.retain_mut(|panel| {
        panel.table.rows.retain(is_its);
        panel.chart = None;
        panel.headline = Text::default();
        panel.title = Text::default();
        !panel.table.rows.is_empty()
    });
    (!answer.panels.is_empty()).then_some(answer)
}

fn scope(compared: &Comparison, shape: &Shape<'_>, period: &str) -> String {
    let recorded = match compared.template.source {
        Source::Police => ", recorded by the police",
        _ => "",
    };
    format!(
        "{}{recorded}, {}, {period}; rates per 1,000 {}",
        shape.topic, shape.kind, shape.per
    )
}

/// `Rapes, police forces, 2022-23: 2 outside the 99.8% limits`
fn title(compared: &Comparison, facts: &Facts, shape: &Shape<'_>) -> Text {
    let period = words::in_sentence(compared.period);
    let text = Text::from(format!(
        "{}, {}, {period}",
        words::capitalised(&compared.template.noun),
        shape.kind
    ));
    let drawn = shape.form == ChartForm::Funnel;
    match outside(compared, facts, CONFIDENCES[1], false).filter(|_| drawn) {
        Some(fact) => {
            let text = text.and(": ").value(fact, NumberFormat::Whole);
            text.and(" outside the 99.8% limits")
        }
        None => text,
    }
}

/// The number of areas outside the limits at a confidence.
fn outside<'a>(
    compared: &Comparison,
    facts: &'a Facts,
    confidence: f64,
    poisson: bool,
) -> Option<&'a Fact> {
    let all = compared.all();
    let mut found = facts.of(&all, Statistic::OutsideLimits);
    found.find(|fact| {
        fact.confidence == Some(confidence) && (fact.method == "exact Poisson") == poisson
    })
}

fn table(compared: &Comparison, facts: &Facts) -> Table {
    let row = |place: &Place| {
        let name = compared.name(place);
        let at = |statistic| facts.at(&name, statistic, compared.period);
        let cell =
            |fact: Option<&Fact>, format| fact.map_or(Cell::Empty, |fact| Cell::of(fact, format));
        let rate = at(Statistic::Rate);
        let interval = rate.filter(|rate| rate.limits().is_some());
        let limit = |part: fn(&Fact) -> Option<f64>| {
            let number = interval.and_then(part);
            match (number, interval.and_then(|fact| fact.id)) {
                (Some(number), Some(id)) => Cell::Fact(id, number, RATE),
                _ => Cell::Empty,
            }
        };
        let change = facts.between(
            &name,
            Statistic::RelativeChange,
            compared.before,
            compared.period,
        );
        TableRow {
            cells: vec![
                Cell::text(&place.area.name),
                at(Statistic::Observed).map_or(Cell::Missing(Marker::NotAvailable), |fact| {
                    Cell::of(fact, NumberFormat::Whole)
                }),
                cell(change, NumberFormat::SignedPerCent(1)),
                Cell::text(change.and_then(|fact| fact.p_value).map_or("", mark)),
                rate.map_or(Cell::Missing(without_rate(place)), |fact| {
                    Cell::of(fact, RATE)
                }),
                limit(|fact| fact.lower),
                limit(|fact| fact.upper),
                Cell::text(
                    at(Statistic::Standing)
                        .and_then(|fact| fact.value)
                        .map_or("", standing),
                ),
            ],
            ..TableRow::default()
        }
    };
    Table {
        columns: vec![
            Column::left("area"),
            Column::right(match compared.template.unit.as_str() {
                CHARGED => "charged",
                _ => "offences",
            }),
            Column::right("change"),
            Column::left("test"),
            Column::right("rate"),
            Column::right("lower"),
            Column::right("upper"),
            Column::left("funnel"),
        ],
        rows: compared.places.iter().map(row).collect(),
        earlier_rows: 0,
    }
}

/// What stands for the rate of an area without a figure.
const fn without_rate(place: &Place) -> Marker {
    if place.area.no_rate.is_empty() {
        Marker::NotAvailable
    } else {
        Marker::NotApplicable
    }
}

const fn mark(p_value: f64) -> &'static str {
    if p_value < 0.05 { "[s]" } else { "[ns]" }
}

/// The place in the funnel in a word.
fn standing(stands: f64) -> &'static str {
    match stands {
        stands if stands > 1.5 => "higher (99.8%)",
        stands if stands > WITHIN => "higher (95%)",
        stands if stands < -1.5 => "lower (99.8%)",
        stands if stands < WITHIN => "lower (95%)",
        _ => "within",
    }
}

/// What the columns of the table are.
fn columns_explained(compared: &Comparison, facts: &Facts, shape: &Shape<'_>) -> Text {
    let rates = compared.places.iter().filter_map(|place| {
        let name = compared.name(place);
        facts.at(&name, Statistic::Rate, compared.period)
    });
    let denominators: BTreeSet<&str> = rates.map(|rate| rate.denominator.as_str()).collect();
    let of_count = "Change and test: of the count.";
    if denominators.is_empty() {
        return of_count.into();
    }
    let years = denominators.iter().filter_map(|one| one.rsplit_once(", "));
    let years: Vec<String> = years.map(|(_, year)| year.to_owned()).collect();
    let population = match years.len() {
        0 => String::new(),
        _ => format!(" ({})", words::list(&years)),
    };
    format!(
        "{of_count} Rates: per 1,000 {}{population}; lower and upper: limits of the {}% confidence \
         interval.",
        shape.per,
        100.0 * compared.confidence
    )
    .into()
}

fn sentences(compared: &Comparison, facts: &Facts, shape: &Shape<'_>) -> Vec<Text> {
    let all = compared.all();
    let mut sentences = Vec::new();
    let of = |statistic| facts.of(&all, statistic).next();
    if let (Some(rate), Some(phi), Some(tau)) =
        (of(Statistic::Rate), of(Statistic::Phi), of(Statistic::Tau))
    {
        let text = Text::from("All together: ")
            .value(rate, RATE)
            .and(format!(" per 1,000 {}. ", shape.per));
        let text = text.and("Outside the funnel's 99.8% limits: ");
        let text = match outside(compared, facts, CONFIDENCES[1], false) {
            Some(fact) => text.value(fact, NumberFormat::Whole),
            None => text,
        };
        let text = text
            .and(" of ")
            .part(rate, |fact| fact.n, NumberFormat::Whole);
        let text = text.and(format!(
            ". \u{2018}Higher\u{2019} and \u{2018}lower\u{2019}: than expected from chance and ordinary variation between {}. Their rates scatter ",
            shape.kind
        ));
        let text = text
            .value(phi, NumberFormat::Decimal(1))
            .and(" times as much as by chance alone (phi) and ordinarily differ by about ");
        let in_per_cent = |fact: &Fact| fact.value.map(|value| 100.0 * value);
        let text = text
            .part(tau, in_per_cent, NumberFormat::PerCent(0))
            .and(" (tau ");
        let text = text.value(tau, NumberFormat::Decimal(3)).and("). ");
        sentences.push(match outside(compared, facts, CONFIDENCES[1], true) {
            Some(fact) => text
                .and("By chance alone (Poisson) it would be ")
                .value(fact, NumberFormat::Whole)
                .and("."),
            None => text,
        });
    }
    let changed = facts.of(&all, Statistic::ChangedAreas).next_back();
    if let (Some(changed), Some(dispersion)) = (changed, of(Statistic::Dispersion)) {
        let text = Text::from(format!(
            "Change since {}: [s] in ",
            words::in_sentence(compared.before)
        ));
        let text = text.value(changed, NumberFormat::Whole).and(" of ");
        let text = text
            .part(changed, |fact| fact.n, NumberFormat::Whole)
            .and(", allowing for the scatter of changes (dispersion ");
        sentences.push(
            text.value(dispersion, NumberFormat::Decimal(1))
                .and(") and for the number of tests (Benjamini-Hochberg)."),
        );
    }
    sentences.extend(left_out(compared).map(Text::from));
    sentences
}

/// The areas that are in no rate and no test, with the reason.
fn left_out(compared: &Comparison) -> Option<String> {
    let places = compared.places.iter();
    let named: Vec<String> = places
        .filter(|place| !place.area.no_rate.is_empty())
        .map(|place| format!("{} ({})", place.area.name, place.area.no_rate))
        .collect();
    (!named.is_empty()).then(|| format!("No rate, funnel or test: {}.", named.join("; ")))
}

fn alternative_text(compared: &Comparison, facts: &Facts, shape: &Shape<'_>) -> Text {
    let form = match shape.form {
        ChartForm::Funnel => "Funnel plot: rates against population",
        ChartForm::List => "Rates with intervals, by name",
        ChartForm::Multiples => "Small charts of rates, one for each area",
    };
    let text = Text::from(format!("{form}. "));
    let sentence = sentences(compared, facts, shape).into_iter().next();
    sentence.map_or_else(|| text.clone(), |sentence| text.clone().and(sentence))
}
