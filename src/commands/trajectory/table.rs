//! The years of a target, and the latest figure against each path.

use crate::answer::{Cell, Column, NumberFormat, ShownIn, Table, TableRow};
use crate::model::Period;
use crate::words::trimmed;

use super::{Findings, short_name};

/// Each year with the paths and the figure observed.
pub(super) fn years(findings: &Findings<'_>) -> Table {
    let paths = || {
        findings
            .paths
            .iter()
            .filter_map(|at| findings.trajectory.paths.get(*at))
    };
    let confidence = trimmed(100.0 * findings.subject.goal.confidence);
    let mut columns = vec![Column::left("year")];
    columns.extend(paths().map(|path| Column::right(short_name(path.shape))));
    columns.push(Column::right("observed"));
    columns.push(Column::right(format!("{confidence}% interval")));
    let periods: Vec<Period> = paths()
        .next()
        .map(|path| path.values.iter().map(|(period, _)| *period).collect())
        .unwrap_or_default();
    Table {
        columns,
        rows: periods
            .into_iter()
            .map(|period| year(findings, period))
            .collect(),
        earlier_rows: 0,
    }
}

fn year(findings: &Findings<'_>, period: Period) -> TableRow {
    let mut cells = vec![Cell::text(period.to_string())];
    let paths = findings.paths.iter();
    for path in paths.filter_map(|at| findings.trajectory.paths.get(*at)) {
        let value = path.values.iter().find(|(at, _)| *at == period);
        cells.push(value.map_or(Cell::Empty, |(_, value)| {
            Cell::Number(*value, findings.format.precise)
        }));
    }
    let format = findings.format.value;
    let reading = findings.readings().find(|reading| reading.period == period);
    cells.push(reading.map_or(Cell::Empty, |reading| Cell::Number(reading.value, format)));
    let interval = reading.and_then(|reading| reading.interval);
    cells.push(interval.map_or(Cell::Empty, |interval| {
        let (lower, upper) = (format.write(interval.lower), format.write(interval.upper));
        Cell::Text(format!("{lower} to {upper}"))
    }));
    TableRow {
        shown: ShownIn::Always,
        cells,
        notes: Vec::new(),
        remark: remark(findings, period),
    }
}

/// The verdict on the first path shown, and where the figure comes from.
fn remark(findings: &Findings<'_>, period: Period) -> String {
    let assessment = findings
        .trajectory
        .assessments
        .iter()
        .find(|one| one.reading.period == period);
    let judgements = assessment.and_then(|assessment| assessment.judgements.as_ref());
    let judgement = judgements
        .zip(findings.paths.first())
        .and_then(|(all, path)| all.get(*path));
    let verdict = judgement.map(|judgement| judgement.verdict.words());
    let blocked = assessment
        .filter(|one| !one.blocked_by.is_empty())
        .map(|_| "a break before it");
    let given = findings
        .readings()
        .any(|reading| reading.period == period && reading.given);
    let point = findings.subject.series.point(period);
    let quoted = !given && point.is_some_and(|point| !point.quoted_by.is_empty());
    let from = [(given, "given"), (quoted, "as quoted")];
    let words = from
        .into_iter()
        .filter(|(is, _)| *is)
        .map(|(_, words)| words);
    verdict
        .into_iter()
        .chain(blocked)
        .chain(words)
        .collect::<Vec<_>>()
        .join("; ")
}

/// The latest figure against each path: gap, probability, verdict.
pub(super) fn verdicts(findings: &Findings<'_>) -> Option<Table> {
    let latest = findings.latest()?;
    let judgements = latest.judgements.as_ref()?;
    let mut columns = vec![Column::left(format!(
        "{} against the path",
        latest.reading.period
    ))];
    let shown: Vec<usize> = findings.paths.clone();
    columns.extend(
        shown
            .iter()
            .map(|at| Column::right(short_name(findings.trajectory.paths[*at].shape))),
    );
    let row = |name: &str, text: &dyn Fn(usize) -> String| TableRow {
        cells: std::iter::once(Cell::text(name))
            .chain(shown.iter().map(|at| Cell::Text(text(*at))))
            .collect(),
        ..TableRow::default()
    };
    let percent = |share: f64| NumberFormat::PerCent(1).write(100.0 * share);
    let signed = |share: f64| NumberFormat::SignedPerCent(1).write(100.0 * share);
    let rows = vec![
        row("gap", &|at| {
            let gap = findings.format.signed.write(latest.gaps[at]);
            format!("{gap}{}", findings.format.points)
        }),
        row("gap relative to it, interval", &|at| {
            let interval = judgements[at].gap.interval;
            format!("{} to {}", signed(interval.lower), signed(interval.upper))
        }),
        row("probability of being at or below it", &|at| {
            percent(judgements[at].probability)
        }),
        row("the same, baseline as published", &|at| {
            percent(judgements[at].probability_baseline_fixed)
        }),
        row("verdict", &|at| judgements[at].verdict.words().to_owned()),
    ];
    Some(Table {
        columns,
        rows,
        earlier_rows: 0,
    })
}
