//! The share of a recorded change that fell in each span of years.

use anyhow::Result;

use crate::answer::{Cell, Chart, Column, NumberFormat, Panel, Stretch, Table, TableRow};
use crate::facts::trend::shown::Shown;
use crate::facts::{Fact, Statistic};
use crate::model::{Period, SeriesKind};
use crate::problem::Problem;
use crate::question::period;
use crate::reports::Span;

/// The part of the whole change that fell in a span.
struct Share {
    from: Period,
    to: Period,
    named: bool,
    absolute: f64,
    /// In per cent of the whole change.
    per_cent: f64,
    breaks: usize,
}

impl Share {
    fn written(&self, places: usize) -> String {
        NumberFormat::PerCent(places).write(self.per_cent)
    }

    fn figure(&self, shown: &Shown) -> Fact {
        let series = &shown.series;
        Fact {
            statistic: Statistic::ShareOfChange,
            method: "change in the span over the change in all spans, times 100".to_owned(),
            from: self.from.into(),
            to: self.to.into(),
            value: Some(self.per_cent),
            unit: "per cent".to_owned(),
            release: series
                .point(self.to)
                .map_or_else(String::new, |point| point.release.clone()),
            ..Fact::about(series)
        }
    }
}

/// The shares of one series.
pub(super) struct Shares<'a> {
    of: &'a Shown,
    shares: Vec<Share>,
}

/// The share of each span; the spans follow on one another from the first figure to the last.
///
/// # Errors
/// Not one series of counts; a span that begins or ends where there is no figure, or does
/// not run forwards; spans that do not follow on one another, of which two are named, or over which
/// nothing changed.
pub(super) fn shares<'a>(shown: &'a [Shown], spans: &[Span]) -> Result<Shares<'a>> {
    let one = match shown {
        [one] if one.series.kind == SeriesKind::Counts => one,
        [_] => {
            return Err(
                Problem::data("spans need counts: a change of prevalence needs a test").into(),
            );
        }
        _ => {
            return Err(
                Problem::data(format!("spans need one measure, not {}", shown.len())).into(),
            );
        }
    };
    if spans.iter().filter(|span| span.named).count() > 1 {
        return Err(
            Problem::data("more than one span is `named`: the title has one {share}").into(),
        );
    }
    Ok(Shares {
        of: one,
        shares: each(one, spans)?,
    })
}

fn each(shown: &Shown, spans: &[Span]) -> Result<Vec<Share>> {
    let value = |text: &str| -> Result<(Period, f64)> {
        let period = period::given("`spans`", Some(text))?;
        let found = period.and_then(|period| Some((period, shown.at(period)?.number?)));
        found.ok_or_else(|| {
            Problem::data(format!("there is no figure for {text}, where a span ends")).into()
        })
    };
    let mut found = Vec::new();
    for span in spans {
        let (from, to) = (value(&span.from)?, value(&span.to)?);
        if from.0.first_month() >= to.0.first_month() {
            let (from, to) = (from.0, to.0);
            return Err(Problem::data(format!(
                "the span from {from} to {to} does not run forwards"
            ))
            .into());
        }
        found.push((from, to, span.named));
    }
    let follows = found.windows(2).all(|pair| pair[0].1.0 == pair[1].0.0);
    let whole: f64 = found.iter().map(|(from, to, _)| to.1 - from.1).sum();
    if !follows || whole == 0.0 {
        return Err(
            Problem::data("the spans do not follow on one another, or nothing changed")
                .hint("each begins where the one before it ends, so that the shares add up to 100%")
                .into(),
        );
    }
    let share = |(from, to, named): &((Period, f64), (Period, f64), bool)| Share {
        from: from.0,
        to: to.0,
        named: *named,
        absolute: to.1 - from.1,
        per_cent: 100.0 * (to.1 - from.1) / whole,
        breaks: shown.series.breaks_between(from.0, to.0).len(),
    };
    Ok(found.iter().map(share).collect())
}

impl Shares<'_> {
    /// Their machine rows.
    pub(super) fn figures(&self) -> impl Iterator<Item = Fact> {
        self.shares.iter().map(|share| share.figure(self.of))
    }

    /// What fills in `{share}` in the title.
    pub(super) fn named(&self) -> Option<(&'static str, String)> {
        let named = self.shares.iter().find(|share| share.named);
        named.map(|share| ("share", share.written(0)))
    }

    /// Adds the shares to the table, the chart and its words.
    pub(super) fn add_to(&self, panel: &mut Panel) {
        add(panel, &self.shares);
    }
}

fn add(panel: &mut Panel, shares: &[Share]) {
    let row = |share: &Share| TableRow {
        cells: vec![
            Cell::text(format!("{} to {}", share.from, share.to)),
            Cell::Number(share.absolute, NumberFormat::SignedWhole),
            Cell::Number(share.per_cent, NumberFormat::PerCent(1)),
            Cell::Number(share.breaks as f64, NumberFormat::Whole),
        ],
        ..TableRow::default()
    };
    panel.further_tables.push(Table {
        columns: vec![
            Column::left("from, to"),
            Column::right("change"),
            Column::right("share of the change"),
            Column::right("breaks"),
        ],
        rows: shares.iter().map(row).collect(),
        earlier_rows: 0,
    });
    let said: Vec<String> = shares
        .iter()
        .map(|it| format!("{} to {}: {}", it.from, it.to, it.written(0)))
        .collect();
    panel.alternative_text = format!(
        "{} Share of the whole change: {}.",
        panel.alternative_text,
        said.join("; ")
    )
    .into();
    if let Some(Chart::Lines(lines)) = &mut panel.chart {
        // A change from one year to another runs from the middle of the first to that of the last.
        let stretch = |share: &Share| Stretch {
            from: share.from.midpoint(),
            to: share.to.midpoint(),
            label: format!("{} of the change", share.written(0)),
        };
        lines.stretches = shares.iter().map(stretch).collect();
    }
}
