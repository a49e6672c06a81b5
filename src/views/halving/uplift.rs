//! An uplifted amount as a table: one row a vintage of the deflator, the latest first.

use crate::answer::{Cell, Column, NumberFormat, Panel, Table, TableRow, Text};
use crate::facts::halving::uplift::{Query, Vintage};
use crate::facts::{Fact, Facts, Statistic};
use crate::model::Period;
use crate::reports::StatedUplift;

/// The table of vintages, what reports state for the same amount, and which vintages are left out.
pub(crate) fn panel(
    query: &Query,
    vintages: &[Vintage<'_>],
    stated: &[StatedUplift],
    facts: &Facts,
) -> Panel {
    let (from, to) = (Period::financial(query.from), Period::financial(query.to));
    let published: Vec<Text> = stated
        .iter()
        .map(|it| published(query, it, facts))
        .collect();
    let mut remarks = vec![Text::from(format!(
        "Amount × deflator of {to} / deflator of {from}; the vintage matters, and one is never mixed \
         with another."
    ))];
    remarks.extend(vintages.iter().filter_map(left_out).map(Text::from));
    remarks.extend(published.iter().cloned());
    let used = vintages.iter().filter(|vintage| vintage.uplifted.is_some());
    Panel {
        scope: "HM Treasury GDP deflator, financial years, by vintage, the latest first".to_owned(),
        table: Table {
            columns: vec![
                Column::left("vintage"),
                Column::right(from.to_string()),
                Column::right(to.to_string()),
                Column::right("amount"),
            ],
            rows: used.map(|vintage| row(query, vintage, facts)).collect(),
            earlier_rows: 0,
        },
        summary: published,
        remarks,
        ..Panel::default()
    }
}

fn row(query: &Query, vintage: &Vintage<'_>, facts: &Facts) -> TableRow {
    let id = vintage.release.id.as_str();
    let cell = |fact: Option<&Fact>, format| fact.map_or(Cell::Empty, |it| Cell::of(it, format));
    let index = |year: u16| {
        let fact = facts.at(id, Statistic::Deflator, Period::financial(year));
        cell(fact, NumberFormat::Decimal(2))
    };
    let amount = facts.of(id, Statistic::Uplifted).next();
    let number = amount.and_then(|fact| fact.value).unwrap_or_default();
    let remark = match (vintage.is_forecast(), vintage.is_chained()) {
        (_, true) => "[f] forecast, chained",
        (true, false) => "[f] forecast",
        (false, false) => "",
    };
    TableRow {
        cells: vec![
            Cell::text(id),
            index(query.from),
            index(query.to),
            cell(amount, query.amount.format(number)),
        ],
        remark: remark.to_owned(),
        ..TableRow::default()
    }
}

/// Which years a vintage has, where it lacks one of those asked for.
fn left_out(vintage: &Vintage<'_>) -> Option<String> {
    let (first, last) = vintage.deflator.span()?;
    let (first, last) = (Period::financial(first), Period::financial(last));
    let id = &vintage.release.id;
    let left_out = vintage.uplifted.is_none();
    left_out.then(|| format!("{id} is left out: it has {first} to {last}."))
}

/// What a report states for the same amount and years.
fn published(query: &Query, stated: &StatedUplift, facts: &Facts) -> Text {
    let fact = facts.of(&stated.statement, Statistic::Stated).next();
    let amount = fact.map_or_else(Text::default, |fact| {
        Text::default().value(fact, query.amount.format(stated.stated))
    });
    Text::from(format!("Published: {} states ", stated.statement))
        .and(amount)
        .and(format!(
            " in prices of {}. It rests on another vintage: {}.",
            stated.to, stated.reason
        ))
}
