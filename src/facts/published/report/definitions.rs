//! Definitions of the catalogue with their figures for one period.

use anyhow::Result;

use super::Context;
use super::series_values;
use crate::catalogue::Definition;
use crate::facts::{Fact, FactId, Facts};
use crate::model::{Period, Series, SeriesKind};
use crate::problem::{Problem, did_you_mean, themselves};
use crate::question::terms::period;
use crate::reports::{DefinitionsQuery, FigureSpec};

/// Definitions side by side.
pub(crate) struct Definitions<'a> {
    pub(crate) period: Period,
    /// One row for each measure of each definition.
    pub(crate) rows: Vec<DefinitionRow<'a>>,
    /// The series that serve, for their sources.
    pub(crate) series: Vec<Series>,
    pub(crate) facts: Facts,
}

/// A definition with the figure of one of its measures.
pub(crate) struct DefinitionRow<'a> {
    pub(crate) definition: &'a Definition,
    pub(crate) kind: SeriesKind,
    /// The figure, where one is published or a marker stands for it.
    pub(crate) fact: Option<FactId>,
    pub(crate) is_quoted: bool,
}

/// The definitions that a query names.
///
/// # Errors
/// Unknown definitions; a text that is not a period.
pub(crate) fn definitions<'a>(
    context: &Context<'a>,
    figure: &FigureSpec,
    query: &DefinitionsQuery,
) -> Result<Definitions<'a>> {
    let period = period::given("the query", Some(&query.period))?;
    let period = period.ok_or_else(|| Problem::data("the query does not name a period"))?;
    let catalogue = context.dataset.catalogue();
    let mut all = Definitions {
        period,
        rows: Vec::new(),
        series: Vec::new(),
        facts: Facts::default(),
    };
    for name in &query.definitions {
        let definition = catalogue.definitions.iter().find(|entry| entry.id == *name);
        let definition = definition.ok_or_else(|| {
            let names = themselves(catalogue.definitions.iter().map(|entry| &entry.id));
            let hint = did_you_mean(name, names, "`vawg list definitions` shows them all");
            Problem::data(format!("unknown definition `{name}`")).hint(hint)
        })?;
        for measure in &definition.measures {
            let series = context.series(figure, measure)?;
            let point = series.point(period);
            let fact = point.map(|point| Fact {
                status: definition.status.parse().ok(),
                ..series_values::fact(&definition.id, &series, point)
            });
            all.rows.push(DefinitionRow {
                definition,
                kind: series.kind,
                is_quoted: point.is_some_and(|point| !point.quoted_by.is_empty()),
                fact: fact.map(|fact| all.facts.add(fact)),
            });
            let kept = series.clone().within(Some(period), Some(period));
            all.series.push(kept);
        }
    }
    Ok(all)
}
