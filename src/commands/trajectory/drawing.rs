//! The chart of a target: both paths, the figures with their intervals, the target.

use crate::answer::chart::Level;
use crate::answer::{BreakMark, Line, LinePoint, LineRole, Lines, NumberFormat, Tick};
use crate::estimates::trajectory::Reading;
use crate::model::Period;
use crate::words::capitalised;

use super::{Findings, path_name, remarks};

/// Figures with bars, paths, target.
pub(super) fn chart(findings: &Findings<'_>) -> Lines {
    let goal = &findings.subject.goal;
    let periods = findings.trajectory.paths.first().map(|path| &path.values);
    let ticks = periods.into_iter().flatten().map(|(period, _)| Tick {
        at: period.midpoint(),
        label: period.axis_label(),
    });
    let target = findings
        .format
        .precise
        .write(findings.trajectory.target_value);
    Lines {
        from: goal.baseline.start(),
        to: goal.target.end(),
        ticks: ticks.collect(),
        period_axis: goal.baseline.basis().axis_title(),
        value_axis: findings.format.axis,
        lines: lines(findings),
        breaks: Vec::<BreakMark>::new(),
        gaps: Vec::new(),
        stretches: Vec::new(),
        turns: Vec::new(),
        levels: vec![Level {
            value: findings.trajectory.target_value,
            label: format!("Target: {}, {target}", findings.goal_in_words()),
        }],
    }
}

fn lines(findings: &Findings<'_>) -> Vec<Line> {
    let figures = |label: &str, given: bool| Line {
        label: label.to_owned(),
        role: LineRole::Observed { dots: true },
        points: findings
            .readings()
            .filter(|reading| reading.given == given)
            .flat_map(|reading| point(findings, reading))
            .collect(),
    };
    let figures = [
        figures("Figures", false),
        figures("Given, not published", true),
    ];
    let shown = findings
        .paths
        .iter()
        .filter_map(|at| findings.trajectory.paths.get(*at));
    let paths = shown.map(|path| course(capitalised(path_name(path.shape)), &path.values));
    let assumed = findings.what_if.iter().map(|assumed| {
        let rate = NumberFormat::SignedPerCent(1).write(100.0 * assumed.rate);
        course(format!("What if: {rate} a year"), &assumed.values)
    });
    let figures = figures.into_iter().filter(|line| !line.points.is_empty());
    figures.chain(paths).chain(assumed).collect()
}

/// A course that nobody observed.
fn course(label: String, values: &[(Period, f64)]) -> Line {
    let points = values.iter().map(|(period, value)| LinePoint {
        at: period.midpoint(),
        value: Some(*value),
        interval: None,
        label: None,
    });
    Line {
        label,
        role: LineRole::Path,
        points: points.collect(),
    }
}

/// A figure, and nothing after it: figures are not joined, since joining would compare them.
fn point(findings: &Findings<'_>, reading: &Reading) -> [LinePoint; 2] {
    let at = reading.period.midpoint();
    let figure = LinePoint {
        at,
        value: Some(reading.value),
        interval: reading
            .interval
            .map(|interval| (interval.lower, interval.upper)),
        label: Some(findings.format.value.write(reading.value)),
    };
    let open = LinePoint {
        at: at + 1e-6,
        value: None,
        interval: None,
        label: None,
    };
    [figure, open]
}

/// What the chart shows, for readers who cannot see it.
pub(super) fn alternative_text(findings: &Findings<'_>) -> String {
    let goal = &findings.subject.goal;
    let value = findings.format.value;
    let figure = |reading: &Reading| {
        let interval = reading.interval.map_or_else(String::new, |interval| {
            let (lower, upper) = (value.write(interval.lower), value.write(interval.upper));
            format!(" (interval {lower} to {upper})")
        });
        let given = if reading.given { ", given" } else { "" };
        let written = value.write(reading.value);
        format!("{written} in {}{given}{interval}", reading.period)
    };
    let figures: Vec<String> = findings.readings().map(figure).collect();
    let verdicts = remarks::verdicts(findings);
    let verdicts = if verdicts.is_empty() {
        "No verdict.".to_owned()
    } else {
        format!("{}.", verdicts.join("; "))
    };
    let assumed = findings.what_if.iter().map(|assumed| {
        format!(
            " A further dashed line: what if it changed by {} a year.",
            NumberFormat::SignedPerCent(1).write(100.0 * assumed.rate)
        )
    });
    format!(
        "Line chart: paths from {} in {} to {} in {}.{} Observed: {}. {verdicts}",
        findings
            .format
            .value
            .write(findings.trajectory.baseline.value),
        goal.baseline,
        findings
            .format
            .precise
            .write(findings.trajectory.target_value),
        goal.target,
        assumed.collect::<String>(),
        figures.join(", ")
    )
}
