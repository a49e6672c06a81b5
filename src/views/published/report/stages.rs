//! Stated values as stages that follow on one another.

use super::figure_builder::FigureBuilder;
use super::stated_value::{cell, format_of, with_unit};
use super::table;
use crate::answer::{Cell, Chart, Column, Panel, Stage, Stages, TableRow, Text};
use crate::facts::Facts;
use crate::facts::published::report::stated_values::Stated;

/// The figure of stages, which count different things.
pub(crate) fn figure(facts: Facts, values: &[Stated<'_>]) -> FigureBuilder {
    let count = |stated: &Stated<'_>| with_unit(&facts, *stated, format_of([stated.value]));
    let stage = |stated: &Stated<'_>| Stage {
        label: stated.value.item.clone(),
        count: count(stated).to_string(),
        source: stated.value.group.clone(),
        is_known: stated.value.value.is_some(),
    };
    let row = |stated: &Stated<'_>| {
        let value = stated.value;
        let reason = value.marker().map_or("", |_| &value.note);
        TableRow {
            cells: vec![
                Cell::text(&value.item),
                Cell::text(&value.group),
                cell(&facts, *stated, format_of([value])),
                Cell::text(&value.unit),
                Cell::text(&value.paragraph),
            ],
            remark: reason.to_owned(),
            ..TableRow::default()
        }
    };
    let said = values.iter().map(|stated| {
        Text::from(format!("{}: ", stated.value.item))
            .and(count(stated))
            .and(format!(" ({})", stated.value.group))
    });
    let panel = Panel {
        table: table(
            [
                Column::left("stage"),
                Column::left("source"),
                Column::right("number"),
                Column::left("what is counted"),
                Column::wide("stated in"),
            ],
            values.iter().map(row),
        ),
        chart: Some(Chart::Stages(Stages {
            stages: values.iter().map(stage).collect(),
        })),
        alternative_text: Text::from("Stages, not to scale. ")
            .and(Text::joined(said, "; "))
            .and("."),
        ..Panel::default()
    };
    FigureBuilder::new(panel, facts)
}
