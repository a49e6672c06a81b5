//! The years of a target, and the latest figure against each path.

use crate::answer::{Cell, Column, NumberFormat, ShownIn, Table, TableRow, Text};
use crate::facts::halving::trajectory::{Against, Assessed, Figure, Judged};
use crate::model::Period;
use crate::stats::trajectory::path::Shape;
use crate::views::halving::goal::probability;
use crate::views::precision::limits;
use crate::words::{self, trimmed};

use super::View;

/// The short answer shows so many rows at most: the latest figures, the next period, the target.
const SHORT_ROWS: usize = 11;

/// A path's name where there is little room.
const fn short_name(shape: Shape) -> &'static str {
    match shape {
        Shape::Geometric => "same rate",
        Shape::Linear => "same number",
    }
}

impl View<'_> {
    /// Each period with the paths and the figure observed.
    pub(super) fn years(&self) -> Table {
        let goal = &self.findings.subject.goal;
        let confidence = trimmed(100.0 * goal.confidence);
        let interval = if self.is_count {
            format!("year-to-year scatter ({confidence}%)")
        } else {
            format!("{confidence}% interval")
        };
        let mut columns = vec![Column::left(words::period_header(goal.baseline.basis()))];
        columns.extend(
            self.each_path()
                .map(|path| Column::right(short_name(path.shape))),
        );
        columns.extend([Column::right("observed"), Column::right(interval)]);
        let periods: Vec<Period> = self
            .each_path()
            .take(1)
            .flat_map(|path| path.values.iter().filter_map(|fact| fact.period.period()))
            .collect();
        let rows = periods.iter().enumerate().map(|(at, period)| TableRow {
            shown: self.shown(&periods, at),
            ..self.row(at, *period)
        });
        Table {
            columns,
            rows: rows.collect(),
            earlier_rows: 0,
        }
    }

    /// How a path is written: with the digits that the rounding of the baseline leaves; the target is
    /// stated, not rounded.
    fn path_format(&self, is_target: bool) -> NumberFormat {
        match self.findings.path_places {
            Some(places) if !is_target => NumberFormat::PerCent(places.min(2)),
            _ => self.format.precise,
        }
    }

    /// Whether the figures are known to be rounded, so that shares have no decimal place to give.
    fn is_rounded(&self, latest: &Assessed) -> bool {
        let compared = latest.compared.as_ref();
        !self.is_count && compared.is_some_and(|one| one.rounding.is_some())
    }

    /// How a difference from the baseline or from a path is written.
    pub(super) fn difference_format(&self, latest: &Assessed) -> NumberFormat {
        let compared = latest.compared.as_ref();
        let rounding = compared.and_then(|one| one.rounding.as_ref());
        rounding.map_or(self.format.signed, |range| {
            NumberFormat::SignedDecimal(range.difference_places.min(2))
        })
    }

    /// The verdict on the latest figure under other assumptions on precision.
    pub(super) fn under_other_assumptions(&self) -> Option<Table> {
        let all = &self.findings.alternatives;
        let first = all.first()?;
        let mut columns = vec![Column::left("verdict with")];
        let paths = first.paths.iter();
        columns.extend(paths.map(|(shape, ..)| Column::left(short_name(*shape))));
        columns.push(Column::right("z of the change"));
        let rows = all.iter().map(|one| {
            let mut cells = vec![Cell::text(&one.name)];
            let words = one.paths.iter().map(|(_, verdict, _)| verdict.words());
            cells.extend(words.map(Cell::text));
            cells.push(Cell::of(
                &one.change_over_error,
                NumberFormat::SignedDecimal(2),
            ));
            TableRow {
                cells,
                ..TableRow::default()
            }
        });
        Some(Table {
            columns,
            rows: rows.collect(),
            earlier_rows: 0,
        })
    }

    /// Which answers show a row.
    fn shown(&self, periods: &[Period], at: usize) -> ShownIn {
        let observed = |period: &Period| self.figure(*period).is_some();
        let latest = periods.iter().rposition(observed).unwrap_or_default();
        let first = latest.saturating_sub(SHORT_ROWS - 4);
        let is_near = at == 0 || (first..=latest + 1).contains(&at) || at + 1 == periods.len();
        if periods.len() <= SHORT_ROWS || is_near {
            ShownIn::Always
        } else {
            ShownIn::InFull
        }
    }

    fn figure(&self, period: Period) -> Option<&Figure> {
        self.findings
            .figures()
            .find(|figure| figure.period == period)
    }

    fn row(&self, at: usize, period: Period) -> TableRow {
        let mut cells = vec![Cell::text(period.to_string())];
        cells.extend(self.each_path().map(|path| {
            let value = path.values.get(at);
            let is_target = at + 1 == path.values.len();
            value.map_or(Cell::Empty, |fact| {
                Cell::of(fact, self.path_format(is_target))
            })
        }));
        let figure = self.figure(period).map(|figure| &figure.fact);
        cells.push(figure.map_or(Cell::Empty, |fact| Cell::of(fact, self.format.value)));
        cells.push(limits(figure, self.format.value));
        TableRow {
            cells,
            remark: self.remark(period),
            ..TableRow::default()
        }
    }

    /// The verdict on the first path shown, and where the figure comes from; the verdict on the
    /// only figure is above the table.
    fn remark(&self, period: Period) -> String {
        let mut assessed = self.findings.assessed.iter();
        let assessed = assessed.find(|assessed| assessed.figure.period == period);
        let is_only = self.findings.assessed.len() == 1;
        let verdict = assessed.and_then(crate::facts::halving::trajectory::Assessed::verdict);
        let verdict = verdict
            .filter(|_| !is_only)
            .map(crate::stats::trajectory::verdict::Verdict::words);
        let figure = self.figure(period);
        let words = [
            assessed
                .filter(|one| !one.blocked_by.is_empty())
                .map(|_| "after a break"),
            figure.filter(|one| one.is_given).map(|_| "given"),
            figure
                .filter(|one| !one.quotation.is_empty())
                .map(|_| "as quoted"),
        ];
        let words = verdict.into_iter().chain(words.into_iter().flatten());
        words.collect::<Vec<_>>().join("; ")
    }

    /// The latest figure against each path: gap, probability, verdict.
    pub(super) fn against_paths(&self) -> Option<Table> {
        let latest = self.findings.latest()?;
        latest.verdict()?;
        let period = latest.figure.period;
        let mut columns = vec![Column::left(format!("{period} against the path"))];
        let paths = &latest.against;
        columns.extend(
            paths
                .iter()
                .map(|path| Column::right(short_name(path.shape))),
        );
        let row = |name: &str, text: &dyn Fn(&Against, &Judged) -> Text| {
            let cells = paths.iter().map(|path| {
                let text = path.judged.as_ref().map(|judged| text(path, judged));
                text.map_or(Cell::Empty, |text| Cell::Text(text.to_string()))
            });
            TableRow {
                cells: std::iter::once(Cell::text(name)).chain(cells).collect(),
                ..TableRow::default()
            }
        };
        let difference = self.difference_format(latest);
        let places = usize::from(!self.is_rounded(latest));
        let (relative, share) = (
            NumberFormat::SignedPerCent(places),
            NumberFormat::PerCent(places),
        );
        let mut rows = vec![
            row("gap", &|path, _| {
                let gap = Text::default().value(&path.gap, difference);
                gap.and(self.format.points)
            }),
            row("gap relative to the path, interval", &|_, judged| {
                Text::default().limits(&judged.gap_ratio, relative)
            }),
            row(
                "share of the likelihood at or below the path (flat prior)",
                &|_, judged| probability(&judged.probability, share),
            ),
            row("the same, baseline as published", &|_, judged| {
                probability(&judged.baseline_fixed, share)
            }),
        ];
        let judged = paths.iter().filter_map(|path| path.judged.as_ref());
        if judged.clone().any(|judged| judged.with_prior.is_some()) {
            rows.push(row(
                "the same, with the past trend of the old questions as prior",
                &|_, judged| {
                    let fact = judged.with_prior.as_ref();
                    fact.map_or_else(Text::default, |fact| probability(fact, share))
                },
            ));
        }
        rows.push(row("verdict", &|_, judged| judged.verdict.words().into()));
        Some(Table {
            columns,
            rows,
            earlier_rows: 0,
        })
    }
}
