//! An amount of money in the prices of another year: the facts of `vawg uplift`.

use crate::dataset::ReleaseFile;
use crate::facts::deflator::{Deflator, DeflatorYear, Uplifted};
use crate::facts::{Fact, Facts, Statistic};
use crate::model::{Marker, Period};
use crate::question::terms::amount::Amount;
use crate::reports::StatedUplift;

/// What is asked: years by the year in which they end.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Query {
    /// The amount.
    pub(crate) amount: Amount,
    /// The financial year of its prices.
    pub(crate) from: u16,
    /// The financial year whose prices it is to be in.
    pub(crate) to: u16,
}

/// A release with its deflator, and the amount uplifted by it; none where a year is missing.
pub(crate) struct Vintage<'a> {
    /// The release.
    pub(crate) release: &'a ReleaseFile<'a>,
    /// Its deflator.
    pub(crate) deflator: Deflator,
    /// The amount in the prices of the later year.
    pub(crate) uplifted: Option<Uplifted>,
}

impl Vintage<'_> {
    /// Whether the amount rests on a forecast.
    pub(crate) fn is_forecast(&self) -> bool {
        self.has(|year| year.forecast)
    }

    /// Whether the amount rests on growth chained to the index.
    pub(crate) fn is_chained(&self) -> bool {
        self.has(|year| year.chained)
    }

    fn has(&self, what: fn(&DeflatorYear) -> bool) -> bool {
        let uplifted = self.uplifted.as_ref();
        uplifted.is_some_and(|it| what(&it.from) || what(&it.to))
    }
}

/// The facts of every vintage, then what reports state for the same amount and years.
pub(crate) fn facts(query: &Query, vintages: &[Vintage<'_>], stated: &[StatedUplift]) -> Facts {
    let mut facts = Facts::default();
    for vintage in vintages {
        if let Some(uplifted) = &vintage.uplifted {
            facts.add(amount(query, vintage, uplifted));
            facts.add(index(vintage, query.from, &uplifted.from));
            facts.add(index(vintage, query.to, &uplifted.to));
        }
    }
    for published in stated {
        facts.add(Fact {
            series: published.statement.clone(),
            statistic: Statistic::Stated,
            from: published.from.clone().into(),
            to: published.to.clone().into(),
            value: Some(published.stated),
            unit: published.unit.clone(),
            source_ref: published.statement.clone(),
            note: format!("rests on {}", published.reason),
            ..Fact::default()
        });
    }
    facts
}

fn amount(query: &Query, vintage: &Vintage<'_>, uplifted: &Uplifted) -> Fact {
    Fact {
        series: vintage.release.id.clone(),
        area: "United Kingdom".to_owned(),
        statistic: Statistic::Uplifted,
        method: "amount × deflator of the later year / deflator of the earlier".to_owned(),
        from: Period::financial(query.from).into(),
        to: Period::financial(query.to).into(),
        value: Some(uplifted.amount),
        unit: query.amount.unit(),
        marker: vintage.is_forecast().then_some(Marker::Forecast),
        release: vintage.release.id.clone(),
        source_ref: format!("{}; {}", uplifted.from.source_ref, uplifted.to.source_ref),
        note: vintage.release.title(),
        ..Fact::default()
    }
}

fn index(vintage: &Vintage<'_>, year: u16, deflator: &DeflatorYear) -> Fact {
    Fact {
        series: vintage.release.id.clone(),
        area: "United Kingdom".to_owned(),
        period: Period::financial(year).into(),
        statistic: Statistic::Deflator,
        method: if deflator.chained {
            "growth chained to the last index published".to_owned()
        } else {
            String::new()
        },
        value: Some(deflator.index),
        unit: "index".to_owned(),
        marker: deflator.forecast.then_some(Marker::Forecast),
        release: vintage.release.id.clone(),
        source_ref: deflator.source_ref.clone(),
        ..Fact::default()
    }
}

/// What reports state for the same amount and years.
pub(crate) fn same(query: &Query, stated: Vec<StatedUplift>) -> Vec<StatedUplift> {
    let year = |ending| Period::financial(ending).to_string();
    let amount = &query.amount;
    let fits = |it: &StatedUplift| {
        let same_unit = amount.is_bare() || it.unit == amount.unit();
        let same_amount = it.amount.total_cmp(&amount.number).is_eq();
        same_unit && same_amount && it.from == year(query.from) && it.to == year(query.to)
    };
    stated.into_iter().filter(fits).collect()
}
